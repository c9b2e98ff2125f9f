"""Faults in what was billed: which document each touches, and the finding it has to raise.

A fault is a function of a case, the right document among others, to what stands in its place and
what must be found, or None where it cannot be made of this period.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from tests.oracle.clauses import clauses_by_line
from tests.oracle.durations import plus_months
from tests.oracle.life import life_of
from tests.oracle.money import rounded
from tests.planted.beside import Change
from tests.planted.clerk import Document, amount_on
from tests.planted.mistakes import GROUPS, Case, Mistake, mistakes_of, together

UNEXPLAINED = "unexplained"


@dataclass(frozen=True)
class Finding:
    """What has to be found, and nothing else of that contract."""

    gap_class: str
    contract_line_id: str | None
    billing_period_start: date | None
    invoice_id: str | None
    # None of both where the class carries no amounts (CANONICAL 3).
    expected_amount: Decimal | None
    actual_amount: Decimal | None
    # Where each document is held at its own day's rate, the last unit may go either way.
    within: Decimal = Decimal(0)
    # What the mistake was; and what may be named, as more mistakes than one come to that amount.
    causes: tuple[str, ...] = ()
    may_name: frozenset[str] = frozenset()
    # What else it is about, where it is about no line or document.
    contract_id: str | None = None
    opportunity_id: str | None = None


@dataclass(frozen=True)
class Fault:
    """The documents that stand in the place of the right one, and what they must raise."""

    kind: str
    contract_id: str
    key: tuple[str, date]
    documents: tuple[Document, ...]
    finding: Finding
    # Rows of the tables beside the documents that are other, more or missing.
    changes: tuple[Change, ...] = ()
    # Classes that follow from it in the same contract.
    also: frozenset[str] = frozenset()


Kind = Callable[[Case], Fault | None]


def _period_finding(
    case: Case, gap_class: str, expected: Decimal, actual: Decimal, **more: object
) -> Finding:
    line, start = case.period.key
    held = case.period.contract.currency != case.period.document.currency and case.rate_on_issue
    within = case.tolerance if held else Decimal(0)
    return Finding(gap_class, line, start, None, expected, actual, within, **more)  # type: ignore[arg-type]


def _form_finding(gap_class: str, document: Document) -> Finding:
    """The document's amount on both sides (CANONICAL 3)."""
    amount = document.net_amount
    return Finding(gap_class, None, None, document.invoice_id, amount, amount)


def _fault(kind: str, case: Case, finding: Finding, *documents: Document) -> Fault:
    return Fault(kind, case.line.contract_id, case.period.key, documents, finding)


def _expected(case: Case, *documents: Document) -> Decimal:
    """What the documents should come to: what they do, less the gap (CANONICAL 2, Currency).

    Under `issue_date` each is held at the rate of its own day, and what they miss in the contract's
    currency is turned back at the first one's.
    """
    first, total, held = case.rate_on_issue, Decimal(0), Fraction(0)
    if first is None:
        return case.period.document.net_amount
    for document in documents:
        contract, sign = case.period.contract, -1 if document.document_type == "credit_note" else 1
        rate = case.rates.on(document.issue_date, contract.currency, document.currency)
        total += sign * document.net_amount
        held += sign * Fraction(document.net_amount) / (rate or first)
    due = sum((Fraction(row.net_amount) for row in case.period.rows), Fraction(0))
    return total - rounded((held - due) * first, case.period.document.currency)


def _billed(case: Case, amount: Decimal) -> Document:
    return replace(case.period.document, net_amount=amount)


def _in_first_term(case: Case) -> bool:
    """Whether the period begins before the contract renews."""
    [clauses] = clauses_by_line(case.book, case.as_of).values()
    once = replace(clauses.contract, renewal="none")
    return case.start < life_of(once, clauses.line, clauses.amendments).until


def _not_billed(case: Case) -> Fault | None:
    model = case.line.charge_model
    if model == "milestone":
        gap_class = "milestone_not_billed"
    elif model.startswith("usage"):
        gap_class = "usage_not_billed"
    else:
        gap_class = "not_billed" if _in_first_term(case) else "renewal_not_billed"
    due = sum((row.invoice_net_amount or Decimal(0) for row in case.period.rows), Decimal(0))
    if due <= case.tolerance:
        return None
    return _fault(gap_class, case, _period_finding(case, gap_class, due, Decimal(0)))


def _billed_twice(case: Case) -> Fault | None:
    document = case.period.document
    if document.net_amount <= 2 * case.tolerance:
        return None
    again = replace(document, invoice_id=f"{document.invoice_id}-D")
    due = _expected(case, document, again)
    finding = _period_finding(case, "duplicate_billing", due, 2 * document.net_amount)
    return _fault("duplicate_billing", case, finding, document, again)


