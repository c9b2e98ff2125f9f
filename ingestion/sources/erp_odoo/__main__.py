"""Land alone: `python -m ingestion.sources.erp_odoo URL DATABASE FILE CURRENCIES`, over JSON-2."""

from __future__ import annotations

import sys

from ingestion.connection import Connection
from ingestion.load import land_alone

if __name__ == "__main__":
    url, database, *rest = sys.argv[1:]
    land_alone("erp_odoo", Connection({"url": url, "database": database}), *rest)
