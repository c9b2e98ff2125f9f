"""Land e-invoices: `python -m ingestion.sources.erp_einvoices DROP FILE CURRENCIES`."""

from __future__ import annotations

import sys

from ingestion.load import land_alone

if __name__ == "__main__":
    land_alone("erp_einvoices", *sys.argv[1:])
