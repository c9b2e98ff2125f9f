"""Real e-invoices, each with its answer: loaded, loaded and flagged, refused, or in conflict.

Two other readers, cl-sii and factur-x, are asked about the same files. None of them are ours to
ship: the test reads them where they lie beside the repository.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ingestion.formats.einvoices.detect import read_einvoices
from tests.ingestion.einvoices import FOLDER, INDEX, content, differences, entries

pytestmark = pytest.mark.skipif(not INDEX.is_file(), reason=f"no e-invoices at {FOLDER}")


def of_family(*families: str) -> list[Any]:
    return [
        pytest.param(entry, id=entry["file"].removeprefix("files/"))
        for entry in entries()
        if not families or entry["fmt"] in families
    ]


def test_all_files_are_judged() -> None:
    assert len(entries()) == 59


@pytest.mark.parametrize("entry", of_family())
def test_a_file_is_read_as_its_answer_says(entry: dict[str, Any]) -> None:
    assert differences(entry) == []


def test_one_invoice_is_the_same_in_every_syntax() -> None:
    """Factur-X as XML of two profiles and inside its PDF; XRechnung as UBL and as CII."""
    read: dict[str, set[tuple[Any, ...]]] = {}
    for entry in entries():
        if entry["fmt"] in ("ubl", "cii", "facturx_pdf"):
            for one in read_einvoices(content(entry)).documents:
                if one.number in ("F20260023", "R123456789", "PRG1502112", "1100512149"):
                    sums = (one.identity, one.amounts, one.issued_on, one.due_on)
                    read.setdefault(one.number or "", set()).add(sums)
    assert {number: len(ways) for number, ways in read.items()} == {
        "F20260023": 1,
        "R123456789": 1,
        "PRG1502112": 1,
        "1100512149": 1,
    }


@pytest.mark.parametrize("entry", of_family("cl_dte"))
def test_cl_sii_reads_the_same_of_a_dte(entry: dict[str, Any]) -> None:
    parse = pytest.importorskip("cl_sii.dte.parse")
    peer = parse.parse_dte_xml(
        parse.clean_dte_xml(_peer_tree(content(entry)), set_missing_xmlns=True)[0]
    )
    [ours] = read_einvoices(content(entry)).documents
    assert (ours.issuer.tax_id, ours.receiver.tax_id) == (
        str(peer.emisor_rut.canonical),
        str(peer.receptor_rut.canonical),
    )
    assert (ours.type_code, ours.number) == (str(peer.tipo_dte.value), str(peer.folio))
    assert (ours.issued_on, ours.due_on) == (peer.fecha_emision_date, peer.fecha_vencimiento_date)
    assert ours.total == peer.monto_total


def _peer_tree(data: bytes) -> Any:
    return pytest.importorskip("cl_sii.libs.xml_utils").parse_untrusted_xml(data)


@pytest.mark.parametrize("entry", of_family("cl_aec"))
def test_cl_sii_reads_the_same_of_an_assignment(entry: dict[str, Any]) -> None:
    parse = pytest.importorskip("cl_sii.rtc.parse_aec")
    peer = parse.parse_aec_xml(_peer_tree(content(entry)))
    ours = read_einvoices(content(entry)).assignments
    assert [
        (one.sequence_number, one.assignor.tax_id, one.assignee.tax_id, one.amount, one.last_due_on)
        for one in ours
    ] == [
        (
            one.seq,
            one.cedente_rut.canonical,
            one.cesionario_rut.canonical,
            Decimal(one.monto_cesion),
            one.fecha_ultimo_vencimiento,
        )
        for one in peer.cesiones
    ]


@pytest.mark.parametrize("entry", of_family("facturx_pdf"))
def test_factur_x_finds_the_same_xml_in_a_pdf(entry: dict[str, Any]) -> None:
    facturx = pytest.importorskip("facturx")
    from ingestion.formats.einvoices.pdf import xml_inside

    _, xml = facturx.get_xml_from_pdf(content(entry), check_xsd=False)
    assert xml_inside(content(entry)) == xml


@pytest.mark.parametrize("entry", of_family("cl_rcv_csv"))
def test_cl_sii_reads_the_same_of_a_register(entry: dict[str, Any]) -> None:
    """Row by row; it leaves out rows that it finds errors in, of which some are none for us."""
    peer = pytest.importorskip("cl_sii.rcv.parse_csv")
    rut = pytest.importorskip("cl_sii.rut")
    name = entry["file"].removeprefix("files/cl_rcv__RCV-").replace("-", "_")
    kind = next(
        kind
        for kind in ("venta", "compra_registro", "compra_reclamado", "compra_pendiente")
        if name.startswith(kind)
    )
    parse = getattr(peer, f"parse_rcv_{kind}_csv_file")
    theirs = {
        (str(row.tipo_docto.value), str(row.folio), row.fecha_emision_date, row.monto_total)
        for row, _, _, _ in parse(rut.Rut("76123456-0"), str(FOLDER / entry["file"]))
        if row is not None
    }
    rows = read_einvoices(content(entry)).register_rows
    ours = {(row.type_code, row.number, row.issued_on, row.total) for row in rows}
    assert theirs
    assert theirs <= ours
