"""The stories of this folder: small books that a bookkeeper can check by hand.

A story is a folder: `story.md` tells it, CSV files in the drop's layout hold it, `expected_*.csv`
say what must be published. Every id of a story begins with the prefix in its title, so that all
stories load into one warehouse; `_market` holds what they share.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
MARKET = HERE / "_market"

ROOMS = ("crm", "contracts", "usage", "erp", "tax", "bank", "reference", "decisions")


@dataclass(frozen=True)
class Expected:
    """What must be published: the columns that count, and every row; an empty cell is None."""

    columns: tuple[str, ...]
    rows: list[tuple[str | None, ...]]


@dataclass(frozen=True)
class Story:
    """One folder: its name, and the prefix of its ids."""

    folder: Path
    prefix: str

    @property
    def name(self) -> str:
        return self.folder.name

    def expected(self, what: str) -> Expected | None:
        """An `expected_` file; None where the story has none."""
        path = self.folder / f"expected_{what}.csv"
        if not path.exists():
            return None
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        return Expected(tuple(header), [tuple(cell or None for cell in row) for row in rows])


def all_stories() -> list[Story]:
    """Every folder whose title ends in the prefix of its ids: `# A clean month · CLN`."""
    stories = []
    for told in sorted(HERE.glob("*/story.md")):
        title = told.read_text(encoding="utf-8").splitlines()[0]
        if match := re.fullmatch(r"# .+ · ([A-Z0-9]+)", title):
            stories.append(Story(told.parent, f"{match[1]}-"))
    return stories


def _tables(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Each CSV file of the drop's layout, with its place in the drop."""
    for room in ROOMS:
        for file in sorted((folder / room).rglob("*.csv")):
            yield file, file.relative_to(folder)


def write_drop(drop: Path) -> None:
    """Lay every story into one drop: a table is then a file for each story that has it."""
    for folder in (MARKET, *(story.folder for story in all_stories())):
        for file, place in _tables(folder):
            target = drop / place.with_name(f"{file.stem}_{folder.name.strip('_')}.csv")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
