"""Join typeset pieces into the book: pages, numbers, names, bookmarks, fonts, metadata."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from compendium_build.print.outline import Place, add_names, add_outline
from compendium_build.print.pieces import Index
from compendium_build.print.typefaces import Numerals, Typefaces, read_numerals

SIZE, INNER, OUTER, FOOT = 9.5, 63.0, 62.2, 40.0
"""Page numbers in points: type size, and their distance from the edges of the page, as in book.css."""
FOLIO = Name("/Folio")
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

Files = dict[str, pikepdf.Object]
"""Font files in the book, by the name of the font."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of pages: a piece or the front matter, with the numbers of its pages."""

    pdf: bytes | Path
    index: Index
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """The metadata of the book."""

    title: str
    publisher: str
    subject: str


def assemble(parts: Sequence[Part], faces: Typefaces, about: About) -> tuple[bytes, int]:
    """Join the parts, each beginning on a right-hand page; give the file and the number of its pages."""
    with ExitStack() as stack:
        book = stack.enter_context(pikepdf.new())
        specimen = stack.enter_context(pikepdf.open(io.BytesIO(faces.specimen)))
        files: Files = {name: _font_file(book, data) for name, data in faces.files.items()}
        numerals = _bring_numerals(book, specimen, files)
        places: dict[str, Place] = {}
        for part in parts:
            source = stack.enter_context(pikepdf.open(_opened(part.pdf)))
            _drop_font_files(source, files)
            first = len(book.pages)
            for page in source.pages:
                book.pages.append(page)
            _set_font_files(book.pages[first], files, numerals)
            for at, number in enumerate(part.numbers):
                if at not in part.index.plain:
                    _stamp(book, book.pages[first + at], number, numerals, right=(first + at) % 2 == 0)
            for name, (at, top) in part.index.anchors.items():
                places[name] = Place(book.pages[first + at].obj, top)
            if len(book.pages) % 2:
                book.add_blank_page(page_size=_size(book.pages[first]))
        add_names(book, _named(parts), places)
        add_outline(book, [line for part in parts for line in part.index.outline], places)
        _describe(book, parts, about)
        out = io.BytesIO()
        book.save(
            out,
            deterministic_id=True,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return out.getvalue(), len(book.pages)


def page_numbers(parts: Sequence[tuple[Index, bool]]) -> list[tuple[str, ...]]:
    """The numbers that the pages of each part print: Roman for the front (False), Arabic for the text."""
    out, counts = [], {True: 0, False: 0}
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


def _opened(pdf: bytes | Path) -> io.BytesIO | Path:
    return io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf


def _bring_numerals(book: pikepdf.Pdf, specimen: pikepdf.Pdf, files: Files) -> Numerals:
    name = next(name for name in files if "Serif" in name and "Bold" not in name)
    _drop_font_files(specimen, files)
    found = read_numerals(specimen, name)
    font = book.copy_foreign(found.font)
    _give_file(font, files)
    return Numerals(font, found.glyphs)


def _fonts(page: pikepdf.Page) -> list[pikepdf.Object]:
    resources = page.obj.get("/Resources")
    fonts = resources.get("/Font") if resources is not None else None
    return [] if fonts is None else list(fonts.as_dict().values())


def _font_file(book: pikepdf.Pdf, data: bytes) -> pikepdf.Object:
    return book.make_stream(data, Subtype=Name("/OpenType"))


def _drop_font_files(source: pikepdf.Pdf, files: Files) -> None:
    for font in _fonts(source.pages[0]):
        if str(font["/BaseFont"]) in files:
            del font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile3"]


def _set_font_files(page: pikepdf.Page, files: Files, numerals: Numerals) -> None:
    """Give the fonts of a part their shared files; all its pages have the same resources."""
    for font in _fonts(page):
        _give_file(font, files)
    resources = page.obj["/Resources"]
    if "/Font" not in resources:
        resources["/Font"] = Dictionary()
    resources["/Font"][FOLIO] = numerals.font


def _give_file(font: pikepdf.Object, files: Files) -> None:
    if (name := str(font["/BaseFont"])) in files:
        font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile3"] = files[name]


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return right - left, top - bottom


def _stamp(book: pikepdf.Pdf, page: pikepdf.Page, number: str, numerals: Numerals, right: bool) -> None:
    """Print a number at the outer foot; before the page's own content, whose settings it can't upset."""
    operand, width = numerals.set_number(number, SIZE)
    x = _size(page)[0] - OUTER - width if right else OUTER
    stamp = f"q BT {FOLIO} {SIZE} Tf {x:.2f} {FOOT} Td <{operand}> Tj ET Q\n"
    page.obj["/Contents"] = Array([book.make_stream(stamp.encode()), page.obj["/Contents"]])


def _named(parts: Sequence[Part]) -> list[str]:
    """The places that need a name: where links lead, and what the bookmarks list."""
    linked = {name for part in parts for name in part.index.links}
    return sorted(linked | {name for part in parts for _, _, name in part.index.outline})


def _describe(book: pikepdf.Pdf, parts: Sequence[Part], about: About) -> None:
    root = book.Root
    root["/Lang"] = String("zh-CN")
    root["/PageMode"] = Name("/UseOutlines")
    root["/PageLayout"] = Name("/TwoPageRight")
    root["/ViewerPreferences"] = Dictionary(DisplayDocTitle=True)
    front = parts[0].index.pages + parts[0].index.pages % 2
    labels = [0, Dictionary(S=Name("/r"))]
    if len(parts) > 1:
        labels += [front, Dictionary(S=Name("/D"))]
    root["/PageLabels"] = Dictionary(Nums=Array(labels))
    with book.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = about.title
        meta["dc:language"] = ["zh-CN"]
        if about.publisher:
            meta["dc:creator"] = [about.publisher]
        meta["dc:description"] = about.subject
    book.docinfo["/Title"] = String(about.title)
    book.docinfo["/Subject"] = String(about.subject)
    if about.publisher:
        book.docinfo["/Author"] = String(about.publisher)
