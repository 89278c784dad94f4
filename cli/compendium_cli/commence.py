"""compendium commence: a day of effect that has become known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from compendium.editing.commencing import Said, message, settle_provisions, settle_version
from compendium.law.days import day_name
from compendium.law.names import quoted
from compendium.library.catalog import version_on
from compendium_cli.commands import Command
from compendium_cli.console import print_json, shown_day
from compendium_cli.options import (
    Day,
    KnownDay,
    as_json,
    catalog_of,
    corpus_to_write,
    tell_config,
)

if TYPE_CHECKING:
    from compendium.editing.commencing import Said, Settlement


@click.command(
    cls=Command,
    help="确定施行日期：文本没有写明、留待另行规定的，查明后补入；文件随之改名，译本一并改动，作一次提交。\n\n"
    "compendium commence 无人配送车条例 --date 2025-03-20 --from 2026-01-01 --words 自2026年1月1日起施行"
    " --source 市人民政府公告",
)
@click.argument("name", metavar="法规")
@click.option(
    "--date", "day", type=Day(), metavar="日期", required=True, help="哪一个版本（库中的版本日期）。"
)
@click.option("--from", "start", type=KnownDay(), metavar="日期", required=True, help="从哪一天起施行。")
@click.option("--words", metavar="原文", required=True, help="确定这一日期的原文，如 自2026年1月1日起施行。")
@click.option("--source", metavar="出处", default="", help="原文的出处，如决定、公告的名称和文号。")
@click.option(
    "--provision", "places", metavar="条款", multiple=True, help="只是这一条款的施行日期；可写多次。"
)
@click.option("--correct", is_flag=True, help="已载明的日期记错了，更正它；须用 --reason 写明缘由。")
@click.option("--reason", metavar="缘由", default="", help="与 --correct 同用：为什么更正。")
@click.option("--dry-run", is_flag=True, help="只显示会改什么，不写入。")
@as_json
@click.pass_context
def commence(
    ctx: click.Context,
    name: str,
    day: date,
    start: date,
    words: str,
    source: str,
    places: tuple[str, ...],
    correct: bool,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Plan, write, print."""
    if correct is not bool(reason.strip()):
        raise click.UsageError("--correct 和 --reason 须同时使用")
    if not words.strip():
        raise click.UsageError("--words 不能是空的")
    corpus = corpus_to_write(ctx)
    snapshot = corpus.snapshot()
    tell_config(snapshot)
    catalog = catalog_of(corpus, snapshot, as_json)
    work = catalog.find(name)
    facts, said = version_on(work, day), Said(start, words.strip(), source.strip(), reason.strip())
    if places:
        plan = settle_provisions(catalog, work, facts, places, said)
    else:
        plan = settle_version(catalog, work, facts, said)
    written = None
    if not dry_run:
        expected = {file: snapshot.digest(file) if file in snapshot else None for file in plan.files}
        written = corpus.write(plan.files, message(plan, said), expected=expected)
    value = _object(plan, said, written.hexsha if written else None)
    if as_json:
        print_json(value)
    else:
        _print(value, dry_run)
    return 0


def _object(plan: Settlement, said: Said, commit: str | None) -> dict[str, Any]:
    return {
        "work": plan.act.work,
        "title": plan.act.title,
        "was": day_name(plan.facts.date),
        "expression_date": day_name(plan.act.date),
        "start": said.day.isoformat(),
        "provisions": list(plan.places),
        "translations": [facts.path for facts in plan.translations],
        "notes": plan.notes,
        "hints": plan.hints,
        "files": sorted(plan.files),
        "commit": commit,
    }


def _print(value: dict[str, Any], dry_run: bool) -> None:
    verb = "将记为" if dry_run else "已记为"
    places = "、".join(value["provisions"])
    click.echo(
        f"{quoted(value['title'])}{shown_day(value['was'])} 的版本{places}{verb}自 {value['start']} 起施行"
    )
    if value["expression_date"] != value["was"]:
        click.echo(f"版本日期：{shown_day(value['was'])} → {shown_day(value['expression_date'])}")
    for note in value["notes"]:
        click.echo(f"一并记下：{note}")
    for hint in value["hints"]:
        click.echo(f"提示：{hint}", err=True)
    if dry_run:
        click.echo("没有写入。去掉 --dry-run 即确定。")
