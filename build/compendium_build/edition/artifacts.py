"""Incremental, atomic output: what is not touched by a change is kept, and a folder changes all at once.

An artifact names the hash of everything it is made from; it is rendered only when that differs from the
hash in the last manifest. The new folder is put together beside the old one, unchanged files as hard
links, and takes its place by renaming. The manifest is part of the folder, so the two can't disagree.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from compendium.law.problems import CompendiumError
from compendium.store import checkpoint
from compendium.system import ending
from compendium.system.errors import naming
from compendium_build.edition.folders import (
    link_or_copy,
    put_in_place,
    recover,
    retired_of,
    staging_of,
    write_whole,
)

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file to publish: its path under the target's folder, the hash of its sources, how to make it.

    `gather` makes the same bytes from files listed before it, which it reads by path; it spares an archive
    of everything from making everything again.
    """

    path: str
    key: str
    render: Callable[[], bytes]
    gather: Callable[[Callable[[str], bytes]], bytes] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """An output folder that holds something that is not ours to replace."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} 不是本程序生成的目录（没有 {MANIFEST}），不会覆盖。"
            "请换一个输出目录，或先移走其中的文件。"
        )


def key_of(*parts: Any) -> str:
    """Hash a list of plain values (strings, numbers, None, lists and mappings of them)."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def code_key(*packages: str) -> str:
    """Hash the program itself, so that an edition made by other code is made anew."""
    return part_key(("compendium", "compendium_build", "compendium_schema"), *packages)


@cache
def part_key(parts: tuple[str, ...], *packages: str) -> str:
    """Hash parts of the program, for what is too dear to be made anew when the rest changes.

    Args:
        parts: packages whose files count.
        packages: libraries whose versions count.
    """
    digest = hashlib.sha256()
    for package in parts:
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix not in (".pyc", ".typed"):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for package in packages:
        digest.update(f"{package} {version(package)}".encode())
    return digest.hexdigest()


_PATIENCE, _PAUSE = 1.0, 0.02
"""Seconds a lock is tried for, and between two tries."""


class OutputBusy(CompendiumError):
    """An output folder that another build is writing to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"另一个程序正在向 {folder} 输出，请等它结束后再试。")


@contextmanager
def output_lock(folder: Path) -> Iterator[None]:
    """Keep a target's folder for one build at a time.

    A process that was started while the lock was held shares it until it has let go of its copy of the
    file: so the lock is given back expressly, and one that is held is tried again for a moment.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f".{folder.name}.lock").open("a") as held:
        if not _taken(held.fileno(), time.monotonic() + _PATIENCE):
            raise OutputBusy(folder)
        try:
            yield
        finally:
            fcntl.flock(held, fcntl.LOCK_UN)


def _taken(held: int, until: float) -> bool:
    """Whether the lock could be had before the given time of the monotonic clock."""
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_PAUSE)
        else:
            return True


Entries = dict[str, dict[str, Any]]
"""What a manifest keeps of each file: key, sha256, size."""

Origin = Mapping[str, str]
"""Of which commit and day a folder is, as its manifest tells it: `revision` and `as_of`."""

Verify = Callable[[Path, Entries], None]
"""Looks at a folder before it is published; what it raises stops the build, and nothing has changed."""


def write_target(
    folder: Path,
    artifacts: Sequence[Artifact],
    progress: Callable[[int, int], None] | None = None,
    verify: Verify | None = None,
    origin: Origin | None = None,
) -> Report:
    """Bring a target's folder up to date with its artifacts.

    Args:
        origin: of which commit and day it is; the manifest says so from the moment that the folder is there.

    Raises:
        OutputRefused: the folder exists, is not empty and has no manifest.
        OutputBusy: another build is at it.
    """
    with output_lock(folder):
        return _write_target(folder, artifacts, progress, verify, origin or {})


def _write_target(
    folder: Path,
    artifacts: Sequence[Artifact],
    progress: Callable[[int, int], None] | None,
    verify: Verify | None,
    origin: Origin,
) -> Report:
    started = time.perf_counter()
    _refuse_straying(artifacts)
    recover(folder)
    shutil.rmtree(retired_of(folder), ignore_errors=True)
    old = _read_manifest(folder)
    stale = [a for a in artifacts if not _is_current(folder, old, a)]
    removed = len(set(old) - {a.path for a in artifacts})
    if not stale and not removed and folder.exists():
        if verify:
            verify(folder, old)
        return _report(folder, old, built=0, kept=len(artifacts), removed=0, started=started)
    with _staged(folder) as staging:
        entries = _fill(staging, folder, artifacts=artifacts, stale=stale, old=old, progress=progress)
        if verify:
            verify(staging, entries)
        (staging / MANIFEST).write_bytes(_dump(entries, origin))
        checkpoint.reached(f"staged {folder.name}")
        _swap(staging, folder)
    checkpoint.reached(f"swapped {folder.name}")
    return _report(
        folder, entries, built=len(stale), kept=len(artifacts) - len(stale), removed=removed, started=started
    )


class StrayingPath(CompendiumError):
    """An artifact that would be written outside of its folder."""

    def __init__(self, path: str) -> None:
        shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in path)
        super().__init__(f"成品的路径“{shown}”会越出成品目录，没有生成。请检查法规库中的文件名。")


