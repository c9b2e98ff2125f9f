"""Land alone: `python -m ingestion.sources.crm_hubspot PLACE SCHEMA WORKING_FILE CURRENCIES`."""

from __future__ import annotations

import sys

from ingestion.existing.alone import land_existing

if __name__ == "__main__":
    land_existing("crm_hubspot", *sys.argv[1:])
