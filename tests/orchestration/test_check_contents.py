"""`hilo check --drop`: one line for every file says what it is and what of it would load."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from orchestration.lib.checking import check_inputs
from orchestration.lib.messages import Messages
from orchestration.settings import load_settings
from tests.ingestion import bank_record_samples as records
from tests.ingestion import bank_samples, einvoice_samples
from tests.ingestion.test_rates_files import EURO, answer

REGISTER = (
    einvoice_samples.REGISTER_HEADER
    + "1;33;Del Giro;77111222-6;Sur;170;03/02/2026;;;;0;100000;19000;119000;;;;;\n"
)
LAYOUT = (
    "columns: {booked_on: [fecha], description: [detalle], amount: [monto]}\ndates: [DMY]\n"
    'decimal_mark: ","\nthousands: ["."]\naccount_number: 55-66\ncurrency: CLP\n'
)


def zipped(**members: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return content.getvalue()


DROP: dict[str, str | bytes] = {
    "erp/customers.csv": "customer_id,name\nK1,Viñedos\nK2,\n",
    "bank/statements/a.sta": bank_samples.MT940,
    "bank/statements/again.sta": bank_samples.MT940,
    "bank/statements/b.xml": bank_samples.CAMT,
    "bank/statements/c.csv": bank_samples.CARTOLA,
    "bank/statements/d.ret": records.CNAB400,
    "bank/statements/e.json": json.dumps([bank_samples.movement()]),
    "bank/statements/f.zip": zipped(one__txt=records.BAI2, two__cod=records.CODA),
    "bank/statements/g.csv": bank_samples.STRIPE_LINKS,
    "bank/statements/h.sta": bank_samples.MT940.replace("C250000", "X250000"),
    "bank/profiles/own.yml": "nothing: 1\n",
    "erp/einvoices/a.xml": einvoice_samples.UBL.replace(">380<", ">381<"),
    "erp/einvoices/b.xml": einvoice_samples.envelope(
        einvoice_samples.dte(), einvoice_samples.dte(folio="171", type_code="61")
    ),
    "erp/einvoices/c.zip": zipped(one__xml=einvoice_samples.cfdi()),
    "erp/einvoices/d.xml": einvoice_samples.AEC,
    "erp/einvoices/e.xml": "<note/>",
    "tax/registers/RCV_VENTA_76123456-0_202602.csv": REGISTER,
    "reference/rates/a.xml": EURO,
    "reference/rates/b.json": answer("F073.UFF.PRE.Z.D", d09_06_2026="39125.31"),
    "notes.txt": "call the bank",
}


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drop")
    for name, content in DROP.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.fixture(scope="module")
def lines(drop: Path) -> list[str]:
    return told(drop, "en")


def told(drop: Path, language: str) -> list[str]:
    """Each line of the table, its columns one blank apart."""
    found = check_inputs(load_settings(drop=drop).sources, Messages.load(language))
    assert all(len(line) <= 120 for line in found[: found.index("")])
    return [" ".join(line.split()) for line in found[: found.index("")]]


@pytest.mark.parametrize(
    "line",
    [
        "file what it is read would load quarantined of what",
        "erp/customers.csv table erp/customers 2 1 1 rows",
        "bank/statements/a.sta MT940 statement 3 3 0 lines",
        "bank/statements/again.sta same as another file - - -",
        "bank/statements/b.xml camt.053 statement 2 2 0 lines",
        "bank/statements/c.csv banco_chile statement 3 3 0 lines",
        "bank/statements/d.ret CNAB 400 collection return 2 1 1 lines",
        "bank/statements/e.json Fintoc movements 1 1 0 lines",
        "bank/statements/f.zip › one.txt BAI2 statement 2 2 0 lines",
        "bank/statements/f.zip › two.cod CODA statement 2 2 0 lines",
        "bank/statements/g.csv nothing to load 0 0 0 lines",
        "bank/statements/h.sta refused: see below - - -",
        "bank/profiles/own.yml refused: see below - - -",
        "erp/einvoices/a.xml UBL 381 credit note 1 1 0 documents",
        "erp/einvoices/b.xml DTE 33 invoice 1 1 0 documents",
        "erp/einvoices/b.xml DTE 61 credit note 1 1 0 documents",
        "erp/einvoices/c.zip › one.xml CFDI I invoice 1 1 0 documents",
        "erp/einvoices/d.xml AEC assignment 1 1 0 documents",
        "erp/einvoices/e.xml unknown - - -",
        "…sters/RCV_VENTA_76123456-0_202602.csv RCV sales register 1 1 0 documents",
        "reference/rates/a.xml rates of ECB 3 3 0 values",
        "reference/rates/b.json rates of Banco Central (CL) 1 1 0 values",
        "notes.txt in no folder that is known - - -",
    ],
)
def test_every_file_has_its_line(lines: list[str], line: str) -> None:
    assert line in lines


def test_no_file_is_left_out(lines: list[str]) -> None:
    assert [name for name in DROP if not any(name[-30:] in line for line in lines)] == []


def test_the_same_in_spanish_and_nothing_is_written(drop: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in drop.rglob("*")}
    lines = told(drop, "es")
    assert "erp/einvoices/b.xml nota de crédito DTE 61 1 1 0 documentos" in lines
    assert "bank/statements/a.sta cartola MT940 3 3 0 líneas" in lines
    assert {path: path.stat().st_mtime_ns for path in drop.rglob("*")} == before


def test_a_document_that_two_files_hold_would_load_once(tmp_path: Path) -> None:
    for name in ("a.xml", "b.xml"):
        path = tmp_path / "erp" / "einvoices" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(einvoice_samples.dte() + "\n" * (name == "b.xml"), encoding="utf-8")
    assert told(tmp_path, "en")[1:] == [
        "erp/einvoices/a.xml DTE 33 invoice 1 1 0 documents",
        "erp/einvoices/b.xml DTE 33 invoice 1 0 1 documents",
    ]


def test_the_firms_own_layout_is_told_as_one(tmp_path: Path) -> None:
    for name, text in (("bank/profiles/own.yml", LAYOUT), ("bank/statements/a.sta", "")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert any("own.yml bank layout" in line for line in told(tmp_path, "en"))
