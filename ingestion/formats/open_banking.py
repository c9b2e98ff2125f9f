"""Reads account reports of open banking: JSON as the Berlin Group's NextGenPSD2 defines it.

Data flow: `transactions.booked` and `.pending` → bank lines → one statement, with the balances that
the report states. Amounts are decimal texts with their sign. Fields: NextGenPSD2 XS2A framework,
"Account Reports" and "Transactions".
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ingestion.formats.cells import amount_reader
from ingestion.formats.json_records import (
    Record,
    day_in,
    looks_like_json,
    read_json,
    text_in,
)
from ingestion.formats.statement import (
    FileRefused,
    ParsedFile,
    Statement,
    StatementFormat,
    StatementTransaction,
    StatementWarning,
    within_bounds,
)

_READ_AMOUNT = amount_reader(".", (), 4)
_OPENING = ("openingBooked", "previouslyClosedBooked")
_CLOSING = ("closingBooked",)


def recognises(data: bytes) -> bool:
    """Whether the JSON holds booked transactions with amounts as the standard names them."""
    return looks_like_json(data, "transactions", "transactionAmount")


def parse(data: bytes) -> ParsedFile:
    """Read every transaction, booked or pending; one that cannot be read refuses the file."""
    value, encoding = read_json(data)
    report = value if isinstance(value, dict) else {}
    transactions = report.get("transactions")
    if not isinstance(transactions, dict):
        raise FileRefused("bank_no_statement", "transactions")
    lines = tuple(
        _line(record, number, is_pending)
        for number, (record, is_pending) in enumerate(_records(transactions), start=1)
    )
    if not lines:
        raise FileRefused("bank_no_statement", "booked, pending")
    return ParsedFile(encoding, (_statement(report, transactions, lines),))


def _records(transactions: Record) -> Iterator[tuple[Record, bool]]:
    for name, is_pending in (("booked", False), ("pending", True)):
        records = transactions.get(name, [])
        if not isinstance(records, list):
            raise FileRefused("bank_line_unreadable", name)
        for record in records:
            if not isinstance(record, dict):
                raise FileRefused("bank_line_unreadable", str(record)[:60])
            yield record, is_pending


def _amount(record: Record, name: str, number: int) -> tuple[Decimal, str | None]:
    text = text_in(record, name, "amount") or ""
    amount = _READ_AMOUNT(text)
    if amount is None:
        raise FileRefused("bank_amount_unreadable", text[:40], number)
    currency = text_in(record, name, "currency")
    return within_bounds(amount, text, number), currency.upper() if currency else None


def _line(record: Record, number: int, is_pending: bool) -> StatementTransaction:
    amount, currency = _amount(record, "transactionAmount", number)
    party = "debtor" if amount > 0 else "creditor"
    valued_on = day_in(record, "valueDate", number)
    texts = record.get("remittanceInformationUnstructuredArray")
    listed = " ".join(str(text) for text in texts) if isinstance(texts, list) else None
    return StatementTransaction(
        booked_on=day_in(record, "bookingDate", number) or valued_on,
        valued_on=valued_on,
        amount=amount,
        currency=currency,
        counterparty_name=text_in(record, f"{party}Name"),
        counterparty_account=_account(record.get(f"{party}Account")),
        reference=text_in(record, "transactionId") or text_in(record, "entryReference"),
        bank_reference=text_in(record, "entryReference"),
        end_to_end_id=text_in(record, "endToEndId"),
        remittance_text=text_in(record, "remittanceInformationUnstructured")
        or listed
        or text_in(record, "remittanceInformationStructured")
        or text_in(record, "additionalInformation"),
        type_code=text_in(record, "bankTransactionCode")
        or text_in(record, "proprietaryBankTransactionCode"),
        is_pending=is_pending,
    )


def _account(value: Any) -> str | None:
    account = value if isinstance(value, dict) else {}
    return next(filter(None, (text_in(account, name) for name in ("iban", "bban", "pan"))), None)


def _statement(
    report: Record, transactions: Record, lines: tuple[StatementTransaction, ...]
) -> Statement:
    account = _account(report.get("account")) or ""
    currencies = {line.currency for line in lines}
    currency = currencies.pop() if len(currencies) == 1 else None
    balances = report.get("balances", transactions.get("balances"))
    stated = _balances(balances) if currency and isinstance(balances, list) else {}
    opening = next((stated[kind] for kind in _OPENING if kind in stated), None)
    closing = next((stated[kind] for kind in _CLOSING if kind in stated), None)
    days = [line.booked_on for line in lines if line.booked_on and not line.is_pending]
    unstated = (StatementWarning("bank_report_account_unstated", "account.iban"),) * (not account)
    return Statement(
        format="open_banking",
        kind="movements" if opening is None and closing is None else "statement",
        account_number=account,
        currency=currency,
        from_date=min(days, default=None),
        to_date=max(days, default=None),
        opening_balance=opening,
        opening_on=min(days, default=None) if opening is not None else None,
        closing_balance=closing,
        closing_on=max(days, default=None) if closing is not None else None,
        transactions=lines,
        noted=unstated,
    )


def _balances(balances: list[Any]) -> dict[str, Decimal]:
    return {
        kind: _amount(balance, "balanceAmount", number)[0]
        for number, balance in enumerate(balances, start=1)
        if isinstance(balance, dict) and (kind := text_in(balance, "balanceType"))
    }


OPEN_BANKING = StatementFormat("open_banking", recognises, parse)
