"""Reads Mexico's CFDI 4.0 and 3.3, with the receipts of payments (complemento de pagos 2.0, 1.0).

Data flow: root `Comprobante` → one `Einvoice`. Its total is what the SAT calls so: tax added,
withholdings taken off. Without a fiscal stamp (`TimbreFiscalDigital`) it is a draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from lxml import etree

from ingestion.formats.einvoices.checks import price_warnings, priced, rate_warnings, tax_warnings
from ingestion.formats.einvoices.document import (
    CREDIT_NOTE,
    INVOICE,
    OTHER,
    PAYMENT_RECEIPT,
    ZERO,
    AppliedPayment,
    DocumentWarning,
    Einvoice,
    Line,
    Party,
    Payment,
    Reference,
    TaxShare,
    differing,
    total_of,
)
from ingestion.formats.einvoices.fields import day_of, decimal_of, required, required_day
from ingestion.formats.statement import FileRefused
from ingestion.formats.xml import anywhere

# T moves goods and N pays wages: neither claims money of a customer.
_KINDS = {"I": INVOICE, "E": CREDIT_NOTE, "P": PAYMENT_RECEIPT}
# TipoRelacion: 04 says that this document stands in for another.
_REPLACES = "04"
_BUYERS_ABROAD = "XEXX010101000"  # one RFC for all of them
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_CENT = Decimal("0.01")
_VALUE_ADDED_TAX = "002"


def read(root: etree._Element) -> Einvoice:
    """The document; FileRefused where its type, day, total or issuer cannot be read."""
    type_code = _required(root, "TipoDeComprobante")
    series, folio = _text(root, "Serie"), _text(root, "Folio")
    stamp = root.find(f".//{anywhere('TimbreFiscalDigital')}")
    unique_id = None if stamp is None else _uuid(stamp, "UUID")
    taxes = root.find(anywhere("Impuestos"))
    line_total = _number(root, "SubTotal")
    discount = _number(root, "Descuento")
    total = _number(root, "Total")
    if line_total is None or total is None:
        raise FileRefused("einvoice_field_missing", "SubTotal, Total", root.sourceline)
    document = Einvoice(
        family="mx_cfdi",
        type_code=type_code,
        kind=_KINDS.get(type_code, OTHER),
        number=f"{series or ''}{folio or ''}" or None,
        series=series,
        unique_id=unique_id,
        is_draft=unique_id is None,
        issued_on=required_day(day_of(root.get("Fecha"), root), "Fecha", root),
        currency=_text(root, "Moneda"),
        exchange_rate=_number(root, "TipoCambio"),
        issuer=_party(root, "Emisor"),
        receiver=_party(root, "Receptor"),
        line_total=line_total,
        allowances=discount,
        net=line_total - (discount or ZERO),
        tax=_number(taxes, "TotalImpuestosTrasladados"),
        withheld=_number(taxes, "TotalImpuestosRetenidos"),
        total=total,
        payable=total,
        payment_means=_text(root, "FormaPago"),
        payment_terms=_text(root, "CondicionesDePago") or _text(root, "MetodoPago"),
        lines=tuple(_lines(root)),
        taxes=tuple(_taxes(root)),
        references=tuple(_references(root)),
        payments=tuple(_payments(root)),
    )
    return replace(document, warnings=tuple(_warnings(document, root)))


def _warnings(document: Einvoice, root: etree._Element) -> Iterator[DocumentWarning]:
    local = root.findall(f".//{anywhere('ImpuestosLocales')}")
    total = total_of((document.net, document.tax)) - (document.withheld or ZERO)
    total += total_of(_number(one, "TotaldeTraslados") for one in local)
    total -= total_of(_number(one, "TotaldeRetenciones") for one in local)
    lines = total_of(line.net_amount for line in document.lines)
    yield from differing(
        ("einvoice_lines_differ", lines, document.line_total),
        ("einvoice_total_differs", total, document.total),
    )
    yield from price_warnings(document.lines, _CENT)
    yield from tax_warnings(document.taxes, document.tax or ZERO)
    discounts = total_of(line.discount for line in document.lines)
    yield from differing(("einvoice_net_differs", discounts, document.allowances or ZERO))
    yield from rate_warnings(document.lines, document.taxes)
    yield from _paid_warnings(document, root)
    for payment in document.payments:
        for part in payment.applied:
            if part.previous_balance is not None:
                left = part.previous_balance - part.paid
                yield from differing(("einvoice_payment_differs", left, part.remaining))
        # Rounded to the cent on the way between currencies.
        is_plain = all(part.currency in (None, payment.currency) for part in payment.applied)
        tolerance = ZERO if is_plain else Decimal(1)
        if (applied := payment.applied_total) is None or abs(applied - payment.amount) > tolerance:
            value = "?" if applied is None else f"{applied:.2f} / {payment.amount:f}"
            yield DocumentWarning("einvoice_payment_differs", value)
    if document.is_draft:
        yield DocumentWarning("einvoice_not_stamped", document.number or "-")


def _paid_warnings(document: Einvoice, root: etree._Element) -> Iterator[DocumentWarning]:
    """All payments together, in pesos, against what the receipt states."""
    stated = _number(root.find(f".//{anywhere('Pagos/Totales')}"), "MontoTotalPagos")
    paid = total_of(one.amount * (one.exchange_rate or 1) for one in document.payments)
    in_pesos = all(one.exchange_rate in (None, 1) for one in document.payments)
    yield from differing(
        ("einvoice_payment_differs", paid, stated), tolerance=ZERO if in_pesos else Decimal(1)
    )


def _text(element: etree._Element | None, name: str) -> str | None:
    """An attribute; the SAT's own samples pad some with blanks."""
    return None if element is None else (element.get(name) or "").strip() or None


