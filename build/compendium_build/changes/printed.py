"""A text as printed, paragraph by paragraph and table by table, each made of its pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compendium.model import HEADED, Level
from compendium_build.changes.pieces import Piece

GAP = "　"
_TITLES = frozenset({"title", "docTitle"})
_MIDDLE = frozenset({"docNumber", "history", "tocTitle"})
_WIDE = frozenset({*HEADED, Level.ARTICLE, None})
"""After the numbers of these, and of an 附件, a space is printed."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A printed paragraph: positions of its pieces, and the style it has in a Word file."""

    pieces: tuple[int, ...]
    style: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: the position of its caption and those of its rows."""

    caption: int
    rows: tuple[int, ...]


Printed = Paragraph | Rows


def printed(found: Sequence[Piece]) -> list[Printed]:
    """Put the pieces of an act into paragraphs: a number runs into the text that follows it."""
    return list(_printed(found))


def _printed(found: Sequence[Piece]) -> Iterator[Printed]:
    named = any(piece.part == "docTitle" for piece in found)
    lead: tuple[int, ...] = ()
    caption = -1
    rows: list[int] = []
    for position, piece in enumerate(found):
        if caption >= 0 and not piece.part.endswith("-row"):
            yield Rows(caption, tuple(rows))
            caption, rows = -1, []
        if piece.part.endswith("-row"):
            rows.append(position)
        elif piece.part.endswith("-caption"):
            if lead:
                yield Paragraph(lead, "LawText")
            lead, caption = (), position
            if piece.text:
                yield Paragraph((position,), "Head")
        elif piece.part == "number":
            if lead:
                yield Paragraph(lead, "LawText")
            lead = (position,)
        elif piece.part != "title" or not named:
            yield Paragraph((*lead, position), _style(piece))
            lead = ()
    if caption >= 0:
        yield Rows(caption, tuple(rows))
    if lead:
        yield Paragraph(lead, "LawText")


def _style(piece: Piece) -> str:
    if piece.part in _TITLES:
        return "Title"
    if piece.part == "heading" and (piece.level is None or piece.level in HEADED):
        return "LawHeading"
    return "LawCentred" if piece.part in _MIDDLE else "Plain" if piece.part == "toc" else "LawText"


def shown(piece: Piece, last: bool) -> str:
    """The characters that a piece prints: a number is set off from the words after it."""
    wide = piece.part == "number" and piece.level in _WIDE and not last
    return piece.text + GAP if wide else piece.text


def text_of(paragraph: Paragraph, found: Sequence[Piece]) -> str:
    """The characters of a paragraph."""
    end = paragraph.pieces[-1]
    return "".join(shown(found[at], at == end) for at in paragraph.pieces)


def lines_of(found: Sequence[Piece]) -> list[str]:
    """The text as printed, one string for each paragraph and each paragraph of a cell."""
    out: list[str] = []
    for item in printed(found):
        if isinstance(item, Paragraph):
            out.append(text_of(item, found))
        else:
            out += [
                line for at in item.rows for cell in found[at].text.split("\t") for line in cell.split("\n")
            ]
    return out
