"""The parsed dbt project, kept from run to run: parsing takes a fifth of a small run's time.

Data flow: the project's files and the versions that read them → key → parsed manifest on disk.
What a run sets (variables, the working file) is read when a model is compiled, not when it is
parsed; only the name of the database is, so it is part of the key.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

from dbt.contracts.graph.manifest import Manifest
from dbt.parser.manifest import extended_mashumaro_encoder, extended_mashumuro_decoder

from orchestration.lib.seeds import DBT_PROJECT

_KEPT = DBT_PROJECT / "target" / "parsed"
_PACKED, _WRITTEN = "manifest.msgpack", "manifest.json"
_BUILT_BY = ("dbt-core", "dbt-duckdb")
# What dbt and its users write beside the project.
_NOT_SOURCE = {"target", "logs", "dbt_packages"}


def parsed_before(place: Path, target: Path) -> Manifest | None:
    """The project as it was parsed and kept in `place`; None where there is none.

    `manifest.json` is laid into the target folder, as dbt does when it parses.
    """
    try:
        packed = (place / _PACKED).read_bytes()
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(place / _WRITTEN, target / _WRITTEN)
    except OSError:
        return None
    manifest: Manifest = Manifest.from_msgpack(packed, decoder=extended_mashumuro_decoder)
    manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    return manifest


def keep_parsed(manifest: Manifest, place: Path, target: Path) -> None:
    """Keep a parsed project; where the folder cannot be written, the next run parses again."""
    unfinished = place.with_suffix(f".{os.getpid()}")
    try:
        for older in place.parent.glob(f"{place.name.rpartition('-')[0]}-*"):
            shutil.rmtree(older)
        unfinished.mkdir(parents=True)
        (unfinished / _PACKED).write_bytes(manifest.to_msgpack(extended_mashumaro_encoder))
        shutil.copyfile(target / _WRITTEN, unfinished / _WRITTEN)
        unfinished.rename(place)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)


def place_of(database: str) -> Path:
    """Where the project as it stands is kept for a database of this name.

    To be asked before the project is parsed: files may change meanwhile, and what was parsed would
    be kept as what they became.
    """
    built_by = [sys.version, *(version(package) for package in _BUILT_BY)]
    digest = hashlib.sha256("\n".join(built_by).encode())
    for path in sorted(DBT_PROJECT.rglob("*")):
        inside = path.relative_to(DBT_PROJECT)
        if path.is_file() and inside.parts[0] not in _NOT_SOURCE and path.suffix != ".md":
            digest.update(f"\n{inside.as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return _KEPT / f"{database}-{digest.hexdigest()[:16]}"
