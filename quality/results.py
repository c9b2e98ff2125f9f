"""What a data check found: its name, whether it passed, how loud it is, how many rows, which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class CheckResult:
    """One check over the warehouse; `sample` shows some of what it caught."""

    name: str
    passed: bool
    severity: Severity = "error"
    count: int = 0
    sample: tuple[str, ...] = ()
