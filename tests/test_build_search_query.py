"""The query language."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium_build.search.query import Alternative, Field, Query, QueryError, Term, parse_query


def words(*phrases: str) -> tuple[Term, ...]:
    return tuple(Term(Field.ANY, phrase) for phrase in phrases)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("营商环境", words("营商环境")),
        ("优化　营商环境", words("优化", "营商环境")),
        ("“优化 营商”", words("优化营商")),
        ('"优化 营商" 处罚', words("优化营商", "处罚")),
        ("”优化 营商”", words("优化营商")),
        ('“优化 营商"', words("优化营商")),
        ("所称“口岸”是指", words('所称"口岸"是指')),
        ("第（一）项", words("第(一)项")),
        ("非居民 或者", words("非居民", "或者")),
        ("“或” “非”", words("或", "非")),
        ("甲 甲", words("甲")),
        ("*? [a-z]+ \\", words("*?", "[a-z]+", "\\")),
        ("-", words("-")),
        ("标题:消防", (Term(Field.TITLE, "消防"),)),
        ("文号：“沪府令 第5号”", (Term(Field.NUMBER, "沪府令第5号"),)),
        ("条文:罚款 发布机关:市政府", (Term(Field.BODY, "罚款"), Term(Field.ISSUER, "市政府"))),
        ("标题党:甲", words("标题党:甲")),
    ],
)
def test_reads_words(text: str, wanted: tuple[Term, ...]) -> None:
    assert parse_query(text) == Query((Alternative(wanted),))


@pytest.mark.parametrize("text", ["甲 非 乙", "甲 NOT 乙", "甲 -乙", "非 乙 甲", "甲 －乙"])
def test_reads_exclusion(text: str) -> None:
    assert parse_query(text) == Query((Alternative(words("甲"), words("乙")),))


@pytest.mark.parametrize("text", ["甲 乙 或 丙", "甲 乙 OR 丙", "“甲”乙 或 丙"])
def test_or_binds_less_than_and(text: str) -> None:
    assert parse_query(text) == Query((Alternative(words("甲", "乙")), Alternative(words("丙"))))


def test_excluded_field() -> None:
    query = parse_query("甲 -标题:乙")
    assert query.alternatives[0].barred == (Term(Field.TITLE, "乙"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "请输入"),
        ("  \u200b　", "请输入"),
        ("“甲", "引号没有成对"),
        ('标题:"甲', "引号没有成对"),
        ("“”", "没有可以查找的文字"),
        ("标题:", "后面要紧接"),
        ("标题: 甲", "后面要紧接"),
        ("或 甲", "两边都要"),
        ("甲 或", "两边都要"),
        ("甲 或 或 乙", "两边都要"),
        ("甲 非", "“非”的后面"),
        ("非 非 甲", "“非”的后面"),
        ("非 甲", "只有要排除的词"),
        ("甲 或 -乙", "只有要排除的词"),
        ("甲" * 1001, "共 1001 字，最多 1000 字"),
        ("甲 " * 40, "最多 32 个"),
    ],
)
def test_refuses(text: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        parse_query(text)


def test_knows_when_only_the_act_is_asked_for() -> None:
    assert parse_query("标题:甲 文号:乙").acts_only
    assert not parse_query("标题:甲 乙").acts_only
    assert parse_query("标题:甲 -乙").acts_only


LIKELY = '甲乙 　-－“”"＂:：标题条文或非ORNT()（'


@given(st.text(alphabet=st.one_of(st.sampled_from(LIKELY), st.characters())))
def test_answers_or_refuses_quickly_whatever_is_typed(text: str) -> None:
    begin = time.perf_counter()
    try:
        query = parse_query(text)
    except QueryError as error:
        assert str(error)
    else:
        assert all(alternative.wanted for alternative in query.alternatives)
        assert all(term.phrase for a in query.alternatives for term in (*a.wanted, *a.barred))
    assert time.perf_counter() - begin < 0.1
