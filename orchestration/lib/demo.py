"""`hilo demo`: the sample company through the whole chain, then what was planted and what found,
and what was matched and how much of it rightly.

Data flow: sample company → drop → run → report → scoreboard against the truth it never read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import duckdb

from ingestion.sample import AS_OF, write_sample
from orchestration.lib.matchboard import MatchScore, read_receipts, score_matches
from orchestration.lib.messages import Messages, WrongUsage
from orchestration.lib.progress import LineProgress
from orchestration.lib.running import run_to_end
from orchestration.lib.scoreboard import Scoreboard, read_faults, read_gaps, score
from orchestration.lib.summary import at_risk_lines, class_name, read_gap_totals
from orchestration.lib.tables import aligned
from orchestration.lib.workspace import Workspace
from orchestration.settings import load_settings


def demonstrate(folder: Path, messages: Messages, show: Callable[[Sequence[str]], None]) -> bool:
    """Run the demo in `folder`; whether all that was planted was found, and nothing else."""
    progress = LineProgress(messages)
    workspace = Workspace.of(folder / "hilo.duckdb")
    progress.step("cli_step_sample")
    try:
        sample = write_sample(folder)
    except FileExistsError as error:
        raise WrongUsage("cli_demo_drop_exists", folder=folder / "drop") from error
    run_to_end(
        load_settings(drop=sample.drop, as_of=AS_OF), workspace, messages, is_full_refresh=False
    )
    progress.step("cli_step_report")
    reports = _write_report(workspace.warehouse, folder / "report", messages)
    with duckdb.connect(str(workspace.warehouse), read_only=True) as published:
        scoreboard = score(read_faults(sample.faults), read_gaps(published))
        totals = read_gap_totals(published)
        matches = score_matches(read_receipts(sample.receipts, published))
    show(["", messages.text("cli_demo_score"), *score_lines(scoreboard, messages)])
    show(["", messages.text("cli_demo_matches"), *match_lines(matches, messages), ""])
    show(at_risk_lines(totals, messages))
    show([messages.text("cli_published", warehouse=workspace.warehouse)])
    show([messages.text("cli_report_written", path=path) for path in reports])
    show([messages.text("cli_demo_clean" if scoreboard.is_clean else "cli_demo_unclean")])
    return scoreboard.is_clean


def score_lines(scoreboard: Scoreboard, messages: Messages) -> list[str]:
    """Planted, found, missed and false alarms by class, and by name what is wrong."""
    heading = ("cli_gap_class", "cli_planted", "cli_found", "cli_missed", "cli_false_alarms")
    rows = [tuple(messages.text(code) for code in heading)]
    for one in (*scoreboard.classes, scoreboard.total):
        name = class_name(one.gap_class, messages) or messages.text("cli_total")
        numbers = (one.planted, one.found, one.missed, one.false_alarms)
        rows.append((name, *(messages.number(number) for number in numbers)))
    lines = aligned(rows)
    lines += [
        messages.text("cli_demo_missed", fault_id=fault.fault_id, gap_class=fault.gap_class)
        for fault in scoreboard.missed
    ]
    lines += [
        messages.text("cli_demo_false_alarm", gap_id=gap.gap_id, gap_class=gap.gap_class)
        for gap in scoreboard.false_alarms
    ]
    return lines


def match_lines(scores: Sequence[MatchScore], messages: Messages) -> list[str]:
    """Per currency: receipts and their money that were matched, documents, and how many rightly."""
    heading = (
        "cli_match_currency",
        "cli_match_receipts",
        "cli_match_receipts_matched",
        "cli_match_money_matched",
        "cli_match_documents_found",
        "cli_match_right",
        "cli_match_precision",
    )
    rows = [tuple(messages.text(code) for code in heading)]
    for one in scores:
        documents = f"{messages.number(one.found)}/{messages.number(one.paid)}"
        rows.append(
            (
                one.currency,
                messages.number(one.receipts),
                _percent(Decimal(one.receipts_matched) / one.receipts, messages),
                _percent(one.amount_matched / one.amount, messages),
                documents,
                messages.number(one.right),
                "" if one.precision is None else _percent(one.precision, messages),
            )
        )
    return aligned(rows)


def _percent(share: Decimal, messages: Messages) -> str:
    return f"{messages.number(100 * share, 2)} %"


def _write_report(warehouse: Path, output: Path, messages: Messages) -> Sequence[Path]:
    from quality.reports import write_report

    return write_report(warehouse, output, messages.language, messages.sentences)
