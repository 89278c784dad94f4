"""What git and the working folder hold, as paths and digests.

The working folder is listed and hashed by ourselves: what `git status` says can be bent by filters,
attributes and bits in the index (assume-unchanged, skip-worktree), all of which can be sent along.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from compendium.law.identifiers import CorpusPath, Digest
from compendium.store.errors import (
    DamagedIndex,
    DamagedObject,
    GitFailed,
    TooLarge,
    UnsafeContent,
    UnsafePath,
    blamed,
)
from compendium.store.git import LARGEST_FILE, LITERAL
from compendium.store.objects import digest_of
from compendium.store.paths import CACHE, is_scratch, runs_through_link, strays
from compendium.store.place import Place
from compendium.store.stats import Stats

_FILES = ("100644", "100755")
_REASONS = {"120000": "是符号链接", "160000": "是子模块"}
_PRIVATE = "是程序私有文件夹的名称，不应随库提交（可用 git rm -r --cached .compendium 取消）"
_STRAYS = "名称会越出法规库，或者重复"
_NESTED = "是另一个 git 仓库"


@dataclass(frozen=True, slots=True)
class Edit:
    """A path on which HEAD, index and working folder differ; `staged` is what the index holds."""

    staged: Digest | None
    unmerged: bool = False


def committed(place: Place, commit: str) -> dict[CorpusPath, Digest] | None:
    """List the digests of the corpus' files in a commit; None when the commit has no such folder.

    Raises:
        UnsafeContent: the commit holds links, submodules, or a folder that is private to the program.
    """
    if not commit:
        return None
    tree = f"{commit}:{place.prefix.removesuffix('/')}"
    listed = place.door.ask("ls-tree", "-r", "-z", "--full-tree", tree)
    if listed.status:
        whole = place.door.ask("rev-parse", "--verify", "--quiet", f"{commit}^{{tree}}")
        if whole.status or place.door.ask("rev-parse", "--verify", "--quiet", tree).status == 0:
            raise DamagedObject(place.top, blamed(listed.words) or commit)
        return None
    entries: dict[CorpusPath, Digest] = {}
    odd: list[tuple[str, str]] = []
    for record in os.fsdecode(listed.out).split("\0")[:-1]:
        kind, path = record.split("\t", 1)
        mode, _, digest = kind.split(" ")
        if strays(path) or path in entries:
            odd.append((path, _STRAYS))
        elif mode not in _FILES:
            odd.append((path, _REASONS.get(mode, "不是普通文件")))
        elif _is_private(path):
            odd.append((path, _PRIVATE))
        else:
            entries[CorpusPath(path)] = Digest(digest)
    if odd:
        raise UnsafeContent(odd)
    return entries


def _is_private(path: str) -> bool:
    name = path.split("/", 1)[0]
    return name.casefold() == CACHE or is_scratch(name)


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a folder with what the system says about each, and what else is there, with the reason."""

    files: Mapping[CorpusPath, os.stat_result]
    odd: Mapping[str, str]


def listing(root: Path) -> Listing:
    """List a corpus folder; nothing is opened and no link is followed."""
    files: dict[CorpusPath, os.stat_result] = {}
    odd: dict[str, str] = {}
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        for entry in _scan(f"{root}/{inside}"):
            path = inside + entry.name
            if not inside and _apart(entry):
                continue
            if entry.name == ".git":
                odd[inside.rstrip("/")] = _NESTED
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(path + "/")
            elif entry.is_file(follow_symlinks=False):
                files[CorpusPath(path)] = entry.stat(follow_symlinks=False)
            else:
                odd[path] = _REASONS["120000"] if entry.is_symlink() else "是特殊文件"
    return Listing(files, odd)


def _apart(entry: os.DirEntry[str]) -> bool:
    """Whether something at the root is no part of the corpus; an earlier version left its caches there."""
    if entry.name == ".git" or is_scratch(entry.name):
        return True
    return entry.name == CACHE and entry.is_dir(follow_symlinks=False)


