"""Incremental, atomic output: what is not touched by a change is kept, and a folder changes all at once.

An artifact names the hash of everything it is made from; it is rendered only when that differs from the
hash in the last manifest. The new folder is put together beside the old one, unchanged files as hard
links, and takes its place by renaming. The manifest is part of the folder, so the two can't disagree.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from compendium.problems import CompendiumError

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file to publish: its path under the target's folder, the hash of its sources, how to make it."""

    path: str
    key: str
    render: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: numbers of files, wall seconds, bytes in the folder afterwards, pages of a book."""

    target: str
    built: int
    kept: int
    removed: int
    seconds: float
    bytes: int
    pages: int = 0


class OutputRefused(CompendiumError):
    """The output folder holds something that is not ours to replace."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} 不是本程序生成的目录（没有 {MANIFEST}），不会覆盖。"
            "请换一个输出目录，或先移走其中的文件。"
        )


def key_of(*parts: Any) -> str:
    """One hash for a list of plain values (strings, numbers, None, lists and mappings of them)."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def code_key(*packages: str) -> str:
    """The hash of the program itself: an edition made by other code is made anew."""
    digest = hashlib.sha256()
    for package in ("compendium", "compendium_build", "compendium_schema"):
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix not in (".pyc", ".typed"):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for package in packages:
        digest.update(f"{package} {version(package)}".encode())
    return digest.hexdigest()


class OutputBusy(CompendiumError):
    """Another build is writing to the same folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"另一个程序正在向 {folder} 输出，请等它结束后再试。")


@contextmanager
def output_lock(folder: Path) -> Iterator[None]:
    """Keep a target's folder for one build at a time."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f".{folder.name}.lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise OutputBusy(folder) from None
        yield


def write_target(
    folder: Path,
    artifacts: Sequence[Artifact],
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Bring a target's folder up to date with its artifacts.

    Raises:
        OutputRefused: the folder exists, is not empty and has no manifest.
        OutputBusy: another build is at it.
    """
    with output_lock(folder):
        return _write_target(folder, artifacts, progress)


def _write_target(
    folder: Path, artifacts: Sequence[Artifact], progress: Callable[[int, int], None] | None
) -> Report:
    started = time.perf_counter()
    _recover(folder)
    old = _read_manifest(folder)
    stale = [a for a in artifacts if not _is_current(folder, old, a)]
    removed = len(set(old) - {a.path for a in artifacts})
    if not stale and not removed and folder.exists():
        return _report(folder, old, 0, len(artifacts), 0, started)
    staging = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    redo = {a.path for a in stale}
    entries: dict[str, dict[str, Any]] = {}
    done = 0
    for artifact in artifacts:
        if artifact.path in redo:
            entries[artifact.path] = _write(staging, artifact)
            done += 1
            if progress:
                progress(done, len(stale))
        else:
            entries[artifact.path] = old[artifact.path]
            _link(folder / artifact.path, staging / artifact.path)
    (staging / MANIFEST).write_bytes(_dump(entries))
    _swap(staging, folder)
    return _report(folder, entries, len(stale), len(artifacts) - len(stale), removed, started)


def _report(
    folder: Path, entries: dict[str, dict[str, Any]], built: int, kept: int, removed: int, started: float
) -> Report:
    size = sum(entry["size"] for entry in entries.values())
    return Report(folder.name, built, kept, removed, time.perf_counter() - started, size)


def _dump(entries: dict[str, dict[str, Any]]) -> bytes:
    return (json.dumps({"files": entries}, indent=1, sort_keys=True) + "\n").encode()


def _read_manifest(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / MANIFEST
    if not path.exists():
        if folder.exists() and any(folder.iterdir()):
            raise OutputRefused(folder)
        return {}
    try:
        entries: dict[str, dict[str, Any]] = json.loads(path.read_bytes())["files"]
    except (ValueError, KeyError, TypeError):
        raise OutputRefused(folder) from None
    return entries


def _is_current(folder: Path, old: dict[str, dict[str, Any]], artifact: Artifact) -> bool:
    entry = old.get(artifact.path)
    if not entry or entry["key"] != artifact.key:
        return False
    try:
        return (folder / artifact.path).stat().st_size == int(entry["size"])
    except OSError:
        return False


def _write(staging: Path, artifact: Artifact) -> dict[str, Any]:
    data = artifact.render()
    path = staging / artifact.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return {"key": artifact.key, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def _link(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:  # a file system without hard links
        shutil.copy2(old, new)


def _swap(staging: Path, folder: Path) -> None:
    retired = _retired(folder)
    shutil.rmtree(retired, ignore_errors=True)
    if folder.exists() and _exchange(staging, folder):
        shutil.rmtree(staging, ignore_errors=True)
        return
    if folder.exists():
        folder.rename(retired)
    staging.rename(folder)
    shutil.rmtree(retired, ignore_errors=True)


_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step where Linux and the file system can, so that neither is missing."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def _recover(folder: Path) -> None:
    """Put the last good folder back when a build died between its two renames."""
    retired = _retired(folder)
    if retired.exists() and not folder.exists():
        retired.rename(folder)
    with suppress(FileNotFoundError):
        shutil.rmtree(retired)


def _retired(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def total(reports: Iterable[Report]) -> tuple[int, int, float, int, int]:
    """Built, kept, seconds, bytes and pages of several reports together."""
    rows = list(reports)
    return (
        sum(r.built for r in rows),
        sum(r.kept for r in rows),
        sum(r.seconds for r in rows),
        sum(r.bytes for r in rows),
        sum(r.pages for r in rows),
    )
