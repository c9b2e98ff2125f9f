"""Freezes a month of the published marts: Parquet files, the report made from them, a manifest.

Data flow: published warehouse → `marts/*.parquet` of the month → `amounts.parquet` that later runs
are held against, `report/` from the frozen files alone → `manifest.json` with hashes and totals.
The same warehouse gives the same bytes: rows in order, one thread, no clock.
"""

from __future__ import annotations

import calendar
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.closes import AMOUNTS, MANIFEST, Close, sha256
from orchestration.lib.publishing import quoted
from quality.reports import write_report
from quality.reports.facts import report_tables

MARTS = "marts"
REPORT = "report"

_OF_THE_MONTH = "between $first and $last"


@dataclass(frozen=True)
class _Frozen:
    """A mart to freeze: which rows (all, if no condition), and its sums by currency column."""

    condition: str = "true"
    totals: Mapping[str, str] | None = None


# What the month is closed with; `totals` names the columns that are summed beside their currency.
_TABLES = {
    "fct_revenue_schedule": _Frozen(
        "revenue_month = $first",
        {"currency": "recognised_amount billed_amount deferred_balance unbilled_balance"},
    ),
    "fct_deferred_revenue_rollforward": _Frozen(
        "revenue_month = $first",
        {"currency": "opening_balance billed_amount recognised_amount closing_balance"},
    ),
    "fct_mrr_movements": _Frozen("movement_month = $first", {"currency": "amount"}),
    "fct_billing_schedule": _Frozen(
        f"bill_on {_OF_THE_MONTH}",
        {"currency": "net_amount", "invoice_currency": "invoice_net_amount"},
    ),
    "fct_invoices": _Frozen(
        f"issue_date {_OF_THE_MONTH}",
        {"currency": "net_amount tax_amount total_amount open_amount"},
    ),
    "fct_bank_statements": _Frozen(),
    "fct_bank_transactions": _Frozen(
        f"booked_on {_OF_THE_MONTH}", {"currency": "amount matched_amount unapplied_amount"}
    ),
    "fct_bank_matches": _Frozen(
        f"booked_on {_OF_THE_MONTH}",
        {"currency": "bank_amount", "invoice_currency": "matched_amount"},
    ),
    "fct_billing_gaps": _Frozen(totals={"currency": "gap_amount"}),
    "fct_audit_coverage": _Frozen(
        totals={"currency": "expected_amount judged_amount unjudged_amount"}
    ),
    "fct_receivables_ledger": _Frozen(f"moved_on {_OF_THE_MONTH}", {"currency": "amount"}),
    "fct_receivables_balances": _Frozen(
        "$last between balance_start and balance_end", {"currency": "balance_amount"}
    ),
    "fct_receivables_aging_history": _Frozen("aged_on = $last", {"currency": "open_amount"}),
    "fct_close_checks": _Frozen("closing_month = $first"),
    "load_counts": _Frozen(),
}

# Each amount that later runs are held against, by table: the record, and the columns with the sign
# that they count with. `int_closing__amounts` has the same of what stands now.
_AMOUNTS = (
    (
        "fct_revenue_schedule",
        "contract_line_id",
        ("recognised_amount", "billed_amount", "deferred_balance", "unbilled_balance"),
        "1",
    ),
    (
        "fct_invoices",
        "invoice_id",
        ("net_amount", "tax_amount", "total_amount"),
        "case document_type when 'credit_note' then -1 else 1 end",
    ),
    ("fct_receivables_balances", "item_kind || '@' || item_id", ("balance_amount",), "1"),
    ("fct_bank_transactions", "bank_transaction_id", ("amount",), "1"),
)
_MATCHES = """
    select
        'fct_bank_matches' as table_name,
        matches.bank_transaction_id || '@' || matches.invoice_id as record_id,
        'matched_amount' as measure,
        bank_lines.legal_entity_id,
        matches.matched_amount as amount,
        matches.invoice_currency as currency
    from marts.fct_bank_matches as matches
    inner join marts.fct_bank_transactions as bank_lines
        on matches.bank_transaction_id = bank_lines.bank_transaction_id
    where matches.is_posted
"""


@dataclass(frozen=True)
class Closing:
    """What is closed: the month, the warehouse's as-of date, its checks, and who accepted what."""

    month: date
    as_of: date
    checks: Sequence[Mapping[str, Any]]
    accepted: Mapping[str, str] | None
    language: str

    @property
    def last_day(self) -> date:
        """The month's last day."""
        return last_day_of(self.month)


