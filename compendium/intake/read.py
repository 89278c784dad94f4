"""The one door of the intake: a file of any accepted kind to its paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from compendium.intake.html import read_html, read_mht
from compendium.intake.markdown import looks_like_markdown, read_markdown
from compendium.intake.office import read_odt, read_old
from compendium.intake.pdf import read_pdf
from compendium.intake.source import SourceRefused, SourceText, named
from compendium.intake.textfile import decode, read_text
from compendium.intake.word import read_docx
from compendium.system.errors import system_words

ACCEPTED = (".docx", ".doc", ".odt", ".rtf", ".pdf", ".html", ".htm", ".mht", ".mhtml", ".md", ".txt")
_LIMIT = 200 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    r"^[\s\ufeff]*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta)\b",
    re.I | re.S,
)
_MHT = re.compile(r"^(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)*?mime-version:", re.I)
_WORD_XML = re.compile(r"<(?:\w+:)?(?:wordDocument|package)\b")
_TEXT_KINDS = {".md": "markdown", ".markdown": "markdown", ".txt": "text"}


def read_source(path: Path) -> SourceText:
    """Read a file by its extension, corrected by what it holds; refuse what can't be read exactly."""
    data = _bytes(path)
    suffix = path.suffix.lower()
    if suffix == ".xml" and not _HTML.match(_head(data)):
        raise SourceRefused(f"{path.name}：XML 文件是法规库自身的文件，不作为来源导入。")
    if suffix == ".wps":
        raise SourceRefused(f"{path.name}：WPS 专有格式不能读取。请在 WPS 中另存为 .docx 再导入。")
    if suffix not in {*ACCEPTED, ".docm", ".dotx", ".markdown", ".xhtml", ".xml"}:
        shown = "、".join(ACCEPTED)
        raise SourceRefused(f"{path.name}：不认识的扩展名“{suffix or '（无）'}”。可以导入：{shown}。")
    try:
        return _reader(path, data, suffix)()
    except SourceRefused as refused:
        raise SourceRefused(named(path.name, str(refused))) from refused
    except RecursionError as error:
        raise SourceRefused(f"{path.name}：内容一层套一层，深得不合情理，不予读取。") from error


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise SourceRefused(f"{path.name}：是文件夹，不是文件。")
        if not path.exists():
            raise SourceRefused(f"{path.name}：没有这个文件。")
        if not path.is_file():  # a pipe or a device never ends
            raise SourceRefused(f"{path.name}：是管道或设备，不是普通文件。")
        size = path.stat().st_size
        if size > _LIMIT:
            raise SourceRefused(f"{path.name}：文件有{size // 1024 // 1024}MB，超过 200MB 的上限。")
        data = path.read_bytes()
    except OSError as error:
        raise SourceRefused(f"{path.name}：文件无法读取：{system_words(error)}。") from error
    if not data.strip():
        raise SourceRefused(f"{path.name}：文件是空的。")
    return data


def _head(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[:4096].decode("utf-16", "ignore")
    return data[:4096].decode("latin-1")


def _reader(path: Path, data: bytes, suffix: str) -> Callable[[], SourceText]:
    """Choose by the first bytes, then by the extension."""
    if b"%PDF-" in data[:1024]:
        return lambda: read_pdf(path)
    if data.startswith(b"PK"):
        return lambda: _zipped(path, data)
    if data.startswith(_OLE):
        return lambda: _compound(path, data)
    if data.startswith(b"{\\rtf"):
        return lambda: read_old(path, data, ".rtf")
    head = _head(data)
    if suffix not in _TEXT_KINDS:
        if _MHT.match(head) and "boundary" in head.lower():
            return lambda: read_mht(path, data)
        if _WORD_XML.search(head):
            raise SourceRefused(f"{path.name}：是 Word 2003 XML 格式。请在 Word 中另存为 .docx 再导入。")
    if _HTML.match(head) or suffix in {".html", ".htm", ".xhtml"}:
        return lambda: read_html(path, data)
    if suffix not in _TEXT_KINDS:
        raise SourceRefused(f"{path.name}：内容不是 {suffix} 格式，文件可能已损坏。请重新取得原件。")
    if _TEXT_KINDS[suffix] == "markdown" or looks_like_markdown(decode(data, path.name)):
        return lambda: read_markdown(path, data)
    return lambda: read_text(path, data)


def _zipped(path: Path, data: bytes) -> SourceText:
    if b"application/vnd.oasis.opendocument.text" in data[:200]:
        return read_odt(path, data)
    return read_docx(path, data)


def _compound(path: Path, data: bytes) -> SourceText:
    if _ENCRYPTED in data:
        raise SourceRefused(f"{path.name}：Word 文件已加密。请在 Word 中取消密码后再导入。")
    return read_old(path, data, ".doc")
