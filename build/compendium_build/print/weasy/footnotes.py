"""Keep the note that tells a text's fingerprint and address at the foot of its first page.

It is a footnote of the title. WeasyPrint moves footnotes to the next page where that makes room for the
second line of a paragraph that would else break after its first. Other footnotes may go there, not this one.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import LayoutContext

from compendium_build.print.names import NOTE
from compendium_build.print.weasy.patches import replace

_report = LayoutContext.report_footnote
_update = LayoutContext._update_footnote_area


def install() -> None:
    """Let WeasyPrint keep the note; calling it again changes nothing."""
    replace(LayoutContext, "report_footnote", report_footnote)
    replace(LayoutContext, "_update_footnote_area", update_footnote_area)


def report_footnote(context: Any, footnote: Any) -> None:
    """Move a footnote to the next page; the note stays, and is only taken from those that can be moved."""
    if footnote.element.get("class") != NOTE:
        _report(context, footnote)
        return
    area = context.current_footnote_area
    # A new list: that of the area, which is printed, keeps the note, and the page its height.
    context.current_page_footnotes = [n for n in context.current_page_footnotes if n is not footnote]
    area.staying = [*getattr(area, "staying", ()), footnote]


def update_footnote_area(context: Any) -> Any:
    """Reckon the height of the footnotes of a page, the note that stays being one."""
    held = context.current_page_footnotes
    listed = [*held, *context.footnotes]  # a title that goes to the next page takes its note along
    staying = getattr(context.current_footnote_area, "staying", ())
    held[:0] = [note for note in staying if all(note is not other for other in listed)]
    return _update(context)
