"""Prove that a copy is whole, authentic, not rolled back and not frozen, or say what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from compendium.problems import CompendiumError
from compendium_build.artifacts import MANIFEST
from compendium_build.publishing.manifest import (
    EDITIONS,
    MAX_MANIFEST,
    METADATA,
    BadManifest,
    FileEntry,
    Manifest,
    entry_of,
    parse,
)
from compendium_build.syncing.edition import strangers
from compendium_build.syncing.explain import Untrusted
from compendium_build.syncing.source import FolderSource, NotThere, Source, SourceFailed, TooLarge
from compendium_build.syncing.trust import Anchor, Trusted, trusted

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: of which kind, where, in words."""

    kind: str
    path: str
    message: str


@dataclass(frozen=True, slots=True)
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
