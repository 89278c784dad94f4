"""Duties as a calendar and as a page; what has been published held against the corpus."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from icalendar import Calendar

from compendium.akn import write_act
from compendium.duties import Concern, Duty, Place, Urgency, ordered
from compendium.law.names import expression_path
from compendium.law.problems import CompendiumError
from compendium.library.catalog import Catalog, load_catalog
from compendium.store import Author, Commit
from compendium_build.duties import calendar, edition_duties, page
from compendium_build.duties.calendar import uid
from compendium_build.search import build_index
from tests.builders import WORK, Memory, act, article

DAY = date(2025, 1, 1)
LONG = "海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》等3件地方性法规的决定，第一、第二；以及\\其他"
STARTS = "将自2025年2月1日起施行"
DUE = Duty(
    id="decision:a@2024-12-20",
    concern=Concern.DECISION,
    title=LONG,
    message=STARTS,
    work="/akn/a",
    due=date(2025, 2, 1),
)
OPEN = Duty(
    id="law:b",
    concern=Concern.LAW,
    title="海浦市<道路>条例",
    message="引用 1 处",
    work="/akn/b",
    places=(
        Place(
            path="difangxing-fagui/b/2020-01-01.xml", line=7, label="第一条", eid="art_1", words="《桥法》"
        ),
    ),
    command="compendium show 海浦市<道路>条例",
)


# ---- calendar


def test_a_calendar_is_read_back_as_it_was_meant() -> None:
    data = calendar([DUE, OPEN], DAY, "海浦市法规全书", "cn-hp.compendium")
    (event,) = Calendar.from_ical(data).walk("VEVENT")  # what has no day is no event
    assert event["SUMMARY"] == f"未执行的决定：{LONG}"
    assert event["DESCRIPTION"] == STARTS
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2025, 2, 1), date(2025, 2, 2))
    assert event.decoded("DTSTAMP") == datetime(2025, 1, 1, tzinfo=UTC)
    assert str(event["UID"]) == uid(DUE, "cn-hp.compendium")


def test_a_calendar_keeps_to_the_standard() -> None:
    data = calendar([DUE], DAY, "海浦市法规全书", "cn-hp.compendium")
    assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    for line in data.split(b"\r\n"):
        line.decode()  # no character is cut in two
    assert b"DTSTART;VALUE=DATE:20250201\r\n" in data


def test_an_event_keeps_its_uid_when_its_day_moves() -> None:
    moved = replace(DUE, due=date(2025, 3, 1))
    assert uid(moved, "x") == uid(DUE, "x")
    assert uid(DUE, "y") != uid(DUE, "x") != uid(OPEN, "x")
    assert calendar([DUE], DAY, "书", "x") == calendar([DUE], DAY, "书", "x")


# ---- page


class _Outline(HTMLParser):
    """The ids, links, headings and open elements of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.headings: list[int] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"]] if values.get("id") else []  # type: ignore[list-item]
        self.links += [values["href"]] if values.get("href") else []  # type: ignore[list-item]
        self.headings += [int(tag[1])] if tag in ("h1", "h2", "h3") else []
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_page_stands_by_itself() -> None:
    html = page(ordered([OPEN, DUE], DAY), DAY, "海浦市法规全书", "海浦市司法局", "a" * 40).decode()
    outline = _Outline(html)
    assert outline.open == []
    assert outline.headings == [1, 2, 3, 2, 3]
    assert all(link.startswith("#") and link[1:] in outline.ids for link in outline.links)
    assert '<html lang="zh-CN">' in html
    assert "<script" not in html
    assert "url(" not in html
    assert "http" not in html.replace("http-equiv", "")
    assert "海浦市<道路>条例" in outline.text
    assert "difangxing-fagui/b/2020-01-01.xml:7" in outline.text
    assert "版次 aaaaaaaaaaaa。" in outline.text
    assert outline.text.index("90 日内") < outline.text.index("没有期限")


def test_a_long_list_is_folded_and_none_is_said() -> None:
    many = [replace(OPEN, id=f"law:{n}") for n in range(11)]
    assert "<summary>列出 11 项</summary>" in page(many, DAY, "书").decode()
    assert "<details>" not in page(many[:10], DAY, "书").decode()
    assert "没有要办的事。" in page([], DAY, "书").decode()


