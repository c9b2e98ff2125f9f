"""E-invoices and registers land once each; what is at odds is set aside, nothing is lost."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.contracts import SourceContext
from ingestion.sources.erp_einvoices import SYSTEM, EinvoiceFolder, LandedFiles
from ingestion.sources.erp_einvoices.tables import TABLES
from ingestion.sources.file_drop import Drop
from tests.ingestion.einvoice_samples import (
    AEC,
    CII,
    REGISTER_HEADER,
    UBL,
    cfdi,
    dte,
    envelope,
    receipt,
)
from tests.ingestion.warehouse import Warehouse

ROOT = Path(__file__).resolve().parents[2]
CONTEXT = SourceContext(currencies={"CLP": 0, "EUR": 2, "MXN": 2})
ROW = "1;33;Del Giro;77111222-6;Sur;170;03/02/2026;;{answer};;0;100000;19000;{total};;;;;\n"
REGISTER = "tax/registers/RCV_VENTA_76123456-0_202602.csv"


def write(drop: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = drop / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return drop


def rcv(answer: str = "", total: int = 119_000) -> str:
    return REGISTER_HEADER + ROW.format(answer=answer, total=total)


def read(drop: Path, files: dict[str, str | bytes]) -> LandedFiles:
    return EinvoiceFolder(write(drop, files), CONTEXT).landed


def problems(landed: LandedFiles) -> list[tuple[str, str, str | None]]:
    return [(one.code, one.file, one.value) for one in landed.ledger.rows]


def counts(landed: LandedFiles) -> list[tuple[str, int, int, int]]:
    return [
        (one.file, one.rows_read, one.rows_loaded, one.rows_quarantined)
        for one in landed.ledger.counts
    ]


ALL_KINDS: dict[str, str | bytes] = {
    "erp/einvoices/issued/a.xml": UBL,
    "erp/einvoices/issued/b.xml": envelope(dte(), dte(folio="171", type_code="61")),
    "erp/einvoices/issued/c.xml": cfdi(),
    "erp/einvoices/issued/d.xml": receipt(),
    "erp/einvoices/received/e.xml": CII,
    "erp/einvoices/f.xml": AEC,
    REGISTER: rcv(),
}


def test_every_kind_of_file_lands_in_its_tables(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, SYSTEM, CONTEXT)
    warehouse.land(write(tmp_path / "drop", ALL_KINDS))
    assert warehouse.rows(
        f"""
        select source_file, direction, family, kind, document_id, currency, total
        from {SYSTEM}.documents order by source_file, item_number
        """
    ) == [
        ("erp/einvoices/issued/a.xml", "issued", "ubl", "invoice",
         "DE123456789/invoice/F-1042", "EUR", Decimal("107.1")),
        ("erp/einvoices/issued/b.xml", "issued", "cl_dte", "invoice",
         "76123456-0/33/170", "CLP", 119000),
        ("erp/einvoices/issued/b.xml", "issued", "cl_dte", "credit_note",
         "76123456-0/61/171", "CLP", 119000),
        ("erp/einvoices/issued/c.xml", "issued", "mx_cfdi", "invoice",
         "11111111-aaaa-4bbb-8ccc-000000000001", "MXN", 1120),
        ("erp/einvoices/issued/d.xml", "issued", "mx_cfdi", "payment_receipt",
         "22222222-aaaa-4bbb-8ccc-000000000002", "XXX", 0),
        ("erp/einvoices/received/e.xml", "received", "cii", "credit_note",
         "DE123456789/credit_note/F-7", "EUR", 59.5),
    ]  # fmt: skip
    assert warehouse.rows(
        f"""
        select
            (select count(*) from {SYSTEM}.document_lines),
            (select count(*) from {SYSTEM}.document_adjustments),
            (select count(*) from {SYSTEM}.document_references),
            (select count(*) from {SYSTEM}.document_instalments),
            (select sum(paid) from {SYSTEM}.payment_applications),
            (select assigned_document_id from {SYSTEM}.assignments),
            (select owner_tax_id from {SYSTEM}.register_rows)
        """
    ) == [(5, 1, 5, 2, 1120, "76123456-0/33/170", "76123456-0")]


def test_every_file_is_told_while_a_folder_is_read(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    context = SourceContext(
        CONTEXT.currencies, progress=lambda file, rows: told.append((file, rows))
    )
    assert EinvoiceFolder(write(tmp_path, ALL_KINDS), context).landed.ledger.files == []
    assert told[0:2] == [("erp/einvoices/f.xml", 1), ("erp/einvoices/issued/a.xml", 1)]
    assert {file for file, _ in told} == set(ALL_KINDS)


def test_the_drop_is_a_snapshot_and_landing_it_twice_changes_nothing(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, SYSTEM, CONTEXT)
    drop = write(tmp_path / "drop", ALL_KINDS)
    sums = f"select count(*), sum(total) from {SYSTEM}.documents"
    warehouse.land(drop)
    first = warehouse.rows(sums)
    warehouse.land(drop)
    assert warehouse.rows(sums) == first
    (drop / "erp/einvoices/issued/b.xml").unlink()
    warehouse.land(drop)
    assert warehouse.rows(f"select count(*) from {SYSTEM}.documents") == [(4,)]


def test_without_files_the_tables_are_there_with_the_same_columns(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, SYSTEM, CONTEXT)
    columns = (
        "select table_name, column_name, data_type from information_schema.columns order by all"
    )
    warehouse.land(None)
    empty = warehouse.rows(columns)
    assert {name for name, _, _ in empty} >= set(TABLES)
    warehouse.land(write(tmp_path / "drop", ALL_KINDS))
    assert warehouse.rows(columns) == empty


def test_one_document_in_two_syntaxes_counts_once(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_attachment("factur-x.xml", CII.encode())
    writer.write(file)
    landed = read(tmp_path, {"erp/einvoices/a.xml": CII, "erp/einvoices/b.pdf": file.getvalue()})
    assert len(landed.tables["documents"]) == 1
    assert problems(landed) == [
        ("einvoice_twice", "erp/einvoices/b.pdf",
         "DE123456789/credit_note/F-7 (erp/einvoices/a.xml)"),
    ]  # fmt: skip
    assert counts(landed) == [("erp/einvoices/a.xml", 1, 1, 0), ("erp/einvoices/b.pdf", 1, 0, 1)]


def test_the_same_bytes_under_two_names_are_read_once(tmp_path: Path) -> None:
    landed = read(tmp_path, {"erp/einvoices/a.xml": UBL, "erp/einvoices/b.xml": UBL})
    assert len(landed.tables["documents"]) == 1
    [notice] = landed.ledger.notices
    assert (notice.code, notice.file, notice.value) == (
        "einvoice_file_twice", "erp/einvoices/b.xml", "erp/einvoices/a.xml",
    )  # fmt: skip


def test_of_two_that_say_to_be_one_document_with_other_amounts_neither_counts(
    tmp_path: Path,
) -> None:
    landed = read(
        tmp_path,
        {"erp/einvoices/a.xml": dte(), "erp/einvoices/b.xml": dte(net=99_000, tax=18_810)},
    )
    assert list(landed.tables["documents"]) == []
    assert problems(landed) == [
        ("einvoice_conflict", "erp/einvoices/a.xml", "76123456-0/33/170 (erp/einvoices/b.xml)"),
        ("einvoice_conflict", "erp/einvoices/b.xml", "76123456-0/33/170 (erp/einvoices/a.xml)"),
    ]
    totals = [json.loads(one.raw_row or "")["total"] for one in landed.ledger.rows]
    assert totals == ["119000", "117810"]
    assert counts(landed) == [("erp/einvoices/a.xml", 1, 0, 1), ("erp/einvoices/b.xml", 1, 0, 1)]


def test_a_refused_file_is_set_aside_and_the_others_are_read(tmp_path: Path) -> None:
    landed = read(
        tmp_path,
        {
            "erp/einvoices/a.xml": UBL.replace(">107.10<", ">107,10<"),
            "erp/einvoices/b.xml": f"<!DOCTYPE x>{dte()}",
            "erp/einvoices/c.xml": dte(),
            "erp/einvoices/.DS_Store": "x",
        },
    )
    assert [(one.code, one.file) for one in landed.ledger.files] == [
        ("einvoice_amount_unreadable", "erp/einvoices/a.xml"),
        ("einvoice_doctype_refused", "erp/einvoices/b.xml"),
    ]
    assert re.fullmatch(r"\d+: 107,10", landed.ledger.files[0].value or "")
    assert counts(landed) == [("erp/einvoices/c.xml", 1, 1, 0)]


def test_a_document_that_does_not_add_up_is_loaded_and_says_so(tmp_path: Path) -> None:
    landed = read(tmp_path, {"erp/einvoices/a.xml": dte(line=99_999)})
    [row] = landed.tables["documents"]
    assert (row["load_status"], row["warning_code"], row["warning_value"]) == (
        "loaded_with_warning", "einvoice_lines_differ", "99999 / 100000",
    )  # fmt: skip
    assert [one.code for one in landed.ledger.notices] == ["einvoice_lines_differ"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (UBL.replace(">EUR<", ">EUX<"), ("einvoice_currency_unknown", "EUX")),
        (UBL.replace("<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", ""),
         ("einvoice_currency_missing", "F-1042")),
        (receipt(currency="MXP"), ("einvoice_currency_unknown", "MXP")),
        (CII.replace("<ram:Name>Norrland AB</ram:Name>", ""), ("einvoice_party_missing", "F-7")),
    ],
)  # fmt: skip
def test_a_document_that_cannot_be_used_is_set_aside_whole(
    tmp_path: Path, text: str, problem: tuple[str, str]
) -> None:
    landed = read(tmp_path, {"erp/einvoices/a.xml": text})
    assert [(one.code, one.value) for one in landed.ledger.rows] == [problem]
    assert not any(len(rows) for rows in landed.tables.values())


def test_a_zip_is_one_file_with_many_documents(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("1.xml", dte())
        archive.writestr("2.xml", dte(folio="171"))
    landed = read(tmp_path, {"erp/einvoices/feb.zip": file.getvalue()})
    assert [row["item_number"] for row in landed.tables["documents"]] == [1, 2]
    assert counts(landed) == [("erp/einvoices/feb.zip", 2, 2, 0)]


def test_whose_register_it_is_stands_in_the_name_of_file_or_folder(tmp_path: Path) -> None:
    landed = read(
        tmp_path,
        {
            "tax/registers/76123456-0/feb.csv": rcv(),
            "tax/registers/76999002-k_feb.csv": rcv().replace(";170;", ";172;"),
            "tax/registers/20260228-1.csv": rcv().replace(";170;", ";171;"),
        },
    )
    assert [row["register_row_id"] for row in landed.tables["register_rows"]] == [
        "sales/?/33/171",
        "sales/76123456-0/33/170",
        "sales/76999002-K/33/172",
    ]
    assert [(one.code, one.file) for one in landed.ledger.notices] == [
        ("einvoice_register_owner_unknown", "tax/registers/20260228-1.csv")
    ]


def test_of_a_register_exported_twice_the_row_with_the_answer_counts(tmp_path: Path) -> None:
    landed = read(
        tmp_path,
        {REGISTER: rcv(), REGISTER.replace("02.csv", "02b.csv"): rcv("05/02/2026 10:00:00")},
    )
    assert [row["response"] for row in landed.tables["register_rows"]] == ["accepted"]
    assert [one.code for one in landed.ledger.rows] == ["einvoice_twice"]


def test_a_register_that_states_two_totals_of_one_document_is_in_conflict(tmp_path: Path) -> None:
    landed = read(
        tmp_path, {REGISTER: rcv(), REGISTER.replace("02.csv", "02b.csv"): rcv(total=119_001)}
    )
    assert list(landed.tables["register_rows"]) == []
    assert [one.code for one in landed.ledger.rows] == ["einvoice_conflict"] * 2


def test_a_row_that_cannot_be_used_is_set_aside_with_its_text(tmp_path: Path) -> None:
    text = rcv() + ROW.format(answer="", total=1).replace(";33;", ";;", 1)
    landed = read(tmp_path, {REGISTER: text})
    [problem] = landed.ledger.rows
    assert (problem.code, problem.row_number, problem.column_name) == (
        "einvoice_register_field_missing", 3, "tipo doc",
    )  # fmt: skip
    assert (problem.raw_row or "").startswith("1;;Del Giro;77111222-6")
    assert counts(landed) == [(REGISTER, 2, 1, 1)]


def test_a_folder_of_e_invoices_alone_is_read_too(tmp_path: Path) -> None:
    landed = read(tmp_path, {"a.xml": UBL, "received/b.xml": CII})
    assert [row["direction"] for row in landed.tables["documents"]] == ["issued", "received"]


def test_the_file_drop_leaves_these_folders_to_this_source(tmp_path: Path) -> None:
    drop = Drop(write(tmp_path, {**ALL_KINDS, "erp/einvoices.csv": "a\n1\n"}), CONTEXT)
    assert [one.file for one in drop.unknown_files] == ["erp/einvoices.csv"]


def codes_in_the_sources() -> Iterator[str]:
    for path in ("ingestion/formats", "ingestion/sources/erp_einvoices"):
        for module in (ROOT / path).rglob("*.py"):
            text = module.read_text(encoding="utf-8")
            yield from re.findall(r'"(einvoice_[a-z_]+[a-z])"', text)
            yield from (f"einvoice_{name}" for name in re.findall(r'"bank_(zip_\w+)"', text))


@pytest.mark.parametrize("code", sorted(set(codes_in_the_sources())))
def test_every_code_has_its_sentence_in_both_languages(code: str) -> None:
    with (ROOT / "dbt_project/seeds/messages.csv").open(encoding="utf-8", newline="") as lines:
        sentences = {row["code"]: (row["es"], row["en"]) for row in csv.DictReader(lines)}
    assert all("{file}" in sentence for sentence in sentences[code])
