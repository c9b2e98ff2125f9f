"""Tryton's protocol, told by a server on loopback that keeps a few records as Tryton shows them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingestion.connection import Connection
from ingestion.contracts import Problem, SourceContext, SourceUnreadable
from ingestion.sources.erp_tryton import Tryton
from ingestion.sources.erp_tryton.tables import MODELS
from tests.ingestion.loopback import Answer, Request, listening

PASSWORD = "correct horse"
CURRENCIES = {"CLP": 0, "CLF": 4}


def moment(minute: int) -> dict[str, Any]:
    return {
        **{"__class__": "datetime", "year": 2025, "month": 1, "day": 1},
        **{"hour": 0, "minute": minute, "second": 0, "microsecond": 0},
    }


def decimal(text: str) -> dict[str, str]:
    return {"__class__": "Decimal", "decimal": text}


def rate(rate_id: int, value: str, minute: int = 0) -> dict[str, Any]:
    return {
        "id": rate_id,
        "currency": 2,
        "date": {"__class__": "date", "year": 2025, "month": 1, "day": rate_id},
        "rate": decimal(value),
        "last_modified_at": moment(minute),
    }


@dataclass
class Told:
    """What the server holds, and how it behaves."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    sessions: int = 0
    forgets_session_after: int | None = None
    shapeless: bool = False
    asked: list[tuple[str, list[Any]]] = field(default_factory=list)

    def answer(self, request: Request) -> Answer:
        method, parameters = request.body["method"], request.body["params"]
        if method == "common.db.login":
            if parameters[1]["password"] != PASSWORD:
                return Answer(b"<!doctype html>", 401)
            self.sessions += 1
            return Answer({"id": 1, "result": [7, f"session {self.sessions}", None]})
        if "Authorization" not in request.headers:
            return Answer(b"", 401)
        if method == "model.res.user.get_preferences":
            return Answer({"id": 1, "result": {"company_filter": "one", "companies": [1, 2]}})
        self.asked.append((method, parameters))
        if self.forgets_session_after is not None and len(self.asked) > self.forgets_session_after:
            self.forgets_session_after = None
            return Answer(b"", 401)
        if self.shapeless:
            return Answer(["not", "an", "object"])
        return self._model(*method.removeprefix("model.").rsplit(".", 1), parameters)

    def _model(self, name: str, verb: str, parameters: list[Any]) -> Answer:
        context = parameters[-1]
        assert (context["company_filter"], context["active_test"]) == ("all", False)
        if name in self.absent:
            return Answer({"id": 1, "error": [f"'{name}'", ""]})
        if name in self.forbidden:
            told = [f'You are not allowed to search on the "{name}" resource.', "", None]
            return Answer({"id": 1, "error": ["UserError", told]})
        rows = self.rows.get(name, [])
        match verb:
            case "fields_get":
                fields = next(
                    {model.field_of(column).split(".")[0] for column in model.columns}
                    for model in MODELS
                    if model.name == name
                )
                return Answer({"id": 1, "result": {name: {} for name in fields - {*self.lacking}}})
            case "search_count":
                return Answer({"id": 1, "result": len(rows)})
            case "search":
                return Answer({"id": 1, "result": [row["id"] for row in rows]})
        domain, _, size, _, names, _ = parameters
        found = [row for row in rows if all(self._matches(row, clause) for clause in domain)]
        page = [{one: row.get(one) for one in names} for row in found[:size]]
        return Answer({"id": 1, "result": page})

    def _matches(self, row: dict[str, Any], clause: list[Any]) -> bool:
        match clause:
            case ["OR", ["write_date", ">=", moment], _]:
                return bool(row["last_modified_at"]["minute"] >= moment["minute"])
            case ["id", ">", last]:
                return bool(row["id"] > last)
            case ["id", "in", ids]:
                return row["id"] in ids
        return True


@contextmanager
def reading(told: Told, folder: Path, password: str = PASSWORD) -> Iterator[Callable[[], Tryton]]:
    """How to read the server: each time as a run does, with what the time before kept."""
    os.environ["SOURCES__ERP_TRYTON__PASSWORD"] = password
    try:
        with listening(told.answer) as server:
            options = {"url": server.url, "database": "o2c", "user": "hilo"}
            context = SourceContext(CURRENCIES, mirrors=folder / "mirrors")
            yield lambda: Tryton(Connection(options), context, [])
    finally:
        del os.environ["SOURCES__ERP_TRYTON__PASSWORD"]


def stopped_by(told: Told, folder: Path, password: str = PASSWORD) -> Problem:
    with reading(told, folder, password) as read, pytest.raises(SourceUnreadable) as stopped:
        _ = read().tables
    assert "horse" not in str(stopped.value)
    return stopped.value.problem


def rates_of(tryton: Tryton) -> list[tuple[str, str]]:
    frame = tryton.tables["currency.currency.rate"].frame
    return [(row["id"], f"{row['rate']:f}".rstrip("0")) for row in frame.to_dicts()]


