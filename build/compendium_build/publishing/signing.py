"""TUF metadata over the manifests of editions: what has to be signed anew, and the signing of it.

The root of trust, which tells the keys that stand for each role, is made, rotated and renewed here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from securesystemslib.exceptions import StorageError
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization import DeserializationError
from tuf.api.serialization.json import JSONSerializer

from compendium_build.edition.artifacts import MANIFEST
from compendium_build.edition.folders import write_whole
from compendium_build.publishing.keys import ROLES, KeyFolder, KeysRefused, load_root, refuse_unsafe_place
from compendium_build.publishing.manifest import EDITIONS, METADATA, FileEntry

Role = TypeVar("Role", Targets, Snapshot, Timestamp)
Read = Callable[[str], bytes | None]
"""The bytes of a file at the destination, None where there is none."""


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """For how many days each signature holds; it is renewed when less than half is left."""

    targets: int = 90
    snapshot: int = 30
    timestamp: int = 7


@dataclass(frozen=True, slots=True)
class Signed:
    """What the destination has: editions by id with their manifests, the current one named."""

    current: str = ""
    editions: Mapping[str, FileEntry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs for one destination; `forced` renews the timestamp though it is not due."""

    keys: KeyFolder
    lifetimes: Lifetimes
    now: datetime
    forced: bool = False

    def signed(self, read: Read) -> Signed:
        """The editions that the destination's metadata vouches for, by any of our roots."""
        found = self._load(Targets, read, self._roots())
        return editions_in(found.signed) if found else Signed()

    def sign(self, read: Read, state: Signed) -> dict[str, bytes]:
        """The metadata to write, by path, in the order to write it; empty when nothing is due.

        Raises:
            KeysRefused: a private key is missing, or the root metadata has expired.
        """
        roots = self.keys.roots()
        root = load_root(roots[-1]).signed
        if root.is_expired(self.now):
            raise KeysRefused("root.json 已经过期，读者会拒收。请先用 compendium keys renew 续期。")
        out = {f"{METADATA}/{n}.root.json": data for n, data in enumerate(roots, 1)}
        out = {path: data for path, data in out.items() if read(path) != data}
        targets = self._targets(read, root, state, out)
        snapshot = self._snapshot(read, root, targets, out)
        self._timestamp(read, root, snapshot, out)
        return out

    def remember(self, written: Mapping[str, bytes]) -> None:
        """Keep the numbers of what has been written."""
        versions = dict(self.keys.versions())
        for path, data in written.items():
            if not path.endswith(".root.json"):
                signed = Metadata[Any].from_bytes(data).signed
                versions[signed.type] = max(signed.version, versions.get(signed.type, 0))
        self.keys.remember(versions)

    def _targets(self, read: Read, root: Root, state: Signed, out: dict[str, bytes]) -> Metadata[Targets]:
        old = self._load(Targets, read, [root])
        wanted = _target_files(state)
        if old and old.signed.targets == wanted and not self._due(old, self.lifetimes.targets):
            return old
        role = Targets(
            self._next("targets", read), expires=self._expiry(self.lifetimes.targets), targets=wanted
        )
        return self._put(Metadata(role), root, f"{METADATA}/{role.version}.targets.json", out)

    def _snapshot(
        self, read: Read, root: Root, targets: Metadata[Targets], out: dict[str, bytes]
    ) -> Metadata[Snapshot]:
        old = self._load(Snapshot, read, [root])
        meta = {"targets.json": MetaFile(targets.signed.version)}
        if old and old.signed.meta == meta and not self._due(old, self.lifetimes.snapshot):
            return old
        role = Snapshot(
            self._next("snapshot", read), expires=self._expiry(self.lifetimes.snapshot), meta=meta
        )
        return self._put(Metadata(role), root, f"{METADATA}/{role.version}.snapshot.json", out)

    def _timestamp(self, read: Read, root: Root, snapshot: Metadata[Snapshot], out: dict[str, bytes]) -> None:
        old = self._load(Timestamp, read, [root])
        meta = MetaFile(snapshot.signed.version)
        fresh = old and old.signed.snapshot_meta == meta and not self._due(old, self.lifetimes.timestamp)
        if fresh and not self.forced:
            return
        role = Timestamp(
            self._next("timestamp", read), expires=self._expiry(self.lifetimes.timestamp), snapshot_meta=meta
        )
        self._put(Metadata(role), root, f"{METADATA}/timestamp.json", out)

    def _put(self, made: Metadata[Role], root: Root, path: str, out: dict[str, bytes]) -> Metadata[Role]:
        for signer in self.keys.signers(made.signed.type, root):
            made.sign(signer, append=True)
        root.verify_delegate(made.signed.type, made.signed_bytes, made.signatures)
        out[path] = made.to_bytes(JSONSerializer())
        return made

    def _roots(self) -> list[Root]:
        return [load_root(data).signed for data in reversed(self.keys.roots())]

    def _load(self, kind: type[Role], read: Read, roots: Iterable[Root]) -> Metadata[Role] | None:
        """The destination's metadata of a role, where one of these roots vouches for it."""
        path = _path_of(kind, read)
        found = _parsed(kind, read(path)) if path else None
        for root in roots if found else ():
            try:
                root.verify_delegate(kind.type, found.signed_bytes, found.signatures)  # type: ignore[union-attr]
            except RepositoryError:
                continue
            return found
        return None

    def _next(self, role: str, read: Read) -> int:
        """One more than any number signed before, whether here or at the destination."""
        kinds: dict[str, Any] = {"targets": Targets, "snapshot": Snapshot, "timestamp": Timestamp}
        there = self._load(kinds[role], read, self._roots())
        return max(there.signed.version if there else 0, self.keys.versions().get(role, 0)) + 1

    def _due(self, made: Metadata[Role], days: int) -> bool:
        return made.signed.expires - self.now < timedelta(days=days) / 2

    def _expiry(self, days: int) -> datetime:
        return (self.now + timedelta(days=days)).replace(microsecond=0)


