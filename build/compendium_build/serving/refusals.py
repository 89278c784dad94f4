"""What is refused, in the reader's words: a page like all others, or a problem document (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from compendium_build.serving.media import HTML, PROBLEM, TEXT
from compendium_build.serving.negotiation import wants_html, wants_json
from compendium_build.web.context import Site

_TITLES = {
    400: "请求有误",
    404: "没有这个页面",
    405: "不支持这种操作",
    406: "没有所要的格式",
    408: "请求超时",
    413: "请求过大",
    414: "网址过长",
    416: "没有这一段内容",
    431: "请求头过大",
    500: "服务器出错",
    503: "请稍后再试",
}


class Refusal(Exception):
    """A request that is not answered; `again` is after how many seconds to come back."""

    def __init__(
        self, status: int, words: str, again: int = 0, forms: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.status, self.words, self.again, self.forms = status, words, again, forms
        super().__init__(words)


def title_of(status: int) -> str:
    """The name of a status."""
    return _TITLES.get(status) or HTTPStatus(status).phrase


def refused(request: Request, site: Site, refusal: Refusal, inner: str) -> Response:
    """Answer with a refusal, in the form that the client takes; `inner` is the path within the edition."""
    accept = request.headers.get("accept", "")
    status, title = refusal.status, title_of(refusal.status)
    headers = {"cache-control": "no-store", "vary": "accept"}
    if refusal.again:
        headers["retry-after"] = str(refusal.again)
    if status == 405:
        headers["allow"] = "GET, HEAD, OPTIONS"
    forms = [{"type": media, "href": href} for media, href in refusal.forms]
    if wants_json(accept):
        value = {"type": "about:blank", "title": title, "status": status, "detail": refusal.words}
        body = json.dumps(value | ({"forms": forms} if forms else {}), ensure_ascii=False, indent=1) + "\n"
        return Response(body, status, headers, PROBLEM)
    if not wants_html(accept):
        lines = [title, refusal.words, *(f"{form['type']}  {form['href']}" for form in forms)]
        return Response("\n".join(lines) + "\n", status, headers, TEXT)
    # As deep as the address asked for, so that the relative links of the frame lead home.
    page = "x/" * inner.count("/")
    html = site.render("refused.html", page, name=title, told=refusal.words, forms=refusal.forms)
    return Response(html, status, headers, HTML)
