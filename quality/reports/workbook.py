"""The gap report as a workbook: one sheet a question, filters on, stable ids.

Data flow: `ReportFacts` → sheets. Cells that a spreadsheet would run as a formula are escaped.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from quality.reports.editing import (
    DECISIONS,
    EDITABLE,
    PAYMENT_DECISIONS,
    PAYMENT_EDITABLE,
    escape_formula,
)
from quality.reports.facts import ReportFacts
from quality.reports.sales import bridge_reason
from quality.reports.wording import Wording

_MAX_WIDTH = 60

# Cells that people fill in; of these, those with a list of words, and what is told above it.
_EDITABLE = {*EDITABLE, *PAYMENT_EDITABLE}
_CHOICES = {
    "decision": (DECISIONS, "decide_lead"),
    "payment_decision": (PAYMENT_DECISIONS, "decide_payments_lead"),
}

# The columns of each sheet, named as in the marts; the catalogue heads them.
_COLUMNS = {
    "risk": "class_name cause_name impact materiality gap_count risk_amount currency",
    "gaps": "gap_id class_name cause_name certainty severity customer_name contract_line_id "
    "invoice_id billing_period_start billing_period_end expected_amount actual_amount gap_amount "
    "currency explained advice materiality status owner first_seen_on decision "
    "decision_owner decision_reason decision_expires_on",
    "recovered": "recovered_month legal_entity_name impact gap_count recovered_amount currency",
    "coverage": "reason contract_count expected_amount judged_amount unjudged_amount currency",
    "cash": "bank_transaction_id booked_on amount unapplied_amount currency customer_name "
    "counterparty_name remittance_text match_status match_status_reason candidates "
    "source_file payment_decision payment_documents payment_owner payment_reason",
    "aging": "customer_id customer_name legal_entity_name bucket open_amount currency",
    "worklist": "customer_id customer_name customer_open_amount next_action explained invoice_id "
    "invoice_number open_amount currency days_overdue dunning_level due_on expected_on "
    "usual_late_days settled_count opportunity_name owner contract_id payment_terms_days "
    "contract_record purchase_order exceptions hold_gap_id dispute_gap_id other_gap_ids gap_owner "
    "proposed_line_id waiting_amount legal_entity_name",
    "collection": "closing_month legal_entity_id opening_amount invoiced_amount credit_note_amount "
    "cash_amount settled_amount closing_amount receivable_amount current_amount overdue_amount "
    "unapplied_amount currency monthly_dso_days quarterly_dso_days annual_dso_days "
    "countback_dso_days bookings_dso_days best_possible_dso_days average_days_delinquent "
    "collection_effectiveness_percent",
    "forecast": "made_on legal_entity_id week_number week_start week_end document_count "
    "forecast_amount own_habit_amount received_amount other_received_amount currency",
    "recurring": "movement_month customer_count opening_amount new_amount reactivation_amount "
    "expansion_amount index_amount fx_amount contraction_amount churn_amount closing_amount "
    "annual_amount list_amount contract_amount billed_amount currency net_retention_rate "
    "gross_retention_rate",
    "cohorts": "cohort_month movement_month months_since customer_count retained_customer_count "
    "cohort_amount closing_amount currency retained_rate customer_retention_rate",
    "sales": "sale_id opportunity_name account_name owner closed_on booked_amount "
    "contracted_amount expected_amount billed_amount collected_amount recognised_amount currency "
    "from_stage to_stage bridge_reason difference_amount contract_id",
    "billing_forecast": "billing_month contract_line_count forecast_amount renewal_amount "
    "usage_amount provisional_amount currency",
    "deferred": "revenue_month legal_entity_name opening_balance billed_amount recognised_amount "
    "contra_amount closing_balance deferred_balance unbilled_balance currency",
    "contracts": "contract_id legal_entity_id opening_balance billed_amount recognised_amount "
    "contra_amount closing_balance deferred_balance unbilled_balance currency revenue_month",
    "credit_notes": "revenue_month invoice_id contract_line_id billing_period_start "
    "credited_amount corrected_amount contra_amount deferred_amount currency",
    "quality": "issue_month legal_entity_id invoice_count wrong_invoice_count credit_note_count "
    "error_count_rate error_value_rate credit_note_count_rate credit_note_value_rate "
    "invoiced_amount wrong_invoiced_amount credited_amount currency",
    "cycle": "contract_id opportunity_id legal_entity_id close_to_contract_days "
    "contract_to_invoice_days due_to_invoice_days invoice_to_cash_days closed_on signed_on "
    "first_bill_on first_issued_on first_collected_on",
    "readiness": "opportunity_id opportunity_name account_name owner close_date term_name "
    "stands_in record_id source_record explained gap_id",
    "closing": "closing_month check_name legal_entity_id check_status checked_count failed_count "
    "failed_amount currency failed_ids loaded_to_date",
    "late": "closing_month detected_on late_measure record_id legal_entity_id frozen_amount "
    "earlier_amount later_amount adjustment_amount currency table_name measure",
    "quarantined": "source file row_number column_name told",
}


def write_workbook(facts: ReportFacts, wording: Wording, path: Path) -> None:
    """Write the workbook to `path`; the same facts give the same bytes."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        # A workbook's own clock would make two equal reports differ.
        book.set_properties({"created": datetime.combine(facts.as_of, time())})
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#f3f4f6", "bottom": 1}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "rate": book.add_format({"num_format": "0.0%", "valign": "top"}),
            "editable": book.add_format({"bg_color": "#fffbeb", "text_wrap": True, "border": 1}),
            "editable_date": book.add_format(
                {"bg_color": "#fffbeb", "num_format": "yyyy-mm-dd", "border": 1}
            ),
            **{
                f"money{units}": book.add_format(
                    {
                        "num_format": "#,##0" + ("." + "0" * units if units else ""),
                        "valign": "top",
                    }
                )
                for units in (0, 1, 2, 3, 4)
            },
        }
        for sheet, columns, frame in _sheets(facts, wording):
            _write_sheet(book, formats, facts, wording, sheet, columns, frame)


