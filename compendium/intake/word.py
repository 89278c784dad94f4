"""Read Word files (.docx), those that hold their text as an embedded web page included.

A document is first reduced to what carries meaning, with list numbers written out. Pandoc, which then
reads it, folds spaces, moves title lines into metadata and turns lists, quotations and captions into
structures of its own; a document without those styles comes back as the paragraphs that were put in.
"""

from __future__ import annotations

import copy
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from lxml import etree

from compendium.intake.centred import join_centred
from compendium.intake.extent import refuse_crowd
from compendium.intake.finish import finish, para
from compendium.intake.html import decode_html, open_mht, whole_page
from compendium.intake.pandoc import Walk, pandoc_blocks, pandoc_tree
from compendium.intake.source import SourceBlock, SourceRefused, SourceText, squeeze
from compendium.intake.word_numbers import UnknownNumber, counter, number_of, written
from compendium.intake.word_oracle import hidden, symbol, text_of
from compendium.intake.word_zip import Element, R, W, WordFile, open_word
from compendium.law.act import Para

# Noncharacters stand for the spaces that pandoc would fold; they can't occur in a text.
GUARDS = {"\ufdd0": " ", "\ufdd1": "\t"}
CENTRED = "\ufdd2"
_GUARD = str.maketrans({original: guard for guard, original in GUARDS.items()})

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_UNWRAP = frozenset(
    f"{W}{tag}" for tag in ("smartTag", "customXml", "sdtContent", "fldSimple", "hyperlink", "bdo", "dir")
)
_DROP_NAMES = """sdtPr sdtEndPr smartTagPr customXmlPr fldChar instrText proofErr bookmarkStart bookmarkEnd
    commentRangeStart commentRangeEnd commentReference annotationRef lastRenderedPageBreak softHyphen
    permStart permEnd footnoteRef endnoteRef separator continuationSeparator fldData"""
_DROP = frozenset(f"{W}{tag}" for tag in _DROP_NAMES.split())


def reduced(
    word: WordFile, numbers: Mapping[Element, str], document: Element, headings: frozenset[str]
) -> bytes:
    """The file again as a small .docx: text, headings, tables, notes and pictures only."""
    parts = {name: data for name, data in word.parts.items() if _needed(name)}
    centred = _centred_styles(word)
    for paragraph in list(document.iter(f"{W}p")):
        _prepend(paragraph, numbers.get(paragraph, ""))
        if _is_centred(paragraph, centred):
            _mark_lines(paragraph)
    parts[word.main] = _simplified(document, headings)
    for kind in ("footnotes", "endnotes"):
        name = word.part(kind)
        if name and name in word.parts:
            parts[name] = _simplified(copy.deepcopy(word.xml(name)), headings)
    styles = word.part("styles")
    if styles and styles in word.parts:
        parts[styles] = _without_lists(word.xml(styles))
    return _zipped(parts)


def _needed(name: str) -> bool:
    return not (
        name.startswith("/") or ".." in name or name.endswith(("numbering.xml", "comments.xml", ".bin"))
    )


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def _prepend(paragraph: Element, number: str) -> None:
    if not number:
        return
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}t").text = number
    place = 1 if paragraph.find(f"{W}pPr") is not None else 0
    paragraph.insert(place, run)


def _is_centred(paragraph: Element, centred: frozenset[str]) -> bool:
    if next(paragraph.iterancestors(f"{W}tbl"), None) is not None:
        return False
    own = paragraph.find(f"{W}pPr/{W}jc")
    if own is not None:
        return own.get(f"{W}val") == "center"
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val", "") in centred


def _mark_lines(paragraph: Element) -> None:
    """Put a sign before each line of a centred paragraph, for pandoc tells nothing of where lines stand."""
    _prepend(paragraph, CENTRED)
    for line_break in list(paragraph.iter(f"{W}br", f"{W}cr")):
        run = line_break.getparent()
        if run is not None:
            sign = etree.Element(f"{W}t")
            sign.text = CENTRED
            run.insert(run.index(line_break) + 1, sign)


