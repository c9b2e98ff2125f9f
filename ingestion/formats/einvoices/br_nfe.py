"""Reads Brazil's NF-e 4.0 (models 55 and 65), with or without the protocol of its authorisation.

Data flow: root `NFe`, `nfeProc` or `enviNFe` → one `Einvoice` for each `infNFe`. Most taxes are
inside its prices; IPI, substitution and import duty are added: only these are `tax` here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from lxml import etree

from ingestion.formats.einvoices.checks import (
    instalment_warnings,
    price_warnings,
    priced,
    repeated,
)
from ingestion.formats.einvoices.document import (
    CREDIT_NOTE,
    DEBIT_NOTE,
    INVOICE,
    OTHER,
    Adjustment,
    DocumentWarning,
    Einvoice,
    Instalment,
    Line,
    Party,
    Reference,
    differing,
    total_of,
)
from ingestion.formats.einvoices.fields import (
    day_at,
    decimal_at,
    required,
    required_day,
    required_decimal,
)
from ingestion.formats.statement import FileRefused
from ingestion.formats.xml import anywhere, first_text, text_at

# finNFe: a complement adds to a document, an adjustment claims nothing, a return takes back.
_KINDS = {"1": INVOICE, "2": DEBIT_NOTE, "3": OTHER, "4": CREDIT_NOTE}
_ADDED_TAXES = ("vST", "vFCPST", "vIPI", "vIPIDevol")
_CHARGES = ("vFrete", "vSeg", "vOutro")
_CENT = Decimal("0.01")
_AUTHORISED = ("100", "150")


def read(root: etree._Element) -> tuple[Einvoice, ...]:
    """Every document of the file; FileRefused where it holds none."""
    found = [root] if root.tag.endswith("infNFe") else root.findall(f".//{anywhere('infNFe')}")
    if not found:
        raise FileRefused("einvoice_no_document", "infNFe")
    status = text_at(root, "protNFe/infProt/cStat")
    return tuple(_document(one, status) for one in found)


def _document(found: etree._Element, status: str | None) -> Einvoice:
    totals = found.find(anywhere("total/ICMSTot"))
    if totals is None:
        raise FileRefused("einvoice_field_missing", "ICMSTot", found.sourceline)
    purpose = text_at(found, "ide/finNFe") or "1"
    key = (found.get("Id") or "").removeprefix("NFe")
    goods = required_decimal(totals, "vProd")
    total = required_decimal(totals, "vNF")
    services = decimal_at(found, "total/ISSQNtot/vServ")
    allowances = decimal_at(totals, "vDesc")
    charges = total_of(decimal_at(totals, name) for name in _CHARGES)
    net = total_of((goods, services, charges)) - total_of((allowances,))
    tax = total_of(decimal_at(totals, name) for name in _ADDED_TAXES)
    # Importers write the duty into the price of the goods or beside it: the total tells which.
    if total == total_of((net, tax, duty := decimal_at(totals, "vII"))):
        tax = total_of((tax, duty))
    instalments = tuple(_instalments(found))
    document = Einvoice(
        family="br_nfe",
        type_code=f"mod{text_at(found, 'ide/mod') or '55'}/finNFe{purpose}",
        kind=_KINDS.get(purpose, OTHER),
        number=required(text_at(found, "ide/nNF"), "nNF", found),
        series=text_at(found, "ide/serie"),
        unique_id=required(key, "infNFe/@Id", found),
        is_draft=status is not None and status not in _AUTHORISED,
        # A return that comes in undoes a sale; whatever else comes in is a purchase.
        is_incoming=text_at(found, "ide/tpNF") == "0" and purpose != "4",
        issued_on=required_day(
            day_at(found, "ide/dhEmi") or day_at(found, "ide/dEmi"), "dhEmi", found
        ),
        currency="BRL",
        issuer=_party(found, "emit", "enderEmit"),
        receiver=_party(found, "dest", "enderDest"),
        due_on=next((part.due_on for part in instalments if part.due_on), None),
        line_total=total_of((goods, services)),
        allowances=allowances,
        charges=charges,
        net=net,
        tax=tax,
        total=total,
        payable=total,
        payment_means=text_at(found, "pag/detPag/tPag"),
        payment_terms=text_at(found, "ide/natOp"),
        lines=tuple(_lines(found)),
        adjustments=tuple(_adjustments(totals)),
        references=tuple(_references(found)),
        instalments=instalments,
    )
    exempted = decimal_at(totals, "vICMSDeson")
    billed = decimal_at(found, "cobr/fat/vLiq")
    billed = total if billed is None else billed
    return replace(document, warnings=_warnings(document, exempted, billed, status))


def _key_warnings(document: Einvoice) -> tuple[DocumentWarning, ...]:
    """The key of 44 digits repeats month, issuer, series and number, and ends in its own digit."""
    key = document.unique_id or ""
    if not (len(key) == 44 and key.isascii() and key.isdigit()):
        return (DocumentWarning("einvoice_stamp_differs", f"infNFe/@Id: {key[:60]}"),)
    rest = sum(int(sign) * (2 + place % 8) for place, sign in enumerate(reversed(key[:43]))) % 11
    return repeated(
        ("cDV", "0" if rest < 2 else str(11 - rest), key[43]),
        ("dhEmi", f"{document.issued_on:%y%m}", key[2:6]),
        ("emit", (document.issuer.tax_id or "").zfill(14), key[6:20]),
        ("serie", (document.series or "").zfill(3), key[22:25]),
        ("nNF", (document.number or "").zfill(9), key[25:34]),
    )


def _warnings(
    document: Einvoice, exempted: Decimal | None, billed: Decimal, status: str | None
) -> tuple[DocumentWarning, ...]:
    lines = total_of(line.net_amount for line in document.lines if line.counts)
    computed = total_of((document.net, document.tax))
    warnings = differing(("einvoice_lines_differ", lines, document.line_total))
    # States differ on whether a tax that was waived is taken off the total.
    if document.total != computed - total_of((exempted,)):
        warnings += differing(("einvoice_total_differs", computed, document.total))
    discounts = total_of(line.discount for line in document.lines)
    warnings += differing(("einvoice_net_differs", discounts, document.allowances))
    warnings += price_warnings(document.lines, _CENT)
    warnings += instalment_warnings(document.instalments, billed)
    warnings += _key_warnings(document)
    if document.is_draft:
        warnings += (DocumentWarning("einvoice_not_authorised", status or ""),)
    return warnings


def _party(found: etree._Element, name: str, address: str) -> Party:
    """CNPJ or CPF; a buyer abroad has an id of its own country, or none."""
    party = found.find(anywhere(name))
    abroad = text_at(party, "idEstrangeiro")
    country_code = text_at(party, f"{address}/cPais")
    return Party(
        name=text_at(party, "xNome"),
        tax_id=first_text(party, "CNPJ", "CPF") or abroad,
        # 1058 is Brazil in the central bank's table; other countries are not told by ISO codes.
        country="BR" if country_code in (None, "1058") and not abroad else None,
    )


def _lines(found: etree._Element) -> Iterator[Line]:
    for item in found.iterfind(anywhere("det")):
        yield Line(
            number=item.get("nItem"),
            net_amount=required_decimal(item, "prod/vProd"),
            item_code=text_at(item, "prod/cProd"),
            description=text_at(item, "prod/xProd"),
            quantity=decimal_at(item, "prod/qCom"),
            unit=text_at(item, "prod/uCom"),
            unit_price=decimal_at(item, "prod/vUnCom"),
            priced=priced(decimal_at(item, "prod/qCom"), decimal_at(item, "prod/vUnCom")),
            discount=decimal_at(item, "prod/vDesc"),
            order_number=text_at(item, "prod/xPed"),
            counts=text_at(item, "prod/indTot") != "0",
        )


def _adjustments(totals: etree._Element) -> Iterator[Adjustment]:
    """Freight, insurance and other charges of all items together; discounts stand in the lines."""
    for name in _CHARGES:
        if amount := decimal_at(totals, name):
            yield Adjustment(is_charge=True, amount=amount, reason=name)


def _references(found: etree._Element) -> Iterator[Reference]:
    for other in found.iterfind(anywhere("ide/NFref/refNFe")):
        if key := (other.text or "").strip():
            yield Reference("preceding", key)
    if order := text_at(found, "compra/xPed"):
        yield Reference("order", order)
    if contract := text_at(found, "compra/xCont"):
        yield Reference("contract", contract)


def _instalments(found: etree._Element) -> Iterator[Instalment]:
    for part in found.iterfind(anywhere("cobr/dup")):
        yield Instalment(text_at(part, "nDup"), day_at(part, "dVenc"), decimal_at(part, "vDup"))
