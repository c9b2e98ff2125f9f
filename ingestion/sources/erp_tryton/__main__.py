"""Land alone: `python -m ingestion.sources.erp_tryton URL DATABASE USER FILE CURRENCIES`."""

from __future__ import annotations

import sys

from ingestion.connection import Connection
from ingestion.load import land_alone

if __name__ == "__main__":
    url, database, user, *rest = sys.argv[1:]
    told = Connection({"url": url, "database": database, "user": user})
    land_alone("erp_tryton", told, *rest)
