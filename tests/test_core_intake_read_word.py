"""Word and OpenDocument files: numbers, notes, tables, embedded pages, what must be refused."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from compendium.intake.read import read_source
from compendium.intake.source import SourceRefused, SourceText
from compendium.intake.word_numbers import UnknownNumber, written
from compendium.law.act import Note, Para, Span, Table


def texts(source: SourceText) -> list[str]:
    return [block.block.text for block in source.blocks]


def made(folder: Path, fill: Callable[[Any], None]) -> Path:
    document = docx.Document()
    fill(document)
    path = folder / "甲.docx"
    document.save(str(path))
    return path


def rezipped(path: Path, change: dict[str, bytes]) -> Path:
    """The same archive with parts replaced or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**parts, **change}.items():
            archive.writestr(name, data)
    return path


def add_list(document: Any, levels: list[tuple[str, str]]) -> str:
    """Add a list to the numbering part and give its id."""
    root = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{inner}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    return "90"


def number(paragraph: Any, num: str, level: int) -> None:
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')
    )


def test_paragraphs_headings_and_spaces(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("某市规定", style="Title")
        document.add_heading("第一章  总　则", 1)
        document.add_paragraph('第一条\t甲   "乙"--丙...').add_run("丁").bold = True
        document.add_paragraph("行一\n行二", style="Intense Quote")
        document.add_paragraph("CO").add_run("2").font.subscript = True

    source = read_source(made(tmp_path, fill))
    assert texts(source) == [
        "某市规定",
        "第一章  总　则",
        '第一条\t甲   "乙"--丙...丁',
        "行一",
        "行二",
        "CO2",
    ]
    assert [block.heading for block in source.blocks] == [0, 1, 0, 0, 0, 0]
    assert [block.line for block in source.blocks] == [1, 2, 3, 4, 5, 6]
    last = source.blocks[-1].block
    assert isinstance(last, Para) and last.runs == ("CO", Span("sub", "2"))


def test_automatic_numbers_are_written_out(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        num = add_list(document, [("chineseCountingThousand", "第%1条"), ("japaneseCounting", "（%2）")])
        for text, level in (("甲：", 0), ("子；", 1), ("丑。", 1), ("乙：", 0), ("寅。", 1)):
            number(document.add_paragraph(text), num, level)

    source = read_source(made(tmp_path, fill))
    assert texts(source) == ["第一条　甲：", "（一）子；", "（二）丑。", "第二条　乙：", "（一）寅。"]
    assert "自动编号" in source.warnings[0]


def test_numbers_of_a_style_and_of_a_restarted_list(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        num = add_list(document, [("decimal", "%1.")])
        root = document.part.numbering_part.element
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
        style = document.styles.add_style("项", 1)
        style.element.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{num}"/></w:numPr>')
        )
        document.add_paragraph("甲", style="项")
        document.add_paragraph("乙", style="项")
        number(document.add_paragraph("丙"), "91", 0)
        number(document.add_paragraph("丁"), "0", 0)

    assert texts(read_source(made(tmp_path, fill))) == ["1.甲", "2.乙", "1.丙", "丁"]


def test_number_format_that_is_not_known_is_refused(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        number(document.add_paragraph("甲"), add_list(document, [("hebrew1", "%1")]), 0)

    with pytest.raises(SourceRefused, match="第1段“甲”的自动编号格式不能识别"):
        read_source(made(tmp_path, fill))


@pytest.mark.parametrize(
    ("n", "form", "text"),
    [
        (21, "chineseCounting", "二十一"),
        (110, "chineseCountingThousand", "一百一十"),
        (1005, "chineseCountingThousand", "一千零五"),
        (10, "ideographDigital", "一〇"),
        (3, "decimalEnclosedCircle", "③"),
        (28, "lowerLetter", "bb"),
        (49, "upperRoman", "XLIX"),
        (12, "decimalFullWidth", "１２"),
    ],
)
def test_number_formats(n: int, form: str, text: str) -> None:
    assert written(n, form) == text


def test_number_out_of_range_is_not_guessed() -> None:
    with pytest.raises(UnknownNumber):
        written(11, "ideographTraditional")


def test_table_with_merged_cells(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("第一条 见表。")
        table = document.add_table(3, 2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "名  称"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "甲\n乙"
        table.cell(1, 1).text, table.cell(2, 1).text = "1", "2"

    table = read_source(made(tmp_path, fill)).blocks[1].block
    assert isinstance(table, Table)
    assert table.rows[0][0].colspan == 2 and table.rows[1][0].rowspan == 2
    assert [p.text for p in table.rows[1][0].paras] == ["甲", "乙"]
    assert table.text == "名  称甲乙12"


def test_footnote_stands_where_its_mark_stands(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        run = document.add_paragraph("第一条 甲").add_run()
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), "2")
        run._r.append(mark)
        document.paragraphs[0].add_run("乙。")

    path = made(tmp_path, fill)
    with zipfile.ZipFile(path) as archive:
        rels = archive.read("word/_rels/document.xml.rels").decode()
        kinds = archive.read("[Content_Types].xml").decode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    note = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>注文。</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    rezipped(
        path,
        {
            "word/footnotes.xml": note.encode(),
            "word/_rels/document.xml.rels": rels.replace(
                "</Relationships>",
                f'<Relationship Id="n1" Type="{relation}" Target="footnotes.xml"/></Relationships>',
            ).encode(),
            "[Content_Types].xml": kinds.replace(
                "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
            ).encode(),
        },
    )
    block = read_source(path).blocks[0].block
    assert isinstance(block, Para) and block.runs == ("第一条 甲", Note("1", "注文。"), "乙。")


def test_fields_controls_hidden_text_and_page_breaks(tmp_path: Path) -> None:
    inner = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>域</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:sdt><w:sdtContent><w:r><w:t>控</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        '<w:r><w:noBreakHyphen/><w:t>尾</w:t><w:br w:type="page"/><w:t>下页</w:t></w:r>'
    )

    def fill(document: Any) -> None:
        document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))

    source = read_source(made(tmp_path, fill))
    assert texts(source) == ["域控\u2011尾", "下页"]
    assert "有隐藏文字，未录入" in source.warnings


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        (
            "<w:ins w:id='1' w:author='a'><w:r><w:t>新</w:t></w:r></w:ins><w:del w:id='2' w:author='a'/>",
            "含有2处修订标记，首处在第2段",
        ),
        (
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
            "文本框“框”",
        ),
        ("<w:r><w:ruby><w:rt/><w:rubyBase/></w:ruby></w:r>", "拼音指南"),
        (
            '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x</m:t></m:r></m:oMath>',
            "公式",
        ),
    ],
)
def test_what_word_must_settle_first_is_refused(tmp_path: Path, inner: str, words: str) -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("首段")
        paragraph = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>乙</w:t></w:r>{inner}</w:p>")
        document.element.body.insert(1, paragraph)

    with pytest.raises(SourceRefused, match=words):
        read_source(made(tmp_path, fill))


