"""Small changes within a provision, as instructions on words.

What differs between a text as seen and the text after is told as pairs of words cut at their borders
(`cores`). A quotation may begin and end only at the borders of words, never within a number, a title or a
term (`quotable`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from compendium.amending.deriving.text_seen import Seen
from compendium.amending.deriving.texts import Text
from compendium.amending.instruction import DeleteWords, InsertWords, Ref, Side, SubstituteWords
from compendium.law.numerals import NUMERAL

_UNITS = "编章节条款项目年月日天元倍名次件万亿户%％"
_NUMBER = rf"第?{NUMERAL}(?:[.．]{NUMERAL})?(?:分之{NUMERAL})?[{_UNITS}]*"
_TOKEN = re.compile(rf"《(?:[^《》]|《[^《》]*》)*》|{_NUMBER}|[A-Za-z]+|[\s\S]")
_MARKS = "，。；：、！？（）“”‘’()《》,;:!?—…"
# What is kept out: words that hold the same character, as in 目的, 共和国, 理由, 参与, 相对, 存在.
_LINKS = re.compile(
    "应当|或者|以及|可以|不得|必须|按照|根据|依照|关于|及其|并|等(?!级|待|额|于)"
    "|(?<!目)的(?!确)|(?<![共总饱人])和(?![国谐平解睦])|(?<![理自事缘])由|(?<!参)与(?!会)"
    "|(?<![相绝针面应])对(?![象方比策待照外应])|(?<![存现所潜正内])在(?![职线册校])"
)


def tokens(text: str) -> Iterator[str]:
    """Cut a text into what a quotation takes whole: numbers, titles, foreign words, else one character.

    >>> list(tokens("处二百元以下罚款"))
    ['处', '二百元', '以', '下', '罚', '款']
    """
    return iter(_TOKEN.findall(text))


def inner_borders(text: str) -> frozenset[int]:
    """Find the places at which a token begins or ends."""
    places, position = {0}, 0
    for token in tokens(text):
        position += len(token)
        places.add(position)
    return frozenset(places)


def borders(text: str) -> frozenset[int]:
    """Find the places where a quotation is cut: around punctuation and the words that link phrases."""
    places = {0, len(text)}
    for position, char in enumerate(text):
        if char in _MARKS:
            places |= {position, position + 1}
    for match in _LINKS.finditer(text):
        places |= {match.start(), match.end()}
    return frozenset(places & inner_borders(text))


def balanced(text: str) -> bool:
    """Tell whether quotation marks and brackets open and close within a text."""
    for opening, closing in ("“”", "‘’", "（）", "《》"):
        depth = 0
        for char in text:
            depth += (char == opening) - (char == closing)
            if depth < 0:
                return False
        if depth:
            return False
    return True


def is_mark(char: str) -> bool:
    """Tell whether a character is punctuation."""
    return char in _MARKS


@dataclass(frozen=True, slots=True, order=True)
class Hunk:
    """text[i1:i2] as seen became new[j1:j2]."""

    i1: int
    i2: int
    j1: int
    j2: int


def cores(old: str, new: str) -> list[Hunk]:
    """Find the smallest differences of two texts, those nearly touching put together.

    >>> [("农业技术"[h.i1:h.i2], "农村技术"[h.j1:h.j2]) for h in cores("农业技术", "农村技术")]
    [('业', '村')]
    """
    a, b = list(tokens(old)), list(tokens(new))
    at, bt = _starts(a), _starts(b)
    found: list[Hunk] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        hunk = Hunk(at[i1], at[i2], bt[j1], bt[j2])
        if found and _near(old[found[-1].i2 : hunk.i1], found[-1], hunk):
            hunk = Hunk(found[-1].i1, hunk.i2, found[-1].j1, hunk.j2)
            found.pop()
        found.append(hunk)
    return found


def _starts(parts: Sequence[str]) -> list[int]:
    places = [0]
    for part in parts:
        places.append(places[-1] + len(part))
    return places


def _near(gap: str, one: Hunk, other: Hunk) -> bool:
    """Whether what stands between two differences is too little to keep them apart."""
    if any(map(is_mark, gap)):
        return False
    size = min(max(h.i2 - h.i1, h.j2 - h.j1) for h in (one, other))
    return len(gap) <= 2 or len(gap) < size


def quotable(seen: Seen, new: str, scope: Sequence[str]) -> list[Hunk] | None:
    """Grow each difference to words found once in `scope`; None where that can't be had."""
    grower = _Grower(seen, new, scope)
    hunks = cores(seen.text, new)
    while True:
        grown: list[Hunk] = []
        for position, hunk in enumerate(hunks):
            low = (grown[-1].i2, grown[-1].j2) if grown else (0, 0)
            after = hunks[position + 1] if position + 1 < len(hunks) else None
            high = (after.i1, after.j1) if after else (len(seen.text), len(new))
            larger = grower.grow(hunk, low, high)
            if larger is not None:
                grown.append(larger)
                continue
            if not grown and after is None:
                return None
            break
        else:
            return grown
        hunks = _joined(hunks, position)


