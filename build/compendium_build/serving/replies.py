"""From a rendered file, or a refusal, to an answer on the wire: validators, packing, ranges, caching.

What a client would rather have is chosen by RFC 9110, section 12. What is refused is told in the reader's
words: a page like all others, or a problem document (RFC 9457).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header, parse_date, parse_etags

from compendium_build.edition.addresses import Page
from compendium_build.serving.cache import Item
from compendium_build.serving.media import FORMS, HTML, PROBLEM, TEXT
from compendium_build.web.context import Site

FRESH = "public, max-age=60"
"""For what a commit or midnight can change."""
LASTING = "public, max-age=86400"
"""For what was known on a past day."""

_INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""For what is no page but is opened by browsers as one: pictures in SVG, XML."""


def reply(
    request: Request, item: Item, media: str, since: datetime, headers: Mapping[str, str] | None = None
) -> Response:
    """Send a file, or say that the client has it already."""
    packed = bool(item.packed) and _takes_gzip(request.headers.get("accept-encoding", ""))
    etag = f"{item.key[:32]}-gz" if packed else item.key[:32]
    sent = {
        "etag": f'"{etag}"',
        "last-modified": format_datetime(since.astimezone(UTC), usegmt=True),
        "cache-control": FRESH,
        "content-security-policy": item.policy if media == HTML and item.policy else _INERT,
        **(headers or {}),
    }
    if item.packed:
        sent["vary"] = ", ".join(filter(None, (sent.get("vary"), "Accept-Encoding")))
    if media != HTML:
        sent["access-control-allow-origin"] = "*"
    if _has_it(request, item.key[:32], since):
        return Response(None, 304, sent)
    if item.file:
        return FileResponse(item.file, headers=sent, media_type=media)
    if packed:
        sent["content-encoding"] = "gzip"
    return Response(item.packed if packed else item.body, 200, sent, media)


def gone(request: Request, item: Item) -> Response:
    """Send the page that says what was withdrawn, as what it is: no text any more (RFC 9110, 15.5.11)."""
    packed = bool(item.packed) and _takes_gzip(request.headers.get("accept-encoding", ""))
    sent = {"cache-control": FRESH, "vary": "Accept-Encoding"}
    sent |= {"content-encoding": "gzip"} if packed else {}
    sent |= {"content-security-policy": item.policy} if item.policy else {}
    return Response(item.packed if packed else item.body, 410, sent, HTML)


def _takes_gzip(accept: str) -> bool:
    for part in accept.split(","):
        name, _, weight = part.partition(";")
        if name.strip().lower() in ("gzip", "*"):
            return weight.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _has_it(request: Request, etag: str, since: datetime) -> bool:
    """Whether the client's copy is the same; the tag alone decides where there is one."""
    if "if-none-match" in request.headers:
        tags = parse_etags(request.headers["if-none-match"])
        return tags.star_tag or tags.contains_weak(etag) or tags.contains_weak(f"{etag}-gz")
    known = parse_date(request.headers.get("if-modified-since"))
    return known is not None and since.replace(microsecond=0) <= known


LANGUAGES = {"zho": "zh-CN", "eng": "en"}
"""Languages as the corpus names them and as the web does."""
_ASKED = {"zho": ("zh-CN", "zh"), "eng": ("en",)}


def best_form(accept: str, endings: Sequence[str]) -> tuple[str, str]:
    """The form that is wanted most, and the type to call it by; two empty strings when none is wanted."""
    offers = {media: ending for ending in endings for media in FORMS[ending]}
    if not accept.strip():
        return endings[0], FORMS[endings[0]][0]
    found = parse_accept_header(accept, MIMEAccept).best_match(list(offers))
    return (offers[found], found) if found else ("", "")


def best_language(accept: str, languages: Sequence[str]) -> str:
    """The language that is wanted most; the first where none is: a law can always be read as it is law."""
    if not accept.strip() or len(languages) < 2:
        return languages[0]
    offers = {tag: language for language in languages for tag in _ASKED[language]}
    found = parse_accept_header(accept, LanguageAccept).best_match(list(offers))
    return offers[found] if found else languages[0]


def wants_json(accept: str) -> bool:
    """Whether an answer that exists in both forms is wanted as JSON."""
    offers = ["text/html", "application/json", "application/problem+json"]
    return parse_accept_header(accept, MIMEAccept).best_match(offers, "text/html") != "text/html"


def wants_html(accept: str) -> bool:
    """Whether a page is wanted at all."""
    return not accept.strip() or parse_accept_header(accept, MIMEAccept).best_match(["text/html"]) is not None


_TITLES = {
    400: "请求有误",
    404: "没有这个页面",
    405: "不支持这种操作",
    406: "没有所要的格式",
    408: "请求超时",
    410: "已撤下",
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
    page = Page("x/" * inner.count("/"))
    html = site.render("refused.html", page, name=title, told=refusal.words, forms=refusal.forms)
    return Response(html, status, headers, HTML)
