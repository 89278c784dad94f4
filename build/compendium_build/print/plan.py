"""What stands in the book, in which order, and how it is cut into pieces that outlive changes to others.

Regulations stand by 编, 章 and 节, by kind where there are no classes. The pieces are shared out among
volumes, by 编 or in about equal parts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

from compendium.law.identifiers import NO_EID, CorpusPath, Digest, EId, Folder, Uri
from compendium.law.kinds import DECISIONS, ActKind
from compendium.law.names import parse_expression_path
from compendium.law.numerals import to_chinese
from compendium.law.timeline import Status
from compendium.library.catalog import Work
from compendium.library.config import Category
from compendium.library.facts import Facts
from compendium.text.effect_words import succession_lines
from compendium.text.wording import (
    effect_words,
    extended_words,
    pending_words,
    suspended_lines,
    suspended_marks,
)
from compendium_build.edition.addresses import Page, absolute, version_page
from compendium_build.edition.artifacts import key_of
from compendium_build.edition.edition import Edition, Target
from compendium_build.print.settings import print_settings

PRINTED = (Status.IN_FORCE, Status.NOT_YET, Status.SUSPENDED)
LEVELS = "编章节"
_ORDER = {kind: position for position, kind in enumerate(ActKind)}


@dataclass(frozen=True, slots=True)
class Division:
    """A 编, 章 or 节 of the book, or a kind of act in the place of a 编; `depth` counts from 0."""

    id: str
    depth: int
    label: str
    title: str

    @property
    def anchor(self) -> str:
        """The name of the place where it opens."""
        return f"division:{self.id}"

    @property
    def name(self) -> str:
        """Number and title."""
        return "\u3000".join(filter(None, (self.label, self.title)))


Path = tuple[Division, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A work and its place in the book; `opens` are the divisions that begin with it."""

    work: Work
    path: Path
    opens: Path


def arrange(edition: Edition, chosen: frozenset[Folder] | None = None) -> list[Placed]:
    """List the works in the book, in order; a work of several classes stands in the first of them.

    `chosen` are the folders of those that are wanted; None takes all.
    """
    paths = {path[-1].id: path for path in _paths(edition.scheme, ())}
    works = [work for work in edition.catalog.works if edition.standing(work).status in PRINTED]
    works = [work for work in works if chosen is None or work.folder in chosen]
    classed = {work.uri: path for work in works if (path := _class_of(edition, work, paths))}
    ranks = {path[-1].id: rank for rank, path in enumerate(paths.values())}
    rows = []
    for work in works:
        kind = edition.current(work).kind
        path = classed.get(work.uri) or (_kind_division(kind, mixed=bool(classed)),)
        rank = ranks.get(path[-1].id, len(ranks))
        rows.append((rank, _ORDER[kind], work.slug, work.folder, work, path))
    return list(_opened([(row[4], row[5]) for row in sorted(rows, key=lambda row: row[:4])]))


def _paths(categories: Sequence[Category], above: Path) -> Iterator[Path]:
    for position, category in enumerate(categories, 1):
        path = (*above, _division(category, position, len(above)))
        yield path
        yield from _paths(category.children, path)


def _division(category: Category, position: int, depth: int) -> Division:
    label = f"第{to_chinese(position)}{LEVELS[depth]}"
    return Division(category.id, depth, "" if category.title.startswith(label) else label, category.title)


def _class_of(edition: Edition, work: Work, paths: dict[str, Path]) -> Path | None:
    return next((paths[id] for id in edition.current(work).subjects if id in paths), None)


def _kind_division(kind: ActKind, mixed: bool) -> Division:
    return Division(
        kind.value, 0, "", kind.chinese + ("（未归类）" if mixed and kind not in DECISIONS else "")
    )


def _opened(rows: Sequence[tuple[Work, Path]]) -> Iterator[Placed]:
    before: Path = ()
    for work, path in rows:
        same = 0
        while same < min(len(before), len(path)) and before[same] == path[same]:
            same += 1
        yield Placed(work, path, path[same:])
        before = path


# By name and not by count, so that a work added moves no border of other pieces. One in three was tried: a
# piece begins on the right, which made the book ten pages longer.
CUT_EVERY, MOST_PROVISIONS = 4, 500
"""A piece ends after one work in four, chosen by its name, or when it has grown long."""

