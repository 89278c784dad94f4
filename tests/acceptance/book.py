"""Hold a book against the texts it was made from: every provision, bookmark and number in the contents."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf

from compendium.law.act import Act
from compendium.law.kinds import HEADED, Level
from compendium.library.catalog import load_catalog
from compendium.library.config import load_config
from compendium.store import open_corpus
from compendium.system.toml_table import CORPUS_FILE
from compendium_build.edition.edition import Edition
from compendium_build.print.plan import Placed, arrange
from compendium_build.targets import edition_of
from tests.acceptance import tables
from tests.acceptance.running import run
from tests.acceptance.typesetting import findings, lines_of

_COLUMN = ("-raw", "-x", "30", "-y", "70", "-W", "460", "-H", "605")
"""The block of text of the book's own format, without heads, page numbers and thumb marks."""
_LISTED = re.compile(r"(?:\.|\S\s{3,})\s*(\d+)(?:\s+\D{1,2})?\s*$", re.MULTILINE)
"""A line of the contents; a title that fills it leaves no room for leaders."""
_ORIGIN = re.compile(r"(?:永久网址[\x00-\x7f]*)?正文指纹 SHA-256(?:\s*[0-9a-f]){64}")
"""What stands at the foot of the first page of a regulation, or of the second where there was no room."""


