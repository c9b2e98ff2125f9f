"""Cases of revenue recognition in the words of CANONICAL.md; their facts stay.

Data flow: case → `express` → rows of a drop, and what the case says of its months. Each case is a
legal entity with a customer and a contract of its own; what goes in is taken from its facts alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from tests.oracle.durations import last_day

Case = dict[str, Any]
Row = dict[str, object]

# All that the cases tell is over by then.
AS_OF = date(2029, 1, 31)


@dataclass
class Expressed:
    """A case as rows of a drop, and which of its lines and months its expectations speak of.

    `spans` says of each period of the case which months it is, from first to last, and of which
    line where not of all; a case that is not in it speaks of months as `2026-01`.
    """

    case: str
    currency: str
    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    spans: dict[str, tuple[str, str, str | None]] = field(default_factory=dict)

    def id_of(self, name: str) -> str:
        """The id in the drop of what the case calls `name`."""
        return f"{self.case}:{name}"

    def contract(self, start: date, end: date | None, **terms: object) -> None:
        """The case's only contract, signed on its first day."""
        self.tables["contracts/contracts"].append(
            {
                "contract_id": self.case,
                "account_id": self.case,
                "customer_id": self.case,
                "legal_entity_id": self.case,
                "currency": self.currency,
                "signed_on": start,
                "start_date": start,
                "end_date": end,
                "status": "active",
                "renewal": "none",
                **terms,
            }
        )

    def line(self, name: str, start: date, end: date | None, **terms: object) -> None:
        """A line of that contract, billed in advance for its whole term unless its terms differ."""
        self.tables["contracts/contract_lines"].append(
            {
                "contract_line_id": self.id_of(name),
                "contract_id": self.case,
                "product_id": name,
                "charge_model": "flat",
                "price_period": "P1Y",
                "billing_period": "P1Y",
                "billing_timing": "in_advance",
                "billing_anchor": "start",
                "proration": "full",
                "start_date": start,
                "end_date": end,
                **terms,
            }
        )

    def once(self, name: str, start: date, end: date | None, **terms: object) -> None:
        """A line that is charged once."""
        self.line(name, start, end, charge_model="one_time", price_period="", **terms)

    def use(self, name: str, day: date, quantity: Decimal | int) -> None:
        """A quantity used on a day, or delivered, or worked."""
        records = self.tables["usage/usage_records"]
        records.append(
            {
                "usage_id": self.id_of(f"U{len(records) + 1}"),
                "contract_line_id": self.id_of(name),
                "used_on": day,
                "quantity": quantity,
            }
        )

    def document(
        self,
        name: str,
        amount: Decimal,
        issued: date,
        lines: tuple[str, ...] = ("L",),
        period: tuple[date, date] | None = None,
        credits: str | None = None,
        tax: Decimal = Decimal(0),
    ) -> None:
        """A posted document of one line or several of equal amounts; below zero a credit note."""
        net = abs(amount)
        self.tables["erp/invoices"].append(
            {
                "invoice_id": self.id_of(name),
                "invoice_number": f"{self.case}/{name}",
                "document_type": "invoice" if amount > 0 else "credit_note",
                "legal_entity_id": self.case,
                "customer_id": self.case,
                "issue_date": issued,
                "currency": self.currency,
                "net_amount": net,
                "tax_amount": tax,
                "total_amount": net + tax,
                "status": "posted",
                "contract_id": self.case,
                "related_invoice_id": credits and self.id_of(credits),
            }
        )
        self.tables["erp/invoice_lines"] += [
            {
                "invoice_line_id": self.id_of(f"{name}-{line}"),
                "invoice_id": self.id_of(name),
                "contract_line_id": self.id_of(line),
                "net_amount": net / len(lines),
                "period_start": period and period[0],
                "period_end": period and period[1],
            }
            for line in lines
        ]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _last_day(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year, number, last_day(year, number))


def _bill(expressed: Expressed, case: Case, **terms: Any) -> None:
    """The case's documents; a credit note is of the first invoice, whose periods it reduces."""
    first = case["invoices"][0]["id"] if case["invoices"] else None
    for given in case["invoices"]:
        amount = Decimal(given["amount"])
        expressed.document(
            given["id"],
            amount,
            _day(given["date"]),
            credits=first if amount < 0 else None,
            **terms,
        )


