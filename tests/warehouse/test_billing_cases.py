"""Figures of other billing systems' own tests: reproduced, or listed with the reason why not.

The cases are no part of this repository: HILO_SHARED names the folder that holds
`data/billing_cases.jsonl`, and without it these tests are skipped.
"""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cases import read_reasons, write_tables
from tests.runs import Published, run_once
from tests.shared import SHARED
from tests.warehouse.billing_cases import Case, Expressed, Figure, express

CASES = SHARED / "data" / "billing_cases.jsonl"
NOT_EXPRESSED = Path(__file__).parent / "billing_cases" / "not_expressed.csv"
MOST_NOT_EXPRESSED = 62
FEWEST_EXPRESSED = 130


def _cases() -> list[Case]:
    if not CASES.is_file():
        return []
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def _expressed() -> dict[str, Expressed]:
    reasons = read_reasons(NOT_EXPRESSED)
    told = {case["id"]: express(case) for case in _cases() if case["id"] not in reasons}
    return {name: expressed for name, expressed in told.items() if expressed is not None}


ALL = _expressed()


def _write_drop(drop: Path) -> None:
    company = {"legal_entity_id": "E", "name": "E", "country": "CL", "functional_currency": "CLP"}
    cases = [expressed.tables for expressed in ALL.values()]
    write_tables(drop, [{"erp/legal_entities": [company]}, *cases])


@pytest.fixture(scope="module")
def schedule(shared_folder: Path) -> dict[str, list[dict[str, Any]]]:
    """What should have been billed on each line of every case, from one run."""
    published: Published = run_once(shared_folder, "billing_cases", _write_drop)
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in published.rows("select * from marts.fct_billing_schedule"):
        rows[row["contract_line_id"]].append(row)
    return rows


def _holds(figure: Figure, rows: list[dict[str, Any]]) -> bool:
    """Whether the rows of a line hold the figure: its kind, its period, what is known of it."""
    if figure.charge_kind is None:
        whole = [
            row["net_amount"]
            for row in rows
            if row["billing_period_start"] == figure.period_start
            and row["billing_period_end"] == figure.period_end
        ]
        return sum(whole, Decimal(0)) == figure.net_amount
    wanted = {
        name: value
        for name in ("period_start", "period_end", "net_amount", "tax_amount", "invoice_net_amount")
        if (value := getattr(figure, name)) is not None
    }
    return any(
        row["charge_kind"] == figure.charge_kind
        and all(row[name] == value for name, value in wanted.items())
        for row in rows
    )


@pytest.mark.skipif(not CASES.is_file(), reason="HILO_SHARED names no folder with billing cases")
@pytest.mark.parametrize("name", sorted(ALL))
def test_the_case_has_its_figures(name: str, schedule: dict[str, list[dict[str, Any]]]) -> None:
    expressed = ALL[name]
    missing = [figure for figure in expressed.figures if not _holds(figure, schedule[figure.line])]
    of_the_case = {line: rows for line, rows in schedule.items() if line.startswith(f"{name}-L")}
    assert missing == [], of_the_case
    if expressed.total is not None:
        amounts = [row["net_amount"] for rows in of_the_case.values() for row in rows]
        assert sum(amounts, Decimal(0)) == expressed.total


@pytest.mark.skipif(not CASES.is_file(), reason="HILO_SHARED names no folder with billing cases")
def test_every_case_is_expressed_or_listed_with_its_reason() -> None:
    reasons, names = read_reasons(NOT_EXPRESSED), {case["id"] for case in _cases()}
    assert all(reasons.values())
    assert ALL.keys() | reasons.keys() == names
    assert len(reasons) <= MOST_NOT_EXPRESSED
    assert len(ALL) >= FEWEST_EXPRESSED
    silent = [
        name
        for name, expressed in ALL.items()
        if not expressed.figures and expressed.total is None and expressed.tables
    ]
    assert silent == []
