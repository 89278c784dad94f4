"""A text whose dates nobody knows: no day stands in its stead; its old addresses lead on."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from lxml import html

from compendium.akn import write_act
from compendium.intake.source import SourceRefused
from compendium.law.act import Act, Basis, Commencement
from compendium.law.days import UNKNOWN_DAY
from compendium.law.names import expression_path
from compendium.library.catalog import load_catalog
from compendium.text.wording import span_words, standing_words, start_words, status_words, version_name
from compendium_build.edition.addresses import version_page_at
from compendium_build.edition.artifacts import write_target
from compendium_build.print.pages.back import _years
from compendium_build.print.pages.matter import Listed
from compendium_build.search.versions import Facet, numbered, values_of
from compendium_build.web import web_artifacts
from compendium_build.web.links import check_links
from tests.builders import draft
from tests.conftest import Cli
from tests.serving import commit, sample_corpus, serving
from tests.test_build_web_machine import _schema
from tests.web_acts import fire, fire_english, port
from tests.web_samples import MemoryFiles, corpus, edition_of, rendered

FIRE, PORT = "difangxing-fagui/xiaofang-tiaoli", "difangxing-fagui/gangkou-tiaoli"
OF_FRBR = re.compile(r'(?:/akn/[^"<}]*)?/0001/[^"<}]*|/akn/[^"<}\s]*')
"""URIs of works and expressions: they are those of the corpus' format, which knows no other word for it."""


def undated() -> Act:
    start = Commencement("start", UNKNOWN_DAY, Basis.NOT_STATED)
    return replace(port(), date=UNKNOWN_DAY, events=(), commencements=(start,))


def files() -> MemoryFiles:
    held = corpus([fire(0), fire(2), fire_english()])
    act = undated()
    held.contents[expression_path(act.work, "zho", act.date)] = write_act(act)
    return held


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return rendered(edition_of(files=files()))


def test_its_addresses_have_no_day(made: dict[str, bytes]) -> None:
    assert f"{PORT}/undated/index.html" in made
    assert f"{PORT}/undated/gangkou-tiaoli-undated.xml" in made
    assert f"works/{PORT}/undated.json" in made
    assert version_page_at(f"{PORT}/0001-01-01.en.xml") == f"{PORT}/undated/en/index.html"  # type: ignore[arg-type]
    old = [path for path in made if "0001" in path]
    assert old == [f"{PORT}/0001-01-01/index.html"]
    (link,) = html.fromstring(made[old[0]]).xpath("//a[@data-forward]/@href")
    assert link.endswith(f"{PORT}/undated/index.html")
    assert old[0] not in made["sitemap.xml"].decode()


def test_no_placeholder_is_shown_anywhere(made: dict[str, bytes], tmp_path: Path) -> None:
    for path, data in made.items():
        if path.endswith((".html", ".json", ".txt", ".md", ".bib", ".ris")) and "0001-01-01" not in path:
            told = OF_FRBR.sub("", data.decode())
            assert "0001-01-01" not in told, path
            assert "1年1月1日" not in told, path
            assert "1 January 1" not in told, path
    write_target(tmp_path / "web", web_artifacts(edition_of(files=files())))
    assert check_links(tmp_path / "web", edition_of().base_url) == []


def test_records_call_it_undated(made: dict[str, bytes]) -> None:
    index = json.loads(made["index.json"])
    (work,) = [item for item in index["works"] if item["page"].startswith(PORT)]
    assert (work["current"], work["versions"]) == ("undated", ["undated"])
    whole = json.loads(made[f"works/{PORT}.json"])
    assert (whole["versions"][0]["date"], whole["versions"][0]["from"]) == ("undated", None)
    version = json.loads(made[f"works/{PORT}/undated.json"])
    assert (version["date"], version["commencements"][0]["date"]) == ("undated", None)
    for name, value in (("index", index), ("work", whole), ("version", version)):
        assert _schema(made, name).is_valid(value), name


def test_words_name_no_day() -> None:
    work = load_catalog(files()).find("港口条例")
    held, day = work.expressions, date(2026, 1, 1)
    told = [
        start_words(held, 0),
        version_name(held, 0),
        span_words(held, 0),
        standing_words(held, day),
        status_words(held, 0, day),
        *(say(held, 0, english=True) for say in (version_name, span_words)),
        status_words(held, 0, day, english=True),
    ]
    assert all("日期不明" in words or "unknown" in words for words in told), told
    assert not any("排列" in words or "0001" in words or "January" in words for words in told), told


