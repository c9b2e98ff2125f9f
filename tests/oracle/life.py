"""A line's life: its first day and the first day not served (CANONICAL 2, life and renewal)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.records import Amendment, Contract, ContractLine


@dataclass(frozen=True)
class Life:
    """The days a line is served; open lives have `until` at the end of time."""

    start: date
    until: date

    @property
    def is_empty(self) -> bool:
        """Cancelled on or before its first day."""
        return self.until <= self.start


def is_billable(contract: Contract, as_of: date) -> bool:
    """A draft contract, and one signed after the as-of date, has no rows."""
    return contract.status != "draft" and contract.signed_on <= as_of


def known_amendments(
    line: ContractLine, amendments: Iterable[Amendment], as_of: date
) -> list[Amendment]:
    """Those that speak of the line and were signed by the as-of date; the rest is not known yet."""
    return [
        amendment
        for amendment in amendments
        if amendment.contract_id == line.contract_id
        and amendment.contract_line_id in (None, line.contract_line_id)
        and amendment.signed_on <= as_of
    ]


def cancelled_from(contract: Contract, known: Iterable[Amendment]) -> date:
    """The first day not served: the earliest of cancelled_on and every known cancel."""
    days = [amendment.effective_date for amendment in known if amendment.kind == "cancel"]
    if contract.cancelled_on is not None:
        days.append(contract.cancelled_on)
    return min(days, default=date.max)


def _extended_to(known: Iterable[Amendment]) -> date | None:
    """The new end of the term, of the line's extends or the contract's the one effective last."""
    extends = [one for one in known if one.kind == "extend" and one.end_date is not None]
    last = max(
        extends,
        key=lambda one: (one.effective_date, one.signed_on, one.amendment_id),
        default=None,
    )
    return None if last is None else last.end_date


def _term_until(contract: Contract, line: ContractLine, known: Iterable[Amendment]) -> date:
    """The day after the last day of the term; renewed for ever where the contract says `auto`.

    A line renews where its end_date is empty or the contract's, as they were agreed first; one
    that ends earlier ends. A contract that is `cancelled` without a date runs to its end_date: it
    does not renew either. An extend moves the end, also that of a line with its own.
    """
    is_open_ended_cancel = contract.status == "cancelled" and contract.cancelled_on is None
    is_on_contract_end = line.end_date in (None, contract.end_date)
    if contract.renewal == "auto" and is_on_contract_end and not is_open_ended_cancel:
        return date.max
    end = _extended_to(known) or line.end_date or contract.end_date
    return end + timedelta(days=1) if end else date.max


def life_of(contract: Contract, line: ContractLine, known: Iterable[Amendment]) -> Life:
    """From start_date to the end of the term, or to the earliest cancel, whichever is first."""
    known = list(known)
    return Life(
        line.start_date,
        min(_term_until(contract, line, known), cancelled_from(contract, known)),
    )
