"""Reads Chile's DTE: a document alone, an envelope of many (EnvioDTE), exports and boletas.

Data flow: root → one `Einvoice` for each `DTE` inside. Types, reference codes and totals are those
of the SII's Formato de Documentos Tributarios Electrónicos.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from lxml import etree

from ingestion.formats.einvoices.checks import (
    instalment_warnings,
    period_warnings,
    price_warnings,
    priced,
    repeated,
    tax_id_warnings,
    tax_warnings,
)
from ingestion.formats.einvoices.document import (
    CREDIT_NOTE,
    DEBIT_NOTE,
    INVOICE,
    OTHER,
    ZERO,
    Adjustment,
    DocumentWarning,
    Einvoice,
    Instalment,
    Line,
    Party,
    Reference,
    TaxShare,
    differing,
    total_of,
)
from ingestion.formats.einvoices.fields import (
    day_at,
    decimal_at,
    name_of,
    required,
    required_day,
    required_decimal,
)
from ingestion.formats.statement import FileRefused
from ingestion.formats.xml import anywhere, first_text, text_at

# Neither the delivery note (52), the purchase invoice that a buyer makes (46) nor the settlement
# of a commission agent (43) is an invoice of its issuer to a customer.
KINDS = {
    **dict.fromkeys(("30", "32", "33", "34", "35", "38", "39", "41", "101", "110"), INVOICE),
    **dict.fromkeys(("55", "56", "104", "111"), DEBIT_NOTE),
    **dict.fromkeys(("60", "61", "106", "112"), CREDIT_NOTE),
}
_PRECEDING = {*KINDS, "40", "43", "45", "46", "103"}
_REFERENCE_KINDS = {"801": "order", "803": "contract", "50": "despatch", "52": "despatch"}
_BARCODES = ("EAN", "DUN", "GTIN", "UPC")
_PESO = Decimal(1)
_RECEIPTS = ("39", "41")  # boletas: their prices hold the tax, unless they say so
# How the SII writes currencies (Tabla de Monedas); another text stays as it is, and is no currency.
_CURRENCIES = {
    "PESO CL": "CLP",
    "DOLAR USA": "USD",
    "EURO": "EUR",
    "LIBRA EST": "GBP",
    "PESO MEX": "MXN",
    "PESO COL": "COP",
    "PESO": "ARS",
    "NUEVO SOL": "PEN",
    "CRUZEIRO REAL": "BRL",
    "YEN": "JPY",
    "YUAN": "CNY",
    "RENMINBI": "CNY",
    "FRANCO SZ": "CHF",
}


def read(root: etree._Element) -> tuple[Einvoice, ...]:
    """Every document of the file; FileRefused where it holds none."""
    found = [root] if name_of(root) == "DTE" else root.findall(f".//{anywhere('DTE')}")
    documents = tuple(_document(dte) for dte in found)
    if not documents:
        raise FileRefused("einvoice_no_document", "DTE")
    return documents


def _document(dte: etree._Element) -> Einvoice:
    body = next(iter(dte), None)
    if body is None or name_of(body) not in ("Documento", "Exportaciones", "Liquidacion"):
        raise FileRefused("einvoice_no_document", "Documento", dte.sourceline)
    header = body.find(anywhere("Encabezado"))
    if header is None:
        raise FileRefused("einvoice_field_missing", "Encabezado", body.sourceline)
    type_code = required(text_at(header, "IdDoc/TipoDTE"), "TipoDTE", header)
    lines = tuple(_lines(body))
    totals = header.find(anywhere("Totales"))
    currency = text_at(header, "Totales/TpoMoneda") or "CLP"
    total = required_decimal(header, "Totales/MntTotal")
    payable = decimal_at(header, "Totales/VlrPagar")
    document = Einvoice(
        family="cl_dte",
        type_code=type_code,
        kind=KINDS.get(type_code, OTHER),
        number=required(text_at(header, "IdDoc/Folio"), "Folio", header),
        issued_on=required_day(day_at(header, "IdDoc/FchEmis"), "FchEmis", header),
        currency=_CURRENCIES.get(currency, currency),
        issuer=Party(
            name=first_text(header, "Emisor/RznSoc", "Emisor/RznSocEmisor"),
            tax_id=_rut(required(text_at(header, "Emisor/RUTEmisor"), "RUTEmisor", header)),
            country="CL",
        ),
        receiver=_receiver(header),
        due_on=day_at(header, "IdDoc/FchVenc"),
        tax_currency="CLP",
        exchange_rate=decimal_at(header, "OtraMoneda/TpoCambio"),
        net=decimal_at(totals, "MntNeto"),
        exempt=decimal_at(totals, "MntExe"),
        tax=decimal_at(totals, "IVA"),
        total=total,
        payable=total if payable is None else payable,
        are_prices_gross=text_at(header, "IdDoc/MntBruto") == "1"
        or (type_code in _RECEIPTS and text_at(header, "IdDoc/IndMntNeto") != "2"),
        period_start=day_at(header, "IdDoc/PeriodoDesde"),
        period_end=day_at(header, "IdDoc/PeriodoHasta"),
        payment_means=text_at(header, "IdDoc/FmaPago"),
        payment_terms=text_at(header, "IdDoc/TermPagoGlosa"),
        lines=lines,
        adjustments=tuple(_adjustments(body, lines)),
        taxes=tuple(_taxes(header)),
        references=tuple(_references(body)),
        instalments=tuple(_instalments(header)),
    )
    return _checked(document, header, body)


def _checked(document: Einvoice, header: etree._Element, body: etree._Element) -> Einvoice:
    """The document with a warning for each thing that it says twice, and not alike."""
    rate = decimal_at(header, "Totales/TasaIVA")
    share = TaxShare(None, rate, document.net, document.tax)
    receiver = text_at(header, "Receptor/RUTRecep")
    warnings = (
        *_sum_warnings(document),
        *price_warnings(document.lines, _PESO),
        *tax_warnings([share] if document.net else [], document.tax, tolerance=_PESO),
        *instalment_warnings(document.instalments, document.payable),
        *period_warnings(document),
        *differing(("einvoice_payable_differs", _owed(document, header), document.payable)),
        *tax_id_warnings(document.issuer.tax_id, _rut(receiver) if receiver else None),
        *_stamp_warnings(document, receiver, body.find(anywhere("TED/DD"))),
    )
    return replace(document, warnings=warnings)


def _owed(document: Einvoice, header: etree._Element) -> Decimal:
    """The total, with what an earlier bill left over and what is charged without being sold."""
    more = (decimal_at(header, f"Totales/{name}") for name in ("SaldoAnterior", "MontoNF"))
    return total_of((document.total, *more))


def _stamp_warnings(
    document: Einvoice, receiver: str | None, stamp: etree._Element | None
) -> tuple[DocumentWarning, ...]:
    """The stamp (TED) repeats who bills whom, what, when and how much."""
    if stamp is None:
        return ()
    issuer = text_at(stamp, "RE")
    return repeated(
        ("RUTEmisor", document.issuer.tax_id, _rut(issuer) if issuer else None),
        ("TipoDTE", document.type_code, text_at(stamp, "TD")),
        ("Folio", document.number, text_at(stamp, "F")),
        ("FchEmis", document.issued_on, day_at(stamp, "FE")),
        ("RUTRecep", receiver, text_at(stamp, "RR")),
        ("MntTotal", document.total, decimal_at(stamp, "MNT")),
    )


def _sum_warnings(document: Einvoice) -> tuple[DocumentWarning, ...]:
    before_tax = total_of((document.net, document.exempt))
    lines = total_of(line.net_amount for line in document.lines if line.counts)
    lines += total_of(
        part.amount if part.is_charge else -part.amount for part in document.adjustments
    )
    sums: list[tuple[str, Decimal | None, Decimal | None]] = []
    # Gross prices hold the tax in their lines; other taxes may add to the total or, retained,
    # take from it.
    if document.lines and not document.are_prices_gross:
        sums.append(("einvoice_lines_differ", lines, before_tax))
    if not document.taxes and (document.net is not None or document.exempt is not None):
        total = before_tax + (document.tax or ZERO)
        sums.append(("einvoice_total_differs", total, document.total))
    # A percentage of the whole is rounded to a peso.
    return differing(*sums, tolerance=_PESO if document.adjustments else ZERO)


def _rut(text: str) -> str:
    """`76.354.771-k` is 76354771-K."""
    return text.replace(".", "").strip().upper()


def _receiver(header: etree._Element) -> Party:
    rut = text_at(header, "Receptor/RUTRecep")
    abroad = text_at(header, "Receptor/Extranjero/NumId")
    return Party(
        name=text_at(header, "Receptor/RznSocRecep"),
        tax_id=abroad or (_rut(rut) if rut else None),
        legal_id=text_at(header, "Receptor/CdgIntRecep"),
        # Buyers abroad have a common RUT; their country is a number of the customs office.
        country=None if abroad or rut == "55555555-5" else "CL",
    )


def _lines(body: etree._Element) -> Iterator[Line]:
    for found in body.iterfind(anywhere("Detalle")):
        name, text = text_at(found, "NmbItem"), text_at(found, "DscItem")
        exemption = text_at(found, "IndExe")
        quantity, price = decimal_at(found, "QtyItem"), decimal_at(found, "PrcItem")
        discount, charge = decimal_at(found, "DescuentoMonto"), decimal_at(found, "RecargoMonto")
        yield Line(
            number=text_at(found, "NroLinDet"),
            net_amount=required_decimal(found, "MontoItem"),
            item_code=_item_code(found),
            description=" · ".join(part for part in (name, text) if part) or None,
            quantity=quantity,
            unit=text_at(found, "UnmdItem"),
            unit_price=price,
            tax_rate=ZERO if exemption else None,
            # 2: not to be billed at all; 6: the same, negative (returnable packaging).
            counts=exemption not in ("2", "6"),
            priced=priced(quantity, price, -(discount or ZERO), charge),
        )


def _item_code(line: etree._Element) -> str | None:
    """The issuer's own code; a line may also carry barcodes."""
    codes = (
        text_at(found, "VlrCodigo")
        for found in line.iterfind(anywhere("CdgItem"))
        if not (text_at(found, "TpoCodigo") or "").upper().startswith(_BARCODES)
    )
    return next((code for code in codes if code), None)


