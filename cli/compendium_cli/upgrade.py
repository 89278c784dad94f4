"""compendium upgrade: a corpus brought to the format of this program, in one commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from compendium_cli.commands import Command
from compendium_cli.options import as_json, corpus_here

if TYPE_CHECKING:
    from compendium.upgrading.planning import Plan


@click.command(
    cls=Command,
    help="换了新版程序之后，把法规库升级到本程序的格式：逐步改写，核对每个改过的文本一字不差，作一次提交。"
    "有拿不准的，逐处列出，什么也不写入。搬动的网址记在 moved.toml，旧网址照样能用。",
)
@click.option("--dry-run", is_flag=True, help="只列出会改什么、哪里拿不准，不写入。")
@as_json
@click.pass_context
def upgrade(ctx: click.Context, dry_run: bool, as_json: bool) -> int:
    """Plan, write, print; exit 1 when there are doubts."""
    from compendium.upgrading.planning import plan_upgrade
    from compendium.upgrading.planning import upgrade as write
    from compendium_cli.console import print_json

    corpus = corpus_here(ctx, readable=False)
    plan = plan_upgrade(corpus.snapshot())
    written = None
    if plan.files and not dry_run:
        written = write(corpus, plan)
    value = _object(plan, written.hexsha if written else None)
    if as_json:
        print_json(value)
    else:
        _print(value, plan, dry_run)
    return 1 if plan.doubts else 0


def _object(plan: Plan, commit: str | None) -> dict[str, Any]:
    return {
        "from": plan.source,
        "to": plan.target,
        "steps": [
            {
                "from": one.step.source,
                "to": one.step.target,
                "words": one.step.words,
                "done": [{"path": d.path, "words": d.words, "count": d.count} for d in one.done],
                "announced": [
                    {"path": a.path, "before": a.before, "after": a.after, "reason": a.reason}
                    for a in one.announced
                ],
            }
            for one in plan.steps
        ],
        "doubts": [
            {"path": d.path, "line": d.line, "reason": d.reason, "words": d.words} for d in plan.doubts
        ],
        "moved": [
            {"from": m.source or None, "to": m.target, "since": m.since.isoformat(), "id": m.id or None}
            for m in plan.moved
        ],
        "texts_compared": plan.proof.texts if plan.proof else 0,
        "characters_compared": plan.proof.characters if plan.proof else 0,
        "files": sorted(plan.files),
        "commit": commit,
    }


def _print(value: dict[str, Any], plan: Plan, dry_run: bool) -> None:
    from rich.markup import escape

    from compendium_cli.console import out, table

    if not plan.is_due:
        click.echo(f"法规库已是格式 {plan.target}，与本程序相同，没有要升级的。")
        return
    console = out()
    click.echo(f"法规库的格式：{plan.source} → {plan.target}")
    shown = table("步骤", "文件", "改动", "处")
    for one in plan.steps:
        name = f"{one.step.source} → {one.step.target}"
        for done in one.done:
            shown.add_row(name, escape(done.path), escape(done.words), str(done.count))
        for told in one.announced:
            shown.add_row(name, escape(told.path), escape(f"文字有改动：{told.reason}"), "1")
    console.print(shown)
    for move in plan.moved:
        if move.source:
            click.echo(f"搬动：{move.source} → {move.target}，旧网址转到新网址")
    if plan.doubts:
        for doubt in plan.doubts:
            click.echo(str(doubt))
        click.echo(f"拿不准的有 {len(plan.doubts)} 处，什么也没有写入。请逐处改好、提交，再运行一次。")
        return
    verb = "将改动" if dry_run else "已改动"
    texts, characters = value["texts_compared"], value["characters_compared"]
    click.echo(f"{verb} {len(value['files'])} 个文件，作一次提交。")
    same = "文字与原来一字不差" if not any(one.announced for one in plan.steps) else "除上列改动外一字不差"
    click.echo(f"核对改动过的文本 {texts} 个、{characters} 字：{same}。" if texts else "没有改动任何文本。")
    if dry_run:
        click.echo("没有写入。去掉 --dry-run 即升级。")
