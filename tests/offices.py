"""Files as people have them, made from a plain text of law: from a word processor, a portal, and a printer.

Titles are broken into lines and centred, an organ has a line of its own, numbers may be counted by the
program, a page has a menu and a footer. The same text must come out of each of them as from the plain one.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from compendium.intake.draft import Draft, draft_from, draft_of
from compendium.intake.read import read_source
from compendium.intake.source import SourceRefused, squeeze
from compendium.law.act import Block, Table
from compendium.law.numerals import to_chinese
from tests.reading_back import ReadBack, differences, parts_of

WIDTH, NARROW = 30, 18
"""How many characters of a 题注 and of a title stand on a line."""
_NUMBERED = re.compile(r"(第[一二三四五六七八九十百零]+条|（[一二三四五六七八九十]+）)[\s\u3000]*(?=\S)")
_ORGAN = re.compile(r"(.*?(?:委员会|大会|人民政府|办公厅|办公室|国务院|法院|检察院|局|厅|部))(关于.*)")


@dataclass(frozen=True, slots=True)
class Text:
    """A plain text as read: its draft, and its paragraphs with their roles (docTitle, history, text …)."""

    draft: Draft
    lines: tuple[tuple[str, Block], ...]

    @property
    def printed(self) -> str:
        """The title as it is printed, with a number that stands behind it."""
        title = self.draft.act.title
        words = squeeze("".join(block.text for role, block in self.lines if role == "docTitle"))
        return words if words.startswith(title) else title


def text_of(path: Path) -> Text:
    """Read a plain text and tell which of its paragraphs are title, 题注 and text."""
    source = read_source(path)
    draft = draft_from(source, path, "")
    front = list(draft.act.front)
    lines = []
    for block in source.blocks:
        here = front[0] if front else None
        if here is not None and here.para.text == block.block.text:
            lines.append((front.pop(0).role, block.block))
        else:
            lines.append(("text", block.block))
    if front:
        raise ValueError(f"{path.name}: lines before the text that are none of its paragraphs")
    return Text(draft, tuple(lines))


def broken(title: str, width: int = NARROW) -> list[str]:
    """Break a title as a person does to centre it: its organ first, then so many characters a line."""
    match = _ORGAN.fullmatch(title) if len(title) > width else None
    parts = list(match.groups()) if match and len(match[1]) > 4 else [title]
    return [part[at : at + width] for part in parts for at in range(0, len(part), width)]


def chance(name: str, of: int, salt: str) -> bool:
    """Choose one in so many files by their names, so that the same file is always made the same way."""
    return zlib.crc32(f"{salt} {name}".encode()) % of == 0


def laid_out(text: Text) -> Iterator[tuple[str, list[str] | Table]]:
    """List the paragraphs with their roles, each as the lines it is printed on; a title comes whole."""
    for role, group in groupby(text.lines, key=lambda line: line[0]):
        blocks = [block for _, block in group]
        if role == "docTitle" and not text.draft.act.title.isascii():
            yield role, broken(text.printed)
            continue
        for block in blocks:
            if isinstance(block, Table):
                yield role, block
            elif role == "history":
                words = block.text
                yield role, [words[at : at + WIDTH] for at in range(0, len(words), WIDTH)]
            else:
                yield role, [block.text]


# ---- a word processor

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/numbering.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>"""
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_ROOT = _RELS.format(f'<Relationship Id="r1" Type="{_KIND}/officeDocument" Target="word/document.xml"/>')
_PARTS = _RELS.format(f'<Relationship Id="r1" Type="{_KIND}/numbering" Target="numbering.xml"/>')
_LEVEL = (
    '<w:lvl w:ilvl="{0}"><w:start w:val="1"/><w:numFmt w:val="{1}"/><w:suff w:val="space"/>'
    '<w:lvlText w:val="{2}"/></w:lvl>'
)
_NUMBERING = (
    f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    + _LEVEL.format(0, "chineseCountingThousand", "第%1条")
    + _LEVEL.format(1, "chineseCounting", "（%2）")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_NOTED = "落款 （此件公开发布）"
"""What a portal's page adds below a text, and some texts have themselves."""
_CENTRED = '<w:jc w:val="center"/>'


def word_file(text: Text, name: str) -> bytes:
    """Make a .docx; in one of three, titles are broken within a paragraph, in one of four, numbers count."""
    soft, counted = chance(name, 3, "soft"), chance(name, 4, "counted")
    counter = _Counter()
    paragraphs: list[str] = []
    for role, lines in laid_out(text):
        if isinstance(lines, Table):
            paragraphs.append(_word_table(lines))
        elif role in ("docTitle", "history"):
            runs = [_run(line) for line in lines]
            groups = ["<w:r><w:br/></w:r>".join(runs)] if soft else runs
            paragraphs += [f"<w:p><w:pPr>{_CENTRED}</w:pPr>{group}</w:p>" for group in groups]
        else:
            paragraphs.append(_word_paragraph(lines[0], counter if counted and role == "text" else None))
    document = f"<w:document {_W}><w:body>{''.join(paragraphs)}</w:body></w:document>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _ROOT),
            ("word/_rels/document.xml.rels", _PARTS),
            ("word/numbering.xml", _NUMBERING),
            ("word/document.xml", document),
        ):
            archive.writestr(part, content)
    return target.getvalue()