def _sheets(facts: ReportFacts, wording: Wording) -> list[tuple[str, list[str], pl.DataFrame]]:
    class_name = wording.column("class_name")
    cause_name = wording.column("cause_name")
    explanation = "explanation" if wording.language == "en" else "explanation_es"
    reason = "reason" if wording.language == "en" else "reason_es"
    materiality = pl.col("is_material").cast(pl.String).alias("materiality")
    gaps = (
        facts.gaps.with_columns(materiality)
        .rename(
            {
                class_name: "class_name",
                cause_name: "cause_name",
                wording.column("advice"): "advice",
                explanation: "explained",
            }
        )
        .with_columns(_blank(EDITABLE))
    )
    risk = (
        facts.money_at_risk.with_columns(materiality)
        .join(gaps.select("gap_class", "class_name").unique(), on="gap_class", how="left")
        .join(
            facts.causes.select("gap_cause", pl.col(wording.column("name")).alias("cause_name")),
            on="gap_cause",
            how="left",
        )
    )
    coverage = facts.coverage.with_columns(
        pl.col("reason").map_elements(wording.reason, return_dtype=pl.String)
    )
    # How much was judged comes first: what no gap was found in may just not have been looked at.
    frames = {
        "coverage": coverage,
        "risk": risk,
        "gaps": gaps,
        "recovered": facts.recovered,
        "cash": facts.unmatched_cash.with_columns(_blank(PAYMENT_EDITABLE)),
        "aging": facts.aging,
        "worklist": facts.worklist.rename({explanation: "explained"}),
        "collection": facts.collection,
        "forecast": facts.forecast,
        "recurring": facts.recurring,
        "cohorts": facts.cohorts,
        "sales": facts.sales.with_columns(bridge_reason(wording)),
        "billing_forecast": facts.billing_forecast,
        "deferred": facts.deferred,
        "contracts": facts.contracts,
        "credit_notes": facts.credit_notes,
        "quality": facts.quality,
        "cycle": facts.cycle,
        "readiness": facts.readiness.rename(
            {wording.column("term_name"): "term_name", explanation: "explained"}
        ),
        "closing": facts.closing,
        "late": facts.late.with_columns(
            pl.concat_str("table_name", "measure", separator="_").alias("late_measure")
        ),
        "quarantined": facts.quarantined.rename({reason: "told"}),
    }
    return [(sheet, _COLUMNS[sheet].split(), frame) for sheet, frame in frames.items()]


