"""Keep an index up to date with a corpus, so that it is whole for its readers at every moment.

A state of the index never changes. A change makes the next one beside it, from a copy of its files and
the versions that are new, and then the manifest points there, in one step. A crash leaves the last state;
a reader goes on with the files that it has open.

The folder says which state it holds, made by what, from which versions:

manifest.json     {"data": "7", "engine": …, "reading": …, "building": …}   replaced in one step
7/                the engine's files, and
7/versions.json   the versions in it, the sizes of the engine's files, the table of synonyms
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from compendium.law.identifiers import Uri
from compendium.law.kinds import ActKind
from compendium.law.problems import CompendiumError
from compendium.law.timeline import Status
from compendium.library.catalog import Catalog
from compendium.library.config import Category
from compendium.library.facts import Facts
from compendium.querying import Run, run_of
from compendium.querying.names import Name, Names
from compendium.querying.synonyms import synonyms_in, to_rows
from compendium.store import checkpoint
from compendium.system import ending
from compendium.system.errors import naming
from compendium_build.edition.artifacts import MANIFEST, OutputRefused, Report, output_lock
from compendium_build.edition.folders import write_whole
from compendium_build.search.documents import documents_of
from compendium_build.search.engine import DamagedIndex, Engine, Reader, Writer
from compendium_build.search.engines import DEFAULT, engine_of
from compendium_build.search.versions import Shelf, Version, facts_by_path, numbered

VERSIONS = "versions.json"
_READ = ("compendium.querying", "compendium_build.search")


@dataclass(frozen=True, slots=True)
class Manifest:
    """`reading` is the hash of the search code, `building` that of all code that pieces depend on."""

    data: str
    engine: str
    reading: str
    building: str


@dataclass(frozen=True, slots=True)
class State:
    """What stands beside the engine's files: versions, and the words of the table of synonyms."""

    versions: tuple[Version, ...]
    synonyms: tuple[dict[str, Any], ...] = ()


@cache
def _code(*packages: str) -> str:
    digest = hashlib.sha256()
    for package in packages:
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def manifest_for(data: str, engine: str) -> Manifest:
    """Make the manifest of an index that this program makes now."""
    reading = _code(*_READ)
    building = hashlib.sha256((reading + _code("compendium")).encode()).hexdigest()
    return Manifest(data, engine, reading, building)


def can_read(manifest: Manifest, engine: str) -> bool:
    """Tell whether this program folds and reads as the one that made the index did."""
    return (manifest.engine, manifest.reading) == (engine, _code(*_READ))


def read_manifest(folder: Path) -> Manifest | None:
    """Read the manifest of a folder; None when there is nothing yet.

    Raises:
        OutputRefused: the folder holds something else.
    """
    try:
        raw = json.loads((folder / MANIFEST).read_bytes())
        return Manifest(**{key: str(raw[key]) for key in ("data", "engine", "reading", "building")})
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise OutputRefused(folder) from None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Point a folder to its state, in one step."""
    write_whole(folder / MANIFEST, _dumped(asdict(manifest)))


def read_state(data: Path) -> State | None:
    """Read what a state holds; None when that can't be told, or the engine's files have changed."""
    try:
        raw = json.loads((data / VERSIONS).read_bytes())
        if raw["sizes"] != _sizes(data):
            return None
        return State(tuple(map(_version, raw["versions"])), tuple(raw["synonyms"]))
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return None


def write_state(data: Path, state: State) -> None:
    """Record what a state holds, when the engine has written its files."""
    rows = [[getattr(version, name) for name in _NAMES] for version in state.versions]
    _write_file(data / VERSIONS, {"sizes": _sizes(data), "versions": rows, "synonyms": state.synonyms})


_NAMES = tuple(field.name for field in fields(Version))


def _version(row: list[Any]) -> Version:
    raw: dict[str, Any] = dict(zip(_NAMES, row, strict=True))
    raw["kind"], raw["date"] = ActKind(raw["kind"]), date.fromisoformat(raw["date"])
    raw["classes"], raw["syllables"] = tuple(raw["classes"]), tuple(raw["syllables"])
    raw["statuses"] = tuple((day, Status(status)) for day, status in raw["statuses"])
    raw["lacking"] = tuple((first, until, words) for first, until, words in raw["lacking"])
    raw["late"] = tuple((order, day) for order, day in raw["late"])
    return Version(**raw)


def _sizes(data: Path) -> dict[str, int]:
    """The sizes of the engine's files; a cut one would otherwise pass for an index with fewer answers."""
    paths = (path.relative_to(data) for path in sorted(data.rglob("*")) if path.is_file())
    names = (path.as_posix() for path in paths if not path.name.startswith(".") and path.name != VERSIONS)
    return {name: (data / name).stat().st_size for name in names}


