"""Revenue recognition as other systems' documentation, tests and issues and IFRS 15's examples have
it: reproduced month by month, or listed with the reason.

The cases are no part of this repository: HILO_SHARED names the folder that holds
`data/recognition_cases.jsonl`, and without it these tests are skipped. Each case is a company of
its own; all of them are one drop and one run.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.cases import read_cases, read_reasons, write_tables
from tests.runs import Published, publish_once, run
from tests.shared import SHARED
from tests.warehouse.recognition_cases import AS_OF, express

CASES = SHARED / "data" / "recognition_cases.jsonl"
NOT_EXPRESSED = Path(__file__).parent / "recognition_cases" / "not_expressed.csv"
MOST_NOT_EXPRESSED = 7

is_skipped = not CASES.is_file()
needs_cases = pytest.mark.skipif(
    is_skipped, reason="HILO_SHARED names no folder with recognition cases"
)

GIVEN = {
    case["id"]: case for case in read_cases(CASES) if case["id"] not in read_reasons(NOT_EXPRESSED)
}
ALL = {name: express(case) for name, case in GIVEN.items()}

# What the months from first to last moved, and where they end. A case tells what a credit note
# takes back of earlier months apart; the schedule has it in both what is billed and recognised.
MONTHS = """
    select
        sum(billed_amount + contra_amount) as billed,
        sum(recognised_amount + contra_amount) as recognised,
        sum(contra_amount) as contra,
        sum(deferred_balance) filter (where strftime(revenue_month, '%Y-%m') = $last) as deferred,
        sum(unbilled_balance) filter (where strftime(revenue_month, '%Y-%m') = $last) as unbilled
    from marts.fct_revenue_schedule
    where
        contract_id = $case
        and strftime(revenue_month, '%Y-%m') between $first and $last
        and contract_line_id = coalesce($line, contract_line_id)
"""


def _publish(published: Published) -> None:
    write_tables(published.drop, [expressed.tables for expressed in ALL.values()])
    run(published.drop, published.warehouse, "--as-of", AS_OF)


@pytest.fixture(scope="module")
def published_cases(shared_folder: Path) -> Published:
    """All cases in one published warehouse."""
    return publish_once(shared_folder, "recognition_cases", _publish)


def _differences(published: Published, name: str) -> list[str]:
    found = []
    for told in GIVEN[name]["expected_schedule"]:
        first, last, line = ALL[name].spans.get(
            told["period"], (told["period"], told["period"], None)
        )
        parameters = {
            "case": name,
            "first": first,
            "last": last,
            "line": line and ALL[name].id_of(line),
        }
        (row,) = published.rows(MONTHS, parameters)
        expected = {
            "billed": told.get("billed", row["billed"]),
            "recognised": told["recognised"],
            "contra": told.get("contra_revenue", 0),
            "deferred": told.get("deferred_closing", row["deferred"]),
            "unbilled": told.get("unbilled_closing", row["unbilled"]),
        }
        if "adjustments" in told:
            expected["billed"] += told["adjustments"]
        expected = {what: amount and Decimal(amount) for what, amount in expected.items()}
        if row != expected:
            found.append(f"{told['period']}: {row} instead of {expected}")
    return found


@needs_cases
@pytest.mark.parametrize("name", sorted(ALL))
def test_the_case_comes_out(name: str, published_cases: Published) -> None:
    assert _differences(published_cases, name) == []


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
