"""Typeset one piece: acts to PDF and an index of what stands where. Runs in worker processes.

Tables that are wider than the page are refused. The running heads are given which articles stand on each
page: 第十二条—第十八条, as in a dictionary.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from compendium.akn import parse_act
from compendium.law.act import Act, Image, Para, Table
from compendium.law.problems import CompendiumError
from compendium.system.workers import give_back
from compendium.text.plain import fingerprint
from compendium_build.print.exchange import Exchange, set_exchange
from compendium_build.print.fonts import Missing, settle_glyphs
from compendium_build.print.names import BOOK
from compendium_build.print.pages.back import set_back
from compendium_build.print.pages.formats import Format, format_of
from compendium_build.print.pages.matter import CONTENTS, Back, Front, MatterJob, set_front
from compendium_build.print.pages.origin import Origin, add_origin
from compendium_build.print.pages.parts import SLOT, number_slots
from compendium_build.print.pages.text import set_act
from compendium_build.print.pdf.unbound import harvest, pack
from compendium_build.print.pieces import Index, Job, Slot
from compendium_build.print.plan import Entry
from compendium_build.print.weasy.boxes import anchors, places_and_text, places_and_wide_tables, size_of
from compendium_build.print.weasy.document import laid_out, page_root
from compendium_build.print.weasy.drawing import drawn
from compendium_build.print.weasy.fonts import glyphs_of

# First letters of a table that are told, and pixels by which it may be wider than the page.
_WORDS = 30
_TOLERANCE = 1.0


class WideTable(CompendiumError):
    """A table wider than the page, even with its columns as narrow as they can be."""

    def __init__(self, title: str, place: str, words: str) -> None:
        at = f"《{title}》{place}" if title else "文本"
        super().__init__(
            f"{at}的表格比版面宽，排不下：“{words}……”。请把表格拆成几个，或者减少栏数后更正文本。"
        )

    def __reduce__(self) -> tuple[type[CompendiumError], tuple[str]]:
        return CompendiumError, (str(self),)


def refuse_wide_tables(document: Any, labels: dict[str, str], titles: dict[str, str]) -> None:
    """Refuse pages on which a table leaves the block of text; `titles` are of the regulations by anchor.

    Raises:
        WideTable: one does.
    """
    title = place = ""
    for name, words in places_and_wide_tables(document, _TOLERANCE, _WORDS):
        if words is not None:
            raise WideTable(title, place, words)
        title = titles.get(name, title)
        place = labels.get(name) or ("" if name in titles else place)


DASH = "—"


def page_ranges(document: Any, labels: dict[str, str]) -> list[str]:
    """Tell the range of each page; `labels` are what begins at an anchor, empty for what is no article.

    A page that begins in the middle of an article counts that article; a heading ends it.
    """
    out: list[str] = []
    current = ""
    for events in places_and_text(document, labels):
        seen: list[str] = []
        for name in events:
            if name is not None:
                current = labels[name]
            if current and (not seen or seen[-1] != current):
                seen.append(current)
        out.append(seen[0] + (DASH + seen[-1] if seen[1:] else "") if seen else "")
    return out


class MissingImage(CompendiumError):
    """A picture named in the text that isn't among the files of the work."""

    def __init__(self, entry: Entry, src: str) -> None:
        super().__init__(
            f"《{entry.title}》（{entry.path}）引用的图片 {src} 不在法规库中。"
            f"请把它放进 {entry.folder}/ 目录。"
        )

    def __reduce__(self) -> tuple[type[CompendiumError], tuple[str]]:
        return CompendiumError, (str(self),)


def render_piece(job: Job) -> tuple[bytes, Index]:
    """Typeset a piece."""
    part = job.piece.part
    root, body = page_root(job.book, part.name)
    outline: list[tuple[int, str, str]] = []
    if job.piece.opens:
        divider = SubElement(body, "section", {"class": "part", "id": part.anchor})
        if part.label:
            SubElement(divider, "p").text = part.label
        SubElement(divider, "h1").text = part.title
        outline.append((0, part.name, part.anchor))
    missing: list[Missing] = []
    labels: dict[str, str] = {}
    prints: dict[str, str] = {}
    pictures = dict(job.images)
    for position, entry in enumerate(job.piece.entries):
        act = parse_act(job.texts[entry.path], entry.path)
        check_images(entry, act, job.images)
        section, setting = set_act(entry, act, paged=True)
        if job.piece.opens and position == 0:
            section.set("class", "act opening")
        body.append(section)
        outline += setting.outline
        labels |= setting.labels
        missing += settle_glyphs(section, entry, act)
        prints[entry.folder] = fingerprint(act)
        pictures |= add_origin(section, Origin("", entry.address, prints[entry.folder]), entry.folder)
    marks = Marks(labels, {entry.folder: entry.title for entry in job.piece.entries})
    made = typeset(root, pictures, marks, format_of(job.piece.size))
    links = {target for entry in job.piece.entries for _, target in entry.links}
    links |= {a.get("href", "").removeprefix(BOOK) for a in root.iter("a")}
    plain = [0, 1] if job.piece.opens else []
    return made.part, replace(_index(made, plain, outline, links, missing), fingerprints=prints)


