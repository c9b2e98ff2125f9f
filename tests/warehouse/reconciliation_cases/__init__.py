"""Cases of other reconcilers' tests and reports in the words of CANONICAL.md; their facts stay.

Data flow: case → `express` → rows of a drop, bank statement files, and what must come of them. What
goes in is taken from the facts and the policy of a case, never from the matches that it expects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

Case = dict[str, Any]
Facts = dict[str, Any]
Row = dict[str, object]

# A case that names no dates is billed here and paid a month later, a line a day.
SOME_DAY = date(2026, 3, 2)
A_MONTH = timedelta(days=30)
# `F` is a currency of a test's own; `UF` is Chile's, by its code.
CURRENCIES = {"UF": "CLF", "F": "CHF"}
# A case that states book values names no company currency, or one that others have too; rates are
# common to all companies of a drop, so each case keeps its books in a currency of its own.
BOOKS_IN = {
    "REC-055": "MXN", "REC-059": "PEN", "REC-060": "INR", "REC-061": "AUD", "REC-063": "BRL",
    "REC-064": "MXN", "REC-065": "GBP", "REC-070": "CLP", "REC-125": "CAD",
}  # fmt: skip
# Customers and aliases are common to all companies of a drop: names that several cases share would
# make one case's payer another's. The words change, in all places of the case alike.
RENAMED = {
    "REC-099": ("toto", "titi"),
    "REC-101": ("toto", "tata"),
    "REC-103": ("Archibald", "Balthasar"),
}
# What only a statement file can say of a line: in which file it stood, the bank's own reference,
# what the payer had instructed, what the bank took off.
STATED_BY_FILES = {"file", "statement", "bank_id", "instructed", "gross"}
# What a customer has agreed on, or is known by.
POLICIES = {"fifo": "fifo", "fewest invoices": "fewest"}
# An alias by pattern is confirmed as the words that the pattern means on the line that it is for.
ALIAS_WORDS = {"REC-099": "toto42", "REC-100": "toto42 42coincoin", "REC-101": "toto42 42coincoin"}


@dataclass(frozen=True)
class Match:
    """A posted row of `fct_bank_matches`, by the case's own names of line and document.

    `applied` is money of the line in its currency, `settled` what the document owes less for it, in
    the document's; `kind` says why they differ.
    """

    line: str
    document: str
    applied: Decimal
    settled: Decimal
    kind: str | None


@dataclass
class Expressed:
    """A case as rows of a drop and statement files, and what must come of them.

    Of the figures, by the case's own names: `open_amounts` per document (below zero for a credit
    note), `unapplied_amounts` per line, `exchange_gain` of all matches in the books' currency.
    """

    case: str
    tables: dict[str, list[Row]] = field(default_factory=dict)
    statements: dict[str, str] = field(default_factory=dict)
    lines: dict[str, Decimal] = field(default_factory=dict)
    in_statements: set[str] = field(default_factory=set)
    matches: set[Match] = field(default_factory=set)
    open_amounts: dict[str, Decimal] = field(default_factory=dict)
    unapplied_amounts: dict[str, Decimal] = field(default_factory=dict)
    expenses: set[str] = field(default_factory=set)
    exchange_gain: Decimal | None = None
    flags: tuple[str, ...] = ()
    # By legal entity and currency, as the section `payment_tolerance` of hilo.toml has them.
    tolerances: dict[tuple[str, str], dict[str, Decimal]] = field(default_factory=dict)

    def id_of(self, name: str) -> str:
        """The id in the drop of what the case calls `name`."""
        return f"{self.case}:{name}"

    def add(self, table: str, **row: object) -> None:
        """One row; an equal one of before is that row."""
        rows = self.tables.setdefault(table, [])
        if row not in rows:
            rows.append(row)


def express(case: Case) -> Expressed:
    """The case in our terms; whether it can be told is the caller's to know."""
    case = _renamed(case)
    expressed = Expressed(case["id"])
    days = _Days(case)
    _companies(case, expressed)
    _tolerances(case, expressed)
    _customers(case, expressed)
    for invoice in case["invoices"]:
        if invoice.get("kind") == "order_not_invoice":
            _order(expressed, invoice, days)
        else:
            _document(case, expressed, invoice, days)
    files: dict[str, list[str]] = {}
    for number, line in enumerate(case["bank_lines"]):
        _bank_line(case, expressed, line, days.of_line(line, number), files)
    for name, entries in files.items():
        expressed.statements[f"{case['id']}-{name}.xml"] = _camt(case, name, entries)
    _applied_in_the_erp(case, expressed, days)
    _expectations(case, expressed)
    return expressed


