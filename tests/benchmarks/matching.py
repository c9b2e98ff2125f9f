"""A million bank lines against a million invoices: Hilo beside splink and a script of joins.

Data flow: receipts whose truth is known → a drop → each contestant in a process of its own → pairs
of line and document against the truth, with its seconds and its largest memory.
Alone: `python -m tests.benchmarks.matching [LINES]`; splink where `.venv-splink` has it.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.benchmarks.noisy_receipts import Noise, make_noise, write_noise
from tests.benchmarks.reconciliation import SEED, UNCONFIRMED
from tests.runs import AS_OF

LINES = 1_000_000
ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).with_name("peers")
SPLINK_PYTHON = ROOT / ".venv-splink" / "bin" / "python"

Pair = tuple[str, str]


@dataclass(frozen=True)
class Measured:
    """What a contestant took and found."""

    name: str
    seconds: float
    gigabytes: float
    pairs: Sequence[Pair]


def measure(name: str, command: Sequence[str | Path]) -> tuple[float, float]:
    """Seconds and gigabytes of a process; a contestant that fails ends the benchmark."""
    print(f"{name} …", file=sys.stderr)
    started = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, cwd=ROOT)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{name} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - started, used.ru_maxrss / 1024**2


def hilo(drop: Path, scratch: Path) -> list[Measured]:
    """A whole run: landing, billing, matching, gaps, checks, publishing."""
    warehouse = scratch / "hilo.duckdb"
    command: list[str | Path] = [sys.executable, "-m", "orchestration.cli", "run"]
    command += ["--drop", drop, "--warehouse", warehouse, "--as-of", AS_OF]
    seconds, size = measure("Hilo", command)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        posted = connection.execute(
            "select bank_transaction_id, invoice_id, match_rule "
            "from marts.fct_bank_matches where is_posted"
        ).fetchall()
    told = [(line, invoice) for line, invoice, rule in posted if rule not in UNCONFIRMED]
    every = [(line, invoice) for line, invoice, _ in posted]
    return [
        Measured("Hilo, a whole run", seconds, size, told),
        Measured("  with what nobody confirmed", seconds, size, every),
    ]


def peer(name: str, python: Path, script: str, drop: Path, scratch: Path) -> Measured:
    """A script that reads the drop and writes its pairs."""
    pairs = scratch / f"{script}.csv"
    seconds, size = measure(name, [python, PEERS / script, drop, pairs])
    with pairs.open(encoding="utf-8", newline="") as file:
        found = [(row["line_id"], row["invoice_id"]) for row in csv.DictReader(file)]
    return Measured(name, seconds, size, found)


def score(noise: Noise, pairs: Iterable[Pair]) -> tuple[int, int]:
    """Pairs posted and pairs right; of equal documents of a customer one stands for the other."""
    documents = {one.invoice_id: (one.customer.customer_id, one.amount) for one in noise.invoices}
    truth = Counter((one.line_id, documents[name]) for one in noise.receipts for name in one.pays)
    posted = right = 0
    for line_id, invoice_id in pairs:
        posted += 1
        key = line_id, documents[invoice_id]
        if truth[key] > 0:
            truth[key] -= 1
            right += 1
    return posted, right


def main(line_count: int = LINES) -> None:
    """Print a row a contestant."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        noise = make_noise(line_count, SEED)
        write_noise(scratch / "drop", noise)
        found = hilo(scratch / "drop", scratch)
        python = Path(sys.executable)
        found.append(peer("Polars joins", python, "joined_frames.py", scratch / "drop", scratch))
        if SPLINK_PYTHON.exists():
            found.append(
                peer("splink", SPLINK_PYTHON, "probable_links.py", scratch / "drop", scratch)
            )
    true = sum(len(one.pays) for one in noise.receipts if not one.is_repeat)
    print(f"{len(noise.receipts):,} lines, {len(noise.invoices):,} documents, {true:,} pairs")
    print(f"{'':30}{'seconds':>9}{'GB':>7}{'pairs':>11}{'right':>11}{'precision':>11}{'recall':>9}")
    for one in found:
        posted, right = score(noise, one.pairs)
        print(
            f"{one.name:30}{one.seconds:>9,.0f}{one.gigabytes:>7.1f}{posted:>11,}{right:>11,}"
            f"{right / posted:>11.2%}{right / true:>9.2%}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LINES)
