"""Build the book: typeset the pieces that changed, join all of them, put the file in its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import pikepdf

from compendium_build.artifacts import Artifact, Report, code_key, key_of, write_target
from compendium_build.edition import Edition
from compendium_build.print.assemble import About, Part, assemble, page_numbers
from compendium_build.print.fonts import fonts_key, glyph_warning, missing_libraries
from compendium_build.print.frontmatter import Front, Line
from compendium_build.print.pieces import Index, Job, PieceCache, kind_anchor, typesetting_key
from compendium_build.print.plan import Piece, chinese_date, corpus_key, plan_pieces
from compendium_build.print.workers import merge_glyphs, typeset_front, typeset_pieces

BOOK = "quanshu.pdf"
LAST = "book"
"""The name in the cache of what is known of the last book."""

Progress = Callable[[int, int], None]


@dataclass
class Made:
    """What a build did and what must be said about the book."""

    built: int = 0
    kept: int = 0
    removed: int = 0
    pages: int = 0
    warnings: tuple[str, ...] = ()


def build_book(
    edition: Edition,
    folder: Path,
    progress: Progress | None = None,
    jobs: int = 2,
    cache: Path | None = None,
    warn: Callable[[str], None] | None = None,
) -> Report:
    """Bring the book in `folder` up to date.

    Args:
        progress: told (pieces typeset, of all that must be); the joining counts as the last.
        jobs: how many processes typeset.
        cache: where typeset pieces are kept between builds; beside `folder` when not given.
        warn: told in a sentence what is wrong with the book though it could be made.

    Raises:
        CompendiumError: a font or a picture is missing, or `folder` holds something else.
    """
    held = PieceCache(cache or folder.parent / ".cache" / "print")
    fonts = fonts_key()
    making = key_of(typesetting_key(), fonts)
    key = key_of(code_key("weasyprint", "pikepdf"), fonts, corpus_key(edition))
    made: list[Made] = []

    def render() -> bytes:
        data, done = _make(edition, held, making, progress, jobs)
        made.append(done)
        return data

    report = write_target(folder, [Artifact(BOOK, key, render)])
    if made:
        _remember(held, key, made[0])
    told = made[0] if made else _recall(held, key, folder / BOOK)
    if warn:
        for words in told.warnings:
            warn(words)
    return replace(
        report, target="print", built=told.built, kept=told.kept, removed=told.removed, pages=told.pages
    )


def _make(
    edition: Edition, held: PieceCache, making: str, progress: Progress | None, jobs: int
) -> tuple[bytes, Made]:
    pieces = plan_pieces(edition, making)
    indexes = {piece.key: held.get(piece.key) for piece in pieces}
    stale = [piece for piece in pieces if indexes[piece.key] is None]
    stale.sort(key=lambda piece: -sum(entry.length for entry in piece.entries))
    steps = [0]

    def step() -> None:
        steps[0] += 1
        if progress:
            progress(steps[0], len(stale) + 1)

    def done(key: str, pdf: bytes, index: Index) -> None:
        held.put(key, pdf, index)
        indexes[key] = index
        step()

    processes = min(jobs, max(1, len(stale)))
    typeset_pieces((_job(edition, piece) for piece in stale), processes, done)
    ready = [(piece, index) for piece in pieces if (index := indexes[piece.key])]
    glyphs = merge_glyphs(index.glyphs for _, index in ready)
    pdf, front_index, faces = typeset_front(_front(edition, ready), glyphs, processes)
    numbers = page_numbers([(front_index, False), *((index, True) for _, index in ready)])
    parts = [Part(pdf, front_index, numbers[0])]
    parts += [Part(held.pdf(p.key), i, n) for (p, i), n in zip(ready, numbers[1:], strict=True)]
    about = About(edition.title, edition.publisher, f"截至{chinese_date(edition.as_of)}")
    data, pages = assemble(parts, faces, about)
    removed = held.keep_only({piece.key for piece in pieces} | {LAST})
    step()
    return data, Made(len(stale), len(pieces) - len(stale), removed, pages, _warnings(ready))


def _job(edition: Edition, piece: Piece) -> Job:
    read = edition.catalog.files.read
    texts = {entry.path: read(entry.path) for entry in piece.entries}
    images = {path: read(path) for entry in piece.entries for path, _ in entry.images}
    return Job(piece, edition.title, texts, images)


def _front(edition: Edition, ready: list[tuple[Piece, Index]]) -> Front:
    numbers = page_numbers([(index, True) for _, index in ready])
    page_of = {
        name: numbers[position][page]
        for position, (_, index) in enumerate(ready)
        for name, (page, _) in index.anchors.items()
    }
    parts = []
    for kind, pieces in groupby((piece for piece, _ in ready), key=lambda piece: piece.kind):
        lines = [
            Line(entry.title + ("（尚未施行）" if entry.mark else ""), entry.folder, page_of[entry.folder])
            for piece in pieces
            for entry in piece.entries
        ]
        place = kind_anchor(kind)
        parts.append((kind, Line(kind.chinese, place, page_of[place]), lines))
    return Front(edition.title, edition.publisher, edition.as_of, parts)


def _warnings(ready: list[tuple[Piece, Index]]) -> tuple[str, ...]:
    glyphs = [glyph_warning(letter, title) for _, index in ready for letter, title in index.missing]
    return (*missing_libraries(), *glyphs)


def _remember(held: PieceCache, key: str, made: Made) -> None:
    pieces = made.built + made.kept
    held.put_note(LAST, {"key": key, "pages": made.pages, "warnings": made.warnings, "kept": pieces})


def _recall(held: PieceCache, key: str, path: Path) -> Made:
    """What the last build knew of a book that is still good."""
    try:
        note = json.loads(held.get_note(LAST))
        if note["key"] == key:
            return Made(kept=note["kept"], pages=note["pages"], warnings=tuple(note["warnings"]))
    except (OSError, ValueError, KeyError):
        pass
    with pikepdf.open(path) as book:
        return Made(pages=len(book.pages))