def _renamed(case: Case) -> Case:
    old, new = RENAMED.get(case["id"], ("", ""))

    def told(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: told(one) for key, one in value.items()}
        if isinstance(value, list):
            return [told(one) for one in value]
        return value.replace(old, new) if old and isinstance(value, str) else value

    return {key: told(value) for key, value in case.items()}


def _currency(facts: Facts) -> str:
    stated: str = facts["currency"]
    return CURRENCIES.get(stated, stated)


class _Days:
    """The days of a case: its own, else ones that keep what it implies of their order."""

    def __init__(self, case: Case) -> None:
        told = [
            date.fromisoformat(facts[name][:10])
            for facts in (*case["invoices"], *case["bank_lines"])
            for name in ("date", "due")
            if facts.get(name)
        ]
        self.first = min(told) - A_MONTH if told else SOME_DAY
        self.paid = max(map(self.of_document, case["invoices"]), default=self.first) + A_MONTH
        if "recall_deposit" in case["policy"]:
            # The final document comes after the deposit.
            self.first = max(told) + A_MONTH

    def of_document(self, invoice: Facts) -> date:
        return date.fromisoformat(invoice["date"][:10]) if "date" in invoice else self.first

    def of_line(self, line: Facts, number: int) -> date:
        if "date" in line:
            return date.fromisoformat(line["date"][:10])
        return self.paid + timedelta(days=number)


# Companies and customers


def _entity(case: Case, facts: Facts) -> str:
    return "-".join(filter(None, (case["id"], facts.get("entity"))))


def _companies(case: Case, expressed: Expressed) -> None:
    for facts in (*case["invoices"], *case["bank_lines"]):
        expressed.add(
            "erp/legal_entities",
            legal_entity_id=_entity(case, facts),
            name=f"Company of {_entity(case, facts)}",
            country="CL",
            functional_currency=BOOKS_IN.get(case["id"], "CLP"),
        )


def _tolerances(case: Case, expressed: Expressed) -> None:
    policy = case["policy"]
    for invoice in case["invoices"]:
        currency = invoice["currency"]
        stated = {
            "amount": policy.get("short_pay_tolerance", {}).get(currency),
            "percent": policy.get("short_pay_tolerance_pct", policy.get("tolerance_pct")),
            "fee": policy.get("fee_tolerance", {}).get(currency),
        }
        limits = {name: Decimal(limit) for name, limit in stated.items() if limit is not None}
        if limits:
            expressed.tolerances[_entity(case, invoice), _currency(invoice)] = limits


def _customers(case: Case, expressed: Expressed) -> None:
    parties = {party["customer"]: party for party in case.get("parties", ())}
    tax_ids = {
        line["customer"]: line["payer_tax_id"]
        for line in case["bank_lines"]
        if "payer_tax_id" in line and "customer" in line
    }
    everybody = [
        *parties,
        *(facts.get("customer") for facts in (*case["invoices"], *case["bank_lines"])),
        *(invoice.get("payee") for invoice in case["invoices"]),
    ]
    for customer in dict.fromkeys(filter(None, everybody)):
        party = parties.get(customer, {})
        expressed.add(
            "erp/customers",
            customer_id=expressed.id_of(customer),
            name=party.get("name", f"{case['id']} {customer}"),
            tax_id=party.get("tax_id", tax_ids.get(customer)),
            country="CL",
            payment_policy=POLICIES.get(
                case["policy"].get("allocation", case["policy"].get("prefer"))
            ),
        )
        for account in (*party.get("bank_accounts", ()), _account_of(case, customer)):
            expressed.add(
                "erp/customer_bank_accounts",
                customer_id=expressed.id_of(customer),
                account_number=account,
            )
        aliases = [*party.get("payers", ())]
        if party.get("aliases"):
            old, new = RENAMED.get(case["id"], ("", ""))
            aliases.append(ALIAS_WORDS[case["id"]].replace(old, new))
        for alias in aliases:
            expressed.add(
                "decisions/payer_aliases",
                alias=alias,
                customer_id=expressed.id_of(customer),
                decided_on=SOME_DAY,
            )


