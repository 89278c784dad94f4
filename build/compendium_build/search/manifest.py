"""What an index folder says of itself: which data it holds, made by what, from which files.

manifest.json     {"data": "a", "engine": …, "reading": …, "building": …}   replaced in one step
a/                the engine's files, and
a/files.json      what each indexed file was like: digest and interval; empty while being changed
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from compendium_build.artifacts import MANIFEST, OutputRefused

FILES = "files.json"
Stamps = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`reading` is the hash of the search code, `building` that of all code that documents depend on."""

    data: str
    engine: str
    reading: str
    building: str


@cache
def _code(package: str) -> str:
    digest = hashlib.sha256()
    root = Path(str(files(package)))
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def manifest_for(data: str, engine: str) -> Manifest:
    """The manifest of an index that this program makes now."""
    reading = _code("compendium_build.search")
    building = hashlib.sha256((reading + _code("compendium")).encode()).hexdigest()
    return Manifest(data, engine, reading, building)


def can_read(manifest: Manifest, engine: str) -> bool:
    """Whether this program folds and reads as the one that made the index did."""
    return (manifest.engine, manifest.reading) == (engine, _code("compendium_build.search"))


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
    """Point a folder to its data, in one step."""
    _replace(folder / MANIFEST, asdict(manifest))


def read_stamps(data: Path) -> dict[str, str] | None:
    """What the files of an index were like; None when that can't be told, or the engine's are damaged."""
    try:
        raw = json.loads((data / FILES).read_bytes())
        sizes = {str(name): int(size) for name, size in raw["sizes"].items()}
        stamps = {str(path): str(stamp) for path, stamp in raw["stamps"].items()}
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return None
    return stamps if sizes.items() <= _sizes(data).items() else None


def write_stamps(data: Path, stamps: Stamps, changing: bool) -> None:
    """Record what the files of an index are like, before a change and after it."""
    sizes = {} if changing else _sizes(data)
    _replace(data / FILES, {"sizes": sizes, "stamps": dict(sorted(stamps.items()))})


def _sizes(data: Path) -> dict[str, int]:
    """The sizes of the engine's files; a cut one would otherwise pass for an index with fewer answers."""
    return {
        path.name: path.stat().st_size
        for path in sorted(data.iterdir())
        if path.is_file() and path.name != FILES and not path.name.startswith(".")
    }


def _replace(path: Path, content: object) -> None:
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    os.replace(draft, path)
