"""Real bank files, each with its answer beside it: every statement, sum and line is right."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from ingestion.formats.detect import FORMATS
from tests.ingestion.bank_files import (
    FOLDER,
    LINKS,
    LOADED,
    REFUSED,
    all_entries,
    entries,
    link_misses,
    refusal_misses,
    statement_misses,
    total_misses,
    transaction_misses,
    warning_misses,
)

# Our names of what the files' publisher calls a format; the others are known by their own tests.
NAMES = {
    "MT940/MT942": {"mt940"},
    "ISO 20022 camt": {"camt"},
    "OFX/QFX": {"ofx"},
    "BAI2": {"bai2"},
    "Norma 43": {"norma43"},
    "CODA": {"coda"},
    "CNAB": {"cnab240", "cnab400"},
}

pytestmark = pytest.mark.skipif(not entries(), reason=f"no bank files at {FOLDER}")


def named(*expect: str) -> list[Any]:
    return [
        pytest.param(entry, id=entry["file"])
        for entry in entries()
        if entry["expect"] in expect and entry["file"] != LINKS
    ]


def test_all_files_of_the_formats_are_judged() -> None:
    assert Counter(entry["format"] for entry in entries()) == {
        "MT940/MT942": 23,
        "ISO 20022 camt": 19,
        "OFX/QFX": 17,
        "BAI2": 6,
        "Norma 43": 4,
        "CODA": 4,
        "CNAB": 4,
        "bank table (CSV/XLS/XLSX)": 9,
        "open-banking JSON": 1,
        "payment service report": 4,
    }
    assert {entry["expect"] for entry in entries()} <= {*LOADED, *REFUSED}


def test_no_format_claims_a_file_of_another() -> None:
    ours = set().union(*NAMES.values())
    wrong = {}
    for entry in all_entries():
        data = (FOLDER / entry["file"]).read_bytes()
        claimed = {known.name for known in FORMATS if known.recognises(data)} & ours
        if len(claimed) > 1 or not claimed <= NAMES.get(entry["format"], set()):
            wrong[entry["file"]] = claimed
    assert wrong == {}


@pytest.mark.parametrize("entry", named(*REFUSED))
def test_what_cannot_be_trusted_is_refused_or_set_aside(entry: dict[str, Any]) -> None:
    assert refusal_misses(entry) == []


@pytest.mark.parametrize("entry", named(*LOADED))
def test_a_warning_is_given_where_and_only_where_something_is_wrong(entry: dict[str, Any]) -> None:
    assert warning_misses(entry) == []


@pytest.mark.parametrize("entry", named(*LOADED))
def test_every_statement_has_its_account_balances_and_sums(entry: dict[str, Any]) -> None:
    assert statement_misses(entry) == []


@pytest.mark.parametrize("entry", named(*LOADED))
def test_totals_by_currency_are_right(entry: dict[str, Any]) -> None:
    assert total_misses(entry) == []


@pytest.mark.parametrize("entry", named(*LOADED))
def test_the_listed_transactions_are_read_as_they_stand(entry: dict[str, Any]) -> None:
    assert transaction_misses(entry) == []


def test_a_table_of_links_holds_no_money_and_says_so() -> None:
    [entry] = [entry for entry in entries() if entry["file"] == LINKS]
    assert link_misses(entry) == []
