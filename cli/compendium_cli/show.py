"""compendium show: an act, a version or a provision, or the life of a provision."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from compendium.compare.provision_history import life
from compendium.compare.provision_table import HEADINGS, life_object, rows, wordings
from compendium.law.days import day_label
from compendium.law.names import quoted
from compendium.law.timeline import start_of, suspensions
from compendium.library.catalog import NoProvision, earlier_wording, find_provision, version_for
from compendium.library.told_effects import ended_by, ends
from compendium.text.effect_words import end_object, succession_lines
from compendium.text.plain import as_json as to_json
from compendium.text.plain import as_markdown, as_text
from compendium.text.suspended import suspended_object
from compendium.text.wording import (
    correction_name,
    correction_words,
    extended_words,
    pending,
    standing_words,
    suspended_lines,
    suspended_marks,
)
from compendium_cli.commands import Command
from compendium_cli.console import out, print_json, table
from compendium_cli.options import (
    Day,
    as_json,
    as_of,
    catalog_of,
    corpus_here,
    in_place,
    known_at,
    known_place,
    state_of,
    tell_config,
    today,
)

if TYPE_CHECKING:
    from compendium.law.act import Act
    from compendium.library.catalog import Catalog, Work
    from compendium.library.facts import Facts

ADDRESS = re.compile(r"(?P<work>[^#]+?)(?:@(?P<day>[^#]*))?(?:#(?P<provision>.+))?")


@click.command(
    cls=Command,
    help="显示法规。法规可用名称、简称、目录名或地址，可加 @日期 和 #条款：\n\n"
    "compendium show 消防条例@2020-05-01#第十条第二款",
)
@click.argument("address", metavar="法规[@日期][#条款]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "xml", "json", "md"]),
    default="text",
    metavar="text|xml|json|md",
    help="输出形式；text 每段一行，只有编号和文字。",
)
@click.option("--lang", type=click.Choice(["zho", "eng"]), default="zho", metavar="zho|eng", help="语言。")
@click.option(
    "--history",
    metavar="条款",
    help="显示某一条款在各版本中的沿革，如 第三十五条、第三十五条第二款、35；序号以所查日期的版本为准。",
)
@as_of
@in_place
@known_at
@as_json
@click.pass_context
def show(
    ctx: click.Context,
    address: str,
    form: str,
    lang: str,
    history: str | None,
    as_of: date | None,
    place: str,
    as_known_at: str | None,
    as_json: bool,
) -> int:
    """Print the text to standard output and how it stands to standard error."""
    match = ADDRESS.fullmatch(address)
    if not match:
        raise click.BadParameter("写成 法规[@日期][#条款]", param_hint=address)
    if match["day"] is not None and not match["day"].strip():
        raise click.UsageError(f"“{address}”的 @ 后面没有写日期，请写成 {match['work']}@2024-11-01 的样子")
    form = "json" if as_json else form
    if form == "xml" and match["provision"]:
        raise click.UsageError("--format xml 只能显示整个文件，不能加 #条款")
    if history and (match["provision"] or form in ("xml", "md")):
        raise click.UsageError("--history 不能与 #条款 或 --format xml、md 同用")
    day = Day().convert(match["day"], ctx.command.params[0], ctx) if match["day"] else as_of or today()
    corpus = corpus_here(ctx)
    snapshot = state_of(corpus, as_known_at)
    tell_config(snapshot)
    catalog = catalog_of(corpus, snapshot)
    place = known_place(catalog, place)
    work = catalog.find(match["work"])
    facts = version_for(work, day, lang)
    act = catalog.act(facts)
    provision = find_provision(act, facts, match["provision"]) if match["provision"] else None
    marks = pending(act, day, provision, suspended_marks(work.expressions, day, place=place))
    if facts in work.expressions:
        index = work.expressions.index(facts)
        told = [
            *suspended_lines(work.expressions, index, day, place),
            extended_words(work.expressions, index),
        ]
        for line in filter(None, told):
            click.echo(f"提示：{line}", err=True)
    click.echo(f"{quoted(facts.title)}（{standing_words(work.expressions, day, place)}）", err=True)
    for words in succession_lines(catalog, work, day):
        click.echo(words, err=True)
    for gone in catalog.withdrawn.values():
        if gone.day and gone.folder == work.folder:
            click.echo(f"提示：{gone.words}", err=True)
    for correction in act.corrections:
        click.echo(f"{correction_name(correction)}：{correction_words(correction, facts)}", err=True)
    if provision and (earlier := earlier_wording(catalog, work, facts, provision, marks)):
        click.echo(f"提示：{earlier}", err=True)
    if history:
        return _show_life(catalog, work, facts, history, form)
    if form == "xml" and provision is None:
        sys.stdout.buffer.write(snapshot.read(facts.path))
        return 0
    if form == "json":
        found = suspensions(work.expressions, day, place)
        suspended = [suspended_object(each, facts) for each in found if not place or each.holds(place)]
        words = to_json(act, provision, marks, {**_succession(catalog, work), "suspended": suspended})
    else:
        words = (as_markdown if form == "md" else as_text)(act, provision, marks)
    click.echo(words, nl=False)
    return 0


def _succession(catalog: Catalog, work: Work) -> dict[str, Any]:
    """Which act ends the work and which acts it ends, as plain values."""
    end = ended_by(catalog, work)
    return {
        "ended_by": end_object(end) if end else None,
        "ends": [end_object(each) for each in ends(catalog, work)],
    }


def _show_life(catalog: Catalog, work: Work, facts: Facts, words: str, form: str) -> int:
    """Print a provision's life as a table and its wordings, or as JSON."""
    translated = tuple(f for f in work.translations if f.language == facts.language)
    series = work.expressions if facts in work.expressions else translated
    acts, at = [catalog.act(version) for version in series], series.index(facts)
    try:
        stages = life(acts, find_provision(acts[at], facts, typed(words)).eid, at)
    except NoProvision:
        _tell_where(words, series, acts)
        raise
    if form == "json":
        print_json(life_object(stages))
        return 0
    shown = table(*HEADINGS)
    for row in rows(stages):
        shown.add_row(*row)
    out().print(shown)
    click.echo(f"\n{wordings(stages)}", nl=False)
    return 0


def _tell_where(words: str, series: Sequence[Facts], acts: Sequence[Act]) -> None:
    """Say which other versions have a provision of that number."""
    for facts, act in zip(series, acts, strict=True):
        with suppress(NoProvision):
            find_provision(act, facts, typed(words))
            if day := start_of(act)[0]:
                click.echo(f"提示：{day_label(act.date)} 的版本有“{words}”，可加 --as-of {day}。", err=True)


def typed(words: str) -> str:
    """A number that a person types short, as the law writes it: 35 is 第35条, 12-1 is 第12条之1."""
    match = re.fullmatch(r"([0-9]+)(?:-([0-9]+))?", words.strip())
    return f"第{match[1]}条" + (f"之{match[2]}" if match[2] else "") if match else words
