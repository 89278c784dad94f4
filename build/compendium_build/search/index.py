"""Keeping an index up to date with a corpus, so that it is whole for its readers at every moment.

A small change is one commit of the engine. While it goes on, the stamps of the files it touches are empty:
if it dies, they are done again, whether the commit came through or not. An index that this program can't
continue is made anew beside the old one, and takes its place when the manifest points to it.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from compendium.catalog import Catalog
from compendium.facts import Facts
from compendium.problems import CompendiumError
from compendium.timeline import interval_of
from compendium_build.artifacts import OutputRefused, Report
from compendium_build.search.documents import Interval, documents_of
from compendium_build.search.engine import DamagedIndex, Engine, Reader
from compendium_build.search.manifest import (
    Manifest,
    can_read,
    manifest_for,
    read_manifest,
    read_stamps,
    write_manifest,
    write_stamps,
)
from compendium_build.search.whoosh_engine import WhooshEngine

Progress = Callable[[int, int], None]
_TRIES = 5


class NoIndex(CompendiumError):
    """There is no index, or not one that this program can read."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder} 中{reason}。请先生成检索索引。")


def build_index(
    edition_catalog: Catalog, folder: Path, progress: Progress | None = None, engine: Engine | None = None
) -> Report:
    """Bring the index in a folder up to date with a catalog; `progress` is told (done, of all) files.

    Raises:
        OutputRefused: the folder holds something else.
        IndexBusy: another process is at it.
    """
    started = time.perf_counter()
    engine = engine or WhooshEngine()
    versions = dict(_versions(edition_catalog))
    wanted = {path: _stamp(facts, interval) for path, (facts, interval) in versions.items()}
    old = _own_manifest(folder)
    held = _usable(folder, old, engine)
    fresh = held is None
    data = _other(old) if old is None or fresh else old.data
    held = held or {}
    stale = [path for path, stamp in wanted.items() if held.get(path) != stamp]
    gone = frozenset(held) - frozenset(wanted)
    if fresh:
        shutil.rmtree(folder / data, ignore_errors=True)
    if stale or gone or fresh:
        _update(edition_catalog, folder / data, versions, (stale, gone, held, wanted), engine, progress)
    if fresh:
        write_manifest(folder, manifest_for(data, engine.name))
        _remove_others(folder, data)
    size = sum(path.stat().st_size for path in (folder / data).iterdir())
    seconds = time.perf_counter() - started
    return Report(folder.name, len(stale), len(wanted) - len(stale), len(gone), seconds, size)


def open_index(folder: Path, engine: Engine | None = None) -> Reader:
    """Open the index in a folder; it stays as it is now while the folder changes.

    Raises:
        NoIndex: there is none, or another version of the program made it.
        DamagedIndex: its files can't be read.
    """
    engine = engine or WhooshEngine()
    for attempt in range(_TRIES):
        manifest = read_manifest(folder)
        if manifest is None:
            raise NoIndex(folder, "没有检索索引")
        if not can_read(manifest, engine.name):
            raise NoIndex(folder, "的检索索引由另一版本的程序生成")
        try:
            return engine.reader(folder / manifest.data)
        except DamagedIndex:  # or replaced between the two steps
            if attempt + 1 == _TRIES:
                raise
            time.sleep(0.01)
    raise DamagedIndex(folder)


def _versions(catalog: Catalog) -> Iterator[tuple[str, tuple[Facts, Interval]]]:
    for work in catalog.works:
        for sequence in (work.expressions, work.translations):
            for position, facts in enumerate(sequence):
                yield facts.path, (facts, interval_of(sequence, position))


def _stamp(facts: Facts, interval: Interval) -> str:
    return " ".join((facts.digest, *(day.isoformat() if day else "-" for day in interval)))


def _own_manifest(folder: Path) -> Manifest | None:
    manifest = read_manifest(folder)
    if manifest is None and folder.exists():
        ours = {"a", "b"}
        if any(path.name not in ours and not path.name.startswith(".") for path in folder.iterdir()):
            raise OutputRefused(folder)
    return manifest


def _usable(folder: Path, manifest: Manifest | None, engine: Engine) -> dict[str, str] | None:
    """The stamps of an index that can be continued."""
    if manifest is None or manifest != manifest_for(manifest.data, engine.name):
        return None
    try:
        engine.reader(folder / manifest.data).close()
    except DamagedIndex:
        return None
    return read_stamps(folder / manifest.data)


def _other(manifest: Manifest | None) -> str:
    return "b" if manifest and manifest.data == "a" else "a"


_Plan = tuple[list[str], frozenset[str], dict[str, str], dict[str, str]]


def _update(
    catalog: Catalog,
    data: Path,
    versions: dict[str, tuple[Facts, Interval]],
    plan: _Plan,
    engine: Engine,
    progress: Progress | None,
) -> None:
    stale, gone, held, wanted = plan
    writer = engine.writer(data)
    try:
        write_stamps(data, held | dict.fromkeys([*stale, *gone], ""), changing=True)
        writer.delete(frozenset(stale) & frozenset(held) | gone)
        for done, path in enumerate(stale, 1):
            facts, interval = versions[path]
            for document in documents_of(catalog.act(facts), facts, interval):
                writer.add(document)
            if progress:
                progress(done, len(stale))
        writer.commit()
    except BaseException:
        writer.cancel()
        raise
    write_stamps(data, wanted, changing=False)


def _remove_others(folder: Path, data: str) -> None:
    for name in {"a", "b"} - {data}:
        shutil.rmtree(folder / name, ignore_errors=True)
