"""Knows Stripe's table of links from payouts to balance transactions, which holds no money.

Data flow: bytes → count of links → a `ParsedFile` without statements that says so. Stripe's reports
of money are tables with a profile; there every balance transaction names its payout already.
"""

from __future__ import annotations

import csv
import io

from ingestion.formats.statement import FileRefused, ParsedFile, StatementFormat, StatementWarning
from ingestion.formats.text import beginning, decode

_COLUMNS = {"payout_id", "balance_transaction_id"}
_CONNECTORS = "_"  # what a connector adds of its own begins so


def recognises(data: bytes) -> bool:
    """Whether the header is the two ids and nothing that could be an amount."""
    first = beginning(data, 1000).lstrip().splitlines()
    names = {name.strip().strip('"') for name in first[0].split(",")} if first else set()
    return {name for name in names if not name.startswith(_CONNECTORS)} == _COLUMNS


def parse(data: bytes) -> ParsedFile:
    """Count the links; a row of another width refuses the file."""
    decoded = decode(data)
    reader = csv.reader(io.StringIO(decoded.text.lstrip(), newline=""), strict=True)
    try:
        header = next(reader)
        links = 0
        for row in reader:
            if row and len(row) != len(header):
                raise FileRefused("bank_line_unreadable", ",".join(row)[:60], reader.line_num)
            links += bool(row)
    except csv.Error as error:
        raise FileRefused("bank_line_unreadable", str(error)[:60], reader.line_num) from error
    return ParsedFile(decoded.encoding, (), (StatementWarning("bank_links_only", str(links)),))


STRIPE_LINKS = StatementFormat("stripe_links", recognises, parse)
