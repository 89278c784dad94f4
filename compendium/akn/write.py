"""From an act to its canonical XML bytes: one act, one byte sequence."""

from __future__ import annotations

import re
from itertools import groupby

from lxml import etree

from compendium.akn.names import MIXED, NSMAP, akn, local, sub
from compendium.akn.write_meta import add_meta, add_part_meta
from compendium.law.act import (
    Act,
    Attachment,
    Block,
    Cell,
    FrontLine,
    Image,
    Inline,
    Note,
    Para,
    Provision,
    Span,
    Table,
)
from compendium.law.kinds import Level
from compendium.law.problems import CompendiumError

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Unwritable(CompendiumError, ValueError):
    """There is a character in an act that no XML file can hold."""

    def __init__(self, act: Act) -> None:
        found = _UNFIT.search(act.text)
        if found is None:
            where = "文件名或者附记的文字"
        else:
            around = act.text[max(0, found.start() - 8) : found.end() + 8]
            where = f"“{_UNFIT.sub('□', around)}”"
        super().__init__(
            f"{where}里有 XML 不能保存的字符（控制字符，或者不是 UTF-8 的字节），请删去或者改名后再试"
        )


def write_act(act: Act) -> bytes:
    """Write an act as UTF-8 XML: two spaces of indentation, one printed paragraph a line, final newline.

    Raises:
        Unwritable: it has a character that XML can't hold.
    """
    try:
        return _written(act)
    except UnicodeEncodeError:
        raise Unwritable(act) from None
    except ValueError as error:
        if "XML compatible" not in str(error):
            raise
        raise Unwritable(act) from None


def _written(act: Act) -> bytes:
    root = etree.Element(akn("akomaNtoso"), nsmap=NSMAP)  # type: ignore[arg-type]
    main = sub(root, "act", name=act.kind.value)
    add_meta(main, act)
    _add_front(main, act.front)
    if act.preamble:
        preamble = sub(main, "preamble")
        for recital in act.preamble:
            _add_blocks(preamble, recital.blocks, recital)
    body = sub(main, "body")
    for provision in act.body:
        _add_provision(body, provision)
    if act.conclusions:
        _add_blocks(sub(main, "conclusions"), act.conclusions)
    if act.attachments:
        attachments = sub(main, "attachments")
        for attachment in act.attachments:
            _add_attachment(attachments, attachment, act)
    _indent(root, 0)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _add_front(main: etree._Element, front: tuple[FrontLine, ...]) -> None:
    if not front:
        return
    preface = sub(main, "preface")
    tocs = 0
    for is_toc, lines in groupby(front, key=lambda line: line.role == "toc"):
        if not is_toc:
            for line in lines:
                _add_front_line(preface, line)
            continue
        tocs += 1
        toc = sub(preface, "toc", eId=f"toc_{tocs}")
        for line in lines:
            item = sub(toc, "tocItem", level=str(line.level), href=f"#{line.target}")
            _add_runs(item, line.para.runs)


def _add_front_line(preface: etree._Element, line: FrontLine) -> None:
    p = sub(preface, "p", class_=line.role)
    inner = sub(p, line.role) if line.role in ("docTitle", "docNumber") else p
    _add_runs(inner, line.para.runs)


def _add_provision(parent: etree._Element, provision: Provision) -> None:
    name = "indent" if provision.level is Level.SUBINDENT else provision.level.value
    element = sub(parent, name, eId=provision.eid, wId=provision.wid, period=_period(provision))
    if provision.num:
        sub(element, "num", provision.num)
    if provision.heading:
        sub(element, "heading", provision.heading)
    if not provision.children:
        if provision.blocks:
            _add_blocks(sub(element, "content"), provision.blocks)
        return
    if provision.blocks:
        _add_blocks(sub(element, "intro"), provision.blocks)
    for child in provision.children:
        _add_provision(element, child)
    if provision.tail:
        _add_blocks(sub(element, "wrapUp"), provision.tail)


def _period(provision: Provision) -> str:
    return f"#{provision.period}" if provision.period else ""


def _add_attachment(parent: etree._Element, attachment: Attachment, act: Act) -> None:
    element = sub(parent, "attachment", eId=attachment.eid, wId=attachment.eid)
    if attachment.num:
        sub(element, "num", attachment.num)
    if attachment.heading:
        sub(element, "heading", attachment.heading)
    doc = sub(element, "doc", name="附件")
    add_part_meta(doc, act, attachment.eid)
    body = sub(doc, "mainBody")
    for provision in attachment.body:
        _add_provision(body, provision)


def _add_blocks(parent: etree._Element, blocks: tuple[Block, ...], ids: Provision | None = None) -> None:
    for block in blocks:
        element = _add_table(parent, block) if isinstance(block, Table) else _add_para(parent, block)
        if ids is not None:
            element.set("eId", ids.eid)
            element.set("wId", ids.wid)


def _add_para(parent: etree._Element, para: Para) -> etree._Element:
    p = sub(parent, "p")
    _add_runs(p, para.runs)
    return p


def _add_table(parent: etree._Element, table: Table) -> etree._Element:
    element = sub(parent, "table")
    if table.caption:
        sub(element, "caption", table.caption)
    for row in table.rows:
        tr = sub(element, "tr")
        for cell in row:
            _add_cell(tr, cell)
    return element


def _add_cell(tr: etree._Element, cell: Cell) -> None:
    spans = {"colspan": cell.colspan, "rowspan": cell.rowspan}
    attributes = {key: str(value) for key, value in spans.items() if value != 1}
    element = sub(tr, "th" if cell.header else "td", **attributes)
    for para in cell.paras or (Para(()),):
        _add_para(element, para)


def _add_runs(element: etree._Element, runs: tuple[Inline, ...]) -> None:
    for run in runs:
        if isinstance(run, str):
            _append_text(element, run)
        elif isinstance(run, Span):
            sub(element, run.style, run.text)
        elif isinstance(run, Image):
            sub(element, "img", src=run.src, alt=run.alt)
        elif isinstance(run, Note):
            sub(sub(element, "authorialNote", marker=run.marker), "p", run.text)


def _append_text(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _indent(element: etree._Element, depth: int) -> None:
    if local(element) in MIXED or not len(element):
        return
    inner = "\n" + "  " * (depth + 1)
    element.text = inner
    for child in element:
        _indent(child, depth + 1)
        child.tail = inner
    element[-1].tail = "\n" + "  " * depth
