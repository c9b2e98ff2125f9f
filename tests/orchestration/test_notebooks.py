"""Every notebook opens on a published warehouse, runs to its end and draws a picture."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runs import Published

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
TITLES = {
    "lineage_tour": "One thread from sale to cash",
    "gap_review": "What was not billed as agreed",
    "month_close": "The close of a month",
}


def test_every_notebook_is_run() -> None:
    assert {path.stem for path in NOTEBOOKS.glob("*.py")} == TITLES.keys()


@pytest.mark.parametrize("name", TITLES)
def test_the_notebook_runs_on_the_stories(name: str, published: Published, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    answer = subprocess.run(
        [
            *(sys.executable, "-m", "marimo", "export", "html"),
            *(str(NOTEBOOKS / f"{name}.py"), "-o", str(page)),
        ],
        env={**os.environ, "HILO_WAREHOUSE": str(published.warehouse)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    told = page.read_text(encoding="utf-8")
    assert TITLES[name] in told
    assert "marimo-plotly" in told
