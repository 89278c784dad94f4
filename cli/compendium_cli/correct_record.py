"""compendium correct --title and its like: what the record says of a version is put right."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from compendium.checks import consequences
from compendium.editing.correcting import NoCorrection
from compendium.editing.identity import Ground
from compendium.editing.record import RecordChange, changed_words, correct_record, record_message
from compendium.editing.record_events import EventChange
from compendium.law.days import day_label
from compendium.law.names import quoted
from compendium.law.problems import Severity
from compendium.library.catalog import version_on
from compendium.library.overlay import with_files
from compendium.library.staff_tables import read_companions
from compendium.system.toml_table import BadConfig
from compendium.text.wording import correction_name
from compendium_cli.console import print_json, shown_day
from compendium_cli.options import KindName, catalog_of, config_of, corpus_to_write, today

if TYPE_CHECKING:
    from compendium.editing.record import RecordPlan
    from compendium.law.act import Correction
    from compendium.law.identifiers import CorpusPath, Folder
    from compendium.library.catalog import Catalog, Work
    from compendium.library.facts import Facts

_Function = TypeVar("_Function", bound=Callable[..., Any])
_OPTIONS = (
    click.option("--title", metavar="题名", help="记载的题名应为；文本的标题一并改正。"),
    click.option("--kind", type=KindName(), metavar="性质", help="性质应为；地址随之改变，旧的照样能用。"),
    click.option("--issuer", metavar="机关", help="制定机关应为。"),
    click.option("--number", metavar="文号", help="令号、发文字号应为；写 '' 是没有文号。"),
    click.option(
        "--event",
        "changed",
        nargs=2,
        multiple=True,
        metavar="哪一件 应为",
        help="题注的一件事：它的日期（或者 2019-09-19修正），和正确的日期、《决定》或者题注的整句话。",
    ),
    click.option("--add-event", "added", multiple=True, metavar="一句", help="漏记的一件事，照题注的写法。"),
    click.option("--drop-event", "dropped", multiple=True, metavar="哪一件", help="多记的一件事，去掉。"),
    click.option("--in-text", is_flag=True, help="与 --event 同用：文本的题注也录错了，一并改正。"),
    click.option("--move", is_flag=True, help="与 --title 同用：目录（网址）跟着新题名改，旧网址转到新的。"),
    click.option("--all-versions", "every", is_flag=True, help="同样录错的版本全部改正。"),
    click.option("--yes", is_flag=True, help="程序提出的疑问已经核对过，照改。"),
)


def record_options(function: _Function) -> _Function:
    """Give a command the options that name what of a record is wrong."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def record_asked(record: dict[str, Any]) -> RecordChange:
    """Take out of what was typed what the record is to say; the rest is how to go about it."""
    changes = [EventChange(was.strip(), now.strip()) for was, now in record.pop("changed")]
    if any(not change.was or not change.now for change in changes):
        raise click.UsageError("--event 的两项都不能是空的；加一件用 --add-event，去掉一件用 --drop-event")
    changes += (EventChange("", words) for words in record.pop("added") if words.strip())
    changes += (EventChange(words, "") for words in record.pop("dropped") if words.strip())
    change = RecordChange(
        title=record.pop("title"),
        kind=record.pop("kind"),
        issuer=record.pop("issuer"),
        number=record.pop("number"),
        events=tuple(changes),
        in_text=record.pop("in_text"),
        move=record.pop("move"),
    )
    if change.is_empty and (change.in_text or change.move):
        raise click.UsageError("--in-text 与 --event 同用，--move 与 --title 同用")
    return change


