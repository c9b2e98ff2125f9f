"""Damages e-invoices, registers and rates, and holds what lands of them against the file as it was.

Data flow: real files (and small ones of our own) × damages → one `Outcome` each → a table.
Run alone: `python -m tests.ingestion.fuzz_einvoices [WAYS_PER_FILE]`; 50 ways without a number.
"""

from __future__ import annotations

import re
import sys
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingestion.contracts import Ledger, SourceContext
from ingestion.sources.erp_einvoices import EinvoiceFolder
from ingestion.sources.rates_files import RatesFolder
from tests.ingestion import einvoice_samples
from tests.ingestion.damage import (
    WAYS,
    Outcome,
    Trial,
    changed_figures,
    currencies,
    damages,
    report,
)
from tests.ingestion.einvoice_proofs import contradictions
from tests.ingestion.einvoices import content, entries
from tests.ingestion.test_rates_files import EURO, answer

OWN_SAMPLES: dict[str, tuple[str, bytes]] = {
    "own/ubl": ("ubl", einvoice_samples.UBL.encode()),
    "own/cii": ("cii", einvoice_samples.CII.encode()),
    "own/cl_dte": ("cl_dte", einvoice_samples.envelope(einvoice_samples.dte())),
    "own/cl_aec": ("cl_aec", einvoice_samples.AEC.encode()),
    "own/cl_rcv_csv": ("cl_rcv_csv", (
        einvoice_samples.REGISTER_HEADER
        + "1;33;Del Giro;77111222-6;Sur;170;03/02/2026;;;;0;100000;19000;119000;;;;;\n"
        + "2;34;Del Giro;77111222-6;Sur;9;04/02/2026;;;;5000;0;0;5000;33;170;;;\n"
    ).encode()),
    "own/mx_cfdi": ("mx_cfdi", einvoice_samples.cfdi().encode()),
    "own/mx_cfdi_receipt": ("mx_cfdi", einvoice_samples.receipt().encode()),
    "own/it_fatturapa": ("it_fatturapa", einvoice_samples.FATTURA.encode()),
    "own/br_nfe": ("br_nfe", einvoice_samples.NFE.encode()),
    "own/rates_cl": ("rates", answer(
        "F073.UFF.PRE.Z.D", d09_06_2026="39125.31", d10_06_2026="39126.04", d07_06_2026="NaN"
    ).encode()),
    "own/rates_eu": ("rates", EURO.encode()),
}  # fmt: skip
# What two readings of one file may differ in without harm: words, and where the file lay.
_WORDS = {
    "issuer_name", "receiver_name", "counterparty_name", "assignor_name", "assignee_name", "payee",
    "description", "reason", "payment_terms", "unit", "issuer_endpoint", "receiver_endpoint",
    "file_sha256", "source_row", "warning_code", "warning_value", "load_status",
}  # fmt: skip
# A draft without a number is known by its bytes.
_BY_BYTES = re.compile(r"[0-9a-f]{12}@")


@dataclass(frozen=True)
class _Reading:
    """What landed of one file, and what the user is told about it."""

    tables: dict[str, list[dict[str, Any]]]
    ledger: Ledger

    @property
    def told(self) -> set[tuple[str, str | None]]:
        told = [*self.ledger.all_rows(), *self.ledger.files, *self.ledger.notices]
        return {(one.code, _BY_BYTES.sub("@", one.value or "")) for one in told}

    @property
    def facts(self) -> dict[str, list[dict[str, Any]]]:
        """Money, dates, tax ids, numbers, identity, references: all but words."""
        return {
            name: [
                {key: _fact(value) for key, value in row.items() if key not in _WORDS}
                for row in rows
            ]
            for name, rows in self.tables.items()
        }


def _fact(value: Any) -> Any:
    return _BY_BYTES.sub("@", value) if isinstance(value, str) else value


def corpus() -> dict[str, tuple[str, bytes]]:
    """Family and bytes of every file that is read when it is whole: real ones, and our own."""
    real = {entry["file"]: (str(entry["fmt"]), content(entry)) for entry in entries()}
    return {
        name: (family, data)
        for name, (family, data) in (real | OWN_SAMPLES).items()
        if family != "invalid"
    }


def trials(files: dict[str, tuple[str, bytes]], ways: int) -> Iterator[Trial]:
    """Every damage of every file, judged."""
    context = SourceContext(currencies())
    with tempfile.TemporaryDirectory() as folder:
        for name, (family, data) in files.items():
            whole = _read(Path(folder), family, data, context)
            before = contradictions(whole.tables, data) if family != "rates" else set()
            for damage, damaged in (
                *damages(data, name, ways),
                *changed_figures(data, name, ways),
            ):
                try:
                    reading = _read(Path(folder), family, damaged, context)
                except Exception:
                    yield Trial(family, name, damage, Outcome.CRASHED, traceback.format_exc())
                    continue
                outcome, remark = _outcome(whole, reading)
                if outcome is Outcome.UNDETECTABLE and family != "rates":
                    new = contradictions(reading.tables, damaged) - before
                    if new:
                        outcome, remark = Outcome.SILENT, f"{sorted(new)}: {remark}"
                yield Trial(family, name, damage, outcome, remark)


def _read(folder: Path, family: str, data: bytes, context: SourceContext) -> _Reading:
    """The road of a run: the file in a folder, through its source."""
    (folder / "file").write_bytes(data)
    if family == "rates":
        rates = RatesFolder(folder, context)
        return _Reading({"rates": rates.values.frame.to_dicts()}, rates.ledger)
    landed = EinvoiceFolder(folder, context).landed
    return _Reading({name: list(rows) for name, rows in landed.tables.items()}, landed.ledger)


def _outcome(whole: _Reading, reading: _Reading) -> tuple[Outcome, str]:
    if reading.ledger.files:
        return Outcome.REFUSED, reading.ledger.files[0].code
    if reading.told != whole.told:
        return Outcome.WARNED, str(sorted(reading.told - whole.told))
    before, after = whole.facts, reading.facts
    if before == after:
        return Outcome.UNCHANGED, ""
    return Outcome.UNDETECTABLE, ", ".join(_changes(before, after))


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for name in before:
        if len(before[name]) != len(after[name]):
            yield f"{name}: {len(before[name])} → {len(after[name])} rows"
            continue
        for one, other in zip(before[name], after[name], strict=True):
            for key, value in one.items():
                if value != other[key]:
                    yield f"{name}.{key}: {value} → {other[key]}"


def main(ways: int = WAYS) -> int:
    """Print the table and every fault; 1 where there is one."""
    return report(trials(corpus(), ways))


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:2])))
