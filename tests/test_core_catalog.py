"""The works of a corpus, and how words find one of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from compendium.akn import write_act
from compendium.law.act import Act
from compendium.law.names import expression_path, quoted, title_key
from compendium.library.catalog import Catalog, UnknownWork, load_catalog
from compendium.library.facts_cache import FactsCache
from tests.builders import WORK, Memory, act, article, named

STEM = "/akn/cn-sh/act/difangxing-fagui/"
FERRY = act(title="海浦市渡口条例", work=STEM + "2018/hai-pu-shi-du-kou-tiao-li")
RULES = act(title="海浦市桥梁条例实施细则", work=STEM + "2021/hai-pu-shi-qiao-liang-tiao-li-shi-shi-xi-ze")
TRIAL = act(title="海浦市人民政府关于(码头)的“规定”（试行）", work=STEM + "2019/ma-tou")
NEXT = act(article(1, "为了桥梁和渡口的安全，制定本条例。"), day=date(2024, 6, 1), title="海浦市桥梁渡口条例")


def files(*values: Act) -> Memory:
    return Memory({expression_path(a.work, a.language, a.date): write_act(a) for a in values})


def catalog(*values: Act) -> Catalog:
    return load_catalog(files(*values))


ALL = catalog(act(), NEXT, FERRY, RULES, named(TRIAL, short_title="码头规定"))


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (WORK, "海浦市桥梁渡口条例"),
        ("hai-pu-shi-qiao-liang-tiao-li", "海浦市桥梁渡口条例"),
        ("difangxing-fagui/hai-pu-shi-du-kou-tiao-li", "海浦市渡口条例"),
        ("海浦市桥梁渡口条例", "海浦市桥梁渡口条例"),
        ("海浦市桥梁条例", "海浦市桥梁渡口条例"),  # an earlier version's title
        ("《海浦市渡口条例》", "海浦市渡口条例"),
        ("码头规定", TRIAL.title),
        ("海浦市人民政府关于（码头）的规定（试行）", TRIAL.title),
        ("关于码头的规定", TRIAL.title),
        ("实施细则", "海浦市桥梁条例实施细则"),
        ("市渡口", "海浦市渡口条例"),
    ],
)
def test_words_find_one_work(words: str, title: str) -> None:
    assert ALL.find(words).title == title


def test_words_for_several_works_name_them() -> None:
    with pytest.raises(UnknownWork, match="对应不止一部法规") as several:
        ALL.find("海浦市")
    assert len(several.value.candidates) == 4
    assert "《海浦市渡口条例》" in str(several.value)


@pytest.mark.parametrize("words", ["不存在的条例", "", "《》", "   "])
def test_words_for_no_work_say_so(words: str) -> None:
    with pytest.raises(UnknownWork) as none:
        ALL.find(words)
    assert none.value.candidates == ()
    assert "没有" in str(none.value)


def test_a_title_in_a_text_is_found_only_when_it_is_certain() -> None:
    twin = act(title="海浦市渡口条例", work=STEM + "1998/du-kou-1998")
    assert ALL.cited("海浦市渡口条例") is not None
    assert ALL.cited("渡口条例") is None
    assert catalog(FERRY, twin).cited("海浦市渡口条例") is None


def test_versions_stand_in_order_of_date() -> None:
    work = ALL.find(WORK)
    assert [facts.date for facts in work.expressions] == [date(2020, 5, 1), date(2024, 6, 1)]
    assert (work.slug, work.folder) == (
        "hai-pu-shi-qiao-liang-tiao-li",
        "difangxing-fagui/hai-pu-shi-qiao-liang-tiao-li",
    )
    assert ALL.act(work.expressions[0]) == act()


def test_translations_stand_beside_the_chinese_text() -> None:
    english = named(act(), language="eng", title="Bridge Regulations")
    found = catalog(act(), english)
    (work,) = found.works
    assert [f.language for f in work.expressions] == ["zho"]
    assert [f.language for f in work.translations] == ["eng"]
    assert found.find("Bridge Regulations") is work


def test_a_work_known_only_in_translation_is_still_a_work() -> None:
    (work,) = catalog(named(act(), language="eng")).works
    assert [f.language for f in work.expressions] == ["eng"]
    assert work.translations == ()


def test_a_bad_file_does_not_hide_the_others() -> None:
    contents = dict(files(act(), FERRY).contents)
    bad = "difangxing-fagui/hai-pu-shi-du-kou-tiao-li/2018-01-01.xml"
    found = load_catalog(Memory({**contents, bad: b"<broken", "corpus.toml": b"", "README.md": b""}))
    assert len(found.works) == 2
    assert [error.path for error in found.bad] == [bad]


def test_a_second_reading_takes_the_facts_from_the_cache(tmp_path: Path) -> None:
    cache, corpus = FactsCache(tmp_path), files(act(), FERRY)
    first = load_catalog(corpus, cache)

    class Closed(Memory):
        def read(self, path: str) -> bytes:
            raise AssertionError(path)

    again = load_catalog(Closed(corpus.contents), cache)
    assert again.works == first.works


def test_a_file_that_moved_is_known_under_its_new_path(tmp_path: Path) -> None:
    cache = FactsCache(tmp_path)
    path = expression_path(FERRY.work, "zho", FERRY.date)
    load_catalog(files(FERRY), cache)
    moved = path.replace("du-kou", "du-chuan")
    (work,) = load_catalog(Memory({moved: write_act(FERRY)}), cache).works
    assert work.expressions[0].path == moved


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    load_catalog(files(act(), FERRY), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("《海浦市渡口条例》", "海浦市渡口条例"),
        ("关于修改〈甲条例〉的决定", "关于修改《甲条例》的决定"),
        ("中国(海浦)条例", "中国（海浦）条例"),
        ("海浦市 渡口　条例", "海浦市渡口条例"),
        ("关于甲、乙的决定", "关于甲，乙的决定"),
    ],
)
def test_titles_are_compared_without_what_people_write_differently(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


def test_a_title_inside_a_title_gets_single_marks() -> None:
    assert quoted("关于修改《甲条例》的决定") == "《关于修改〈甲条例〉的决定》"
