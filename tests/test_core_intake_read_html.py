"""Web pages: the region of the text, encodings, tables, what must be refused."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from compendium.intake.draft import draft_of
from compendium.intake.read import read_source
from compendium.intake.source import SourceRefused, SourceText
from compendium.law.act import Note, Para, Span, Table
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


HEAD = (
    "<p>海浦市人民政府关于同意示例区<br>设立示例中心的批复</p><p>海府〔2023〕5号</p><p>示例区人民政府：</p>"
)
NEWS = """<h1>海浦市召开示例工作会议</h1><p>来源：海浦日报</p><p>会议指出，要抓好示例工作。</p>
<p>会议要求，有关部门要认真落实。</p><p>2023年5月10日</p>"""


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (f"{HEAD}<p>来函收悉。同意设立示例中心。</p>", "海浦市人民政府关于同意示例区设立示例中心的批复"),
        (
            "<h1>海浦市关于授权示例的决定</h1><h3>（2023年5月10日海浦市第一届人民代表大会常务委员会通过）</h3>"
            "<p>为了示例，决定：授权市人民政府办理。</p><p>本决定自2023年6月1日起施行。</p>",
            "海浦市关于授权示例的决定",
        ),
        (
            "<h1>关于示例工作的通报</h1><p>各部门表现良好。</p><p>海浦市人民政府办公室</p><p>2023年5月10日</p>",
            "关于示例工作的通报",
        ),
        (
            f"{HEAD}<p>1　总则</p><p>1.1　目的</p><p>为了示例。</p>",
            "海浦市人民政府关于同意示例区设立示例中心的批复",
        ),
    ],
    ids=["number", "history", "signature", "decimal"],
)
def test_act_without_numbered_provisions_is_read(tmp_path: Path, page: str, title: str) -> None:
    menu = '<ul><li><a href="/">首页</a></li><li><a href="x">关于公布某规定的通知</a></li></ul>'
    path = write(tmp_path, "甲.html", f"<body>{menu}<div>{page}</div><p>版权所有。</p></body>".encode())
    draft = draft_of(path)
    assert draft.act.title == title
    assert not [warning for warning in draft.warnings if "题名" in warning]
    assert draft.left_out


@pytest.mark.parametrize(
    "page",
    [
        NEWS,
        NEWS.replace("召开示例工作会议", "印发《示例管理办法》"),
        NEWS.replace("召开示例工作会议", "印发《示例管理办法》").replace(
            "会议指出", "2023年5月10日，会议指出"
        ),
    ],
)
def test_news_is_refused(tmp_path: Path, page: str) -> None:
    with pytest.raises(SourceRefused, match="没有找到条文"):
        read_source(write(tmp_path, "甲.html", f"<body><div>{page}</div></body>".encode()))


@pytest.mark.parametrize(
    "formula",
    [
        "<math><mi>F</mi><mo>=</mo><mfrac><mi>A</mi><mi>B</mi></mfrac></math>",
        "<p>$$F=\\frac{A}{B}$$</p>",
        "<p>\\(F=A/B\\)</p>",
        '<p><span class="katex"><span>F=A/B</span></span></p>',
        "<mjx-container><svg></svg></mjx-container>",
        '<script type="math/tex">F=A/B</script>',
        '<p><img src="a.png" alt="F=A/B"></p>',
        '<p><img src="/images/formula1.png"></p>',
    ],
)
def test_formula_is_refused_with_its_place(tmp_path: Path, formula: str) -> None:
    page = (
        f"<body><h1>某办法</h1><p>第一条　收费按下式计算：</p>{formula}<p>第二条　面积为10m<sup>2</sup>。</p>"
    )
    with pytest.raises(SourceRefused, match=r"收费按下式计算：”之后含有.*公式"):
        read_source(write(tmp_path, "甲.html", page.encode()))


def test_picture_of_a_formula_that_is_there_is_a_picture(tmp_path: Path) -> None:
    image = f'<img alt="F=A/B" src="data:image/png;base64,{b64encode(png()).decode()}">'
    marked = "CO<sub>2</sub>为10m<sup>2</sup>"
    page = f"<body><h1>某办法</h1><p>第一条　收费：{image}</p><p>第二条　{marked}。</p></body>"
    source = read_source(write(tmp_path, "甲.html", page.encode()))
    last = source.blocks[-1].block
    assert isinstance(last, Para) and Span("sub", "2") in last.runs and Span("sup", "2") in last.runs
    assert source.images == {"image1.png": png()}


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
@pytest.mark.parametrize("apart", ["", "</div><div>"])
def test_history_marked_as_a_heading_is_history(tmp_path: Path, rank: int, apart: str) -> None:
    page = (
        f"<body><div><h1>海浦市示例办法</h1><h{rank}>（2023年4月20日海浦市人民政府<br>令第88号公布）</h{rank}>"
        f"{apart}<p>第一条　甲。</p><p>第二条　乙。</p></div></body>"
    )
    act = draft_of(write(tmp_path, "甲.html", page.encode())).act
    assert act.title == "海浦市示例办法"
    assert [event.date.isoformat() for event in act.events] == ["2023-04-20"]


def test_frame_of_a_page_is_left_out_by_its_names(tmp_path: Path) -> None:
    page = """<body><header><nav>首页</nav><form>检索</form></header><main><div role="note">已修改。</div>
<header><p>海浦市人民政府令</p><h1>海浦市示例办法</h1><p>（2023年4月20日公布）</p></header>
<dl><dt>状态</dt><dd>施行日期另行规定</dd></dl>
<article><section><h2>第一章　总则</h2>
<p>第一条　甲<sup><a id="r" role="doc-noteref" href="#n">①</a></sup>。</p>
<details><summary>第一条的沿革</summary><ol><li>2020年：第一条，制定</li></ol></details>
<p>第二条　乙。<span class="badge">尚未施行</span></p></section><p>附件：1.示例表</p><p>表。</p></article>
<ul><li id="n"><span>①</span>即子。<a role="doc-backlink" href="#r">↩</a></li></ul></main>
<footer>某网</footer></body>"""
    source = read_source(write(tmp_path, "甲.html", page.encode()))
    assert texts(source) == [
        "海浦市人民政府令",
        "海浦市示例办法",
        "（2023年4月20日公布）",
        "第一章　总则",
        "第一条　甲①即子。。",
        "第二条　乙。",
        "附件：1.示例表",
        "表。",
    ]
    noted = source.blocks[4].block
    assert isinstance(noted, Para) and noted.runs[1] == Note("①", "即子。")
    left = "｜".join(source.left_out)
    assert all(words in left for words in ("首页", "检索", "已修改。", "第一条的沿革", "尚未施行", "某网"))


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


def test_table_that_speaks_of_another_act_is_not_the_text(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>第{n}条</td><td>某罪</td></tr>" for n in (114, 115, 120))
    page = (
        "<body><div><p>海浦市法院关于罪名的补充规定</p><p>（2002年3月15日海浦市法院公布）</p>"
        f"<p>为了统一罪名，规定如下：</p><table>{rows}</table><p>以本规定为准。</p></div></body>"
    )
    assert texts(read_source(write(tmp_path, "甲.html", page.encode())))[:3] == [
        "海浦市法院关于罪名的补充规定",
        "（2002年3月15日海浦市法院公布）",
        "为了统一罪名，规定如下：",
    ]
