"""The arguments of `hilo`, read into one frozen dataclass; help and errors in both languages.

argparse asks gettext for its own few words: here the catalogue answers.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

from orchestration.lib.messages import LANGUAGES, Messages, WrongUsage
from orchestration.settings import parse_date

_ARGPARSE_WORDS = {
    "usage: ": "argparse_usage",
    "options": "argparse_options",
    "positional arguments": "argparse_arguments",
    "show this help message and exit": "argparse_help",
    "the following arguments are required: %s": "argparse_required",
    "unrecognized arguments: %s": "argparse_unrecognized",
    "argument %(argument_name)s: %(message)s": "argparse_argument",
    "invalid choice: %(value)r (choose from %(choices)s)": "argparse_choice",
    "expected one argument": "argparse_one",
    "expected at most one argument": "argparse_at_most_one",
    "ignored explicit argument %r": "argparse_ignored",
    "ambiguous option: %(option)s could match %(matches)s": "argparse_ambiguous",
}


@dataclass(frozen=True)
class Arguments:
    """What was asked for; whatever a command does not know is None."""

    command: str
    drop: Path | None = None
    config: Path | None = None
    warehouse: Path | None = None
    output: Path | None = None
    folder: Path | None = None
    workbook: Path | None = None
    as_of: date | None = None
    full_refresh: bool = False
    xlsx: bool = False
    identifier: str | None = None
    month: date | None = None
    verify: bool = False
    accept: str | None = None
    by: str | None = None


def parse_arguments(words: Sequence[str], messages: Messages) -> Arguments:
    """Read the command line; WrongUsage where it is none, SystemExit(0) after help."""
    _speak(messages)
    options = vars(_parser(messages).parse_args(words))
    options.pop("language", None)
    options["as_of"] = _day(options.get("as_of"))
    options["month"] = _month(options.get("month"))
    for name in ("drop", "config", "warehouse", "output", "folder", "workbook"):
        if options.get(name) is not None:
            options[name] = Path(options[name]).expanduser()
    return Arguments(**options)


def asked_language(words: Sequence[str]) -> str | None:
    """The `--language` of a command line that may be wrong in every other way."""
    return _asked("--language", words)


def asked_config(words: Sequence[str]) -> Path | None:
    """The `--config` of a command line that may be wrong in every other way."""
    path = _asked("--config", words)
    return Path(path) if path else None


class _Parser(argparse.ArgumentParser):
    """Errors as WrongUsage, with the usage above them; no abbreviated options."""

    def error(self, message: str) -> NoReturn:
        raise WrongUsage("cli_usage", usage=self.format_usage().strip(), detail=message)


def _parser(messages: Messages) -> argparse.ArgumentParser:
    text = messages.text
    parser = _Parser(prog="hilo", description=text("cli_description"), allow_abbrev=False)
    commands = parser.add_subparsers(
        dest="command", required=True, metavar=text("cli_command"), title=text("cli_commands")
    )

    def command(name: str) -> argparse.ArgumentParser:
        about = text(f"cli_help_{name}")
        inner = commands.add_parser(name, help=about, description=about, allow_abbrev=False)
        inner.add_argument("--language", choices=LANGUAGES, help=text("cli_help_language"))
        return inner

    def path(inner: argparse.ArgumentParser, option: str, *, is_required: bool = False) -> None:
        metavar = "FILE" if option in ("warehouse", "config") else "DIR"
        inner.add_argument(
            f"--{option}",
            metavar=metavar,
            required=is_required,
            help=text(f"cli_help_option_{option}"),
        )

    demo = command("demo")
    path(demo, "output")
    run = command("run")
    for option in ("drop", "config"):
        path(run, option)
    path(run, "warehouse", is_required=True)
    run.add_argument("--as-of", metavar="YYYY-MM-DD", help=text("cli_help_as_of"))
    run.add_argument("--full-refresh", action="store_true", help=text("cli_help_full_refresh"))
    report = command("report")
    path(report, "warehouse", is_required=True)
    path(report, "output")
    decide = command("decide")
    decide.add_argument("workbook", metavar="XLSX", help=text("cli_help_workbook"))
    for option in ("drop", "warehouse"):
        path(decide, option, is_required=True)
    decide.add_argument("--as-of", metavar="YYYY-MM-DD", help=text("cli_help_decided_on"))
    explain = command("explain")
    explain.add_argument("identifier", metavar="ID", help=text("cli_help_identifier"))
    path(explain, "warehouse", is_required=True)
    check = command("check")
    for option in ("drop", "config"):
        path(check, option)
    path(command("serve"), "warehouse")
    init = command("init")
    init.add_argument("folder", metavar="DIR", nargs="?", default=".", help=text("cli_help_folder"))
    init.add_argument("--xlsx", action="store_true", help=text("cli_help_xlsx"))
    close = command("close")
    close.add_argument("month", metavar="YYYY-MM", help=text("cli_help_month"))
    path(close, "warehouse", is_required=True)
    close.add_argument("--accept", metavar="REASON", help=text("cli_help_accept"))
    close.add_argument("--by", metavar="NAME", help=text("cli_help_by"))
    close.add_argument("--verify", action="store_true", help=text("cli_help_verify"))
    return parser


def _speak(messages: Messages) -> None:
    def translate(words: str) -> str:
        code = _ARGPARSE_WORDS.get(words)
        return messages.sentences.get(code, words) if code else words

    argparse._ = translate  # type: ignore[attr-defined]


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    day = parse_date(text)
    if day is None:
        raise WrongUsage("cli_as_of_wrong", value=text)
    return day


def _month(text: str | None) -> date | None:
    """The first day of a month; the year 0 is none."""
    if text is None:
        return None
    day = parse_date(f"{text}-01") if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text) else None
    if day is None or day.year == date.max.year:
        raise WrongUsage("cli_month_wrong", value=text)
    return day


def _asked(option: str, words: Sequence[str]) -> str | None:
    for position, word in enumerate(words):
        if word == option and position + 1 < len(words):
            return words[position + 1]
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return None
