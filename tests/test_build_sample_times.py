"""What the sample corpus shows of time: extended, suspended, not held, replaced, withdrawn, corrected.

Page, book, Word file and feed say the same of it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lxml import html

from compendium.library.catalog import load_catalog
from compendium.library.config import load_config
from compendium.store import open_corpus
from compendium.system.toml_table import CORPUS_FILE
from compendium.text.wording import status_words
from compendium_build.edition.edition import Edition, work_happenings
from compendium_build.feed.entry import summary
from compendium_build.feed.matters import Kind, Matter
from compendium_build.forms import version_docx, version_epub
from compendium_build.print.pages.text import set_act
from compendium_build.print.plan import Entry, plan_pieces
from compendium_build.targets import edition_of
from tests.forms_reading import docx_lines, epub_lines

CANTEENS = "海浦市社区食堂补贴管理规定（示例）"
SCALES = "海浦市菜市场智能秤使用管理办法（示例）"
BICYCLES = "海浦市自行车停放管理办法（示例）"
REPLACES = "海浦市非机动车停放管理办法（示例）"
SUSPENDED = "自2026年7月1日至2026年12月31日在新港区暂停施行"
BY = (
    "（据《海浦市人民政府关于在新港区暂停实施"
    "〈海浦市菜市场智能秤使用管理办法（示例）〉有关规定的决定（示例）》）"
)
EXTENDED = (
    "有效期延长至2031年12月31日"
    "（据《海浦市人民政府关于延长〈海浦市社区食堂补贴管理规定（示例）〉有效期的通知（示例）》）"
)


def seen_from(day: date) -> Edition:
    snapshot = open_corpus(Path(__file__).parents[1] / "corpus").snapshot()
    return edition_of(load_catalog(snapshot), load_config(snapshot.read(CORPUS_FILE)), day, "")


@pytest.fixture(scope="module")
def edition() -> Edition:
    return seen_from(date(2026, 11, 1))


def parsed(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_bytes())


def said(edition: Edition, title: str) -> str:
    work = edition.catalog.find(title)
    return status_words(work.expressions, edition.standing(work).index, edition.as_of)


def entry_in(edition: Edition, title: str) -> Entry:
    entries = (entry for piece in plan_pieces(edition, "") for entry in piece.entries)
    return next(entry for entry in entries if entry.title == title)


def printed(edition: Edition, title: str) -> list[tuple[str, str]]:
    """The lines that the book prints of an act, each with its style."""
    work = edition.catalog.find(title)
    section, _ = set_act(entry_in(edition, title), edition.act(edition.current(work)))
    return [(p.get("class", ""), "".join(p.itertext())) for p in section.iter("p")]


def test_the_status_tells_on_any_day() -> None:
    told = {
        day: said(seen_from(day), SCALES)
        for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1))
    }
    held = "现行有效，自2024年2月1日起施行"
    asleep = f"{held}；第十条第一款{SUSPENDED}{BY}"
    assert list(told.values()) == [held, asleep, asleep, held]
    assert said(seen_from(date(2031, 12, 31)), CANTEENS) == (
        f"现行有效，自2024年5月1日起施行，将于2032年1月1日起失效；{EXTENDED}"
    )
    assert said(seen_from(date(2032, 1, 1)), CANTEENS) == "失效，自2032年1月1日起不再施行"


def test_an_event_names_the_provisions_it_is_about(edition: Edition, web_site: Path) -> None:
    page = parsed(web_site / edition.catalog.find(SCALES).folder / "index.html")
    rows = [row.text_content() for row in page.find(".//details[@class='story']").findall(".//li")]
    assert rows[-2:] == [
        f"2026年7月1日根据{BY[2:-1]}，第十条第一款在新港区暂停施行至2027年12月31日",
        "2027年1月1日根据《海浦市人民政府2026年第9号通告》，第十条第一款在新港区恢复施行 未到",
    ]
    work = edition.catalog.find(SCALES)
    happening = next(h for h in work_happenings(work) if h.event.kind.value == "suspension")
    matter = Matter(
        kind=Kind.SUSPENSION,
        tail="",
        day=happening.event.date,
        work=work,
        facts=happening.facts,
        happening=happening,
    )
    assert "，第十条第一款在新港区暂停施行至2027年12月31日。" in summary(matter)


def test_the_table_of_days_tells_what_was_suspended(edition: Edition, web_site: Path) -> None:
    page = parsed(web_site / edition.catalog.find(SCALES).folder / "dates/index.html")
    rows = [[cell.text_content() for cell in row] for row in page.findall(".//table//tbody/tr")]
    assert rows == [
        ["2027年1月1日以后", "现行有效", "2024年2月1日起施行的文本"],
        [
            "2026年7月1日至2026年12月31日",
            "现行有效",
            f"2024年2月1日起施行的文本；第十条第一款{SUSPENDED}{BY}",
        ],
        ["2024年2月1日至2026年6月30日", "现行有效", "2024年2月1日起施行的文本"],
        ["2024年1月31日以前", "尚未施行", "没有施行的文本；查看最先施行的文本"],
    ]


def test_a_page_marks_the_paragraph(edition: Edition, web_site: Path) -> None:
    page = parsed(web_site / edition.catalog.find(SCALES).folder / "index.html")
    (mark,) = page.findall(".//article//span[@class='mark badge']")
    assert mark.text_content() == SUSPENDED
    assert any(above.get("id") == "art_10__para_1" for above in mark.iterancestors())


def test_the_book_tells_under_the_title_and_at_the_paragraph(edition: Edition) -> None:
    lines = printed(edition, SCALES)
    assert ("mark", f"〔第十条第一款{SUSPENDED}{BY}〕") in lines
    (marked,) = [words for style, words in lines if style == "para" and SUSPENDED in words]
    assert marked.startswith(f"〔{SUSPENDED}〕智能秤的交易数据应当在每日二十四时前上传")
    assert ("mark", f"〔{EXTENDED}〕") in printed(edition, CANTEENS)
    assert not [words for _, words in printed(seen_from(date(2027, 1, 1)), SCALES) if "暂停" in words]


def test_word_file_and_e_book_mark_the_paragraph(edition: Edition) -> None:
    work = edition.catalog.find(SCALES)
    for form, lines in ((version_docx, docx_lines), (version_epub, epub_lines)):
        (marked,) = [line for line in lines(form(edition, work, work.expressions[0])) if "暂停施行" in line]
        assert f"〔{SUSPENDED}〕智能秤的交易数据应当在每日二十四时前上传" in marked


def test_an_act_that_was_replaced_leads_to_the_new_one(edition: Edition, web_site: Path) -> None:
    folder = web_site / edition.catalog.find(BICYCLES).folder
    for page in (folder / "index.html", folder / "2009-07-01/index.html"):
        banner = parsed(page).find(".//div[@class='banner']")
        assert banner.text_content().startswith(
            f"本法规已废止，自2026年9月1日起不再施行（据《{REPLACES}》）。"
        )
        href = banner.find(".//a").get("href")
        assert (page.parent / href).resolve() == (
            web_site / edition.catalog.find(REPLACES).folder / "index.html"
        ).resolve()


def test_a_text_that_is_not_held_is_told(web_site: Path, edition: Edition) -> None:
    page = parsed(web_site / edition.catalog.find(BICYCLES).folder / "2009-07-01/index.html")
    status = page.find(".//dd[@class='status past']").text_content()
    assert status == "已修改，自2009年7月1日起施行，至下一次修改施行时止（2013年的文本未收录）"


def test_corrections_are_told_apart(web_site: Path, edition: Edition) -> None:
    def told(title: str) -> dict[str, str]:
        page = parsed(web_site / edition.catalog.find(title).folder / "index.html")
        rows = page.findall(".//section[@class='card']/dl/div")
        return {row.find("dt").text_content(): row.find("dd").text_content() for row in rows}

    corrected = told(REPLACES)
    assert corrected["录入更正"] == "第四条第二款“停车区”应为“停放区”"
    assert corrected["勘误"] == ("第五条第一款“五十米”应为“十五米”（《海浦市人民政府公报》2026年第14期勘误）")
    assert told(BICYCLES)["录入更正"].startswith("题注“2013年9月3日海浦市人民政府令第8号公布的")


def test_a_withdrawn_act_has_a_page_that_says_so(web_site: Path) -> None:
    (page,) = web_site.glob("zhengfu-guizhang/hu-wai-*/index.html")
    told = parsed(page).find(".//main").text_content()
    assert "从本法规库撤下" in told
    assert "误收征求意见稿" in told


def test_what_follows_the_date_stands_at_the_left(web_site: Path, edition: Edition) -> None:
    title = f"海浦市人民政府关于延长《{CANTEENS}》有效期的通知（示例）"
    page = parsed(web_site / edition.catalog.find(title).folder / "index.html")
    signed, noted = (block.text_content() for block in page.find_class("conclusions"))
    assert signed == "海浦市人民政府2026年10月20日"
    assert noted.startswith("（此件公开发布）抄送：市委办公厅")
    styles = {words: style for style, words in printed(edition, title)}
    assert (styles["2026年10月20日"], styles["（此件公开发布）"]) == ("signature", "para")
