"""Answer /search, /suggest and the request for the description of the search for browsers.

A suggestion is a regulation that what has been typed may mean: by title, pinyin, initials or abbreviation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from compendium.law.identifiers import Uri
from compendium.law.names import title_key
from compendium.library.catalog import Work
from compendium.querying import QueryError, parse_query
from compendium.querying.synonyms import from_rows
from compendium_build.edition.addresses import OPENSEARCH
from compendium_build.edition.artifacts import code_key, key_of
from compendium_build.search import Answer, BadCursor, Index
from compendium_build.search import Request as Question
from compendium_build.serving.asking import Asked, moment_asked, read_request
from compendium_build.serving.cache import Cache, Item
from compendium_build.serving.editions import Shown
from compendium_build.serving.library import Library
from compendium_build.serving.media import HTML, JSON, TYPES
from compendium_build.serving.moments import AS_OF, KNOWN_AT, Moment
from compendium_build.serving.openapi import FORM, ON, WHEN, Q
from compendium_build.serving.pages import address, moment_of, moved, without
from compendium_build.serving.replies import FRESH, Refusal, reply, wants_json
from compendium_build.serving.results import answer_json, answer_page
from compendium_build.serving.searcher import Searcher

_MOST = 10


def suggested(shown: Shown, searcher: Searcher, words: str) -> list[Work]:
    """The works that fit best, at most ten."""
    by_uri = shown.edition.catalog.by_uri
    found: dict[Uri, None] = {}
    if searcher.is_ready:
        with searcher.held() as index:
            found |= dict.fromkeys(_named(index, words))
    key = title_key(words)
    holding = (work for work in shown.edition.catalog.works if key and key in title_key(work.title))
    for work in sorted(holding, key=lambda work: (len(work.title), work.folder)):
        found.setdefault(work.uri, None)
    return [by_uri[uri] for uri in found if uri in by_uri][:_MOST]


def _named(index: Index, words: str) -> Iterator[Uri]:
    try:
        titles = from_rows(index.synonyms).titles(parse_query(words))
    except QueryError:
        titles = ()
    for title in titles:
        yield from index.names.find(title)
    yield from index.names.spelt(words)
    yield from index.names.whole(words)


SUGGESTIONS = "application/x-suggestions+json"
_FOLDER = "search/"
_TIMES = (AS_OF, KNOWN_AT, WHEN.name, ON.name)


async def search(request: Request) -> Response:
    """Search: a page for people, JSON for programs."""
    moment, path, by_query = moment_of(request)
    moment, by_form = moment_asked(request, moment)
    form = FORM.text(request)
    as_json = form == "json" or (not form and wants_json(request.headers.get("accept", "")))
    if moment.known_at:
        raise Refusal(404, "检索只能用现在库中的内容。请去掉网址里的 known-at。")
    if not as_json and (by_query or by_form or not path.startswith(_FOLDER)):
        there = path if path.startswith(_FOLDER) else _FOLDER
        return moved(request, moment.address(there), without(request, *_TIMES))
    library: Library = request.app.state.library
    shown, searcher = library.current, request.app.state.searcher
    asked = read_request(request, shown, moment.day or shown.day)
    if as_json and not asked.request.query:
        raise Refusal(400, "请用 q 给出检索词。")
    if asked.request.query and not searcher.is_ready:
        raise Refusal(503, "检索索引正在生成，请稍后再试。", again=10)
    item, status = await _answered(request, shown, moment, asked, as_json)
    headers = {"vary": "Accept"}
    if status != 200:
        return Response(item.body, status, headers | {"cache-control": FRESH}, HTML)
    return reply(request, item, JSON if as_json else HTML, shown.state.when, headers)


async def _answered(
    request: Request, shown: Shown, moment: Moment, asked: Asked, as_json: bool
) -> tuple[Item, int]:
    """The answer as it is sent, and the status: what has been asked before is at hand."""
    answers: Cache = request.app.state.answers
    searcher: Searcher = request.app.state.searcher
    states = (code_key(), shown.state.name, searcher.name, str(shown.day))
    root = request.scope.get("root_path", "")
    key = key_of(*states, root, str(moment), repr(asked), as_json)
    if item := answers.get(key):
        return item, 200
    try:
        answer = await _found(request, asked.request) if asked.request.query else None
    except QueryError as error:
        if as_json:
            raise Refusal(400, str(error)) from None
        return Item(key=key, body=answer_page(shown, moment, asked, None, str(error))), 400
    if as_json:
        assert answer
        whole = partial(_whole, request, moment)
        value = answer_json(answer, asked, moment, searcher.name, whole)
        return answers.put(key, (json.dumps(value, ensure_ascii=False) + "\n").encode(), JSON), 200
    return answers.put(key, answer_page(shown, moment, asked, answer, ""), HTML), 200


async def _found(request: Request, question: Question) -> Answer:
    searcher: Searcher = request.app.state.searcher
    try:
        async with request.app.state.searches:
            return await to_thread.run_sync(searcher.ask, question)
    except BadCursor as error:
        raise Refusal(400, str(error)) from None


def _whole(request: Request, moment: Moment, path: str) -> str:
    """The address at this server of a path in the edition of a moment, with its anchor or query."""
    if path.startswith(_FOLDER):  # which has its day in the query
        return address(request, path)
    place, mark, anchor = path.partition("#")
    return address(request, moment.address(place)) + mark + anchor


async def suggest(request: Request) -> Response:
    """Titles that go on from what has been typed, as browsers want them (OpenSearch Suggestions)."""
    library: Library = request.app.state.library
    searcher: Searcher = request.app.state.searcher
    shown, words = library.current, Q.text(request)
    works = suggested(shown, searcher, words) if words else []
    value = [
        words,
        [work.title for work in works],
        [work.kind.chinese for work in works],
        [address(request, f"{work.folder}/") for work in works],
    ]
    headers = {"cache-control": FRESH, "access-control-allow-origin": "*", "content-type": SUGGESTIONS}
    return Response(json.dumps(value, ensure_ascii=False), headers=headers)


async def opensearch(request: Request) -> Response:
    """How a browser adds this search to its own."""
    library: Library = request.app.state.library
    shown = library.current
    said = shown.edition.base_url.rstrip("/")
    base = said or str(request.base_url).rstrip("/")
    text = shown.site.render("opensearch.xml", OPENSEARCH, name=shown.edition.title, base=base)
    # An address that the request itself names must not be kept for others.
    kept = {"cache-control": FRESH if said else "no-store"}
    return Response(text, headers=kept, media_type=TYPES["opensearch"])
