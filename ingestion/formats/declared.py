"""Reads what a firm declares in a YAML file: its keys, and the values that may stand there.

Data flow: bytes → mapping without a key twice → a check for each value, or `FileRefused` that names
the key, its value and what may stand there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import yaml

from ingestion.formats.cells import normalised
from ingestion.formats.statement import FileRefused
from ingestion.formats.text import decode

_MAX_BYTES = 100_000

Check = Callable[[str, Any], Any]


class _Loader(yaml.SafeLoader):
    """YAML without objects, and without a key that stands twice: the last would win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        for name in names:
            if isinstance(name, str) and names.count(name) > 1:
                raise yaml.YAMLError(f"{name}: 2")
        return super().construct_mapping(node, deep)


def read_mapping(data: bytes) -> dict[Any, Any]:
    """The keys of the file; FileRefused where it is no YAML mapping."""
    if len(data) > _MAX_BYTES:
        raise FileRefused("bank_profile_unreadable", f"{len(data)} > {_MAX_BYTES}")
    try:
        keys = yaml.load(decode(data).text, _Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FileRefused("bank_profile_unreadable", " ".join(str(error).split())[:120]) from error
    if not isinstance(keys, dict):
        raise FileRefused("bank_profile_unreadable", shown(keys))
    return keys


def shown(value: object) -> str:
    """A scalar as it stands; of anything else the kind, which may hold itself without end."""
    return str(value)[:60] if isinstance(value, str | int | float | bool) else type(value).__name__


def wrong_value(key: str, value: object, allowed: str) -> FileRefused:
    """What is said of a value that may not stand there."""
    return FileRefused("bank_profile_value_wrong", f"{key}: {shown(value)} ({allowed})")


def text(key: str, value: object) -> str:
    """Any text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise wrong_value(key, value, "text")
    return value.strip()


def flag(key: str, value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise wrong_value(key, value, "true, false")
    return value


def count(least: int, most: int) -> Callable[[str, object], int]:
    """A whole number between the two."""

    def check(key: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise wrong_value(key, value, f"{least}–{most}")
        return value

    return check


def one_of(*allowed: str) -> Callable[[str, object], str]:
    """One of these texts."""

    def check(key: str, value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise wrong_value(key, value, ", ".join(repr(one) for one in allowed))
        return value

    return check


def several(one: Callable[[str, object], str]) -> Callable[[str, object], tuple[str, ...]]:
    """A list of what the check allows."""

    def check(key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not value:
            raise wrong_value(key, value, "[…]")
        return tuple(one(key, each) for each in value)

    return check


def name(key: str, value: object) -> str:
    """A name of a column or label, as names are compared."""
    found = normalised(text(key, value))
    if not found:
        raise wrong_value(key, value, "A–Z, 0–9")
    return found


def checked(
    keys: Mapping[Any, Any], checks: Mapping[str, Check], place: str = ""
) -> dict[str, Any]:
    """The value of every key as its check gives it; FileRefused where a key is none."""
    found = {}
    for key, value in keys.items():
        check = checks.get(key) if isinstance(key, str) else None
        if check is None:
            raise FileRefused(
                "bank_profile_key_unknown", f"{place}{shown(key)} ({', '.join(checks)})"
            )
        found[key] = check(f"{place}{key}", value)
    return found