def _refuse_straying(artifacts: Iterable[Artifact]) -> None:
    """Refuse paths that leave the folder; they come from the names in a corpus."""
    for artifact in artifacts:
        if any(part in ("", ".", "..") for part in artifact.path.split("/")):
            raise StrayingPath(artifact.path)


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """Where the next state of a folder is put together; it is gone afterwards, however that ends."""
    staging = staging_of(folder)
    shutil.rmtree(staging, ignore_errors=True)
    try:
        staging.mkdir(parents=True)
        with naming(folder):
            yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _fill(
    staging: Path,
    folder: Path,
    *,
    artifacts: Sequence[Artifact],
    stale: Sequence[Artifact],
    old: Entries,
    progress: Callable[[int, int], None] | None,
) -> Entries:
    """Put the next state together: what is stale is made, the rest is what it was."""
    redo = {a.path for a in stale}
    entries: Entries = {}
    done = 0
    for artifact in artifacts:
        if artifact.path in redo:
            entries[artifact.path] = _write(staging, artifact, folder, old)
            done += 1
            if progress:
                progress(done, len(stale))
        else:
            entries[artifact.path] = old[artifact.path]
            link_or_copy(folder / artifact.path, staging / artifact.path)
    return entries


def keys_of(folder: Path) -> dict[str, str]:
    """Read the keys of the files that a target's folder holds whole, by path; none where it is not ours."""
    try:
        held = _read_manifest(folder)
    except OutputRefused:
        return {}
    return {path: str(entry["key"]) for path, entry in held.items() if _is_whole(folder, path, entry)}


def _report(folder: Path, entries: Entries, *, built: int, kept: int, removed: int, started: float) -> Report:
    size = sum(entry["size"] for entry in entries.values())
    return Report(
        target=folder.name,
        built=built,
        kept=kept,
        removed=removed,
        seconds=time.perf_counter() - started,
        bytes=size,
    )


def _dump(entries: Entries, origin: Origin) -> bytes:
    return (json.dumps({"files": entries, **origin}, indent=1, sort_keys=True) + "\n").encode()


def _read_manifest(folder: Path) -> Entries:
    path = folder / MANIFEST
    if not path.exists():
        if folder.exists() and any(folder.iterdir()):
            raise OutputRefused(folder)
        return {}
    try:
        entries: Entries = json.loads(path.read_bytes())["files"]
    except (ValueError, KeyError, TypeError):
        raise OutputRefused(folder) from None
    return entries


def _is_current(folder: Path, old: Entries, artifact: Artifact) -> bool:
    entry = old.get(artifact.path)
    return entry is not None and entry["key"] == artifact.key and _is_whole(folder, artifact.path, entry)


def _is_whole(folder: Path, path: str, entry: dict[str, Any]) -> bool:
    try:
        return (folder / path).stat().st_size == int(entry["size"])
    except OSError:
        return False


def _write(staging: Path, artifact: Artifact, folder: Path, old: Entries) -> dict[str, Any]:
    """Render a file; one that comes out as it was stays the same file, and servers see no change."""
    held = artifact.gather(lambda path: (staging / path).read_bytes()) if artifact.gather else None
    data = artifact.render() if held is None else held
    path = staging / artifact.path
    entry = {"key": artifact.key, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    before = old.get(artifact.path)
    if before and before["sha256"] == entry["sha256"] and _is_whole(folder, artifact.path, entry):
        link_or_copy(folder / artifact.path, path)
        return entry
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return entry


def origin_of(folder: Path) -> str:
    """Read the day of the edition in a folder; empty when it doesn't tell."""
    try:
        return str(json.loads((folder / MANIFEST).read_bytes()).get("as_of", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def record_origin(folder: Path, revision: str, as_of: str) -> None:
    """Say in a folder's manifest of which commit and day it is; nothing is written where it says so already.

    It stands in the manifest alone, so that a commit touches no file but those it changed.
    """
    with output_lock(folder):
        path = folder / MANIFEST
        told = json.loads(path.read_bytes())
        named = told | {"revision": revision, "as_of": as_of}
        if named != told:
            fresh = folder.with_name(f".{folder.name}.{MANIFEST}")  # no half of it is ever in the folder
            write_whole(fresh, (json.dumps(named, indent=1, sort_keys=True) + "\n").encode())
            with ending.unbroken():
                fresh.replace(path)
                ending.done(f"{name_of(folder)}已标明所据的提交和日期（{folder}）")


def _swap(staging: Path, folder: Path) -> None:
    """Put the new folder in the place of the old one, and record that it stands."""
    with ending.unbroken():
        retired = put_in_place(staging, folder)
        ending.done(f"{name_of(folder)}已更新（{folder}）")
    if retired:
        shutil.rmtree(retired, ignore_errors=True)


NAMES = {"web": "网站", "print": "书", "index": "检索索引", "feed": "订阅源"}
"""What people call the targets, by the names of their folders."""


def name_of(folder: Path) -> str:
    """Return what people call the content of a target's folder; a variant's is named after its target."""
    return NAMES.get(folder.name.partition("-")[0], "成品")


def total(reports: Iterable[Report]) -> tuple[int, int, float, int, int]:
    """Add up built, kept, seconds, bytes and pages of several reports."""
    rows = list(reports)
    return (
        sum(r.built for r in rows),
        sum(r.kept for r in rows),
        sum(r.seconds for r in rows),
        sum(r.bytes for r in rows),
        sum(r.pages for r in rows),
    )
