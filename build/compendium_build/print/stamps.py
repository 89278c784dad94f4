"""What is printed when pages are joined: their numbers, article ranges, numbers in lists, thumb marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from compendium_build.print.pieces import Index
from compendium_build.print.typefaces import Typeface

FOLIO, TAB = "/Folio", "/Tab"
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


@dataclass(frozen=True)
class Sheet:
    """A page as stamps see it: its size, its outer margin and bleed, whether it is a right-hand page."""

    width: float
    height: float
    right: bool
    outer: float = 62.2
    bleed: float = 0.0


@dataclass(frozen=True)
class Press:
    """What stamps are set with: both fonts, and the printed page number of every anchor."""

    folio: Typeface
    tab: Typeface
    pages: Mapping[str, str]

    def stamp(self, index: Index, at: int, number: str, tab: Tab | None, sheet: Sheet) -> str:
        """All that is printed on page `at` of a part, as PDF operators."""
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
    """The letters that stamps need beside the numerals."""
    used = {letter for index in indexes for text in index.ranges for letter in text}
    used |= {letter for tab in tabs if tab for letter in tab.label}
    return "".join(sorted(used))


def tabs_of(parts: Sequence[str]) -> dict[str, Tab]:
    """The thumb mark of each 编, by its title."""
    return {title: Tab(position, title[:6]) for position, title in enumerate(dict.fromkeys(parts))}


def _show(font: str, size: float, x: float, y: float, operand: str) -> str:
    return f"q {_text(font, size, x, y, operand)}Q\n"


def _text(font: str, size: float, x: float, y: float, operand: str) -> str:
    return f"BT {font} {size:.2f} Tf {x:.2f} {y:.2f} Td <{operand}> Tj ET\n"
