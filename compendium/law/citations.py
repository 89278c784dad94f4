"""References in the words of the law: 本条例第三条第二款第（一）项, 《上海市消防条例》第十条.

A reference is what the words say; whether something stands there is for the catalog to tell. Nothing is
stored: links are found anew from the text, so they can't disagree with it.

The laws under which an act says that it is made (根据《立法法》《…》，结合本市实际，制定本条例) are read from
its first article: 立法技术规范（试行）（一）5.1 puts 立法目的与立法依据 there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from compendium.law.act import Act, Para
from compendium.law.identifiers import EId
from compendium.law.kinds import Level
from compendium.law.names import PREFIX, enclosing_article
from compendium.law.numerals import NUMERAL, item_number, provision_number, to_int

OWN_WORDS = "条例|规定|办法|细则|规则|规程|决定|法|章程|解释|通知|意见|实施细则|议事规则"
_STEP = rf"""
    (?P<article>第{NUMERAL}条(?:之{NUMERAL})*)?
    (?P<paragraph>第{NUMERAL}款)?
    (?P<point>第(?:[（(]{NUMERAL}[)）]|{NUMERAL})项)?
    (?P<indent>第(?:{NUMERAL}|{NUMERAL}[.．、])目)?
"""
_STEPS = re.compile(_STEP, re.VERBOSE)
# 基本法 and 根本法 are no 本法.
_ANCHOR = re.compile(
    rf"(?P<own>(?<![基根])本(?:{OWN_WORDS}))(?=第)|(?P<title>《(?:[^《》]|《[^《》]*》)+》)|(?P<same>本条)(?=第)"
)
_JOIN = re.compile(r"(?:、|，|和|或者|或|以及|及|与|至|到|，以及|、第)?(?=第)")

Steps = tuple[tuple[Level, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A reference at text[start:end]; `title` is empty for the act itself, `relative` for 本条第二款.

    `steps` lead from the act to the provision: ((article, (12, 1)), (paragraph, (2,)), …).
    """

    start: int
    end: int
    title: str
    steps: Steps
    relative: bool = False

    @property
    def eid(self) -> EId:
        """The eId that the steps name; empty when the whole act is meant."""
        return EId("__".join(f"{PREFIX[level]}_" + "-".join(map(str, n)) for level, n in self.steps))


def find_citations(text: str) -> Iterator[Citation]:
    """Find the references in one paragraph, in order.

    >>> [c.eid for c in find_citations("违反本条例第十条第二款、第十二条之一规定的")]
    ['art_10__para_2', 'art_12-1']
    >>> [(c.title, c.eid) for c in find_citations("依照《海浦市消防条例》第三条执行")]
    [('海浦市消防条例', ''), ('海浦市消防条例', 'art_3')]
    """
    position = 0
    while anchor := _ANCHOR.search(text, position):
        title = anchor["title"][1:-1] if anchor["title"] else ""
        if title:
            yield Citation(start=anchor.start(), end=anchor.end(), title=title, steps=())
        position = yield from _list_of_steps(text, anchor, title)


def _list_of_steps(text: str, anchor: re.Match[str], title: str) -> Generator[Citation, None, int]:
    """Yield the references that hang on one anchor; return where they end."""
    position, first = anchor.end(), True
    context: Steps = ()
    relative = bool(anchor["same"])
    while True:
        join = _JOIN.match(text, position)
        match = _STEPS.match(text, join.end()) if join else None
        if not match or match.end() == match.start():
            return position
        try:
            steps = _read_steps(match)
        except ValueError:
            return position
        steps = _inherit(context, steps)
        start = anchor.start() if first and not title else match.start()
        yield Citation(
            start=start,
            end=match.end(),
            title=title,
            steps=steps,
            relative=relative and steps[0][0] is not Level.ARTICLE,
        )
        position, context, first = match.end(), steps, False


def _read_steps(match: re.Match[str]) -> Steps:
    steps: list[tuple[Level, tuple[int, ...]]] = []
    if match["article"]:
        steps.append((Level.ARTICLE, provision_number(match["article"])))
    if match["paragraph"]:
        steps.append((Level.PARAGRAPH, provision_number(match["paragraph"])))
    for name, level in (("point", Level.POINT), ("indent", Level.INDENT)):
        if match[name]:
            steps.append((level, (_inner_number(match[name]),)))
    return tuple(steps)


def _inner_number(words: str) -> int:
    inner = words[1:-1]
    return item_number(inner) if inner[0] in "（(" else to_int(inner.rstrip(".．、"))


