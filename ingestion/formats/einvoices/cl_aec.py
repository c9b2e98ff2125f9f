"""Reads Chile's AEC: a receivable assigned to another, as filed with the SII (Ley 19.983).

Data flow: root `AEC` → one `Assignment` for each `Cesion`, in order: the last assignee is paid.
"""

from __future__ import annotations

import re

from lxml import etree

from ingestion.formats.einvoices.checks import is_rut
from ingestion.formats.einvoices.document import ZERO, Assignment, Party
from ingestion.formats.einvoices.fields import day_at, decimal_at, moment_at, required
from ingestion.formats.statement import MAX_AMOUNT, FileRefused
from ingestion.formats.xml import anywhere, text_at


def read(root: etree._Element) -> tuple[Assignment, ...]:
    """Every assignment of the file; FileRefused where it holds none."""
    found = root.findall(f".//{anywhere('DocumentoCesion')}")
    if not found:
        raise FileRefused("einvoice_no_document", "DocumentoCesion")
    assignments = tuple(_assignment(one) for one in found)
    _require_one_document(found, assignments)
    return assignments


def _require_one_document(found: list[etree._Element], assignments: tuple[Assignment, ...]) -> None:
    """Every assignment is of the same document, and of no more than it is worth."""
    first = assignments[0]
    for element, one in zip(found, assignments, strict=True):
        facts = [(other.type_code, other.number, other.issuer_tax_id, other.receiver_tax_id,
                  other.issued_on, other.document_total) for other in (first, one)]  # fmt: skip
        if facts[0] != facts[1] or (one.amount or ZERO) > (one.document_total or MAX_AMOUNT):
            value = f"{one.sequence_number}: {one.type_code}-{one.number}, {one.amount}"
            raise FileRefused("einvoice_assignment_differs", value, element.sourceline)


def _assignment(found: etree._Element) -> Assignment:
    sequence = required(text_at(found, "SeqCesion"), "SeqCesion", found)
    if not re.fullmatch(r"[0-9]{1,9}", sequence, re.ASCII):
        raise FileRefused("einvoice_amount_unreadable", sequence[:40], found.sourceline)
    return Assignment(
        sequence_number=int(sequence),
        type_code=required(text_at(found, "IdDTE/TipoDTE"), "TipoDTE", found),
        number=required(text_at(found, "IdDTE/Folio"), "Folio", found),
        issuer_tax_id=_rut(found, "IdDTE/RUTEmisor"),
        receiver_tax_id=_rut(found, "IdDTE/RUTReceptor"),
        issued_on=day_at(found, "IdDTE/FchEmis"),
        document_total=decimal_at(found, "IdDTE/MntTotal"),
        assignor=_party(found, "Cedente"),
        assignee=_party(found, "Cesionario"),
        amount=decimal_at(found, "MontoCesion"),
        last_due_on=day_at(found, "UltimoVencimiento"),
        assigned_at=moment_at(found, "TmstCesion"),
    )


def _party(found: etree._Element, path: str) -> Party:
    return Party(text_at(found, f"{path}/RazonSocial"), _rut(found, f"{path}/RUT"), country="CL")


def _rut(found: etree._Element, path: str) -> str:
    rut = required(text_at(found, path), path, found).upper()
    if not is_rut(rut):
        raise FileRefused("einvoice_rut_wrong", rut[:40], found.sourceline)
    return rut
