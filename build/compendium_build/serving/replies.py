"""From a rendered file to an answer on the wire: validators, packing, ranges, caching."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from werkzeug.http import parse_date, parse_etags

from compendium_build.serving.cache import Item
from compendium_build.serving.media import HTML

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
