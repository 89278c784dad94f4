"""Publish an edition: only when it differs, signed where there are keys, earlier editions kept.

What a build made is first gathered into one edition and held against the build's own manifests (`collect`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from compendium.law.problems import CompendiumError
from compendium.system import ending
from compendium_build.edition.artifacts import MANIFEST
from compendium_build.publishing.destinations import INDEX, Destination, Folder, NewEdition
from compendium_build.publishing.hooks import Message
from compendium_build.publishing.manifest import (
    EDITIONS,
    METADATA,
    BadManifest,
    Changes,
    FileEntry,
    Manifest,
    changes_between,
    delta,
    dump,
    entry_of,
    parse,
)
from compendium_build.publishing.signing import Signed, Signer


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


_MOST_TOLD = 1000
Read = Callable[[str], bytes | None]


class SignedBefore(CompendiumError):
    """The destination is signed and there are no keys to go on with."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} 里的版次是签名的，没有密钥不能接着发布：读者会把没有签名的版次当作伪造而拒收。"
            "请用 --keys 指明密钥目录。"
        )


class GoesBack(CompendiumError):
    """An edition earlier than the last one, for the reason given."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"没有发布：{reason}。")


class NothingPublished(CompendiumError):
    """There is no edition whose signature could be renewed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} 里还没有签名的版次，不能只续签名。请先运行 compendium publish。")


@dataclass(frozen=True, slots=True)
class Head:
    """What an edition is of: the day, the commit, the title."""

    as_of: str
    revision: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a publication did. `new` is false when the destination had all of it already."""

    manifest: Manifest
    new: bool
    signed: bool
    resigned: bool
    changes: Changes
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What keeps editions in order.

    `contains` says whether the state to be published descends from a commit, None where that cannot be known;
    the others are the operator's word that an edition which seems to go back is right.
    """

    contains: Callable[[str], bool | None]
    clock_is_right: bool = False
    despite_history: bool = False

    def check(self, before: Manifest, as_of: str) -> None:
        """Refuse an edition that would go back.

        Raises:
            GoesBack: its day is before that of the last one, or its history does not contain it.
        """
        _refuse_earlier_day(before, as_of, self.clock_is_right)
        if not before.revision or self.despite_history:
            return
        held = self.contains(before.revision)
        if held is None:
            raise GoesBack(
                f"本库是浅克隆，看不出现行版次 {before.edition} 的提交（{before.revision[:12]}）在不在其中。"
                "请先运行 git fetch --unshallow 取回全部历史"
            )
        if not held:
            raise GoesBack(
                f"现行版次 {before.edition} 出自提交 {before.revision[:12]}，它不在本库的历史中："
                "历史被改写过，或者这里是较早的状态、另一个库。请先取得最新的提交（git pull）；确实要发布的，"
                "加 --despite-rewritten-history"
            )


def _refuse_earlier_day(before: Manifest, as_of: str, clock_is_right: bool) -> None:
    if before.as_of and as_of < before.as_of and not clock_is_right:
        raise GoesBack(
            f"这一版次的日期是 {as_of}，早于现行版次 {before.edition} 的 {before.as_of}。请核对本机的时钟"
            "（或者 --as-of 写的日期）；确实无误的，加上 compendium --clock-is-right"
        )


def publish(
    collected: Collected,
    head: Head,
    *,
    to: Destination,
    signer: Signer | None,
    keep: int = 0,
    order: Order | None = None,
) -> Published:
    """Bring a destination to an edition.

    Raises:
        SignedBefore: it is signed and there is no signer.
        GoesBack: the edition is earlier than the one that is there.
    """
    to.mend()
    read: Read = cache(to.read)
    if signer is None and read(f"{METADATA}/timestamp.json"):
        raise SignedBefore(to.name)
    state = signer.signed(read) if signer else Signed()
    before = _current(read, state)
    if before and order:
        order.check(before, head.as_of)
    if before and before.files == collected.entries:
        return _same(before, read, to, signer, state)
    new, state, dropped = _next_edition(
        collected, head, read=read, before=before, state=state, keep=keep, signed=bool(signer)
    )
    if signer:
        new = replace(new, metadata=signer.sign(read, state))
    with ending.unbroken():
        to.put_edition(new)
        ending.done(f"已发布版次 {new.manifest.edition}（{to.name}）")
        if signer:
            signer.remember(new.metadata)
    changes = changes_between(before, new.manifest)
    return Published(
        manifest=new.manifest,
        new=True,
        signed=bool(signer),
        resigned=bool(new.metadata),
        changes=changes,
        dropped=dropped,
    )


def refresh(
    to: Destination, signer: Signer, today: date | None = None, clock_is_right: bool = False
) -> Published:
    """Renew the signatures of what is published.

    Raises:
        NothingPublished: nothing signed is there.
        GoesBack: the clock is before the day of the edition.
    """
    to.mend()
    read: Read = cache(to.read)
    state = signer.signed(read)
    before = _current(read, state)
    if before is None or not state.current:
        raise NothingPublished(to.name)
    if today:
        _refuse_earlier_day(before, today.isoformat(), clock_is_right)
    return _same(before, read, to, signer, state)


