"""Real e-invoices against the answers beside them: what of each file is not read as it must be.

The files are not ours to ship: they lie beside the repository. Run as a module it prints right and
total for each family: `python -m tests.ingestion.einvoices`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ingestion.formats.einvoices.detect import read_einvoices
from ingestion.formats.einvoices.document import Einvoice, ParsedEinvoices
from ingestion.formats.statement import FileRefused
from tests.shared import SHARED

FOLDER = SHARED / "data" / "einvoices"
INDEX = FOLDER / "index.jsonl"

# The answers' words for what does not add up, as codes of ours.
INCONSISTENT = {
    "sum(lines) != subtotal": "einvoice_lines_differ",
    "subtotal-discount+taxes != total": "einvoice_total_differs",
}
AMOUNTS = ("line_total", "allowances", "charges", "net", "tax", "total", "prepaid", "rounding",
           "payable", "exempt")  # fmt: skip
# Brazil's documents state neither net nor tax, Italy's often no total: the answers have none.
DERIVED = {"br_nfe": ("net", "tax")}


def entries() -> list[dict[str, Any]]:
    """The lines of the index; none where it is absent."""
    if not INDEX.is_file():
        return []
    return [json.loads(line) for line in INDEX.read_text(encoding="utf-8").splitlines()]


def content(entry: Mapping[str, Any]) -> bytes:
    return (FOLDER / str(entry["file"])).read_bytes()


def differences(entry: Mapping[str, Any]) -> list[str]:
    """What is read otherwise than the answer says; nothing where all is right."""
    judge = _JUDGES.get(entry["fmt"], _document)
    return list(judge(entry))


def _invalid(entry: Mapping[str, Any]) -> Iterator[str]:
    if entry["kind"] == "conflict":
        yield from _conflict(entry)
        return
    try:
        read_einvoices(content(entry))
    except FileRefused as refused:
        if not refused.code.startswith("einvoice_"):
            yield f"refused with {refused.code}"
    else:
        yield "not refused"


def _conflict(entry: Mapping[str, Any]) -> Iterator[str]:
    """The same identity as another file, and other amounts."""
    [suspect] = read_einvoices(content(entry)).documents
    others = [
        document
        for other in entries()
        if other["fmt"] == "cl_dte"
        for document in read_einvoices(content(other)).documents
        if document.identity == suspect.identity
    ]
    if len(others) != 1:
        yield f"{len(others)} documents have its identity {suspect.identity}"
    elif others[0].amounts == suspect.amounts:
        yield "its amounts are those of the other"


def _register(entry: Mapping[str, Any]) -> Iterator[str]:
    rows = read_einvoices(content(entry)).register_rows
    yield from _unlike("rows", len(rows), entry["document_rows"])
    yield from _unlike("register", {f"{row.register}" for row in rows},
                       {{"sales_register": "sales"}.get(entry["kind"], "purchases")})  # fmt: skip
    yield from _unlike(
        "documents",
        [(row.type_code or "", row.number, row.total) for row in rows],
        [(one["type"], one["folio"], Decimal(one["total"])) for one in entry["documents"]],
    )
    yield from _unlike("total", sum(row.total or 0 for row in rows), entry["sum_monto_total"])
    wrong = [row for row in rows if (row.problem is None) != (row.type_code is not None)]
    yield from _unlike("rows wrongly judged", wrong, [])


def _assignment(entry: Mapping[str, Any]) -> Iterator[str]:
    """The index tells it in words: the second assignment of invoice 33-170."""
    assignments = read_einvoices(content(entry)).assignments
    yield from _unlike("sequence", [one.sequence_number for one in assignments], [1, 2])
    documents = {(one.issuer_tax_id, one.type_code, one.number) for one in assignments}
    yield from _unlike("document", documents, {("76354771-K", "33", "170")})
    if assignments[0].assignee.tax_id != assignments[1].assignor.tax_id:
        yield "the first assignee is not the second assignor"


def _document(entry: Mapping[str, Any]) -> Iterator[str]:
    parsed = read_einvoices(content(entry))
    bodies = [entry, *entry.get("other_bodies", ())]
    yield from _unlike("documents", len(parsed.documents), len(bodies))
    for document, answer in zip(parsed.documents, bodies, strict=False):
        yield from _fields(document, answer, entry["fmt"])
    yield from _encoding(parsed, entry)


def _encoding(parsed: ParsedEinvoices, entry: Mapping[str, Any]) -> Iterator[str]:
    if "encoding" in entry:
        yield from _unlike("encoding", parsed.encoding, entry["encoding"].lower())


def _fields(document: Einvoice, answer: Mapping[str, Any], family: str) -> Iterator[str]:
    texts = {
        "doc_type": document.type_code,
        "kind": document.kind,
        "number": document.number,
        "series": document.series,
        "uuid": document.unique_id,
        "access_key": document.unique_id,
        "issue_date": _iso(document.issued_on),
        "due_date": _iso(document.due_on),
        "currency": document.currency,
        "tax_currency": document.tax_currency,
        "lines": len(document.lines),
        "direction": "in" if document.is_incoming else "out",
    }
    for name, value in texts.items():
        if name in answer:
            yield from _unlike(name, value, answer[name])
    for name in AMOUNTS:
        if name in answer and name not in DERIVED.get(family, ()):
            yield from _unlike(name, getattr(document, name), _decimal(answer[name]))
    for name in ("issuer", "receiver"):
        if name in answer:
            yield from _party(name, getattr(document, name), answer[name], family)
    if "line_net" in answer:
        nets = [line.net_amount for line in document.lines]
        yield from _unlike("line_net", nets, [Decimal(text) for text in answer["line_net"]])
    yield from _shares(document, answer)
    if "refs" in answer:
        yield from _references(document, answer["refs"])
    yield from _payment(document, answer)
    if "inconsistent" in answer:
        # A draft's warning says nothing of its sums; of what is wrong, the answers judge two sums.
        codes = {warning.code for warning in document.warnings} - {"einvoice_not_stamped"}
        expected = {INCONSISTENT[text] for text in answer["inconsistent"]}
        if expected:
            codes &= set(INCONSISTENT.values())
        yield from _unlike("warnings", codes, expected)


def _party(name: str, party: Any, answer: Mapping[str, Any], family: str) -> Iterator[str]:
    for field, value in answer.items():
        # The answers give every Brazilian buyer's country as BR, a German one's too.
        if family == "br_nfe" and name == "receiver" and field == "country":
            continue
        # The SAT's samples pad a tax id with a blank, and the answers keep it.
        expected = value.strip() if value else value
        yield from _unlike(f"{name} {field}", getattr(party, field), expected)


def _shares(document: Einvoice, answer: Mapping[str, Any]) -> Iterator[str]:
    expected = [
        (one["category"], _decimal(one["rate"]), _decimal(one["base"]), _decimal(one["tax"]))
        for one in answer.get("tax_breakdown", ())
    ]
    if expected:
        shares = [(one.category, one.rate, one.base, one.tax) for one in document.taxes]
        yield from _unlike("tax_breakdown", shares, expected)
    for name, value in (("withholding", document.withheld), ("tax_withheld", document.withheld)):
        if name in answer:
            yield from _unlike(name, value, _decimal(answer[name]))
    if "period" in answer:
        period = {"start": _iso(document.period_start), "end": _iso(document.period_end)}
        yield from _unlike("period", period, answer["period"])
    if "line_periods" in answer:
        count = sum(1 for line in document.lines if line.period_start or line.period_end)
        yield from _unlike("line_periods", count, answer["line_periods"])


def _references(document: Einvoice, answer: Mapping[str, Any]) -> Iterator[str]:
    for kind in ("order", "sales_order", "project", "despatch"):
        if kind in answer:
            numbers = document.numbers(kind)
            yield from _unlike(kind, numbers[0] if numbers else None, answer[kind])
    if "buyer_reference" in answer:
        yield from _unlike("buyer", document.buyer_reference, answer["buyer_reference"])
    yield from _unlike("contract", document.numbers("contract"), answer["contract"])
    if "all" in answer:
        found = [
            {"type": one.type_code, "number": one.number, "date": _iso(one.issued_on),
             "code": one.code, "reason": one.reason}
            for one in document.references
        ]  # fmt: skip
        yield from _unlike("references", found, answer["all"])
    expected = [
        number.lower()
        for one in answer["preceding"]
        for number in (one["uuid"] if "uuid" in one else [one["number"]])
    ]
    found_numbers = [number.lower() for number in document.numbers("preceding")]
    yield from _unlike("preceding", found_numbers, expected)


def _payment(document: Einvoice, answer: Mapping[str, Any]) -> Iterator[str]:
    named: dict[str, Callable[[], str | None]] = {
        "means": lambda: document.payment_means,
        "form": lambda: document.payment_means,
        "account": lambda: document.payment_account,
        "reference": lambda: document.payment_reference,
        "payee": lambda: document.payee,
    }
    for name, value in answer.get("pay", {}).items():
        if name in named:
            yield from _unlike(f"pay {name}", named[name](), value)
    if "installments" in answer:
        parts = [(one.number, _iso(one.due_on), one.amount) for one in document.instalments]
        expected = [
            (one["number"], one["due"], _decimal(one["amount"])) for one in answer["installments"]
        ]
        yield from _unlike("installments", parts, expected)
    payments = [
        (_iso(one.paid_on), one.form, one.currency, one.amount, [
            (part.document_id, part.number, part.currency, part.instalment_number,
             part.previous_balance, part.paid, part.remaining) for part in one.applied
        ]) for one in document.payments
    ]  # fmt: skip
    yield from _unlike("payments", payments, [
        (one["date"][:10], one["form"], one["currency"], Decimal(one["amount"]), [
            (part["uuid"].lower(), part["serie"] + part["folio"], part["currency"],
             part["installment"], _decimal(part["previous_balance"]), _decimal(part["paid"]),
             _decimal(part["remaining"])) for part in one["applied"]
        ]) for one in answer.get("payments", ())
    ])  # fmt: skip


def _unlike(what: str, found: Any, expected: Any) -> Iterator[str]:
    if found != expected:
        yield f"{what}: {found!r}, not {expected!r}"


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


_JUDGES = {"invalid": _invalid, "cl_rcv_csv": _register, "cl_aec": _assignment}


def main() -> None:
    """Print right and total for each family, and what is wrong."""
    total, right = Counter[str](), Counter[str]()
    for entry in entries():
        found = differences(entry)
        total[entry["fmt"]] += 1
        right[entry["fmt"]] += not found
        for one in found:
            print(f"{entry['file']}: {one}")
    for family in sorted(total):
        print(f"{family}: {right[family]}/{total[family]}")
    print(f"all: {right.total()}/{total.total()}")


if __name__ == "__main__":
    main()
