"""compendium init: a new corpus."""

from __future__ import annotations

from pathlib import Path

import click

from compendium.library.config import BadConfig
from compendium.library.new_corpus import init_corpus
from compendium.system import ending
from compendium_cli.commands import Command


@click.command(cls=Command, help="在目录中新建法规库：git 仓库、corpus.toml 和说明。")
@click.argument("folder", metavar="目录", type=click.Path(path_type=Path))
@click.option("--title", metavar="名称", default="城市法规全书", help="全书名称。")
@click.option("--locality", metavar="代码", default="cn-sh", help="地区代码，用于法规地址，如 cn-sh。")
@click.option("--place", metavar="地名", default="", help="本地地名，如“上海市”；目录名中省去它。")
def init(folder: Path, title: str, locality: str, place: str) -> None:
    """Make a corpus."""
    with ending.unbroken():  # a folder that is half a corpus could not be made one by trying again
        try:
            corpus = init_corpus(folder, title=title, locality=locality, place=place)
        except BadConfig as error:
            raise click.UsageError(error.reason) from error
        ending.done(f"已建立法规库 {corpus.root}")
    click.echo(f"已建立法规库：{corpus.root}")
    if corpus.place and corpus.place.prefix:
        top = corpus.place.top
        click.echo(
            f"提示：这个目录在已有的 git 仓库 {top} 之内，法规库的改动都记在那个仓库里（已作了一次提交）。"
            f"不要这样的，请在 {top} 运行 git revert HEAD 撤销这次提交，再到该仓库以外建库",
            err=True,
        )
    click.echo("下一步：compendium --corpus 目录 import 文件…")
