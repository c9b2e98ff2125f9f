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


@dataclass
class SilentProgress:
    """For runs that nobody watches."""

    def step(self, code: str, **fields: object) -> None:
        """Say nothing."""

    def advance(self, code: str, done: int, total: int) -> None:
        """Say nothing."""


@dataclass
class LineProgress:
    """Lines on a stream, by default standard error: results alone are standard output."""

    messages: Messages
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _is_counting: bool = field(default=False, init=False)

    def step(self, code: str, **fields: object) -> None:
        """Begin a new line."""
        self._end_count()
        self._write(self.messages.text(code, **fields) + "\n")

    def advance(self, code: str, done: int, total: int) -> None:
        """Rewrite the count in place on a terminal; elsewhere say it once, when all are done."""
        text = self.messages.text(code, done=done, total=total)
        if self.stream.isatty():
            self._is_counting = True
            self._write(f"\r{text}\033[K")
            if done == total:
                self._end_count()
        elif done == total:
            self._write(text + "\n")

    def _end_count(self) -> None:
        if self._is_counting:
            self._is_counting = False
            self._write("\n")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
