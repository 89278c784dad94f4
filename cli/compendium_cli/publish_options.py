"""Options that publish, keys, sync and verify share: where keys are, and who is trusted."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium_build.publishing.keys import KeyFolder
from compendium_build.syncing.trust import Anchor

if TYPE_CHECKING:
    from compendium_build.publishing.keys import KeyFolder
    from compendium_build.syncing.trust import Anchor

keys_folder = click.option(
    "--keys",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="COMPENDIUM_KEYS",
    metavar="目录",
    help="密钥目录，不能在库里；默认 ~/.config/compendium/keys，或由变量 COMPENDIUM_KEYS 指定。",
)
root = click.option(
    "--root",
    default="",
    metavar="指纹|文件",
    help="所信任的发布方：它的 1.root.json，或者这个文件的 SHA-256（指纹）。",
)
first_use = click.option("--first-use", is_flag=True, help="第一次见到的发布方就此信任，不再核对指纹。")
trust_folder = click.option(
    "--trust",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="COMPENDIUM_TRUST",
    metavar="目录",
    help="本机记住发布方和见过的最新版次的地方；默认 ~/.local/share/compendium/trust。",
)


def now() -> datetime:
    """The moment at which a command runs."""
    return datetime.now(UTC)


def keys_at(folder: Path | None) -> KeyFolder:
    """The key folder that is meant."""
    home = Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser()
    return KeyFolder(folder or home / "compendium" / "keys", passphrase)


def passphrase(role: str) -> bytes | None:
    """The passphrase for a role's keys: a role's own before the general one, a variable before a file."""
    for name in (f"COMPENDIUM_KEY_PASSPHRASE_{role.upper()}", "COMPENDIUM_KEY_PASSPHRASE"):
        if said := os.environ.get(name):
            return said.encode()
        if path := os.environ.get(f"{name}_FILE"):
            return Path(path).read_bytes().strip()
    if sys.stdin.isatty() and sys.stderr.isatty():
        said = click.prompt(f"{role} 私钥的口令（没有就按回车）", hide_input=True, default="", err=True)
        return str(said).encode() or None
    return None


def anchor_of(store: Path | None, given: str, first_use: bool) -> Anchor:
    """Who is trusted, and where that is remembered."""
    home = Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser()
    return Anchor(store or home / "compendium" / "trust", given, first_use)
