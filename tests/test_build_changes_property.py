"""Nothing is lost on the way: every form of a comparison gives back the texts it was made of."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.compare.align import align
from compendium.law.act import Act, Block, Para, Provision, Table
from compendium_build.changes.content import text_of
from compendium_build.changes.printed import lines_of, pieces
from compendium_build.changes.report import Text, apply, operations, report
from compendium_build.changes.table import Selection, entries
from compendium_build.changes.tracked import word_tracked
from tests.act_strategy import acts
from tests.word_settling import settled, without_blank

# Acts are large: many that are drawn are thrown away before one is tried.
MANY = settings(
    max_examples=25,
    suppress_health_check=[*settings().suppress_health_check, HealthCheck.data_too_large],
)


@st.composite
def rewritten(draw: st.DrawFn, value: Act) -> Act:
    """An act with some provisions taken out, doubled, changed in words or put elsewhere."""

    def change(siblings: tuple[Provision, ...]) -> tuple[Provision, ...]:
        out = []
        for provision in siblings:
            made = replace(provision, children=change(provision.children), blocks=reword(provision.blocks))
            out += [made] * draw(st.sampled_from([1, 1, 1, 1, 0, 2]))
        return tuple(draw(st.permutations(out))) if draw(st.integers(0, 5)) == 0 else tuple(out)

    def reword(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        if draw(st.integers(0, 2)):
            return blocks
        return tuple(
            replace(b, rows=(*b.rows[1:], b.rows[0]))
            if isinstance(b, Table)
            else Para((*b.runs, "另行规定。"))
            for b in blocks
        )

    return replace(value, body=change(value.body))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Act, Act]:
    before = draw(acts())
    after = draw(rewritten(before)) if draw(st.integers(0, 4)) else draw(acts())
    return before, align(before, after)


@MANY
@given(pairs())
def test_operations_make_the_text_after_from_the_text_before(both: tuple[Act, Act]) -> None:
    before, after = both
    made = report(Text(before, "", False), Text(after, "", False))
    stated = json.loads(json.dumps(operations(before, after, made.comparison)))
    assert apply(before, stated) == [piece.text for piece in pieces(after)]


@MANY
@given(pairs())
def test_the_right_column_says_all_that_the_text_after_says(both: tuple[Act, Act]) -> None:
    before, after = both
    made = report(Text(before, "", False), Text(after, "", False))
    rows = list(entries(made.comparison, before, after, selection=Selection(unchanged=True, front=True)))
    shown = squeezed("".join(text_of(row.after) for row in rows))
    said = squeezed(after.title + "".join(piece.text for piece in pieces(after)[1:]))
    assert sorted(shown) == sorted(said)


@MANY
@given(pairs())
def test_revisions_accepted_and_rejected_give_both_texts(both: tuple[Act, Act]) -> None:
    before, after = both
    data = word_tracked(report(Text(before, "", False), Text(after, "", False)))
    assert without_blank(settled(data, accepted=True)) == without_blank(lines_of(pieces(after)))
    assert without_blank(settled(data, accepted=False)) == without_blank(lines_of(pieces(before)))


@settings(max_examples=20)
@given(acts())
def test_a_text_compared_with_itself_has_nothing_to_tell(value: Act) -> None:
    made = report(Text(value, "", False), Text(value, "", False))
    assert made.rows == ()
    assert operations(value, value, made.comparison) == []
