"""Prove that a copy is whole, authentic, not rolled back and not frozen, or say what is wrong.

First the edition that a source has is found: its manifest by the shortest way, and where its files lie.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from compendium.law.problems import CompendiumError
from compendium_build.edition.artifacts import MANIFEST
from compendium_build.publishing.manifest import (
    CHANGES,
    EDITIONS,
    MAX_MANIFEST,
    METADATA,
    BadManifest,
    FileEntry,
    Manifest,
    dump,
    entry_of,
    parse,
    patched,
)
from compendium_build.syncing.source import FolderSource, NotThere, Source, SourceFailed, TooLarge
from compendium_build.syncing.trust import Anchor, Trusted, Untrusted, trusted


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


Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: of which kind, where, in words."""

    kind: str
    path: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was proved of a copy; whole, authentic and current when there are no findings."""

    edition: str
    as_of: str
    signed: bool
    fingerprint: str
    expires: str
    files: int
    bytes: int
    findings: tuple[Finding, ...]


def verify(
    source: Source,
    anchor: Anchor,
    unsigned_allowed: bool = False,
    all_editions: bool = False,
    progress: Tell | None = None,
) -> Verdict:
    """Hold every file of a copy against the manifest, and the manifest against the signatures."""
    findings: list[Finding] = []
    vouched: Trusted | None = None
    try:
        vouched = trusted(source, anchor)
        if vouched is None and not unsigned_allowed:
            findings.append(
                Finding(
                    "unsigned",
                    "",
                    "没有签名：只能核对是否完整，不能证明真伪和新旧（--unsigned 表示只核对完整）。",
                )
            )
    except (Untrusted, SourceFailed) as error:
        findings.append(Finding(getattr(error, "kind", "unreachable"), METADATA, str(error)))
    manifest, wrong = _manifest(source, MANIFEST, vouched.manifest if vouched else None)
    findings += wrong
    if manifest:
        findings += _files(source, "", manifest, progress)
        findings += _extra(source, manifest)
    if vouched:
        findings += _metadata(source, vouched)
    for edition in vouched.editions if vouched and all_editions else ():
        findings += _past(source, edition, vouched)  # type: ignore[arg-type]
    return Verdict(
        edition=manifest.edition if manifest else "",
        as_of=manifest.as_of if manifest else "",
        signed=vouched is not None,
        fingerprint=vouched.fingerprint if vouched else "",
        expires=vouched.expires.isoformat() if vouched else "",
        files=len(manifest.files) if manifest else 0,
        bytes=sum(entry.size for entry in manifest.files.values()) if manifest else 0,
        findings=tuple(findings),
    )


def _manifest(source: Source, path: str, signed: FileEntry | None) -> tuple[Manifest | None, list[Finding]]:
    """The manifest at a path, where it is the signed one."""
    try:
        data = source.read(path, MAX_MANIFEST)
    except NotThere:
        return None, [Finding("missing", path, "没有清单，不能核对文件。")]
    except (TooLarge, SourceFailed) as error:
        return None, [Finding("unreachable", path, str(error))]
    if signed and entry_of(data) != signed:
        message = "清单与签名不符：被改过、被截断，或者与签名不是同一版次。各文件是否正确已无从判断。"
        return None, [Finding("manifest", path, message)]
    try:
        return parse(data), []
    except BadManifest as error:
        return None, [Finding("manifest", path, str(error))]


def _files(source: Source, base: str, manifest: Manifest, progress: Tell | None) -> list[Finding]:
    """Every file that is missing or not what the manifest says."""
    rows = sorted(manifest.files.items())
    findings = []
    with ThreadPoolExecutor(8) as pool:
        results = pool.map(lambda row: _file(source, base + row[0], row[1]), rows)
        for number, found in enumerate(results, 1):
            findings += [found] if found else []
            if progress:
                progress(number, len(rows))
    return findings


def _file(source: Source, path: str, entry: FileEntry) -> Finding | None:
    try:
        data = source.read(path, entry.size)
    except NotThere:
        return Finding("missing", path, "缺少这个文件。")
    except TooLarge:
        return Finding("changed", path, f"比应有的 {entry.size} 字节大，被改过。")
    except CompendiumError as error:
        return Finding("unreachable", path, str(error))
    if len(data) < entry.size:
        return Finding(
            "truncated", path, f"只有 {len(data)} 字节，应有 {entry.size} 字节：被截断或者被改过。"
        )
    if entry_of(data) != entry:
        return Finding("changed", path, "内容与清单不符，被改过或者损坏。")
    return None


def _extra(source: Source, manifest: Manifest) -> Iterator[Finding]:
    """Files that no manifest names; only a folder can be listed."""
    if not isinstance(source, FolderSource):
        return
    for name in strangers(source.root, manifest):
        yield Finding("extra", name, "清单里没有这个文件，不是这一版次的内容。")


def _metadata(source: Source, vouched: Trusted) -> Iterator[Finding]:
    """Signatures of the copy that are not those that were verified (they may have come from memory)."""
    for path, data in vouched.metadata.items():
        try:
            same = source.read(path, len(data)) == data
        except (NotThere, TooLarge, SourceFailed):
            same = False
        if not same:
            yield Finding("signature", path, "这个签名文件缺少、被改过或者被截断。")


def _past(source: Source, edition: str, vouched: Trusted) -> Iterator[Finding]:
    """What is wrong with an edition in its own folder."""
    base = f"{EDITIONS}/{edition}/"
    manifest, wrong = _manifest(source, base + MANIFEST, vouched.editions[edition])
    yield from wrong
    if manifest:
        yield from _files(source, base, manifest, None)
