"""What an index is asked: exactly what answers, or more where it can't tell."""

from hypothesis import given
from hypothesis import strategies as st

from compendium.querying import Piece, QueryError, answers, parse_query, run_of
from compendium.querying.formula import All, Column, Flag, Formula, Has, Is, Some, plan_of

WORDS = st.sampled_from(
    ["甲", "乙", "丙", "甲乙", "标题:甲", "条文:乙", "发布机关:丙", "文号:甲", "a*", "标题:b*"]
)
UNITS = st.one_of(WORDS, st.tuples(WORDS, WORDS).map(lambda two: f"{two[0]} 近/2 {two[1]}"))
QUERIES = st.recursive(
    UNITS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"{two[0]} {two[1]}"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} 或 {two[1]} )"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} 非 ( {two[1]} ) )"),
    ),
    max_leaves=6,
)
TEXTS = st.text("甲乙丙ab ", max_size=6)
PIECES = st.builds(
    Piece,
    own=TEXTS.map(run_of),
    title=TEXTS.map(run_of),
    issuer=TEXTS.map(run_of),
    number=TEXTS.map(run_of),
    whole=st.booleans(),
    body=st.booleans(),
)


def holds(formula: Formula | None, piece: Piece) -> bool:
    match formula:
        case None:
            return False
        case Has(column, run):
            columns = {Column.OWN: piece.own, Column.TITLE: piece.title, Column.ISSUER: piece.issuer}
            return run in columns.get(column, piece.number).folded
        case Is(flag):
            return piece.whole if flag is Flag.WHOLE else piece.body
        case Some(parts):
            return any(holds(part, piece) for part in parts)
        case All(parts, barred):
            return all(holds(p, piece) for p in parts) and not any(holds(p, piece) for p in barred)


@given(QUERIES, st.lists(PIECES, max_size=6))
def test_a_formula_holds_for_what_answers(text: str, pieces: list[Piece]) -> None:
    try:
        query = parse_query(text)
    except QueryError:  # 近 between fields, or brackets
        return
    plan = plan_of(query)
    for piece in pieces:
        if answers(query, piece):
            assert holds(plan.formula, piece)
        elif plan.sure:
            assert not holds(plan.formula, piece)


@given(QUERIES)
def test_a_formula_without_prefixes_and_near_runs_is_sure(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    assert plan_of(query).sure or "*" in text or "近" in text


def test_what_an_index_can_not_tell_of_a_barred_part_is_left_to_the_texts() -> None:
    plan = plan_of(parse_query("甲 非 a*"))
    assert (plan.formula, plan.sure) == (Has(Column.OWN, "甲"), False)
