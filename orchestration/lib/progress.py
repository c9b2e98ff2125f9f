"""Shows what a long command is doing: one line a step, and a count that moves on a terminal."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Protocol, TextIO

from orchestration.lib.messages import Messages


class Progress(Protocol):
    """What a step of the run tells while it works."""

    def step(self, code: str, **fields: object) -> None:
        """A step begins."""

    def advance(self, code: str, done: int, total: int) -> None:
        """So many of so many are done."""

    def rows_read(self, file: str, rows: int) -> None:
        """So many rows of a large file are read; how many there are, nobody knows yet."""


@dataclass
class SilentProgress:
    """For runs that nobody watches."""

    def step(self, code: str, **fields: object) -> None:
        """Say nothing."""

    def advance(self, code: str, done: int, total: int) -> None:
        """Say nothing."""

    def rows_read(self, file: str, rows: int) -> None:
        """Say nothing."""


@dataclass
class LineProgress:
    """Lines on a stream, by default standard error: results alone are standard output."""

    messages: Messages
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _is_counting: bool = field(default=False, init=False)

    def step(self, code: str, **fields: object) -> None:
        """Begin a new line."""
        self.end_count()
        self._write(self.messages.text(code, **fields) + "\n")

    def advance(self, code: str, done: int, total: int) -> None:
        """Rewrite the count in place on a terminal; elsewhere say it once, when all are done."""
        text = self.messages.text(code, done=done, total=total)
        if self.stream.isatty():
            self._rewrite(text)
            if done == total:
                self.end_count()
        elif done == total:
            self._write(text + "\n")

    def rows_read(self, file: str, rows: int) -> None:
        """Rewrite the count in place on a terminal; elsewhere the step's line is enough."""
        if self.stream.isatty():
            count = self.messages.number(rows)
            self._rewrite(self.messages.text("cli_rows_read", file=file, count=count))

    def _rewrite(self, text: str) -> None:
        self._is_counting = True
        self._write(f"\r{text}\033[K")

    def end_count(self) -> None:
        """End the line of a count: whatever is said next begins its own."""
        if self._is_counting:
            self._is_counting = False
            self._write("\n")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