def _centred_styles(word: WordFile) -> frozenset[str]:
    """The styles that centre their paragraphs, by themselves or by what they are based on."""
    part = word.part("styles")
    if not part or part not in word.parts:
        return frozenset()
    styles = {style.get(f"{W}styleId", ""): style for style in word.xml(part).iterfind(f"{W}style")}
    return frozenset(name for name in styles if _alignment(name, styles) == "center")


def _alignment(name: str, styles: Mapping[str, Element]) -> str:
    for _ in range(_DEEPEST_STYLE):
        style = styles.get(name)
        if style is None:
            return ""
        own = style.find(f"{W}pPr/{W}jc")
        if own is not None:
            return own.get(f"{W}val", "")
        above = style.find(f"{W}basedOn")
        name = "" if above is None else above.get(f"{W}val", "")
    return ""


_DEEPEST_STYLE = 12


def _told_apart(blocks: Sequence[SourceBlock]) -> list[tuple[SourceBlock, bool]]:
    """The blocks without the signs of centred lines, each with whether it had one."""
    out: list[tuple[SourceBlock, bool]] = []
    for block in blocks:
        first = block.block.runs[0] if isinstance(block.block, Para) else ""
        if isinstance(block.block, Para) and isinstance(first, str) and first.startswith(CENTRED):
            made = para(first.removeprefix(CENTRED), *block.block.runs[1:])
            if made is not None:
                out.append((replace(block, block=made, line=len(out) + 1), True))
        else:
            out.append((replace(block, line=len(out) + 1), False))
    return out


def _without_lists(styles: Element) -> bytes:
    for numbers in list(styles.iter(f"{W}numPr")):
        _remove(numbers)
    return etree.tostring(styles)


def _simplified(root: Element, headings: frozenset[str]) -> bytes:
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag == f"{_MC}AlternateContent":
            _choose(element)
        elif element.tag in _DROP or (element.tag == f"{W}r" and hidden(element)):
            _remove(element)
        elif element.tag in {f"{W}pPr", f"{W}rPr"}:
            _keep_meaning(element, headings)
        else:
            _rewrite(element)
    for wrapper in [e for e in root.iter() if e.tag in _UNWRAP or e.tag == f"{W}sdt"]:
        _replace(wrapper, list(wrapper))
    return etree.tostring(root)


def _rewrite(element: Element) -> None:
    if element.tag == f"{W}t":
        element.text = (element.text or "").translate(_GUARD)
        element.set(_SPACE, "preserve")
    elif element.tag in {f"{W}tab", f"{W}ptab", f"{W}sym", f"{W}noBreakHyphen"}:
        written = {
            f"{W}sym": symbol(element) if element.tag == f"{W}sym" else "",
            f"{W}noBreakHyphen": "\u2011",
        }
        put = etree.Element(f"{W}t")
        put.text = written.get(str(element.tag), "\ufdd1")
        _replace(element, [put])
    elif element.tag in {f"{W}br", f"{W}cr"}:
        _replace(element, [etree.Element(f"{W}br")])


def _keep_meaning(properties: Element, headings: frozenset[str]) -> None:
    for child in list(properties):
        style = child.tag == f"{W}pStyle" and child.get(f"{W}val", "") in headings
        if not style and child.tag != f"{W}vertAlign":
            properties.remove(child)


def _choose(alternatives: Element) -> None:
    """Keep the modern drawing, or the fallback where there is no modern one."""
    branch = alternatives.find(f"{_MC}Choice")
    if branch is None:
        branch = alternatives.find(f"{_MC}Fallback")
    _replace(alternatives, [] if branch is None else list(branch))


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _replace(element: Element, children: list[Element]) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent[at : at + 1] = children


