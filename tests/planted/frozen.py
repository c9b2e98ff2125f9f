"""The contracts that every test run plants in, and how they were drawn.

What Hypothesis draws depends on its own version and on the code that is loaded: a change anywhere
would plant in other contracts. So these are kept as files, and a run is of the same ones.

    python -m tests.planted.frozen    draw them again, into `tests/planted/contracts/`
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import fields, replace
from pathlib import Path

from tests.oracle.drop import read_book, write_book
from tests.oracle.records import Book
from tests.oracle.schedule import billing_schedule
from tests.oracle.strategies import AS_OF, draw_batch, indexes, market
from tests.planted.beside import PRICED
from tests.planted.clerk import billed_periods
from tests.planted.kinds import cases

FOLDER = Path(__file__).parent / "contracts"
SEED = 20260630
DRAWN, KEPT, WITHOUT_A_CASE = 720, 300, 60


def frozen_book() -> Book:
    """The kept contracts in the market that they were drawn in."""
    return replace(read_book(FOLDER), rates=market(AS_OF, SEED), index_values=indexes(AS_OF, SEED))


def drawn_book(count: int) -> Book:
    """Drawn contracts, and every fifth one plain: without windows, amendments, usage, minimums.

    What a deal is worth can be said of such a contract alone, and most real ones are like that.
    """
    book = draw_batch(count, SEED)
    plain = {one.contract_id for one in book.contracts[::5]}
    lines = tuple(
        replace(one, minimum_amount=None) if one.contract_id in plain else one
        for one in book.lines
        if one.contract_id not in plain or one.charge_model in PRICED
    )
    kept = {one.contract_line_id for one in lines}
    return replace(
        book,
        lines=lines,
        **{
            name: tuple(one for one in getattr(book, name) if one.contract_id not in plain)
            for name in ("adjustments", "amendments")
        },
        **{
            name: tuple(one for one in getattr(book, name) if one.contract_line_id in kept)
            for name in ("tiers", "milestones", "usage")
        },
    )


def _kept(book: Book) -> Book:
    """Those in which something can be planted, and some of the others."""
    periods = billed_periods(book, billing_schedule(book, AS_OF), AS_OF)
    with_case = [contract_id for contract_id, _ in cases(book, periods, AS_OF)]
    others = [one.contract_id for one in book.contracts if one.contract_id not in set(with_case)]
    kept = {*with_case[: KEPT - WITHOUT_A_CASE], *others[:WITHOUT_A_CASE]}
    lines = {one.contract_line_id for one in book.lines if one.contract_id in kept}
    return Book(
        **{
            field.name: tuple(
                one
                for one in getattr(book, field.name)
                if getattr(one, "contract_id", None) in kept
                or getattr(one, "contract_line_id", None) in lines
            )
            for field in fields(Book)
        }
    )


def main() -> None:
    """Draw the contracts and keep them."""
    with tempfile.TemporaryDirectory() as scratch:
        write_book(_kept(drawn_book(DRAWN)), Path(scratch))
        for folder in ("contracts", "usage"):
            shutil.copytree(Path(scratch) / folder, FOLDER / folder, dirs_exist_ok=True)


if __name__ == "__main__":
    main()
