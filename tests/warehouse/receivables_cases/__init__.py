"""Cases of receivables and recurring revenue in the words of CANONICAL.md; their facts stay.

Data flow: case → `express` → rows of a drop, and the questions whose answers the case states. Each
case is a legal entity with its own customer; what goes in is taken from its facts alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

Case = dict[str, Any]
Row = dict[str, object]

CURRENCY = "USD"
# Retention is one of all customers of a currency, so that its case has one of its own.
RETENTION_CURRENCY = "EUR"
AS_OF = date(2026, 6, 30)
# Of a case that names no days: a month before the last, and the last.
BEFORE, LAST = date(2026, 5, 10), date(2026, 6, 10)
FAR = date(2026, 12, 31)


@dataclass(frozen=True)
class Question:
    """A query with one row for an answer, and what the case says of each of its columns.

    `parameters` are named in the query with `$`; amounts compare as numbers.
    """

    query: str
    parameters: dict[str, object]
    answer: list[dict[str, object]]


@dataclass
class Expressed:
    """A case as rows of a drop, what a run is told of it, and what must come of it."""

    case: str
    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    questions: list[Question] = field(default_factory=list)
    write_off: Decimal | None = None

    def id_of(self, name: str) -> str:
        """The id in the drop of what the case calls `name`."""
        return f"{self.case}:{name}"

    def document(
        self,
        name: str,
        amount: Decimal,
        issued: date,
        due: date | None = None,
        credits: str | None = None,
    ) -> None:
        """A posted document without tax; below zero a credit note, perhaps of the one it names."""
        self.tables["erp/invoices"].append(
            {
                "invoice_id": self.id_of(name),
                "invoice_number": f"{self.case}/{name}",
                "document_type": "invoice" if amount > 0 else "credit_note",
                "legal_entity_id": self.case,
                "customer_id": self.case,
                "issue_date": issued,
                "due_date": due,
                "currency": CURRENCY,
                "net_amount": abs(amount),
                "tax_amount": 0,
                "total_amount": abs(amount),
                "status": "posted",
                "related_invoice_id": credits and self.id_of(credits),
            }
        )

    def payment(self, name: str, day: date, amount: Decimal, **shares: Decimal) -> None:
        """A payment of the ERP; `shares` of it went to documents, below zero to a credit note."""
        self.tables["erp/payments"].append(
            {
                "payment_id": self.id_of(name),
                "customer_id": self.case,
                "paid_on": day,
                "amount": amount,
                "currency": CURRENCY,
            }
        )
        self.tables["erp/payment_allocations"] += [
            {
                "payment_id": self.id_of(name),
                "invoice_id": self.id_of(document),
                "amount": share,
            }
            for document, share in shares.items()
        ]

    def bank_line(self, name: str, day: date, amount: Decimal, text: str) -> None:
        """Money on the account of the case's legal entity, from its customer."""
        self.tables["bank/transactions"].append(
            {
                "bank_transaction_id": self.id_of(name),
                "bank_account_id": self.case,
                "booked_on": day,
                "amount": amount,
                "currency": CURRENCY,
                "counterparty_account": f"C{self.case}",
                "remittance_text": text,
            }
        )

    def contract(self, name: str, start: date, end: date | None, **terms: object) -> None:
        """A signed contract of one line, billed in advance."""
        deal = terms.pop("opportunity_id", None)
        currency = terms.pop("currency", CURRENCY)
        invoice_currency = terms.pop("invoice_currency", None)
        customer = terms.pop("customer_id", self.case)
        self.tables["contracts/contracts"].append(
            {
                "contract_id": self.id_of(name),
                "opportunity_id": deal,
                "account_id": self.case,
                "customer_id": customer,
                "legal_entity_id": self.case,
                "currency": currency,
                "invoice_currency": invoice_currency,
                "signed_on": start,
                "start_date": start,
                "end_date": end,
                "status": "active",
                "renewal": "none",
            }
        )
        self.tables["contracts/contract_lines"].append(
            {
                "contract_line_id": self.id_of(f"{name}-L"),
                "contract_id": self.id_of(name),
                "product_id": "PLAN",
                "charge_model": "flat",
                "billing_period": terms.get("price_period"),
                "billing_timing": "in_advance",
                "billing_anchor": "start",
                "start_date": start,
                "end_date": end,
                **terms,
            }
        )

    def ask(self, query: str, answer: list[dict[str, object]], **parameters: object) -> None:
        """`$case` of the query is the case's own id."""
        self.questions.append(Question(query, {"case": self.case, **parameters}, answer))


