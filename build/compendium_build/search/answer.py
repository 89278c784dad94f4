"""What an index is asked and what it answers, with the form in JSON that server and command line share.

Beside the words a request has the day, filters, order and page. An answer shows of each hit a piece of
context around the first mark.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from compendium.law.days import day_label, day_name
from compendium.law.identifiers import NO_URI, CorpusPath, EId, Uri
from compendium.law.kinds import ActKind
from compendium.law.problems import CompendiumError
from compendium.law.timeline import Status
from compendium.querying.matching import Spans
from compendium_build.edition.addresses import Page
from compendium_build.search.documents import Part
from compendium_build.search.versions import Facet

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A version of a regulation, as answers name it; `address` is its page in the web edition.

    `certain` is whether a text states its day of effect and no text is missing that may have held instead,
    `doubt` what the status leaves open, in words.
    """

    work: Uri
    title: str
    path: CorpusPath
    date: date
    kind: ActKind
    issuer: str
    number: str
    language: str
    status: Status
    certain: bool
    doubt: str
    address: Page

    @property
    def label(self) -> str:
        """The day that names the version."""
        return day_label(self.date)

    @property
    def status_words(self) -> str:
        """The status with what it leaves open: 现行有效（施行日期未载明）."""
        return self.status.value + (f"（{self.doubt}）" if self.doubt else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A piece of a version that answers: where it stands, and the words found.

    `label` is 第十条, 附件1, 标题 …; `eid` is empty when the whole act is meant; `address` leads to the place
    in the web edition and stays. `spans` mark the words in `text`, `snippet` has a sentence with its marks.
    """

    act: Act
    part: Part
    eid: EId
    label: str
    headings: tuple[str, ...]
    text: str
    spans: Spans
    snippet: Snippet
    address: str
    score: float


@dataclass(frozen=True, slots=True)
class Group:
    """A regulation with the best of its hits and the number of all; `act` is the version of the best."""

    act: Act
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many hits in how many versions a value of a facet would leave, other facets staying as they are."""

    value: str
    label: str
    hits: int
    versions: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A place that the query cites. `eid` and `label` are empty when the act has no such provision, or when
    the whole was cited; `missing` then has the words for what is not there."""

    act: Act
    eid: EId
    label: str
    address: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A regulation found by its name; `why` is 简称, 拼音 or 名称."""

    act: Act
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A page of the answer.

    `total` counts hits, `works` regulations, `facets` are in the order of their counts. `cursor` asks for the
    next page, empty on the last. `jumps` are places that the query cites, `named` regulations that it names
    otherwise, `suggestions` queries that would find something when this one does not. `synonyms` are the
    words that were looked for beside those of the query.
    """

    query: str
    tree: dict[str, Any]
    day: date
    all_versions: bool
    total: int
    works: int
    groups: tuple[Group, ...]
    facets: dict[Facet, tuple[Count, ...]]
    cursor: str
    jumps: tuple[Jump, ...]
    named: tuple[Named, ...]
    suggestions: tuple[str, ...]
    synonyms: tuple[str, ...]

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits of all groups, in order."""
        return tuple(hit for group in self.groups for hit in group.hits)


def answer_object(answer: Answer) -> dict[str, Any]:
    """Give an answer as JSON."""
    return {
        "query": answer.query,
        "tree": answer.tree,
        "asOf": None if answer.all_versions else answer.day.isoformat(),
        "total": answer.total,
        "works": answer.works,
        "cursor": answer.cursor or None,
        "jumps": [_jump(jump) for jump in answer.jumps],
        "named": [_act(named.act) | {"why": named.why} for named in answer.named],
        "groups": [
            {"act": _act(group.act), "total": group.total, "hits": [_hit(hit) for hit in group.hits]}
            for group in answer.groups
        ],
        "facets": {
            facet.value: [
                {
                    "value": c.value,
                    "label": c.label,
                    "hits": c.hits,
                    "versions": c.versions,
                    "chosen": c.chosen,
                }
                for c in counts
            ]
            for facet, counts in answer.facets.items()
        },
        "suggestions": list(answer.suggestions),
        "synonyms": list(answer.synonyms),
    }


def _act(act: Act) -> dict[str, Any]:
    return {
        "work": act.work,
        "title": act.title,
        "date": day_name(act.date),
        "kind": act.kind.value,
        "issuer": act.issuer,
        "number": act.number,
        "language": act.language,
        "status": act.status.value,
        "certain": act.certain,
        "address": act.address,
    }


def _jump(jump: Jump) -> dict[str, Any]:
    return {
        "act": _act(jump.act),
        "eId": jump.eid,
        "label": jump.label,
        "address": jump.address,
        "missing": jump.missing or None,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "date": day_name(hit.act.date),
        "status": hit.act.status.value,
        "certain": hit.act.certain,
        "language": hit.act.language,
        "part": hit.part.value,
        "eId": hit.eid,
        "label": hit.label,
        "headings": list(hit.headings),
        "text": hit.text,
        "spans": [list(span) for span in hit.spans],
        "snippet": {
            "text": hit.snippet.text,
            "spans": [list(span) for span in hit.snippet.spans],
            "before": hit.snippet.before,
            "after": hit.snippet.after,
        },
        "address": hit.address,
        "score": round(hit.score, 4),
    }


class Sort(StrEnum):
    """The orders of regulations."""

    RELEVANCE = "relevance"
    DATE = "date"  # the newest version first
    TITLE = "title"  # by pinyin


class BadCursor(CompendiumError):
    """A cursor that no answer to this question gave."""

    def __init__(self) -> None:
        super().__init__("翻页的位置（cursor）与这次检索不符，请从第一页开始。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question to an index.

    Args:
        query: in the query language (docs/search.md).
        day: the day that answers are for; statuses are told as of it.
        all_versions: ask all versions, not only those that hold on the day.
        filters: for each facet the values wanted, one of which a version must have. Values are those that
            answers give: Status.value, ActKind.value, an issuer's name, a class's id, a year, zho or eng.
        work: only this work, by URI.
        sort: the order of regulations.
        limit: so many regulations to a page.
        per_work: so many hits of each regulation; 0 for none.
        cursor: from the answer with the page before.
        synonyms: use the table of synonyms that the index holds.
        width: characters of context.
    """

    query: str
    day: date
    all_versions: bool = False
    filters: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    work: Uri = NO_URI
    sort: Sort = Sort.RELEVANCE
    limit: int = 20
    per_work: int = 3
    cursor: str = ""
    synonyms: bool = True
    width: int = 80

    @property
    def as_of(self) -> int | None:
        """The day whose law is asked, None for all versions."""
        return None if self.all_versions else self.day.toordinal()


def cursor_at(request: Request, works: Sequence[Uri], end: int) -> str:
    """Make the cursor of the page after the first `end` regulations, the last of which is named in it."""
    raw = json.dumps([_digest(request), end, _short(works[end - 1])], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def position_of(request: Request, works: Sequence[Uri]) -> int:
    """Find where a cursor's page begins: after the last regulation of the page before, if still there.

    Raises:
        BadCursor: the cursor belongs to another question, or to none.
    """
    if not request.cursor:
        return 0
    try:
        raw = base64.urlsafe_b64decode(request.cursor + "=" * (-len(request.cursor) % 4))
        digest, end, last = json.loads(raw)
    except (ValueError, TypeError):
        raise BadCursor from None
    if digest != _digest(request) or type(end) is not int or end < 1:
        raise BadCursor
    return next((at for at, work in enumerate(works, 1) if _short(work) == last), end)


def _short(work: Uri) -> str:
    return hashlib.sha256(work.encode()).hexdigest()[:8]


def _digest(request: Request) -> str:
    filters = sorted((facet.value, sorted(values)) for facet, values in request.filters.items() if values)
    asked = (request.query, str(request.day), request.all_versions, filters, request.work, request.sort.value)
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode(errors="replace")).hexdigest()[:12]
