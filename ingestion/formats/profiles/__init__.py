"""The layouts that we ship, one YAML file each: read once, when the first table is met."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from ingestion.formats.profile import TableProfile, read_profile


@cache
def shipped_profiles() -> tuple[TableProfile, ...]:
    """Every `<bank>.yml` beside this module, in the order of names."""
    entries = sorted(files(__name__).iterdir(), key=lambda entry: entry.name)
    return tuple(
        read_profile(entry.read_bytes(), entry.name.removesuffix(".yml"))
        for entry in entries
        if entry.name.endswith(".yml")
    )
