"""A corpus: a folder of files with corpus.toml, its states and its changes.

A new one is made of folder, repository and first commit (`create_corpus`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from compendium.law.identifiers import CorpusPath, Digest
from compendium.store.errors import (
    AlreadyCorpus,
    CorpusNotFound,
    DamagedIndex,
    FolderNotEmpty,
    GitFailed,
    HalfDone,
    NoHistory,
    NotWritable,
)
from compendium.store.formats import refuse_format
from compendium.store.git import make_repository
from compendium.store.history import (
    Author,
    Commit,
    Step,
    commits,
    committed_at,
    contains,
    history_notes,
    known_at,
    resolve,
    steps,
)
from compendium.store.objects import Blobs, forget_caches, prove_objects
from compendium.store.paths import CACHE
from compendium.store.place import CONFIG, Place, cache_folder, is_shallow, locate
from compendium.store.private import STATE, private_folder
from compendium.store.read import Snapshot, snapshot_of_commit, snapshot_of_folder, snapshot_of_work
from compendium.store.recover import PATIENCE
from compendium.store.tree import unmerged
from compendium.store.write import Request, clock, clock_note, write
from compendium.system.errors import system_words
from compendium.system.toml_table import read_file

_NO_HISTORY = "本库不是 git 仓库（例如是从压缩包解开的），没有历史。要有历史的，请用 git clone 取得"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A corpus folder; `place` is None where there is no git. `patience` is how long a writer waits.

    `clock_is_right` lets a commit be earlier than the last one, whose time is known to be wrong.
    """

    root: Path
    place: Place | None
    patience: float = PATIENCE
    blobs: Blobs | None = field(default=None, repr=False, compare=False)
    clock_is_right: bool = False

    def snapshot(self, rev: str | None = None, known_at: date | datetime | str | None = None) -> Snapshot:
        """Take the corpus as it stands, as it was in a revision, or as it was known on a day."""
        if self.place is None or self.blobs is None:
            if rev is not None or known_at is not None:
                raise NoHistory(self.root)
            return snapshot_of_folder(self.root)
        if rev is None and known_at is None:
            return snapshot_of_work(self.place, self.blobs)
        taken = snapshot_of_commit(self.place, _commit_of(self.place, rev, known_at), self.blobs)
        if CONFIG in taken:  # another branch may have been upgraded
            refuse_format(taken.read(CONFIG))
        return taken

    def revision(self, known_at: date | datetime | str | None = None) -> str:
        """Name the commit that holds now, or the last one known on a day; cheaper than a snapshot."""
        if self.place is None:
            raise NoHistory(self.root)
        return _commit_of(self.place, None, known_at)

    def committed_at(self, rev: str) -> datetime:
        """Tell when a commit was made, on the committer's clock."""
        if self.place is None:
            raise NoHistory(self.root)
        return committed_at(self.place, rev)

    def write(
        self,
        files: Mapping[CorpusPath, bytes | None],
        message: str,
        author: Author | None = None,
        expected: Mapping[CorpusPath, Digest | None] | None = None,
    ) -> Commit | None:
        """Commit files, None standing for removal; None is returned when nothing changes.

        Args:
            expected: the digests of what the caller has read, None where there was no file; when one of them
                has changed, nothing is written.
        """
        if self.place is None:
            raise NotWritable(self.root, "不是 git 仓库，只能读取")
        request = Request(
            files=files,
            message=message,
            author=author,
            expected=expected or {},
            clock_is_right=self.clock_is_right,
        )
        return write(self.place, request, self.patience)

    def log(self, path_prefix: str = "") -> Iterator[Commit]:
        """List the commits that touched a file or folder of the corpus, newest first."""
        if self.place is None:
            raise NoHistory(self.root)
        return commits(self.place, path_prefix)

    def steps(self, start: str) -> Iterator[Step]:
        """List the commits up to a revision, oldest first, each with the files that it changed."""
        if self.place is None:
            raise NoHistory(self.root)
        return steps(self.place, start)

    def unfinished_merge(self) -> tuple[CorpusPath, ...] | None:
        """List the files that a merge has left to a person; None where no merge is under way."""
        if self.place is None:
            return None
        waiting: tuple[CorpusPath, ...] = ()
        with suppress(DamagedIndex, GitFailed):  # a write refuses these, a reader needs no index
            waiting = unmerged(self.place)
        under_way = waiting or (self.place.git_dir / "MERGE_HEAD").exists()
        return waiting if under_way else None

    def history_notes(self) -> tuple[str, ...]:
        """Say what to know about the history before an answer rests on it; nothing where all is well."""
        return history_notes(self.place) if self.place else (_NO_HISTORY,)

    def clock_note(self) -> str:
        """Say what to know about this machine's clock before an answer for today; empty if all is well."""
        return clock_note(self.place) if self.place else ""

    @property
    def is_shallow(self) -> bool:
        """Whether the history was cut off when the corpus was cloned."""
        return self.place is not None and is_shallow(self.place)

    @property
    def lacks_history(self) -> str:
        """Why the history is not all there, in words; empty where it is."""
        if self.place is None:
            return _NO_HISTORY
        return "本库是浅克隆，历史不全。请先运行 git fetch --unshallow" if self.is_shallow else ""

    def contains(self, commit: str, head: str = "") -> bool | None:
        """Tell whether the present state (or `head`) descends from a commit; None where nobody can tell."""
        if self.place is None:
            raise NoHistory(self.root)
        return contains(self.place, commit, head)

    def last(self) -> Commit | None:
        """Return the last commit that touched the corpus; None where there is none yet."""
        if self.place is None:
            raise NoHistory(self.root)
        return next(commits(self.place, limit=1), None)

    def prove(self) -> None:
        """Prove every object of the repository, and forget what was proved of the files before.

        Raises:
            DamagedRepository: an object is missing or is not what its name says.
        """
        if self.place:
            prove_objects(self.place)
        forget_caches(self.cache_dir)

    @property
    def state_dir(self) -> Path:
        """The user's own folder for what must not be lost of this corpus; it stands outside of it."""
        return self.place.state if self.place else private_folder(STATE, self.root)

    @property
    def cache_dir(self) -> Path:
        """The user's own folder for what can be made again of this corpus; it stands outside of it."""
        return cache_folder(self.root)


