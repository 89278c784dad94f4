"""compendium validity: how long an act holds, where no file of the corpus says it."""

from __future__ import annotations

from datetime import date, timedelta

import click

from compendium.editing.enduring import Ruling, record_ruling, ruling_message
from compendium.law.days import day_name
from compendium.law.kinds import EventKind
from compendium.law.names import quoted
from compendium.library.catalog import version_on
from compendium_cli.commands import Command
from compendium_cli.console import print_json
from compendium_cli.options import Day, KnownDay, as_json, catalog_of, corpus_to_write, tell_config, today


@click.command(
    cls=Command,
    help="记载有效期的延长、终止，以及暂停和恢复施行：决定、通知没有可以导入的文件的，查明后补入，作一次提交。\n\n"
    "有文件的，导入文件即可，不用这个命令。\n\n"
    "compendium validity 社区食堂补贴管理规定 --date 2024-05-01 --extend-to 2028-12-31"
    " --words 有效期延长至2028年12月31日 --source 市人民政府通知",
)
@click.argument("name", metavar="法规")
@click.option(
    "--date", "day", type=Day(), metavar="日期", required=True, help="哪一个版本（库中的版本日期）。"
)
@click.option("--extend-to", "extended", type=KnownDay(), metavar="日期", help="有效期延长至哪一天（含）。")
@click.option("--end-from", "ended", type=KnownDay(), metavar="日期", help="从哪一天起失效、停止执行。")
@click.option("--suspend-from", "suspended", type=KnownDay(), metavar="日期", help="从哪一天起暂停施行。")
@click.option("--resume-from", "resumed", type=KnownDay(), metavar="日期", help="从哪一天起恢复施行。")
@click.option("--until", type=KnownDay(), metavar="日期", help="与 --suspend-from 同用：暂停至哪一天（含）。")
@click.option(
    "--provision", "places", metavar="条款", multiple=True, help="只是这一条款暂停、恢复；可写多次。"
)
@click.option("--area", metavar="地域", default="", help="只在这个地域暂停、恢复，如 新港区。")
@click.option(
    "--on", "decided", type=KnownDay(), metavar="日期", help="与 --extend-to 同用：哪一天决定延长；默认今天。"
)
@click.option("--words", metavar="原文", required=True, help="据以记载的原文。")
@click.option("--source", metavar="出处", required=True, help="原文的出处，如决定、通知的名称和文号。")
@click.option("--dry-run", is_flag=True, help="只显示会改什么，不写入。")
@as_json
@click.pass_context
def validity(
    ctx: click.Context,
    name: str,
    day: date,
    extended: date | None,
    ended: date | None,
    suspended: date | None,
    resumed: date | None,
    until: date | None,
    places: tuple[str, ...],
    area: str,
    decided: date | None,
    words: str,
    source: str,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Plan, write, print."""
    asked = [d for d in (extended, ended, suspended, resumed) if d is not None]
    if len(asked) != 1:
        raise click.UsageError("--extend-to、--end-from、--suspend-from、--resume-from 写其中一个")
    if not words.strip() or not source.strip():
        raise click.UsageError("--words 和 --source 不能是空的")
    if until and suspended is None:
        raise click.UsageError("--until 与 --suspend-from 同用")
    if (places or area) and suspended is None and resumed is None:
        raise click.UsageError("--provision、--area 与 --suspend-from 或者 --resume-from 同用")
    if decided and extended is None:
        raise click.UsageError("--on 与 --extend-to 同用")
    over = until or extended
    kinds = {extended: EventKind.EXTENSION, ended: EventKind.EXPIRY, suspended: EventKind.SUSPENSION}
    corpus = corpus_to_write(ctx)
    snapshot = corpus.snapshot()
    tell_config(snapshot)
    catalog = catalog_of(corpus, snapshot, as_json)
    work = catalog.find(name)
    ruling = Ruling(
        kind=kinds.get(asked[0], EventKind.RESUMPTION),
        day=decided or today() if extended else asked[0],
        words=words.strip(),
        source=source.strip(),
        until=over + timedelta(days=1) if over else None,
        area=area.strip(),
    )
    plan = record_ruling(catalog, work, version_on(work, day), ruling, places)
    told = f"{quoted(plan.act.title)}{''.join(places)}{_words(ruling)}"
    written = None
    if not dry_run:
        expected = {file: snapshot.digest(file) for file in plan.files}
        written = corpus.write(plan.files, ruling_message(plan, told), expected=expected)
    if as_json:
        value = {
            "work": plan.act.work,
            "title": plan.act.title,
            "expression_date": day_name(plan.act.date),
            "kind": plan.event.kind.value,
            "date": plan.event.date.isoformat(),
            "until": plan.event.until.isoformat() if plan.event.until else None,
            "provisions": list(places),
            "area": plan.event.area,
            "files": sorted(plan.files),
            "commit": written.hexsha if written else None,
        }
        print_json(value)
        return 0
    click.echo(f"{'将记为' if dry_run else '已记为'}：{told}")
    if dry_run:
        click.echo("没有写入。去掉 --dry-run 即记载。")
    return 0


def _words(ruling: Ruling) -> str:
    last = f"{ruling.until - timedelta(days=1)}" if ruling.until else ""
    where = f"在{ruling.area}" if ruling.area else ""
    match ruling.kind:
        case EventKind.EXTENSION:
            return f"有效期至 {last}"
        case EventKind.SUSPENSION:
            return f"自 {ruling.day} {f'至 {last} ' if last else '起'}{where}暂停施行"
        case EventKind.RESUMPTION:
            return f"自 {ruling.day} 起{where}恢复施行"
        case _:
            return f"自 {ruling.day} 起失效"
