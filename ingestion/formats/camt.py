"""Reads ISO 20022 camt.052, .053 and .054 of any version.

Data flow: bytes → XML tree without entities or network → statements; one bank line per `Ntry`, its
`TxDtls` as details. The sign is `CdtDbtInd` alone: `RvslInd` only says why money moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from lxml import etree

from ingestion.formats.statement import (
    FileRefused,
    ParsedFile,
    Statement,
    StatementDetail,
    StatementFormat,
    StatementTransaction,
    StatementWarning,
    amount_beside,
    totals_warning,
    within_bounds,
)
from ingestion.formats.text import beginning
from ingestion.formats.xml import XmlRefused, encoding_of, first_text, text_at, walk_xml

_KINDS = {
    "Stmt": ("camt.053", "statement"),
    "Rpt": ("camt.052", "intraday"),
    "Ntfctn": ("camt.054", "notification"),
}
# The sign is another element: one here would say it twice, or the opposite.
_NUMBER = re.compile(r"^\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)$")


def recognises(data: bytes) -> bool:
    """Whether the bytes are XML whose elements say bank statement."""
    text = beginning(data).lstrip("\ufeff \t\r\n")
    return text.startswith("<") and re.search(r"BkToCstmr|camt\.05|<Document", text) is not None


def parse(data: bytes) -> ParsedFile:
    """Read every statement of the file; a DOCTYPE, broken XML or amount refuses it."""
    entries = _Entries()
    root = _tree(data, entries)
    created_on = _day(root.find(".//{*}GrpHdr"), "CreDtTm")
    statements = [
        _statement(
            element, *_KINDS[etree.QName(element).localname], created_on, entries.of(element)
        )
        for element in root.iter(*(f"{{*}}{name}" for name in _KINDS))
        if element.find("{*}Acct") is not None
    ]
    if not statements:
        raise FileRefused("bank_no_statement", "Stmt, Rpt, Ntfctn")
    parsed = ParsedFile(encoding_of(root), tuple(statements))
    if entries.count != parsed.transaction_count:
        raise FileRefused("bank_lines_lost", f"{parsed.transaction_count} / {entries.count}")
    return parsed


@dataclass(frozen=True)
class _Taken:
    """What one statement's entries say."""

    lines: list[StatementTransaction] = field(default_factory=list)
    warnings: list[StatementWarning] = field(default_factory=list)


@dataclass
class _Entries:
    """The entries of a file by what they stand in, taken from its tree while it is read."""

    count: int = 0
    _taken: dict[etree._Element | None, _Taken] = field(default_factory=dict)

    def take(self, element: etree._Element) -> None:
        """Read one `Ntry`."""
        self.count += 1
        taken = self._taken.setdefault(element.getparent(), _Taken())
        taken.lines.append(_entry(element))
        taken.warnings.extend(_impossible_dates(element))

    def of(self, statement: etree._Element) -> _Taken:
        """Those of one statement."""
        return self._taken.get(statement, _Taken())


def _tree(data: bytes, entries: _Entries) -> etree._Element:
    try:
        return walk_xml(data, "Ntry", entries.take)
    except XmlRefused as refused:
        if refused.is_doctype:
            raise FileRefused("bank_doctype_refused") from refused
        raise FileRefused("bank_xml_broken", refused.detail, refused.line_number) from refused


def _amount(element: etree._Element, path: str = "Amt") -> tuple[Decimal, str | None]:
    found = element.find(f"{{*}}{path}")
    text = (found.text or "").strip() if found is not None else ""
    if found is None or not _NUMBER.match(text):
        raise FileRefused("bank_amount_unreadable", text, element.sourceline)
    return within_bounds(Decimal(text), text, element.sourceline), found.get("Ccy")


def _signed(element: etree._Element) -> tuple[Decimal, str | None]:
    amount, currency = _amount(element)
    match text_at(element, "CdtDbtInd"):
        case "CRDT":
            return amount, currency
        case "DBIT":
            return -amount, currency
        case other:
            raise FileRefused("bank_sign_unreadable", other or "", element.sourceline)


