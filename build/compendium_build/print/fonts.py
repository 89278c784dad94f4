"""The fonts of the book: where they are, which characters they have, and what rendering them needs.

For characters that the book's fonts lack, other fonts are called in by name; what no font has is refused. A
private-use character means nothing by itself (Unicode, chapter 23), so that no font can have its glyph: its
code is printed in its place, in a box, and the build says so.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from ctypes.util import find_library
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

from compendium.law.act import Act
from compendium.law.problems import CompendiumError
from compendium.library.facts import labels
from compendium.system.programs import run, threads
from compendium_build.print.plan import Entry

SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
FACES = ((SERIF, "regular"), (SERIF, "bold"), (SANS, "regular"), (SANS, "bold"))
RARE = ("DejaVu Serif", "DejaVu Sans", "HanaMinA", "HanaMinB")
"""Where characters are looked for that the faces lack: signs and subscripts, then rare 汉字."""
_INVISIBLE = frozenset("\u200b\u200c\u200d\ufeff\n\r\t\u00ad")


class MissingFont(CompendiumError):
    """A font of the book that is not installed."""

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
    """Hash what tells one installation of the fonts from another.

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
    """Return the code points that a family has glyphs for."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    face = find_face(family, "regular")
    with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
        return frozenset(font["cmap"].getBestCmap())


def missing_glyphs(text: Iterable[str], family: str = SERIF) -> list[str]:
    """List the characters a family of the book has no glyph for, each once, by code point."""
    letters = {letter for part in text for letter in part if letter not in _INVISIBLE}
    if not letters:
        return []
    held = coverage(family)
    return sorted(letter for letter in letters if ord(letter) not in held)


@cache
def rare_family(letter: str) -> str:
    """Choose the first of the families for rare characters that has a glyph; empty when none has."""
    for family in RARE:
        try:
            if ord(letter) in coverage(family):
                return family
        except MissingFont:
            continue
    return ""


def missing_libraries() -> list[str]:
    """Say what the system lacks for typesetting, or for doing it fast; one sentence each."""
    found = []
    if not find_library("pango-1.0"):
        found.append("缺少系统库 Pango，不能排印。请安装：apt install libpango-1.0-0 libpangoft2-1.0-0")
    if not find_library("harfbuzz-subset"):
        found.append(
            "缺少系统库 libharfbuzz-subset0，抽取字体子集会慢数十倍。请安装：apt install libharfbuzz-subset0"
        )
    return found


Missing = tuple[str, str, str]
"""A character without a glyph, the title of the regulation, and where in it the character stands."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "th", "caption"))


class MissingGlyph(CompendiumError):
    """A character of the text that no font has."""

    def __init__(self, path: str, rows: Iterable[Missing]) -> None:
        told = "；".join(f"{place}的“{letter}”（U+{ord(letter):04X}）" for letter, _, place in rows)
        super().__init__(
            f"{path}：印刷字体中没有这些字符：{told}。请安装含有它们的字体"
            "（apt install fonts-hanazono fonts-dejavu-core）；文本有误的，用 compendium correct 更正。"
        )

    def __reduce__(self) -> tuple[type[CompendiumError], tuple[str]]:
        return CompendiumError, (str(self),)


def settle_glyphs(section: Element, entry: Entry, act: Act) -> list[Missing]:
    """Give every character of a regulation a glyph, and list those whose code stands for them.

    Raises:
        MissingGlyph: no font has one.
    """
    wanted = _lacking(section)
    if not wanted:
        return []
    rows = [
        (letter, entry.title, place) for place, text in _places(act) for letter in sorted(wanted & {*text})
    ]
    private = {letter for letter in wanted if unicodedata.category(letter) == "Co"}
    families = {letter: rare_family(letter) for letter in wanted - private}
    if lost := {letter for letter, family in families.items() if not family}:
        named = [row for row in rows if row[0] in lost]
        raise MissingGlyph(entry.path, named or [(letter, entry.title, "文本") for letter in sorted(lost)])
    for element in list(section.iter()):
        _wrap(element, wanted, families)
    return [row for row in rows if row[0] in private]


def glyph_warning(missing: Missing) -> str:
    """Say that a character is printed as its code."""
    letter, title, place = missing
    code = f"U+{ord(letter):04X}"
    printed = f"《{title}》{place}有私用区字符 {code}，没有字形，书中印作方框内的编码。"
    return f"{printed}请用 compendium correct 更正文本。"


def _lacking(section: Element) -> set[str]:
    headings = "".join("".join(e.itertext()) for e in section.iter() if e.tag in _HEADINGS)
    return {*missing_glyphs(section.itertext(), SERIF), *missing_glyphs(headings, SANS)}


def _places(act: Act) -> Iterator[tuple[str, str]]:
    """The text of an act, place by place, by the names of the places."""
    yield "标题、题注或者目录", "".join(line.para.text for line in act.front)
    names = dict(labels(act))
    for provision in act.provisions():
        own = "".join(block.text for block in (*provision.blocks, *provision.tail))
        yield names.get(provision.eid, "文本"), provision.num + provision.heading + own
    yield "落款", "".join(block.text for block in act.conclusions)
    yield "附件标题", "".join(each.num + each.heading for each in act.attachments)


def _wrap(element: Element, wanted: set[str], families: dict[str, str]) -> None:
    """Put each of the characters into a span of its own, in the text of an element and after its children."""
    if element.text and not wanted.isdisjoint(element.text):
        pieces = list(_pieces(element.text, wanted))
        element.text = pieces[0]
        for at, span in enumerate(_spans(pieces[1:], families)):
            element.insert(at, span)
    for child in list(element):
        if child.tail and not wanted.isdisjoint(child.tail):
            pieces = list(_pieces(child.tail, wanted))
            child.tail = pieces[0]
            start = list(element).index(child) + 1
            for at, span in enumerate(_spans(pieces[1:], families), start):
                element.insert(at, span)


def _pieces(text: str, wanted: set[str]) -> Iterator[str]:
    """What stands before the first of the characters, then each of them and what follows it, in turn."""
    held = ""
    for letter in text:
        if letter in wanted:
            yield held
            yield letter
            held = ""
        else:
            held += letter
    yield held


def _spans(pieces: list[str], families: dict[str, str]) -> Iterator[Element]:
    for letter, after in zip(pieces[::2], pieces[1::2], strict=True):
        family = families.get(letter)
        span = Element("span", {"class": "rare" if family else "private"})
        span.text = letter if family else f"U+{ord(letter):04X}"
        if family:
            span.set("style", f"font-family: '{family}'")
        span.tail = after
        yield span