def editions_in(targets: Targets) -> Signed:
    """The editions that targets metadata names."""
    found = {}
    for path, target in targets.targets.items():
        parts = path.split("/")
        if len(parts) == 3 and parts[0] == EDITIONS and parts[2] == MANIFEST:
            found[parts[1]] = FileEntry(target.hashes["sha256"], target.length)
    current = targets.targets.get(MANIFEST)
    return Signed(edition_of_target(current) if current else "", found)


def edition_of_target(target: TargetFile) -> str:
    """The edition that a target is the manifest of."""
    custom = target.custom
    return str(custom.get("edition", "")) if isinstance(custom, dict) else ""


def _target_files(state: Signed) -> dict[str, TargetFile]:
    named = {
        f"{EDITIONS}/{edition}/{MANIFEST}": (edition, entry) for edition, entry in state.editions.items()
    }
    if state.current:
        named[MANIFEST] = (state.current, state.editions[state.current])
    return {
        path: TargetFile(entry.size, {"sha256": entry.sha256}, path, {"custom": {"edition": edition}})
        for path, (edition, entry) in named.items()
    }


def _path_of(kind: type[Any], read: Read) -> str:
    """Where the destination's current metadata of a role lies: each role says the number of the next."""
    if kind is Timestamp:
        return f"{METADATA}/timestamp.json"
    above: Any = _parsed(Timestamp, read(f"{METADATA}/timestamp.json"))
    if above and kind is Targets:
        above = _parsed(Snapshot, read(f"{METADATA}/{above.signed.snapshot_meta.version}.snapshot.json"))
        return f"{METADATA}/{above.signed.meta['targets.json'].version}.targets.json" if above else ""
    return f"{METADATA}/{above.signed.snapshot_meta.version}.snapshot.json" if above else ""