CitedAt = tuple[EId, str, EId]
"""A reference by the provision it stands in, the title and the eId that it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A regulation in the book: all that its pages are made from, its text by digest.

    `mark` says that it is not yet in force or suspended, `pending` the same of provisions, by commencement or
    by wId; `told` is what else stands under its title: what is suspended by which decision, a longer 有效期;
    `links` are the references that lead somewhere in this book; `images` are (path, digest). `place` are the
    divisions it stands in, `opens` those that begin with it; `decisions` the titles, by URI, of those that
    made the version, when the edition wants them told; `address` is that of the version on the web; `ends`
    say which acts it ended, and which ends it.
    """

    folder: Folder
    title: str
    path: CorpusPath
    digest: Digest
    mark: str
    pending: tuple[tuple[str, str], ...]
    links: tuple[tuple[CitedAt, str], ...]
    images: tuple[tuple[CorpusPath, Digest], ...]
    length: int
    place: Path = ()
    opens: Path = ()
    decisions: tuple[tuple[Uri, str], ...] = ()
    address: str = ""
    ends: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def plain(self) -> list[object]:
        """The entry as plain values, to be hashed."""
        text = [self.folder, self.title, self.path, self.digest]
        places = [division.name for division in (*self.place, *self.opens)]
        said = [self.mark, self.told, self.pending]
        whole = [*text, *said, self.links, self.images, places, self.decisions, self.address]
        return [*whole, *([self.ends] if self.ends else [])]


@dataclass(frozen=True, slots=True)
class Piece:
    """Regulations of one 编 that are typeset together, in a format."""

    key: str
    size: str
    entries: tuple[Entry, ...]

    @property
    def part(self) -> Division:
        """The 编, or the kind of act in its place."""
        return self.entries[0].place[0]

    @property
    def length(self) -> int:
        """How many provisions it has."""
        return sum(entry.length for entry in self.entries)

    @property
    def opens(self) -> bool:
        """Whether the 编 opens with it."""
        return self.part in self.entries[0].opens


def anchor(folder: Folder, eid: EId = NO_EID) -> str:
    """Name a place in the book.

    >>> anchor(Folder("difangxing-fagui/xiaofang-tiaoli"), EId("art_3"))
    'difangxing-fagui/xiaofang-tiaoli/art_3'
    """
    return f"{folder}/{eid}" if eid else folder


def plan_pieces(
    edition: Edition, making: str, size: str = "16开", chosen: frozenset[Folder] | None = None
) -> list[Piece]:
    """Cut the book into pieces of a format; `making` is the hash of the program and fonts that make them."""
    pieces = []
    for part, placed in groupby(arrange(edition, chosen), key=lambda row: row.path[0]):
        for entries in _cut(_entries(edition, list(placed))):
            key = key_of(making, size, edition.title, part.name, [entry.plain for entry in entries])
            pieces.append(Piece(key, size, entries))
    return pieces


def _cut(entries: Iterator[Entry]) -> Iterator[tuple[Entry, ...]]:
    held: list[Entry] = []
    for entry in entries:
        held.append(entry)
        if _ends_piece(entry.folder) or sum(item.length for item in held) >= MOST_PROVISIONS:
            yield tuple(held)
            held = []
    if held:
        yield tuple(held)


def _ends_piece(folder: Folder) -> bool:
    return hashlib.sha256(folder.encode()).digest()[0] % CUT_EVERY == 0


