"""Citations, names, pinyin, near names, synonyms."""

import pytest

from compendium.law.problems import CompendiumError
from compendium.querying import parse_query, to_object
from compendium.querying.names import Cited, Name, Names, cited_in
from compendium.querying.synonyms import EMPTY, from_rows, load_synonyms, read_synonyms, to_rows


@pytest.mark.parametrize(
    ("query", "title", "eid"),
    [
        ("消防条例第十条", "消防条例", "art_10"),
        ("优化营商环境条例 12条2款", "优化营商环境条例", "art_12__para_2"),
        ("消防条例１２条", "消防条例", "art_12"),
        ("消防条例第十二条之一第二款", "消防条例", "art_12-1__para_2"),
        ("《消防条例》第三条第（二）项", "消防条例", "art_3__point_2"),
        ("消防条例 第 一百零二 条 第1款 （三）项 第2目", "消防条例", "art_102__para_1__point_3__indent_2"),
        ("消防条例§10条", "消防条例", "art_10"),
        ("《消防条例》", "消防条例", ""),
    ],
)
def test_reads_citations(query: str, title: str, eid: str) -> None:
    assert cited_in(query) == Cited(title, eid)


@pytest.mark.parametrize(
    "query", ["消防 罚款", "第十条", "二十条", "消防条例第十条规定", "《》", "", " ", "条" * 200]
)
def test_other_words_are_no_citation(query: str) -> None:
    assert cited_in(query) is None


def name(key: str, title: str, spelt: str = "") -> Name:
    return Name(key, title, tuple(spelt.split()))


NAMES = Names(
    [
        name("xf", "海浦市消防条例", "hai pu shi xiao fang tiao li"),
        name(
            "xfss", "海浦市消防设施管理办法（试行）", "hai pu shi xiao fang she shi guan li ban fa shi xing"
        ),
        name("xin", "海浦市信访条例", "hai pu shi xin fang tiao li"),
        name("xin", "信访规定"),
    ]
)


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("海浦市消防条例", ("xf",)),
        ("消防条例", ("xf",)),
        ("消防设施管理办法", ("xfss",)),
        ("消防", ("xf", "xfss")),
        ("信访规定", ("xin",)),
        ("《》", ()),
        ("绿化", ()),
    ],
)
def test_finds_by_name(words: str, keys: tuple[str, ...]) -> None:
    assert NAMES.find(words) == keys


@pytest.mark.parametrize(
    ("letters", "keys"),
    [
        ("hpsxftl", ("xf", "xin")),
        ("xftl", ("xf", "xin")),
        ("xiaofang", ("xf", "xfss")),
        ("Xiao Fang", ("xf", "xfss")),
        ("xinf", ("xin",)),
        ("ftl", ("xf", "xin")),
        ("x", ()),
        ("消防", ()),
        ("iao", ()),
    ],
)
def test_finds_by_pinyin_and_initials(letters: str, keys: tuple[str, ...]) -> None:
    assert NAMES.spelt(letters) == keys


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("消访条例", ["消防条例", "信访条例"]),
        ("销防", ["消防"]),
        ("消方设施管理办发", ["消防设施管理办法"]),
        ("消防条例", []),
        ("绿化条令", []),
        ("消", []),
    ],
)
def test_finds_what_is_nearly_written_so(words: str, near: list[str]) -> None:
    found = list(NAMES.near(words))
    assert found[: len(near)] == near
    assert bool(found) == bool(near)


TABLE = """
[[synonyms]]
words = ["低保", "最低生活保障"]

[[abbreviations]]
word = "物业"
words = ["住宅小区"]
titles = ["住宅物业管理规定"]
"""


def test_words_stand_for_their_synonyms_but_not_in_phrases_nor_where_barred() -> None:
    table = load_synonyms(TABLE.encode())
    query = table.expand(parse_query("低保 “低保” 标题:物业 -低保"))
    low = {"op": "text", "field": "any", "text": "低保", "exact": False}
    full = low | {"text": "最低生活保障"}
    tree = to_object(query.root)
    assert tree["parts"][0] == {"op": "synonyms", "main": low, "others": [full]}
    assert tree["parts"][1] == low | {"exact": True}
    assert tree["parts"][2]["others"] == [
        {"op": "text", "field": "title", "text": "住宅小区", "exact": False}
    ]
    assert tree["parts"][3] == {"op": "not", "part": low}
    assert table.titles(query) == ("住宅物业管理规定",)
    assert EMPTY.expand(query) is query


def test_the_table_goes_into_an_index_and_comes_back() -> None:
    table = load_synonyms(TABLE.encode())
    query = parse_query("最低生活保障 物业")
    assert from_rows(to_rows(table)).expand(query) == table.expand(query)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[synonyms]]\nwords = ["甲"]', "synonyms.toml:2: “synonyms.第 1 项.words”至少要有两个词"),
        ('[[synonyms]]\nwords = ["甲", "甲 "]', "synonyms.toml:2: “甲 ”与“甲”检索时相同"),
        ('[[synonyms]]\nwords = ["甲", "\\u200b"]', "没有可以检索的文字"),
        ('[[abbreviations]]\nwords = ["甲"]', "“abbreviations.第 1 项.word”必须填写"),
        ('[[abbreviations]]\nword = "甲"', "synonyms.toml:2: “甲”没有写明所指"),
        ('[[synonym]]\nwords = ["甲"]', "不认识“synonym”"),
        (
            '[[synonyms]]\nwords = ["甲", "乙"]\n[[abbreviations]]\nword = "乙"\nwords = ["丙"]',
            "在第 2 行已经写过",
        ),
        ("[[synonyms]\n", "不合 TOML 语法"),
    ],
)
def test_a_bad_table_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(CompendiumError, match=r"synonyms\.toml") as caught:
        load_synonyms(text.encode())
    assert message in str(caught.value)


def test_all_faults_of_a_table_are_told_and_the_rest_is_read() -> None:
    groups = '[[synonyms]]\nwords = ["甲"]\n[[synonyms]]\nwords = ["乙", "丙"]\n'
    thesaurus, faults = read_synonyms(f'{groups}[[abbreviations]]\nword = "丁"'.encode())
    assert [(fault.line, fault.reason.partition("：")[0]) for fault in faults] == [
        (2, "“synonyms.第 1 项.words”至少要有两个词"),
        (6, "“丁”没有写明所指"),
    ]
    assert sorted(thesaurus.meanings) == ["丙", "乙"]
