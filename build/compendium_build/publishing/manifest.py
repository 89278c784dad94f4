"""The manifest of an edition: every file with its hash. One edition, one byte sequence.

A published manifest names its edition and lies at the root and in `editions/<edition>/`. The manifest that
a build leaves in its folder is read as one too: it names no edition.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from compendium.law.problems import CompendiumError
from compendium.store import UnsafePath, check_path
from compendium_build.edition.artifacts import MANIFEST

EDITIONS, METADATA, CHANGES = "editions", "metadata", "changes.json"
MAX_FILE = 4 * 1024**3
MAX_MANIFEST = 256 * 1024**2
_SHA256 = re.compile(r"[0-9a-f]{64}")
_EDITION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}")


class BadManifest(CompendiumError):
    """A manifest cannot be used, for the reason given."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"清单 {MANIFEST} 不能用：{reason}。")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What a file must be."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """An edition's files, by path under its root; `previous` is the edition it took the place of."""

    files: Mapping[str, FileEntry]
    edition: str = ""
    as_of: str = ""
    revision: str = ""
    title: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """The paths in which two editions differ."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def entry_of(data: bytes) -> FileEntry:
    """What these bytes are."""
    return FileEntry(hashlib.sha256(data).hexdigest(), len(data))


def dump(manifest: Manifest) -> bytes:
    """The bytes of a manifest, always the same for the same manifest."""
    return _bytes({**_head(manifest), "files": _files(manifest.files)})


def parse(data: bytes) -> Manifest:
    """Read a manifest, an edition's or a build's.

    Raises:
        BadManifest: it is none, or names a path that could leave the folder.
    """
    try:
        raw = json.loads(data)
        head = {key: str(raw.get(key, "")) for key in ("edition", "as_of", "revision", "title", "previous")}
        files = {path: _entry(path, given) for path, given in raw["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadManifest("不是本程序的格式") from None
    for edition in (head["edition"], head["previous"]):
        if edition and not _EDITION.fullmatch(edition):
            raise BadManifest(f"版次号“{edition[:100]}”不合格式")
    _refuse_clashes(files)
    return Manifest(files=files, **head)


def changes_between(old: Manifest | None, new: Manifest) -> Changes:
    """What a new edition adds, changes and removes."""
    before = old.files if old else {}
    return Changes(
        tuple(sorted(new.files.keys() - before.keys())),
        tuple(sorted(p for p in new.files.keys() & before.keys() if new.files[p] != before[p])),
        tuple(sorted(before.keys() - new.files.keys())),
    )


def delta(old: Manifest | None, new: Manifest) -> bytes:
    """The way from the edition before to this one: enough for whoever has that one's manifest."""
    found = changes_between(old, new)
    files = {path: new.files[path] for path in (*found.added, *found.changed)}
    return _bytes({**_head(new), "files": _files(files), "removed": list(found.removed)})


def patched(old: Manifest, data: bytes) -> bytes | None:
    """The manifest that a delta leads to from another; None when it does not start there.

    The bytes prove nothing by themselves: they are held against the hash that is signed.
    """
    try:
        raw = json.loads(data)
        if raw["previous"] != old.edition:
            return None
        removed = set(raw.pop("removed"))
        new = parse(_bytes(raw))
    except (ValueError, KeyError, TypeError, BadManifest, RecursionError):
        return None
    kept = {path: entry for path, entry in old.files.items() if path not in removed}
    return dump(replace(new, files={**kept, **new.files}))


_RUN = re.compile(
    r"\.(php\d?|phtml|phar|pht|cgi|fcgi|pl|py|rb|aspx?|ashx|asmx|cer|jspx?|jsw|jspf|s?html?\.\w+|shtml?|stm|cfm|do|"
    r"config|ini|exe|dll|com|bat|cmd|sh|ps1|vbs|hta|scr|msi|jar|war|lnk|url|desktop|apk)$",
    re.IGNORECASE,
)
"""Endings that a web server or a reader's machine may run; no edition has such files."""


def unsafe_reason(path: str) -> str:
    """Why an edition may not have a file at a path; empty when it may.

    It stays in its folder on every system, hides nothing, means the same everywhere, and is run by nobody: a
    stolen key could otherwise plant a server's settings beside the pages.
    """
    try:
        check_path(path)
    except UnsafePath as error:
        return str(error)
    if any(part.startswith(".") for part in path.split("/")):
        return "以点开头的名称是隐藏文件或者服务器的设置"
    if _RUN.search(path):
        return "这种扩展名的文件会被服务器或者读者的机器运行"
    return ""


def safe_path(path: str) -> bool:
    """Whether an edition may have a file at a path."""
    return not unsafe_reason(path)


def _entry(path: str, given: Mapping[str, Any]) -> FileEntry:
    if reason := unsafe_reason(path):
        shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in path[:200])
        raise BadManifest(f"其中的路径“{shown}”可能越出目录，或者不安全，已拒绝：{reason}")
    if path == MANIFEST or path.split("/")[0] in (EDITIONS, METADATA):
        raise BadManifest(f"路径“{path[:200]}”是留给清单和签名用的")
    sha256, size = given["sha256"], given["size"]
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise BadManifest(f"“{path}”的散列值不合格式")
    if type(size) is not int or not 0 <= size <= MAX_FILE:
        raise BadManifest(f"“{path}”的大小不合格式")
    return FileEntry(sha256, size)


def _refuse_clashes(files: Mapping[str, FileEntry]) -> None:
    """Refuse a path that is both a file and a folder, and paths that are one on some systems.

    Windows and macOS do not tell INDEX.HTML from index.html: one would take the place of the other.
    """
    named: dict[str, str] = {}
    for path in files:
        for part in (path, *map(str, PurePosixPath(path).parents)):
            if part != path and part in files:
                raise BadManifest(f"“{part}”既是文件又是目录")
            other = named.setdefault(unicodedata.normalize("NFKC", part).casefold(), part)
            if other != part:
                raise BadManifest(f"“{other}”和“{part}”在有的系统上是同一个名称")


def _head(manifest: Manifest) -> dict[str, str]:
    return {
        "edition": manifest.edition,
        "as_of": manifest.as_of,
        "revision": manifest.revision,
        "title": manifest.title,
        "previous": manifest.previous,
    }


def _files(files: Mapping[str, FileEntry]) -> dict[str, dict[str, Any]]:
    return {path: asdict(entry) for path, entry in files.items()}


def _bytes(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