def test_embedded_web_page(tmp_path: Path) -> None:
    page = (
        "<html><body><h1>某法</h1><p>第一条 甲。<br/>\n乙。</p>"
        "<pre><code>第二条 丙  丁。\n第三条 戊。</code></pre></body></html>"
    )
    chunk = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="B"\n\n--B\n'
        f'Content-Type: text/html; charset="utf-8"\n\n{page}\n--B--\n'
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def fill(document: Any) -> None:
        document.element.body.insert(
            0, parse_xml(f'<w:altChunk {nsdecls("w")} xmlns:r="{relation}" r:id="c1"/>')
        )

    path = made(tmp_path, fill)
    with zipfile.ZipFile(path) as archive:
        rels = archive.read("word/_rels/document.xml.rels").decode()
    entry = f'<Relationship Id="c1" Type="{relation}/aFChunk" Target="/word/afchunk.mht"/></Relationships>'
    rezipped(
        path,
        {
            "word/afchunk.mht": chunk.encode(),
            "word/_rels/document.xml.rels": rels.replace("</Relationships>", entry).encode(),
        },
    )
    source = read_source(path)
    assert texts(source) == ["某法", "第一条 甲。", "乙。", "第二条 丙  丁。", "第三条 戊。"]
    assert source.blocks[0].heading == 1


def test_archives_that_are_damaged_or_no_word_file(tmp_path: Path) -> None:
    whole = made(tmp_path, lambda document: document.add_paragraph("甲")).read_bytes()
    cut = tmp_path / "断.docx"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceRefused, match="已损坏或不完整"):
        read_source(cut)
    other = BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("../a.txt", "x")
    cut.write_bytes(other.getvalue())
    with pytest.raises(SourceRefused, match="没有 Word 正文"):
        read_source(cut)


def test_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "弹.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (60 * 1024 * 1024))
    with pytest.raises(SourceRefused, match="大得不合情理"):
        read_source(path)


ODT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:font-face-decls/>
<office:automatic-styles/><office:body><office:text>{}
</office:text></office:body></office:document-content>"""


def odt(folder: Path, inner: str) -> Path:
    path = folder / "甲.odt"
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    styles = (
        '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'office:version="1.2"><office:font-face-decls/><office:styles/><office:automatic-styles/>'
        "<office:master-styles/></office:document-styles>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", ODT.format(inner))
        archive.writestr("styles.xml", styles)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def test_opendocument(tmp_path: Path) -> None:
    inner = (
        '<text:h text:outline-level="1">第一章<text:s text:c="2"/>总则</text:h>'
        "<text:p>第一条<text:tab/>甲<text:line-break/>乙</text:p>"
    )
    source = read_source(odt(tmp_path, inner))
    assert texts(source) == ["第一章  总则", "第一条\t甲", "乙"]
    assert source.blocks[0].heading == 1


def test_opendocument_with_changes_is_refused(tmp_path: Path) -> None:
    changes = "<text:tracked-changes><text:changed-region/></text:tracked-changes><text:p>甲</text:p>"
    with pytest.raises(SourceRefused, match="1处修订标记"):
        read_source(odt(tmp_path, changes))


def test_old_word_file_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compendium.intake.office.office_command", lambda: None)
    path = tmp_path / "甲.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(SourceRefused, match="本机没有"):
        read_source(path)


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_rtf_by_way_of_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "甲.doc"
    path.write_bytes(b"{\\rtf1\\ansi\\uc0 \\u31532 \\u19968 \\u26465 A.\\par \\u20057 B.\\par}")
    source = read_source(path)
    assert texts(source) == ["第一条A.", "乙B."]
    assert "LibreOffice" in source.warnings[0]
