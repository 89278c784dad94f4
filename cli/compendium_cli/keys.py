"""compendium keys: the keys with which editions are signed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium.system import ending
from compendium_build.publishing.signing import Quorum, fingerprint, make_keys, roles_of
from compendium_build.publishing.signing import renew as sign
from compendium_build.publishing.signing import rotate as rotate_keys
from compendium_cli.commands import Group
from compendium_cli.console import out, print_json, table
from compendium_cli.options import as_json
from compendium_cli.publish_options import keys_at, keys_folder, now

if TYPE_CHECKING:
    from compendium_build.publishing.keys import KeyFolder

_ROLES = ("root", "targets", "snapshot", "timestamp")
_role = click.argument("role", type=click.Choice(_ROLES), metavar="[root|targets|snapshot|timestamp]")
_days = click.option(
    "--days",
    default=365,
    type=click.IntRange(1, 3650),
    metavar="天数",
    help="root.json 多少天内有效；默认 365。",
)


@click.group(
    cls=Group,
    help="版次签名的密钥：制作（init）、列出（list）、更换（rotate）、续期（renew）。\n\n"
    "口令从环境变量 COMPENDIUM_KEY_PASSPHRASE（或 COMPENDIUM_KEY_PASSPHRASE_FILE 所指的文件）读取；"
    "某一角色另有口令的，变量名后加 _ROOT、_TARGETS、_SNAPSHOT、_TIMESTAMP。",
)
def keys() -> None:
    """Hold the commands on keys."""


@keys.command(help="制作四个角色的密钥和第一版 root.json。")
@keys_folder
@click.option(
    "--root-keys", default=1, type=click.IntRange(1, 20), metavar="个数", help="root 的密钥数；默认 1。"
)
@click.option(
    "--root-threshold",
    default=1,
    type=click.IntRange(1, 20),
    metavar="个数",
    help="更换密钥需要几个 root 签名；默认 1。",
)
@click.option("--no-passphrase", is_flag=True, help="私钥不加口令，只靠文件权限保护。")
@_days
def init(keys: Path | None, root_keys: int, root_threshold: int, no_passphrase: bool, days: int) -> int:
    """Make keys; without a passphrase only when asked to."""
    folder = keys_at(keys)
    folder = replace(folder, passphrase=lambda role: None) if no_passphrase else _with_passphrase(folder)
    with _whole(folder, f"已制作密钥（{folder.path}）"):
        data = make_keys(folder, {"root": Quorum(root_keys, root_threshold)}, now(), days)
    click.echo(f"密钥在 {folder.path}。root 的私钥请移到不联网的介质上保存，并另存一份备份。")
    click.echo(f"发布方的指纹：{fingerprint(data)}")
    click.echo("请把指纹用网站以外的途径告知使用者，他们凭它核对真伪。")
    return 0


@keys.command("list", help="列出各角色的密钥、需要的签名数、本机有没有私钥。")
@keys_folder
@as_json
def list_(keys: Path | None, as_json: bool) -> int:
    """Print the roles of the root metadata in force."""
    folder = keys_at(keys)
    roots, root, rows = folder.roots(), folder.root().signed, roles_of(folder)
    if as_json:
        print_json(
            {
                "fingerprint": fingerprint(roots[0]),
                "version": root.version,
                "expires": root.expires.isoformat(),
                "roles": [asdict(row) for row in rows],
            }
        )
        return 0
    shown = table("角色", "密钥", "本机有私钥", "需要签名")
    for row in rows:
        shown.add_row(
            row.role,
            "、".join(k[:16] for k in row.keyids),
            f"{len(row.here)}/{len(row.keyids)}",
            str(row.threshold),
        )
    out().print(shown)
    click.echo(f"指纹 {fingerprint(roots[0])}")
    click.echo(f"root.json 第 {root.version} 版，{root.expires:%Y-%m-%d} 到期")
    return 0


@keys.command(help="更换一个角色的密钥：制作新密钥，旧密钥作废。需要 root 的私钥。")
@_role
@keys_folder
@click.option(
    "--keys-count", type=click.IntRange(1, 20), metavar="个数", help="新密钥的个数；默认与原来相同。"
)
@click.option(
    "--threshold", type=click.IntRange(1, 20), metavar="个数", help="需要几个签名；默认与原来相同。"
)
@_days
def rotate(role: str, keys: Path | None, keys_count: int | None, threshold: int | None, days: int) -> int:
    """Replace a role's keys in a new version of the root metadata."""
    folder = keys_at(keys)
    old = folder.root().signed.roles[role]
    quorum = Quorum(keys_count or len(old.keyids), threshold or old.threshold)
    with _whole(folder, f"已更换 {role} 的密钥（{folder.path}）"):
        rotate_keys(folder, role, quorum, now(), days)
    version = folder.root().signed.version
    click.echo(f"已更换 {role} 的密钥，root.json 为第 {version} 版。下次 compendium publish 时生效。")
    click.echo("旧私钥改名为 .retired，确认新密钥可用后请销毁。")
    return 0


@keys.command(help="续期：密钥不变，签发到期日更晚的 root.json。需要 root 的私钥。")
@keys_folder
@_days
def renew(keys: Path | None, days: int) -> int:
    """Sign a new version of the root metadata with a later expiry."""
    folder = keys_at(keys)
    with _whole(folder, f"已续期 root.json（{folder.path}）"):
        sign(folder, now(), days)
    root = folder.root().signed
    click.echo(
        f"root.json 第 {root.version} 版，{root.expires:%Y-%m-%d} 到期。下次 compendium publish 时生效。"
    )
    return 0


@contextmanager
def _whole(folder: KeyFolder, told: str) -> Iterator[None]:
    """Let no signal fall between the keys and what names them; take new files back when it fails."""
    before = set(folder.path.rglob("*"))
    with ending.unbroken():
        try:
            yield
        except Exception:
            for path in set(folder.path.rglob("*")) - before:
                if path.is_file() and not path.name.endswith(".retired"):
                    path.unlink(missing_ok=True)
            raise
        ending.done(told)


def _with_passphrase(folder: KeyFolder) -> KeyFolder:
    """The folder with one passphrase for each role, asked for once."""
    ask = cache(folder.passphrase)
    if not all(ask(role) for role in _ROLES):
        raise click.UsageError(
            "没有口令：请用环境变量 COMPENDIUM_KEY_PASSPHRASE 给出，或者用 --no-passphrase 表示不加口令"
        )
    return replace(folder, passphrase=ask)
