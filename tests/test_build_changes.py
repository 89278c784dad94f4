"""修改对照表: what stands in its rows, how it is marked, and the forms it takes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pikepdf
import pytest
from docx import Document
from docx.shared import Mm

from compendium.akn import write_act
from compendium.compare import Kind, MarkKind
from compendium.law.act import Act, Cell, Event, Para, Provision, Span, Table
from compendium.law.changes import Change, Modification, ModType, Passage
from compendium.law.kinds import ActKind, EventKind, Level
from compendium.law.names import assign_ids
from compendium.library.catalog import Catalog, Work, works_of
from compendium.library.facts import facts_of
from compendium_build.changes.basis import Bases, bases, cited
from compendium_build.changes.content import Content, Entry, Form, Grid, Line, View
from compendium_build.changes.html import inline, print_page, side_by_side
from compendium_build.changes.pdf import pdf_of
from compendium_build.changes.report import Report, Text, report
from compendium_build.changes.table import Selection, content
from compendium_build.changes.views import report_lines, report_object
from compendium_build.changes.word_table import word_table
from tests.builders import WORK, Memory, act, article, chapter, named, paragraph, point

NEW = date(2024, 5, 1)
BUILD = "桥梁的建设由市交通部门负责，并定期公布建设情况。"
CARE = "隧道的养护由区水务部门负责，并定期公布养护情况。"
CHECK = "渡口的检查由乡镇人民政府负责，并定期公布检查情况。"


def made(before: Act, after: Act, selection: Selection | None = None, known: Bases | None = None) -> Report:
    old, new = Text(before, "旧文本", False), Text(after, "新文本", False)
    return report(old, new, known or Bases(), selection or Selection())


def said(content: Content) -> list[str]:
    """The lines of a cell with signs around what is marked: [-deleted-], [+inserted+], {our words}."""
    return [_line(block) for block in content if isinstance(block, Line)]


def _line(line: Line) -> str:
    signs = {MarkKind.EQUAL: "{}", MarkKind.DELETED: "[-{}-]", MarkKind.INSERTED: "[+{}+]"}
    return "".join(
        "{" + r.text + "}" if r.form is Form.NOTE else signs[r.mark].format(r.text) for r in line.runs
    )


def only(rows: tuple[Entry, ...]) -> Entry:
    (row,) = rows
    return row


# ---- rows


def test_an_amended_article_stands_whole_on_both_sides_with_its_words_marked() -> None:
    before = act(article(1, BUILD), article(2, CARE))
    after = act(article(1, BUILD), article(2, CARE.replace("区水务", "市水务"), "逾期不养护的，责令改正。"))
    row = only(made(before, after).rows)
    assert said(row.before) == ["第二条　隧道的养护由[-区-]水务部门负责，并定期公布养护情况。"]
    assert said(row.after) == [
        "第二条　隧道的养护由[+市+]水务部门负责，并定期公布养护情况。",
        "[+逾期不养护的，责令改正。+]",
    ]


def test_new_and_deleted_articles_say_so_on_the_other_side() -> None:
    added = only(made(act(article(1, BUILD)), act(article(1, BUILD), article(2, CARE))).rows)
    assert (said(added.before), said(added.after)) == (["{（新增）}"], [f"[+第二条+]　[+{CARE}+]"])
    gone = only(made(act(article(1, BUILD), article(2, CARE)), act(article(1, BUILD))).rows)
    assert (said(gone.before), said(gone.after)) == ([f"[-第二条-]　[-{CARE}-]"], ["{（删去）}"])


def test_a_new_number_alone_is_told_below_the_table() -> None:
    before = act(article(1, BUILD), article(2, CARE), article(3, CHECK))
    after = act(article(1, "本条例所称桥梁，包括人行天桥。"), *(article(n, t) for n, t in _from(2)))
    shown = made(before, after)
    assert only(shown.rows).kind is Kind.ADDED
    assert shown.footing == ("条文内容未改、仅序号变动的：第一条至第三条依次改为第二条至第四条。",)


def _from(first: int) -> list[tuple[int, str]]:
    return list(enumerate((BUILD, CARE, CHECK), first))


def test_all_keeps_what_stayed() -> None:
    value = act(chapter("第一章", "总则", article(1, BUILD)))
    shown = made(value, value, Selection(unchanged=True))
    assert [said(row.after) for row in shown.rows] == [
        ["海浦市桥梁条例"],
        ["第一章　总则"],
        [f"第一条　{BUILD}"],
    ]


def test_items_keep_their_numbers_and_a_moved_paragraph_says_where_it_came_from() -> None:
    listed = paragraph("包括：", point("（一）", "桥梁的建设和验收；"), point("（二）", "隧道的养护和巡查。"))
    more = paragraph(
        "包括：",
        point("（一）", "桥梁的建设和验收；"),
        point("（二）", "码头的登记和核查；"),
        point("（三）", "隧道的养护和巡查。"),
    )
    row = only(made(act(article(1, listed)), act(article(1, more))).rows)
    assert said(row.after) == [
        "第一条　包括：",
        "（一）桥梁的建设和验收；",
        "[+（二）+][+码头的登记和核查；+]",
        "（三）隧道的养护和巡查。",
    ]


def test_a_table_row_added_is_a_row_added() -> None:
    def listed(*names: str) -> Act:
        rows = tuple((Cell((Para((n,)),)), Cell((Para((f"{n}的限值",)),))) for n in names)
        block = Provision(level=Level.PARAGRAPH, eid="", wid="", blocks=(Para(("限值如下：",)), Table(rows)))
        return act(Provision(level=Level.ARTICLE, eid="", wid="", num="第一条", children=(block,)))

    shown = made(listed("桥梁", "隧道"), listed("桥梁", "渡口", "隧道"))
    (grid,) = [block for block in only(shown.rows).after if isinstance(block, Grid)]
    assert [row.kind for row in grid.rows] == [Kind.UNCHANGED, Kind.ADDED, Kind.UNCHANGED]
    (before,) = [block for block in only(shown.rows).before if isinstance(block, Grid)]
    assert len(before.rows) == 2


def test_characters_set_low_stay_low() -> None:
    def dioxide(words: str) -> Act:
        block = Provision(
            level=Level.PARAGRAPH,
            eid="",
            wid="",
            blocks=(Para(("控制CO", Span("sub", "2"), f"的{words}排放。")),),
        )
        return act(Provision(level=Level.ARTICLE, eid="", wid="", num="第一条", children=(block,)))

    row = only(made(dioxide("年度"), dioxide("月度")).rows)
    (line,) = row.after
    assert isinstance(line, Line)
    assert [(run.text, run.form) for run in line.runs if run.form is Form.SUB] == [("2", Form.SUB)]


def test_both_wordings_in_one_run_name_the_old_number() -> None:
    before = act(article(1, BUILD), article(2, CARE))
    after = act(article(1, BUILD), article(2, CHECK), article(3, CARE.replace("区水务", "市水务")))
    rows = made(before, after).rows
    assert said(rows[-1].both) == [
        "第三条　隧道的养护由[-区-][+市+]水务部门负责，并定期公布养护情况。{（原第二条）}"
    ]


def test_what_is_before_the_text_proper_is_told_in_words() -> None:
    before, after = act(article(1, BUILD)), act(article(1, BUILD))
    printed = replace(before.front[0], role="history", para=Para(("2024年5月1日修正",)))
    after = named(after, front=(*after.front, printed))
    assert made(before, after).footing == ("题注相应变动，未列入本表。",)
    assert [row.place for row in made(before, after, Selection(front=True)).rows] == ["题注"]


def test_what_is_only_form_says_so() -> None:
    row = only(made(act(article(1, BUILD)), act(article(1, BUILD.replace("，", ",")))).rows)
    assert said(row.after)[-1] == said(row.both)[-1] == "{（仅标点、空格等形式不同）}"
    assert row.basis == ()


def test_an_act_of_another_name_is_named_by_the_new_one() -> None:
    shown = made(act(article(1, BUILD)), act(article(1, BUILD), title="海浦市桥隧条例"))
    assert shown.title == "《海浦市桥隧条例》修改前后对照表"
    assert said(only(shown.rows).after) == ["海浦市[+桥隧+]条例"]


# ---- 修改依据


def test_the_column_of_grounds_names_the_item_of_the_decision() -> None:
    before = act(article(1, BUILD), article(2, CARE))
    decision_uri = "/akn/cn-sh/act/xiugai-jueding/2024/jue-ding"
    change = Change(
        type=ModType.SUBSTITUTION,
        decision=decision_uri,
        decided=NEW,
        modification="mod_1",
        eid="art_2",
        before=before.date,
        was=("art_2",),
    )
    event = Event(kind=EventKind.AMENDMENT, date=NEW, decision="关于修改《海浦市桥梁条例》的决定")
    after = named(
        act(article(1, BUILD), article(2, CARE.replace("区", "市")), day=NEW),
        changes=(change,),
        events=(event,),
    )
    item = Provision(
        level=Level.LEVEL,
        eid="",
        wid="",
        num="一、",
        children=(Provision(level=Level.PARAGRAPH, eid="", wid="", blocks=(Para(("略",)),)),),
    )
    modification = Modification(
        eid="mod_1",
        type=ModType.SUBSTITUTION,
        work=WORK,
        passages=(Passage("lvl_1__para_1", 0, 0, 1),),
        targets=("art_2__para_1",),
        results=("art_2__para_1",),
    )
    decision = named(
        act(day=NEW, title="海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》的决定", work=decision_uri),
        body=assign_ids((item,)),
        modifications=(modification,),
        kind=ActKind.AMENDING_DECISION,
    )
    catalog, held = _catalog(before, after, decision)
    known = bases(catalog, held, [after], before)
    shown = report(Text(before, "旧"), Text(after, "新"), known)
    assert only(shown.rows).basis == ("《决定》第一项",)
    assert shown.footing[0] == (
        "表中《决定》，是指《海浦市人民代表大会常务委员会关于修改〈海浦市桥梁条例〉的决定》（2024年5月1日通过）。"
    )


def _catalog(*acts: Act) -> tuple[Catalog, Work]:
    files = {f"{a.kind.value}/{a.work.rpartition('/')[2]}/{a.date}.xml": write_act(a) for a in acts}
    facts = [facts_of(a, path, "") for a, path in zip(acts, files, strict=True)]
    catalog = Catalog(works_of(facts), Memory(files))
    return catalog, catalog.by_uri[acts[0].work]


def test_without_the_decision_the_source_note_tells_the_ground() -> None:
    event = Event(kind=EventKind.AMENDMENT, date=NEW, decision="关于修改《海浦市桥梁条例》的决定")
    known = Bases(events=(event,))
    shown = made(act(article(1, BUILD)), act(article(1, CARE)), known=known)
    assert {words for row in shown.rows for words in row.basis} == {"《决定》"}


def test_two_decisions_are_told_apart_by_their_years() -> None:
    days = (date(2019, 9, 1), date(2024, 5, 1))
    known = Bases(
        events=tuple(Event(kind=EventKind.AMENDMENT, date=d, decision=f"决定{d.year}") for d in days)
    )
    assert [d.name for d in known.decisions] == ["《2019年决定》", "《2024年决定》"]
    same = tuple(replace(e, date=days[0]) for e in known.events)
    assert [d.name for d in Bases(events=same).decisions] == ["《决定2019》", "《决定2024》"]


@pytest.mark.parametrize(
    ("label", "words"), [("三、", "第三项"), ("（二）", "第（二）项"), ("第四条", "第四条")]
)
def test_items_are_cited(label: str, words: str) -> None:
    assert cited(label) == words


# ---- forms


class Balance(HTMLParser):
    """The tags that are open, and the text within del and ins."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.marked: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "br", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"del", "ins"} & set(self.open) and "td" in self.open:
            self.marked.append((next(t for t in self.open if t in ("del", "ins")), data))