def _account_of(case: Case, customer: str) -> str:
    """The account that a customer pays from: by it a line says whose money it is."""
    return f"FROM-{case['id']}-{customer}"


# Documents


def _order(expressed: Expressed, order: Facts, days: _Days) -> None:
    expressed.add(
        "crm/opportunities",
        opportunity_id=expressed.id_of(order["id"]),
        account_id=expressed.id_of(order["customer"]),
        name=order["id"],
        stage="won",
        is_won=True,
        amount=order["amount"],
        currency=_currency(order),
        close_date=days.of_document(order),
    )


def _document(case: Case, expressed: Expressed, invoice: Facts, days: _Days) -> None:
    issued, name = days.of_document(invoice), invoice["id"]
    amount = abs(Decimal(invoice["amount"]))
    net = Decimal(invoice.get("net", amount))
    related = invoice.get("refers_to")
    # A second reference of a document has no column: where a case has two, both stand in one.
    references = filter(None, (invoice.get("payment_reference"), invoice.get("ref")))
    expressed.add(
        "erp/invoices",
        invoice_id=expressed.id_of(name),
        invoice_number=invoice.get("number", f"{case['id']}-{name}"),
        document_type=invoice.get("kind", "invoice"),
        legal_entity_id=_entity(case, invoice),
        customer_id=expressed.id_of(invoice["customer"]),
        issue_date=issued,
        due_date=invoice.get("due", issued + A_MONTH),
        currency=_currency(invoice),
        net_amount=net,
        tax_amount=amount - net,
        total_amount=amount,
        status="posted",
        contract_id=_agreed(case, expressed, invoice, issued),
        related_invoice_id=related and expressed.id_of(related),
        reference=" ".join(references) or None,
    )
    _rate(case, expressed, invoice, issued)


def _agreed(case: Case, expressed: Expressed, invoice: Facts, issued: date) -> str | None:
    """The contract that says what the case says of discount, withholding and who pays."""
    if not invoice.keys() & {"discount_pct", "withholding_pct", "payee"}:
        return None
    terms: Row = {}
    if percent := invoice.get("discount_pct"):
        until = date.fromisoformat(invoice["discount_until"])
        terms["early_payment_discount_percent"] = percent
        terms["early_payment_discount_days"] = (until - issued).days
    if percent := invoice.get("withholding_pct"):
        terms["withholding_rate"] = Decimal(percent) / 100
    payer: str = invoice["payee"] if "payee" in invoice else invoice["customer"]
    contract = f"{expressed.id_of(invoice['id'])}-contract"
    expressed.add(
        "contracts/contracts",
        contract_id=contract,
        account_id=expressed.id_of(invoice["customer"]),
        customer_id=expressed.id_of(invoice["customer"]),
        payer_customer_id=expressed.id_of(payer),
        legal_entity_id=_entity(case, invoice),
        currency=_currency(invoice),
        signed_on=issued,
        start_date=issued,
        status="active",
        renewal="none",
        **terms,
    )
    return contract


def _rate(case: Case, expressed: Expressed, facts: Facts, day: date) -> None:
    """The rate of the company's books on the day, where the case states one or the book value."""
    if "rate" not in facts and "book" not in facts:
        return
    rate = facts.get("rate") or Decimal(facts["book"]) / Decimal(facts["amount"])
    # Of a line in pesos that pays a document in UF the case tells the UF of its day.
    units = {_currency(invoice) for invoice in case["invoices"]}
    expressed.add(
        "reference/exchange_rates",
        rate_date=day,
        from_currency=units.pop(),
        to_currency=BOOKS_IN[case["id"]],
        rate=round(Decimal(rate), 8),
    )


