"""Words and numbers of a report in its language, from the catalogue that the caller hands over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Wording:
    """The catalogue's sentences in one language, and how that language writes numbers and days."""

    language: str
    messages: Mapping[str, str]
    minor_units: Mapping[str, int]

    def text(self, code: str, **fields: object) -> str:
        """The sentence `report_<code>` with its fields."""
        return self.messages[f"report_{code}"].format_map(fields)

    def reason(self, reason: str) -> str:
        """Why money was not judged, in words: a known reason, or the term not priced yet."""
        known = self.messages.get(f"report_reason_{reason}")
        return known or self.text("reason_unpriced", term=reason)

    def value(self, kind: str, value: str | None) -> str:
        """A listed value such as a certainty or a status in words."""
        return self.messages.get(f"report_{kind}_{value}", value or "")

    def match_reason(self, reason: str | None) -> str:
        """Why a bank line is not matched, in the sentence that `hilo explain` prints too."""
        return self.messages.get(f"match_{reason}", reason or "")

    def number(self, number: Decimal | int, decimals: int = 0) -> str:
        """1,234.56 in English, 1.234,56 in Spanish."""
        text = f"{number:,.{decimals}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.language == "es" else text

    def money(self, amount: Decimal | None, currency: str | None) -> str:
        """An amount with its currency and that currency's decimals; nothing where there is none."""
        if amount is None:
            return ""
        number = self.number(amount, self.minor_units.get(currency or "", 2))
        return (currency or "") + "\N{NO-BREAK SPACE}" + number.replace("-", "\N{MINUS SIGN}")

    def share(self, part: Decimal, whole: Decimal) -> str:
        """A part of a whole in percent, cut and not rounded: 99.96 % is not all."""
        if not whole:
            return self.number(100) + " %"
        percent = (1000 * part / whole).to_integral_value(rounding="ROUND_FLOOR") / 10
        return self.number(percent, 0 if percent == percent.to_integral_value() else 1) + " %"

    def day(self, day: date | None) -> str:
        """An ISO date: it reads the same in every country."""
        return day.isoformat() if day else ""

    def column(self, name: str) -> str:
        """The column of that language: `explanation` is the English one, `explanation_es` ours."""
        return f"{name}_{self.language}"
