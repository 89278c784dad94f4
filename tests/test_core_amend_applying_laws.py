"""What holds for every set of instructions on every text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.amending.applying import amend
from compendium.amending.instruction import (
    WHOLE_ACT,
    Action,
    Adjust,
    Amended,
    Content,
    Delete,
    DeleteWords,
    Insert,
    InsertWords,
    Instruction,
    Merge,
    Numbering,
    Ref,
    Region,
    Renumber,
    Side,
    Split,
    State,
    Step,
    Substitute,
    SubstituteWords,
)
from compendium.law.act import Act, Para, Provision
from compendium.law.kinds import Level
from compendium.law.names import WID, assign_ids
from tests.builders import act, article, chapter, paragraph, point

DAY = date(2024, 5, 1)
CHARS = "甲乙丙丁市区县"
WORDS = st.text(CHARS, min_size=1, max_size=6)
SENTENCES = st.lists(WORDS, min_size=1, max_size=3).map(lambda words: "，".join(words) + "。")


@st.composite
def paragraphs(draw: st.DrawFn) -> Provision:
    items = draw(st.lists(WORDS, max_size=3))
    if not items:
        return paragraph(draw(SENTENCES))
    return paragraph(
        draw(WORDS) + "：",
        *(point(f"（{'一二三'[n]}）", text + "；") for n, text in enumerate(items)),
    )


@st.composite
def acts(draw: st.DrawFn) -> Act:
    bodies = draw(st.lists(st.lists(paragraphs(), min_size=1, max_size=3), min_size=1, max_size=6))
    articles = [article(n, *body) for n, body in enumerate(bodies, 1)]
    if draw(st.booleans()):
        return act(*articles)
    cut = draw(st.integers(1, len(articles)))
    groups = [group for group in (articles[:cut], articles[cut:]) if group]
    return act(*(chapter(f"第{'一二'[n]}章", f"章名{n}", *group) for n, group in enumerate(groups)))


CONTENTS = st.lists(SENTENCES, min_size=1, max_size=3).map(
    lambda texts: Content(tuple(Para((text,)) for text in texts))
)
_REGIONS = st.sampled_from((*[Region.WHOLE] * 20, *Region))


@st.composite
def refs(draw: st.DrawFn, before: Act, *levels: Level) -> Ref:
    """A reference, most often to something there is."""
    places = [p for p in before.provisions() if p.level in (levels or _LEVELS)]
    if not places or draw(st.integers(0, 9)) == 0:
        level = draw(st.sampled_from(levels or _LEVELS))
        return Ref(steps=(Step(level, (draw(st.integers(1, 7)),), (), draw(st.sampled_from(Numbering))),))
    numbering = draw(st.sampled_from((Numbering.OLD, Numbering.UNSAID, Numbering.NEW)))
    steps = re.findall("(art|para|point)_([0-9]+)", draw(st.sampled_from(places)).eid)
    return Ref(
        steps=tuple(Step(_TOKENS[k], (int(n),), (), numbering) for k, n in steps), region=draw(_REGIONS)
    )


_TOKENS = {"art": Level.ARTICLE, "para": Level.PARAGRAPH, "point": Level.POINT}
_LEVELS = tuple(_TOKENS.values())


@st.composite
def words_of(draw: st.DrawFn, before: Act) -> str:
    """Words, most often those of the text."""
    texts = [block.text for p in before.provisions() for block in p.blocks if block.text]
    text = draw(st.sampled_from(texts))
    start = draw(st.integers(0, len(text) - 1))
    return text[start : start + draw(st.integers(1, 4))]


@st.composite
def inserts(draw: st.DrawFn, before: Act) -> Insert:
    level = draw(st.sampled_from(_LEVELS))
    count = draw(st.integers(1, 2))
    if level is Level.ARTICLE:
        within = draw(st.sampled_from((WHOLE_ACT, Ref(steps=(Step(Level.CHAPTER, (1,)),)))))
    else:
        within = draw(refs(before, Level.ARTICLE))
    steps = [Step(level, (draw(st.integers(1, 4)) + n,), (), Numbering.NEW) for n in range(count)]
    results = tuple(Ref(steps=(step,)) for step in steps) if draw(st.booleans()) else ()
    text = Content(tuple(Para((draw(SENTENCES),)) for _ in range(count)))
    return Insert(
        level=level,
        count=count,
        content=text,
        within=within,
        results=results,
        after=draw(st.none() | refs(before, level)),
    )


@st.composite
def renumbers(draw: st.DrawFn, before: Act) -> Renumber:
    ref = draw(refs(before))
    last = ref.steps[-1]
    moved = Step(last.level, (max(1, last.number[0] + draw(st.integers(-1, 2))),), (), Numbering.NEW)
    return Renumber(ref, Ref(steps=(*ref.steps[:-1], moved)))


def actions_on(before: Act) -> st.SearchStrategy[Action]:
    one = refs(before).map(lambda ref: (ref,))
    some = st.lists(refs(before), min_size=1, max_size=2).map(tuple)
    words = words_of(before)
    new_numbers = st.lists(refs(before, Level.ARTICLE), max_size=2).map(tuple)
    return st.one_of(
        inserts(before),
        inserts(before),
        renumbers(before),
        st.builds(Substitute, one, CONTENTS),
        st.builds(Delete, some),
        st.builds(Split, refs(before), new_numbers, CONTENTS),
        st.builds(
            Merge,
            st.lists(refs(before, Level.ARTICLE), min_size=2, max_size=2).map(tuple),
            st.none() | refs(before, Level.ARTICLE),
            st.none() | CONTENTS,
        ),
        st.builds(
            SubstituteWords,
            some | st.just((WHOLE_ACT,)),
            st.lists(st.tuples(words, WORDS), min_size=1, max_size=2).map(tuple),
            st.booleans(),
        ),
        st.builds(DeleteWords, one | st.just((WHOLE_ACT,)), st.tuples(words)),
        st.builds(
            InsertWords,
            refs=one,
            anchors=st.tuples(words),
            side=st.sampled_from((Side.AFTER, Side.BEFORE)),
            new=WORDS,
        ),
        st.builds(
            InsertWords,
            refs=one,
            anchors=st.just(()),
            side=st.sampled_from((Side.START, Side.END)),
            new=WORDS,
        ),
        st.builds(Adjust, st.booleans(), st.booleans()),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Act, list[Action]]:
    before = draw(acts())
    return before, draw(st.lists(actions_on(before), min_size=1, max_size=5))


def done(before: Act, actions: list[Action]) -> Amended:
    items = [
        Instruction(id=str(n), action=action, words=f"第{n}项", passages=(), form="test")
        for n, action in enumerate(actions, 1)
    ]
    return amend(before, items, DAY)


def by_wid(value: Act) -> dict[str, Provision]:
    return {provision.wid: provision for provision in value.provisions()}


@given(acts())
def test_no_instruction_changes_nothing(before: Act) -> None:
    assert done(before, []).after == before


@settings(max_examples=300)
@given(cases())
def test_any_instructions_give_a_whole_text(case: tuple[Act, list[Action]]) -> None:
    before, actions = case
    result = done(before, actions)
    after = list(result.after.provisions())
    assert len({p.eid for p in after}) == len(after)
    assert len({p.wid for p in after}) == len(after)
    assert all(WID.fullmatch(p.wid) for p in after)
    assert [p.eid for p in assign_ids(result.after.body)] == [p.eid for p in result.after.body]
    assert len(result.items) == len(actions)
    assert all(bool(item.reason) == (item.state is State.REFUSED) for item in result.items)


@settings(max_examples=300)
@given(cases())
def test_moves_follow_the_names(case: tuple[Act, list[Action]]) -> None:
    before, actions = case
    result = done(before, actions)
    after = {p.eid: p.wid for p in result.after.provisions()}
    names = set(after.values())
    assert set(result.moves) == {p.eid for p in before.provisions()}
    for provision in before.provisions():
        goal = result.moves[provision.eid]
        assert (goal is None) == (provision.wid not in names)
        assert goal is None or after[goal] == provision.wid
    goals = [goal for goal in result.moves.values() if goal is not None]
    assert len(set(goals)) == len(goals)


@settings(max_examples=300)
@given(cases())
def test_operations_and_spans_name_what_there_is(case: tuple[Act, list[Action]]) -> None:
    before, actions = case
    result = done(before, actions)
    old = {p.eid for p in before.provisions()} | {"", "preface"}
    new = {p.eid: p for p in result.after.provisions()}
    for item in result.items:
        for operation in item.operations:
            assert set(operation.targets) <= old
            assert set(operation.results) <= set(new) | {"", "preface"}
    for eid, spans in result.fresh.items():
        blocks = (*new[eid].blocks, *new[eid].tail)
        assert all(0 <= span.start < span.end <= len(blocks[span.block].text) for span in spans)
    assert all(set(origins) <= old for origins in result.origins.values())


@settings(max_examples=300)
@given(cases())
def test_what_is_not_fresh_and_not_named_keeps_its_words(case: tuple[Act, list[Action]]) -> None:
    before, actions = case
    result = done(before, actions)
    touched = {eid for item in result.items for operation in item.operations for eid in operation.targets}
    for wid, provision in by_wid(result.after).items():
        old = by_wid(before).get(wid)
        if old is None or any(f"{old.eid}__".startswith(f"{eid}__") for eid in touched if eid):
            continue
        assert provision.blocks == old.blocks
        assert provision.heading == old.heading


@settings(max_examples=200)
@given(cases())
def test_what_is_refused_changes_nothing(case: tuple[Act, list[Action]]) -> None:
    before, actions = case
    result = done(before, actions)
    refused = [item.state is State.REFUSED for item in result.items]
    kept = [action for action, off in zip(actions, refused, strict=True) if not off]
    held = any(isinstance(a, Insert) and off for a, off in zip(actions, refused, strict=True))
    if not held:  # a number may be kept free for what a person has yet to place
        again = done(before, kept)
        if all(item.state is not State.REFUSED for item in again.items):
            assert again.after == result.after


@given(cases())
def test_numbers_run_on(case: tuple[Act, list[Action]]) -> None:
    before, actions = case
    result = done(before, actions)
    states = zip(actions, result.items, strict=True)
    if any(isinstance(a, Insert) and item.state is State.REFUSED for a, item in states):
        return  # a number may be kept free
    numbers = [a.num for a in result.after.articles]
    expected = [a.num for a in act(*(article(n, "甲。") for n in range(1, len(numbers) + 1))).articles]
    assert not numbers or numbers == expected


@given(acts(), SENTENCES)
def test_order_of_instructions_on_different_places_does_not_matter(before: Act, text: str) -> None:
    actions: list[Action] = [
        Insert(
            level=Level.ARTICLE,
            count=1,
            content=Content((Para((text,)),)),
            after=Ref(steps=(Step(Level.ARTICLE, (1,)),)),
        ),
        SubstituteWords((Ref(steps=(Step(Level.ARTICLE, (1,), (), Numbering.OLD),)),), (("甲", "庚"),)),
        Substitute((Ref(steps=(Step(Level.ARTICLE, (2,), (), Numbering.OLD),)),), Content((Para((text,)),))),
    ]
    assert done(before, actions).after == done(before, actions[::-1]).after


@given(acts())
def test_a_text_can_be_amended_again(before: Act) -> None:
    first = done(before, [Delete((Ref(steps=(Step(Level.ARTICLE, (1,)),)),))]).after
    again = amend(replace(first, date=DAY), [], DAY)
    assert again.after == replace(first, date=DAY)
