"""compendium rebase: versions entered beside each other come to follow one another."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import click
from rich.markup import escape

from compendium.amending.planning.remaking import message_of_rebase, plan_rebase
from compendium.amending.statements import statements_text
from compendium.compare import as_lines, as_object, compare
from compendium.law.days import day_label
from compendium.law.names import quoted
from compendium.system.toml_table import read_file
from compendium_cli.commands import Command
from compendium_cli.console import out, print_json, table
from compendium_cli.options import as_json, catalog_of, corpus_to_write, tell_config
from compendium_cli.outputs import hand_over
from compendium_cli.typed import ask

if TYPE_CHECKING:
    from rich.console import Console

    from compendium.amending.planning.remaking import RebasePlan, Remade
    from compendium.law.identifiers import CorpusPath, Uri
    from compendium.store import Corpus, Snapshot


@click.command(
    cls=Command,
    help="两人分别执行了对同一法规的修改决定，合并以后，后施行的版本没有先施行的修改（check 的 V405）："
    "按各自的决定，把后一版本在前一版本上重作；同名的两件决定分到两个目录。先列出前后对照，问过再写入，"
    "作一次提交。两个决定改动同一处，或者前一版本改变了序号的，列出来由人说明，什么也不写入。\n\n"
    "compendium rebase 公园管理条例",
)
@click.argument("name", metavar="法规")
@click.option("--yes", is_flag=True, help="不再询问，直接写入。")
@click.option("--dry-run", is_flag=True, help="只列出会改什么，不写入。")
@click.option("--write", is_flag=True, help="把冲突的各项写入决定旁边的说明文件，供填写。")
@as_json
@click.pass_context
def rebase(ctx: click.Context, name: str, yes: bool, dry_run: bool, write: bool, as_json: bool) -> int:
    """Plan, show, ask, write; exit 1 when a person must decide something first."""
    corpus = corpus_to_write(ctx)
    snapshot = corpus.snapshot()
    tell_config(snapshot)
    catalog = catalog_of(corpus, snapshot, as_json)
    plan = plan_rebase(catalog, catalog.find(name))
    if not as_json:
        _print(plan)
    if write and plan.blocked:
        _write_statements(corpus, plan)
    written = None
    if plan.files and not dry_run and (yes or (not as_json and _agreed())):
        _keep_statements(corpus, snapshot, plan)
        expected = {path: snapshot.digest(path) if path in snapshot else None for path in plan.files}
        written = corpus.write(plan.files, message_of_rebase(plan), expected=expected)
    if as_json:
        print_json(_object(plan, written.hexsha if written else None))
    elif plan.files:
        click.echo("已写入，并作了一次提交。" if written else "没有写入。")
    return 1 if plan.blocked else 0


def _agreed() -> bool:
    """Ask; anything but a plain yes writes nothing."""
    return ask("写入法规库？确认请输入“是”", default="否").strip().lower() in ("是", "y", "yes")


def _object(plan: RebasePlan, commit: str | None) -> dict[str, Any]:
    return {
        "works": [work.uri for work in plan.works],
        "blocked": plan.blocked,
        "moved": list(plan.moved),
        "versions": [_version(version, plan) for version in plan.versions],
        "notes": list(plan.notes),
        "files": sorted(plan.files),
        "commit": commit,
    }


def _version(version: Remade, plan: RebasePlan) -> dict[str, Any]:
    return {
        "work": version.stored.work,
        "title": version.stored.title,
        "expression_date": version.facts.date.isoformat(),
        "before": version.before.date.isoformat(),
        "fault": version.fault or None,
        "conflicts": [
            {
                "decision": decision.title,
                "id": clash.id,
                "words": clash.words,
                "place": clash.place or None,
                "reason": clash.reason,
                "statements": plan.statements[decision.work],
            }
            for decision, clash in version.clashes
        ],
        "changes": as_object(compare(version.stored, version.after)) if version.after else None,
    }


def _print(plan: RebasePlan) -> None:
    console = out()
    if not (plan.versions or plan.moved):
        titles = "、".join(quoted(work.title) for work in plan.works)
        click.echo(f"{titles}各版本前后相接，没有要重作的。")
    for words in plan.moved:
        console.print(escape(f"分开两件同名的决定：{words}"), soft_wrap=True)
    for version in plan.versions:
        _print_version(console, version, plan)
    for note in plan.notes:
        console.print(f"提示：{escape(note)}", soft_wrap=True)
    if plan.blocked:
        console.print("[red]有不能确定的，什么也没有写入。[/]")


def _print_version(console: Console, version: Remade, plan: RebasePlan) -> None:
    name = f"{quoted(version.stored.title)}{day_label(version.facts.date)} 的版本"
    makers = "、".join(dict.fromkeys(quoted(w.decision.title) for w in version.works if w.decision))
    by = f"，依据{makers}" if makers else ""
    console.print(
        f"\n[bold]{escape(name)}[/]　在 {day_label(version.before.date)} 的版本上重作{escape(by)}",
        soft_wrap=True,
    )
    if version.fault:
        console.print(f"  [red]不能重作[/]：{escape(version.fault)}", soft_wrap=True)
    if version.clashes:
        _print_clashes(console, version, plan)
    if version.after:
        console.print("  这一版本现在的文本与重作以后的对照：")
        for line in as_lines(compare(version.stored, version.after)):
            console.print(f"    {escape(line)}", soft_wrap=True)
        console.print("  重作以后，这一版本对前一版本的修改：")
        for line in as_lines(compare(version.before, version.after)):
            console.print(f"    {escape(line)}", soft_wrap=True)


def _print_clashes(console: Console, version: Remade, plan: RebasePlan) -> None:
    console.print("  [red]冲突[/]：")
    shown = table("编号", "决定原文", "条款", "原因")
    for _, clash in version.clashes:
        shown.add_row(*map(escape, (clash.id, clash.words, clash.place, clash.reason)))
    console.print(shown)
    for path in dict.fromkeys(plan.statements[decision.work] for decision, _ in version.clashes):
        hint = (
            f"核对以后，请在 {path} 中用 say 写明各项怎样修改（原文无误的，照抄原文），再运行一次；"
            "加 --write，先把各项列入这个文件。"
        )
        console.print(f"  {escape(hint)}", soft_wrap=True)


def _keep_statements(corpus: Corpus, snapshot: Snapshot, plan: RebasePlan) -> None:
    """Commit statements that are about to move with their decision and are in no commit yet.

    The store takes nothing away that it could not give back.
    """
    gone = [path for path, data in plan.files.items() if data is None and path in snapshot.uncommitted]
    kept: dict[CorpusPath, bytes | None] = {
        path: snapshot.read(path) for path in gone if path.endswith(".toml")
    }
    if kept:
        expected = {path: snapshot.digest(path) for path in kept}
        corpus.write(kept, "重作以前对决定的说明\n", expected=expected)


def _write_statements(corpus: Corpus, plan: RebasePlan) -> None:
    """Put an entry into the file of statements of each decision for what a person must answer."""
    asked: dict[Uri, list[tuple[str, str, str]]] = defaultdict(list)
    titles: dict[Uri, str] = {}
    for version in plan.versions:
        for decision, clash in version.clashes:
            asked[decision.work].append((clash.id, clash.words, clash.reason))
            titles[decision.work] = decision.title
    for uri, items in asked.items():
        file = corpus.root / plan.statements[uri]
        held = read_file(file).decode() if file.is_file() else ""
        hand_over(file, statements_text(titles[uri], dict.fromkeys(items), held).encode())
