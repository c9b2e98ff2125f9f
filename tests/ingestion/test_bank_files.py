"""Real bank files, each with its answer beside it: every statement, sum and line is right."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.ingestion.bank_files import (
    FOLDER,
    LOADED,
    REFUSED,
    entries,
    refusal_misses,
    statement_misses,
    total_misses,
    transaction_misses,
    warning_misses,
)

pytestmark = pytest.mark.skipif(not entries(), reason=f"no bank files at {FOLDER}")


def named(*expect: str) -> list[Any]:
    return [
        pytest.param(entry, id=entry["file"]) for entry in entries() if entry["expect"] in expect
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
    }
    assert {entry["expect"] for entry in entries()} <= {*LOADED, *REFUSED}


@pytest.mark.parametrize("entry", named(*REFUSED))
def test_a_file_that_cannot_be_trusted_is_refused(entry: dict[str, Any]) -> None:
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
