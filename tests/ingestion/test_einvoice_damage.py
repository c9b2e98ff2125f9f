"""Damaged e-invoices, registers and rates are read right, told about or refused; no traceback."""

from __future__ import annotations

from collections import Counter

from tests.ingestion.damage import Outcome, faults, table
from tests.ingestion.fuzz_einvoices import OWN_SAMPLES, corpus, trials

WAYS = 7  # one of each kind of damage, and as many figures changed; the command takes more


def test_a_damage_is_never_a_traceback_and_changes_nothing_in_silence() -> None:
    found = list(trials(corpus(), WAYS))
    assert faults(found) == [], "\n".join(table(found))
    # Every family takes part, and damages do something.
    counts = Counter((trial.format, trial.outcome) for trial in found)
    families = {family for family, _ in OWN_SAMPLES.values()}
    assert {trial.format for trial in found} >= families
    assert all(counts[family, Outcome.REFUSED] for family in families)


def test_our_own_samples_stand_many_more_ways() -> None:
    found = list(trials(OWN_SAMPLES, 100))
    assert faults(found) == [], "\n".join(table(found))
