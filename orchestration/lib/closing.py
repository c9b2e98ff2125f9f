"""`hilo close`: the checklist of a month, its freeze, and whether a freeze is as it was written.

Data flow: published warehouse → checks of the month → `ledger/closes/<month>/`, or one sentence why
not. A close is never changed: what comes later stands in `fct_late_adjustments`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.closes import MANIFEST, Close, month_folder, read_close, sha256
from orchestration.lib.freezing import (
    Closing,
    freeze,
    is_reproduced,
    last_day_of,
    put_in_place,
)
from orchestration.lib.messages import Messages, RunFailed, WrongUsage
from orchestration.lib.seeds import currencies
from orchestration.lib.tables import aligned
from orchestration.lib.workspace import Workspace

Check = Mapping[str, Any]


@dataclass(frozen=True)
class Acceptance:
    """Who closes a month although checks fail, and why."""

    by: str
    reason: str


def close_month(
    workspace: Workspace,
    month: date,
    acceptance: Acceptance | None,
    messages: Messages,
    tell: Callable[[Sequence[str]], None],
) -> None:
    """Tell the checklist of a month and freeze it, all or nothing. WrongUsage where it cannot be
    closed, RunFailed where a check fails that nobody accepted."""
    as_of, checks = _read_checks(workspace.warehouse, month)
    if as_of < last_day_of(month):
        raise WrongUsage(
            "cli_close_not_over",
            month=f"{month:%Y-%m}",
            last_day=last_day_of(month),
            as_of=as_of,
        )
    if not checks:
        raise WrongUsage("cli_close_nothing", month=f"{month:%Y-%m}", warehouse=workspace.warehouse)
    tell([*_checklist(month, as_of, checks, messages), ""])
    accepted = vars(acceptance) if acceptance else None
    closing = Closing(month, as_of, checks, accepted, messages.language)
    folder = month_folder(workspace.ledger_folder, month)
    if folder.exists():
        tell([_closed_before(workspace, closing, folder, messages)])
        return
    failed = [check for check in checks if check["status"] == "fail"]
    if failed and not acceptance:
        raise RunFailed("cli_close_failed", count=len(failed), month=f"{month:%Y-%m}")
    close = _frozen(workspace, closing, folder, messages)
    if failed and acceptance:
        tell([messages.text("cli_close_accepted", count=len(failed), **vars(acceptance))])
    tell(_told(close, messages))


def verify_close(workspace: Workspace, month: date, messages: Messages) -> list[str]:
    """Hold a freeze to its manifest; RunFailed names the files that are not as they were."""
    folder = month_folder(workspace.ledger_folder, month)
    if not folder.exists():
        raise WrongUsage("cli_close_missing", month=f"{month:%Y-%m}", folder=folder)
    close = read_close(folder)
    if changed := _changed(close, messages):
        raise RunFailed(
            "cli_close_verify_failed",
            month=f"{month:%Y-%m}",
            count=len(changed),
            changed="\n".join(f"  - {text}" for text in changed),
        )
    lines = [
        messages.text(
            "cli_close_verified",
            month=f"{month:%Y-%m}",
            as_of=close.as_of,
            count=len(close.hashes),
            sha256=sha256(folder / MANIFEST),
        )
    ]
    sentences = Messages.load(close.manifest["language"]).sentences
    if is_reproduced(close, workspace.folder, sentences):
        return [*lines, messages.text("cli_close_reproduced")]
    made_by = close.manifest["hilo_version"]
    return [*lines, messages.text("cli_close_not_reproduced", version=made_by)]


def _read_checks(warehouse: Path, month: date) -> tuple[date, list[Check]]:
    """The warehouse's as-of date, and the checks of the month as a manifest keeps them."""
    with duckdb.connect(str(warehouse), read_only=True) as published:
        [(as_of,)] = published.execute("select as_of_date from marts.dim_run_settings").fetchall()
        rows = published.execute(
            """
            select
                check_name, legal_entity_id, check_status, checked_count, failed_count,
                failed_amount::varchar, currency, loaded_to_date::varchar, failed_ids
            from marts.fct_close_checks
            where closing_month = $month
            order by check_number, legal_entity_id, currency
            """,
            {"month": month},
        ).fetchall()
    names = (
        *("check", "legal_entity_id", "status", "checked_count", "failed_count"),
        *("failed_amount", "currency", "loaded_to", "failed_ids"),
    )
    return as_of, [dict(zip(names, row, strict=True)) for row in rows]


