"""Where a source is found: a path, or a system that answers over the network; and what it is told.

Data flow: `options.toml` of a source's package → `Option`s → values of hilo.toml → `Connection`.
A package without that file reads files: it is told `path` and nothing else. Nothing here imports a
source, so that a wrong setting is named at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATH = "path"

_SOURCES = Path(__file__).parent / "sources"


@dataclass(frozen=True)
class Option:
    """One thing that a source is told: what kind of value, and whether it can do without.

    Of the options of one `place` exactly one is told: each says where the source is found.
    """

    name: str
    # `path` `url` `text` `flag` `timezone`, `system`: a source's name; `date_table` `text_table`:
    # names with a value each
    kind: str
    is_required: bool = False
    is_place: bool = False
    allowed: tuple[str, ...] = ()  # the values of a text, or the names of a table; none: any


@dataclass(frozen=True)
class Connection:
    """A live system as the company declares it, without any secret."""

    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address, without a slash at its end."""
        return str(self.options["url"]).rstrip("/")


Location = Path | Connection


def options_of(system: str) -> dict[str, Option]:
    """The options of a source by name, as its package declares them."""
    declared = _SOURCES / system / "options.toml"
    if not declared.exists():
        return {PATH: Option(PATH, PATH, is_required=True)}
    options = tomllib.loads(declared.read_text(encoding="utf-8"))
    return {
        name: Option(
            name,
            told["kind"],
            told.get("required", False),
            told.get("place", False),
            tuple(told.get("allowed", ())),
        )
        for name, told in options.items()
    }
