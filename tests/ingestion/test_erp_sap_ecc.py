"""SAP ECC's document flow lands row by row; what cannot be a link is set aside and named."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.contracts import SourceContext, SourceUnreadable
from ingestion.sources.erp_sap_ecc import DocumentFlow

FLOW = Path(__file__).parents[1] / "scenarios" / "sap_extracts" / "flow"
CONTEXT = SourceContext(currencies={"USD": 2})


def read(folder: Path) -> DocumentFlow:
    return DocumentFlow(folder, CONTEXT)


def test_a_link_lands_as_it_stands_without_its_padding() -> None:
    [row] = read(FLOW).table.frame.filter(source_row=2).to_dicts()
    assert (row["VBELV"], row["POSNV"], row["VBTYP_V"]) == ("0010000001", "000010", "A")
    assert (row["RFMNG"], row["WAERS"], row["ERDAT"]) == (Decimal(40), None, date(2013, 4, 2))


def test_a_row_without_document_and_one_that_repeats_are_set_aside() -> None:
    ledger = read(FLOW).ledger
    assert [(problem.code, problem.row_number) for problem in ledger.all_rows()] == [
        ("row_twice", 14),
        ("key_missing", 15),
    ]
    [count] = ledger.counts
    assert (count.rows_read, count.rows_loaded, count.rows_quarantined) == (15, 13, 2)


@pytest.mark.parametrize("name", ["vbfa.csv", "VBFA_2013.csv", "vbfa/part-1.csv"])
def test_parts_are_known_by_their_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    shutil.copy(FLOW / "VBFA.csv", tmp_path / name)
    (tmp_path / "VBRK.csv").write_text("VBELN\n1\n", encoding="utf-8")
    flow = read(tmp_path)
    assert flow.table.frame.height == 13
    assert [(problem.code, problem.file) for problem in flow.ledger.files] == [
        ("file_unknown", "VBRK.csv")
    ]


def test_a_folder_without_the_table_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable) as refused:
        _ = read(tmp_path).table
    assert refused.value.problem.code == "sap_flow_missing"


def test_a_table_without_its_following_document_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "VBFA.csv").write_text("VBELV,POSNV,POSNN\n1,10,10\n", encoding="utf-8")
    with pytest.raises(SourceUnreadable) as refused:
        _ = read(tmp_path).table
    assert (refused.value.problem.code, refused.value.problem.value) == ("column_missing", "VBELN")
