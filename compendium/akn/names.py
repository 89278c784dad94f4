"""Namespaces and element names, written once."""

from __future__ import annotations

from lxml import etree

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "https://compendium.example/ns/1"
NSMAP: dict[str | None, str] = {None: AKN, "c": OWN}

MIXED = frozenset({"p", "num", "heading", "docTitle", "docNumber", "tocItem", "caption"})
"""Elements whose white space is text."""

SPANS = {"sup": "sup", "sub": "sub", "b": "b", "i": "i", "u": "u"}


def akn(name: str) -> str:
    """Return the Clark name of an Akoma Ntoso element."""
    return f"{{{AKN}}}{name}"


def own(name: str) -> str:
    """Return the Clark name of an element or attribute of the project's own."""
    return f"{{{OWN}}}{name}"


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(element).localname


def sub(parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    """Append an Akoma Ntoso element; attributes with an empty value are left out."""
    child = etree.SubElement(parent, akn(tag))
    for key, value in attributes.items():
        if value:
            child.set(key.rstrip("_"), value)
    child.text = text
    return child


def line_of(element: etree._Element) -> int:
    """Return the line of the file that an element starts on; 0 when it was not read from one."""
    line: int | None = element.sourceline  # type: ignore[assignment]
    return line or 0
