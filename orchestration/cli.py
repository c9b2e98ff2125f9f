"""`hilo`: commands, exit codes and sentences over everything else.

Data flow: arguments → command → results on standard output, progress on standard error, exit code:
0 done (gaps are a result), 1 the run failed and the published marts are those of before, 2 wrong
usage or configuration. What is heavy is imported inside each command: help and errors are instant.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from orchestration.lib.arguments import Arguments, asked_config, asked_language, parse_arguments
from orchestration.lib.logs import write_down
from orchestration.lib.messages import Messages, RunFailed, Told, WrongUsage
from orchestration.lib.tables import aligned
from orchestration.lib.workspace import Workspace, refuse_unlike_warehouse
from orchestration.settings import (
    FILE_DROP,
    FILE_NAME,
    choose_language,
    default_config,
    describe,
    load_settings,
)

DONE, FAILED = 0, 1

# Nothing that we start reports to anybody.
_NO_TELEMETRY = {
    "DO_NOT_TRACK": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "GX_ANALYTICS_ENABLED": "false",
}


@dataclass(frozen=True)
class Console:
    """Where a command speaks, and in which language."""

    messages: Messages

    def say(self, code: str, **fields: object) -> None:
        """One sentence of the catalogue."""
        self.lines([self.messages.text(code, **fields)])

    def lines(self, lines: Sequence[str]) -> None:
        """Results, on standard output."""
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()

    def complain(self, told: Told) -> None:
        """Why a command ended early, on standard error."""
        sys.stderr.write(self.messages.text(told.code, **told.fields) + "\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; no exception leaves here."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.update(_NO_TELEMETRY)
    logging.getLogger().addHandler(logging.NullHandler())
    config = asked_config(words) or default_config(Path.cwd())
    console = Console(Messages.load(choose_language(asked_language(words), config, os.environ)))
    warehouse: Path | None = None
    try:
        arguments = parse_arguments(words, console.messages)
        warehouse = arguments.warehouse
        return _COMMANDS[arguments.command](arguments, console)
    except Told as told:
        console.complain(told)
        return told.exit_code
    except SystemExit as ended:
        return int(ended.code or DONE)
    except KeyboardInterrupt:
        console.complain(RunFailed("cli_interrupted"))
        return FAILED
    except BrokenPipeError:
        # Whoever read our lines has read enough; nothing may be flushed to them at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception:
        log_file = write_down(traceback.format_exc(), beside=warehouse)
        console.complain(RunFailed("cli_unexpected", log_file=log_file))
        return FAILED


def _demo(arguments: Arguments, console: Console) -> int:
    from orchestration.lib.demo import demonstrate

    folder = arguments.output or Path("demo")
    return DONE if demonstrate(folder, console.messages, console.lines) else FAILED


def _run(arguments: Arguments, console: Console) -> int:
    config = arguments.config or default_config(Path.cwd())
    settings = load_settings(config, drop=arguments.drop, as_of=arguments.as_of)
    if not settings.sources:
        raise WrongUsage("cli_no_source")
    workspace = Workspace.of(arguments.warehouse)

    from orchestration.lib.running import run_to_end

    run_to_end(settings, workspace, console.messages, is_full_refresh=arguments.full_refresh)

    from orchestration.lib.summary import summarise

    console.lines(summarise(settings, workspace, console.messages))
    return DONE


def _report(arguments: Arguments, console: Console) -> int:
    warehouse = _published(arguments.warehouse)
    output = arguments.output or warehouse.with_name("report")

    from quality.reports import write_report

    messages = console.messages
    with _of_this_version(warehouse):
        paths = write_report(warehouse, output, messages.language, messages.sentences)
    console.lines([str(path) for path in paths])
    return DONE


def _decide(arguments: Arguments, console: Console) -> int:
    warehouse = _published(arguments.warehouse)
    assert arguments.workbook is not None
    assert arguments.drop is not None
    if not arguments.drop.is_dir():
        raise WrongUsage("cli_source_folder_missing", system=FILE_DROP, path=arguments.drop)

    from orchestration.lib.deciding import decide

    with _of_this_version(warehouse):
        told = decide(
            arguments.workbook, arguments.drop, warehouse, arguments.as_of, console.messages
        )
    console.lines(told)
    return DONE


def _explain(arguments: Arguments, console: Console) -> int:
    warehouse = _published(arguments.warehouse)
    identifier = arguments.identifier or ""

    from orchestration.lib.thread import explain

    with _of_this_version(warehouse):
        thread = explain(warehouse, identifier, console.messages.language)
    if thread is None:
        raise WrongUsage("cli_identifier_unknown", identifier=identifier, warehouse=warehouse)
    console.lines([thread])
    return DONE


def _check(arguments: Arguments, console: Console) -> int:
    config = arguments.config or default_config(Path.cwd())
    settings = load_settings(config, drop=arguments.drop)
    console.say("cli_settings")
    console.lines(aligned(describe(settings, config), texts=2))
    is_live = any(not isinstance(location, Path) for location in settings.sources.values())
    if arguments.drop is None and not is_live:
        console.say("cli_check_settings_clean")
        return DONE

    from orchestration.lib.checking import check_inputs

    console.lines(["", *check_inputs(settings.sources, console.messages)])
    return DONE


def _init(arguments: Arguments, console: Console) -> int:
    from orchestration.lib.initial import initialise

    folder = arguments.folder or Path()
    drop = initialise(folder, console.messages, is_workbook=arguments.xlsx)
    code = "cli_init_done_workbook" if arguments.xlsx else "cli_init_done"
    console.say(code, config=folder / FILE_NAME, drop=drop)
    return DONE


def _close(arguments: Arguments, console: Console) -> int:
    warehouse = _published(arguments.warehouse)
    month, reason, by = arguments.month, arguments.accept, arguments.by
    assert month is not None
    if arguments.verify and (reason is not None or by is not None):
        raise WrongUsage("cli_close_verify_alone")
    if (reason is None) != (by is None) or (reason and not reason.strip()) or by == "":
        raise WrongUsage("cli_close_accept_incomplete")

    from orchestration.lib.closing import Acceptance, close_month, verify_close

    workspace = Workspace.of(warehouse)
    with workspace.locked(), _of_this_version(warehouse):
        if arguments.verify:
            console.lines(verify_close(workspace, month, console.messages))
        else:
            acceptance = Acceptance(by, reason) if by and reason else None
            close_month(workspace, month, acceptance, console.messages, console.lines)
    return DONE


def _not_yet(arguments: Arguments, _console: Console) -> int:
    raise WrongUsage("cli_not_yet", command=arguments.command)


def _published(warehouse: Path | None) -> Path:
    """The published warehouse that a command reads; WrongUsage where there is none."""
    assert warehouse is not None
    if not warehouse.exists():
        raise WrongUsage("cli_warehouse_missing", warehouse=warehouse)
    refuse_unlike_warehouse(warehouse)
    return warehouse


@contextlib.contextmanager
def _of_this_version(warehouse: Path) -> Iterator[None]:
    """WrongUsage where the warehouse lacks a table or a column that this version publishes."""
    import duckdb

    try:
        yield
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise WrongUsage("cli_warehouse_older", warehouse=warehouse) from error


_COMMANDS: dict[str, Callable[[Arguments, Console], int]] = {
    "demo": _demo,
    "run": _run,
    "report": _report,
    "decide": _decide,
    "explain": _explain,
    "check": _check,
    "init": _init,
    "serve": _not_yet,
    "close": _close,
}


if __name__ == "__main__":
    sys.exit(main())
