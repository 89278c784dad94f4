"""What a PDF says of itself: the document information and the same as XMP, for PDF/A-2a and PDF/UA-1."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

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


@dataclass(frozen=True, slots=True)
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
    """The XMP packet; it names no time, so that the same text gives the same bytes."""
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
    """The colour profile of the file, compressed: sRGB, as it comes with WeasyPrint."""
    return zlib.compress((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes(), 9)
