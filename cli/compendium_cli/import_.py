"""compendium import: files into the corpus, in one commit."""

from __future__ import annotations

import dataclasses
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.markup import escape

from compendium.editing.import_files import read_drafts, sources
from compendium.editing.importing import ImportPlan, Options, describe, plan_import
from compendium.law.days import FOUNDED, day_name, is_too_early
from compendium.law.kinds import ActKind
from compendium.law.names import expression_path, folder_of, quoted
from compendium_cli.commands import Command
from compendium_cli.console import out, print_json, progress, shown_day, table
from compendium_cli.options import Day, KindName, as_json, catalog_of, config_of, corpus_to_write

if TYPE_CHECKING:
    from compendium.law.act import Act
    from compendium.library.catalog import Catalog


@click.command(
    cls=Command,
    help="导入文件或文件夹。逐件报告：已导入、有提示、未导入及原因。原文一字不差才会写入；一批只作一次提交。",
)
@click.argument(
    "paths", metavar="文件…", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True)
)
@click.option(
    "--kind", type=KindName(), metavar="性质", help="指定性质（如 地方性法规、政府规章），不用程序推定。"
)
@click.option(
    "--date",
    "day",
    type=Day(),
    metavar="日期",
    help="指定版本日期；译本的，是译的哪一版本（只用于单个文件）。",
)
@click.option("--version-of", metavar="法规", default="", help="作为哪部法规的一个版本导入（改名等情形）。")
@click.option("--translation-of", metavar="法规", default="", help="外文文本所译的法规。")
@click.option("--replace", is_flag=True, help="用新文本替换同一日期已入库的版本（更正）。")
@click.option(
    "--yes", is_flag=True, help="题名、日期与被替换的版本（所属的法规）不同，已经核对过，照样导入。"
)
@as_json
@click.pass_context
def import_(
    ctx: click.Context,
    paths: tuple[Path, ...],
    kind: ActKind | None,
    day: date | None,
    version_of: str,
    translation_of: str,
    replace: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Read, plan, write; print what became of each file."""
    files = sources(paths)
    if (day or translation_of) and len(files) != 1:
        raise click.UsageError("--date 和 --translation-of 只能用于单个文件")
    if yes and not (replace or version_of):
        raise click.UsageError("--yes 与 --replace 或者 --version-of 同用")
    if day and is_too_early(day):
        raise click.UsageError(f"--date {day} 早于 {FOUNDED}，不可能是法规的日期，请核对")
    options = Options(
        kind=kind,
        day=day,
        version_of=version_of,
        translation_of=translation_of,
        replace=replace,
        agreed=frozenset(path for path in files if isinstance(path, Path)) if yes else frozenset(),
    )
    corpus = corpus_to_write(ctx)
    snapshot = corpus.snapshot()
    config = config_of(snapshot)
    with progress("读取文件", as_json) as tell:
        drafts = read_drafts(files, tell)
    catalog = catalog_of(corpus, snapshot, as_json)
    plan = plan_import(drafts, catalog, options, config.locality, config.place)
    if not as_json and (agreed := _agreed(plan)):
        asked = dataclasses.replace(options, agreed=options.agreed | agreed)
        plan = plan_import(drafts, catalog, asked, config.locality, config.place)
    if plan.files:
        expected = {path: snapshot.digest(path) if path in snapshot else None for path in plan.files}
        corpus.write(plan.files, describe(plan), expected=expected)
    rows = [_row(outcome, catalog) for outcome in plan.outcomes]
    if as_json:
        print_json(rows)
    else:
        _print_table(rows, plan.notes)
    return 1 if any(row["refused"] for row in rows) or not rows else 0


def _agreed(plan: ImportPlan) -> frozenset[Path]:
    """The files that a person at a terminal lets take the place of a text of another title."""
    asking = [outcome for outcome in plan.outcomes if outcome.asks] if sys.stdin.isatty() else []
    return frozenset(o.path for o in asking if click.confirm(f"{o.path.name}：{o.asks}？", default=False))


def _row(outcome: Any, catalog: Catalog) -> dict[str, Any]:
    act = outcome.act
    warnings = [*outcome.warnings, *_withdrawn(act, catalog)] if act else list(outcome.warnings)
    return {
        "path": str(outcome.path),
        "work": act.work if act else None,
        "title": act.title if act else None,
        "kind": act.kind.chinese if act else None,
        "expression_date": day_name(act.date) if act else None,
        "language": act.language if act else None,
        "articles": len(act.articles) if act else 0,
        "known": outcome.known,
        "warnings": warnings,
        "left_out": list(outcome.left_out),
        "refused": outcome.refused or None,
    }


def _withdrawn(act: Act, catalog: Catalog) -> list[str]:
    """Say that what comes in was taken out before; empty where it was not."""
    path = expression_path(act.work, act.language, act.date)
    items = (catalog.withdrawn.get(place) for place in (folder_of(path), path.removesuffix(".xml")))
    return [f"{item.words}；现在又导入，请核对" for item in items if item]


def _print_table(rows: list[dict[str, Any]], notes: tuple[str, ...]) -> None:
    console = out()
    shown = table("结果", "版本", "条", "法规 / 说明")
    for row in rows:
        if row["refused"]:
            details = [row["refused"], *(f"提示：{w}" for w in row["warnings"])]
            shown.add_row("[red]未导入[/]", "", "", escape("\n".join(details)))
            continue
        state = "[yellow]有提示[/]" if row["warnings"] else "[green]已导入[/]"
        if row["known"]:
            state = "[yellow]已有，有提示[/]" if row["warnings"] else "[dim]已有[/]"
        details = [quoted(row["title"]), *(f"提示：{w}" for w in row["warnings"])]
        details += [f"未收入：{left}" for left in row["left_out"] if not left.startswith("注释")]
        shown.add_row(
            state, shown_day(row["expression_date"]), str(row["articles"]), escape("\n".join(details))
        )
    console.print(shown)
    for note in notes:
        console.print(f"一并记下：{note}", markup=False)
    taken = [row for row in rows if not row["refused"] and not row["known"]]
    warned = sum(bool(row["warnings"]) for row in taken)
    known = sum(bool(row["known"]) for row in rows)
    refused = sum(bool(row["refused"]) for row in rows)
    console.print(
        f"共 {len(rows)} 件：导入 {len(taken)}（其中有提示 {warned}），已有 {known}，未导入 {refused}。"
    )