def correct_the_record(
    ctx: click.Context,
    name: str,
    day: date | None,
    change: RecordChange,
    *,
    why: Correction,
    every: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Plan, ask, write, print."""
    corpus = corpus_to_write(ctx)
    snapshot = corpus.snapshot()
    config = config_of(snapshot)
    catalog = catalog_of(corpus, snapshot, as_json)
    work = catalog.find(name)
    plan = correct_record(
        catalog,
        work,
        facts=_version(work, day, every),
        change=change,
        every=every,
        why=why,
        ground=Ground(config.locality, config.place),
        today=today(),
    )
    hints = [*plan.notes, *_followed(catalog, work.folder, plan.files)]
    _agreed(plan, yes or dry_run, as_json)
    written = None
    if not dry_run:
        expected = {file: snapshot.digest(file) if file in snapshot else None for file in plan.files}
        written = corpus.write(plan.files, record_message(plan), expected=expected)
    value = _object(plan, hints, written.hexsha if written else None)
    if as_json:
        print_json(value)
    else:
        _print(value, dry_run)
    return 0


def _version(work: Work, day: date | None, every: bool) -> Facts:
    """The version whose record is wrong: the one named, the only one, or the last of all."""
    if day is not None:
        return version_on(work, day)
    if len(work.expressions) > 1 and not every:
        days = "、".join(day_label(facts.date) for facts in work.expressions)
        raise click.UsageError(
            f"{quoted(work.title)}有几个版本（{days}）：用 --date 写明哪一个，或者用 --all-versions 改全部"
        )
    return work.expressions[-1]


def _followed(catalog: Catalog, folder: Folder, files: dict[CorpusPath, bytes | None]) -> list[str]:
    """What the checks find that they did not find before: errors refuse the correction, hints are told."""
    after = with_files(catalog, files)
    fresh = consequences(catalog, after, files)
    if errors := [problem for problem in fresh if problem.severity is Severity.ERROR]:
        listed = "；".join(f"{problem.code} {problem.message}" for problem in errors)
        raise NoCorrection(f"这样改了以后，检查不能通过：{listed}。没有写入")
    _refuse_lost_tables(catalog, after, folder)
    return [f"改了以后检查提示 {p.path} {p.code}：{p.message}" for p in fresh]


def _refuse_lost_tables(catalog: Catalog, after: Catalog, folder: Folder) -> None:
    """Refuse what tables of staff that could be read would no longer find."""
    with suppress(BadConfig):
        read_companions(catalog)
        try:
            read_companions(after)
        except BadConfig as error:
            raise NoCorrection(
                f"这样改了以后，{error}没有写入；请先把那里的名称换成目录名 {folder}"
            ) from error


def _agreed(plan: RecordPlan, yes: bool, as_json: bool) -> None:
    """Ask a person what only a person can answer; without one, refuse."""
    for question in plan.questions if not yes else ():
        if as_json or not sys.stdin.isatty():
            raise NoCorrection(f"{question}。核对无误的，加 --yes 再改；没有写入")
        if not click.confirm(f"{question}。仍然这样改？", default=False):
            raise NoCorrection("没有写入")


def _object(plan: RecordPlan, hints: list[str], commit: str | None) -> dict[str, Any]:
    last = plan.versions[-1].act
    return {
        "work": str(plan.address),
        "title": last.title,
        "kind": correction_name(plan.why),
        "folder": plan.address.folder,
        "was_folder": plan.work.folder,
        "versions": [
            {
                "expression_date": each.act.date.isoformat(),
                "was": each.facts.date.isoformat(),
                "values": [{"old": p.old, "new": p.new, "told": changed_words(p)} for p in each.places],
            }
            for each in plan.versions
        ],
        "questions": list(plan.questions),
        "notes": hints,
        "files": sorted(plan.files),
        "commit": commit,
    }


def _print(value: dict[str, Any], dry_run: bool) -> None:
    click.echo(f"{'将改正' if dry_run else '已改正'}{quoted(value['title'])}的记载（{value['kind']}）：")
    for version in value["versions"]:
        for each in version["values"]:
            click.echo(f"  {shown_day(version['was'])} 的版本　{each['told']}")
        if version["expression_date"] != version["was"]:
            click.echo(f"  版本日期：{shown_day(version['was'])} → {shown_day(version['expression_date'])}")
    if value["folder"] != value["was_folder"]:
        click.echo(f"  目录：{value['was_folder']} → {value['folder']}，原来的网址转到新的")
    for note in value["notes"]:
        click.echo(f"提示：{note}", err=True)
    if dry_run:
        for question in value["questions"]:
            click.echo(f"提示：{question}；写入时要加 --yes", err=True)
        click.echo("没有写入。去掉 --dry-run 即改正。")
