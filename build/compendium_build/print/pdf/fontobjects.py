"""A font of the book as PDF objects (ISO 32000-1, 9.7): composite, with glyph numbers for codes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from compendium_build.print.pdf.writer import Writer, text_string
from compendium_build.print.typefaces import Glyphs, Typeface

OBJECTS = 5
"""How many numbers a font takes."""
_MAP = (
    b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    b"/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n"
    b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n%s"
    b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
)


def add_font(writer: Writer, face: Typeface, first: int) -> None:
    """Add a font; its objects are numbered from `first`, which is the font itself."""
    inner, descriptor, file, unicode = range(first + 1, first + OBJECTS)
    name = b"/" + face.name.encode()
    writer.add(
        first,
        b"<</Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[%d 0 R]"
        b"/ToUnicode %d 0 R>>" % (name, inner, unicode),
    )
    writer.add(
        inner,
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor %d 0 R/W[%s]>>" % (name, descriptor, _widths(face.glyphs)),
    )
    box = (face.descent, max((width for width, _ in face.glyphs.values()), default=1000), face.ascent)
    writer.add(
        descriptor,
        b"<</Type/FontDescriptor/FontName%s/FontFamily%s/Flags %d/FontBBox[0 %d %d %d]/ItalicAngle 0"
        b"/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile3 %d 0 R>>"
        % (name, text_string(face.family), face.flags, *box, face.ascent, face.descent, face.ascent, file),
    )
    packed = b"/Filter/FlateDecode"
    writer.add_stream(file, b"/Subtype/OpenType" + packed, face.file)
    rows = b"".join(_unicode_rows(face.glyphs))
    writer.add_stream(unicode, packed, zlib.compress(_MAP % rows, 9))


def _widths(glyphs: Glyphs) -> bytes:
    """Runs of neighbouring glyphs, each with the number of its first."""
    out: list[bytes] = []
    before = -2
    for glyph, (width, _) in glyphs.items():
        if glyph != before + 1:
            out.append(b"%s%d[" % (b"]" if out else b"", glyph))
        out.append(b"%d " % width)
        before = glyph
    return b"".join((*out, b"]")) if out else b""


def _unicode_rows(glyphs: Glyphs) -> Iterator[bytes]:
    rows = [(glyph, text.encode("utf-16-be").hex().encode()) for glyph, (_, text) in glyphs.items() if text]
    for start in range(0, len(rows), 100):
        held = rows[start : start + 100]
        yield b"%d beginbfchar\n" % len(held)
        yield b"".join(b"<%04x> <%s>\n" % row for row in held)
        yield b"endbfchar\n"
