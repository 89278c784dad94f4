"""The tables that staff keep beside the texts: what they hold, and what is wrong with them, by line."""

from __future__ import annotations

import re
from datetime import date

import pytest

from compendium.library.staff_tables import (
    Form,
    StandardStatus,
    read_companions,
    read_disclosure,
    read_interpretations,
    read_standards,
)
from compendium.system.toml_table import BadConfig
from tests.web_samples import catalog_of, corpus

STANDARD = """\
[[standard]]
number = "GB/T 7714-2015"
title = "文献著录"
link = "https://b.example/1"
"""
ITEM = """\
[[item]]
category = "规章"
matter = "现行规章"
link = "catalogues/index.html"
"""
TEXT = """\
[[interpretation]]
title = "说明"
form = "文字"
date = 2024-06-01
text = "一\\n\\n二"
"""
FOLDER = "difangxing-fagui/xiaofang-tiaoli"
DAYS = (date(2015, 5, 1), date(2024, 11, 1))


def test_a_standard_is_read_with_what_it_leaves_out() -> None:
    (found,) = read_standards(STANDARD.encode())
    assert (found.number, found.status, found.line, found.family) == (
        "GB/T 7714-2015",
        StandardStatus.CURRENT,
        2,
        "GB/T",
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            ('number = "GB/T 7714-2015"', 'number = "七七一四"'),
            "standards.toml:2: .*number”的值",
        ),
        (
            ('link = "https://b.example/1"', 'link = "b.example"'),
            "standards.toml:4: .*link”的值",
        ),
        (('link = "https://b.example/1"\n', ""), "standards.toml:1: 标准《文献著录》没有写"),
        (
            ('title = "文献著录"', 'title = "文献著录"\nstatus = "有效"'),
            "standards.toml:4: .*即将实施",
        ),
        (('title = "文献著录"', 'titel = "文献著录"'), "standards.toml:3: 不认识“standard.第 1 项.titel”"),
        (("[[standard]]", "[[standard]"), "standards.toml:1: 不合 TOML 语法"),
    ],
)
def test_a_bad_standard_is_refused_with_its_line(change: tuple[str, str], fault: str) -> None:
    with pytest.raises(BadConfig, match=fault):
        read_standards(STANDARD.replace(*change).encode())


def test_a_standard_is_written_once() -> None:
    again = STANDARD.replace("GB/T 7714-2015", "GB/T7714—2015")
    with pytest.raises(BadConfig, match=r"standards.toml:6: 标准 GB/T7714—2015 已经写在第 2 行"):
        read_standards((STANDARD + again).encode())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('matter = "现行规章"\n', ""), "disclosure.toml:1: “item.第 1 项.matter”必须填写"),
        (('"catalogues/index.html"', '"/catalogues"'), "disclosure.toml:4: .*不是网址"),
        (('"catalogues/index.html"', '"../x"'), "disclosure.toml:4: .*不是网址"),
        (('"catalogues/index.html"', '"javascript:alert(1)"'), "disclosure.toml:4: .*不是网址"),
        (('link = "catalogues/index.html"', ""), "disclosure.toml:1: “item.第 1 项.link”必须填写"),
    ],
)
def test_a_bad_item_is_refused_with_its_line(change: tuple[str, str], fault: str) -> None:
    assert read_disclosure(ITEM.encode())[0].link == "catalogues/index.html"
    with pytest.raises(BadConfig, match=fault):
        read_disclosure(ITEM.replace(*change).encode())


def test_interpretations_are_read() -> None:
    held = {f"{FOLDER}/media/a.png"}
    more = 'versions = [2024-11-01]\nfile = "media/a.png"\nalt = "图"\n'
    (found,) = read_interpretations((TEXT + more).encode(), f"{FOLDER}/interpretations.toml", held, DAYS)
    assert (found.form, found.text, found.versions) == (Form.TEXT, ("一", "二"), (date(2024, 11, 1),))
    assert found.is_picture


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('form = "文字"', 'form = "诗"'), ":3: .*可用的有：文字、问答"),
        (("date = 2024-06-01", 'date = "2024-06-01"'), ":4: .*应当是日期"),
        (('text = "一\\n\\n二"', ""), ":1: 解读材料“说明”没有内容"),
        (('text = "一\\n\\n二"', 'file = "media/b.png"\nalt = "图"'), ":5: .*media/b.png 不在"),
        (('text = "一\\n\\n二"', 'file = "media/a.png"'), ":5: .*用文字说明"),
        (('text = "一\\n\\n二"', 'file = "media/a.exe"\nalt = "图"'), ":5: .*不是可以在网页上显示的文件"),
        (
            ('text = "一\\n\\n二"', 'text = "一"\nversions = [2019-01-01]'),
            ":6: .*不是这部法规的文本",
        ),
    ],
)
def test_a_bad_interpretation_is_refused_with_its_line(change: tuple[str, str], fault: str) -> None:
    path = f"{FOLDER}/interpretations.toml"
    held = {f"{FOLDER}/media/a.png", f"{FOLDER}/media/a.exe"}
    with pytest.raises(BadConfig, match=re.escape(path) + fault):
        read_interpretations(TEXT.replace(*change).encode(), path, held, DAYS)


def test_a_table_names_only_acts_that_the_corpus_has() -> None:
    files = corpus()
    files.contents["standards.toml"] = (STANDARD + 'regulations = ["消防条例"]\n').encode()
    found = read_companions(catalog_of(files))
    assert [work.folder for work in found.relying["GB/T 7714-2015"]] == [FOLDER]
    files.contents["standards.toml"] = (STANDARD + 'regulations = ["没有的条例"]\n').encode()
    with pytest.raises(BadConfig, match=r"standards.toml:2: 标准 GB/T 7714-2015：法规库中没有“没有的条例”"):
        read_companions(catalog_of(files))


def test_interpretations_stand_beside_the_texts_of_their_act() -> None:
    files = corpus()
    files.contents["difangxing-fagui/wu/interpretations.toml"] = TEXT.encode()
    with pytest.raises(BadConfig, match=r"difangxing-fagui/wu/interpretations.toml: 所在的文件夹里没有法规"):
        read_companions(catalog_of(files))
