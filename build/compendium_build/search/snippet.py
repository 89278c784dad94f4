"""A piece of context around the first mark."""

from __future__ import annotations

from dataclasses import dataclass

from compendium.querying.matching import Spans

_STOPS = "。；！？\n"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A cut of a text, the marks in it, and whether something was left out before and after."""

    text: str
    spans: Spans
    before: bool
    after: bool

    def __str__(self) -> str:
        return ("…" if self.before else "") + self.text.replace("\n", "　") + ("…" if self.after else "")


def snippet(text: str, spans: Spans, width: int = 80) -> Snippet:
    """Cut about `width` characters: the sentence of the first mark, and on as far as there are marks."""
    first, last = spans[0] if spans else (0, 0)
    start = _start(text, first, max(width - (last - first), 0))
    end = _end(text, spans, last, min(max(start + width, last), len(text)))
    cut = text[start:end]
    start += len(cut) - len(cut.lstrip())
    cut = cut.strip()
    end = start + len(cut)
    inside = tuple((max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start)
    return Snippet(cut, inside, start > 0, end < len(text))


def _start(text: str, first: int, room: int) -> int:
    """Where the sentence starts, or as far before the mark as leaves room after it."""
    sentence = max(text.rfind(stop, 0, first) for stop in _STOPS) + 1
    return sentence if first - sentence <= room * 2 // 3 else first - room // 3


def _end(text: str, spans: Spans, last: int, limit: int) -> int:
    """Where the sentence of the last mark before the limit ends, or the limit."""
    last = max((b for _, b in spans if b <= limit), default=last)
    stops = [at for stop in _STOPS if (at := text.find(stop, last, limit)) >= 0]
    beyond = any(a < limit < b for a, b in spans)
    return min(stops) + 1 if stops and not beyond else limit