# ---- editions


def commit(sha: str, *files: str) -> Commit:
    return Commit(
        hexsha=sha * 40,
        author=Author("编", "b@example.com"),
        when=datetime(2025, 1, 1, tzinfo=UTC),
        message="",
        files=files,
    )


COMMITS = [commit("c", "a.xml", "b.xml"), commit("b", "b.xml"), commit("a", "a.xml")]


@pytest.fixture
def catalog() -> Catalog:
    """One regulation, in force from 2024-06-01."""
    made = act(article(1, "一。"), day=date(2024, 6, 1), work=WORK)
    return load_catalog(Memory({expression_path(made.work, "zho", made.date): write_act(made)}))


def target(out: Path, name: str, manifest: object) -> Path:
    folder = out / name
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder


def built(revision: str, day: str = "2024-12-01") -> dict[str, object]:
    return {"files": {}, "revision": revision, "as_of": day}


@pytest.mark.parametrize(
    ("revision", "told"),
    [
        ("c" * 12, []),
        ("b" * 12, ["版次 bbbbbbbbbbbb 之后法规库有 1 次提交，涉及 2 个文件"]),
        ("a" * 12, ["版次 aaaaaaaaaaaa 之后法规库有 2 次提交，涉及 2 个文件"]),
        ("d" * 12, ["版次 dddddddddddd 不在这个法规库的历史里"]),
    ],
)
def test_a_site_tells_its_revision(tmp_path: Path, catalog: Catalog, revision: str, told: list[str]) -> None:
    target(tmp_path, "web", built(revision))
    duties, silent = edition_duties([tmp_path], catalog, COMMITS, DAY)
    assert [duty.message for duty in duties] == told
    assert silent == ()
    for duty in duties:
        assert duty.urgency(DAY) is Urgency.OVERDUE
        assert duty.command == f"compendium build web -o {tmp_path}"


def test_a_published_edition_tells_its_revision_and_day(tmp_path: Path, catalog: Catalog) -> None:
    target(tmp_path, "site", built("b" * 40, "2024-05-31"))
    (duty,), _ = edition_duties([tmp_path / "site"], catalog, COMMITS, DAY)
    assert duty.message == (
        "版次 bbbbbbbbbbbb 之后法规库有 1 次提交，涉及 2 个文件；"
        "状态以2024年5月31日为准，此后有 1 件文本开始施行"
    )


def test_a_text_that_took_effect_makes_an_edition_old(tmp_path: Path, catalog: Catalog) -> None:
    target(tmp_path, "web", built("c" * 12, "2024-05-31"))
    (duty,), _ = edition_duties([tmp_path], catalog, COMMITS, DAY)
    assert duty.message == "状态以2024年5月31日为准，此后有 1 件文本开始施行"


def test_an_index_is_compared_file_by_file(tmp_path: Path, catalog: Catalog) -> None:
    build_index(catalog, tmp_path / "index")
    assert edition_duties([tmp_path], catalog, COMMITS, DAY) == ((), ())
    (work,) = catalog.works
    changed = replace(work, expressions=(replace(work.expressions[0], digest="0"),))
    (duty,), _ = edition_duties([tmp_path], replace(catalog, works=(changed,)), COMMITS, DAY)
    assert duty.message == "有 1 个文件与法规库不同"
    (duty,), _ = edition_duties([tmp_path], replace(catalog, works=()), COMMITS, DAY)
    assert duty.message == "有 1 个文件与法规库不同"


def test_what_does_not_tell_is_said_to_be_silent(tmp_path: Path, catalog: Catalog) -> None:
    target(tmp_path, "feed", {"files": {}})
    assert edition_duties([tmp_path], catalog, COMMITS, DAY) == (
        (),
        (f"订阅源（{tmp_path / 'feed'}）没有记下由哪个版次生成，不能与法规库比较",),
    )


@pytest.mark.parametrize("manifest", [None, [], "{", {"files": {}, "as_of": "昨天"}])
def test_a_foreign_folder_is_refused(tmp_path: Path, catalog: Catalog, manifest: object) -> None:
    if manifest is not None:
        target(tmp_path, "web", manifest)
    with pytest.raises(CompendiumError):
        edition_duties([tmp_path], catalog, COMMITS, DAY)
