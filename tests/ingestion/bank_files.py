"""Judges what is read of real bank files by the answer that lies beside each.

The files are not ours to ship: they are read where they lie beside the repository.
Run alone: `python -m tests.ingestion.bank_files` prints per format how many files are right, and
every miss.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ingestion.formats.detect import read_statements
from ingestion.formats.statement import FileRefused, ParsedFile, Statement, StatementTransaction
from tests.shared import SHARED

FOLDER = SHARED / "data" / "bank_files"
LOADED = ("load", "load_with_warning")
REFUSED = ("reject", "reject_or_quarantine")
FORMATS = (
    "MT940/MT942",
    "ISO 20022 camt",
    "OFX/QFX",
    "BAI2",
    "Norma 43",
    "CODA",
    "CNAB",
    "bank table (CSV/XLS/XLSX)",
    "open-banking JSON",
    "payment service report",
)
# What may leave its account out: of a payment service there is but one.
TABLES = FORMATS[-3:]
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
    ("U+FFFD", "bank_text_damaged"),
    ("ddmmyy", "bank_date_impossible"),
    ("DTASOF is 00000000", "bank_date_impossible"),
    ("record count and control total do not match", "bank_totals_mismatch"),
    ("record count and control total do not match", "bank_count_mismatch"),
    ("several records on one physical line", "bank_records_joined"),
    ("carries sign code 0", "bank_balance_sign_unknown"),
    ("does not match the sum of the rows", "bank_totals_mismatch"),
)
# What a file says against itself and its answer does not name; each was looked up in the file.
UNNAMED = {
    # DTASOF 00000000 stands in this file too, as in the one whose answer names it.
    "ofx/br_bradesco.ofx": {"bank_date_impossible"},
    # Thirteen decimals of a dollar: canonical amounts keep four.
    "ofx/ofxgo_moneymarket_v203.ofx": {"bank_decimals_rounded"},
    # Record 88 counts 10 and 19 records; 11 and 18 stand before it.
    "n43/oca_single.n43": {"bank_count_mismatch"},
    "n43/oca_multi_account.n43": {"bank_count_mismatch"},
    # Record 8 names another account than record 1.
    "coda/wv_sample2.cod": {"bank_account_changes"},
    # Record 9 states 16837.520 out and 3967.220 in; 767.823 and 4535.640 are there.
    "coda/wv_sample6.cod": {"bank_totals_mismatch"},
    # The records are numbered 1, 2, 3 and 16: twelve were taken out; two have 401 signs.
    "cnab/oca_cnab400_unicred_overpaid.ret": {"bank_count_mismatch", "bank_line_too_long"},
}

# The reason that a refusal must give, where the answer names one.
REASONS = {
    "ofx/ofxparse_bank_small.ofx": "bank_no_statement",
    "ofx/ofxparse_date_missing.ofx": "bank_date_unreadable",
    "n43/sequra_example2.n43": "bank_file_cut_off",
}


def all_entries() -> list[dict[str, Any]]:
    """The index of the files; empty where they are not there."""
    if not (FOLDER / "index.jsonl").is_file():
        return []
    lines = (FOLDER / "index.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def entries() -> list[dict[str, Any]]:
    """The index of the files of the formats judged."""
    return [entry for entry in all_entries() if entry["format"] in FORMATS]


def answer_of(entry: dict[str, Any]) -> dict[str, Any]:
    """The answer that lies beside the file."""
    answer: dict[str, Any] = json.loads((FOLDER / entry["answer"]).read_text(encoding="utf-8"))
    return answer


def read(entry: dict[str, Any]) -> ParsedFile:
    """The file as our readers read it."""
    return read_statements((FOLDER / entry["file"]).read_bytes())


def refusal_misses(entry: dict[str, Any]) -> list[str]:
    """What cannot be trusted is refused by a code of ours, or its bad lines are set aside."""
    try:
        parsed = read(entry)
        if entry["expect"] == "reject_or_quarantine" and parsed.unread_count:
            # The bad lines are set aside and told: what is left must be right.
            return [*statement_misses(entry), *total_misses(entry), *transaction_misses(entry)]
    except FileRefused as refused:
        expected = REASONS.get(entry["file"], refused.code)
        misses = _unlike("reason", refused.code, expected)
        # `row 2 amount 12..34 is not a number`: where the value is told, the refusal tells it too.
        if told := re.search(r"amount (\S+) is not a number", entry["expected_problem"] or ""):
            misses += _unlike("value", refused.value, told[1])
        return misses if refused.code.startswith("bank_") else [f"code {refused.code}"]
    return [f"not refused: {parsed.transaction_count} lines read"]


def warning_misses(entry: dict[str, Any]) -> list[str]:
    """Warnings where, and only where, something is wrong."""
    codes = {warning.code for one in read(entry).statements for warning in one.warnings}
    problem = entry["expected_problem"] or ""
    expected = {code for words, code in WARNINGS if words in problem}
    is_table = entry["format"] in TABLES
    if is_table and any(one["account"] is None for one in answer_of(entry)["statements"]):
        expected.add("bank_account_unstated")
    return _unlike("warnings", codes, expected | UNNAMED.get(entry["file"], set()))


def statement_misses(entry: dict[str, Any]) -> list[str]:
    """Every statement: account, currency, balances, sums, count, what the balances lack."""
    read_ones, stated = read(entry).statements, answer_of(entry)["statements"]
    misses = _unlike("number of statements", len(read_ones), len(stated))
    for number, (statement, one) in enumerate(zip(read_ones, stated, strict=False)):
        figures, expected = _figures(statement), _expected_figures(one)
        for name, value in expected.items():
            misses += _unlike(f"statement {number} {name}", figures[name], value)
    return misses


def total_misses(entry: dict[str, Any]) -> list[str]:
    """Money in and out of each currency."""
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
    return _unlike("totals", dict(totals), expected)


def transaction_misses(entry: dict[str, Any]) -> list[str]:
    """The listed transactions as they stand in the file."""
    statements = read(entry).statements
    misses = []
    for expected in answer_of(entry)["transactions"]:
        statement = statements[expected["statement"]]
        place = f"line {expected['statement']}/{expected['index']}"
        line = statement.transactions[expected["index"]]
        is_damaged = "bank_text_damaged" in {warning.code for warning in statement.warnings}
        if statement.format.startswith("camt"):
            # What was instructed stands in the details of an entry, and there in its currency.
            expected = {key: expected[key] for key in expected if not key.startswith("original_")}
        misses += [f"{place} {miss}" for miss in _line_misses(line, expected, is_damaged)]
    return misses


def link_misses(entry: dict[str, Any]) -> list[str]:
    """A table of links holds no money, and says so."""
    parsed = read(entry)
    noted = [(one.code, one.value) for one in parsed.noted]
    told = [("bank_links_only", str(answer_of(entry)["n_rows"]))]
    return _unlike("statements", parsed.statements, ()) + _unlike("noted", noted, told)


def misses(entry: dict[str, Any]) -> list[str]:
    """All that is wrong about how one file is read."""
    try:
        if entry["file"] == LINKS:
            return link_misses(entry)
        if entry["expect"] in REFUSED:
            return refusal_misses(entry)
        judges = (warning_misses, statement_misses, total_misses, transaction_misses)
        return [miss for judge in judges for miss in judge(entry)]
    except FileRefused as refused:
        return [f"refused: {refused.code} {refused.value} in line {refused.line_number}"]


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
        "opened": _day(statement.opening_on),
        "closed": _day(statement.closing_on),
        "period": [_day(statement.from_date), _day(statement.to_date)],
        "details": sum(
            detail.amount is not None for line in statement.transactions for detail in line.details
        ),
    }


def _expected_figures(one: dict[str, Any]) -> dict[str, Any]:
    expected = {
        "account": one["account"],
        "currency": one["currency"],
        "opening": _decimal(one["opening_balance"]),
        "closing": _decimal(one["closing_balance"]),
        "count": one["n_transactions"],
        "credits": Decimal(one["sum_credits"]),
        "debits": Decimal(one["sum_debits"]),
        "difference": _decimal(one.get("balance_difference")),
    }
    if one.get("kind") == "CNAB400 retorno":
        del expected["account"]  # each bank writes it in its own way: the answer leaves it open
    further = {
        "opened": "opening_date",
        "closed": "closing_date",
        "period": "period",
        "details": "n_detail_movements",
    }
    return expected | {name: one[key] for name, key in further.items() if key in one}


def _line_misses(
    line: StatementTransaction, expected: dict[str, Any], is_damaged: bool
) -> list[str]:
    wrong = _unlike("booked", _day(line.booked_on), expected["date"])
    wrong += _unlike("valued", _day(line.valued_on), expected["value_date"])
    wrong += _unlike("amount", line.amount, Decimal(expected["amount"]))
    exact = {
        "reversal": line.is_reversal,
        "check_number": line.document_number,
        "due_date": _day(line.due_on),
        "original_currency": line.original_currency,
    }
    for name in exact.keys() & expected.keys():
        wrong += _unlike(name, exact[name], expected[name])
    amounts = {"face_amount": line.face_amount, "original_amount": line.original_amount}
    for name in amounts.keys() & expected.keys():
        wrong += _unlike(name, amounts[name], Decimal(expected[name]))
    if codes := [expected[name] for name in ("own_concept", "history_code") if name in expected]:
        wrong += _unlike("type", line.type_code, "/".join((expected["type_code"], *codes)))
    elif code := expected.get("occurrence", expected.get("type_code")):
        wrong += _unlike("type", line.type_code, code)
    return wrong + _text_misses(line, expected, is_damaged)


def _text_misses(
    line: StatementTransaction, expected: dict[str, Any], is_damaged: bool
) -> list[str]:
    wrong = []
    if expected["counterparty"]:
        name, text = _squeezed(line.counterparty_name), _squeezed(expected["counterparty"])
        wrong += _unlike("counterparty", name, text)
    for name in ("reference", "reference2", "customer_reference"):
        stated = _squeezed(expected.get(name))
        if stated and stated not in _references(line):
            wrong.append(f"{name}: {stated!r} is not among {_references(line)}")
    if expected["remittance"]:
        read_text, text = _squeezed(line.remittance_text), _squeezed(expected["remittance"])
        # Damaged bytes have no right letter: what is left between them must be the same.
        same = (_plain(read_text), _plain(text)) if is_damaged else (read_text, text)
        wrong += _unlike("remittance", *same)
    return wrong


def _unlike(name: str, is_read: object, expected: object) -> list[str]:
    return [] if is_read == expected else [f"{name}: {is_read!r} instead of {expected!r}"]


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


def report(judged: Iterable[dict[str, Any]]) -> tuple[list[str], int]:
    """The table format × right × files with all misses below, and how many files are not right."""
    files, right, wrong = Counter[str](), Counter[str](), []
    for entry in judged:
        found = misses(entry)
        files[entry["format"]] += 1
        right[entry["format"]] += not found
        wrong += [f"  {entry['file']}: {miss}" for miss in found]
    lines = [f"{name:34}{right[name]:4} / {files[name]:3}" for name in FORMATS]
    lines.append(f"{'all':34}{right.total():4} / {files.total():3}")
    return lines + wrong, files.total() - right.total()


def main() -> int:
    """Print how many files of each format are right; 1 where one is not."""
    judged = entries()
    if not judged:
        print(f"no bank files at {FOLDER}", file=sys.stderr)
        return 2
    lines, wrong_count = report(judged)
    print("\n".join(lines))
    return int(wrong_count > 0)


if __name__ == "__main__":
    sys.exit(main())