def _adjustments(body: etree._Element, lines: tuple[Line, ...]) -> Iterator[Adjustment]:
    """Discounts and charges on the whole; a percentage is of the lines that it names."""
    for found in body.iterfind(anywhere("DscRcgGlobal")):
        value = required_decimal(found, "ValorDR")
        if text_at(found, "TpoValor") == "%":
            is_exempt = text_at(found, "IndExeDR") is not None
            base = total_of(
                line.net_amount
                for line in lines
                if line.counts and (line.tax_rate is not None) == is_exempt
            )
            value = (base * value / 100).quantize(Decimal(1), ROUND_HALF_UP)
        yield Adjustment(text_at(found, "TpoMov") == "R", value, text_at(found, "GlosaDR"))


def _taxes(header: etree._Element) -> Iterator[TaxShare]:
    """Taxes beside the value added tax, added or retained."""
    for found in header.iterfind(anywhere("Totales/ImptoReten")):
        yield TaxShare(
            text_at(found, "TipoImp"),
            decimal_at(found, "TasaImp"),
            None,
            decimal_at(found, "MontoImp"),
        )


def _references(body: etree._Element) -> Iterator[Reference]:
    for found in body.iterfind(anywhere("Referencia")):
        type_code, number = text_at(found, "TpoDocRef"), text_at(found, "FolioRef")
        if not number:
            continue
        yield Reference(
            kind=_REFERENCE_KINDS.get(
                type_code or "", "preceding" if type_code in _PRECEDING else "other"
            ),
            number=number,
            type_code=type_code,
            issued_on=day_at(found, "FchRef"),
            code=text_at(found, "CodRef"),
            reason=text_at(found, "RazonRef"),
        )


def _instalments(header: etree._Element) -> Iterator[Instalment]:
    for found in header.iterfind(anywhere("IdDoc/MntPagos")):
        yield Instalment(None, day_at(found, "FchPago"), decimal_at(found, "MntPago"))
