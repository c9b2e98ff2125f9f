"""Warehouses that many tests read: all stories in one, contracts drawn at random in another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.oracle.drop import write_book
from tests.oracle.strategies import draw_batch
from tests.runs import Published, run_once
from tests.scenarios.stories import write_drop

# A busy machine is no failure; in CI the same examples are drawn every time.
settings.register_profile("hilo", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("hilo")


ORACLE_SEED = 20260630


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
def oracle_published(shared_folder: Path) -> Published:
    """Contracts drawn at random, of every term; HILO_ORACLE_CONTRACTS asks for more."""
    count = int(os.environ.get("HILO_ORACLE_CONTRACTS", "300"))
    return run_once(
        shared_folder, "oracle", lambda drop: write_book(draw_batch(count, ORACLE_SEED), drop)
    )
