"""What a statement takes over from the words before it: the 条 of a bare 第三款, the new number of a 条."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from compendium.amending.instruction import Numbering, Ref, Region, Step
from compendium.amending.reading.grammar import Misread
from compendium.amending.reading.places import Place
from compendium.law.kinds import Level
from compendium.law.numerals import NUMERAL

RANK = {
    Level.PART: 0,
    Level.SUBPART: 1,
    Level.CHAPTER: 2,
    Level.SECTION: 3,
    Level.ARTICLE: 4,
    Level.RECITAL: 4,
    Level.PARAGRAPH: 5,
    Level.POINT: 6,
    Level.INDENT: 7,
}
_NAMES_ANOTHER = re.compile(rf"第{NUMERAL}(?:条|款|章|节|编|自然段|段)|改为第|作为第")
Path = tuple[tuple[Level, tuple[int, ...]], ...]


@dataclass(slots=True)
class Context:
    """What has been named so far within one item of the decision.

    `refs` are the places of the last clause; `became` leads from old numbers to new ones. After words that
    could not be read `lost` is True: then nothing can be taken over. `vague` is True where those words
    named no other 条 or 款: then these can, but not the place itself.
    """

    refs: tuple[Ref, ...] = ()
    became: dict[Path, tuple[Step, ...]] = field(default_factory=dict)
    lost: bool = False
    vague: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """The last place named."""
        return self.refs[-1].steps if self.refs else ()

    @property
    def annex(self) -> str:
        """The 附件 in which the last place stands, empty for the text itself."""
        return self.refs[-1].name if self.refs else ""

    def named(self, refs: Sequence[Ref]) -> tuple[Ref, ...]:
        """Remember the places of a clause."""
        self.refs = tuple(refs)
        self.lost = self.vague = False
        return self.refs

    def missed(self, words: str) -> None:
        """Go on after words that could not be read."""
        self.lost = self.lost or bool(_NAMES_ANOTHER.search(words))
        self.vague = True
        self.refs = tuple(Ref(steps=above(ref.steps, Level.POINT), name=ref.name) for ref in self.refs[-1:])


def path_of(steps: Sequence[Step]) -> Path:
    """Give the level and number of each step, without whose numbers they are."""
    return tuple((step.level, step.number) for step in steps)


def above(steps: Sequence[Step], level: Level) -> tuple[Step, ...]:
    """Take the steps that stand higher than a level."""
    return tuple(step for step in steps if RANK[step.level] < RANK[level])


def resolve(places: Sequence[Place], context: Context) -> list[tuple[int, Ref]]:
    """Complete the places of a list; each with the offset of the act named for it, -1 for none."""
    out: list[tuple[int, Ref]] = []
    for place in _all_old(places):
        last = out[-1][1].steps if out else context.steps
        act = place.act if place.act >= 0 or not out else out[-1][0]
        foreign = place.act >= 0
        if place.its:
            out += [(act, ref) for ref in _theirs(place, context)]
        else:
            annex = "" if foreign else out[-1][1].name if out else context.annex
            ref = _resolve(place, () if foreign else last, context.lost and not out and not foreign, annex)
            out += [(act, ref), *((act, other) for other in _siblings(ref, place))]
    return out


def _all_old(places: Sequence[Place]) -> list[Place]:
    """原第五条、第六条 speaks of old numbers throughout."""
    out: list[Place] = []
    for place in places:
        if out and out[-1].steps and place.steps:
            before, first = out[-1].steps[0], place.steps[0]
            if before.numbering is Numbering.OLD and before.level is first.level:
                if first.numbering is Numbering.UNSAID:
                    first = replace(first, numbering=Numbering.OLD)
                place = replace(place, steps=(first, *place.steps[1:]))
        out.append(place)
    return out


def _theirs(place: Place, context: Context) -> list[Ref]:
    if context.lost or context.vague or not context.refs:
        raise Misread("“其中”所指的条文不明")
    if place.region is Region.WHOLE and not place.sentences:
        return list(context.refs)
    return [replace(ref, region=place.region, sentences=place.sentences) for ref in context.refs]


def _siblings(ref: Ref, place: Place) -> list[Ref]:
    """The other places of 第一、二款."""
    last = ref.steps[-1:]
    return [replace(ref, steps=(*ref.steps[:-1], replace(last[0], number=(n,)))) for n in place.siblings]


def _resolve(place: Place, last: Sequence[Step], lost: bool, annex: str) -> Ref:
    if (
        place.whole
        or place.loose
        or (place.steps and place.steps[0].level is Level.RECITAL)
        or place.region in (Region.PREAMBLE, Region.TITLE)
        or place.name
    ):
        return Ref(
            steps=place.steps,
            region=place.region,
            sentences=place.sentences,
            name=place.name,
            loose=place.loose,
        )
    if annex and place.steps and RANK[place.steps[0].level] <= RANK[Level.ARTICLE]:
        raise Misread(f"没有说明是{annex}中的还是正文的条文")
    if place.this is not None:
        steps = (*above(last, place.this), *(s for s in last if s.level is place.this))
        if lost or not steps or steps[-1].level is not place.this:
            raise Misread("“该”字所指的条文不明")
    elif not place.steps:
        steps = tuple(last)
        if lost or not steps:
            raise Misread("没有说明是哪一条")
    else:
        first = place.steps[0].level
        inherited = above(last, first) if first not in (Level.ARTICLE, Level.PART, Level.CHAPTER) else ()
        steps = (*inherited, *place.steps)
        alone = RANK[steps[0].level] > RANK[Level.ARTICLE] and not annex
        if RANK[first] > RANK[Level.ARTICLE] and (lost or alone):
            raise Misread("没有说明是哪一条")
        if any(RANK[a.level] >= RANK[b.level] for a, b in pairwise(steps)):
            raise Misread("条、款、项的次序不通")
    return Ref(steps=steps, region=place.region, sentences=place.sentences, name=annex)


def marked_old(ref: Ref, result: Ref) -> Ref:
    """Mark what stands left of 改为 as old numbers, from the level on that gets a new one."""
    new = [step for step in result.steps if step.numbering is Numbering.NEW]
    changed = min((RANK[step.level] for step in new), default=0)
    old = tuple(
        replace(step, numbering=Numbering.OLD)
        if RANK[step.level] >= changed and step.numbering is Numbering.UNSAID
        else step
        for step in ref.steps
    )
    return replace(ref, steps=old)


def new_steps(steps: Sequence[Step], context: Context) -> tuple[Step, ...]:
    """Write the same place in new numbers as far as they were told."""
    for length in range(len(steps), 0, -1):
        if (became := context.became.get(path_of(steps[:length]))) is not None:
            return (*became, *steps[length:])
    return tuple(steps)


def result_of(steps: Sequence[Step], place: Ref, context: Context) -> Ref:
    """Complete a new number by the place in which it counts."""
    first, within = steps[0].level, place.steps
    if place.name:
        return Ref(steps=(*above(within, first), *steps), name=place.name)
    if RANK[first] <= RANK[Level.ARTICLE] and first is not Level.SECTION:
        return Ref(steps=tuple(steps))
    higher = new_steps(above(within, first), context)
    if RANK[first] > RANK[Level.ARTICLE] and not higher:
        raise Misread("没有说明是哪一条的款、项")
    return Ref(steps=(*higher, *steps))


def expanded(refs: Sequence[Ref]) -> list[Ref]:
    """Expand references with ranges into single ones (第四条至第六条)."""
    out = []
    for ref in refs:
        last = ref.steps[-1] if ref.steps else None
        if last is None or not last.until:
            out.append(ref)
            continue
        if len(last.number) != 1 or len(last.until) != 1:
            raise Misread("区间的起止带有“之一”，不能逐一列出")
        for number in range(last.number[0], last.until[0] + 1):
            out.append(replace(ref, steps=(*ref.steps[:-1], replace(last, number=(number,), until=()))))
    return out
