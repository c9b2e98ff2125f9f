"""What a run says at its end: rows, gaps, coverage, and what to do about periods before the books.

Data flow: published warehouse and working file → facts → lines in the reader's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from orchestration.lib.messages import Messages
from orchestration.lib.seeds import currencies, read_seed
from orchestration.lib.tables import aligned
from orchestration.lib.workspace import Workspace
from orchestration.settings import Settings

MOST_SENTENCES = 20


@dataclass(frozen=True)
class GapTotal:
    """Open root gaps of one class in one currency, money under and over apart."""

    gap_class: str
    currency: str | None
    count: int
    under_amount: Decimal
    over_amount: Decimal


def summarise(settings: Settings, workspace: Workspace, messages: Messages) -> list[str]:
    """The lines that end a run."""
    with duckdb.connect(str(workspace.warehouse), read_only=True) as published:
        lines = [
            "",
            *_loaded(published, messages),
            *_set_aside(published, messages),
            "",
            *gap_lines(read_gap_totals(published), messages),
            *_small(published, messages),
            *_recovered(published, messages),
            *_decisions(published, messages),
            *_match_decisions(published, messages),
            *_late_adjustments(published, messages),
            *_coverage(published, messages),
        ]
    lines += _before_the_books(settings, workspace.working_file, messages)
    return [*lines, messages.text("cli_published", warehouse=workspace.warehouse)]


def read_gap_totals(published: duckdb.DuckDBPyConnection) -> list[GapTotal]:
    """Open gaps that are a root, by class and currency: what follows from one is not counted."""
    rows = published.execute(
        """
        select
            gap_class,
            currency,
            count(*),
            coalesce(sum(-gap_amount) filter (where gap_amount < 0), 0),
            coalesce(sum(gap_amount) filter (where gap_amount > 0), 0)
        from marts.fct_billing_gaps
        where status = 'open' and (root_gap_id is null or root_gap_id = gap_id)
        group by gap_class, currency
        order by gap_class, currency
        """
    ).fetchall()
    return [GapTotal(*row) for row in rows]


def gap_lines(totals: Sequence[GapTotal], messages: Messages) -> list[str]:
    """The gaps by class and currency, and money at risk by currency."""
    if not totals:
        return [messages.text("cli_no_gaps")]
    heading = ("cli_gap_class", "cli_currency", "cli_count", "cli_under", "cli_over")
    rows = [
        tuple(messages.text(code) for code in heading),
        *(
            (
                class_name(total.gap_class, messages),
                total.currency or "",
                messages.number(total.count),
                _money(total.under_amount, total.currency, messages),
                _money(total.over_amount, total.currency, messages),
            )
            for total in totals
        ),
    ]
    return [messages.text("cli_gaps"), *aligned(rows, texts=2), *at_risk_lines(totals, messages)]


def class_name(gap_class: str, messages: Messages) -> str:
    """A gap class in the reader's words."""
    for row in read_seed("gap_classes"):
        if row["gap_class"] == gap_class:
            return row[f"name_{messages.language}"]
    return gap_class


def table_lines(counts: Sequence[tuple[str, str, int, int, int]], messages: Messages) -> list[str]:
    """Rows read, loaded and quarantined of each source and table, and all together."""
    total = [sum(numbers) for numbers in zip(*(count[2:] for count in counts), strict=True)]
    heading = ("cli_source", "cli_table", "cli_read", "cli_loaded", "cli_quarantined")
    rows = [
        tuple(messages.text(code) for code in heading),
        *(
            (source, table, *(messages.number(number) for number in numbers))
            for source, table, *numbers in counts
        ),
        (messages.text("cli_total"), "", *(messages.number(number) for number in total)),
    ]
    return [messages.text("cli_rows"), *aligned(rows, texts=2)]


def sentences(reasons: Sequence[str], count: int, more: str) -> list[str]:
    """The first reasons as a list, and how many more there are."""
    lines = [f"  - {reason}" for reason in reasons[:MOST_SENTENCES]]
    return [*lines, f"  {more}"] if count > MOST_SENTENCES else lines


