"""Checks the text rows of one table against its columns, types and keys.

Data flow: `TextTable`s of one table → typed rows, and one `Problem` for each row set aside.
A row has one problem: the first of its columns, then dates the wrong way round, then its key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import polars as pl

from ingestion.contracts import LoadCount, Problem, SourceUnreadable
from ingestion.tabular.columns import Column, Kind, Table
from ingestion.tabular.reader import ROW, TextTable

FILE = "source_file"
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
_BASIC_DAY = r"^(\d{4})(\d{2})(\d{2})$"
_MIDNIGHT = r"[T ]00:00:00(\.0+)?Z?$"
_PROBLEM = "problem"
_ORDER = "row_order"
_OUR_COLUMNS = {ROW, FILE, _PROBLEM}


@dataclass(frozen=True)
class CheckedTable:
    """What became of a table's rows: typed ones, those set aside, counts by file, new columns."""

    frame: pl.DataFrame
    quarantined: tuple[Problem, ...]
    counts: tuple[LoadCount, ...]
    unknown_columns: tuple[Problem, ...]


def check_table(
    table: Table, files: list[TextTable], currencies: Mapping[str, int]
) -> CheckedTable:
    """Type every row of the table's files; SourceUnreadable where a required column is missing."""
    unknown = _unknown_columns(table, files)
    text = _stack(table, files)
    found = text.with_columns(_first_problem(table, currencies).alias(_PROBLEM))
    found = _with_key_problem(table, found)
    good = found.filter(pl.col(_PROBLEM).is_null())
    quarantined = [problem for file in files for problem in file.unreadable_rows]
    quarantined += _problems(table, found.filter(pl.col(_PROBLEM).is_not_null()))
    return CheckedTable(
        frame=_landed(table, good),
        quarantined=tuple(quarantined),
        counts=_counts(table, files, good),
        unknown_columns=unknown,
    )


def _unknown_columns(table: Table, files: list[TextTable]) -> tuple[Problem, ...]:
    known = {column.name for column in table.columns}
    for file in files:
        for column in table.columns:
            is_missing = column.name not in file.frame.columns and not column.is_nullable
            if is_missing and (file.rows_read or file.frame.columns != [ROW]):
                raise SourceUnreadable(
                    Problem("column_missing", file.file, 1, column.name, column.name)
                )
    return tuple(
        Problem("column_unknown", file.file, 1, name, name)
        for file in files
        for name in file.frame.columns
        if name not in known and name != ROW
    )


def _stack(table: Table, files: list[TextTable]) -> pl.DataFrame:
    """All files' rows under one another, every column of the table present, text throughout."""
    schema = {column.name: pl.String() for column in table.columns}
    empty = pl.DataFrame(schema={**schema, ROW: pl.Int64(), FILE: pl.String()})
    frames = [file.frame.with_columns(pl.lit(file.file).alias(FILE)) for file in files]
    return pl.concat([empty, *frames], how="diagonal")


def _first_problem(table: Table, currencies: Mapping[str, int]) -> pl.Expr:
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
    day = value.str.replace(_MIDNIGHT, "").str.replace(_BASIC_DAY, "$1-$2-$3")
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


def _with_key_problem(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Equal keys: identical rows count once, different ones not at all."""
    content = pl.struct(pl.exclude(ROW, FILE, _PROBLEM, _ORDER))
    key = list(table.key)
    is_fit = pl.col(_PROBLEM).is_null()
    repeats = is_fit.sum().over(key) > 1
    if not rows.select((repeats & is_fit).any()).item():
        return rows
    rows = rows.with_row_index(_ORDER)
    twins = rows.filter(repeats & is_fit).select(
        _ORDER,
        pl.when(content.n_unique().over(key) > 1)
        .then(pl.lit(f"key_twice|{key[0]}"))
        .when(pl.col(_ORDER) != pl.col(_ORDER).min().over(key))
        .then(pl.lit(f"row_twice|{key[0]}"))
        .alias("twin"),
    )
    return (
        rows.join(twins, on=_ORDER, how="left", maintain_order="left")
        .with_columns(pl.coalesce(_PROBLEM, "twin").alias(_PROBLEM))
        .drop(_ORDER, "twin")
    )


def _problems(table: Table, bad: pl.DataFrame) -> list[Problem]:
    problems = []
    for row in bad.to_dicts():
        code, _, column = row.pop(_PROBLEM).partition("|")
        file, number = row.pop(FILE), row.pop(ROW)
        raw = json.dumps(
            {name: value for name, value in row.items() if value is not None}, ensure_ascii=False
        )
        is_key = code in ("key_twice", "row_twice")
        value = " / ".join(row[name] or "" for name in table.key) if is_key else row[column]
        problems.append(Problem(code, file, number, column, value, raw))
    return problems


def _landed(table: Table, good: pl.DataFrame) -> pl.DataFrame:
    """The rows as they land: typed columns, the columns nobody asked for as text, where from."""
    known = [_typed(column) for column in table.columns]
    extra = [
        name for name in good.columns if name not in {c.name for c in table.columns} | _OUR_COLUMNS
    ]
    return good.select(*known, *extra, FILE, ROW)


def _typed(column: Column) -> pl.Expr:
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


def _counts(table: Table, files: list[TextTable], good: pl.DataFrame) -> tuple[LoadCount, ...]:
    loaded = dict(good.group_by(FILE).len().iter_rows())
    return tuple(
        LoadCount(
            table.name,
            file.file,
            rows_read=file.rows_read,
            rows_loaded=loaded.get(file.file, 0),
            rows_quarantined=file.rows_read - loaded.get(file.file, 0),
        )
        for file in files
    )
