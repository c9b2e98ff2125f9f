"""Cases of other billing systems in the words of CANONICAL.md; their facts stay where they are.

Data flow: case → `express` → rows of a drop and the figures that the schedule must hold. The
convention of a case is taken from its terms and its text, never from the figures it expects.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

Case = dict[str, Any]
Row = dict[str, object]

DURATIONS = {"week": "P1W", "month": "P1M", "quarter": "P3M", "year": "P1Y"}
RULES = {"monthly": "P{}M", "monthlylastday": "P{}M", "semesterly": "P6M", "yearly": "P{}Y"}
# A case that names no dates is set in one whole month.
SOME_MONTH = date(2023, 3, 1)
DAY_COUNTS = {
    None: "actual",
    "actual days": "actual",
    "actual days of the period": "actual",
    "actual days / days of that month": "actual",
    # Where a stub crosses a month's end that month counts as 30 days: the 30/360 rule.
    "30 fixed days per month": "thirty_360",
    "actual days / 30": "fixed_30",
    "assume 30 days": "fixed_30",
    "strict 30/360 (month end is day 30)": "thirty_360",
}


@dataclass(frozen=True)
class Figure:
    """Rows that the schedule must hold: of a line, a period, what is known of them.

    `charge_kind` None is all that the line is charged for the period, its rows together.
    """

    line: str
    charge_kind: str | None
    period_start: date | None
    period_end: date | None
    net_amount: Decimal | None
    tax_amount: Decimal | None = None
    invoice_net_amount: Decimal | None = None


@dataclass
class Expressed:
    """A case as rows of a drop, and the figures to be found; `total` is that of the contract."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    total: Decimal | None = None

    def add(self, table: str, **row: object) -> None:
        self.tables.setdefault(table, []).append(row)


def express(case: Case) -> Expressed | None:
    """The case in our terms, or None where no function below knows its family and shape."""
    mappers = (
        _minimum_spend, _taken_back, _changed_at_half, _replaced, _free_units, _at_each_uf,
        _trial_in_a_time_zone,
        _usage, _metered_units, _commitment, _fee_and_usage, _indexed, _uplifted, _in_uf, _ramp,
        _milestones, _usage_periods, _plain,
    )  # fmt: skip
    for told in mappers:
        if (expressed := told(case)) is not None:
            return expressed
    return None


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _is_inclusive(case: Case) -> bool:
    return bool(case["period_end_is"] == "inclusive")


def _last_day(case: Case, text: str) -> date:
    """The last day served: the end itself, or the day before it where ends are exclusive."""
    return _day(text) - timedelta(days=0 if _is_inclusive(case) else 1)


def _contract(
    case: Case, expressed: Expressed, start: date, end: date | None, **terms: object
) -> None:
    expressed.add(
        "contracts/contracts",
        **{
            "contract_id": case["id"],
            "account_id": "A",
            "customer_id": "K",
            "legal_entity_id": "E",
            "currency": case["terms"]["currency"],
            "signed_on": start - timedelta(days=30),
            "start_date": start,
            "end_date": end,
            "status": "active",
            "renewal": "none",
            **terms,
        },
    )


def _line(case: Case, expressed: Expressed, number: int, **terms: object) -> str:
    line = f"{case['id']}-L{number}"
    expressed.add(
        "contracts/contract_lines",
        **{
            "contract_line_id": line,
            "contract_id": case["id"],
            "product_id": f"P{number}",
            "price_period": terms.get("billing_period"),
            "billing_timing": "in_advance",
            "billing_anchor": "start",
            **terms,
        },
    )
    return line


def _net(row: Row) -> Decimal | None:
    amount = row.get("amount")
    return None if amount is None else Decimal(str(amount))


# Whole months and weeks, stubs, cancellations, changes of price and quantity


