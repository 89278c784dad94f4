"""Pages that stand alone: no script, no other file; side by side, in one run of text, or for print."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment

from compendium.compare import KIND_NAMES, MarkKind
from compendium_build.changes.content import Form, Grid
from compendium_build.changes.report import Report
from compendium_build.edition.templates import environment_of

_INLINE, _SIDES, _PRINT = "inline.html", "sides.html", "print.html"


def side_by_side(report: Report) -> bytes:
    """The page with the two wordings beside each other."""
    return _filled(_SIDES, report)


def inline(report: Report) -> bytes:
    """The page with both wordings in one run of text, what is deleted struck out, what is new underlined."""
    return _filled(_INLINE, report)


def print_page(report: Report) -> str:
    """The page that becomes the PDF."""
    return _filled(_PRINT, report).decode()


def _filled(name: str, report: Report) -> bytes:
    html = templates().get_template(name).render(report=report, kinds=KIND_NAMES)
    return html.encode()


@cache
def templates() -> Environment:
    """The templates of all reports."""
    environment = environment_of("compendium_build.changes", last_newline=False)
    environment.globals.update(MarkKind=MarkKind, Form=Form)
    environment.tests["grid"] = lambda block: isinstance(block, Grid)
    return environment
