"""Reads ISO 20022 camt.052, .053 and .054 of any version.

Data flow: bytes → XML tree without entities or network → statements; one bank line per `Ntry`, its
`TxDtls` as details. The sign is `CdtDbtInd` alone: `RvslInd` only says why money moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from lxml import etree

from ingestion.formats.statement import (
    FileRefused,
    ParsedFile,
    Statement,
    StatementDetail,
    StatementFormat,
    StatementTransaction,
    StatementWarning,
    totals_warning,
    within_bounds,
)
from ingestion.formats.text import beginning, decode, is_utf_16

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
    root = _tree(data)
    created_on = _day(root.find(".//{*}GrpHdr"), "CreDtTm")
    statements = [
        _statement(element, *_KINDS[etree.QName(element).localname], created_on)
        for element in root.iter(*(f"{{*}}{name}" for name in _KINDS))
        if element.find("{*}Acct") is not None
    ]
    if not statements:
        raise FileRefused("bank_no_statement", "Stmt, Rpt, Ntfctn")
    parsed = ParsedFile((root.getroottree().docinfo.encoding or "UTF-8").lower(), tuple(statements))
    marked = sum(1 for _ in root.iter("{*}Ntry"))
    if marked != parsed.transaction_count:
        raise FileRefused("bank_lines_lost", f"{parsed.transaction_count} / {marked}")
    return parsed


def _tree(data: bytes) -> etree._Element:
    # A DOCTYPE can make a parser read other files or grow without end: no bank needs one.
    text = decode(data).text.encode() if is_utf_16(data) else data
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise FileRefused("bank_doctype_refused")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line_number = getattr(error, "lineno", None)
        raise FileRefused("bank_xml_broken", str(error)[:120], line_number) from error
    if root.getroottree().docinfo.doctype:
        raise FileRefused("bank_doctype_refused")
    return root


@cache
def _anywhere(path: str) -> str:
    """`Acct/Id` in whatever namespace: each version of each message has its own."""
    return "/".join(f"{{*}}{step}" for step in path.split("/"))


def _text(element: etree._Element | None, path: str) -> str | None:
    """The text at `Acct/Id/IBAN`, whatever the namespace; None where it is empty or absent."""
    if element is None:
        return None
    found = element.find(_anywhere(path))
    return (found.text or "").strip() or None if found is not None else None


def _first(element: etree._Element | None, *paths: str) -> str | None:
    return next((text for path in paths if (text := _text(element, path))), None)


def _amount(element: etree._Element, path: str = "Amt") -> tuple[Decimal, str | None]:
    found = element.find(f"{{*}}{path}")
    text = (found.text or "").strip() if found is not None else ""
    if found is None or not _NUMBER.match(text):
        raise FileRefused("bank_amount_unreadable", text, element.sourceline)
    return within_bounds(Decimal(text), text, element.sourceline), found.get("Ccy")


def _signed(element: etree._Element) -> tuple[Decimal, str | None]:
    amount, currency = _amount(element)
    match _text(element, "CdtDbtInd"):
        case "CRDT":
            return amount, currency
        case "DBIT":
            return -amount, currency
        case other:
            raise FileRefused("bank_sign_unreadable", other or "", element.sourceline)


def _day(element: etree._Element | None, path: str) -> date | None:
    text = _first(element, f"{path}/Dt", f"{path}/DtTm", path)
    return _parsed_day(text) if text else None


def _parsed_day(text: str) -> date | None:
    """The local date of a date or a time; a time zone is not converted."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _statement(
    element: etree._Element, message: str, kind: str, created_on: date | None
) -> Statement:
    account = element.find("{*}Acct")
    balances: dict[str, tuple[Decimal, date | None, str | None]] = {}
    for balance in element.findall("{*}Bal"):
        code = _first(balance, "Tp/CdOrPrtry/Cd", "Tp/Cd", "Tp/CdOrPrtry/Prtry")
        amount, currency = _signed(balance)
        balances.setdefault(code or "", (amount, _day(balance, "Dt"), currency))
    opening = balances.get("OPBD") or balances.get("PRCD")
    closing = balances.get("CLBD")
    entries = tuple(_entry(entry) for entry in element.findall("{*}Ntry"))
    currencies = (_text(account, "Ccy"), *(stated for _, _, stated in balances.values()))
    return Statement(
        format=message,
        kind=kind,
        account_number=_first(
            account, "Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN", "Id/UPIC"
        )
        or "",
        currency=next(filter(None, currencies), None),
        statement_reference=_text(element, "Id"),
        sequence_number=_first(element, "ElctrncSeqNb", "LglSeqNb"),
        created_on=_day(element, "CreDtTm") or created_on,
        from_date=_day(element, "FrToDt/FrDtTm") or _day(element, "FrToDt/FrDt"),
        to_date=_day(element, "FrToDt/ToDtTm") or _day(element, "FrToDt/ToDt"),
        opening_balance=opening[0] if opening else None,
        opening_on=opening[1] if opening else None,
        closing_balance=closing[0] if closing else None,
        closing_on=closing[1] if closing else None,
        transactions=entries,
        noted=(
            *_impossible_dates(element),
            *(() if opening and closing else _totals_warnings(element, entries)),
        ),
    )


