"""How the server is: /health, /metrics, and what it can be asked: /openapi.json."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from compendium_build.serving.keeper import Keeper
from compendium_build.serving.library import Library
from compendium_build.serving.metrics import Metrics
from compendium_build.serving.openapi import description

_UNKEPT = {"cache-control": "no-store"}


async def live(request: Request) -> Response:
    """Answer that the process is alive."""
    return JSONResponse({"status": "ok"}, headers=_UNKEPT)


async def ready(request: Request) -> Response:
    """Tell what is served, how old it is, and if all of it can be asked; 503 while the index is missing."""
    value = _standing(request)
    return JSONResponse(value, 503 if value["status"] == "starting" else 200, _UNKEPT)


def _standing(request: Request) -> dict[str, Any]:
    state = request.app.state
    library: Library = state.library
    keeper: Keeper = state.keeper
    shown, searcher = library.current, state.searcher
    status = "starting" if not searcher.is_ready else "stale" if keeper.trouble else "ok"
    value = {
        "status": status,
        "revision": shown.state.revision,
        "committed": shown.state.when.isoformat(),
        "age_seconds": round((datetime.now(UTC) - shown.state.when).total_seconds()),
        "loaded": library.loaded.isoformat(timespec="seconds"),
        "as_of": shown.day.isoformat(),
        "works": len(shown.works),
        "files": len(shown.files),
        "unread_files": len(shown.edition.catalog.bad),
        "search": {
            "ready": searcher.is_ready,
            "revision": searcher.name,
            "is_current": searcher.name == shown.state.name,
        },
    }
    return value | ({"trouble": keeper.trouble} if keeper.trouble else {})


async def metrics(request: Request) -> Response:
    """Give the figures for Prometheus."""
    figures: Metrics = request.app.state.metrics
    figures.observe(request.app.state.library)
    return Response(figures.text(), headers=_UNKEPT | {"content-type": CONTENT_TYPE_LATEST})


async def openapi(request: Request) -> Response:
    """Describe the interface."""
    library: Library = request.app.state.library
    value = description(library.current.edition.title, request.scope.get("root_path", ""))
    headers = {"cache-control": "public, max-age=3600", "access-control-allow-origin": "*"}
    return JSONResponse(value, headers=headers)
