"""Damages bank files in fixed ways and holds what is read of them against the file as it was.

Data flow: real files (and small ones of our own) × damages → one `Outcome` each → a table.
Run alone: `python -m tests.ingestion.fuzz_bank_files [WAYS_PER_FILE]`; 50 ways without a number.
"""

from __future__ import annotations

import json
import re
import sys
import traceback
from collections.abc import Iterator
from decimal import Decimal

from ingestion.formats.archive import is_archive
from ingestion.formats.detect import FORMATS, read_statements
from ingestion.formats.profiles import shipped_profiles
from ingestion.formats.statement import ZERO, FileRefused, ParsedFile, Statement
from ingestion.sources.bank_statements.tables import problem_of
from tests.ingestion import bank_record_samples, bank_samples
from tests.ingestion.bank_files import FOLDER, entries
from tests.ingestion.damage import WAYS, Outcome, Trial, currencies, damages, report

OWN_SAMPLES = {
    "own/mt940": bank_samples.MT940,
    "own/camt": bank_samples.CAMT,
    "own/statement_csv": bank_samples.CSV,
    "own/ofx1": bank_record_samples.OFX1,
    "own/ofx2": bank_record_samples.OFX2,
    "own/bai2": bank_record_samples.BAI2,
    "own/norma43": bank_record_samples.NORMA43,
    "own/coda": bank_record_samples.CODA,
    "own/cnab240": bank_record_samples.CNAB240,
    "own/cnab400": bank_record_samples.CNAB400,
    "own/fintoc": json.dumps([bank_samples.movement()], indent=1),
    "own/open_banking": json.dumps(bank_samples.BERLIN, indent=1),
    "own/stripe_links": bank_samples.STRIPE_LINKS,
    "own/table": bank_samples.CARTOLA,
}
# Sums of lines that a file states where it has no balances.
_STATED_SUMS = re.compile(rb"TtlCdtNtries|TtlDbtNtries|^:90[CD]:|^49,[+-]?[0-9]", re.MULTILINE)
# Formats whose files have no end of their own: a last statement may be missing without a trace.
_TABLES = tuple(profile.name for profile in shipped_profiles())
_ENDLESS = ("mt940", "mt942", *_TABLES)


def corpus() -> dict[str, bytes]:
    """Every file that is read when it is whole: the real ones if they are there, and our own."""
    files = {entry["file"]: (FOLDER / entry["file"]).read_bytes() for entry in entries()}
    files |= {name: text.encode() for name, text in OWN_SAMPLES.items()}
    return {name: data for name, data in files.items() if _read(data) is not None}


def _read(data: bytes) -> ParsedFile | None:
    try:
        return read_statements(data)
    except FileRefused:
        return None


def trials(files: dict[str, bytes], ways: int) -> Iterator[Trial]:
    """Every damage of every file, judged."""
    known_currencies = currencies()
    for name, data in files.items():
        whole = read_statements(data)
        known = "zip" if is_archive(data) else _format_of(data)
        for damage, damaged in damages(data, name, ways):
            outcome, remark = _outcome(data, whole, damaged, known_currencies)
            yield Trial(known, name, damage, outcome, remark)


def _format_of(data: bytes) -> str:
    return next((known.name for known in FORMATS if known.recognises(data)), "table")


def _outcome(
    data: bytes, whole: ParsedFile, damaged: bytes, currencies: dict[str, int]
) -> tuple[Outcome, str]:
    try:
        parsed = read_statements(damaged)
    except FileRefused as refused:
        return Outcome.REFUSED, refused.code
    except Exception:
        return Outcome.CRASHED, traceback.format_exc()
    told, told_before = _told(parsed, currencies), _told(whole, currencies)
    if told != told_before:
        return Outcome.WARNED, str(sorted(told - told_before))
    before, after = _totals(whole), _totals(parsed)
    if before == after or _account_totals(whole) == _account_totals(parsed):
        return Outcome.UNCHANGED, ""
    can_be_seen = _can_be_seen(data, whole, parsed)
    return Outcome.SILENT if can_be_seen else Outcome.UNDETECTABLE, f"{before} → {after}"


def _told(parsed: ParsedFile, currencies: dict[str, int]) -> set[tuple[str, str]]:
    """What a user hears: the warnings, and the lines that are set aside."""
    warnings = {
        (one.code, one.value) for statement in parsed.statements for one in statement.warnings
    }
    aside = {
        (problem[0], problem[2])
        for statement in parsed.statements
        for line in statement.transactions
        if (problem := problem_of(line, statement, currencies))
    }
    unread = {(one.code, one.value) for statement in parsed.statements for one in statement.unread}
    return warnings | aside | unread


def _totals(parsed: ParsedFile) -> list[tuple[Decimal, Decimal]]:
    """Money in and out of every statement that has any; an empty one changes no total."""
    sums = [(one.credit_total, one.debit_total) for one in parsed.statements]
    return [pair for pair in sums if any(pair)]


def _account_totals(parsed: ParsedFile) -> list[tuple[Decimal, Decimal]]:
    """The same of every account: two statements of it that follow each other may become one."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for one in parsed.statements:
        money_in, out = sums.get(one.account_number, (ZERO, ZERO))
        sums[one.account_number] = money_in + one.credit_total, out + one.debit_total
    return [pair for pair in sums.values() if any(pair)]


def _can_be_seen(data: bytes, whole: ParsedFile, parsed: ParsedFile) -> bool:
    """Whether the file states something that contradicts the other totals."""
    if len(whole.statements) != len(parsed.statements):
        return any(one.format not in _ENDLESS for one in whole.statements)
    return any(
        _has_control(data, before, after)
        for before, after in zip(whole.statements, parsed.statements, strict=True)
        if (before.credit_total, before.debit_total) != (after.credit_total, after.debit_total)
    )


def _has_control(data: bytes, before: Statement, after: Statement) -> bool:
    """Whether balances, or sums of amounts as they are read here, prove a statement's lines."""
    if before.format in _TABLES:
        if before.balance_difference is None:
            return False
        # A row is proven by the balance of the row before: the first is not, nor is the last there.
        amounts = [[line.amount for line in one.transactions] for one in (before, after)]
        size = len(amounts[1])
        is_short = amounts[1] in (amounts[0][:size], amounts[0][-size:])
        return not is_short and amounts[0][1:] != amounts[1][1:]
    return before.balance_difference is not None or _STATED_SUMS.search(data) is not None


def main(ways: int = WAYS) -> int:
    """Print the table and every fault; 1 where there is one."""
    return report(trials(corpus(), ways))


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:2])))
