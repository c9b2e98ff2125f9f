"""Salesforce's REST API, told by a server on loopback with records as Salesforce shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingestion.connection import Connection
from ingestion.contracts import Problem, SourceContext, SourceUnreadable
from ingestion.existing.system import ExistingSchema
from ingestion.sources.crm_salesforce import VENDOR, build_source
from ingestion.sources.crm_salesforce.api import as_text, object_name
from tests.ingestion.loopback import Answer, listening
from tests.ingestion.warehouse import Warehouse
from tests.salesforce_server import CLIENT_ID, CLIENT_SECRET, Record, Salesforce, error

CURRENCIES = {"CLP": 0, "USD": 2, "EUR": 2}
Read = Callable[[], ExistingSchema]


def id_of(prefix: str, number: int) -> str:
    """An id of 18 characters, the last three of them a check of the others' case."""
    return f"{prefix}Hs{number:010}AAB"


def account(number: int, **told: Any) -> Record:
    return {
        "Id": id_of("001", number),
        "Name": f"Customer {number}",
        "SystemModstamp": "2025-01-01T00:00:00.000+0000",
        **told,
    }


def opportunity(number: int, *, minute: int = 0, **told: Any) -> Record:
    """An opportunity as a query shows it."""
    return {
        "Id": id_of("006", number),
        "AccountId": id_of("001", 1),
        "Name": f"Deal {number}",
        "StageName": "Closed Won",
        "Amount": 19.99,
        "CurrencyIsoCode": "USD",
        "IsWon": True,
        "IsClosed": True,
        "CloseDate": "2025-01-31",
        "CreatedDate": "2025-01-02T03:15:52.000+0000",
        "SystemModstamp": f"2025-01-01T00:{minute:02}:00.000+0000",
        **told,
    }


