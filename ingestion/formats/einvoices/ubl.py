"""Reads UBL 2.1 invoices and credit notes: EN 16931, Peppol BIS Billing 3, XRechnung.

Data flow: root `Invoice` or `CreditNote` → one `Einvoice`. The terms in brackets are EN 16931's.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingestion.formats.einvoices.checks import priced
from ingestion.formats.einvoices.document import (
    CREDIT_NOTE,
    Adjustment,
    Einvoice,
    Instalment,
    Line,
    Party,
    Reference,
    TaxShare,
)
from ingestion.formats.einvoices.fields import (
    day_at,
    decimal_at,
    decimal_of,
    name_of,
    required,
    required_day,
    required_decimal,
)
from ingestion.formats.einvoices.norm import kind_of_type, tax_in, with_sums_checked
from ingestion.formats.xml import anywhere, first_text, text_at


def read(root: etree._Element) -> Einvoice:
    """The document; FileRefused where number, day or an amount of it cannot be read."""
    is_credit_note = name_of(root) == "CreditNote"
    type_code = first_text(root, "InvoiceTypeCode", "CreditNoteTypeCode") or (
        "381" if is_credit_note else "380"
    )
    currency = text_at(root, "DocumentCurrencyCode")
    totals = root.find(anywhere("LegalMonetaryTotal"))
    if totals is None:
        totals = root.find(anywhere("RequestedMonetaryTotal"))
    means = root.find(anywhere("PaymentMeans"))
    instalments = tuple(_instalments(root))
    document = Einvoice(
        family="ubl",
        type_code=type_code,
        kind=CREDIT_NOTE if is_credit_note else kind_of_type(type_code),
        number=required(text_at(root, "ID"), "ID", root),
        issued_on=required_day(day_at(root, "IssueDate"), "IssueDate", root),
        currency=currency,
        issuer=_party(root, "AccountingSupplierParty/Party"),
        receiver=_party(root, "AccountingCustomerParty/Party"),
        due_on=day_at(root, "DueDate")
        or day_at(means, "PaymentDueDate")
        or next((part.due_on for part in instalments if part.due_on), None),
        tax_currency=text_at(root, "TaxCurrencyCode"),
        line_total=decimal_at(totals, "LineExtensionAmount"),
        allowances=decimal_at(totals, "AllowanceTotalAmount"),
        charges=decimal_at(totals, "ChargeTotalAmount"),
        net=decimal_at(totals, "TaxExclusiveAmount"),
        tax=tax_in(root, "TaxTotal/TaxAmount", currency),
        withheld=decimal_at(root, "WithholdingTaxTotal/TaxAmount"),
        total=decimal_at(totals, "TaxInclusiveAmount"),
        prepaid=decimal_at(totals, "PrepaidAmount"),
        rounding=decimal_at(totals, "PayableRoundingAmount"),
        payable=required_decimal(root if totals is None else totals, "PayableAmount"),
        period_start=day_at(root, "InvoicePeriod/StartDate"),
        period_end=day_at(root, "InvoicePeriod/EndDate"),
        buyer_reference=text_at(root, "BuyerReference"),
        payment_means=text_at(means, "PaymentMeansCode"),
        payment_account=text_at(means, "PayeeFinancialAccount/ID"),
        payment_reference=text_at(means, "PaymentID"),
        payment_terms=text_at(root, "PaymentTerms/Note"),
        payee=text_at(root, "PayeeParty/PartyName/Name"),
        lines=tuple(_lines(root)),
        adjustments=tuple(_adjustments(root)),
        taxes=tuple(_taxes(root, currency)),
        references=tuple(_references(root)),
        instalments=instalments,
    )
    return with_sums_checked(document, first_text(root, "ProfileID", "CustomizationID"))


def _party(root: etree._Element, path: str) -> Party:
    party = root.find(anywhere(path))
    if party is None:
        return Party()
    schemes = party.findall(anywhere("PartyTaxScheme"))
    vat = [scheme for scheme in schemes if (text_at(scheme, "TaxScheme/ID") or "") == "VAT"]
    return Party(
        name=first_text(party, "PartyLegalEntity/RegistrationName", "PartyName/Name"),
        tax_id=next((text for one in vat if (text := text_at(one, "CompanyID"))), None),
        legal_id=text_at(party, "PartyLegalEntity/CompanyID"),
        endpoint=text_at(party, "EndpointID"),
        country=text_at(party, "PostalAddress/Country/IdentificationCode"),
    )


def _taxes(root: etree._Element, currency: str | None) -> Iterator[TaxShare]:
    for found in root.iterfind(anywhere("TaxTotal/TaxSubtotal")):
        amount = found.find(anywhere("TaxAmount"))
        if amount is not None and amount.get("currencyID") not in (None, currency):
            continue
        yield TaxShare(
            text_at(found, "TaxCategory/ID"),
            decimal_at(found, "TaxCategory/Percent"),
            decimal_at(found, "TaxableAmount"),
            decimal_at(found, "TaxAmount"),
        )


def _adjustments(root: etree._Element) -> Iterator[Adjustment]:
    """Allowances and charges of the document, or of one line."""
    for found in root.iterfind(anywhere("AllowanceCharge")):
        yield Adjustment(
            is_charge=text_at(found, "ChargeIndicator") in ("true", "1"),
            amount=required_decimal(found, "Amount"),
            reason=first_text(found, "AllowanceChargeReason", "AllowanceChargeReasonCode"),
            tax_rate=decimal_at(found, "TaxCategory/Percent"),
        )


def _lines(root: etree._Element) -> Iterator[Line]:
    for name in ("InvoiceLine", "CreditNoteLine"):
        for found in root.iterfind(anywhere(name)):
            quantity = found.find(anywhere("InvoicedQuantity"))
            if quantity is None:
                quantity = found.find(anywhere("CreditedQuantity"))
            count = None if quantity is None else decimal_of(quantity.text, quantity)
            price = decimal_at(found, "Price/PriceAmount")
            yield Line(
                number=text_at(found, "ID"),
                net_amount=required_decimal(found, "LineExtensionAmount"),
                item_code=text_at(found, "Item/SellersItemIdentification/ID"),
                description=first_text(found, "Item/Name", "Item/Description", "Note"),
                quantity=count,
                unit=None if quantity is None else quantity.get("unitCode"),
                unit_price=price,
                tax_rate=decimal_at(found, "Item/ClassifiedTaxCategory/Percent"),
                period_start=day_at(found, "InvoicePeriod/StartDate"),
                period_end=day_at(found, "InvoicePeriod/EndDate"),
                order_number=text_at(found, "OrderLineReference/OrderReference/ID"),
                priced=priced(
                    count,
                    price,
                    *(
                        part.amount if part.is_charge else -part.amount
                        for part in _adjustments(found)
                    ),
                    base=decimal_at(found, "Price/BaseQuantity"),
                ),
            )


def _references(root: etree._Element) -> Iterator[Reference]:
    for kind, path in (
        ("order", "OrderReference/ID"),
        ("sales_order", "OrderReference/SalesOrderID"),
        ("contract", "ContractDocumentReference/ID"),
        ("project", "ProjectReference/ID"),
        ("despatch", "DespatchDocumentReference/ID"),
    ):
        for found in root.iterfind(anywhere(path)):
            if number := (found.text or "").strip():
                yield Reference(kind, number)
    for path in ("InvoiceDocumentReference", "CreditNoteDocumentReference"):
        for found in root.iterfind(anywhere(f"BillingReference/{path}")):
            if number := text_at(found, "ID"):
                yield Reference("preceding", number, issued_on=day_at(found, "IssueDate"))


def _instalments(root: etree._Element) -> Iterator[Instalment]:
    """Terms with an amount and a day of their own: UBL has them, EN 16931 does not."""
    for found in root.iterfind(anywhere("PaymentTerms")):
        due_on = day_at(found, "InstallmentDueDate") or day_at(found, "PaymentDueDate")
        amount = decimal_at(found, "Amount")
        if due_on or amount is not None:
            yield Instalment(text_at(found, "ID"), due_on, amount)
