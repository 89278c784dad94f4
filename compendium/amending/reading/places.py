"""Places as a statement names them: trees of the grammar to steps and regions, nothing inherited yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lark import Token, Tree

from compendium.amending.instruction import LAST, Numbering, Region, Step
from compendium.amending.reading.grammar import Misread
from compendium.law.kinds import Level
from compendium.law.numerals import NUMERAL, provision_number, to_int

_LEVELS = {
    "PART": Level.PART,
    "SUBPART": Level.SUBPART,
    "CHAPTER": Level.CHAPTER,
    "SECTION": Level.SECTION,
    "ARTICLE": Level.ARTICLE,
    "PARAGRAPH": Level.PARAGRAPH,
    "POINT": Level.POINT,
    "INDENT": Level.INDENT,
    "RECITAL": Level.RECITAL,
}
_COUNTED = {
    "条": Level.ARTICLE,
    "款": Level.PARAGRAPH,
    "项": Level.POINT,
    "目": Level.INDENT,
    "章": Level.CHAPTER,
    "节": Level.SECTION,
    "编": Level.PART,
    "段": Level.RECITAL,
}
_REGIONS = {
    "HEADING": Region.HEADING,
    "LEAD": Region.LEAD,
    "START": Region.START,
    "TAIL": Region.TAIL,
    "TITLE": Region.TITLE,
}
_NUMBER = re.compile(NUMERAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place as named. `act` is the offset of the mask of the act it names, -1 for none.

    `its` is 其中, `this` the level of 该条; `siblings` are the other numbers of 第一、二款.
    """

    steps: tuple[Step, ...] = ()
    region: Region = Region.WHOLE
    sentences: str = ""
    name: str = ""
    siblings: tuple[int, ...] = ()
    whole: bool = False
    loose: bool = False
    its: bool = False
    this: Level | None = None
    act: int = -1


def offset_of(tree: Tree[Token] | Token) -> int:
    """Tell where a piece of the statement begins."""
    at = tree.start_pos if isinstance(tree, Token) else tree.meta.start_pos
    return -1 if at is None else at


def trees(node: Tree[Token], name: str) -> Iterator[Tree[Token]]:
    """List the direct children of that name."""
    for child in node.children:
        if isinstance(child, Tree) and child.data == name:
            yield child


def child(node: Tree[Token], name: str) -> Tree[Token] | None:
    """Find the first direct child of that name."""
    return next(trees(node, name), None)


def tokens(node: Tree[Token], kind: str) -> list[Token]:
    """List the direct tokens of that kind."""
    return [c for c in node.children if isinstance(c, Token) and c.type == kind]


def places_of(refs: Tree[Token]) -> list[Place]:
    """Read the places of a list."""
    return [place_of(ref) for ref in trees(refs, "ref")]


def place_of(ref: Tree[Token]) -> Place:
    """Read one place with the act it names."""
    act = child(ref, "act")
    inner = [c for c in ref.children if isinstance(c, Tree) and c.data != "act"]
    place = _place(inner[0]) if inner else Place(whole=True)
    return replace(place, act=offset_of(act.children[0])) if act is not None else place


def _place(node: Tree[Token]) -> Place:
    steps_node = child(node, "steps")
    steps = tuple(map(_step, trees(steps_node, "step"))) if steps_node is not None else ()
    several = _siblings(steps_node) if steps_node is not None else ()
    place = Place(steps=steps, siblings=several)
    region = child(node, "region")
    if region is not None:
        token = region.children[0]
        assert isinstance(token, Token)
        if token.type == "SENTENCES":
            place = replace(place, sentences=str(token))
        else:
            place = replace(place, region=_region(token, bool(steps) or node.data == "attachment"))
    match node.data:
        case "its" | "its_region":
            return replace(place, its=True)
        case "this":
            return replace(place, this=_COUNTED[str(tokens(node, "THIS")[0])[-1]])
        case "preamble":
            return place if place.region is not Region.WHOLE else replace(place, region=Region.PREAMBLE)
        case "attachment":
            name = str(tokens(node, "ATTACHMENT")[0])
            if not steps and place.region is Region.WHOLE and not place.sentences:
                return replace(place, region=Region.ATTACHMENT, name=name)
            return replace(place, name=name)
        case "whole":
            return replace(place, whole=True)
        case "loose":
            return replace(place, loose=True)
    if steps and steps[0].level is Level.RECITAL:  # 正文第二段: a paragraph of a text without 条
        first = replace(steps[0], level=Level.PARAGRAPH)
        return replace(place, steps=(first, *steps[1:]), whole=True)
    return place


def _region(token: Token, of_steps: bool) -> Region:
    region = _REGIONS[token.type]
    return Region.HEADING if region is Region.TITLE and of_steps else region


def nref_steps(nref: Tree[Token]) -> list[tuple[Step, ...]]:
    """Read the steps of a new number; several for 第一、二款."""
    steps = tuple(replace(_step(s), numbering=Numbering.NEW) for s in trees(nref, "step"))
    return [steps, *((*steps[:-1], replace(steps[-1], number=(n,))) for n in _siblings(nref))]


def _step(node: Tree[Token]) -> Step:
    numbering = Numbering.UNSAID
    if (said := child(node, "numbering")) is not None:
        numbering = Numbering.OLD if tokens(said, "OLD") else Numbering.NEW
    if several := tokens(node, "SEVERAL"):
        return Step(_COUNTED[several[0][-1]], (_numbers(several[0])[0],), (), numbering)
    units = [_unit(unit) for unit in trees(node, "unit")]
    level, number = units[0]
    if len(units) == 1:
        return Step(level, number, (), numbering)
    if units[1][0] is not level or units[1][1] <= number:
        raise Misread("“至”的前后不是同一层次的先后两个序号")
    return Step(level, number, units[1][1], numbering)


def _siblings(steps: Tree[Token]) -> tuple[int, ...]:
    """The further numbers of 第一、二款, which only the last step can have."""
    found = [(i, token) for i, step in enumerate(steps.children) for token in _several(step)]
    if not found:
        return ()
    if len(found) > 1 or found[0][0] != len(steps.children) - 1:
        raise Misread("并列的序号之后还有下一层次")
    return _numbers(found[0][1])[1:]


def _several(step: Tree[Token] | Token) -> list[Token]:
    return tokens(step, "SEVERAL") if isinstance(step, Tree) else []


def _numbers(token: Token) -> tuple[int, ...]:
    try:
        return tuple(to_int(number) for number in _NUMBER.findall(token))
    except ValueError:
        raise Misread(f"“{token}”不是序号") from None


def _unit(node: Tree[Token]) -> tuple[Level, tuple[int, ...]]:
    token = node.children[0]
    assert isinstance(token, Token)
    if token.type == "LAST":
        return _COUNTED[token[-1]], LAST
    level = _LEVELS[token.type]
    try:
        if level is Level.ARTICLE:
            return level, provision_number(token)
        found = _NUMBER.search(token)
        assert found
        return level, (to_int(found[0]),)
    except ValueError:
        raise Misread(f"“{token}”不是序号") from None


def count_of(token: Token) -> tuple[int, Level]:
    """Read 两款 as 2 and the level."""
    found = _NUMBER.match(token)
    assert found
    try:
        return to_int(found[0]), _COUNTED[token[-1]]
    except ValueError:
        raise Misread(f"“{token}”不是数目") from None
