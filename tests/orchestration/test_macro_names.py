"""A macro is found by name where dbt finds it: in the project first, in dbt itself last."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from dbt.clients.jinja import MacroStack
from dbt.context.macros import MacroNamespaceBuilder

from orchestration.lib import macro_names

PACKAGES = {
    "hilo": ("share", "default__greet"),
    "dbt_duckdb": ("share", "duckdb__greet", "greet"),
    "dbt": ("share", "default__greet", "greet", "log"),
    "helpers": ("share", "assist"),
}
MACROS = {
    package: {name: SimpleNamespace(name=name, package_name=package) for name in names}
    for package, names in PACKAGES.items()
}


def _places(names: Any) -> dict[str, object]:
    """The package of each macro by name; of a package, that of each of its macros."""
    return {
        name: _places(found) if hasattr(found, "items") else found.macro.package_name
        for name, found in names.items()
    }


@pytest.mark.parametrize("package", ["hilo", "helpers", "dbt"])
def test_every_name_is_the_macro_that_dbt_finds(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def names() -> Any:
        builder = MacroNamespaceBuilder("hilo", package, MacroStack(), ["dbt_duckdb", "dbt"], None)
        return builder.build_namespace(MACROS, {})  # type: ignore[arg-type]

    monkeypatch.setattr(MacroNamespaceBuilder, "build_namespace", macro_names.AS_DBT_DOES)
    expected = names()
    macro_names.find_macros_fast()
    found = names()
    assert _places(found) == _places(expected)
    for place in (None, "dbt", "hilo"):
        for name in ("greet", "log", "nowhere"):
            first, second = (one.get_from_package(place, name) for one in (found, expected))
            assert getattr(first, "macro", None) is getattr(second, "macro", None)
