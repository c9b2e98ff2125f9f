"""Amounts that people type are read in the one way they can be read, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from orchestration.lib.typed_amounts import AmbiguousAmount, read_amount


@pytest.mark.parametrize(
    ("text", "language", "minor_units", "amount"),
    [
        ("60000", "en", 0, "60000"),
        ("60,000", "en", 0, "60000"),
        ("60.000", "es", 0, "60000"),
        ("1,234,567", "es", 0, "1234567"),
        ("1.234.567", "en", 0, "1234567"),
        ("1.234,56", "es", 2, "1234.56"),
        ("1,234.56", "en", 2, "1234.56"),
        # Two digits behind a separator are no thousands, whatever the language.
        ("59000.50", "es", 2, "59000.5"),
        ("59000,5", "en", 2, "59000.5"),
        ("60000.00", "en", 0, "60000"),
        ("0.05", "en", 2, "0.05"),
        ("0.500", "en", 2, "0.5"),
        ("60.5250", "en", 3, "60.525"),
    ],
)
def test_an_amount_is_read_exactly(text: str, language: str, minor_units: int, amount: str) -> None:
    read = read_amount(text, language, minor_units)
    assert (read, str(read)) == (Decimal(amount), amount)


@pytest.mark.parametrize(
    ("text", "language", "minor_units"),
    [
        ("60.000", "en", 0),
        ("60,000", "es", 2),
        ("60.525", "es", 3),
        ("60.525", "en", 3),
    ],
)
def test_what_may_be_thousands_or_decimals_is_refused(
    text: str, language: str, minor_units: int
) -> None:
    with pytest.raises(AmbiguousAmount):
        read_amount(text, language, minor_units)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "0,00",
        "-5",
        "+5",
        "1e3",
        "12a",
        "1,23,456",
        "12 000",
        "1.2.3",
        "0.001",
        "9" * 15,
        "٣",
    ],
)
def test_what_is_no_amount_above_zero_is_none(text: str) -> None:
    assert read_amount(text, "en", 2) is None
