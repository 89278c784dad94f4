"""Addresses of works and versions, and the files they stand in."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.law.kinds import ActKind
from compendium.law.names import (
    BadUri,
    WorkUri,
    expression_path,
    expression_uri,
    parse_expression_path,
    parse_work_uri,
)

WORK = "/akn/cn-sh/act/difangxing-fagui/2020/xiao-fang-tiao-li"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (WORK, "cn-sh"),
        ("/akn/cn/act/falv/1979/xing-fa", "cn"),
        ("/akn/cn-sh/act/qita/0001/wu-ti", "cn-sh"),
        ("/akn/cn-310000/act/zhengfu-guizhang/2020/a1", "cn-310000"),
    ],
)
def test_an_address_is_read_and_written_again(text: str, place: str) -> None:
    uri = parse_work_uri(text)
    assert (str(uri), uri.jurisdiction) == (text, place)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/akn/cn-sh/act/difangxing-fagui/2020",
        "/akn/cn-sh/act/difangxing-fagui/20/x",
        "/akn/cn-sh/act/difangxing-fagui/2020/X",
        "/akn/cn-sh/act/difangxing-fagui/2020/a--b",
        "/akn/cn-sh/act/difangxing-fagui/2020/a/",
        "/akn/cn-sh/act/difangxing-fagui/2020/../x",
        "/akn/cn-sh/act/unknown/2020/x",
        "/akn/cn-sh/act/difangxing-fagui/2020/消防",
        WORK + "\n",
    ],
)
def test_a_bad_address_is_refused_with_its_words(text: str) -> None:
    with pytest.raises(BadUri, match="不是有效的法规地址"):
        parse_work_uri(text)


@given(
    st.sampled_from(ActKind),
    st.integers(1, 9999),
    st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}", fullmatch=True),
    st.dates(),
    st.sampled_from(["zho", "eng"]),
)
def test_every_version_has_one_file(kind: ActKind, year: int, slug: str, day: date, language: str) -> None:
    uri = WorkUri("cn-sh", kind, year, slug)
    assert parse_work_uri(str(uri)) == uri
    path = expression_path(str(uri), language, day)
    assert parse_expression_path(path) == (uri.folder, day, language)


def test_the_address_of_a_version_names_language_and_day() -> None:
    assert expression_uri(WORK, "zho", date(2020, 4, 10)) == f"{WORK}/zho@2020-04-10"


@pytest.mark.parametrize(
    "path",
    [
        "corpus.toml",
        "difangxing-fagui/x/2020-02-30.xml",
        "difangxing-fagui/x/2020-1-1.xml",
        "difangxing-fagui/x/2020-01-01.fr.xml",
        "difangxing-fagui/x/media/2020-01-01.xml",
        "difangxing-fagui/2020-01-01.xml",
        "difangxing-fagui/x/2020-01-01.xml.bak",
    ],
)
def test_other_files_are_no_versions(path: str) -> None:
    assert parse_expression_path(path) is None
