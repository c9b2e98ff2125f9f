"""Real bank files, each with the answer beside it: every statement, sum and listed line is right.

The files are not ours to ship: the test reads them where they lie beside the repository.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import pytest

from ingestion.formats.detect import read_statements
from ingestion.formats.statement import FileRefused, ParsedFile, Statement, StatementTransaction
from tests.shared import SHARED

FOLDER = SHARED / "data" / "bank_files"
FORMATS = (
    "MT940/MT942",
    "ISO 20022 camt",
    "bank table (CSV/XLS/XLSX)",
    "open-banking JSON",
    "payment service report",
)
# Without statements of its own: payouts and the transactions that they hold.
LINKS = "psp/stripe_payout_balance_transactions.csv"
# What a published problem is called here; the rest of the problems are sentences about balances.
WARNINGS = (
    ("does not give the closing balance", "bank_balance_mismatch"),
    ("balances do not add up", "bank_balance_mismatch"),
    ("no closing balance", "bank_closing_missing"),
    ("does not exist", "bank_date_impossible"),
    ("the same statement twice", "bank_statement_twice"),
    ("text is damaged", "bank_text_damaged"),
    ("does not match the sum of the rows", "bank_totals_mismatch"),
)

pytestmark = pytest.mark.skipif(
    not (FOLDER / "index.jsonl").is_file(), reason=f"no bank files at {FOLDER}"
)


def entries() -> list[dict[str, Any]]:
    if not (FOLDER / "index.jsonl").is_file():
        return []
    lines = (FOLDER / "index.jsonl").read_text(encoding="utf-8").splitlines()
    return [entry for line in lines if (entry := json.loads(line))["format"] in FORMATS]


def answer_of(entry: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((FOLDER / entry["answer"]).read_text(encoding="utf-8"))
    return answer


def read(entry: dict[str, Any]) -> ParsedFile:
    return read_statements((FOLDER / entry["file"]).read_bytes())


def named(expect: str) -> list[Any]:
    return [
        pytest.param(entry, id=entry["file"])
        for entry in entries()
        if entry["expect"] in expect and entry["file"] != LINKS
    ]


LOADED = ("load", "load_with_warning")
REFUSED = ("reject", "reject_or_quarantine")


def test_all_files_of_the_formats_are_judged() -> None:
    counts = Counter(entry["format"] for entry in entries())
    assert counts["MT940/MT942"] + counts["ISO 20022 camt"] == 42
    assert counts["bank table (CSV/XLS/XLSX)"] == 9
    assert counts["open-banking JSON"] == 1
    assert counts["payment service report"] == 4
    assert {entry["expect"] for entry in entries()} <= {*LOADED, *REFUSED}


@pytest.mark.parametrize("entry", named(REFUSED))  # type: ignore[arg-type]
def test_a_file_that_cannot_be_trusted_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(FileRefused) as refused:
        read(entry)
    assert refused.value.code.startswith("bank_")
    # `row 2 amount 12..34 is not a number`: where the value is told, the refusal tells it too.
    if told := re.search(r"amount (\S+) is not a number", entry["expected_problem"] or ""):
        assert refused.value.value == told[1]


def test_a_table_of_links_holds_no_money_and_says_so() -> None:
    [entry] = [entry for entry in entries() if entry["file"] == LINKS]
    parsed = read(entry)
    assert parsed.statements == ()
    [noted] = parsed.noted
    assert (noted.code, noted.value) == ("bank_links_only", str(answer_of(entry)["n_rows"]))


@pytest.mark.parametrize("entry", named(LOADED))  # type: ignore[arg-type]
def test_a_warning_is_given_where_and_only_where_something_is_wrong(entry: dict[str, Any]) -> None:
    codes = {warning.code for one in read(entry).statements for warning in one.warnings}
    problem = entry["expected_problem"] or ""
    expected = {code for words, code in WARNINGS if words in problem}
    if any(one["account"] is None for one in answer_of(entry)["statements"]):
        expected.add("bank_account_unstated")
    assert codes == expected


@pytest.mark.parametrize("entry", named(LOADED))  # type: ignore[arg-type]
def test_every_statement_has_its_account_balances_and_sums(entry: dict[str, Any]) -> None:
    answer = answer_of(entry)
    assert [_figures(one) for one in read(entry).statements] == [
        {
            "account": one["account"],
            "currency": one["currency"],
            "opening": _decimal(one["opening_balance"]),
            "closing": _decimal(one["closing_balance"]),
            "count": one["n_transactions"],
            "credits": Decimal(one["sum_credits"]),
            "debits": Decimal(one["sum_debits"]),
            "difference": _decimal(one.get("balance_difference")),
        }
        for one in answer["statements"]
    ]


@pytest.mark.parametrize("entry", named(LOADED))  # type: ignore[arg-type]
def test_totals_by_currency_are_right(entry: dict[str, Any]) -> None:
    totals: dict[str, dict[str, Decimal]] = defaultdict(
        lambda: {"credits": Decimal(0), "debits": Decimal(0)}
    )
    for statement in read(entry).statements:
        for line in statement.transactions:
            side = "credits" if line.amount > 0 else "debits"
            totals[line.currency or "unknown"][side] += line.amount
    expected = {
        currency: {side: Decimal(amount) for side, amount in sides.items()}
        for currency, sides in answer_of(entry)["totals_by_currency"].items()
        if any(Decimal(amount) for amount in sides.values())
    }
    assert dict(totals) == expected


@pytest.mark.parametrize("entry", named(LOADED))  # type: ignore[arg-type]
def test_the_listed_transactions_are_read_as_they_stand(entry: dict[str, Any]) -> None:
    statements = read(entry).statements
    for expected in answer_of(entry)["transactions"]:
        statement = statements[expected["statement"]]
        is_damaged = "bank_text_damaged" in {warning.code for warning in statement.warnings}
        line = statement.transactions[expected["index"]]
        assert _day(line.booked_on) == expected["date"]
        assert _day(line.valued_on) == expected["value_date"]
        assert line.amount == Decimal(expected["amount"])
        if "reversal" in expected:
            assert line.is_reversal == expected["reversal"]
        if expected["counterparty"]:
            assert _squeezed(line.counterparty_name) == _squeezed(expected["counterparty"])
        if expected["reference"]:
            assert _squeezed(expected["reference"]) in _references(line)
        if expected["remittance"]:
            read_text, text = _squeezed(line.remittance_text), _squeezed(expected["remittance"])
            # Damaged bytes have no right letter: what is left between them must be the same.
            assert _plain(read_text) == _plain(text) if is_damaged else read_text == text


def _figures(statement: Statement) -> dict[str, Any]:
    return {
        "account": statement.account_number or None,
        "currency": statement.currency,
        "opening": statement.opening_balance,
        "closing": statement.closing_balance,
        "count": len(statement.transactions),
        "credits": statement.credit_total,
        "debits": statement.debit_total,
        "difference": statement.balance_difference,
    }


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _references(line: StatementTransaction) -> list[str]:
    return [_squeezed(text) for text in (line.reference, line.bank_reference, line.end_to_end_id)]


def _squeezed(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


def _plain(text: str) -> str:
    return text.encode("ascii", errors="ignore").decode()
