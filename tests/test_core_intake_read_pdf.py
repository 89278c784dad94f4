"""PDF files: lines back to paragraphs, page numbers put aside, scans refused."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from weasyprint import HTML

from compendium.intake.read import read_source
from compendium.intake.source import SourceRefused, SourceText

LONG = (
    "为了规范某项工作，保护公民、法人和其他组织的合法权益，根据有关法律、行政法规，结合本市实际，制定本规定。"
)
STYLE = """@page {{ size: 420pt 300pt; margin: 50pt; @bottom-center {{ content: "－" counter(page) "－" }} }}
body {{ font: 16pt/28pt "Noto Sans CJK SC", "Noto Serif CJK SC", "WenQuanYi Zen Hei", sans-serif; margin: 0 }}
p {{ margin: 0; text-indent: {indent}; text-align: {align} }} h1 {{ font-size: 22pt; text-align: center }}"""


def texts(source: SourceText) -> list[str]:
    return [block.block.text for block in source.blocks]


def printed(folder: Path, body: str, indent: str = "2em", align: str = "justify") -> Path:
    path = folder / "甲.pdf"
    HTML(string=f"<style>{STYLE.format(indent=indent, align=align)}</style>{body}").write_pdf(str(path))
    return path


def test_indented_lines_are_rejoined_across_pages(tmp_path: Path) -> None:
    paragraphs = [f"第{n}条　{LONG}" for n in "一二三四五"] + ["（一）子；", "（二）丑。", LONG]
    body = "<h1>某市规定</h1>" + "".join(f"<p>{text}</p>" for text in paragraphs)
    source = read_source(printed(tmp_path, body))
    assert texts(source) == ["某市规定", *paragraphs]
    assert source.warnings[0] == "PDF 的断行已重新拼接，请与原件核对"
    assert "页码" in source.left_out[0]


def test_lines_without_indentation(tmp_path: Path) -> None:
    paragraphs = [f"第{n}条 {LONG}" for n in "一二三四五六"] + ["本规定自公布之日起施行。"]
    body = "<h1>某市规定</h1>" + "".join(f"<p>{text}</p>" for text in paragraphs)
    source = read_source(printed(tmp_path, body, indent="0", align="left"))
    assert texts(source) == ["某市规定", *paragraphs]


def test_history_in_brackets_is_one_paragraph(tmp_path: Path) -> None:
    history = f"（2020年1月1日某市人民代表大会常务委员会第一次会议通过　{LONG[:-1]}）"
    body = (
        f"<h1>某市规定</h1><p style='margin: 0 2em; text-indent: 0'>{history}</p>"
        + f"<p>第一条　{LONG}</p>" * 5
    )
    assert texts(read_source(printed(tmp_path, body)))[1] == history


def test_page_without_text_is_a_scan(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match="扫描件"):
        read_source(printed(tmp_path, "<div style='height: 100pt; background: #ccc'></div>"))


def test_damaged_pages_are_refused_not_read_in_part(tmp_path: Path) -> None:
    path = printed(tmp_path, "".join(f"<p>第{n}条　{LONG}</p>" for n in "一二三四五"))
    whole = path.read_bytes()
    with pikepdf.open(path) as pdf:
        contents = pdf.pages[0].Contents.read_raw_bytes()
    at = whole.index(contents) + len(contents) // 2
    path.write_bytes(whole[:at] + bytes(20) + whole[at + 20 :])
    with pytest.raises(SourceRefused, match="PDF 已损坏"):
        read_source(path)