def _plain(case: Case) -> Expressed | None:
    """A price for a period, from a start on, perhaps to an end, perhaps changed on the way."""
    terms, expected = case["terms"], case["expected"]
    changes = [event for event in case["events"] if event["type"] in CHANGES]
    if len(changes) != len(case["events"]) or terms.keys() & TERMS_OF_ITS_OWN:
        return None
    if any(row.get("kind") in PAPERWORK or row.get("item") for row in expected):
        return None
    if terms.get("prorated") is False and not all(event.get("apply") for event in changes):
        return None
    period = _billing_period(terms)
    start = terms.get("start") or terms.get("stub_start") or terms.get("anchor_date")
    if period is None or start is None or "T" in start:
        return None
    if terms.get("last_invoiced_through") or terms.get("next_invoice_date", "") > start:
        # What was billed before, by another rhythm, is not a term.
        return None
    ended = next((event for event in changes if event["type"] in ("cancel", "end")), None)
    end = terms.get("end") or terms.get("stub_end")
    first = _day(start)
    last = _last_day(case, end) if end else None
    if ended is not None:
        last = _last_day(case, ended["date"])
    if last is not None and last < first:
        return Expressed() if not expected else None
    expressed = Expressed()
    _contract(case, expressed, first, last)
    line = _line(
        case,
        expressed,
        1,
        charge_model="per_unit",
        quantity=terms.get("quantity", 1),
        unit_price=_price(terms),
        billing_period=period,
        billing_timing=terms.get("billing_timing", "in_advance"),
        start_date=first,
        proration=_proration(case),
        tax_rate=_tax_rate(terms),
        **_anchor(terms),
    )
    for number, event in enumerate(changes, start=1):
        _change(case, expressed, line, number, event)
    _windows(case, expressed, line, first)
    _figures(case, expressed, line)
    return expressed


CHANGES = ("cancel", "end", "plan_change", "price_change", "price_revision", "quantity")
# What a line alone does not tell: other lines, other documents, another clock.
TERMS_OF_ITS_OWN = {
    "schedule", "milestones", "items", "usage", "usage_model", "fixed_charges", "coupon", "coupons",
    "orders", "order_total", "invoice_total", "due_rule", "consumption", "index", "ramp",
    "price_currency", "renewal_uplift_pct", "minimum_commitment", "service_start",
    "timezone", "usage_unit_price", "invoice_day", "renewal_term_months", "invoice_past_term_end",
    "stub_on_cancel",
}  # fmt: skip
# Lines by which the issuing system takes back what it billed before: no part of what is due.
PAPERWORK = {
    "credit", "credit_note", "invoice_total", "renewal term", "unused old plan", "manual credit",
    "remaining new plan", "correction of invoice 1", "final_invoice_total_after_credit",
    "invoice_total_after_credit", "extension", "credit for the shrunk part", "credit used",
}  # fmt: skip


def _billing_period(terms: Row) -> str | None:
    if rule := terms.get("billing_rule"):
        return RULES[str(rule)].format(terms.get("interval", 1))
    return DURATIONS.get(str(terms.get("billing_period")))


def _price(terms: Row) -> object:
    return terms.get("price", "100.00")


def _tax_rate(terms: Row) -> Decimal | None:
    rate = terms.get("tax_rate")
    return None if rate is None else Decimal(str(rate)) / 100


def _proration(case: Case) -> str:
    terms = case["terms"]
    if terms.get("prorate") is False or terms.get("prorated") is False or "billing_rule" in terms:
        return "full"
    if "only the partial month is prorated" in case["convention"]:
        return "actual_month"
    return DAY_COUNTS[terms.get("day_count")]


