"""The book's fonts on disk, so that a build that uses no new glyph need not take them again."""

from __future__ import annotations

import json
from dataclasses import asdict

from compendium_build.print.typefaces import Typeface, Typefaces


def pack_faces(faces: Typefaces) -> bytes:
    """Write fonts as one byte string."""
    rows = [
        {**asdict(face), "file": len(face.file), "glyphs": [(g, *told) for g, told in face.glyphs.items()]}
        for face in faces.values()
    ]
    head = json.dumps(dict(zip(faces, rows, strict=True)), ensure_ascii=False)
    return b"\n".join((head.encode(), b"".join(face.file for face in faces.values())))


def unpack_faces(data: bytes) -> Typefaces:
    """Read fonts back.

    Raises:
        ValueError, KeyError, TypeError: this was not written by `pack_faces`.
    """
    head, _, rest = data.partition(b"\n")
    faces, place = {}, 0
    for name, row in json.loads(head).items():
        length = row.pop("file")
        glyphs = {glyph: (width, text) for glyph, width, text in row.pop("glyphs")}
        letters = {letter: (glyph, width) for letter, (glyph, width) in row.pop("letters").items()}
        faces[name] = Typeface(**row, file=rest[place : place + length], glyphs=glyphs, letters=letters)
        place += length
    if place != len(rest):
        raise ValueError("the fonts are not whole")
    return faces
