"""compendium search: provisions that hold the words."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from compendium_cli.options import as_json, as_of, catalog_of, corpus_here, state_of, today


@click.command(
    help="全文检索，以条为单位；默认只查今天有效的文本。\n\n"
    "空格表示“并且”，“或”“非”可用，引号内为完整短语；可限定 标题: 条文: 发布机关: 文号:"
)
@click.argument("query", metavar="检索词")
@as_of
@click.option("--all-versions", is_flag=True, help="检索全部版本，含已修改、已废止的。")
@click.option(
    "--limit", default=20, type=click.IntRange(1, 10_000), metavar="条数", help="最多显示多少条；默认 20。"
)
@as_json
@click.pass_context
def search(
    ctx: click.Context, query: str, as_of: date | None, all_versions: bool, limit: int, as_json: bool
) -> int:
    """Bring the corpus's own index up to date, then ask it. Exit 0 with hits, 1 without."""
    from compendium_build.search import build_index
    from compendium_build.search import search as ask
    from compendium_cli.console import print_json, progress

    corpus = corpus_here(ctx)
    folder = corpus.cache_dir / "index"
    with progress("更新索引", as_json) as tell:
        build_index(catalog_of(corpus, state_of(corpus, None), as_json), folder, tell)
    result = ask(folder, query, None if all_versions else as_of or today(), all_versions, limit)
    if as_json:
        hits = [_object(hit) for hit in result.hits]
        print_json({"query": query, "as_of": result.as_of, "total": result.total, "hits": hits})
    else:
        _print(result)
    return 0 if result.total else 1


def _object(hit: Any) -> dict[str, Any]:
    return {
        "work": hit.work,
        "title": hit.title,
        "label": hit.label,
        "eId": hit.eid,
        "headings": list(hit.headings),
        "expression_date": hit.date.isoformat(),
        "language": hit.language,
        "text": hit.text,
        "spans": [list(span) for span in hit.spans],
        "score": hit.score,
    }


def _print(result: Any) -> None:
    from rich.text import Text

    from compendium.titles import quoted
    from compendium_cli.console import out

    console = out()
    for hit in result.hits:
        console.print(f"{quoted(hit.title)}{hit.label}", style="bold", markup=False, end="")
        console.print(f"　{hit.date}", style="dim", markup=False)
        text = Text("  " + hit.snippet.text)
        for start, end in hit.snippet.spans:
            text.stylize("bold red", start + 2, end + 2)
        console.print(text, soft_wrap=True)
    console.print(f"共 {result.total} 处，显示 {len(result.hits)} 处。")
