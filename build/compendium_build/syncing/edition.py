"""The edition that a source has: its manifest by the shortest way, and where its files lie."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from compendium_build.artifacts import MANIFEST
from compendium_build.publishing.manifest import (
    CHANGES,
    EDITIONS,
    MAX_MANIFEST,
    METADATA,
    FileEntry,
    Manifest,
    dump,
    entry_of,
    parse,
    patched,
)
from compendium_build.syncing.explain import Untrusted
from compendium_build.syncing.source import NotThere, Source, SourceFailed, TooLarge
from compendium_build.syncing.trust import Trusted


@dataclass(slots=True)
class Remote:
    """An edition at a source. A mirror has its files at the root only; a publisher in a folder that stays."""

    source: Source
    manifest: Manifest
    data: bytes
    bases: list[str] = field(default_factory=list)

    def fetch(self, path: str, part: Path, size: int) -> None:
        """Bring a file into `part`."""
        for base in list(self.bases):
            try:
                self.source.fetch(base + path, part, size)
            except NotThere:
                if base == self.bases[-1]:
                    raise
                continue
            if base != self.bases[0]:
                self.bases = [base]
            return


def remote_edition(
    source: Source, vouched: Trusted | None, old: Manifest | None, edition: str = ""
) -> Remote:
    """The edition of a source: the current one, or one by its name.

    Raises:
        Untrusted: it is not the one that was signed, or there is none of that name.
        BadManifest: the manifest can't be used.
    """
    if vouched is None:
        path = f"{EDITIONS}/{edition}/{MANIFEST}" if edition else MANIFEST
        data = _read_manifest(source, path)
        manifest = parse(data)
        return Remote(source, manifest, data, _bases(manifest, bool(edition)))
    wanted = edition or vouched.edition
    if wanted not in vouched.editions:
        raise Untrusted("missing", f"签名里没有版次 {wanted}。")
    data = _signed_manifest(source, wanted, vouched.editions[wanted], old)
    manifest = parse(data)
    return Remote(source, manifest, data, _bases(manifest, wanted != vouched.edition))


def is_entry(path: Path, entry: FileEntry) -> bool:
    """Whether a file on this machine is what the manifest says."""
    try:
        if path.is_symlink() or path.stat().st_size != entry.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
    except OSError:
        return False


def strangers(root: Path, manifest: Manifest) -> Iterator[str]:
    """The files of a copy that no manifest names."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        ours = name == MANIFEST or name.split("/")[0] in (EDITIONS, METADATA)
        if (path.is_file() or path.is_symlink()) and not ours and name not in manifest.files:
            yield name


def _bases(manifest: Manifest, past: bool) -> list[str]:
    if not manifest.edition:
        return [""]
    return [f"{EDITIONS}/{manifest.edition}/", *([] if past else [""])]


def _read_manifest(source: Source, path: str) -> bytes:
    try:
        return source.read(path, MAX_MANIFEST)
    except NotThere:
        raise SourceFailed(source.name, path, "没有清单，这里不是成品") from None


def _signed_manifest(source: Source, edition: str, entry: FileEntry, old: Manifest | None) -> bytes:
    """The manifest that was signed: what we have, what a delta makes of it, or as it is sent."""
    if old and (ours := dump(old)) and entry_of(ours) == entry:
        return ours
    folder = f"{EDITIONS}/{edition}"
    if old and old.edition:
        try:
            made = patched(old, source.read(f"{folder}/{CHANGES}", entry.size))
        except (NotThere, TooLarge):
            made = None
        if made and entry_of(made) == entry:
            return made
    for path in (f"{folder}/{MANIFEST}", MANIFEST):
        try:
            data = source.read(path, entry.size)
        except (NotThere, TooLarge):
            continue
        if entry_of(data) == entry:
            return data
    raise Untrusted("manifest", f"版次 {edition} 的清单与签名不符：被改过，或者与签名不是同一版次。")