def _checklist(month: date, as_of: date, checks: Sequence[Check], messages: Messages) -> list[str]:
    """The checks as a table, and what fails below it."""
    heading = ("check", "entity", "status", "checked", "failed", "amount")
    rows = [
        tuple(messages.text(f"close_column_{name}") for name in heading),
        *(
            (
                messages.text(f"report_check_name_{check['check']}"),
                check["legal_entity_id"] or "-",
                messages.text(f"report_check_status_{check['status']}"),
                messages.number(check["checked_count"]),
                messages.number(check["failed_count"]),
                _money(check, messages),
            )
            for check in checks
        ),
    ]
    title = messages.text("cli_close_checklist", month=f"{month:%Y-%m}", as_of=as_of)
    evidence = [
        "  - "
        + messages.text(
            f"close_failed_{check['check']}",
            **{name: check[name] for name in ("failed_count", "loaded_to", "failed_ids")},
            legal_entity_id=check["legal_entity_id"] or "-",
            amount=_money(check, messages),
        )
        for check in checks
        if check["status"] == "fail"
    ]
    return [title, *aligned(rows, texts=3), *evidence]


def _money(check: Check, messages: Messages) -> str:
    if check["failed_amount"] is None:
        return check["currency"] or ""
    units = currencies().get(check["currency"], 2)
    return f"{check['currency']} {messages.number(Decimal(check['failed_amount']), units)}"


def _closed_before(workspace: Workspace, closing: Closing, folder: Path, messages: Messages) -> str:
    """That the month is closed, with these very figures; WrongUsage where with others."""
    close = read_close(folder)
    draft = _draft(folder)
    try:
        again = freeze(
            workspace.warehouse,
            draft,
            Closing(
                closing.month,
                closing.as_of,
                closing.checks,
                close.manifest["accepted"],
                close.manifest["language"],
            ),
            Messages.load(close.manifest["language"]).sentences,
        )
        is_same = _figures(again) == _figures(close)
    except (OSError, duckdb.IOException) as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    month = f"{closing.month:%Y-%m}"
    if not is_same:
        raise WrongUsage("cli_close_already", month=month, as_of=close.as_of, folder=folder)
    return messages.text("cli_close_same", month=month, as_of=close.as_of, folder=folder)


def _figures(close: Close) -> dict[str, Any]:
    """What a close holds, whoever wrote it: another version may make its report in other bytes."""
    tables = {path: sha for path, sha in close.hashes.items() if path.endswith(".parquet")}
    return {"as_of": close.as_of, "checks": close.manifest["checks"], "tables": tables}


def _frozen(workspace: Workspace, closing: Closing, folder: Path, messages: Messages) -> Close:
    draft = _draft(folder)
    try:
        close = freeze(workspace.warehouse, draft, closing, messages.sentences)
        put_in_place(draft, folder)
    except (OSError, duckdb.IOException) as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Close(folder, close.manifest)


def _draft(folder: Path) -> Path:
    """An empty place beside the close, on the same disk; what a killed run left there is gone."""
    draft = folder.with_name(f".{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    return draft


def _unwritable(folder: Path, error: OSError | duckdb.IOException) -> WrongUsage:
    detail = getattr(error, "strerror", None) or str(error)
    return WrongUsage("cli_folder_unwritable", folder=folder.parent, detail=detail)


def _told(close: Close, messages: Messages) -> list[str]:
    rows = sum(file.get("rows", 0) for file in close.manifest["files"])
    return [
        messages.text(
            "cli_close_done",
            month=close.manifest["month"],
            files=len(close.hashes),
            rows=messages.number(rows),
            folder=close.folder,
        ),
        messages.text("cli_close_manifest", sha256=sha256(close.folder / MANIFEST)),
    ]


def _changed(close: Close, messages: Messages) -> list[str]:
    """Each file that is gone, is not what it was, or was not there: in one sentence."""
    kept = {
        path.relative_to(close.folder).as_posix()
        for path in close.folder.rglob("*")
        if path.is_file()
    } - {MANIFEST}
    told = []
    for name in sorted({*close.hashes, *kept}):
        if name not in kept:
            code = "cli_close_file_gone"
        elif name not in close.hashes:
            code = "cli_close_file_added"
        elif sha256(close.folder / name) != close.hashes[name]:
            code = "cli_close_file_changed"
        else:
            continue
        told.append(messages.text(code, path=close.folder / name))
    return told