def render_matter(job: MatterJob) -> tuple[bytes, Index]:
    """Typeset the pages before or after the text."""
    root, body = page_root(job.book, "")
    matter = job.matter
    outline = _set_matter(body, matter)
    made = typeset(root, {}, Marks({}, {}), format_of(job.size), "front.css")
    start = made.anchors[CONTENTS][0] if isinstance(matter, Front) else 0
    links = {a.get("href", "").removeprefix(BOOK) for a in root.iter("a")}
    return made.part, _index(made, list(range(start)), outline, links, [])


def _set_matter(body: Element, matter: Front | Back | Exchange) -> list[tuple[int, str, str]]:
    if isinstance(matter, Front):
        return set_front(body, matter)
    return set_exchange(body, matter) if isinstance(matter, Exchange) else set_back(body, matter)


def _index(
    made: Typeset,
    plain: list[int],
    outline: list[tuple[int, str, str]],
    links: set[str],
    missing: list[Missing],
) -> Index:
    return Index(
        pages=made.pages,
        plain=plain,
        anchors=made.anchors,
        outline=outline,
        links=sorted(links),
        glyphs=made.glyphs,
        missing=missing,
        size=made.size,
        ranges=made.ranges,
        slots=made.slots,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeset:
    """A document as part of the book; `anchors` are (page, height), `ranges` the articles of each page."""

    part: bytes
    pages: int
    anchors: dict[str, tuple[int, float]]
    glyphs: dict[str, list[tuple[int, int, str]]]
    size: tuple[float, float]
    ranges: list[str]
    slots: list[Slot]


@dataclass(frozen=True, slots=True)
class Marks:
    """What anchors mean: `labels` are what running heads tell of them, `titles` those of regulations."""

    labels: dict[str, str]
    titles: dict[str, str]


def typeset(root: Element, images: dict[str, bytes], marks: Marks, form: Format, *styles: str) -> Typeset:
    """Typeset HTML elements as part of the book."""
    number_slots(root)
    with laid_out(root, images, *styles, *form.styles) as document:
        refuse_wide_tables(document, marks.labels, marks.titles)
        made = Typeset(
            part=pack(harvest(drawn(document, form.zoom))),
            pages=len(document.pages),
            anchors=anchors_of(document),
            glyphs=_glyph_rows(document),
            size=size_of(document),
            ranges=page_ranges(document, marks.labels),
            slots=_slots(document),
        )
    del document
    gc.collect()  # what layout leaves is tied in circles
    give_back()
    return made


def _glyph_rows(document: Any) -> dict[str, list[tuple[int, int, str]]]:
    held = glyphs_of(document)
    return {name: [(glyph, *told) for glyph, told in rows.items()] for name, rows in held.items()}


def check_images(entry: Entry, act: Act, images: dict[str, bytes]) -> None:
    """Refuse a text whose pictures are not all at hand."""
    for para in _paras(act):
        for run in para.runs:
            if isinstance(run, Image) and f"{entry.folder}/{run.src}" not in images:
                raise MissingImage(entry, run.src)


def _paras(act: Act) -> Iterator[Para]:
    yield from (line.para for line in act.front)
    blocks = [block for p in act.provisions() for block in (*p.blocks, *p.tail)]
    for block in (*blocks, *act.conclusions):
        if isinstance(block, Table):
            yield from (para for row in block.rows for cell in row for para in cell.paras)
        else:
            yield block


def anchors_of(document: Any) -> dict[str, tuple[int, float]]:
    """Find the (page, height in points) of every named place."""
    found: dict[str, tuple[int, float]] = {}
    for place in anchors(document):
        if not place.name.startswith(SLOT):
            found.setdefault(place.name, (place.page, round(place.top, 1)))
    return found


def _slots(document: Any) -> list[Slot]:
    return [
        (place.page, round(place.right, 2), round(place.bottom, 2), place.name[len(SLOT) :].partition(":")[2])
        for place in anchors(document)
        if place.name.startswith(SLOT)
    ]