def _entries(edition: Edition, rows: list[Placed]) -> Iterator[Entry]:
    pictures = _pictures(edition)
    tells = print_settings(edition).amendment_notes
    for row in rows:
        work = row.work
        facts = edition.current(work)
        late = [(c.id, pending_words(c, edition.as_of)) for c in facts.commencements]
        late += suspended_marks(work.expressions, edition.as_of).items()
        now = edition.standing(work)
        mark = f"{now.status.value}，{effect_words(work.expressions, now.index)}"
        told = suspended_lines(work.expressions, now.index, edition.as_of)
        if now.status is Status.SUSPENDED:
            mark, told = f"{now.status.value}，{'；'.join(told)}", []
        yield Entry(
            folder=work.folder,
            title=facts.title,
            path=facts.path,
            digest=facts.digest,
            mark=mark if now.status is not Status.IN_FORCE else "",
            pending=tuple((period, words) for period, words in late if words),
            links=tuple(_links(edition, work, facts)),
            images=pictures.get(work.folder, ()),
            length=len(facts.labels),
            place=row.path,
            opens=row.opens,
            decisions=tuple(_decisions(edition, facts)) if tells else (),
            address=public_address(edition, version_page(work, facts)),
            ends=tuple(succession_lines(edition.catalog, work, edition.as_of)),
            told=(*told, *filter(None, [extended_words(work.expressions, now.index)])),
        )


def public_address(edition: Edition, page: Page) -> str:
    """Return the public address of a page without index.html; empty while the edition has none."""
    return absolute(edition, page.removesuffix("index.html")) if edition.base_url else ""


def _decisions(edition: Edition, facts: Facts) -> Iterator[tuple[Uri, str]]:
    for uri in facts.amended_by:
        if decision := edition.catalog.by_uri.get(uri):
            yield uri, decision.title


def _links(edition: Edition, work: Work, facts: Facts) -> Iterator[tuple[CitedAt, str]]:
    seen = set()
    for reference in facts.references:
        cited = (reference.source, reference.title, reference.eid)
        if cited in seen:
            continue
        seen.add(cited)
        target = edition.resolve(work, facts, reference)
        if target and _is_printed(edition, target) and (target.eid or target.work != work):
            yield cited, anchor(target.work.folder, target.eid)


def _is_printed(edition: Edition, target: Target) -> bool:
    if edition.standing(target.work).status not in PRINTED:
        return False
    return not target.eid or target.eid in edition.eids(edition.current(target.work))


def _pictures(edition: Edition) -> dict[Folder, tuple[tuple[CorpusPath, Digest], ...]]:
    """The files of each work's folder that are no versions, as (path, digest)."""
    files = edition.catalog.files
    folders = {work.folder for work in edition.catalog.works}
    found: dict[Folder, list[tuple[CorpusPath, Digest]]] = {}
    for path in files.paths():
        folder = Folder("/".join(path.split("/")[:2]))
        if folder in folders and not parse_expression_path(path):
            found.setdefault(folder, []).append((path, files.digest(path)))
    return {folder: tuple(sorted(rows)) for folder, rows in found.items()}


def corpus_key(edition: Edition) -> str:
    """Hash all that the book can depend on in the corpus."""
    versions = [f.digest for work in edition.catalog.works for f in work.expressions + work.translations]
    paths = [f.path for work in edition.catalog.works for f in work.expressions + work.translations]
    about = [edition.title, edition.publisher, edition.base_url, edition.as_of, edition.config.place]
    return key_of(versions, paths, sorted(_pictures(edition).items()), about, asdict(edition.config.print))


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume; `label` is 第一册, empty when the book has only one."""

    number: int
    label: str
    pieces: tuple[Piece, ...]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"quanshu-{self.number}.pdf" if self.label else "quanshu.pdf"


def split(pieces: Sequence[Piece], wanted: str) -> list[Volume]:
    """Share the pieces out among volumes as corpus.toml wants them: by 编, or so many.

    Equal parts are measured in provisions, which are known before anything is typeset.
    """
    if wanted == "编":
        groups = [tuple(group) for _, group in groupby(pieces, key=lambda piece: piece.part)]
    else:
        groups = _shared_out(pieces, int(wanted))
    if len(groups) < 2:
        return [Volume(1, "", tuple(pieces))]
    return [Volume(n, f"第{to_chinese(n)}册", group) for n, group in enumerate(groups, 1)]


def _shared_out(pieces: Sequence[Piece], count: int) -> list[tuple[Piece, ...]]:
    total = sum(piece.length for piece in pieces)
    groups: list[list[Piece]] = [[] for _ in range(count)]
    done = 0
    for piece in pieces:
        middle = done + piece.length / 2
        groups[min(count - 1, int(middle * count / total)) if total else 0].append(piece)
        done += piece.length
    return [tuple(group) for group in groups if group]
