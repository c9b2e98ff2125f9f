"""Finds the packages under `sources/` and checks their shape."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from ingestion import sources


def system_names() -> tuple[str, ...]:
    """The names of every source package, in order, without importing any of them."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(sources.__path__) if info.ispkg))


def source_package(system: str) -> ModuleType:
    """The package of one system; TypeError where it does not keep to `contracts.SourcePackage`."""
    package = importlib.import_module(f"ingestion.sources.{system}")
    if getattr(package, "SYSTEM", None) != system or not callable(
        getattr(package, "build_source", None)
    ):
        raise TypeError(
            f"ingestion/sources/{system} must define SYSTEM = {system!r} and build_source"
        )
    return package
