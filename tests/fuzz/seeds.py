"""What is damaged: small files of every kind made here, and real ones where they are at hand."""

from __future__ import annotations

from dataclasses import dataclass

from tests.acceptance.bad_input import regulation
from tests.acceptance.sets import data_folder
from tests.hostile_files import lines, mht, odt, one_page_pdf, page

KINDS = (".docx", ".html", ".md", ".odt", ".pdf", ".mht", ".txt")
_LARGEST = 400_000
_EACH = 12


@dataclass(frozen=True, slots=True)
class Seed:
    """A sound file: its suffix and its bytes."""

    suffix: str
    data: bytes


def made() -> list[Seed]:
    """A file of each kind, made here."""
    return [
        Seed(".docx", rich_docx()),
        Seed(".html", page(_rich_page())),
        Seed(".md", _rich_markdown().encode()),
        Seed(".odt", odt()),
        Seed(".pdf", one_page_pdf(_print())),
        Seed(".mht", mht(page(_rich_page()))),
        Seed(".txt", regulation().encode()),
        Seed(".txt", regulation().encode("gb18030")),
    ]


def real() -> list[Seed]:
    """Real files beside the project, the smaller ones; none where there are none."""
    found: list[Seed] = []
    for suffix in KINDS:
        paths = sorted((data_folder() / "word").rglob(f"*{suffix}"))
        small = [path for path in paths if path.stat().st_size <= _LARGEST][:_EACH]
        found += [Seed(suffix, path.read_bytes()) for path in small]
    return found


def rich_docx() -> bytes:
    """A Word file with a heading, a list, a table, a note, a symbol and a wrapped paragraph."""
    from io import BytesIO

    import docx as word
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = word.Document()
    for position, text in enumerate(lines()):
        document.add_paragraph(text, style="Title" if not position else None)
    document.add_heading("附则", 1)
    document.add_paragraph("甲", style="List Number")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "表"
    run = document.add_paragraph("乙").add_run("2")
    run.font.superscript = True
    run._r.append(parse_xml(f'<w:sym {nsdecls("w")} w:font="Wingdings" w:char="F0FC"/>'))
    wrapped = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>丙</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(len(document.element.body) - 1, wrapped)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _rich_page() -> str:
    paras = "".join(f"<p align=center>{line}</p>" for line in lines())
    return (
        f"<div id=a><h1>{lines()[0]}</h1>{paras}<ol start=3><li value=5>子；<li>丑。</ol>"
        "<table><tr><td colspan=2 rowspan=1>表<td>格</tr></table><pre>甲  乙</pre><sup>2</sup>"
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="图"></div>'
    )


def _rich_markdown() -> str:
    table = "\n|甲|乙|\n|-|-|\n|丙|丁|\n\n<table><tr><td>戊</td></tr></table>\n"
    marks = "**粗** *斜* [链](http://a) ![图](b.png) &amp; <sup>2</sup>"
    return f"---\na: b\n---\n# {regulation()}\n{marks}\n{table}"


def _print() -> bytes:
    rows = (
        b"Measures on Road Signs",
        b"Article 1 These measures are made.",
        b"Article 2 They hold from now.",
    )
    shown = b" ".join(b"(%s) Tj 0 -20 Td" % row for row in rows)
    return b"BT /F 12 Tf 100 700 Td " + shown + b" ET"