def size_of(data: Path) -> int:
    """Return the size of a state in bytes."""
    return sum(_sizes(data).values()) + (data / VERSIONS).stat().st_size


def _dumped(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, default=str, separators=(",", ":")).encode()


def _write_file(path: Path, content: object) -> None:
    with path.open("wb") as file:
        file.write(_dumped(content))
        file.flush()
        os.fsync(file.fileno())


Progress = Callable[[int, int], None]
_TRIES = 5
_FIRST = frozenset("ab")
"""What the states were called at first."""


class NoIndex(CompendiumError):
    """A folder without an index, or with one that this program can't read."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder} 中{reason}。请先生成检索索引。")


@dataclass(frozen=True)
class Index:
    """An open index: the engine's reader, the versions in it, the table of synonyms."""

    reader: Reader
    shelf: Shelf
    synonyms: tuple[dict[str, Any], ...] = ()

    def version_of(self, piece: int) -> Version:
        """Find the version that a piece belongs to."""
        return self.shelf.by_no[piece >> 16]

    def said_of(self, version: int) -> tuple[Run, Run, Run]:
        """Return the title, issuer and number of a version."""
        return self._said[version]

    @cached_property
    def _said(self) -> dict[int, tuple[Run, Run, Run]]:
        versions = self.shelf.versions
        return {v.no: (run_of(v.title), run_of(v.issuer), run_of(v.number)) for v in versions}

    @cached_property
    def versions_of(self) -> dict[Uri, list[Version]]:
        """The versions of each work, in order of date."""
        found: dict[Uri, list[Version]] = {}
        for version in self.shelf.versions:
            found.setdefault(version.work, []).append(version)
        return found

    @cached_property
    def names(self) -> Names:
        """What the works are called."""
        versions = self.shelf.versions
        full = [Name(v.work, v.title, v.syllables) for v in versions if v.title]
        short = [Name(v.work, v.short_title) for v in versions if v.short_title]
        return Names(dict.fromkeys([*full, *short]))

    def close(self) -> None:
        """Let go of the files."""
        self.reader.close()


def build_index(
    catalog: Catalog,
    folder: Path,
    progress: Progress | None = None,
    engine: Engine | None = None,
    scheme: Sequence[Category] = (),
    told: str = "",
) -> Report:
    """Bring the index in a folder up to date with a catalog; `progress` is told (done, of all) versions.

    Without a scheme a version has only the classes that its text names, not those above them. The table of
    synonyms comes with the catalog's files. `told` are the words for what stands once it is there; an index
    that the program keeps for itself has none.

    Raises:
        BadConfig: the table of synonyms can't be used.
        OutputRefused: the folder holds something else.
        OutputBusy: another process is at it.
    """
    synonyms = to_rows(synonyms_in(catalog.files))
    with output_lock(folder):
        return _build(
            catalog,
            folder,
            progress=progress,
            engine=engine or engine_of(DEFAULT),
            scheme=scheme,
            synonyms=synonyms,
            told=told,
        )


