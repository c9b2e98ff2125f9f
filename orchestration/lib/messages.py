"""Every sentence that the command line says, from the one catalogue in Spanish and English.

Data flow: `dbt_project/seeds/messages.csv` → `Messages` of one language → text with its fields.
Whatever ends a command early raises `WrongUsage` or `RunFailed` with a code of the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from orchestration.lib.seeds import read_seed

LANGUAGES = ("es", "en")


class Told(Exception):
    """Ends a command with one sentence of the catalogue; the class says with which exit code."""

    exit_code: ClassVar[int]

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code, fields)
        self.code = code
        self.fields = fields


class RunFailed(Told):
    """The run failed: the published marts are those of before."""

    exit_code = 1


class WrongUsage(Told):
    """A wrong argument or setting."""

    exit_code = 2


@dataclass(frozen=True)
class Messages:
    """The sentences of one language by code."""

    language: str
    sentences: Mapping[str, str]

    @classmethod
    def load(cls, language: str) -> Messages:
        """The catalogue in `es` or `en`."""
        return cls(language, {row["code"]: row[language] for row in read_seed("messages")})

    def text(self, code: str, **fields: object) -> str:
        """The sentence with its fields; a code the catalogue lacks is shown with what it holds."""
        sentence = self.sentences.get(code)
        if sentence is None:
            held = ", ".join(f"{name} {value}" for name, value in fields.items())
            return f"{code}: {held}" if held else code
        return sentence.format_map({name: self._worded(value) for name, value in fields.items()})

    def number(self, value: Decimal | int, decimals: int = 0) -> str:
        """A number as the language writes it: 1.234,56 or 1,234.56."""
        text = f"{value:,.{decimals}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.language == "es" else text

    def _worded(self, value: object) -> object:
        """A sentence within a sentence is worded too; a missing value is shown as nothing."""
        if isinstance(value, Told):
            return self.text(value.code, **value.fields)
        return "" if value is None else value
