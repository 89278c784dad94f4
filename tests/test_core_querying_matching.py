"""Which pieces answer a query, and what is marked in them."""

import pytest

from compendium.querying import Piece, answers, evidence, marks, parse_query, run_of

TITLE = "海浦市消防条例"


def piece(own: str, *, whole: bool = False, body: bool = True, title: str = TITLE) -> Piece:
    issuer, number = run_of("海浦市人民代表大会"), run_of("海府令第3号")
    return Piece(
        own=run_of(own),
        title=run_of(title),
        issuer=issuer,
        number=number,
        whole=whole,
        body=body and not whole,
    )


ARTICLE = piece("第十条　单位应当，\n  保持 Data Bank 通畅，罚款二○二○元。")
HEADING = piece("第一章　罚款", body=False)
WHOLE = piece(TITLE, whole=True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("罚款", "ah"),
        ("条文:罚款", "a"),
        ("应当，保持", "a"),
        ("应当,保持", "a"),
        ("二零二零", "a"),
        ("消防", "w"),
        ("消防条例 罚款", "ah"),
        ("消防条例 没有", ""),
        ("标题:消防 罚款", "ah"),
        ("标题:消防", "w"),
        ("标题:消防 发布机关:海浦", "w"),
        ("发布机关:人民代表大会", "w"),
        ("文号:第3号 罚款", "ah"),
        ("罚款 非 单位", "h"),
        ("罚款 非 消防", ""),
        ("单位 或 标题:消防", "aw"),
        ("单位 近/2 保持", ""),
        ("单位 近/3 保持", "a"),
        ("保持 近/3 单位", "a"),
        ("罚款 近/1 罚款", ""),
        ("da*", "a"),
        ("ban*", "a"),
        ("ata*", ""),
        ("atab", "a"),
        ("（单位 或 甲） 罚款", "a"),
        ("（单位 甲） 或 （罚款 乙）", ""),
    ],
)
def test_answers(query: str, found: str) -> None:
    pieces = {"a": ARTICLE, "h": HEADING, "w": WHOLE}
    assert "".join(name for name, held in pieces.items() if answers(parse_query(query), held)) == found


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("二零", "共二○二〇年", ["二○", "二〇"]),
        ("应当保持", "应当\n  保持", ["应当\n  保持"]),
        ("人人", "人人人人", ["人人人人"]),
        ("甲乙 或 乙丙", "甲乙丙丁", ["甲乙丙"]),
        ("da*", "data banda", ["da"]),
        ("甲 近/1 乙", "甲丙乙丙丙甲", ["甲", "乙"]),
        ("甲 非 丁", "甲乙", ["甲"]),
    ],
)
def test_marks_what_makes_it_an_answer(query: str, text: str, marked: list[str]) -> None:
    held = evidence(parse_query(query), piece(text))
    assert held is not None
    assert [text[start:end] for start, end in marks(held, run_of(text))] == marked


def test_alternatives_that_do_not_hold_are_not_marked() -> None:
    text = "罚款若干，单位"
    held = evidence(parse_query("（罚款 甲） 或 单位"), piece(text))
    assert held is not None
    assert [text[start:end] for start, end in marks(held, run_of(text))] == ["单位"]
