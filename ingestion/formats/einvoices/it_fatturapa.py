"""Reads Italy's FatturaPA 1.2, ordinary format (FPA12, FPR12): one header, one or many bodies.

Data flow: root `FatturaElettronica` → one `Einvoice` for each body. The format states no net and,
often, no total: they are the sums of its breakdown by rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from lxml import etree

from ingestion.formats.einvoices.checks import (
    period_warnings,
    price_warnings,
    priced,
    rate_warnings,
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
    required,
    required_day,
    required_decimal,
)
from ingestion.formats.statement import FileRefused
from ingestion.formats.xml import anywhere, first_text, text_at

# TD16 to TD23, TD28 and TD29 are made by the buyer, to tell the tax office of a purchase.
_KINDS = {
    **dict.fromkeys(("TD01", "TD02", "TD03", "TD06", "TD24", "TD25", "TD26", "TD27"), INVOICE),
    "TD04": CREDIT_NOTE,
    "TD05": DEBIT_NOTE,
}
_CATALOGUES = ("EAN", "GTIN", "TARIC", "CPV", "SSC")
_CENT = Decimal("0.01")


def read(root: etree._Element) -> tuple[Einvoice, ...]:
    """Every body of the file; FileRefused where it holds none."""
    header = root.find(anywhere("FatturaElettronicaHeader"))
    bodies = root.findall(anywhere("FatturaElettronicaBody"))
    if header is None or not bodies:
        raise FileRefused("einvoice_no_document", "FatturaElettronicaBody")
    issuer = _party(header, "CedentePrestatore")
    receiver = _party(header, "CessionarioCommittente")
    return tuple(_document(body, issuer, receiver) for body in bodies)


def _document(body: etree._Element, issuer: Party, receiver: Party) -> Einvoice:
    general = body.find(anywhere("DatiGenerali/DatiGeneraliDocumento"))
    if general is None:
        raise FileRefused("einvoice_field_missing", "DatiGeneraliDocumento", body.sourceline)
    type_code = required(text_at(general, "TipoDocumento"), "TipoDocumento", general)
    lines, taxes = tuple(_lines(body)), tuple(_taxes(body))
    instalments = tuple(_instalments(body))
    net, tax = (total_of(share.base for share in taxes), total_of(share.tax for share in taxes))
    withheld = [
        decimal_at(found, "ImportoRitenuta") for found in general.iterfind(anywhere("DatiRitenuta"))
    ]
    total = decimal_at(general, "ImportoTotaleDocumento")
    document = Einvoice(
        family="it_fatturapa",
        type_code=type_code,
        kind=_KINDS.get(type_code, OTHER),
        number=required(text_at(general, "Numero"), "Numero", general),
        issued_on=required_day(day_at(general, "Data"), "Data", general),
        currency=text_at(general, "Divisa"),
        issuer=issuer,
        receiver=receiver,
        due_on=next((part.due_on for part in instalments if part.due_on), None),
        line_total=total_of(line.net_amount for line in lines),
        net=net,
        tax=tax,
        withheld=total_of(withheld) if withheld else None,
        total=total,
        rounding=decimal_at(general, "Arrotondamento"),
        payable=_payable(instalments, net + tax if total is None else total, withheld),
        period_start=_period(lines, "period_start"),
        period_end=_period(lines, "period_end"),
        payment_means=text_at(body, "DatiPagamento/DettaglioPagamento/ModalitaPagamento"),
        payment_account=text_at(body, "DatiPagamento/DettaglioPagamento/IBAN"),
        payment_reference=text_at(body, "DatiPagamento/DettaglioPagamento/CodicePagamento"),
        payment_terms=text_at(body, "DatiPagamento/CondizioniPagamento"),
        lines=lines,
        adjustments=tuple(_adjustments(general)),
        taxes=taxes,
        references=tuple(_references(body)),
        instalments=instalments if len(instalments) > 1 else (),
    )
    return replace(
        document,
        warnings=(
            *_warnings(document, decimal_at(general, "DatiBollo/ImportoBollo")),
            *_payable_warnings(document, body),
        ),
    )


def _payable(
    instalments: tuple[Instalment, ...], total: Decimal, withheld: list[Decimal | None]
) -> Decimal:
    """What is to be paid: the sum of the instalments, else the total less what is withheld."""
    amounts = [part.amount for part in instalments]
    return total_of(amounts) if any(amounts) else total - total_of(withheld)


def _payable_warnings(document: Einvoice, body: etree._Element) -> tuple[DocumentWarning, ...]:
    """Where the instalments are neither the total nor what is left of it to be paid."""
    total = total_of((document.net, document.tax)) if document.total is None else document.total
    # Some ask for all and have the withheld part sent back; public buyers pay the tax to the state.
    splits = [text_at(one, "EsigibilitaIVA") == "S"
              for one in body.iterfind(anywhere("DatiBeniServizi/DatiRiepilogo"))]  # fmt: skip
    owed = total - (document.withheld or ZERO)
    if any(splits):
        owed -= document.tax or ZERO
    if document.payable == total:
        return ()
    return differing(("einvoice_payable_differs", owed, document.payable), tolerance=_CENT)


def _period(lines: tuple[Line, ...], end: str) -> date | None:
    """The first or last day of all lines: the document itself has no period."""
    days = [day for line in lines if (day := getattr(line, end)) is not None]
    return (min(days) if end == "period_start" else max(days)) if days else None


def _warnings(document: Einvoice, stamp_duty: Decimal | None) -> tuple[DocumentWarning, ...]:
    net = (document.line_total or ZERO) + total_of(
        part.amount if part.is_charge else -part.amount for part in document.adjustments
    )
    # Each rate's base may be rounded by itself.
    tolerance = _CENT * max(len(document.taxes), 1)
    warnings = differing(("einvoice_net_differs", net, document.net), tolerance=tolerance)
    total = total_of((document.net, document.tax, document.rounding))
    # Stamp duty is the issuer's; some add it to the total.
    if document.total is not None and abs(document.total - total - (stamp_duty or ZERO)) > _CENT:
        warnings += differing(("einvoice_total_differs", total, document.total), tolerance=_CENT)
    return (
        *warnings,
        *price_warnings(document.lines, _CENT),
        *rate_warnings(document.lines, document.taxes),
        *period_warnings(document),
        *tax_warnings(document.taxes, document.tax, tolerance=_CENT),
    )


def _party(header: etree._Element, name: str) -> Party:
    party = header.find(anywhere(name))
    if party is None:
        raise FileRefused("einvoice_field_missing", name, header.sourceline)
    country = text_at(party, "DatiAnagrafici/IdFiscaleIVA/IdPaese")
    code = text_at(party, "DatiAnagrafici/IdFiscaleIVA/IdCodice")
    person = [text_at(party, f"DatiAnagrafici/Anagrafica/{part}") for part in ("Nome", "Cognome")]
    legal_id = text_at(party, "DatiAnagrafici/CodiceFiscale")
    return Party(
        name=text_at(party, "DatiAnagrafici/Anagrafica/Denominazione")
        or " ".join(part for part in person if part)
        or None,
        tax_id=f"{country or ''}{code}" if code else legal_id,
        legal_id=legal_id,
        country=text_at(party, "Sede/Nazione") or country,
    )


def _lines(body: etree._Element) -> Iterator[Line]:
    for found in body.iterfind(anywhere("DatiBeniServizi/DettaglioLinee")):
        quantity, price = decimal_at(found, "Quantita"), decimal_at(found, "PrezzoUnitario")
        # Discounts of a line stand by percentage, amount or both: such a line is not computed.
        is_plain = found.find(anywhere("ScontoMaggiorazione")) is None
        yield Line(
            number=text_at(found, "NumeroLinea"),
            net_amount=required_decimal(found, "PrezzoTotale"),
            item_code=_item_code(found),
            description=text_at(found, "Descrizione"),
            quantity=quantity,
            unit=text_at(found, "UnitaMisura"),
            unit_price=price,
            priced=priced(Decimal(1) if quantity is None else quantity, price)
            if is_plain
            else None,
            tax_rate=decimal_at(found, "AliquotaIVA"),
            period_start=day_at(found, "DataInizioPeriodo"),
            period_end=day_at(found, "DataFinePeriodo"),
        )


def _item_code(line: etree._Element) -> str | None:
    """The issuer's own code; a line may also carry those of public catalogues."""
    codes = (
        text_at(found, "CodiceValore")
        for found in line.iterfind(anywhere("CodiceArticolo"))
        if (text_at(found, "CodiceTipo") or "").upper() not in _CATALOGUES
    )
    return next((code for code in codes if code), None)


