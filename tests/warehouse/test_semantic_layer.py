"""The semantic layer reads what the marts hold: each measure is asked for on a published warehouse.

That its models, measures and metrics fit together, dbt checks whenever it reads the project.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.runs import Published

LAYER = Path(__file__).parents[2] / "dbt_project" / "models" / "marts" / "_semantic_models.yml"
TOLD: dict[str, Any] = yaml.safe_load(LAYER.read_text(encoding="utf-8"))
MODELS = {model["name"]: model for model in TOLD["semantic_models"]}
AGGREGATED = {"sum": "sum({})", "count": "count({})"}


def _table(model: dict[str, Any]) -> str:
    return "marts." + str(model["model"]).removeprefix("ref('").removesuffix("')")


@pytest.mark.parametrize("name", MODELS)
def test_every_measure_is_told_by_its_entities_and_dimensions(
    name: str, published: Published
) -> None:
    model = MODELS[name]
    keys = [
        one.get("expr", one["name"]) for one in (*model.get("entities", ()), *model["dimensions"])
    ]
    measures = [
        f"{AGGREGATED[one['agg']].format(one['expr'])} as {one['name']}"
        for one in model["measures"]
    ]
    groups = ", ".join(f"({key})" for key in keys)
    rows = published.rows(f"select {', '.join(measures)} from {_table(model)} group by {groups}")
    assert rows
    assert all(any(row[one["name"]] is not None for row in rows) for one in model["measures"])


def test_money_is_asked_for_by_currency() -> None:
    """A model with an amount has the currency of it as a dimension."""
    counted = {"gap_count", "invoices_issued", "invoices_wrong"}
    for name, model in MODELS.items():
        if any(one["name"] not in counted for one in model["measures"]):
            told = {one["name"] for one in model["dimensions"]}
            assert told & {"currency", "invoice_currency"}, name


def test_every_measure_is_a_metric_or_part_of_one() -> None:
    used = str(TOLD["metrics"])
    measures = [one["name"] for model in MODELS.values() for one in model["measures"]]
    assert [name for name in measures if f"'{name}'" not in used] == []