def find_corpus(start: Path) -> Path:
    """Find the nearest folder, at or above `start`, that has corpus.toml."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise CorpusNotFound(start)


def open_corpus(path: Path, clock_is_right: bool = False, readable: bool = True) -> Corpus:
    """Open the corpus in a folder; nothing in it is changed.

    Args:
        readable: refuse a format that is too old to be read; only an upgrade does not.

    Raises:
        LaterFormat: a later program has written it.
    """
    root = path.resolve()
    if not (root / CONFIG).is_file():
        raise CorpusNotFound(path)
    refuse_format(read_file(root / CONFIG), readable)
    return replace(corpus_at(root), clock_is_right=clock_is_right)


def corpus_at(root: Path) -> Corpus:
    """Return the corpus of a folder, which may have no corpus.toml yet."""
    place = locate(root)
    return Corpus(root=root, place=place, blobs=Blobs(place.door) if place else None)


def _commit_of(place: Place, rev: str | None, moment: date | datetime | str | None) -> str:
    """The commit that a revision, or a moment in its history, names."""
    if moment is None:
        return resolve(place, "HEAD" if rev is None else rev)
    return known_at(place, moment, "HEAD" if rev is None else rev)


def create_corpus(
    path: Path, files: Mapping[CorpusPath, bytes], message: str, author: Author | None = None
) -> Corpus:
    """Make a corpus in a new or empty folder; inside a repository it becomes a part of that."""
    root = path.resolve()
    _refuse_existing(root)
    clock()
    with _nothing_left(root):
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotWritable(root, f"不能建立文件夹（{system_words(error)}）") from error
        if corpus_at(root).place is None:
            make_repository(root)
        corpus = corpus_at(root)
        corpus.write({**files, CorpusPath(".gitignore"): f"{CACHE}/\n".encode()}, message, author)
    return corpus


@contextmanager
def _nothing_left(root: Path) -> Iterator[None]:
    """Take away what was made for a corpus that came to nothing, unless its commit was made already."""
    made = [folder for folder in (root, *root.parents) if not folder.exists()]
    own = not os.path.lexists(root / ".git")
    try:
        yield
    except HalfDone:
        raise
    except BaseException:
        if own:
            shutil.rmtree(root / ".git", ignore_errors=True)
        with suppress(OSError):
            for folder in made:
                folder.rmdir()
        raise


def _refuse_existing(root: Path) -> None:
    """Refuse a folder in use; one that has only just become a repository is free."""
    try:
        raise AlreadyCorpus(root, find_corpus(root))
    except CorpusNotFound:
        pass
    if root.exists() and not root.is_dir():
        raise FolderNotEmpty(root)
    if root.is_dir() and any(item.name not in (".git", CACHE) for item in root.iterdir()):
        raise FolderNotEmpty(root)
