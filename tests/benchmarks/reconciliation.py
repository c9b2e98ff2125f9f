"""How much of a noisy bank is matched without a person, and how much of that is right.

Data flow: receipts whose truth is known → `hilo run` → posted matches against the truth.
Alone: `python -m tests.benchmarks.reconciliation [LINES]`, 20,000 by default, as `make bench` does.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from tests.benchmarks.noisy_receipts import Noise, make_noise, write_noise
from tests.runs import AS_OF, hilo

LINES = 20_000
# Applied by a customer's policy, or because nothing else was open: confirmed by nobody.
UNCONFIRMED = ("payer_oldest_first", "payer_only_document")
SEED = 20260630


@dataclass
class Score:
    """Shares of a document's money given by a line: true ones, posted ones, those that are both."""

    true: int = 0
    posted: int = 0
    right: int = 0
    wrong: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what was posted, how much is right."""
        return self.right / self.posted if self.posted else 1.0

    @property
    def recall(self) -> float:
        """Of what is true, how much was posted."""
        return self.right / self.true if self.true else 1.0


def score(noise: Noise, warehouse: Path) -> dict[str, Score]:
    """Per kind of line and match rule; a share counts as right only to the last peso.

    Equal documents of one customer cannot be told apart, and need not be: one stands for the other.
    """
    documents = {one.invoice_id: (one.customer.customer_id, one.amount) for one in noise.invoices}
    truth = Counter(
        (one.line_id, documents[invoice_id], amount)
        for one in noise.receipts
        for invoice_id, amount in one.pays.items()
    )
    kinds = {
        one.line_id: "named in the text" if one.is_referenced else "not named, or wrongly"
        for one in noise.receipts
    }
    scores: dict[str, Score] = defaultdict(Score)
    for one in noise.receipts:
        for kind in ("all", kinds[one.line_id]):
            scores[kind].true += 0 if one.is_repeat else len(one.pays)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        posted = connection.execute(
            "select bank_transaction_id, invoice_id, matched_amount::bigint, match_rule "
            "from marts.fct_bank_matches where is_posted"
        ).fetchall()
    for line_id, invoice_id, amount, rule in posted:
        share = (line_id, documents[invoice_id], amount)
        is_right = truth[share] > 0
        truth[share] -= is_right
        for kind in (rule,) if rule in UNCONFIRMED else ("all", kinds[line_id], rule):
            scores[kind].posted += 1
            scores[kind].right += is_right
            if not is_right:
                scores[kind].wrong.append((line_id, invoice_id, amount))
    return scores


def main(line_count: int = LINES) -> None:
    """Print what was matched and how much of it is right."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        noise = make_noise(line_count, SEED)
        write_noise(folder / "drop", noise)
        warehouse = folder / "hilo.duckdb"
        started = time.perf_counter()
        ran = hilo("run", "--drop", folder / "drop", "--warehouse", warehouse, "--as-of", AS_OF)
        seconds = time.perf_counter() - started
        assert ran.exit_code == 0, ran.complained
        print(f"{len(noise.receipts):,} lines, {len(noise.invoices):,} documents: {seconds:.0f} s")
        print(f"{'':28}{'true':>8}{'posted':>8}{'right':>8}{'precision':>11}{'recall':>9}")
        for kind, found in score(noise, warehouse).items():
            recall = f"{found.recall:.2%}" if found.true else ""
            print(f"{kind:28}{found.true:8,}{found.posted:8,}{found.right:8,}"
                  f"{found.precision:>11.2%}{recall:>9}")  # fmt: skip
        _print_lines(warehouse)


def _print_lines(warehouse: Path) -> None:
    """What became of the lines, by count and by money; what waits says why."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(
            """
            select
                match_status,
                coalesce(match_status_reason, ''),
                count(*),
                count(*) / sum(count(*)) over (),
                sum(amount) / sum(sum(amount)) over ()
            from marts.fct_bank_transactions
            group by all
            order by 3 desc
            """
        ).fetchall()
    print(f"{'lines':44}{'count':>8}{'share':>8}{'money':>8}")
    for status, reason, count, share, money in rows:
        print(f"{status + ' ' + reason:44}{count:8,}{share:8.1%}{money:8.1%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LINES)
