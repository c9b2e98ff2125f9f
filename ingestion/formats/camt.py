"""Reads ISO 20022 camt.052, .053 and .054 of any version.

Data flow: bytes → XML tree without entities or network → statements; one bank line per `Ntry`, its
`TxDtls` as details. The sign is `CdtDbtInd` alone: `RvslInd` only says why money moved.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from ingestion.formats.statement import (
    FileRefused,
    ParsedFile,
    Statement,
    StatementDetail,
    StatementFormat,
    StatementTransaction,
    StatementWarning,
)

_KINDS = {
    "Stmt": ("camt.053", "statement"),
    "Rpt": ("camt.052", "intraday"),
    "Ntfctn": ("camt.054", "notification"),
}
_NUMBER = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)$")


def recognises(data: bytes) -> bool:
    """Whether the bytes are XML whose elements say bank statement."""
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return head == b"<" and (
        b"BkToCstmr" in data or b"camt.05" in data or b"<Document" in data[:4000]
    )


def parse(data: bytes) -> ParsedFile:
    """Read every statement of the file; a DOCTYPE, broken XML or amount refuses it."""
    root = _tree(data)
    statements = []
    formats = []
    for element in root.iter(etree.Element):
        name = _name(element)
        if name in _KINDS and element.find("{*}Acct") is not None:
            message, kind = _KINDS[name]
            formats.append(message)
            statements.append(_statement(element, kind))
    if not statements:
        raise FileRefused("bank_no_statement", "Stmt, Rpt, Ntfctn")
    encoding = (root.getroottree().docinfo.encoding or "UTF-8").lower()
    lines_read = sum(len(statement.transactions) for statement in statements)
    if lines_read != sum(1 for _ in root.iter("{*}Ntry")):
        raise FileRefused("bank_lines_lost", str(lines_read))
    return ParsedFile(formats[0], encoding, tuple(statements), lines_read)


def _tree(data: bytes) -> etree._Element:
    # A DOCTYPE can make a parser read other files or grow without end: no bank needs one.
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", data, re.IGNORECASE):
        raise FileRefused("bank_doctype_refused")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line_number = getattr(error, "lineno", None)
        raise FileRefused("bank_xml_broken", str(error)[:120], line_number) from error
    if root.getroottree().docinfo.doctype:
        raise FileRefused("bank_doctype_refused")
    return root


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _text(element: etree._Element | None, path: str) -> str | None:
    """The text at `Acct/Id/IBAN`, whatever the namespace; None where it is empty or absent."""
    if element is None:
        return None
    found = element.find("/".join(f"{{*}}{step}" for step in path.split("/")))
    return (found.text or "").strip() or None if found is not None else None


def _first(element: etree._Element | None, *paths: str) -> str | None:
    return next((text for path in paths if (text := _text(element, path))), None)


def _amount(element: etree._Element, path: str = "Amt") -> tuple[Decimal, str | None]:
    found = element.find(f"{{*}}{path}")
    text = (found.text or "").strip() if found is not None else ""
    if found is None or not _NUMBER.match(text):
        raise FileRefused("bank_amount_unreadable", text, element.sourceline)
    try:
        return Decimal(text), found.get("Ccy")
    except InvalidOperation as error:
        raise FileRefused("bank_amount_unreadable", text, element.sourceline) from error


def _signed(element: etree._Element) -> tuple[Decimal, str | None]:
    amount, currency = _amount(element)
    match _text(element, "CdtDbtInd"):
        case "CRDT":
            return amount, currency
        case "DBIT":
            return -amount, currency
        case other:
            raise FileRefused("bank_sign_unreadable", other or "", element.sourceline)


def _day(element: etree._Element, path: str) -> date | None:
    text = _first(element, f"{path}/Dt", f"{path}/DtTm", path)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _statement(element: etree._Element, kind: str) -> Statement:
    account = element.find("{*}Acct")
    balances: dict[str, tuple[Decimal, date | None, str | None]] = {}
    for balance in element.findall("{*}Bal"):
        code = _first(balance, "Tp/CdOrPrtry/Cd", "Tp/Cd", "Tp/CdOrPrtry/Prtry")
        amount, currency = _signed(balance)
        balances.setdefault(code or "", (amount, _day(balance, "Dt"), currency))
    opening = balances.get("OPBD") or balances.get("PRCD")
    closing = balances.get("CLBD")
    entries = tuple(_entry(entry) for entry in element.findall("{*}Ntry"))
    warnings = [warning for _, found in entries for warning in found]
    currency = _text(account, "Ccy") or (opening or closing or (None, None, None))[2]
    return Statement(
        kind=kind,
        account_number=_first(
            account, "Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN", "Id/UPIC"
        )
        or "",
        currency=currency,
        statement_reference=_text(element, "Id"),
        sequence_number=_first(element, "ElctrncSeqNb", "LglSeqNb"),
        from_date=_day(element, "FrToDt/FrDtTm") or _day(element, "FrToDt/FrDt"),
        to_date=_day(element, "FrToDt/ToDtTm") or _day(element, "FrToDt/ToDt"),
        opening_balance=opening[0] if opening else None,
        opening_on=opening[1] if opening else None,
        closing_balance=closing[0] if closing else None,
        closing_on=closing[1] if closing else None,
        transactions=tuple(entry for entry, _ in entries),
        warnings=tuple(warnings),
    ).checked()


def _entry(element: etree._Element) -> tuple[StatementTransaction, list[StatementWarning]]:
    amount, currency = _signed(element)
    booked_on, valued_on = _day(element, "BookgDt"), _day(element, "ValDt")
    details = tuple(
        _detail(detail, amount > 0) for detail in element.findall("{*}NtryDtls/{*}TxDtls")
    ) or tuple(_detail(detail, amount > 0) for detail in element.findall("{*}TxDtls"))
    if booked_on is None and valued_on is None:
        raise FileRefused("bank_line_unreadable", _text(element, "NtryRef") or "BookgDt")
    status = _first(element, "Sts/Cd", "Sts") or "BOOK"
    line = StatementTransaction(
        booked_on=booked_on or valued_on or date.min,
        valued_on=valued_on,
        amount=amount,
        currency=currency,
        reference=_first(element, "AcctSvcrRef", "NtryRef"),
        bank_reference=_text(element, "NtryRef"),
        type_code=_first(element, "BkTxCd/Prtry/Cd", "BkTxCd/Domn/Cd"),
        is_reversal=_text(element, "RvslInd") in ("true", "1"),
        is_pending=status != "BOOK",
        details=details,
    )
    if len(details) != 1:
        # A batch has many payers: none of them is the line's.
        return replace(line, remittance_text=_text(element, "AddtlNtryInf")), []
    [only] = details
    return (
        replace(
            line,
            counterparty_name=only.counterparty_name,
            counterparty_account=only.counterparty_account,
            end_to_end_id=only.end_to_end_id,
            remittance_text=only.remittance_text or _text(element, "AddtlNtryInf"),
        ),
        [],
    )


def _detail(element: etree._Element, is_credit: bool) -> StatementDetail:
    """One payment of an entry; the other party is the debtor of money in, the creditor of out."""
    party = "Dbtr" if is_credit else "Cdtr"
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
        end_to_end_id=_text(element, "Refs/EndToEndId"),
        remittance_text=" ".join(unstructured or structured).strip() or None,
    )


CAMT = StatementFormat("camt", recognises, parse)
