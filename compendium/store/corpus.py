"""The corpus: a folder of files with corpus.toml, its states and its changes.

Make a new corpus: folder, repository, first commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from compendium.library.config import default_config_text, refuse_format
from compendium.library.toml_table import read_file
from compendium.store.errors import AlreadyCorpus, CorpusNotFound, FolderNotEmpty, NoHistory, NotWritable
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
from compendium.store.write import Request, write
from compendium.system.errors import system_words


@dataclass(frozen=True, slots=True)
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
        """The commit that holds now, or was the last one known on a day; cheaper than a snapshot."""
        if self.place is None:
            raise NoHistory(self.root)
        return _commit_of(self.place, None, known_at)

    def committed_at(self, rev: str) -> datetime:
        """When a commit was made, on the committer's clock."""
        if self.place is None:
            raise NoHistory(self.root)
        return committed_at(self.place, rev)

    def write(
        self,
        files: Mapping[str, bytes | None],
        message: str,
        author: Author | None = None,
        expected: Mapping[str, str | None] | None = None,
    ) -> Commit | None:
        """Commit files, None standing for removal; None is returned when nothing changes.

        Args:
            expected: the digests of what the caller has read, None where there was no file; when one of them
                has changed, nothing is written.
        """
        if self.place is None:
            raise NotWritable(self.root, "不是 git 仓库，只能读取")
        request = Request(files, message, author, expected or {}, self.clock_is_right)
        return write(self.place, request, self.patience)

    def log(self, path_prefix: str = "") -> Iterator[Commit]:
        """The commits that touched a file or folder of the corpus, newest first."""
        if self.place is None:
            raise NoHistory(self.root)
        return commits(self.place, path_prefix)

    def steps(self, start: str) -> Iterator[Step]:
        """The commits up to a revision, oldest first, each with the files that it changed."""
        if self.place is None:
            raise NoHistory(self.root)
        return steps(self.place, start)

    def history_notes(self) -> tuple[str, ...]:
        """What must be known of the history before an answer rests on it; nothing where all is well."""
        return history_notes(self.place) if self.place else ()

    @property
    def is_shallow(self) -> bool:
        """Whether the history was cut off when the corpus was cloned."""
        return self.place is not None and is_shallow(self.place)

    def contains(self, commit: str) -> bool | None:
        """Whether the present state descends from a commit; None where a shallow history cannot tell."""
        if self.place is None:
            raise NoHistory(self.root)
        return contains(self.place, commit)

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
    """The corpus of a folder, which may have no corpus.toml yet."""
    place = locate(root)
    return Corpus(root, place, blobs=Blobs(place.door) if place else None)


def _commit_of(place: Place, rev: str | None, moment: date | datetime | str | None) -> str:
    """The commit that a revision, or a moment in its history, names."""
    if moment is None:
        return resolve(place, "HEAD" if rev is None else rev)
    return known_at(place, moment, "HEAD" if rev is None else rev)


_README = """\
# {title}

本仓库保存法规文本，一个文件就是一部法规在一个时期施行的文本。

- `corpus.toml`：名称、发布机构、发文机关和分类。
- `类别/法规/生效日期.xml`：法规文本，例如 `difangxing-fagui/mou-tiaoli/2020-04-10.xml`。
- `类别/法规/media/`：该法规的插图。

每次改动都是一次提交，写明何人、何故。已有的提交不改写；更正另作一次提交。
"""


def init_corpus(
    path: Path,
    title: str = "",
    locality: str = "cn-sh",
    place: str = "",
    author: Author | None = None,
) -> Corpus:
    """Make a corpus in a new or empty folder; inside a repository it becomes a part of that."""
    root = path.resolve()
    _refuse_existing(root)
    name = title or root.name
    files = {
        CONFIG: default_config_text(title=name, locality=locality, place=place).encode(),
        "README.md": _README.format(title=name).encode(),
        ".gitignore": f"{CACHE}/\n".encode(),
    }
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritable(root, f"不能建立文件夹（{system_words(error)}）") from error
    if corpus_at(root).place is None:
        make_repository(root)
    corpus = corpus_at(root)
    corpus.write(files, f"建立{name}", author)
    return corpus


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
