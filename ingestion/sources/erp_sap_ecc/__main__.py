"""Land alone: `python -m ingestion.sources.erp_sap_ecc FOLDER WORKING_FILE CURRENCIES_CSV`."""

from __future__ import annotations

import sys

from ingestion.load import land_alone

if __name__ == "__main__":
    land_alone("erp_sap_ecc", *sys.argv[1:])
