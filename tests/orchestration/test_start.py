"""Help and refusals come at once: what works on data is imported by the command that needs it."""

from __future__ import annotations

import subprocess
import sys

SLOW_TO_IMPORT = {"dagster", "dbt", "dlt", "duckdb", "great_expectations", "plotly", "polars"}


def test_the_command_line_starts_without_what_works_on_data() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, orchestration.cli; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert SLOW_TO_IMPORT & set(told.stdout.split()) == set()
