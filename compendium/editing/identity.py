"""Which texts are versions of one work, and the address that a new work gets."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from compendium.editing.discrepancy import common_ends
from compendium.intake.identify import slug_of
from compendium.law.act import Act
from compendium.law.commencement import made_on
from compendium.law.identifiers import Folder
from compendium.law.kinds import DECISIONS, ActKind, EventKind
from compendium.law.names import WorkUri, free_uri, title_key
from compendium.law.timeline import first_day
from compendium.library.facts import Facts

OF_DOCUMENT = re.compile(r"[〔\[［（(]\d{4}[〕\]］）)]")
"""A number that names its year, as those of documents do: 沪府发〔2024〕3号."""


def identity(act: Act | Facts) -> str:
    """Tell what makes two texts versions of one work: the title, a decision's day, a document's number.

    关于修改本市部分地方性法规的决定 is adopted again and again under one title.
    """
    key = title_key(act.title)
    number = act.number if OF_DOCUMENT.search(act.number) else ""
    if act.kind in DECISIONS:
        return f"{key} {made_on(act)} {number}"
    return f"{key} {number}" if act.kind is ActKind.NORMATIVE_DOCUMENT else key


def revises(act: Act | Facts) -> bool:
    """Tell whether a document was issued as the revised text of an earlier one."""
    revised = any(event.kind is EventKind.REVISION and not event.decision for event in act.events)
    return act.kind is ActKind.NORMATIVE_DOCUMENT and revised


def title_difference(old: str, new: str) -> str:
    """Name the one character in which titles differ, or the two that changed places; else nothing.

    >>> title_difference("海浦市桥粱条例", "海浦市桥梁条例"), title_difference("海浦市桥梁条例", "桥梁条例")
    ('只差一个字：“粱”与“梁”', '')
    """
    one, other = title_key(old), title_key(new)
    start, end = common_ends(one, other)
    a, b = one[start : len(one) - end], other[start : len(other) - end]
    if len(a) == 2 and b == a[::-1]:
        return f"只是两个字的次序不同：“{a}”与“{b}”"
    if one == other or max(len(a), len(b)) > 1:
        return ""
    return f"只差一个字：“{a}”与“{b}”" if a and b else f"只{'少' if a else '多'}一个字：“{a or b}”"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a corpus is: `jurisdiction` (cn-sh) begins its URIs, `place` (上海市) is left out of slugs."""

    jurisdiction: str
    place: str = ""

    def free_uri(self, act: Act, taken: Container[Folder]) -> WorkUri:
        """Make the address of a work that begins with this version, where no other stands."""
        wanted = WorkUri(self.jurisdiction, act.kind, first_day(act).year, slug_of(act.title, self.place))
        return free_uri(wanted, taken)
