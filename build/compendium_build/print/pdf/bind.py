"""Bind typeset parts into one volume: pages, numbers, names, bookmarks, fonts, metadata.

The objects of the parts get their numbers, and what only the whole can tell is written. Printed when pages
are joined: their numbers, article ranges, numbers in lists, thumb marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from compendium.law.numerals import roman
from compendium_build.print.names import FACES, STAMPS
from compendium_build.print.pages.formats import BLEED, MARKS, Format, crop_marks
from compendium_build.print.pdf.fontobjects import OBJECTS, add_font
from compendium_build.print.pdf.outline import (
    About,
    Line,
    Place,
    name_leaves,
    outline_objects,
    parent_leaves,
    profile,
    xmp,
)
from compendium_build.print.pdf.unbound import Loose, unpack
from compendium_build.print.pdf.writer import Writer, text_string
from compendium_build.print.pieces import Index
from compendium_build.print.typefaces import Typeface, Typefaces

CATALOG, INFO, PAGES, STRUCTURE, DOCUMENT, METADATA, INTENT, PROFILE, NO_STAMP, FIRST = range(1, 11)
"""The numbers of the objects that every book has, and of the first that follows them."""


_BLANK = b"<</Type/Page/Parent %s/MediaBox%s/BleedBox%s/TrimBox%s/Resources<<>>/Tabs/S>>"


@dataclass(frozen=True, slots=True)
class Boxes:
    """The size of a trimmed page, how far colour runs over its edge, and what is left around for marks."""

    width: float
    height: float
    bleed: float = 0.0
    margin: float = 0.0

    def written(self) -> tuple[bytes, bytes, bytes]:
        """The media, bleed and trim box."""
        return self._box(self.bleed + self.margin), self._box(self.bleed), self._box(0.0)

    def _box(self, by: float) -> bytes:
        edges = (-by, -by, self.width + by, self.height + by)
        return b"[%s]" % b" ".join(f"{edge:.3f}".rstrip("0").rstrip(".").encode() for edge in edges)


def go_to(place: str) -> bytes:
    """Write the action of a link to a place in the same file."""
    return b"<</S/GoTo/D%s>>" % text_string(place)


@dataclass(frozen=True, slots=True)
class Sheets:
    """A part with what is printed on each of its pages, and whether a blank page follows."""

    part: Loose
    stamps: Sequence[str]
    blank: bool = False


class Binder:
    """A book that is being bound, part after part; `lead` gives the action of a link to a place.

    `pages` are the numbers of the pages' objects.
    """

    def __init__(self, faces: Typefaces, boxes: Boxes, lead: Callable[[str], bytes] = go_to) -> None:
        self.pages: list[int] = []
        self._writer = Writer()
        self._next = FIRST
        self._nodes: list[int] = []
        self._tops: list[int] = []
        self._parents: list[int] = []
        self._lead = lead
        self._boxes = boxes.written()
        fonts = [self._add_font(faces, name) for name in FACES]
        self._shared = [_to(DOCUMENT), *self._boxes, *fonts]
        self._writer.add_stream(NO_STAMP, b"", b"")

    def add(self, sheets: Sheets) -> None:
        """Add a part."""
        part = sheets.part
        node = self._take()
        stamps = [self._add_stamp(stamp) for stamp in sheets.stamps]
        first = self._take(len(part.streams))
        actions = [self._lead(place) for place in part.links]
        table = part.table([_to(node), *self._shared], first, stamps, len(self._parents), actions)
        self._write(part, first, table)
        pages = [first + position for position in part.pages]
        if sheets.blank:
            pages.append(self._add(_BLANK % (_to(node), *self._boxes)))
        self._writer.add(node, b"<</Type/Pages/Parent %s%s>>" % (_to(PAGES), _kids(pages, len(pages))))
        self._nodes.append(node)
        self.pages += pages
        self._tops += [first + position for position in part.tops]
        self._parents += [first + position for position in part.parents]

    def finish(
        self,
        about: About,
        names: Mapping[str, Place],
        lines: Iterable[Line],
        labels: bytes = b"",
        layout: bytes = b"/OneColumn",
    ) -> bytes:
        """Write what the whole needs; give the file. `labels` are those of the pages."""
        add = self._writer.add
        add(PAGES, b"<</Type/Pages%s>>" % _kids(self._nodes, len(self.pages)))
        tree = self._add(b"<</Kids[%s]>>" % _row(self._add(leaf) for leaf in parent_leaves(self._parents)))
        held = (_to(DOCUMENT), _to(tree), len(self._parents))
        add(STRUCTURE, b"<</Type/StructTreeRoot/K[%s]/ParentTree %s/ParentTreeNextKey %d>>" % held)
        add(DOCUMENT, b"<</Type/StructElem/S/Document/P %s/K[%s]>>" % (_to(STRUCTURE), _row(self._tops)))
        self._describe(about)
        root = b"<</Type/Catalog/Pages %s/Metadata %s" % (_to(PAGES), _to(METADATA))
        root += b"/StructTreeRoot %s/MarkInfo<</Marked true>>" % _to(STRUCTURE)
        root += b"/Lang%s/OutputIntents[%s]" % (text_string(about.language), _to(INTENT))
        root += b"/ViewerPreferences<</DisplayDocTitle true>>/PageLayout%s" % layout
        root += b"/PageLabels<</Nums[%s]>>" % labels if labels else b""
        objects = outline_objects(lines, names, self._next)
        self._take(len(objects))
        for number, data in objects:
            add(number, data)
        root += b"/PageMode/UseOutlines/Outlines %s" % _to(objects[0][0]) if objects else b""
        if leaves := [self._add(leaf) for leaf in name_leaves(names)]:
            root += b"/Names<</Dests %s>>" % _to(self._add(b"<</Kids[%s]>>" % _row(leaves)))
        add(CATALOG, root + b">>")
        return self._writer.finish(CATALOG, INFO)

    def _take(self, count: int = 1) -> int:
        """Take numbers for objects; give the first."""
        self._next += count
        return self._next - count

    def _add(self, data: bytes) -> int:
        number = self._take()
        self._writer.add(number, data)
        return number

    def _write(self, part: Loose, first: int, table: Sequence[bytes]) -> None:
        place = 0
        for number, (text, length) in enumerate(zip(part.filled(table), part.streams, strict=True), first):
            if length < 0:
                self._writer.add(number, text)
            else:
                self._writer.add_stream(number, text, part.data[place : place + length])
                place += length

    def _add_stamp(self, stamp: str) -> bytes:
        if not stamp:
            return _to(NO_STAMP)
        number = self._take()
        self._writer.add_stream(number, b"", b"/Artifact BMC\n%sEMC" % stamp.encode())
        return _to(number)

    def _add_font(self, faces: Typefaces, name: str) -> bytes:
        if name not in faces:
            return b"null"
        number = self._take(OBJECTS)
        add_font(self._writer, faces[name], number)
        return _to(number)

    def _describe(self, about: About) -> None:
        self._writer.add_stream(METADATA, b"/Type/Metadata/Subtype/XML", xmp(about))
        info = b"".join(b"/%s%s" % (key.encode(), text_string(value)) for key, value in about.info.items())
        self._writer.add(INFO, b"<<%s>>" % info)
        self._writer.add_stream(PROFILE, b"/N 3/Filter/FlateDecode", profile())
        self._writer.add(
            INTENT,
            b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)"
            b"/DestOutputProfile %s>>" % _to(PROFILE),
        )


def _to(number: int) -> bytes:
    return b"%d 0 R" % number


def _row(numbers: Iterable[int]) -> bytes:
    return b" ".join(map(_to, numbers))


def _kids(numbers: Iterable[int], count: int) -> bytes:
    return b"/Count %d/Kids[%s]" % (count, _row(numbers))


def places_of(
    anchors: Mapping[str, tuple[int, float]], pages: Sequence[int], zoom: float = 1.0
) -> Iterator[tuple[str, Place]]:
    """List the places of a part in the book; `pages` are the numbers of its pages' objects."""
    for name, (page, top) in anchors.items():
        yield name, Place(pages[page], top * zoom)


