"""Tracked changes of a Word file accepted or rejected, straight from its XML."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def document(data: bytes) -> etree._Element:
    """The main part of a Word file."""
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


@dataclass
class Settled:
    """The paragraphs that stay when all revisions are accepted, or all rejected."""

    accepted: bool
    lines: list[str] = field(default_factory=list)

    @property
    def gone(self) -> str:
        """The mark of what goes."""
        return W + ("del" if self.accepted else "ins")

    def read(self, container: etree._Element) -> None:
        """Read a body or a cell; a paragraph whose mark goes runs into the next."""
        waiting = ""
        for element in container:
            if element.tag == W + "p":
                waiting += self._text(element)
                if element.find(f"{W}pPr/{W}rPr/{self.gone}") is None:
                    self.lines.append(waiting)
                    waiting = ""
            elif element.tag == W + "tbl":
                assert not waiting, "a paragraph runs into a table"
                self._table(element)
        assert not waiting, "the last paragraph has no mark"

    def _table(self, table: etree._Element) -> None:
        for row in table.iter(W + "tr"):
            if row.find(f"{W}trPr/{self.gone}") is None:
                for cell in row.findall(W + "tc"):
                    merged = cell.find(f"{W}tcPr/{W}vMerge")
                    if merged is None or merged.get(W + "val") != "continue":
                        self.read(cell)

    def _text(self, paragraph: etree._Element) -> str:
        out = []
        for run in paragraph.iter(W + "r"):
            if any(above.tag == self.gone for above in run.iterancestors()):
                continue
            for piece in run:
                if piece.tag in (W + "t", W + "delText"):
                    out.append(piece.text or "")
        return "".join(out)


def settled(data: bytes, accepted: bool) -> list[str]:
    """The paragraphs of a Word file with its revisions accepted or rejected."""
    body = document(data).find(W + "body")
    assert body is not None
    found = Settled(accepted)
    found.read(body)
    return found.lines


def without_blank(lines: list[str]) -> list[str]:
    """The lines that say something: Word wants a paragraph in every cell and after the last table."""
    return [line for line in lines if line]
