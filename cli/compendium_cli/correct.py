"""compendium correct: 勘误 and 录入更正, which change what is kept and not the law."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compendium.editing.correcting import correct_text, correct_words, message
from compendium.intake.bounded import read_bounded
from compendium.law.act import Correction
from compendium.law.days import day_name
from compendium.law.names import quoted
from compendium.library.catalog import version_on
from compendium_cli.commands import Command
from compendium_cli.console import print_json, shown_day
from compendium_cli.correct_record import correct_the_record, record_asked, record_options
from compendium_cli.options import (
    Day,
    KnownDay,
    as_json,
    catalog_of,
    corpus_to_write,
    tell_config,
)

if TYPE_CHECKING:
    from compendium.editing.correcting import CorrectionPlan


@click.command(
    cls=Command,
    help="改正一个版本录错的文字，或者记载（题名、性质、制定机关、文号、题注的各件事）。"
    "缘由和改动前后的字记在文件里，作一次提交，旧的仍可用 --as-known-at 查到。"
    "写了 --source 的是官方勘误；不写的是我们自己的录入更正。\n\n"
    "文字：compendium correct 消防条例 --date 2020-05-01 --words 二百元 二千元 --at 第六条第二款"
    " --reason 录入有误\n\n"
    "记载：compendium correct 消防条列 --title 消防条例 --all-versions --reason 题名录错一字\n\n"
    "题注：compendium correct 消防条例 --date 2020-05-01 --event 2020-03-18修正 2020-03-19 --reason 日期录错",
)
@click.argument("name", metavar="法规")
@click.argument(
    "path", metavar="[文件]", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--date", "day", type=Day(), metavar="日期", help="改正哪一个版本；只有一个版本的，改记载时可以不写。"
)
@click.option(
    "--words", nargs=2, metavar="原文 改为", help="把原文换成另外的字；在 --at 的条款中须只有一处。"
)
@click.option("--at", metavar="条款", help="在哪一条款，如 第六条第二款。")
@click.option("--reason", metavar="缘由", required=True, help="为什么改正。")
@click.option(
    "--source", metavar="出处", default="", help="官方勘误的出处，如勘误公告、公报的期号；自己录错的不写。"
)
@click.option("--published", type=KnownDay(), metavar="日期", help="出处刊登的日期。")
@click.option("--also-later", is_flag=True, help="以后的版本同一条款有同样的错字，一并改正。")
@record_options
@click.option("--dry-run", is_flag=True, help="只显示会改什么，不写入。")
@as_json
@click.pass_context
def correct(
    ctx: click.Context,
    /,
    name: str,
    path: Path | None,
    day: date | None,
    words: tuple[str, str] | None,
    at: str | None,
    reason: str,
    source: str,
    published: date | None,
    also_later: bool,
    dry_run: bool,
    as_json: bool,
    **record: Any,
) -> int:
    """Plan, write, print."""
    change = record_asked(record)
    text = path is not None or words is not None or at is not None or also_later
    if text and (not change.is_empty or record["every"]):
        raise click.UsageError(
            "改正文字和改正记载分两次做：文件、--words、--at、--also-later 不与记载的选项同用"
        )
    if published and not source.strip():
        raise click.UsageError("--published 是出处刊登的日期，要与 --source 同用")
    if not reason.strip():
        raise click.UsageError("--reason 不能是空的")
    why = Correction(reason.strip(), (), source.strip(), published)
    if not change.is_empty:
        return correct_the_record(ctx, name, day, change, why=why, dry_run=dry_run, as_json=as_json, **record)
    if (path is None) is (words is None) or (words is None) is not (at is None):
        raise click.UsageError(
            "写明改正后的文件，或者 --words 原文 改为 和 --at 条款；改记载的，写 --title 等，两者取一"
        )
    if day is None:
        raise click.UsageError("用 --date 写明改正哪一个版本")
    corpus = corpus_to_write(ctx)
    snapshot = corpus.snapshot()
    tell_config(snapshot)
    catalog = catalog_of(corpus, snapshot, as_json)
    work = catalog.find(name)
    facts = version_on(work, day)
    if path is not None:
        plan = correct_text(catalog, work, facts=facts, draft=read_bounded(path), why=why, later=also_later)
    else:
        assert at is not None and words is not None
        plan = correct_words(catalog, work, facts=facts, at=at, words=words, why=why, later=also_later)
    written = None
    if not dry_run:
        expected = {file: snapshot.digest(file) if file in snapshot else None for file in plan.files}
        written = corpus.write(plan.files, message(plan), expected=expected)
    value = _object(plan, written.hexsha if written else None)
    if as_json:
        print_json(value)
    else:
        _print(value, dry_run)
    return 0


def _object(plan: CorrectionPlan, commit: str | None) -> dict[str, Any]:
    pairs = zip(plan.labels, plan.correction.places, strict=True)
    return {
        "work": plan.act.work,
        "title": plan.act.title,
        "expression_date": day_name(plan.facts.date),
        "places": [{"label": label, "eId": p.eid, "old": p.old, "new": p.new} for label, p in pairs],
        "elsewhere": [
            {
                "expression_date": day_name(same.facts.date),
                "label": same.label,
                "eId": same.words.eid,
                "old": same.words.old,
                "corrected": same.corrected,
                "reason": same.reason,
            }
            for same in plan.elsewhere
        ],
        "translations": [facts.path for facts in plan.translations],
        "notes": list(plan.notes),
        "files": sorted(plan.files),
        "commit": commit,
    }


def _print(value: dict[str, Any], dry_run: bool) -> None:
    verb = "将改正" if dry_run else "已改正"
    click.echo(f"{verb}{quoted(value['title'])}{shown_day(value['expression_date'])} 的版本：")
    for place in value["places"]:
        click.echo(f"  {place['label']}　原：{place['old'] or '（无）'}　改：{place['new'] or '（删去）'}")
    for same in value["elsewhere"]:
        where = f"{shown_day(same['expression_date'])} 的版本{same['label']}有同样的文字“{same['old']}”"
        if same["corrected"]:
            click.echo(f"  一并改正：{where}")
        else:
            what = (
                f"没有改正：{same['reason']}"
                if same["reason"]
                else "没有改正；如也是错字，加 --also-later 一并改正"
            )
            click.echo(f"提示：{where}，{what}", err=True)
    for path in value["translations"]:
        click.echo(f"提示：译本 {path} 没有改动，请核对", err=True)
    for note in value["notes"]:
        click.echo(f"提示：{note}", err=True)
    if dry_run:
        click.echo("没有写入。去掉 --dry-run 即改正。")
