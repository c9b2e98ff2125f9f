"""The settings of a run: `hilo.toml` and arguments, checked, as one frozen dataclass.

Data flow: hilo.toml → values checked key by key → arguments over them → `Settings`.
The only module that reads the clock, for the as-of date that nobody gave.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from ingestion.connection import PATH, Connection, Location, Option, options_of
from ingestion.folders import (
    EINVOICES_FOLDER,
    RATES_FOLDER,
    REGISTERS_FOLDER,
    STATEMENTS_FOLDER,
)
from ingestion.registry import system_names
from ingestion.tabular.parts import WORKBOOKS
from orchestration.lib.messages import LANGUAGES, WrongUsage
from orchestration.lib.seeds import currencies, read_seed

FILE_NAME = "hilo.toml"
FILE_DROP = "file_drop"
BANK_STATEMENTS = "bank_statements"
ERP_EINVOICES = "erp_einvoices"
RATES_FILES = "rates_files"
TAX_ROUNDINGS = ("line", "document")
EVERY = "all"

# Words under which a credential would be written down.
_SECRETS = (
    "password",
    "token",
    "key",
    "api_key",
    "secret",
    "client_id",
    "client_secret",
    "access_token",
)

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _as_text(number: Decimal | None) -> str | None:
    """A number as the dbt project reads it: text, so that it becomes no float."""
    return None if number is None else f"{number:f}"


@dataclass(frozen=True)
class Threshold:
    """The money below which a gap of a class in a currency is small; `all` is every one of them."""

    gap_class: str
    currency: str
    amount: Decimal | None = None
    percent: Decimal | None = None

    def written(self) -> dict[str, str | None]:
        """As the dbt project reads it: numbers as text, so that none becomes a float."""
        return {
            "gap_class": self.gap_class,
            "currency": self.currency,
            "amount": _as_text(self.amount),
            "percent": _as_text(self.percent),
        }


@dataclass(frozen=True)
class PaymentTolerance:
    """By how much a payment may fall short and still pay: an amount, a share, a bank's fee."""

    legal_entity_id: str
    currency: str
    amount: Decimal | None = None
    percent: Decimal | None = None
    fee: Decimal | None = None

    def written(self) -> dict[str, str | None]:
        """As the dbt project reads it: numbers as text, so that none becomes a float."""
        return {
            "legal_entity_id": self.legal_entity_id,
            "currency": self.currency,
            "amount": _as_text(self.amount),
            "percent": _as_text(self.percent),
            "fee": _as_text(self.fee),
        }


@dataclass(frozen=True)
class Settings:
    """All that a run is told; equal settings and inputs give equal tables."""

    as_of: date
    sources: Mapping[str, Location] = field(default_factory=dict)
    reporting_currency: str = "CLP"
    grace_days: int = 5
    tolerance_minor_units: int = 1
    horizon_months: int = 12
    tax_rounding: str = "line"
    aging_limits: tuple[int, ...] = (30, 60, 90)
    dunning_days: tuple[int, ...] = (5, 20, 40)
    invoices_from: Mapping[str, date] = field(default_factory=dict)
    bank_from: Mapping[str, date] = field(default_factory=dict)
    materiality: tuple[Threshold, ...] = ()
    payment_tolerance: tuple[PaymentTolerance, ...] = ()

    def dbt_vars(self) -> dict[str, Any]:
        """The settings as the dbt project reads them in its reference models."""
        return {
            "as_of_date": self.as_of.isoformat(),
            "grace_days": self.grace_days,
            "horizon_months": self.horizon_months,
            "tolerance_minor_units": self.tolerance_minor_units,
            "reporting_currency": self.reporting_currency,
            "tax_rounding": self.tax_rounding,
            "aging_limits": list(self.aging_limits),
            "dunning_days": list(self.dunning_days),
            "invoices_from": {key: day.isoformat() for key, day in self.invoices_from.items()},
            "bank_from": {key: day.isoformat() for key, day in self.bank_from.items()},
            "materiality": [threshold.written() for threshold in self.materiality],
            "payment_tolerance": [tolerance.written() for tolerance in self.payment_tolerance],
        }


