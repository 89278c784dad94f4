"""Bind parts into one file: their objects get numbers, and what only the whole can tell is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from compendium_build.print.fontobjects import OBJECTS, add_font
from compendium_build.print.loose import FACES, Loose
from compendium_build.print.metadata import About, profile, xmp
from compendium_build.print.outline import Line, Place, name_leaves, outline_objects, parent_leaves
from compendium_build.print.typefaces import Typefaces
from compendium_build.print.writer import Writer, text_string

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
    """The action of a link to a place in the same file."""
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
    """The places of a part in the book; `pages` are the numbers of its pages' objects."""
    for name, (page, top) in anchors.items():
        yield name, Place(pages[page], top * zoom)
