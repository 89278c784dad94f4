"""An act as text, Markdown and JSON: golden files, and nothing added or lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from compendium.intake.source import squeeze
from compendium.law.act import Act, Attachment, Cell, FrontLine, Note, Para, Provision, Span, Table
from compendium.law.kinds import Level
from compendium.law.names import assign_ids
from compendium.text.plain import as_json, as_markdown, as_text
from tests.act_strategy import acts
from tests.builders import act, article, chapter, golden, named, paragraph, point

HERE = Path(__file__).parent / "golden" / "rendering"


def para(text: str) -> Para:
    return Para((text,))


TABLE = Table(
    (
        (Cell((para("名称"),), header=True), Cell((para("级别|等"),), header=True)),
        (Cell((para("甲桥"),)), Cell((para("一"), para("二")))),
    ),
    "表1",
)


def whole() -> Act:
    recitals = assign_ids(
        (Provision(level=Level.RECITAL, eid="", wid="", blocks=(para("桥梁是城市的骨骼。"),)),)
    )
    marks = Para(("排放CO", Span("sub", "2"), "的桥梁", Note("①", "见附件。"), "：*登记*_并_[公布]。"))
    listed = paragraph("有下列情形之一的：", point("（一）", "新建；"), point("（二）", "改建。"))
    tabled = Provision(level=Level.PARAGRAPH, eid="", wid="", blocks=(para("分级见下表："), TABLE))
    titled = Provision(
        level=Level.ARTICLE,
        eid="",
        wid="",
        num="第三条",
        heading="（登记）",
        children=(paragraph("桥梁应当登记。"),),
    )
    bare = Provision(
        level=Level.ARTICLE,
        eid="",
        wid="",
        num="第四条",
        children=(Provision(level=Level.PARAGRAPH, eid="", wid="", children=(point("（一）", "甲；"),)),),
    )
    value = act(
        chapter(
            "第一章",
            "总则",
            article(1, Provision(level=Level.PARAGRAPH, eid="", wid="", blocks=(marks,)), listed),
        ),
        chapter("第二章", "分则", article(2, tabled, "表中桥梁每年更新。"), titled, bare),
    )
    front = (*value.front, FrontLine("history", para("（2020年3月19日通过）")))
    annex = Attachment(
        "att_1",
        "附件",
        "名录",
        assign_ids((Provision(level=Level.LEVEL, eid="", wid="", num="一、", heading="甲桥"),), "att_1"),
    )
    return named(
        value, front=front, preamble=recitals, conclusions=(para("海浦市人民政府"),), attachments=(annex,)
    )


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("act.txt", as_text(whole())),
        ("act.md", as_markdown(whole())),
        ("act.json", as_json(whole())),
        ("article.txt", as_text(whole(), whole().articles[0])),
        ("article.md", as_markdown(whole(), whole().articles[1])),
        ("article.json", as_json(whole(), whole().articles[0])),
    ],
)
def test_an_act_is_written_as_before(name: str, written: str) -> None:
    golden(HERE / name, written)


@settings(max_examples=40)
@given(acts())
def test_text_has_every_character_of_the_provisions(value: Act) -> None:
    own = "".join(p.text for p in value.preamble + value.body)
    own += "".join(a.num + a.heading + "".join(p.text for p in a.body) for a in value.attachments)
    assert squeeze(as_text(value)) == squeeze(own)


@settings(max_examples=40)
@given(acts())
def test_json_names_every_provision_in_order(value: Act) -> None:
    def names(nodes: list[dict[str, object]]) -> list[object]:
        return [n for node in nodes for n in (node["eId"], *names(node.get("children", [])))]  # type: ignore[arg-type]

    read = json.loads(as_json(value))
    attached = [node for part in read["attachments"] for node in part["body"]]
    assert names(read["preamble"] + read["body"] + attached) == [p.eid for p in value.provisions()]


@settings(max_examples=40)
@given(acts())
def test_markdown_has_every_character_of_the_body(value: Act) -> None:
    written = squeeze(as_markdown(value)).replace("\\", "")
    for provision in value.body:
        for block in (b for p in provision.walk() for b in (*p.blocks, *p.tail) if isinstance(b, Para)):
            assert squeeze(block.text) in written
