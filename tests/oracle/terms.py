"""The terms in force on a day: quantity and unit price after the amendments known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.oracle.records import Amendment, ContractLine


@dataclass(frozen=True)
class Terms:
    """What a segment keeps the same."""

    quantity: Decimal | None
    unit_price: Decimal


def _in_force(kind: str, day: date, known: Iterable[Amendment]) -> Amendment | None:
    """The amendment of one kind that counts on `day`.

    The one that began last; on one day the later signed, then the higher id (CANONICAL 2,
    Adjustments). One that begins before the line does is in force on its first day.
    """
    begun = [a for a in known if a.kind == kind and a.effective_date <= day]
    return max(begun, key=lambda a: (a.effective_date, a.signed_on, a.amendment_id), default=None)


def terms_on(day: date, line: ContractLine, known: Iterable[Amendment]) -> Terms:
    """Quantity and unit price of the line on `day`; the change day belongs to the new terms."""
    known = list(known)
    quantity = _in_force("quantity", day, known)
    price = _in_force("price", day, known)
    unit_price = line.unit_price if price is None else price.unit_price
    if unit_price is None:
        raise ValueError(f"{line.contract_line_id}: no unit price on {day}")
    return Terms(
        quantity=line.quantity if quantity is None else quantity.quantity,
        unit_price=unit_price,
    )


def change_days(known: Iterable[Amendment]) -> set[date]:
    """The days on which terms may change."""
    return {a.effective_date for a in known if a.kind in ("quantity", "price")}
