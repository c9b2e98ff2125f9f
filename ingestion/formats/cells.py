"""Reads one cell of a table: names, amounts, days and currencies as banks write them.

Data flow: cell (text, exact number or date) → a value, or None where the cell says something else.
The caller knows the place and refuses; nothing here guesses what cannot be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from ingestion.formats.statement import MAX_AMOUNT

Cell = str | Decimal | date

# Spanish and English months, by their first three letters: "ene", "sept.", "January".
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "ene jan", "feb", "mar", "abr apr", "may", "jun",
            "jul", "ago aug", "sep set", "oct", "nov", "dic dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>\d{1,2}|[A-Za-z]{3})[A-Za-z]*\.?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_MARK = r"(?: ?[-/.] ?| de | )"
# A time may follow; the local day counts, whatever the zone.
_TIME = r"(?:,?[T ]\d{1,2}:\d{2}.*)?"
_ORDERS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    order: tuple(re.compile(pattern + _TIME, re.ASCII) for pattern in patterns)
    for order, patterns in {
        "DMY": (
            _DAY + _MARK + _MONTH + _MARK + _YEAR,
            r"(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d{4})",
        ),
        "MDY": (_MONTH + _MARK + _DAY + ",?" + _MARK + _YEAR,),
        "YMD": (
            r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
            r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        ),
        "DM": (_DAY + _MARK + _MONTH,),
    }.items()
}  # fmt: skip
ORDERS = tuple(_ORDERS)
_DATE_IN_TEXT = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2} ?(?:[-/.]| de ) ?(?:\d{1,2}|[A-Za-z]+\.?)"
    r" ?(?:[-/.]| de |del ) ?\d{4}",
    re.ASCII,
)
_SYMBOL = r"(?:US\$|R\$|\$|€|£|¥|[A-Z]{3})?"
_SIGN = r"[-+\u2212\u2013]?"


@dataclass(frozen=True)
class Period:
    """From which day to which a statement goes; one day alone is its last."""

    start: date | None
    end: date


def normalised(text: str) -> str:
    """`N° de Operación ` and `n de operacion` are one name: no case, accents or signs."""
    bare = text.replace("º", "").replace("ª", "")
    letters = unicodedata.normalize("NFKD", bare).casefold()
    words = "".join(
        sign if sign.isalnum() else "" if unicodedata.combining(sign) else " " for sign in letters
    )
    return " ".join(words.split())


def text_of(cell: Cell) -> str:
    """The cell as a person reads it: a document number kept as a number has no exponent."""
    if isinstance(cell, str):
        return cell
    return f"{cell:f}" if isinstance(cell, Decimal) else cell.isoformat()


@cache
def amount_reader(
    decimal_mark: str, thousands: tuple[str, ...], decimals: int
) -> Callable[[Cell], Decimal | None]:
    """A reader of amounts with these marks and at most so many decimals; None where it is none.

    Read: `$1.234`, `- $5`, `(12,50)`, `12-`, `US$ 3`. Refused: two signs, `12..34`, groups that are
    not of three, more decimals than the currency's: `1.234` in dollars may be a thousand.
    """
    marks = [re.escape(mark) for mark in thousands]
    grouped = "|".join(rf"\d{{1,3}}(?:{mark}\d{{3}})+" for mark in marks)
    whole = rf"(?:{grouped}|\d*)" if grouped else r"\d*"
    pattern = re.compile(
        rf"(?P<open>\()?\s*(?P<before>{_SIGN})\s*{_SYMBOL}\s*(?P<inner>{_SIGN})\s*"
        rf"(?P<whole>{whole})(?:{re.escape(decimal_mark)}(?P<fraction>\d*))?"
        rf"\s*{_SYMBOL}\s*(?P<after>{_SIGN})(?P<close>\))?",
        re.ASCII,
    )
    separators = str.maketrans("", "", "".join(thousands))
    # Most amounts are a number with its marks and perhaps a minus: told by a short pattern.
    fraction = rf"(?:{re.escape(decimal_mark)}\d{{1,{decimals}}})?" if decimals else ""
    plain = re.compile(rf"-?(?:\d+{'|' if grouped else ''}{grouped}){fraction}", re.ASCII)

    def read(cell: Cell) -> Decimal | None:
        if isinstance(cell, Decimal):
            # What no account holds is the caller's to refuse; it has too many digits to round.
            return cell if abs(cell) >= MAX_AMOUNT or cell == round(cell, decimals) else None
        if not isinstance(cell, str):
            return None
        if plain.fullmatch(cell):
            for mark in thousands:
                cell = cell.replace(mark, "")
            return Decimal(cell.replace(decimal_mark, "."))
        found = pattern.fullmatch(cell.strip().replace("\xa0", " ").replace("\u202f", " "))
        if found is None:
            return None
        digits = found["whole"].translate(separators)
        fraction = found["fraction"] or ""
        signs = found["before"] + found["inner"] + found["after"] + (found["open"] or "")
        is_enclosed = bool(found["open"]) == bool(found["close"])
        if not digits + fraction or len(fraction) > decimals or len(signs) > 1 or not is_enclosed:
            return None
        amount = Decimal(f"{digits or '0'}.{fraction}" if fraction else digits)
        return amount if signs in ("", "+") else -amount

    return read


def day_of(text: str, order: str, period: Period | None = None) -> date | None:
    """The day that the text names in this order of its parts; None where it names none.

    Without a year it is the day of the period, else the last such day before the period's end.
    """
    found = next(
        (match for pattern in _ORDERS[order] if (match := pattern.fullmatch(text.strip()))), None
    )
    if found is None:
        return None
    named = found["month"]
    month = int(named) if named.isdigit() else _MONTHS.get(named.lower(), 0)
    day = int(found["day"])
    if order == "DM":
        return _day_within(month, day, period) if period else None
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 2000 if year < 70 else 1900
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_within(month: int, day: int, period: Period) -> date | None:
    for year in (period.end.year, period.end.year - 1):
        found = _day(year, month, day)
        if found and found <= period.end:
            return found if period.start is None or found >= period.start else None
    return None


def days_in(cell: Cell) -> list[date]:
    """Every full date in a title such as `Movimientos del 29-12-2025 al 17/01/2026`."""
    if isinstance(cell, date):
        return [cell]
    texts = _DATE_IN_TEXT.findall(cell) if isinstance(cell, str) else []
    days = (
        day_of(text.replace("del", "de"), "YMD") or day_of(text.replace("del", "de"), "DMY")
        for text in texts
    )
    return [day for day in days if day]


def currency_of(cell: Cell, words: Mapping[str, str]) -> str:
    """`usd`, `Pesos Chilenos (CLP)` or a word of the profile; else the text as it stands."""
    text = text_of(cell).strip()
    if re.fullmatch(r"[A-Za-z]{3}", text):
        return words.get(normalised(text), text.upper())
    if found := re.search(r"\(([A-Z]{3})\)", text):
        return found.group(1)
    if text in words:
        return words[text]
    tokens = normalised(text).split()
    return next((words[token] for token in tokens if token in words), text)


def account_of(cell: Cell) -> str:
    """The number in `Cuenta Corriente N° 12-345`: the words around it are no part of it."""
    tokens = text_of(cell).split()
    numbers = [token for token in tokens if any(sign.isdigit() for sign in token)]
    return " ".join(numbers)
