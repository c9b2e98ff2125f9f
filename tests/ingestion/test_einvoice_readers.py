"""What each family's reader takes from a document, and what it refuses or flags."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import astuple
from datetime import date, datetime
from decimal import Decimal

import pytest

from ingestion.formats.einvoices.detect import read_einvoices
from ingestion.formats.einvoices.document import Einvoice, RegisterRow
from ingestion.formats.statement import FileRefused
from tests.ingestion.einvoice_samples import (
    AEC,
    CII,
    FATTURA,
    INVOICE_UUID,
    NFE,
    REGISTER_HEADER,
    UBL,
    cfdi,
    dte,
    envelope,
    receipt,
)


def read(text: str | bytes) -> Einvoice:
    [document] = read_einvoices(text.encode() if isinstance(text, str) else text).documents
    return document


def refusal(text: str | bytes) -> tuple[str, str]:
    with pytest.raises(FileRefused) as refused:
        read_einvoices(text.encode() if isinstance(text, str) else text)
    return refused.value.code, refused.value.value


def refused_or_read(text: str) -> str | None:
    try:
        read_einvoices(text.encode())
    except FileRefused as refused:
        return refused.code
    return None


def warned(text: str | bytes) -> list[tuple[str, str]]:
    return [(warning.code, warning.value) for warning in read(text).warnings]


def register(*rows: str, header: str = REGISTER_HEADER) -> tuple[RegisterRow, ...]:
    return read_einvoices((header + "\n".join(rows)).encode()).register_rows


SAMPLES = {
    "ubl": UBL,
    "cii": CII,
    "cl_dte": dte(),
    "mx_cfdi": cfdi(),
    "it_fatturapa": FATTURA,
    "br_nfe": NFE,
}


@pytest.mark.parametrize("family", SAMPLES)
def test_a_sound_document_of_each_family_has_no_warning(family: str) -> None:
    document = read(SAMPLES[family])
    assert document.family == family
    assert document.warnings == ()


# --- UBL and CII ---------------------------------------------------------------------------------


def test_an_invoice_in_ubl_with_all_it_refers_to() -> None:
    document = read(UBL)
    assert document.identity == "DE123456789/invoice/F-1042"
    assert (document.issued_on, document.due_on) == (date(2026, 2, 3), date(2026, 3, 5))
    assert (document.period_start, document.period_end) == (date(2026, 1, 1), date(2026, 1, 31))
    assert (document.issuer.country, document.receiver.name) == ("DE", "Norrland AB")
    assert [(one.kind, one.number) for one in document.references] == [
        ("order", "PO-9"),
        ("sales_order", "S-1"),
        ("contract", "K-77"),
        ("preceding", "F-1001"),
    ]
    [line] = document.lines
    assert (line.item_code, line.quantity, line.unit_price) == ("SEAT", Decimal(4), Decimal(25))


def test_prepaid_and_rounding_change_what_is_payable_and_not_the_total() -> None:
    document = read(UBL)
    assert document.total == Decimal("107.10")
    assert (document.prepaid, document.rounding) == (Decimal("7.00"), Decimal("-0.10"))
    assert document.payable == Decimal("100.00")


def test_tax_in_the_currency_of_the_tax_office_is_not_the_documents_tax() -> None:
    document = read(UBL)
    assert (document.currency, document.tax_currency) == ("EUR", "SEK")
    assert document.tax == Decimal("17.10")


@pytest.mark.parametrize(
    ("old", "new", "warnings"),
    [
        (">100.00</cbc:LineExtensionAmount>\n<cac:Item>", ">99.00</cbc:LineExtensionAmount>\n"
         "<cac:Item>", [("einvoice_lines_differ", "99.00 / 100.00")]),
        (">10.00</cbc:AllowanceTotalAmount>", ">9.00</cbc:AllowanceTotalAmount>",
         [("einvoice_net_differs", "10.00 / 9.00"), ("einvoice_net_differs", "91.00 / 90.00")]),
        (">17.10</cbc:TaxAmount><cac:TaxSubtotal>", ">17.11</cbc:TaxAmount><cac:TaxSubtotal>",
         [("einvoice_total_differs", "107.11 / 107.10"),
          ("einvoice_tax_differs", "17.10 / 17.11")]),
        (">7.00</cbc:PrepaidAmount>", ">8.00</cbc:PrepaidAmount>",
         [("einvoice_payable_differs", "99.00 / 100.00")]),
        (">90.00</cbc:TaxableAmount>", ">80.00</cbc:TaxableAmount>",
         [("einvoice_tax_differs", "15.20 / 17.10"), ("einvoice_tax_differs", "80.00 / 90.00")]),
        # What is not stated is passed over: the net is then that of the lines.
        ('<cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>\n<cbc:TaxEx',
         "<cbc:TaxEx", []),
        ("</cbc:Percent>\n</cac:ClassifiedTaxCategory>", "0</cbc:Percent>\n"
         "</cac:ClassifiedTaxCategory>", [("einvoice_rate_differs", "1: 190")]),
        ("<cbc:EndDate>2026-01-31</cbc:EndDate>\n</cac:InvoicePeriod>\n<cac:OrderReference>",
         "<cbc:EndDate>2025-01-31</cbc:EndDate>\n</cac:InvoicePeriod>\n<cac:OrderReference>",
         [("einvoice_period_reversed", "2026-01-01 / 2025-01-31")]),
    ],
)  # fmt: skip
def test_a_sum_that_does_not_hold_is_flagged(
    old: str, new: str, warnings: list[tuple[str, str]]
) -> None:
    assert UBL.count(old) == 1
    assert warned(UBL.replace(old, new)) == warnings


def test_a_price_that_is_not_the_lines_amount_is_flagged_where_peppol_forbids_it() -> None:
    text = UBL.replace(">25</cbc:PriceAmount>", ">26</cbc:PriceAmount>")
    assert warned(text) == []
    profile = "<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID><cbc:ID>F-"
    assert warned(UBL.replace("<cbc:ID>F-1042", f"{profile}1042")) == []
    assert warned(text.replace("<cbc:ID>F-1042", f"{profile}1042")) == [
        ("einvoice_price_differs", "1: 104 / 100.00")
    ]


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (CII.replace(">39.50<", ">39.00<"), ("einvoice_instalments_differ", "59.00 / 59.50")),
        (dte(net=100_000, tax=18_000), ("einvoice_tax_differs", "19000 / 18000")),
        (dte(receiver="77111222-5"), ("einvoice_tax_id_wrong", "77111222-5")),
        (dte().replace("<PrcItem>100000<", "<PrcItem>10000<"),
         ("einvoice_price_differs", "1: 10000 / 100000")),
        (dte(totals="<MntNeto>100000</MntNeto><IVA>19000</IVA><MntTotal>119000</MntTotal>"
             "<VlrPagar>110000</VlrPagar>"), ("einvoice_payable_differs", "119000 / 110000")),
        (dte(more="<TED><DD><RE>76123456-0</RE><TD>33</TD><F>171</F></DD></TED>"),
         ("einvoice_stamp_differs", "Folio: 170 / 171")),
        (cfdi().replace('ValorUnitario="550.00"', 'ValorUnitario="55.00"'),
         ("einvoice_price_differs", "1: 110.00 / 1100.00")),
        (cfdi().replace('Importe="1100.00" Descuento="100.00"', 'Importe="1100.00"'),
         ("einvoice_net_differs", "0 / 100.00")),
        (receipt().replace('ImpSaldoInsoluto="0.00"', 'ImpSaldoInsoluto="20.00"'),
         ("einvoice_payment_differs", "0.00 / 20.00")),
        (receipt("1120.00", amount="1120.50"), ("einvoice_payment_differs", "1120.00 / 1120.50")),
        (receipt().replace("<pago20:Pagos>", '<pago20:Pagos><pago20:Totales MontoTotalPagos="9"/>'),
         ("einvoice_payment_differs", "1120.00 / 9")),
        (FATTURA.replace(">228.80<", ">228.00<").replace(">1268.80<", ">1268.00<"),
         ("einvoice_tax_differs", "228.8000 / 228.00")),
        (FATTURA.replace("</DatiBeniServizi>", "</DatiBeniServizi><DatiPagamento>"
                         "<DettaglioPagamento><ImportoPagamento>100.00</ImportoPagamento></DettaglioPagamento>"
                         "</DatiPagamento>"), ("einvoice_payable_differs", "1068.80 / 100.00")),
        (NFE.replace(">53.00<", ">54.00<"), ("einvoice_instalments_differ", "114.00 / 113.00")),
        (NFE.replace("<nNF>7<", "<nNF>8<"),
         ("einvoice_stamp_differs", "nNF: 000000008 / 000000007")),
        (NFE.replace("<vDesc>4.00</vDesc>\n<indTot>", "<vDesc>5.00</vDesc>\n<indTot>"),
         ("einvoice_net_differs", "5.00 / 4.00")),
    ],
)  # fmt: skip
def test_what_a_document_says_twice_and_not_alike_is_flagged(
    text: str, warning: tuple[str, str]
) -> None:
    assert warned(text) == [warning]


@pytest.mark.parametrize(
    ("type_code", "kind"),
    [("380", "invoice"), ("381", "credit_note"), ("383", "debit_note"), ("384", "invoice")],
)
def test_the_type_says_what_kind_of_document_it_is(type_code: str, kind: str) -> None:
    assert read(UBL.replace(">380<", f">{type_code}<")).kind == kind


def test_a_credit_note_by_its_root() -> None:
    text = UBL.replace("Invoice xmlns=", "CreditNote xmlns=").replace("</Invoice>", "</CreditNote>")
    text = text.replace("<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "")
    document = read(text.replace("cac:InvoiceLine>", "cac:CreditNoteLine>"))
    assert (document.kind, document.type_code) == ("credit_note", "381")
    assert document.identity == "DE123456789/credit_note/F-1042"
    assert len(document.lines) == 1


def test_an_invoice_in_peppols_envelope() -> None:
    body = UBL.partition("?>\n")[2]
    wrapped = f"<StandardBusinessDocument><Header/>{body}</StandardBusinessDocument>"
    assert read(wrapped).number == "F-1042"


def test_a_credit_note_in_cii_due_in_two_parts() -> None:
    document = read(CII)
    assert document.identity == "DE123456789/credit_note/F-7"
    assert [(one.due_on, one.amount) for one in document.instalments] == [
        (date(2026, 3, 5), Decimal("20.00")),
        (date(2026, 4, 5), Decimal("39.50")),
    ]
    assert document.numbers("preceding") == ["F-1"]


def test_a_comment_inside_an_amount_does_not_cut_it() -> None:
    assert read(UBL.replace(">107.10<", ">107<!-- cents follow -->.10<")).total == Decimal("107.10")


# --- Chile ---------------------------------------------------------------------------------------


def test_an_envelope_holds_many_documents_in_its_own_encoding() -> None:
    parsed = read_einvoices(envelope(dte(), dte(folio="171", type_code="61")))
    assert parsed.encoding == "iso-8859-1"
    assert [(one.kind, one.identity, one.issuer.name) for one in parsed.documents] == [
        ("invoice", "76123456-0/33/170", "Ñandú Software SpA"),
        ("credit_note", "76123456-0/61/171", "Ñandú Software SpA"),
    ]


def test_a_credit_note_names_the_document_order_and_contract() -> None:
    references = "".join(
        f"<Referencia><NroLinRef>{row}</NroLinRef><TpoDocRef>{kind}</TpoDocRef>"
        f"<FolioRef>{number}</FolioRef><FchRef>2026-01-02</FchRef>{code}</Referencia>"
        for row, kind, number, code in (
            (1, "33", "150", "<CodRef>3</CodRef>"),
            (2, "801", "OC-9", ""),
            (3, "803", "K-77", ""),
            (4, "HES", "44", ""),
        )
    )
    document = read(dte(type_code="61", more=references))
    assert [(one.kind, one.number, one.code) for one in document.references] == [
        ("preceding", "150", "3"),
        ("order", "OC-9", None),
        ("contract", "K-77", None),
        ("other", "44", None),
    ]


@pytest.mark.parametrize(
    ("type_code", "kind"),
    [("34", "invoice"), ("56", "debit_note"), ("61", "credit_note"), ("52", "other")],
)
def test_the_type_of_a_dte_says_what_it_claims(type_code: str, kind: str) -> None:
    assert read(dte(type_code=type_code)).kind == kind


def test_an_exempt_invoice_has_no_net_and_no_tax() -> None:
    totals = "<MntExe>100000</MntExe><MntTotal>100000</MntTotal>"
    document = read(dte(type_code="34", totals=totals))
    assert (document.net, document.exempt, document.tax) == (None, Decimal(100000), None)
    assert document.warnings == ()


def test_an_export_invoice_is_in_its_own_currency() -> None:
    totals = "<TpoMoneda>DOLAR USA</TpoMoneda><MntExe>1500.50</MntExe><MntTotal>1500.50</MntTotal>"
    text = dte(type_code="110", receiver="55555555-5", totals=totals, line=0)
    text = text.replace(">0<", ">1500.50<").replace("Documento", "Exportaciones")
    document = read(text)
    assert (document.currency, document.total) == ("USD", Decimal("1500.50"))
    assert document.receiver.country is None
    assert document.warnings == ()


def test_a_discount_on_the_whole_in_percent_is_rounded_to_a_peso() -> None:
    discount = (
        "<DscRcgGlobal><NroLinDR>1</NroLinDR><TpoMov>D</TpoMov><TpoValor>%</TpoValor>"
        "<ValorDR>7.5</ValorDR></DscRcgGlobal>"
    )
    document = read(dte(net=92_501, tax=17_575, line=100_001, more=discount))
    assert [astuple(one)[:2] for one in document.adjustments] == [(False, Decimal(7500))]
    assert document.warnings == ()


def test_lines_that_are_not_the_net_of_a_dte_are_flagged() -> None:
    assert warned(dte(line=99_999)) == [("einvoice_lines_differ", "99999 / 100000")]


def test_a_dte_over_a_period_and_in_parts() -> None:
    more = (
        "<PeriodoDesde>2026-01-01</PeriodoDesde><PeriodoHasta>2026-01-31</PeriodoHasta>"
        "<MntPagos><FchPago>2026-03-05</FchPago><MntPago>59500</MntPago></MntPagos>"
    )
    document = read(dte(more_id=more))
    assert (document.period_start, document.period_end) == (date(2026, 1, 1), date(2026, 1, 31))
    assert [one.amount for one in document.instalments] == [Decimal(59500)]


def test_an_assignment_says_who_is_paid_from_then_on() -> None:
    [one] = read_einvoices(AEC.encode()).assignments
    assert (one.issuer_tax_id, one.type_code, one.number) == ("76123456-0", "33", "170")
    assert one.assignee.tax_id == "76999002-K"
    assert one.assigned_at == datetime.fromisoformat("2026-02-04T10:22:02")
    assert one.amount == Decimal(119000)


def test_a_register_of_sales_with_answers_and_a_further_tax() -> None:
    rows = register(
        "1;33;Del Giro;77111222-6;Sur;170;03/02/2026;04/02/2026 10:00:00;05/02/2026 09:00:00;;"
        "0;100000;19000;119000;801;7-8;24;3150;31.5;",
        ";33;Del Giro;77111222-6;Sur;170;03/02/2026;;;;;;;;;;27;1000;10;",
        "2;61;Del Giro;77111222-6;Sur;12;04/02/2026;04/02/2026 10:00:00;;06/02/2026 09:00:00;"
        "0;100;19;119;33;170;;;;",
        "3;34;Del Giro;77111222-6;Sur;13;05/02/2026;null;null;null;500;0;0;500;;;;;;",
    )
    assert [(one.number, one.total, one.other_taxes, one.response) for one in rows] == [
        ("170", Decimal(119000), Decimal(4150), "accepted"),
        ("12", Decimal(119), Decimal(0), "rejected"),
        ("13", Decimal(500), Decimal(0), None),
    ]
    assert rows[0].reference_numbers == ("7", "8")
    assert {one.problem for one in rows} == {None}


def test_a_row_of_the_register_that_does_not_sum_is_flagged() -> None:
    [sound] = register("1;33;Del Giro;77111222-6;Sur;170;03/02/2026;;;;0;100000;19000;119000")
    [wrong] = register("1;33;Del Giro;77111222-6;Sur;170;03/02/2026;;;;0;100000;19000;119001")
    assert (sound.warnings, wrong.problem) == ((), None)
    assert [(one.code, one.value) for one in wrong.warnings] == [
        ("einvoice_register_total_differs", "170: 119000 / 119001")
    ]


def test_a_register_with_a_column_that_lost_its_name_is_refused() -> None:
    header = REGISTER_HEADER.replace("Monto Neto", "Monto Net0")
    assert refusal(header) == ("einvoice_field_missing", "monto neto")


def test_assignments_of_two_documents_or_of_more_than_they_are_worth_are_refused() -> None:
    assert refusal(AEC.replace("<MontoCesion>119000", "<MontoCesion>119001")) == (
        "einvoice_assignment_differs", "1: 33-170, 119001",
    )  # fmt: skip
    assert refusal(AEC.replace("76999002-k", "76999003-k")) == ("einvoice_rut_wrong", "76999003-K")
    start, end = AEC.index("<Cesion "), AEC.index("</Cesiones>")
    second = AEC[start:end].replace("<Folio>170<", "<Folio>171<")
    assert refusal(AEC[:end] + second + AEC[end:]) == (
        "einvoice_assignment_differs", "1: 33-171, 119000",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("1;;Del Giro;77111222-6;Sur;170;03/02/2026;;;;0;1;0;1",
         ("einvoice_register_field_missing", "tipo doc", "")),
        ("1;33;Del Giro;77111222;Sur;170;03/02/2026;;;;0;1;0;1",
         ("einvoice_register_rut_unreadable", "rut cliente", "77111222")),
        ("1;33;Del Giro;77111222-5;Sur;170;03/02/2026;;;;0;1;0;1",
         ("einvoice_register_rut_unreadable", "rut cliente", "77111222-5")),
        ("1;33;Del Giro;77111222-6;Sur;170;31/02/2026;;;;0;1;0;1",
         ("einvoice_register_date_unreadable", "fecha docto", "31/02/2026")),
        ("1;33;Del Giro;77111222-6;Sur;170;03/02/2026;;;;0;1.000;0;1",
         ("einvoice_register_amount_unreadable", "monto neto", "1.000")),
    ],
)  # fmt: skip
def test_a_row_of_the_register_that_cannot_be_used_says_why(
    row: str, problem: tuple[str, str, str]
) -> None:
    [found] = register(row)
    assert found.problem == problem
    assert found.raw_row == row


def test_a_further_tax_of_another_document_is_astray() -> None:
    [found] = register(
        "1;33;Del Giro;77111222-6;Sur;170;03/02/2026;;;;0;1;0;1",
        ";33;Del Giro;77111222-6;Sur;171;03/02/2026;;;;;;;;;;27;1000;10;",
    )
    assert found.problem == ("einvoice_register_row_astray", "nro", "171")


# --- Mexico --------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["3", "4"])
def test_a_cfdi_with_discount_and_withholding(version: str) -> None:
    document = read(cfdi(version=version))
    assert document.identity == INVOICE_UUID.lower()
    assert (document.net, document.tax) == (Decimal("1000.00"), Decimal("160.00"))
    assert (document.withheld, document.total) == (Decimal("40.00"), Decimal("1120.00"))
    [line] = document.lines
    assert (line.net_amount, line.discount) == (Decimal("1100.00"), Decimal("100.00"))
    assert line.tax_rate == 16


def test_a_cfdi_without_a_stamp_is_a_draft() -> None:
    text = cfdi().replace(f'<tfd:TimbreFiscalDigital UUID="{INVOICE_UUID}"/>', "")
    document = read(text)
    assert (document.is_draft, document.identity) == (True, None)
    assert warned(text) == [("einvoice_not_stamped", "A7")]


def test_a_credit_note_and_a_replacement_name_what_they_concern() -> None:
    related = '<cfdi:CfdiRelacionados TipoRelacion="{}"><cfdi:CfdiRelacionado UUID="{}"/>'
    related += "</cfdi:CfdiRelacionados>"
    credit = read(cfdi(type_code="E", related=related.format("01", INVOICE_UUID)))
    assert (credit.kind, credit.numbers("preceding")) == ("credit_note", [INVOICE_UUID.lower()])
    assert read(cfdi(related=related.format("04", INVOICE_UUID))).numbers("replaced") == [
        INVOICE_UUID.lower()
    ]


def test_a_receipt_holds_the_payment_and_what_it_paid() -> None:
    document = read(receipt())
    assert (document.kind, document.total) == ("payment_receipt", Decimal(0))
    [payment] = document.payments
    assert (payment.paid_on, payment.amount) == (date(2026, 3, 1), Decimal("1120.00"))
    [part] = payment.applied
    assert (part.document_id, part.paid) == (INVOICE_UUID.lower(), Decimal("1120.00"))
    assert document.warnings == ()


def test_a_payment_in_dollars_pays_pesos_at_its_own_rate() -> None:
    assert warned(receipt(currency="USD", amount="56.00", rate="20")) == []
    assert warned(receipt(currency="USD", amount="60.00", rate="20")) == [
        ("einvoice_payment_differs", "56.00 / 60.00")
    ]


def test_totals_of_a_cfdi_that_do_not_hold_are_flagged() -> None:
    assert warned(cfdi(total="1160.00")) == [("einvoice_total_differs", "1120.00 / 1160.00")]


# --- Italy and Brazil ----------------------------------------------------------------------------


def test_a_fee_with_fund_and_withholding() -> None:
    document = read(FATTURA)
    assert document.issuer.name == "Ada Rossi"
    assert document.receiver.tax_id == "09876543210"
    assert document.identity == "IT01234567890/invoice/12/2026"
    assert (document.net, document.tax) == (Decimal("1040.00"), Decimal("228.80"))
    assert (document.withheld, document.payable) == (Decimal("200.00"), Decimal("1068.80"))
    assert (document.period_start, document.period_end) == (date(2026, 1, 1), date(2026, 1, 31))
    assert document.numbers("contract") == ["K-3"]


def test_every_body_of_a_file_is_a_document() -> None:
    start, end = FATTURA.index("<FatturaElettronicaBody>"), FATTURA.index("</p:Fattura")
    body = FATTURA[start:end].replace("<Numero>12<", "<Numero>13<").replace("TD06", "TD04")
    parsed = read_einvoices((FATTURA[:end] + body + FATTURA[end:]).encode())
    assert [(one.number, one.kind) for one in parsed.documents] == [
        ("12", "invoice"),
        ("13", "credit_note"),
    ]


def test_a_document_that_the_buyer_makes_for_the_tax_office_claims_nothing() -> None:
    assert read(FATTURA.replace("TD06", "TD17")).kind == "other"


def test_a_nota_fiscal_due_in_two_parts_with_taxes_added() -> None:
    document = read(NFE)
    assert document.identity == "35260276123456000100550010000000071000000075"
    # 100 of goods, 10 of freight, 4 off; IPI and substitution are added.
    assert (document.net, document.tax) == (Decimal("106.00"), Decimal("7.00"))
    assert document.total == Decimal("113.00")
    assert document.due_on == date(2026, 3, 5)
    assert [one.amount for one in document.instalments] == [Decimal("60.00"), Decimal("53.00")]
    assert [line.counts for line in document.lines] == [True, False]
    assert document.lines[0].discount == Decimal("4.00")


def test_one_tax_id_for_all_buyers_abroad_is_no_customers() -> None:
    document = read(dte(receiver="55555555-5"))
    assert document.receiver.key == "55555555-5/Viña del Sur"


def test_the_item_code_is_the_issuers_own() -> None:
    codes = "<CdgItem><TpoCodigo>EAN13</TpoCodigo><VlrCodigo>780</VlrCodigo></CdgItem>"
    codes += "<CdgItem><TpoCodigo>INT1</TpoCodigo><VlrCodigo>P-1</VlrCodigo></CdgItem><NmbItem>"
    [line] = read(dte().replace("<NmbItem>", codes)).lines
    assert line.item_code == "P-1"


def test_a_nota_fiscal_that_was_denied_is_a_draft() -> None:
    text = NFE.replace("<cStat>100<", "<cStat>302<")
    assert read(text).is_draft
    assert warned(text) == [("einvoice_not_authorised", "302")]


def test_a_purchase_that_the_buyer_documents_is_no_sale() -> None:
    assert read(NFE.replace("<tpNF>1<", "<tpNF>0<")).is_incoming


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("family", SAMPLES)
def test_a_doctype_is_refused_in_every_family(family: str) -> None:
    head, mark, rest = SAMPLES[family].rpartition("?>\n")
    assert refusal(f'{head}{mark}<!DOCTYPE x [<!ENTITY a "b">]>{rest}') == (
        "einvoice_doctype_refused",
        "",
    )


@pytest.mark.parametrize("family", SAMPLES)
def test_xml_that_is_cut_off_is_refused(family: str) -> None:
    text = SAMPLES[family].rstrip()
    code, value = refusal(text[: len(text) // 2])
    assert code == "einvoice_xml_broken"
    assert value


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (UBL.replace("<cbc:ID>F-1042</cbc:ID>", ""), "ID"),
        (CII.replace("<ram:ID>F-7</ram:ID>", "<ram:ID/>"), "ID"),
        (dte(folio=""), "Folio"),
        (FATTURA.replace("<Numero>12</Numero>", ""), "Numero"),
        (NFE.replace("<nNF>7</nNF>", ""), "nNF"),
        (UBL.replace("<cbc:IssueDate>2026-02-03</cbc:IssueDate>", ""), "IssueDate"),
        (cfdi().replace('Rfc="SON850101AB1"', ""), "Rfc"),
        (cfdi().replace('Importe="1100.00" ', ""), "Importe"),
    ],
)
def test_a_document_without_what_names_it_is_refused(text: str, field: str) -> None:
    assert refusal(text) == ("einvoice_field_missing", field)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("1,234.50", "einvoice_amount_unreadable"),
        ("1.234,50", "einvoice_amount_unreadable"),
        ("NaN", "einvoice_amount_unreadable"),
        ("1e3", "einvoice_amount_unreadable"),
        ("١٠٠", "einvoice_amount_unreadable"),
        ("100000000000000", "einvoice_amount_out_of_bounds"),
        ("0.12345678901234567", "einvoice_amount_out_of_bounds"),
    ],
)
def test_an_amount_that_is_no_plain_decimal_refuses_the_file(amount: str, code: str) -> None:
    assert refusal(UBL.replace(">107.10<", f">{amount}<")) == (code, amount)


def test_a_day_that_is_in_no_calendar_refuses_the_file() -> None:
    text = UBL.replace("<cbc:DueDate>2026-03-05<", "<cbc:DueDate>2026-02-30<")
    assert refusal(text) == ("einvoice_date_unreadable", "2026-02-30")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "einvoice_file_empty"),
        (b"  \r\n", "einvoice_file_empty"),
        (b"a,b\n1,2\n", "einvoice_format_unknown"),
        (b"\x30\x82\x0a\x00pkcs7", "einvoice_format_unknown"),
        (b"<Order><ID>1</ID></Order>", "einvoice_root_unknown"),
        (b"<EnvioDTE/>", "einvoice_no_document"),
        (b"<DTE><Otro/></DTE>", "einvoice_no_document"),
        (b"<AEC/>", "einvoice_no_document"),
        (b"%PDF-1.7 and nothing else", "einvoice_pdf_unreadable"),
        (b"PK\x03\x04broken", "einvoice_zip_broken"),
        (b'<?xml version="1.0" encoding="x-klingon"?><Invoice/>', "einvoice_xml_broken"),
    ],
)
def test_what_is_no_e_invoice_is_refused(data: bytes, code: str) -> None:
    assert refusal(data)[0] == code


@pytest.mark.parametrize("family", [*SAMPLES, "aec", "receipt"])
@pytest.mark.parametrize("value", ["", "x", "-1", "2026-02-30", "99999999999999999999"])
def test_whatever_stands_in_a_field_the_file_is_read_or_refused(family: str, value: str) -> None:
    """One field after the other holds nonsense: never anything but a document or a refusal."""
    text = {**SAMPLES, "aec": AEC, "receipt": receipt()}[family]
    fields = list(re.finditer(r'(?<=>)[^<>\n]+(?=<)|(?<==")[^"]*(?=")', text))
    assert len(fields) > 10
    codes = {
        refused_or_read(text[: field.start()] + value + text[field.end() :]) for field in fields
    }
    assert all(code is None or code.startswith("einvoice_") for code in codes)


def test_a_pdf_without_xml_is_refused() -> None:
    from pypdf import PdfWriter

    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_attachment("delivery.xml", b"<a/>")
    writer.write(file)
    assert refusal(file.getvalue()) == ("einvoice_pdf_without_xml", "delivery.xml")


def test_an_invoice_inside_a_pdf_is_read() -> None:
    from pypdf import PdfWriter

    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_attachment("factur-x.xml", CII.encode())
    writer.write(file)
    assert read(file.getvalue()).number == "F-7"


def test_a_zip_holds_files_of_any_family_and_one_bad_member_refuses_it() -> None:
    def zipped(**members: str) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name, text in members.items():
                archive.writestr(f"{name}.xml", text)
        return file.getvalue()

    parsed = read_einvoices(zipped(a=UBL, b=dte(), c=AEC))
    assert [one.family for one in parsed.documents] == ["ubl", "cl_dte"]
    assert len(parsed.assignments) == 1
    code, value = refusal(zipped(a=UBL, b="<Order/>"))
    assert (code, value) == ("einvoice_root_unknown", "b.xml: Order")
