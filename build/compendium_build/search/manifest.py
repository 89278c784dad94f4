"""What an index folder says of itself: which state it holds, made by what, from which versions.

manifest.json     {"data": "7", "engine": …, "reading": …, "building": …}   replaced in one step
7/                the engine's files, and
7/versions.json   the versions in it, the sizes of the engine's files, the table of synonyms
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from compendium.model import ActKind
from compendium.timeline import Status
from compendium_build.artifacts import MANIFEST, OutputRefused
from compendium_build.folders import write_whole
from compendium_build.search.versions import Version

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
    """The manifest of an index that this program makes now."""
    reading = _code(*_READ)
    building = hashlib.sha256((reading + _code("compendium")).encode()).hexdigest()
    return Manifest(data, engine, reading, building)


def can_read(manifest: Manifest, engine: str) -> bool:
    """Whether this program folds and reads as the one that made the index did."""
    return (manifest.engine, manifest.reading) == (engine, _code(*_READ))


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None when there is nothing yet.

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
    """What a state holds; None when that can't be told, or the engine's files are not as they were."""
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
    _write(data / VERSIONS, {"sizes": _sizes(data), "versions": rows, "synonyms": state.synonyms})


_NAMES = tuple(field.name for field in fields(Version))


def _version(row: list[Any]) -> Version:
    raw: dict[str, Any] = dict(zip(_NAMES, row, strict=True))
    raw["kind"], raw["date"] = ActKind(raw["kind"]), date.fromisoformat(raw["date"])
    raw["classes"], raw["syllables"] = tuple(raw["classes"]), tuple(raw["syllables"])
    raw["statuses"] = tuple((day, Status(status)) for day, status in raw["statuses"])
    raw["late"] = tuple((order, day) for order, day in raw["late"])
    return Version(**raw)


def _sizes(data: Path) -> dict[str, int]:
    """The sizes of the engine's files; a cut one would otherwise pass for an index with fewer answers."""
    paths = (path.relative_to(data) for path in sorted(data.rglob("*")) if path.is_file())
    names = (path.as_posix() for path in paths if not path.name.startswith(".") and path.name != VERSIONS)
    return {name: (data / name).stat().st_size for name in names}


def size_of(data: Path) -> int:
    """The bytes of a state."""
    return sum(_sizes(data).values()) + (data / VERSIONS).stat().st_size


def _dumped(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, default=str, separators=(",", ":")).encode()


def _write(path: Path, content: object) -> None:
    with path.open("wb") as file:
        file.write(_dumped(content))
        file.flush()
        os.fsync(file.fileno())