@pytest.fixture
def amended() -> Report:
    before = act(article(1, BUILD), article(2, CARE), article(3, CHECK))
    after = act(article(1, BUILD.replace("市交通", "<市>交通")), article(2, CHECK))
    return made(before, after)


def test_the_page_is_sound_and_tells_changes_by_elements(amended: Report) -> None:
    page = side_by_side(amended).decode()
    parser = Balance()
    parser.feed(page)
    assert parser.open == []
    assert ("del", "第二条") in parser.marked and any(tag == "ins" for tag, _ in parser.marked)
    assert "&lt;市&gt;" in page and "<script" not in page
    assert 'content: "〔删去："' in page and 'content: "〔新增："' in page


def test_in_one_run_the_page_has_no_columns(amended: Report) -> None:
    page = inline(amended).decode()
    assert "<table" not in page and '<p class="tag">删去</p>' in page


def test_the_word_file_is_landscape_a4_with_a_head_on_every_page(amended: Report) -> None:
    document = Document(io.BytesIO(word_table(amended)))
    section = document.sections[0]
    assert abs(section.page_width - Mm(297)) < Mm(1) and abs(section.page_height - Mm(210)) < Mm(1)
    assert document.paragraphs[0].text == "《海浦市桥梁条例》修改前后对照表"
    (table,) = document.tables
    assert [cell.paragraphs[0].text for cell in table.rows[0].cells] == ["修改前", "修改后", "修改依据"]
    assert "tblHeader" in table.rows[0]._tr.xml
    gone = next(row for row in table.rows if row.cells[0].text.startswith("第二条"))
    assert gone.cells[1].text == "（删去）"
    assert all(run.font.strike for run in gone.cells[0].paragraphs[0].runs if run.text.strip())
    new = [run for run in table.rows[1].cells[1].paragraphs[0].runs if run.font.underline]
    assert [run.text for run in new] == ["<市>"] and new[0].font.bold


