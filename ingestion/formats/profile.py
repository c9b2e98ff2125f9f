"""The layout of one bank's table export, read from a YAML file.

Data flow: bytes of `<bank>.yml` → checked keys → `TableProfile`, or `FileRefused` that names the
key, its value and what may stand there. Names of columns and labels are compared without case,
accents or signs. What a key means stands beside the field; `profiles/` holds those that we ship.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from ingestion.formats.cells import ORDERS, normalised
from ingestion.formats.minor_units import CONVENTIONS
from ingestion.formats.statement import FileRefused
from ingestion.formats.text import decode

# What a column of a table may mean to us.
ROLES = (
    "booked_on", "valued_on", "amount", "debit", "credit", "direction", "balance",
    "account_number", "currency", "counterparty_name", "counterparty_account",
    "counterparty_tax_id", "reference", "description", "type_code", "gross", "fee",
    "opening_balance", "closing_balance", "original_amount",
)  # fmt: skip
TITLES = (
    "account_number", "currency", "period", "opening_balance", "closing_balance",
    "debit_total", "credit_total",
)  # fmt: skip
KINDS = ("statement", "processor", "notification")
_MAX_BYTES = 100_000
_DEBIT_MARKS = ("d", "db", "dr", "debe", "debit", "debito", "cargo", "s", "soll", "af", "out")
_CREDIT_MARKS = ("c", "cr", "haber", "credit", "credito", "abono", "h", "haben", "bij", "in")

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class TableProfile:
    """One layout: which columns it has, how it writes amounts and days, where its titles stand."""

    name: str
    columns: Names  # every one of them must be in the header: they tell the layout
    dates: tuple[str, ...]  # orders of day, month, year; the first that reads the whole file
    optional: Names = field(default_factory=dict)
    delimiters: tuple[str, ...] = (";", ",", "\t", "|")
    header_rows: int = 1  # up to so many rows make one header
    decimal_mark: str = "."
    thousands: tuple[str, ...] = ()
    decimals: int = 2  # most decimals of an amount; more refuse the file
    minor_units: str | None = None  # whole numbers of the smallest unit: by ISO or by Stripe
    account_number: str | None = None  # of a file that does not say it
    currency: str | None = None
    currency_words: Mapping[str, str] = field(default_factory=dict)  # pesos: CLP
    titles: Names = field(default_factory=dict)  # labels of cells outside the table
    foot: tuple[str, ...] = ()  # how rows begin that are no bank lines: totals, balances
    ends_at: tuple[str, ...] = ()  # how the row begins that closes the table
    debit_marks: tuple[str, ...] = _DEBIT_MARKS
    credit_marks: tuple[str, ...] = _CREDIT_MARKS
    money_out_is_positive: bool = False  # a credit card's purchases
    fee_is_subtracted: bool = False  # net = gross − fee; else net = gross + fee
    booked_where: Names = field(default_factory=dict)  # values of a column; others are not booked
    only_where: Names = field(default_factory=dict)  # values in the first row, of columns it has
    kind: str = "statement"
    is_generic: bool = False  # asked after the layouts of named banks
    is_own: bool = False  # the firm's own: asked first


def read_profile(data: bytes, name: str, *, is_own: bool = False) -> TableProfile:
    """The profile in the bytes of a YAML file; FileRefused with `key: value` where it is wrong."""
    keys = _mapping(data)
    checked: dict[str, Any] = {}
    for key, value in keys.items():
        check = _KEYS.get(key) if isinstance(key, str) else None
        if check is None:
            raise FileRefused("bank_profile_key_unknown", f"{_shown(key)} ({', '.join(_KEYS)})")
        checked[key] = check(key, value)
    for key in ("columns", "dates"):
        if key not in checked:
            raise FileRefused("bank_profile_key_missing", key)
    columns, optional = checked["columns"], checked.get("optional", {})
    found = {*columns, *optional}
    if "booked_on" not in columns:
        raise FileRefused("bank_profile_key_missing", "columns: booked_on")
    if ("amount" in found) == bool({"debit", "credit"} & found):
        raise FileRefused("bank_profile_key_missing", "columns: amount | debit + credit")
    if not {"debit", "credit"} <= found and "amount" not in columns:
        raise FileRefused("bank_profile_key_missing", "columns: amount | debit + credit")
    if checked.get("decimal_mark", ".") in checked.get("thousands", ()):
        raise _wrong("thousands", checked["decimal_mark"], "≠ decimal_mark")
    return TableProfile(name=name, is_own=is_own, **checked)


class _Loader(yaml.SafeLoader):
    """YAML without objects, and without a key that stands twice: the last would win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        for name in names:
            if isinstance(name, str) and names.count(name) > 1:
                raise yaml.YAMLError(f"{name}: 2")
        return super().construct_mapping(node, deep)