def _mistimed(gap_class: str, days: int) -> Kind:
    """The right document, so many days after its bill date or before it."""

    def fault(case: Case) -> Fault | None:
        issue = case.period.document.issue_date + timedelta(days=days)
        amount = amount_on(issue, case.period.rows, case.period.contract, case.rates)
        if issue > case.as_of or amount is None or amount <= case.tolerance:
            return None
        document = replace(case.period.document, issue_date=issue, net_amount=amount)
        finding = replace(
            _period_finding(case, gap_class, amount, amount), invoice_id=document.invoice_id
        )
        return _fault(gap_class, case, finding, document)

    return fault


def _altered(kind: str, **changes: object) -> Kind:
    """A fault of form: one field of the document is another."""

    def fault(case: Case) -> Fault | None:
        document = replace(case.period.document, **changes)  # type: ignore[arg-type]
        if document == case.period.document or document.net_amount <= case.tolerance:
            return None
        return _fault(kind, case, _form_finding(kind, document), document)

    return fault


def _wrong_tax(case: Case) -> Fault | None:
    document = replace(case.period.document, tax_rate=Decimal("0.07"))
    right, wrong = case.period.document.tax_amount, document.tax_amount
    if case.line.tax_rate is None or abs(wrong - right) <= case.tolerance:
        return None
    finding = Finding("wrong_tax", None, None, document.invoice_id, right, wrong)
    return _fault("wrong_tax", case, finding, document)


def _without_contract(case: Case) -> Fault | None:
    document = case.period.document
    if document.net_amount <= case.tolerance:
        return None
    stray = replace(
        document,
        invoice_id=f"{document.invoice_id}-S",
        customer_id=f"{document.customer_id}-S",
        contract_line_id=None,
        product_id="STRAY",
    )
    finding = Finding(
        "invoice_without_contract", None, None, stray.invoice_id, Decimal(0), stray.net_amount
    )
    return _fault("invoice_without_contract", case, finding, document, stray)


def _outside_life(gap_class: str, begins: Callable[[date, date], date]) -> Kind:
    """A document more, for a month of before the line's life or after it."""

    def fault(case: Case) -> Fault | None:
        [clauses] = clauses_by_line(case.book, case.as_of).values()
        life, document = life_of(clauses.contract, clauses.line, clauses.amendments), None
        is_recurring = case.line.charge_model in ("flat", "per_unit")
        if life.until < case.as_of - timedelta(days=60) and is_recurring:
            start = begins(life.start, life.until)
            document = replace(
                case.period.document,
                invoice_id=f"{case.period.document.invoice_id}-O",
                period_start=start,
                period_end=start + timedelta(days=10),
                issue_date=max(start, case.period.document.issue_date),
            )
        if document is None or document.net_amount <= case.tolerance:
            return None
        finding = Finding(
            gap_class, case.line.contract_line_id, None, None, Decimal(0), document.net_amount
        )
        return _fault(gap_class, case, finding, case.period.document, document)

    return fault


def _credited(case: Case) -> Fault | None:
    document = case.period.document
    issue = document.issue_date + timedelta(days=10)
    if issue > case.as_of or document.net_amount <= case.tolerance:
        return None
    note = replace(
        document,
        invoice_id=f"{document.invoice_id}-C",
        document_type="credit_note",
        issue_date=issue,
        related_invoice_id=document.invoice_id,
    )
    due = _expected(case, document, note)
    finding = _period_finding(case, "credited_not_rebilled", due, Decimal(0))
    return _fault("credited_not_rebilled", case, finding, document, note)


def _credit_of_nothing(case: Case) -> Fault | None:
    """A credit note that names neither a period nor a document."""
    document = case.period.document
    if document.net_amount <= case.tolerance:
        return None
    note = replace(
        document,
        invoice_id=f"{document.invoice_id}-N",
        document_type="credit_note",
        period_start=None,
        period_end=None,
    )
    finding = _form_finding("credit_without_invoice", note)
    return _fault("credit_without_invoice", case, finding, document, note)


def _mistaken(case: Case, mistake: Mistake, kind: str, causes: tuple[str, ...]) -> Fault | None:
    """The document over what the period comes to under a mistake, where that shows."""
    amount, right = case.amount(mistake), case.period.document.net_amount
    if amount is None or amount <= 0 or abs(amount - right) <= case.tolerance:
        return None
    gap_class = "under_billed" if amount < right else "over_billed"
    finding = _period_finding(
        case,
        gap_class,
        _expected(case, _billed(case, amount)),
        amount,
        causes=causes,
        may_name=reproducing(case, amount)
        # Of several days that fit, none is named.
        or frozenset({"+".join(causes)} - {"wrong_rate_date"}),
    )
    return _fault(kind, case, finding, _billed(case, amount))


