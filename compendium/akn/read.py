"""Read an act from XML bytes; whatever is outside the profile is refused with its line.

libxml2 tells in English what is wrong with a file; `in_chinese` puts its messages into Chinese.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from lxml import etree

from compendium.akn.names import SPANS, akn, line_of, local
from compendium.akn.read_meta import read_analysis, read_meta
from compendium.law.act import (
    Act,
    Attachment,
    Block,
    Cell,
    FrontLine,
    FrontRole,
    Image,
    Inline,
    Note,
    Para,
    Provision,
    Span,
    SpanStyle,
    Table,
)
from compendium.law.identifiers import EId, WId
from compendium.law.kinds import Level
from compendium.law.numerals import MOST_SIBLINGS
from compendium.law.problems import CompendiumError
from compendium_schema import relaxng

_MESSAGES = (
    (r"Did not expect element (\S+) there", r"此处不应有 \1 元素"),
    (r"Expecting element (\S+), got (\S+)", r"此处应为 \1 元素，而不是 \2"),
    (r"Expecting an element (\S+), got nothing", r"缺少 \1 元素"),
    (r"Expecting an element\s*, got nothing", "缺少下级元素"),
    (r"Invalid attribute (\S+) for element (\S+)", r"\2 元素的 \1 属性不正确"),
    (r"Expecting element (\S+) to have attribute (\S+)", r"\1 元素缺少 \2 属性"),
    (r"Element (\S+) failed to validate attributes", r"\1 元素的属性不正确"),
    (r"Element (\S+) failed to validate content", r"\1 元素的内容不正确"),
    (r"Element (\S+) has extra content: (\S+)", r"\1 元素多出了 \2"),
    (r"Extra element (\S+) in interleave", r"多出了 \1 元素"),
    (r"Did not expect text in element (\S+) content", r"\1 元素内不应直接写文字"),
    (r"Error validating datatype (\S+)", r"值不符合 \1 类型"),
    (r"Type (\S+) doesn't allow value '(.*)'", r"值“\2”不符合 \1 类型"),
    (r"Datatype element (\S+) has child elements", r"\1 元素内不应有下级元素"),
)


def in_chinese(message: str) -> str:
    """Say in Chinese what libxml2 says about a fault; unknown words are passed on as they are."""
    for pattern, words in _MESSAGES:
        if re.fullmatch(pattern, message.strip()):
            return re.sub(pattern, words, message.strip())
    return message


class BadXml(CompendiumError):
    """The bytes are no act in the profile; `faults` holds (line, message) pairs."""

    def __init__(self, path: str, faults: tuple[tuple[int, str], ...]) -> None:
        self.path = path
        self.faults = faults
        line, message = faults[0]
        more = f"（另有 {len(faults) - 1} 处）" if len(faults) > 1 else ""
        super().__init__(f"{path}:{line}: 不符合法规 XML 格式：{message}{more}")


MOST_BYTES = 32 * 1024 * 1024  # 民法典 takes less than one
MOST_TAGS = 2_000_000
DEEPEST = 100  # the profile needs fewer than thirty; what walks an act calls itself for each
WIDEST = 1000  # columns or rows of one cell; a table is laid out cell by cell
_DEEP = etree.XPath(f"boolean({'/*' * (DEEPEST + 1)})")
_INSTRUCTION = re.compile(rb"<\?(?!xml[\s?])")
_CROWDED = etree.XPath(f"boolean(//*[count(*) > {MOST_SIBLINGS}])")
_TOO_DEEP = f"元素一层套一层超过 {DEEPEST} 层，深得不合情理，不予读取"
_TOO_LARGE = f"文件超过 {MOST_BYTES // 1024 // 1024}MB 或者 {MOST_TAGS} 个标签，大得不合情理，不予读取"
_NO_DOCTYPE = "含有 DOCTYPE 声明；为安全起见不接受文档类型和实体"


def parse_xml(data: bytes, path: str) -> etree._Element:
    """Parse bytes without touching network, entities or DTDs.

    Raises:
        BadXml: not well formed, or with a document type (entities could hide or multiply text).
    """
    at = data.find(b"<!DOCTYPE")  # before parsing: what a document type defines can grow without end
    if at >= 0:
        line = data.count(b"\n", 0, at) + 1
        raise BadXml(path, ((line, _NO_DOCTYPE),))
    if len(data) > MOST_BYTES or data.count(b"<") > MOST_TAGS:
        raise BadXml(path, ((0, _TOO_LARGE),))
    prolog = data[: max(0, data.find(b"<akomaNtoso"))]
    if found := _INSTRUCTION.search(prolog):  # a browser would follow one that names a style sheet
        line = data.count(b"\n", 0, found.start()) + 1
        raise BadXml(path, ((line, "含有处理指令（<?…?>），法规文件中不应有，请删去"),))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "Excessive depth" in str(error.msg):
            raise BadXml(path, ((error.lineno or 0, _TOO_DEEP),)) from None
        if "amplification" in str(error.msg):
            raise BadXml(path, ((error.lineno or 0, _NO_DOCTYPE),)) from None
        raise BadXml(path, ((error.lineno or 0, f"XML 语法错误：{error.msg}"),)) from None
    if (root.getroottree().docinfo.encoding or "UTF-8").upper() != "UTF-8":
        raise BadXml(path, ((1, "不是 UTF-8 编码，请另存为 UTF-8"),))
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # written in another encoding
        raise BadXml(path, ((1, _NO_DOCTYPE),))
    if _DEEP(root):
        raise BadXml(path, ((0, _TOO_DEEP),))
    return root


@cache
def _schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(relaxng()))


def schema_faults(root: etree._Element) -> tuple[tuple[int, str], ...]:
    """Find where a parsed file leaves the profile, as (line, message); empty when it is valid."""
    schema = _schema()
    if schema.validate(root):
        return ()
    return tuple((entry.line, in_chinese(entry.message)) for entry in schema.error_log)


def parse_act(data: bytes, path: str = "", *, is_valid: bool = False) -> Act:
    """Read an act; `path` is for messages.

    `is_valid` spares what takes most of the time, the check against the profile, where the very same bytes
    have passed it.

    Raises:
        BadXml: not well formed, unsafe, or outside the profile.
    """
    root = parse_xml(data, path)
    if not is_valid and (faults := schema_faults(root)):
        raise BadXml(path, faults)
    return read_tree(root, path)


def read_tree(root: etree._Element, path: str) -> Act:
    """Read an act from a tree that has been found valid.

    Raises:
        BadXml: a value is absurd that the profile's types allow, such as a number of five thousand digits.
    """
    try:
        _refuse_crowded(root)
        return _read_tree(root, path)
    except RecursionError:
        raise BadXml(path, ((0, _TOO_DEEP),)) from None
    except ValueError as error:
        raise BadXml(path, ((0, f"其中的数字不合情理：{str(error)[:80]}"),)) from None


def _refuse_crowded(root: etree._Element) -> None:
    """Refuse more parts under one than numbers are written for."""
    if _CROWDED(root):
        raise ValueError(f"同一处并列的条、款、项或段落超过 {MOST_SIBLINGS} 个")


def _read_tree(root: etree._Element, path: str) -> Act:
    main = root[0]
    parts = {local(child): child for child in main}
    try:
        bare = read_meta(parts["meta"], main.get("name", ""))
    except ValueError as error:
        raise BadXml(path, ((line_of(parts["meta"]), str(error)),)) from None
    empty: tuple[etree._Element, ...] = ()
    act = bare(
        front=tuple(line for element in parts.get("preface", empty) for line in _front(element)),
        preamble=tuple(_recital(element) for element in parts.get("preamble", empty)),
        body=tuple(_provision(element, top=True) for element in parts["body"]),
        conclusions=_blocks(parts.get("conclusions")),
        attachments=tuple(_attachment(element) for element in parts.get("attachments", empty)),
    )
    modifications, changes, faults = read_analysis(parts["meta"], act)
    if faults:
        raise BadXml(path, tuple(faults))
    return replace(act, modifications=modifications, changes=changes)


def _front(element: etree._Element) -> tuple[FrontLine, ...]:
    if local(element) == "toc":
        return tuple(
            FrontLine("toc", Para(_runs(item)), int(item.get("level", "1")), EId(item.get("href", "#")[1:]))
            for item in element
        )
    role: FrontRole = element.get("class")  # type: ignore[assignment]
    inner = element[0] if role in ("docTitle", "docNumber") else element
    return (FrontLine(role, Para(_runs(inner))),)


def _recital(element: etree._Element) -> Provision:
    eid, wid = EId(element.get("eId", "")), WId(element.get("wId", ""))
    return Provision(level=Level.RECITAL, eid=eid, wid=wid, blocks=(_block(element),), line=line_of(element))


def _provision(element: etree._Element, top: bool = False, within_indent: bool = False) -> Provision:
    name = local(element)
    level = Level.SUBINDENT if name == "indent" and within_indent else Level(name)
    num = heading = ""
    blocks: tuple[Block, ...] = ()
    tail: tuple[Block, ...] = ()
    children = []
    for child in element:
        match local(child):
            case "num":
                num = child.text or ""
            case "heading":
                heading = child.text or ""
            case "content" | "intro":
                blocks = _blocks(child)
            case "wrapUp":
                tail = _blocks(child)
            case _:
                children.append(_provision(child, within_indent=name == "indent"))
    return Provision(
        level=level,
        eid=EId(element.get("eId", "")),
        wid=WId(element.get("wId", "")),
        num=num,
        heading=heading,
        blocks=blocks,
        children=tuple(children),
        tail=tail,
        period=element.get("period", "")[1:],
        line=line_of(element),
    )


def _attachment(element: etree._Element) -> Attachment:
    num, heading = element.findtext(akn("num")) or "", element.findtext(akn("heading")) or ""
    body = element.find(f"{akn('doc')}/{akn('mainBody')}")
    provisions = tuple(_provision(child) for child in body) if body is not None else ()
    return Attachment(EId(element.get("eId", "")), num, heading, provisions)


def _blocks(parent: etree._Element | None) -> tuple[Block, ...]:
    return () if parent is None else tuple(_block(child) for child in parent)


def _block(element: etree._Element) -> Block:
    if local(element) != "table":
        return Para(_runs(element))
    caption = element.findtext(akn("caption")) or ""
    rows = tuple(tuple(_cell(cell) for cell in tr) for tr in element.iterfind(akn("tr")))
    return Table(rows, caption)


def _cell(element: etree._Element) -> Cell:
    paras = tuple(Para(_runs(p)) for p in element)
    colspan, rowspan = (_spanned(element, name) for name in ("colspan", "rowspan"))
    return Cell(tuple(p for p in paras if p.runs), local(element) == "th", colspan, rowspan)


def _spanned(element: etree._Element, name: str) -> int:
    text = element.get(name, "1")
    if len(text) > 9 or int(text) > WIDEST:
        raise ValueError(f"表格单元格的 {name} 为 {text[:12]}，应不超过 {WIDEST}（第 {line_of(element)} 行）")
    return int(text)


def _runs(element: etree._Element) -> tuple[Inline, ...]:
    runs: list[Inline] = [element.text] if element.text else []
    for child in element:
        runs.append(_run(child))
        if child.tail:
            runs.append(child.tail)
    return tuple(runs)


def _run(element: etree._Element) -> Inline:
    name = local(element)
    if name in SPANS:
        style: SpanStyle = name  # type: ignore[assignment]
        return Span(style, element.text or "")
    if name == "img":
        return Image(element.get("src", ""), element.get("alt", ""))
    return Note(element.get("marker", ""), "".join(p.text or "" for p in element))
