"""The one door of the intake: dispatch, refusals, and plain text and Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium.intake.read import read_source
from compendium.intake.source import SourceRefused, SourceText, first_difference, squeeze
from compendium.law.act import Image, Para, Span, Table
from tests.pictures import png


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def texts(source: SourceText) -> list[str]:
    return [block.block.text for block in source.blocks]


def test_squeeze_drops_every_kind_of_blank() -> None:
    assert squeeze("\ufeff第 一\u3000条\u00a0\u200b甲\u00ad\t乙\r\n") == "第一条甲乙"


def test_first_difference_shows_both_sides() -> None:
    assert first_difference("甲乙丙", "甲乙") == "第3个字符起不同：一处为“甲乙丙”，另一处为“甲乙”"
    assert first_difference("甲", "甲") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "甲.txt", "某市规定\n\n\u3000\u3000第一条\u3000甲\u200b乙。\n".encode(encoding))
    source = read_source(path)
    assert texts(source) == ["某市规定", "第一条\u3000甲乙。"]
    assert [block.line for block in source.blocks] == [1, 3]


def test_undecodable_text_names_the_byte(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match="第4字节"):
        read_source(write(tmp_path, "甲.txt", "甲".encode() + b"\xff\xff"))


def test_lines_broken_in_a_sentence_are_rejoined_and_told(tmp_path: Path) -> None:
    first = "（一）规范政务信息管理。推进本市各部门政府规章的公开并按照规定的时限和"
    second = "程序在门户网站的专门栏目中集中公布有关的各项内容。"
    source = read_source(write(tmp_path, "甲.txt", f"{first}\n\n{second}\n（二）其他。"))
    assert texts(source) == [first + second, "（二）其他。"]
    assert "第3行" in source.warnings[0]


def test_title_before_a_long_paragraph_is_not_joined(tmp_path: Path) -> None:
    title = "某市司法局二〇二一年政务公开工作要点及其任务分解表"
    opening = "今年是重要的一年，本局政务公开工作的总体要求如下，请各处室认真执行。"
    assert texts(read_source(write(tmp_path, "甲.txt", f"{title}\n\n{opening}"))) == [title, opening]


def test_wrapped_text_with_page_numbers(tmp_path: Path) -> None:
    article = "市人民政府应当建立健全工作机制并统筹协调有关部门做好相关工作"
    lines = [article[i : i + 10] + article[:12] for i in range(0, 20, 2)]
    text = "\n".join([*lines, "到此为止。", "－1－", "第二条 完。", "－2－"])
    source = read_source(write(tmp_path, "甲.txt", text))
    assert texts(source) == ["".join(lines) + "到此为止。", "第二条 完。"]
    assert source.left_out == ("页码 2 处：－1－ 至 －2－",)


def test_private_use_is_kept_and_told(tmp_path: Path) -> None:
    source = read_source(write(tmp_path, "甲.txt", "第一条 甲\ue5f9乙。"))
    assert texts(source) == ["第一条 甲\ue5f9乙。"]
    assert "U+E5F9" in source.warnings[0]


def test_markdown_marks_go_and_words_stay(tmp_path: Path) -> None:
    text = (
        "---\ntitle: 甲\n---\n# 某市规定\n\n2020年1月1日通过\n\n<!-- INFO END -->\n\n## 第一章  总则\n\n"
        '**第一条** 甲"乙"*丙* 3*4 a_b_c \\*丁\\* &lt;戊&gt; <某条例> ~己~ CO<sub>2</sub> -- ...\n\n'
        "1. 庚；\n\n2. 辛<br>　　壬。\n\n> （一）癸\n\n- 子 | 丑\n"
    )
    source = read_source(write(tmp_path, "甲.md", text))
    assert texts(source) == [
        "某市规定",
        "2020年1月1日通过",
        "第一章  总则",
        '第一条 甲"乙"丙 3*4 a_b_c *丁* <戊> <某条例> ~己~ CO2 -- ...',
        "1. 庚；",
        "2. 辛",
        "壬。",
        "（一）癸",
        "子 | 丑",
    ]
    assert [block.heading for block in source.blocks[:4]] == [1, 0, 2, 0]
    assert source.blocks[0].line == 4
    article = source.blocks[3].block
    assert isinstance(article, Para) and Span("sub", "2") in article.runs
    assert len(source.left_out) == 2


def test_markdown_table_and_picture(tmp_path: Path) -> None:
    write(tmp_path, "图.png", png())
    text = "第一条 见表。\n\n| 名称 | 数 |\n|---|---|\n| 甲 | 1. |\n\n![样式](图.png)\n\n![无](../x.png)\n"
    source = read_source(write(tmp_path, "甲.md", text))
    table, picture = source.blocks[1].block, source.blocks[2].block
    assert isinstance(table, Table) and isinstance(picture, Para)
    assert [[cell.paras[0].text for cell in row] for row in table.rows] == [["名称", "数"], ["甲", "1."]]
    assert table.rows[0][0].header and source.blocks[1].line == 3
    assert picture.runs == (Image("图.png", "样式"),)
    assert source.images == {"图.png": png()}
    assert any("../x.png" in warning for warning in source.warnings)


def test_text_file_that_is_markdown(tmp_path: Path) -> None:
    source = read_source(write(tmp_path, "决定.txt", "# 某决定\n\n<!-- INFO END -->\n\n一、甲。"))
    assert texts(source) == ["某决定", "一、甲。"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.txt", b" \n", "文件是空的"),
        ("甲.xyz", b"1", "可以导入：.docx"),
        ("甲", b"1", "可以导入"),
        ("甲.xml", b"<akomaNtoso/>", "法规库自身"),
        ("甲.wps", b"x", "另存为 .docx"),
        ("甲.docx", b"hello", "内容不是 .docx"),
        ("甲.docx", b"PK\x03\x04broken", "已损坏"),
        ("甲.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "已加密"),
        ("甲.pdf", b"%PDF-1.7\n1 0 obj", "PDF 已损坏"),
        ("甲.md", b"---\na: b\n---\n", "没有文字"),
    ],
)
def test_refusals_say_why(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    with pytest.raises(SourceRefused, match=words):
        read_source(write(tmp_path, name, content))


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match="文件夹"):
        read_source(tmp_path)
    with pytest.raises(SourceRefused, match="没有这个文件"):
        read_source(tmp_path / "无.txt")


def test_symlink_and_odd_name(tmp_path: Path) -> None:
    target = write(tmp_path, "a 《b》#?.txt", "第一条 甲。")
    link = tmp_path / "链.txt"
    link.symlink_to(target)
    assert texts(read_source(link)) == texts(read_source(target)) == ["第一条 甲。"]


def test_lines_with_as_many_tabs_are_a_table(tmp_path: Path) -> None:
    text = "某办法\n第一条\t甲：\n项目\t限值\n子\t1\n丑\t2\n第二条\t乙。\n（一）\t寅\n（二）\t卯\n"
    path = tmp_path / "甲.txt"
    path.write_text(text, "utf-8")
    blocks = [block.block for block in read_source(path).blocks]
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert [[cell.paras[0].text for cell in row] for row in table.rows] == [
        ["项目", "限值"],
        ["子", "1"],
        ["丑", "2"],
    ]
    assert len(blocks) == 6