def _blank(columns: tuple[str, ...]) -> list[pl.Expr]:
    return [pl.lit(None, dtype=pl.String).alias(name) for name in columns]


def _write_sheet(
    book: Any,
    formats: dict[str, Any],
    facts: ReportFacts,
    wording: Wording,
    name: str,
    columns: list[str],
    frame: pl.DataFrame,
) -> None:
    sheet = book.add_worksheet(wording.text(f"sheet_{name}"))
    sheet.write_string(0, 0, wording.text(f"sheet_{name}_title"), formats["title"])
    sheet.write_string(1, 0, wording.text("as_of", as_of=wording.day(facts.as_of)))
    header = 3
    for index, column in enumerate(columns):
        sheet.write_string(header, index, wording.text(f"column_{column}"), formats["head"])
    rows = frame.select(
        *columns, *(["currency"] if "currency" not in columns and "currency" in frame else [])
    ).to_dicts()
    for number, row in enumerate(rows, start=header + 1):
        for index, column in enumerate(columns):
            if column in _EDITABLE:
                kind = "editable_date" if column == "decision_expires_on" else "editable"
                sheet.write_blank(number, index, None, formats[kind])
                continue
            value = _worded(column, row[column], wording)
            if isinstance(value, Decimal) and column.endswith("_rate"):
                sheet.write_number(number, index, value, formats["rate"])
                continue
            # Days and percents have two decimals, whatever the row's currency.
            is_money = column.endswith(("amount", "balance"))
            currency = row.get("currency") if is_money else None
            _write_cell(sheet, formats, facts, number, index, value, currency)
    for column in columns if rows else []:
        if column in _CHOICES:
            _offer_words(sheet, wording, name, column, columns.index(column), header, len(rows))
    sheet.freeze_panes(header + 1, 1)
    sheet.autofilter(header, 0, header + max(len(rows), 1), len(columns) - 1)
    for index, column in enumerate(columns):
        longest = max((len(str(row[column] or "")) for row in rows), default=0)
        heading = len(wording.text(f"column_{column}")) + 3
        sheet.set_column(index, index, min(max(longest, heading), _MAX_WIDTH))


def _offer_words(
    sheet: Any, wording: Wording, name: str, column: str, place: int, header: int, rows: int
) -> None:
    """The words that a decision may be as a list in each of its cells, and what to do above."""
    decisions, lead = _CHOICES[column]
    words = [wording.text(f"decide_{decision}") for decision in decisions]
    choice = {"validate": "list", "source": words, "error_title": wording.text(f"sheet_{name}")}
    sheet.data_validation(header + 1, place, header + rows, place, choice)
    sheet.write_string(1, place, wording.text(lead))


def _worded(column: str, value: Any, wording: Wording) -> Any:
    if column == "match_status_reason":
        return wording.match_reason(value)
    listed = {
        "next_action",
        "impact",
        "certainty",
        "materiality",
        "severity",
        "status",
        "match_status",
        "bucket",
        "check_name",
        "check_status",
        "late_measure",
        "from_stage",
        "to_stage",
    }
    return wording.value(column, value) if column in listed else value


def _write_cell(
    sheet: Any,
    formats: dict[str, Any],
    facts: ReportFacts,
    row: int,
    column: int,
    value: Any,
    currency: str | None,
) -> None:
    match value:
        case None:
            return
        case Decimal():
            units = facts.minor_units.get(currency or "", 2)
            sheet.write_number(row, column, value, formats[f"money{units}"])
        case int():
            sheet.write_number(row, column, value)
        case date():
            sheet.write_datetime(row, column, value, formats["date"])
        case _:
            sheet.write_string(row, column, escape_formula(str(value)), formats["text"])
