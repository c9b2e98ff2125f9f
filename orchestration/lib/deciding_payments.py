"""Decisions on payments: what people wrote beside bank lines, as rows of the drop's table.

Data flow: sheet of cash that is not matched → `PaymentDecision`s and wrong cells →
`decisions/match_decisions.csv`. Documents are looked up in the published warehouse, by id or
number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from orchestration.lib.decision_sheets import Sheet, WrongCell, read_rows, words_of
from orchestration.lib.decision_tables import DecisionTable, Reading, Row
from orchestration.lib.messages import Messages
from orchestration.lib.typed_amounts import AmbiguousAmount, read_amount
from quality.reports.editing import PAYMENT_DECISIONS, PAYMENT_EDITABLE

TABLE = DecisionTable(
    Path("decisions", "match_decisions.csv"),
    ("bank_transaction_id", "invoice_id", "amount", "decision", "owner", "reason", "decided_on"),
    ("bank_transaction_id", "invoice_id", "decided_on"),
)

# The columns of the sheet that are read: the line, and what people filled in.
_LINE_ID, _DECISION, _DOCUMENTS, _OWNER, _REASON = HEADINGS = (
    "bank_transaction_id",
    *PAYMENT_EDITABLE,
)
_SPLIT_EXAMPLE = "F-1042: 60000; F-1043: 59000"
_AMOUNT_EXAMPLE = "F-1042: 60000"


@dataclass(frozen=True)
class BankLine:
    """A bank line of the warehouse: whose documents it may pay, and in which money."""

    legal_entity_id: str | None
    currency: str
    minor_units: int


@dataclass(frozen=True)
class Named:
    """A document that a cell names, and the line's amount for it, where the cell says one."""

    invoice_id: str
    amount: Decimal | None


@dataclass(frozen=True)
class PaymentDecision:
    """What somebody decided on a line; no documents means the line as a whole. `place` is the
    line's cell."""

    identifier: str
    decision: str
    documents: tuple[Named, ...]
    owner: str
    reason: str
    decided_on: date
    place: str
    is_lost: bool

    def rows(self) -> list[dict[str, str]]:
        """The decision as the drop's table holds it: a row a document."""
        return [
            dict(
                zip(
                    TABLE.columns,
                    (
                        self.identifier,
                        document.invoice_id,
                        "" if document.amount is None else str(document.amount),
                        self.decision,
                        self.owner,
                        self.reason,
                        self.decided_on.isoformat(),
                    ),
                    strict=True,
                )
            )
            for document in self.documents or (Named("", None),)
        ]


@dataclass(frozen=True)
class Ledger:
    """What the published warehouse knows of lines and documents."""

    marts: duckdb.DuckDBPyConnection

    def line(self, bank_transaction_id: str) -> BankLine | None:
        """The line of that id; None where there is none any more."""
        row = self.marts.execute(
            """
            select lines.legal_entity_id, lines.currency, coalesce(currencies.minor_units, 2)
            from marts.fct_bank_transactions as lines
            left join marts.dim_currencies as currencies on lines.currency = currencies.currency
            where lines.bank_transaction_id = ?
            """,
            [bank_transaction_id],
        ).fetchone()
        return BankLine(*row) if row else None

    def documents(self, line: BankLine, name: str) -> list[str]:
        """The ids of the legal entity's documents with that id or number."""
        rows = self.marts.execute(
            """
            select invoice_id
            from marts.fct_invoices
            where legal_entity_id = $entity and (invoice_id = $name or invoice_number = $name)
            order by invoice_id
            """,
            {"entity": line.legal_entity_id, "name": name},
        ).fetchall()
        return [invoice_id for (invoice_id,) in rows]


@dataclass(frozen=True)
class _Cell:
    """The cell that names documents, and the line beside it."""

    place: str
    language: str
    line: BankLine
    ledger: Ledger

    def named(self, text: str) -> list[Named]:
        """The documents of the whole cell, each once."""
        is_one = bool(self.ledger.documents(self.line, text))
        pieces = [text] if is_one else [piece.strip() for piece in re.split(r"[;\n]", text)]
        found = {}
        for piece in filter(None, pieces):
            document = self._one(piece)
            if document.invoice_id in found:
                raise WrongCell("cli_decide_document_twice", place=self.place, value=piece)
            found[document.invoice_id] = document
        return list(found.values())

    def _one(self, piece: str) -> Named:
        """`F-1042` or `F-1042: 60000`. An id may hold a colon, and is then taken as it stands."""
        ids, amount = self.ledger.documents(self.line, piece), None
        name, colon, typed = piece.rpartition(":")
        if not ids and colon and (ids := self.ledger.documents(self.line, name.strip())):
            amount = self._amount(typed)
        if not ids:
            raise WrongCell(
                "cli_decide_document_unknown",
                place=self.place,
                value=piece,
                legal_entity_id=self.line.legal_entity_id,
            )
        if len(ids) > 1:
            raise WrongCell(
                "cli_decide_document_shared",
                place=self.place,
                value=piece,
                invoice_ids=", ".join(ids),
            )
        return Named(ids[0], amount)

    def _amount(self, typed: str) -> Decimal:
        """The amount behind a colon, in the line's currency, whose code may stand before it."""
        currency = self.line.currency
        number = typed.strip().removeprefix(currency).strip()
        try:
            amount = read_amount(number, self.language, self.line.minor_units)
        except AmbiguousAmount as error:
            raise WrongCell(
                "cli_decide_amount_ambiguous",
                place=self.place,
                value=number,
                example=_AMOUNT_EXAMPLE,
            ) from error
        if amount is None:
            raise WrongCell(
                "cli_decide_amount_unread",
                place=self.place,
                value=typed.strip(),
                currency=currency,
                example=_AMOUNT_EXAMPLE,
            )
        return amount


