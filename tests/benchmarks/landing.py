"""What one large file takes on its way into the working file: time, and memory by its own bytes.

Data flow: a camt.053 and a CSV statement of some size → the source `bank_statements` → seconds of
the processor and the peak of the process that landed them.
Alone: `python -m tests.benchmarks.landing [MEGABYTES]`, 100 without a number, some minutes.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from pathlib import Path

from ingestion.config import Landing
from ingestion.contracts import SourceContext
from ingestion.load import land_system
from orchestration.lib.seeds import currencies
from tests.benchmarks.formats import file_of, peak

MEGABYTES = 100
FORMATS = ("camt", "statement_csv")


def _land(folder: Path) -> tuple[float, float]:
    """Seconds, and the megabytes that the process grew by; run in one of its own."""
    context = SourceContext(currencies())
    landing = Landing(folder / "working.duckdb", folder / "dlt")
    before, started = peak(), time.process_time()
    land_system("bank_statements", folder / "files", landing, context)
    return time.process_time() - started, peak() - before


def main(megabytes: float = MEGABYTES) -> None:
    """Print a line for each format."""
    processes = multiprocessing.get_context("spawn")
    print(f"{'format':14}{'MB':>7}{'records':>11}{'seconds':>9}{'memory MB':>11}{'× file':>8}")
    for name in FORMATS:
        with tempfile.TemporaryDirectory() as place, processes.Pool(1) as pool:
            folder = Path(place)
            (folder / "files").mkdir()
            _, count, file = file_of(name, megabytes, folder / "files")
            size = file.stat().st_size / 1_000_000
            seconds, memory = pool.apply(_land, (folder,))
        print(
            f"{name:14}{size:7.1f}{count:11,}{seconds:9.1f}{memory:11,.0f}{memory / size:8.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main(*(float(argument) for argument in sys.argv[1:2]))
