"""The keys of a publisher: one folder outside the corpus, private parts encrypted, root metadata beside them.

metadata/1.root.json …      which keys stand for which role; public, every version kept
<role>.<key>.pem            private keys, PKCS 8, mode 0600; a host needs those of its own roles only
<role>.<key>.pem.retired    keys that have been replaced
versions.json               the numbers last signed, so that a lost site does not start again at 1
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root
from tuf.api.serialization import DeserializationError

from compendium.law.problems import CompendiumError
from compendium.system.toml_table import CORPUS_FILE
from compendium_build.edition.folders import write_whole
from compendium_build.publishing.manifest import METADATA

ROLES = ("root", "targets", "snapshot", "timestamp")
"""root says who may sign; targets signs editions; snapshot and timestamp say which is the newest."""

Passphrase = Callable[[str], bytes | None]
"""The passphrase for a role's keys; None where the keys have none."""

VERSIONS = "versions.json"


class KeysRefused(CompendiumError):
    """Keys cannot be made, found or used, for the reason given."""


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """A publisher's keys and the passphrase to open them."""

    path: Path
    passphrase: Passphrase = lambda role: None

    def exists(self) -> bool:
        """Whether keys have been made here."""
        return (self.path / METADATA / "1.root.json").is_file()

    def roots(self) -> list[bytes]:
        """Every version of the root metadata, the first one first."""
        found: list[bytes] = []
        while (path := self.path / METADATA / f"{len(found) + 1}.root.json").is_file():
            found.append(path.read_bytes())
        if not found:
            raise KeysRefused(f"{self.path} 里没有密钥，请先用 compendium keys init 制作。")
        return found

    def root(self) -> Metadata[Root]:
        """The root metadata in force."""
        return load_root(self.roots()[-1])

    def versions(self) -> Mapping[str, int]:
        """The version numbers last signed."""
        try:
            return {str(role): int(n) for role, n in json.loads((self.path / VERSIONS).read_bytes()).items()}
        except (OSError, ValueError, AttributeError):
            return {}

    def remember(self, versions: Mapping[str, int]) -> None:
        """Keep the version numbers; a folder that can't be written does without."""
        try:
            write_whole(self.path / VERSIONS, (json.dumps(versions, indent=1) + "\n").encode())
        except OSError:
            return

    def private(self, role: str, keyid: str) -> Path:
        """Where a private key lies, or would lie."""
        return self.path / f"{role}.{keyid[:16]}.pem"

    def signers(self, role: str, root: Root) -> list[CryptoSigner]:
        """As many signers as a role needs.

        Raises:
            KeysRefused: too few private keys are here.
        """
        delegation = root.roles[role]
        here = [keyid for keyid in delegation.keyids if self.private(role, keyid).is_file()]
        if len(here) < delegation.threshold:
            raise KeysRefused(
                f"{self.path} 里能用的 {role} 私钥只有 {len(here)} 个，签名需要 {delegation.threshold} 个。"
            )
        return [self._open(role, keyid) for keyid in here[: delegation.threshold]]

    def save(self, role: str, signer: CryptoSigner) -> None:
        """Write a new private key, readable by its owner alone."""
        path = self.private(role, signer.public_key.keyid)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret = self.passphrase(role)
        lock: KeySerializationEncryption = BestAvailableEncryption(secret) if secret else NoEncryption()
        plain = load_pem_private_key(signer.private_bytes, None)
        data = plain.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)

    def _open(self, role: str, keyid: str) -> CryptoSigner:
        path = self.private(role, keyid)
        data = path.read_bytes()
        secret = self.passphrase(role) if b"ENCRYPTED" in data else None
        if b"ENCRYPTED" in data and not secret:
            raise KeysRefused(f"{path} 有口令，请用环境变量 COMPENDIUM_KEY_PASSPHRASE 或其文件给出。")
        try:
            signer = CryptoSigner(load_pem_private_key(data, secret))
        except (ValueError, TypeError):
            raise KeysRefused(f"打不开私钥 {path}，口令不对或者文件损坏。") from None
        if signer.public_key.keyid != keyid:
            raise KeysRefused(f"{path} 里的私钥与公布的公钥不是一对。")
        return signer


def refuse_unsafe_place(folder: Path) -> None:
    """Refuse to keep keys where they would be committed or published."""
    for parent in (folder.resolve(), *folder.resolve().parents):
        if (parent / CORPUS_FILE).exists():
            raise KeysRefused(f"密钥不能放在法规库里（{parent}），会随法规库一起提交。请另选目录。")
        if (parent / ".git").exists():
            raise KeysRefused(f"密钥不能放在 git 仓库里（{parent}），会被提交。请另选目录。")
        if (parent / "manifest.json").exists():
            raise KeysRefused(f"密钥不能放在成品目录里（{parent}），会被公布。请另选目录。")


def load_root(data: bytes) -> Metadata[Root]:
    """Read root metadata.

    Raises:
        KeysRefused: it is none.
    """
    try:
        found = Metadata[Root].from_bytes(data)
    except (DeserializationError, RepositoryError):
        raise KeysRefused("不是 TUF 的 root.json，不能作为信任的根据。") from None
    if not isinstance(found.signed, Root):
        raise KeysRefused("不是 TUF 的 root.json，不能作为信任的根据。")
    return found
