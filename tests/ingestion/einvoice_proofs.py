"""What an e-invoice says twice, computed from what landed of it: a second opinion on the readers.

Data flow: rows of the raw tables, and the bytes → the names of the statements that do not agree.
Sums and digits are those that the authors of each format demand; nothing here is the readers' own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

_CENT = Decimal("0.01")
_STAMP = re.compile(
    rb"<DD>\s*<RE>([^<]*)</RE>\s*<TD>([^<]*)</TD>\s*<F>([^<]*)</F>\s*<FE>([^<]*)</FE>"
    rb"\s*<RR>([^<]*)</RR>.*?<MNT>([^<]*)</MNT>",
    re.DOTALL,
)


def contradictions(tables: Tables, data: bytes) -> set[str]:
    """The statements that what landed of one file breaks."""
    found = {
        f"{number}: {name}"
        for number, document in enumerate(tables["documents"], start=1)
        for name in _of_document(document, tables, data)
    }
    for row in tables["register_rows"]:
        parts = (row["exempt"], row["net"], row["tax"], row["other_taxes"])
        if row["total"] is not None and _sum(parts) != row["total"]:
            found.add(f"row of {row['document_number']}: total")
        if not _is_rut(row["counterparty_tax_id"]):
            found.add(f"row of {row['document_number']}: digit")
    found |= set(_of_assignments(tables["assignments"]))
    stamps = _STAMP.findall(data)
    documents = [one for one in tables["documents"] if one["family"] == "cl_dte"]
    if len(stamps) == len(documents):
        for stamp, one in zip(stamps, documents, strict=True):
            names = ("issuer_tax_id", "type_code", "invoice_number", "issued_on",
                     "receiver_tax_id", "total")  # fmt: skip
            if tuple(part.decode("latin-1") for part in stamp) != tuple(
                f"{one[name]:f}" if isinstance(one[name], Decimal) else str(one[name])
                for name in names
            ):
                found.add(f"stamp {one['item_number']}")
    return found


def _of_document(document: Row, tables: Tables, data: bytes) -> Iterator[str]:
    parts = {
        name: [row for row in rows if row.get("document_id") == document["document_id"]]
        for name, rows in tables.items()
    }
    lines = [line for line in parts["document_lines"] if line["is_counted"]]
    # EN 16931 leaves prices alone, Peppol does not (R120).
    if document["family"] not in ("ubl", "cii") or b"peppol.eu" in data:
        yield from _of_prices(parts["document_lines"])
    for number, share in enumerate(parts["document_taxes"], start=1):
        if (
            None not in (share["base"], share["rate"], share["tax"])
            and abs(share["base"] * share["rate"] / 100 - share["tax"]) > 1
        ):
            yield f"tax of share {number}"
    owed = _sum(row["amount"] for row in parts["document_instalments"])
    if owed and document["payable"] is not None and owed != document["payable"]:
        yield "instalments"
    for number, one in enumerate(parts["payment_applications"], start=1):
        if (
            None not in (one["previous_balance"], one["remaining"])
            and one["previous_balance"] - one["paid"] != one["remaining"]
        ):
            yield f"balance of part {number}"
    if document["family"] not in ("cl_dte", "br_nfe"):
        rates = {share["rate"] for share in parts["document_taxes"]} - {None}
        if rates and {line["tax_rate"] for line in parts["document_lines"]} - {None} - rates:
            yield "rates"
    for span in (document, *parts["document_lines"]):
        if (
            span["period_start"]
            and span["period_end"]
            and span["period_start"] > span["period_end"]
        ):
            yield "period"
    yield from _FAMILIES[document["family"]](document, lines, parts)


def _of_prices(lines: Sequence[Row]) -> Iterator[str]:
    for line in lines:
        if line["quantity"] is not None and line["unit_price"] is not None:
            # Rounded as printed: prices of whole cents, amounts of whole units of CLP.
            printed = abs(line["quantity"]) * _printed(line["unit_price"]) + 1
            if abs(line["quantity"] * line["unit_price"] - line["net_amount"]) > printed:
                yield f"price of line {line['item_number']}"


def _printed(price: Decimal) -> Decimal:
    """Half of a price's last decimal place."""
    return Decimal(5).scaleb(min(int(price.as_tuple().exponent), 0) - 1)


def _norm(document: Row, lines: Sequence[Row], parts: Tables) -> Iterator[str]:
    """EN 16931: BR-CO-10 to 16, and the breakdown that adds up to net and tax."""
    line_total = _sum(line["net_amount"] for line in lines)
    yield from _unequal("lines", line_total, document["line_total"])
    for name, is_charge in (("allowances", False), ("charges", True)):
        total = _sum(
            one["amount"] for one in parts["document_adjustments"] if one["is_charge"] == is_charge
        )
        yield from _unequal(name, total, document[name])
    net = line_total - _sum([document["allowances"]]) + _sum([document["charges"]])
    yield from _unequal("net", net, document["net"])
    net = net if document["net"] is None else document["net"]
    total = net + _sum([document["tax"]])
    yield from _unequal("total", total, document["total"])
    total = total if document["total"] is None else document["total"]
    payable = total - _sum([document["prepaid"]]) + _sum([document["rounding"]])
    yield from _unequal("payable", payable, document["payable"])
    if parts["document_taxes"]:
        yield from _breakdown(document, parts)


