"""What doesn't fit on the page: tables that are wider than it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

from compendium.problems import CompendiumError

_WORDS = 30
_TOLERANCE = 1.0


class WideTable(CompendiumError):
    """A table is wider than the page, even with its columns as narrow as they can be."""

    def __init__(self, title: str, place: str, words: str) -> None:
        at = f"《{title}》{place}" if title else "文本"
        super().__init__(
            f"{at}的表格比版面宽，排不下：“{words}……”。请把表格拆成几个，或者减少栏数后更正文本。"
        )

    def __reduce__(self) -> tuple[type[CompendiumError], tuple[str]]:
        return CompendiumError, (str(self),)


def refuse_wide_tables(document: Any, labels: dict[str, str], titles: dict[str, str]) -> None:
    """Refuse pages on which a table leaves the block of text; `titles` are of the regulations by anchor.

    Raises:
        WideTable: one does.
    """
    title = place = ""
    for page in document.pages:
        inside = page._page_box
        edge = inside.content_box_x() + inside.width + _TOLERANCE
        for box in _blocks(inside):
            name = box.style["anchor"]
            title = titles.get(name, title)
            place = labels.get(name) or ("" if name in titles else place)
            if isinstance(box, boxes.TableBox) and box.position_x + box.margin_width() > edge:
                raise WideTable(title, place, _words(box))


def _blocks(box: Any) -> Iterator[Any]:
    yield box
    if isinstance(box, boxes.ParentBox) and not isinstance(box, boxes.MarginBox):
        for child in box.children:
            yield from _blocks(child)


def _words(box: Any) -> str:
    texts = (each.text for each in _blocks(box) if isinstance(each, boxes.TextBox))
    return " ".join(texts)[:_WORDS]
