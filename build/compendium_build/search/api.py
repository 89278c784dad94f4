"""What an answer consists of, and its form in JSON, the same for the server and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from compendium.model import ActKind
from compendium.querying.matching import Spans
from compendium.timeline import Status
from compendium_build.search.documents import Part
from compendium_build.search.snippet import Snippet
from compendium_build.search.versions import Facet


@dataclass(frozen=True, slots=True)
class Act:
    """A version of a regulation, as answers name it; `address` is its page in the web edition."""

    work: str
    title: str
    path: str
    date: date
    kind: ActKind
    issuer: str
    number: str
    language: str
    status: Status
    address: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A piece of a version that answers: where it stands, and the words found.

    `label` is 第十条, 附件1, 标题 …; `eid` is empty when the whole act is meant; `address` leads to the place
    in the web edition and stays. `spans` mark the words in `text`, `snippet` has a sentence with its marks.
    """

    act: Act
    part: Part
    eid: str
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


@dataclass(frozen=True, slots=True)
class Count:
    """How many hits in how many versions a value of a facet would leave, other facets staying as they are."""

    value: str
    label: str
    hits: int
    versions: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Jump:
    """A place that the query cites. `eid` and `label` are empty when the act has no such provision, or when
    the whole was cited; `missing` then has the words for what is not there."""

    act: Act
    eid: str
    label: str
    address: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A regulation found by its name; `why` is 简称, 拼音 or 名称."""

    act: Act
    why: str


@dataclass(frozen=True, slots=True)
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
    """An answer as JSON."""
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
        "date": act.date.isoformat(),
        "kind": act.kind.value,
        "issuer": act.issuer,
        "number": act.number,
        "language": act.language,
        "status": act.status.value,
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
        "date": hit.act.date.isoformat(),
        "status": hit.act.status.value,
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