@pytest.fixture
def told() -> Told:
    return Told({"currency.currency.rate": [rate(1, "990.5"), rate(2, "985.25")]})


def test_a_decimal_comes_as_it_was_sent(told: Told, tmp_path: Path) -> None:
    with reading(told, tmp_path) as read:
        assert rates_of(read()) == [("1", "990.5"), ("2", "985.25")]


def test_the_next_run_asks_only_for_what_changed_and_drops_what_is_gone(
    told: Told, tmp_path: Path
) -> None:
    with reading(told, tmp_path) as read:
        assert len(rates_of(read())) == 2
        told.rows["currency.currency.rate"] = [
            rate(2, "986.1", minute=59),
            rate(3, "940.2", minute=59),
        ]
        told.asked.clear()
        assert rates_of(read()) == [("2", "986.1"), ("3", "940.2")]
    (domain,) = [
        parameters[0]
        for method, parameters in told.asked
        if method == "model.currency.currency.rate.search_read"
    ]
    assert domain[0][0] == "OR"


def test_what_slipped_by_is_fetched_when_the_counts_differ(told: Told, tmp_path: Path) -> None:
    with reading(told, tmp_path) as read:
        rates = told.rows["currency.currency.rate"]
        rates[0] = rate(1, "990.5", minute=59)
        rates.insert(1, rate(9, "1.5", minute=59))
        assert len(rates_of(read())) == 3
        # Stamped before what was already seen, beyond the lag: only the count tells of it.
        late = rate(10, "2.5")
        late["last_modified_at"] = {**moment(0), "year": 2020}
        rates.append(late)
        assert [one for one, _ in rates_of(read())] == ["1", "2", "9", "10"]


def test_a_float_is_kept_without_its_noise(told: Told, tmp_path: Path) -> None:
    told.rows["project.work.invoiced_progress"] = [
        {"id": 1, "work": 2, "progress": 0.39999999999999997, "last_modified_at": moment(0)}
    ]
    with reading(told, tmp_path) as read:
        (row,) = read().tables["project.work.invoiced_progress"].frame.to_dicts()
    assert row["progress"] == Decimal("0.4")


def test_a_field_that_may_be_seen_since_is_read_in_every_row(told: Told, tmp_path: Path) -> None:
    told.rows["sale.opportunity"] = [
        {"id": 1, "state": "won", "company": 1, "comment": "UF", "last_modified_at": moment(0)}
    ]
    with reading(told, tmp_path) as read:
        comments = []
        for told.lacking in (("comment",), ()):
            comments += read().tables["sale.opportunity"].frame["comment"].to_list()
    assert comments == [None, "UF"]


def test_an_answer_of_another_shape_is_told(told: Told, tmp_path: Path) -> None:
    told.rows["currency.currency.rate"] = []
    told.shapeless = True
    assert stopped_by(told, tmp_path).code == "api_not_json"


def test_a_forgotten_session_is_opened_again(told: Told, tmp_path: Path) -> None:
    told.forgets_session_after = 20
    with reading(told, tmp_path) as read:
        assert len(rates_of(read())) == 2
    assert told.sessions == 2


def test_a_wrong_password_is_told_without_it(told: Told, tmp_path: Path) -> None:
    problem = stopped_by(told, tmp_path, password="wrong horse")
    assert (problem.code, problem.value) == ("api_unauthorised", "hilo")


def test_a_right_that_is_missing_is_told_with_the_model(told: Told, tmp_path: Path) -> None:
    told.forbidden = ("account.move.line",)
    problem = stopped_by(told, tmp_path)
    assert (problem.code, problem.column_name) == ("api_refused", "account.move.line")


def test_a_model_without_which_nothing_can_be_told_stops_the_run(
    told: Told, tmp_path: Path
) -> None:
    told.absent = ("account.invoice",)
    problem = stopped_by(told, tmp_path)
    assert (problem.code, problem.value) == ("tryton_model_missing", "account.invoice")


def test_a_module_that_is_not_there_and_a_field_that_is_gone_are_noticed(
    told: Told, tmp_path: Path
) -> None:
    told.absent, told.lacking = ("project.work",), ("comment",)
    with reading(told, tmp_path) as read:
        notices = read().ledger.notices
    assert {(notice.code, notice.file, notice.value) for notice in notices} == {
        ("tryton_model_absent", "project.work", None),
        ("column_absent", "sale.opportunity", "comment"),
        ("column_absent", "sale.sale", "comment"),
    }


def test_a_record_that_breaks_its_type_is_set_aside_and_told_until_it_is_mended(
    told: Told, tmp_path: Path
) -> None:
    told.rows["currency.currency.rate"].append(rate(3, "-1"))
    with reading(told, tmp_path) as read:
        for _ in range(2):
            (problem,) = read().ledger.all_rows()
            assert (problem.file, problem.row_number) == ("currency.currency.rate", 3)
            assert (problem.code, problem.value) == ("not_above_zero", "-1")
