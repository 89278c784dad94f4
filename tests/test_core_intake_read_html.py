"""Web pages: the region of the text, encodings, tables, what must be refused."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from compendium.intake.read import read_source
from compendium.intake.source import SourceRefused, SourceText
from compendium.law.act import Para, Span, Table
from tests.pictures import png

PAGE = """<html><head><meta charset="{charset}"><title>某市规定_某网</title>
<script>var a="第一条";</script></head>
<body><div class="nav"><ul><li><a href="/">首页</a></li><li><a href="x">一、新闻</a></li></ul></div>
<h1>某市规定</h1><div>来源：某网 发布时间：2020-01-01</div>
<div id="c"><p>（2019年1月1日通过）</p><p>第一章　总则</p>
<p>第一条　为了甲，
制定本规定。<br>第二款 每m<sup>2</sup>不超过<b>3</b>元。</p>
<p>第二条　下列：</p><p>（一）子；</p><p>（二）丑。</p>
<table><tr><th>名</th><th>数</th></tr><tr><td rowspan="2">甲</td><td>1</td></tr><tr><td>2</td></tr></table>
<p>第三条　本规定自2020年1月1日起施行。</p><p>【打印】</p></div>
<iframe src="http://example.invalid/"></iframe><div class="foot">版权所有 某网</div></body></html>"""


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def texts(source: SourceText) -> list[str]:
    return [block.block.text for block in source.blocks]


@pytest.mark.parametrize(
    ("charset", "codec"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gbk", "gb18030")]
)
def test_page_gives_its_text_only(tmp_path: Path, charset: str, codec: str) -> None:
    source = read_source(write(tmp_path, "甲.html", PAGE.format(charset=charset).encode(codec)))
    assert texts(source) == [
        "某市规定",
        "（2019年1月1日通过）",
        "第一章　总则",
        "第一条　为了甲，制定本规定。",
        "第二款 每m2不超过3元。",
        "第二条　下列：",
        "（一）子；",
        "（二）丑。",
        "名数甲12",
        "第三条　本规定自2020年1月1日起施行。",
    ]
    second = source.blocks[4].block
    assert isinstance(second, Para) and Span("sup", "2") in second.runs
    table = source.blocks[8].block
    assert isinstance(table, Table) and table.rows[0][0].header and table.rows[1][0].rowspan == 2
    assert any("【打印】" in left for left in source.left_out)


def test_doc_that_is_html_inside(tmp_path: Path) -> None:
    assert (
        texts(read_source(write(tmp_path, "甲.doc", PAGE.format(charset="utf-8").encode())))[0] == "某市规定"
    )


def test_layout_table_becomes_paragraphs(tmp_path: Path) -> None:
    page = (
        "<body><h2>某法</h2><table><tr><td>第一條</td><td>甲。</td></tr>"
        "<tr><td>第二條</td><td>乙。</td></tr></table>"
    )
    source = read_source(write(tmp_path, "甲.htm", page.encode()))
    assert texts(source) == ["某法", "第一條", "甲。", "第二條", "乙。"]


def test_numbers_that_the_browser_counts(tmp_path: Path) -> None:
    page = (
        "<body><h1>某办法</h1><div><p>第一条 甲：</p><ol start=3><li>子<li><p>丑</p></ol>"
        "<p>第二条 乙。</p></div>"
    )
    source = read_source(write(tmp_path, "甲.html", page.encode()))
    assert texts(source) == ["某办法", "第一条 甲：", "3.子", "4.丑", "第二条 乙。"]
    assert any("自动编号" in warning for warning in source.warnings)


def test_page_without_provisions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match="没有找到条文"):
        read_source(write(tmp_path, "甲.html", "<html><body><p>新闻</p><p>其他</p></body></html>".encode()))


def test_mht_archive(tmp_path: Path) -> None:
    body = PAGE.format(charset="utf-8").replace("【打印】", '<img src="cid:p1">')
    message = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\n'
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + body.encode()
        + b"\r\n--B\r\nContent-Type: image/png\r\nContent-ID: <p1>\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + b64encode(png()) + b"\r\n--B--\r\n"
    )
    source = read_source(write(tmp_path, "甲.mht", message))
    assert texts(source)[3] == "第一条　为了甲，制定本规定。"
    assert source.images == {"image1.png": png()}