def _taxes(body: etree._Element) -> Iterator[TaxShare]:
    for found in body.iterfind(anywhere("DatiBeniServizi/DatiRiepilogo")):
        yield TaxShare(
            text_at(found, "Natura"),
            decimal_at(found, "AliquotaIVA"),
            required_decimal(found, "ImponibileImporto"),
            required_decimal(found, "Imposta"),
        )


def _adjustments(general: etree._Element) -> Iterator[Adjustment]:
    """Contributions to professional funds; discounts and charges on the whole, if by amount."""
    for found in general.iterfind(anywhere("DatiCassaPrevidenziale")):
        yield Adjustment(
            is_charge=True,
            amount=required_decimal(found, "ImportoContributoCassa"),
            reason=text_at(found, "TipoCassa"),
            tax_rate=decimal_at(found, "AliquotaIVA"),
        )
    for found in general.iterfind(anywhere("ScontoMaggiorazione")):
        if (amount := decimal_at(found, "Importo")) is not None:
            is_charge = text_at(found, "Tipo") == "MG"
            yield Adjustment(is_charge, amount.quantize(_CENT, ROUND_HALF_UP))


def _references(body: etree._Element) -> Iterator[Reference]:
    for kind, path, number in (
        ("order", "DatiOrdineAcquisto", "IdDocumento"),
        ("contract", "DatiContratto", "IdDocumento"),
        ("preceding", "DatiFattureCollegate", "IdDocumento"),
        ("despatch", "DatiDDT", "NumeroDDT"),
    ):
        for found in body.iterfind(anywhere(f"DatiGenerali/{path}")):
            if text := first_text(found, number):
                yield Reference(kind, text, issued_on=day_at(found, "Data"))


def _instalments(body: etree._Element) -> Iterator[Instalment]:
    for found in body.iterfind(anywhere("DatiPagamento/DettaglioPagamento")):
        yield Instalment(
            None, day_at(found, "DataScadenzaPagamento"), decimal_at(found, "ImportoPagamento")
        )