def _anchor(terms: Row) -> Row:
    if terms.get("billing_rule") == "monthlylastday" or terms.get("anchor") == "calendar":
        return {"billing_anchor": "calendar"}
    if str(terms.get("align")).startswith("calendar"):
        return {"billing_anchor": "calendar"}
    if (end := terms.get("stub_end")) is not None:
        # A stub by itself leads up to the boundary that it ends on.
        return {"billing_anchor": "day", "billing_anchor_day": _day(str(end)).day}
    if (day := terms.get("bill_cycle_day")) is not None:
        if terms.get("billing_period") == "month":
            return {"billing_anchor": "day", "billing_anchor_day": day}
        # Longer periods are counted from that day of the month that they start in.
        start = _day(str(terms["start"]))
        last = (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        boundary = start.replace(day=min(int(str(day)), last.day))
        return {"billing_anchor": "date", "billing_anchor_date": boundary}
    if (anchor := terms.get("anchor_date")) is not None:
        return {"billing_anchor": "date", "billing_anchor_date": _day(str(anchor))}
    if terms.get("day_count"):
        # Without a day to count from, the full period is the calendar month.
        return {"billing_anchor": "calendar"}
    return {"billing_anchor": "start"}


def _change(case: Case, expressed: Expressed, line: str, number: int, event: Row) -> None:
    """A new price or quantity; the change day belongs to the new terms unless the case says no."""
    if event["type"] in ("cancel", "end"):
        return
    effective = _day(str(event.get("effective") or event["date"]))
    if event.get("apply") == "next period":
        effective = (effective.replace(day=28) + timedelta(days=4)).replace(day=1)
    if "belongs to the OLD" in case["convention"]:
        effective += timedelta(days=1)
    is_quantity = event["type"] == "quantity"
    expressed.add(
        "contracts/amendments",
        amendment_id=f"{case['id']}-M{number}",
        contract_id=case["id"],
        contract_line_id=line,
        kind="quantity" if is_quantity else "price",
        effective_date=effective,
        signed_on=effective,
        quantity=event["value"] if is_quantity else None,
        unit_price=None if is_quantity else event.get("price", event.get("fixed")),
    )


def _windows(case: Case, expressed: Expressed, line: str, first: date) -> None:
    terms = case["terms"]
    if percent := terms.get("discount_pct"):
        _adjust(case, expressed, line, "percent_discount", first, None, percent)
    if days := terms.get("trial_days"):
        _adjust(case, expressed, line, "free", first, first + timedelta(days=int(days) - 1), None)


def _adjust(
    case: Case,
    expressed: Expressed,
    line: str,
    kind: str,
    start: date,
    end: date | None,
    value: object,
) -> None:
    expressed.add(
        "contracts/adjustments",
        adjustment_id=f"{line}-{kind}",
        contract_id=case["id"],
        contract_line_id=line,
        kind=kind,
        value=value,
        start_date=start,
        end_date=end,
    )


def _figures(case: Case, expressed: Expressed, line: str) -> None:
    """What is credited of old terms is no row of ours: it is a whole period less its first part."""
    is_told_apart = any(row.get("kind") for row in case["expected"])
    is_full = _proration(case) == "full"
    for row in case["expected"]:
        start, end = row["period_start"], row["period_end"]
        if is_told_apart and not str(row.get("kind")).startswith("charge new"):
            continue
        if start and end == start and not _is_inclusive(case):
            continue
        tax = row.get("tax")
        expressed.figures.append(
            Figure(
                line,
                "recurring",
                _day(start) if start else None,
                _last_day(case, end) if end and not (is_full and case["events"]) else None,
                _net(row),
                Decimal(str(tax)) if tax is not None and not row.get("tax_included") else None,
            )
        )


# Usage: one month, one quantity


def _usage(case: Case) -> Expressed | None:
    """A month's usage at per-unit, volume, graduated or package prices."""
    terms, events = case["terms"], case["events"]
    if not any(event["type"] == "usage" for event in events):
        return None
    if any(event["type"] != "usage" or "quantity" not in event for event in events):
        return None
    tiers = _tiers(terms)
    if tiers is None or len(case["expected"]) != 1 or "price" in terms:
        return None
    model, rows, included, minimum = tiers
    expressed = Expressed()
    start, end = SOME_MONTH, SOME_MONTH.replace(day=31)
    _contract(case, expressed, start, end)
    line = _line(
        case, expressed, 1, charge_model=model, billing_period="P1M", billing_timing="in_arrears",
        billing_anchor="calendar", start_date=start, included_quantity=included,
        minimum_amount=minimum,
    )  # fmt: skip
    for number, tier in enumerate(rows, start=1):
        expressed.add("contracts/price_tiers", contract_line_id=line, tier_number=number, **tier)
    for number, event in enumerate(events, start=1):
        if Decimal(str(event["quantity"])):
            expressed.add(
                "usage/usage_records", usage_id=f"{line}-U{number}", contract_line_id=line,
                used_on=start + timedelta(days=number), quantity=event["quantity"],
            )  # fmt: skip
    row = case["expected"][0]
    true_up = Decimal(str(row.get("includes_true_up", 0)))
    net = Decimal(str(row["amount"]))
    expressed.figures.append(Figure(line, "usage", start, end, net - true_up))
    if true_up:
        expressed.figures.append(Figure(line, "minimum_true_up", start, end, true_up))
    return expressed


def _tiers(terms: Row) -> tuple[str, list[Row], object, object] | None:
    """Charge model, tiers, included quantity and minimum of a case's usage; None for others."""
    usage = terms.get("usage")
    if isinstance(usage, dict):
        if usage.get("model") == "package":
            tier = {"up_to_quantity": usage["size"], "unit_price": usage["price"]}
            return "usage_package", [tier], usage.get("free_units"), None
        if usage.get("model") in ("volume", "graduated"):
            rows = [
                {
                    "up_to_quantity": tier.get("up_to", tier.get("to")),
                    "unit_price": tier.get("unit") or 0,
                    "flat_amount": tier.get("flat"),
                }
                for tier in usage["tiers"]
            ]
            return f"usage_{usage['model']}", rows, None, usage.get("minimum_spend")
        return None
    blocks = terms.get("tiers")
    if not isinstance(blocks, list) or any(block.get("block_size") != 1 for block in blocks):
        return None
    if terms.get("usage_model") != "graduated (all tiers)":
        return None
    rows, reached = [], 0
    for block in blocks:
        reached += block["max_blocks"]
        rows.append({"up_to_quantity": reached, "unit_price": block["price_per_block"]})
    return "usage_graduated", rows, None, None


# A minimum below which a period is never billed


def _commitment(case: Case) -> Expressed | None:
    """A fee with a minimum for fee and charges together: the rest of it is a true-up.

    Charges beside the fee: both are one line of usage, the fee being the flat amount of its tier.
    That fee is not prorated, so only whole periods are told this way.
    """
    terms, events = case["terms"], case["events"]
    if "minimum_commitment" not in terms or "coupon" in terms or "trial_days" in terms:
        return None
    if any(event["type"] != "plan_change_at_period_end" for event in events):
        return None
    charges = Decimal(terms.get("other_charges", "0"))
    if charges and (terms["anchor"] == "calendar" or "charges_billed" in terms):
        return None
    expressed = Expressed()
    first = _day(terms["start"])
    _contract(case, expressed, first, None)
    line = _line(
        case,
        expressed,
        1,
        charge_model="usage_graduated" if charges else "flat",
        unit_price=None if charges else terms["price"],
        billing_period=DURATIONS[terms["billing_period"]],
        billing_timing=terms["billing_timing"],
        billing_anchor="calendar" if terms.get("anchor") == "calendar" else "start",
        start_date=first,
        minimum_amount=terms["minimum_commitment"],
    )
    if charges:
        expressed.add(
            "contracts/price_tiers", contract_line_id=line, tier_number=1, up_to_quantity=None,
            unit_price=1, flat_amount=terms["price"],
        )  # fmt: skip
        _use(expressed, line, 1, first + timedelta(days=1), charges)
    for number, event in enumerate(events, start=1):
        _change(case, expressed, line, number, event)
    for row in case["expected"]:
        item, net = row.get("item", ""), _net(row)
        kind: str | None = "minimum_true_up" if "true-up" in item else "recurring"
        if item == "fee + true-up":
            kind = None
        elif charges and kind == "recurring":
            kind, net = "usage", net + charges if net is not None else None
        period = _day(row["period_start"]), _last_day(case, row["period_end"])
        expressed.figures.append(Figure(line, kind, *period, net))
    return expressed


def _metered_units(case: Case) -> Expressed | None:
    """Two units, each with tiers of its own: a line each, and what they cost together."""
    tiers = case["terms"].get("tiers")
    if not isinstance(tiers, dict):
        return None
    expressed = Expressed(total=_net(case["expected"][0]))
    first = _day(case["terms"]["period_start"])
    last = _last_day(case, case["terms"]["period_end"])
    _contract(case, expressed, first, last)
    for number, (unit, steps) in enumerate(tiers.items(), start=1):
        line = _line(
            case, expressed, number, charge_model="usage_graduated", billing_period="P1M",
            billing_timing="in_arrears", start_date=first,
        )  # fmt: skip
        reached = 0
        for tier, step in enumerate(steps, start=1):
            reached += step["max_units"]
            expressed.add(
                "contracts/price_tiers", contract_line_id=line, tier_number=tier,
                up_to_quantity=reached, unit_price=step["price"],
            )  # fmt: skip
        for used, event in enumerate(case["events"], start=1):
            if event["unit"] == unit:
                _use(expressed, line, used, _day(event["date"]), event["quantity"])
    return expressed


def _use(expressed: Expressed, line: str, number: int, used_on: date, quantity: object) -> None:
    expressed.add(
        "usage/usage_records", usage_id=f"{line}-U{number}", contract_line_id=line,
        used_on=used_on, quantity=quantity,
    )  # fmt: skip


def _fee_and_usage(case: Case) -> Expressed | None:
    """A fee and a metered unit, both in arrears until the contract is cancelled: two lines."""
    terms, expected = case["terms"], case["expected"]
    if "usage_unit_price" not in terms or {row.get("item") for row in expected} != {"fee", "usage"}:
        return None
    expressed = Expressed()
    cancelled = next(event for event in case["events"] if event["type"] == "cancel")
    _contract(case, expressed, _day(terms["start"]), _last_day(case, cancelled["date"]))
    shared = {
        "billing_period": "P1M", "billing_timing": "in_arrears", "billing_anchor": "calendar",
        "start_date": _day(terms["start"]), "tax_rate": _tax_rate(terms),
    }  # fmt: skip
    fee = _line(case, expressed, 1, charge_model="flat", unit_price=terms["price"], **shared)
    unit = terms["usage_unit_price"]
    usage = _line(case, expressed, 2, charge_model="usage_per_unit", unit_price=unit, **shared)
    for number, event in enumerate(case["events"], start=1):
        if event["type"] == "usage":
            _use(expressed, usage, number, _day(event["date"]), event["quantity"])
    for row in expected:
        line, kind = (fee, "recurring") if row["item"] == "fee" else (usage, "usage")
        period = _day(row["period_start"]), _last_day(case, row["period_end"])
        expressed.figures.append(Figure(line, kind, *period, _net(row), Decimal(row["tax"])))
    return expressed


# Prices that move


def _yearly(case: Case, expressed: Expressed, kind: str, **adjustment: object) -> str:
    first = _day(case["terms"].get("start", "2020-01-01"))
    _contract(case, expressed, first, None)
    line = _line(
        case, expressed, 1, charge_model="flat", unit_price=case["terms"]["price"],
        billing_period="P1Y", start_date=first,
    )  # fmt: skip
    expressed.add(
        "contracts/adjustments", adjustment_id=f"{line}-J", contract_id=case["id"],
        contract_line_id=line, kind=kind, start_date=first, **adjustment,
    )  # fmt: skip
    return line


def _indexed(case: Case) -> Expressed | None:
    """A yearly price that follows an index from its base; the reported system result does not."""
    index = case["terms"].get("index")
    if index is None or "reported SYSTEM result" in case["convention"]:
        return None
    expressed, code = Expressed(), f"{case['id']}-{index['name']}"
    line = _yearly(case, expressed, "index", index_code=code, index_lag_months=0)
    values = {case["terms"]["start"]: index["base"], **index["values"]}
    for month, value in values.items():
        expressed.add("reference/index_values", index_code=code, index_month=month, value=value)
    _figures(case, expressed, line)
    return expressed


def _uplifted(case: Case) -> Expressed | None:
    """The price of the term that follows the first, after a percent at its renewal."""
    percent = case["terms"].get("renewal_uplift_pct")
    if percent is None or not case["expected"]:
        return None
    expressed = Expressed()
    line = _yearly(case, expressed, "uplift_percent", value=percent)
    (row,) = case["expected"]
    second = date(2020 + row["term"] - 1, 1, 1)
    expressed.figures.append(Figure(line, "recurring", second, None, _net(row)))
    return expressed


def _in_uf(case: Case) -> Expressed | None:
    """A price in UF, billed in pesos at the UF of the bill date, and the tax on those pesos."""
    terms = case["terms"]
    if terms.get("fx_rule") != "UF of the invoice date":
        return None
    (row,) = case["expected"]
    first, expressed = _day(row["invoice_on"]), Expressed()
    _contract(
        case, expressed, first, first + timedelta(days=29), currency="CLF", invoice_currency="CLP",
        fx_rule="bill_date",
    )  # fmt: skip
    line = _line(
        case, expressed, 1, charge_model="flat", unit_price=terms["price"], billing_period="P1M",
        start_date=first, tax_rate=_tax_rate(terms),
    )  # fmt: skip
    for event in case["events"]:
        expressed.add(
            "reference/exchange_rates", rate_date=event["date"], from_currency="CLF",
            to_currency="CLP", rate=event["value"],
        )  # fmt: skip
    expressed.figures.append(
        Figure(line, "recurring", first, None, None, Decimal(row["tax"]), _net(row))
    )
    return expressed


def _ramp(case: Case) -> Expressed | None:
    """Prices agreed for stretches of time: each a new price from its day on."""
    ramp = case["terms"].get("ramp")
    if ramp is None:
        return None
    expressed = Expressed()
    first = _day(case["terms"]["start"])
    _contract(case, expressed, first, None)
    line = _line(
        case, expressed, 1, charge_model="per_unit", quantity=1, unit_price=ramp[0]["price"],
        billing_period="P1M", start_date=first, **_anchor(case["terms"]),
    )  # fmt: skip
    for number, step in enumerate(ramp[1:], start=1):
        _change(case, expressed, line, number, {**step, "type": "price", "date": step["start"]})
    for row in case["expected"]:
        months = Decimal(row.get("quantity", "1"))
        if row["period_end"] == row["period_start"] or months > 1:
            continue
        period = _day(row["period_start"]), _last_day(case, row["period_end"])
        expressed.figures.append(Figure(line, "recurring", *period, _net(row)))
    return expressed


def _milestones(case: Case) -> Expressed | None:
    """An advance and the rest on delivery; an advance that was cancelled is billed anew."""
    if "milestones" not in case["terms"] or not case["events"][0].get("recreate"):
        return None
    expressed = Expressed(total=Decimal(case["terms"]["order_total"]))
    _contract(case, expressed, SOME_MONTH, None)
    line = _line(
        case, expressed, 1, charge_model="milestone", billing_period=None, start_date=SOME_MONTH
    )
    for number, row in enumerate(case["expected"], start=1):
        done = SOME_MONTH + timedelta(days=number)
        expressed.add(
            "contracts/milestones", milestone_id=f"{line}-S{number}", contract_line_id=line,
            name=row["milestone"], amount=row["amount"], completed_on=done,
        )  # fmt: skip
        expressed.figures.append(Figure(line, "milestone", done, done, _net(row)))
    return expressed


def _usage_periods(case: Case) -> Expressed | None:
    """The periods of a metered line, counted from a date in the past."""
    terms = case["terms"]
    if "usage" not in terms or "anchor_date" not in terms or case["events"]:
        return None
    expressed = Expressed()
    first = _day(terms["start"])
    _contract(case, expressed, first, None)
    line = _line(
        case, expressed, 1, charge_model="usage_per_unit", unit_price=terms["usage"]["price"],
        billing_period="P1M", billing_timing="in_arrears", start_date=first,
        billing_anchor="date", billing_anchor_date=_day(terms["anchor_date"]),
    )  # fmt: skip
    for row in case["expected"]:
        period = _day(row["period_start"]), _last_day(case, row["period_end"])
        expressed.figures.append(Figure(line, "usage", *period, None))
    return expressed


# Billed and taken back: what is due is what remains


def _local_day(terms: Row, moment: str) -> date:
    """The day of a moment where the customer is."""
    if "T" not in moment:
        return _day(moment)
    zone = ZoneInfo(str(terms.get("timezone", "UTC")))
    return datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone(zone).date()


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


BILLED_TOO_MUCH = {"cancel", "pause", "resume", "usage"}


def _taken_back(case: Case) -> Expressed | None:
    """Billed in advance, cancelled or paused, and credited: the net of both is what was served."""
    terms, events, expected = case["terms"], case["events"], case["expected"]
    credits = [row for row in expected if row.get("kind") in ("credit", "credit_note")]
    types = {event["type"] for event in events}
    if len(credits) != 1 or not types - {"usage"} or types - BILLED_TOO_MUCH:
        return None
    if "price" not in terms or "minimum" in str(terms) or "start" not in terms:
        return None
    first = _local_day(terms, terms["start"])
    expressed = Expressed()
    cancel = next((event for event in events if event["type"] == "cancel"), None)
    midnight = "T00:00:00Z" if "T" in terms["start"] else ""
    served = _local_day(terms, cancel["date"] + midnight) if cancel else None
    _contract(case, expressed, first, served)
    shared = {"start_date": first, "billing_period": DURATIONS[terms["billing_period"]]}
    shared |= {"tax_rate": _tax_rate(terms), **_anchor(terms)}
    line = _line(case, expressed, 1, charge_model="flat", unit_price=terms["price"], **shared)
    for number, event in enumerate(events, start=1):
        if event["type"] in ("pause", "resume"):
            expressed.add(
                "contracts/amendments", amendment_id=f"{line}-M{number}", contract_id=case["id"],
                contract_line_id=line, kind=event["type"], effective_date=event["date"],
                signed_on=event["date"],
            )  # fmt: skip
    billed = next((row for row in expected if not row.get("kind") and not row.get("item")), None)
    gross = Decimal(billed["amount"]) if billed else Decimal(terms["price"])
    if billed and billed.get("tax_included"):
        gross /= 1 + (_tax_rate(terms) or 0)
    credited = Decimal(credits[0].get("net", credits[0]["amount"].lstrip("-")))
    last = served or _day(events[0]["date"]) - timedelta(days=1)
    expressed.figures.append(Figure(line, "recurring", first, last, _cents(gross) - credited))
    for row in expected:
        if row.get("invoice") and not row.get("kind"):
            period = _day(row["period_start"]), _last_day(case, row["period_end"])
            expressed.figures.append(Figure(line, "recurring", *period, _net(row)))
    return expressed


def _changed_at_half(case: Case) -> Expressed | None:
    """A change at the half of a period, set in a month of thirty days."""
    half = next(
        (event for event in case["events"] if event.get("at") == "half of the period"), None
    )
    if half is None:
        return None
    expressed, first, middle = Expressed(), date(2023, 6, 1), date(2023, 6, 16)
    _contract(case, expressed, first, date(2023, 6, 30))
    terms = case["terms"]
    line = _line(
        case, expressed, 1, charge_model="per_unit", quantity=terms.get("quantity", 1),
        unit_price=terms["price"], billing_period="P1M", start_date=first,
    )  # fmt: skip
    _change(case, expressed, line, 1, {**half, "date": middle.isoformat()})
    credit = next(row for row in case["expected"] if str(row["amount"]).startswith("-"))
    charge = next(
        row for row in case["expected"] if row.get("kind") == "remaining new plan"
        or row.get("quantity")
    )  # fmt: skip
    before = Decimal(terms["price"]) + Decimal(credit["amount"])
    expressed.figures = [
        Figure(line, "recurring", first, middle - timedelta(days=1), before),
        Figure(line, "recurring", middle, None, _net(charge)),
    ]
    return expressed


def _replaced(case: Case) -> Expressed | None:
    """Plans that take the place of others, by another rhythm or from the beginning: lines anew."""
    terms, events, expected = case["terms"], case["events"], case["expected"]
    by_rhythm = [event for event in events if "billing_period" in event]
    is_corrected = any(event["type"].startswith("retroactive") for event in events)
    is_repaired = any(event["type"] == "manual_item_credit" for event in events)
    if not (by_rhythm or is_corrected or is_repaired):
        return None
    expressed = Expressed()
    numbered = any("invoice" in row for row in expected)
    kept = [
        row
        for row in expected
        if not row.get("kind") and row.get("invoice", 1 if numbered else 2) > 1
    ]
    if is_corrected:
        kept = [row for row in kept if row["item"] != "addon2"]
        items = {item["name"]: item for item in terms["items"]}
        first = min(_day(item["start"]) for item in items.values())
        _contract(case, expressed, first, None)
        for number, row in enumerate(kept, start=1):
            item = items[row["item"]]
            new = next((event for event in events if event.get("item") == row["item"]), item)
            line = _line(
                case, expressed, number, charge_model="flat", unit_price=new.get("price"),
                billing_period="P1M", start_date=_day(item["start"]),
                billing_anchor="day", billing_anchor_day=terms["bill_cycle_day"],
            )  # fmt: skip
            period = _day(row["period_start"]), _last_day(case, row["period_end"])
            expressed.figures.append(Figure(line, "recurring", *period, _net(row)))
        return expressed
    first, change = _day(terms["start"]), events[-1]
    changed = _day(change["date"])
    _contract(case, expressed, first, None)
    if is_repaired:
        line = _line(
            case, expressed, 1, charge_model="flat", unit_price=terms["price"],
            billing_period="P1M", start_date=first, **_anchor(terms),
        )  # fmt: skip
        _change(case, expressed, line, 1, change)
    else:
        if changed > first:
            _line(
                case, expressed, 1, charge_model="flat", unit_price=terms["price"],
                billing_period=DURATIONS[terms["billing_period"]], start_date=first,
                end_date=changed - timedelta(days=1), **_anchor(terms),
            )  # fmt: skip
            credit = next(row for row in expected if row.get("kind") == "credit")
            served = Decimal(terms["price"]) + Decimal(credit["amount"])
            last = changed - timedelta(days=1)
            expressed.figures.append(Figure(f"{case['id']}-L1", "recurring", None, last, served))
        line = _line(
            case, expressed, 2, charge_model="flat", unit_price=change["price"],
            billing_period=DURATIONS[change["billing_period"]], start_date=changed,
        )  # fmt: skip
    for row in kept:
        period = _day(row["period_start"]), _last_day(case, row["period_end"])
        expressed.figures.append(Figure(line, "recurring", *period, _net(row)))
    return expressed


def _free_units(case: Case) -> Expressed | None:
    """Units that are free over several documents of one period: the period as a whole."""
    usage = case["terms"].get("usage")
    if not isinstance(usage, dict) or usage.get("model") != "per unit" or "free_units" not in usage:
        return None
    expressed = Expressed(
        total=sum((Decimal(row["amount"]) for row in case["expected"]), Decimal())
    )
    _contract(case, expressed, SOME_MONTH, SOME_MONTH.replace(day=31))
    line = _line(
        case, expressed, 1, charge_model="usage_per_unit", unit_price=usage["price"],
        billing_period="P1M", start_date=SOME_MONTH, included_quantity=usage["free_units"],
    )  # fmt: skip
    for number, event in enumerate(case["events"], start=1):
        _use(expressed, line, number, SOME_MONTH + timedelta(days=number), event["quantity"])
    return expressed


def _at_each_uf(case: Case) -> Expressed | None:
    """The same UF by the day that the contract names: a line for each day."""
    if not case["terms"].get("fx_rule", "").startswith("compare"):
        return None
    expressed = Expressed()
    first = min(_day(row["uf_date"]) for row in case["expected"])
    _contract(
        case, expressed, first, None, currency="CLF", invoice_currency="CLP", fx_rule="period_start"
    )
    for event in case["events"]:
        expressed.add(
            "reference/exchange_rates", rate_date=event["date"], from_currency="CLF",
            to_currency="CLP", rate=event["value"],
        )  # fmt: skip
    for number, row in enumerate(case["expected"], start=1):
        start = _day(row["uf_date"])
        line = _line(
            case, expressed, number, charge_model="flat", unit_price=case["terms"]["price"],
            billing_period="P1M", start_date=start,
        )  # fmt: skip
        figure = Figure(line, "recurring", start, None, None, None, _net(row))
        expressed.figures.append(figure)
    return expressed


def _trial_in_a_time_zone(case: Case) -> Expressed | None:
    """Free days counted from the day it is where the customer is."""
    terms = case["terms"]
    if "trial_days" not in terms or "T" not in terms["start"] or case["events"]:
        return None
    expressed, first = Expressed(), _local_day(terms, terms["start"])
    _contract(case, expressed, first, None)
    line = _line(
        case, expressed, 1, charge_model="flat", unit_price=terms["price"], billing_period="P1M",
        start_date=first, **_anchor(terms),
    )  # fmt: skip
    _windows(case, expressed, line, first)
    _figures(case, expressed, line)
    return expressed


def _minimum_spend(case: Case) -> Expressed | None:
    """A unit with a minimum of its own beside a fee: what the unit costs, and what lacks to it."""
    terms, usage = case["terms"], case["terms"].get("usage")
    if not isinstance(usage, dict) or "minimum" not in usage or "unit_price" not in usage:
        return None
    expressed = Expressed()
    cancel = next(event for event in case["events"] if event["type"] == "cancel")
    first = _day(terms["start"])
    _contract(case, expressed, first, _last_day(case, cancel["date"]))
    line = _line(
        case, expressed, 1, charge_model="usage_per_unit", unit_price=usage["unit_price"],
        billing_period="P1M", billing_timing="in_arrears", start_date=first,
        minimum_amount=usage["minimum"], tax_rate=_tax_rate(terms), **_anchor(terms),
    )  # fmt: skip
    for number, event in enumerate(case["events"], start=1):
        if event["type"] == "usage":
            _use(expressed, line, number, _day(event["date"]), event["quantity"])
    kinds = {"usage": "usage", "minimum true-up": "minimum_true_up"}
    for row in case["expected"]:
        if (kind := kinds.get(row.get("item", ""))) is not None:
            period = _day(row["period_start"]), _last_day(case, row["period_end"])
            tax = Decimal(row["tax"])
            expressed.figures.append(Figure(line, kind, *period, _net(row), tax))
    return expressed