def _build(
    catalog: Catalog,
    folder: Path,
    *,
    progress: Progress | None,
    engine: Engine,
    scheme: Sequence[Category],
    synonyms: tuple[dict[str, Any], ...],
    told: str,
) -> Report:
    started = time.perf_counter()
    old = _own_manifest(folder)
    held = _usable(folder, old, engine)
    known = {version.path: version for version in held.versions} if held else {}
    wanted = numbered(catalog, scheme, known)
    numbers = {version.no for version in known.values()}
    stale = [version for version in wanted if version.no not in numbers]
    gone = sorted(numbers - {version.no for version in wanted})
    data = old.data if old else ""
    if held is None or stale or gone or State(wanted, synonyms) != held:
        base = folder / data if held else None
        data = str(int(data) + 1) if data.isdecimal() else "1"  # the first format had letters
        with _fresh(folder / data) as state:
            writer = engine.writer(state, base)
            cut = _write(writer, catalog, stale, gone, progress)
            versions = tuple(cut.get(version.no, version) for version in wanted)
            write_state(state, State(versions, synonyms))
            checkpoint.reached(f"staged {folder.name}")
            with ending.unbroken():
                write_manifest(folder, manifest_for(data, engine.stamp))
                if told:
                    ending.done(told)
        checkpoint.reached(f"swapped {folder.name}")
    _remove_others(folder, data)
    size = size_of(folder / data)
    replaced = len({version.path for version in stale} & known.keys())
    seconds = time.perf_counter() - started
    return Report(
        target=folder.name,
        built=len(stale),
        kept=len(wanted) - len(stale),
        removed=len(gone) - replaced,
        seconds=seconds,
        bytes=size,
    )


def open_index(folder: Path, engine: Engine | None = None) -> Index:
    """Open the index in a folder; it stays as it is now while the folder changes.

    Without an engine, the one that made the index reads it.

    Raises:
        NoIndex: there is none, or another version of the program made it.
        DamagedIndex: its files can't be read.
    """
    for attempt in range(_TRIES):
        manifest = read_manifest(folder)
        if manifest is None:
            raise NoIndex(folder, "没有检索索引")
        reading = engine or engine_of(manifest.engine.partition(" ")[0])
        if not can_read(manifest, reading.stamp):
            raise NoIndex(folder, "的检索索引由另一版本的程序生成")
        with suppress(DamagedIndex):
            if index := _open(folder / manifest.data, reading):
                return index
        if attempt + 1 < _TRIES:  # it may have been replaced between the steps
            time.sleep(0.01)
    raise DamagedIndex(folder)


def _open(data: Path, engine: Engine) -> Index | None:
    state = read_state(data)
    if state is None:
        return None
    shelf = Shelf(state.versions)
    return Index(engine.reader(data, shelf), shelf, state.synonyms)


def _own_manifest(folder: Path) -> Manifest | None:
    manifest = read_manifest(folder)
    if manifest is None and folder.exists() and any(not _ours(path) for path in folder.iterdir()):
        raise OutputRefused(folder)
    return manifest


def _ours(path: Path) -> bool:
    return path.name.startswith(".") or path.name.isdecimal() or path.name in _FIRST


def _usable(folder: Path, manifest: Manifest | None, engine: Engine) -> State | None:
    """The state of an index that can be continued."""
    if manifest is None or manifest != manifest_for(manifest.data, engine.stamp):
        return None
    state = read_state(folder / manifest.data)
    if state is None:
        return None
    try:
        engine.reader(folder / manifest.data, Shelf(state.versions)).close()
    except DamagedIndex:
        return None
    return state


def _write(
    writer: Writer,
    catalog: Catalog,
    stale: Sequence[Version],
    gone: Sequence[int],
    progress: Progress | None,
) -> dict[int, Version]:
    """Write what has changed; the versions written, with the pieces that begin on days of their own."""
    facts = facts_by_path(catalog)
    out = {}
    try:
        writer.delete(gone)
        for done, version in enumerate(stale, 1):
            out[version.no] = _add(writer, catalog, facts[version.path], version)
            if progress:
                progress(done, len(stale))
        writer.commit()
    except BaseException:
        writer.cancel()
        raise
    return out


def _add(writer: Writer, catalog: Catalog, facts: Facts, version: Version) -> Version:
    documents = list(documents_of(catalog.act(facts), facts))
    writer.add(version.no, documents)
    return replace(version, late=tuple((d.order, d.own) for d in documents if d.own))


@contextmanager
def _fresh(path: Path) -> Iterator[Path]:
    """A folder for a new state; removed when making it fails."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    try:
        with naming(path.parent):
            yield path
    except BaseException:
        current = read_manifest(path.parent)
        if current is None or current.data != path.name:  # a signal may come when it has just been pointed to
            shutil.rmtree(path, ignore_errors=True)
        raise


def _remove_others(folder: Path, data: str) -> None:
    for path in _states(folder):
        if path.name != data:
            shutil.rmtree(path, ignore_errors=True)


def _states(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if _ours(path) and not path.name.startswith("."))
