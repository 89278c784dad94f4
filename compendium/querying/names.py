"""Find acts by name: by parts of titles, by pinyin and initials, and by titles nearly written right.

A query may also be a citation: 消防条例第十条, 优化营商环境条例 12条2款, 《…条例》第三条第（二）项.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from compendium.law.identifiers import NO_EID, EId, Uri
from compendium.law.kinds import Level
from compendium.law.names import PREFIX, title_key
from compendium.law.numerals import NUMERAL, to_int
from compendium.querying.folding import fold

_ADDED = re.compile(r"[（(][^（）()]*[)）]$")
_LETTERS = re.compile(r"[a-zA-Z\s']+")
_SHORTEST, _LONGEST = 2, 20


@dataclass(frozen=True, slots=True)
class Name:
    """What an act is called: a title or short title, and its pinyin, a syllable for each character."""

    key: Uri
    title: str
    syllables: tuple[str, ...] = ()


class Names:
    """The names of all acts; a key may have several."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = tuple(names)
        self._heard = [(name, frozenset((*fold(name.title), *name.syllables))) for name in self._names]
        self._keys = [(title_key(name.title), _bare_name(name), name) for name in self._names]

    def find(self, words: str) -> tuple[Uri, ...]:
        """Find the acts that words name: by the whole title, its end, or else a part of it; the best only.

        >>> Names([Name("a", "海浦市消防条例"), Name("b", "海浦市消防管理办法")]).find("消防条例")
        ('a',)
        """
        wanted = title_key(words)
        if not wanted:
            return ()
        tiers = (
            (name.key for key, _, name in self._keys if key == wanted),
            (name.key for key, bare, name in self._keys if bare.endswith(wanted) or key.endswith(wanted)),
            (name.key for key, _, name in self._keys if wanted in key),
        )
        return next((found for tier in tiers if (found := tuple(dict.fromkeys(tier)))), ())

    def whole(self, words: str) -> tuple[Uri, ...]:
        """Find the acts that have the words for a whole title, what a bracket at its end adds aside."""
        wanted = title_key(words)
        found = (name.key for key, bare, name in self._keys if wanted in (key, bare))
        return tuple(dict.fromkeys(found)) if wanted else ()

    def spelt(self, letters: str) -> tuple[Uri, ...]:
        """Find the acts whose title is spelt so in pinyin, whole syllables or initials, the nearest first.

        >>> names = Names([Name("a", "优化营商", ("you", "hua", "ying", "shang"))])
        >>> names.spelt("yhys"), names.spelt("yingshang"), names.spelt("hs")
        (('a',), ('a',), ())
        """
        wanted = re.sub(r"[\s']", "", letters).lower()
        if not _LETTERS.fullmatch(letters) or len(wanted) < _SHORTEST:
            return ()
        rated = ((_spelling(name.syllables, wanted), len(name.title), name.key) for name in self._names)
        found = sorted((rate, length, key) for rate, length, key in rated if rate is not None)
        return tuple(dict.fromkeys(key for _, _, key in found))

    def near(self, words: str) -> Iterator[str]:
        """Find parts of titles that differ from the words by little, the nearest first.

        Characters that sound alike count for half a difference.
        """
        wanted = fold(words)
        if not _SHORTEST <= len(wanted) <= _LONGEST:
            return
        from pypinyin import lazy_pinyin

        sounds = lazy_pinyin(list(wanted))
        most = 0.5 if len(wanted) == 2 else 1 if len(wanted) < 5 else 2
        found: dict[str, float] = {}
        for name, heard in self._heard:
            if (
                sum(c in heard or s in heard for c, s in zip(wanted, sounds, strict=True))
                < len(wanted) - most
            ):
                continue
            cost, part = _nearest(wanted, sounds, name)
            if 0 < cost <= most and cost < found.get(part, most + 1):
                found[part] = cost
        yield from sorted(found, key=lambda part: (found[part], len(part), part))


def _bare_name(name: Name) -> str:
    """A title's key without what a bracket at its end adds: （试行）."""
    return title_key(_ADDED.sub("", name.title))


def _spelling(syllables: Sequence[str], letters: str) -> int | None:
    """How well letters spell a part of a title: 0 from its beginning, 1 from another syllable; None not."""
    for start in range(len(syllables)):
        rest = syllables[start:]
        initials = "".join(each[0] for each in rest)
        if initials.startswith(letters) or "".join(rest).startswith(letters):
            return min(start, 1)
    return None


def _nearest(wanted: str, sounds: Sequence[str], name: Name) -> tuple[float, str]:
    """The part of a title with the least distance to the words, and that distance (Sellers' algorithm)."""
    folded = fold(name.title)
    places = [at for at, char in enumerate(folded) if char.isalnum()]
    title = [folded[at] for at in places]
    alike = name.syllables if len(name.syllables) == len(title) else ()
    row: list[tuple[float, int]] = [(float(at), 0) for at in range(len(wanted) + 1)]
    best = row[-1]
    end = 0
    for position, char in enumerate(title):
        above, row = row, [(0.0, position + 1)]
        for at, other in enumerate(wanted):
            same = 0.0 if char == other else 0.5 if alike and alike[position] == sounds[at] else 1.0
            row.append(
                min(
                    (above[at][0] + same, above[at][1] if at else position),
                    (above[at + 1][0] + 1, above[at + 1][1]),
                    (row[at][0] + 1, row[at][1]),
                )
            )
        if row[-1][0] < best[0]:
            best, end = row[-1], position + 1
    return best[0], folded[places[best[1]] : places[end - 1] + 1] if end > best[1] else ""


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
_LONGEST_CITATION = 120


@dataclass(frozen=True, slots=True)
class Cited:
    """What a query cites: the words for the act, and the provision as an eId (empty for the whole)."""

    title: str
    eid: EId


def cited_in(text: str) -> Cited | None:
    """Read a query as a citation; None when it is none. Whether there is such an act is not asked here.

    >>> cited_in("消防条例第十条"), cited_in("优化营商环境条例 12条2款")
    (Cited(title='消防条例', eid='art_10'), Cited(title='优化营商环境条例', eid='art_12__para_2'))
    >>> cited_in("《消防条例》"), cited_in("消防 罚款")
    (Cited(title='消防条例', eid=''), None)
    """
    if len(text) > _LONGEST_CITATION:
        return None
    joined = "".join(text.split())
    match = _CITED.fullmatch(joined)
    if match and (title := _bare(match["title"])):
        eid = _eid(match)
        return Cited(title, eid) if eid else None
    bare = _bare(joined)
    return Cited(bare, NO_EID) if bare and bare != joined else None


def _bare(title: str) -> str:
    """A title without its 《》."""
    return (
        title[1:-1] if title.startswith("《") and title.endswith("》") and title.count("《") == 1 else title
    )


_LEVELS = ((Level.PARAGRAPH, 4), (Level.POINT, 5), (Level.INDENT, 6))


def _eid(match: re.Match[str]) -> EId:
    try:
        number = str(to_int(match[2])) + (f"-{to_int(match[3])}" if match[3] else "")
        steps = [f"{PREFIX[Level.ARTICLE]}_{number}"]
        steps += [f"{PREFIX[level]}_{to_int(match[group])}" for level, group in _LEVELS if match[group]]
    except ValueError:
        return NO_EID
    return EId("__".join(steps))
