"""Faults beside the billing: in deals, quotes, forms, the tax register, payments and the bank.

The documents stay as they are; rows of the tables around them change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.oracle.money import rounded
from tests.planted.beside import (
    ENTITIES,
    HOME_CURRENCY,
    PAYMENT_TERMS,
    PRICED,
    Change,
    bank_line,
    has_changes,
    is_paid,
    number_of,
    plain_value,
    total_of,
)
from tests.planted.clerk import Document
from tests.planted.faults import Fault, Finding, Kind
from tests.planted.mistakes import Case

# Far more than any tolerance, and no sum of other amounts.
ODD = Fraction(37, 100)
# More than a bank ever keeps of a transfer from abroad: less may be its fee, and no gap.
FEE = 60
GRACE = timedelta(days=5)


def _finding(gap_class: str, **more: Any) -> Finding:
    """A finding without amounts, or with those given."""
    return replace(Finding(gap_class, None, None, None, None, None), **more)


def _of_document(gap_class: str, document: Document) -> Finding:
    """The document's amount on both sides (CANONICAL 3)."""
    return _finding(
        gap_class,
        invoice_id=document.invoice_id,
        expected_amount=document.net_amount,
        actual_amount=document.net_amount,
    )


def _fault(kind: str, case: Case, finding: Finding, *changes: Change) -> Fault:
    return Fault(
        kind,
        case.line.contract_id,
        case.period.key,
        (case.period.document,),
        finding,
        changes=changes,
    )


def _is_billed(case: Case) -> bool:
    document = case.period.document
    return document.document_type == "invoice" and document.net_amount > 100 * case.tolerance


def _part(document: Document, share: Fraction = ODD) -> Decimal:
    return rounded(Fraction(total_of(document)) * share, document.currency)


_Made = tuple[Finding, list[Change]]

# Deals, quotes and contracts


def _forgotten_deal(case: Case) -> Fault:
    """A deal more that was won, and no contract."""
    contract = case.period.contract
    key = f"{contract.contract_id}-W"
    deal = {
        "opportunity_id": key,
        "account_id": contract.account_id,
        "name": "Otra venta",
        "stage": "ganado",
        "is_won": "true",
        "currency": contract.currency,
        "close_date": contract.signed_on,
    }
    finding = _finding("deal_without_contract", opportunity_id=key)
    return _fault("deal_without_contract", case, finding, Change("crm/opportunities", key, deal))


def _contract_of_no_deal(case: Case) -> Fault:
    contract_id = case.line.contract_id
    return _fault(
        "contract_without_deal",
        case,
        _finding("contract_without_deal", contract_id=contract_id),
        Change("crm/opportunities", f"{contract_id}-O", None),
        Change("crm/quotes", f"{contract_id}-Q", None),
        Change("contracts/contracts", contract_id, {"opportunity_id": None, "quote_id": None}),
    )


def _has_changes(case: Case) -> bool:
    return has_changes(case.company, case.line.contract_id)


def _quoted(field: str, alter: Callable[[Case], Mapping[str, Any] | None]) -> Kind:
    """The quote says something else than the contract of one line."""

    def fault(case: Case) -> Fault | None:
        is_simple = case.line.charge_model in PRICED and not _has_changes(case)
        values = alter(case) if is_simple else None
        if values is None:
            return None
        line_id = case.line.contract_line_id
        finding = _finding("quote_contract_mismatch", contract_line_id=line_id)
        change = Change("crm/quote_lines", f"{line_id}-Q", values)
        return _fault(f"quote_contract_mismatch: {field}", case, finding, change)

    return fault


def _other_price(case: Case) -> Mapping[str, Any] | None:
    price = case.line.unit_price
    return {"unit_price": price * 3} if price and _is_billed(case) else None


def _other_quantity(case: Case) -> Mapping[str, Any] | None:
    quantity = case.line.quantity
    return {"quantity": quantity + 3} if case.line.charge_model == "per_unit" and quantity else None