def _joined(hunks: list[Hunk], position: int) -> list[Hunk]:
    """The hunks with one of them, which found no room to grow, put together with a neighbour."""
    first = max(0, position - 1) if position + 1 == len(hunks) or position else 0
    one, other = hunks[first], hunks[first + 1]
    return [*hunks[:first], Hunk(one.i1, other.i2, one.j1, other.j2), *hunks[first + 2 :]]


_LEAST = 4
"""Characters that a quotation has at least, its punctuation not counted: less says nothing to a reader."""


class _Grower:
    """Grows differences to quotations."""

    def __init__(self, seen: Seen, new: str, scope: Sequence[str]) -> None:
        self._seen, self._new, self._scope = seen, new, scope
        cuttable = frozenset(i for i, place in enumerate(seen.origin) if place >= 0)
        self._old_places = borders(seen.text) & cuttable
        self._new_places = borders(new)
        self._least = min(_LEAST, len(seen.raw) // 2)

    def grow(self, hunk: Hunk, low: tuple[int, int], high: tuple[int, int]) -> Hunk | None:
        """Find the least growth between `low` and `high` that can be quoted."""
        lefts = self._steps(hunk.i1 - low[0], hunk.i1, hunk.j1, -1)
        rights = self._steps(high[0] - hunk.i2, hunk.i2, hunk.j2, 1)
        sizes = sorted(((left, right) for left in lefts for right in rights), key=lambda s: (sum(s), s[0]))
        for left, right in sizes:
            grown = Hunk(hunk.i1 - left, hunk.i2 + right, hunk.j1 - left, hunk.j2 + right)
            if self._fits(grown):
                return grown
        return None

    def _steps(self, room: int, i: int, j: int, way: int) -> list[int]:
        """How far one may go to a border that stands in both texts; at most eight of them."""
        found = []
        for step in range(room + 1):
            here, there = i + way * step, j + way * step
            if here in self._old_places and there in self._new_places:
                found.append(step)
        return found[:8]

    def _fits(self, hunk: Hunk) -> bool:
        old, new = self._seen.words(hunk.i1, hunk.i2), self._new[hunk.j1 : hunk.j2]
        least = self._least if new else 1
        if self._seen.walled(hunk.i1, hunk.i2) or sum(not is_mark(char) for char in old) < least:
            return False
        return balanced(old) and balanced(new) and sum(_count(text, old) for text in self._scope) == 1


def _count(text: str, words: str) -> int:
    """How often words occur, overlapping occurrences counted."""
    count, position = 0, text.find(words)
    while position >= 0:
        count, position = count + 1, text.find(words, position + 1)
    return count


WordAction = SubstituteWords | DeleteWords | InsertWords


def word_actions(text: Text, ref: Ref, scope: Sequence[str]) -> tuple[WordAction, ...] | None:
    """List what is left to order in one paragraph; None where it can't be said by quoting words.

    Every quotation occurs once in `scope`, the paragraphs that `ref` names.
    """
    hunks = quotable(text.seen, text.new, scope)
    if hunks is None:
        return None
    pairs = [(text.seen.words(h.i1, h.i2), text.new[h.j1 : h.j2]) for h in hunks]
    return joined([_action(ref, old, new) for old, new in pairs])


def _action(ref: Ref, old: str, new: str) -> WordAction:
    if not new:
        return DeleteWords((ref,), (old,))
    if new.startswith(old) and (is_mark(new[len(old)]) or (is_mark(old[-1]) and is_mark(new[-1]))):
        return InsertWords(refs=(ref,), anchors=(old,), side=Side.AFTER, new=new[len(old) :])
    if new.endswith(old) and is_mark(new[-len(old) - 1]):
        return InsertWords(refs=(ref,), anchors=(old,), side=Side.BEFORE, new=new[: -len(old)])
    return SubstituteWords((ref,), ((old, new),))


def joined(actions: Sequence[WordAction]) -> tuple[WordAction, ...]:
    """Put together neighbours of one kind on the same place: “A”修改为“B”，“C”修改为“D”."""
    out: list[WordAction] = []
    for action in actions:
        last = out[-1] if out else None
        if isinstance(last, SubstituteWords) and isinstance(action, SubstituteWords) and _same(last, action):
            out[-1] = SubstituteWords(last.refs, last.pairs + action.pairs, last.everywhere)
        elif isinstance(last, DeleteWords) and isinstance(action, DeleteWords) and _same(last, action):
            out[-1] = DeleteWords(last.refs, last.words + action.words, last.everywhere)
        else:
            out.append(action)
    return tuple(out)


def _same(one: WordAction, other: WordAction) -> bool:
    return one.refs == other.refs and one.everywhere == other.everywhere


def weight(actions: Sequence[WordAction]) -> int:
    """Weigh how much a reader has to take in: the words quoted, and something for each quotation."""
    total = 0
    for action in actions:
        if isinstance(action, SubstituteWords):
            total += sum(18 + len(old) + len(new) for old, new in action.pairs)
        elif isinstance(action, DeleteWords):
            total += sum(14 + len(words) for words in action.words)
        else:
            total += 18 + len(action.new) + sum(map(len, action.anchors))
    return total
