"""Damaged bank files of every format are read right, told about or refused; never a traceback."""

from __future__ import annotations

from collections import Counter

from ingestion.formats.detect import FORMATS
from tests.ingestion.damage import Outcome, faults, table
from tests.ingestion.fuzz_bank_files import OWN_SAMPLES, corpus, trials

WAYS = 21  # three of each kind of damage; the command takes more


def test_a_damage_is_never_a_traceback_and_changes_no_total_in_silence() -> None:
    found = list(trials(corpus(), WAYS))
    assert faults(found) == [], "\n".join(table(found))
    # Every format takes part, and damages do something.
    counts = Counter((trial.format, trial.outcome) for trial in found)
    assert {trial.format for trial in found} >= {known.name for known in FORMATS}
    assert all(counts[known.name, Outcome.REFUSED] for known in FORMATS)


def test_our_own_samples_stand_many_more_ways() -> None:
    found = list(trials({name: text.encode() for name, text in OWN_SAMPLES.items()}, 210))
    assert faults(found) == [], "\n".join(table(found))
