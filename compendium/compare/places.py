"""How a provision is named in words: 第六条第二款第（一）项."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compendium.compare.rows import Side
from compendium.law.act import Act, Provision
from compendium.law.kinds import HEADED, UNITS, Level
from compendium.law.numerals import to_chinese

_ITEMS = {Level.POINT: "项", Level.INDENT: "目", Level.SUBINDENT: "目"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A provision in its text: its name, its parent and its rank among siblings of its level."""

    side: Side
    above: Provision | None
    unit: Provision | None
    ordinal: int


Standings = dict[int, Standing]
"""By the identity of the provision: an eId that occurs twice is a fault of the text, not of ours."""


def standings(act: Act) -> Standings:
    """Tell where every provision of an act stands."""
    out: Standings = {}
    _walk(act.preamble, None, None, "", out)
    _walk(act.body, None, None, "", out)
    for attachment in act.attachments:
        _walk(attachment.body, None, None, attachment.num or attachment.heading, out)
    return out


def groups_units(provision: Provision) -> bool:
    """Whether a provision stands over 条: a heading, or a 一、 in its place."""
    if provision.level in HEADED:
        return True
    return provision.level is Level.LEVEL and any(p.level is Level.ARTICLE for p in provision.walk())


def units(roots: Iterable[Provision]) -> Iterator[Provision]:
    """List the headings, 条 and 一、 in reading order, and what stands beside them."""
    for provision in roots:
        yield provision
        if groups_units(provision):
            yield from units(provision.children)


def _walk(
    siblings: tuple[Provision, ...],
    above: Provision | None,
    unit: Provision | None,
    name: str,
    out: Standings,
) -> None:
    count: dict[Level, int] = {}
    alone = sum(p.level is Level.PARAGRAPH for p in siblings) == 1
    for provision in siblings:
        rank = count[provision.level] = count.get(provision.level, 0) + 1
        own = _own(provision, rank, alone and bool(name))
        decimal = provision.level is Level.LEVEL and "." in own.replace("．", ".")
        place = own if decimal else name + own  # 1.1 tells all that it stands in
        own_unit = provision if provision.level in UNITS else unit
        side = Side(place=place, eid=provision.eid, wid=provision.wid, num=provision.num, provision=provision)
        out[id(provision)] = Standing(side, above, own_unit, rank)
        below = name if groups_units(provision) else place
        _walk(provision.children, provision, own_unit, below, out)


def _own(provision: Provision, rank: int, alone: bool) -> str:
    """The step that a provision adds; a 款 that is the only one is not named."""
    num = "".join(provision.num.split())
    match provision.level:
        case Level.PARAGRAPH:
            return "" if alone else f"第{to_chinese(rank)}款"
        case Level.RECITAL:
            return f"序言第{to_chinese(rank)}自然段"
        case Level.POINT | Level.INDENT | Level.SUBINDENT:
            return f"第{num.rstrip('、.．') or to_chinese(rank)}{_ITEMS[provision.level]}"
        case Level.LEVEL:
            return num
        case _:
            return num or provision.heading
