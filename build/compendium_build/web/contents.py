"""The 目录 of a page: the printed one, or one made from the headings; a grid of 条 where there are none."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from compendium.model import HEADED, Act, Level, Provision
from compendium_build.web.escape import text_html
from compendium_build.web.text import TextWriter

Row = tuple[int, str, Markup, str]
"""Rank, eId (empty where the line leads nowhere), the words, and the 条 that stand below: 第一条至第八条."""

_MANY = 12
"""A text without headings gets a list of its 条 when it has this many."""


def contents(act: Act, writer: TextWriter) -> list[Row]:
    """The 目录 of an act; empty when it needs none."""
    spans = _spans(act)
    printed = [line for line in act.front if line.role == "toc"]
    if printed:
        own = writer.inline.own
        lines = [(n.level, n.target if n.target in own else "", Markup(writer.line(n))) for n in printed]
        return [(*line, spans.get(line[1], "")) for line in lines]
    rows = [row for provision in act.body for row in _headings(provision, 1, spans)]
    if not rows:
        return []
    unnamed = Markup(writer.tongue["attachment"])
    return rows + [(1, a.eid, heading_html(a.num, a.heading) or unnamed, "") for a in act.attachments]


def article_grid(act: Act) -> list[tuple[str, str]]:
    """The 条 of a text that has no headings, as (eId, number)."""
    units = [p for p in act.body if p.level in (Level.ARTICLE, Level.LEVEL) and p.num]
    return [(p.eid, p.num.rstrip("、")) for p in units] if len(units) >= _MANY else []


def contents_title(act: Act, writer: TextWriter) -> Markup:
    """The heading of the 目录, as printed."""
    for line in act.front:
        if line.role == "tocTitle":
            return Markup(writer.line(line))
    return Markup(writer.tongue["contents"])


def heading_html(num: str, heading: str) -> Markup:
    """A number and a heading in one line."""
    return Markup(text_html(num) + ("　" if num and heading else "") + text_html(heading))


def _headings(provision: Provision, rank: int, spans: dict[str, str]) -> Iterator[Row]:
    if provision.level not in HEADED:
        return
    words = heading_html(provision.num, provision.heading)
    yield rank, provision.eid, words, spans.get(provision.eid, "")
    for child in provision.children:
        yield from _headings(child, rank + 1, spans)


def _spans(act: Act) -> dict[str, str]:
    """For each 章 and 节 that has no parts of its own, its first and last 条."""
    if act.language != "zho":
        return {}
    out = {}
    for root in act.body:
        for provision in root.walk():
            if provision.level in HEADED:
                articles = [child.num for child in provision.children if child.level is Level.ARTICLE]
                if articles and len(articles) == len(provision.children):
                    ends = dict.fromkeys((articles[0], articles[-1]))
                    out[provision.eid] = "至".join(ends)
    return out
