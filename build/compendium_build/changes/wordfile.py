"""A Word file: the parts of its package and its page; the same text gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from importlib.resources import files

from lxml import etree

from compendium_build.changes.wordml import NS, Element, sub, w

STARTED = (1980, 1, 1, 0, 0, 0)
"""The time of every part."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "package.rels",
    "word/_rels/document.xml.rels": "document.rels",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/footer1.xml": "footer.xml",
}
"""The parts that are the same in every file, and where they are kept."""


@dataclass(frozen=True, slots=True)
class Page:
    """The paper, in twentieths of a point."""

    width: int
    height: int
    side: int = 1020
    top: int = 1134

    @property
    def measure(self) -> int:
        """What is left between the margins."""
        return self.width - 2 * self.side


LANDSCAPE, PORTRAIT = Page(16838, 11906), Page(11906, 16838, 1588, 1440)


def word_file(title: str, blocks: list[Element], page: Page) -> bytes:
    """Put paragraphs and tables into a Word file."""
    document = etree.Element(w("document"), nsmap=NS)
    body = sub(document, "body")
    body.extend(blocks)
    if not blocks or blocks[-1].tag == w("tbl"):
        body.append(_ending())
    body.append(_section(page))
    folder = files("compendium_build.changes") / "word"
    parts = {name: (folder / held).read_bytes() for name, held in _PARTS.items()}
    parts["word/document.xml"] = _written(document)
    parts["docProps/core.xml"] = _core(title)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, STARTED)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data)
    return out.getvalue()


def _ending() -> Element:
    """The paragraph that Word wants after a table, as low as it can be."""
    p = etree.Element(w("p"))
    properties = sub(p, "pPr")
    sub(properties, "spacing", before="0", after="0", line="20", lineRule="exact")
    return p


def _section(page: Page) -> Element:
    section = etree.Element(w("sectPr"))
    reference = sub(section, "footerReference", type="default")
    reference.set(f"{{{_OFFICE}}}id", "rId3")
    size = sub(section, "pgSz", w=str(page.width), h=str(page.height))
    if page.width > page.height:
        size.set(w("orient"), "landscape")
    edges = {"top": page.top, "bottom": page.top, "left": page.side, "right": page.side}
    sub(section, "pgMar", **{k: str(v) for k, v in edges.items()}, header="720", footer="567", gutter="0")
    return section


def _core(title: str) -> bytes:
    namespaces = {
        "cp": f"{_PACKAGE}/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
    }
    core = etree.Element(f"{{{namespaces['cp']}}}coreProperties", nsmap=namespaces)
    for name, text in (("title", title), ("language", "zh-CN")):
        etree.SubElement(core, f"{{{namespaces['dc']}}}{name}").text = text
    return _written(core)


def _written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
