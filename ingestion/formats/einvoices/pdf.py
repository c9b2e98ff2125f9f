"""Takes the XML out of a Factur-X or ZUGFeRD PDF: an attachment of a name that the norm fixes.

Data flow: bytes of a PDF → bytes of the XML inside, or `FileRefused`. Nothing of the page is read.
"""

from __future__ import annotations

import io

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ingestion.formats.statement import FileRefused

_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml")
_MAX_BYTES = 64 * 1024 * 1024


def is_pdf(data: bytes) -> bool:
    """Whether the bytes begin as a PDF does; some put a few bytes before its mark."""
    return b"%PDF-" in data[:1024]


def xml_inside(data: bytes) -> bytes:
    """The invoice's XML; FileRefused where the PDF is damaged or locked, or holds none."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        attached = {
            name.lower(): content for name, content in reader.attachments.items() if content
        }
    # pypdf raises errors of Python too where a file is not what it says it is.
    except (PyPdfError, ArithmeticError, LookupError, OSError, RuntimeError, TypeError, ValueError,
            AttributeError) as error:  # fmt: skip
        raise FileRefused("einvoice_pdf_unreadable", str(error)[:80]) from error
    found = [attached[name][0] for name in _NAMES if name in attached]
    if not found:
        raise FileRefused("einvoice_pdf_without_xml", ", ".join(sorted(attached))[:80])
    if len(found[0]) > _MAX_BYTES:
        raise FileRefused("einvoice_pdf_unreadable", f"{len(found[0])}")
    return found[0]