def _required(element: etree._Element, name: str) -> str:
    return required(_text(element, name), name, element)


def _uuid(element: etree._Element, name: str) -> str:
    """The number that the tax office gave a document; FileRefused where it cannot be one."""
    text = _required(element, name).lower()
    if not _UUID.fullmatch(text):
        raise FileRefused("einvoice_field_missing", f"{name} ({text[:40]})", element.sourceline)
    return text


def _number(element: etree._Element | None, name: str) -> Decimal | None:
    return None if element is None else decimal_of(element.get(name), element)


def _party(root: etree._Element, name: str) -> Party:
    found = root.find(anywhere(name))
    if found is None:
        raise FileRefused("einvoice_field_missing", name, root.sourceline)
    rfc, abroad = _required(found, "Rfc"), _text(found, "NumRegIdTrib")
    return Party(
        name=_text(found, "Nombre"),
        tax_id=abroad if abroad and rfc == _BUYERS_ABROAD else rfc,
        country=_text(found, "ResidenciaFiscal") or "MX",
    )


def _lines(root: etree._Element) -> Iterator[Line]:
    for number, found in enumerate(root.iterfind(anywhere("Conceptos/Concepto")), start=1):
        amount = _number(found, "Importe")
        if amount is None:
            raise FileRefused("einvoice_field_missing", "Importe", found.sourceline)
        rates = [
            rate
            for tax in found.iterfind(anywhere("Impuestos/Traslados/Traslado"))
            if tax.get("Impuesto") == _VALUE_ADDED_TAX
            and tax.get("TipoFactor") == "Tasa"
            and (rate := _number(tax, "TasaOCuota")) is not None
        ]
        yield Line(
            number=str(number),
            net_amount=amount,
            item_code=_text(found, "NoIdentificacion"),
            description=_text(found, "Descripcion"),
            quantity=_number(found, "Cantidad"),
            unit=_text(found, "ClaveUnidad"),
            unit_price=_number(found, "ValorUnitario"),
            priced=priced(_number(found, "Cantidad"), _number(found, "ValorUnitario")),
            discount=_number(found, "Descuento"),
            tax_rate=rates[0] * 100 if len(rates) == 1 else None,
        )


def _taxes(root: etree._Element) -> Iterator[TaxShare]:
    for found in root.iterfind(anywhere("Impuestos/Traslados/Traslado")):
        rate = _number(found, "TasaOCuota")
        yield TaxShare(
            _text(found, "Impuesto"),
            None if rate is None else rate * 100,
            _number(found, "Base"),
            _number(found, "Importe"),
        )


def _references(root: etree._Element) -> Iterator[Reference]:
    for group in root.iterfind(anywhere("CfdiRelacionados")):
        code = _text(group, "TipoRelacion")
        for found in group.iterfind(anywhere("CfdiRelacionado")):
            kind = "replaced" if code == _REPLACES else "preceding"
            yield Reference(kind, _uuid(found, "UUID"), code=code)


def _payments(root: etree._Element) -> Iterator[Payment]:
    for found in root.iterfind(f".//{anywhere('Pagos/Pago')}"):
        amount = _number(found, "Monto")
        if amount is None:
            raise FileRefused("einvoice_field_missing", "Monto", found.sourceline)
        yield Payment(
            paid_on=required_day(day_of(found.get("FechaPago"), found), "FechaPago", found),
            form=_text(found, "FormaDePagoP"),
            currency=_text(found, "MonedaP"),
            exchange_rate=_number(found, "TipoCambioP"),
            amount=amount,
            reference=_text(found, "NumOperacion"),
            applied=tuple(_applied(part) for part in found.iterfind(anywhere("DoctoRelacionado"))),
        )


def _applied(found: etree._Element) -> AppliedPayment:
    paid = _number(found, "ImpPagado")
    if paid is None:
        raise FileRefused("einvoice_field_missing", "ImpPagado", found.sourceline)
    return AppliedPayment(
        document_id=_uuid(found, "IdDocumento"),
        number=f"{_text(found, 'Serie') or ''}{_text(found, 'Folio') or ''}" or None,
        currency=_text(found, "MonedaDR"),
        exchange_rate=_number(found, "EquivalenciaDR"),
        instalment_number=_text(found, "NumParcialidad"),
        previous_balance=_number(found, "ImpSaldoAnt"),
        paid=paid,
        remaining=_number(found, "ImpSaldoInsoluto"),
    )
