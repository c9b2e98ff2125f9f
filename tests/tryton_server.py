"""A real Tryton to read from: installed apart, seeded once, served on loopback.

Data flow: `erp_tryton` of the shared folder → `.venv-erp` → a seeded database, kept there → a copy
of it, served on a free port. Tryton is GPL: it runs as a program apart, and nothing of it is
imported.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from tests.shared import ROOT, SHARED

ERP = SHARED / "erp_tryton"
VENV = ROOT / ".venv-erp"

USER = "extractor"
PASSWORD = "o2c-extractor-2025"
DATABASE = "o2c"

_PATIENCE = 30  # tenths of a second


@dataclass(frozen=True)
class Server:
    """An ERP below a folder, and the port of loopback that it answers on."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, verb: str) -> None:
        """`init`, `seed`, `serve` or `delta`."""
        erp = [str(VENV / "bin" / "python"), str(ERP / "erp.py"), "--var", str(self.folder)]
        subprocess.run(
            [*erp, "--port", str(self.port), verb], check=True, stdout=subprocess.DEVNULL
        )

    def stop(self) -> None:
        """End the server, also where it waits for a connection that a client keeps open."""
        process = int((self.folder / "trytond.pid").read_text(encoding="utf-8"))
        self.run("stop")
        with contextlib.suppress(ProcessLookupError):
            for _ in range(_PATIENCE):
                os.kill(process, 0)
                time.sleep(0.1)
            os.kill(process, signal.SIGKILL)


def why_not_installed() -> str:
    """Install the ERP where that is still to do; what prevented it, or nothing."""
    requirements = ERP / "requirements.txt"
    if not requirements.is_file():
        return f"{ERP} is not there; HILO_SHARED may name another folder"
    wanted, installed = requirements.read_text(encoding="utf-8"), VENV / ".installed"
    if installed.is_file() and installed.read_text(encoding="utf-8") == wanted:
        return ""
    print(f"Installing Tryton into {VENV.name} (once) …", flush=True)
    python, uv = str(VENV / "bin" / "python"), shutil.which("uv")
    pip = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    try:
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(VENV)],
            [*pip, "--quiet", "-r", str(requirements)],
        ):
            subprocess.run(command, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        said = textwrap.shorten(error.stderr or error.stdout, 300)
        return f"it cannot be installed: {said}"
    installed.write_text(wanted, encoding="utf-8")
    return ""


@contextmanager
def served(folder: Path, *, is_seeded: bool = False) -> Iterator[Server]:
    """An ERP below `folder`, empty or with its story, served on a free port until after use."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = Server(folder, int(free.getsockname()[1]))
    if is_seeded:
        shutil.copytree(_seeded(), folder, dirs_exist_ok=True)
    else:
        server.run("init")
    try:
        server.run("serve")
        yield server
    finally:
        if (folder / "trytond.pid").exists():
            server.stop()


def _seeded() -> Path:
    """The database with its story, made once for each version of the script that tells it."""
    script = hashlib.sha256((ERP / "erp.py").read_bytes()).hexdigest()[:16]
    kept = VENV / f"seeded-{script}"
    with FileLock(VENV / "seeding.lock"):
        if not kept.exists():
            unfinished = kept.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            server = Server(unfinished, 8000)
            server.run("init")
            server.run("seed")
            unfinished.rename(kept)
    return kept
