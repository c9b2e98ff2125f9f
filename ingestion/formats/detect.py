"""Reads a statement file of any format that is known here, told apart by content.

Data flow: bytes → (a zip: its members) → the one format that recognises them → `ParsedFile`.
A name or an extension says nothing: banks send MT940 as `.txt` and camt without any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingestion.formats.archive import is_archive, members
from ingestion.formats.bai2 import BAI2
from ingestion.formats.camt import CAMT
from ingestion.formats.cnab240 import CNAB240
from ingestion.formats.cnab400 import CNAB400
from ingestion.formats.coda import CODA
from ingestion.formats.fintoc import FINTOC
from ingestion.formats.mt940 import MT940
from ingestion.formats.norma43 import NORMA43
from ingestion.formats.ofx import OFX
from ingestion.formats.open_banking import OPEN_BANKING
from ingestion.formats.profile import TableProfile
from ingestion.formats.statement import (
    EXACT_DECIMALS,
    FileRefused,
    ParsedFile,
    StatementFormat,
    with_repeats_marked,
    within_bounds,
)
from ingestion.formats.stripe import STRIPE_LINKS
from ingestion.formats.table import table_format

# Tables come after them: their layouts may be the firm's own.
FORMATS = (
    OFX,
    CAMT,
    MT940,
    NORMA43,
    BAI2,
    CODA,
    CNAB240,
    CNAB400,
    FINTOC,
    OPEN_BANKING,
    STRIPE_LINKS,
)


def read_statements(data: bytes, own_profiles: Sequence[TableProfile] = ()) -> ParsedFile:
    """The statements of one file, those of a zip in the order of its members' names."""
    formats = (*FORMATS, table_format(own_profiles))
    files = (
        [_read_member(name, content, formats) for name, content in members(data)]
        if is_archive(data)
        else [_read_one(data, formats)]
    )
    encodings = sorted({file.encoding for file in files})
    statements = tuple(statement for file in files for statement in file.statements)
    for statement in statements:
        for total in (statement.credit_total, statement.debit_total):
            within_bounds(total, f"{total:f}", decimals=EXACT_DECIMALS)
    noted = tuple(warning for file in files for warning in file.noted)
    return ParsedFile(", ".join(encodings), with_repeats_marked(statements), noted)


def _read_member(name: str, data: bytes, formats: Sequence[StatementFormat]) -> ParsedFile:
    try:
        parsed = _read_one(data, formats)
    except FileRefused as refused:
        value = f"{name}: {refused.value}" if refused.value else name
        raise FileRefused(refused.code, value, refused.line_number) from refused
    statements = tuple(replace(statement, member=name) for statement in parsed.statements)
    return replace(parsed, statements=statements)


def _read_one(data: bytes, formats: Sequence[StatementFormat]) -> ParsedFile:
    if not data.strip(b"\xef\xbb\xbf\x00 \t\r\n"):
        raise FileRefused("bank_file_empty")
    for known in formats:
        if known.recognises(data):
            return known.parse(data)
    raise FileRefused("bank_format_unknown", _beginning(data))


def _beginning(data: bytes) -> str:
    """The first words of the file: enough for a person to see what it is."""
    text = data[:200].decode("utf-8", errors="replace")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:60]