_CHANGES = tuple(
    f"{W}{tag}" for tag in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")
)
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_TEXT = f"{W}t"
_HEADING = re.compile(r"^(?:heading|标题) ?([1-6])$", re.I)


_CROWD = (f"{W}p", f"{W}tr", f"{W}tc")
_MOST_CHUNKS = 100


def read_docx(path: Path, data: bytes, within: int = 0) -> SourceText:
    """Read a Word file through pandoc, or the web page inside it; `within` so many others."""
    word = open_word(data, path.name)
    document = word.xml(word.main)
    refuse_crowd(document, _CROWD, f"文件中的 {word.main} ")
    chunks = list(document.iter(f"{W}altChunk"))
    if chunks:
        return _read_chunks(path, word, document, chunks, within)
    _refuse_changes(word, document)
    _refuse_unknown(word, document)
    numbers = _numbers(word, document)
    notes = _notes(word, document)
    oracle = text_of(document, numbers, {mark: marker + text for mark, (marker, text) in notes.items()})
    markers = iter([marker for marker, _ in notes.values()])
    walk = Walk(marker=lambda: next(markers, ""), restore=GUARDS)
    warnings = [*_number_warning(numbers), *_form_warnings(document), *_pictures_elsewhere(word, document)]
    left_out = [*_margins(word), *_comments(word)]
    small = reduced(word, numbers, document, _heading_styles(word))
    try:
        blocks = join_centred(_told_apart(pandoc_blocks(pandoc_tree(small, "docx"), walk)))
    except SourceRefused as refused:
        raise SourceRefused(f"{path.name}：{refused}") from refused
    images = _images(word, walk.images)
    warnings += [f"图片未取得：{name}" for name in walk.images if name not in images]
    return finish(path, blocks, oracle=oracle, warnings=warnings, left_out=left_out, images=images)


def _read_chunks(
    path: Path, word: WordFile, document: Element, chunks: list[Element], within: int
) -> SourceText:
    if within or len(chunks) > _MOST_CHUNKS:  # one that holds itself would never end
        raise SourceRefused("Word 文件里一份套一份地嵌有许多文档。请在 Word 中打开后另存为 .docx 再导入。")
    if squeeze("".join(t.text or "" for t in document.iter(_TEXT))):
        raise SourceRefused(
            f"{path.name}：Word 文件既有正文又嵌有另一份文档。请在 Word 中打开后另存为 .docx 再导入。"
        )
    relations = word.relations()
    read = [
        _chunk(path, word, relations.get(chunk.get(f"{R}id", ""), ("", ""))[0], within) for chunk in chunks
    ]
    blocks = [block for part in read for block in part.blocks]
    return finish(
        path,
        [SourceBlock(block.block, block.heading, n) for n, block in enumerate(blocks, 1)],
        oracle="".join(part.oracle for part in read),
        warnings=dict.fromkeys(warning for part in read for warning in part.warnings),
        left_out=[left for part in read for left in part.left_out],
        images={name: image for part in read for name, image in part.images.items()},
    )


def _chunk(path: Path, word: WordFile, name: str, within: int) -> SourceText:
    data = word.parts.get(name)
    if data is None:
        raise SourceRefused(f"{path.name}：Word 文件里嵌的文档（{name}）不见了，文件不完整。")
    if name.lower().endswith((".mht", ".mhtml")) or data[:200].lower().lstrip().startswith(b"mime-version"):
        return whole_page(path, *open_mht(data, path.name))
    if name.lower().endswith((".htm", ".html", ".xhtml")):
        return whole_page(path, decode_html(data, path.name), {})
    if name.lower().endswith(".docx"):
        return read_docx(path, data, within + 1)
    raise SourceRefused(
        f"{path.name}：Word 文件里嵌的文档（{name}）不能识别。请在 Word 中另存为 .docx 再导入。"
    )


