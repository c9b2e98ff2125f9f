"""Invoices that left their contract: how many open gaps there are of each class.

Data flow: marts (read-only) → one `CheckResult` a class. A gap is a result of the run and not a
fault of its data, so none of them stops anything.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from quality.results import CheckResult


def check_divergence(warehouse: Path) -> list[CheckResult]:
    """Open gaps by class; passed where there is none."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.sql(
            """
            select
                classes.gap_class,
                count(gaps.gap_id) as gap_count,
                list(gaps.gap_id order by gaps.gap_id) filter (where gaps.gap_id is not null)
                    as gap_ids
            from marts.dim_gap_classes as classes
            left join marts.fct_billing_gaps as gaps
                on classes.gap_class = gaps.gap_class and gaps.status = 'open'
            group by classes.gap_class
            order by classes.gap_class
            """
        ).fetchall()
    return [
        CheckResult(
            name=gap_class,
            passed=not count,
            severity="warning",
            count=count,
            sample=tuple((gap_ids or ())[:5]),
        )
        for gap_class, count, gap_ids in rows
    ]
