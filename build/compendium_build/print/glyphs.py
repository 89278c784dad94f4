"""Characters that the book's fonts lack: others are called in by name, what no font has is refused.

A private-use character means nothing by itself (Unicode, chapter 23), so that no font can have its glyph: its
code is printed in its place, in a box, and the build says so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from compendium.facts import labels
from compendium.model import Act
from compendium.problems import CompendiumError
from compendium_build.print.fonts import SANS, SERIF, missing_glyphs, rare_family
from compendium_build.print.plan import Entry

Missing = tuple[str, str, str]
"""A character without a glyph, the title of the regulation, and where in it the character stands."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "th", "caption"))


class MissingGlyph(CompendiumError):
    """No font has a character of the text."""

    def __init__(self, path: str, rows: Iterable[Missing]) -> None:
        told = "；".join(f"{place}的“{letter}”（U+{ord(letter):04X}）" for letter, _, place in rows)
        super().__init__(
            f"{path}：印刷字体中没有这些字符：{told}。请安装含有它们的字体"
            "（apt install fonts-hanazono fonts-dejavu-core）；文本有误的，用 compendium correct 更正。"
        )

    def __reduce__(self) -> tuple[type[CompendiumError], tuple[str]]:
        return CompendiumError, (str(self),)


def settle_glyphs(section: Element, entry: Entry, act: Act) -> list[Missing]:
    """Let every character of a regulation have a glyph, and tell of those whose code stands for them.

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