_ORDER = {Level.ARTICLE: 0, Level.PARAGRAPH: 1, Level.POINT: 2, Level.INDENT: 3}


def _inherit(context: Steps, steps: Steps) -> Steps:
    """Complete 第二款 after 第十条第一款、 from what was said before it."""
    rank = _ORDER[steps[0][0]]
    return tuple(step for step in context if _ORDER[step[0]] < rank) + steps


def locate(eid: EId, known: Collection[EId]) -> EId | None:
    """Find the provision that a cited eId means among those there are; None when it names none.

    第十条第（一）项 leaves 第一款 unsaid where only one 款 of the 条 has such a 项.

    >>> locate("art_10__point_1", {"art_10", "art_10__para_1", "art_10__para_1__point_1"})
    'art_10__para_1__point_1'
    """
    if eid in known:
        return eid
    match = _PARAGRAPH_UNSAID.fullmatch(eid)
    if not match:
        return None
    unsaid = re.compile(rf"{match[1]}__para_[0-9]+__{match[2]}")
    found = [candidate for candidate in known if unsaid.fullmatch(candidate)]
    return found[0] if len(found) == 1 else None


_PARAGRAPH_UNSAID = re.compile(r"((?:att_[0-9]+__)?art_[0-9-]+)__((?:point|indent)_.+)")


_MAKING = re.compile(
    rf"制定本(?:{OWN_WORDS}|规章|准则|标准)|作(?:出|如下)(?:如下)?(?:决定|规定)|现(?:就|将|对)|通知如下"
)
_TITLE = r"《(?:[^《》]|《[^《》]*》)+》"
_NAME = rf"(?:{_TITLE}|(?:中华人民共和国)?宪法)"
_LEAD = r"(?:根据|依据|依照|按照|遵照|实施|贯彻落实|贯彻执行|贯彻|落实|执行)"
_PART = rf"第{NUMERAL}(?:条|款|项)"
_BETWEEN = (
    rf"(?:、|和|以及|及其|及|与|，|的|等|{_PART}|国家|国务院|有关|相关|其他|规定|授权|批准|颁布|发布"
    r"|法律|行政法规|法规|（[^（）]*）|\([^()]*\))"
)
_FOUNDED = re.compile(rf"{_LEAD}(?:{_BETWEEN})*({_NAME}(?:{_BETWEEN}*{_NAME})*)")
_NAMES = re.compile(_NAME)
_SHORT = re.compile(r"[（(](?:以下)?(?:统称|简称)[^（）()]*[）)]")


def legal_basis(act: Act) -> tuple[str, ...]:
    """List the titles that an act names as its basis, without 《》, in order; none where it names none."""
    for text in _openings(act):
        if making := _MAKING.search(text):
            return basis_in(text[: making.start()])
    return ()


def basis_in(words: str) -> tuple[str, ...]:
    """List the titles that a clause names as basis.

    >>> basis_in("根据宪法、《立法法》和国务院《排水条例》（以下简称《条例》）等，结合本市实际，")
    ('宪法', '立法法', '排水条例')
    >>> basis_in("为了落实规划，规范《目录》的编制，")
    ()
    """
    found: dict[str, None] = {}
    for run in _FOUNDED.finditer(_SHORT.sub("", words)):
        for name in _NAMES.findall(run[1]):
            found[name[1:-1] if name.startswith("《") else name] = None
    return tuple(found)


def _openings(act: Act) -> Iterator[str]:
    """The passages in which an act may say why it is made: 序言 and the first 条, or its first paragraphs."""
    for root in act.preamble:
        yield root.text
    first = next(iter(act.articles), None)
    if first is not None:
        yield "".join(b.text for p in first.walk() for b in p.blocks if isinstance(b, Para))
        return
    for root in act.body[:3]:
        if root.level is not Level.ARTICLE:
            yield root.text


class CitedPlace(NamedTuple):
    """A place that a paragraph refers to, from `start` to `end` of its text; no title for the act itself."""

    start: int
    end: int
    title: str
    eid: EId


def references(text: str, source: EId) -> Iterator[CitedPlace]:
    """Find the references in a paragraph of the provision `source`; what is in no provision has none."""
    if not source or ("《" not in text and "本" not in text):
        return
    for cited in find_citations(text):
        eid = EId(f"{enclosing_article(source)}__{cited.eid}") if cited.relative else cited.eid
        yield CitedPlace(cited.start, cited.end, cited.title, eid)