def _paragraph_of(element: Element, document: Element) -> tuple[int, str]:
    """The ordinal among the paragraphs that have text, and the words, of where an element stands."""
    ordinal, words = 0, ""
    holder = next((p for p in element.iterancestors(f"{W}p")), element)
    for paragraph in document.iter(f"{W}p"):
        text = squeeze("".join(t.text or "" for t in paragraph.iter(_TEXT, f"{W}delText")))
        ordinal += bool(text)
        words = text[:16] or words
        if paragraph is holder:
            break
    return max(1, ordinal), words


def _refuse_changes(word: WordFile, document: Element) -> None:
    """Tracked changes mean two texts in one file: a person must choose."""
    changes = list(document.iter(*_CHANGES))
    for kind in ("footnotes", "endnotes"):
        name = word.part(kind)
        if name and name in word.parts:
            changes += list(word.xml(name).iter(*_CHANGES))
    if changes:
        ordinal, words = _paragraph_of(changes[0], document)
        raise SourceRefused(
            f"{word.name}：含有{len(changes)}处修订标记，首处在第{ordinal}段“{words}”。"
            "先在 Word 中接受或拒绝全部修订，再导入。"
        )


def _refuse_unknown(word: WordFile, document: Element) -> None:
    for tag, what in ((_MATH, "公式"), (f"{W}ruby", "拼音指南"), (f"{W}object", "嵌入对象")):
        found = next(document.iter(tag), None)
        if found is not None:
            ordinal, words = _paragraph_of(found, document)
            raise SourceRefused(
                f"{word.name}：第{ordinal}段“{words}”含有{what}，不能原样导入。请改为文字或图片。"
            )
    for box in document.iter(f"{W}txbxContent"):
        text = "".join(t.text or "" for t in box.iter(_TEXT))
        if squeeze(text):
            ordinal, _ = _paragraph_of(box, document)
            raise SourceRefused(
                f"{word.name}：第{ordinal}段旁有文本框“{text[:16]}”，其位置不能确定。请把文字移到正文后再导入。"
            )


def _numbers(word: WordFile, document: Element) -> dict[Element, str]:
    """The number that Word shows before each paragraph of a list."""
    count = counter(word)
    numbers = {}
    ordinal = 0
    for paragraph in document.iter(f"{W}p"):
        ordinal += any(squeeze(t.text or "") for t in paragraph.iter(_TEXT))
        number = number_of(count, paragraph, word.name, ordinal)
        if number:
            numbers[paragraph] = number
    return numbers


def _number_warning(numbers: Mapping[Element, str]) -> list[str]:
    shown = [
        f"“{squeeze(number)}{squeeze(''.join(t.text or '' for t in paragraph.iter(_TEXT)))[:6]}”"
        for paragraph, number in numbers.items()
    ]
    if not shown:
        return []
    more = f"等{len(shown)}段" if len(shown) > 8 else ""
    return [f"Word 自动编号已写成文字，请核对：{'、'.join(shown[:8])}{more}"]


def _notes(word: WordFile, document: Element) -> dict[Element, tuple[str, str]]:
    """The marker and the text of each note, by its mark in the document."""
    found: dict[Element, tuple[str, str]] = {}
    for kind, tag, default in (
        ("footnotes", "footnoteReference", "decimal"),
        ("endnotes", "endnoteReference", "lowerRoman"),
    ):
        marks = list(document.iter(f"{W}{tag}"))
        if not marks:
            continue
        part = word.part(kind)
        root = word.xml(part) if part else document
        texts = {note.get(f"{W}id"): text_of(note, {}, {}) for note in root}
        form = _note_format(word, document, kind, default)
        shown = 0
        for mark in marks:
            custom = mark.get(f"{W}customMarkFollows") in {"1", "true", "on"}
            shown += not custom
            marker = "" if custom else _marker(word, shown, form)
            found[mark] = (marker, squeeze_ends(texts.get(mark.get(f"{W}id"), "")))
    order = {mark: n for n, mark in enumerate(document.iter())}
    return dict(sorted(found.items(), key=lambda pair: order[pair[0]]))


