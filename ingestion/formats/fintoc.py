"""Reads the movements of Fintoc's API as JSON, of accounts linked to it and of its own.

Data flow: list of movements → bank lines → one statement per account and currency, without
balances: a page of movements promises none. Amounts are whole numbers of the currency's smallest
unit (pesos of Chile have none smaller). https://docs.fintoc.com: movements of linked accounts carry
the sign in `amount`, those of Fintoc's own accounts in `direction`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingestion.formats.json_records import (
    Record,
    day_in,
    looks_like_json,
    read_json,
    text_in,
    whole_number,
)
from ingestion.formats.minor_units import from_minor
from ingestion.formats.statement import (
    FileRefused,
    ParsedFile,
    Statement,
    StatementFormat,
    StatementTransaction,
    StatementWarning,
)

_SIGNS = {"inbound": 1, "outbound": -1}


def recognises(data: bytes) -> bool:
    """Whether the JSON holds objects that call themselves movements."""
    return looks_like_json(data, "object", "movement", "amount")


def parse(data: bytes) -> ParsedFile:
    """Read every movement; an object that is none refuses the file."""
    value, encoding = read_json(data)
    groups: dict[tuple[str, str], list[StatementTransaction]] = {}
    for number, (account, record) in enumerate(_movements(value, ""), start=1):
        line = _line(record, number)
        account = text_in(record, "account_id") or account
        groups.setdefault((account, line.currency or ""), []).append(line)
    if not groups:
        raise FileRefused("bank_no_statement", "movement")
    statements = tuple(
        _statement(account, currency, lines) for (account, currency), lines in groups.items()
    )
    return ParsedFile(encoding, statements)


def _movements(value: Any, account: str) -> Iterator[tuple[str, Record]]:
    """Every movement with its account: a list of them, one, or an account that holds a list."""
    records = value if isinstance(value, list) else [value]
    for record in records:
        match record:
            case {"object": "movement"}:
                yield account, record
            case {"object": "account", "movements": list(movements)}:
                number = text_in(record, "number") or text_in(record, "id") or account
                yield from _movements(movements, number)
            case {"data": list(movements)} | {"movements": list(movements)}:
                yield from _movements(movements, account)
            case _:
                raise FileRefused("bank_line_unreadable", str(record)[:60])


def _line(record: Record, number: int) -> StatementTransaction:
    currency = (text_in(record, "currency") or "").upper()
    if not currency:
        raise FileRefused("bank_line_unreadable", "currency", number)
    amount = from_minor(whole_number(record, "amount", number), currency)
    if "direction" in record:
        sign = _SIGNS.get(text_in(record, "direction") or "")
        if sign is None or amount < 0:
            raise FileRefused("bank_direction_unreadable", str(record["direction"])[:40], number)
        amount *= sign
    # The other side of a transfer: who sent money that came in, who received what went out.
    other = "sender_account" if amount > 0 else "recipient_account"
    booked_on = day_in(record, "post_date", number) or day_in(record, "transaction_date", number)
    if booked_on is None:
        raise FileRefused("bank_date_unreadable", text_in(record, "id") or "", number)
    texts = (text_in(record, "description"), text_in(record, "comment"))
    return StatementTransaction(
        booked_on=booked_on,
        valued_on=None,
        amount=amount,
        currency=currency,
        counterparty_name=text_in(record, other, "holder_name"),
        counterparty_account=text_in(record, other, "number"),
        counterparty_tax_id=text_in(record, other, "holder_id"),
        reference=text_in(record, "id"),
        bank_reference=text_in(record, "reference_id") or text_in(record, "resource_id"),
        remittance_text=" ".join(filter(None, texts)) or None,
        type_code=text_in(record, "type"),
        is_reversal=bool(record.get("return_pair_id")),
        is_pending=record.get("pending") is True or text_in(record, "status") == "processing",
    )


def _statement(account: str, currency: str, lines: list[StatementTransaction]) -> Statement:
    days = [line.booked_on for line in lines if line.booked_on]
    unstated = (StatementWarning("bank_report_account_unstated", "account_id"),) * (not account)
    return Statement(
        format="fintoc",
        kind="movements",
        account_number=account,
        currency=currency,
        from_date=min(days),
        to_date=max(days),
        transactions=tuple(lines),
        noted=unstated,
    )


FINTOC = StatementFormat("fintoc", recognises, parse)
