"""compendium serve: the web edition live, for any day and any state."""

from __future__ import annotations

import click

from compendium_build.serving.editions import state_name
from compendium_build.serving.run import Place, listen, run
from compendium_build.serving.settings import Settings
from compendium_cli.commands import Command
from compendium_cli.options import config_of, corpus_here


class _Root(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """The path under which a proxy shows the server: /fagui."""

    name = "路径"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        path = value.rstrip("/")
        if path and (not path.startswith("/") or "//" in path or not path.isascii() or "?" in path):
            self.fail(f"“{value}”不是网址的路径，请写成 /fagui 的样子", param, ctx)
        return path


@click.command(
    cls=Command,
    help="提供网站：与 build web 相同的网页和网址，直接取自法规库，提交后自动更新；"
    "另有任意日期、任意两个版本的比较和检索。只提供已经提交的内容。按 Ctrl+C 停止。",
)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="地址", help="监听的地址。")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    metavar="端口",
    help="监听的端口；0 是任意空闲的端口。",
)
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), metavar="个数", help="进程数。"
)
@click.option(
    "--root-path", default="", type=_Root(), metavar="路径", help="代理服务器把本站放在哪个路径下。"
)
@click.option("--access-log", is_flag=True, help="记录每一个请求。")
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, workers: int, root_path: str, access_log: bool) -> int:
    """Check that the corpus can be read, take the port, and serve."""
    corpus = corpus_here(ctx)
    name = state_name(corpus)
    config = config_of(corpus.snapshot(rev=name) if corpus.place else corpus.snapshot())
    place = Place(host=host, port=port, workers=workers, root_path=root_path, access_log=access_log)
    with listen(place) as held:
        where = held.getsockname()
        shown = f"[{where[0]}]" if ":" in where[0] else where[0]
        click.echo(f"{config.title}：http://{shown}:{where[1]}{root_path}/　按 Ctrl+C 停止")
        run(Settings(corpus=corpus.root), place, held)
    return 0
