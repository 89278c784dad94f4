"""HTML pages, whole or inside an MHT archive."""

from __future__ import annotations

import base64
import binascii
import codecs
import email
import email.policy
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from compendium.intake.centred import join_centred
from compendium.intake.extent import DEEPEST_HTML, leading, refuse_deep, refuse_many
from compendium.intake.finish import finish
from compendium.intake.html_formula import refuse_formulas
from compendium.intake.html_notes import bring_notes
from compendium.intake.html_region import find_region, without_junk
from compendium.intake.html_skin import without_skin
from compendium.intake.html_walk import Element, Item, all_text, is_centred, items
from compendium.intake.source import SourceBlock, SourceRefused, SourceText, first_difference, squeeze
from compendium.intake.textfile import decode

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_CHINESE = {"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "ms936"}
_MIN_ITEMS = 2
_TOO_DEEP = "网页一层套一层，深得不合情理，不予读取。请把文字另存为 .txt 再导入。"


class Pictures:
    """The pictures that came with the page; nothing is ever fetched."""

    def __init__(self, parts: dict[str, bytes] | None = None) -> None:
        self.parts = parts or {}
        self.taken: dict[str, bytes] = {}
        self.missing: list[str] = []

    def __call__(self, src: str) -> str | None:
        """Name the picture of an address, or note that it isn't there."""
        data = self._data(src)
        if data is None:
            self.missing.append(src[:60])
            return None
        known = next((name for name, held in self.taken.items() if held == data), None)
        name = known or f"image{len(self.taken) + 1}{_suffix(data)}"
        self.taken[name] = data
        return name

    def holds(self, src: str) -> bool:
        """Tell whether the picture of an address is there."""
        return self._data(src) is not None

    def _data(self, src: str) -> bytes | None:
        if src.startswith("data:") and ";base64," in src[:100]:
            try:
                return base64.b64decode(src.partition(",")[2], validate=False)
            except binascii.Error:
                return None
        return self.parts.get(src.removeprefix("cid:"))


def _suffix(data: bytes) -> str:
    for magic, suffix in ((b"\x89PNG", ".png"), (b"\xff\xd8", ".jpg"), (b"GIF8", ".gif"), (b"BM", ".bmp")):
        if data.startswith(magic):
            return suffix
    return ".bin"


def decode_html(data: bytes, name: str) -> str:
    """Decode by the byte order mark or the page's own charset, strictly; GB2312 is read as GB18030."""
    declared = _CHARSET.search(data[:4096])
    charset = declared[1].decode("ascii").lower() if declared else ""
    bom = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if bom or charset in {"", "utf-8", "utf8"} | _CHINESE:
        if charset in _CHINESE and not bom:
            try:
                return data.decode("gb18030")
            except UnicodeDecodeError:
                return decode(data, name)
        return decode(data, name)
    try:
        return data.decode(charset)
    except (LookupError, ValueError) as error:
        raise SourceRefused(
            f"{name}：不能按页面声明的编码 {charset} 解读。请在浏览器中另存为 UTF-8 编码的网页再导入。"
        ) from error


def parse_html(text: str, name: str) -> Element:
    """Parse a page without network or entities and give its body."""
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    clean = _XML_HEAD.sub("", text).replace("\x00", "")
    if not clean.strip():
        raise SourceRefused(f"{name}：网页是空的。")
    refuse_many(clean, "网页")
    try:
        root = lxml_html.document_fromstring(clean, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        if "Excessive depth" in str(error):
            raise SourceRefused(_TOO_DEEP) from error
        raise SourceRefused(
            "网页已损坏，无法解析。请在浏览器中打开后重新保存，或把文字另存为 .txt 再导入。"
        ) from error
    refuse_deep(root, "网页", DEEPEST_HTML)
    body = root.find("body")
    if body is None:
        raise SourceRefused(f"{name}：网页没有正文。")
    return body


def read_html(path: Path, data: bytes) -> SourceText:
    """Read the text of law out of a saved web page."""
    return _read_page(path, decode_html(data, path.name), Pictures())


def read_mht(path: Path, data: bytes) -> SourceText:
    """Read the text of law out of a web page saved as one file."""
    text, parts = open_mht(data, path.name)
    return _read_page(path, text, Pictures(parts))


def open_mht(data: bytes, name: str) -> tuple[str, dict[str, bytes]]:
    """Split a MIME archive into its page and its pictures by address."""
    try:
        return _opened(data, name)
    except (SourceRefused, MemoryError, RecursionError):
        raise
    except Exception as error:  # the email package raises whatever a damaged head leads it to
        raise SourceRefused(
            f"{name}：MHT 文件已损坏，无法打开（{type(error).__name__}）。请重新取得原件。"
        ) from error


def _opened(data: bytes, name: str) -> tuple[str, dict[str, bytes]]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    pages: list[EmailMessage] = []
    parts: dict[str, bytes] = {}
    for part in message.walk():
        payload = None if part.is_multipart() else part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            pages.append(part)
        else:
            parts[str(part.get("Content-Location", ""))] = payload
            parts[str(part.get("Content-ID", "")).strip("<>")] = payload
    if not pages:
        raise SourceRefused(f"{name}：MHT 文件里没有网页。")
    payload = pages[0].get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    charset = (pages[0].get_content_charset() or "").lower()
    if charset in _CHINESE and b"charset" not in raw[:4096].lower():
        raw = b'<meta charset="gb18030">' + raw
    return decode_html(raw, name), parts


def whole_page(path: Path, text: str, parts: dict[str, bytes]) -> SourceText:
    """Read a page that is a document from end to end, as one inside a Word file is."""
    body = parse_html(text, path.name)
    pictures = Pictures(parts)
    gone = without_skin(body)
    refuse_formulas(body, pictures.holds)
    warnings = number_lists(body)
    found = _checked(path, body, pictures)
    oracle = all_text(body)
    return finish(
        path,
        _blocks(found),
        oracle=oracle,
        warnings=[*warnings, *_missing(pictures)],
        left_out=gone,
        images=pictures.taken,
    )


def _read_page(path: Path, text: str, pictures: Pictures) -> SourceText:
    body = parse_html(text, path.name)
    bring_notes(body)
    gone = without_skin(body)
    region = find_region(body)
    if region is None:
        raise SourceRefused(
            f"{path.name}：网页里没有找到条文（没有以“第…条”或“一、”“（一）”开头的段落，"
            "也没有带文号、题注或者落款的公文），不像是法规文本。"
        )
    refuse_formulas(region.root, pictures.holds)
    numbered = number_lists(region.root)
    found = _checked(path, region.root, pictures)
    keep = without_junk(found)
    rest = squeeze(all_text(region.root))
    oracle = "".join(item.block.text for item in region.before)
    junk: list[str] = []
    for item, kept in zip(found, keep, strict=True):
        size = len(squeeze(item.block.text))
        oracle, rest = oracle + (rest[:size] if kept else ""), rest[size:]
        if not kept:
            junk.append(item.block.text[:20])
    blocks = _blocks([*region.before, *(item for item, kept in zip(found, keep, strict=True) if kept)])
    warnings = [*region.warnings, *numbered, *_missing(pictures)]
    read = finish(
        path,
        blocks,
        oracle=oracle,
        warnings=warnings,
        left_out=[*region.left_out, *junk, *gone][:15],
        images=pictures.taken,
    )
    return replace(read, names=tuple(_names(body)))


def _names(body: Element) -> Iterator[tuple[str, str]]:
    """The names that a page gives itself: in its head, and in its highest headings."""
    page = body.getparent()
    title = None if page is None else page.find("head/title")
    for where, element in (("网页标题", title), *(("页面大标题", heading) for heading in body.iter("h1"))):
        if element is not None and (words := " ".join(all_text(element).split())):
            yield where, words


def _checked(path: Path, root: Element, pictures: Pictures) -> list[Item]:
    """Walk the element and hold the paragraphs against its plain text content."""
    found = items(root, pictures)
    walked = squeeze("".join(item.block.text for item in found))
    difference = first_difference(walked, squeeze(all_text(root)))
    if difference:
        raise SourceRefused(f"{path.name}：网页结构不能完整读出，未导入。{difference}。请另存为 .docx 再试。")
    return found


def _blocks(found: Sequence[Item]) -> list[SourceBlock]:
    return join_centred(
        [
            (SourceBlock(item.block, item.heading, n), is_centred(item.element))
            for n, item in enumerate(found, 1)
        ]
    )


def _missing(pictures: Pictures) -> list[str]:
    if not pictures.missing:
        return []
    return [f"有{len(pictures.missing)}幅图片不在文件里，未取得：{'、'.join(pictures.missing[:3])}"]


def number_lists(root: Element) -> list[str]:
    """Write the numbers that a browser counts for <ol> into the text, and say where."""
    places: list[str] = []
    for lst in root.iter("ol"):
        if "list-style" in (lst.get("style") or "") and "none" in (lst.get("style") or ""):
            continue
        if lst.get("type", "1") != "1":
            raise SourceRefused(f"网页的自动编号样式“{lst.get('type')}”不能识别，请另存为 .docx 再试。")
        number = leading(lst.get("start"), 1)
        for entry in lst.iterchildren("li"):
            number = leading(entry.get("value"), number)
            target = _first_text_holder(entry)
            try:
                target.text = f"{number}.{(target.text or '').lstrip()}"
            except ValueError as error:
                raise SourceRefused("网页的列表中含有控制字符，请删去后再导入。") from error
            places.append(f"“{squeeze(all_text(entry))[:10]}”")
            number += 1
    return [f"自动编号已写成文字，请核对：{'、'.join(places[:8])}"] if places else []


def _first_text_holder(element: Element) -> Element:
    while not squeeze(element.text or "") and len(element) and element[0].tag in {"p", "div", "section"}:
        element = element[0]
    return element