def _breakdown(document: Row, parts: Tables) -> Iterator[str]:
    bases = _sum(share["base"] for share in parts["document_taxes"])
    yield from _unequal("bases", bases, document["net"])
    yield from _unequal(
        "taxes", _sum(share["tax"] for share in parts["document_taxes"]), document["tax"]
    )


def _chilean(document: Row, lines: Sequence[Row], parts: Tables) -> Iterator[str]:
    adjusted = _sum(line["net_amount"] for line in lines) + _adjusted(parts)
    before_tax = _sum([document["net"], document["exempt"]])
    yield from _unequal("lines", adjusted, before_tax)
    yield from _unequal("total", before_tax + _sum([document["tax"]]), document["total"])
    if document["net"]:
        yield from _unequal("tax", round(document["net"] * 19 / 100), _sum([document["tax"]]))
    yield from _unequal("payable", document["total"], document["payable"])
    for name in ("issuer_tax_id", "receiver_tax_id"):
        if not _is_rut(document[name]):
            yield f"digit of {name}"


def _mexican(document: Row, lines: Sequence[Row], parts: Tables) -> Iterator[str]:
    yield from _unequal("lines", _sum(line["net_amount"] for line in lines), document["line_total"])
    discounts = _sum(line["discount"] for line in lines)
    yield from _unequal("discounts", discounts, _sum([document["allowances"]]))
    total = _sum([document["net"], document["tax"]]) - _sum([document["withheld"]])
    yield from _unequal("total", total, document["total"])
    if parts["document_taxes"]:
        taxes = _sum(share["tax"] for share in parts["document_taxes"])
        yield from _unequal("taxes", taxes, _sum([document["tax"]]))
    for payment in parts["payments"]:
        paid = [
            one["paid"]
            for one in parts["payment_applications"]
            if one["payment_number"] == payment["item_number"]
            and one["currency"] == payment["currency"]
        ]
        yield from _unequal(f"payment {payment['item_number']}", _sum(paid), payment["amount"])


def _italian(document: Row, lines: Sequence[Row], parts: Tables) -> Iterator[str]:
    adjusted = _sum(line["net_amount"] for line in lines) + _adjusted(parts)
    yield from _unequal("lines", adjusted, document["net"])
    for withheld in (document["withheld"], None):
        owed = _sum([document["total"] or document["net"] + document["tax"]]) - _sum([withheld])
        yield from _unequal(f"payable without {withheld}", owed, document["payable"])
    total = _sum([document["net"], document["tax"], document["rounding"]])
    yield from _unequal("total", total, document["total"])


def _brazilian(document: Row, lines: Sequence[Row], _: Tables) -> Iterator[str]:
    yield from _unequal("lines", _sum(line["net_amount"] for line in lines), document["line_total"])
    discounts = _sum(line["discount"] for line in lines)
    yield from _unequal("discounts", discounts, _sum([document["allowances"]]))
    total = _sum([document["net"], document["tax"]])
    yield from _unequal("total", total, document["total"])
    key = document["unique_id"] or ""
    number, series = int(document["invoice_number"] or 0), int(document["series"] or 0)
    stated = f"{document['issued_on']:%y%m}{document['issuer_tax_id']:>014}"
    if key[2:20] != stated or key[22:34] != f"{series:03}{number:09}":
        yield "key"
    weights = [2 + place % 8 for place in range(43)]
    digits = [int(sign) for sign in reversed(key[:43]) if sign.isdigit()]
    rest = sum(a * b for a, b in zip(weights, digits, strict=False)) % 11
    if key[43:] != str(0 if rest < 2 else 11 - rest):
        yield "digit of key"


def _of_assignments(assignments: Sequence[Row]) -> Iterator[str]:
    documents = {
        (one["assigned_document_id"], one["receiver_tax_id"], one["issued_on"],
         one["document_total"])
        for one in assignments
    }  # fmt: skip
    if len(documents) > 1:
        yield "assigned documents"
    for one in assignments:
        if one["amount"] and one["document_total"] and one["amount"] > one["document_total"]:
            yield f"assignment {one['sequence_number']}"
        for name in ("issuer_tax_id", "receiver_tax_id", "assignor_tax_id", "assignee_tax_id"):
            if not _is_rut(one[name]):
                yield f"assignment {one['sequence_number']}: digit of {name}"


def _adjusted(parts: Tables) -> Decimal:
    return _sum(
        one["amount"] if one["is_charge"] else -one["amount"]
        for one in parts["document_adjustments"]
    )


def _sum(amounts: Any) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), start=Decimal(0))


def _unequal(name: str, computed: Decimal | int, stated: Decimal | None) -> Iterator[str]:
    if stated is not None and abs(computed - stated) > _CENT:
        yield name


def _is_rut(text: str | None) -> bool:
    body, _, digit = (text or "").partition("-")
    if not body.isdigit():
        return False
    total = sum(int(sign) * (2 + place % 6) for place, sign in enumerate(reversed(body)))
    return "0123456789K0"[11 - total % 11] == digit.upper()


_FAMILIES = {
    "ubl": _norm,
    "cii": _norm,
    "cl_dte": _chilean,
    "mx_cfdi": _mexican,
    "it_fatturapa": _italian,
    "br_nfe": _brazilian,
}