def squeeze_ends(text: str) -> str:
    """A note's text on one line."""
    return text.replace("\n", "").strip()


def _note_format(word: WordFile, document: Element, kind: str, default: str) -> str:
    part = word.part("settings")
    roots = [document] + ([word.xml(part)] if part and part in word.parts else [])
    for root in roots:
        for form in root.iter(f"{W}numFmt"):
            parent = form.getparent()
            if parent is not None and parent.tag == f"{W}{kind[:-1]}Pr":
                return form.get(f"{W}val", default)
    return default


def _marker(word: WordFile, n: int, form: str) -> str:
    try:
        return written(n, form)
    except UnknownNumber as error:
        raise SourceRefused(f"{word.name}：脚注编号格式 {form} 不能识别，请改为阿拉伯数字编号。") from error


def _form_warnings(document: Element) -> Iterator[str]:
    for tag, what in ((f"{W}strike", "删除线"), (f"{W}dstrike", "双删除线")):
        struck = [e for e in document.iter(tag) if e.get(f"{W}val", "1") not in {"0", "false", "off"}]
        if struck:
            ordinal, words = _paragraph_of(struck[0], document)
            yield f"有{len(struck)}处{what}文字，已按普通文字录入，首处在第{ordinal}段“{words}”，请核对"
    if next(document.iter(f"{W}vanish"), None) is not None:
        yield "有隐藏文字，未录入"


def _heading_styles(word: WordFile) -> frozenset[str]:
    part = word.part("styles")
    if not part or part not in word.parts:
        return frozenset()
    names = {}
    for style in word.xml(part).iterfind(f"{W}style"):
        name = style.find(f"{W}name")
        names[style.get(f"{W}styleId", "")] = "" if name is None else name.get(f"{W}val", "")
    return frozenset(key for key, name in names.items() if _HEADING.match(name))


def _margins(word: WordFile) -> Iterator[str]:
    for target, kind in word.relations().values():
        if kind in {"header", "footer"} and target in word.parts:
            text = squeeze("".join(t.text or "" for t in word.xml(target).iter(_TEXT)))
            if text:
                yield f"{'页眉' if kind == 'header' else '页脚'}：{text[:20]}"


def _comments(word: WordFile) -> Iterator[str]:
    part = word.part("comments")
    if part and part in word.parts:
        count = sum(1 for _ in word.xml(part).iterfind(f"{W}comment"))
        if count:
            yield f"批注{count}条"


_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_IMAGEDATA = "{urn:schemas-microsoft-com:vml}imagedata"
_OFFICE_HREF = "{urn:schemas-microsoft-com:office:office}href"


def _pictures_elsewhere(word: WordFile, document: Element) -> Iterator[str]:
    """The pictures that the file only points to: nothing is fetched, so they are told."""
    relations = word.relations()
    for picture in document.iter(_BLIP, _IMAGEDATA):
        inside = picture.get(f"{R}embed") or picture.get(f"{R}id")
        target = relations.get(inside or "", ("", ""))[0]
        outside = picture.get(f"{R}link") or picture.get(f"{R}href") or picture.get(_OFFICE_HREF)
        if inside and target in word.parts:
            continue
        where = target or relations.get(outside or "", ("", ""))[0] or "未写明"
        ordinal, words = _paragraph_of(picture, document)
        yield (
            f"第{ordinal}段“{words}”的图片没有存在文件里（指向 {where[:80]}），未收入。"
            "请在 Word 中把图片嵌入文件（“断开链接”并保存）后再导入；文本已入库的，加 --replace"
        )


def _images(word: WordFile, names: list[str]) -> dict[str, bytes]:
    folder = word.main.rpartition("/")[0]
    found = {}
    for name in names:
        data = word.parts.get(f"{folder}/{name}") or word.parts.get(name)
        if data is not None:
            found[name] = data
    return found
