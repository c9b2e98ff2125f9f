"""Reads a file of any family that is known here, told apart by content.

Data flow: bytes → (a zip: its members; a PDF: the XML inside) → the reader of its root element or
header → `ParsedEinvoices`. A name or an extension says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from lxml import etree

from ingestion.formats.archive import is_archive, members
from ingestion.formats.einvoices import (
    br_nfe,
    cii,
    cl_aec,
    cl_dte,
    cl_rcv,
    it_fatturapa,
    mx_cfdi,
    ubl,
)
from ingestion.formats.einvoices.document import Einvoice, ParsedEinvoices
from ingestion.formats.einvoices.fields import name_of, tree
from ingestion.formats.einvoices.pdf import is_pdf, xml_inside
from ingestion.formats.statement import FileRefused
from ingestion.formats.text import decode
from ingestion.formats.xml import encoding_of

_Read = Callable[[etree._Element], tuple[Einvoice, ...]]


def _single(read: Callable[[etree._Element], Einvoice]) -> _Read:
    return lambda root: (read(root),)


# By the root's name; a namespace only says which version it is.
_READERS: Mapping[str, _Read] = {
    "Invoice": _single(ubl.read),
    "CreditNote": _single(ubl.read),
    "CrossIndustryInvoice": _single(cii.read),
    "CrossIndustryDocument": _single(cii.read),
    "DTE": cl_dte.read,
    "EnvioDTE": cl_dte.read,
    "EnvioBOLETA": cl_dte.read,
    "SetDTE": cl_dte.read,
    "Comprobante": _single(mx_cfdi.read),
    "FatturaElettronica": it_fatturapa.read,
    "NFe": br_nfe.read,
    "nfeProc": br_nfe.read,
    "enviNFe": br_nfe.read,
}
_ENVELOPE = "StandardBusinessDocument"  # Peppol's, around an invoice


def read_einvoices(data: bytes) -> ParsedEinvoices:
    """What one file holds; of a zip, what its members hold, in the order of their names."""
    if not is_archive(data):
        return _read_one(data)
    files = [_read_member(name, content) for name, content in _members(data)]
    return ParsedEinvoices(
        encoding=", ".join(sorted({file.encoding for file in files})),
        documents=tuple(document for file in files for document in file.documents),
        assignments=tuple(one for file in files for one in file.assignments),
        register_rows=tuple(row for file in files for row in file.register_rows),
    )


def _members(data: bytes) -> list[tuple[str, bytes]]:
    try:
        return list(members(data))
    except FileRefused as refused:
        # The archive's own codes speak of the bank that sent it.
        code = "einvoice_" + refused.code.removeprefix("bank_")
        raise FileRefused(code, refused.value, refused.line_number) from refused


def _read_member(name: str, data: bytes) -> ParsedEinvoices:
    try:
        parsed = _read_one(data)
    except FileRefused as refused:
        value = f"{name}: {refused.value}" if refused.value else name
        raise FileRefused(refused.code, value, refused.line_number) from refused
    return ParsedEinvoices(
        parsed.encoding,
        tuple(replace(document, member=name) for document in parsed.documents),
        tuple(replace(one, member=name) for one in parsed.assignments),
        tuple(replace(row, member=name) for row in parsed.register_rows),
    )


def _read_one(data: bytes) -> ParsedEinvoices:
    if not data.strip(b"\xef\xbb\xbf\x00 \t\r\n"):
        raise FileRefused("einvoice_file_empty")
    if is_pdf(data):
        return _read_xml(xml_inside(data))
    if cl_rcv.recognises(data):
        return cl_rcv.read(data)
    if not decode(data[:200]).text.lstrip("\ufeff \t\r\n").startswith("<"):
        raise FileRefused("einvoice_format_unknown", _beginning(data))
    return _read_xml(data)


def _read_xml(data: bytes) -> ParsedEinvoices:
    root = tree(data)
    encoding = encoding_of(root)
    if name_of(root) == _ENVELOPE and len(root):
        root = root[-1]
    if name_of(root) == "AEC":
        return ParsedEinvoices(encoding, assignments=cl_aec.read(root))
    read = _READERS.get(name_of(root))
    if read is None:
        raise FileRefused("einvoice_root_unknown", str(root.tag)[:80])
    return ParsedEinvoices(encoding, documents=read(root))


def _beginning(data: bytes) -> str:
    """The first words of the file: enough for a person to see what it is."""
    text = data[:200].decode("utf-8", errors="replace")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:60]
