"""Odoo's two protocols, told by a server on loopback that keeps records as Odoo shows them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingestion.connection import Connection
from ingestion.contracts import Problem, SourceContext, SourceUnreadable
from ingestion.sources import erp_odoo
from ingestion.sources.erp_odoo import as_text
from ingestion.tabular.columns import Kind
from tests.ingestion.loopback import Answer, listening
from tests.odoo_server import DATABASE, KEY, USER, Odoo, Record

CURRENCIES = {"CLP": 0, "USD": 2}
PROTOCOLS = ("json2", "xmlrpc")


def lead(lead_id: int, *, minute: int = 0, **told: Any) -> Record:
    """An opportunity as `search_read` shows it."""
    return {
        "id": lead_id,
        "name": f"Deal {lead_id}",
        "type": "opportunity",
        "stage_id": [1, "New"],
        "active": True,
        "probability": 20.0,
        "expected_revenue": 5860.400000000001,
        "partner_id": [9, "Comercial Sur Ltda"],
        "company_id": [1, "Andes SpA"],
        "user_id": [7, "Ana Rojas"],
        "create_date": "2025-01-01 00:00:00",
        "date_deadline": False,
        "date_closed": False,
        "write_date": f"2025-01-01 00:{minute:02}:00",
        **told,
    }


def company(company_id: int, name: str, currency: list[Any]) -> Record:
    return {
        "id": company_id,
        "name": name,
        "partner_id": [company_id, name],
        "currency_id": currency,
        "write_date": "2025-01-01 00:00:00",
    }


@contextmanager
def reading(
    server: Odoo, folder: Path, key: str = KEY, **options: str
) -> Iterator[Callable[[], erp_odoo.Odoo]]:
    """How to read the server: each time as a run does, with what the time before kept."""
    os.environ["SOURCES__ERP_ODOO__API_KEY"] = key
    try:
        with listening(server.answer) as loopback:
            told = {"url": loopback.url, "database": DATABASE, **options}
            context = SourceContext(CURRENCIES, mirrors=folder / "mirrors")
            yield lambda: erp_odoo.Odoo(Connection(told), context, [])
    finally:
        del os.environ["SOURCES__ERP_ODOO__API_KEY"]


def stopped_by(server: Odoo, folder: Path, key: str = KEY, **options: str) -> Problem:
    with (
        reading(server, folder, key, **options) as read,
        pytest.raises(SourceUnreadable) as stopped,
    ):
        _ = read().tables
    assert key not in str(stopped.value)
    return stopped.value.problem


def over(protocol: str) -> dict[str, str]:
    return {"protocol": protocol, "user": USER}


def leads_of(odoo: erp_odoo.Odoo) -> list[dict[str, Any]]:
    return odoo.tables["crm.lead"].frame.to_dicts()


@pytest.fixture
def server() -> Odoo:
    return Odoo({"crm.lead": [lead(1), lead(2, active=False, probability=0.0, partner_id=False)]})


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_records_come_as_text_money_without_noise_archived_ones_too(
    server: Odoo, tmp_path: Path, protocol: str
) -> None:
    with reading(server, tmp_path, **over(protocol)) as read:
        open_lead, lost = leads_of(read())
    assert open_lead["expected_revenue"] == Decimal("5860.4")
    assert (open_lead["partner_id"], open_lead["owner"]) == ("9", "Ana Rojas")
    assert open_lead["date_closed"] is None
    assert (lost["active"], lost["partner_id"], lost["probability"]) == (False, None, 0)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_company_of_the_user_is_asked_for(
    server: Odoo, tmp_path: Path, protocol: str
) -> None:
    pesos, dollars = [44, "CLP"], [1, "USD"]
    server.rows["res.company"] = [company(1, "Andes SpA", pesos), company(2, "Andes Inc.", dollars)]
    with reading(server, tmp_path, **over(protocol)) as read:
        frame = read().tables["res.company"].frame
    # That the context names both companies and the archived, the server asserts at each question.
    assert frame["currency_id"].to_list() == ["44", "1"]


def test_pages_go_on_behind_the_last_id(tmp_path: Path) -> None:
    server = Odoo({"crm.lead": [lead(number) for number in range(1, 1202)]})
    with reading(server, tmp_path) as read:
        assert len(leads_of(read())) == 1201
    pages = [
        named
        for model, method, named in server.asked
        if (model, method) == ("crm.lead", "search_read")
    ]
    assert [page["domain"][0] for page in pages] == [["id", ">", 0], ["id", ">", 1000]]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_next_run_asks_only_for_what_changed_and_drops_what_is_gone(
    server: Odoo, tmp_path: Path, protocol: str
) -> None:
    with reading(server, tmp_path, **over(protocol)) as read:
        assert len(leads_of(read())) == 2
        server.rows["crm.lead"] = [lead(2, minute=59, name="Renamed"), lead(3, minute=59)]
        server.asked.clear()
        assert [(one["id"], one["name"]) for one in leads_of(read())] == [
            ("2", "Renamed"),
            ("3", "Deal 3"),
        ]
    (domain,) = [
        named["domain"]
        for model, method, named in server.asked
        if (model, method) == ("crm.lead", "search_read")
    ]
    assert ["write_date", ">=", "2024-12-31 23:00:00"] in domain


def test_a_busy_server_is_waited_for(server: Odoo, tmp_path: Path) -> None:
    with reading(server, tmp_path) as read:
        odoo = read()
        assert odoo._rpc.context["allowed_company_ids"] == [1, 2]
        server.first = [Answer({}, 429, {"Retry-After": "1"})]
        assert len(leads_of(odoo)) == 2


@pytest.mark.parametrize("kind", ["json", "xml"])
def test_half_a_page_is_asked_for_again(server: Odoo, tmp_path: Path, kind: str) -> None:
    half = {
        "json": Answer(b'[{"id": 1}, {"id"'),
        "xml": Answer(b"<?xml version='1.0'?><methodResponse><params>", kind="text/xml"),
    }
    protocol = {"json": "json2", "xml": "xmlrpc"}[kind]
    with reading(server, tmp_path, **over(protocol)) as read:
        odoo = read()
        assert odoo._rpc.context["active_test"] is False
        server.first = [half[kind]]
        assert len(leads_of(odoo)) == 2


def test_a_page_that_repeats_stops_the_source(server: Odoo, tmp_path: Path) -> None:
    server.rows["crm.lead"] = [lead(1), lead(1)]
    problem = stopped_by(server, tmp_path)
    assert (problem.code, problem.file) == ("api_page_repeats", "crm.lead")


@pytest.mark.parametrize(("protocol", "whose"), [("json2", DATABASE), ("xmlrpc", USER)])
def test_a_wrong_key_is_told_without_it(
    server: Odoo, tmp_path: Path, protocol: str, whose: str
) -> None:
    problem = stopped_by(server, tmp_path, key="a wrong key", **over(protocol))
    assert (problem.code, problem.value) == ("api_unauthorised", whose)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_right_that_is_missing_is_told_with_the_model(
    server: Odoo, tmp_path: Path, protocol: str
) -> None:
    server.forbidden = ("account.move",)
    problem = stopped_by(server, tmp_path, **over(protocol))
    assert (problem.code, problem.column_name) == ("api_refused", "account.move")
    assert problem.value == "You are not allowed to access 'account.move' records."


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_module_that_is_not_there_is_noticed_once_and_its_fields_with_it(
    server: Odoo, tmp_path: Path, protocol: str
) -> None:
    server.absent = ("crm.lead", "crm.stage", "sale.subscription.plan")
    server.lacking = ("opportunity_id", "plan_id", "recurring_invoice", "ref")
    with reading(server, tmp_path, **over(protocol)) as read:
        notices = read().ledger.notices
    assert {(notice.code, notice.file, notice.value) for notice in notices} == {
        ("odoo_model_absent", "crm.lead", None),
        ("odoo_model_absent", "crm.stage", None),
        ("odoo_model_absent", "sale.subscription.plan", None),
        ("column_absent", "res.partner", "ref"),
        ("column_absent", "account.move", "ref"),
    }


def test_without_invoicing_there_is_nothing_to_compare(server: Odoo, tmp_path: Path) -> None:
    server.absent = ("account.move",)
    problem = stopped_by(server, tmp_path)
    assert (problem.code, problem.value) == ("odoo_model_missing", "account.move")


def test_an_odoo_before_19_is_told_from_a_wrong_address(server: Odoo, tmp_path: Path) -> None:
    server.has_json2 = False
    problem = stopped_by(server, tmp_path)
    assert (problem.code, problem.value) == ("odoo_no_json2", DATABASE)


def test_a_protocol_that_is_none_or_has_no_user_is_told(server: Odoo, tmp_path: Path) -> None:
    assert stopped_by(server, tmp_path, protocol="soap").code == "odoo_protocol_unknown"
    assert stopped_by(server, tmp_path, protocol="xmlrpc").code == "odoo_user_missing"


def test_xml_with_a_doctype_is_refused(server: Odoo, tmp_path: Path) -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "7">]><methodResponse><params><param>'
        b"<value><int>&b;</int></value></param></params></methodResponse>"
    )
    server.first = [Answer(bomb, kind="text/xml")]
    problem = stopped_by(server, tmp_path, **over("xmlrpc"))
    assert problem.code == "api_not_json"


def test_a_record_that_breaks_its_type_is_set_aside(server: Odoo, tmp_path: Path) -> None:
    rate = {"id": 4, "currency_id": [1, "USD"], "company_id": False, "name": "2025-01-04"}
    server.rows["res.currency.rate"] = [
        {**rate, "rate": 0.0, "write_date": "2025-01-04 00:00:00"},
    ]
    with reading(server, tmp_path) as read:
        (problem,) = read().ledger.all_rows()
    assert (problem.file, problem.row_number) == ("res.currency.rate", 4)
    assert problem.code == "not_above_zero"


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Decimal("-5860.400000000001"), Kind.AMOUNT, "-5860.4000"),
        (Decimal("0.30000000000000004"), Kind.PRICE, "0.30000000"),
        (Decimal("2.5640696914142126e-05"), Kind.POSITIVE_RATE, "0.0000256406969141"),
        (0, Kind.AMOUNT, "0.0000"),
        (False, Kind.AMOUNT, None),
        (False, Kind.BOOLEAN, "false"),
        (False, Kind.TEXT, None),
        ([3, 5], Kind.TEXT, "[3, 5]"),
        ("UF", Kind.CURRENCY, "CLF"),
        ("2025-01-31 23:30:00", Kind.TIMESTAMP, "2025-01-31T23:30:00"),
    ],
)
def test_what_a_value_becomes(value: Any, kind: Kind, text: str | None) -> None:
    assert as_text(value, kind) == text
