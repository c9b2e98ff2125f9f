"""Asset keys and groups: `[system, table]` for raw tables, `[room, model]` for dbt's.

dbt's sources carry the same keys as the tables that dlt lands: lineage joins itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator
from dagster_dlt import DagsterDltTranslator
from dagster_dlt.translator import DltResourceTranslatorData

RAW = "raw"


class RawTables(DagsterDltTranslator):
    """A raw table is `[system, table]`, in the group `raw`, and depends on nothing we know."""

    def get_asset_spec(self, data: DltResourceTranslatorData) -> dg.AssetSpec:
        """The spec of one table of a system."""
        return (
            super()
            .get_asset_spec(data)
            .replace_attributes(
                key=dg.AssetKey([data.resource.source_name, data.resource.name]),
                group_name=RAW,
                deps=[],
                kinds={"dlt", "duckdb"},
            )
        )


class Models(DagsterDbtTranslator):
    """A model is `[room, model]`, in the group of its room."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The room, which is the schema that the folder is built in."""
        if dbt_resource_props["resource_type"] == "source":
            return RAW
        room: str | None = dbt_resource_props["config"].get("schema")
        return room


def models_of(manifest: Mapping[str, Any], room: str) -> list[dg.AssetKey]:
    """The keys of a room's models, in order."""
    return sorted(
        Models().get_asset_key(node)
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["config"].get("schema") == room
    )