def test_the_same_comparison_gives_the_same_bytes(amended: Report) -> None:
    assert word_table(amended) == word_table(amended)
    with zipfile.ZipFile(io.BytesIO(word_table(amended))) as package:
        assert package.testzip() is None


def test_the_pdf_is_landscape_a4(amended: Report) -> None:
    data = pdf_of(print_page(amended))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        width, height = (float(edge) for edge in list(pdf.pages[0].mediabox)[2:])
        assert (round(width), round(height)) == (842, 595)
        assert str(pdf.Root.Lang).startswith("zh")
    assert data == pdf_of(print_page(amended))


def test_lines_and_plain_values(amended: Report) -> None:
    lines = list(report_lines(amended))
    assert any(line.startswith("第二条　删去：【删去：") for line in lines)
    value = report_object(amended)
    assert value["counts"] == {"amended": 1, "deleted": 1, "renumbered": 1}
    assert {o["type"] for o in value["operations"]} >= {"substitution", "repeal", "renumbering"}


def test_texts_that_do_not_differ_are_said_to(amended: Report) -> None:
    value = act(article(1, BUILD))
    same = made(value, value)
    assert "两个文本没有不同。" in side_by_side(same).decode() and "没有不同" in print_page(same)
    assert Document(io.BytesIO(word_table(same))).paragraphs[-1].text == "两个文本没有不同。"


def test_a_row_is_hidden_where_it_does_not_stand() -> None:
    shown = made(act(article(1, BUILD)), act(article(1, BUILD), article(2, CARE)))
    added = shown.comparison.rows[-1]
    assert content(added, View.BEFORE) == () and content(added, View.AFTER)
