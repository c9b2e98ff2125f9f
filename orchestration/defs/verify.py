"""Verify: what must hold before anything is published, beside dbt's own tests.

Data flow: working file (read-only) → suites, conservation, divergence → asset checks; those of
error severity block the published warehouse.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import dagster as dg

from orchestration.lib.resources import POOL
from orchestration.lib.run import FailedCheck, Run
from quality.results import CheckResult

Check = Callable[[Path], Sequence[CheckResult]]


def _suite(room: str) -> Check:
    def check(warehouse: Path) -> Sequence[CheckResult]:
        from quality.suites import run_suite

        return run_suite(import_module(f"quality.suites.{room}").SUITE, warehouse)

    return check


def _conservation(warehouse: Path) -> Sequence[CheckResult]:
    from quality.conservation import check_conservation

    return check_conservation(warehouse)


def _divergence(warehouse: Path) -> Sequence[CheckResult]:
    from quality.divergence import check_divergence

    return check_divergence(warehouse)


def _asset_check(
    name: str, asset: dg.AssetKey, check: Check, *, is_blocking: bool = True
) -> dg.AssetChecksDefinition:
    @dg.asset_check(name=name, asset=asset, blocking=is_blocking, pool=POOL)
    def verify(run: dg.ResourceParam[Run]) -> dg.AssetCheckResult:
        results = check(run.workspace.working_file)
        failed = [result for result in results if not result.passed]
        if is_blocking:
            run.failed_checks += [FailedCheck(result.name, result.count) for result in failed]
        return dg.AssetCheckResult(
            passed=not failed,
            severity=dg.AssetCheckSeverity.ERROR if is_blocking else dg.AssetCheckSeverity.WARN,
            metadata={
                "checks": len(results),
                **{result.name: f"{result.count}: {', '.join(result.sample)}" for result in failed},
            },
        )

    return verify


def verify_checks() -> list[dg.AssetChecksDefinition]:
    """The suites of the three rooms, the chain's totals, and the gaps by class.

    A blocking check holds back what depends on its asset. The models are built in one step, so
    those that look at models stand on the last of them, on which nothing but publishing waits.
    """
    raw = dg.AssetKey(["file_drop", "load_counts"])
    last = dg.AssetKey(["marts", "fct_order_to_cash"])
    return [
        _asset_check("suite_raw", raw, _suite("raw")),
        _asset_check("suite_canonical", last, _suite("canonical")),
        _asset_check("suite_marts", last, _suite("marts")),
        _asset_check("conservation", last, _conservation),
        _asset_check("divergence", last, _divergence, is_blocking=False),
    ]
