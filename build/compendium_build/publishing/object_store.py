"""A bucket as destination, through fsspec: content first, under addresses never used before, timestamp last.

A bucket has no exchange. Editions are therefore complete under `editions/` before anything names them; the
manifest at the root and the timestamp, which name them, are written last, each in one step. The pages at
the root change one by one: whoever must not see a mixture reads an edition's own folder.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fsspec

from compendium.law.problems import CompendiumError
from compendium_build.edition.artifacts import MANIFEST
from compendium_build.publishing.destinations import INDEX, NewEdition
from compendium_build.publishing.manifest import EDITIONS, METADATA, safe_path

_BATCH = 500
_PENDING = f"{EDITIONS}/pending.json"
"""The paths at the root that are being changed: what a run that died leaves, the next brings right."""


class BucketFailed(CompendiumError):
    """A bucket cannot be reached or refuses."""

    def __init__(self, name: str, reason: object) -> None:
        super().__init__(f"存储 {name} 出错：{reason}。已有的版次没有受影响，排除故障后重新运行即可。")


class Objects:
    """A bucket or anything else that fsspec knows; credentials come from the environment."""

    def __init__(self, url: str, options: Mapping[str, Any] | None = None) -> None:
        if url.startswith("s3:") and find_spec("s3fs") is None:
            raise BucketFailed(url, "没有安装 s3fs，请运行 pip install 'compendium[s3]'")
        self._url = url.rstrip("/")
        try:
            self._fs, self._root = fsspec.core.url_to_fs(self._url, **dict(options or {}))
        except (ValueError, ImportError, OSError) as error:
            raise BucketFailed(url, error) from error
        self._fs.use_listings_cache = False

    @property
    def name(self) -> str:
        """The address."""
        return self._url

    def mend(self) -> None:
        """Nothing: what was begun is found again by the next publication."""

    def read(self, path: str) -> bytes | None:
        """The bytes of an object, None where there is none."""
        try:
            data = self._fs.cat_file(self._at(path))
        except FileNotFoundError:
            return None
        except Exception as error:
            raise BucketFailed(self._url, error) from error
        return data if isinstance(data, bytes) else None

    def put_edition(self, new: NewEdition) -> None:
        """Publish an edition: its own folder, then the root, then what names it."""
        try:
            self._put_own(new)
            changed, gone = self._touched(new)
            self._write({_PENDING: json.dumps(sorted({*changed, *gone})).encode()})
            self._put_root(new, changed)
            early, late = _split(new.metadata)
            self._write({INDEX: new.index, **early})
            self._write({MANIFEST: new.data})
            self._write(late)
            self._clear(new, gone)
            self._fs.rm(self._at(_PENDING))
        except OSError as error:
            raise BucketFailed(self._url, error) from error

    def put_metadata(self, metadata: Mapping[str, bytes]) -> None:
        """Write signatures anew, in their order."""
        try:
            for path, data in metadata.items():
                self._write({path: data})
        except OSError as error:
            raise BucketFailed(self._url, error) from error

    def _put_own(self, new: NewEdition) -> None:
        """Fill the edition's folder: what has not changed is copied inside the bucket."""
        own = f"{EDITIONS}/{new.manifest.edition}"
        same = new.same_before()
        if new.before:
            old = f"{EDITIONS}/{new.before.edition}"
            self._copy((f"{old}/{path}", f"{own}/{path}") for path in same)
        self._upload((new.files[path], f"{own}/{path}") for path in new.manifest.files if path not in same)
        self._write(new.own_files())

    def _touched(self, new: NewEdition) -> tuple[list[str], list[str]]:
        """The paths to bring to the root, those that lead to others last; and the paths to remove."""
        there = new.before.files if new.before else {}
        begun = self._begun()
        files = new.manifest.files
        changed = [path for path, entry in files.items() if there.get(path) != entry or path in begun]
        changed.sort(key=lambda path: (path.endswith("index.html"), -path.count("/"), path))
        return changed, sorted({*there, *begun} - set(files))

    def _begun(self) -> frozenset[str]:
        """The paths at the root that runs which died may have left in any state."""
        try:
            paths = json.loads(self.read(_PENDING) or b"[]")
            return frozenset(path for path in paths if safe_path(path))
        except (ValueError, TypeError, AttributeError):
            return frozenset()

    def _put_root(self, new: NewEdition, changed: Iterable[str]) -> None:
        own = f"{EDITIONS}/{new.manifest.edition}"
        self._copy((f"{own}/{path}", path) for path in changed)

    def _clear(self, new: NewEdition, gone: Iterable[str]) -> None:
        """Remove from the root what is no longer part of it, and the editions no longer kept."""
        for path in gone:
            with suppress(FileNotFoundError):
                self._fs.rm(self._at(path))
        listed = {row["edition"] for row in json.loads(new.index)}
        for found in self._fs.ls(self._at(EDITIONS), detail=True):
            if found["type"] == "directory" and found["name"].rstrip("/").rpartition("/")[2] not in listed:
                self._fs.rm(found["name"], recursive=True)

    def _upload(self, pairs: Iterable[tuple[Path, str]]) -> None:
        for batch in _batches(pairs):
            self._fs.put([str(path) for path, _ in batch], [self._at(target) for _, target in batch])

    def _copy(self, pairs: Iterable[tuple[str, str]]) -> None:
        for batch in _batches(pairs):
            self._fs.copy([self._at(old) for old, _ in batch], [self._at(new) for _, new in batch])

    def _write(self, files: Mapping[str, bytes]) -> None:
        """Write small files; as uploads, so that the store learns their types from their names."""
        with tempfile.TemporaryDirectory() as scratch:
            pairs = []
            for number, (path, data) in enumerate(files.items()):
                local = Path(scratch) / str(number) / path.rpartition("/")[2]
                local.parent.mkdir()
                local.write_bytes(data)
                pairs.append((local, path))
            self._upload(pairs)

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}" if self._root else path


def _batches(pairs: Iterable[tuple[Any, str]]) -> Iterable[list[tuple[Any, str]]]:
    every = list(pairs)
    return (every[start : start + _BATCH] for start in range(0, len(every), _BATCH))


def _split(metadata: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Metadata that nothing names yet, and the timestamp that names it."""
    last = f"{METADATA}/timestamp.json"
    return (
        {path: data for path, data in metadata.items() if path != last},
        {path: data for path, data in metadata.items() if path == last},
    )
