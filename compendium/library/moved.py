"""moved.toml: where works and versions stood before, and under which names feeds told of them.

It is written by `compendium upgrade`, and by `compendium correct` where a work goes to another address.
Addresses that it names lead on for ever, and the entries of feeds keep the ids by which readers know them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from compendium.law.identifiers import NO_URI, CorpusPath, Folder, Uri
from compendium.law.names import BadUri, parse_work_uri
from compendium.system.toml_table import BadConfig, Table, read_toml

MOVED_FILE = CorpusPath("moved.toml")
_PLACE = re.compile(r"[a-z-]+/[a-z0-9-]+(?:/[0-9]{4}-[0-9]{2}-[0-9]{2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LIKE = "difangxing-fagui/mou-tiaoli 或 difangxing-fagui/mou-tiaoli/2020-05-01"
_HEADER = """\
# 搬动过的地址，由程序（compendium upgrade、correct）填写：旧网址据此转到新网址，订阅源的条目据此保持
# 原来的编号。已经发布过的，不要删去。
#
# 每次搬动一段：
#   from  原来的地方：法规的目录（性质/法规），或者一个版本（性质/法规/版本日期）；地方没变的不写
#   to    现在的地方，写法相同
#   since 哪一天搬的
#   id    订阅源沿用的法规地址（/akn/…）；法规地址没变的不写
"""


class Files(Protocol):
    """The files of a state of the corpus."""

    def paths(self) -> tuple[CorpusPath, ...]: ...
    def read(self, path: CorpusPath) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Move:
    """A work or a version that stood at `source` and stands at `target`.

    A place is a work's folder, or that and a version's day: kind/slug/2020-05-01. `id` is the URI by which
    feeds name the entries of the work at `target`; where the URI alone has changed, `source` is empty.
    """

    source: str
    target: str
    since: date
    id: Uri = NO_URI
    line: int = 0


@dataclass(frozen=True)
class Moves:
    """All that has moved, in the order of the file; each place at most once, no way leading in a circle."""

    items: tuple[Move, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items)

    def last(self, place: str) -> str:
        """Where what stood at a place stands now, however often it has moved; the place itself if it hasn't.

        >>> moves = Moves((Move("falv/a", "falv/b", date.min), Move("falv/b", "falv/c", date.min)))
        >>> moves.last("falv/a"), moves.last("falv/b/2020-01-01"), moves.last("falv/d")
        ('falv/c', 'falv/c/2020-01-01', 'falv/d')
        """
        seen = {place}
        while (after := next_place(self._targets, place)) != place:
            if after in seen:
                raise _Circle
            seen.add(after)
            place = after
        return place

    def identity(self, folder: Folder, uri: Uri) -> Uri:
        """The URI by which feeds name what happens to the work in a folder.

        A work that has taken the URI of one that moved away is told apart by the day on which that went.
        """
        if known := self._by_folder.get(folder):
            return known
        since = self._reserved.get(uri)
        return Uri(f"{uri}@{since.isoformat()}") if since else uri

    def feed_name(self, folder: str) -> str:
        """The folder by which the feed of the work in a folder is named."""
        if known := self._by_folder.get(folder):
            uri, at, day = known.partition("@")
            return parse_work_uri(uri).folder + at + day
        left = [move.since for move in self.items if move.source == folder]
        return f"{folder}@{min(left).isoformat()}" if left else folder

    @cached_property
    def sources(self) -> dict[str, str]:
        """Every place that was left, and where what stood there stands now."""
        return {move.source: self.last(move.source) for move in self.items if move.source}

    @cached_property
    def _targets(self) -> Mapping[str, str]:
        return {move.source: move.target for move in self.items if move.source}

    @cached_property
    def _by_folder(self) -> Mapping[str, Uri]:
        return {self.last(move.target): move.id for move in self.items if move.id}

    @cached_property
    def _reserved(self) -> Mapping[Uri, date]:
        found: dict[Uri, date] = {}
        for move in self.items:
            if move.id:
                found[move.id] = min(found.get(move.id, move.since), move.since)
        return found


class _Circle(Exception):
    """A way that comes back to where it began; the reader of the file says at which line."""


def next_place(targets: Mapping[str, str], place: str) -> str:
    """Where one move leads from a place: its own, or that of the work to which the version belongs.

    >>> next_place({"falv/a": "falv/b"}, "falv/a/2020-01-01"), next_place({}, "falv/a")
    ('falv/b/2020-01-01', 'falv/a')
    """
    if place in targets:
        return targets[place]
    parts = place.split("/")
    folder = "/".join(parts[:2])
    return "/".join((targets.get(folder, folder), *parts[2:])) if len(parts) > 2 else place


NOTHING_MOVED = Moves()


def load_moves(data: bytes) -> Moves:
    """Read moved.toml, or refuse it with the key and the line."""
    table = read_toml(data, MOVED_FILE)
    table.only(("moved",))
    tables = table.tables("moved")
    moves = Moves(tuple(_move(item) for item in tables))
    _refuse_repeated(moves, tables)
    ids: dict[str, str] = {}
    homes: dict[Uri, str] = {}
    for move, item in zip(moves.items, tables, strict=True):
        try:
            home = moves.last(move.target)
        except _Circle:
            raise item.bad(f"“{move.source or move.target}”搬来搬去回到了原处，成了圈", "to") from None
        if move.id and ids.setdefault(home, move.id) != move.id:
            raise item.bad(f"“{home}”已经沿用 {ids[home]}，不能再沿用 {move.id}", "id")
        if move.id and homes.setdefault(move.id, home) != home:
            raise item.bad(f"{move.id} 已由“{homes[move.id]}”沿用，不能再给“{home}”", "id")
    return moves


def moves_of(files: Files) -> Moves:
    """What has moved in a corpus, as a state of it tells."""
    return load_moves(files.read(MOVED_FILE)) if MOVED_FILE in files.paths() else NOTHING_MOVED


def _move(table: Table) -> Move:
    """Read one of [[moved]]."""
    table.only(("from", "to", "since", "id"))
    source = table.text("from", form=_PLACE, like=_LIKE)
    target = table.text("to", required=True, form=_PLACE, like=_LIKE)
    since, id_ = table.day("since"), Uri(table.text("id"))
    if since is None:
        raise table.bad(f"“{table.name('since')}”必须填写，写成 2027-01-01 的样子，不加引号", "since")
    if not source and not id_:
        raise table.bad("from 和 id 至少写一个")
    if source == target:
        raise table.bad(f"from 和 to 是同一个地方“{target}”", "to")
    if source and source.count("/") != target.count("/"):
        raise table.bad("from 和 to 应当都是法规的目录，或者都是版本", "to")
    if id_:
        if target.count("/") != 1:
            raise table.bad("id 是一部法规的，版本不能写", "id")
        _refuse_id(table, id_)
    return Move(source, target, since, id_, table.line("from" if source else "to"))


def _refuse_id(table: Table, text: str) -> None:
    """Refuse what names no work; after @ stands the day that tells it from an earlier one of that URI."""
    uri, at, day = text.partition("@")
    try:
        parse_work_uri(uri)
    except BadUri as error:
        raise table.bad(f"“{table.name('id')}”{error}", "id") from None
    if at and not _DAY.fullmatch(day):
        raise table.bad(f"“{table.name('id')}”的值“{text}”不合格式，@ 之后应当是日期", "id")


def _refuse_repeated(moves: Moves, tables: list[Table]) -> None:
    """Refuse a place that leads to two."""
    seen: dict[str, int] = {}
    for move, item in zip(moves.items, tables, strict=True):
        if move.source and move.source in seen:
            raise item.bad(f"“{move.source}”在第 {seen[move.source]} 行已经写过", "from")
        seen[move.source] = move.line


def with_moves(
    before: Moves, fresh: Iterable[Move], place: Callable[[str], str], occupied: Collection[str]
) -> Moves:
    """What had moved, and what moves now.

    Ways are shortened, so that each leads to the last place at once. A place that is taken again, or left
    again, no longer leads to where the work went that stood there before; that work keeps its id.

    Args:
        place: where what stood at a place before stands now.
        occupied: the works and versions there are now.
    """
    new = list(fresh)
    again = {move.source for move in new} | set(occupied)
    held: dict[tuple[str, str, str], Move] = {}
    for move in before.items:
        target = place(before.last(move.target))
        source = "" if move.source in again else move.source
        if source or (move.id and all(move.id != other.id for other in new)):
            held.setdefault((source, target, move.id), Move(source, target, move.since, move.id))
    return Moves((*held.values(), *new))


def moved_text(moves: Moves) -> bytes:
    """moved.toml, explained for those who come upon it."""
    return "\n".join([_HEADER, *map(_entry, moves.items)]).encode()


def _entry(move: Move) -> str:
    rows = [f"from = {json.dumps(move.source)}\n" if move.source else ""]
    rows += [f"to = {json.dumps(move.target)}\n", f"since = {move.since.isoformat()}\n"]
    rows += [f"id = {json.dumps(move.id)}\n" if move.id else ""]
    return "[[moved]]\n" + "".join(rows)


__all__ = [
    "MOVED_FILE",
    "NOTHING_MOVED",
    "BadConfig",
    "Files",
    "Move",
    "Moves",
    "load_moves",
    "moved_text",
    "moves_of",
    "next_place",
    "with_moves",
]