def _evenly(expressed: Expressed, case: Case) -> None:
    """One price for a span of days, earned by days or by months."""
    terms = case["terms"]
    start, end = _day(terms["start"]), _day(terms["end"])
    price = Decimal(terms.get("price", terms.get("price_net", 0)))
    recognition = "daily" if terms["method"] == "daily" else "monthly"
    expressed.contract(start, end)
    expressed.line("L", start, end, unit_price=price, recognition=recognition)
    if "dispute_date" in terms:
        _bill(expressed, case)
        expressed.document("CB1", -price, _day(terms["dispute_date"]), credits="IN1")
    elif "vat_pct" in terms:
        tax = price * terms["vat_pct"] / 100
        assert price + tax == case["invoices"][0]["amount"]
        expressed.document("IN1", price, _day(case["invoices"][0]["date"]), tax=tax)
    else:
        _bill(expressed, case)


def _refunded(expressed: Expressed, case: Case) -> None:
    """One price for one day."""
    start = _day(case["invoices"][0]["date"])
    expressed.contract(start, None)
    expressed.once("L", start, None, unit_price=case["terms"]["price"])
    _bill(expressed, case)


def _cancelled(expressed: Expressed, case: Case) -> None:
    """A year billed beforehand and cancelled: its months count whole."""
    terms = case["terms"]
    start, end = _day(terms["start"]), _day(terms["end"])
    expressed.contract(start, end, status="cancelled", cancelled_on=_day(terms["cancelled_from"]))
    expressed.line(
        "L",
        start,
        end,
        unit_price=terms["price"],
        recognition="monthly",
        proration="actual_month",
    )
    _bill(expressed, case)


def _downgraded(expressed: Expressed, case: Case) -> None:
    terms = case["terms"]
    start, end = _day(terms["start"]), _day(terms["end"])
    expressed.contract(start, end)
    expressed.line(
        "L",
        start,
        end,
        unit_price=terms["plan"],
        price_period="P1M",
        billing_period="P1M",
        proration="actual",
    )
    changed = terms["downgrade"]
    expressed.tables["contracts/amendments"].append(
        {
            "amendment_id": expressed.id_of("A"),
            "contract_id": expressed.case,
            "kind": "price",
            "effective_date": _day(changed["date"]),
            "signed_on": _day(changed["date"]),
            "unit_price": changed["plan"],
        }
    )
    _bill(expressed, case)


def _units_added(expressed: Expressed, case: Case) -> None:
    """Units delivered as they are sold alone: those that are added are a contract of their own."""
    terms = case["terms"]
    before, after = date(2026, 1, 15), date(2026, 2, 15)
    expressed.contract(date(2026, 1, 1), date(2026, 12, 31))
    for name, units, price, day in (
        ("L", terms["units"], terms["price"], date(2026, 1, 1)),
        ("ADDED", terms["added"], terms["added_price"], date(2026, 2, 1)),
    ):
        expressed.once(
            name,
            day,
            date(2026, 12, 31),
            quantity=units,
            unit_price=price,
            recognition="on_usage",
        )
    expressed.use("L", before, terms["delivered_before"])
    expressed.use("L", after, terms["units"] - terms["delivered_before"])
    expressed.use("ADDED", after, terms["added"])
    expressed.spans = {
        "before": ("2026-01", "2026-01", None),
        "after_original": ("2026-02", "2026-02", "L"),
        "after_added": ("2026-02", "2026-02", "ADDED"),
    }


def _bundled(expressed: Expressed, case: Case) -> None:
    """Parts sold together for one price, which stands on the first of them."""
    terms = case["terms"]
    start = date(2026, 1, 1)
    expressed.contract(start, None)
    for number, (name, alone) in enumerate(terms["ssp"].items()):
        expressed.once(
            name,
            start,
            None,
            unit_price=0 if number else terms["price"],
            standalone_price=alone,
            bundle_id="B",
        )
        expressed.spans[name] = ("2026-01", "2026-01", name)


