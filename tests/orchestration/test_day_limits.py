"""The settings `aging_limits` and `dunning_days`: what they may say, and that a run is told it."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.lib.messages import WrongUsage
from orchestration.settings import Settings, describe, load_settings


def _written(folder: Path, text: str) -> Path:
    path = folder / "hilo.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _loaded(folder: Path, text: str) -> Settings:
    return load_settings(_written(folder, text))


def test_days_reach_the_run_as_written(tmp_path: Path) -> None:
    settings = _loaded(tmp_path, "aging_limits = [15, 30, 60, 90, 120]\ndunning_days = [1]\n")
    told = settings.dbt_vars()
    assert told["aging_limits"] == [15, 30, 60, 90, 120]
    assert told["dunning_days"] == [1]
    assert ("aging_limits", "15, 30, 60, 90, 120") in describe(settings, None)


def test_unsaid_they_are_the_defaults(tmp_path: Path) -> None:
    settings = _loaded(tmp_path, "grace_days = 5\n")
    assert settings.aging_limits == (30, 60, 90)
    assert settings.dunning_days == (5, 20, 40)


@pytest.mark.parametrize(
    "value", ["[]", "[30, 30]", "[60, 30]", "[0, 30]", "[1.5]", "[true]", "30", '["30"]', "[4000]"]
)
def test_what_they_may_not_say_is_named(tmp_path: Path, value: str) -> None:
    with pytest.raises(WrongUsage) as wrong:
        _loaded(tmp_path, f"aging_limits = {value}\n")
    assert wrong.value.code == "cli_config_value"
