"""Office formats other than .docx: .doc and .rtf through LibreOffice where installed, .odt through pandoc."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from lxml import etree

from compendium.intake.extent import refuse_crowd, whole
from compendium.intake.finish import finish
from compendium.intake.pandoc import Walk, pandoc_blocks, pandoc_tree
from compendium.intake.source import SourceRefused, SourceText
from compendium.intake.word import GUARDS, read_docx
from compendium.intake.word_zip import Element, open_archive, secure_xml
from compendium.system.programs import ProgramSlow, run_program

_TIMEOUT = 45  # less than a file may take, so that the reason is said here


def office_command() -> str | None:
    """The LibreOffice of this machine, if there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def read_old(path: Path, data: bytes, suffix: str) -> SourceText:
    """Convert to .docx in a folder of its own, and read that."""
    command = office_command()
    if command is None:
        raise SourceRefused(
            f"{path.name}：读取 {suffix} 文件需要 LibreOffice，本机没有。"
            "请在 Word 中打开并另存为 .docx 再导入，或安装 LibreOffice。"
        )
    read = read_docx(path, _converted(command, path, data, suffix))
    note = f"{suffix} 文件由 LibreOffice 转换为 .docx 后读取，请与原件核对"
    return replace(read, warnings=(note, *read.warnings))


def _converted(command: str, path: Path, data: bytes, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="compendium-") as folder:
        source = Path(folder, f"source{suffix}")
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        options = ["--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", "docx"]
        try:
            arguments = [command, *options, "--outdir", folder, str(source)]
            run_program(arguments, memory=False, timeout=_TIMEOUT)
        except ProgramSlow as error:
            raise SourceRefused(f"{path.name}：LibreOffice 在{_TIMEOUT}秒内没有转换完，未导入。") from error
        made = source.with_suffix(".docx")
        if not made.exists():
            raise SourceRefused(
                f"{path.name}：LibreOffice 不能打开，文件可能已损坏或已加密。请在 Word 中另存为 .docx。"
            )
        return made.read_bytes()


_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CROWD = (f"{_TEXT}p", f"{_TEXT}h", f"{_TABLE}table-row", f"{_TABLE}table-cell")
_SILENT = frozenset(
    {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_TEXT}sequence-decls"}
)


def read_odt(path: Path, data: bytes) -> SourceText:
    """Read an OpenDocument text; one whose lists are numbered goes by way of .docx."""
    parts = open_archive(data, path.name)
    if "content.xml" not in parts:
        raise SourceRefused(f"{path.name}：ODT 文件中的 content.xml 缺失，文件不完整。")
    root = secure_xml(parts["content.xml"], "content.xml")
    refuse_crowd(root, _CROWD, "文件中的 content.xml ")
    has_styles = "styles.xml" in parts
    styles = secure_xml(parts["styles.xml"], "styles.xml") if has_styles else etree.Element("none")
    _refuse(path, root)
    if _numbered(root, styles):
        if office_command():
            return read_old(path, data, ".odt")
        raise SourceRefused(f"{path.name}：ODT 含自动编号。请另存为 .docx 再导入。")
    marks = [n.findtext(f"{_TEXT}note-citation") or "" for n in root.iter(f"{_TEXT}note")]
    oracle = "".join(_pieces(root.find(f"{_OFFICE}body"), True))
    comments = sum(1 for _ in root.iter(f"{_OFFICE}annotation"))
    parts["content.xml"] = _guarded(root)
    markers = iter(marks)
    walk = Walk(marker=lambda: next(markers, ""), restore=GUARDS)
    try:
        blocks = pandoc_blocks(pandoc_tree(_zipped(parts), "odt"), walk)
    except SourceRefused as refused:
        raise SourceRefused(f"{path.name}：{refused}") from refused
    images = {name: parts[name] for name in walk.images if name in parts}
    warnings = [f"图片未取得：{name}" for name in walk.images if name not in images]
    return finish(
        path,
        blocks,
        oracle=oracle,
        warnings=warnings,
        left_out=[f"批注{comments}条"] if comments else [],
        images=images,
    )


def _refuse(path: Path, root: Element) -> None:
    changes = list(root.iter(f"{_TEXT}changed-region"))
    if changes:
        raise SourceRefused(f"{path.name}：含有{len(changes)}处修订标记。先接受或拒绝全部修订，再导入。")
    boxes = ["".join(str(t) for t in box.itertext()).strip() for box in root.iter(f"{_DRAW}text-box")]
    if any(boxes):
        raise SourceRefused(
            f"{path.name}：有文本框“{next(filter(None, boxes))[:16]}”，请把文字移到正文后再导入。"
        )


def _numbered(root: Element, styles: Element) -> bool:
    """Whether a list or a heading that is in use shows numbers of its own."""
    formats = f"{_STYLE}num-format"
    number = f"{_TEXT}list-level-style-number"
    named = {
        style.get(f"{_STYLE}name"): any(level.get(formats) for level in style.iter(number))
        for tree in (root, styles)
        for style in tree.iter(f"{_TEXT}list-style")
    }
    lists = any(named.get(lst.get(f"{_TEXT}style-name"), False) for lst in root.iter(f"{_TEXT}list"))
    outline = any(level.get(formats) for level in styles.iter(f"{_TEXT}outline-level-style"))
    return lists or (outline and next(root.iter(f"{_TEXT}h"), None) is not None)


def _pieces(element: Element | None, top: bool = False) -> Iterator[str]:
    """The text of the body, notes where their marks stand."""
    if element is None:
        return
    if element.tag not in _SILENT and isinstance(element.tag, str):
        yield element.text or ""
        if element.tag in {f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break", f"{_TEXT}p", f"{_TEXT}h"}:
            yield " "
        for child in element:
            yield from _pieces(child)
    if not top:
        yield element.tail or ""


def _guarded(root: Element) -> bytes:
    """Write out the spaces and tabs that pandoc would fold, and leave comments and title styles away."""
    space, tab = GUARDS
    for element in list(
        root.iter(f"{_TEXT}s", f"{_TEXT}tab", f"{_OFFICE}annotation", f"{_OFFICE}annotation-end")
    ):
        count = max(0, whole(element.get(f"{_TEXT}c", "1"), "空格的个数", 10_000))
        written = {f"{_TEXT}s": space * count, f"{_TEXT}tab": tab}.get(str(element.tag), "")
        _put(element, written + (element.tail or ""))
    return etree.tostring(root)


def _put(element: Element, text: str) -> None:
    parent, previous = element.getparent(), element.getprevious()
    if parent is None:
        return
    element.tail = None
    parent.remove(element)
    if previous is None:
        parent.text = (parent.text or "") + text
    else:
        previous.tail = (previous.tail or "") + text


def _zipped(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            if ".." not in name and not name.startswith("/"):
                archive.writestr(name, data)
    return target.getvalue()
