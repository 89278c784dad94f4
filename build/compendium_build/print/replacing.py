"""Replacement pages: the regulations that are not as they were in a book, and what to take out and put in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from compendium.law.days import day_words
from compendium.law.problems import CompendiumError
from compendium_build.edition.artifacts import Artifact, Report, code_key, key_of, write_target
from compendium_build.edition.edition import Edition
from compendium_build.print.book import PAGES, Plan, Progress, out_of_volume, take_faces
from compendium_build.print.exchange import Exchange, Row, inserted_numbers, new_numbers, span
from compendium_build.print.fonts import fonts_key
from compendium_build.print.pages.formats import format_of
from compendium_build.print.pages.matter import matter_job
from compendium_build.print.pdf.bind import Paper, Part, assemble, front_number, numbers_at
from compendium_build.print.pdf.outline import About
from compendium_build.print.pieces import Index, PieceCache, typesetting_key
from compendium_build.print.plan import Entry, Piece, corpus_key, plan_pieces
from compendium_build.print.settings import format_name, print_settings
from compendium_build.print.workers import typeset_pieces

FILE = "huanye.pdf"


class NoPageMap(CompendiumError):
    """A folder that holds no book that tells where its regulations stand."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} 不是 compendium build print 生成的书（没有可用的 {PAGES}），不能据以更换。"
        )


