"""A terminal sees how far a large file is read; a log is not filled with it."""

from __future__ import annotations

import io

from orchestration.lib.messages import Messages
from orchestration.lib.progress import LineProgress


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO) -> str:
    progress = LineProgress(Messages.load("es"), stream)
    progress.step("cli_step_landing", system="file_drop")
    progress.rows_read("erp/invoice_lines.csv", 50_000)
    progress.rows_read("erp/invoice_lines.csv", 100_000)
    progress.step("cli_step_building")
    return stream.getvalue()


def test_the_count_moves_in_its_own_line() -> None:
    first, counts, last, rest = told(Terminal()).split("\n")
    assert (first, last, rest) == ("Cargando file_drop", "Construyendo los modelos", "")
    assert [count.strip() for count in counts.replace("\033[K", "").split("\r")] == [
        "",
        "erp/invoice_lines.csv: 50.000 filas leídas",
        "erp/invoice_lines.csv: 100.000 filas leídas",
    ]


def test_where_nobody_watches_steps_are_enough() -> None:
    assert told(io.StringIO()) == "Cargando file_drop\nConstruyendo los modelos\n"
