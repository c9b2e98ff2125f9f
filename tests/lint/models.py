"""Holds the dbt project to `dbt-bouncer.yml`, and its models to their unit tests.

Data flow: an empty working file in a scratch folder → `dbt build --empty` → unit tests; then `dbt
docs generate` → manifest and catalog → dbt-bouncer: names, parents, descriptions, keys, types.
Alone: `python -m tests.lint.models .venv-bouncer/bin/dbt-bouncer`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from ingestion.config import Landing
from ingestion.contracts import SourceContext
from ingestion.load import land
from orchestration.lib.ledger import land_observations
from orchestration.lib.seeds import DBT_PROJECT, currencies

RULES = Path(__file__).parents[2] / "dbt-bouncer.yml"


def _said_when_failing(command: list[str], environment: dict[str, str]) -> bool:
    """Whether the command succeeds; what it said is shown only when it does not."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stdout.write(done.stdout + done.stderr)
    return done.returncode == 0


def main(bouncer: str) -> int:
    """0 when the project keeps its rules; 1, with what breaks which, when it does not."""
    with tempfile.TemporaryDirectory() as scratch:
        working_file, target = Path(scratch) / "lint.duckdb", Path(scratch) / "target"
        land({}, Landing(working_file, Path(scratch) / "dlt"), SourceContext(currencies()))
        land_observations(Path(scratch), working_file, date.min)
        environment = os.environ | {
            "HILO_WORKING_FILE": str(working_file),
            "DBT_TARGET_PATH": str(target),
            "DBT_LOG_PATH": str(Path(scratch) / "logs"),
            "DBT_PROFILES_DIR": str(DBT_PROJECT),
            # Where dbt-bouncer looks for `target`; dbt itself is told below.
            "DBT_PROJECT_DIR": scratch,
            "COLUMNS": "220",
        }
        dbt, project = (
            str(Path(sys.executable).with_name("dbt")),
            ["--project-dir", str(DBT_PROJECT)],
        )
        no_tests = ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
        steps = (
            [dbt, "build", "--empty", *project, *no_tests],
            [dbt, "test", "--select", "test_type:unit", *project],
            [dbt, "docs", "generate", "--no-compile", *project],
            [str(Path(bouncer).absolute()), "--config-file", str(RULES), "--output-only-failures"],
        )
        return int(not all(_said_when_failing(step, environment) for step in steps))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