class NothingToReplace(CompendiumError):
    """A book in which every regulation is as it was."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"与 {folder} 中的书相比，没有变动的法规，不需要更换页。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """The place where a regulation stood in the book."""

    title: str
    digest: str
    volume: int
    first: int
    last: int

    @property
    def numbers(self) -> tuple[str, ...]:
        """Its page numbers."""
        return tuple(str(number) for number in range(self.first, self.last + 1))


def build_replacement(
    edition: Edition,
    folder: Path,
    book: Path,
    progress: Progress | None = None,
    warn: Callable[[str], None] | None = None,
) -> Report:
    """Make the pages that bring the book in another folder up to date.

    Raises:
        NoPageMap, NothingToReplace: there is no such book, or it needs no other pages.
    """
    since, old = read_page_map(book)
    settings = print_settings(edition)
    fonts = fonts_key()
    plan = Plan(edition, settings, key_of(typesetting_key(), fonts))
    held = PieceCache(folder.parent / ".cache" / folder.name)
    pages = {name: asdict(row) for name, row in old.items()}
    key = key_of(code_key("weasyprint", "pydyf"), fonts, corpus_key(edition), asdict(settings), pages)
    changed = _changed(plan, old)
    gone = [row for name, row in old.items() if name not in {entry.folder for entry, _ in _order(plan)}]
    if not changed and not gone:
        raise NothingToReplace(book)
    total: list[int] = []

    def render() -> bytes:
        data, count = _made(plan, held, changed=changed, gone=gone, old=old, since=since, progress=progress)
        total.append(count)
        return data

    report = write_target(folder, [Artifact(FILE, key, render)])
    return replace(report, target="print", built=len(changed), pages=sum(total))


def read_page_map(book: Path) -> tuple[date, dict[str, Old]]:
    """Read the day of a book and where its regulations stand.

    Raises:
        NoPageMap: it doesn't tell.
    """
    try:
        told = json.loads((book / PAGES).read_bytes())
        day = date.fromisoformat(told["as_of"])
        rows = {
            name: Old(
                title=row["title"],
                digest=row["digest"],
                volume=row["volume"],
                first=int(row["first"]),
                last=int(row["last"]),
            )
            for name, row in told["works"].items()
        }
    except (OSError, ValueError, KeyError, TypeError):
        raise NoPageMap(book) from None
    return day, rows


def _order(plan: Plan) -> Iterator[tuple[Entry, str]]:
    """The regulations in the order of the book, each with the one before it."""
    before = ""
    for piece in plan_pieces(plan.edition, plan.making, format_name(plan.settings)):
        for entry in piece.entries:
            yield entry, before
            before = entry.folder


def _changed(plan: Plan, old: dict[str, Old]) -> list[tuple[Piece, str]]:
    """A piece for each regulation that is not as it was, and the regulation before it."""
    out = []
    for entry, before in _order(plan):
        if entry.folder in old and old[entry.folder].digest == entry.digest:
            continue
        alone = replace(entry, opens=tuple(each for each in entry.opens if each.depth))
        key = key_of(plan.making, format_name(plan.settings), plan.edition.title, "alone", alone.plain)
        out.append((Piece(key, format_name(plan.settings), (alone,)), before))
    return out


def _made(
    plan: Plan,
    held: PieceCache,
    *,
    changed: list[tuple[Piece, str]],
    gone: list[Old],
    old: dict[str, Old],
    since: date,
    progress: Progress | None,
) -> tuple[bytes, int]:
    pieces = [piece for piece, _ in changed]
    indexes = {piece.key: index for piece in pieces if (index := held.get(piece.key))}
    stale = [piece for piece in pieces if piece.key not in indexes]

    def done(key: str, part: bytes, index: Index) -> None:
        held.put(key, part, index)
        indexes[key] = index
        if progress:
            progress(len(indexes), len(pieces) + 1)

    typeset_pieces(map(plan.job, stale), min(2, max(1, len(stale))), done)
    numbers = _numbers(changed, indexes, old)
    rows = [_row(piece.entries[0], old, pages) for piece, pages in zip(pieces, numbers, strict=True)] + [
        Row(row.title, "不再收录", _places(row), "") for row in gone
    ]
    edition = plan.edition
    day = day_words(edition.as_of)
    told = Exchange(edition.title, day_words(since), day, tuple(rows))
    job = matter_job(plan.making, format_name(plan.settings), told)
    typeset_pieces([job], 1, done)
    keys = [job.key, *(piece.key for piece in pieces)]
    faces, fonts = take_faces(plan, held, [indexes[key] for key in keys], (), 1)
    front = tuple(front_number(at + 1) for at in range(indexes[job.key].pages))
    parts = [
        Part(held.file(k), _at_the_top(indexes[k]), n) for k, n in zip(keys, [front, *numbers], strict=True)
    ]
    about = About(title=f"{edition.title}　更换页", publisher=edition.publisher, subject=f"截至{day}")
    linked = frozenset(name for index in indexes.values() for name in index.links)
    paper = Paper(format_of(format_name(plan.settings)), plan.settings.bleed)
    data, pages = assemble(
        parts,
        faces,
        about=about,
        paper=paper,
        numbers=numbers_at(parts),
        linked=linked,
        elsewhere=out_of_volume(edition, [], {}),
    )
    held.keep_only({*keys, fonts})
    return data, pages


def _at_the_top(index: Index) -> Index:
    """The index of a part whose bookmarks stand below nothing."""
    depth = min((depth for depth, *_ in index.outline), default=0)
    return replace(index, outline=[(at - depth, label, name) for at, label, name in index.outline])


def _numbers(
    changed: list[tuple[Piece, str]], indexes: dict[str, Index], old: dict[str, Old]
) -> list[tuple[str, ...]]:
    """The numbers of the new pages; what is new goes after the regulation before it."""
    out: list[tuple[str, ...]] = []
    lasts: dict[str, str] = {name: str(row.last) for name, row in old.items()}
    for piece, before in changed:
        name, pages = piece.entries[0].folder, indexes[piece.key].pages
        was = old.get(name)
        made = new_numbers(pages, was.first, was.last) if was else _after(pages, lasts.get(before, "0"))
        lasts[name] = made[-1]
        out.append(made)
    return out


def _after(pages: int, last: str) -> tuple[str, ...]:
    """Numbers after a page that may itself have been put in: 12-1, 12-2, then 12-3."""
    page, _, done = last.partition("-")
    return inserted_numbers(pages + int(done or 0), page)[int(done or 0) :]


def _row(entry: Entry, old: dict[str, Old], numbers: tuple[str, ...]) -> Row:
    was = old.get(entry.folder)
    if was is None:
        return Row(entry.title, "新收录", "", span(numbers))
    return Row(entry.title, "修改", _places(was), span(numbers))


def _places(row: Old) -> str:
    volume = f"第{row.volume}册" if row.volume > 1 else ""
    return volume + span(row.numbers)