@dataclass(frozen=True)
class _Key:
    """One key of the file: how its value is read, and the code of what was expected of it."""

    read: Callable[[Any], Any]
    expected: str
    is_shown: bool = True  # no value that may hold a password is told
    names: tuple[str, ...] = ()  # what is expected, where the code is one of several words


def load_settings(
    config: Path | None = None, *, drop: Path | None = None, as_of: date | None = None
) -> Settings:
    """The settings of the file at `config` with the arguments over them; WrongUsage if wrong."""
    values = _read_file(config) if config else {}
    sources = dict(values.pop("sources", {}))
    if drop is not None:
        sources[FILE_DROP] = drop
        for system in (BANK_STATEMENTS, ERP_EINVOICES, RATES_FILES):
            sources.pop(system, None)
    _require_folders(sources)
    if isinstance(own := sources.get(FILE_DROP), Path):
        for system, path in _inside(own).items():
            sources.setdefault(system, path)
    day = as_of or values.pop("as_of", None) or _today()
    values.pop("as_of", None)
    values.pop("language", None)
    return Settings(as_of=day, sources=sources, **values)


def _inside(drop: Path) -> dict[str, Path]:
    """The sources whose files lie in folders of the drop."""
    found = {}
    if (drop / STATEMENTS_FOLDER).is_dir():
        found[BANK_STATEMENTS] = drop / STATEMENTS_FOLDER
    if any((drop / folder).is_dir() for folder in (EINVOICES_FOLDER, REGISTERS_FOLDER)):
        found[ERP_EINVOICES] = drop
    if (drop / RATES_FOLDER).is_dir():
        found[RATES_FILES] = drop / RATES_FOLDER
    return found


def default_config(folder: Path) -> Path | None:
    """The `hilo.toml` of a folder, where it has one."""
    path = folder / FILE_NAME
    return path if path.is_file() else None


def choose_language(
    argument: str | None, config: Path | None, environment: Mapping[str, str]
) -> str:
    """Spanish or English: the argument's, else the file's, else that of the environment."""
    if argument in LANGUAGES:
        return argument
    if config and (language := _language_of(config)):
        return language
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := environment.get(name):
            return "es" if locale.lower().startswith("es") else "en"
    return "en"


def describe(settings: Settings, config: Path | None) -> list[tuple[str, str]]:
    """Each setting with its value, as a run would take it."""
    rows = [("config", str(config or "-"))]
    for system, location in settings.sources.items():
        rows += _described(f"sources.{system}", location)
    rows += [
        (name, str(value))
        for name, value in settings.dbt_vars().items()
        if not isinstance(value, dict | list)
    ]
    rows += [
        (name, ", ".join(map(str, days)))
        for name, days in (
            ("aging_limits", settings.aging_limits),
            ("dunning_days", settings.dunning_days),
        )
    ]
    for name, days in (
        ("invoices_from", settings.invoices_from),
        ("bank_from", settings.bank_from),
    ):
        rows += [(f"{name}.{entity}", day.isoformat()) for entity, day in days.items()]
    for threshold in settings.materiality:
        written = threshold.written()
        words = (written["amount"], written["percent"] and f"{written['percent']} %")
        key = f"materiality.{threshold.gap_class}.{threshold.currency}"
        rows.append((key, " / ".join(word for word in words if word)))
    for tolerance in settings.payment_tolerance:
        place = f"payment_tolerance.{tolerance.legal_entity_id}.{tolerance.currency}"
        rows += [
            (f"{place}.{name}", number)
            for name, number in tolerance.written().items()
            if name in _TOLERANCE_KEYS and number is not None
        ]
    return rows


def _described(section: str, location: Location) -> list[tuple[str, str]]:
    if isinstance(location, Path):
        return [(section, str(location))]
    rows: list[tuple[str, str]] = []
    for name, value in location.options.items():
        entries = value.items() if isinstance(value, Mapping) else (("", value),)
        rows += [
            (".".join(part for part in (section, name, key) if part), str(one))
            for key, one in entries
        ]
    return rows


