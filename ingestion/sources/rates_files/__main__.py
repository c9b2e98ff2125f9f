"""Land published rates: `python -m ingestion.sources.rates_files FOLDER FILE CURRENCIES`."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from ingestion.config import Landing
from ingestion.contracts import SourceContext
from ingestion.load import land_system


def main(folder: str, working_file: str, currencies_csv: str) -> None:
    """Land the files of `folder` in the DuckDB file, with the currencies of a seed-shaped CSV."""
    with Path(currencies_csv).open(encoding="utf-8") as lines:
        currencies = {row["currency"]: int(row["minor_units"]) for row in csv.DictReader(lines)}
    path = Path(working_file)
    landing = Landing(path, path.with_suffix(".dlt"))
    land_system("rates_files", Path(folder), landing, SourceContext(currencies))


if __name__ == "__main__":
    main(*sys.argv[1:])
