"""Plant, look and write down what was found: `python -m tests.planted [CONTRACTS]`, 2,000 alone.

Writes `docs/gap_detection.md`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.oracle.records import Book
from tests.oracle.strategies import AS_OF
from tests.planted.company import Outcome, false_alarms, faults_of, outcomes, write_company
from tests.planted.frozen import drawn_book
from tests.planted.kinds import KINDS
from tests.runs import Published, run

PAGE = Path(__file__).parents[2] / "docs" / "gap_detection.md"
FAULT_SEED = 1

_HEAD = """# What is planted, and what is found

{contracts:,} contracts drawn at random, of every charge model, rhythm, day count, window,
amendment, index and currency rule, mixed; every fifth one plain. Each has its deal and its quote,
each due period is billed right, once ({documents:,} documents), registered with the tax office and,
twenty days later, paid. This company raises {clean} findings of its own. Then one fault is planted
in each contract that can hold one, {faults:,} in all. Found means: that class, on that line, period
or document, expected and actual amount to the cent. What is right, and what a mistake comes to, is
computed apart from the warehouse, in plain decimals (`tests/oracle/`, `tests/planted/`). Where
several mistakes come to one amount, none can be named: *tied*.

Made by `python -m tests.planted`; a smaller company is held to the same in every test run, once
more with each fault moved to another line or month. What is said to be unknown rather than wrong
(`missing_rate`, `missing_source_window`, `ambiguous_link`, `conflicting_master_data`) is not
counted here: the drawn company lacks rates by itself, the others have stories in
`tests/scenarios/`.

| planted | times | found | missed | cause named | tied |
|---|---:|---:|---:|---:|---:|
"""


def _rows(table: Mapping[str, Outcome]) -> Iterator[str]:
    for kind in KINDS:
        one = table.get(kind, Outcome())
        causes = f"{one.named} | {one.tied}" if one.named or one.tied else "– | –"
        name = kind.replace("_", " ")
        yield f"| {name} | {one.planted} | {one.found} | {one.missed} | {causes} |"


def _published(scratch: Path, name: str, book: Book, seed: int | None) -> Published:
    print(f"{name} …", flush=True)
    drop = scratch / name / "drop"
    write_company(book, AS_OF, drop, seed)
    return run(drop, scratch / name / "hilo.duckdb")


def main(contracts: int = 2000) -> None:
    """Publish the company twice, and write the page."""
    book = drawn_book(contracts)
    with tempfile.TemporaryDirectory() as scratch:
        clean = _published(Path(scratch), "billed_right", book, None)
        planted = _published(Path(scratch), "planted", book, FAULT_SEED)
        faults = faults_of(planted.drop)
        table = outcomes(planted, faults)
        [counted] = clean.rows("select count(*) as documents from marts.fct_invoices")
        head = _HEAD.format(
            contracts=contracts,
            documents=counted["documents"],
            clean=len(false_alarms(clean, [])),
            faults=len(faults),
        )
        alarms = len(false_alarms(planted, faults))
        for gap_id in (*false_alarms(clean, []), *false_alarms(planted, faults)):
            print(f"nobody planted {gap_id}")
    for complaint in (one for outcome in table.values() for one in outcome.complaints):
        print(complaint)
    total = f"| **all** | {len(faults)} | {sum(one.found for one in table.values())} | " + (
        f"{sum(one.missed for one in table.values())} | "
        f"{sum(one.named for one in table.values())} | {sum(one.tied for one in table.values())} |"
    )
    lines = [*_rows(table), total, "", f"False alarms beside what was planted: {alarms}.", ""]
    PAGE.write_text(head + "\n".join(lines), encoding="utf-8")
    print(f"{PAGE}: {len(faults)} planted, {alarms} false alarms")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