def read_payment_decisions(
    sheet: Sheet,
    marts: duckdb.DuckDBPyConnection,
    decided_on: date,
    drop: Path,
    messages: Messages,
) -> Reading:
    """The decisions beside bank lines; those on a line that is gone are told and left out."""
    words, ledger = words_of(PAYMENT_DECISIONS, "decide"), Ledger(marts)
    decisions, wrong = read_rows(
        sheet,
        PAYMENT_EDITABLE,
        lambda row: _decision(sheet, row, decided_on, words, ledger, messages),
        messages,
    )
    told = [
        messages.text(
            "cli_decide_line_gone", place=decision.place, bank_transaction_id=decision.identifier
        )
        for decision in decisions
        if decision.is_lost
    ]
    taken = [decision for decision in decisions if not decision.is_lost]
    rows = tuple(row for decision in taken for row in decision.rows())
    told += _said_otherwise(taken, drop, messages)
    return Reading(TABLE, rows, tuple(told), tuple(wrong), "cli_decide_payments_done")


def _decision(
    sheet: Sheet,
    row: int,
    decided_on: date,
    words: Mapping[str, str],
    ledger: Ledger,
    messages: Messages,
) -> PaymentDecision:
    """The decision of one row. The documents of a line that is gone cannot be looked up."""
    word = sheet.word(row, _DECISION, words, PAYMENT_DECISIONS, messages)
    reason = sheet.required(row, _REASON, "cli_decide_reason_missing")
    line_id = sheet.required(row, _LINE_ID, "cli_decide_line_missing")
    text, owner = sheet.text(row, _DOCUMENTS), sheet.text(row, _OWNER)
    place, line = sheet.place(row, _DOCUMENTS), ledger.line(line_id)
    documents = _Cell(place, sheet.language, line, ledger).named(text) if line else []
    if word == "does_not_pay":
        decision = _rejected(place, documents)
    elif line and not documents:
        raise WrongCell("cli_decide_documents_missing", place=place, bank_transaction_id=line_id)
    else:
        decision = _placed(place, documents)
    return PaymentDecision(
        line_id, decision, tuple(documents), owner, reason, decided_on,
        sheet.place(row, _LINE_ID), is_lost=line is None,
    )  # fmt: skip


def _rejected(place: str, documents: list[Named]) -> str:
    """What is not paid is not paid in any amount."""
    for document in documents:
        if document.amount is not None:
            raise WrongCell("cli_decide_amount_rejected", place=place, value=document.invoice_id)
    return "rejected"


def _placed(place: str, documents: list[Named]) -> str:
    """One document takes what it owes; of several, each takes the amount that is said."""
    if len(documents) < 2:
        return "confirmed"
    for document in documents:
        if document.amount is None:
            raise WrongCell(
                "cli_decide_amount_missing",
                place=place,
                value=document.invoice_id,
                example=_SPLIT_EXAMPLE,
            )
    return "split"


def _said_otherwise(taken: list[PaymentDecision], drop: Path, messages: Messages) -> Iterator[str]:
    """Lines of which the table says something else on the same day: both would stand."""
    existing = TABLE.rows(drop) if taken else []
    for decision in taken:
        ours = {document.invoice_id for document in decision.documents} or {""}
        others = [_document(row) for row in existing if _is_beside(row, decision, ours)]
        if others:
            yield messages.text(
                "cli_decide_same_day",
                place=decision.place,
                path=drop / TABLE.path,
                bank_transaction_id=decision.identifier,
                invoice_ids=", ".join(others),
            )


def _is_beside(row: Row, decision: PaymentDecision, ours: set[str]) -> bool:
    return (
        row.get("bank_transaction_id") == decision.identifier
        and row.get("decided_on") == decision.decided_on.isoformat()
        and (row.get("invoice_id") or "") not in ours
    )


def _document(row: Row) -> str:
    """What a row of the table says of which document."""
    return f"{row.get('decision') or ''} {row.get('invoice_id') or ''}".strip()
