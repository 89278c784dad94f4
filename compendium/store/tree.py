"""What git and the working folder hold, as paths and digests."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from compendium.store.gitio import LITERAL, git, try_git
from compendium.store.paths import CACHE, runs_through_link
from compendium.store.place import Place

_LINK = "120000"
_SUBMODULE = "160000"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file by the digest that git gives its bytes; of a link, the bytes are its target."""

    digest: str
    link: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """A path on which git sees a difference; `staged` is what the index holds, None for nothing."""

    staged: str | None
    unmerged: bool = False


def digest_of(data: bytes) -> str:
    """The name that git gives to these bytes.

    >>> digest_of(b"")
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def committed(place: Place, commit: str) -> dict[str, Entry] | None:
    """The files of the corpus in a commit; None when the commit has no such folder."""
    if not commit:
        return None
    tree = f"{commit}:{place.prefix.removesuffix('/')}"
    listed = try_git(place.top, "ls-tree", "-r", "-z", "--full-tree", tree)
    if listed.status:
        return None
    entries = {}
    for record in os.fsdecode(listed.out).split("\0")[:-1]:
        kind, path = record.split("\t", 1)
        mode, _, digest = kind.split(" ")
        if mode != _SUBMODULE and not _cached(path):
            entries[path] = Entry(digest, mode == _LINK)
    return entries


def edits(place: Place) -> dict[str, Edit]:
    """The paths of the corpus on which HEAD, the index and the working folder do not all agree."""
    options = ("--porcelain=v2", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all")
    answer = git(place.top, LITERAL, "status", *options, "--", place.prefix or ".")
    found = {}
    for record in os.fsdecode(answer.out).split("\0"):
        for path, edit in _edit(record):
            inside = path.removeprefix(place.prefix)
            if not _cached(inside):
                found[inside] = edit
    return found


def _edit(record: str) -> Iterator[tuple[str, Edit]]:
    """Read one record of `git status`; a folder has none, being a repository of its own."""
    if record.startswith("1 "):
        *_, staged, path = record.split(" ", 8)
        yield path, Edit(None if set(staged) == {"0"} else staged)
    elif record.startswith("u "):
        yield record.split(" ", 10)[10], Edit(None, unmerged=True)
    elif record.startswith("? ") and not record.endswith("/"):
        yield record[2:], Edit(None)


def staged(place: Place) -> dict[str, str]:
    """The digests in the index for the corpus; unmerged files are left out."""
    answer = git(place.top, LITERAL, "ls-files", "--stage", "-z", "--", place.prefix or ".")
    records = (record.split("\t", 1) for record in os.fsdecode(answer.out).split("\0")[:-1])
    split = ((path.removeprefix(place.prefix), kind.split(" ")) for kind, path in records)
    return {path: digest for path, (_, digest, stage) in split if stage == "0"}


def working(root: Path, path: str) -> tuple[Entry, bytes] | None:
    """The file in the working folder; None when there is no file or link of that name."""
    if runs_through_link(root, path):
        return None
    target = root / path
    try:
        mode = target.lstat().st_mode
        if stat.S_ISLNK(mode):
            data = os.fsencode(target.readlink())
            return Entry(digest_of(data), link=True), data
        if not stat.S_ISREG(mode):
            return None
        data = target.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Entry(digest_of(data)), data


def folder(root: Path) -> dict[str, Entry]:
    """The files of a folder that has no git."""
    entries = {}
    for parent, folders, files in os.walk(root):
        inside = Path(parent).relative_to(root)
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        folders[:] = [name for name in folders if name != ".git" and name not in links]
        for name in (*files, *links):
            path = (inside / name).as_posix()
            state = None if name == ".git" or _cached(path) else working(root, path)
            if state:
                entries[path] = state[0]
        if inside == Path("."):
            folders[:] = [name for name in folders if name != CACHE]
    return entries


def _cached(path: str) -> bool:
    """Whether a path belongs to the private cache."""
    return path.startswith(CACHE + "/")