def _day(element: etree._Element | None, path: str) -> date | None:
    text = first_text(element, f"{path}/Dt", f"{path}/DtTm", path)
    return _parsed_day(text) if text else None


def _parsed_day(text: str) -> date | None:
    """The local date of a date or a time; a time zone is not converted."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _statement(
    element: etree._Element, message: str, kind: str, created_on: date | None, taken: _Taken
) -> Statement:
    account = element.find("{*}Acct")
    balances: dict[str, tuple[Decimal, date | None, str | None]] = {}
    for balance in element.findall("{*}Bal"):
        code = first_text(balance, "Tp/CdOrPrtry/Cd", "Tp/Cd", "Tp/CdOrPrtry/Prtry")
        amount, currency = _signed(balance)
        balances.setdefault(code or "", (amount, _day(balance, "Dt"), currency))
    opening = balances.get("OPBD") or balances.get("PRCD")
    closing = balances.get("CLBD")
    entries = tuple(taken.lines)
    currencies = (text_at(account, "Ccy"), *(stated for _, _, stated in balances.values()))
    return Statement(
        format=message,
        kind=kind,
        account_number=first_text(
            account, "Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN", "Id/UPIC"
        )
        or "",
        currency=next(filter(None, currencies), None),
        statement_reference=text_at(element, "Id"),
        sequence_number=first_text(element, "ElctrncSeqNb", "LglSeqNb"),
        created_on=_day(element, "CreDtTm") or created_on,
        from_date=_day(element, "FrToDt/FrDtTm") or _day(element, "FrToDt/FrDt"),
        to_date=_day(element, "FrToDt/ToDtTm") or _day(element, "FrToDt/ToDt"),
        opening_balance=opening[0] if opening else None,
        opening_on=opening[1] if opening else None,
        closing_balance=closing[0] if closing else None,
        closing_on=closing[1] if closing else None,
        transactions=entries,
        noted=(
            *taken.warnings,
            *(() if opening and closing else _totals_warnings(element, entries)),
        ),
    )


def _impossible_dates(element: etree._Element) -> Iterator[StatementWarning]:
    for path in ("BookgDt", "ValDt"):
        for found in element.iterfind(f"{{*}}{path}/*"):
            text = (found.text or "").strip()
            if text and _parsed_day(text) is None:
                yield StatementWarning("bank_date_impossible", text[:40])


def _totals_warnings(
    element: etree._Element, entries: tuple[StatementTransaction, ...]
) -> Iterator[StatementWarning]:
    """The bank's own sums, asked only where no balances prove the lines: banks get them wrong."""
    for name, sign in (("TtlCdtNtries", 1), ("TtlDbtNtries", -1)):
        stated = text_at(element, f"TxsSummry/{name}/Sum") or ""
        if _NUMBER.match(stated) and (warning := totals_warning(Decimal(stated), entries, sign)):
            yield warning


def _entry(element: etree._Element) -> StatementTransaction:
    amount, currency = _signed(element)
    booked_on, valued_on = _day(element, "BookgDt"), _day(element, "ValDt")
    is_reversal = text_at(element, "RvslInd") in ("true", "1")
    # Money given back names the parties as they were when it first moved.
    party = "Dbtr" if (amount > 0) != is_reversal else "Cdtr"
    found = element.findall("{*}NtryDtls/{*}TxDtls") or element.findall("{*}TxDtls")
    details = tuple(_detail(detail, party) for detail in found)
    # What one payment of a batch states is not the line's.
    stated_in = (*found, element) if len(found) == 1 else (element,)
    original_amount, original_currency = _instructed(stated_in)
    status = first_text(element, "Sts/Cd", "Sts") or "BOOK"
    line = StatementTransaction(
        booked_on=booked_on or valued_on,
        valued_on=valued_on,
        amount=amount,
        currency=currency,
        reference=first_text(element, "AcctSvcrRef", "NtryRef"),
        bank_reference=text_at(element, "NtryRef"),
        type_code=first_text(element, "BkTxCd/Prtry/Cd", "BkTxCd/Domn/Cd"),
        is_reversal=is_reversal,
        is_pending=status != "BOOK",
        details=details,
        original_amount=original_amount,
        original_currency=original_currency,
        fee_amount=_fee(stated_in, currency),
    )
    if len(details) != 1:
        # A batch has many payers: none of them is the line's.
        return replace(line, remittance_text=text_at(element, "AddtlNtryInf"))
    [only] = details
    return replace(
        line,
        counterparty_name=only.counterparty_name,
        counterparty_account=only.counterparty_account,
        counterparty_tax_id=only.counterparty_tax_id,
        end_to_end_id=only.end_to_end_id,
        remittance_text=only.remittance_text or text_at(element, "AddtlNtryInf"),
    )


