"""Warehouses that many tests read: all stories in one, contracts drawn at random in another."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from types import ModuleType

import pytest
from filelock import FileLock
from hypothesis import settings

from tests.oracle.drop import write_book
from tests.oracle.records import Book
from tests.oracle.retold import told_twice
from tests.oracle.strategies import draw_batch
from tests.runs import Published, run_once
from tests.scenarios.stories import write_drop

# A busy machine is no failure; in CI the same examples are drawn every time.
settings.register_profile("hilo", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("hilo")


ORACLE_SEED = 20260630


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin each worker's share with its whole runs: short tests are left to even out the end.

    `--dist worksteal` hands every worker one piece of the list, and steals from the end of a piece.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    modules = [module for module in {item.module: None for item in items} if _makes_runs(module)]
    others = [item for item in items if item.module not in modules]
    shares: list[pytest.Item] = []
    for worker in range(1, workers + 1):
        first, last = ((one * len(modules)) // workers for one in (worker - 1, worker))
        shares += [item for item in items if item.module in modules[first:last]]
        missing = max(0, len(items) * worker // workers - len(shares))
        shares, others = [*shares, *others[:missing]], others[missing:]
    items[:] = shares


def _makes_runs(module: ModuleType) -> bool:
    """Whether anything of `tests.runs` is used there."""
    return any(
        getattr(value, "__module__", None) == "tests.runs" for value in vars(module).values()
    )


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One folder for the session, the same for every worker of pytest-xdist."""
    folder = tmp_path_factory.getbasetemp()
    return folder if worker_id == "master" else folder.parent


@pytest.fixture(scope="session")
def published(shared_folder: Path) -> Published:
    """Every story of `tests/scenarios/` in one warehouse."""
    return run_once(shared_folder, "stories", write_drop)


@pytest.fixture(scope="session")
def drawn_book(shared_folder: Path) -> Book:
    """Contracts drawn at random, of every term; HILO_ORACLE_CONTRACTS asks for more."""
    kept = shared_folder / "drawn_book.pickle"
    with FileLock(shared_folder / "drawn_book.lock"):
        if not kept.exists():
            count = max(300, int(os.environ.get("HILO_ORACLE_CONTRACTS", "300")))
            kept.write_bytes(pickle.dumps(draw_batch(count, ORACLE_SEED)))
    book: Book = pickle.loads(kept.read_bytes())
    return book


@pytest.fixture(scope="session")
def oracle_published(shared_folder: Path, drawn_book: Book) -> Published:
    """The drawn contracts, each told twice."""
    return run_once(shared_folder, "oracle", lambda drop: write_book(told_twice(drawn_book), drop))
