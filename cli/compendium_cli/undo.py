"""compendium undo: take back the last act of the corpus, by a new commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from compendium.editing.undoing import NotUndone, files_of, plan_undo, undo_message
from compendium.law.days import day_name
from compendium_build.publishing.last import publication_with
from compendium_cli.commands import Command
from compendium_cli.console import out, print_json, table
from compendium_cli.options import as_json, corpus_to_write, today
from compendium_cli.typed import agreed

if TYPE_CHECKING:
    from compendium.editing.undoing import UndoPlan
    from compendium_build.publishing.last import Publication


@click.command(
    cls=Command,
    help="撤回最近一次写入（导入、修改、确定施行日期、勘误、撤下等）：它改动的文件恢复原样，作一次新的提交，"
    "历史不改写；撤回也可以再撤回。已经发布过的，先说明再问；撤回后，原来的网址说明已经撤下。"
    "不是本程序作的提交、含有没有提交的修改的，不撤回。",
)
@click.option("--reason", metavar="缘由", default="", help="为什么撤回，记在提交说明里。")
@click.option("--redo", is_flag=True, help="最近一次写入本身是撤回的，把撤回的内容放回，不再询问。")
@click.option("--dry-run", is_flag=True, help="只列出会撤回什么，不写入。")
@click.option("--yes", is_flag=True, help="已经发布过的，不再询问。")
@as_json
@click.pass_context
def undo(ctx: click.Context, reason: str, redo: bool, dry_run: bool, yes: bool, as_json: bool) -> int:
    """Plan, tell, ask where it was published or takes back an undo, write."""
    corpus = corpus_to_write(ctx)
    snapshot = corpus.snapshot()
    plan = plan_undo(corpus, snapshot)
    published = publication_with(corpus, plan.commit.hexsha)
    why = reason.strip() or f"撤回“{plan.commit.subject}”"
    files = files_of(plan, snapshot, today(), why, is_published=published is not None)
    if not as_json:
        _print(plan, published, dry_run)
    if redo and not plan.is_redo:
        raise NotUndone(
            f"最近一次写入（{plan.commit.subject}）不是撤回，没有可以放回的；不写 --redo 即撤回它"
        )
    again = "最近一次写入本身是撤回；再撤回，就是把撤回的内容放回。确定放回？"
    if not dry_run and plan.is_redo and not agreed(yes or redo, again):
        click.echo("没有放回。", err=True)
        return 1
    if not dry_run and published and not agreed(yes, "已经发布过，确定撤回？"):
        click.echo("没有撤回。", err=True)
        return 1
    written = None
    if not dry_run:
        expected = {path: snapshot.digest(path) if path in snapshot else None for path in files}
        written = corpus.write(files, undo_message(plan, reason.strip()), expected=expected)
    if as_json:
        print_json(_object(plan, published, sorted(files), written.hexsha if written else None))
    elif dry_run:
        click.echo("没有写入。去掉 --dry-run 即撤回。")
    elif written:
        click.echo(f"已撤回，作为提交 {written.hexsha[:12]}。要恢复的，运行 compendium undo --redo。")
    return 0


def _object(
    plan: UndoPlan, published: Publication | None, files: list[str], commit: str | None
) -> dict[str, Any]:
    last = plan.commit
    return {
        "undone": {
            "commit": last.hexsha,
            "message": last.message,
            "author": last.author.name,
            "when": last.when.isoformat(),
        },
        "published": {"revision": published.revision, "destination": published.destination}
        if published
        else None,
        "restored": [
            {
                "path": each.path,
                "title": each.act.title if each.act else None,
                "expression_date": day_name(each.act.date) if each.act else None,
                "effect": "removed" if each.data is None else "changed" if each.expected else "added",
            }
            for each in plan.restored
        ],
        "files": files,
        "commit": commit,
    }


def _print(plan: UndoPlan, published: Publication | None, dry_run: bool) -> None:
    from rich.markup import escape

    last = plan.commit
    click.echo(
        f"{'将' if dry_run else ''}撤回提交 {last.hexsha[:12]}（{last.author.name}，{last.when:%Y-%m-%d}）："
    )
    click.echo(f"  {last.subject}")
    shown = table("结果", "版本或者文件")
    for each in plan.restored:
        shown.add_row(each.verb, escape(each.what))
    out().print(shown)
    if published:
        click.echo(
            f"注意：它已经发布过（{published.day}，{published.destination}）。撤回后请重新发布；"
            "移除的文本，原来的网址会说明已经撤下。",
            err=True,
        )
