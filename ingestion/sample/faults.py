"""The faults that are planted: which, how often, in which kinds of deals.

Data flow: clean books, seed → books with faults, and the truth about them. Each fault has a
contract to itself, so that none hides or explains another.
"""

from __future__ import annotations

import random

from ingestion.sample import credits, formalities, mishaps, mistakes
from ingestion.sample.books import Books
from ingestion.sample.company import CHILE, MEXICO
from ingestion.sample.mistakes import Planter
from ingestion.sample.truth import Fault

MONTHLY = ("clp_monthly", "mxn_monthly")
FOR_GROUPS = (
    *MONTHLY, "clp_quarterly", "clp_full_stub", "clp_free_stub", "uf_monthly", "uf_issue_date",
    "uf_yearly", "uf_period_end", "mxn_yearly",
)  # fmt: skip
WITH_ORDERS = (
    "clp_quarterly", "clp_team", "mxn_team", "clp_growing", "usd_in_clp", "clp_left", "clp_raised",
    "clp_onboarded", "uf_quarterly", "mxn_growing", "usd_export_yearly",
)  # fmt: skip
_AMENDMENT = "amendment_not_applied"

_AMOUNT: tuple[Planter, ...] = (
    mistakes.change_never_entered(("clp_raised",), periods=3),
    mistakes.change_never_entered(("mxn_shrinking",), periods=2),
    mistakes.without_amendments(("mxn_two_changes",), (0,), _AMENDMENT),
    mistakes.without_amendments(("mxn_two_changes",), (1,), _AMENDMENT),
    mistakes.change_never_corrected(("clp_growing",)),
    mistakes.change_never_corrected(("mxn_growing",)),
    mistakes.not_prorated("clp_monthly"),
    mistakes.not_prorated("usd_in_clp", "usd_local"),
    mistakes.not_prorated("mxn_monthly"),
    mistakes.not_prorated("clp_stopped"),
    mistakes.not_converted("uf_monthly"),
    mistakes.not_converted("uf_quarterly"),
    mistakes.not_converted("usd_in_clp"),
    mistakes.not_converted("usd_in_mxn"),
    mistakes.tax_in_net("clp_monthly"),
    mistakes.tax_in_net("mxn_monthly"),
    mistakes.tax_in_net("uf_monthly"),
    mistakes.without_amendments(("clp_price_history",), (0,), "old_price"),
    mistakes.without_amendments(("clp_price_history",), (0,), "old_price"),
    mistakes.without_amendments(("mxn_mixed_history",), (1,), "old_price"),
    mistakes.without_amendments(("clp_team_history",), (0,), "old_quantity"),
    mistakes.without_amendments(("clp_team_history",), (0,), "old_quantity"),
    mistakes.without_amendments(("mxn_turned_history",), (1,), "old_quantity"),
    mistakes.wrong_rate_date("uf_monthly"),
    mistakes.wrong_rate_date("uf_arrears"),
    mistakes.wrong_rate_date("usd_in_clp"),
    mistakes.wrong_rate_date("usd_in_mxn"),
    mistakes.wrong_quantity(("mxn_arrears",), -1),
    mistakes.wrong_quantity(("mxn_arrears",), 1),
    mistakes.wrong_quantity(("clp_growing",), -1),
    mistakes.wrong_quantity(("uf_arrears",), 1),
    mistakes.mistyped("mxn_monthly"),
    mistakes.goodwill_credit("clp_monthly"),
)
_COMPLETENESS: tuple[Planter, ...] = (
    mishaps.not_billed(("clp_monthly",), periods=3),
    mishaps.not_billed(("uf_monthly",)),
    mishaps.not_billed(("uf_default_date",)),
    mishaps.not_billed(("usd_export_yearly",)),
    mishaps.not_billed(("clp_onboarded",), product_id="IMPLEMENTACION"),
    mishaps.not_billed(("mxn_arrears",)),
    mishaps.not_billed(("clp_purchase_order",), product_id="ANALITICA"),
    mishaps.issued_twice("clp_monthly"),
    mishaps.issued_twice("uf_monthly"),
    mishaps.issued_twice("mxn_yearly"),
    mishaps.issued_twice("usd_export"),
    mishaps.billed_after_end("clp_fixed_term"),
    mishaps.billed_after_end("clp_fixed_term"),
    mishaps.billed_after_end("clp_stopped"),
    mishaps.billed_after_end("mxn_stopped"),
    mishaps.training_day("CL", CHILE, "CLP"),
    mishaps.training_day("CL", CHILE, "CLP"),
    mishaps.training_day("CL", CHILE, "CLP"),
    mishaps.training_day("MX", MEXICO, "MXN"),
    *(mishaps.won_and_forgotten,) * 4,
    mishaps.credited_in_full("clp_monthly"),
    mishaps.credited_in_full("uf_monthly"),
    mishaps.credited_in_full("mxn_monthly"),
)
_FORM: tuple[Planter, ...] = (
    *(formalities.to_another_customer(FOR_GROUPS, is_subsidiary=True),) * 2,
    formalities.to_another_customer(("clp_monthly",), is_subsidiary=False),
    formalities.to_another_customer(("mxn_monthly",), is_subsidiary=False),
    *(formalities.by_another_entity("usd_export"),) * 3,
    formalities.in_another_currency(("usd_local",), "CLP"),
    formalities.in_another_currency(("usd_export",), "CLP"),
    formalities.in_another_currency(("usd_mexico",), "MXN"),
    formalities.at_another_tax_rate(("clp_monthly",), "0"),
    formalities.at_another_tax_rate(("uf_monthly",), "0.10"),
    formalities.at_another_tax_rate(("mxn_monthly",), "0.08"),
    formalities.at_another_tax_rate(("usd_local",), "0"),
    formalities.issued_late("clp_monthly"),
    formalities.issued_late("uf_monthly"),
    formalities.issued_late("mxn_arrears"),
    formalities.issued_late("usd_export"),
    formalities.issued_late("clp_project"),
    *(formalities.no_published_rate,) * 3,
)
_DOCUMENTS: tuple[Planter, ...] = (
    formalities.issued_early("clp_monthly"),
    formalities.issued_early("mxn_monthly"),
    formalities.issued_early("usd_export"),
    formalities.printed_as_another_period("clp_monthly"),
    formalities.printed_as_another_period("mxn_monthly"),
    formalities.printed_as_another_period("uf_monthly"),
    *(formalities.without_its_order(*WITH_ORDERS),) * 2,
    formalities.without_its_order(*WITH_ORDERS, other="OC-10482-0900"),
    formalities.due_on_another_day("clp_team"),
    formalities.due_on_another_day("uf_issue_date"),
    formalities.due_on_another_day("mxn_team"),
    credits.naming_nothing("clp_team"),
    credits.naming_nothing("uf_issue_date"),
    credits.naming_nothing("mxn_team"),
    credits.both_for_the_first("mxn_yearly"),
    credits.both_for_the_first("clp_raised"),
    credits.both_for_the_first("usd_export_yearly"),
)


def plant_faults(books: Books, seed: int) -> list[Fault]:
    """Plant every fault of the plan in clean books; scarce kinds of deals are served first."""
    rng = random.Random(f"{seed}/faults")
    return [
        fault
        for planter in (*_AMOUNT, *_FORM, *_COMPLETENESS, *_DOCUMENTS)
        for fault in planter(books, rng)
    ]
