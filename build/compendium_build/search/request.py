"""What is asked of an index beside the words: the day, filters, order, page."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from compendium.problems import CompendiumError
from compendium_build.search.versions import Facet


class Sort(StrEnum):
    """The order of regulations."""

    RELEVANCE = "relevance"
    DATE = "date"  # the newest version first
    TITLE = "title"  # by pinyin


class BadCursor(CompendiumError):
    """A cursor that no answer to this question gave."""

    def __init__(self) -> None:
        super().__init__("翻页的位置（cursor）与这次检索不符，请从第一页开始。")


@dataclass(frozen=True, slots=True)
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
    work: str = ""
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


def cursor_at(request: Request, works: Sequence[str], end: int) -> str:
    """The cursor of the page that begins after `end` regulations, the last of which is told too."""
    raw = json.dumps([_digest(request), end, _short(works[end - 1])], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def position_of(request: Request, works: Sequence[str]) -> int:
    """Where the page of a cursor begins: after the last regulation of the page before, if it is still there.

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


def _short(work: str) -> str:
    return hashlib.sha256(work.encode()).hexdigest()[:8]


def _digest(request: Request) -> str:
    filters = sorted((facet.value, sorted(values)) for facet, values in request.filters.items() if values)
    asked = (request.query, str(request.day), request.all_versions, filters, request.work, request.sort.value)
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode(errors="replace")).hexdigest()[:12]
