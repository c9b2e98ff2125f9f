"""Reads policy seeds of the dbt project straight from their CSV, before there is a warehouse."""

from __future__ import annotations

import csv
from pathlib import Path

DBT_PROJECT = Path(__file__).parents[2] / "dbt_project"


def read_seed(name: str) -> list[dict[str, str]]:
    """The rows of `dbt_project/seeds/<name>.csv` as text."""
    with (DBT_PROJECT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def currencies() -> dict[str, int]:
    """ISO 4217 codes with their minor units."""
    return {row["currency"]: int(row["minor_units"]) for row in read_seed("currencies")}
