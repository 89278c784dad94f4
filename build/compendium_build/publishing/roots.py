"""The root of trust: which keys stand for which role; made, rotated and renewed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, Root
from tuf.api.serialization.json import JSONSerializer

from compendium_build.folders import write_whole
from compendium_build.publishing.keys import (
    ROLES,
    KeyFolder,
    KeysRefused,
    load_root,
    refuse_unsafe_place,
)
from compendium_build.publishing.manifest import METADATA


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
