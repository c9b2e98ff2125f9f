"""How fast files are read: every format, beside what merely decodes or parses the same bytes.

Data flow: records of our own samples, repeated until a file has its size, with control sums that
are right → read at half the size and at the whole, each in its own process → a table: megabytes
and records a second of the processor, the peak of memory, and the peer in the same process.
Alone: `python -m tests.benchmarks.formats [MEGABYTES [FORMAT …]]`, 10 without a number, as `make
bench` does.
"""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import mt940
import openpyxl
import python_calamine
from lxml import etree

from ingestion.formats.detect import read_statements
from ingestion.formats.einvoices.detect import read_einvoices
from ingestion.formats.einvoices.document import ParsedEinvoices
from ingestion.formats.rates import read_published
from ingestion.formats.statement import ParsedFile
from tests.ingestion import bank_record_samples as records
from tests.ingestion import bank_samples, einvoice_samples
from tests.ingestion.test_rates_files import EURO

MEGABYTES = 10
_MILLION = 1_000_000
_PROBE = 2_000  # records by which a file's size is told before


@dataclass(frozen=True)
class Case:
    """One format: a file of so many records, how it is read, and what it is held against."""

    build: Callable[[int], bytes]
    read: Callable[[bytes], object]
    peer_name: str
    peer: Callable[[bytes], object]
    peer_share: int = 1  # the peer gets the n-th part of the records where it is slow
    size_share: int = 1  # packed files hold more: they are made that much smaller


@dataclass(frozen=True)
class Measure:
    """What one reading took; memory is what the process grew by, the bytes of the file apart."""

    name: str
    megabytes: float
    records: int
    seconds: float
    memory: float
    peer: float  # megabytes a second


# --- files ---------------------------------------------------------------------------------------


def _mt940(count: int) -> bytes:
    head, line, rest = bank_samples.MT940.partition(":61:2601060106C250000")
    first, mark, _ = (line + rest).partition(":61:2601070107D")
    closing = f":62F:C260109CLP{1_000_000 + 250_000 * count},\n-\n"
    return (head + first * count + closing).encode() if mark else b""


def _camt(count: int) -> bytes:
    entry = bank_samples.entry("250.50")
    return bank_samples.camt([entry] * count, f"{500 + Decimal('250.50') * count}").encode()


def _ofx1(count: int) -> bytes:
    lines = [records.ofx_line(f"{number}.50") for number in range(1, count + 1)]
    return records.ofx("".join(lines)).encode()


def _ofx2(count: int) -> bytes:
    head, mark, rest = records.OFX2.partition("<STMTTRN>")
    line, end, tail = (mark + rest).partition("</STMTTRN>")
    lines = (line.replace("A1", f"A{number}") + end for number in range(count))
    return (head + "".join(lines) + tail).encode()


def _bai2(count: int) -> bytes:
    line = "16,195,25050,V,260112,0000,BR1,CR1,WIRE FROM ACME\n88,INV 1001\n"
    total, size = 25050 * count, 2 * count
    return (
        f"01,B,A,260110,0600,1,,,2/\n02,A,B,1,260109,2359,,2/\n03,1,USD,/\n{line * count}"
        f"49,{total},{size + 2}/\n98,{total},1,{size + 4}/\n99,{total},1,{size + 6}/\n"
    ).encode()


