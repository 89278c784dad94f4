"""Word files and e-books read by other means than they were made, and what they should say."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import docx
from docx.oxml.ns import qn
from lxml import etree

from compendium.law.act import Act, Block, Note, Para, Provision, Table
from compendium.text.plain import lines
from compendium.text.wording import pending

_X = "{http://www.w3.org/1999/xhtml}"
_OPF = {"o": "http://www.idpf.org/2007/opf"}
_PARAGRAPHS = {f"{_X}{name}" for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "caption")}


def docx_lines(data: bytes) -> list[str]:
    """The paragraphs of a Word file; a row of a table is one line, its cells between tabs."""
    body = docx.Document(io.BytesIO(data)).element.body
    return list(_word_blocks(body))


def _word_blocks(parent: etree._Element) -> Iterator[str]:
    for element in parent:
        if element.tag == qn("w:p"):
            yield _word_text(element)
        elif element.tag == qn("w:tbl"):
            for row in element.iter(qn("w:tr")):
                cells = [cell for cell in row.iter(qn("w:tc")) if not _continues(cell)]
                yield "\t".join("".join(map(_word_text, cell.iter(qn("w:p")))) for cell in cells)


def _continues(cell: etree._Element) -> bool:
    """Whether a cell is the lower part of one that begins in a row above."""
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merged is not None and merged.get(qn("w:val")) != "restart"


def _word_text(element: etree._Element) -> str:
    names = {qn("w:t"): None, qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(names[e.tag] or e.text or "" for e in element.iter() if e.tag in names)


def epub_lines(data: bytes) -> list[str]:
    """The paragraphs of an e-book in the order of its spine."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        opf = etree.fromstring(package.read("EPUB/content.opf"))
        hrefs = {item.get("id"): item.get("href") for item in opf.iterfind(".//o:item", _OPF)}
        pages = [hrefs[item.get("idref")] for item in opf.iterfind(".//o:itemref", _OPF)]
        roots = [etree.fromstring(package.read(f"EPUB/{page}")) for page in pages if page != "nav.xhtml"]
    return [line for root in roots for line in _page_blocks(root.find(f"{_X}body"))]


def _page_blocks(parent: etree._Element) -> Iterator[str]:
    for element in parent:
        if element.tag in _PARAGRAPHS:
            yield _page_text(element)
        elif element.tag == f"{_X}tr":
            yield "\t".join(_page_text(cell).replace("\n", "") for cell in element)
        else:
            yield from _page_blocks(element)


def _page_text(element: etree._Element) -> str:
    for line_break in element.iter(f"{_X}br"):
        line_break.tail = "\n" + (line_break.tail or "").lstrip("\n")
    return "".join(element.itertext())


def expected_lines(act: Act, day: date) -> list[str]:
    """What a file of the act says, from the rendering that `compendium show` prints."""
    bare, notes = without_notes(act)
    titles = [line.para.text for line in bare.front if line.role == "docTitle"]
    front: list[str] = [] if titles else [act.title]
    joined = False
    for line in bare.front:
        if line.role == "docTitle" and not joined:
            front.append(line.para.text)
        elif line.role == "docTitle":
            front[-1] += "\n" + line.para.text
        else:
            front.append(line.para.text)
        joined = line.role == "docTitle"
    marks = pending(bare, day)
    body = list(lines(replace(bare, attachments=()), None, marks))
    attached = list(lines(replace(bare, preamble=(), body=()), None, marks))
    closing = [block.text for block in bare.conclusions]
    return [*front, *body, *closing, *attached, *notes]


def without_notes(act: Act) -> tuple[Act, list[str]]:
    """The act with its notes' marks alone, and the notes."""
    notes: list[str] = []

    def bare(para: Para) -> Para:
        runs = []
        for run in para.runs:
            if isinstance(run, Note):
                mark = run.marker or f"注{len(notes) + 1}"
                notes.append(mark + run.text)
                runs.append(mark)
            else:
                runs.append(run)
        return Para(tuple(runs))

    def blocks(items: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(_table(item, bare) if isinstance(item, Table) else bare(item) for item in items)

    def provision(item: Provision) -> Provision:
        own = blocks(item.blocks)
        below = tuple(provision(child) for child in item.children)
        return replace(item, blocks=own, children=below, tail=blocks(item.tail))

    front = tuple(replace(line, para=bare(line.para)) for line in act.front)
    preamble = tuple(map(provision, act.preamble))
    body = tuple(map(provision, act.body))
    closing = blocks(act.conclusions)
    attached = tuple(replace(a, body=tuple(map(provision, a.body))) for a in act.attachments)
    made = replace(act, front=front, preamble=preamble, body=body, conclusions=closing, attachments=attached)
    return made, notes


def _table(table: Table, bare: Callable[[Para], Para]) -> Table:
    rows = tuple(tuple(replace(c, paras=tuple(map(bare, c.paras))) for c in row) for row in table.rows)
    return replace(table, rows=rows)
