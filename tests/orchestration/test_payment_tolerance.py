"""The setting `payment_tolerance`: what it may say, and that whatever it may not is named."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.lib.messages import WrongUsage
from orchestration.settings import PaymentTolerance, describe, load_settings


def _written(folder: Path, text: str) -> Path:
    path = folder / "hilo.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_limit_is_of_an_entity_and_a_currency_or_of_all(tmp_path: Path) -> None:
    config = _written(
        tmp_path,
        "[payment_tolerance.all.USD]\namount = 1.5\nfee = 40\n"
        "[payment_tolerance.CL01.CLP]\namount = 0\n"
        "[payment_tolerance.CL01.all]\npercent = 0.1\n",
    )
    settings = load_settings(config)
    assert settings.payment_tolerance == (
        PaymentTolerance("all", "USD", amount=Decimal("1.5"), fee=Decimal(40)),
        PaymentTolerance("CL01", "CLP", amount=Decimal(0)),
        PaymentTolerance("CL01", "all", percent=Decimal("0.1")),
    )
    assert ("payment_tolerance.all.USD.fee", "40") in describe(settings, config)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[payment_tolerance.CL01.CLX]\namount = 1\n", "cli_config_key"),
        ("[payment_tolerance.CL01.CLP]\namounts = 1\n", "cli_config_key"),
        ("[payment_tolerance.CL01.CLP]\namount = -1\n", "cli_config_value"),
        ("[payment_tolerance.CL01.CLP]\npercent = 101\n", "cli_config_value"),
        ('[payment_tolerance.CL01.CLP]\nfee = "40"\n', "cli_config_value"),
        ("[payment_tolerance.CL01.all]\namount = 1\n", "cli_config_value"),
        ("[payment_tolerance.CL01]\nCLP = 1\n", "cli_config_value"),
    ],
)
def test_what_it_may_not_say_is_named(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(WrongUsage) as wrong:
        load_settings(_written(tmp_path, text))
    assert wrong.value.code == code
