"""The list of pages to take out of a book and to put in: what changed, which pages go, which come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from compendium_build.print.pages.parts import add, section, table

LIST = "exchange:list"


@dataclass(frozen=True, slots=True)
class Row:
    """A regulation: what became of it, the pages that go, the pages that come; empty for none."""

    title: str
    change: str
    out: str
    into: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """The list: from which day's book to which."""

    title: str
    since: str
    as_of: str
    rows: tuple[Row, ...]


def set_exchange(body: Element, exchange: Exchange) -> list[tuple[int, str, str]]:
    """Add the list, and tell its bookmark."""
    page = section(body, "words", LIST, "更换页目录")
    add(page, "h1", "更换页目录")
    add(
        page,
        "p",
        f"《{exchange.title}》由截至{exchange.since}的文本更换为截至{exchange.as_of}的文本："
        "按下表取出旧页，放入新页。页码带“-”的新页依次放在同号的页后面。",
    )
    held = table(page, ("法规", "变动", "取出", "放入"), "ended")
    for row in exchange.rows:
        cells = SubElement(held, "tr")
        for text in (row.title, row.change, row.out or "—", row.into or "—"):
            add(cells, "td", text)
    return [(0, "更换页目录", LIST)]


def new_numbers(pages: int, first: int, last: int) -> tuple[str, ...]:
    """Number the pages that take the place of the pages from `first` to `last`.

    >>> new_numbers(4, 10, 12), new_numbers(2, 10, 12)
    (('10', '11', '12', '12-1'), ('10', '11'))
    """
    held = [str(number) for number in range(first, last + 1)][:pages]
    return (*held, *inserted_numbers(pages - len(held), str(last)))


def inserted_numbers(pages: int, after: str) -> tuple[str, ...]:
    """Number pages that are put in after a page."""
    return tuple(f"{after}-{at}" for at in range(1, pages + 1))


def span(numbers: Sequence[str]) -> str:
    """Say which pages.

    >>> span(["3"]), span(["3", "4", "4-1"]), span([])
    ('第3页', '第3—4-1页', '')
    """
    if not numbers:
        return ""
    return f"第{numbers[0]}页" if len(numbers) == 1 else f"第{numbers[0]}—{numbers[-1]}页"
