"""Where editions are published, a folder or a bucket: what both can do, and the folder.

The next state is put together beside the folder, unchanged files as hard links, with the current edition
(which stands at its root) and the new one; the two folders are exchanged; then the older editions of
`editions/` move over, one rename each. What a publication that died has left beside the folder is cleared by
the next, after the editions that the folder's index lists and that it does not have were brought over: a
folder that was never finished has none of these.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from compendium_build.edition.artifacts import MANIFEST, OutputRefused, output_lock
from compendium_build.edition.folders import (
    link_or_copy,
    link_tree,
    put_in_place,
    recover,
    retired_of,
    staging_of,
    write_whole,
)
from compendium_build.publishing.manifest import CHANGES, EDITIONS, METADATA, FileEntry, Manifest

INDEX = f"{EDITIONS}/index.json"
"""The editions that can be had, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEdition:
    """An edition to publish: its manifest, where each file lies now, and what goes beside them.

    `before` is the edition it takes the place of, whose files are used again where they are the same;
    `index` lists the editions that are kept; `metadata` is signed, by path, in the order to write it.
    """

    manifest: Manifest
    data: bytes
    changes: bytes
    files: Mapping[str, Path]
    index: bytes
    metadata: Mapping[str, bytes]
    before: Manifest | None = None

    def own_files(self) -> dict[str, bytes]:
        """What the edition's own folder has besides the files themselves."""
        folder = f"{EDITIONS}/{self.manifest.edition}"
        return {f"{folder}/{CHANGES}": self.changes, f"{folder}/{MANIFEST}": self.data}

    def same_before(self) -> frozenset[str]:
        """The paths whose content the edition before has too."""
        if self.before is None or not self.before.edition:
            return frozenset()
        old = self.before.files
        return frozenset(path for path, entry in self.manifest.files.items() if old.get(path) == entry)


class Destination(Protocol):
    """A place where editions are published."""

    @property
    def name(self) -> str:
        """What people call it."""

    def mend(self) -> None:
        """Finish, or clear away, what a publication that died has left."""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None where there is none."""

    def put_edition(self, new: NewEdition) -> None:
        """Publish an edition: whoever looks sees the one before or this one."""

    def put_metadata(self, metadata: Mapping[str, bytes]) -> None:
        """Write signatures anew, in their order; the edition stays."""


_RETIRING = ".retiring"
"""A marker that earlier versions left in the folder."""
_KEEP_METADATA = 3


class Folder:
    """A folder that a web server shows, or that is copied to one."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @property
    def name(self) -> str:
        """The folder."""
        return str(self.root)

    def mend(self) -> None:
        """Finish, or clear away, what a publication that died has left.

        Raises:
            OutputBusy: another program is at it.
        """
        with output_lock(self.root):
            self._settle()

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None where there is none."""
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None

    def put_edition(self, new: NewEdition) -> None:
        """Publish an edition in one exchange.

        Raises:
            OutputRefused: the folder holds something else.
            OutputBusy: another program is at it.
        """
        with output_lock(self.root):
            self._settle()
            if self.root.exists() and any(self.root.iterdir()) and not (self.root / MANIFEST).exists():
                raise OutputRefused(self.root)
            staging = staging_of(self.root)
            shutil.rmtree(staging, ignore_errors=True)
            self._stage(staging, new)
            retired = put_in_place(staging, self.root)
            if retired:
                _move_editions(retired, self.root)
                shutil.rmtree(retired)

    def put_metadata(self, metadata: Mapping[str, bytes]) -> None:
        """Write signatures anew, each file whole, in their order."""
        with output_lock(self.root):
            self._settle()
            for path, data in metadata.items():
                write_whole(self.root / path, data)

    def _settle(self) -> None:
        """Finish, or clear away, what a program that died has left."""
        recover(self.root)
        for left in (staging_of(self.root), retired_of(self.root)):
            if left.exists() and (self.root / INDEX).exists():
                _move_editions(left, self.root)
            shutil.rmtree(left, ignore_errors=True)
        (self.root / _RETIRING).unlink(missing_ok=True)

    def _stage(self, staging: Path, new: NewEdition) -> None:
        own = staging / EDITIONS / new.manifest.edition
        same = new.same_before()
        before = self.root / EDITIONS / (new.before.edition if new.before else "")
        for path, entry in new.manifest.files.items():
            old = before / path
            if path in same and _is(old, entry):
                link_or_copy(old, own / path)
            else:
                (own / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(new.files[path], own / path)
            link_or_copy(own / path, staging / path)
        for name, data in {**new.own_files(), MANIFEST: new.data, INDEX: new.index}.items():
            write_whole(staging / name, data)
        if new.before and new.before.edition and before.is_dir():
            link_tree(before, staging / EDITIONS / new.before.edition)
        self._stage_metadata(staging, new.metadata)

    def _stage_metadata(self, staging: Path, metadata: Mapping[str, bytes]) -> None:
        old = self.root / METADATA
        if old.is_dir():
            for path in old.iterdir():
                link_or_copy(path, staging / METADATA / path.name)
        for name, data in metadata.items():
            write_whole(staging / name, data)
        for role in ("targets", "snapshot"):
            numbered = sorted(
                (staging / METADATA).glob(f"*.{role}.json"), key=lambda p: int(p.name.split(".")[0])
            )
            for path in numbered[:-_KEEP_METADATA]:
                path.unlink()


def _move_editions(old: Path, new: Path) -> None:
    """Bring over the editions that the new index lists; the others go with the old folder."""
    for row in json.loads((new / INDEX).read_bytes()):
        name = Path(row["edition"]).name
        edition, target = old / EDITIONS / name, new / EDITIONS / name
        if edition.is_dir() and not target.exists():
            edition.rename(target)


def _is(path: Path, entry: FileEntry) -> bool:
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return len(data) == entry.size and hashlib.sha256(data).hexdigest() == entry.sha256
