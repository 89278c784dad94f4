"""Which provision of one version is which of the version before: wIds by content and order.

Provisions with the same words are the same, in order; between those, the most alike are paired without
crossing. What finds no partner was born with the version and gets a wId that says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from compendium.law.act import Act, Provision
from compendium.law.identifiers import EId, WId
from compendium.law.kinds import HEADED, Level
from compendium.law.names import born_on, with_wids

ALIKE = 0.5
"""Share of character pairs in common from which two provisions are taken to be one, amended."""
ALIKE_IN_PLACE = 0.2
"""The same where as many stand between the same neighbours before and after: 第X条修改为 keeps the place."""


def align(before: Act, after: Act) -> Act:
    """Give the provisions of `after` the wIds they had in `before`."""
    wids: dict[EId, WId] = {}
    names = _Names(after.date, {provision.wid for provision in before.provisions()})
    for old_group, new_group in (
        (_of(before, HEADED), _of(after, HEADED)),
        (_of(before, {Level.LEVEL}), _of(after, {Level.LEVEL})),
        (_of(before, {Level.ARTICLE}), _of(after, {Level.ARTICLE})),
        (_loose(before), _loose(after)),
        (before.preamble, after.preamble),
    ):
        _match(old_group, new_group, names, wids)
    for old_part, new_part in zip(before.attachments, after.attachments, strict=False):
        _match(old_part.body, new_part.body, names, wids)
    attachments = tuple(replace(a, body=with_wids(a.body, wids)) for a in after.attachments)
    return replace(
        after,
        preamble=with_wids(after.preamble, wids),
        body=with_wids(after.body, wids),
        attachments=attachments,
    )


@dataclass(slots=True)
class _Names:
    """The day on which provisions are born, and the wIds that others have or had."""

    day: date
    taken: set[WId]

    def born(self, wid: WId | EId) -> WId:
        """The wId of a provision that enters under a number; one that no other has.

        Where a version is corrected, others were born on its day already: art_3x2@2024-05-01 is the second.
        """
        name = born_on(wid, self.day)
        base, count = re.sub(r"x[0-9]+$", "", wid), 2
        while name in self.taken:
            name = born_on(WId(f"{base}x{count}"), self.day)
            count += 1
        self.taken.add(name)
        return name


def _of(act: Act, levels: frozenset[Level] | set[Level]) -> tuple[Provision, ...]:
    return tuple(p for root in act.body for p in root.walk() if p.level in levels)


def _loose(act: Act) -> tuple[Provision, ...]:
    """款 that stand under no 条 and no 一、."""
    roots = list(act.body)
    for provision in _of(act, HEADED):
        roots += provision.children
    return tuple(p for p in roots if p.level is Level.PARAGRAPH)


def _match(old: Sequence[Provision], new: Sequence[Provision], names: _Names, wids: dict[EId, WId]) -> None:
    """Pair two sequences; record the wIds of the new ones and, below 条, of what they hold."""
    for position, partner in enumerate(pairs([_words(p) for p in old], [_words(p) for p in new])):
        provision = new[position]
        wids[provision.eid] = names.born(provision.eid) if partner is None else old[partner].wid
        if partner is not None and provision.level not in HEADED:
            _match_children(old[partner], provision, names, wids)


def _match_children(old: Provision, new: Provision, names: _Names, wids: dict[EId, WId]) -> None:
    partners = pairs([_words(p) for p in old.children], [_words(p) for p in new.children])
    for child, partner in zip(new.children, partners, strict=True):
        if partner is None:
            step = child.eid.removeprefix(new.eid)
            wids[child.eid] = names.born(WId(wids[new.eid] + step))
        else:
            wids[child.eid] = old.children[partner].wid
            _match_children(old.children[partner], child, names, wids)


def _words(provision: Provision) -> str:
    """What a provision says, without its number; of a 章 its heading."""
    if provision.level in HEADED:
        return provision.heading or provision.num
    own = "".join(block.text for block in provision.blocks)
    return provision.heading + own + "".join(child.text for child in provision.children)


def pairs(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """Give for each new text the position of the old one that it continues, or None.

    >>> pairs(["甲有权申请", "乙应当登记"], ["新的条文内容", "甲有权申请", "乙应当及时登记"])
    [None, 0, 1]
    """
    out: list[int | None] = [None] * len(new)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            out[j1:j2] = range(i1, i2)
        elif tag == "replace":
            for j, i in _alike(old[i1:i2], new[j1:j2]):
                out[j1 + j] = i1 + i
    return out


def _alike(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairing without crossings that has the greatest likeness in all."""
    enough = ALIKE_IN_PLACE if len(old) == len(new) else ALIKE
    likeness = [[_likeness(a, b) for b in map(_pairs_of, new)] for a in map(_pairs_of, old)]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            here = likeness[i][j]
            taken = here + best[i + 1][j + 1] if here >= enough else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], taken)
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        here = likeness[i][j]
        if here >= enough and best[i][j] == here + best[i + 1][j + 1]:
            found.append((j, i))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _pairs_of(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(max(len(text) - 1, 1)))


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    return 2 * (a & b).total() / max(a.total() + b.total(), 1)
