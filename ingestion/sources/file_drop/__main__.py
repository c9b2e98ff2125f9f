"""Land a drop alone: `python -m ingestion.sources.file_drop DROP WORKING_FILE CURRENCIES_CSV`."""

from __future__ import annotations

import sys

from ingestion.load import land_alone

if __name__ == "__main__":
    land_alone("file_drop", *sys.argv[1:])
