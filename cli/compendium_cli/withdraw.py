"""compendium withdraw: take out what should never have been published; a record of it stays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from compendium.editing.withdrawing import (
    NotWithdrawn,
    Why,
    plan_withdrawal,
    refuse_deleted,
    withdrawal_message,
)
from compendium.law.days import day_name
from compendium.library.catalog import version_on
from compendium.library.withdrawn import NO_END
from compendium.text.wording import standing_words
from compendium_cli.commands import Command
from compendium_cli.console import print_json
from compendium_cli.options import (
    Day,
    as_json,
    catalog_of,
    corpus_to_write,
    tell_config,
    today,
)
from compendium_cli.typed import agreed

if TYPE_CHECKING:
    from compendium.editing.withdrawing import WithdrawalPlan
    from compendium.library.catalog import Work


@click.command(
    cls=Command,
    help="撤下不应当发布的法规，或者它的一个版本（--date）：文件从库中移除，缘由和出处记入 withdrawn.toml，"
    "作一次提交。下一版次里，原来的网址说明已经撤下，订阅源有这一条，检索不到。"
    "撤下以前的文字仍可用 --as-known-at 查到。"
    "废止、失效的法规不要撤下，录错字的用 correct。\n\n"
    "compendium withdraw 消防条例 --date 2020-05-01 --reason 误收草案 --source 市司法局通知",
)
@click.argument("name", metavar="法规")
@click.option("--date", "day", type=Day(), metavar="日期", help="只撤下这一个版本；不写，撤下整部法规。")
@click.option("--reason", metavar="缘由", required=True, help="为什么撤下，写在原来的网址上，公众看得到。")
@click.option("--source", metavar="出处", required=True, help="依据什么撤下，如通知、来函。")
@click.option("--despite-dependents", is_flag=True, help="还有据它而成的版本和记载，也撤下。")
@click.option("--dry-run", is_flag=True, help="只列出会撤下什么，不写入。")
@click.option("--yes", is_flag=True, help="不再询问。")
@as_json
@click.pass_context
def withdraw(
    ctx: click.Context,
    name: str,
    day: date | None,
    reason: str,
    source: str,
    despite_dependents: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Plan, tell, ask, write."""
    if not reason.strip() or not source.strip():
        raise click.UsageError("--reason 和 --source 不能是空的")
    corpus = corpus_to_write(ctx)
    snapshot = corpus.snapshot()
    tell_config(snapshot)
    refuse_deleted(snapshot)
    catalog = catalog_of(corpus, snapshot, as_json)
    work = catalog.find(name)
    facts = version_on(work, day) if day else None
    plan = plan_withdrawal(catalog, work, facts, Why(reason.strip(), source.strip(), today()))
    if not as_json:
        _print(plan, work, dry_run)
    if plan.built and not despite_dependents and not dry_run:
        raise NotWithdrawn(_still_built(plan))
    if not dry_run and not agreed(yes, f"确定撤下{plan.record.what}？"):
        click.echo("没有撤下。", err=True)
        return 1
    written = None
    if not dry_run:
        expected = {path: snapshot.digest(path) if path in snapshot else None for path in plan.files}
        written = corpus.write(plan.files, withdrawal_message(plan), expected=expected)
    if as_json:
        print_json(_object(plan, written.hexsha if written else None))
    elif dry_run:
        if plan.built:
            click.echo(_still_built(plan))
        click.echo("没有写入。去掉 --dry-run 即撤下。")
    elif written:
        click.echo(f"已撤下，作为提交 {written.hexsha[:12]}。撤错了的，马上运行 compendium undo。")
    return 0


def _still_built(plan: WithdrawalPlan) -> str:
    """Say what stands in the way, and how to go on."""
    named = "；".join(map(str, plan.built))
    what = f"有 {len(plan.built)} 处据{plan.record.what}而成"
    return f"{what}：{named}。请先处理它们；仍要撤下的，加 --despite-dependents"


def _object(plan: WithdrawalPlan, commit: str | None) -> dict[str, Any]:
    record = plan.record
    return {
        "work": record.work,
        "title": record.title,
        "place": record.place,
        "expression_date": day_name(record.day) if record.day else None,
        "since": record.since.isoformat(),
        "reason": record.reason,
        "source": record.source,
        "dependents": [
            {
                "work": each.facts.work,
                "title": each.facts.title,
                "expression_date": day_name(each.facts.date),
                "reason": each.reason,
                "built": each.is_built,
            }
            for each in plan.dependents
        ],
        "files": sorted(plan.files),
        "commit": commit,
    }


def _print(plan: WithdrawalPlan, work: Work, dry_run: bool) -> None:
    click.echo(f"{'将撤下' if dry_run else '撤下'}{plan.record.what}：{plan.record.why}")
    for path in sorted(path for path, data in plan.files.items() if data is None):
        click.echo(f"  移除 {path}")
    for each in plan.dependents:
        click.echo(f"{'有关' if each.is_built else '提示'}：{each}", err=True)
    gone = {facts.path for facts in plan.versions}
    left = [facts for facts in work.expressions if facts.path not in gone]
    if left:
        click.echo(f"撤下以后，{work.title}：{standing_words(left, today())}")
    click.echo(NO_END)