def _applied_in_the_erp(case: Case, expressed: Expressed, days: _Days) -> None:
    """What the policy says that a person applied by hand, as the ERP then holds it."""
    policy, paid_on = case["policy"], days.first + A_MONTH
    document: Facts = next(iter(case["invoices"]), {})
    if (recalled := policy.get("recall_deposit")) is not None:
        [deposit] = case["bank_lines"]
        paid_on = days.of_line(deposit, 0)
        applied = {document["id"]: recalled}
        amount = recalled
    elif notes := policy.get("manual_allocation"):
        [(note, taken)] = notes.items()
        applied = {document["id"]: taken, note: -taken}
        amount = 0
    else:
        return
    payment = f"{case['id']}-payment"
    expressed.add(
        "erp/payments",
        payment_id=payment,
        customer_id=expressed.id_of(document["customer"]),
        paid_on=paid_on,
        amount=amount,
        currency=_currency(document),
    )
    for name, one in applied.items():
        expressed.add(
            "erp/payment_allocations",
            payment_id=payment,
            invoice_id=expressed.id_of(name),
            amount=one,
        )


# Bank lines


def _bank_line(
    case: Case, expressed: Expressed, line: Facts, booked_on: date, files: dict[str, list[str]]
) -> None:
    entity, name = _entity(case, line), line["id"]
    currency = _currency(line) if line["currency"] else None
    held_in = currency or line["currency_assumed"]
    account = f"{entity}-{held_in}"
    expressed.lines[name] = Decimal(line["amount"])
    expressed.add(
        "bank/accounts",
        bank_account_id=account,
        legal_entity_id=entity,
        account_number=f"OURS-{account}",
        currency=held_in,
    )
    payer = line.get("payer_account")
    if "customer" in line:
        payer = _account_of(case, line["customer"])
    text = " ".join(filter(None, _texts(case, line)))
    if line.keys() & STATED_BY_FILES:
        expressed.in_statements.add(name)
        file = str(line.get("file", line.get("statement", "statement")))
        files.setdefault(file, []).append(_entry(line, currency, booked_on, payer, text))
    else:
        expressed.add(
            "bank/transactions",
            bank_transaction_id=expressed.id_of(name),
            bank_account_id=account,
            booked_on=booked_on,
            amount=line["amount"],
            currency=currency,
            counterparty_name=line.get("payer"),
            counterparty_account=payer,
            counterparty_tax_id=line.get("payer_tax_id"),
            reference=line.get("ref"),
            remittance_text=text,
        )
    _rate(case, expressed, line, booked_on)
    _remittance(case, expressed, line)


def _texts(case: Case, line: Facts) -> Iterator[str | None]:
    """The label, and the note behind it unless the policy reads other fields only."""
    yield line["text"]
    if "note" in case["policy"].get("search_fields", ["note"]):
        yield line.get("note")


def _remittance(case: Case, expressed: Expressed, line: Facts) -> None:
    """What a remittance advice names; of a settlement its items in full, the fee with the last."""
    told = [(item["number"], item["amount"]) for item in line.get("remittance", ())]
    fee = line.get("settlement", {}).get("fee")
    of_invoices = {invoice["id"]: invoice for invoice in case["invoices"]}
    for item in line.get("settlement", {}).get("items", ()):
        told.append((f"{case['id']}-{item}", of_invoices[item]["amount"]))
    for position, (number, amount) in enumerate(told, start=1):
        expressed.add(
            "bank/remittances",
            remittance_id=f"{expressed.id_of(line['id'])}-{position}",
            payer=line.get("payer"),
            invoice_number=number,
            amount=amount,
            bank_transaction_id=expressed.id_of(line["id"]),
            fee_amount=fee if position == len(told) else None,
        )


