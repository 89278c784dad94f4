"""Contents of one regulation: those of its text, or those that a long one without any is given."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from compendium.model import HEADED, Act, FrontLine
from compendium_build.print.inline import BOOK, Place, add_runs
from compendium_build.print.parts import page_line, slot

LONG = 60
"""From so many articles on a regulation in chapters is given contents."""
_RANKS = {"part": 1, "subpart": 2, "chapter": 2, "section": 3}


def add_toc_line(section: Element, line: FrontLine, anchor: str, place: Place, paged: bool) -> None:
    """Add a line of the text's own 目录; it leads to its heading and, in a book, tells its page."""
    leads = bool(line.target)
    style = f"toc toc-{line.level}" + (" to-page" if leads and paged else "")
    p = SubElement(section, "p", {"class": style})
    inner = SubElement(p, "a", {"href": f"{BOOK}{anchor}"}) if leads else p
    add_runs(inner, line.para.runs, place, "")
    if leads and paged:
        slot(p, anchor)


def is_long(act: Act) -> bool:
    """Whether a regulation needs contents that its text doesn't have."""
    return len(act.articles) >= LONG and not any(line.role == "toc" for line in act.front) and _is_headed(act)


def add_contents(section: Element, act: Act, anchor: Callable[[str], str], space: str) -> None:
    """Add contents from the headings."""
    SubElement(section, "p", {"class": "tocTitle"}).text = "〔目录〕"
    headings = [p for root in act.body for p in root.walk() if p.level in HEADED]
    top = min(_RANKS[heading.level] for heading in headings)
    for heading in headings:
        label = space.join(filter(None, (heading.num, heading.heading)))
        rank = _RANKS[heading.level] - top + 1
        page_line(section, "p", label, anchor(heading.eid), f"toc toc-{rank}")


def _is_headed(act: Act) -> bool:
    return any(root.level in HEADED for root in act.body)
