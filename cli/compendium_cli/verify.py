"""compendium verify: is a copy whole, authentic, not rolled back and not frozen."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium_build.syncing.source import open_source
from compendium_build.syncing.verify import verify as prove
from compendium_cli.commands import Command
from compendium_cli.console import print_json, progress
from compendium_cli.options import as_json
from compendium_cli.publish_options import anchor_of, first_use, root, trust_folder

if TYPE_CHECKING:
    from compendium_build.syncing.verify import Verdict

_MOST = 50


@click.command(
    cls=Command,
    help="核对一份成品（目录或网址）：是否完整、是否出自发布方、有没有被退回旧版、有没有过期。"
    "有一项不成立时，说明原因，退出码为 1。",
)
@click.argument("source", metavar="网址|目录")
@root
@first_use
@trust_folder
@click.option("--unsigned", is_flag=True, help="没有签名的成品，只核对是否完整。")
@click.option("--all-editions", is_flag=True, help="连同保留的以往版次一起核对。")
@as_json
def verify(
    source: str,
    root: str,
    first_use: bool,
    trust: Path | None,
    unsigned: bool,
    all_editions: bool,
    as_json: bool,
) -> int:
    """Print the verdict; exit 1 when something is wrong."""
    with progress("核对", as_json) as tell:
        verdict = prove(open_source(source), anchor_of(trust, root, first_use), unsigned, all_editions, tell)
    if as_json:
        print_json({**asdict(verdict), "ok": not verdict.findings})
    else:
        _print(verdict, source)
    return 1 if verdict.findings else 0


def _print(verdict: Verdict, source: str) -> None:
    for finding in verdict.findings[:_MOST]:
        click.echo(f"{finding.path}：{finding.message}" if finding.path else finding.message)
    if len(verdict.findings) > _MOST:
        click.echo(f"……共 {len(verdict.findings)} 处")
    if verdict.findings:
        click.echo(f"不合格：{source}", err=True)
        return
    click.echo(f"完整：{verdict.files} 个文件，{verdict.bytes} 字节，与清单一致")
    if verdict.signed:
        click.echo(f"真实：签名有效，发布方的指纹 {verdict.fingerprint}")
        click.echo(f"最新：版次 {verdict.edition}，不比本机见过的旧，签名 {verdict.expires[:16]} 到期")
    else:
        click.echo("没有签名，真伪和新旧没有核对")
