"""What is indexed of an act."""

from datetime import date

import pytest

from compendium.law.act import Act, Attachment, Cell, FrontLine, Note, Para, Provision, Span, Table
from compendium.law.kinds import ActKind, Level
from compendium.law.names import assign_ids
from compendium.library.facts import facts_of
from compendium.querying.folding import fold
from compendium_build.search.documents import NEVER, Document, Part, documents_of


def piece(level: Level, num: str, text: str = "", *children: Provision, heading: str = "") -> Provision:
    blocks = (Para((text,)),) if text else ()
    return Provision(level=level, eid="", wid="", num=num, heading=heading, blocks=blocks, children=children)


PARAGRAPHS = (
    piece(
        Level.PARAGRAPH,
        "",
        "码头应当：",
        piece(Level.POINT, "（一）", "亮灯；"),
        piece(Level.POINT, "（二）", "扫雪。"),
    ),
    piece(Level.PARAGRAPH, "", "雪停后照旧。"),
)
CHAPTER = piece(
    Level.CHAPTER,
    "第一章",
    "",
    piece(Level.ARTICLE, "第一条", "", *PARAGRAPHS),
    piece(Level.ARTICLE, "第一条之一", "", piece(Level.PARAGRAPH, "", "另行规定。")),
    heading="总则",
)
LEVELS = (piece(Level.LEVEL, "一、", "落实灯塔看守。", piece(Level.POINT, "（一）", "轮班。")),)
KINDS = (Cell((Para(("种类",)),)), Cell((Para(("数量",)),)))
LAMPS = (Cell((Para(("灯",)),)), Cell(()))
TABLE = Table((KINDS, LAMPS), "表一")
ANNEX_ITEM = Provision(level=Level.PARAGRAPH, eid="", wid="", blocks=(TABLE,))
NOTED = Provision(
    level=Level.RECITAL,
    eid="",
    wid="",
    blocks=(Para(("排放二氧化碳CO", Span("sub", "2"), Note("①", "注文"), "的")),),
)
ACT = Act(
    work="/akn/cn-hp/act/difangxing-fagui/2020/gangkou-tiaoli",
    kind=ActKind.LOCAL_REGULATION,
    date=date(2020, 5, 1),
    title="海浦市港口条例",
    issuer="海浦市人大常委会",
    number="第3号",
    front=(
        FrontLine("docTitle", Para(("海浦市港口",))),
        FrontLine("docTitle", Para(("条例",))),
        FrontLine("history", Para(("2020年4月1日通过",))),
        FrontLine("tocTitle", Para(("目录",))),
        FrontLine("toc", Para(("第一章　总则",)), 1, "chp_1"),
    ),
    preamble=assign_ids((NOTED,)),
    body=assign_ids((CHAPTER, *LEVELS)),
    conclusions=(Para(("海浦市",)), Para(("某年某月",))),
    attachments=(Attachment("att_1", "附件1", "灯的种类", assign_ids((ANNEX_ITEM,), "att_1")),),
)
PATH = "difangxing-fagui/gangkou-tiaoli/2020-05-01.xml"
DOCUMENTS = tuple(documents_of(ACT, facts_of(ACT, PATH, "d"), (date(2020, 5, 1), None)))


def by_eid(eid: str) -> Document:
    (found,) = [document for document in DOCUMENTS if document.id == f"{PATH}#{eid}"]
    return found


def test_every_printed_character_is_in_one_document() -> None:
    printed = "".join(line.para.text for line in ACT.front if line.role not in ("toc", "tocTitle"))
    printed += "".join(p.text for p in ACT.preamble + ACT.body)
    printed += "".join(block.text for block in ACT.conclusions) + "".join(a.text for a in ACT.attachments)
    assert "".join(fold(document.text) for document in DOCUMENTS) == fold(printed)


def test_ids_are_unique() -> None:
    assert len({document.id for document in DOCUMENTS}) == len(DOCUMENTS)
    assert [document.order for document in DOCUMENTS] == list(range(len(DOCUMENTS)))


def test_article_has_its_lines_label_and_headings() -> None:
    article = by_eid("art_1")
    assert article.text == "第一条　码头应当：\n（一）亮灯；\n（二）扫雪。\n雪停后照旧。"
    assert (article.label, article.headings, article.part) == ("第一条", ("第一章　总则",), Part.PROVISION)
    assert by_eid("art_1-1").label == "第一条之一"


@pytest.mark.parametrize(
    ("eid", "part", "label", "text"),
    [
        ("", Part.TITLE, "标题", "海浦市港口\n条例"),
        ("front", Part.FRONT, "文前", "2020年4月1日通过"),
        ("preamble__p_1", Part.PROVISION, "序言第一自然段", "排放二氧化碳CO2①注文的"),
        ("chp_1", Part.HEADING, "第一章", "第一章　总则"),
        ("lvl_1", Part.PROVISION, "一、", "一、落实灯塔看守。\n（一）轮班。"),
        ("conclusions", Part.CONCLUSIONS, "文末", "海浦市\n某年某月"),
        ("att_1", Part.HEADING, "附件1", "附件1　灯的种类"),
        ("att_1__para_1", Part.ATTACHMENT, "附件1第一款", "表一\n种类\t数量\n灯\t"),
    ],
)
def test_pieces_of_an_act(eid: str, part: Part, label: str, text: str) -> None:
    document = by_eid(eid)
    assert (document.part, document.label, document.text) == (part, label, text)


def test_facts_of_the_act_stand_in_every_document() -> None:
    facts = {(d.title, d.issuer, d.number, d.kind, d.date, d.work) for d in DOCUMENTS}
    assert facts == {(ACT.title, ACT.issuer, ACT.number, ACT.kind, ACT.date, ACT.work)}


def test_interval_in_days() -> None:
    assert {(d.start, d.until) for d in DOCUMENTS} == {(date(2020, 5, 1).toordinal(), NEVER)}
    undetermined = next(documents_of(ACT, facts_of(ACT, PATH, "d"), (None, date(2021, 1, 1))))
    assert (undetermined.start, undetermined.until) == (NEVER, date(2021, 1, 1).toordinal())


def test_title_not_printed_is_found_all_the_same() -> None:
    act = Act(work=ACT.work, kind=ACT.kind, date=ACT.date, title="灯塔办法", body=ACT.body)
    title, *_ = documents_of(act, facts_of(act, PATH, "d"), (None, None))
    assert (title.part, title.text) == (Part.TITLE, "灯塔办法")
