"""Parses XML of strangers: no DOCTYPE, no entity, no network, no comment that cuts a number in two.

Data flow: bytes in the encoding they declare → element tree, or `XmlRefused`; then the texts at
paths of local names, whatever the namespace: each version of each format has its own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from lxml import etree

from ingestion.formats.text import decode, is_utf_16

_SAFELY: Mapping[str, bool] = MappingProxyType(
    {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "huge_tree": False,
        "recover": False,
        "remove_comments": True,
        "remove_pis": True,
    }
)
_BROKEN = (etree.XMLSyntaxError, LookupError, ValueError)


class XmlRefused(Exception):
    """XML that is not read: with a DOCTYPE (`is_doctype`), or broken, with detail and line."""

    def __init__(self, is_doctype: bool, detail: str = "", line_number: int | None = None) -> None:
        super().__init__(is_doctype, detail, line_number)
        self.is_doctype = is_doctype
        self.detail = detail
        self.line_number = line_number


def parse_xml(data: bytes) -> etree._Element:
    """The root element; comments and processing instructions are left out of the tree."""
    _refuse_doctype(data)
    try:
        root = etree.fromstring(data.lstrip(), etree.XMLParser(**_SAFELY))
    except _BROKEN as error:
        raise _broken(error) from error
    if root.getroottree().docinfo.doctype:
        raise XmlRefused(is_doctype=True)
    return root


def walk_xml(data: bytes, name: str, take: Callable[[etree._Element], None]) -> etree._Element:
    """The root element, without what is inside elements of one name: that, `take` has seen.

    A tree has some ten times the bytes of its file: of a large one, no more than a part is held.
    """
    _refuse_doctype(data)
    events = etree.iterparse(
        io.BytesIO(data.lstrip()), events=("end",), tag=f"{{*}}{name}", **_SAFELY
    )
    for element in _walked(events):
        take(element)
        element.clear(keep_tail=False)
    root: etree._Element = events.root
    if root.getroottree().docinfo.doctype:
        raise XmlRefused(is_doctype=True)
    return root


def _walked(events: etree.iterparse) -> Iterator[etree._Element]:
    try:
        for _, element in events:
            yield element
    except _BROKEN as error:
        raise _broken(error) from error


def _broken(error: Exception) -> XmlRefused:
    return XmlRefused(False, str(error)[:120], getattr(error, "lineno", None))


def _refuse_doctype(data: bytes) -> None:
    """A DOCTYPE can make a parser read other files or grow without end: no business file has one.

    XmlRefused where there is one, or an entity.
    """
    text = decode(data).text.encode() if is_utf_16(data) else data
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise XmlRefused(is_doctype=True)


def encoding_of(root: etree._Element) -> str:
    """The encoding that the file declares, in small letters."""
    return (root.getroottree().docinfo.encoding or "UTF-8").lower()


@cache
def anywhere(path: str) -> str:
    """`Acct/Id` in whatever namespace."""
    return "/".join(step if step in (".", "..") else f"{{*}}{step}" for step in path.split("/"))


def text_at(element: etree._Element | None, path: str) -> str | None:
    """The text at `Acct/Id/IBAN`; None where it is empty or absent."""
    if element is None:
        return None
    found = _first(element, _steps(path), 0)
    return (found.text or "").strip() or None if found is not None else None


@cache
def _steps(path: str) -> tuple[str, ...]:
    return tuple(f"{{*}}{step}" for step in path.split("/"))


def _first(element: etree._Element, steps: tuple[str, ...], depth: int) -> etree._Element | None:
    """What `find` finds, in two thirds of its time: half of what reading XML takes is this."""
    is_last = depth == len(steps) - 1
    for child in element.iterchildren(steps[depth]):
        if is_last:
            return child
        if (found := _first(child, steps, depth + 1)) is not None:
            return found
    return None


def first_text(element: etree._Element | None, *paths: str) -> str | None:
    """The first text of several places."""
    return next((text for path in paths if (text := text_at(element, path))), None)
