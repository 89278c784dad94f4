"""Typeset one piece: acts to PDF and an index of what stands where. Runs in worker processes."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from compendium.akn import parse_act
from compendium.model import Act, Image, Para, Table
from compendium.problems import CompendiumError
from compendium_build.fingerprint import fingerprint
from compendium_build.print.back import set_back
from compendium_build.print.drawing import drawn
from compendium_build.print.exchange import Exchange, set_exchange
from compendium_build.print.formats import Format, format_of
from compendium_build.print.front import CONTENTS, set_front
from compendium_build.print.glyphs import Missing, settle_glyphs
from compendium_build.print.harvest import harvest
from compendium_build.print.inline import BOOK
from compendium_build.print.layout import laid_out, page_root
from compendium_build.print.loose import pack
from compendium_build.print.markup import set_act
from compendium_build.print.matter import Back, Front, MatterJob
from compendium_build.print.memory import give_back
from compendium_build.print.origin import Origin, add_origin
from compendium_build.print.overflow import refuse_wide_tables
from compendium_build.print.parts import SLOT, number_slots
from compendium_build.print.pieces import Index, Job, Slot
from compendium_build.print.plan import Entry
from compendium_build.print.ranges import page_ranges
from compendium_build.print.typefaces import glyphs_of

POINTS = 0.75
"""Points in a CSS pixel."""


class MissingImage(CompendiumError):
    """A picture named in the text isn't among the files of the work."""

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
        made.pages,
        plain,
        made.anchors,
        outline,
        sorted(links),
        made.glyphs,
        missing,
        made.size,
        made.ranges,
        made.slots,
    )


@dataclass(frozen=True, slots=True)
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
            pack(harvest(drawn(document, form.zoom))),
            len(document.pages),
            anchors_of(document),
            _glyph_rows(document),
            size_of(document),
            page_ranges(document, marks.labels),
            _slots(document),
        )
    del document
    gc.collect()  # what layout leaves is tied in circles
    give_back()
    return made


def size_of(document: Any) -> tuple[float, float]:
    """The size of a page in points."""
    page = document.pages[0]
    return round(page.width * POINTS, 3), round(page.height * POINTS, 3)


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
    """The (page, height in points) of every named place."""
    found: dict[str, tuple[int, float]] = {}
    for number, page in enumerate(document.pages):
        for name, (_, top, *_rest) in page.anchors.items():
            if not name.startswith(SLOT):
                found.setdefault(name, (number, round((page.height - top) * POINTS, 1)))
    return found


def _slots(document: Any) -> list[Slot]:
    found: list[Slot] = []
    for number, page in enumerate(document.pages):
        for name, (_, _, right, bottom) in page.anchors.items():
            if name.startswith(SLOT):
                anchor = name.removeprefix(SLOT).partition(":")[2]
                x, y = round(right * POINTS, 2), round((page.height - bottom) * POINTS, 2)
                found.append((number, x, y, anchor))
    return found
