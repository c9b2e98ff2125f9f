"""A peer: how fast a real ERP bills, Tryton's `sale_subscription`, month after month.

Data flow: an empty database of `erp_tryton` → its server on loopback → subscriptions written over
JSON-RPC → the ERP's two billing wizards, run for every month and timed → what they billed, checked.
Alone: `python -m tests.benchmarks.erp_billing [SUBSCRIPTIONS]`, 500 by default. HILO_SHARED names
the folder that holds `erp_tryton`; without it the peer is skipped.

Tryton is GPL: it is installed in `.venv-erp`, runs as a program apart, and nothing of it is
imported. Every month gets its run, as a clerk would do: one late run for all of them would put 36
months on a single invoice line. The terms are plain, without tax, and the invoices stay drafts:
less work than the steps do. Its search for lines due finds every line on SQLite, which changes
nothing here, for every line is due every month.
"""

from __future__ import annotations

import base64
import http.client
import json
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta

from tests.tryton_server import served, why_not_installed

NAME = "Tryton's own billing run"
SUBSCRIPTIONS = 500
START = date(2024, 1, 1)
END = date(2026, 12, 31)
MONTHS = [START + relativedelta(months=number) for number in range(36)]
SEATS = 10
PRICE = Decimal("49.90")


class Tryton:
    """The ERP's JSON-RPC on loopback, used as its administrator."""

    def __init__(self, port: int, password: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1800)
        self._headers = {"Content-Type": "application/json"}
        user, session, *_ = self._post("common.db.login", "admin", {"password": password})
        token = base64.b64encode(f"admin:{user}:{session}".encode()).decode()
        self._headers["Authorization"] = f"Session {token}"
        self.user: int = user
        self._context: dict[str, Any] = {}
        self.renew_context()

    def renew_context(self) -> None:
        """Take the preferences of the user as the context of the calls to come."""
        self._context = self.call("model.res.user.get_preferences", True)

    def call(self, method: str, *parameters: Any) -> Any:
        return self._post(method, *parameters, self._context)

    def create(self, model: str, *records: dict[str, Any]) -> list[int]:
        created: list[int] = self.call(f"model.{model}.create", records)
        return created

    def read(self, model: str, domain: list[Any], *fields: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.call(
            f"model.{model}.search_read", domain, 0, None, [["id", "ASC"]], fields
        )
        return rows

    def wizard(self, name: str, form: str, values: dict[str, Any], button: str) -> None:
        """Fill in a form of a wizard and press one of its buttons."""
        session, *_ = self.call(f"wizard.{name}.create")
        self.call(f"wizard.{name}.execute", session, {form: values}, button)
        self.call(f"wizard.{name}.delete", session)

    def _post(self, method: str, *parameters: Any) -> Any:
        body = json.dumps({"id": 1, "method": method, "params": parameters}, default=_encoded)
        self._connection.request("POST", "/o2c/rpc/", body, self._headers)
        response = self._connection.getresponse()
        answer = response.read()
        if response.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{method}: {response.status} {response.reason}")
        decoded = json.loads(answer, object_hook=_decoded)
        if "error" in decoded:
            raise RuntimeError(f"{method}: {decoded['error'][:2]}")
        return decoded["result"]


def _encoded(value: object) -> dict[str, Any]:
    if isinstance(value, Decimal):
        return {"__class__": "Decimal", "decimal": str(value)}
    if isinstance(value, date):
        return {"__class__": "date", "year": value.year, "month": value.month, "day": value.day}
    raise TypeError(f"no JSON for {value!r}")


def _decoded(value: dict[str, Any]) -> Any:
    if value.get("__class__") == "Decimal":
        return Decimal(value["decimal"])
    if value.get("__class__") == "date":
        return date(value["year"], value["month"], value["day"])
    return value


def _company(erp: Tryton) -> tuple[int, int]:
    """A company with its chart of accounts: its id, and its currency's."""
    (currency,) = erp.create(
        "currency.currency",
        {"name": "US Dollar", "code": "USD", "digits": 2, "rounding": Decimal("0.01")},
    )
    erp.create("currency.currency.rate", {"currency": currency, "date": START, "rate": Decimal(1)})
    (party,) = erp.create("party.party", {"name": "Seller"})
    (company,) = erp.create("company.company", {"party": party, "currency": currency})
    erp.call(
        "model.res.user.write",
        [erp.user],
        {"companies": [["add", [company]]], "company": company},
    )
    erp.renew_context()
    template = erp.call("model.ir.model.data.get_id", "account.account_template_root_en")
    erp.wizard(
        "account.create_chart",
        *("account", {"company": company, "account_template": template}),
        "create_account",
    )
    receivable = {"default_account_receivable": _account(erp, "receivable")}
    erp.call("model.account.configuration.write", [1], receivable)
    return company, currency


def _account(erp: Tryton, kind: str) -> int:
    """The first open account of a kind."""
    open_accounts = [[f"type.{kind}", "=", True], ["closed", "!=", True]]
    return int(erp.read("account.account", open_accounts, "code")[0]["id"])


def _subscription_line(erp: Tryton) -> dict[str, Any]:
    """What every subscription sells: seats, each month, at one price."""
    unit = erp.call("model.ir.model.data.get_id", "product.uom_unit")
    (category,) = erp.create(
        "product.category",
        {"name": "Services", "accounting": True, "account_revenue": _account(erp, "revenue")},
    )
    (template,) = erp.create(
        "product.template",
        {
            **{"name": "Seat", "type": "service", "list_price": PRICE, "salable": True},
            **{"default_uom": unit, "sale_uom": unit, "account_category": category},
        },
    )
    (product,) = erp.create("product.product", {"template": template})
    (monthly,) = erp.create(
        "sale.subscription.recurrence.rule.set",
        {"name": "Monthly", "rules": [["create", [{"freq": "monthly", "interval": 1}]]]},
    )
    service = {"product": product, "consumption_recurrence": monthly}
    return {
        "service": erp.create("sale.subscription.service", service)[0],
        "quantity": SEATS,
        "unit": unit,
        "unit_price": PRICE,
        "start_date": START,
        "consumption_recurrence": monthly,
    }


def _subscribe(erp: Tryton, company: int, currency: int, count: int) -> None:
    """So many customers, each with a running subscription of 36 months."""
    line = _subscription_line(erp)
    parties = erp.create("party.party", *({"name": f"Customer {n}"} for n in range(count)))
    addresses = erp.create("party.address", *({"party": party} for party in parties))
    subscriptions = erp.create(
        "sale.subscription",
        *(
            {
                **{"company": company, "currency": currency},
                **{"party": party, "invoice_address": address},
                **{"start_date": START, "invoice_start_date": START, "end_date": END},
                "invoice_recurrence": line["consumption_recurrence"],
                "lines": [["create", [line]]],
            }
            for party, address in zip(parties, addresses, strict=True)
        ),
    )
    erp.call("model.sale.subscription.quote", subscriptions)
    erp.call("model.sale.subscription.run", subscriptions)


def _bill(erp: Tryton, company: int) -> float:
    """The seconds of every month's billing run: what was consumed, then the invoices for it."""
    begun = time.perf_counter()
    for month in MONTHS:
        form = {"date": month, "companies": [company]}
        erp.wizard("sale.subscription.line.consumption.create", "start", form, "create_")
        erp.wizard("sale.subscription.create_invoice", "start", form, "create_")
    return time.perf_counter() - begun


def _checked(erp: Tryton, count: int) -> int:
    """How many invoice lines the ERP wrote, once they are seen to be what the terms say."""
    lines = erp.read("account.invoice.line", [], "amount", "origin")
    amount = sum(line["amount"] for line in lines)
    due = count * SEATS * PRICE * len(MONTHS)
    assert amount == due, f"the ERP billed {amount}, the terms give {due}"
    months_billed = Counter(line["origin"] for line in lines)
    assert sorted(months_billed.values()) == [len(MONTHS)] * count
    invoices = erp.read("account.invoice", [], "invoice_date")
    assert Counter(invoice["invoice_date"] for invoice in invoices) == dict.fromkeys(MONTHS, count)
    return len(lines)


def main(subscription_count: int = SUBSCRIPTIONS) -> tuple[int, float] | None:
    """Measure and print; the rows and the seconds, or nothing where the ERP is not to be had."""
    if reason := why_not_installed():
        print(f"{NAME}: skipped, {reason}")
        return None
    print(f"Preparing {subscription_count:,} subscriptions in Tryton …", flush=True)
    # The server may still be closing its files when the folder goes.
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
        served(Path(scratch)) as server,
    ):
        password = (server.folder / "admin_password").read_text(encoding="utf-8").strip()
        erp = Tryton(server.port, password)
        company, currency = _company(erp)
        _subscribe(erp, company, currency, subscription_count)
        seconds = _bill(erp, company)
        rows = _checked(erp, subscription_count)
    print(f"{NAME:28} {rows:>10,} rows {seconds:7.2f} s {rows / seconds:>12,.0f} rows/s")
    return rows, seconds


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
