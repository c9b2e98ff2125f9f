"""Contracts told a second time, otherwise and under other ids: what is billed must be the same.

Data flow: book → the book, and after it the same agreements backwards, with pauses of no day.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.oracle.records import Amendment, Book

FIRST, RETOLD = "ORC-", "RET-"
# What all contracts share stands once, in the other order.
_SHARED = ("rates", "index_values")


def told_twice(book: Book) -> Book:
    """The book, and its agreements once more."""
    again = renamed(_told_otherwise(book), FIRST, RETOLD)
    return Book(
        **{
            one.name: getattr(again, one.name)
            if one.name in _SHARED
            else (*getattr(book, one.name), *getattr(again, one.name))
            for one in dataclasses.fields(Book)
        }
    )


def renamed(book: Book, was: str, now: str) -> Book:
    """The same book under other ids: `now` in the place of `was`."""
    return Book(
        **{
            one.name: tuple(_renamed(record, was, now) for record in getattr(book, one.name))
            for one in dataclasses.fields(Book)
        }
    )


def under_first_ids(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a retold contract as it is of the contract told first."""
    return {
        name: value.replace(RETOLD, FIRST) if isinstance(value, str) else value
        for name, value in row.items()
    }


def _told_otherwise(book: Book) -> Book:
    """The same agreements in another order, with a pause that ends on the day it begins."""
    paused = {one.contract_id for one in book.amendments if one.kind in ("pause", "resume")}
    nothing = [
        Amendment(
            amendment_id=f"{contract.contract_id}-{kind}",
            contract_id=contract.contract_id,
            kind=kind,
            effective_date=contract.start_date + timedelta(days=40),
            signed_on=contract.signed_on,
        )
        for contract in book.contracts
        if contract.contract_id not in paused
        for kind in ("pause", "resume")
    ]
    backwards = {
        one.name: tuple(reversed(getattr(book, one.name))) for one in dataclasses.fields(book)
    }
    return Book(**backwards | {"amendments": (*nothing, *reversed(book.amendments))})


def _renamed(record: Any, was: str, now: str) -> Any:
    texts = {name: value for name, value in vars(record).items() if isinstance(value, str)}
    return dataclasses.replace(
        record, **{name: value.replace(was, now) for name, value in texts.items()}
    )