def _prepaid(expressed: Expressed, case: Case) -> None:
    """Credits bought beforehand, a credit being one of money; they may expire."""
    terms = case["terms"]
    start = _day(terms["date"] if "date" in terms else case["invoices"][0]["date"])
    end = _day(terms["expires"]) if "expires" in terms else date(2029, 12, 31)
    expressed.contract(start, end)
    expressed.once(
        "L", start, end, quantity=terms["credits_bought"], unit_price=1, recognition="on_usage"
    )
    for month, used in terms["used"].items():
        expressed.use("L", _day(f"{month}-15"), used)
    _bill(expressed, case)


def _metered(expressed: Expressed, case: Case) -> None:
    terms = case["terms"]
    months = sorted(terms["usage"])
    start, end = _day(f"{months[0]}-01"), _last_day(months[-1])
    expressed.contract(start, end)
    expressed.line(
        "L",
        start,
        end,
        charge_model="usage_per_unit",
        unit_price=terms["unit_price"],
        price_period="",
        billing_period="P1M",
        billing_timing="in_arrears",
    )
    for month, used in terms["usage"].items():
        expressed.use("L", _day(f"{month}-15"), used)
    for given, month in zip(case["invoices"], months, strict=True):
        expressed.document(
            given["id"],
            Decimal(given["amount"]),
            _day(given["date"]),
            period=(_day(f"{month}-01"), _last_day(month)),
        )


def _by_cost(expressed: Expressed, case: Case) -> None:
    """A price for a whole, earned as its estimated cost is incurred: the measure is the cost."""
    terms = case["terms"]
    months = sorted(terms["cost"])
    start, end = _day(f"{months[0]}-01"), _last_day(months[-1])
    expressed.contract(start, end)
    expressed.once(
        "L",
        start,
        end,
        quantity=terms["cost_estimate"],
        unit_price=Decimal(terms["price"]) / terms["cost_estimate"],
        recognition="on_usage",
    )
    for month, cost in terms["cost"].items():
        expressed.use("L", _last_day(month), cost)
    _bill(expressed, case)


def _drawn_later(expressed: Expressed, case: Case) -> None:
    """A sum booked, of which the months earn what the case says, and a rest is still to come."""
    terms = case["terms"]
    start = _day(f"{terms['booked_in']}-01")
    expressed.contract(start, date(2029, 12, 31))
    expressed.once(
        "L",
        start,
        date(2029, 12, 31),
        quantity=terms["booked"],
        unit_price=1,
        recognition="on_usage",
    )
    for row in case["expected_schedule"]:
        expressed.use("L", _day(f"{row['period']}-15"), row["recognised"])


def _free_months(expressed: Expressed, case: Case) -> None:
    terms = case["terms"]
    start, end = _day(terms["start"]), _day(terms["end"])
    expressed.contract(start, end)
    expressed.line(
        "L",
        start,
        end,
        unit_price=terms["list"],
        price_period="P1M",
        billing_period="P1M",
        recognition="monthly",
        recognition_span="term",
    )
    expressed.tables["contracts/adjustments"].append(
        {
            "adjustment_id": expressed.id_of("F"),
            "contract_id": expressed.case,
            "kind": "free",
            "start_date": start,
            "end_date": _last_day(f"{start.year}-{terms['free_months']:02d}"),
        }
    )
    _bill(expressed, case)


def _ramped(expressed: Expressed, case: Case) -> None:
    prices = case["terms"]["years"]
    first = _day(case["invoices"][0]["date"])
    end = date(first.year + len(prices) - 1, 12, 31)
    expressed.contract(first, end)
    expressed.line(
        "L",
        first,
        end,
        unit_price=prices[0],
        recognition="monthly",
        recognition_span="term",
    )
    for later, price in enumerate(prices[1:], start=1):
        expressed.tables["contracts/adjustments"].append(
            {
                "adjustment_id": expressed.id_of(f"R{later}"),
                "contract_id": expressed.case,
                "kind": "price",
                "value": price,
                "start_date": date(first.year + later, 1, 1),
                "end_date": date(first.year + later, 12, 31),
            }
        )
    for year in range(first.year, end.year + 1):
        expressed.spans[str(year)] = (f"{year}-01", f"{year}-12", None)
    _bill(expressed, case)


