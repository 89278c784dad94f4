"""compendium sync: a copy of a published edition, brought up to date."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium_build.syncing.mirror import sync as bring
from compendium_build.syncing.mirror import texts_in
from compendium_build.syncing.source import open_source
from compendium_cli.commands import Command
from compendium_cli.console import print_json, progress
from compendium_cli.options import as_json
from compendium_cli.publish_options import anchor_of, first_use, root, trust_folder

if TYPE_CHECKING:
    from compendium_build.syncing.mirror import Synced


@click.command(
    cls=Command,
    help="把网站或目录里的成品镜像到本机：只取有变化的文件，逐个核对散列值和签名，全部齐备后一次换上。"
    "中断后重新运行即接着取。",
)
@click.argument("source", metavar="网址|目录")
@click.argument("dest", metavar="目标目录", type=click.Path(path_type=Path, file_okay=False))
@click.option("--edition", default="", metavar="版次", help="取以往的一个版次；默认现行的。")
@root
@first_use
@trust_folder
@click.option("--unsigned", is_flag=True, help="来源没有签名也取：只核对散列值，不能证明真伪和新旧。")
@click.option(
    "--workers", default=8, type=click.IntRange(1, 32), metavar="个数", help="同时取几个文件；默认 8。"
)
@as_json
def sync(
    source: str,
    dest: Path,
    edition: str,
    root: str,
    first_use: bool,
    trust: Path | None,
    unsigned: bool,
    workers: int,
    as_json: bool,
) -> int:
    """Bring the copy up to date and print what changed."""
    with progress("取文件", as_json) as tell:
        done = bring(
            open_source(source),
            dest,
            anchor=anchor_of(trust, root, first_use),
            edition=edition,
            workers=workers,
            progress=tell,
            unsigned_allowed=unsigned,
        )
    if as_json:
        print_json(asdict(done))
    else:
        _print(done, dest)
    return 0


def _print(done: Synced, dest: Path) -> None:
    changes = done.changes
    if not changes:
        click.echo(f"没有变化：{done.edition or '未编号的成品'}")
    else:
        click.echo(f"{done.before or '（无）'} → {done.edition or '未编号的成品'}")
        counts = f"新增 {len(changes.added)}，变化 {len(changes.changed)}，移除 {len(changes.removed)}"
        click.echo(f"文件：{counts}")
    if done.before:
        for text in texts_in(changes):
            click.echo(f"  法规文本有变化：{text}")
    for news in done.news:
        click.echo(f"  {news.day} {news.title}")
    resumed = f"，接着上次的 {done.resumed} 个" if done.resumed else ""
    click.echo(f"取 {done.fetched} 个文件，沿用 {done.kept} 个{resumed}；", nl=False)
    click.echo(f"{done.requests} 次请求，{done.received} 字节，{done.seconds:.1f} 秒")
    if done.signed:
        click.echo(f"签名有效，发布方的指纹：{done.fingerprint}")
    else:
        click.echo("注意：来源没有签名，只核对了散列值，不能证明真伪和新旧。", err=True)
    click.echo(f"副本在 {dest}")