@dataclass
class BookFigures:
    """What was compared, and what did not agree."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def printed_faults(folder: Path, corpus: Path) -> list[str]:
    """What is wrong with the words and lines of the book of a corpus, built today."""
    edition = _edition(corpus)
    pdf = folder / "quanshu.pdf"
    counts, wrong = findings(lines_of(pdf))
    figures = compare_book([pdf], edition)
    told = "、".join(f"{name} {number:,}" for name, number in sorted((counts + figures.counts).items()))
    tables.CONSOLE.print(f"书：读回{told}\n")
    lines = [f"第 {line.page} 页{name}：{line.text}" for name, line in wrong]
    return [*lines, *figures.faults]


def replacement_faults(corpus: Path, before: Path, out: Path) -> list[str]:
    """What is wrong with the pages that replace those of a book, by the map of its pages."""
    result = run(corpus, "build", "print", "-o", out, "--replace-pages", before)
    if result.code:
        return [f"更换页：{result.err.strip()}"]
    edition, old = _edition(corpus), json.loads((before / "pages.json").read_bytes())["works"]
    (pdf,) = out.rglob("huanye.pdf")
    text, figures = _bare(_ORIGIN.sub("", "".join(_pages(pdf, *_COLUMN)))), BookFigures()
    changed = [r for r in arrange(edition) if edition.current(r.work).digest != old[r.work.folder]["digest"]]
    for row in changed:
        _compare_text(edition.act(edition.current(row.work)), text, row, figures)
    tables.CONSOLE.print(f"更换页：法规 {len(changed)} 部，条 {figures.counts['条']:,}\n")
    return [f"更换页：{fault}" for fault in figures.faults or ([] if changed else ["没有变动"])]


def _edition(corpus: Path) -> Edition:
    held = open_corpus(corpus).snapshot()
    config = load_config(held.read(CORPUS_FILE))
    return edition_of(load_catalog(held), config, date.today(), held.revision)


def compare_book(pdfs: Sequence[Path], edition: Edition) -> BookFigures:
    """Compare a book, in one volume or in several, with an edition."""
    figures = BookFigures()
    rows, found = arrange(edition), 0
    for pdf in pdfs:
        with pikepdf.open(pdf) as book:
            pages = {page.objgen: number for number, page in enumerate(book.pages)}
            names = {name: pages[place[0].objgen] for name, place in _names(book)}
            mine = [row for row in rows if row.work.folder in names]
            titles = _outline(book, {row.work.folder: edition.current(row.work).title for row in mine})
        found += len(mine)
        _compare_volume(pdf, edition, mine, names, titles, figures)
    if found != len(rows):
        figures.faults.append(f"书中有 {found} 部法规，应当有 {len(rows)} 部")
    return figures


def _compare_volume(
    pdf: Path,
    edition: Edition,
    rows: list[Placed],
    names: dict[str, int],
    titles: dict[str, list[str]],
    figures: BookFigures,
) -> None:
    figures.counts["册"] += 1
    starts = [names[row.work.folder] for row in rows]
    texts, whole = _pages(pdf, *_COLUMN), _pages(pdf, "-layout")
    folios = {at: _folio(text) for at, text in enumerate(whole)}
    ends = [*starts[1:], names.get("back:changed", names.get("back:repealed", len(texts)))]
    for row, start, end in zip(rows, starts, ends, strict=True):
        text = _bare(_ORIGIN.sub("", "".join(texts[start : max(end, start + 1)])))
        _compare_text(edition.act(edition.current(row.work)), text, row, figures)
        _compare_outline(edition, row, titles.get(row.work.folder, []), figures)
    _compare_contents(rows, names, folios, whole, figures)


def _compare_text(act: Act, text: str, row: Placed, figures: BookFigures) -> None:
    for provision in act.provisions():
        if provision.level in (Level.ARTICLE, Level.LEVEL, Level.RECITAL):
            figures.counts["条"] += 1
            if _bare(provision.text) not in text:
                figures.faults.append(f"{row.work.title}{provision.num}：文字不同")
    if _bare(act.title) not in text or _bare(act.history) not in text:
        figures.faults.append(f"{row.work.title}：标题或者题注不同")


def _compare_outline(edition: Edition, row: Placed, held: list[str], figures: BookFigures) -> None:
    act = edition.act(edition.current(row.work))
    wanted = [
        "\u3000".join(filter(None, (p.num, p.heading))) if p.level in HEADED else p.num + p.heading
        for root in (*act.preamble, *act.body)
        for p in root.walk()
        if p.level in (*HEADED, Level.ARTICLE, Level.LEVEL) and (p.num or p.heading)
    ]
    figures.counts["书签"] += len(wanted)
    if wanted != [title for title in held if title in set(wanted)]:
        figures.faults.append(f"{row.work.title}：书签与章、条不同")


def _compare_contents(
    rows: list[Placed],
    names: dict[str, int],
    folios: dict[int, str],
    whole: list[str],
    figures: BookFigures,
) -> None:
    first, last = names["front:contents"], min(names[row.work.folder] for row in rows)
    wanted = []
    for row in rows:
        wanted += [division.anchor for division in row.opens] + [row.work.folder]
    printed = [number for page in whole[first:last] for number in _LISTED.findall(page)]
    figures.counts["目录行"] += len(wanted)
    if len(printed) != len(wanted):
        figures.faults.append(f"目录有 {len(printed)} 行页码，应当有 {len(wanted)} 行")
    for anchor, number in zip(wanted, printed, strict=False):
        page = names[anchor]
        told = folios[page] or str(int(folios[page + 2] or 0) - 2)  # a part's own page prints no number
        if told != number:
            figures.faults.append(f"目录中 {anchor} 的页码是 {number}，应当是 {told}")


def _names(book: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    for leaf in book.Root["/Names"]["/Dests"]["/Kids"]:
        row = list(leaf["/Names"])
        yield from ((str(name), place) for name, place in zip(row[::2], row[1::2], strict=True))


def _outline(book: pikepdf.Pdf, works: dict[str, str]) -> dict[str, list[str]]:
    """By regulation (place and title: a division may open at the same place) the titles below it."""
    places = {(_key(place), works[name]): name for name, place in _names(book) if name in works}
    found: dict[str, list[str]] = {}

    def walk(items: list[Any], inside: list[str] | None) -> None:
        for item in items:
            name = places.get((_key(item.destination), item.title))
            below = found.setdefault(name, []) if name and inside is None else inside
            if inside is not None:
                inside.append(item.title)
            walk(item.children, below)

    with book.open_outline() as outline:
        walk(list(outline.root), None)
    return found


def _key(place: Any) -> tuple[Any, ...]:
    return (place[0].objgen, float(place[3]))


def _pages(pdf: Path, *options: str) -> list[str]:
    done = subprocess.run(["pdftotext", *options, str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def _folio(text: str) -> str:
    last = text.rstrip().rpartition("\n")[2].strip()
    return last if last.isdigit() else ""


def _bare(text: str) -> str:
    """The text without white space; private-use characters by their codes, as the book prints them."""
    letters = (f"U+{ord(c):04X}" if unicodedata.category(c) == "Co" else c for c in text)
    return re.sub(r"\s+", "", "".join(letters)).replace("\u200b", "")