def _loaded(published: duckdb.DuckDBPyConnection, messages: Messages) -> list[str]:
    counts = published.execute(
        """
        select
            source,
            table_name,
            sum(rows_read)::bigint,
            sum(rows_loaded)::bigint,
            sum(rows_quarantined)::bigint
        from marts.load_counts
        group by source, table_name
        having sum(rows_read) > 0
        order by source, table_name
        """
    ).fetchall()
    return table_lines(counts, messages) if counts else [messages.text("cli_no_rows")]


def _set_aside(published: duckdb.DuckDBPyConnection, messages: Messages) -> list[str]:
    """Each row, file and column that was not taken as it came, in one sentence."""
    reason = "reason_es" if messages.language == "es" else "reason"
    lines: list[str] = []
    for table, heading in (
        ("quarantined_rows", "cli_rows_set_aside"),
        ("quarantined_files", "cli_files_refused"),
        ("load_notices", "cli_notices"),
    ):
        relation = f"marts.{table}"
        row = published.execute(f"select count(*) from {relation}").fetchone()
        if not row or not row[0]:
            continue
        order = "source, file, row_number" if table == "quarantined_rows" else "source, file"
        reasons = [
            str(text)
            for (text,) in published.execute(
                f"select {reason} from {relation} order by {order} limit {MOST_SENTENCES}"
            ).fetchall()
        ]
        more = messages.text("cli_more", count=row[0] - MOST_SENTENCES, table=relation)
        lines += ["", messages.text(heading, count=row[0]), *sentences(reasons, row[0], more)]
    return lines


def _small(published: duckdb.DuckDBPyConnection, messages: Messages) -> list[str]:
    """What of the money at risk lies below materiality: counted above, and told apart."""
    rows = published.execute(
        """
        select
            currency,
            sum(gap_count)::integer,
            coalesce(sum(risk_amount) filter (where impact = 'under_billed'), 0),
            coalesce(sum(risk_amount) filter (where impact = 'over_billed'), 0)
        from marts.rpt_money_at_risk
        where not is_material
        group by currency
        order by currency
        """
    ).fetchall()
    return [
        messages.text(
            "cli_below_materiality",
            currency=currency,
            count=count,
            under=_money(under, currency, messages),
            over=_money(over, currency, messages),
        )
        for currency, count, under, over in rows
    ]


def _recovered(published: duckdb.DuckDBPyConnection, messages: Messages) -> list[str]:
    """Money that later documents put right, by currency: billed after all, and given back."""
    rows = published.execute(
        """
        select
            currency,
            coalesce(sum(recovered_amount) filter (where impact = 'under_billed'), 0),
            coalesce(sum(recovered_amount) filter (where impact = 'over_billed'), 0)
        from marts.rpt_recovered_amount
        group by currency
        order by currency
        """
    ).fetchall()
    return [
        messages.text(
            "cli_recovered",
            currency=currency,
            under=_money(under, currency, messages),
            over=_money(over, currency, messages),
        )
        for currency, under, over in rows
    ]


def _decisions(published: duckdb.DuckDBPyConnection, messages: Messages) -> list[str]:
    """Decisions that hold no more, or that name no gap: each with its reason, none in silence."""
    explanation = "explanation_es" if messages.language == "es" else "explanation"
    rows = published.execute(
        f"""
        select {explanation}, decision_status, gap_id
        from marts.fct_gap_decisions
        where decision_status in ('unknown_gap', 'expired', 'facts_changed')
        order by decision_status = 'unknown_gap' desc, gap_id, decided_on
        """
    ).fetchall()
    if not rows:
        return []
    told = [
        text if status == "unknown_gap" else f"{gap_id}: {text}" for text, status, gap_id in rows
    ]
    more = messages.text(
        "cli_more", count=len(rows) - MOST_SENTENCES, table="marts.fct_gap_decisions"
    )
    return [
        "",
        messages.text("cli_decisions", count=len(rows)),
        *sentences(told, len(rows), more),
    ]