def _indexed(expressed: Expressed, case: Case) -> None:
    """A fee in UF, billed in pesos on the last day of its month."""
    terms = case["terms"]
    months = sorted(terms["uf"])
    start, end = _day(f"{months[0]}-01"), _last_day(months[-1])
    expressed.contract(start, end, currency="CLF", invoice_currency="CLP")
    expressed.line(
        "L", start, end, unit_price=terms["fee_uf"], price_period="P1M", billing_period="P1M"
    )
    for given, month in zip(case["invoices"], months, strict=True):
        expressed.tables["reference/exchange_rates"].append(
            {
                "rate_date": _day(given["date"]),
                "from_currency": "CLF",
                "to_currency": "CLP",
                "rate": terms["uf"][month],
            }
        )
        expressed.document(
            given["id"],
            Decimal(given["amount"]),
            _day(given["date"]),
            period=(_day(f"{month}-01"), _last_day(month)),
        )


def _rolled(expressed: Expressed, case: Case) -> None:
    """A company's months: what was billed beforehand is drawn, oldest first."""
    if case["terms"]["opening"] == 0:
        rows = case["expected_schedule"]
        start, end = _day(f"{rows[0]['period']}-01"), _last_day(rows[-1]["period"])
        price = sum(row["billed"] for row in rows)
        expressed.contract(start, end)
        expressed.line("L", start, end, unit_price=price, recognition="daily")
        expressed.document("IN1", Decimal(price), start)
        return
    expressed.contract(date(2025, 12, 31), date(2029, 12, 31))
    opening = {"period": "2025-12", "billed": case["terms"]["opening"], "recognised": 0}
    left: dict[str, Decimal] = {}
    for row in [opening, *case["expected_schedule"]]:
        name, day = f"L{row['period']}", _last_day(row["period"])
        left[name] = Decimal(row["billed"])
        expressed.once(
            name,
            day,
            date(2029, 12, 31),
            quantity=row["billed"],
            unit_price=1,
            recognition="on_usage",
        )
        expressed.document(f"IN{row['period']}", left[name], day, (name,))
        earned = Decimal(row["recognised"])
        for source in left:
            drawn = min(earned, left[source])
            if drawn:
                expressed.use(source, day, drawn)
            left[source] -= drawn
            earned -= drawn
        if row.get("adjustments"):
            expressed.document(
                f"CN{row['period']}",
                Decimal(row["adjustments"]),
                day,
                (name,),
                credits=f"IN{row['period']}",
            )


TOPICS: dict[str, Callable[[Expressed, Case], None]] = {
    "straight_line_days": _evenly,
    "straight_line_months": _evenly,
    "credit_note": _evenly,
    "tax": _evenly,
    "cancellation": _cancelled,
    "downgrade": _downgraded,
    "modification_separate": _units_added,
    "allocation_bundle": _bundled,
    "usage_prepaid": _prepaid,
    "usage_arrears": _metered,
    "milestone": _by_cost,
    "waterfall": _drawn_later,
    "free_months": _free_months,
    "ramp": _ramped,
    "indexation_uf": _indexed,
    "rollforward": _rolled,
    "refund": lambda expressed, case: (
        _refunded(expressed, case)
        if case["terms"]["method"] == "point_in_time"
        else _evenly(expressed, case)
    ),
}


def express(case: Case) -> Expressed:
    """The case as a drop of its own ids; a topic that is not known here raises `KeyError`."""
    currency = case["terms"].get("currency") or next(
        (given["currency"] for given in case["invoices"]), "USD"
    )
    expressed = Expressed(case["id"], currency)
    expressed.tables["erp/legal_entities"].append(
        {
            "legal_entity_id": case["id"],
            "name": f"Entity {case['id']}",
            "country": "US",
            "functional_currency": currency,
        }
    )
    expressed.tables["erp/customers"].append(
        {"customer_id": case["id"], "name": f"Customer {case['id']}"}
    )
    expressed.tables["crm/accounts"].append(
        {
            "account_id": case["id"],
            "name": f"Customer {case['id']}",
            "erp_customer_id": case["id"],
        }
    )
    TOPICS[case["topic"]](expressed, case)
    return expressed