def _parsed(kind: type[Role], data: bytes | None) -> Metadata[Role] | None:
    try:
        found = Metadata[Role].from_bytes(data) if data else None
    except (DeserializationError, RepositoryError, StorageError):
        return None
    return found if found and isinstance(found.signed, kind) else None


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many keys a role has and how many of them must sign."""

    keys: int = 1
    threshold: int = 1


@dataclass(frozen=True, slots=True)
class RoleKeys:
    """The keys of a role: which of them are private here, how many must sign."""

    role: str
    keyids: tuple[str, ...]
    here: tuple[str, ...]
    threshold: int


def fingerprint(first_root: bytes) -> str:
    """The name of a publisher: the hash of its first root metadata, which never changes."""
    return hashlib.sha256(first_root).hexdigest()


def make_keys(folder: KeyFolder, quorums: Mapping[str, Quorum], now: datetime, days: int = 365) -> bytes:
    """Make a key folder with a key or more for every role; return the first root metadata.

    Raises:
        KeysRefused: there are keys already, or the folder lies in a corpus.
    """
    refuse_unsafe_place(folder.path)
    if folder.exists():
        raise KeysRefused(f"{folder.path} 里已经有密钥，不会覆盖；要更换请用 compendium keys rotate。")
    root = Root(version=1, expires=_expiry(now, days), consistent_snapshot=True)
    signers: dict[str, list[CryptoSigner]] = {}
    for role in ROLES:
        signers[role] = _new_keys(folder, root, role, quorums.get(role, Quorum()))
    return _sign(folder, root, signers["root"])


def rotate(folder: KeyFolder, role: str, quorum: Quorum | None, now: datetime, days: int = 365) -> bytes:
    """Replace the keys of a role; return the new root metadata, signed by the old and the new root keys.

    The old private keys stay in the folder under another name, until people destroy them.
    """
    refuse_unsafe_place(folder.path)
    root = folder.root().signed
    signers = folder.signers("root", root)
    old = list(root.roles[role].keyids)
    new = deepcopy(root)
    new.version, new.expires = root.version + 1, _expiry(now, days)
    for keyid in old:
        new.revoke_key(keyid, role)
    kept = quorum or Quorum(len(old), root.roles[role].threshold)
    made = _new_keys(folder, new, role, kept)
    data = _sign(folder, new, [*signers, *(made if role == "root" else [])])
    for keyid in old:
        path = folder.private(role, keyid)
        if path.exists():
            path.rename(path.with_name(f"{path.name}.retired"))
    return data


def renew(folder: KeyFolder, now: datetime, days: int = 365) -> bytes:
    """Sign the root metadata anew with a later expiry; the keys stay."""
    refuse_unsafe_place(folder.path)
    root = folder.root().signed
    new = deepcopy(root)
    new.version, new.expires = root.version + 1, _expiry(now, days)
    return _sign(folder, new, folder.signers("root", root))


def roles_of(folder: KeyFolder) -> list[RoleKeys]:
    """What the root metadata in force says, and what of it is here."""
    root = folder.root().signed
    return [
        RoleKeys(
            role,
            tuple(root.roles[role].keyids),
            tuple(keyid for keyid in root.roles[role].keyids if folder.private(role, keyid).is_file()),
            root.roles[role].threshold,
        )
        for role in ROLES
    ]


def _new_keys(folder: KeyFolder, root: Root, role: str, quorum: Quorum) -> list[CryptoSigner]:
    if not 1 <= quorum.threshold <= quorum.keys <= 20:
        raise KeysRefused(
            f"{role} 的密钥数和需要的签名数不合理：{quorum.keys} 个密钥，{quorum.threshold} 个签名。"
        )
    made = [CryptoSigner.generate_ed25519() for _ in range(quorum.keys)]
    for signer in made:
        folder.save(role, signer)
        root.add_key(signer.public_key, role)
    root.roles[role].threshold = quorum.threshold
    return made


def _sign(folder: KeyFolder, root: Root, signers: list[CryptoSigner]) -> bytes:
    metadata = Metadata(root)
    for signer in signers:
        metadata.sign(signer, append=True)
    data = metadata.to_bytes(JSONSerializer(compact=False))
    load_root(data).verify_delegate("root", metadata)
    write_whole(folder.path / METADATA / f"{root.version}.root.json", data)
    return data


def _expiry(now: datetime, days: int) -> datetime:
    return (now + timedelta(days=days)).replace(microsecond=0)
