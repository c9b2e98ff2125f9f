"""The score of matches tells a right match from a wrong one and from money left alone."""

from __future__ import annotations

from decimal import Decimal

from orchestration.lib.demo import match_lines
from orchestration.lib.matchboard import MatchScore, Receipt, score_matches
from orchestration.lib.messages import Messages

WHOLE = Receipt("CLP", Decimal(119000), Decimal(119000), frozenset({"F1"}), frozenset({"F1"}))
IN_PART = Receipt("CLP", Decimal(81000), Decimal(40000), frozenset({"F2", "F3"}), frozenset({"F2"}))
WRONG = Receipt("USD", Decimal(50), Decimal(50), frozenset({"F4"}), frozenset({"F5"}))
NAMELESS = Receipt("USD", Decimal(50), Decimal(0), frozenset(), frozenset())


def test_each_currency_has_its_score() -> None:
    assert score_matches([WRONG, WHOLE, IN_PART, NAMELESS]) == (
        MatchScore("CLP", 2, 1, Decimal(200000), Decimal(159000), paid=3, found=2, right=2),
        MatchScore("USD", 2, 1, Decimal(100), Decimal(50), paid=1, found=1, right=0),
    )


def test_where_nothing_was_posted_nothing_is_precise() -> None:
    [score] = score_matches([NAMELESS])
    assert score.precision is None
    [_, told] = match_lines([score], Messages.load("en"))
    assert told.split() == ["USD", "1", "0.00", "%", "0.00", "%", "0/0", "0"]


def test_a_wrong_match_shows_in_the_precision() -> None:
    _, told = match_lines(score_matches([WHOLE, WRONG]), Messages.load("es"))[1:]
    assert told.split() == ["USD", "1", "100,00", "%", "100,00", "%", "1/1", "0", "0,00", "%"]
