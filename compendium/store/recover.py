"""Bring the working folder and the index up to a commit that has been made, after a crash as well.

Only a writer does so, under the lock: a reader looks through the journal and changes nothing. The journal is
the record of a write under way; it tells the unfinished copy of a writer from the edits of people. The lock
lets one writer in at a time, and dies with its holder.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import stat
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from compendium.law.identifiers import CorpusPath, Digest
from compendium.store import checkpoint
from compendium.store.errors import DamagedJournal, GitFailed, LockTimeout, NotWritable, UnsafePath
from compendium.store.objects import Blobs
from compendium.store.paths import check_path, runs_through_link, scratch_name
from compendium.store.place import Place, head_of
from compendium.store.tree import committed, refuse_damaged_index, staged, working
from compendium.system.errors import naming, system_words

_MANY = 100
_NO_FILE = Digest("")
_DIGEST = re.compile(r"[0-9a-f]{40}")
_TOKEN = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Step:
    """One file of a write: its digest in the old commit, in the working folder then, in the new commit."""

    committed: Digest | None
    working: Digest | None
    new: Digest | None

    def unfinished(self, working: Digest | None, head: Digest | None) -> bool:
        """Whether the working file still is what the writer meant to replace.

        It says so of no other content, so an edit made since is seen, and kept.
        """
        return head == self.new and working == self.working != self.new


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """A write from one head to the next, of the corpus that stands at `prefix`.

    `token` names the folder in which the new files are put together, `inode` the repository: another one may
    stand at the same path by now.
    """

    old: str
    new: str
    prefix: str
    token: str
    inode: int
    steps: Mapping[CorpusPath, Step]


def load(place: Place) -> Journal | None:
    """Read the journal; None when no write is under way in this repository."""
    try:
        journal = _checked(json.loads(place.journal.read_bytes()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError, UnsafePath) as error:
        raise DamagedJournal(place.journal, place.top) from error
    return journal if journal.inode == inode_of(place) else None


def _checked(data: dict[str, object]) -> Journal:
    """The journal, held to what is ever written in one: paths that stay inside, digests, a token."""
    steps_said = data["steps"]
    if not isinstance(steps_said, dict):
        raise TypeError
    steps = {check_path(path): Step(**step) for path, step in steps_said.items()}
    digests = [digest for step in steps.values() for digest in (step.committed, step.working, step.new)]
    if not all(digest is None or _DIGEST.fullmatch(digest) for digest in digests):
        raise ValueError
    prefix, token = str(data["prefix"]), str(data["token"])
    if prefix and (check_path(prefix.removesuffix("/")) + "/") != prefix:
        raise ValueError
    if not _TOKEN.fullmatch(token):
        raise ValueError
    return Journal(
        old=str(data["old"]),
        new=str(data["new"]),
        prefix=prefix,
        token=token,
        inode=int(str(data["inode"])),
        steps=steps,
    )


def inode_of(place: Place) -> int:
    """Return what tells this repository from another at the same path."""
    return place.git_dir.stat().st_ino


def save(place: Place, journal: Journal) -> None:
    """Put the journal on disk before anything is moved."""
    scratch = place.journal.with_suffix(".new")
    with naming(scratch):
        scratch.write_bytes(json.dumps(asdict(journal)).encode())
    sync([scratch])
    os.replace(scratch, place.journal)
    sync([place.journal.parent])


def drop(place: Place) -> None:
    """Declare the write finished, or never begun."""
    place.journal.unlink(missing_ok=True)
    sync([place.journal.parent])


def sync(paths: Collection[Path]) -> None:
    """Make the content of files, or the names in folders, durable."""
    if len(paths) > _MANY:
        os.sync()  # one by one, a first import of thousands would take minutes
        return
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            with naming(path):
                os.fsync(handle)
        finally:
            os.close(handle)


_INDEX_PATIENCE = 10.0
_PAUSE = 0.05


def settle(place: Place, journal: Journal, held: int) -> None:
    """Finish what the journal says, then drop it.

    Only what still is as the writer found it is touched. Where HEAD has gone elsewhere since, nothing is.
    """
    at = replace(place, prefix=journal.prefix)
    heads = committed(at, head_of(at)) or {}
    steps = {path: step for path, step in journal.steps.items() if heads.get(path) == step.new}
    _update_files(at, journal.token, steps)
    _update_index(at, steps, held)
    checkpoint.reached("index")
    drop(place)
    checkpoint.reached("dropped")


def recover(place: Place, held: int) -> None:
    """Finish or forget the write of a process that died."""
    journal = load(place)
    if journal:
        settle(place, journal, held)


def _update_files(place: Place, token: str, steps: Mapping[CorpusPath, Step]) -> None:
    """Write the new files aside, then replace or remove the working files, each in one stroke."""
    scratch = place.root / scratch_name(token)
    shutil.rmtree(scratch, ignore_errors=True)  # the name is this user's own random one, from his own journal
    aside = _write_aside(place, scratch, {p: s.new for p, s in steps.items() if s.new and s.new != s.working})
    try:
        for path, step in steps.items():
            now = _digest(place, path)
            if now != step.working or now == step.new:
                continue
            target = place.root / path
            if step.new is None:
                target.unlink()
                _remove_empty(place, path)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(aside[path], target)
            checkpoint.reached("file")
        sync({folder for path in steps if (folder := (place.root / path).parent).is_dir()})
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _digest(place: Place, path: CorpusPath) -> Digest | None:
    """The digest of the working file; of what is no plain file, a name that no file has."""
    if runs_through_link(place.root, path):
        return _NO_FILE
    try:
        state = working(place.root, path)
    except UnsafePath:
        return _NO_FILE
    return state[0] if state else None


def _write_aside(place: Place, scratch: Path, digests: Mapping[CorpusPath, Digest]) -> dict[CorpusPath, Path]:
    """Write blobs to numbered files on the disk of the corpus."""
    if not digests:
        return {}
    scratch.mkdir(mode=0o700)
    with naming(scratch):
        (scratch / ".gitignore").write_text("*\n", encoding="utf-8")
    blobs = Blobs(place.door)
    aside = {path: scratch / str(number) for number, path in enumerate(digests)}
    for path, file in aside.items():
        data = blobs.read(digests[path])
        with naming(place.root / path):  # the name that people know
            file.write_bytes(data)
    sync(aside.values())
    return aside


def _remove_empty(place: Place, path: CorpusPath) -> None:
    """Remove the folders that a removed file leaves empty, as git does."""
    parent = (place.root / path).parent
    while parent != place.root:
        try:
            parent.rmdir()
        except OSError:
            return
        parent = parent.parent


def _update_index(place: Place, steps: Mapping[CorpusPath, Step], held: int) -> None:
    """Enter the new files in the index where it holds the old ones, so that what was staged stays staged."""
    before = staged(place)
    due = {p: s for p, s in steps.items() if before.get(p) == s.committed != s.new}
    if due:
        await_index(place, _INDEX_PATIENCE)
        place.door.run("update-index", "-z", "--index-info", feed=index_lines(place, due), held=(held,))
    # Without the times of the files git would have to read every one of them again at each status.
    with suppress(GitFailed):
        place.door.ask("update-index", "-q", "--refresh", held=(held,))


def index_lines(place: Place, steps: Mapping[CorpusPath, Step]) -> Iterator[bytes]:
    """Write the steps as `git update-index --index-info` reads them, removals first."""
    yield from _lines(place, ((path, None) for path, step in steps.items() if step.new is None))
    yield from _lines(place, ((path, step.new) for path, step in steps.items() if step.new is not None))


def _lines(place: Place, entries: Iterable[tuple[CorpusPath, Digest | None]]) -> Iterator[bytes]:
    """One line for each path."""
    for path, digest in entries:
        head = f"100644 {digest}" if digest else f"0 {'0' * 40}"
        yield os.fsencode(f"{head}\t{place.prefix}{path}\0")


def await_index(place: Place, seconds: float) -> None:
    """Wait while another git holds the index."""
    lock = place.git_dir / "index.lock"
    until = time.monotonic() + seconds
    while os.path.lexists(lock):
        if time.monotonic() >= until:
            raise NotWritable(place.root, f"索引被占用。如果没有别的 git 正在运行，请删除 {lock} 后再试")
        time.sleep(_PAUSE)


def ready_index(place: Place, held: int) -> None:
    """Make a missing index anew from the last commit; without one, all files would seem removed.

    Raises:
        DamagedIndex: there is one that cannot be believed.
    """
    refuse_damaged_index(place)
    if not os.path.lexists(place.git_dir / "index") and (head := head_of(place)):
        place.door.run("read-tree", head, held=(held,))


PATIENCE = 30.0
_LOCK_PAUSE = 0.02


@contextmanager
def locked(place: Place, seconds: float) -> Iterator[int]:
    """Hold the lock of the repository; yield the open file, for processes that are to hold it too."""
    held = _opened(place)
    try:
        _wait(held, place, seconds)
        os.ftruncate(held, 0)
        os.pwrite(held, str(os.getpid()).encode(), 0)
        yield held
    finally:
        os.close(held)  # closing, not unlocking: a git process still at work keeps its share


def _opened(place: Place) -> int:
    """Open the lock file; it stands in the repository, so it may have been sent: a link is not followed."""
    try:
        held = os.open(place.lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o666)
    except OSError as error:
        raise NotWritable(place.root, f"无法打开锁文件：{system_words(error)}") from error
    found = os.fstat(held)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
        os.close(held)
        raise NotWritable(place.root, f"锁文件 {place.lock} 不是普通文件，请删除后再试")
    return held


def _wait(held: int, place: Place, seconds: float) -> None:
    """Take the lock, or give up when time has run out."""
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                pid = os.pread(held, 20, 0).decode(errors="replace").strip()
                raise LockTimeout(place.lock, pid, seconds) from None
            time.sleep(_LOCK_PAUSE)
        else:
            return
