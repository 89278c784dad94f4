"""Every address of the edition, today's and any other's."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from compendium_build.serving.finding import Ask, Missing, Moved, Unacceptable, Withdrawn
from compendium_build.serving.library import Library
from compendium_build.serving.moments import AS_OF, KNOWN_AT, Moment, split
from compendium_build.serving.replies import FRESH, LASTING, Refusal, best_form, gone, reply

NO_PAGE = "网址可能写错了，或者这个页面已经改名。"
_DATE = "date"
_CHOSEN = "Accept, Accept-Language"


def inner_path(request: Request) -> str:
    """The path below the root of the server."""
    path: str = request.scope["path"]
    root: str = request.scope.get("root_path", "")
    return path.removeprefix(root).removeprefix("/")


def moment_of(request: Request) -> tuple[Moment, str, bool]:
    """The moment and the path within its edition; whether the query asked for another moment."""
    moment, path = split(inner_path(request))
    query = request.query_params
    asked = moment.asked(query.get(AS_OF), query.get(KNOWN_AT))
    return asked, path, asked != moment or AS_OF in query or KNOWN_AT in query


async def page(request: Request) -> Response:
    """Answer with a file of an edition, in the form and language that is wanted."""
    library: Library = request.app.state.library
    moment, path, by_query = moment_of(request)
    headers, day = request.headers, request.query_params.get(_DATE, "")[:10]
    ask = Ask(path, headers.get("accept", ""), headers.get("accept-language", ""), day)
    # A page must stand at the address that keeps its day, for its links are relative. Data has no such links.
    if by_query and best_form(ask.accept, ("html", "xml", "json", "txt", "md"))[0] == "html":
        return moved(request, moment.address(path), without_moment(request))
    answer = await library.answer(moment, ask)
    outcome = answer.outcome
    sent = {"cache-control": _lasting(moment, library)}
    if isinstance(outcome, Moved):
        sent |= {"vary": _CHOSEN} if outcome.chosen else {}
        status = 308 if outcome.permanent else 302
        return moved(request, moment.address(outcome.path), without_moment(request), status, sent)
    if isinstance(outcome, Missing):
        raise Refusal(404, NO_PAGE)
    if isinstance(outcome, Withdrawn):
        raise Refusal(410, outcome.words)
    if isinstance(outcome, Unacceptable):
        forms = tuple((media, address(request, moment.address(at))) for media, at in outcome.forms)
        raise Refusal(406, "这个地址没有所要的格式。可以用的格式：", forms=forms)
    assert answer.item is not None
    if outcome.chosen:
        sent |= {"vary": _CHOSEN, "content-location": address(request, moment.address(outcome.path))}
    if outcome.language:
        sent["content-language"] = outcome.language
    if outcome.gone:
        return gone(request, answer.item)
    return reply(request, answer.item, outcome.media, answer.since, sent)


def address(request: Request, path: str) -> str:
    """The address of a path as the client must write it."""
    return quote(request.scope.get("root_path", "")) + "/" + path


def moved(
    request: Request,
    path: str,
    query: str = "",
    status: int = 302,
    headers: dict[str, str] | None = None,
) -> Response:
    """Send the client to another address of this server."""
    where = address(request, path) + (f"?{query}" if query else "")
    return RedirectResponse(where, status, headers)


def without_moment(request: Request) -> str:
    """The query without what has gone into the address."""
    return without(request, AS_OF, KNOWN_AT, _DATE)


def without(request: Request, *names: str) -> str:
    """The query without some of its parameters, and without those that are empty."""
    pairs = request.query_params.multi_items()
    return urlencode([(name, value) for name, value in pairs if value and name not in names])


def _lasting(moment: Moment, library: Library) -> str:
    """How long an answer may be kept: what was known on a past day, and held on a day, doesn't change."""
    is_past = moment.day and moment.known_at and moment.known_at < date.today()
    return LASTING if is_past else FRESH
