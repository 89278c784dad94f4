"""The corpus store: paths and bytes, kept in git, read in any state and written one act at a time."""

from compendium.store.corpus import Corpus, find_corpus, open_corpus
from compendium.store.create import init_corpus
from compendium.store.digest import digest_of
from compendium.store.errors import (
    AlreadyCorpus,
    BadAuthor,
    ChangedWhileReading,
    ClockBehind,
    CorpusNotFound,
    DamagedJournal,
    DamagedObject,
    DamagedRepository,
    DetachedHead,
    EmptyMessage,
    FolderNotEmpty,
    GitFailed,
    HalfDone,
    LockTimeout,
    MissingFile,
    NoHistory,
    NotWritable,
    StaleWrite,
    TooLarge,
    UncommittedEdits,
    UnknownRevision,
    UnsafeContent,
    UnsafePath,
    UnsafeRepository,
    Unsettled,
)
from compendium.store.history import Author, Commit
from compendium.store.paths import check_path
from compendium.store.snapshot import Snapshot
from compendium.store.steps import Step

__all__ = [
    "AlreadyCorpus",
    "Author",
    "BadAuthor",
    "ChangedWhileReading",
    "ClockBehind",
    "Commit",
    "Corpus",
    "CorpusNotFound",
    "DamagedJournal",
    "DamagedObject",
    "DamagedRepository",
    "DetachedHead",
    "EmptyMessage",
    "FolderNotEmpty",
    "GitFailed",
    "HalfDone",
    "LockTimeout",
    "MissingFile",
    "NoHistory",
    "NotWritable",
    "Snapshot",
    "StaleWrite",
    "Step",
    "TooLarge",
    "UncommittedEdits",
    "UnknownRevision",
    "UnsafeContent",
    "UnsafePath",
    "UnsafeRepository",
    "Unsettled",
    "check_path",
    "digest_of",
    "find_corpus",
    "init_corpus",
    "open_corpus",
]