def express(case: Case) -> Expressed:
    """The case in our terms; whether it can be told is the caller's to know."""
    expressed = Expressed(case["id"])
    _parties(expressed)
    _TOPICS[case["topic"]](case, expressed)
    return expressed


def _parties(expressed: Expressed) -> None:
    expressed.tables["erp/legal_entities"].append(
        {
            "legal_entity_id": expressed.case,
            "name": f"Company of {expressed.case}",
            "country": "CL",
            "functional_currency": "CLP",
        }
    )
    expressed.tables["erp/customers"].append(
        {
            "customer_id": expressed.case,
            "name": f"Customer of {expressed.case}",
            "country": "CL",
            "payment_policy": "fifo" if expressed.case == "AR-021" else None,
        }
    )
    expressed.tables["erp/customer_bank_accounts"].append(
        {"customer_id": expressed.case, "account_number": f"C{expressed.case}"}
    )
    expressed.tables["bank/accounts"].append(
        {
            "bank_account_id": expressed.case,
            "legal_entity_id": expressed.case,
            "account_number": expressed.case.replace("AR-", "900"),
            "currency": CURRENCY,
        }
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _money(number: float | Decimal | int) -> Decimal:
    return Decimal(str(number))


# Ageing

# docs/collections.md, the ageing of any day; a credit by its own age.
AGED = """
    select dim_aging_buckets.bucket, sum(balances.balance_amount) as amount
    from marts.fct_receivables_balances as balances
    inner join marts.dim_aging_buckets
        on greatest(0, $day - balances.ages_from_date) >= dim_aging_buckets.from_days
        and greatest(0, $day - balances.ages_from_date)
            <= coalesce(dim_aging_buckets.until_days, 1000000)
    where
        balances.legal_entity_id = $case
        and $day between balances.balance_start and balances.balance_end
    group by all
"""
# A case counts from its last limit on in one bucket, of which a run with one limit more has two.
BUCKETS = {"not_due": ("current",), "91+": ("91-120", "120+"), "121+": ("120+",)}


def _ageing(case: Case, expressed: Expressed) -> None:
    given, expected = case["input"], case["expected"]
    if "terms" in given:
        return _instalments(case, expressed)
    if "as_of" not in given:
        return _credited(case, expressed)
    _items(given["items"], expressed)
    day = _day(given["as_of"])
    for name, amount in expected.items():
        if name == "total":
            query = f"select sum(amount) as amount from ({AGED})"
            expressed.ask(query, [{"amount": _money(amount)}], day=day)
            continue
        query = f"select coalesce(sum(amount), 0) as amount from ({AGED}) where bucket in $buckets"
        buckets = list(BUCKETS.get(name, (name,)))
        expressed.ask(query, [{"amount": _money(amount)}], day=day, buckets=buckets)
    return None


def _items(items: list[Case], expressed: Expressed) -> None:
    """Documents, credit notes and money, and the payments that apply them, one a day.

    Where what a day applies comes to nothing, the item below zero is itself the money; one that no
    day applies and that is never due waits on account.
    """
    days: dict[date, dict[str, Decimal]] = defaultdict(dict)
    for item in items:
        for application in item.get("applied", ()):
            days[_day(application["date"])][item["id"]] = _money(application["amount"])
    money = {
        name
        for applied in days.values()
        if not sum(applied.values())
        for name, amount in applied.items()
        if amount < 0
    }
    money |= {
        item["id"]
        for item in items
        if item["amount"] < 0 and not item.get("applied") and "due" not in item
    }
    given = {item["id"]: _day(item["date"]) for item in items}
    for item in items:
        if item["id"] not in money:
            due = _day(item["due"]) if "due" in item else None
            expressed.document(item["id"], _money(item["amount"]), given[item["id"]], due)
        elif not item.get("applied"):
            expressed.payment(item["id"], given[item["id"]], -_money(item["amount"]))
    for day, applied in days.items():
        shares = {name: amount for name, amount in applied.items() if name not in money}
        paid_on = next((given[name] for name in applied if name in money), day)
        expressed.payment(f"P{day}", paid_on, sum(shares.values(), Decimal(0)), **shares)


def _instalments(case: Case, expressed: Expressed) -> None:
    """Each term is a document of its own; money goes to the oldest, by the customer's policy."""
    given, expected = case["input"], case["expected"]
    for number, (share, days) in enumerate(zip(given["terms"], given["days"], strict=True)):
        amount = _money(given["invoice"]) * _money(share) / 100
        expressed.document(f"T{number}", amount, LAST, LAST + timedelta(days=days))
    expressed.bank_line("B1", LAST + timedelta(days=1), _money(given["payment"]), "Abono")
    expressed.ask(
        "select balance_amount as open from marts.fct_receivables_balances "
        "where legal_entity_id = $case and $day between balance_start and balance_end "
        "order by ages_from_date",
        [{"open": _money(row["open"])} for row in expected["rows_before"]],
        day=LAST,
    )
    expressed.ask(
        "select total_amount as invoiced, paid_amount as paid, open_amount as open "
        "from marts.fct_invoices where legal_entity_id = $case and open_amount > 0 order by due_on",
        [
            {key: _money(value) for key, value in row.items()}
            for row in expected["rows_after_payment"]
        ],
    )


def _credited(case: Case, expressed: Expressed) -> None:
    [item] = case["input"]["items"]
    expressed.document(item["id"], _money(item["amount"]), BEFORE)
    expressed.document("N", -_money(item["credit_note_applied"]), LAST, None, item["id"])
    expressed.ask(
        "select total_amount as invoiced, paid_amount as paid, credited_amount as credit_note, "
        "open_amount as open from marts.fct_invoices where invoice_id = $invoice",
        [{name: _money(amount) for name, amount in case["expected"].items()}],
        invoice=expressed.id_of(item["id"]),
    )


def _overdue(case: Case, expressed: Expressed) -> None:
    given, expected = case["input"], case["expected"]
    due = _day(given["due"])
    expressed.document("I1", _money(given["balance"]), due - timedelta(days=30), due)
    expressed.ask(
        "select balance_amount > 0 and $day > ages_from_date as is_overdue, "
        "$day - ages_from_date as days_overdue from marts.fct_receivables_balances "
        "where legal_entity_id = $case and $day between balance_start and balance_end",
        [expected],
        day=_day(given["today"]),
    )


# Roll-forward, days of sales, collection effectiveness


def _measured(expressed: Expressed, month: date, **columns: object) -> None:
    """What the case says of columns of a month's metrics."""
    expressed.ask(
        f"select {', '.join(columns)} from marts.fct_collection_metrics "
        "where legal_entity_id = $case and closing_month = $month",
        [columns],
        month=month.replace(day=1),
    )


def _rollforward(case: Case, expressed: Expressed) -> None:
    given = {name: _money(amount) for name, amount in case["input"].items()}
    expected = {name: _money(amount) for name, amount in case["expected"].items()}
    paid = given["cash_applied"] + given["write_offs"]
    if given["opening"]:
        expressed.document("I1", paid, BEFORE)
        expressed.document("I2", given["opening"] - paid, BEFORE)
        expressed.document("I3", given["invoiced"], LAST)
        expressed.document("N", -given["credit_notes"], LAST, None, "I2")
        number = "I1"
    else:
        expressed.document("I3", given["invoiced"], LAST)
        number = "I3"
    came = given.get("cash_received", given["cash_applied"])
    expressed.bank_line("B1", LAST + timedelta(days=1), came, f"{expressed.case}/{number}")
    expressed.write_off = given["write_offs"] or None
    if "closing" in expected:
        _measured(
            expressed,
            LAST,
            opening_amount=given["opening"],
            invoiced_amount=given["invoiced"],
            credit_note_amount=-given["credit_notes"],
            cash_amount=-given["cash_applied"],
            settled_amount=-given["write_offs"],
            closing_amount=expected["closing"],
        )
    else:
        _measured(
            expressed,
            LAST,
            receivable_amount=expected["gross_ar"],
            unapplied_amount=-expected["unapplied"],
            closing_amount=expected["net_ar"],
        )


def _dso(case: Case, expressed: Expressed) -> None:
    given = case["input"]
    dso = case["expected"]["dso"]
    if given.get("variant") == "gitlab":
        return _dso_on_bookings(case, expressed)
    owed, sold, days = _money(given["ar"]), _money(given["credit_sales"]), given["days"]
    if days == 365:
        first = date(2025, 7, 10)
        expressed.document("I1", sold - owed, first)
        expressed.document("I2", owed, LAST)
        expressed.payment("P1", first, sold - owed, I1=sold - owed)
        return _measured(expressed, LAST, annual_dso_days=_money(dso))
    # June has the thirty days of the case.
    expressed.document("I1", owed, BEFORE)
    return _measured(expressed, LAST, credit_sales_amount=sold, monthly_dso_days=dso)


def _dso_on_bookings(case: Case, expressed: Expressed) -> None:
    before = Decimal(0)
    for month, owed in enumerate(map(_money, case["input"]["ar_last_3_months"]), start=4):
        expressed.document(f"I{month}", owed - before, date(2026, month, 10))
        before = owed
    deal = expressed.id_of("O")
    expressed.tables["crm/opportunities"].append(
        {
            "opportunity_id": deal,
            "account_id": expressed.case,
            "name": "Deal",
            "stage": "won",
            "is_won": "true",
            "amount": case["input"]["tcv_bookings_same_period"],
            "currency": CURRENCY,
            "close_date": BEFORE,
        }
    )
    expressed.contract("K", LAST, None, unit_price=1, price_period="P1M", opportunity_id=deal)
    _measured(expressed, LAST, bookings_dso_days=_money(case["expected"]["dso"]))


def _countback(case: Case, expressed: Expressed) -> None:
    """All that was sold is billed; what is not owed any more was the oldest."""
    rest = _money(case["input"]["ar"])
    for month in case["input"]["months"]:
        sold, name = _money(month["sales"]), f"I{month['month']}"
        issued = _day(f"{month['month']}-10")
        expressed.document(name, sold, issued)
        if sold > rest:
            expressed.payment(f"P{name}", issued, sold - rest, **{name: sold - rest})
        rest -= min(rest, sold)
    _measured(expressed, LAST, countback_dso_days=_money(case["expected"]["dso"]))


def _best_possible(case: Case, expressed: Expressed) -> None:
    """January to March 2026 have the ninety days of the case."""
    given, expected = case["input"], case["expected"]
    owed, not_due = _money(given["ar"]), _money(given["current_ar"])
    paid = _money(given["credit_sales"]) - owed
    first, last = date(2026, 1, 10), date(2026, 3, 10)
    expressed.document("I1", paid, first)
    expressed.payment("P1", first, paid, I1=paid)
    expressed.document("I2", owed - not_due, last)
    expressed.document("I3", not_due, last, FAR)
    _measured(
        expressed,
        last,
        quarterly_dso_days=_money(expected["dso"]),
        best_possible_dso_days=_money(expected["best_possible_dso"]),
        average_days_delinquent=_money(expected["average_days_delinquent"]),
    )


def _cei(case: Case, expressed: Expressed) -> None:
    given = {name: _money(amount) for name, amount in case["input"].items()}
    expected = case["expected"]["cei"]
    if given["beginning"]:
        expressed.document("I1", given["beginning"], BEFORE)
    overdue = given["credit_sales"] - given["ending_current"]
    if overdue:
        expressed.document("I2", overdue, LAST)
    expressed.document("I3", given["ending_current"], LAST, FAR)
    paid = given["beginning"] + given["credit_sales"] - given["ending_total"]
    if paid:
        expressed.payment("P1", LAST, paid, I1=paid)
    _measured(
        expressed,
        LAST,
        receivable_amount=given["ending_total"],
        collection_effectiveness_percent=None if expected is None else _money(expected),
    )


# Dunning


def _dunning(case: Case, expressed: Expressed) -> None:
    """What is blocked is disputed since the day on which its level was reached."""
    [check] = case["input"]["checks"]
    issued = AS_OF - timedelta(days=90)
    expressed.document("I1", Decimal(100), issued, AS_OF - timedelta(days=check["day"]))
    if check.get("paid"):
        expressed.payment("P1", AS_OF, Decimal(100), I1=Decimal(100))
    previous = check.get("previous") or {}
    if previous.get("blocked"):
        reached = case["input"]["levels_days"][previous["level"] - 1]
        expressed.tables["decisions/gap_decisions"].append(
            {
                "gap_id": f"invoice_without_contract@{expressed.id_of('I1')}@document",
                "decision": "disputed",
                "reason": "The customer says that it ordered nothing",
                "decided_on": AS_OF - timedelta(days=check["day"] - reached),
            }
        )
    level = case["expected"]["level"]
    expressed.ask(
        "select dunning_level from marts.fct_collection_worklist where legal_entity_id = $case",
        [] if level is None else [{"dunning_level": level}],
    )


# Monthly recurring revenue

KINDS = {"upgrade": "expansion", "downgrade": "contraction"}
PERIODS = {"year": "P{}Y", "month": "P{}M", "week": "P{}W"}
MOVED = (
    "select strftime(movement_month, '%Y-%m') as month, kind, amount, closing_amount as mrr "
    "from marts.fct_mrr_movements where customer_id = $case order by movement_month"
)


def _waterfall(case: Case, expressed: Expressed) -> None:
    for number, period in enumerate(case["input"]["periods"]):
        start, end = (_day(f"{period[key]}-01") for key in ("start", "end_exclusive"))
        expressed.contract(
            f"K{number}",
            start,
            end - timedelta(days=1),
            unit_price=_money(period["mrr"]),
            price_period="P1M",
        )
    expressed.ask(
        MOVED,
        [
            {
                "month": row["month"],
                "kind": KINDS.get(row["category"], row["category"]),
                "amount": _money(row["change"]),
                "mrr": _money(row["mrr"]),
            }
            for row in case["expected"]["rows"]
            if row["category"]
        ],
    )


def _recurring(expressed: Expressed, mrr: Decimal) -> None:
    expressed.ask(
        "select coalesce(sum(amount), 0) as mrr from marts.fct_mrr_movements "
        "where customer_id = $case",
        [{"mrr": mrr}],
    )


def _normalised(case: Case, expressed: Expressed) -> None:
    given = case["input"]
    if "true_up_charged_this_month" in given:
        return _with_true_up(case, expressed)
    period = PERIODS[given["interval"]].format(given["count"])
    expressed.contract("K", LAST, None, unit_price=_money(given["amount"]), price_period=period)
    return _recurring(expressed, _money(case["expected"]["mrr"]))


def _discounted(case: Case, expressed: Expressed) -> None:
    """An amount off is one of the billing period: the cycle of the case, else a month."""
    given, expected = case["input"], case["expected"]
    months = given.get("cycle_months", 1)
    price = _money(given["price"] if "price" in given else given["contract_mrr"] * months)
    expressed.contract("K", LAST, None, unit_price=price, price_period=f"P{months}M")
    expressed.tables["contracts/adjustments"].append(
        {
            "adjustment_id": expressed.id_of("A"),
            "contract_id": expressed.id_of("K"),
            "kind": "amount_discount",
            "value": given["amount_off"],
            "start_date": LAST,
        }
    )
    _recurring(expressed, _money(expected["billed_mrr"]))


def _moved(case: Case, expressed: Expressed) -> None:
    if "contract" in case["input"]:
        return _three_figures(case, expressed)
    if "uf" in case["input"]:
        return _indexed(case, expressed)
    return _lapsed(case, expressed)


def _three_figures(case: Case, expressed: Expressed) -> None:
    """Twelve months of which the first three are free: the month that the case looks at is June."""
    terms = re.fullmatch(r"(\d+) months, (\d+) free, list (\d+)", case["input"]["contract"])
    assert terms
    assert case["input"]["month"] == 1
    months, free, price = map(int, terms.groups())
    start = LAST.replace(day=1)
    end, charged_on = (_months_later(start, number) for number in (months, free))
    expressed.contract("K", start, end - timedelta(days=1), unit_price=price, price_period="P1M")
    expressed.tables["contracts/adjustments"].append(
        {
            "adjustment_id": expressed.id_of("A"),
            "contract_id": expressed.id_of("K"),
            "kind": "free",
            "start_date": start,
            "end_date": charged_on - timedelta(days=1),
        }
    )
    expressed.ask(
        "select list_amount as mrr_list, contract_amount as mrr_contract_average, "
        "billed_amount as mrr_billed from marts.fct_mrr_balances where customer_id = $case",
        [{name: _money(amount) for name, amount in case["expected"].items()}],
    )


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def _indexed(case: Case, expressed: Expressed) -> None:
    """A contract in UF, billed in pesos: the values of the unit are those of two months' ends."""
    given, expected = case["input"], case["expected"]
    ends = (LAST.replace(day=1) - timedelta(days=1), AS_OF)
    expressed.contract(
        "K",
        BEFORE,
        None,
        unit_price=_money(given["mrr_uf"]),
        price_period="P1M",
        currency="CLF",
        invoice_currency="CLP",
    )
    expressed.tables["reference/exchange_rates"] += [
        {"rate_date": end, "from_currency": "CLF", "to_currency": "CLP", "rate": _money(value)}
        for end, value in zip(ends, given["uf"], strict=True)
    ]
    first, second = map(_money, expected["mrr_clp"])
    assert expected["upgrade"] == 0
    effect = _money(expected["fx_or_index_effect"])
    expressed.ask(
        MOVED,
        [
            {"month": f"{BEFORE:%Y-%m}", "kind": "new", "amount": first, "mrr": first},
            {"month": f"{LAST:%Y-%m}", "kind": "index", "amount": effect, "mrr": second},
        ],
    )


def _lapsed(case: Case, expressed: Expressed) -> None:
    """Paid until a day of June: all of May, nothing of June."""
    last = LAST.replace(day=int(case["input"]["paid_until"].removeprefix("June ")))
    expressed.contract("K", date(2026, 4, 1), last, unit_price=30, price_period="P1M")
    expressed.ask(
        MOVED,
        [
            {"month": "2026-04", "kind": "new", "amount": Decimal(30), "mrr": Decimal(30)},
            {"month": "2026-06", "kind": "churn", "amount": Decimal(-30), "mrr": Decimal(0)},
        ],
    )


def _retained(case: Case, expressed: Expressed) -> None:
    """Who came, grew, shrank and left in June are customers of their own."""
    given = {name: _money(amount) for name, amount in case["input"].items()}
    moves = {
        "A": (given["expansion"], 2 * given["expansion"]),
        "B": (2 * given["contraction"], given["contraction"]),
        "C": (given["churn"], Decimal(0)),
        "D": (Decimal(0), given["new"]),
    }
    rest = given["start"] - sum((before for before, _ in moves.values()), Decimal(0))
    moves["E"] = (rest, rest)
    june = LAST.replace(day=1)
    for name, (before, now) in moves.items():
        customer = expressed.id_of(name)
        expressed.tables["erp/customers"].append(
            {"customer_id": customer, "name": f"Customer {name} of {expressed.case}"}
        )
        for stage, start, end, price in (
            ("before", date(2026, 5, 1), june - timedelta(days=1), before),
            ("now", june, None, now),
        ):
            if price:
                expressed.contract(
                    f"{name}-{stage}",
                    start,
                    end,
                    unit_price=price,
                    price_period="P1M",
                    currency=RETENTION_CURRENCY,
                    customer_id=customer,
                )
    expected = {name: _money(number) for name, number in case["expected"].items()}
    expressed.ask(
        "select 100 * net_retention_rate as nrr, 100 * gross_retention_rate as grr "
        "from marts.fct_revenue_retention where currency_view = 'billed' and window_months = 1 "
        "and currency = $currency and movement_month = $month",
        [{name: expected[name] for name in ("nrr", "grr")}],
        currency=RETENTION_CURRENCY,
        month=june,
    )
    expressed.ask(
        "select sum(closing_amount) as closing from marts.fct_mrr_balances "
        "where customer_id like $case || ':%' and movement_month = $month",
        [{"closing": expected["closing"]}],
        month=june,
    )


def _with_true_up(case: Case, expressed: Expressed) -> None:
    """What lacked to the minimum of a year that ended in June, beside a subscription."""
    given, year_ended_on = case["input"], LAST - timedelta(days=1)
    expressed.contract(
        "K",
        BEFORE,
        None,
        unit_price=_money(given["subscriptions_active_on_last_day"]),
        price_period="P1M",
    )
    expressed.contract(
        "U",
        LAST.replace(year=LAST.year - 1),
        year_ended_on,
        charge_model="usage_per_unit",
        unit_price=1,
        billing_period="P1Y",
        minimum_amount=_money(given["true_up_charged_this_month"]),
    )
    expressed.ask(
        "select closing_amount + true_up_amount as mrr from marts.fct_mrr_balances "
        "where customer_id = $case and movement_month = $month",
        [{"mrr": _money(case["expected"]["mrr"])}],
        month=LAST.replace(day=1),
    )


_TOPICS: dict[str, Callable[[Case, Expressed], None]] = {
    "ageing": _ageing,
    "overdue_flag": _overdue,
    "ar_rollforward": _rollforward,
    "dso": _dso,
    "dso_countback": _countback,
    "dso_best_possible": _best_possible,
    "cei": _cei,
    "dunning": _dunning,
    "mrr_waterfall": _waterfall,
    "mrr_normalisation": _normalised,
    "mrr_discount": _discounted,
    "mrr_movement": _moved,
    "retention": _retained,
}
