"""The setting `materiality`: what it may say, and that whatever it may not is named by its line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.lib.messages import WrongUsage
from orchestration.settings import Threshold, describe, load_settings


def _load(folder: Path, text: str) -> tuple[Threshold, ...]:
    config = folder / "hilo.toml"
    config.write_text(text, encoding="utf-8")
    return load_settings(config).materiality


def test_a_threshold_is_an_amount_a_percentage_or_both(tmp_path: Path) -> None:
    thresholds = _load(
        tmp_path,
        "[materiality.all.CLP]\namount = 1000\npercent = 0.5\n"
        "[materiality.under_billed.all]\npercent = 1\n"
        "[materiality.under_billed.USD]\namount = 0.1\n",
    )
    assert thresholds == (
        Threshold("all", "CLP", Decimal(1000), Decimal("0.5")),
        Threshold("under_billed", "all", None, Decimal(1)),
        Threshold("under_billed", "USD", Decimal("0.1"), None),
    )
    assert thresholds[2].written()["amount"] == "0.1"
    assert ("materiality.all.CLP", "1000 / 0.5 %") in describe(
        load_settings(tmp_path / "hilo.toml"), None
    )


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[materiality.underbilled.CLP]\namount = 1\n", "cli_config_key", 1),
        ("[materiality.all.CLX]\namount = 1\n", "cli_config_key", 1),
        ("[materiality.all.CLP]\namounts = 1\n", "cli_config_key", 2),
        ('[materiality.all.CLP]\namount = "1"\n', "cli_config_value", 2),
        ("[materiality.all.CLP]\namount = 0\n", "cli_config_value", 2),
        ("[materiality.all.CLP]\namount = 0.00001\n", "cli_config_value", 2),
        ("[materiality.all.CLP]\npercent = 101\n", "cli_config_value", 2),
        ("[materiality.all.CLP]\npercent = nan\n", "cli_config_value", 2),
        ("[materiality.all.all]\namount = 1\n", "cli_config_value", 2),
        ("[materiality]\nCLP = 1\n", "cli_config_key", 2),
        ("[materiality]\nall = 1\n", "cli_config_value", 2),
    ],
)
def test_what_it_may_not_say_is_named_by_its_line(
    tmp_path: Path, text: str, code: str, line: int
) -> None:
    with pytest.raises(WrongUsage) as refused:
        _load(tmp_path, text)
    assert (refused.value.code, refused.value.fields["line"]) == (code, line)
