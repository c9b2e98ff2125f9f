"""What `hilo.toml` says of a live system: told where it is wrong, no secret kept or shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingestion.connection import Connection
from orchestration.lib.messages import Messages, WrongUsage
from orchestration.settings import load_settings

RIGHT = """
[sources.erp_tryton]
url = "https://erp.example.com/"
database = "tryton"
user = "hilo"
"""


def refusal(tmp_path: Path, text: str) -> tuple[str, str]:
    """The code of what was refused, and its sentence."""
    config = tmp_path / "hilo.toml"
    config.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUsage) as refused:
        load_settings(config)
    return refused.value.code, Messages.load("en").text(refused.value.code, **refused.value.fields)


def test_a_live_system_is_a_connection_and_no_folder(tmp_path: Path) -> None:
    config = tmp_path / "hilo.toml"
    config.write_text(RIGHT, encoding="utf-8")
    location = load_settings(config).sources["erp_tryton"]
    assert isinstance(location, Connection)
    assert location.url == "https://erp.example.com"


def test_a_password_in_the_file_is_refused_without_being_shown(tmp_path: Path) -> None:
    code, sentence = refusal(tmp_path, RIGHT + 'password = "correct horse"\n')
    assert code == "cli_secret_in_config"
    assert "line 6" in sentence
    assert "SOURCES__ERP_TRYTON__PASSWORD" in sentence
    assert "horse" not in sentence


@pytest.mark.parametrize(
    "url",
    [
        "erp.example.com",
        "ftp://erp.example.com",
        "http://[bad",
        "http://erp.example.com:99999",
        "https://hilo:horse@erp.example.com",
        "https://erp.example.com/?key=horse",
    ],
)
def test_an_address_that_is_none_is_refused_without_being_shown(tmp_path: Path, url: str) -> None:
    code, sentence = refusal(tmp_path, RIGHT.replace("https://erp.example.com/", url))
    assert code == "cli_config_value"
    assert "sources.erp_tryton.url" in sentence
    assert "horse" not in sentence


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        (RIGHT.replace('user = "hilo"\n', ""), "cli_option_missing", "sources.erp_tryton.user"),
        (RIGHT + "group_relation = 3\n", "cli_config_value", "a text in quotes"),
        (RIGHT + 'bank_lines = "no"\n', "cli_config_value", "true or false"),
        (RIGHT + 'group_relatoin = "x"\n', "cli_config_key", "group_relation"),
        (
            RIGHT + '[sources.erp_tryton.completed_on]\n"M3" = "soon"\n',
            "cli_config_value",
            "a date such as",
        ),
    ],
)
def test_an_option_that_is_missing_or_wrong_is_told_with_its_line(
    tmp_path: Path, text: str, code: str, told: str
) -> None:
    found, sentence = refusal(tmp_path, text)
    assert found == code
    assert told in sentence
    assert "line" in sentence


SALESFORCE = """
[sources.crm_salesforce]
url = "https://andes.my.salesforce.com"
"""


def test_a_system_that_can_be_found_in_two_ways_is_told_one(tmp_path: Path) -> None:
    config = tmp_path / "hilo.toml"
    config.write_text(SALESFORCE, encoding="utf-8")
    location = load_settings(config).sources["crm_salesforce"]
    assert isinstance(location, Connection)
    assert location.url == "https://andes.my.salesforce.com"

    code, sentence = refusal(tmp_path, SALESFORCE + 'existing_schema = "loaded.duckdb"\n')
    assert code == "cli_options_exclude"
    assert "existing_schema" in sentence
    assert "url" in sentence

    code, sentence = refusal(tmp_path, '[sources.crm_salesforce]\ncurrency = "USD"\n')
    assert code == "cli_option_missing"
    assert "existing_schema / url" in sentence


@pytest.mark.parametrize("name", ["client_id", "client_secret"])
def test_what_opens_a_session_is_no_setting(tmp_path: Path, name: str) -> None:
    code, sentence = refusal(tmp_path, SALESFORCE + f'{name} = "correct horse"\n')
    assert code == "cli_secret_in_config"
    assert f"SOURCES__CRM_SALESFORCE__{name.upper()}" in sentence
    assert "horse" not in sentence


HUBSPOT = """
[sources.crm_hubspot]
url = "https://api.hubapi.com"
"""


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        (HUBSPOT + 'amount = "net"\n', "cli_config_value", "one of: tcv, acv, mrr"),
        (HUBSPOT + 'timezone = "Santiago"\n', "cli_config_value", "America/Santiago"),
        (HUBSPOT + 'customers_of = "erp_odo"\n', "cli_config_value", "erp_odoo"),
        (
            HUBSPOT + '[sources.crm_hubspot.deal_fields]\nstrat = "inicio"\n',
            "cli_config_key",
            'deal_fields.strat". Did you mean "start"?',
        ),
        (
            HUBSPOT + "[sources.crm_hubspot.words]\nMensual = 1\n",
            "cli_config_value",
            "a text in quotes",
        ),
        (HUBSPOT + 'access_token = "horse"\n', "cli_secret_in_config", "ACCESS_TOKEN"),
    ],
)
def test_what_a_field_means_is_declared_in_words_that_are_known(
    tmp_path: Path, text: str, code: str, told: str
) -> None:
    refused, sentence = refusal(tmp_path, text)
    assert refused == code
    assert told in sentence
    assert "horse" not in sentence
