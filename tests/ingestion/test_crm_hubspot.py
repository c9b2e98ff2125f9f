"""HubSpot over its API: every object once, what changed since, and what goes wrong on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingestion.connection import Connection
from ingestion.contracts import Problem, SourceContext, SourceUnreadable
from ingestion.existing.system import ExistingSchema
from ingestion.sources.crm_hubspot import VENDOR
from tests.hubspot_server import TOKEN, Portal, serving
from tests.ingestion.loopback import Answer, Loopback, Request, listening

CURRENCIES = {"CLP": 0, "USD": 2}


def portal() -> Portal:
    """A won deal of Sur with two lines, and one that is open and stands alone."""
    return Portal(
        objects={
            "deals": {
                "1": {
                    "dealname": "Sur 2025",
                    "amount": "1199.88",
                    "dealstage": "won",
                    "pipeline": "default",
                    "hubspot_owner_id": "7",
                    "closedate": "2025-01-31T02:00:00.000Z",
                    "createdate": "2024-12-01T12:00:00.000Z",
                    "fecha_inicio": "2025-02-01",
                },
                "2": {"dealname": "Norte", "createdate": "2024-12-01T12:00:00Z"},
            },
            "companies": {"10": {"name": "Comercial Sur", "rut": "76.086.428-5"}},
            "line_items": {
                "21": {"name": "Seats", "price": "99.99", "quantity": "12"},
                "22": {"name": "Set-up", "price": "0.1", "quantity": "3"},
            },
        },
        associated={("companies", "1"): ["10"], ("line_items", "1"): ["21", "22"]},
        stages={"won": ("Ganado", "true", "1.0"), "open": ("Abierto", "false", "0.5")},
        owners={"7": "Ana Soto"},
    )


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES__CRM_HUBSPOT__ACCESS_TOKEN", TOKEN)


def read(url: str, mirrors: Path | None = None, **options: Any) -> ExistingSchema:
    context = SourceContext(currencies=CURRENCIES, mirrors=mirrors)
    schema = ExistingSchema(VENDOR, Connection({"url": url, **options}), context)
    _ = schema.tables
    return schema


def rows_of(schema: ExistingSchema, table: str) -> list[dict[str, Any]]:
    return [row for frame in schema.tables[table].frames() for row in frame.to_dicts()]


def stopped_by(url: str, **options: Any) -> Problem:
    with pytest.raises(SourceUnreadable) as stopped:
        read(url, **options)
    return stopped.value.problem


@contextmanager
def misbehaving(answer: Callable[[Request], Answer | None]) -> Iterator[Loopback]:
    """The portal, but for what the other answers first."""
    good = portal()
    with listening(lambda request: answer(request) or good.answer(request)) as server:
        yield server


def test_objects_associations_stages_and_owners_are_read() -> None:
    with serving(portal()) as server:
        schema = read(server.url, currency="USD")
    first, second = rows_of(schema, "deal")
    assert (first["deal_id"], first["property_amount"]) == ("1", Decimal("1199.88"))
    assert (second["property_dealname"], second["deal_pipeline_stage_id"]) == ("Norte", None)
    assert [row["property_price"] for row in rows_of(schema, "line_item")] == [
        Decimal("99.99"),
        Decimal("0.1"),
    ]
    assert [(row["line_item_id"], row["deal_id"]) for row in rows_of(schema, "line_item_deal")] == [
        ("21", "1"),
        ("22", "1"),
    ]
    [company] = rows_of(schema, "deal_company")
    assert (company["deal_id"], company["company_id"], company["type_id"]) == ("1", "10", "5")
    stages = {row["stage_id"]: row for row in rows_of(schema, "deal_pipeline_stage")}
    assert (stages["won"]["is_closed"], stages["won"]["probability"]) == (True, Decimal(1))
    assert [row["first_name"] for row in rows_of(schema, "owner")] == ["Ana Soto"]
    assert not list(schema.ledger.all_rows())
    [orphaned] = [one for one in schema.ledger.notices if "absent" not in one.code]
    # The second deal is of no company.
    assert (orphaned.code, orphaned.value) == ("existing_rows_orphaned", "1 / 2 → deal_company")


def test_a_quote_is_read_with_its_deal_and_its_own_lines() -> None:
    there = portal()
    there.objects["quotes"] = {"7": {"hs_status": "APPROVED", "hs_expiration_date": "2025-02-28"}}
    there.objects["line_items"]["31"] = {"name": "Seats", "price": "95", "quantity": "12"}
    there.associated |= {("quotes", "1"): ["7"], ("line_items", "quotes/7"): ["31"]}
    with serving(there) as server:
        schema = read(server.url, currency="USD")
    [quote] = rows_of(schema, "quote")
    assert (quote["property_hs_status"], quote["property_hs_expiration_date"]) == (
        "APPROVED",
        "2025-02-28",
    )
    [deal] = rows_of(schema, "quote_deal")
    assert (deal["quote_id"], deal["deal_id"]) == ("7", "1")
    [line] = rows_of(schema, "quote_line_item")
    assert (line["quote_id"], line["line_item_id"]) == ("7", "31")
    # A line of a quote is no orphan.
    orphaned = [one for one in schema.ledger.notices if one.code == "existing_rows_orphaned"]
    assert [one.file for one in orphaned] == ["deal"]


def test_nothing_is_asked_for_only_to_see_whether_it_may_be() -> None:
    with serving(portal()) as server:
        read(server.url)
        paths = [one.path.partition("?")[0] for one in server.requests]
    listed = [path for path in paths if path.startswith("/crm/v3/objects/")]
    assert all(path.endswith("/search") for path in listed)
    assert paths[0] == "/crm/v3/properties/deals"
    assert paths.count("/crm/v3/owners") == 2  # those who are there, those who left


def test_a_field_of_the_companys_own_is_read_by_the_name_that_it_declares() -> None:
    with serving(portal()) as server:
        schema = read(
            server.url,
            currency="USD",
            deal_fields={"start": "fecha_inicio", "end": "closedate"},
            company_fields={"tax_id": "rut"},
        )
        deal = rows_of(schema, "deal")[0]
        assert deal["declared_start"] == "2025-02-01"
        # A field may be read twice, as what it is and as what it means here.
        assert deal["declared_end"] == "2025-01-31T02:00:00.000Z"
        assert deal["property_closedate"] is not None
        assert rows_of(schema, "company")[0]["declared_tax_id"] == "76.086.428-5"
        problem = stopped_by(server.url, deal_fields={"start": "fecha_de_inicio"})
    assert (problem.code, problem.column_name) == (
        "existing_field_unknown",
        "property_fecha_de_inicio",
    )


def test_only_what_changed_is_asked_for_again(tmp_path: Path) -> None:
    there = portal()
    with serving(there) as server:
        read(server.url, tmp_path)
        there.objects["deals"]["1"]["amount"] = "5"
        there.changed["1"] = "2025-03-01T10:00:00.000Z"
        del there.objects["line_items"]["22"]
        there.associated["line_items", "1"] = ["21"]
        server.requests.clear()
        again = read(server.url, tmp_path)
        searched = [one.body for one in server.requests if one.path.endswith("deals/search")]
    assert rows_of(again, "deal")[0]["property_amount"] == Decimal(5)
    assert [row["id"] for row in rows_of(again, "line_item")] == ["21"]
    filters = [one["propertyName"] for one in searched[0]["filterGroups"][0]["filters"]]
    assert filters == ["hs_lastmodifieddate", "hs_object_id"]


def test_more_objects_than_a_page_holds_are_all_read(tmp_path: Path) -> None:
    there = portal()
    plain = {"name": "Line", "price": "1"}
    there.objects["line_items"] = {str(key): dict(plain) for key in range(1, 251)}
    there.associated["line_items", "1"] = [str(key) for key in range(1, 251)]
    there.ends = 100
    with serving(there) as server:
        schema = read(server.url, tmp_path)
        assert len(rows_of(schema, "line_item")) == 250
        assert len(rows_of(schema, "line_item_deal")) == 250
        del there.objects["line_items"]["3"]
        there.associated["line_items", "1"].remove("3")
        assert len(rows_of(read(server.url, tmp_path), "line_item")) == 249


def test_a_token_that_is_wrong_is_told_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES__CRM_HUBSPOT__ACCESS_TOKEN", "pat-wrong")
    with serving(portal()) as server:
        problem = stopped_by(server.url)
    assert problem.code == "hubspot_token_refused"
    assert "pat-wrong" not in str(problem)


def test_a_token_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCES__CRM_HUBSPOT__ACCESS_TOKEN")
    assert stopped_by("http://127.0.0.1:1").code == "api_secret_missing"


def test_no_network_is_told_at_once() -> None:
    assert stopped_by("http://127.0.0.1:1").code == "api_unreachable"


def test_what_the_token_may_not_read_is_told_with_its_scope() -> None:
    with serving(replace(portal(), forbidden=("line_items",))) as server:
        schema = read(server.url)
        assert rows_of(schema, "line_item") == rows_of(schema, "line_item_deal") == []
        [notice] = [one for one in schema.ledger.notices if one.code == "hubspot_scope_missing"]
        assert (notice.column_name, notice.value) == ("line_items", "crm.objects.line_items.read")
    with serving(replace(portal(), forbidden=("deals",))) as server:
        assert stopped_by(server.url).code == "hubspot_scope_missing"


@pytest.mark.parametrize("kind", ["line_items", "companies", "quotes"])
def test_a_token_for_properties_alone_is_told_the_scope_of_the_objects(kind: str) -> None:
    with serving(replace(portal(), unsearched=(kind,))) as server:
        schema = read(server.url)
    table = {"line_items": "line_item", "companies": "company", "quotes": "quote"}[kind]
    assert rows_of(schema, table) == []
    [notice] = [one for one in schema.ledger.notices if one.code == "hubspot_scope_missing"]
    assert (notice.column_name, notice.value) == (kind, f"crm.objects.{kind}.read")


def test_a_token_for_the_properties_of_deals_alone_stops_the_source() -> None:
    with serving(replace(portal(), unsearched=("deals",))) as server:
        assert stopped_by(server.url).code == "hubspot_scope_missing"


def test_a_token_that_may_not_read_owners_is_told_and_the_rest_is_read() -> None:
    with serving(replace(portal(), forbidden=("owners",))) as server:
        schema = read(server.url)
    assert rows_of(schema, "owner") == []
    assert len(rows_of(schema, "deal")) == 2
    [notice] = [one for one in schema.ledger.notices if one.code == "hubspot_scope_missing"]
    assert (notice.column_name, notice.value) == ("owners", "crm.objects.owners.read")


def test_a_busy_portal_is_waited_for() -> None:
    waits = [Answer({}, 429, {"Retry-After": "1"}), Answer(b'{"results": [{"id"', said=9)]

    def busy(request: Request) -> Answer | None:
        return waits.pop() if waits and request.path.endswith("deals/search") else None

    with misbehaving(busy) as server:
        assert len(rows_of(read(server.url), "deal")) == 2
    assert not waits


def test_a_page_that_repeats_stops_the_source() -> None:
    page = {"total": 500, "results": [portal().told("deals", "1", []) for _ in range(100)]}

    def repeating(request: Request) -> Answer | None:
        return Answer(page) if request.path.endswith("deals/search") else None

    with misbehaving(repeating) as server:
        assert stopped_by(server.url).code == "api_page_repeats"


def test_an_association_that_cannot_be_read_stops_the_source() -> None:
    lost = {"results": [], "errors": [{"category": "INTERNAL", "message": "timed out"}]}

    def failing(request: Request) -> Answer | None:
        return Answer(lost, 207) if "associations" in request.path else None

    with misbehaving(failing) as server:
        problem = stopped_by(server.url)
    assert (problem.code, problem.value) == ("api_failed", "timed out")
