"""What both syntaxes of EN 16931 share: types of documents and the sums that must hold."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from lxml import etree

from ingestion.formats.einvoices.checks import (
    instalment_warnings,
    period_warnings,
    price_warnings,
    rate_warnings,
    tax_warnings,
)
from ingestion.formats.einvoices.document import (
    CREDIT_NOTE,
    DEBIT_NOTE,
    INVOICE,
    ZERO,
    Einvoice,
    differing,
    total_of,
)
from ingestion.formats.einvoices.fields import decimal_of
from ingestion.formats.xml import anywhere

# UNTDID 1001, as EN 16931 admits them.
_CREDIT_NOTES = {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"}
_DEBIT_NOTES = {"80", "84", "383"}
_CENT = Decimal("0.01")


def kind_of_type(type_code: str) -> str:
    """Invoice, credit note or debit note; a corrected invoice (384) is an invoice."""
    if type_code in _CREDIT_NOTES:
        return CREDIT_NOTE
    return DEBIT_NOTE if type_code in _DEBIT_NOTES else INVOICE


def tax_in(element: etree._Element, path: str, currency: str | None) -> Decimal | None:
    """Tax in the document's currency [BT-110]; the same in another currency is not it [BT-111]."""
    for found in element.iterfind(anywhere(path)):
        if found.get("currencyID") in (None, currency):
            return decimal_of(found.text, found)
    return None


def with_sums_checked(document: Einvoice, profile: str | None) -> Einvoice:
    """The document with a warning for each sum of EN 16931 (BR-CO-10 to 17) that fails.

    A sum that is not stated is passed over: what follows is held against what it must have been.
    That price and quantity give a line's amount, the norm does not say: Peppol does (R120).
    """
    lines = total_of(line.net_amount for line in document.lines if line.counts)
    line_total = _else(document.line_total, lines if document.lines else None)
    net = None
    if line_total is not None:
        net = line_total - (document.allowances or ZERO) + (document.charges or ZERO)
    total = payable = None
    if (stated_net := _else(document.net, net)) is not None:
        total = stated_net + (document.tax or ZERO)
    if (stated_total := _else(document.total, total)) is not None:
        payable = stated_total - (document.prepaid or ZERO) + (document.rounding or ZERO)
        payable -= document.withheld or ZERO
    warnings = differing(
        ("einvoice_lines_differ", lines, document.line_total),
        *_adjustment_sums(document),
        ("einvoice_net_differs", net, document.net),
        ("einvoice_total_differs", total, document.total),
        ("einvoice_payable_differs", payable, document.payable),
    )
    if "peppol" in (profile or ""):
        warnings += price_warnings(document.lines, _CENT)
    warnings += tax_warnings(document.taxes, document.tax or ZERO)
    # The bases of all rates are the net, each amount of it once.
    if document.taxes:
        bases = total_of(share.base for share in document.taxes)
        warnings += differing(("einvoice_tax_differs", bases, document.net))
    warnings += rate_warnings(document.lines, document.taxes) + period_warnings(document)
    warnings += instalment_warnings(document.instalments, document.payable)
    return replace(document, warnings=(*document.warnings, *warnings))


def _else(stated: Decimal | None, computed: Decimal | None) -> Decimal | None:
    return computed if stated is None else stated


def _adjustment_sums(document: Einvoice) -> list[tuple[str, Decimal, Decimal]]:
    """Allowances and charges on the whole against their sums (BR-CO-11 and 12)."""
    return [
        (
            "einvoice_net_differs",
            total_of(part.amount for part in document.adjustments if part.is_charge == is_charge),
            stated or ZERO,
        )
        for is_charge, stated in ((False, document.allowances), (True, document.charges))
    ]
