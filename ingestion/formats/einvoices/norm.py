"""What both syntaxes of EN 16931 share: types of documents and the sums that must hold."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from lxml import etree

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


def with_sums_checked(document: Einvoice) -> Einvoice:
    """The document with a warning for each sum of EN 16931 (BR-CO-10, 13, 15, 16) that fails."""
    net = None
    if document.line_total is not None:
        net = document.line_total - (document.allowances or ZERO) + (document.charges or ZERO)
    total = payable = None
    if document.net is not None:
        total = document.net + (document.tax or ZERO)
    if document.total is not None:
        payable = document.total - (document.prepaid or ZERO) + (document.rounding or ZERO)
        payable -= document.withheld or ZERO
    lines = total_of(line.net_amount for line in document.lines if line.counts)
    warnings = differing(
        ("einvoice_lines_differ", lines, document.line_total),
        ("einvoice_net_differs", net, document.net),
        ("einvoice_total_differs", total, document.total),
        ("einvoice_payable_differs", payable, document.payable),
    )
    return replace(document, warnings=(*document.warnings, *warnings))
