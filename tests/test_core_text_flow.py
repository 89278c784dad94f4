"""The one walk of a text, and what every form makes of it: the same links, head rows, numbers and gaps."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import tostring

import pytest

from compendium.amending.deriving.printed import content
from compendium.law.act import Act, Attachment, Cell, Note, Para, Provision, Span, Table
from compendium.law.citations import references
from compendium.law.kinds import ActKind, Level
from compendium.library.facts import facts_of
from compendium.text import flow
from compendium.text.flow import Begin, End, Grid, Heading, Line
from compendium.text.plain import as_markdown, as_text
from compendium.text.runs import Mark, cut
from compendium_build.changes.printed import lines_of, pieces
from compendium_build.forms.act import Inliner as WordInliner
from compendium_build.forms.act import Writer
from compendium_build.forms.pandoc import WORD
from compendium_build.parity.lines import pieces as printed_pieces
from compendium_build.print.pages.text import set_act
from compendium_build.print.plan import Entry
from compendium_build.search.documents import documents_of
from compendium_build.web.text import Inliner, TextWriter
from tests.print_acts import act, article, para, provision

HEAD = Cell((para("项目"),), header=True)
TABLE = Table(((replace(HEAD, rowspan=2), HEAD), (Cell((para("甲"),)),), (Cell((para("乙"),)),) * 2))
"""The first head cell reaches into a row that is none: no row of it is head."""


def whole(*body: Provision, language: str = "zho", **more: object) -> Act:
    return act("qiao-liang", "海浦市桥梁条例", *body, language=language, **more)


def text_of(items: list[object]) -> list[str]:
    return [item.text for item in items if isinstance(item, (Heading, Line))]


def web(made: Act) -> str:
    own = frozenset(each.eid for each in made.provisions())
    writer = TextWriter(inline=Inliner(links={}, own=own, picture=str), labels={}, pending={})
    return writer.body(made) + "".join(map(writer.attachment, made.attachments))


def book(made: Act) -> str:
    links = {
        (each.eid, cited.title, cited.eid): f"to-{cited.eid}"
        for each in made.provisions()
        for block in each.blocks
        if isinstance(block, Para)
        for cited in references(block.text, each.eid)
    }
    entry = Entry(
        folder="f",
        title=made.title,
        path="a.xml",
        digest="0",
        mark="",
        pending=(),
        links=tuple(links.items()),
        images=(),
        length=0,
    )
    section, _ = set_act(entry, made)
    return tostring(section, encoding="unicode")


def word(made: Act) -> str:
    own = frozenset(each.eid for each in made.provisions())
    nodes = Writer(
        act=made, inline=WordInliner(links={}, own=own, read=lambda src: b""), dialect=WORD
    ).write()
    return json.dumps(nodes, ensure_ascii=False)


def test_a_link_is_a_link_in_every_form_also_within_a_span_and_a_note() -> None:
    words = Para(("违反", Span("b", "本条例第二条"), "的", Note("①", "见本条例第三条。")))
    made = whole(
        provision(Level.ARTICLE, "第一条", provision(Level.PARAGRAPH, "", words)),
        article("第二条", "乙。"),
        article("第三条", "丙。"),
    )
    page = web(made)
    assert '<b><a href="#art_2">本条例第二条</a></b>' in page
    assert '<b><a href="book:to-art_2">本条例第二条</a></b>' in book(made)
    assert '<a href="book:to-art_3">本条例第三条</a>' in book(made)
    assert '"#art_2"' in word(made)
    assert '"#art_3"' in word(made)


def test_no_row_is_head_that_a_head_cell_leaves() -> None:
    made = whole(provision(Level.ARTICLE, "第一条", para("见下表："), TABLE))
    grid = next(item for item in flow.flow(made) if isinstance(item, Grid))
    assert grid.heads == 0
    assert "<thead>" not in web(made)
    assert "<thead" not in book(made)
    table = next(node for node in json.loads(word(made)) if node["t"] == "Table")
    assert table["c"][3][1] == []


def english() -> Act:
    items = provision(Level.POINT, "(1)", para("bridges; and"))
    body = provision(Level.PARAGRAPH, "", para("These Regulations apply to:"), items)
    chapter = provision(
        Level.CHAPTER,
        "Chapter I",
        provision(Level.ARTICLE, "Article 1", body),
        heading="General Provisions",
    )
    return whole(chapter, language="eng", attachments=(Attachment("", "Annex", "List"),))


@pytest.mark.parametrize(
    "form",
    [
        as_text,
        lambda made: "\n".join(text_of(list(flow.flow(made)))),
        lambda made: "\n".join(d.text for d in documents_of(made, facts_of(made, "a.xml", "0"))),
        lambda made: "\n".join(lines_of(pieces(made))),
    ],
    ids=["text", "flow", "search", "changes"],
)
def test_one_space_follows_an_english_number(form: Callable[[Act], str]) -> None:
    lines = form(english()).splitlines()
    for line in ("Chapter I General Provisions", "Article 1 These Regulations apply to:", "(1) bridges; and"):
        assert line in lines
    assert "Annex List" in lines
    assert "\u3000" not in "".join(lines)


def test_english_numbers_in_markdown_book_and_word() -> None:
    assert "## Chapter I General Provisions\n\nArticle 1 These" in as_markdown(english())
    assert ">Article 1</span> These" in book(english())
    assert '"Article 1"' in word(english())
    assert '{"t": "Str", "c": "Article"}' not in book(english())


def test_the_walk_of_a_chinese_text() -> None:
    made = whole(
        provision(
            Level.CHAPTER,
            "第一章",
            article("第一条", "甲：", points=("乙", "丙")),
            provision(Level.ARTICLE, "第二条", provision(Level.PARAGRAPH, "", para("丁")), heading="目的"),
            provision(Level.ARTICLE, "第三条", provision(Level.POINT, "（一）", para("戊"))),
            provision(Level.ARTICLE, "第四条", TABLE),
            heading="总则",
        )
    )
    items = list(flow.flow(made))
    assert text_of(items) == [
        *(
            "第一章　总则",
            "第一条　甲：",
            "（一）乙",
            "（二）丙",
            "第二条　目的",
            "丁",
            "第三条",
            "（一）戊",
            "第四条",
        )
    ]
    begun = [item for item in items if isinstance(item, Begin)]
    assert len(begun) == sum(isinstance(item, End) for item in items) == len(list(made.provisions()))
    assert [item.provision.eid for item in begun if item.opens] == [
        "art_1__para_1",
        "art_2__para_1",
    ]
    assert all(item.alone for item in begun if item.opens)


def test_a_level_with_a_heading_has_no_gap() -> None:
    level = provision(Level.LEVEL, "一、", para("甲。"), heading="总体要求")
    assert as_text(whole(level, kind=ActKind.NORMATIVE_DOCUMENT)).splitlines() == ["一、总体要求", "甲。"]


def test_all_forms_have_the_same_words() -> None:
    made = whole(
        provision(
            Level.CHAPTER,
            "第一章",
            article("第一条", "甲：", points=("乙", "丙")),
            provision(Level.ARTICLE, "第二条", para("见表"), TABLE),
            heading="总则",
        ),
        conclusions=(para("海浦市人民政府"),),
    )
    bare = "".join("".join(text_of([item])) for item in flow.flow(made)).replace("\u3000", "")
    table = "".join(cell.paras[0].text for row in TABLE.rows for cell in row)

    def squeezed(lines: list[str]) -> str:
        return "".join("".join(lines).split())

    front = squeezed([line.para.text for line in made.front])
    compared = squeezed(lines_of(pieces(made))).removeprefix(front)
    assert sorted(compared) == sorted(bare + table)
    assert sorted(squeezed([words for _, words in printed_pieces(made)])) == sorted(
        (bare + table).replace("海浦市人民政府", "")
    )
    drafted = content(made.body, numbered=True)
    words = squeezed([block.text for block in drafted.blocks if isinstance(block, Para)])
    assert sorted(words) == sorted(bare.replace("海浦市人民政府", ""))


def test_runs_are_cut_where_marks_begin_and_end() -> None:
    runs = ("依照", Span("b", "本条例"), "第三条", Note("①", "本条例第四条"))
    marks = [Mark(2, 8, "a"), Mark(9, 15, "b")]
    assert [[(words, mark and mark.target) for words, mark in run.words] for run in cut(runs, marks)] == [
        [("依照", None)],
        [("本条例", "a")],
        [("第三条", "a")],
        [("本条例第四条", "b")],
    ]


def test_a_front_without_a_title_is_given_it() -> None:
    made = whole(article("第一条", "甲。"), date=date(2020, 1, 1))
    assert [line.role for line in flow.front(replace(made, front=()))] == ["docTitle"]
