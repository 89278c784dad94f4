"""eIds and wIds: where a provision stands now, and which provision it has always been.

Source: Akoma Ntoso Naming Convention 1.0, section 5; the abbreviations of the levels are ours where it
has none. 条 are numbered through the whole act (立法技术规范), so their eId does not name the 章.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from compendium.model import Level, Provision
from compendium.numerals import english_number, item_number, provision_number

PREFIX = {
    Level.PART: "part",
    Level.SUBPART: "subpart",
    Level.CHAPTER: "chp",
    Level.SECTION: "sec",
    Level.LEVEL: "lvl",
    Level.ARTICLE: "art",
    Level.PARAGRAPH: "para",
    Level.POINT: "point",
    Level.INDENT: "indent",
    Level.SUBINDENT: "indent",
    Level.RECITAL: "preamble__p",
}
EID = re.compile(
    r"(?:[a-z]+_[0-9]+(?:-[0-9]+)*(?:x[0-9]+)?|preamble)(?:__[a-z]+_[0-9]+(?:-[0-9]+)*(?:x[0-9]+)?)*"
)
WID = re.compile(
    EID.pattern + r"(?:@[0-9]{4}-[0-9]{2}-[0-9]{2}(?:__[a-z]+_[0-9]+(?:-[0-9]+)*(?:x[0-9]+)?)*)*"
)
_NUMBERED_BY_PROVISION = frozenset({Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION, Level.ARTICLE})


def number_of(level: Level, num: str) -> tuple[int, ...]:
    """The number that a provision prints, as integers; empty for a level without numbers.

    Raises:
        ValueError: the words are no number of that level.
    """
    if not num:
        return ()
    if level in _NUMBERED_BY_PROVISION:
        return english_number(num) if num.isascii() else provision_number(num)
    return (item_number(num),)


def assign_ids(roots: tuple[Provision, ...], prefix: str = "") -> tuple[Provision, ...]:
    """Give every provision its eId, and the same as its wId; `prefix` is that of an attachment."""
    return _siblings(roots, prefix, prefix)


def _siblings(provisions: tuple[Provision, ...], parent: str, root: str) -> tuple[Provision, ...]:
    used: dict[str, int] = {}
    counters: dict[Level, int] = {}
    out = []
    for provision in provisions:
        counters[provision.level] = counters.get(provision.level, 0) + 1
        number = number_of(provision.level, provision.num) or (counters[provision.level],)
        token = f"{PREFIX[provision.level]}_" + "-".join(map(str, number))
        base = root if provision.level is Level.ARTICLE else parent
        eid = f"{base}__{token}" if base else token
        used[eid] = used.get(eid, 0) + 1
        if used[eid] > 1:  # a repeated number in the source; `check` reports it, links still work
            eid += f"x{used[eid]}"
        children = _siblings(provision.children, eid, root)
        out.append(replace(provision, eid=eid, wid=eid, children=children))
    return tuple(out)


def born_on(wid: str, day: date) -> str:
    """The wId of a provision that entered the act on that day, when another has had the number before."""
    return f"{wid}@{day.isoformat()}"


def with_wids(roots: tuple[Provision, ...], wids: dict[str, str]) -> tuple[Provision, ...]:
    """Set the wIds by eId; a provision not named takes its parent's with its own last step."""
    return tuple(_with_wids(root, "", "", wids) for root in roots)


def _with_wids(provision: Provision, parent_eid: str, parent_wid: str, wids: dict[str, str]) -> Provision:
    step = provision.eid.removeprefix(parent_eid) if parent_eid else provision.eid
    inherited = parent_wid + step if step.startswith("__") else provision.eid
    wid = wids.get(provision.eid, inherited)
    children = tuple(_with_wids(c, provision.eid, wid, wids) for c in provision.children)
    return replace(provision, wid=wid, children=children)
