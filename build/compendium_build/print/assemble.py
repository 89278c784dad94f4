"""Join typeset parts into a volume: pages, numbers, names, bookmarks, fonts, metadata."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from compendium_build.print.bind import Binder, Boxes, Sheets, go_to, places_of
from compendium_build.print.formats import BLEED, MARKS, Format, crop_marks
from compendium_build.print.loose import unpack
from compendium_build.print.metadata import About
from compendium_build.print.outline import Place
from compendium_build.print.pieces import Index
from compendium_build.print.stamps import Press, Sheet, Tab
from compendium_build.print.typefaces import Typefaces

ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Part:
    """A run of pages: a piece, or the matter before or after the text, with the numbers of its pages."""

    file: Path
    index: Index
    numbers: tuple[str, ...]
    tab: Tab | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed on: the format, and whether there is room to trim."""

    form: Format
    bleed: bool = False

    def boxes(self, size: tuple[float, float]) -> Boxes:
        """The boxes of a page of this size."""
        width, height = (edge * self.form.zoom for edge in size)
        return Boxes(width, height, BLEED, MARKS) if self.bleed else Boxes(width, height)

    def print(self, stamp: str, size: tuple[float, float]) -> str:
        """A stamp as large as the page, with the marks where it is trimmed."""
        zoom = self.form.zoom
        if stamp and zoom != 1:
            stamp = f"q {zoom:.5f} 0 0 {zoom:.5f} 0 0 cm\n{stamp}Q\n"
        return stamp + crop_marks(size[0] * zoom, size[1] * zoom) if self.bleed else stamp


def assemble(
    parts: Sequence[Part],
    faces: Typefaces,
    about: About,
    paper: Paper,
    numbers: Mapping[str, str],
    linked: frozenset[str],
    elsewhere: Callable[[str], bytes],
) -> tuple[bytes, int]:
    """Join the parts, each beginning on a right-hand page; give the file and the number of its pages.

    `numbers` are the page numbers that lists print, by place; `linked` the places that links in any volume
    lead to; `elsewhere` gives the action of a link to a place that is not in this volume.
    """
    here = {name for part in parts for name in part.index.anchors}
    size = parts[0].index.size
    binder = Binder(faces, paper.boxes(size), lambda name: go_to(name) if name in here else elsewhere(name))
    press = Press(faces["serif"], faces["sans-bold"], numbers)
    places: dict[str, Place] = {}
    for part in parts:
        first = len(binder.pages)
        stamps = [paper.print(stamp, size) for stamp in _stamps(part, press, first, paper)]
        binder.add(Sheets(unpack(part.file.read_bytes()), stamps, blank=part.index.pages % 2 == 1))
        places |= places_of(part.index.anchors, binder.pages[first:], paper.form.zoom)
    lines = [line for part in parts for line in part.index.outline]
    named = {name: places[name] for name in linked.union(name for *_, name in lines) if name in places}
    return binder.finish(about, named, lines, _labels(parts), b"/TwoPageRight"), len(binder.pages)


def numbers_at(parts: Sequence[Part]) -> dict[str, str]:
    """The page number printed at every place of some parts."""
    return {name: part.numbers[page] for part in parts for name, (page, _) in part.index.anchors.items()}


def page_numbers(parts: Sequence[tuple[Index, bool]], before: int = 0) -> list[tuple[str, ...]]:
    """The numbers that the pages of each part print: Roman for the front (False), Arabic for the text.

    `before` are the pages of text in the volumes before.
    """
    out, counts = [], {True: before, False: 0}
    for index, is_text in parts:
        first = counts[is_text]
        write = str if is_text else roman
        out.append(tuple(write(first + at + 1) for at in range(index.pages)))
        counts[is_text] += index.pages + index.pages % 2
    return out


def roman(number: int) -> str:
    """Write a number as front matter is numbered.

    >>> roman(4), roman(19), roman(42)
    ('iv', 'xix', 'xlii')
    """
    out = ""
    for value, sign in ROMAN:
        out += sign * (number // value)
        number %= value
    return out


def _stamps(part: Part, press: Press, first: int, paper: Paper) -> list[str]:
    """What is printed on each page; the first of the part has `first` pages before it."""
    more = (paper.form.outer, BLEED / paper.form.zoom if paper.bleed else 0.0)
    return [
        press.stamp(part.index, at, number, part.tab, Sheet(*part.index.size, (first + at) % 2 == 0, *more))
        for at, number in enumerate(part.numbers)
    ]


def _labels(parts: Sequence[Part]) -> bytes:
    """The numbers of the pages as readers show them: runs of Roman or Arabic numbers, and single ones."""
    out: list[bytes] = []
    page = 0
    for part in parts:
        out += [b"%d<<%s>>" % (page + at, label) for at, label in _runs(part.numbers)]
        page += part.index.pages + part.index.pages % 2
    return b" ".join(out)


def _runs(numbers: Sequence[str]) -> list[tuple[int, bytes]]:
    if all(number.isdigit() for number in numbers):
        return [(0, b"/S/D/St %d" % int(numbers[0]))]
    if numbers[0] == "i":
        return [(0, b"/S/r")]
    return [(at, b"/P(%s)" % number.encode()) for at, number in enumerate(numbers)]
