"""Which articles stand on each page, for the running heads: 第十二条—第十八条, as in a dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

DASH = "—"


def page_ranges(document: Any, labels: dict[str, str]) -> list[str]:
    """The range of each page; `labels` are what begins at an anchor, empty for what is no article.

    A page that begins in the middle of an article counts that article; a heading ends it.
    """
    out: list[str] = []
    current = ""
    for page in document.pages:
        seen: list[str] = []
        for name in _events(page._page_box, labels):
            if name is not None:
                current = labels[name]
            if current and (not seen or seen[-1] != current):
                seen.append(current)
        out.append(seen[0] + (DASH + seen[-1] if seen[1:] else "") if seen else "")
    return out


def _events(box: Any, labels: dict[str, str]) -> Iterator[str | None]:
    """The anchors that begin on a page, and None for text, in the order of the page."""
    if isinstance(box, boxes.MarginBox):
        return
    name = box.style["anchor"]
    if name in labels:
        yield name
    elif isinstance(box, boxes.TextBox):
        yield None
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _events(child, labels)
