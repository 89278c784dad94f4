"""Acts of every shape that the profile allows, for property tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from compendium.law.act import (
    Act,
    Attachment,
    Basis,
    Block,
    Cell,
    Commencement,
    Event,
    FrontLine,
    FrontRole,
    Image,
    Inline,
    Note,
    Para,
    Provision,
    Source,
    Span,
    Table,
)
from compendium.law.changes import Change, Modification, ModType, Passage, State
from compendium.law.kinds import ActKind, EventKind, Level
from compendium.law.names import assign_ids
from compendium.law.numerals import article_number, to_chinese

SIGNS = "甲乙丙丁本条例第一款（）《》“”，。；：、　A1<>&\"' \u3007𠮷㎡ⅢＡ"
WORDS = st.text(SIGNS, min_size=1, max_size=12)
HEADINGS = st.text("总则附养护罚甲 &<", min_size=1, max_size=6)
DAYS = st.dates(date(1949, 10, 1), date(2099, 12, 31))
NAMES = st.text("海浦市人大常委会〔〕第号&\"'<", max_size=8)

SPANS = st.builds(Span, st.sampled_from(["sup", "sub", "b", "i", "u"]), WORDS)
IMAGES = st.builds(Image, st.from_regex(r"media/[a-f0-9]{8}\.png", fullmatch=True), NAMES)
NOTES = st.builds(Note, st.sampled_from(["①", "[1]", "*"]), WORDS)


@st.composite
def paras(draw: st.DrawFn) -> Para:
    """A paragraph in which no two strings follow each other, as a reader returns it."""
    runs: list[Inline] = []
    for run in draw(st.lists(st.one_of(WORDS, WORDS, SPANS, IMAGES, NOTES), min_size=1, max_size=4)):
        if runs and isinstance(runs[-1], str) and isinstance(run, str):
            runs[-1] += run
        else:
            runs.append(run)
    return Para(tuple(runs))


CELLS = st.builds(
    Cell,
    st.lists(paras(), max_size=2).map(tuple),
    st.booleans(),
    st.integers(1, 3),
    st.integers(1, 3),
)
TABLES = st.builds(
    Table,
    st.lists(st.lists(CELLS, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple),
    st.one_of(st.just(""), WORDS),
)
BLOCKS: st.SearchStrategy[tuple[Block, ...]] = st.lists(
    st.one_of(paras(), paras(), paras(), TABLES), min_size=1, max_size=2
).map(tuple)


def _numbered(level: Level, form: str, count: int, parts: list[Provision]) -> tuple[Provision, ...]:
    return tuple(
        Provision(
            level=level,
            eid="",
            wid="",
            num=form.format(to_chinese(n), n),
            heading=p.heading,
            blocks=p.blocks,
            children=p.children,
            tail=p.tail,
        )
        for n, p in enumerate(parts[:count], 1)
    )


@st.composite
def paragraphs(draw: st.DrawFn) -> Provision:
    """A 款, with 项, 目 and （1） below it or without."""
    blocks: tuple[Block, ...] = draw(BLOCKS)
    if not draw(st.booleans()):
        return Provision(level=Level.PARAGRAPH, eid="", wid="", blocks=blocks)
    leaves = [Provision(level=Level.SUBINDENT, eid="", wid="", blocks=draw(BLOCKS)) for _ in range(2)]
    below = _numbered(Level.SUBINDENT, "（{1}）", draw(st.integers(0, 2)), leaves)
    ends = draw(st.booleans())
    tail: tuple[Block, ...] = draw(BLOCKS) if below and ends else ()
    indents = _numbered(
        Level.INDENT,
        "{1}.",
        draw(st.integers(0, 2)),
        [
            Provision(
                level=Level.INDENT, eid="", wid="", num="", blocks=draw(BLOCKS), children=below, tail=tail
            ),
            Provision(level=Level.INDENT, eid="", wid="", blocks=draw(BLOCKS)),
        ],
    )
    points = _numbered(
        Level.POINT,
        "（{0}）",
        2,
        [
            Provision(level=Level.POINT, eid="", wid="", blocks=draw(BLOCKS), children=indents),
            Provision(level=Level.POINT, eid="", wid="", blocks=draw(BLOCKS)),
        ],
    )
    tail = draw(BLOCKS) if draw(st.booleans()) else ()
    return Provision(level=Level.PARAGRAPH, eid="", wid="", blocks=blocks, children=points, tail=tail)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[Provision, ...]:
    """A body: 条 with 编章节 above them or without, or 一、 only."""
    if draw(st.integers(0, 4)) == 0:
        parts = [
            Provision(
                level=Level.LEVEL,
                eid="",
                wid="",
                num="",
                heading=draw(HEADINGS),
                children=(draw(paragraphs()),),
            )
            for _ in range(2)
        ]
        return _numbered(Level.LEVEL, "{0}、", 2, parts)
    articles = [
        Provision(
            level=Level.ARTICLE,
            eid="",
            wid="",
            num=article_number((n, 1) if n == 3 else (n,)),
            heading=draw(st.one_of(st.just(""), HEADINGS)),
            children=tuple(draw(st.lists(paragraphs(), min_size=1, max_size=2))),
        )
        for n in (1, 2, 3)
    ]
    held = tuple(articles)
    for level, form in draw(
        st.sampled_from(
            [
                [],
                [(Level.CHAPTER, "第{0}章")],
                [(Level.SECTION, "第{0}节"), (Level.CHAPTER, "第{0}章")],
                [(Level.CHAPTER, "第{0}章"), (Level.SUBPART, "第{0}分编"), (Level.PART, "第{0}编")],
            ]
        )
    ):
        held = (
            Provision(
                level=level, eid="", wid="", num=form.format("一"), heading=draw(HEADINGS), children=held
            ),
        )
    return held


EVENTS = st.builds(
    Event,
    kind=st.sampled_from(EventKind),
    date=DAYS,
    body=NAMES,
    session=NAMES,
    decision=NAMES,
    ordinal=st.integers(0, 9),
    number=NAMES,
    words=NAMES,
)


@st.composite
def commencements(draw: st.DrawFn, day: date) -> tuple[Commencement, ...]:
    basis = draw(st.sampled_from(Basis))
    first = Commencement("cm_1", None if basis is Basis.UNDETERMINED else day, basis, draw(NAMES))
    more = draw(st.lists(DAYS, max_size=2))
    later = (Commencement(f"cm_{n}", d, Basis.STATED, draw(NAMES)) for n, d in enumerate(more, 2))
    return (first, *later)


@st.composite
def fronts(draw: st.DrawFn) -> tuple[FrontLine, ...]:
    roles: list[FrontRole] = draw(st.lists(st.sampled_from(["cover", "docNumber"]), max_size=3))
    lines = [FrontLine(role, draw(paras())) for role in roles]
    lines.append(FrontLine("docTitle", draw(paras())))
    lines += [FrontLine("history", draw(paras())) for _ in range(draw(st.integers(0, 2)))]
    if draw(st.booleans()):
        lines.append(FrontLine("tocTitle", Para(("目录",))))
        lines += [FrontLine("toc", draw(paras()), draw(st.integers(1, 3)), t) for t in ("chp_1", "")]
    return tuple(lines)


OTHER = "/akn/cn-sh/act/difangxing-fagui/2015/hai-pu-shi-yu-shui-hua-yuan"
DECISION = "/akn/cn-sh/act/xiugai-jueding/2019/guan-yu-xiu-gai"
PLACES = st.sampled_from(
    ["", "preface", "art_13", "art_12-1__para_2__point_3", "att_1__art_2x2", "preamble__p_1"]
)
PLACE_LISTS = st.lists(PLACES, max_size=3).map(tuple)


@st.composite
def passages(draw: st.DrawFn, act: Act) -> Passage:
    """Any characters of any paragraph of an act."""
    provision = draw(st.sampled_from([p for p in act.provisions() if p.blocks]))
    blocks = provision.blocks + provision.tail
    block = draw(st.integers(0, len(blocks) - 1))
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(blocks[block].text))] * 2)))
    return Passage(provision.eid, block, start, end)


@st.composite
def modifications(draw: st.DrawFn, act: Act) -> tuple[Modification, ...]:
    """Operations on another work, in every state that a file keeps."""
    out = []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        state = draw(st.sampled_from([s for s in State if s is not State.REFUSED]))
        out.append(
            Modification(
                eid=f"mod_{number}",
                type=draw(st.sampled_from(ModType)),
                work=OTHER,
                passages=tuple(draw(st.lists(passages(act), max_size=2))),
                targets=draw(PLACE_LISTS),
                results=draw(PLACE_LISTS),
                old=draw(st.one_of(st.just(""), WORDS)),
                new=draw(st.one_of(st.just(""), WORDS)),
                form=draw(st.sampled_from(["", "substitute-words"])),
                state=state,
                words=draw(WORDS if state is State.STATED else NAMES),
                reason=draw(WORDS if state is State.ASIDE else NAMES),
            )
        )
    return tuple(out)


@st.composite
def changes(draw: st.DrawFn, act: Act) -> tuple[Change, ...]:
    """What a decision did to provisions of an act."""
    eids = st.sampled_from(["", *(p.eid for p in act.provisions()), *(a.eid for a in act.attachments)])
    days = DAYS.filter(lambda day: day != act.date)
    return tuple(
        Change(
            type=draw(st.sampled_from(ModType)),
            decision=DECISION,
            decided=draw(DAYS),
            modification="mod_7",
            eid=draw(eids),
            before=draw(days),
            was=was,
        )
        for was in draw(st.lists(PLACE_LISTS, max_size=3))
    )


@st.composite
def acts(draw: st.DrawFn) -> Act:
    """Any act, with amendments or without."""
    act = draw(texts())
    former = tuple(draw(st.lists(DAYS, max_size=2)))
    return replace(act, modifications=draw(modifications(act)), changes=draw(changes(act)), former=former)


@st.composite
def texts(draw: st.DrawFn) -> Act:
    """Any act without amendments."""
    day = draw(DAYS)
    kind = draw(st.sampled_from(ActKind))
    recitals = tuple(
        Provision(level=Level.RECITAL, eid="", wid="", blocks=(draw(st.one_of(paras(), TABLES)),))
        for _ in range(draw(st.integers(0, 2)))
    )
    attachments = tuple(
        Attachment(
            f"att_{n}",
            draw(st.sampled_from(["", "附件", f"附件{n}："])),
            draw(st.one_of(st.just(""), HEADINGS)),
            assign_ids(draw(bodies()), f"att_{n}"),
        )
        for n in range(1, draw(st.integers(0, 2)) + 1)
    )
    return Act(
        work=f"/akn/cn-sh/act/{kind}/{day.year:04}/hai-pu-shi-qiao-liang",
        kind=kind,
        date=day,
        title=draw(WORDS),
        language=draw(st.sampled_from(["zho", "eng"])),
        short_title=draw(NAMES),
        issuer=draw(NAMES),
        number=draw(NAMES),
        subjects=tuple(draw(st.lists(WORDS, max_size=2))),
        keywords=tuple(draw(st.lists(WORDS, max_size=2))),
        source=draw(
            st.sampled_from([Source(), Source("甲.docx", "0" * 64, "公报2024年第3期"), Source(file="乙.md")])
        ),
        events=tuple(draw(st.lists(EVENTS, max_size=3))),
        commencements=draw(st.one_of(st.just(()), commencements(day))),
        front=draw(fronts()) if draw(st.booleans()) else (),
        preamble=assign_ids(recitals),
        body=assign_ids(draw(bodies())),
        conclusions=draw(BLOCKS) if draw(st.booleans()) else (),
        attachments=attachments,
    )
