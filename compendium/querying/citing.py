"""A query that is a citation: 消防条例第十条, 优化营商环境条例 12条2款, 《…条例》第三条第（二）项."""

from __future__ import annotations

import re
from dataclasses import dataclass

from compendium.ids import PREFIX
from compendium.model import Level
from compendium.numerals import NUMERAL, to_int

_N = rf"({NUMERAL})"
_CITED = re.compile(
    rf"""(?P<title>.*?)
    (?:第|§|(?<=[^\d０-９〇零一二三四五六七八九十百千万两第]))    # where a number begins
    {_N}条(?:之{_N})?
    (?:[、，,]?第?{_N}款)?
    (?:[、，,]?第?[（(]?{_N}[）)]?项)?
    (?:[、，,]?第?{_N}目)?
    """,
    re.VERBOSE,
)
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Cited:
    """What a query cites: the words for the act, and the provision as an eId (empty for the whole)."""

    title: str
    eid: str


def cited_in(text: str) -> Cited | None:
    """Read a query as a citation; None when it is none. Whether there is such an act is not asked here.

    >>> cited_in("消防条例第十条"), cited_in("优化营商环境条例 12条2款")
    (Cited(title='消防条例', eid='art_10'), Cited(title='优化营商环境条例', eid='art_12__para_2'))
    >>> cited_in("《消防条例》"), cited_in("消防 罚款")
    (Cited(title='消防条例', eid=''), None)
    """
    if len(text) > _LONGEST:
        return None
    joined = "".join(text.split())
    match = _CITED.fullmatch(joined)
    if match and (title := _bare(match["title"])):
        eid = _eid(match)
        return Cited(title, eid) if eid else None
    bare = _bare(joined)
    return Cited(bare, "") if bare and bare != joined else None


def _bare(title: str) -> str:
    """A title without its 《》."""
    return (
        title[1:-1] if title.startswith("《") and title.endswith("》") and title.count("《") == 1 else title
    )


_LEVELS = ((Level.PARAGRAPH, 4), (Level.POINT, 5), (Level.INDENT, 6))


def _eid(match: re.Match[str]) -> str:
    try:
        number = str(to_int(match[2])) + (f"-{to_int(match[3])}" if match[3] else "")
        steps = [f"{PREFIX[Level.ARTICLE]}_{number}"]
        steps += [f"{PREFIX[level]}_{to_int(match[group])}" for level, group in _LEVELS if match[group]]
    except ValueError:
        return ""
    return "__".join(steps)