def test_the_page_of_days_begins_without_one(made: dict[str, bytes]) -> None:
    page = html.fromstring(made[f"{PORT}/dates/index.html"])
    (row,) = page.xpath("//tr[@data-from]")
    assert row.get("data-from") == ""
    assert "日期不明以后" not in page.text_content()


def test_it_has_no_year_to_be_found_by() -> None:
    found = [v for v in numbered(load_catalog(files()), (), {}) if v.work == undated().work]
    assert [values_of(version, Facet.YEAR, date(2026, 1, 1)) for version in found] == [()]


def test_the_server_leads_every_old_address_on(tmp_path: Path) -> None:
    held, act = sample_corpus(tmp_path / "corpus"), undated()
    gone = {expression_path(port().work, "zho", port().date): None}
    wanted = {expression_path(act.work, "zho", act.date): write_act(act)}
    commit(held, {**gone, **wanted}, "2026-01-02T08:00:00+08:00")
    with serving(held) as live:
        for old, new in (
            (f"/{PORT}/0001-01-01/", f"/{PORT}/undated/"),
            (
                f"/{PORT}/0001-01-01/gangkou-tiaoli-0001-01-01.xml",
                f"/{PORT}/undated/gangkou-tiaoli-undated.xml",
            ),
            (f"/works/{PORT}/0001-01-01.json", f"/works/{PORT}/undated.json"),
        ):
            answer = live.get(old)
            assert (answer.status_code, answer.headers["location"]) == (308, new)
            assert live.get(new).status_code == 200
        compared = live.get(f"/diff?work={PORT}&from=undated&to=undated&format=json")
        assert compared.status_code == 200
        assert live.get(f"/diff?work={PORT}&from=0001-01-01").status_code == 400


def test_once_its_day_is_known_both_former_addresses_lead_on() -> None:
    known = replace(port(), former=(UNKNOWN_DAY,))
    held = rendered(edition_of([fire(0), known]))
    for old in ("undated", "0001-01-01"):
        (link,) = html.fromstring(held[f"{PORT}/{old}/index.html"]).xpath("//a[@data-forward]/@href")
        assert link.lstrip("./") in (f"{PORT}/{known.date}/index.html", f"{PORT}/undated/index.html")


@pytest.mark.parametrize(
    ("name", "history", "end", "told"),
    [
        (
            "桥.md",
            "（1023年3月1日海浦市人民政府令第9号公布）",
            "本办法自2024年5月1日起施行。",
            "1023年3月1日",
        ),
        ("桥.md", "（2023年3月1日海浦市人民政府令第9号公布）", "本办法由市交通部门解释。", ""),
        ("桥(1937-05-01).md", "", "本办法由市交通部门解释。", "桥(1937-05-01).md"),
    ],
)
def test_a_day_before_there_was_such_law_is_refused(name: str, history: str, end: str, told: str) -> None:
    text = f"# 海浦市桥梁管理办法\n\n{history}\n\n第一条　为了管理桥梁，制定本办法。\n\n第二条　{end}\n"
    if not told:
        assert draft(text, name).act.events
        return
    with pytest.raises(SourceRefused, match="早于 1949-10-01") as caught:
        draft(text, name)
    assert told in str(caught.value)


def test_commands_take_and_give_the_word(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "灯.txt").write_text(
        "海浦市灯塔管理办法\n\n第一条　为了管理灯塔，制定本办法。\n\n第二条　灯塔应当明亮。\n", "utf-8"
    )
    ku = tmp_path / "ku"
    assert cli("init", ku).code == 0
    (row,) = cli("--corpus", ku, "import", tmp_path / "灯.txt", "--json").json
    assert row["expression_date"] == "undated"
    (listed,) = cli("--corpus", ku, "list", "--json").json
    assert (listed["expression_date"], listed["versions"]) == ("undated", ["undated"])
    assert "日期不明" in cli("--corpus", ku, "list").out
    begun = ("--from", "2020-01-01", "--words", "自2020年1月1日起施行", "--source", "公告")
    assert cli("--corpus", ku, "commence", "灯塔管理办法", "--date", "undated", *begun).code == 0
    assert cli("--corpus", ku, "import", "--date", "1023-01-01", tmp_path / "灯.txt").code == 2


def test_the_index_of_years_has_it_last() -> None:
    rows = [
        Listed(title=title, name=title, anchor="a", year=year, day=day, number="")
        for title, year, day in (("甲", 0, ""), ("乙", 1998, "1998-01-01"))
    ]
    body = Element("div")
    _years(body, rows)
    assert [th.text for th in body.iter("th") if th.get("colspan")] == ["1998年", "日期不明"]
