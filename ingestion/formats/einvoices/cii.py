"""Reads UN/CEFACT Cross Industry Invoices: XRechnung, Factur-X, ZUGFeRD 2 and its version 1.

Data flow: root `CrossIndustryInvoice` or `CrossIndustryDocument` → one `Einvoice`. Version 1 calls
the same parts by longer names; where one of several stands, the first that is there is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lxml import etree

from ingestion.formats.einvoices.checks import priced
from ingestion.formats.einvoices.document import (
    Adjustment,
    Einvoice,
    Instalment,
    Line,
    Party,
    Reference,
    TaxShare,
)
from ingestion.formats.einvoices.fields import (
    day_of,
    decimal_at,
    decimal_of,
    required,
    required_day,
    required_decimal,
)
from ingestion.formats.einvoices.norm import kind_of_type, tax_in, with_sums_checked
from ingestion.formats.xml import anywhere, first_text, text_at


def read(root: etree._Element) -> Einvoice:
    """The document; FileRefused where number, day or an amount of it cannot be read."""
    header = _part(root, "ExchangedDocument", "HeaderExchangedDocument")
    trade = _part(root, "SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction")
    agreement = _part(
        trade, "ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement"
    )
    delivery = _part(trade, "ApplicableHeaderTradeDelivery", "ApplicableSupplyChainTradeDelivery")
    settlement = _part(
        trade, "ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement"
    )
    totals = _part(
        settlement,
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        "SpecifiedTradeSettlementMonetarySummation",
    )
    currency = text_at(settlement, "InvoiceCurrencyCode")
    type_code = text_at(header, "TypeCode") or "380"
    means = settlement.find(anywhere("SpecifiedTradeSettlementPaymentMeans"))
    instalments = tuple(_instalments(settlement))
    document = Einvoice(
        family="cii",
        type_code=type_code,
        kind=kind_of_type(type_code),
        number=required(text_at(header, "ID"), "ID", header),
        issued_on=required_day(_day(header, "IssueDateTime"), "IssueDateTime", header),
        currency=currency,
        issuer=_party(agreement, "SellerTradeParty"),
        receiver=_party(agreement, "BuyerTradeParty"),
        due_on=next((part.due_on for part in instalments if part.due_on), None),
        tax_currency=text_at(settlement, "TaxCurrencyCode"),
        line_total=decimal_at(totals, "LineTotalAmount"),
        allowances=decimal_at(totals, "AllowanceTotalAmount"),
        charges=decimal_at(totals, "ChargeTotalAmount"),
        net=decimal_at(totals, "TaxBasisTotalAmount"),
        tax=tax_in(totals, "TaxTotalAmount", currency),
        total=decimal_at(totals, "GrandTotalAmount"),
        prepaid=decimal_at(totals, "TotalPrepaidAmount"),
        rounding=decimal_at(totals, "RoundingAmount"),
        payable=_payable(totals),
        period_start=_day(settlement, "BillingSpecifiedPeriod/StartDateTime"),
        period_end=_day(settlement, "BillingSpecifiedPeriod/EndDateTime"),
        buyer_reference=text_at(agreement, "BuyerReference"),
        payment_means=text_at(means, "TypeCode"),
        payment_account=first_text(
            means,
            "PayeePartyCreditorFinancialAccount/IBANID",
            "PayeePartyCreditorFinancialAccount/ProprietaryID",
        ),
        payment_reference=text_at(settlement, "PaymentReference"),
        payment_terms=text_at(settlement, "SpecifiedTradePaymentTerms/Description"),
        payee=text_at(settlement, "PayeeTradeParty/Name"),
        lines=tuple(_lines(trade)),
        adjustments=tuple(_adjustments(settlement)),
        taxes=tuple(_taxes(settlement)),
        references=tuple(_references(agreement, delivery, settlement)),
        instalments=instalments if len(instalments) > 1 else (),
    )
    process = "BusinessProcessSpecifiedDocumentContextParameter/ID"
    return with_sums_checked(document, text_at(root, f"ExchangedDocumentContext/{process}"))


def _part(element: etree._Element, *names: str) -> etree._Element:
    for name in names:
        found = element.find(anywhere(name))
        if found is not None:
            return found
    required(None, names[0], element)
    raise AssertionError  # the line above always raises


def _day(element: etree._Element | None, path: str) -> date | None:
    """The day at a path: a `DateTimeString` (20260131), in version 1 also a `DateTime`."""
    if element is None:
        return None
    return day_of(first_text(element, f"{path}/DateTimeString", f"{path}/DateTime", path), element)


def _party(agreement: etree._Element, name: str) -> Party:
    party = agreement.find(anywhere(name))
    if party is None:
        return Party()
    registered = [
        found.text.strip()
        for found in party.iterfind(anywhere("SpecifiedTaxRegistration/ID"))
        if found.get("schemeID") == "VA" and (found.text or "").strip()
    ]
    return Party(
        name=text_at(party, "Name"),
        tax_id=registered[0] if registered else None,
        legal_id=text_at(party, "SpecifiedLegalOrganization/ID"),
        endpoint=text_at(party, "URIUniversalCommunication/URIID"),
        country=text_at(party, "PostalTradeAddress/CountryID"),
    )


def _payable(totals: etree._Element) -> Decimal | None:
    """What is due; the smallest profiles state the total alone."""
    due = decimal_at(totals, "DuePayableAmount")
    return required_decimal(totals, "GrandTotalAmount") if due is None else due


def _taxes(settlement: etree._Element) -> Iterator[TaxShare]:
    for found in settlement.iterfind(anywhere("ApplicableTradeTax")):
        yield TaxShare(
            text_at(found, "CategoryCode"),
            _rate(found),
            decimal_at(found, "BasisAmount"),
            decimal_at(found, "CalculatedAmount"),
        )


def _rate(tax: etree._Element | None) -> Decimal | None:
    rate = decimal_at(tax, "RateApplicablePercent")
    return decimal_at(tax, "ApplicablePercent") if rate is None else rate


def _adjustments(settlement: etree._Element) -> Iterator[Adjustment]:
    for found in settlement.iterfind(anywhere("SpecifiedTradeAllowanceCharge")):
        yield Adjustment(
            is_charge=text_at(found, "ChargeIndicator/Indicator") in ("true", "1"),
            amount=required_decimal(found, "ActualAmount"),
            reason=first_text(found, "Reason", "ReasonCode"),
            tax_rate=_rate(found.find(anywhere("CategoryTradeTax"))),
        )
    for found in settlement.iterfind(anywhere("SpecifiedLogisticsServiceCharge")):
        yield Adjustment(
            is_charge=True,
            amount=required_decimal(found, "AppliedAmount"),
            reason=text_at(found, "Description"),
            tax_rate=_rate(found.find(anywhere("AppliedTradeTax"))),
        )


def _lines(trade: etree._Element) -> Iterator[Line]:
    for found in trade.iterfind(anywhere("IncludedSupplyChainTradeLineItem")):
        agreed = _either(found, "SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement")
        delivered = _either(
            found, "SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery"
        )
        settled = _either(
            found, "SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement"
        )
        totals = _either(
            settled,
            "SpecifiedTradeSettlementLineMonetarySummation",
            "SpecifiedTradeSettlementMonetarySummation",
        )
        amount = decimal_at(totals, "LineTotalAmount")
        if amount is None:
            continue  # a text among the lines: it costs nothing
        quantity = _either(delivered, "BilledQuantity")
        count = None if quantity is None else decimal_of(quantity.text, quantity)
        price = decimal_at(agreed, "NetPriceProductTradePrice/ChargeAmount")
        status = text_at(found, "AssociatedDocumentLineDocument/LineStatusReasonCode")
        yield Line(
            number=text_at(found, "AssociatedDocumentLineDocument/LineID"),
            net_amount=amount,
            item_code=text_at(found, "SpecifiedTradeProduct/SellerAssignedID"),
            description=first_text(
                found, "SpecifiedTradeProduct/Name", "SpecifiedTradeProduct/Description"
            ),
            quantity=count,
            unit=None if quantity is None else quantity.get("unitCode"),
            unit_price=price,
            tax_rate=_rate(_either(settled, "ApplicableTradeTax")),
            period_start=_day(settled, "BillingSpecifiedPeriod/StartDateTime"),
            period_end=_day(settled, "BillingSpecifiedPeriod/EndDateTime"),
            order_number=text_at(agreed, "BuyerOrderReferencedDocument/IssuerAssignedID"),
            # Factur-X EXTENDED groups lines: a group repeats the sum of its lines.
            counts=status not in ("GROUP", "INFORMATION"),
            priced=priced(
                count,
                price,
                *(
                    part.amount if part.is_charge else -part.amount
                    for part in (_adjustments(settled) if settled is not None else ())
                ),
                base=decimal_at(agreed, "NetPriceProductTradePrice/BasisQuantity"),
            ),
        )


def _either(element: etree._Element | None, *names: str) -> etree._Element | None:
    if element is None:
        return None
    parts = (element.find(anywhere(name)) for name in names)
    return next((part for part in parts if part is not None), None)


def _references(
    agreement: etree._Element, delivery: etree._Element, settlement: etree._Element
) -> Iterator[Reference]:
    for kind, part, name in (
        ("order", agreement, "BuyerOrderReferencedDocument"),
        ("sales_order", agreement, "SellerOrderReferencedDocument"),
        ("contract", agreement, "ContractReferencedDocument"),
        ("project", agreement, "SpecifiedProcuringProject"),
        ("despatch", delivery, "DespatchAdviceReferencedDocument"),
        ("preceding", settlement, "InvoiceReferencedDocument"),
    ):
        for found in part.iterfind(anywhere(name)):
            if number := first_text(found, "IssuerAssignedID", "ID"):
                issued_on = _day(found, "FormattedIssueDateTime") or _day(found, "IssueDateTime")
                yield Reference(kind, number, issued_on=issued_on)


def _instalments(settlement: etree._Element) -> Iterator[Instalment]:
    for found in settlement.iterfind(anywhere("SpecifiedTradePaymentTerms")):
        if due_on := _day(found, "DueDateDateTime"):
            yield Instalment(None, due_on, decimal_at(found, "PartialPaymentAmount"))