def _norma43(count: int) -> bytes:
    """Accounts of a thousand lines: a count at the end has room for five digits."""
    account = records.norma43(
        records.norma43_line("2", 25050) * 1000,
        debits=(0, 0),
        credits=(1000, 25050 * 1000),
        closing=f"2{10000 + 25050 * 1000:014}",
    )
    one, _, _ = account.partition("88999")
    body = "".join(
        one.replace("0200051332", f"{number:010}") for number in range(-(-count // 1000))
    )
    return f"{body}88{'9' * 18}{body.count(chr(10)):06}\n".encode()


def _coda(count: int) -> bytes:
    statement = records.coda(
        [records.coda_movement(number, "0", 250500, text="FACT") for number in range(1, 1001)],
        closing=f"0{100000 + 250500 * 1000:015}",
        out=0,
        money_in=250500 * 1000,
    )
    accounts = (
        statement.replace("BE68539007547034", f"BE68{number:012}")
        for number in range(-(-count // 1000))
    )
    return "".join(accounts).encode()


def _cnab240(count: int) -> bytes:
    lot = records.cnab240_statement(
        [records.cnab240_line("C", 25050)] * count,
        closing=f"{10000 + 25050 * count:018}C",
        out=0,
        money_in=25050 * count,
    )
    return records.cnab240([lot]).encode()


def _cnab400(count: int) -> bytes:
    title = records.cnab400_title("06", 26000, 25050)
    return records.cnab400([title] * count, count=count, face=26000 * count).encode()


def _fintoc(count: int) -> bytes:
    return json.dumps(
        [bank_samples.movement(id=f"mov_{number}") for number in range(count)]
    ).encode()


def _open_banking(count: int) -> bytes:
    booked = bank_samples.BERLIN["transactions"]["booked"][0]
    amount = {"amount": f"{100 + Decimal('256.67') * count}", "currency": "EUR"}
    balances = [
        bank_samples.BERLIN["balances"][0],
        {"balanceType": "closingBooked", "balanceAmount": amount},
    ]
    lines = [booked | {"transactionId": str(number)} for number in range(count)]
    report = {"balances": balances, "transactions": {"booked": lines}}
    return json.dumps(bank_samples.BERLIN | report).encode()


def _statement_csv(count: int) -> bytes:
    head, line, _ = bank_samples.CSV.splitlines(keepends=True)
    lines = (
        line.replace("83137.46", f"{Decimal('81952.46') + 1185 * number}")
        for number in range(1, count + 1)
    )
    return (head + "".join(lines)).encode()


def _cartola_rows(count: int) -> list[str]:
    head, _, _ = bank_samples.CARTOLA.partition("02/01/2026")
    line = "02/01/2026;Traspaso De: Viña del Sur SpA {};;250.000;{}"
    lines = (
        line.format(number, _dotted(1_000_000 + 250_000 * number)) for number in range(1, count + 1)
    )
    return [*head.splitlines(), *lines, f"Totales;;0;{_dotted(250_000 * count)};"]


def _dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _cartola(count: int) -> bytes:
    return ("\n".join(_cartola_rows(count)) + "\n").encode()


def _cartola_xlsx(count: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Cartola")
    for row in _cartola_rows(count):
        sheet.append(row.split(";"))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _ubl(count: int) -> bytes:
    """One invoice of many lines that cost nothing, so that its sums stay right."""
    return _repeated(
        einvoice_samples.UBL, "<cac:InvoiceLine>", "</cac:InvoiceLine>", count, "100.00"
    )


def _cii(count: int) -> bytes:
    name = "ram:IncludedSupplyChainTradeLineItem"
    return _repeated(einvoice_samples.CII, f"<{name}>", f"</{name}>", count, "50.00")


def _repeated(text: str, start: str, end: str, count: int, amount: str) -> bytes:
    head, mark, rest = text.partition(start)
    line, close, tail = (mark + rest).partition(end)
    free = line.replace(amount, "0.00") + close
    return (head + line + close + free * (count - 1) + tail).encode()


def _dte(count: int) -> bytes:
    return einvoice_samples.envelope(
        *(einvoice_samples.dte(folio=str(one)) for one in range(count))
    )


def _cfdi(count: int) -> bytes:
    text, end = einvoice_samples.cfdi(), "</cfdi:Concepto>"
    line = re.search(f"<cfdi:Concepto .*?{end}", text, re.DOTALL)
    assert line is not None
    free = re.sub(r'"(1100|1000|550|160|100)\.00"', '"0.00"', line[0])
    return text.replace(end, end + free * (count - 1), 1).encode()


def _fattura(count: int) -> bytes:
    text, end = einvoice_samples.FATTURA, "</FatturaElettronicaBody>"
    head, mark, rest = text.partition("<FatturaElettronicaBody>")
    body, _, tail = (mark + rest).partition(end)
    bodies = (
        body.replace("<Numero>12<", f"<Numero>{number}<") + end for number in range(1, count + 1)
    )
    return (head + "".join(bodies) + tail).encode()


def _nfe(count: int) -> bytes:
    head, mark, rest = einvoice_samples.NFE.partition('<det nItem="2">')
    gift, end, tail = (mark + rest).partition("</det>")
    return (head + (gift + end) * count + tail).encode()


def _register(count: int) -> bytes:
    line = "{0};33;Del Giro;77111222-6;Sur;{0};03/02/2026;;;;0;100000;19000;119000;;;;;\n"
    lines = (line.format(number) for number in range(1, count + 1))
    return (einvoice_samples.REGISTER_HEADER + "".join(lines)).encode()


def _rates_cl(count: int) -> bytes:
    observed = [{"indexDateString": "09-06-2026", "value": "39125.31", "statusCode": "OK"}] * count
    series = {"seriesId": "F073.UFF.PRE.Z.D", "Obs": observed}
    return json.dumps({"Codigo": 0, "Series": series}).encode()


def _rates_eu(count: int) -> bytes:
    day = '<Cube time="2026-06-08"><Cube currency="USD" rate="1.1702"/></Cube>'
    return EURO.replace(day, day * count).encode()


# --- peers ---------------------------------------------------------------------------------------


def _decode(data: bytes) -> object:
    return data.decode("latin-1").splitlines()


def _split(data: bytes) -> object:
    return list(csv.reader(io.StringIO(data.decode()), delimiter=";"))


def _mt940_library(data: bytes) -> object:
    return mt940.parse(data.decode())


def _calamine(data: bytes) -> object:
    return python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def _bank(build: Callable[[int], bytes], peer_name: str, peer: Callable[[bytes], object],
          peer_share: int = 1) -> Case:  # fmt: skip
    return Case(build, read_statements, peer_name, peer, peer_share)


def _einvoice(build: Callable[[int], bytes]) -> Case:
    return Case(build, read_einvoices, "lxml", etree.fromstring)


CASES: Mapping[str, Case] = {
    "mt940": _bank(_mt940, "mt-940", _mt940_library, peer_share=20),
    "camt": _bank(_camt, "lxml", etree.fromstring),
    "ofx 1": _bank(_ofx1, "decode", _decode),
    "ofx 2": _bank(_ofx2, "lxml", etree.fromstring),
    "bai2": _bank(_bai2, "decode", _decode),
    "norma43": _bank(_norma43, "decode", _decode),
    "coda": _bank(_coda, "decode", _decode),
    "cnab240": _bank(_cnab240, "decode", _decode),
    "cnab400": _bank(_cnab400, "decode", _decode),
    "fintoc": _bank(_fintoc, "json", json.loads),
    "open_banking": _bank(_open_banking, "json", json.loads),
    "statement_csv": _bank(_statement_csv, "csv", _split),
    "table, csv": _bank(_cartola, "csv", _split),
    "table, xlsx": Case(_cartola_xlsx, read_statements, "calamine", _calamine, size_share=10),
    "ubl": _einvoice(_ubl),
    "cii": _einvoice(_cii),
    "cl_dte": _einvoice(_dte),
    "mx_cfdi": _einvoice(_cfdi),
    "it_fatturapa": _einvoice(_fattura),
    "br_nfe": _einvoice(_nfe),
    "cl_rcv_csv": Case(_register, read_einvoices, "csv", _split),
    "rates, json": Case(_rates_cl, read_published, "json", json.loads),
    "rates, xml": Case(_rates_eu, read_published, "lxml", etree.fromstring),
}


def _measure(name: str, count: int, file: Path) -> Measure:
    """Read the file of so many records; run in a process of its own."""
    case, data = CASES[name], file.read_bytes()
    before = peak()
    started = time.process_time()
    found = case.read(data)
    seconds = time.process_time() - started
    memory = peak() - before
    told = _told(found)
    assert not told, told[:3]
    del found
    less = data if case.peer_share == 1 else case.build(count // case.peer_share)
    started = time.process_time()
    case.peer(less)
    peer = len(less) / _MILLION / (time.process_time() - started)
    return Measure(name, len(data) / _MILLION, count, seconds, memory, peer)


def _told(found: object) -> list[object]:
    """Warnings: the files must be sound, or something else is measured than reading."""
    match found:
        case ParsedFile():
            return [warning for one in found.statements for warning in one.warnings]
        case ParsedEinvoices():
            return [warning for one in found.documents for warning in one.warnings]
        case _:
            return []


def peak() -> float:
    """The most memory that this process has ever had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def file_of(name: str, megabytes: float, folder: Path) -> tuple[str, int, Path]:
    """A file of about that size, written for the process that reads it."""
    build = CASES[name].build
    megabytes /= CASES[name].size_share
    count = max(int(megabytes * _MILLION / len(build(_PROBE)) * _PROBE), _PROBE)
    file = folder / f"{megabytes}"
    file.write_bytes(build(count))
    return name, count, file


def main(megabytes: float = MEGABYTES, names: tuple[str, ...] = ()) -> None:
    """Print the table: how much is read a second, at half the size too, and beside the peer."""
    print(f"{'format':14}{'MB':>6}{'records':>10}{'seconds':>9}{'MB/s':>7}{'at half':>9}"
          f"{'records/s':>11}{'memory MB':>11}  peer MB/s")  # fmt: skip
    processes = multiprocessing.get_context("spawn")
    for name in names or CASES:
        with tempfile.TemporaryDirectory() as folder, processes.Pool(1, maxtasksperchild=1) as pool:
            half, whole = pool.starmap(
                _measure,
                [file_of(name, size, Path(folder)) for size in (megabytes / 2, megabytes)],
                chunksize=1,
            )
        print(
            f"{name:14}{whole.megabytes:6.1f}{whole.records:10,}{whole.seconds:9.2f}"
            f"{whole.megabytes / whole.seconds:7.1f}{half.megabytes / half.seconds:9.1f}"
            f"{whole.records / whole.seconds:11,.0f}{whole.memory:11,.0f}"
            f"  {whole.peer:,.1f} ({CASES[name].peer_name})",
            flush=True,
        )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES, tuple(sys.argv[2:]))
