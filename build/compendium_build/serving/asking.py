"""What a query asks the index: the same words as in the browser's search, and the server's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request as HttpRequest

from compendium.law.identifiers import NO_URI, Uri
from compendium_build.search import Facet, Request, Sort
from compendium_build.serving import openapi
from compendium_build.serving.editions import Shown
from compendium_build.serving.moments import Moment
from compendium_build.serving.replies import Refusal

_VALUES = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to the index, and what of it was in the query, for the links that go on from there."""

    request: Request
    pairs: tuple[tuple[str, str], ...]

    def pairs_with(self, **changed: str) -> list[tuple[str, str]]:
        """Return the query with some values changed."""
        kept = [pair for pair in self.pairs if pair[0] not in changed]
        return [*kept, *((name, value) for name, value in changed.items() if value)]


def moment_asked(http: HttpRequest, moment: Moment) -> tuple[Moment, bool]:
    """Read the moment that the form's choice of time asks for, and whether it asks for any."""
    if openapi.WHEN.name not in http.query_params:
        return moment, False
    match openapi.WHEN.text(http):
        case "on":
            return moment.asked(openapi.ON.text(http), None), True
        case "all":
            return moment, False
        case _:
            return moment.asked("", None), True


def read_request(http: HttpRequest, shown: Shown, day: date) -> Asked:
    """Read a request to the index.

    Raises:
        Refusal: a value makes no sense.
    """
    everything = openapi.VERSIONS.text(http) == "all" or openapi.WHEN.text(http) == "all"
    filters = {facet: frozenset(_values(http, facet.value)) for facet in Facet}
    request = Request(
        query=openapi.Q.text(http),
        day=day,
        all_versions=everything,
        filters={facet: values for facet, values in filters.items() if values},
        work=_work(shown, openapi.IN_WORK.text(http)),
        sort=Sort(openapi.SORT.text(http)),
        limit=openapi.LIMIT.number(http),
        per_work=openapi.PER_WORK.number(http),
        cursor=openapi.CURSOR.text(http),
    )
    kept = {param.name for param in openapi.SEARCH_PARAMS} - {
        openapi.CURSOR.name,
        openapi.DAY.name,
        openapi.FORM.name,
    }
    pairs = [(name, value) for name, value in http.query_params.multi_items() if name in kept and value]
    return Asked(request, (*pairs, *([(openapi.VERSIONS.name, "all")] if everything else [])))


def _values(http: HttpRequest, name: str) -> list[str]:
    values = [value.strip() for value in http.query_params.getlist(name) if value.strip()]
    if len(values) > _VALUES or any(len(value) > openapi.LONGEST for value in values):
        raise Refusal(400, f"{name} 的值太多或者太长。")
    return values


def _work(shown: Shown, words: str) -> Uri:
    """The URI of the work that is named by its folder or URI."""
    if not words:
        return NO_URI
    work = shown.works.get(words.strip("/")) or shown.edition.catalog.by_uri.get(Uri(words))
    if work is None:
        raise Refusal(404, f"没有“{words}”这部法规。请写网址中的“性质/目录名”。")
    return work.uri
