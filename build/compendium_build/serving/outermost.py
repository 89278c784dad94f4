"""What goes for every request: bounds before it is looked at, headers and figures after."""

from __future__ import annotations

from time import perf_counter

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from compendium_build.serving.metrics import Metrics
from compendium_build.serving.refusals import Refusal

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
