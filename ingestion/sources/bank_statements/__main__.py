"""Land statement files: `python -m ingestion.sources.bank_statements FOLDER FILE CURRENCIES`."""

from __future__ import annotations

import sys

from ingestion.load import land_alone

if __name__ == "__main__":
    land_alone("bank_statements", *sys.argv[1:])
