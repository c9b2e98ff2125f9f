"""Ageing, days of sales, dunning and recurring revenue of other systems' tests: reproduced, or
listed with the reason.

The cases are no part of this repository: HILO_SHARED names the folder that holds
`data/receivables_cases.jsonl`, and without it these tests are skipped. Each case is a company of
its own with one customer; all of them are one drop and one run, and a case whose day is past is
answered by the ageing of that day.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import read_cases, read_reasons, write_tables
from tests.runs import Published, publish_once, run
from tests.shared import SHARED
from tests.warehouse.receivables_cases import CURRENCY, express

CASES = SHARED / "data" / "receivables_cases.jsonl"
NOT_EXPRESSED = Path(__file__).parent / "receivables_cases" / "not_expressed.csv"
MOST_NOT_EXPRESSED = 6
FEWEST_EXPRESSED = 41

# What does not come out as its case says, by cause. A case that comes out leaves this table.
MISSES = {"never: what we owe is not overdue, as the case's own note advises": ("AR-079",)}

is_skipped = not CASES.is_file()
needs_cases = pytest.mark.skipif(
    is_skipped, reason="HILO_SHARED names no folder with receivables cases"
)


ALL = {
    case["id"]: express(case)
    for case in read_cases(CASES)
    if case["id"] not in read_reasons(NOT_EXPRESSED)
}
MISSED = {name: cause for cause, names in MISSES.items() for name in names}


def _publish(published: Published) -> None:
    write_tables(published.drop, [expressed.tables for expressed in ALL.values()])
    settings = published.drop.with_name("hilo.toml")
    settings.write_text(
        "aging_limits = [30, 60, 90, 120]\ndunning_days = [5, 20, 40]\n"
        + "".join(
            f'[payment_tolerance."{name}".{CURRENCY}]\namount = {expressed.write_off}\n'
            "percent = 10\n"
            for name, expressed in ALL.items()
            if expressed.write_off
        ),
        encoding="utf-8",
    )
    run(published.drop, published.warehouse, "--config", settings)


@pytest.fixture(scope="module")
def published_cases(shared_folder: Path) -> Published:
    """All cases in one published warehouse."""
    return publish_once(shared_folder, "receivables_cases", _publish)


def _differences(published: Published, name: str) -> list[str]:
    found = []
    for question in ALL[name].questions:
        named = {
            key: value for key, value in question.parameters.items() if f"${key}" in question.query
        }
        rows = published.rows(question.query, named)
        if rows != question.answer:
            found.append(f"{rows} instead of {question.answer}")
    return found


@needs_cases
@pytest.mark.parametrize("name", sorted(ALL))
def test_the_case_comes_out_unless_it_is_listed(name: str, published_cases: Published) -> None:
    differences = _differences(published_cases, name)
    if name in MISSED:
        assert differences, f"comes out now: take it out of {MISSED[name]!r}"
    else:
        assert differences == []


@needs_cases
def test_every_row_told_of_the_cases_is_loaded(published_cases: Published) -> None:
    """A row that is refused was told wrongly here."""
    assert published_cases.rows("select * from marts.quarantined_rows") == []


@needs_cases
def test_every_case_is_expressed_or_listed_with_its_reason() -> None:
    reasons, names = read_reasons(NOT_EXPRESSED), {case["id"] for case in read_cases(CASES)}
    assert all(reasons.values())
    assert ALL.keys() | reasons.keys() == names
    assert len(reasons) <= MOST_NOT_EXPRESSED
    assert len(ALL) >= FEWEST_EXPRESSED
    assert all(expressed.questions for expressed in ALL.values())
    assert MISSED.keys() <= ALL.keys()