def _scan(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except FileNotFoundError:
        return []  # removed meanwhile


def digests(root: Path, files: Mapping[CorpusPath, os.stat_result], stats: Stats) -> dict[CorpusPath, Digest]:
    """Hash working files; those that were gone before they could be read are left out."""
    found = {}
    for path, state in files.items():
        known = stats.get(path, state)
        if known is None:
            read = _read(root, path)
            if read is None:
                continue
            known = read[0]
            stats.put(path, state, known)
        found[path] = known
    return found


def ignored(place: Place, paths: Iterable[str]) -> frozenset[str]:
    """List those paths that git is told to ignore, by .gitignore files or the repository's own list."""
    # A name that begins with a colon would be magic to git, but not after ./
    asked = [os.fsencode(f"./{place.prefix}{path}") + b"\0" for path in paths]
    if not asked:
        return frozenset()
    answer = place.door.ask("check-ignore", "-z", "--stdin", feed=asked)
    if answer.status not in (0, 1):
        refuse_damaged_index(place)
        raise GitFailed("check-ignore", answer.words, place.top)
    named = os.fsdecode(answer.out).split("\0")[:-1]
    return frozenset(path.removeprefix("./").removeprefix(place.prefix) for path in named)


def same_but_for_line_ends(root: Path, path: CorpusPath, digest: Digest) -> bool:
    """Tell whether a working file differs from a blob only by line ends, as git may have written them."""
    state = working(root, path)
    return state is not None and digest_of(state[1].replace(b"\r\n", b"\n")) == digest


def edits(
    place: Place,
    paths: Iterable[CorpusPath],
    heads: Mapping[CorpusPath, Digest],
    now: Mapping[CorpusPath, Digest | None],
) -> dict[CorpusPath, Edit]:
    """List those paths on which HEAD, the index and the working folder do not all agree.

    Args:
        heads: the digests in HEAD.
        now: the digests of the working files, None for none.
    """
    rows = list(_index(place))
    indexed = {path: digest for path, digest, stage in rows if stage == "0"}
    unmerged = {path for path, _, stage in rows if stage != "0"}
    found = {}
    for path in paths:
        head, index = heads.get(path), indexed.get(path)
        kept = now[path] == head or (
            head is not None and now[path] is not None and same_but_for_line_ends(place.root, path, head)
        )
        if path in unmerged or index != head or not kept:
            found[path] = Edit(index, path in unmerged)
    return found


def staged(place: Place) -> dict[CorpusPath, Digest]:
    """List the digests in the index for the corpus; unmerged files are left out."""
    return {path: digest for path, digest, stage in _index(place) if stage == "0"}


def _index(place: Place, which: str = "--stage") -> Iterator[tuple[CorpusPath, Digest, str]]:
    """The entries of the index for the corpus: path, digest, stage."""
    answer = place.door.ask(LITERAL, "ls-files", which, "-z", "--", place.prefix or ".")
    if answer.status:
        refuse_damaged_index(place)
        raise GitFailed("ls-files", answer.words, place.top)
    for record in os.fsdecode(answer.out).split("\0")[:-1]:
        kind, path = record.split("\t", 1)
        _, digest, stage = kind.split(" ")
        yield CorpusPath(path.removeprefix(place.prefix)), Digest(digest), stage


def unmerged(place: Place) -> tuple[CorpusPath, ...]:
    """List the files of the corpus that a merge has left for a person to put together, in order."""
    return tuple(dict.fromkeys(path for path, _, _ in _index(place, "--unmerged")))


_SIGNATURE, _SHORTEST, _SUM = b"DIRC", 32, 20
_NO_SUM = bytes(_SUM)  # what git writes in its place when it is told to be quick (index.skipHash)


def refuse_damaged_index(place: Place) -> None:
    """Refuse an index that is not what git wrote; where there is none, nothing is damaged.

    Git itself reads one of which a byte was changed, and takes what it says for what people have staged.

    Raises:
        DamagedIndex: it was cut off, overwritten or changed.
    """
    path = place.git_dir / "index"
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return
    whole = data.startswith(_SIGNATURE) and len(data) >= _SHORTEST
    sums = (_NO_SUM, hashlib.sha1(data[:-_SUM], usedforsecurity=False).digest())
    if not whole or data[-_SUM:] not in sums:
        raise DamagedIndex(path)


def working(root: Path, path: CorpusPath) -> tuple[Digest, bytes] | None:
    """Read a working file, its digest and bytes; None when there is no file of that name.

    Raises:
        UnsafePath: a link or a special file stands there, or on the way.
        TooLarge: it has more than LARGEST_FILE bytes.
    """
    if runs_through_link(root, path):
        raise UnsafePath(path, "经过符号链接，法规库只收普通文件")
    return _read(root, path)


def _read(root: Path, path: CorpusPath) -> tuple[Digest, bytes] | None:
    """Read a file whose folders are known to be folders; the file itself is proved while it is open."""
    try:
        handle = os.open(f"{root}/{path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            raise UnsafePath(path, "是符号链接或者特殊文件，法规库只收普通文件") from error
        raise
    try:
        state = os.fstat(handle)
        if stat.S_ISDIR(state.st_mode):
            return None
        if not stat.S_ISREG(state.st_mode):
            raise UnsafePath(path, "是特殊文件，法规库只收普通文件")
        if state.st_size > LARGEST_FILE:
            raise TooLarge(path, state.st_size, LARGEST_FILE)
        data = _all(handle, state.st_size)
    finally:
        os.close(handle)
    return digest_of(data), data


def _all(handle: int, size: int) -> bytes:
    """The bytes of an open file, which may have grown a little since its size was asked."""
    data = os.read(handle, size + 1)
    while len(data) <= LARGEST_FILE and (more := os.read(handle, 1 << 20)):
        data += more
    return data
