"""A Word file as an archive: opened safely, its parts found by their relations."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from compendium.intake.extent import MOST_MEMBERS, refuse_deep, refuse_many
from compendium.intake.source import SourceRefused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = "http://purl.oclc.org/ooxml/"
_LIMIT = 300 * 1024 * 1024
_SUSPECT = 50 * 1024 * 1024
_RATIO = 200

Element = etree._Element


@dataclass(frozen=True, slots=True)
class WordFile:
    """The parts of a Word file by name, and the name of the main one."""

    name: str
    parts: dict[str, bytes]
    main: str

    def part(self, kind: str) -> str | None:
        """The name of the part that the main document relates to as `kind`, such as "footnotes"."""
        return next((target for target, type_ in self.relations().values() if type_ == kind), None)

    def relations(self) -> dict[str, tuple[str, str]]:
        """The relations of the main part: id to target and the last word of the type."""
        folder, base = posixpath.split(self.main)
        part = f"{folder}/_rels/{base}.rels".lstrip("/")
        return relations(self.parts.get(part, b""), folder, part)

    def xml(self, part: str) -> Element:
        """Parse a part without entities or network."""
        if part not in self.parts:
            raise SourceRefused(f"{self.name}：Word 文件中缺少 {part}，文件不完整。")
        return secure_xml(self.parts[part], part)


def secure_xml(data: bytes, part: str) -> Element:
    """Parse XML that is not trusted.

    Raises:
        SourceRefused: not well formed, with a document type, or too large or too deep to be a text.
    """
    if b"<!DOCTYPE" in data:
        raise _with_doctype(part)
    refuse_many(data, f"文件中的 {part} ")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        if "Excessive depth" in str(error):
            raise SourceRefused(f"文件中的 {part} 一层套一层，深得不合情理，不予读取。") from error
        raise SourceRefused(
            f"文件中的 {part} 已损坏。请在 Word 中另存为 .docx，或者重新取得原件。"
        ) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # written in another encoding
        raise _with_doctype(part)
    refuse_deep(root, f"文件中的 {part} ")
    return root


def _with_doctype(part: str) -> SourceRefused:
    return SourceRefused(f"文件中的 {part} 含有文档类型声明（DOCTYPE），不是办公软件写出的文件，不予读取。")


def relations(data: bytes, folder: str, part: str = "_rels/.rels") -> dict[str, tuple[str, str]]:
    """Read a .rels part; a target outside the file keeps its address."""
    found = {}
    for relation in secure_xml(data, part) if data else ():
        if not isinstance(relation.tag, str):
            continue
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[relation.get("Id", "")] = (target, relation.get("Type", "").rpartition("/")[2])
    return found


def open_archive(data: bytes, name: str) -> dict[str, bytes]:
    """Read a zip into memory, refusing what is damaged, locked or absurdly large."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_MEMBERS:
                raise SourceRefused(f"{name}：压缩包里有 {len(infos)} 个文件，多得不合情理，不予读取。")
            size = sum(info.file_size for info in infos)
            if size > _LIMIT or (size > _SUSPECT and size > _RATIO * max(1, len(data))):
                raise SourceRefused(f"{name}：解压后有{size // 1024 // 1024}MB，大得不合情理，不予读取。")
            if any(info.flag_bits & 1 for info in infos):
                raise SourceRefused(f"{name}：文件已加密。请解除密码后再导入。")
            return {info.filename: _member(archive, info) for info in infos if not info.is_dir()}
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise SourceRefused(f"{name}：文件已损坏或不完整，无法打开。请重新取得原件。") from error
    except (SourceRefused, MemoryError):
        raise
    except Exception as error:
        raise SourceRefused(f"{name}：文件已损坏，无法解压（{type(error).__name__}）。") from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Read one member, never more than it says it holds."""
    with archive.open(info) as stream:
        data = stream.read(info.file_size + 1)
    if len(data) != info.file_size:
        raise zipfile.BadZipFile(info.filename)
    return data


def open_word(data: bytes, name: str) -> WordFile:
    """Open a .docx file and find its main document."""
    parts = open_archive(data, name)
    roots = relations(parts.get("_rels/.rels", b""), "")
    main = next((target for target, kind in roots.values() if kind == "officeDocument"), "word/document.xml")
    if main not in parts:
        raise SourceRefused(f"{name}：压缩包里没有 Word 正文（{main}），不是 Word 文件。")
    if _STRICT.encode() in parts[main][:4096]:
        raise SourceRefused(f"{name}：是“严格 Open XML”格式。请在 Word 中另存为普通 .docx。")
    word = WordFile(name, parts, main)
    if word.xml(main).tag != f"{W}document":
        raise SourceRefused(
            f"{name}：文件中的 {main} 不是 Word 文档的正文，文件已损坏或者不是 Word 文件。"
            "请在 Word 中打开原件，另存为 .docx 再导入。"
        )
    return word
