"""/diff: any two versions of a work beside each other."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from compendium_build.serving.compare import DIFF, Pair
from compendium_build.serving.library import Library
from compendium_build.serving.media import TYPES
from compendium_build.serving.openapi import DIFF_FORM, FROM, TO, VIEW, WORK
from compendium_build.serving.pages import moment_of, moved, without_moment
from compendium_build.serving.replies import Refusal, reply, wants_json


async def diff(request: Request) -> Response:
    """Compare two versions."""
    library: Library = request.app.state.library
    moment, _, by_query = moment_of(request)
    form = DIFF_FORM.text(request) or ("json" if wants_json(request.headers.get("accept", "")) else "html")
    work = WORK.text(request)
    if not work:
        raise Refusal(400, "请用 work 写明是哪一部法规，例如 /diff?work=名称&from=2020-01-01&to=2024-11-01。")
    if by_query and form == "html":
        return moved(request, moment.address(DIFF), without_moment(request))
    pair = Pair(
        work=work,
        before=FROM.version(request),
        after=TO.version(request),
        form=form,
        inline=VIEW.text(request) == "inline",
    )
    item, name = await library.compared(moment, pair)
    headers = {"vary": "Accept"}
    if form == "docx":
        headers["content-disposition"] = f'attachment; filename="{name}.docx"'
    return reply(request, item, TYPES[form], library.current.state.when, headers)