def last_day_of(month: date) -> date:
    """The last day of the month that begins on `month`."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def freeze(warehouse: Path, folder: Path, closing: Closing, sentences: Mapping[str, str]) -> Close:
    """Write a close into an empty folder; an OSError leaves it half done."""
    marts = folder / MARTS
    marts.mkdir(parents=True)
    files = []
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"attach {quoted(warehouse)} as published (read_only)")
        connection.execute("use published")
        for table in sorted({*_TABLES, *report_tables()}):
            files.append(_freeze_table(connection, marts / f"{table}.parquet", closing))
        files.append(_freeze_amounts(connection, folder / AMOUNTS, closing))
    write_report(marts, folder / REPORT, closing.language, sentences)
    files += [{"path": path} for path in sorted((folder / REPORT).iterdir())]
    manifest = {
        "month": f"{closing.month:%Y-%m}",
        "as_of_date": closing.as_of.isoformat(),
        "hilo_version": version("hilo"),
        "duckdb_version": duckdb.__version__,
        "language": closing.language,
        "accepted": closing.accepted,
        "checks": closing.checks,
        "files": [_described(folder, file) for file in files],
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    for path in (*folder.rglob("*"), folder):
        _make_durable(path)
    return Close(folder, manifest)


def put_in_place(draft: Path, folder: Path) -> None:
    """Give a freeze its name in one step."""
    draft.rename(folder)
    _make_durable(folder.parent)


def is_reproduced(close: Close, scratch: Path, sentences: Mapping[str, str]) -> bool:
    """Whether the frozen marts give the kept report again, byte for byte."""
    report = scratch / REPORT
    shutil.rmtree(report, ignore_errors=True)
    try:
        paths = write_report(close.folder / MARTS, report, close.manifest["language"], sentences)
        return all(sha256(path) == close.hashes[f"{REPORT}/{path.name}"] for path in paths)
    finally:
        shutil.rmtree(report, ignore_errors=True)


def _freeze_table(
    connection: duckdb.DuckDBPyConnection, path: Path, closing: Closing
) -> dict[str, Any]:
    table = path.stem
    frozen = _TABLES.get(table, _Frozen())
    days = {"first": closing.month, "last": closing.last_day}
    condition = frozen.condition
    for name, day in days.items():
        condition = condition.replace(f"${name}", f"date {quoted(day)}")
    # A view, so that what is copied and what is summed are the same rows.
    connection.execute(
        f"create temp view {table} as select * from {MARTS}.{table} where {condition}"
    )
    rows = _copy(connection, f"select * from temp.{table} order by all", path)
    return {"path": path, "rows": rows, "totals": _totals(connection, table, frozen.totals or {})}


def _totals(
    connection: duckdb.DuckDBPyConnection, table: str, totals: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """The sum of each column by currency, exact, as text."""
    sums: dict[str, dict[str, str]] = {}
    for currency_column, columns in totals.items():
        names = columns.split()
        summed = ", ".join(f"sum({name})::decimal(38, 4)::varchar" for name in names)
        rows = connection.execute(
            f"""
            select {currency_column}, {summed} from temp.{table}
            where {currency_column} is not null
            group by {currency_column} order by {currency_column}
            """
        ).fetchall()
        for currency, *amounts in rows:
            known = {name: amount for name, amount in zip(names, amounts, strict=True) if amount}
            sums.setdefault(currency, {}).update(known)
    return sums


def _freeze_amounts(
    connection: duckdb.DuckDBPyConnection, path: Path, closing: Closing
) -> dict[str, Any]:
    tables = [
        f"""
        select
            '{table}' as table_name,
            {record} as record_id,
            unnest({list(columns)}) as measure,
            legal_entity_id,
            ({sign}) * unnest([{", ".join(columns)}]) as amount,
            currency
        from temp.{table}
        """
        for table, record, columns, sign in _AMOUNTS
    ]
    matches = _MATCHES.replace("marts.", "temp.")
    rows = _copy(
        connection,
        f"""
        select
            date {quoted(closing.month)} as closing_month,
            * replace (amount::decimal(18, 4) as amount),
            date {quoted(closing.as_of)} as known_on,
            true as is_frozen
        from ({" union all ".join([*tables, matches])})
        order by all
        """,
        path,
    )
    return {"path": path, "rows": rows}


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    row = connection.execute(
        f"copy ({query}) to {quoted(path)} "
        "(format parquet, compression zstd, row_group_size 100000)"
    ).fetchone()
    return int(row[0]) if row else 0


def _described(folder: Path, file: Mapping[str, Any]) -> dict[str, Any]:
    path: Path = file["path"]
    return {
        "path": path.relative_to(folder).as_posix(),
        "sha256": sha256(path),
        "bytes": path.stat().st_size,
        **{name: value for name, value in file.items() if name != "path"},
    }


def _make_durable(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
