"""Transform: the dbt project, its models as assets and its tests as checks.

Data flow: raw tables → one `dbt build` → models in the working file, results of every test.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

import dagster as dg
from dagster._core.execution.context.system import StepExecutionContext
from dagster_dbt import dbt_assets
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from orchestration.lib.messages import RunFailed
from orchestration.lib.resources import POOL
from orchestration.lib.run import FailedCheck, Run
from orchestration.lib.transformation import Failure
from orchestration.lib.translators import Models


def transform_assets(manifest: Mapping[str, Any]) -> list[dg.AssetsDefinition]:
    """The models of a parsed project."""
    _remember_keys()
    # One for all events: it remembers each asset that it worked out.
    translator = Models()

    @dbt_assets(manifest=manifest, name="dbt_project", dagster_dbt_translator=translator, pool=POOL)
    def models(context: dg.AssetExecutionContext, run: dg.ResourceParam[Run]) -> Iterator[Any]:
        run.progress.step("cli_step_building")
        built = run.transformation.build(
            _selected(context),
            lambda done, total: run.progress.advance("cli_step_built", done, total),
        )
        for event in built.events:
            yield from DbtCoreCliEventMessage(
                raw_event=event, event_history_metadata={}
            ).to_default_asset_events(
                manifest=manifest, dagster_dbt_translator=translator, context=context
            )
        refuse(built.failures, run)

    return [models]


def _remember_keys() -> None:
    """Let Dagster work out the keys of assets once: anew for each output, they took 13 s of a run.

    It asks for all keys at every output, once for each output of the step: with 400 models and 900
    tests that is a set of 1,300 keys built 160,000 times. Assets do not change once they are made.
    """
    known = dg.AssetsDefinition.asset_and_check_keys
    if isinstance(known, property):
        remembered = cached_property(known.fget)
        remembered.__set_name__(dg.AssetsDefinition, "asset_and_check_keys")
        dg.AssetsDefinition.asset_and_check_keys = remembered
    if not hasattr(StepExecutionContext.get_output_asset_keys, "cache_info"):
        # Those of the last step: that of the models asks for its own at each of its outputs.
        StepExecutionContext.get_output_asset_keys = lru_cache(maxsize=1)(  # type: ignore[method-assign]
            StepExecutionContext.get_output_asset_keys
        )


def refuse(failures: list[Failure], run: Run) -> None:
    """RunFailed where a model could not be built or a test of error severity failed."""
    run.failed_checks += [
        FailedCheck(failure.name, failure.count) for failure in failures if failure.is_test
    ]
    for failure in failures:
        if not failure.is_test:
            raise RunFailed("cli_model_failed", model=failure.name, detail=failure.reason)
    if run.failed_checks:
        raise run.checks_failed()


def _selected(context: dg.AssetExecutionContext) -> list[str]:
    """The models that somebody chose in Dagster; none stands for the whole project."""
    if not context.is_subset:
        return []
    return sorted(key.path[-1] for key in context.selected_asset_keys)
