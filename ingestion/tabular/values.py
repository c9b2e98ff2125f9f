"""What a value of a table may be: the tests of a row as text, and its types.

Data flow: columns of text → the first thing wrong with each row, or its typed values.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

import polars as pl

from ingestion.tabular.columns import Column, Kind, Table

DECIMAL = pl.Decimal(38, 16)

# Decimals kept and whole digits allowed, so that the value fits its column exactly.
_DIGITS = {
    Kind.AMOUNT: (4, 14),
    Kind.PRICE: (8, 10),
    Kind.QUANTITY: (8, 10),
    Kind.PERCENT: (8, 10),
    Kind.RATE: (16, 12),
    Kind.POSITIVE_RATE: (16, 12),
}
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)$"
_EXPONENT = r"^[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d{1,3}$"
_PERIOD = r"^P(\d{1,4}Y(\d{1,4}M)?|\d{1,4}M|\d{1,4}W|\d{1,5}D)$"
_BASIC_DAY = r"^(\d{4})(\d{2})(\d{2})$"  # of ISO 8601, as SAP and others write it
_MIDNIGHT = r"[T ]00:00:00(\.0+)?Z?$"


def first_problem(table: Table, currencies: Mapping[str, int]) -> pl.Expr:
    """`code|column` of the first thing wrong with a row, null where nothing is."""
    tests = [
        pl.when(is_wrong).then(pl.lit(f"{code}|{column.name}"))
        for column in table.columns
        for code, is_wrong in _tests(table, column, currencies)
    ]
    if table.span:
        start, end = (_date(pl.col(name)) for name in table.span)
        tests.append(pl.when(end < start).then(pl.lit(f"end_before_start|{table.span[1]}")))
    return pl.coalesce(tests)


def _tests(
    table: Table, column: Column, currencies: Mapping[str, int]
) -> list[tuple[str, pl.Expr]]:
    """What a value of this column must not be, each with its code."""
    value = pl.col(column.name)
    tests: list[tuple[str, pl.Expr]] = []
    if not column.is_nullable:
        code = "key_missing" if column.name in table.key else "value_missing"
        tests.append((code, value.is_null()))
    if column.allowed:
        tests.append(("value_not_allowed", ~value.is_in(column.allowed)))
    match column.kind:
        case Kind.DATE:
            tests.append(("not_a_date", value.is_not_null() & _date(value).is_null()))
        case Kind.TIMESTAMP:
            is_moment = _moment(value).is_not_null()
            tests.append(("not_a_timestamp", value.is_not_null() & ~is_moment))
        case Kind.DIGITS:
            tests.append(("not_a_whole_number", ~value.str.contains(r"^\d{1,9}$")))
        case Kind.BOOLEAN:
            tests.append(("not_true_or_false", ~value.str.to_lowercase().is_in(["true", "false"])))
        case Kind.INTEGER:
            tests.append(("not_a_whole_number", ~value.str.contains(r"^[+-]?\d{1,9}(\.0+)?$")))
        case Kind.CURRENCY:
            tests.append(("currency_unknown", ~value.is_in(list(currencies))))
        case Kind.PERIOD:
            is_period = value.str.contains(_PERIOD) & value.str.contains("[1-9]")
            tests.append(("not_a_period", ~is_period))
        case Kind.DAY_OF_MONTH:
            is_day = value.str.contains(r"^(0?[1-9]|[12]\d|3[01])(\.0+)?$")
            tests.append(("not_a_day_of_month", ~is_day))
        case kind if kind in _DIGITS:
            tests += _number_tests(value, *_DIGITS[kind])
            if kind is Kind.POSITIVE_RATE:
                is_positive = ~value.str.starts_with("-") & value.str.contains(r"^[^eE]*[1-9]")
                tests.append(("not_above_zero", ~is_positive))
    return tests


def _number_tests(value: pl.Expr, decimals: int, digits: int) -> list[tuple[str, pl.Expr]]:
    plain = _plain(value)
    fraction = plain.str.extract(r"\.(\d*?)0*$", 1).fill_null("")
    whole = plain.str.extract(r"^[+-]?0*(\d*)", 1).fill_null("")
    tests = [
        ("not_a_number", value.is_not_null() & ~plain.str.contains(_NUMBER).fill_null(False)),
        ("number_too_large", whole.str.len_chars() > digits),
    ]
    if decimals < _DIGITS[Kind.RATE][0]:
        tests.append(("too_many_decimals", fraction.str.len_chars() > decimals))
    return tests


def _plain(value: pl.Expr) -> pl.Expr:
    """A number without exponent: `1e-05`, as other programs write small rates, is 0.00001."""
    return (
        pl.when(value.str.contains(_EXPONENT))
        .then(value.map_elements(_without_exponent, return_dtype=pl.String))
        .otherwise(value)
    )


def _without_exponent(text: str) -> str:
    try:
        return f"{Decimal(text):f}"
    except InvalidOperation:
        return text


def _date(value: pl.Expr) -> pl.Expr:
    day = value.str.replace(_MIDNIGHT, "").str.replace(_BASIC_DAY, "${1}-${2}-${3}")
    is_iso = day.str.contains(r"^\d{4}-\d{2}-\d{2}$")
    return pl.when(is_iso).then(day).str.to_date("%Y-%m-%d", strict=False)


def _moment(value: pl.Expr) -> pl.Expr:
    moment = value.str.replace("T", " ").str.replace(r"(Z|\+00:?00)$", "")
    is_iso = moment.str.contains(r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?$")
    return (
        pl.when(is_iso)
        .then(moment)
        .str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", strict=False)
        .dt.replace_time_zone("UTC")
    )


def typed(column: Column) -> pl.Expr:
    value = pl.col(column.name)
    match column.kind:
        case Kind.DATE:
            return _date(value)
        case Kind.TIMESTAMP:
            return _moment(value)
        case Kind.BOOLEAN:
            return value.str.to_lowercase() == "true"
        case Kind.INTEGER | Kind.DAY_OF_MONTH:
            return value.str.replace(r"\.0+$", "").cast(pl.Int64)
        case kind if kind in _DIGITS:
            return _plain(value).map_batches(_to_decimal, return_dtype=DECIMAL)
        case _:
            return value


def _to_decimal(values: pl.Series) -> pl.Series:
    """Text to decimal; only a rate may have more decimals than are kept, and is rounded there."""
    too_fine = values.str.contains(r"\.\d{17}")
    if too_fine.any():
        rounded = [
            f"{round(Decimal(text), 16):f}" if text and fine else text
            for text, fine in zip(values, too_fine, strict=True)
        ]
        values = pl.Series(values.name, rounded, dtype=pl.String)
    return values.cast(DECIMAL)