def _today() -> date:
    return datetime.now().astimezone().date()


def _language_of(config: Path) -> str | None:
    """The file's language, read before there is a language to complain in."""
    try:
        language = tomllib.loads(config.read_text(encoding="utf-8")).get("language")
    except (OSError, ValueError):
        return None
    return language if language in LANGUAGES else None


def _require_folders(sources: Mapping[str, Location]) -> None:
    """WrongUsage where a folder is missing; a workbook may stand in the drop's place."""
    for system, path in sources.items():
        if not isinstance(path, Path):
            continue
        is_workbook = path.suffix.lower() in WORKBOOKS and path.is_file()
        if not path.is_dir() and not (system == FILE_DROP and is_workbook):
            raise WrongUsage("cli_source_folder_missing", system=system, path=path)


def _read_file(config: Path) -> dict[str, Any]:
    try:
        text = config.read_text(encoding="utf-8")
    except OSError as error:
        raise WrongUsage("cli_config_unreadable", file=config, detail=error.strerror) from error
    except UnicodeDecodeError as error:
        raise WrongUsage("cli_config_not_utf8", file=config) from error
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise WrongUsage("cli_config_syntax", file=config, detail=error) from error
    return _Reader(config, text).read(document)


@dataclass(frozen=True)
class _Reader:
    """Reads one parsed file, and names the line of whatever is wrong in it."""

    config: Path
    text: str

    def read(self, document: Mapping[str, Any]) -> dict[str, Any]:
        tables = {
            "sources": self._sources,
            "invoices_from": self._dates,
            "bank_from": self._dates,
            "materiality": self._thresholds,
            "payment_tolerance": self._tolerances,
        }
        keys = _keys()
        values: dict[str, Any] = {}
        for name, value in document.items():
            if name in tables:
                values[name] = tables[name](name, self._table(name, value))
            else:
                self._known(name, (*keys, *tables), "")
                values[name] = self._value(keys[name], name, value)
        return values

    def _sources(self, table: str, systems: Mapping[str, Any]) -> dict[str, Location]:
        sources: dict[str, Location] = {}
        for system, told in systems.items():
            self._known(system, system_names(), table)
            section = f"{table}.{system}"
            options = options_of(system)
            values = {
                name: self._option(options, name, value, section)
                for name, value in self._table(section, told).items()
            }
            for name in options:
                if options[name].is_required and name not in values:
                    raise self._lacking(name, system, section)
            self._one_place(options, values, system, section)
            sources[system] = values[PATH] if PATH in options else Connection(values)
        return sources

    def _option(self, options: Mapping[str, Option], name: str, value: Any, section: str) -> Any:
        """The value of one option of a source, read as its package declares it."""
        if name in _SECRETS:
            raise self._secret(name, section)
        self._known(name, tuple(options), section)
        kind, allowed = options[name].kind, options[name].allowed
        if kind in _TABLES_OF:
            place = f"{section}.{name}"
            entries = self._table(place, value)
            for key in entries if allowed else ():
                self._known(key, allowed, place)
            return {
                key: self._value(_TABLES_OF[kind], key, one, place) for key, one in entries.items()
            }
        words = system_names() if kind == "system" else allowed
        one_of = _Key(_one_of(words), "cli_expected_one_of", names=words)
        read = self._value(one_of if words else _OPTIONS[kind], name, value, section)
        return self.config.parent / Path(read).expanduser() if kind == PATH else read

    def _one_place(
        self,
        options: Mapping[str, Option],
        values: Mapping[str, Any],
        system: str,
        section: str,
    ) -> None:
        """WrongUsage where a source that can be found in several ways is told none, or two."""
        places = [name for name in options if options[name].is_place]
        told = [name for name in places if name in values]
        if places and not told:
            raise self._lacking(" / ".join(places), system, section)
        if len(told) > 1:
            raise WrongUsage(
                "cli_options_exclude",
                file=self.config,
                line=self._line(told[1], section),
                key=f"{section}.{told[1]}",
                other=told[0],
            )

    def _secret(self, name: str, section: str) -> WrongUsage:
        """A file that people send each other is no place for a password."""
        system = section.rpartition(".")[2]
        return WrongUsage(
            "cli_secret_in_config",
            file=self.config,
            line=self._line(name, section),
            key=f"{section}.{name}",
            variable=f"SOURCES__{system}__{name}".upper(),
        )

    def _lacking(self, name: str, system: str, section: str) -> WrongUsage:
        table, _, key = section.rpartition(".")
        return WrongUsage(
            "cli_option_missing",
            file=self.config,
            line=self._line(key, table),
            key=f"{section}.{name}",
            system=system,
        )

    def _dates(self, table: str, days: Mapping[str, Any]) -> dict[str, date]:
        key = _Key(_date, "cli_expected_date")
        return {name: self._value(key, name, value, table) for name, value in days.items()}

    def _thresholds(self, table: str, classes: Mapping[str, Any]) -> tuple[Threshold, ...]:
        known = (EVERY, *(row["gap_class"] for row in read_seed("gap_classes")))
        for gap_class in classes:
            self._known(gap_class, known, table)
        return tuple(
            Threshold(gap_class, currency, **numbers)
            for gap_class, currency, numbers in self._limits(table, classes, _THRESHOLD_KEYS)
        )

    def _tolerances(self, table: str, entities: Mapping[str, Any]) -> tuple[PaymentTolerance, ...]:
        return tuple(
            PaymentTolerance(entity, currency, **numbers)
            for entity, currency, numbers in self._limits(table, entities, _TOLERANCE_KEYS)
        )

    def _limits(
        self, table: str, groups: Mapping[str, Any], keys: Mapping[str, _Key]
    ) -> Iterator[tuple[str, str, dict[str, Decimal]]]:
        """The numbers of each group and currency; an amount says nothing without its currency."""
        codes = (EVERY, *currencies())
        for group, of_group in groups.items():
            section = f"{table}.{group}"
            for currency, options in self._table(section, of_group).items():
                self._known(currency, codes, section)
                place = f"{section}.{currency}"
                numbers = {}
                for name, value in self._table(place, options).items():
                    self._known(name, tuple(keys), place)
                    numbers[name] = self._value(keys[name], name, value, place)
                    if currency == EVERY and name != "percent":
                        raise self._wrong(name, value, "cli_expected_currency", place)
                if numbers:
                    yield group, currency, numbers

    def _table(self, name: str, value: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            parent, _, key = name.rpartition(".")
            raise self._wrong(key, value, "cli_expected_table", parent)
        return value

    def _value(self, key: _Key, name: str, value: Any, table: str = "") -> Any:
        read = key.read(value)
        if read is None:
            shown = value if key.is_shown else "…"
            raise self._wrong(name, shown, key.expected, table, key.names)
        return read

    def _wrong(
        self, name: str, value: Any, expected: str, table: str, names: tuple[str, ...] = ()
    ) -> WrongUsage:
        return WrongUsage(
            "cli_config_value",
            file=self.config,
            line=self._line(name, table),
            key=f"{table}.{name}" if table else name,
            value=_written(value),
            expected=WrongUsage(expected, names=", ".join(names)),
        )

    def _known(self, name: str, names: tuple[str, ...], table: str) -> None:
        if name in names:
            return
        close = difflib.get_close_matches(name, names, n=1)
        raise WrongUsage(
            "cli_config_key",
            file=self.config,
            line=self._line(name, table),
            key=f"{table}.{name}" if table else name,
            remedy=WrongUsage("cli_did_you_mean", name=close[0])
            if close
            else WrongUsage("cli_known_names", names=", ".join(sorted(names))),
        )

    def _line(self, name: str, table: str) -> int:
        """The line of a key or of its table's header; 1 where a form of TOML hides it."""
        section = ""
        bare = re.escape(name)
        key = re.compile(rf"""\s*["']?{bare}["']?\s*[=.]""")
        for number, line in enumerate(self.text.splitlines(), start=1):
            if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
                section = header[1].replace('"', "").replace("'", "").replace(" ", "")
                if f"{section}.".startswith(f"{table}.{name}." if table else f"{name}."):
                    return number
            elif section == table and key.match(line):
                return number
        return 1


def _url(value: Any) -> str | None:
    """An address of HTTP, without a user, a password or a question in it."""
    if not isinstance(value, str):
        return None
    try:
        parts = urlsplit(value.strip())
        is_plain = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # `http://[bad`, `http://erp:99999`
        return None
    is_bare = not (parts.username or parts.query or parts.fragment)
    return value.strip() if is_plain and is_bare else None


def _timezone(value: Any) -> str | None:
    """A name of the IANA time zone database."""
    return value if value in available_timezones() else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _written(value: Any) -> str:
    """A value as the file writes it, or nearly."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else repr(value)


def _keys() -> dict[str, _Key]:
    """The keys outside tables; built when a file is read, since currencies come from a seed."""
    codes = tuple(currencies())
    return {
        "as_of": _Key(_date, "cli_expected_date"),
        "language": _Key(_one_of(LANGUAGES), "cli_expected_language"),
        "reporting_currency": _Key(_one_of(codes), "cli_expected_currency"),
        "grace_days": _Key(_whole_number(365), "cli_expected_days"),
        "tolerance_minor_units": _Key(_whole_number(1_000_000), "cli_expected_minor_units"),
        "horizon_months": _Key(_whole_number(120), "cli_expected_months"),
        "tax_rounding": _Key(_one_of(TAX_ROUNDINGS), "cli_expected_tax_rounding"),
        "aging_limits": _Key(_rising_days, "cli_expected_rising_days"),
        "dunning_days": _Key(_rising_days, "cli_expected_rising_days"),
    }


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _date(value: Any) -> date | None:
    """A TOML date, or the same as text; a moment of the day is no date."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return parse_date(value) if isinstance(value, str) else None


def parse_date(text: str) -> date | None:
    """`2026-06-30` and no other form of it."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _one_of(allowed: tuple[str, ...]) -> Callable[[Any], str | None]:
    return lambda value: value if value in allowed else None


def _whole_number(most: int) -> Callable[[Any], int | None]:
    def read(value: Any) -> int | None:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return value if is_number and 0 <= value <= most else None

    return read


def _rising_days(value: Any) -> tuple[int, ...] | None:
    """One to twelve whole numbers of days, each above the one before."""
    read = _whole_number(3650)
    is_list = isinstance(value, list) and 1 <= len(value) <= 12
    if not is_list or any(not read(day) for day in value):
        return None
    return tuple(value) if value == sorted(set(value)) else None


def _decimal(most: Decimal, *, or_none: bool = False) -> Callable[[Any], Decimal | None]:
    """A number above nothing (or none at all), at most `most`, with at most four decimals."""

    def read(value: Any) -> Decimal | None:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
        number = Decimal(value)
        if not number.is_finite() or not 0 <= number <= most or not (number or or_none):
            return None
        return number if number == round(number, 4) else None

    return read


_MOST = Decimal(10) ** 12
_THRESHOLD_KEYS = {
    "amount": _Key(_decimal(_MOST), "cli_expected_amount"),
    "percent": _Key(_decimal(Decimal(100)), "cli_expected_percent"),
}
_TOLERANCE_KEYS = {
    "amount": _Key(_decimal(_MOST, or_none=True), "cli_expected_amount_or_0"),
    "percent": _Key(_decimal(Decimal(100), or_none=True), "cli_expected_percent_or_0"),
    "fee": _Key(_decimal(_MOST, or_none=True), "cli_expected_amount_or_0"),
}

_OPTIONS = {
    PATH: _Key(_text, "cli_expected_path"),
    "text": _Key(_text, "cli_expected_text"),
    "url": _Key(_url, "cli_expected_url", is_shown=False),
    "flag": _Key(_flag, "cli_expected_flag"),
    "timezone": _Key(_timezone, "cli_expected_timezone"),
}
_TABLES_OF = {
    "date_table": _Key(_date, "cli_expected_date"),
    "text_table": _Key(_text, "cli_expected_text"),
}
