"""The log beside the warehouse: what a user is spared, kept for whoever has to find out why."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from orchestration.lib.workspace import Workspace

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_MOST_BYTES = 2_000_000


@contextmanager
def logging_to(log_file: Path) -> Iterator[None]:
    """All that any library logs or warns of, in the file and not on the user's terminal."""
    handler = RotatingFileHandler(log_file, maxBytes=_MOST_BYTES, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    logging.captureWarnings(True)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()


def write_down(text: str, *, beside: Path | None) -> Path:
    """Append to the log beside the warehouse, or to a new file that only this user reads."""
    if beside:
        log_file = Workspace(beside).log_file
        try:
            log_file.parent.mkdir(exist_ok=True)
            with log_file.open("a", encoding="utf-8") as file:
                file.write(text + "\n")
        except OSError:
            pass
        else:
            return log_file
    descriptor, name = tempfile.mkstemp(prefix="hilo-", suffix=".log")
    os.close(descriptor)
    Path(name).write_text(text + "\n", encoding="utf-8")
    return Path(name)
