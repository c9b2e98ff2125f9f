"""Holds the dbt project to `dbt-bouncer.yml`, and its models to their unit tests.

Data flow: an empty working file in a scratch folder → `dbt build --empty` → unit tests; then `dbt
docs generate` → manifest and catalog → dbt-bouncer: names, parents, descriptions, keys, types.
dbt parses the project once, for these steps and for the runs that come after.
Alone: `python -m tests.lint.models .venv-bouncer/bin/dbt-bouncer`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from dbt.cli.main import dbtRunner

from ingestion.config import Landing
from ingestion.contracts import SourceContext
from ingestion.load import land
from orchestration.lib.ledger import land_observations
from orchestration.lib.parsed_project import parsed_before, place_of
from orchestration.lib.seeds import DBT_PROJECT, currencies
from orchestration.lib.transformation import Transformation

RULES = Path(__file__).parents[2] / "dbt-bouncer.yml"

_NO_TESTS = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
_STEPS = (
    ("build", "--empty", *_NO_TESTS),
    ("test", "--select", "test_type:unit"),
    ("docs", "generate", "--no-compile"),
)


def _holds(command: tuple[str, ...], place: Path, target: Path) -> bool:
    """Whether a command of dbt succeeds; only what went wrong is told."""
    runner = dbtRunner(manifest=parsed_before(place, target))
    quietly = ("--quiet", "--project-dir", str(DBT_PROJECT))
    return runner.invoke([*command, *quietly]).success


def _said_when_failing(command: list[str]) -> bool:
    """Whether the command succeeds; what it said is shown only when it does not."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stdout.write(done.stdout + done.stderr)
    return done.returncode == 0


def main(bouncer: str) -> int:
    """0 when the project keeps its rules; 1, with what breaks which, when it does not."""
    with tempfile.TemporaryDirectory() as scratch:
        # Named as that of a run: the parsed project is kept by this name.
        working_file, target = Path(scratch) / "working.duckdb", Path(scratch) / "target"
        land({}, Landing(working_file, Path(scratch) / "dlt"), SourceContext(currencies()))
        land_observations(Path(scratch), working_file, date.min)
        os.environ |= {
            "HILO_WORKING_FILE": str(working_file),
            "DBT_TARGET_PATH": str(target),
            "DBT_LOG_PATH": str(Path(scratch) / "logs"),
            "DBT_PROFILES_DIR": str(DBT_PROJECT),
            # Where dbt-bouncer looks for `target`; dbt itself is told where the project is.
            "DBT_PROJECT_DIR": scratch,
            "COLUMNS": "220",
        }
        # Parsed and kept, if it was not before.
        assert Transformation(working_file, target, {}).manifest
        place = place_of(working_file.stem)
        rules = [str(Path(bouncer).absolute()), "--config-file", str(RULES)]
        holds = all(_holds(step, place, target) for step in _STEPS)
        return int(not (holds and _said_when_failing([*rules, "--output-only-failures"])))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