def _match_decisions(published: duckdb.DuckDBPyConnection, messages: Messages) -> list[str]:
    """Decisions on what a line pays that are not applied: each with its reason."""
    explanation = "explanation_es" if messages.language == "es" else "explanation"
    rows = published.execute(
        f"""
        select {explanation}
        from marts.fct_match_decisions
        where decision_status not in ('standing', 'superseded')
        order by bank_transaction_id, invoice_id, decided_on
        """
    ).fetchall()
    if not rows:
        return []
    more = messages.text(
        "cli_more", count=len(rows) - MOST_SENTENCES, table="marts.fct_match_decisions"
    )
    return [
        "",
        messages.text("cli_match_decisions", count=len(rows)),
        *sentences([text for (text,) in rows], len(rows), more),
    ]


def _late_adjustments(published: duckdb.DuckDBPyConnection, messages: Messages) -> list[str]:
    """Closed months that are not any more what they were closed with."""
    rows = published.execute(
        """
        select
            strftime(closing_month, '%Y-%m'),
            count(*),
            count(*) filter (where detected_on = (select as_of_date from marts.dim_run_settings))
        from marts.fct_late_adjustments
        group by closing_month
        order by closing_month
        """
    ).fetchall()
    return [
        messages.text("cli_late_adjustments", month=month, count=count, new=new)
        for month, count, new in rows
    ]


def at_risk_lines(totals: Sequence[GapTotal], messages: Messages) -> list[str]:
    """Money at risk by currency, under and over apart."""
    lines = []
    for currency in sorted({total.currency for total in totals if total.currency}):
        ours = [total for total in totals if total.currency == currency]
        under = sum((total.under_amount for total in ours), Decimal(0))
        over = sum((total.over_amount for total in ours), Decimal(0))
        if under or over:
            lines.append(
                messages.text(
                    "cli_money_at_risk",
                    currency=currency,
                    under=_money(under, currency, messages),
                    over=_money(over, currency, messages),
                )
            )
    return lines


def _coverage(published: duckdb.DuckDBPyConnection, messages: Messages) -> list[str]:
    rows = published.execute(
        """
        select currency, sum(expected_amount), sum(judged_amount)
        from marts.fct_audit_coverage
        group by currency
        having sum(expected_amount) > 0
        order by currency
        """
    ).fetchall()
    if not rows:
        return []
    shares = ", ".join(
        f"{currency} {messages.number(100 * Decimal(judged) / Decimal(expected), 1)} %"
        for currency, expected, judged in rows
    )
    return [messages.text("cli_coverage", shares=shares)]


def _before_the_books(settings: Settings, working_file: Path, messages: Messages) -> list[str]:
    """Periods due before an entity's first invoice: unbilled, or billed where nobody looked?"""
    with duckdb.connect(str(working_file), read_only=True) as working:
        rows: list[tuple[str, date, int]] = working.execute(
            """
            with first_invoices as (
                select legal_entity_id, min(issue_date) as first_issued_on
                from canonical.invoices
                group by legal_entity_id
            )

            select
                contracts.legal_entity_id,
                first_invoices.first_issued_on,
                count(distinct (schedule.contract_line_id, schedule.billing_period_start))
            from marts.fct_billing_schedule as schedule
            inner join canonical.contracts
                on schedule.contract_id = contracts.contract_id
            inner join first_invoices
                on contracts.legal_entity_id = first_invoices.legal_entity_id
            cross join reference.run_settings
            where
                schedule.is_due
                and schedule.net_amount > 0
                and schedule.bill_on + run_settings.grace_days < first_invoices.first_issued_on
            group by contracts.legal_entity_id, first_invoices.first_issued_on
            order by contracts.legal_entity_id
            """
        ).fetchall()
    return [
        messages.text(
            "cli_before_first_invoice", legal_entity_id=entity, first_issued_on=first, count=count
        )
        for entity, first, count in rows
        if entity not in settings.invoices_from
    ]


def _money(amount: Decimal, currency: str | None, messages: Messages) -> str:
    return messages.number(amount, currencies().get(currency or "", 2)) if amount else "-"
