"""What was planted: one row per fault, with the figures that an auditor should arrive at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ingestion.sample.books import Spot
from ingestion.sample.money import ZERO


@dataclass(frozen=True)
class Fault:
    """One planted fault. Keys and figures that its class does not have are empty."""

    gap_class: str
    gap_cause: str | None = None
    contract_id: str | None = None
    contract_line_id: str | None = None
    billing_period_start: date | None = None
    invoice_id: str | None = None  # the document's key until the documents are numbered
    opportunity_id: str | None = None
    expected_amount: Decimal | None = None
    actual_amount: Decimal | None = None
    gap_amount: Decimal | None = None
    currency: str | None = None
    fault_id: str = ""


FAULT_COLUMNS = (
    "fault_id",
    "gap_class",
    "gap_cause",
    "contract_id",
    "contract_line_id",
    "billing_period_start",
    "invoice_id",
    "opportunity_id",
    "expected_amount",
    "actual_amount",
    "gap_amount",
    "currency",
)


RECEIPT_COLUMNS = ("bank_account_id", "reference", "booked_on", "amount", "told_by", "invoice_ids")


def period_fault(gap_class: str, spot: Spot, actual: Decimal, cause: str | None = None) -> Fault:
    """A fault of a contract line's billing period."""
    return Fault(
        gap_class=gap_class,
        gap_cause=cause,
        contract_id=spot.contract.contract_id,
        contract_line_id=spot.line.contract_line_id,
        billing_period_start=spot.period.start,
        expected_amount=spot.expected,
        actual_amount=actual,
        gap_amount=actual - spot.expected,
        currency=spot.currency,
    )


def amount_fault(spot: Spot, actual: Decimal, cause: str) -> Fault:
    """A period billed too low or too high."""
    gap_class = "under_billed" if actual < spot.expected else "over_billed"
    return period_fault(gap_class, spot, actual, cause)


def form_fault(gap_class: str, spot: Spot, amount: Decimal, currency: str) -> Fault:
    """A fault in a document's form: its net amount on both sides."""
    return Fault(
        gap_class=gap_class,
        contract_id=spot.contract.contract_id,
        invoice_id=spot.document.key,
        expected_amount=amount,
        actual_amount=amount,
        gap_amount=ZERO,
        currency=currency,
    )


def named(faults: list[Fault], invoice_ids: dict[str, str]) -> tuple[Fault, ...]:
    """The faults by class and numbered, with the ids that their documents were given."""
    return tuple(
        replace(
            fault,
            fault_id=f"F{number:03d}",
            invoice_id=invoice_ids[fault.invoice_id] if fault.invoice_id else None,
        )
        for number, fault in enumerate(
            sorted(faults, key=lambda one: (one.gap_class, one.gap_cause or "")), start=1
        )
    )
