"""What a source says is wrong with its input, as the sentence that ends a command."""

from __future__ import annotations

from ingestion.contracts import SourceUnreadable
from orchestration.lib.messages import RunFailed


def told_of(unreadable: SourceUnreadable) -> RunFailed:
    """A source's problem as the sentence that ends the run."""
    problem = unreadable.problem
    return RunFailed(
        problem.code,
        file=problem.file,
        row_number=problem.row_number,
        column_name=problem.column_name,
        value=problem.value,
    )
