"""The notebook opens on a published warehouse and runs to its end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.runs import Published

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "lineage_tour.py"


def test_the_tour_of_a_thread_runs_on_the_stories(published: Published, tmp_path: Path) -> None:
    page = tmp_path / "tour.html"
    answer = subprocess.run(
        [sys.executable, "-m", "marimo", "export", "html", str(NOTEBOOK), "-o", str(page)],
        env={**os.environ, "HILO_WAREHOUSE": str(published.warehouse)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert "One thread from sale to cash" in page.read_text(encoding="utf-8")
