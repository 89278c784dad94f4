"""Bring a book on disk up to date: typeset what is stale, number the pages, bind every volume."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from compendium.law.days import day_words
from compendium.law.identifiers import Folder
from compendium.library.config import PrintConfig
from compendium_build.edition.addresses import absolute
from compendium_build.edition.artifacts import Artifact, Report, code_key, key_of, write_target
from compendium_build.edition.edition import Edition
from compendium_build.print.fonts import fonts_key, glyph_warning, missing_libraries
from compendium_build.print.pages.formats import format_of
from compendium_build.print.pages.matter import MatterJob, back_of, front_of, matter_job
from compendium_build.print.pdf.bind import (
    Paper,
    Part,
    Tab,
    assemble,
    letters_of,
    numbers_at,
    page_numbers,
    tabs_of,
)
from compendium_build.print.pdf.outline import About
from compendium_build.print.pdf.writer import text_string
from compendium_build.print.pieces import Index, Job, PieceCache, typesetting_key
from compendium_build.print.plan import Piece, Volume, corpus_key, plan_pieces, split
from compendium_build.print.settings import format_name, print_settings
from compendium_build.print.typefaces import Typefaces
from compendium_build.print.workers import merge_glyphs, take_typefaces, typeset_pieces

PAGES = "pages.json"
"""The file that tells where every regulation stands, beside the volumes."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Bound:
    """A volume as it is put together: its front, pieces and back, by key."""

    volume: Volume
    front: MatterJob
    back: MatterJob | None

    @property
    def keys(self) -> list[str]:
        """The keys of its parts, in order."""
        pieces = [piece.key for piece in self.volume.pieces]
        return [self.front.key, *pieces, *([self.back.key] if self.back else [])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A book that was made: its files by name, what was typeset, what must be said."""

    files: dict[str, bytes]
    built: int
    kept: int
    removed: int
    pages: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made: an edition, how it is printed, what is chosen of it."""

    edition: Edition
    settings: PrintConfig
    making: str
    chosen: frozenset[Folder] | None = None

    def volumes(self) -> list[Bound]:
        """The volumes; the last has the tables and indexes."""
        size = format_name(self.settings)
        pieces = plan_pieces(self.edition, self.making, size, self.chosen)
        out = []
        for volume in split(pieces, self.settings.volumes):
            front = front_of(self.edition, volume.pieces)
            front = replace(front, volume=volume.label, leads=volume.number == 1)
            back = self._back(pieces) if volume.pieces[-1:] == tuple(pieces[-1:]) else None
            out.append(Bound(volume, matter_job(self.making, size, front), back))
        return out

    def _back(self, pieces: list[Piece]) -> MatterJob:
        back = back_of(self.edition, pieces)
        if self.chosen is not None:
            back = replace(back, repealed=(), superseded=(), changed=None)
        return matter_job(self.making, format_name(self.settings), back)

    def job(self, piece: Piece) -> Job:
        """Make what a worker is given to typeset a piece."""
        read = self.edition.catalog.files.read
        texts = {entry.path: read(entry.path) for entry in piece.entries}
        images: dict[str, bytes] = {path: read(path) for entry in piece.entries for path, _ in entry.images}
        return Job(piece, self.edition.title, texts, images)


def make(plan: Plan, held: PieceCache, keep: str, progress: Progress | None, jobs: int) -> Made:
    """Make the book; `keep` is the name of a note that must stay in the cache."""
    bound = plan.volumes()
    keys = [key for each in bound for key in each.keys]
    indexes = {key: index for key in keys if (index := held.get(key))}
    pieces = [piece for each in bound for piece in each.volume.pieces]
    stale = [piece for piece in pieces if piece.key not in indexes]
    stale.sort(key=lambda piece: -piece.length)
    matter = [job for each in bound for job in (each.front, each.back) if job and job.key not in indexes]
    steps = [0]

    def done(key: str, part: bytes, index: Index) -> None:
        held.put(key, part, index)
        indexes[key] = index
        steps[0] += 1
        if progress:
            progress(steps[0], len(stale) + len(matter) + 1)

    processes = min(jobs, max(1, len(stale) + len(matter)))
    typeset_pieces((*matter, *map(plan.job, stale)), processes, done)
    tabs = tabs_of([piece.part.title for piece in pieces])
    faces, fonts = take_faces(plan, held, [indexes[key] for key in keys], tabs.values(), processes)
    parts = _numbered(plan, held, bound, indexes, tabs)
    files, pages = _bind(plan, bound, parts, faces)
    removed = held.keep_only({*keys, fonts, keep})
    if progress:
        progress(steps[0] + 1, steps[0] + 1)
    warnings = _warnings(indexes[key] for key in keys)
    return Made(
        files=files,
        built=len(stale),
        kept=len(pieces) - len(stale),
        removed=removed,
        pages=pages,
        warnings=warnings,
    )


def take_faces(
    plan: Plan, held: PieceCache, indexes: list[Index], tabs: Iterable[Tab], processes: int
) -> tuple[Typefaces, str]:
    """Take the fonts of the book, and name them in the cache."""
    glyphs = merge_glyphs(indexes)
    letters = letters_of(indexes, tabs)
    key = key_of(plan.making, {name: list(rows) for name, rows in glyphs.items()}, letters)
    faces = held.faces(key)
    if faces is None:
        faces = take_typefaces(glyphs, letters, processes)
        held.put_faces(key, faces)
    return faces, key


def _numbered(
    plan: Plan, held: PieceCache, bound: list[Bound], indexes: Mapping[str, Index], tabs: Mapping[str, Tab]
) -> list[list[Part]]:
    """The parts of each volume with the numbers of their pages."""
    out, before = [], 0
    for each in bound:
        marks = [None, *(tabs[piece.part.title] for piece in each.volume.pieces), None]
        ready = [indexes[key] for key in each.keys]
        numbers = page_numbers([(index, at > 0) for at, index in enumerate(ready)], before)
        rows = zip(each.keys, ready, numbers, marks, strict=False)
        out.append([Part(held.file(key), index, pages, mark) for key, index, pages, mark in rows])
        if plan.settings.page_numbers == "连续":
            before += sum(index.pages + index.pages % 2 for index in ready[1:])
    return out


def _bind(
    plan: Plan, bound: list[Bound], parts: list[list[Part]], faces: Typefaces
) -> tuple[dict[str, bytes], int]:
    """The files by name, and how many pages they have."""
    edition = plan.edition
    owner = {name: at for at, held in enumerate(parts) for part in held for name in part.index.anchors}
    numbers = {
        name: (at, number) for at, held in enumerate(parts) for name, number in numbers_at(held).items()
    }
    apart = len(bound) > 1 and plan.settings.page_numbers != "连续"
    paper = Paper(format_of(format_name(plan.settings)), plan.settings.bleed)
    linked = frozenset(name for held in parts for part in held for name in part.index.links)
    files, total = {}, 0
    for at, (each, held) in enumerate(zip(bound, parts, strict=True)):
        told = {
            name: f"{volume + 1}-{number}" if apart and volume != at else number
            for name, (volume, number) in numbers.items()
        }
        title = "　".join(filter(None, (edition.title, each.volume.label)))
        about = About(title=title, publisher=edition.publisher, subject=f"截至{day_words(edition.as_of)}")
        data, pages = assemble(
            held,
            faces,
            about=about,
            paper=paper,
            numbers=told,
            linked=linked,
            elsewhere=out_of_volume(edition, bound, owner),
        )
        files[each.volume.file] = data
        total += pages
    files[PAGES] = _page_map(plan, bound, numbers, parts)
    return files, total


def out_of_volume(edition: Edition, bound: list[Bound], owner: Mapping[str, int]) -> Callable[[str], bytes]:
    """Give the action of a link that leads out of its volume: into another, or to the page on the web."""

    def action(name: str) -> bytes:
        if name in owner:
            file = bound[owner[name]].volume.file
            return b"<</S/GoToR/F(%s)/D%s>>" % (file.encode(), text_string(name))
        folder, _, eid = "/".join(name.split("/")[:2]), "", "/".join(name.split("/")[2:])
        if not edition.base_url:
            return b"null"
        address = absolute(edition, f"{folder}/") + (f"#{eid}" if eid else "")
        return b"<</S/URI/URI%s>>" % text_string(address)

    return action


def _page_map(
    plan: Plan, bound: list[Bound], numbers: Mapping[str, tuple[int, str]], parts: list[list[Part]]
) -> bytes:
    """Where every regulation stands, for those who replace pages."""
    rows = {}
    for each in bound:
        entries = [entry for piece in each.volume.pieces for entry in piece.entries]
        ends = _ends(parts[each.volume.number - 1], [entry.folder for entry in entries])
        prints = {k: v for part in parts[each.volume.number - 1] for k, v in part.index.fingerprints.items()}
        for entry in entries:
            rows[entry.folder] = {
                "title": entry.title,
                "digest": entry.digest,
                "fingerprint": prints[entry.folder],
                "volume": each.volume.number,
                "first": numbers[entry.folder][1],
                "last": ends[entry.folder],
            }
    told = {"as_of": plan.edition.as_of.isoformat(), "size": plan.settings.size, "works": rows}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _ends(parts: list[Part], folders: list[str]) -> dict[str, str]:
    """The number of the last page of each regulation; every regulation begins on a page of its own."""
    out: dict[str, str] = {}
    wanted = set(folders)
    for part in parts:
        starts = [(page, name) for name, (page, _) in part.index.anchors.items() if name in wanted]
        starts.sort()
        for (_, name), (after, _) in zip(starts, [*starts[1:], (part.index.pages, "")], strict=False):
            out[name] = part.numbers[after - 1]
    return out


def _warnings(ready: Iterable[Index]) -> tuple[str, ...]:
    glyphs = [glyph_warning((row[0], row[1], row[2])) for index in ready for row in index.missing]
    return (*missing_libraries(), *glyphs)


LAST = "book"
"""The name in the cache of what is known of the last book."""


def build_book(
    edition: Edition,
    folder: Path,
    progress: Progress | None = None,
    jobs: int = 2,
    cache: Path | None = None,
    warn: Callable[[str], None] | None = None,
    chosen: frozenset[Folder] | None = None,
) -> Report:
    """Bring the book in `folder` up to date.

    Args:
        progress: told (pieces typeset, of all that must be); the joining counts as the last.
        jobs: how many processes typeset.
        cache: where typeset pieces are kept between builds; beside `folder` when not given.
        warn: told in a sentence what is wrong with the book though it could be made.
        chosen: the folders of the regulations that the book is of; None is all.

    Raises:
        CompendiumError: a font or a picture is missing, or `folder` holds something else.
    """
    held = PieceCache(cache or folder.parent / ".cache" / folder.name)
    fonts = fonts_key()
    settings = print_settings(edition)
    plan = Plan(edition, settings, key_of(typesetting_key(), fonts), chosen)
    wanted = sorted(chosen) if chosen is not None else None
    key = key_of(code_key("weasyprint", "pydyf"), fonts, corpus_key(edition), asdict(settings), wanted)
    made: list[Made] = []

    def file(name: str) -> bytes:
        if not made:
            made.append(make(plan, held, LAST, progress, jobs))
        return made[0].files[name]

    names = [*(bound.volume.file for bound in plan.volumes()), PAGES]
    files = [Artifact(name, key, lambda name=name: file(name)) for name in names]  # type: ignore[misc]
    report = write_target(folder, files, origin=edition.origin)
    if made:
        _remember(held, key, made[0])
    told = _recall(held, key)
    for words in told.warnings if warn else ():
        warn(words)  # type: ignore[misc]
    counts = (made[0].built, made[0].kept, made[0].removed) if made else (0, told.kept, 0)
    return replace(
        report, target="print", built=counts[0], kept=counts[1], removed=counts[2], pages=told.pages
    )


def _remember(held: PieceCache, key: str, made: Made) -> None:
    pieces = made.built + made.kept
    held.put_note(LAST, {"key": key, "pages": made.pages, "warnings": made.warnings, "kept": pieces})


def _recall(held: PieceCache, key: str) -> Made:
    """What the last build knew of a book that is still good; nothing when its notes are lost."""
    try:
        note = json.loads(held.get_note(LAST))
        if note["key"] == key:
            return Made(
                files={},
                built=0,
                kept=note["kept"],
                removed=0,
                pages=note["pages"],
                warnings=tuple(note["warnings"]),
            )
    except (OSError, ValueError, KeyError):
        pass
    return Made(files={}, built=0, kept=0, removed=0, pages=0, warnings=())