FOLIO, TAB = (f"/{name}" for name in STAMPS)
"""The names of the stamps' fonts in the resources of every page: the text's, and the headings' in bold."""
SIZE, FOOT = 9.5, 40.0
"""Page numbers in points: type size, and their distance from the lower edge of the page."""
RANGE_SIZE, RANGE_TOP = 8.5, 57.4
"""Article ranges: type size, and how far below the top of the page their base line is."""
LINE_SIZE = 9.5
"""Type size of the numbers in contents and indexes."""
TAB_WIDTH, TAB_HEIGHT, TAB_FIRST, TAB_SIZE, TAB_PLACES = 15.0, 54.0, 96.0, 9.0, 10
"""Thumb marks: their size, how far below the top the first is, type size, how many fit below each other."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A thumb mark: which of its kind, and what it says."""

    position: int
    label: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A page as stamps see it: its size, its outer margin and bleed, whether it is a right-hand page."""

    width: float
    height: float
    right: bool
    outer: float = 62.2
    bleed: float = 0.0


@dataclass(frozen=True)
class Press:
    """The means that stamps are set with: both fonts, and the printed page number of every anchor."""

    folio: Typeface
    tab: Typeface
    pages: Mapping[str, str]

    def stamp(self, index: Index, at: int, number: str, tab: Tab | None, sheet: Sheet) -> str:
        """Write all that is printed on page `at` of a part, as PDF operators."""
        out = [
            self._line(x, y, LINE_SIZE, self.pages[name]) for page, x, y, name in index.slots if page == at
        ]
        if at not in index.plain:
            outer = sheet.width - sheet.outer if sheet.right else sheet.outer
            out.append(self._outer(number, outer, FOOT, SIZE, sheet))
            if index.ranges[at]:
                top = sheet.height - RANGE_TOP
                out.append(self._outer(index.ranges[at], outer, top, RANGE_SIZE, sheet))
        if tab:
            out.append(self._tab(tab, sheet))
        return "".join(out)

    def _outer(self, text: str, x: float, y: float, size: float, sheet: Sheet) -> str:
        if sheet.right:
            return self._line(x, y, size, text)
        operand, _ = self.folio.set_text(text, size)
        return _show(FOLIO, size, x, y, operand)

    def _line(self, x: float, y: float, size: float, text: str) -> str:
        """Text that ends at `x`."""
        operand, width = self.folio.set_text(text, size)
        return _show(FOLIO, size, x - width, y, operand)

    def _tab(self, tab: Tab, sheet: Sheet) -> str:
        x = sheet.width - TAB_WIDTH if sheet.right else 0.0
        edge = x if sheet.right else -sheet.bleed
        top = sheet.height - TAB_FIRST - (tab.position % TAB_PLACES) * TAB_HEIGHT
        box = f"{edge:.2f} {top - TAB_HEIGHT:.2f} {TAB_WIDTH + sheet.bleed:.2f} {TAB_HEIGHT}"
        out = [f"q 0.15 g {box} re f 1 g\n"]
        pitch = min(TAB_SIZE * 1.15, (TAB_HEIGHT - 6) / max(1, len(tab.label)))
        size = min(TAB_SIZE, pitch)
        y = top - (TAB_HEIGHT - pitch * len(tab.label)) / 2 - size * 0.88
        for letter in tab.label:
            operand, width = self.tab.set_text(letter, size)
            out.append(_text(TAB, size, x + (TAB_WIDTH - width) / 2, y, operand))
            y -= pitch
        return "".join((*out, "Q\n"))


def letters_of(indexes: Iterable[Index], tabs: Iterable[Tab | None]) -> str:
    """List the letters that stamps need beside the numerals."""
    used = {letter for index in indexes for text in index.ranges for letter in text}
    used |= {letter for tab in tabs if tab for letter in tab.label}
    return "".join(sorted(used))


def tabs_of(parts: Sequence[str]) -> dict[str, Tab]:
    """Make the thumb mark of each 编, by its title; what stands in brackets, such as 未归类, has no room."""
    names = {title: title.partition("（")[0][:_ON_A_TAB] for title in parts}
    return {title: Tab(position, name) for position, (title, name) in enumerate(names.items())}


_ON_A_TAB = 8
"""A thumb mark holds this many characters; the longest kind, 行政规范性文件, has seven."""


def _show(font: str, size: float, x: float, y: float, operand: str) -> str:
    return f"q {_text(font, size, x, y, operand)}Q\n"


def _text(font: str, size: float, x: float, y: float, operand: str) -> str:
    return f"BT {font} {size:.2f} Tf {x:.2f} {y:.2f} Td <{operand}> Tj ET\n"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of pages: a piece, or the matter before or after the text, with the numbers of its pages."""

    file: Path
    index: Index
    numbers: tuple[str, ...]
    tab: Tab | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper printed on: the format, and whether there is room to trim."""

    form: Format
    bleed: bool = False

    def boxes(self, size: tuple[float, float]) -> Boxes:
        """Return the boxes of a page of this size."""
        width, height = (edge * self.form.zoom for edge in size)
        return Boxes(width, height, BLEED, MARKS) if self.bleed else Boxes(width, height)

    def print(self, stamp: str, size: tuple[float, float]) -> str:
        """Draw a stamp as large as the page, with the marks where it is trimmed."""
        zoom = self.form.zoom
        if stamp and zoom != 1:
            stamp = f"q {zoom:.5f} 0 0 {zoom:.5f} 0 0 cm\n{stamp}Q\n"
        return stamp + crop_marks(size[0] * zoom, size[1] * zoom) if self.bleed else stamp


def assemble(
    parts: Sequence[Part],
    faces: Typefaces,
    *,
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
    """Tell the page number printed at every place of some parts."""
    return {name: part.numbers[page] for part in parts for name, (page, _) in part.index.anchors.items()}


def page_numbers(parts: Sequence[tuple[Index, bool]], before: int = 0) -> list[tuple[str, ...]]:
    """Number the pages of each part as they print it: Roman for the front (False), Arabic for the text.

    `before` are the pages of text in the volumes before.
    """
    out, counts = [], {True: before, False: 0}
    for index, is_text in parts:
        first = counts[is_text]
        write = str if is_text else front_number
        out.append(tuple(write(first + at + 1) for at in range(index.pages)))
        counts[is_text] += index.pages + index.pages % 2
    return out


def front_number(number: int) -> str:
    """Write a number as front matter is numbered.

    >>> front_number(4), front_number(19)
    ('iv', 'xix')
    """
    return roman(number).lower()


def _stamps(part: Part, press: Press, first: int, paper: Paper) -> list[str]:
    """What is printed on each page; the first of the part has `first` pages before it."""
    width, height = part.index.size
    bleed = BLEED / paper.form.zoom if paper.bleed else 0.0

    def sheet(at: int) -> Sheet:
        is_right = (first + at) % 2 == 0
        return Sheet(width=width, height=height, right=is_right, outer=paper.form.outer, bleed=bleed)

    return [
        press.stamp(part.index, at, number, part.tab, sheet(at)) for at, number in enumerate(part.numbers)
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
