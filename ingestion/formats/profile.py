"""The layout of one bank's table export, read from a YAML file.

Data flow: bytes of `<bank>.yml` → checked keys → `TableProfile`, or `FileRefused` that names the
key, its value and what may stand there. Names of columns and labels are compared without case,
accents or signs. What a key means stands beside the field; `profiles/` holds those that we ship.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingestion.formats import declared
from ingestion.formats.cells import ORDERS, normalised
from ingestion.formats.minor_units import CONVENTIONS
from ingestion.formats.statement import FileRefused

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
    keys = declared.checked(declared.read_mapping(data), _KEYS)
    for key in ("columns", "dates"):
        if key not in keys:
            raise FileRefused("bank_profile_key_missing", key)
    columns, optional = keys["columns"], keys.get("optional", {})
    found = {*columns, *optional}
    if "booked_on" not in columns:
        raise FileRefused("bank_profile_key_missing", "columns: booked_on")
    if ("amount" in found) == bool({"debit", "credit"} & found):
        raise FileRefused("bank_profile_key_missing", "columns: amount | debit + credit")
    if not {"debit", "credit"} <= found and "amount" not in columns:
        raise FileRefused("bank_profile_key_missing", "columns: amount | debit + credit")
    if keys.get("decimal_mark", ".") in keys.get("thousands", ()):
        raise declared.wrong_value("thousands", keys["decimal_mark"], "≠ decimal_mark")
    return TableProfile(name=name, is_own=is_own, **keys)


def _names(*allowed: str) -> Callable[[str, object], Names]:
    """A mapping of one of the allowed words, or of any name, to alternative names."""

    def check(key: str, value: object) -> Names:
        if not isinstance(value, dict) or not value:
            raise declared.wrong_value(key, value, "{…}")
        for word in value:
            if not isinstance(word, str) or (allowed and word not in allowed):
                raise declared.wrong_value(key, word, ", ".join(allowed) or "text")
        return {
            word if allowed else normalised(word): declared.several(declared.name)(
                f"{key}: {word}", names
            )
            for word, names in value.items()
        }

    return check


def _words(key: str, value: object) -> Mapping[str, str]:
    """Words for a currency and its code; a sign such as `$` stays as it is."""
    if not isinstance(value, dict):
        raise declared.wrong_value(key, value, "{…}")
    return {
        normalised(declared.text(key, word)) or declared.text(key, word): _code(
            f"{key}: {word}", code
        )
        for word, code in value.items()
    }


def _code(key: str, value: object) -> str:
    code = declared.text(key, value)
    if len(code) != 3 or not code.isascii() or not code.isupper():
        raise declared.wrong_value(key, value, "CLP, USD, …")
    return code


_KEYS: Mapping[str, Callable[[str, Any], Any]] = {
    "columns": _names(*ROLES),
    "optional": _names(*ROLES),
    "dates": declared.several(declared.one_of(*ORDERS)),
    "delimiters": declared.several(declared.one_of(";", ",", "\t", "|")),
    "header_rows": declared.count(1, 3),
    "decimal_mark": declared.one_of(".", ","),
    "thousands": declared.several(declared.one_of(".", ",", " ", "'", "’")),
    "decimals": declared.count(0, 4),
    "minor_units": declared.one_of(*CONVENTIONS),
    "account_number": declared.text,
    "currency": _code,
    "currency_words": _words,
    "titles": _names(*TITLES),
    "foot": declared.several(declared.name),
    "ends_at": declared.several(declared.name),
    "debit_marks": declared.several(declared.name),
    "credit_marks": declared.several(declared.name),
    "money_out_is_positive": declared.flag,
    "fee_is_subtracted": declared.flag,
    "booked_where": _names(),
    "only_where": _names(),
    "kind": declared.one_of(*KINDS),
    "is_generic": declared.flag,
}
