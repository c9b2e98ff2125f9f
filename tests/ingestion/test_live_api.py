"""A live system that is away, busy, refuses or breaks off: waited for, or told in one sentence."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from ingestion.contracts import Problem, SourceUnreadable
from ingestion.live.api import Api
from ingestion.live.reading import by_id
from tests.ingestion.loopback import Answer, Request, listening


def answers(*told: Answer) -> Callable[[Request], Answer]:
    """Each in its turn; the last one for ever."""
    left = list(told)
    return lambda _request: left.pop(0) if len(left) > 1 else left[0]


def problem_of(url: str, *, attempts: int = 2, is_first: bool = False) -> Problem:
    with pytest.raises(SourceUnreadable) as stopped:
        Api(url, attempts=attempts).ask("/rows", is_first=is_first)
    return stopped.value.problem


def test_a_busy_server_is_asked_again_after_the_time_that_it_states() -> None:
    busy = Answer({}, 429, {"Retry-After": "2"})
    with listening(answers(busy, Answer({"rows": []}))) as server:
        begun = time.monotonic()
        assert Api(server.url).ask("/rows") == {"rows": []}
        assert time.monotonic() - begun >= 2
        assert len(server.requests) == 2


def test_a_server_that_stays_busy_stops_the_source() -> None:
    with listening(answers(Answer({}, 429, {"Retry-After": "1"}))) as server:
        problem = problem_of(server.url)
        assert (problem.code, problem.value) == ("api_busy", "2")
        assert len(server.requests) == 2


def test_a_page_that_breaks_off_is_asked_for_again() -> None:
    half = Answer(b'{"rows": [{"id": 1}, {"id"', said=40)
    with listening(answers(half, Answer({"rows": [1]}))) as server:
        assert Api(server.url).ask("/rows") == {"rows": [1]}


def test_a_page_cut_off_by_something_on_the_way_is_asked_for_again() -> None:
    half = Answer(b'{"rows": [{"id": 1}, {"id"')
    with listening(answers(half, Answer({"rows": [1]}))) as server:
        assert Api(server.url).ask("/rows") == {"rows": [1]}


def test_a_page_that_is_never_whole_stops_the_source() -> None:
    with listening(answers(Answer(b'{"rows": ['))) as server:
        assert problem_of(server.url).code == "api_not_json"


@pytest.mark.parametrize(
    ("answer", "code", "value"),
    [
        (Answer({}, 500), "api_failed", "500 Internal Server Error"),
        (Answer({}, 404), "api_failed", "404 Not Found"),
        (Answer(b"<html>Sign in", 200), "api_not_json", "<html>Sign in"),
    ],
)
def test_what_is_no_answer_is_told(answer: Answer, code: str, value: str) -> None:
    with listening(answers(answer)) as server:
        problem = problem_of(server.url, attempts=1)
        assert (problem.code, problem.file, problem.value) == (code, server.url, value)


def test_a_server_that_is_away_is_told_at_once() -> None:
    with listening(answers(Answer({}))) as server:
        url = server.url
    begun = time.monotonic()
    problem = problem_of(url, attempts=5, is_first=True)
    assert (problem.code, problem.value) == ("api_unreachable", "Connection refused")
    assert time.monotonic() - begun < 1


def test_an_unknown_session_is_no_answer_and_no_end() -> None:
    with listening(answers(Answer({}, 401))) as server:
        assert Api(server.url).ask("/rows") is None


def test_a_number_with_decimals_is_never_a_float() -> None:
    with listening(answers(Answer(b'{"amount": 5860.400000000001}'))) as server:
        assert Api(server.url).ask("/rows") == {"amount": Decimal("5860.400000000001")}


def test_a_problem_names_the_server_without_what_stands_before_or_after_it() -> None:
    problem = Api("http://user:secret@erp.example.com:8069/web?key=1").unreadable("x").problem
    assert problem.file == "http://erp.example.com:8069"


def pages(*ids: list[int]) -> Iterator[list[dict[str, str | None]]]:
    left = iter(ids)
    return by_id(
        lambda _last: [{"id": str(one)} for one in next(left, [])], page_size=2, name="sale.sale"
    )


def test_pages_end_with_one_that_is_not_full_or_with_none() -> None:
    assert [len(page) for page in pages([1, 2], [3])] == [2, 1]
    assert [len(page) for page in pages([1, 2], [3, 4], [])] == [2, 2]


def test_a_page_that_repeats_stops_the_source() -> None:
    with pytest.raises(SourceUnreadable) as stopped:
        list(pages([1, 2], [1, 2]))
    problem = stopped.value.problem
    assert (problem.code, problem.file, problem.value) == ("api_page_repeats", "sale.sale", "2")
