"""compendium check: the rules, over the corpus or over files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from compendium.checks import RULES, check_catalog, check_file
from compendium.law.problems import Problem, Severity
from compendium.library.config import load_config
from compendium.library.staff_tables import read_companions
from compendium.store import CorpusNotFound
from compendium.system.toml_table import CORPUS_FILE
from compendium_cli.commands import Command
from compendium_cli.console import out, print_json, progress, table
from compendium_cli.options import as_json, catalog_of, corpus_here, refuse_unfinished_merge
from compendium_cli.sarif import sarif


@click.command(
    cls=Command,
    help="检查法规文本：格式、编号、标识、日期、版本、引用、标点。默认检查全库，也可只查指定的文件或文件夹。",
)
@click.argument("paths", metavar="[文件…]", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--rules", is_flag=True, help="列出全部规则。")
@click.option("--code", "codes", metavar="代码", multiple=True, help="只报告这些规则，可写多次。")
@click.option("--sarif", "as_sarif", is_flag=True, help="输出 SARIF 2.1.0，供编辑器和持续集成使用。")
@click.option("--fresh", is_flag=True, help="不用以往的结果：重新核对仓库的每个对象，重新读每个文件。")
@click.option("--replay", is_flag=True, help="按库中的修改决定重作各版本，与已入库的文本逐字核对。")
@click.option(
    "--parity",
    "built",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="成品目录",
    help="核对成品：网站、书、检索索引、订阅源中每一条款的文字是否都与法规库相同。",
)
@as_json
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[Path, ...],
    rules: bool,
    codes: tuple[str, ...],
    as_sarif: bool,
    fresh: bool,
    replay: bool,
    built: Path | None,
    as_json: bool,
) -> int:
    """Print the findings; exit 1 when one of them is an error."""
    if fresh:
        corpus_here(ctx).prove()
    # What these two load costs more than the usual check takes, so only those pay who ask for it.
    if replay:
        from compendium_cli.replay import print_replays

        return print_replays(ctx, as_json)
    if built:
        from compendium_cli.parity import print_parity

        return print_parity(ctx, built, as_json)
    if unknown := [code for code in codes if code not in RULES]:
        raise click.UsageError(f"没有规则“{unknown[0]}”；用 compendium check --rules 查看全部规则")
    if rules:
        return _print_rules(as_json)
    problems = (
        _outside_corpus(paths) if paths and not _in_corpus(ctx, paths) else _inside(ctx, paths, as_json)
    )
    problems = [p for p in problems if not codes or p.code in codes]
    if as_sarif:
        print_json(sarif(problems))
    elif as_json:
        print_json([_object(problem) for problem in problems])
    else:
        _print(problems)
    return 1 if any(p.severity is Severity.ERROR for p in problems) else 0


def _in_corpus(ctx: click.Context, paths: tuple[Path, ...]) -> bool:
    try:
        root = corpus_here(ctx).root.resolve()
    except CorpusNotFound:
        return False
    return all(path.resolve().is_relative_to(root) for path in paths)


def _outside_corpus(paths: tuple[Path, ...]) -> list[Problem]:
    files = [f for p in paths for f in (sorted(p.rglob("*.xml")) if p.is_dir() else [p])]
    return [problem for file in files for problem in check_file(file.read_bytes(), str(file))]


def _inside(ctx: click.Context, paths: tuple[Path, ...], quiet: bool) -> list[Problem]:
    from compendium.library.moved import moves_of
    from compendium.library.withdrawn import withdrawals_of

    corpus = corpus_here(ctx)
    if corpus.unfinished_merge():  # one that is resolved may be checked before it is committed
        refuse_unfinished_merge(corpus)
    snapshot = corpus.snapshot()
    load_config(snapshot.read(CORPUS_FILE))
    moves_of(snapshot)
    wanted = [path for path in snapshot.paths() if path.endswith(".xml")]
    if paths:
        roots = [path.resolve().relative_to(corpus.root.resolve()).as_posix() for path in paths]
        wanted = [p for p in wanted if any(r == "." or p == r or p.startswith(f"{r}/") for r in roots)]
    catalog = catalog_of(corpus, snapshot, quiet)
    withdrawals_of(snapshot)
    read_companions(catalog)
    with progress("检查", quiet) as tell:
        return check_catalog(catalog, snapshot, wanted, tell)


def _object(problem: Problem) -> dict[str, Any]:
    return {
        "path": problem.path,
        "line": problem.line,
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "words": problem.words,
    }


def _print(problems: list[Problem]) -> None:
    console = out()
    for problem in problems:
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        console.print(f"{problem.path}:{problem.line}: ", end="", markup=False, soft_wrap=True)
        console.print(f"[{colour}]{problem.code}[/] ", end="", soft_wrap=True)
        title = RULES[problem.code].title
        console.print(
            f"{title}：{str(problem).partition(problem.code)[2].strip()}", markup=False, soft_wrap=True
        )
    counts = Counter(problem.severity for problem in problems)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    console.print(f"错误 {errors}，提示 {warnings}。")


def _print_rules(as_json: bool) -> int:
    if as_json:
        rows = [(rule.code, rule.severity.value, rule.title, rule.advice) for rule in RULES.values()]
        print_json([dict(zip(("code", "severity", "title", "advice"), row, strict=True)) for row in rows])
        return 0
    shown = table("代码", "级别", "规则", "怎么办")
    for rule in RULES.values():
        level = "错误" if rule.severity is Severity.ERROR else "提示"
        shown.add_row(rule.code, level, rule.title, rule.advice)
    out().print(shown)
    return 0
