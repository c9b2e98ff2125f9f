"""Where a drop has its files: names alone, so that settings are read without any source.

Data flow: none.
"""

from __future__ import annotations

STATEMENTS_FOLDER = "bank/statements"
PROFILES_FOLDER = "bank/profiles"
EINVOICES_FOLDER = "erp/einvoices"
REGISTERS_FOLDER = "tax/registers"
RATES_FOLDER = "reference/rates"
# Files that are no tables: sources of their own read them.
FILE_FOLDERS = (
    STATEMENTS_FOLDER,
    PROFILES_FOLDER,
    EINVOICES_FOLDER,
    REGISTERS_FOLDER,
    RATES_FOLDER,
)
