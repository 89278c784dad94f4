"""compendium status: what staff must do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium.duties import LAWS_FILE, Urgency, read_laws, survey
from compendium_build.duties import calendar, page
from compendium_build.duties.published import edition_duties
from compendium_cli.commands import Command
from compendium_cli.console import print_json
from compendium_cli.options import (
    as_json,
    as_of,
    catalog_of,
    config_of,
    corpus_here,
    known_at,
    state_of,
    today,
)
from compendium_cli.outputs import hand_over
from compendium_cli.status_view import print_duties, status_object

if TYPE_CHECKING:
    from compendium.duties import Duty, Law
    from compendium.library.catalog import Catalog
    from compendium.store import Commit, Corpus, Snapshot


@click.command(
    cls=Command,
    help="列出要办的事：没有执行的决定、将要施行和失效的文本、没有确定的施行日期、因别处修改而过时的引用、"
    "上位法修改以后没有跟着修改的法规、落后于法规库的成品。国家法律的修改日期由工作人员记在法规库的 "
    "national-laws.toml 里。",
)
@as_of
@known_at
@click.option("--all", "whole", is_flag=True, help="每一类都全部列出；不写时，多的只列前几项。")
@click.option(
    "--out",
    "folders",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    metavar="目录",
    help="成品目录（build 的输出目录或者已发布的版次）：一并检查是否落后于法规库；可写多次。",
)
@click.option(
    "--ics",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="把有日期的各项写成日历文件（iCalendar）。",
)
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), metavar="文件", help="把各项写成一个网页。"
)
@click.option("--fail-on-due", is_flag=True, help="有已到期的事项时，退出码为 1。")
@as_json
@click.pass_context
def status(
    ctx: click.Context,
    as_of: date | None,
    as_known_at: str | None,
    whole: bool,
    folders: tuple[Path, ...],
    ics: Path | None,
    html: Path | None,
    fail_on_due: bool,
    as_json: bool,
) -> int:
    """Survey the corpus, write the files asked for, print."""
    day = as_of or today()
    corpus = corpus_here(ctx)
    snapshot = state_of(corpus, as_known_at)
    laws = _laws(snapshot)
    catalog = catalog_of(corpus, snapshot, as_json)
    old, hints = _editions(folders, catalog, corpus, snapshot, day)
    duties = survey(catalog, day, laws, old)
    _write(duties, day, snapshot, ics, html)
    for hint in hints:
        click.echo(f"提示：{hint}", err=True)
    if as_json:
        print_json(status_object(duties, day, snapshot.revision))
    else:
        print_duties(duties, day, whole)
    overdue = any(duty.urgency(day) is Urgency.OVERDUE for duty in duties)
    return 1 if fail_on_due and overdue else 0


def _laws(snapshot: Snapshot) -> tuple[Law, ...]:
    return read_laws(snapshot.read(LAWS_FILE)) if LAWS_FILE in snapshot else ()


def _editions(
    folders: tuple[Path, ...], catalog: Catalog, corpus: Corpus, snapshot: Snapshot, day: date
) -> tuple[tuple[Duty, ...], tuple[str, ...]]:
    if not folders:
        return (), ()
    return edition_duties(folders, catalog, _history(corpus, snapshot), day)


def _history(corpus: Corpus, snapshot: Snapshot) -> list[Commit]:
    """The commits of the corpus up to the state that is looked at, newest first."""
    if not snapshot.revision:
        return []
    commits = list(corpus.log())
    known = [n for n, commit in enumerate(commits) if commit.hexsha == snapshot.revision]
    return commits[known[0] :] if known else commits


def _write(
    duties: tuple[Duty, ...], day: date, snapshot: Snapshot, ics: Path | None, html: Path | None
) -> None:
    if ics is None and html is None:
        return
    config = config_of(snapshot)
    if ics:
        hand_over(ics, calendar(duties, day, config.title, f"{config.locality}.compendium"))
    if html:
        hand_over(html, page(duties, day, config.title, config.publisher, snapshot.revision))