class _Counter:
    """Tells whether the program's own numbers would come out as the text has them."""

    def __init__(self) -> None:
        self.at = [0, 0]

    def level(self, number: str) -> int | None:
        """The level of the list that gives this number next, if one does."""
        if number == f"第{to_chinese(self.at[0] + 1)}条":
            self.at = [self.at[0] + 1, 0]
            return 0
        if self.at[0] and number == f"（{to_chinese(self.at[1] + 1)}）":
            self.at[1] += 1
            return 1
        return None


def _word_paragraph(words: str, counter: _Counter | None) -> str:
    match = _NUMBERED.match(words)
    if not match:
        return f"<w:p>{_run(words)}</w:p>"
    level = counter.level(match[1]) if counter else None
    if level is not None:
        numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        return f"<w:p><w:pPr>{numbers}</w:pPr>{_run(words[match.end() :])}</w:p>"
    return f"<w:p>{_run(match[0], '<w:rPr><w:b/></w:rPr>')}{_run(words[match.end() :])}</w:p>"


def _run(words: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{html.escape(words, quote=False)}</w:t></w:r>'


def _word_table(table: Table) -> str:
    rows = []
    for row in table.rows:
        cells = ["".join(f"<w:p>{_run(p.text)}</w:p>" for p in cell.paras) or "<w:p/>" for cell in row]
        rows.append("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


# ---- a portal

_PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{title}_海浦市人民政府</title><style>p{{text-indent:2em}}</style></head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/zfgb">一、政务公开</a></li>
<li><a href="/x">关于印发某办法的通知</a></li></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zc">政策文件</a></div>
<div class="article-box"><h1>{title}</h1>
<div class="info">来源：海浦市人民政府 发布时间：2024-01-01 10:00</div>
<div id="zoom">{body}</div><div class="share">【打印】【关闭】</div></div>
<div class="footer"><p>主办单位：海浦市人民政府办公厅</p><p>海ICP备01234567号</p></div></body></html>"""


def portal_page(text: Text, name: str) -> bytes:
    """Make a page; one in three is in GB2312, as older ones are."""
    old = chance(name, 3, "gb2312")
    body = []
    for role, lines in laid_out(text):
        if isinstance(lines, Table):
            body.append(_page_table(lines))
        elif role in ("docTitle", "history"):
            body += [f'<p style="text-align:center">{_escaped(line)}</p>' for line in lines]
        else:
            indent = "" if role != "text" else "&nbsp;&nbsp;&nbsp;&nbsp;" if old else "　　"
            body.append(f"<p>{indent}{_escaped(lines[0])}</p>")
    ending = text.draft.act.conclusions
    if not text.draft.act.attachments and not (ending and ending[-1].text.startswith("附")):
        body.append("<p>（此件公开发布）</p>")
    page = _PAGE.format(
        title=_escaped(text.draft.act.title), body="\n".join(body), charset="gb2312" if old else "utf-8"
    )
    return page.encode("gb18030" if old else "utf-8")


def _escaped(words: str) -> str:
    return html.escape(words, quote=False)


def _page_table(table: Table) -> str:
    rows = []
    for row in table.rows:
        cells = ["".join(f"<p>{_escaped(p.text)}</p>" for p in cell.paras) for cell in row]
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return f"<table>{''.join(rows)}</table>"


# ---- a printer

_PRINTED = """<html><head><style>
@page {{ size: 210mm 297mm; margin: 37mm 26mm 35mm 28mm;
 @bottom-center {{ content: "— " counter(page) " —" }} }}
body {{ font: 16pt/28pt "Noto Serif CJK SC" }} p {{ margin: 0; text-indent: 2em; text-align: justify }}
.title {{ font-size: 22pt; line-height: 36pt; text-align: center; text-indent: 0 }}
.history {{ text-align: center; text-indent: 0 }} .plain {{ text-indent: 0 }} td {{ border: 1px solid }}
</style></head><body>{body}</body></html>"""


def printed_file(text: Text) -> bytes:
    """Make a PDF of the type page of GB/T 9704, with page numbers."""
    from weasyprint import HTML

    body = []
    for role, lines in laid_out(text):
        if isinstance(lines, Table):
            body.append(_page_table(lines))
            continue
        kind = {"docTitle": "title", "history": "history", "text": "text"}.get(role, "plain")
        body += [f'<p class="{kind}">{_escaped(line)}</p>' for line in _printed_lines(role, lines)]
    return bytes(HTML(string=_PRINTED.format(body="".join(body))).write_pdf())


def _printed_lines(role: str, lines: Sequence[str]) -> Sequence[str]:
    return lines if role == "docTitle" else ["".join(lines)]


# ---- what comes of them

OFFICES = ("docx", "html", "pdf")


def made(text: Text, office: str, name: str) -> bytes:
    """Make the file of one office."""
    match office:
        case "docx":
            return word_file(text, name)
        case "html":
            return portal_page(text, name)
        case _:
            return printed_file(text)


def told_apart(path: Path, office: str, folder: Path) -> ReadBack:
    """Make a file of a plain text and read it: what differs from the plain text as it was read."""
    text = text_of(path)
    file = folder / f"{path.stem}.{office}"
    file.write_bytes(made(text, office, path.name))
    try:
        draft = draft_of(file)
    except SourceRefused as refused:
        return ReadBack(path.name, office, (str(refused),))
    finally:
        file.unlink()
    plain, found = ([line for line in parts_of(act) if line != _NOTED] for act in (text.draft.act, draft.act))
    return ReadBack(path.name, office, differences(plain, found), draft.warnings)