def _instructed(stated_in: Iterable[etree._Element]) -> tuple[Decimal | None, str | None]:
    """What the payer told its bank to pay, with its currency: the first that is stated."""
    for element in stated_in:
        found = element.find("{*}AmtDtls/{*}InstdAmt/{*}Amt")
        if found is not None and (amount := _beside(found)) is not None:
            return amount, found.get("Ccy")
    return None, None


def _fee(stated_in: Iterable[etree._Element], currency: str | None) -> Decimal | None:
    """What the charges took off the line, by the first element that states any."""
    for element in stated_in:
        if charges := element.findall("{*}Chrgs"):
            taken = [
                fee
                for charge in charges
                for record in charge.findall("{*}Rcrd") or [charge]
                if (fee := _taken(record, currency)) is not None
            ]
            return sum(taken, Decimal(0)) if taken else None
    return None


def _taken(record: etree._Element, currency: str | None) -> Decimal | None:
    """One charge; none where it is booked by itself, or was taken in another currency."""
    found = record.find("{*}Amt")
    if found is None:
        found = record.find("{*}TtlChrgsAndTaxAmt")
    if found is None or found.get("Ccy") != currency:
        return None
    if text_at(record, "ChrgInclInd") in ("false", "0"):
        return None
    amount = _beside(found)
    return -amount if amount and text_at(record, "CdtDbtInd") == "CRDT" else amount


def _beside(element: etree._Element) -> Decimal | None:
    text = (element.text or "").strip()
    return amount_beside(text.lstrip("+")) if _NUMBER.match(text) else None


def _detail(element: etree._Element, party: str) -> StatementDetail:
    """One payment of an entry; the other party is the debtor of money in, the creditor of out."""
    amount, parties = element.find("{*}Amt"), element.find("{*}RltdPties")
    unstructured = [
        text for found in element.findall("{*}RmtInf/{*}Ustrd") if (text := (found.text or ""))
    ]
    structured = [
        text
        for found in element.findall("{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref")
        if (text := (found.text or "").strip())
    ]
    return StatementDetail(
        amount=Decimal(amount.text.strip())
        if amount is not None and amount.text and _NUMBER.match(amount.text.strip())
        else None,
        currency=amount.get("Ccy") if amount is not None else None,
        counterparty_name=first_text(parties, f"{party}/Nm", f"{party}/Pty/Nm", f"Ultmt{party}/Nm"),
        counterparty_account=first_text(parties, f"{party}Acct/Id/IBAN", f"{party}Acct/Id/Othr/Id"),
        counterparty_tax_id=first_text(
            parties,
            f"{party}/Id/OrgId/Othr/Id",
            f"{party}/Id/PrvtId/Othr/Id",
            f"{party}/Pty/Id/OrgId/Othr/Id",
            f"{party}/Pty/Id/PrvtId/Othr/Id",
        ),
        end_to_end_id=text_at(element, "Refs/EndToEndId"),
        remittance_text=" ".join(unstructured or structured).strip() or None,
    )


CAMT = StatementFormat("camt", recognises, parse)
