"""What a live system was last seen to hold: a Parquet file for each object, every value as text.

Data flow: rows held + rows that changed − rows that are gone → rows held. Only what changed is
asked for, and yet every row is checked, counted and landed at each run, as those of a file are: a
row that was set aside stays told until it is mended. What is lost, or older than the program, is
read anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

_SHAPE = "shape"

ID = "id"
CHANGED = "changed_at"  # the system's own moment of the last change, as it writes it


@dataclass(frozen=True)
class Mirror:
    """The folder of one system's objects; without one nothing is kept."""

    folder: Path | None

    @classmethod
    def of(cls, mirrors: Path | None, system: str, *identity: str) -> Mirror:
        """That of a system as one user sees it: another server or user is another mirror."""
        if mirrors is None:
            return cls(None)
        told = hashlib.sha256("\n".join(identity).encode()).hexdigest()[:16]
        return cls(mirrors / system / told)

    def held(self, name: str, columns: Collection[str], shape: str) -> pl.DataFrame:
        """The rows held of an object; none where it was read otherwise than now.

        A field that the user may see since, or that is read from another place, would stay as it
        was in every row that did not change.
        """
        nothing = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
        if self.folder is None or not (path := self._path(name)).exists():
            return nothing
        try:
            is_alike = pl.read_parquet_metadata(path).get(_SHAPE) == shape
            return pl.read_parquet(path) if is_alike else nothing
        except (OSError, pl.exceptions.PolarsError):
            return nothing  # a file cut off by a power failure: all is read again

    def keep(self, name: str, rows: pl.DataFrame, shape: str) -> None:
        """Hold these rows from now on; whole or not at all."""
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(name)
        unfinished = path.with_suffix(".unfinished")
        rows.write_parquet(unfinished, metadata={_SHAPE: shape})
        unfinished.replace(path)

    def _path(self, name: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{name}.parquet"


def overlaid(held: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    """What changed in the place of what was held."""
    stayed = held.join(changed.select(ID), on=ID, how="anti")
    return pl.concat([stayed, changed]).unique(ID, keep="last", maintain_order=True)


def newest(held: pl.DataFrame) -> datetime | None:
    """The latest moment of change that was seen; None where nothing was.

    A moment that is none was set aside by the checks: it says nothing of when to go on.
    """
    moments = held[CHANGED].str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", strict=False)
    latest = moments.max()
    return latest if isinstance(latest, datetime) else None
