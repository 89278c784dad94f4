"""What a PDF says about itself: bookmarks and names of places as objects, and its metadata.

The metadata stands in the document information and the same as XMP, for PDF/A-2a and PDF/UA-1.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape

from compendium_build.print.pdf.writer import text_string
from compendium_build.print.weasy.profile import srgb

Line = tuple[int, str, str]
"""A bookmark: how deep it stands, its label, the name of its place."""
LEAF = 64
"""Rows in one leaf of a tree."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page, by the number of its object, and a height on it."""

    page: int
    top: float

    def destination(self) -> bytes:
        """Show the page from this height on, at the magnification that the reader has."""
        return b"[%d 0 R/XYZ null %.1f null]" % (self.page, self.top)


@dataclass(kw_only=True)
class _Item:
    depth: int
    label: str
    place: Place | None
    number: int
    children: list[_Item] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """编 show what is in them, all else is closed."""
        return self.depth < 1

    def shown(self) -> int:
        """How many lines show below it once it is open."""
        return sum(1 + (child.shown() if child.is_open else 0) for child in self.children)


def outline_objects(
    lines: Iterable[Line], places: Mapping[str, Place], first: int
) -> list[tuple[int, bytes]]:
    """Make the objects of the bookmarks, numbered from `first`, their root; none without bookmarks."""
    root = _Item(depth=-1, label="", place=None, number=first)
    above, count = [root], 0
    for depth, label, name in lines:
        if name not in places:
            continue
        count += 1
        item = _Item(depth=depth, label=label, place=places[name], number=first + count)
        while above[-1].depth >= depth:
            above.pop()
        above[-1].children.append(item)
        above.append(item)
    return list(_written(root)) if count else []


def _written(item: _Item) -> Iterator[tuple[int, bytes]]:
    yield item.number, b"<</Type/Outlines%s>>" % _below(item)
    waiting = [item]
    while waiting:
        above = waiting.pop()
        waiting += above.children
        numbers = [0, *(child.number for child in above.children), 0]
        for child, before, after in zip(above.children, numbers, numbers[2:], strict=False):
            ties = b"/Parent %d 0 R" % above.number
            ties += b"/Prev %d 0 R" % before if before else b""
            ties += b"/Next %d 0 R" % after if after else b""
            assert child.place is not None
            shown = b"/Title%s/Dest%s" % (text_string(child.label), child.place.destination())
            yield child.number, b"<<%s%s%s>>" % (shown, ties, _below(child))


def _below(item: _Item) -> bytes:
    if not item.children:
        return b""
    count = item.shown() if item.is_open else -len(item.children)
    ends = item.children[0].number, item.children[-1].number
    return b"/First %d 0 R/Last %d 0 R/Count %d" % (*ends, count)


def name_leaves(places: Mapping[str, Place]) -> Iterator[bytes]:
    """Make the leaves of the tree of names; links go by them."""
    rows = sorted((text_string(name), place) for name, place in places.items())
    for start in range(0, len(rows), LEAF):
        held = rows[start : start + LEAF]
        pairs = b"".join(name + place.destination() for name, place in held)
        yield b"<</Limits[%s%s]/Names[%s]>>" % (held[0][0], held[-1][0], pairs)


def parent_leaves(parents: Sequence[int]) -> Iterator[bytes]:
    """Make the leaves of the tree that leads from marked content and links to their elements."""
    for start in range(0, len(parents), LEAF):
        held = parents[start : start + LEAF]
        rows = b" ".join(b"%d %d 0 R" % row for row in enumerate(held, start))
        yield b"<</Limits[%d %d]/Nums[%s]>>" % (start, start + len(held) - 1, rows)


PRODUCER = "compendium, WeasyPrint"

_DEFAULT = ' xml:lang="x-default"'
_DESCRIPTION = '<rdf:Description rdf:about=""{attributes}>{content}</rdf:Description>'
_EXTENSION = (
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
)
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The metadata of a document."""

    title: str
    publisher: str
    subject: str
    identifier: str = ""
    language: str = "zh-CN"

    @property
    def info(self) -> dict[str, str]:
        """The entries of the document information that have something to say."""
        held = {"Title": self.title, "Author": self.publisher, "Subject": self.subject, "Producer": PRODUCER}
        return {key: value for key, value in held.items() if value}


def xmp(about: About) -> bytes:
    """Write the XMP packet; it names no time, so that the same text gives the same bytes."""
    parts = [
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        f"<pdf:Producer>{escape(PRODUCER)}</pdf:Producer>",
        f"<dc:title><rdf:Alt>{_li(about.title, _DEFAULT)}</rdf:Alt></dc:title>",
        f"<dc:language><rdf:Bag>{_li(about.language)}</rdf:Bag></dc:language>",
    ]
    if about.publisher:
        parts.append(f"<dc:creator><rdf:Seq>{_li(about.publisher)}</rdf:Seq></dc:creator>")
    if about.subject:
        words = _li(about.subject, _DEFAULT)
        parts.append(f"<dc:description><rdf:Alt>{words}</rdf:Alt></dc:description>")
    if about.identifier:
        parts.append(f"<dc:identifier>{escape(about.identifier)}</dc:identifier>")
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    content = "".join(parts) + _EXTENSION
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        + _DESCRIPTION.format(attributes=spaces, content=content)
        + '</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _li(text: str, attributes: str = "") -> str:
    return f"<rdf:li{attributes}>{escape(text)}</rdf:li>"


@cache
def profile() -> bytes:
    """Return the colour profile of the file, compressed: sRGB."""
    return zlib.compress(srgb(), 9)