def reproducing(case: Case, amount: Decimal) -> frozenset[str]:
    """The causes of the first group that reproduce an amount (CANONICAL 3, causes)."""
    for group in mistakes_of(case):
        found = Counter(
            mistake.cause
            for mistake in group
            if (again := case.amount(mistake)) is not None and abs(again - amount) <= case.tolerance
        )
        # A rate of another day is named only where exactly one does.
        if found and (set(found) != {"wrong_rate_date"} or found["wrong_rate_date"] == 1):
            return frozenset(found)
    return frozenset()


def _by_mistake(cause: str, group: int) -> Kind:
    """The first mistake of a cause that shows in the amount."""

    def fault(case: Case) -> Fault | None:
        for make in GROUPS[group]:
            for mistake in make(case):
                if mistake.cause == cause:
                    made = _mistaken(case, mistake, cause, (cause,))
                    if made is not None:
                        return made
        return None

    return fault


def _wrong_quantity(case: Case) -> Fault | None:
    """One unit more than agreed: a whole number."""
    quantity = case.line.quantity
    is_plain = case.line.charge_model == "per_unit" and len(case.charged) == 1
    if not is_plain or not quantity or case.charged[0].quantity != quantity:
        return None
    if quantity != int(quantity):
        return None
    one_more = Mistake(
        "wrong_quantity",
        lambda book: replace(book, lines=(replace(book.lines[0], quantity=quantity + 1),)),
    )
    return _mistaken(case, one_more, "wrong_quantity", ("wrong_quantity",))


def _unexplained(case: Case) -> Fault | None:
    """A figure that no mistake comes to."""
    right = case.period.document.net_amount
    amount = rounded(Fraction(right) * Fraction(113, 97), case.period.document.currency)
    if amount - right <= 7 * case.tolerance or reproducing(case, amount):
        return None
    due = _expected(case, _billed(case, amount))
    finding = _period_finding(
        case, "over_billed", due, amount, causes=(UNEXPLAINED,), may_name=frozenset()
    )
    return _fault(UNEXPLAINED, case, finding, _billed(case, amount))


def _two_mistakes(case: Case) -> Fault | None:
    """The first two mistakes of different causes that, together, come to what neither does."""
    singles = [mistake for group in list(mistakes_of(case))[:3] for mistake in group]
    shown = [
        one for one in singles if case.amount(one) not in (None, case.period.document.net_amount)
    ]
    for first, second in list(combinations(shown, 2))[:40]:
        if first.cause != second.cause and None is first.rate is second.rate:
            both = together(first, second)
            amount = case.amount(both)
            if amount is None or reproducing(case, amount):
                continue
            made = _mistaken(case, both, "two mistakes", (first.cause, second.cause))
            if made is not None:
                return made
    return None


BILLED: Mapping[str, Kind] = {
    "not billed": _not_billed,
    "duplicate_billing": _billed_twice,
    "late_billing": _mistimed("late_billing", 20),
    "early_billing": _mistimed("early_billing", -20),
    "wrong_customer": _altered("wrong_customer", customer_id="ORC-ELSE"),
    "wrong_legal_entity": _altered("wrong_legal_entity", legal_entity_id="ELSE"),
    "wrong_currency": _altered("wrong_currency", currency="MXN"),
    "wrong_tax": _wrong_tax,
    "invoice_without_contract": _without_contract,
    "billed_after_end": _outside_life("billed_after_end", lambda start, until: until),  # noqa: ARG005
    "billed_before_start": _outside_life(
        "billed_before_start",
        lambda start, until: plus_months(start.year, start.month, -2, 1),  # noqa: ARG005
    ),
    "credited_not_rebilled": _credited,
    "credit_without_invoice": _credit_of_nothing,
    **{
        cause: _by_mistake(cause, group)
        for group, causes in enumerate(
            (
                (
                    *("free_period_billed", "free_period_extended", "missed_ramp"),
                    *("missed_uplift", "missed_index", "discount_not_applied"),
                    *("discount_expired", "amendment_not_applied", "minimum_not_applied"),
                    "not_prorated",
                ),
                (
                    *("wrong_index", "wrong_day_count", "wrong_tier"),
                    *("wrong_billing_period", "not_converted", "tax_in_net"),
                ),
                ("old_price", "old_quantity"),
                ("wrong_rate_date",),
            )
        )
        for cause in causes
    },
    "wrong_quantity": _wrong_quantity,
    UNEXPLAINED: _unexplained,
    "two mistakes": _two_mistakes,
}
