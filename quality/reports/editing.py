"""What people fill in in the workbook: columns, words, and how text is kept text.

The report writes it, `hilo decide` reads it.
"""

from __future__ import annotations

# Columns of the gaps that people fill in; the words that a decision may be.
EDITABLE = ("decision", "decision_owner", "decision_reason", "decision_expires_on")
DECISIONS = ("accepted", "disputed", "corrected")

# The same of bank lines: whether the line pays documents of ours, and which.
PAYMENT_EDITABLE = ("payment_decision", "payment_documents", "payment_owner", "payment_reason")
PAYMENT_DECISIONS = ("pays", "does_not_pay")

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def escape_formula(text: str) -> str:
    """A text that a spreadsheet would run as a formula, made a text again by an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def unescape_formula(text: str) -> str:
    """The text behind the apostrophe that the report put before what would run as a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text
