"""What leaves the accounts and what moves between them: no receipt, and no business of an invoice.

Data flow: receipts so far, rates, seed → fees, wages, suppliers, taxes, transfers of our own.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ingestion.sample import names
from ingestion.sample.banking import BankLine
from ingestion.sample.company import BankAccount, Company
from ingestion.sample.dates import DAY, add_months, end_of_month, first_of_month
from ingestion.sample.money import ZERO, rounded
from ingestion.sample.rates import Rates
from ingestion.sample.remittances import LineText

FEES = {"CLP": "24900", "MXN": "450", "USD": "25"}
TAX_OFFICES = {"CLP": "PAGO F29 TESORERIA GENERAL", "MXN": "PAGO SAT IMPUESTOS FEDERALES"}


def spend(
    company: Company,
    receipts: Iterable[BankLine],
    rates: Rates,
    seed: int,
    first: date,
    as_of: date,
) -> Iterator[BankLine]:
    """Everything but receipts and refunds, month by month and account by account."""
    rng = random.Random(f"{seed}/spending")
    received: dict[tuple[str, date], Decimal] = defaultdict(lambda: ZERO)
    for line in receipts:
        received[line.bank_account_id, first_of_month(line.booked_on)] += max(line.amount, ZERO)
    month, number = first_of_month(first), 0
    while month <= as_of:
        for account in company.bank_accounts:
            income = received[account.bank_account_id, month]
            for line in _month(rng, company, account, month, income, rates):
                if line.booked_on <= as_of:
                    number += 1
                    mark = "CG" if line.type_code == "CHG" else "EG"
                    yield replace(line, reference=f"{mark}{number:07d}")
        month = add_months(month, 1)


def _month(
    rng: random.Random,
    company: Company,
    account: BankAccount,
    month: date,
    income: Decimal,
    rates: Rates,
) -> Iterator[BankLine]:
    fee = rounded(Decimal(FEES[account.currency]), account.currency)
    fee_on = _weekday_until(end_of_month(month))
    yield _line(account, fee_on, -fee, LineText("COMISION MANTENCION CUENTA"), "CHG")
    if account.currency == "USD":
        yield from _sweep(company, account, _weekday_until(month.replace(day=25)), income, rates)
        return
    spent = [
        (28, 440, LineText("REMUNERACIONES DEL PERSONAL")),
        (20, 140, LineText(TAX_OFFICES[account.currency])),
    ]
    for supplier in rng.sample(names.SUPPLIERS, 4):
        text = LineText(f"PAGO PROVEEDOR {supplier}", supplier)
        spent.append((rng.randint(4, 27), rng.randint(10, 70), text))
    for day, per_mille, text in spent:
        amount = rounded(Fraction(income) * per_mille / 1000, account.currency)
        if amount:
            yield _line(account, _weekday_until(month.replace(day=day)), -amount, text)


def _sweep(
    company: Company, account: BankAccount, day: date, income: Decimal, rates: Rates
) -> Iterator[BankLine]:
    """Most of a month's dollars are sold into the same entity's local account."""
    entity = company.legal_entity(account.legal_entity_id)
    local = company.bank_account(entity.legal_entity_id, entity.functional_currency)
    sold = rounded(Fraction(income) * 7 / 10, "USD")
    rate = rates.on("USD", local.currency, day)
    if not sold or rate is None:
        return
    bought = rounded(Fraction(sold) * rate, local.currency)
    for here, there, amount in ((account, local, -sold), (local, account, bought)):
        text = LineText(
            "TRASPASO ENTRE CUENTAS PROPIAS", entity.name, entity.tax_id, there.account_number
        )
        yield _line(here, day, amount, text)


def _line(
    account: BankAccount, day: date, amount: Decimal, text: LineText, type_code: str = "TRF"
) -> BankLine:
    return BankLine(account.bank_account_id, day, amount, text, "", type_code)


def _weekday_until(day: date) -> date:
    while day.weekday() >= 5:
        day -= DAY
    return day
