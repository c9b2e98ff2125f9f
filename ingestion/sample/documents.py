"""A document of the ERP and its lines, named as the tables of the drop name their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ingestion.sample.company import CHILE
from ingestion.sample.money import ZERO, tax_on
from ingestion.sample.terms import Contract, ContractLine

FIRST_NUMBERS = {"invoice": 10_481, "credit_note": 1_201, "debit_note": 311}
ID_MARKS = {"invoice": "F", "credit_note": "NC", "debit_note": "ND"}
MEXICAN_SERIES = {"invoice": "FM", "credit_note": "CM", "debit_note": "DM"}


@dataclass(frozen=True)
class DocumentLine:
    """A row of erp/invoice_lines. `owner` and `billing_period_start` are what it bills in truth."""

    owner: ContractLine | None
    billing_period_start: date | None
    product_id: str
    description: str
    quantity: Decimal | None
    unit_price: Decimal | None
    net_amount: Decimal
    tax_rate: Decimal
    tax_amount: Decimal
    contract_line_id: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    invoice_line_id: str = ""
    invoice_id: str = ""

    def charging(
        self,
        net_amount: Decimal,
        currency: str,
        quantity: Decimal | None = None,
        unit_price: Decimal | None = None,
    ) -> DocumentLine:
        """The same line with another net amount, and the tax that goes with it."""
        return replace(
            self,
            net_amount=net_amount,
            tax_amount=tax_on(net_amount, self.tax_rate, currency),
            quantity=quantity,
            unit_price=unit_price,
        )


@dataclass(frozen=True)
class Document:
    """A row of erp/invoices with its lines. `key` names it until it is numbered."""

    key: str
    contract: Contract | None
    document_type: str
    legal_entity_id: str
    customer_id: str
    issue_date: date
    due_date: date | None
    currency: str
    lines: tuple[DocumentLine, ...]
    status: str = "posted"
    contract_id: str | None = None
    purchase_order: str | None = None
    reference: str | None = None
    related_key: str | None = None
    is_disputed: bool = False
    invoice_id: str = ""
    invoice_number: str = ""
    related_invoice_id: str | None = None

    @property
    def net_amount(self) -> Decimal:
        """The sum of its lines."""
        return sum((line.net_amount for line in self.lines), ZERO)

    @property
    def tax_amount(self) -> Decimal:
        """The tax of its lines, rounded line by line."""
        return sum((line.tax_amount for line in self.lines), ZERO)

    @property
    def total_amount(self) -> Decimal:
        """Net and tax."""
        return self.net_amount + self.tax_amount

    @property
    def sign(self) -> int:
        """Credit notes are printed positive and count negative."""
        return -1 if self.document_type == "credit_note" else 1


def numbered(documents: Iterable[Document]) -> tuple[Document, ...]:
    """The documents in the order of issue, each with the next number of its series."""
    ordered = sorted(documents, key=lambda one: (one.issue_date, one.sign < 0, one.key))
    counts: Counter[tuple[str, str, str]] = Counter()
    ids: dict[str, str] = {}
    named = []
    for document in ordered:
        kind, entity, is_draft = (
            document.document_type,
            document.legal_entity_id,
            document.status == "draft",
        )
        series = (entity, kind, "draft" if is_draft else "")
        serial = FIRST_NUMBERS[kind] + counts[series]
        counts[series] += 1
        ids[document.key] = f"{entity}-{'B' if is_draft else ID_MARKS[kind]}-{serial}"
        prefix = "" if entity == CHILE else f"{MEXICAN_SERIES[kind]}-"
        number = f"BORRADOR-{serial}" if is_draft else f"{prefix}{serial}"
        named.append(replace(document, invoice_number=number))
    return tuple(_with_ids(document, ids) for document in named)


def _with_ids(document: Document, ids: dict[str, str]) -> Document:
    invoice_id = ids[document.key]
    lines = tuple(
        replace(line, invoice_id=invoice_id, invoice_line_id=f"{invoice_id}-{place}")
        for place, line in enumerate(document.lines, start=1)
    )
    related = ids[document.related_key] if document.related_key else None
    return replace(document, invoice_id=invoice_id, related_invoice_id=related, lines=lines)
