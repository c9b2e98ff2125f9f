"""What loaders write, as everybody writes it: moments, booleans, currencies and numbers as text.

Data flow: columns of text as a loader landed them → the text that the checks read.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import polars as pl

from ingestion.tabular.columns import Column, Kind, Table

# What a column keeps of a number that came through a float.
_KEPT = {
    Kind.AMOUNT: Decimal("1e-4"),
    Kind.PRICE: Decimal("1e-8"),
    Kind.QUANTITY: Decimal("1e-8"),
    Kind.PERCENT: Decimal("1e-8"),
}
# A double tells 15 digits apart; what is written with as many or more is the noise of a float.
_FLOAT_DIGITS = 15

_TRUE, _FALSE = ("true", "t", "1"), ("false", "f", "0")


def bordered(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The frame with the declared columns that it has, each as its kind is written."""
    return frame.with_columns(
        _as_written(column).alias(column.name)
        for column in table.columns
        if column.name in frame.columns
    )


def is_true(name: str) -> pl.Expr:
    """Whether a marker of the loader says so; one that says nothing does not."""
    return pl.col(name).str.to_lowercase().is_in(_TRUE).fill_null(False)


def _as_written(column: Column) -> pl.Expr:
    value = pl.col(column.name)
    match column.kind:
        case Kind.CURRENCY:
            return value.str.to_uppercase()
        case Kind.BOOLEAN:
            return _boolean(value)
        case Kind.TIMESTAMP:
            return _moment(value)
        case Kind.DATE:
            return _moment(value).str.replace(r" 00:00:00(\.0+)?$", "")
        case kind if kind in _KEPT:
            is_long = value.str.contains(r"\d\.\d{5,}")
            exact = value.map_elements(
                lambda text: _without_noise(text, _KEPT[kind]), return_dtype=pl.String
            )
            return pl.when(is_long).then(exact).otherwise(value)
        case _:
            return value


def _boolean(value: pl.Expr) -> pl.Expr:
    """NetSuite writes T and F, some warehouses 1 and 0; what is neither the checks set aside."""
    lower = value.str.to_lowercase()
    return (
        pl.when(lower.is_in(_TRUE))
        .then(pl.lit("true"))
        .when(lower.is_in(_FALSE))
        .then(pl.lit("false"))
        .otherwise(value)
    )


def _moment(value: pl.Expr) -> pl.Expr:
    """`2020-12-30 3:15:52`, `2023-04-26 23:59:59.000000 UTC` and a mere day are moments too."""
    return (
        value.str.replace(r"( UTC|[+]00(:?00)?|Z)$", "")
        .str.replace(r"^(\d{4}-\d{2}-\d{2})[T ](\d):", "${1} 0${2}:")
        .str.replace(r"^(\d{4}-\d{2}-\d{2})$", "${1} 00:00:00")
        .str.replace(r"(\.\d{6})\d+$", "${1}")
    )


def _without_noise(text: str, kept: Decimal) -> str:
    """The number rounded half away from zero, where its digits are those of a float."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    # A column of decimals shows all its places: zeros behind are no digits of the number.
    is_noisy = len(text.rstrip("0").replace(".", "").lstrip("-0")) >= _FLOAT_DIGITS
    is_fitting = number.is_finite() and number.adjusted() - kept.adjusted() < 28
    return f"{number.quantize(kept, ROUND_HALF_UP):f}" if is_noisy and is_fitting else text