def message_of(done: Published, base_url: str, topics: tuple[str, ...]) -> Message:
    """What others are told of an edition."""
    manifest, root = done.manifest, base_url.rstrip("/")
    changes = {
        name: list(getattr(done.changes, name)[:_MOST_TOLD]) for name in ("added", "changed", "removed")
    }
    body = {
        "event": "published",
        "edition": manifest.edition,
        "as_of": manifest.as_of,
        "revision": manifest.revision,
        "previous": manifest.previous,
        "title": manifest.title,
        "url": base_url,
        "signed": done.signed,
        "manifest": {
            "path": f"{EDITIONS}/{manifest.edition}/{MANIFEST}",
            "sha256": entry_of(dump(manifest)).sha256,
        },
        "counts": {name: len(getattr(done.changes, name)) for name in changes},
        "changes": changes,
    }
    data = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
    return Message(manifest.edition, data, tuple(f"{root}/{topic}" for topic in topics if root))


def open_destination(place: str, options: Mapping[str, Any], base: Path) -> Destination:
    """A destination by its name: a folder, relative to `base`, or an address with a scheme."""
    if "://" in place and not place.startswith("file://"):
        from compendium_build.publishing.object_store import Objects

        return Objects(place, options)
    return Folder(base / Path(place.removeprefix("file://")).expanduser())


def _current(read: Read, state: Signed) -> Manifest | None:
    """The edition at the destination; where it is signed, only as signed."""
    for path in (MANIFEST, f"{EDITIONS}/{state.current}/{MANIFEST}"):
        data = read(path)
        if data and (not state.current or entry_of(data) == state.editions[state.current]):
            try:
                found = parse(data)
            except BadManifest:
                continue
            return found if found.edition else None
    return None


def _same(before: Manifest, read: Read, to: Destination, signer: Signer | None, state: Signed) -> Published:
    """Leave the edition as it is, and renew what is due of its signatures."""
    previous = json.loads(read(f"{EDITIONS}/{before.edition}/changes.json") or b"{}")
    changes = _changes_in(previous, before)
    if signer is None:
        return Published(manifest=before, new=False, signed=False, resigned=False, changes=changes)
    if not state.current:
        state = Signed(before.edition, {before.edition: entry_of(read(MANIFEST) or b"")})
    metadata = signer.sign(read, state)
    if metadata:
        to.put_metadata(metadata)
        signer.remember(metadata)
    return Published(manifest=before, new=False, signed=True, resigned=bool(metadata), changes=changes)


def _changes_in(told: Mapping[str, Any], manifest: Manifest) -> Changes:
    """What an edition changed when it was published, as far as it still says."""
    files = tuple(sorted(told.get("files", ())))
    if not manifest.previous:
        return Changes(added=files)
    return Changes(changed=files, removed=tuple(told.get("removed", ())))


def _next_edition(
    collected: Collected,
    head: Head,
    *,
    read: Read,
    before: Manifest | None,
    state: Signed,
    keep: int,
    signed: bool,
) -> tuple[NewEdition, Signed, tuple[str, ...]]:
    """The edition to put, the editions that are there afterwards, and those that are not any more."""
    listed = [row for row in _index(read) if not signed or row["edition"] in state.editions]
    manifest = _named(collected, head, before, read, {row["edition"] for row in listed} | set(state.editions))
    data = dump(manifest)
    entry = entry_of(data)
    row = {"edition": manifest.edition, "as_of": head.as_of, "revision": head.revision}
    rows = [{**row, "sha256": entry.sha256, "size": entry.size}, *listed]
    most = max(keep, 2) if keep else len(rows)
    kept = {
        edition: old
        for edition, old in state.editions.items()
        if edition not in {row["edition"] for row in rows[most:]}
    }
    new = NewEdition(
        manifest=manifest,
        data=data,
        changes=delta(before, manifest),
        files=collected.places,
        index=(json.dumps(rows[:most], ensure_ascii=False, indent=1) + "\n").encode(),
        metadata={},
        before=before,
    )
    dropped = tuple(row["edition"] for row in rows[most:])
    return new, Signed(manifest.edition, {**kept, manifest.edition: entry}), dropped


def _named(
    collected: Collected, head: Head, before: Manifest | None, read: Read, taken: set[str]
) -> Manifest:
    """The manifest under a name that no other edition has: the day, the commit, a number where needed."""
    base = "-".join(part for part in (head.as_of, head.revision[:8]) if part)
    previous = before.edition if before else ""
    number = 1
    while True:
        name = base if number == 1 else f"{base}-{number}"
        made = Manifest(
            files=collected.entries,
            edition=name,
            as_of=head.as_of,
            revision=head.revision,
            title=head.title,
            previous=previous,
        )
        there = None if name in taken else read(f"{EDITIONS}/{name}/{MANIFEST}")
        if name not in taken and there in (None, dump(made)):
            return made
        number += 1


def _index(read: Read) -> list[dict[str, Any]]:
    try:
        rows = json.loads(read(INDEX) or b"[]")
        return [dict(row) for row in rows if isinstance(row["edition"], str)]
    except (ValueError, TypeError, KeyError):
        return []
