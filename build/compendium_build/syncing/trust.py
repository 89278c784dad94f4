"""Who is trusted: root metadata known beforehand, and a memory of the newest that was seen.

A publisher is named by the hash of its first root metadata. What was last seen of it is kept on this machine,
outside of any copy, so that a copy that went back in time is recognised. What TUF finds wrong is told in
plain words (`explained`).
"""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp
from tuf.api.serialization import DeserializationError
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from compendium.law.problems import CompendiumError
from compendium_build.edition.artifacts import MANIFEST
from compendium_build.publishing.manifest import METADATA, FileEntry
from compendium_build.publishing.signing import editions_in, fingerprint
from compendium_build.syncing.source import NotThere, Source, SourceFailed

_ROLES = {
    "timestamp": "时间戳（timestamp）",
    "snapshot": "快照（snapshot）",
    "targets": "版次清单的签名（targets）",
    "root": "根（root）",
}
_ROLE = re.compile(rf"\b({'|'.join(_ROLES)})\b")


class Untrusted(CompendiumError):
    """An edition is refused; `kind` says in one word why."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def explained(error: Exception) -> Untrusted:
    """The refusal that an error of python-tuf stands for."""
    found = _ROLE.search(str(error))
    role = _ROLES[found[0]] if found else "签名文件"
    match error:
        case ExpiredMetadataError():
            return Untrusted(
                "expired",
                f"{role}已经过期：这份内容可能被人冻结在旧的状态，也可能是发布方没有按时续签，"
                "或者本机的时钟不对。不能当作现行内容使用。",
            )
        case BadVersionNumberError():
            return Untrusted(
                "rolled-back",
                f"{role}的版本号比本机见过的旧：这份内容被退回到了以前的状态（{error}）。",
            )
        case UnsignedMetadataError():
            return Untrusted("signature", f"{role}没有得到应有的密钥签名：内容被改过，或者不是原发布方签的。")
        case LengthOrHashMismatchError():
            return Untrusted("signature", f"{role}的内容与签过名的散列值不符，被改过或者不完整。")
        case DownloadLengthMismatchError():
            return Untrusted("signature", f"{role}大得不合理，已停止接收。")
        case DownloadHTTPError():
            return Untrusted("missing", f"缺少{role}，签名不完整。")
        case DeserializationError():
            return Untrusted("signature", f"{role}不是完整的 TUF 文件，被改过或者被截断。")
        case DownloadError():
            return Untrusted("unreachable", f"取不到{role}（{error.__cause__ or error}）。")
        case _:
            return Untrusted("signature", f"{role}不能用（{error}）。")


_MOST = 5_000_000
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Anchor:
    """How a publisher is known: `store` is this machine's memory, `given` a root.json or its fingerprint.

    `pinned` is the first root metadata of the copy that is brought up to date; `first_use` takes a
    publisher that is not known on its word.
    """

    store: Path
    given: str = ""
    first_use: bool = False
    pinned: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """What the signatures vouch for: the current edition, all editions, until when; and the metadata."""

    fingerprint: str
    edition: str
    editions: Mapping[str, FileEntry]
    expires: datetime
    metadata: Mapping[str, bytes]
    new_here: bool

    @property
    def manifest(self) -> FileEntry:
        """The manifest of the current edition."""
        return self.editions[self.edition]


def trusted(source: Source, anchor: Anchor) -> Trusted | None:
    """Check the signatures of a source, and remember what was seen; None where it has none.

    Raises:
        Untrusted: the publisher is not known, or the signatures are wrong, old or expired.
    """
    wanted = _wanted(anchor)
    pinned = anchor.pinned if anchor.pinned and fingerprint(anchor.pinned) == wanted else b""
    first = pinned or _first_root(source)
    if not first:
        if wanted:
            raise Untrusted(
                "unsigned", f"{source.name} 没有签名，而它应当有：签名被去掉了，或者这不是原来的发布方。"
            )
        return None
    name = fingerprint(first)
    if wanted and wanted != name:
        raise Untrusted(
            "signature", f"{source.name} 的发布方不是所信任的：它的指纹是 {name}，应当是 {wanted}。"
        )
    folder = anchor.store / name
    known = (folder / "root.json").exists()
    if not (known or wanted or anchor.first_use):
        raise Untrusted(
            "unknown",
            f"还不认识 {source.name} 的发布方，不能判断真伪。它的指纹是 {name}；"
            "请向发布方核对以后用 --root 指纹（或其 1.root.json）指明，或者用 --first-use 就此信任。",
        )
    with _held(folder):
        return _refreshed(source, first, name, folder, not known)


def _first_root(source: Source) -> bytes:
    try:
        return source.read(f"{METADATA}/1.root.json", _MOST)
    except NotThere:
        return b""


def _wanted(anchor: Anchor) -> str:
    """The fingerprint that the publisher must have, empty when any will do."""
    if not anchor.given:
        return fingerprint(anchor.pinned) if anchor.pinned else ""
    if _FINGERPRINT.fullmatch(anchor.given.lower()):
        return anchor.given.lower()
    try:
        data = Path(anchor.given).expanduser().read_bytes()
        version = Metadata[Root].from_bytes(data).signed.version
    except (OSError, DeserializationError, RepositoryError):
        raise Untrusted("unknown", f"“{anchor.given}”既不是指纹，也不是可用的 root.json。") from None
    if version != 1:
        raise Untrusted("unknown", f"“{anchor.given}”是第 {version} 版，请给出第 1 版（1.root.json）。")
    return fingerprint(data)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Keep the memory of a publisher for one program at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _refreshed(source: Source, first: bytes, name: str, folder: Path, new_here: bool) -> Trusted:
    try:
        updater = Updater(
            str(folder), f"{METADATA}/", fetcher=_Fetcher(source), config=UpdaterConfig(), bootstrap=first
        )
        updater.refresh()
    except (RepositoryError, DownloadError, DeserializationError) as error:
        if isinstance(error.__cause__, SourceFailed):
            raise error.__cause__ from error
        raise explained(error) from error
    metadata = _metadata(folder, first)
    targets = Metadata[Targets].from_bytes((folder / "targets.json").read_bytes()).signed
    timestamp = Metadata[Timestamp].from_bytes((folder / "timestamp.json").read_bytes()).signed
    state = editions_in(targets)
    if (
        state.current not in state.editions
        or state.editions[state.current].sha256 != (targets.targets[MANIFEST].hashes["sha256"])
    ):
        raise Untrusted("signature", "签名文件没有指明现行的版次。")
    return Trusted(
        fingerprint=name,
        edition=state.current,
        editions=state.editions,
        expires=timestamp.expires,
        metadata=metadata,
        new_here=new_here,
    )


def _metadata(folder: Path, first: bytes) -> dict[str, bytes]:
    """The verified metadata as a publisher lays it out."""
    found = {f"{METADATA}/1.root.json": first}
    for number in range(2, Metadata[Root].from_bytes((folder / "root.json").read_bytes()).signed.version + 1):
        found[f"{METADATA}/{number}.root.json"] = (
            folder / "root_history" / f"{number}.root.json"
        ).read_bytes()
    for kind in (Targets, Snapshot):
        data = (folder / f"{kind.type}.json").read_bytes()
        version = Metadata[Targets].from_bytes(data).signed.version
        found[f"{METADATA}/{version}.{kind.type}.json"] = data
    return {**found, f"{METADATA}/timestamp.json": (folder / "timestamp.json").read_bytes()}


class _Fetcher(FetcherInterface):
    """python-tuf's way to a source."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            return iter([self._source.read(url, _MOST)])
        except NotThere as error:
            raise DownloadHTTPError(url, 404) from error
