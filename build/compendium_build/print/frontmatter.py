"""Cover, note of the editors and table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, SubElement

from compendium.model import ActKind
from compendium_build.print.plan import chinese_date


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents; `page` as printed."""

    title: str
    anchor: str
    page: str


@dataclass(frozen=True, slots=True)
class Front:
    """What cover and contents say; `parts` are (kind, its place, its regulations)."""

    title: str
    publisher: str
    as_of: date
    parts: Sequence[tuple[ActKind, Line, Sequence[Line]]]


def front_matter(root: Element, body: Element, front: Front) -> Element:
    """Add the pages before the text."""
    day = f"（截至{chinese_date(front.as_of)}）"
    cover = SubElement(body, "section", {"class": "cover-page"})
    SubElement(cover, "h1").text = front.title
    SubElement(cover, "div", {"class": "rule"})
    SubElement(cover, "p", {"class": "day"}).text = day
    if front.publisher:
        SubElement(cover, "p", {"class": "publisher"}).text = front.publisher
    note = SubElement(body, "section", {"class": "editors"})
    for words in _editors(front):
        SubElement(note, "p").text = words
    contents = SubElement(body, "section", {"class": "contents", "id": "contents"})
    SubElement(contents, "h1").text = "目录"
    for _, part, lines in front.parts:
        _add_line(SubElement(contents, "h2"), part)
        for line in lines:
            _add_line(SubElement(contents, "p"), line)
    return root


def _add_line(parent: Element, line: Line) -> None:
    link = SubElement(parent, "a", {"href": f"book:{line.anchor}", "data-page": line.page})
    link.text = line.title


def _editors(front: Front) -> list[str]:
    counts = [f"{kind.chinese}{len(lines)}部" for kind, _, lines in front.parts]
    total = sum(len(lines) for _, _, lines in front.parts)
    if not total:
        return ["本书没有收录法规。"]
    listed = f"，其中{'、'.join(counts)}" if len(counts) > 1 else ""
    return [
        f"本书收录截至{chinese_date(front.as_of)}现行有效和已经公布、尚未施行的法规共{total}部{listed}。"
        "已经废止、失效的不收录。",
        "各部分内按标题的拼音排列。截至该日尚未施行的法规和条款，用〔〕注明。",
    ]
