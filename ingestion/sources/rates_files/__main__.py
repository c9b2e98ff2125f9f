"""Land published rates: `python -m ingestion.sources.rates_files FOLDER FILE CURRENCIES`."""

from __future__ import annotations

import sys

from ingestion.load import land_alone

if __name__ == "__main__":
    land_alone("rates_files", *sys.argv[1:])
