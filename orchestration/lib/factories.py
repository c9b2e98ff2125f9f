"""Builds the assets and checks that come in families: one for each system, one for each suite."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dlt import DagsterDltResource
from dagster_dlt.translator import DltResourceTranslatorData
from dlt.pipeline.exceptions import PipelineStepFailed

from ingestion.config import build_pipeline
from ingestion.contracts import SourceContext
from ingestion.load import unreadable
from ingestion.registry import source_package
from orchestration.lib.resources import POOL
from orchestration.lib.run import Run
from orchestration.lib.seeds import currencies
from orchestration.lib.translators import RawTables


def landing_assets(system: str) -> dg.AssetsDefinition:
    """The raw tables of one system, landed together by dlt."""
    source = source_package(system).build_source(None, SourceContext(currencies()))
    translator = RawTables()
    specs = [
        translator.get_asset_spec(DltResourceTranslatorData(resource=resource, pipeline=None))
        for resource in source.selected_resources.values()
    ]

    @dg.multi_asset(name=system, specs=specs, pool=POOL)
    def land(
        context: dg.AssetExecutionContext, run: dg.ResourceParam[Run]
    ) -> Iterator[dg.MaterializeResult[Any]]:
        if system in run.unread_systems:
            # No table is landed; what waits for them goes on all the same.
            yield from (dg.MaterializeResult(asset_key=spec.key) for spec in specs)
            return
        run.progress.step("cli_step_landing", system=system)
        location = run.settings.sources.get(system)
        pipeline = build_pipeline(system, run.landing)
        try:
            yield from DagsterDltResource().run(
                context,
                dlt_source=source_package(system).build_source(location, run.source_context),
                dlt_pipeline=pipeline,
                dagster_dlt_translator=translator,
            )
        except PipelineStepFailed as failure:
            raise unreadable(failure, system) or failure from failure

    return land
