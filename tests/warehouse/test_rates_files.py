"""A drop whose rates are what the central banks publish: billed at them, and nothing is lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.runs import Published, run_once
from tests.warehouse.test_malformed import PUBLISHED_RATES, write_bad_drop


@pytest.fixture(scope="session")
def published(shared_folder: Path) -> Published:
    """Published beside what is wrong in other files, by the same run."""
    return run_once(shared_folder, "malformed", write_bad_drop)


def test_what_is_due_is_converted_at_the_published_rates(published: Published) -> None:
    rows = published.rows(
        """
        select contract_line_id, period_start, exchange_rate, invoice_net_amount
        from marts.fct_billing_schedule
        where is_due and contract_id like 'PUB-%'
        order by contract_line_id, period_start
        """
    )
    assert [(str(row["period_start"]), f"{row['invoice_net_amount']:.2f}") for row in rows] == [
        ("2026-04-01", "390000.00"),
        ("2026-05-01", "391005.00"),
        ("2026-06-01", "392000.00"),
        ("2026-06-08", "585.10"),
        ("2025-03-01", "100000.00"),
        ("2026-03-01", "103341.00"),
    ]


def test_only_june_was_not_billed(published: Published) -> None:
    with (PUBLISHED_RATES / "expected_gaps.csv").open(encoding="utf-8", newline="") as file:
        header, *expected = csv.reader(file)
    found = published.rows(
        f"select {', '.join(header)} from marts.fct_billing_gaps where gap_id like '%PUB-%'"
    )
    assert [[_text(row[name]) for name in header] for row in found] == expected


def _text(value: object) -> str:
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def test_what_is_no_rate_is_told_with_its_file(published: Published) -> None:
    files = published.rows(
        """
        select source, file, reason_code
        from marts.quarantined_files
        where source = 'rates_files'
        """
    )
    assert files == [
        {"source": "rates_files", "file": "aviso.txt", "reason_code": "rates_format_unknown"}
    ]
