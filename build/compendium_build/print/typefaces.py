"""One font file for the whole book instead of one in every piece, and the numerals of its page numbers.

WeasyPrint keeps the glyph numbers of the full font when it takes a subset, so that the subsets of the
pieces can be replaced by one that holds the glyphs of all of them.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import SubElement

import pikepdf

from compendium_build.print.fonts import FACES

NUMERALS = "0123456789ivxlcdm"


@dataclass(frozen=True, slots=True)
class Typefaces:
    """Font files by the name that PDFs give the font, and a PDF whose one page sets all numerals."""

    files: dict[str, bytes]
    specimen: bytes


def make_typefaces(glyphs: dict[str, list[int]]) -> Typefaces:
    """Take one subset of each of the book's fonts, with the glyphs named and the numerals."""
    from compendium_build.print.render import html_document, page_root  # loads WeasyPrint

    root, body = page_root("", "")
    for family, weight in FACES:
        style = f"font-family: '{family}'; font-weight: {weight.replace('regular', 'normal')}"
        SubElement(body, "p", {"style": style}).text = NUMERALS
    document = html_document(root, {}).render()
    specimen = document.write_pdf()
    files = {}
    for name, fonts in _by_name(document).items():
        wanted = dict.fromkeys(glyphs.get(name, []), "")
        for font in fonts:
            wanted |= font.to_unicode
        fonts[0].clean(wanted, False)
        files[name] = fonts[0].file_content
    return Typefaces(files, specimen)


def _by_name(document: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for font in document.fonts.values():
        found.setdefault(font.name.decode(), []).append(font)
    return found


@dataclass(frozen=True)
class Numerals:
    """A font to set numbers in: its PDF object, and (glyph, width in thousandths) of every numeral."""

    font: pikepdf.Object
    glyphs: dict[str, tuple[int, float]]

    def set_number(self, number: str, size: float) -> tuple[str, float]:
        """The operand that shows a number, and its width in points."""
        held = [self.glyphs[letter] for letter in number]
        return "".join(f"{glyph:04x}" for glyph, _ in held), sum(width for _, width in held) * size / 1000


def read_numerals(specimen: pikepdf.Pdf, name: str) -> Numerals:
    """Find a font and its numerals in the specimen."""
    fonts = specimen.pages[0].obj["/Resources"]["/Font"]
    font = next(fonts[key] for key in fonts.keys() if str(fonts[key]["/BaseFont"]) == name)  # noqa: SIM118
    widths = _widths(font["/DescendantFonts"][0]["/W"])
    return Numerals(
        font, {text: (glyph, widths[glyph]) for glyph, text in _unicode(font).items() if len(text) == 1}
    )


def _widths(array: Any) -> dict[int, float]:
    items, found = list(array), {}
    for first, widths in zip(items[::2], items[1::2], strict=True):
        for offset, width in enumerate(widths):
            found[int(first) + offset] = float(width)
    return found


def _unicode(font: pikepdf.Object) -> dict[int, str]:
    found, inside = {}, False
    for line in io.BytesIO(font["/ToUnicode"].read_bytes()):
        words = line.split()
        if words[-1:] in ([b"beginbfchar"], [b"endbfchar"]):
            inside = words[-1] == b"beginbfchar"
        elif inside:
            glyph, text = (word.strip(b"<>") for word in words)
            found[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found
