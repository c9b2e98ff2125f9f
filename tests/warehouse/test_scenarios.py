"""Every story of `tests/scenarios/`: what it expects is published, and nothing else of its ids."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.runs import Published
from tests.scenarios.stories import Story, all_stories

TABLES = {
    "gaps": "fct_billing_gaps",
    "schedule": "fct_billing_schedule",
    "matches": "fct_bank_matches",
    "lines": "fct_bank_transactions",
    "coverage": "fct_audit_coverage",
    "invoices": "fct_invoices",
    "attribution": "fct_invoice_line_attribution",
    "readiness": "rpt_deal_readiness",
    "crosswalk": "fct_party_crosswalk",
    "worklist": "fct_collection_worklist",
    "ledger": "fct_receivables_ledger",
    "revenue": "fct_revenue_schedule",
    "mrr": "fct_mrr_balances",
    "movements": "fct_mrr_movements",
    "group_movements": "fct_group_mrr_movements",
}

# A gap is of a story when any of what it names is.
NAMES_OF_A_GAP = (
    "contract_id",
    "contract_line_id",
    "invoice_id",
    "invoice_line_id",
    "bank_transaction_id",
    "opportunity_id",
    "quote_id",
    "milestone_id",
    "customer_id",
)
NAMES = {
    "gaps": NAMES_OF_A_GAP,
    "schedule": ("contract_id",),
    "matches": ("bank_transaction_id", "invoice_id"),
    "lines": ("bank_transaction_id",),
    "coverage": ("contract_id",),
    "invoices": ("invoice_id",),
    "attribution": ("invoice_line_id", "contract_line_id"),
    "readiness": ("opportunity_id",),
    "crosswalk": ("party_id", "customer_id", "bank_transaction_id"),
    "worklist": ("invoice_id",),
    "ledger": ("item_id",),
    "revenue": ("contract_id",),
    "mrr": ("customer_id",),
    "movements": ("customer_id",),
    "group_movements": ("customer_id",),
}


def _text(value: Any) -> str | None:
    """A value as an `expected_` file writes it: 39000, not 39000.0000; true, not True."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, int):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _published(
    published: Published, story: Story, what: str, columns: tuple[str, ...]
) -> Counter[Any]:
    of_the_story = " or ".join(f"starts_with({name}, $prefix)" for name in NAMES[what])
    rows = published.rows(
        f"select * from marts.{TABLES[what]} where {of_the_story}", {"prefix": story.prefix}
    )
    return Counter(tuple(_text(row[column]) for column in columns) for row in rows)


@pytest.mark.parametrize("story", all_stories(), ids=lambda story: story.name)
def test_the_story_ends_as_it_says(published: Published, story: Story) -> None:
    assert story.expected("gaps") is not None
    for what in TABLES:
        expected = story.expected(what)
        if expected is None:
            continue
        wanted = Counter(expected.rows)
        found = _published(published, story, what, expected.columns)
        unlike = [f"missing: {row}" for row in (wanted - found).elements()]
        unlike += [f"not expected: {row}" for row in (found - wanted).elements()]
        assert not unlike, "\n".join([f"{what} {expected.columns}", *unlike])


def test_every_id_of_a_story_begins_with_its_prefix(published: Published) -> None:
    """Otherwise a gap of one story could pass for another's, or for nobody's."""
    prefixes = tuple(story.prefix for story in all_stories())
    assert len(set(prefixes)) == len(prefixes)
    names = " union all ".join(
        f"select {name} from marts.fct_billing_gaps" for name in NAMES_OF_A_GAP
    )
    strangers = [
        row["name"]
        for row in published.rows(f"select distinct name from ({names}) as names (name)")
        if row["name"] and not row["name"].startswith(prefixes)
    ]
    assert strangers == []


def test_nothing_of_the_stories_is_quarantined(published: Published) -> None:
    assert published.rows("select * from marts.quarantined_rows") == []
    assert published.rows("select * from marts.quarantined_files") == []