def _entry(line: Facts, currency: str | None, booked_on: date, payer: str | None, text: str) -> str:
    """The line as a camt.053 entry."""
    amount = Decimal(line["amount"])
    stated = ""
    if instructed := line.get("instructed", line.get("gross") and {"amount": line["gross"]}):
        unit = instructed.get("currency", currency)
        stated += f'<InstdAmt><Amt Ccy="{unit}">{instructed["amount"]}</Amt></InstdAmt>'
        stated = f"<AmtDtls>{stated}</AmtDtls>"
    if "fee" in line:
        taken = Decimal(line["fee"]) - Decimal(line.get("fee_already_included", 0))
        stated += (
            f'<Chrgs><TtlChrgsAndTaxAmt Ccy="{currency}">{line["fee"]}</TtlChrgsAndTaxAmt>'
            f'<Rcrd><Amt Ccy="{currency}">{taken}</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
            "<ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>"
        )
    party = "DbtrAcct" if amount > 0 else "CdtrAcct"
    sender = f"<{party}><Id><Othr><Id>{escape(payer)}</Id></Othr></Id></{party}>" if payer else ""
    bank_id = f"<AcctSvcrRef>{line['bank_id']}</AcctSvcrRef>" if "bank_id" in line else ""
    return (
        f'<Ntry><Amt Ccy="{currency}">{abs(amount)}</Amt>'
        f"<CdtDbtInd>{'CRDT' if amount > 0 else 'DBIT'}</CdtDbtInd><Sts>BOOK</Sts>"
        f"<BookgDt><Dt>{booked_on}</Dt></BookgDt>{bank_id}<NtryDtls><TxDtls>{stated}"
        f"<RltdPties>{sender}</RltdPties><RmtInf><Ustrd>{escape(text)}</Ustrd></RmtInf>"
        "</TxDtls></NtryDtls></Ntry>"
    )


def _camt(case: Case, name: str, entries: list[str]) -> str:
    [first, *_] = case["bank_lines"]
    currency = _currency(first)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>{case['id']}-{name}</MsgId></GrpHdr><Stmt><Id>{case['id']}-{name}</Id>"
        f"<Acct><Id><Othr><Id>OURS-{case['id']}-{currency}</Id></Othr></Id><Ccy>{currency}</Ccy>"
        f"</Acct>{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    )


# What must come of it

KINDS = {
    "discount": "early_payment_discount",
    "fee": "fee",
    "withholding": "withholding",
    "write_off": "write_off",
}


def _expectations(case: Case, expressed: Expressed) -> None:
    documents = {invoice["id"]: invoice for invoice in case["invoices"]}
    netted = []
    for match in case["expected_matches"]:
        line, document = match["bank"], match["invoice"]
        if document == "BANK_FEE":
            expressed.expenses.add(line)
        elif line in expressed.lines and document in documents:
            expressed.matches.add(_match(match))
        elif case["policy"].get("net_credit_notes"):
            netted.append(match)
        # Else a credit note on its document, or money given back: open and unapplied amounts tell.
    for match in netted:
        _net(expressed, match)
    for told in case["expected_open"]:
        if documents[told["invoice"]].get("kind") != "order_not_invoice":
            expressed.open_amounts[told["invoice"]] = Decimal(told["open"])
    expressed.unapplied_amounts = dict.fromkeys(expressed.lines, Decimal(0))
    for told in case["expected_unapplied"]:
        expressed.unapplied_amounts[told["bank"]] = Decimal(told["amount"])
    gains = [match["fx_gain_loss"] for match in case["expected_matches"] if "fx_gain_loss" in match]
    if gains or "expected_total_fx_gain_loss" in case["policy"]:
        total = case["policy"].get("expected_total_fx_gain_loss", sum(gains))
        expressed.exchange_gain = Decimal(total)
    expressed.flags = tuple(case.get("expected_flags", ()))


def _net(expressed: Expressed, match: Facts) -> None:
    """A note that the payer took off: the line pays its document in full, less the note."""
    taken = Decimal(match["applied"])
    [paid] = [one for one in expressed.matches if one.document == match["invoice"]]
    whole = replace(paid, applied=paid.applied + taken, settled=paid.settled + taken)
    expressed.matches ^= {paid, whole, Match(paid.line, match["bank"], -taken, -taken, None)}


def _match(match: Facts) -> Match:
    """What a reduction takes off the document comes on top of the money; `over` is money beyond."""
    applied = Decimal(match["applied"])
    settled = Decimal(match.get("invoice_applied", applied))
    kinds = [kind for name, kind in KINDS.items() if name in match]
    settled += sum((Decimal(match[name]) for name in KINDS if name in match), Decimal(0))
    if "over_write_off" in match:
        applied += Decimal(match["over_write_off"])
        kinds.append("write_off")
    return Match(
        match["bank"],
        match["invoice"],
        applied,
        settled,
        kinds[0] if kinds else None,
    )
