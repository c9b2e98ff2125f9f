"""Holds what a document states twice against itself: prices, shares of tax, instalments, ids.

Data flow: parts of a document as read → a `DocumentWarning` for each pair that does not agree. The
document is loaded all the same: which of the two is right, only a person can say.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ingestion.formats.einvoices.document import (
    DocumentWarning,
    Einvoice,
    Instalment,
    Line,
    TaxShare,
    differing,
    total_of,
)

# EN 16931 rounds the tax of a rate by line or by sum, and lets them be this far apart (BR-CO-17).
TAX_TOLERANCE = Decimal(1)


def price_warnings(lines: Iterable[Line], unit: Decimal) -> tuple[DocumentWarning, ...]:
    """For each line whose price does not give its amount; `unit` is the least of the currency.

    Amounts are rounded to it, and prices to the decimals that they are printed with.
    """
    warnings: tuple[DocumentWarning, ...] = ()
    for line in lines:
        if line.priced is None or line.unit_price is None:
            continue
        places = min(int(line.unit_price.as_tuple().exponent), 0)
        rounding = abs(line.quantity or Decimal(1)) * Decimal(5).scaleb(places - 1)
        found = differing(
            ("einvoice_price_differs", line.priced, line.net_amount), tolerance=unit + rounding
        )
        warnings += tuple(
            DocumentWarning(one.code, f"{line.number or '?'}: {one.value}") for one in found
        )
    return warnings


def priced(
    quantity: Decimal | None,
    price: Decimal | None,
    *more: Decimal | None,
    base: Decimal | None = None,
) -> Decimal | None:
    """Quantity by price, with what is added; None where one of the two is not stated."""
    if quantity is None or price is None:
        return None
    return quantity * price / (base or 1) + total_of(more)


def tax_warnings(
    taxes: Iterable[TaxShare], tax: Decimal | None, tolerance: Decimal = TAX_TOLERANCE
) -> tuple[DocumentWarning, ...]:
    """For each share that its base and rate do not give, and where shares do not sum to the tax."""
    shares = tuple(taxes)
    computed = [
        ("einvoice_tax_differs", share.base * share.rate / 100, share.tax)
        for share in shares
        if share.base is not None and share.rate is not None
    ]
    sums = (
        [("einvoice_tax_differs", total_of(share.tax for share in shares), tax)] if shares else []
    )
    return differing(*computed, tolerance=tolerance) + differing(*sums)


def rate_warnings(lines: Iterable[Line], taxes: Iterable[TaxShare]) -> tuple[DocumentWarning, ...]:
    """For each line at a rate that the breakdown does not have."""
    rates = {share.rate for share in taxes if share.rate is not None}
    return tuple(
        DocumentWarning("einvoice_rate_differs", f"{line.number or '?'}: {line.tax_rate:f}")
        for line in lines
        if rates and line.tax_rate is not None and line.tax_rate not in rates
    )


def period_warnings(document: Einvoice) -> tuple[DocumentWarning, ...]:
    """For each span, of the document or of a line, that ends before it starts (BR-29 and 30)."""
    spans: tuple[Einvoice | Line, ...] = (document, *document.lines)
    return tuple(
        DocumentWarning("einvoice_period_reversed", f"{span.period_start} / {span.period_end}")
        for span in spans
        if span.period_start and span.period_end and span.period_start > span.period_end
    )


def instalment_warnings(
    instalments: Iterable[Instalment], payable: Decimal | None
) -> tuple[DocumentWarning, ...]:
    """Where instalments that all state an amount do not sum to what is to be paid."""
    amounts = [part.amount for part in instalments]
    if not amounts or None in amounts:
        return ()
    return differing(("einvoice_instalments_differ", total_of(amounts), payable))


def repeated(*pairs: tuple[str, object, object]) -> tuple[DocumentWarning, ...]:
    """For each fact (name, said in the document, said again in its stamp or key) that differs."""
    return tuple(
        DocumentWarning("einvoice_stamp_differs", f"{name}: {said} / {again}")
        for name, said, again in pairs
        if again is not None and said != again
    )


def tax_id_warnings(*tax_ids: str | None) -> tuple[DocumentWarning, ...]:
    """For each RUT that its last digit does not prove."""
    return tuple(
        DocumentWarning("einvoice_tax_id_wrong", tax_id)
        for tax_id in tax_ids
        if tax_id and not is_rut(tax_id)
    )


def is_rut(text: str) -> bool:
    """Whether a Chilean tax id, as 76123456-0, ends in the digit that those before it give."""
    body, _, digit = text.partition("-")
    if not (body.isascii() and body.isdigit()):
        return False
    total = sum(int(sign) * (2 + place % 6) for place, sign in enumerate(reversed(body)))
    return "0123456789K0"[11 - total % 11] == digit.upper()