def _mapping(data: bytes) -> dict[Any, Any]:
    if len(data) > _MAX_BYTES:
        raise FileRefused("bank_profile_unreadable", f"{len(data)} > {_MAX_BYTES}")
    try:
        keys = yaml.load(decode(data).text, _Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FileRefused("bank_profile_unreadable", " ".join(str(error).split())[:120]) from error
    if not isinstance(keys, dict):
        raise FileRefused("bank_profile_unreadable", _shown(keys))
    return keys


def _shown(value: object) -> str:
    """A scalar as it stands; of anything else the kind, which may hold itself without end."""
    return str(value)[:60] if isinstance(value, str | int | float | bool) else type(value).__name__


def _wrong(key: str, value: object, allowed: str) -> FileRefused:
    return FileRefused("bank_profile_value_wrong", f"{key}: {_shown(value)} ({allowed})")


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _wrong(key, value, "text")
    return value.strip()


def _flag(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(key, value, "true, false")
    return value


def _count(least: int, most: int) -> Callable[[str, object], int]:
    def check(key: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise _wrong(key, value, f"{least}–{most}")
        return value

    return check


def _one_of(*allowed: str) -> Callable[[str, object], str]:
    def check(key: str, value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise _wrong(key, value, ", ".join(repr(one) for one in allowed))
        return value

    return check


def _several(one: Callable[[str, object], str]) -> Callable[[str, object], tuple[str, ...]]:
    def check(key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not value:
            raise _wrong(key, value, "[…]")
        return tuple(one(key, each) for each in value)

    return check


def _name(key: str, value: object) -> str:
    name = normalised(_text(key, value))
    if not name:
        raise _wrong(key, value, "A–Z, 0–9")
    return name


def _names(*allowed: str) -> Callable[[str, object], Names]:
    """A mapping of one of the allowed words, or of any name, to alternative names."""

    def check(key: str, value: object) -> Names:
        if not isinstance(value, dict) or not value:
            raise _wrong(key, value, "{…}")
        for word in value:
            if not isinstance(word, str) or (allowed and word not in allowed):
                raise _wrong(key, word, ", ".join(allowed) or "text")
        return {
            word if allowed else normalised(word): _several(_name)(f"{key}: {word}", names)
            for word, names in value.items()
        }

    return check


def _words(key: str, value: object) -> Mapping[str, str]:
    """Words for a currency and its code; a sign such as `$` stays as it is."""
    if not isinstance(value, dict):
        raise _wrong(key, value, "{…}")
    return {
        normalised(_text(key, word)) or _text(key, word): _code(f"{key}: {word}", code)
        for word, code in value.items()
    }


def _code(key: str, value: object) -> str:
    code = _text(key, value)
    if len(code) != 3 or not code.isascii() or not code.isupper():
        raise _wrong(key, value, "CLP, USD, …")
    return code


_KEYS: Mapping[str, Callable[[str, Any], Any]] = {
    "columns": _names(*ROLES),
    "optional": _names(*ROLES),
    "dates": _several(_one_of(*ORDERS)),
    "delimiters": _several(_one_of(";", ",", "\t", "|")),
    "header_rows": _count(1, 3),
    "decimal_mark": _one_of(".", ","),
    "thousands": _several(_one_of(".", ",", " ", "'", "’")),
    "decimals": _count(0, 4),
    "minor_units": _one_of(*CONVENTIONS),
    "account_number": _text,
    "currency": _code,
    "currency_words": _words,
    "titles": _names(*TITLES),
    "foot": _several(_name),
    "ends_at": _several(_name),
    "debit_marks": _several(_name),
    "credit_marks": _several(_name),
    "money_out_is_positive": _flag,
    "fee_is_subtracted": _flag,
    "booked_where": _names(),
    "only_where": _names(),
    "kind": _one_of(*KINDS),
    "is_generic": _flag,
}
