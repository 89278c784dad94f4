"""What a build made, gathered into one edition and held against the build's own manifests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from compendium.problems import CompendiumError
from compendium_build.artifacts import MANIFEST
from compendium_build.publishing.manifest import BadManifest, FileEntry, parse


class BuildDamaged(CompendiumError):
    """What a build left is not what its manifest says."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"成品 {path} {reason}，没有发布。请删去这一成品目录后重新运行。")


class PathsClash(CompendiumError):
    """Two forms of publication want the same address."""

    def __init__(self, path: str) -> None:
        super().__init__(f"两种形式都有“{path}”而内容不同，不能发布在一起。请修改 [publish] 的 targets。")


@dataclass(frozen=True, slots=True)
class Collected:
    """The files of an edition, what they are and where they lie."""

    entries: dict[str, FileEntry]
    places: dict[str, Path]


def collect(out: Path, targets: Sequence[str]) -> Collected:
    """Gather the files of built targets: the site at the root, other forms each in a folder of its own.

    Raises:
        BuildDamaged: a file is missing or not what the build wrote.
        PathsClash: two targets have the same path.
    """
    found = Collected({}, {})
    for target in targets:
        folder = out / target
        prefix = "" if target == "web" else f"{target}/"
        try:
            files = parse((folder / MANIFEST).read_bytes()).files
        except (OSError, BadManifest):
            raise BuildDamaged(folder, "没有可用的清单") from None
        for path, entry in files.items():
            _hold(folder / path, entry)
            if found.entries.setdefault(prefix + path, entry) != entry:
                raise PathsClash(prefix + path)
            found.places[prefix + path] = folder / path
    return found


def _hold(path: Path, entry: FileEntry) -> None:
    try:
        data = path.read_bytes()
    except OSError:
        raise BuildDamaged(path, "不见了") from None
    if FileEntry(hashlib.sha256(data).hexdigest(), len(data)) != entry:
        raise BuildDamaged(path, "与生成时不同")
