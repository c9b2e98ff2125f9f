"""The bank's files: MT940 for the peso account, camt.053 for Mexico, a CSV export for the dollars.

Data flow: bank lines of one account → statements whose balances tie → (file name, text).
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from ingestion.sample.banking import BankLine
from ingestion.sample.company import BankAccount
from ingestion.sample.dates import DAY, end_of_month, first_of_month
from ingestion.sample.money import ZERO
from ingestion.sample.taxids import plain

OPENING_BALANCES = {
    "CL01-CLP": Decimal(86_450_120),
    "CL01-USD": Decimal("64210.55"),
    "MX01-MXN": Decimal("2418930.40"),
    "MX01-USD": Decimal("21875.00"),
}
CSV_HEADER = (
    "account_number", "currency", "booked_on", "valued_on", "amount", "balance",
    "counterparty_name", "counterparty_tax_id", "reference", "description",
)  # fmt: skip
SUBFIELD = 27  # characters of one subfield of :86:


@dataclass(frozen=True)
class Statement:
    """The lines of one account over some days, between two balances."""

    account: BankAccount
    number: int
    first: date
    last: date
    opening: Decimal
    lines: tuple[BankLine, ...]

    @property
    def closing(self) -> Decimal:
        """Opening and movements."""
        return self.opening + sum((line.amount for line in self.lines), ZERO)


def statement_files(
    account: BankAccount, lines: list[BankLine], first: date, as_of: date
) -> Iterator[tuple[str, str]]:
    """Every file of one account, one a month, as its bank sends them."""
    is_weekly = account.bank_account_id == "CL01-CLP"
    by_month: dict[date, list[Statement]] = defaultdict(list)
    for statement in _statements(account, lines, first, as_of, is_weekly=is_weekly):
        by_month[first_of_month(statement.last)].append(statement)
    for month, statements in by_month.items():
        if is_weekly:
            yield f"cartola_clp_{month:%Y%m}.sta", "".join(_mt940(one) for one in statements)
        elif account.currency == "MXN":
            yield f"estado_mxn_{month:%Y%m}.xml", _camt053(statements[0])
        elif statements[0].lines:
            name = account.bank_account_id.lower().replace("-", "_")
            yield f"{name}_{month:%Y%m}.csv", _csv(statements[0])


def _statements(
    account: BankAccount, lines: list[BankLine], first: date, as_of: date, *, is_weekly: bool
) -> Iterator[Statement]:
    """Consecutive statements of a week or a month; each opens where the one before closed."""
    opening, number = OPENING_BALANCES[account.bank_account_id], 0
    ordered = sorted(lines, key=lambda line: (line.booked_on, line.reference))
    while first <= as_of:
        last = first + (6 - first.weekday()) * DAY if is_weekly else end_of_month(first)
        last = min(last, as_of)
        number += 1
        some = tuple(line for line in ordered if first <= line.booked_on <= last)
        statement = Statement(account, number, first, last, opening, some)
        yield statement
        opening, first = statement.closing, last + DAY


def _mt940(statement: Statement) -> str:
    currency, before = statement.account.currency, statement.first - DAY
    head = [
        f":20:CARTOLA{statement.number:05d}",
        f":25:{statement.account.account_number}",
        f":28C:{statement.number}/1",
        f":60F:{_mt940_balance(statement.opening, before, currency)}",
    ]
    body = [row for line in statement.lines for row in _mt940_line(line)]
    tail = [f":62F:{_mt940_balance(statement.closing, statement.last, currency)}", "-"]
    return "\r\n".join([*head, *body, *tail]) + "\r\n"


def _mt940_balance(amount: Decimal, day: date, currency: str) -> str:
    return f"{'C' if amount >= 0 else 'D'}{day:%y%m%d}{currency}{_comma(amount)}"


def _comma(amount: Decimal) -> str:
    whole, _, cents = f"{abs(amount):f}".partition(".")
    return f"{whole},{cents}"


def _mt940_line(line: BankLine) -> Iterator[str]:
    mark = "C" if line.amount > 0 else "D"
    day = line.booked_on
    yield f":61:{day:%y%m%d}{day:%m%d}{mark}{_comma(line.amount)}N{line.type_code}{line.reference}"
    heading = "ABONO" if line.amount > 0 else "CARGO"
    text = line.text.remittance
    if line.text.tax_id:
        text += f" RUT {line.text.tax_id}"
    subfields = [f"051?00{heading}", *_cut(plain(text), 20)]
    if line.text.account_number:
        subfields.append(f"?31{line.text.account_number}")
    if line.text.name:
        subfields += _cut(plain(line.text.name).upper(), 32)
    # Two subfields fit the 65 characters of a line.
    for place in range(0, len(subfields), 2):
        yield (":86:" if place == 0 else "") + "".join(subfields[place : place + 2])


def _cut(text: str, first_code: int) -> Iterator[str]:
    """Cut into subfields; never beside a blank, which readers strip."""
    code = first_code
    while text:
        size = min(SUBFIELD, len(text))
        while size < len(text) and " " in (text[size - 1], text[size]):
            size -= 1
        yield f"?{code}{text[:size]}"
        text, code = text[size:], code + 1


def _camt053(statement: Statement) -> str:
    currency = statement.account.currency
    stamp = f"{statement.last.isoformat()}T21:00:00"
    entries = "".join(_camt_entry(line, currency) for line in statement.lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>\n'
        f"<GrpHdr><MsgId>EDC{statement.last:%Y%m%d}</MsgId><CreDtTm>{stamp}</CreDtTm></GrpHdr>\n"
        f"<Stmt><Id>EDC-{statement.last:%Y-%m}</Id>"
        f"<ElctrncSeqNb>{statement.number}</ElctrncSeqNb><CreDtTm>{stamp}</CreDtTm>\n"
        f"<FrToDt><FrDtTm>{statement.first}T00:00:00</FrDtTm>"
        f"<ToDtTm>{statement.last}T23:59:59</ToDtTm></FrToDt>\n"
        f"<Acct><Id><Othr><Id>{statement.account.account_number}</Id></Othr></Id>"
        f"<Ccy>{currency}</Ccy></Acct>\n"
        f"{_camt_balance('OPBD', statement.opening, statement.first, currency)}"
        f"{_camt_balance('CLBD', statement.closing, statement.last, currency)}"
        f"{entries}</Stmt>\n</BkToCstmrStmt></Document>\n"
    )


def _camt_balance(code: str, amount: Decimal, day: date, currency: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{currency}">{abs(amount):f}</Amt>'
        f"<CdtDbtInd>{'CRDT' if amount >= 0 else 'DBIT'}</CdtDbtInd>"
        f"<Dt><Dt>{day}</Dt></Dt></Bal>\n"
    )


def _camt_entry(line: BankLine, currency: str) -> str:
    family = "CHRG" if line.type_code == "CHG" else "RCDT" if line.amount > 0 else "ICDT"
    return (
        f'<Ntry><Amt Ccy="{currency}">{abs(line.amount):f}</Amt>'
        f"<CdtDbtInd>{'CRDT' if line.amount > 0 else 'DBIT'}</CdtDbtInd><Sts>BOOK</Sts>"
        f"<BookgDt><Dt>{line.booked_on}</Dt></BookgDt><ValDt><Dt>{line.booked_on}</Dt></ValDt>"
        f"<AcctSvcrRef>{line.reference}</AcctSvcrRef>"
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>OTHR</SubFmlyCd></Fmly>"
        f"</Domn></BkTxCd>\n<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f"{_camt_party(line)}<RmtInf><Ustrd>{escape(line.text.remittance)}</Ustrd></RmtInf>"
        "</TxDtls></NtryDtls></Ntry>\n"
    )


def _camt_party(line: BankLine) -> str:
    party = "Dbtr" if line.amount > 0 else "Cdtr"
    name, tax_id, account = line.text.name, line.text.tax_id, line.text.account_number
    if not (name or tax_id):
        return ""
    named = f"<Nm>{escape(name)}</Nm>" if name else ""
    identified = f"<Id><OrgId><Othr><Id>{tax_id}</Id></Othr></OrgId></Id>" if tax_id else ""
    held = f"<{party}Acct><Id><Othr><Id>{account}</Id></Othr></Id></{party}Acct>" if account else ""
    return f"<RltdPties><{party}>{named}{identified}</{party}>{held}</RltdPties>"


def _csv(statement: Statement) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(CSV_HEADER)
    balance = statement.opening
    for line in statement.lines:
        balance += line.amount
        writer.writerow(
            (
                statement.account.account_number, statement.account.currency, line.booked_on,
                line.booked_on, f"{line.amount:f}", f"{balance:f}", line.text.name,
                line.text.tax_id, line.reference, line.text.remittance,
            )
        )  # fmt: skip
    return text.getvalue()
