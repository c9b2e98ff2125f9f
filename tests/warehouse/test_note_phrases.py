"""What the patterns read in notes, held to phrases as salespeople write them.

Each phrase of `note_phrases/phrases.csv` is the note of a contract whose terms hold nothing: what
is promised is then a gap, and what is not is none. A third of the phrases was written before the
patterns and never used to improve them (`held_out`); keep it so, and write a new phrase instead.
What is read, read wrongly and missed is printed: `pytest -s`.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from ingestion.config import Landing
from ingestion.contracts import SourceContext
from ingestion.load import land
from orchestration.lib.ledger import land_observations
from orchestration.lib.parsed_project import parsed_before, place_of
from orchestration.lib.seeds import DBT_PROJECT, currencies
from orchestration.lib.transformation import Transformation

AS_OF = date(2026, 6, 30)
PHRASES = Path(__file__).with_name("note_phrases") / "phrases.csv"

# A currency that no phrase promises, and a start after the as-of date: nothing else can diverge.
CONTRACT = {
    "account_id": "PHR-A",
    "customer_id": "PHR-K",
    "legal_entity_id": "PHR-E",
    "currency": "GBP",
    "signed_on": "2026-06-01",
    "start_date": "2026-07-01",
    "status": "active",
    "renewal": "none",
}
LINE = {
    "product_id": "PLAN",
    "charge_model": "flat",
    "unit_price": "100",
    "price_period": "P1M",
    "billing_period": "P1M",
    "billing_timing": "in_advance",
    "billing_anchor": "start",
    "start_date": "2026-07-01",
}


@dataclass(frozen=True)
class Phrase:
    """A note, what it promises (`discount 10`), and whether it was held out."""

    contract_id: str
    words: str
    promises: frozenset[str]
    is_held_out: bool


def _phrases() -> list[Phrase]:
    with PHRASES.open(encoding="utf-8", newline="") as file:
        return [
            Phrase(
                f"PHR-{number}",
                row["phrase"],
                frozenset(filter(None, row["promises"].split("; "))),
                row["held_out"] == "true",
            )
            for number, row in enumerate(csv.DictReader(file), start=1)
        ]


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=rows[0])
        writer.writeheader()
        writer.writerows(rows)


def _write_drop(drop: Path) -> None:
    """A signed contract for each phrase, with one line and no term that keeps a promise."""
    phrases = _phrases()
    _write(
        drop / "contracts" / "contracts.csv",
        [
            {"contract_id": phrase.contract_id, **CONTRACT, "notes": phrase.words}
            for phrase in phrases
        ],
    )
    _write(
        drop / "contracts" / "contract_lines.csv",
        [
            {
                "contract_line_id": f"{phrase.contract_id}-L1",
                "contract_id": phrase.contract_id,
                **LINE,
            }
            for phrase in phrases
        ],
    )
    _write(
        drop / "erp" / "legal_entities.csv",
        [
            {
                "legal_entity_id": "PHR-E",
                "name": "Phrases Ltd",
                "country": "GB",
                "functional_currency": "GBP",
            }
        ],
    )


def _read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, frozenset[str]]:
    """What the models read in each note: only they are built, and what they read from."""
    _write_drop(folder / "drop")
    working_file = folder / "working.duckdb"
    land(
        {"file_drop": folder / "drop"},
        Landing(working_file, folder / "dlt"),
        SourceContext(currencies()),
    )
    land_observations(folder, working_file, AS_OF)
    # The parse that runs keep is read here too.
    transformation = Transformation(working_file, folder / "target", {})
    assert transformation.manifest
    place = place_of(working_file.stem)
    monkeypatch.setenv("HILO_WORKING_FILE", str(working_file))
    outcome = dbtRunner(manifest=parsed_before(place, folder / "target")).invoke(
        [
            "build", "--quiet",
            "--select", "+int_gaps__promises",
            "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test",
            "--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT),
            "--target-path", str(folder / "target"), "--log-path", str(folder / "logs"),
            "--vars", json.dumps({"as_of_date": AS_OF.isoformat()}),
        ]
    )  # fmt: skip
    DuckDBConnectionManager.close_all_connections()
    assert outcome.success, outcome.exception
    found: dict[str, set[str]] = {}
    with duckdb.connect(str(working_file), read_only=True) as connection:
        subjects = connection.sql(
            "select subject_id from intermediate.int_gaps__promises"
        ).fetchall()
    for (subject,) in subjects:
        contract_id, kind, value = subject.split("@")
        found.setdefault(contract_id, set()).add(f"{kind} {value}")
    return {contract_id: frozenset(promises) for contract_id, promises in found.items()}


def test_the_list_is_large_mixed_and_a_third_held_out() -> None:
    phrases = _phrases()
    assert len(phrases) >= 150
    assert len({phrase.words for phrase in phrases}) == len(phrases)
    assert 3 * sum(phrase.is_held_out for phrase in phrases) >= len(phrases) - 2
    assert sum(not phrase.promises for phrase in phrases) >= 50


def test_promises_are_read_precisely_and_most_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = _read(tmp_path, monkeypatch)
    everything = _phrases()
    for part, phrases in (
        ("all", everything),
        ("held out", [phrase for phrase in everything if phrase.is_held_out]),
    ):
        found = [read.get(phrase.contract_id, frozenset()) for phrase in phrases]
        pairs = list(zip(found, phrases, strict=True))
        right = sum(len(promises & phrase.promises) for promises, phrase in pairs)
        wrong = sum(len(promises - phrase.promises) for promises, phrase in pairs)
        missed = sum(len(phrase.promises - promises) for promises, phrase in pairs)
        print(
            f"notes, {part}: {len(phrases)} phrases, {right} promises read, {wrong} wrongly, "
            f"{missed} missed"
        )
        # A precision of 0.95 and a recall of 0.8, in whole numbers.
        assert 100 * right >= 95 * (right + wrong)
        assert 10 * right >= 8 * (right + missed)
