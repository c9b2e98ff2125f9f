"""Reads Chile's AEC: a receivable assigned to another, as filed with the SII (Ley 19.983).

Data flow: root `AEC` → one `Assignment` for each `Cesion`, in order: the last assignee is paid.
"""

from __future__ import annotations

import re

from lxml import etree

from ingestion.formats.einvoices.document import Assignment, Party
from ingestion.formats.einvoices.fields import day_at, decimal_at, moment_at, required
from ingestion.formats.statement import FileRefused
from ingestion.formats.xml import anywhere, text_at


def read(root: etree._Element) -> tuple[Assignment, ...]:
    """Every assignment of the file; FileRefused where it holds none."""
    found = root.findall(f".//{anywhere('DocumentoCesion')}")
    if not found:
        raise FileRefused("einvoice_no_document", "DocumentoCesion")
    return tuple(_assignment(one) for one in found)


def _assignment(found: etree._Element) -> Assignment:
    sequence = required(text_at(found, "SeqCesion"), "SeqCesion", found)
    if not re.fullmatch(r"[0-9]{1,9}", sequence, re.ASCII):
        raise FileRefused("einvoice_amount_unreadable", sequence[:40], found.sourceline)
    return Assignment(
        sequence_number=int(sequence),
        type_code=required(text_at(found, "IdDTE/TipoDTE"), "TipoDTE", found),
        number=required(text_at(found, "IdDTE/Folio"), "Folio", found),
        issuer_tax_id=required(text_at(found, "IdDTE/RUTEmisor"), "RUTEmisor", found).upper(),
        receiver_tax_id=text_at(found, "IdDTE/RUTReceptor"),
        issued_on=day_at(found, "IdDTE/FchEmis"),
        document_total=decimal_at(found, "IdDTE/MntTotal"),
        assignor=_party(found, "Cedente"),
        assignee=_party(found, "Cesionario"),
        amount=decimal_at(found, "MontoCesion"),
        last_due_on=day_at(found, "UltimoVencimiento"),
        assigned_at=moment_at(found, "TmstCesion"),
    )


def _party(found: etree._Element, path: str) -> Party:
    rut = required(text_at(found, f"{path}/RUT"), f"{path}/RUT", found)
    return Party(text_at(found, f"{path}/RazonSocial"), rut.upper(), country="CL")