def _other_rhythm(case: Case) -> Mapping[str, Any] | None:
    if case.line.charge_model == "one_time":
        return None
    return {"billing_period": "P5M" if case.line.billing_period != "P5M" else "P1M"}


def _other_start(case: Case) -> Mapping[str, Any]:
    return {"start_date": case.line.start_date - timedelta(days=31)}


def _quote_currency(case: Case) -> Fault | None:
    contract = case.period.contract
    if sum(one.contract_id == contract.contract_id for one in case.company.lines) > 1:
        return None
    other = "EUR" if contract.currency != "EUR" else "USD"
    return _fault(
        "quote_contract_mismatch: currency",
        case,
        _finding("quote_contract_mismatch", contract_line_id=case.line.contract_line_id),
        Change("crm/quotes", f"{contract.contract_id}-Q", {"currency": other}),
    )


def _other_value(case: Case) -> Fault | None:
    contract = case.period.contract
    value = plain_value(case.company, contract)
    if value is None:
        return None
    other = {"amount": rounded(Fraction(value) * Fraction(7919, 1000), contract.currency)}
    return _fault(
        "opportunity_contract_mismatch",
        case,
        _finding("opportunity_contract_mismatch", contract_id=contract.contract_id),
        Change("crm/opportunities", f"{contract.contract_id}-O", other),
    )


def _promised(case: Case) -> Fault | None:
    """Free months in a note, and no free window in the contract."""
    contract_id = case.line.contract_id
    if any(one.contract_id == contract_id for one in case.company.adjustments):
        return None
    return _fault(
        "unstructured_promise",
        case,
        _finding("unstructured_promise"),
        Change("crm/opportunities", f"{contract_id}-O", {"notes": "Acordado: 2 meses gratis."}),
    )


# Forms


def _due_otherwise(case: Case) -> Fault | None:
    document = case.period.document
    if not _is_billed(case):
        return None
    later = {"due_date": document.issue_date + timedelta(days=75)}
    finding = _of_document("wrong_payment_terms", document)
    return _fault(
        "wrong_payment_terms", case, finding, Change("erp/invoices", document.invoice_id, later)
    )


def _without_order(case: Case) -> Fault | None:
    document = case.period.document
    if not _is_billed(case):
        return None
    finding = _of_document("missing_purchase_order", document)
    without = Change("erp/invoices", document.invoice_id, {"purchase_order": None})
    return _fault("missing_purchase_order", case, finding, without)


