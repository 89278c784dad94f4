"""Mirror an edition: only what is missing is fetched, every file is hashed, the folder changes at once.

The next state is put together beside the folder and stays there when the program is cut off; the next run
hashes what it finds and goes on. Nothing enters the mirror before the whole edition is proved. Readers are
told what an update means for them: which texts changed, and what the feed says has happened (`news_between`).
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

from compendium.law.problems import CompendiumError
from compendium.system import ending
from compendium_build.edition.artifacts import MANIFEST, OutputRefused, output_lock
from compendium_build.edition.folders import (
    link_or_copy,
    put_in_place,
    recover,
    retired_of,
    staging_of,
    write_whole,
)
from compendium_build.publishing.manifest import (
    METADATA,
    BadManifest,
    Changes,
    FileEntry,
    Manifest,
    changes_between,
    parse,
)
from compendium_build.syncing.source import FolderSource, Source
from compendium_build.syncing.trust import Anchor, Trusted, Untrusted, trusted
from compendium_build.syncing.verify import Remote, is_entry, remote_edition, strangers

FEED = "feed/atom.xml"
_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True)
class News:
    """An entry of the feed that the copy before did not have."""

    day: str
    title: str


def texts_in(changes: Changes) -> tuple[str, ...]:
    """The acts whose texts an update adds, changes or removes, by their folders."""
    paths = (*changes.added, *changes.changed, *changes.removed)
    return tuple(
        sorted({"/".join(p.split("/")[:2]) for p in paths if p.endswith(".xml") and p.count("/") >= 2})
    )


def news_between(old: Path, new: Path) -> tuple[News, ...]:
    """What the new copy's feed says that the old one's does not; nothing where there is no old one."""
    before, after = _entries(old / FEED), _entries(new / FEED)
    if not before:
        return ()
    seen = {id_ for id_, _ in before}
    return tuple(news for id_, news in after if id_ not in seen)


def _entries(feed: Path) -> list[tuple[str, News]]:
    try:
        data = feed.read_bytes()
        # A feed declares no entities; one that does is not ours and is not worth the risk.
        if b"<!DOCTYPE" in data:
            return []
        return list(_read(ElementTree.fromstring(data).iter(f"{_ATOM}entry")))
    except (OSError, ElementTree.ParseError):
        return []


def _read(entries: Iterable[ElementTree.Element]) -> Iterable[tuple[str, News]]:
    for entry in entries:
        day = entry.findtext(f"{_ATOM}published") or entry.findtext(f"{_ATOM}updated") or ""
        yield entry.findtext(f"{_ATOM}id") or "", News(day[:10], entry.findtext(f"{_ATOM}title") or "")


_PARTS = ".parts"
Tell = Callable[[int, int], None]


class NotAsSigned(CompendiumError):
    """A file that was fetched is not what the manifest says."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"取到的 {path} 与清单不符，已丢弃；原有的副本没有改动。内容可能在途中损坏或被改动。"
        )


