"""How wide characters are, in em: 汉字 and their marks one, others as the font has them."""

from __future__ import annotations

from functools import cache

from compendium_build.print.fonts import SANS, SERIF, find_face

CJK = 0x2E80


@cache
def narrow(family: str, weight: str) -> dict[str, float]:
    """The widths of what isn't one em wide in a face of the book."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    face = find_face(family, weight)
    with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
        em, advances = font["head"].unitsPerEm, font["hmtx"]
        names = font["cmap"].getBestCmap()
        held = {chr(code): advances[name][0] / em for code, name in names.items() if code < CJK}
    return {letter: width for letter, width in held.items() if width != 1}


def family_of(families: tuple[str, ...] | list[str]) -> str:
    """Which of the book's families a style asks for."""
    return SANS if SANS in families else SERIF