@contextmanager
def reading(
    server: Salesforce,
    folder: Path,
    client_id: str = CLIENT_ID,
    client_secret: str = CLIENT_SECRET,
    **options: Any,
) -> Iterator[Read]:
    """How to read the server: each time as a run does, with what the time before kept."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCES__CRM_SALESFORCE__CLIENT_ID", client_id)
        environment.setenv("SOURCES__CRM_SALESFORCE__CLIENT_SECRET", client_secret)
        with listening(server.answer) as loopback:
            told = {"url": loopback.url, **options}
            context = SourceContext(CURRENCIES, mirrors=folder / "mirrors")
            yield lambda: ExistingSchema(VENDOR, Connection(told), context)


def stopped_by(
    server: Salesforce, folder: Path, secret: str = CLIENT_SECRET, **options: Any
) -> Problem:
    with (
        reading(server, folder, client_secret=secret, **options) as read,
        pytest.raises(SourceUnreadable) as stopped,
    ):
        _ = read().tables
    told = str(stopped.value)
    assert secret not in told
    assert CLIENT_ID not in told
    assert "00D!session" not in told
    return stopped.value.problem


def deals_of(schema: ExistingSchema) -> list[dict[str, Any]]:
    return schema.tables["opportunity"].frame.to_dicts()


def asked_of(server: Salesforce, name: str) -> list[str]:
    return [one for one in server.asked if f"FROM {name} " in f"{one} " and "COUNT" not in one]


def told(schema: ExistingSchema, code: str) -> list[tuple[Any, ...]]:
    return [
        (notice.file, notice.column_name, notice.value)
        for notice in schema.ledger.notices
        if notice.code == code
    ]


@pytest.fixture
def server() -> Salesforce:
    return Salesforce(
        {"Account": [account(1)], "Opportunity": [opportunity(1), opportunity(2, IsWon=False)]}
    )


def test_records_land_as_a_loader_would_have_landed_them(
    server: Salesforce, tmp_path: Path
) -> None:
    with reading(server, tmp_path) as read:
        won, lost = deals_of(read())
    assert (won["amount"], won["currency_iso_code"]) == (Decimal("19.99"), "USD")
    assert (won["is_won"], lost["is_won"]) == (True, False)
    assert won["close_date"] == date(2025, 1, 31)
    assert won["created_date"] == datetime(2025, 1, 2, 3, 15, 52, tzinfo=UTC)
    assert (won["source_file"], won["source_row"]) == ("Opportunity", 1)


def test_money_is_exact(server: Salesforce, tmp_path: Path) -> None:
    server.first = []
    server.rows["Opportunity"] = [
        opportunity(1, Amount=19.99),
        opportunity(2, Amount=1e22),
        opportunity(3, Amount=0.1 + 0.2),
        opportunity(4, Amount=12.123456),
    ]
    with reading(server, tmp_path) as read:
        schema = read()
        assert [deal["amount"] for deal in deals_of(schema)] == [Decimal("19.99"), Decimal("0.3")]
        problems = [(one.code, one.value) for one in schema.ledger.all_rows()]
    assert problems == [
        ("number_too_large", "10000000000000000000000"),
        ("too_many_decimals", "12.123456"),
    ]


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Decimal("1E+3"), "currency", "1000"),
        (Decimal("19.99"), "currency", "19.99"),
        (12, "int", "12"),
        (False, "boolean", "false"),
        ("", "string", None),
        (None, "date", None),
        ("2025-01-31T10:00:00.000+0000", "datetime", "2025-01-31T10:00:00.000"),
        ("ends with +0000", "string", "ends with +0000"),
        ({"city": "Santiago"}, "address", '{"city": "Santiago"}'),
    ],
)
def test_what_a_value_becomes(value: Any, kind: str, text: str | None) -> None:
    assert as_text(value, kind) == text


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("opportunity_line_item", "OpportunityLineItem"),
        ("product_2", "Product2"),
        ("billing_period_item", "BillingPeriodItem"),
    ],
)
def test_an_object_is_called_as_its_table(table: str, name: str) -> None:
    assert object_name(table) == name


def test_fields_are_found_under_their_snake_case(server: Salesforce, tmp_path: Path) -> None:
    line = {
        "Id": "00k1",
        "OpportunityId": id_of("006", 1),
        "Product2Id": "01t1",
        "Months__c": 12.0,
        "UnitPrice": 850,
        "SystemModstamp": "2025-01-01T00:00:00.000+0000",
    }
    server.rows["OpportunityLineItem"] = [line]
    with reading(server, tmp_path) as read:
        [landed] = read().tables["opportunity_line_item"].frame.to_dicts()
    assert (landed["product_2_id"], landed["months_c"]) == ("01t1", 12)
    assert landed["unit_price"] == Decimal("850")


def test_pages_go_on_behind_the_last_id(server: Salesforce, tmp_path: Path) -> None:
    server.rows["Opportunity"] = [opportunity(number) for number in range(1, 2003)]
    with reading(server, tmp_path) as read:
        assert len(deals_of(read())) == 2002
    first, second = asked_of(server, "Opportunity")
    assert " WHERE " not in first
    assert f" WHERE Id > '{id_of('006', 2000)}' ORDER BY Id LIMIT 2000" in second


@pytest.mark.parametrize("ended", [False, True])
def test_an_answer_in_parts_is_followed_and_a_cursor_that_ended_taken_up(
    server: Salesforce, tmp_path: Path, ended: bool
) -> None:
    server.rows["Opportunity"] = [opportunity(number) for number in range(1, 6)]
    server.page, server.ended = 2, ended
    with reading(server, tmp_path) as read:
        assert len(deals_of(read())) == 5
    assert len(asked_of(server, "Opportunity")) == (3 if ended else 1)


def test_the_next_run_asks_only_for_what_changed_and_drops_what_is_gone(
    server: Salesforce, tmp_path: Path
) -> None:
    server.rows["Opportunity"].append(opportunity(3))
    with reading(server, tmp_path) as read:
        assert len(deals_of(read())) == 3
        server.rows["Opportunity"] = [
            opportunity(1, minute=59, Name="Renamed"),
            opportunity(3),
        ]
        server.asked.clear()
        schema = read()
        assert [(one["id"][-4], one["name"]) for one in deals_of(schema)] == [
            ("1", "Renamed"),
            ("3", "Deal 3"),
        ]
    changed, listed = asked_of(server, "Opportunity")
    assert "WHERE SystemModstamp >= 2024-12-31T23:00:00Z ORDER BY Id" in changed
    assert listed == "SELECT Id FROM Opportunity ORDER BY Id LIMIT 2000"


def test_a_row_that_slipped_by_is_asked_for_by_its_id(server: Salesforce, tmp_path: Path) -> None:
    with reading(server, tmp_path) as read:
        assert len(deals_of(read())) == 2
        late = opportunity(7, SystemModstamp="2024-06-01T00:00:00.000+0000")
        server.rows["Opportunity"].append(late)
        assert len(deals_of(read())) == 3
    assert f"WHERE Id IN ('{late['Id']}') ORDER BY Id" in asked_of(server, "Opportunity")[-1]


def test_what_a_formula_yields_is_read_anew(server: Salesforce, tmp_path: Path) -> None:
    server.calculated = ("Amount",)
    with reading(server, tmp_path) as read:
        assert len(deals_of(read())) == 2
        server.rows["Opportunity"][0]["Amount"] = 5
        assert deals_of(read())[0]["amount"] == Decimal(5)


def test_rows_are_numbered_by_their_ids_and_not_as_they_were_read(
    server: Salesforce, tmp_path: Path
) -> None:
    with reading(server, tmp_path) as read:
        _ = deals_of(read())
        server.rows["Opportunity"][0] |= opportunity(1, minute=30)
        numbers = [(one["id"][-4], one["source_row"]) for one in deals_of(read())]
    assert numbers == [("1", 1), ("2", 2)]


def test_an_organisation_with_one_currency_has_no_field_of_it(
    server: Salesforce, tmp_path: Path
) -> None:
    server.lacking = ("CurrencyIsoCode", "Description")
    with reading(server, tmp_path, currency="EUR") as read:
        schema = read()
        assert deals_of(schema)[0]["currency_iso_code"] is None
        absent = told(schema, "column_absent")
        assert ("Opportunity", "currency_iso_code", "currency_iso_code") in absent
        assert not told(schema, "existing_undeclared_currency")
    assert all("CurrencyIsoCode" not in one for one in server.asked)


def test_a_field_without_which_nothing_is_compared_stops_the_source(
    server: Salesforce, tmp_path: Path
) -> None:
    server.lacking = ("CreatedDate",)
    problem = stopped_by(server, tmp_path)
    assert (problem.code, problem.column_name) == ("column_missing", "created_date")
    server.lacking = ("SystemModstamp",)
    problem = stopped_by(server, tmp_path)
    assert (problem.code, problem.column_name) == ("column_missing", "SystemModstamp")


def test_a_declared_field_is_read_under_its_own_name(server: Salesforce, tmp_path: Path) -> None:
    server.rows["Account"] = [account(1, ERP_Id__c="C-1")]
    fields = {"erp_customer_id": "ERP_Id__c"}
    with reading(server, tmp_path, account_fields=fields) as read:
        [landed] = read().tables["account"].frame.to_dicts()
    assert (landed["declared_erp_customer_id"], landed["declared_tax_id"]) == ("C-1", None)


def test_a_declared_field_that_is_not_there_stops_the_source(
    server: Salesforce, tmp_path: Path
) -> None:
    problem = stopped_by(server, tmp_path, account_fields={"tax_id": "Rut__c"})
    assert (problem.code, problem.file) == ("existing_field_unknown", "Account")
    assert problem.column_name == "rut__c"


def test_an_order_and_how_often_its_items_are_billed(server: Salesforce, tmp_path: Path) -> None:
    stamp = {"SystemModstamp": "2025-01-01T00:00:00.000+0000"}
    server.rows["Order"] = [
        {
            "Id": "801Hs1",
            "StatusCode": "Activated",
            "EffectiveDate": "2025-01-01",
            "ActivatedDate": "2025-01-02T03:04:05.000+0000",
            **stamp,
        }
    ]
    item = {"OrderId": "801Hs1", "Quantity": 2.0, "UnitPrice": 50.25, **stamp}
    server.rows["OrderItem"] = [
        {**item, "Id": "802Hs1", "BillingFrequency2": "Monthly"},
        {**item, "Id": "802Hs2", "BillingFrequency2": "Invoice Plan"},
    ]
    with reading(server, tmp_path) as read:
        schema = read()
        [order] = schema.tables["order"].frame.to_dicts()
        [billed] = schema.tables["order_item"].frame.to_dicts()
        problems = [(one.code, one.value) for one in schema.ledger.all_rows()]
    assert order["effective_date"] == datetime(2025, 1, 1, tzinfo=UTC)
    assert order["status_code"] == "Activated"
    assert (billed["billing_frequency_2"], billed["unit_price"]) == ("Monthly", Decimal("50.25"))
    assert problems == [("value_not_allowed", "Invoice Plan")]


def test_orders_are_contracts_of_somebody() -> None:
    told = Connection({"url": "http://127.0.0.1:9", "orders_are_contracts": True})
    with pytest.raises(SourceUnreadable) as stopped:
        build_source(told, SourceContext(CURRENCIES))
    assert stopped.value.problem.code == "salesforce_entity_missing"


def test_an_object_that_is_not_there_or_hidden_is_noticed(
    server: Salesforce, tmp_path: Path
) -> None:
    server.absent = ("User",)
    with reading(server, tmp_path) as read:
        schema = read()
        absent = [value for _, _, value in told(schema, "existing_table_absent")]
    assert {"user", "billing_schedule"} <= set(absent)
    assert "product_2" not in absent


def test_an_object_without_which_nothing_is_compared_stops_the_source(
    server: Salesforce, tmp_path: Path
) -> None:
    server.absent = ("Opportunity",)
    problem = stopped_by(server, tmp_path)
    assert (problem.code, problem.value) == ("existing_table_missing", "opportunity")


def test_wrong_credentials_are_told_without_them(server: Salesforce, tmp_path: Path) -> None:
    problem = stopped_by(server, tmp_path, secret="a wrong secret")
    assert (problem.code, problem.value) == (
        "salesforce_login_refused",
        "invalid_client: invalid client credentials",
    )
    with (
        reading(server, tmp_path, client_id="wrong.key") as read,
        pytest.raises(SourceUnreadable) as stopped,
    ):
        _ = read().tables
    assert stopped.value.problem.value == "invalid_client_id: client identifier invalid: …"


def test_a_credential_that_is_not_there_is_asked_for() -> None:
    schema = ExistingSchema(VENDOR, Connection({"url": "http://127.0.0.1:9"}), SourceContext({}))
    with pytest.raises(SourceUnreadable) as stopped:
        _ = schema.tables
    problem = stopped.value.problem
    assert (problem.code, problem.column_name) == ("api_secret_missing", "client_id")


def test_without_a_network_the_address_is_told(
    server: Salesforce, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(server, tmp_path):
        monkeypatch.setenv("SOURCES__CRM_SALESFORCE__CLIENT_ID", CLIENT_ID)
        monkeypatch.setenv("SOURCES__CRM_SALESFORCE__CLIENT_SECRET", CLIENT_SECRET)
        nobody = Connection({"url": "http://127.0.0.1:9"})
        with pytest.raises(SourceUnreadable) as stopped:
            _ = ExistingSchema(VENDOR, nobody, SourceContext({})).tables
    assert stopped.value.problem.code == "api_unreachable"
    assert stopped.value.problem.file == "http://127.0.0.1:9"


@pytest.mark.parametrize(
    "first",
    [
        Answer([], 429, {"Retry-After": "1"}),
        Answer(b'{"totalSize": 1, "do'),
        error(401, "INVALID_SESSION_ID", "Session expired or invalid"),
    ],
    ids=["busy", "half", "session"],
)
def test_what_passes_is_asked_again(server: Salesforce, tmp_path: Path, first: Answer) -> None:
    server.first = [first]
    with reading(server, tmp_path) as read:
        assert len(deals_of(read())) == 2
    assert server.first == []


def test_a_session_that_ended_begins_anew_once(server: Salesforce, tmp_path: Path) -> None:
    with reading(server, tmp_path) as read:
        schema = read()
        assert schema._place.has("account")
        server.end_session()
        assert len(deals_of(schema)) == 2
        # The second was opened when the first was refused: two logins, and the end of one.
        assert server.sessions == 3
    ended = error(401, "INVALID_SESSION_ID", "Session expired or invalid")
    server.first = [ended, ended]
    assert stopped_by(server, tmp_path).code == "api_unauthorised"


def test_a_limit_that_is_used_up_is_its_own_sentence(server: Salesforce, tmp_path: Path) -> None:
    server.first = [error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")]
    problem = stopped_by(server, tmp_path)
    assert (problem.code, problem.value) == ("salesforce_limit", "TotalRequests Limit exceeded")


def test_what_salesforce_refuses_is_told_with_the_object(
    server: Salesforce, tmp_path: Path
) -> None:
    server.first = [error(403, "API_DISABLED_FOR_ORG", "The REST API is not enabled.")]
    problem = stopped_by(server, tmp_path)
    assert (problem.code, problem.column_name) == ("api_refused", "Account")
    assert problem.value == "API_DISABLED_FOR_ORG: The REST API is not enabled"


def test_a_page_that_repeats_stops_the_source(server: Salesforce, tmp_path: Path) -> None:
    server.rows["Opportunity"] = [opportunity(number) for number in range(1, 2003)]
    server.repeats = True
    problem = stopped_by(server, tmp_path)
    assert (problem.code, problem.file) == ("api_page_repeats", "Opportunity")
    assert problem.value == id_of("006", 2000)


def test_a_page_that_is_no_data_is_told(server: Salesforce, tmp_path: Path) -> None:
    server.first = [Answer(b"<html>Maintenance</html>", kind="text/html")]
    assert stopped_by(server, tmp_path).code == "api_not_json"


def test_both_ways_land_the_same_rows(server: Salesforce, tmp_path: Path) -> None:
    place = tmp_path / "loaded"
    place.mkdir()
    with reading(server, tmp_path) as read:
        asked = read().tables["opportunity"].frame
    names = {"AccountId": "account_id", "StageName": "stage_name", "IsWon": "is_won"}
    names |= {"IsClosed": "is_closed", "CloseDate": "close_date", "CreatedDate": "created_date"}
    names |= {"CurrencyIsoCode": "currency_iso_code", "Id": "id", "Name": "name"}
    pl.DataFrame(server.rows["Opportunity"]).rename({**names, "Amount": "amount"}).write_csv(
        place / "opportunity.csv"
    )
    (place / "account.csv").write_text(f"id\n{id_of('001', 1)}\n", encoding="utf-8")
    landed = ExistingSchema(
        VENDOR, Connection({"existing_schema": place}), SourceContext(CURRENCIES)
    )
    same = pl.exclude("source_file", "source_row")
    assert landed.tables["opportunity"].frame.select(same).equals(asked.select(same))


def test_it_lands(server: Salesforce, tmp_path: Path) -> None:
    with reading(server, tmp_path) as read:
        warehouse = Warehouse(tmp_path, "crm_salesforce", SourceContext(CURRENCIES))
        connection = read().connection
        assert connection is not None
        warehouse.land(connection)
    assert warehouse.rows("select id, amount from crm_salesforce.opportunity order by id") == [
        (id_of("006", 1), Decimal("19.99")),
        (id_of("006", 2), Decimal("19.99")),
    ]