class SamePlace(CompendiumError):
    """A mirror would lie in its source, or the source in the mirror."""

    def __init__(self, dest: Path) -> None:
        super().__init__(f"{dest} 与来源目录重叠，请换一个目录。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """What a sync did: which edition, what changed, what it took."""

    edition: str
    as_of: str
    before: str
    signed: bool
    fingerprint: str
    changes: Changes
    news: tuple[News, ...]
    fetched: int
    kept: int
    resumed: int
    requests: int
    received: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Laid:
    """How the staging folder stands: paths to fetch by content; how many were there from a run before."""

    missing: dict[FileEntry, list[str]]
    kept: int
    resumed: int


def sync(
    source: Source,
    dest: Path,
    *,
    anchor: Anchor,
    edition: str = "",
    workers: int = 8,
    progress: Tell | None = None,
    unsigned_allowed: bool = False,
) -> Synced:
    """Bring a folder to the edition of a source; one without signatures only where that is allowed.

    Raises:
        Untrusted: the edition is not authentic, old, or expired; the folder stays as it is.
        SourceFailed: the source broke off; the next run goes on from there.
        NotAsSigned: a file is not what the manifest says.
        OutputRefused: the folder holds something else.
    """
    dest = dest.resolve()
    _refuse_overlap(source, dest)
    with output_lock(dest):
        recover(dest)
        if dest.exists() and any(dest.iterdir()) and not (dest / MANIFEST).is_file():
            raise OutputRefused(dest)
        started, tried = time.perf_counter(), b""
        while True:
            vouched = trusted(source, replace(anchor, pinned=_pinned(dest)))
            if vouched is None and not unsigned_allowed:
                raise Untrusted(
                    "unsigned",
                    f"{source.name} 没有签名，不能证明内容出自谁、是不是最新、有没有被改过，因此没有取。"
                    "请向发布方问明是否应有签名（去掉签名比伪造容易）；确实没有、仍要取的，加 --unsigned。",
                )
            old = _manifest_of(dest)
            remote = remote_edition(source, vouched, old, edition)
            try:
                done = _bring(remote, vouched, dest=dest, old=old, workers=workers, progress=progress)
            except NotAsSigned:
                # A folder that is built anew while it is read; a second look tells.
                if remote.data == tried:
                    raise
                tried = remote.data
                continue
            return replace(done, seconds=time.perf_counter() - started)


def _bring(
    remote: Remote,
    vouched: Trusted | None,
    *,
    dest: Path,
    old: Manifest | None,
    workers: int,
    progress: Tell | None,
) -> Synced:
    manifest, metadata = remote.manifest, vouched.metadata if vouched else {}
    changes = changes_between(old, manifest)
    news: tuple[News, ...] = ()
    if old == manifest and _intact(dest, manifest):
        laid = _Laid({}, len(manifest.files), 0)
        _renew(dest, metadata)
        _clear(dest)
    else:
        staging = staging_of(dest)
        laid = _lay(staging, dest, old, manifest)
        _fetch(remote, staging, laid.missing, workers, progress)
        news = news_between(dest, staging)
        _finish(staging, dest, remote.data, metadata)
    return Synced(
        edition=manifest.edition,
        as_of=manifest.as_of,
        before=old.edition if old else "",
        signed=vouched is not None,
        fingerprint=vouched.fingerprint if vouched else "",
        changes=changes,
        news=news,
        fetched=len(laid.missing),
        kept=laid.kept,
        resumed=laid.resumed,
        requests=remote.source.requests,
        received=remote.source.received,
        seconds=0.0,
    )


def _intact(dest: Path, manifest: Manifest) -> bool:
    """Whether a copy is still what was put there."""
    files = manifest.files.items()
    return all(is_entry(dest / path, entry) for path, entry in files) and not any(strangers(dest, manifest))


def _refuse_overlap(source: Source, dest: Path) -> None:
    if isinstance(source, FolderSource):
        root = source.root.resolve()
        if dest == root or root in dest.parents or dest in root.parents:
            raise SamePlace(dest)


def _pinned(dest: Path) -> bytes:
    """The first root metadata of the mirror: whose it is."""
    path = dest / METADATA / "1.root.json"
    return path.read_bytes() if path.is_file() else b""


def _manifest_of(dest: Path) -> Manifest | None:
    try:
        return parse((dest / MANIFEST).read_bytes())
    except (OSError, BadManifest):
        return None


def _lay(staging: Path, dest: Path, old: Manifest | None, manifest: Manifest) -> _Laid:
    """Bring the staging folder as far as what is on this machine allows."""
    _sweep(staging, manifest)
    by_content = {entry: path for path, entry in old.files.items()} if old else {}
    missing: dict[FileEntry, list[str]] = {}
    kept = resumed = 0
    for path, entry in manifest.files.items():
        target = staging / path
        if is_entry(target, entry):
            resumed += 1
            continue
        target.unlink(missing_ok=True)
        for held in (path, by_content.get(entry, path)):
            if is_entry(dest / held, entry):
                link_or_copy(dest / held, target)
                kept += 1
                break
        else:
            missing.setdefault(entry, []).append(path)
    return _Laid(missing, kept, resumed)


def _sweep(staging: Path, manifest: Manifest) -> None:
    """Clear from the staging folder what another edition has left there."""
    for folder, _, names in os.walk(staging, topdown=False):
        here = Path(folder)
        for name in names:
            path = (here / name).relative_to(staging).as_posix()
            if path not in manifest.files and not path.startswith(f"{_PARTS}/"):
                (here / name).unlink()
        if not any(here.iterdir()):
            here.rmdir()


def _fetch(
    remote: Remote, staging: Path, missing: dict[FileEntry, list[str]], workers: int, progress: Tell | None
) -> None:
    """Fetch every missing content once, several at a time; the first failure stops all."""
    (staging / _PARTS).mkdir(parents=True, exist_ok=True)
    total = len(missing)
    with ThreadPoolExecutor(workers) as pool:
        running = [pool.submit(_one, remote, staging, e, paths) for e, paths in missing.items()]
        for number, each in enumerate(running, 1):
            each.add_done_callback(lambda _, n=number: progress(n, total) if progress else None)  # type: ignore[misc]
        done, waiting = wait(running, return_when=FIRST_EXCEPTION)
        for each in waiting:
            each.cancel()
        for each in done:
            each.result()


def _one(remote: Remote, staging: Path, entry: FileEntry, paths: Sequence[str]) -> None:
    part = staging / _PARTS / entry.sha256
    resumed = part.exists()
    remote.fetch(paths[0], part, entry.size)
    if resumed and not is_entry(part, entry):
        part.unlink()
        remote.fetch(paths[0], part, entry.size)
    if not is_entry(part, entry):
        part.unlink()
        raise NotAsSigned(paths[0])
    for path in paths[1:]:
        link_or_copy(part, staging / path)
    (staging / paths[0]).parent.mkdir(parents=True, exist_ok=True)
    part.replace(staging / paths[0])


def _finish(staging: Path, dest: Path, data: bytes, metadata: Mapping[str, bytes]) -> None:
    """Add manifest and signatures, and put the folder in its place."""
    shutil.rmtree(staging / _PARTS)
    for path, content in metadata.items():
        write_whole(staging / path, content)
    write_whole(staging / MANIFEST, data)
    os.sync()  # what takes the place of the last good copy must be on the disk first
    with ending.unbroken():
        put_in_place(staging, dest)
        ending.done(f"镜像已更新（{dest}）")
    _clear(dest)


def _clear(dest: Path) -> None:
    """Remove what a change of folders leaves beside the new one, also after a run that was cut off there."""
    for left in (staging_of(dest), retired_of(dest)):
        if left.exists():
            shutil.rmtree(left)


def _renew(dest: Path, new: Mapping[str, bytes]) -> None:
    """Write the newest signatures over an edition that has stayed."""
    for path, data in new.items():
        if not (dest / path).is_file() or (dest / path).read_bytes() != data:
            write_whole(dest / path, data)
    for stale in (dest / METADATA).glob("*.json"):
        if f"{METADATA}/{stale.name}" not in new:
            stale.unlink()
