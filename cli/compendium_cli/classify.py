"""compendium classify: proposes classes for works that have none, and takes those that staff choose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compendium.editing.class_proposals import learn, propose, without_class
from compendium.editing.classifying import Classing, class_message, class_words, classed_files
from compendium.law.names import quoted
from compendium.library.classes import class_paths, classes_of, path_words
from compendium_cli.classify_table import SURE, UNSURE, classes_named, read_table, table_bytes
from compendium_cli.commands import Command
from compendium_cli.console import out, print_json, progress, table
from compendium_cli.options import as_json, catalog_of, config_of, corpus_to_write
from compendium_cli.outputs import hand_over

if TYPE_CHECKING:
    from compendium.editing.class_proposals import Proposal
    from compendium.library.catalog import Catalog
    from compendium.library.classes import ClassPath
    from compendium.store import Corpus, Snapshot


@click.command(
    cls=Command,
    help="归类：给没有分类的法规提出建议（说明理由），由工作人员定。不写选项时只列出建议，不改法规库。\n\n"
    "成批：classify --write 归类.csv，在 Excel 里改好“分类”一列，再 classify --accept 归类.csv。\n\n"
    "单件：compendium classify 雨水花园管理条例 海绵城市 --reason 依其内容",
)
@click.argument("name", metavar="[法规]", required=False)
@click.argument("wanted", metavar="[分类…]", nargs=-1)
@click.option(
    "--write",
    "written",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="把建议写成表格（.csv 或 .tsv），供修改；拿不准的，“分类”一列留空。",
)
@click.option(
    "--accept",
    "accepted",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="文件",
    help="按改好的表格归类，作一次提交；“分类”一列空着的不动。",
)
@click.option("--classes", is_flag=True, help="列出 corpus.toml 的全部分类和代号。")
@click.option("--reason", metavar="缘由", default="", help="单件归类的缘由。")
@click.option("--dry-run", is_flag=True, help="只显示会怎样归类，不写入。")
@as_json
@click.pass_context
def classify(
    ctx: click.Context,
    /,
    name: str | None,
    wanted: tuple[str, ...],
    written: Path | None,
    accepted: Path | None,
    classes: bool,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> int:
    """List, write or take; only what staff have chosen changes the corpus."""
    if sum((bool(written), bool(accepted), classes, bool(wanted))) > 1 or (name and (accepted or classes)):
        raise click.UsageError("--write、--accept、--classes 和单件归类每次只用一种")
    if bool(wanted) is not bool(reason.strip()):
        raise click.UsageError("单件归类要用 --reason 写明缘由；--reason 只用于单件归类")
    corpus = corpus_to_write(ctx)
    snapshot = corpus.snapshot()
    config = config_of(snapshot)
    paths = class_paths(config.scheme)
    if not paths:
        raise click.UsageError("corpus.toml 里没有分类（[[scheme]]），先写分类")
    if classes:
        return _print_classes(paths, as_json)
    catalog = catalog_of(corpus, snapshot, as_json)
    if accepted:
        taken = read_table(accepted, catalog, paths)
        note = f"留空未归类 {taken.empty} 件，没有改动 {taken.same} 件。"
        items: Sequence[Classing] = taken.items
    elif name and wanted:
        note = ""
        items = [Classing(catalog.find(name), classes_named(paths, wanted), reason.strip())]
    else:
        works = [catalog.find(name)] if name else without_class(catalog, paths)
        proposals = _proposals(catalog, works, paths, config.place, as_json)
        if written:
            hand_over(written, table_bytes(written, proposals, paths))
        return _print_proposals(proposals, paths, written, as_json)
    commit = None if dry_run or not items else _write(corpus, snapshot, catalog, items, paths=paths)
    _print_taken(items, paths, commit, note=note, dry_run=dry_run, as_json=as_json)
    return 0


def _write(
    corpus: Corpus,
    snapshot: Snapshot,
    catalog: Catalog,
    items: Sequence[Classing],
    *,
    paths: dict[str, ClassPath],
) -> str | None:
    files = classed_files(catalog, items)
    expected = {file: snapshot.digest(file) for file in files}
    done = corpus.write(files, class_message(items, paths), expected=expected)
    return done.hexsha if done else None


def _proposals(
    catalog: Catalog, works: Sequence[Any], paths: dict[str, ClassPath], place: str, quiet: bool
) -> list[Proposal]:
    lessons = learn(catalog, paths, place)
    found = []
    with progress("提出建议", quiet) as tell:
        for number, work in enumerate(works, 1):
            found.append(propose(work, catalog.act(work.expressions[-1]), lessons, place))
            tell(number, len(works))
    return found


def _print_classes(paths: dict[str, ClassPath], as_json: bool) -> int:
    if as_json:
        print_json([{"id": key, "title": path_words(path)} for key, path in paths.items()])
        return 0
    shown = table("代号", "分类")
    for key, path in paths.items():
        shown.add_row(key, path_words(path))
    out().print(shown)
    return 0


def _print_proposals(
    proposals: Sequence[Proposal], paths: dict[str, ClassPath], written: Path | None, as_json: bool
) -> int:
    if as_json:
        print_json([_object(each, paths) for each in proposals])
        return 0
    shown = table("名称", "建议", "理由")
    for each in proposals:
        best = path_words(paths[each.best]) if each.best else ""
        shown.add_row(each.work.title, best, each.reason)
    if proposals and not written:
        out().print(shown)
    sure = sum(bool(each.best) for each in proposals)
    aside = str(written) == "-"  # the table itself stands on standard output
    told = f"共 {len(proposals)} 件：有建议 {sure}，拿不准 {len(proposals) - sure}。没有写入法规库。"
    click.echo(told, err=aside)
    if written and not aside:
        click.echo(f"已写入 {written}。改好“分类”一列以后：compendium classify --accept {written}")
    return 0


def _object(each: Proposal, paths: dict[str, ClassPath]) -> dict[str, Any]:
    return {
        "work": each.work.uri,
        "folder": each.work.folder,
        "title": each.work.title,
        "kind": each.work.kind.chinese,
        "classes": list(classes_of(each.work, paths)),
        "proposed": each.best or None,
        "state": SURE if each.best else UNSURE,
        "candidates": list(each.candidates),
        "reason": each.reason,
    }


def _print_taken(
    items: Sequence[Classing],
    paths: dict[str, ClassPath],
    commit: str | None,
    *,
    note: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    if as_json:
        rows = [
            {
                "work": item.work.uri,
                "title": item.work.title,
                "was": list(item.work.expressions[-1].subjects),
                "classes": list(item.classes),
                "reason": item.reason,
            }
            for item in items
        ]
        print_json({"classed": rows, "commit": commit})
        return
    for item in items:
        was = item.work.expressions[-1].subjects
        before = f"{class_words(paths, was)} → " if was else ""
        click.echo(f"{quoted(item.work.title)}：{before}{class_words(paths, item.classes)}")
    click.echo(f"{'将归类' if dry_run else '已归类'} {len(items)} 件。{note}")
    if dry_run:
        click.echo("没有写入。去掉 --dry-run 即归类。")
