"""The fonts of the book: where they are, which characters they have, and what rendering them needs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from ctypes.util import find_library
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from compendium.children import run, threads
from compendium.problems import CompendiumError

SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
FACES = ((SERIF, "regular"), (SERIF, "bold"), (SANS, "regular"), (SANS, "bold"))
RARE = ("DejaVu Serif", "DejaVu Sans", "HanaMinA", "HanaMinB")
"""Where characters are looked for that the faces lack: signs and subscripts, then rare 汉字."""
_INVISIBLE = frozenset("\u200b\u200c\u200d\ufeff\n\r\t\u00ad")


class MissingFont(CompendiumError):
    """A font of the book is not installed."""

    def __init__(self, family: str) -> None:
        super().__init__(f"没有找到印刷用的字体“{family}”。请先安装：apt install fonts-noto-cjk")

    def __reduce__(self) -> tuple[type[CompendiumError], tuple[str]]:
        return CompendiumError, (str(self),)


@dataclass(frozen=True, slots=True)
class Face:
    """A font file; `index` is the face's position in a collection."""

    family: str
    path: str
    index: int
    version: str


@cache
def find_face(family: str, weight: str) -> Face:
    """Ask fontconfig for a face.

    Raises:
        MissingFont: it isn't installed, or fontconfig would give another in its place.
    """
    command = ["fc-match", "-f", "%{family}|%{file}|%{index}|%{fontversion}", f"{family}:{weight}"]
    try:
        answer = run(command)
    except OSError:
        raise MissingFont(family) from None
    if answer.code:
        raise MissingFont(family)
    found, path, index, version = os.fsdecode(answer.out).split("|")
    if family not in found.split(","):
        raise MissingFont(family)
    return Face(family, path, int(index), version)


def fonts_key() -> list[str]:
    """What tells one installation of the fonts from another.

    Raises:
        MissingFont: one isn't installed.
    """
    with threads(8) as executor:  # fontconfig is a program that starts anew for each
        faces = list(executor.map(lambda asked: find_face(*asked), FACES))
        faces += [face for found in executor.map(_installed, RARE) for face in found]
    return [f"{face.family} {face.version} {face.index} {Path(face.path).stat().st_size}" for face in faces]


def _installed(family: str) -> list[Face]:
    try:
        return [find_face(family, "regular")]
    except MissingFont:
        return []


@cache
def coverage(family: str) -> frozenset[int]:
    """The code points that a family has glyphs for."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    face = find_face(family, "regular")
    with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
        return frozenset(font["cmap"].getBestCmap())


def missing_glyphs(text: Iterable[str], family: str = SERIF) -> list[str]:
    """The characters that a family of the book has no glyph for, each once, in order of code point."""
    letters = {letter for part in text for letter in part if letter not in _INVISIBLE}
    if not letters:
        return []
    held = coverage(family)
    return sorted(letter for letter in letters if ord(letter) not in held)


@cache
def rare_family(letter: str) -> str:
    """The first of the families for rare characters that has a glyph; empty when none has."""
    for family in RARE:
        try:
            if ord(letter) in coverage(family):
                return family
        except MissingFont:
            continue
    return ""


def missing_libraries() -> list[str]:
    """What the system lacks for typesetting, or for doing it fast; one sentence each."""
    found = []
    if not find_library("pango-1.0"):
        found.append("缺少系统库 Pango，不能排印。请安装：apt install libpango-1.0-0 libpangoft2-1.0-0")
    if not find_library("harfbuzz-subset"):
        found.append(
            "缺少系统库 libharfbuzz-subset0，抽取字体子集会慢数十倍。请安装：apt install libharfbuzz-subset0"
        )
    return found