def _impossible_dates(element: etree._Element) -> Iterator[StatementWarning]:
    for path in ("BookgDt", "ValDt"):
        for found in element.iterfind(f"{{*}}Ntry/{{*}}{path}/*"):
            text = (found.text or "").strip()
            if text and _parsed_day(text) is None:
                yield StatementWarning("bank_date_impossible", text[:40])


def _totals_warnings(
    element: etree._Element, entries: tuple[StatementTransaction, ...]
) -> Iterator[StatementWarning]:
    """The bank's own sums, asked only where no balances prove the lines: banks get them wrong."""
    for name, sign in (("TtlCdtNtries", 1), ("TtlDbtNtries", -1)):
        stated = _text(element, f"TxsSummry/{name}/Sum") or ""
        if _NUMBER.match(stated) and (warning := totals_warning(Decimal(stated), entries, sign)):
            yield warning


def _entry(element: etree._Element) -> StatementTransaction:
    amount, currency = _signed(element)
    booked_on, valued_on = _day(element, "BookgDt"), _day(element, "ValDt")
    is_reversal = _text(element, "RvslInd") in ("true", "1")
    # Money given back names the parties as they were when it first moved.
    party = "Dbtr" if (amount > 0) != is_reversal else "Cdtr"
    found = element.findall("{*}NtryDtls/{*}TxDtls") or element.findall("{*}TxDtls")
    details = tuple(_detail(detail, party) for detail in found)
    status = _first(element, "Sts/Cd", "Sts") or "BOOK"
    line = StatementTransaction(
        booked_on=booked_on or valued_on,
        valued_on=valued_on,
        amount=amount,
        currency=currency,
        reference=_first(element, "AcctSvcrRef", "NtryRef"),
        bank_reference=_text(element, "NtryRef"),
        type_code=_first(element, "BkTxCd/Prtry/Cd", "BkTxCd/Domn/Cd"),
        is_reversal=is_reversal,
        is_pending=status != "BOOK",
        details=details,
    )
    if len(details) != 1:
        # A batch has many payers: none of them is the line's.
        return replace(line, remittance_text=_text(element, "AddtlNtryInf"))
    [only] = details
    return replace(
        line,
        counterparty_name=only.counterparty_name,
        counterparty_account=only.counterparty_account,
        counterparty_tax_id=only.counterparty_tax_id,
        end_to_end_id=only.end_to_end_id,
        remittance_text=only.remittance_text or _text(element, "AddtlNtryInf"),
    )


def _detail(element: etree._Element, party: str) -> StatementDetail:
    """One payment of an entry; the other party is the debtor of money in, the creditor of out."""
    amount = element.find("{*}Amt")
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
        counterparty_name=_first(
            element.find("{*}RltdPties"), f"{party}/Nm", f"{party}/Pty/Nm", f"Ultmt{party}/Nm"
        ),
        counterparty_account=_first(
            element.find("{*}RltdPties"), f"{party}Acct/Id/IBAN", f"{party}Acct/Id/Othr/Id"
        ),
        counterparty_tax_id=_first(
            element.find("{*}RltdPties"),
            f"{party}/Id/OrgId/Othr/Id",
            f"{party}/Id/PrvtId/Othr/Id",
            f"{party}/Pty/Id/OrgId/Othr/Id",
            f"{party}/Pty/Id/PrvtId/Othr/Id",
        ),
        end_to_end_id=_text(element, "Refs/EndToEndId"),
        remittance_text=" ".join(unstructured or structured).strip() or None,
    )


CAMT = StatementFormat("camt", recognises, parse)
