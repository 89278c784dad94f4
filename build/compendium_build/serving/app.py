"""The application: routes, failures, beginning and end.

Every request meets `check_bounds` before it is looked at; `Outermost` adds headers and figures after.
"""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from time import perf_counter
from typing import Any

from anyio import to_thread
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from compendium.law.problems import CompendiumError
from compendium.store import open_corpus
from compendium_build.edition.addresses import SEARCH
from compendium_build.serving.cache import Cache
from compendium_build.serving.diffs import diff
from compendium_build.serving.health import live, metrics, openapi, ready
from compendium_build.serving.keeper import Keeper
from compendium_build.serving.library import INDEX, Busy, Gate, Library
from compendium_build.serving.metrics import Metrics
from compendium_build.serving.moments import split
from compendium_build.serving.pages import NO_PAGE, inner_path, page
from compendium_build.serving.replies import LASTING, Refusal, refused
from compendium_build.serving.search import opensearch, search, suggest
from compendium_build.serving.searcher import Searcher
from compendium_build.serving.settings import Settings, load_settings

METHODS = ("GET", "HEAD", "OPTIONS")
_LONGEST_PATH, _LONGEST_QUERY = 2048, 4096
_BODY = 0
NOT_CHANGED = "这里只能查看（GET、HEAD），不能提交或者修改。"

SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""Headers of every answer; what a page may load, it says itself."""


class Outermost:
    """Sets the headers of every answer and counts it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = perf_counter(), 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in SAFE.items():
                    headers.setdefault(name, value)
            await send(message)

        self._metrics.running.inc()
        try:
            await self._app(scope, receive, sent)
        finally:
            self._metrics.running.dec()
            route = scope.get("endpoint")
            name = getattr(route, "__name__", "none")
            self._metrics.requests.labels(name, str(status)).inc()
            self._metrics.seconds.labels(name).observe(perf_counter() - started)


def check_bounds(request: Request) -> None:
    """Refuse what is not for a server that only gives out.

    Raises:
        Refusal: a body, a long address.
    """
    scope = request.scope
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) > 1 or (not hosts and scope.get("http_version") == "1.1"):
        raise Refusal(400, "请求应当有一个、且只有一个 Host。")  # RFC 9112, section 3.2
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length[:18]) > _BODY or "transfer-encoding" in request.headers:
        raise Refusal(413, "请求不应当带有内容。")
    if len(scope.get("raw_path") or scope["path"]) > _LONGEST_PATH:
        raise Refusal(414, f"网址的路径超过 {_LONGEST_PATH} 个字节。")
    if len(scope["query_string"]) > _LONGEST_QUERY:
        raise Refusal(414, f"网址的参数超过 {_LONGEST_QUERY} 个字节。")


SETTINGS = "COMPENDIUM_SERVE"
"""The variable that tells a worker process what to serve."""
_ICON = "favicon.ico"
_LOG = logging.getLogger("compendium.serve")

Endpoint = Callable[[Request], Awaitable[Response]]

ROUTES: dict[str, Endpoint] = {
    "/health": ready,
    "/health/ready": ready,
    "/health/live": live,
    "/metrics": metrics,
    "/openapi.json": openapi,
    "/search/opensearch.xml": opensearch,
    "/suggest": suggest,
    "/diff": diff,
    "/search": search,
    "/search/": search,
    f"/{SEARCH}": search,
}
"""The addresses that are no files of the edition; all others are."""
_DATED: dict[str, Endpoint] = {"search": search, "search/": search, SEARCH: search, "diff": diff}


def create_app(settings: Settings) -> Starlette:
    """Make the application for a corpus; the corpus is read when it starts."""
    figures = Metrics()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        corpus = await to_thread.run_sync(open_corpus, settings.corpus)
        library = await to_thread.run_sync(Library, settings, corpus)
        searcher = Searcher(corpus.cache_dir / INDEX)
        with suppress(CompendiumError):  # what the last run left is good until there is better
            await to_thread.run_sync(searcher.open, "")
        keeper = Keeper(library, searcher, figures)
        app.state.library, app.state.searcher, app.state.keeper = library, searcher, keeper
        app.state.answers = Cache(settings.answers, 0, library.folder)
        app.state.searches = Gate(2, settings.waiting, settings.patience)
        keeper.start()
        try:
            yield
        finally:
            await keeper.stop()
            searcher.close()
            library.close()

    routes = [Route(path, _guarded(endpoint), methods=list(METHODS)) for path, endpoint in ROUTES.items()]
    routes.append(Route(f"/{_ICON}", _guarded(_icon), methods=list(METHODS)))
    routes.append(Route("/{path:path}", _guarded(_anything), methods=list(METHODS)))
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Outermost, metrics=figures)],
        exception_handlers={Refusal: _refused, Busy: _busy, HTTPException: _http},
    )
    app.state.metrics = figures
    app.router.redirect_slashes = False
    return app


def worker_app() -> Starlette:
    """The application of a worker process, told by a variable."""
    return create_app(load_settings(os.environ[SETTINGS]))


def _guarded(endpoint: Endpoint) -> Endpoint:
    async def answer(request: Request) -> Response:
        request.scope["endpoint"] = endpoint
        check_bounds(request)
        if request.method == "OPTIONS":
            return Response(None, 204, {"allow": ", ".join(METHODS)})
        try:
            return await endpoint(request)
        except (Refusal, Busy):
            raise
        except Exception:
            _LOG.exception("没有答成：%s", request.url.path)
            raise Refusal(500, "服务器出错，已经记录。请稍后再试。") from None

    return answer


async def _anything(request: Request) -> Response:
    """A file of an edition, or search and comparison in the edition of another moment."""
    moment, path = split(inner_path(request))
    endpoint = _DATED.get(path, page) if moment.prefix else page
    request.scope["endpoint"] = endpoint
    return await endpoint(request)


async def _icon(request: Request) -> Response:
    """Browsers ask for it unasked; there is none unless the edition has one."""
    library: Library = request.app.state.library
    if library.current.file(_ICON):
        return await page(request)
    return Response(None, 204, {"cache-control": LASTING})


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return _answer(request, error)


async def _busy(request: Request, error: Exception) -> Response:
    assert isinstance(error, Busy)
    return _answer(request, Refusal(503, "现在查看的人太多，请稍后再试。", again=error.again))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _answer(request, Refusal(error.status_code, NOT_CHANGED if error.status_code == 405 else NO_PAGE))


def _answer(request: Request, refusal: Refusal) -> Response:
    library: Any = getattr(request.app.state, "library", None)
    raw = (request.scope.get("raw_path") or b"").decode("latin-1")
    inner = raw.removeprefix(request.scope.get("root_path", "")).removeprefix("/")
    return refused(request, library.current.site, refusal, inner)
