"""Damages files in fixed ways and counts what becomes of them: what every fuzz has in common.

Data flow: bytes × ways → damaged bytes → (the fuzz of a family reads them) `Trial`s → a table.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tests.shared import ROOT

WAYS = 50
# A figure in what stands between tags, quotes or separators: not in the name of a tag.
_FIGURE = re.compile(rb"(?<=[>\";0-9.,-])[0-9]")


class Outcome(StrEnum):
    """What became of a damaged file."""

    REFUSED = "refused"
    WARNED = "warned"
    UNCHANGED = "unchanged"
    UNDETECTABLE = "undetectable"  # the format states nothing that the damage contradicts
    SILENT = "silent"  # other amounts, and nothing said: a fault of ours
    CRASHED = "crashed"  # another exception than a refusal: a fault of ours


@dataclass(frozen=True)
class Trial:
    """One damage of one file and what became of it."""

    format: str
    file: str
    damage: str
    outcome: Outcome
    remark: str = ""


def damages(data: bytes, name: str, ways: int) -> Iterator[tuple[str, bytes]]:
    """The same damages for the same name whenever asked: cuts, and bytes and lines gone wrong."""
    chance = random.Random(name)
    lines = data.splitlines(keepends=True)
    for number in range(ways):
        place = chance.randrange(len(data))
        row = chance.randrange(len(lines))
        byte = chance.randrange(256)
        match number % 7:
            case 0:
                yield f"cut at {place}", data[:place]
            case 1:
                flipped = data[place] ^ (1 << byte % 8)
                yield f"bit {byte % 8} flipped at {place}", _replaced(data, place, bytes([flipped]))
            case 2:
                yield f"byte {byte} at {place}", _replaced(data, place, bytes([byte]))
            case 3:
                yield f"byte deleted at {place}", _replaced(data, place, b"")
            case 4:
                yield (
                    f"byte doubled at {place}",
                    _replaced(data, place, data[place : place + 1] * 2),
                )
            case 5:
                yield f"line {row + 1} deleted", b"".join(lines[:row] + lines[row + 1 :])
            case _:
                yield f"line {row + 1} doubled", b"".join([*lines[: row + 1], *lines[row:]])


def changed_figures(data: bytes, name: str, ways: int) -> Iterator[tuple[str, bytes]]:
    """The same again with one figure for another: what is read all the same, and read wrong."""
    chance = random.Random(name)
    places = [found.start() for found in _FIGURE.finditer(data)]
    for _ in range(ways if places else 0):
        place, figure = chance.choice(places), chance.randrange(9)
        figure += figure >= data[place] - ord("0")
        changed = _replaced(data, place, b"%d" % figure)
        yield f"{data[place : place + 1].decode()} became {figure} at {place}", changed


def _replaced(data: bytes, place: int, by: bytes) -> bytes:
    return data[:place] + by + data[place + 1 :]


def currencies() -> dict[str, int]:
    with (ROOT / "dbt_project" / "seeds" / "currencies.csv").open(encoding="utf-8") as lines:
        return {row["currency"]: int(row["minor_units"]) for row in csv.DictReader(lines)}


def table(found: Iterable[Trial]) -> list[str]:
    """Format × damaged × outcomes."""
    counts = Counter((trial.format, trial.outcome) for trial in found)
    names = sorted({name for name, _ in counts})
    rows = ["format".ljust(16) + "damaged".rjust(9) + "".join(one.rjust(14) for one in Outcome)]
    for name in (*names, "all"):
        of = [
            sum(counts[one, outcome] for one in names if name in (one, "all"))
            for outcome in Outcome
        ]
        rows.append(name.ljust(16) + f"{sum(of):9}" + "".join(f"{count:14}" for count in of))
    return rows


def faults(found: Iterable[Trial]) -> list[Trial]:
    """What must not be: a change in silence, a traceback."""
    return [trial for trial in found if trial.outcome in (Outcome.SILENT, Outcome.CRASHED)]


def report(found: Iterable[Trial]) -> int:
    """Print the table and every fault; 1 where there is one."""
    found = list(found)
    print("\n".join(table(found)))
    wrong = faults(found)
    for trial in wrong:
        print(f"{trial.outcome}: {trial.file}: {trial.damage}: {trial.remark}")
    return int(bool(wrong))