def _printed_otherwise(case: Case) -> Fault | None:
    """The right amount over days that are no period of the line."""
    rows, document = case.period.rows, case.period.document
    days = (case.until - case.start).days
    if case.line.charge_model not in ("flat", "per_unit") or len(rows) > 1 or days < 28:
        return None
    if not _is_billed(case) or _has_changes(case):
        return None
    shift = timedelta(days=min(days // 3, 40))
    printed = replace(
        document, period_start=case.start + shift, period_end=case.until - timedelta(1) + shift
    )
    finding = replace(
        _of_document("wrong_period", document),
        contract_line_id=case.line.contract_line_id,
        billing_period_start=case.start,
    )
    return replace(_fault("wrong_period", case, finding), documents=(printed,))


def _credited_beyond(case: Case) -> Fault | None:
    """A credit note of half as much again as its invoice."""
    document = case.period.document
    issue = document.issue_date + timedelta(days=10)
    if not _is_billed(case) or issue > case.as_of:
        return None
    note = replace(
        document,
        invoice_id=f"{document.invoice_id}-C",
        document_type="credit_note",
        issue_date=issue,
        net_amount=document.net_amount
        + rounded(Fraction(document.net_amount) / 2, document.currency),
        related_invoice_id=document.invoice_id,
    )
    fault = _fault("credit_exceeds_invoice", case, _of_document("credit_exceeds_invoice", document))
    # The money is missing once: in the period, to which the gap of the note points.
    also = frozenset({"under_billed", "credited_not_rebilled", "not_billed"})
    return replace(fault, documents=(document, note), also=also)


# The tax register


def _unregistered(case: Case) -> Fault | None:
    document = case.period.document
    if not _is_billed(case):
        return None
    finding = _of_document("not_in_tax_register", document)
    change = Change("tax/registered_documents", f"{document.invoice_id}-R", None)
    return _fault("not_in_tax_register", case, finding, change)


def _is_at_home(case: Case) -> bool:
    """The register holds what was billed in the money of the country."""
    return _is_billed(case) and case.period.document.currency == HOME_CURRENCY


def _registered_row(document: Document, key: str, net: Decimal, number: str) -> dict[str, Any]:
    return {
        "registered_document_id": key,
        "number": number,
        "net_amount": net,
        "tax_amount": document.tax_amount,
        "total_amount": net + document.tax_amount,
    }


def _unbooked(case: Case) -> Fault | None:
    """A document that the tax office has and the ERP lacks."""
    document = case.period.document
    if not _is_at_home(case):
        return None
    key, net = f"{document.invoice_id}-X", document.net_amount + 11
    row = _registered_row(document, key, net, number_of(key)) | {
        "document_type": "invoice",
        "issuer_tax_id": ENTITIES[document.legal_entity_id],
        "receiver_tax_id": "60803000-K",
        "issue_date": document.issue_date,
    }
    finding = _finding("not_in_erp", expected_amount=net, actual_amount=net)
    return _fault("not_in_erp", case, finding, Change("tax/registered_documents", key, row))


def _registered_otherwise(case: Case) -> Fault | None:
    document = case.period.document
    if not _is_at_home(case):
        return None
    key, net = f"{document.invoice_id}-R", document.net_amount + 1000
    row = _registered_row(document, key, net, number_of(document.invoice_id))
    finding = replace(_of_document("tax_register_mismatch", document), expected_amount=net)
    change = Change("tax/registered_documents", key, row)
    return _fault("tax_register_mismatch", case, finding, change)


def _rejected(case: Case) -> Fault | None:
    document = case.period.document
    if not _is_billed(case):
        return None
    key = f"{document.invoice_id}-R"
    change = Change("tax/registered_documents", key, {"buyer_response": "rejected"})
    return _fault("rejected_by_buyer", case, _of_document("rejected_by_buyer", document), change)


# Payments and the bank


def _cash(kind: str, make: Callable[[Document], _Made]) -> Kind:
    """A fault in how a document was paid."""

    def fault(case: Case) -> Fault | None:
        document = case.period.document
        if not _is_billed(case) or not is_paid(document, case.as_of):
            return None
        if total_of(document) - _part(document) < FEE:
            return None
        finding, changes = make(document)
        return _fault(kind, case, finding, *changes)

    return fault


def _once_due(kind: Kind) -> Kind:
    """Only of a document that is due, to a customer that has nothing to keep back."""

    def fault(case: Case) -> Fault | None:
        due_on = case.period.document.issue_date + timedelta(days=PAYMENT_TERMS)
        return None if case.is_owed or due_on >= case.as_of - GRACE else kind(case)

    return fault


def _paid(document: Document, amount: Decimal, applied: Decimal) -> list[Change]:
    """The one payment of a document, of another amount, in the books and at the bank."""
    key = document.invoice_id
    return [
        Change("erp/payments", f"{key}-P", {"amount": amount}),
        Change("erp/payment_allocations", f"{key}-P", {"amount": applied}),
        Change("bank/transactions", f"{key}-B", {"amount": amount}),
    ]


def _receipt_finding(
    gap_class: str, expected: Decimal | int, actual: Decimal | int, **more: Any
) -> Finding:
    return _finding(
        gap_class, expected_amount=Decimal(expected), actual_amount=Decimal(actual), **more
    )


def _short(document: Document) -> _Made:
    part = _part(document)
    finding = _receipt_finding(
        "short_payment", total_of(document), part, invoice_id=document.invoice_id
    )
    return finding, _paid(document, part, part)


def _over(document: Document) -> _Made:
    total, paid = total_of(document), total_of(document) + _part(document)
    finding = _receipt_finding("overpayment", total, paid, invoice_id=document.invoice_id)
    return finding, _paid(document, paid, total)


def _again(document: Document) -> _Made:
    line = bank_line(document, "-B2", 3)
    finding = _receipt_finding(
        "duplicate_payment", 0, total_of(document), invoice_id=document.invoice_id
    )
    return finding, [Change("bank/transactions", line["bank_transaction_id"], line)]


def _on_account(document: Document) -> _Made:
    """Money of a known customer for nothing that is open."""
    line = bank_line(document, "-B3", 1)
    line |= {"amount": _part(document, 31 * ODD), "remittance_text": "ABONO"}
    finding = _receipt_finding("unapplied_cash", 0, line["amount"])
    return finding, [Change("bank/transactions", line["bank_transaction_id"], line)]


def _of_nobody(document: Document) -> _Made:
    line = bank_line(document, "-B4", 1)
    line |= {"amount": _part(document, 29 * ODD), "remittance_text": "DEPOSITO EN EFECTIVO"}
    line |= {"counterparty_name": None, "counterparty_tax_id": None}
    finding = _receipt_finding("unidentified_receipt", 0, line["amount"])
    return finding, [Change("bank/transactions", line["bank_transaction_id"], line)]


def _never_arrived(document: Document) -> _Made:
    finding = _receipt_finding("payment_without_bank_line", total_of(document), 0)
    return finding, [Change("bank/transactions", f"{document.invoice_id}-B", None)]


def _elsewhere(document: Document) -> _Made:
    total = total_of(document)
    finding = _receipt_finding("paid_to_other_entity", total, total)
    account = {"bank_account_id": f"ELSE-{document.currency}"}
    return finding, [
        Change("bank/transactions", f"{document.invoice_id}-B", account),
        Change("erp/payments", f"{document.invoice_id}-P", None),
        Change("erp/payment_allocations", f"{document.invoice_id}-P", None),
    ]


def _bounced(document: Document) -> _Made:
    """The bank takes the money back three days later."""
    line = bank_line(document, "-B5", 3)
    line |= {"amount": -line["amount"], "remittance_text": "CHEQUE PROTESTADO"}
    finding = _receipt_finding("returned_payment", total_of(document), 0)
    return finding, [Change("bank/transactions", line["bank_transaction_id"], line)]


BESIDE: Mapping[str, Kind] = {
    "deal_without_contract": _forgotten_deal,
    "contract_without_deal": _contract_of_no_deal,
    "quote_contract_mismatch: price": _quoted("price", _other_price),
    "quote_contract_mismatch: quantity": _quoted("quantity", _other_quantity),
    "quote_contract_mismatch: discount": _quoted(
        "discount",
        lambda case: {"discount_percent": Decimal(37)},  # noqa: ARG005
    ),
    "quote_contract_mismatch: dates": _quoted("dates", _other_start),
    "quote_contract_mismatch: rhythm": _quoted("rhythm", _other_rhythm),
    "quote_contract_mismatch: currency": _quote_currency,
    "opportunity_contract_mismatch": _other_value,
    "unstructured_promise": _promised,
    "wrong_payment_terms": _due_otherwise,
    "missing_purchase_order": _without_order,
    "wrong_period": _printed_otherwise,
    "credit_exceeds_invoice": _credited_beyond,
    "not_in_tax_register": _unregistered,
    "not_in_erp": _unbooked,
    "tax_register_mismatch": _registered_otherwise,
    "rejected_by_buyer": _rejected,
    "short_payment": _once_due(_cash("short_payment", _short)),
    "overpayment": _cash("overpayment", _over),
    "duplicate_payment": _cash("duplicate_payment", _again),
    "unapplied_cash": _cash("unapplied_cash", _on_account),
    "unidentified_receipt": _cash("unidentified_receipt", _of_nobody),
    "payment_without_bank_line": _cash("payment_without_bank_line", _never_arrived),
    "paid_to_other_entity": _cash("paid_to_other_entity", _elsewhere),
    "returned_payment": _cash("returned_payment", _bounced),
}
