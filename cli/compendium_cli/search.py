"""compendium search: provisions that hold the words."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compendium.law.kinds import ActKind
from compendium_build.edition.artifacts import OutputBusy
from compendium_build.search import Facet, Request, Sort, answer_object, build_index, open_index, parse_query
from compendium_build.search import search as ask
from compendium_build.search.engines import DEFAULT, engine_of
from compendium_cli.commands import Command
from compendium_cli.console import print_json, progress
from compendium_cli.options import (
    KindName,
    as_json,
    as_of,
    catalog_of,
    config_of,
    corpus_here,
    state_of,
    today,
)
from compendium_cli.search_view import show

if TYPE_CHECKING:
    from compendium.store import Corpus
    from compendium_build.search import Facet, Index, Request

_SORTS = {"相关": "relevance", "日期": "date", "标题": "title"}
_STATUSES = ("现行有效", "尚未施行", "文本未收录", "已修改", "已废止", "失效")
_ENGINES = ("sqlite", "tantivy", "whoosh", "opensearch")


@click.command(
    cls=Command,
    help="全文检索，以条为单位，按法规归在一起；默认只查今天有效的文本。\n\n"
    "空格表示“并且”，“或”“非”可用，引号内为完整短语，括号可以分组，“甲 近/10 乙”限定相距字数；"
    "可限定 标题: 条文: 发布机关: 文号: 。写“消防条例第十条”直接找到这一条；"
    "法规名称可以写拼音首字母，如 xftl。",
)
@click.argument("query", metavar="检索词")
@as_of
@click.option("--all-versions", is_flag=True, help="检索全部版本，含已修改、已废止的。")
@click.option(
    "--kind", "kinds", multiple=True, type=KindName(), metavar="性质", help="只要这种性质的；可多次。"
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(_STATUSES),
    metavar="状态",
    help="只要这种状态的：现行有效、尚未施行、文本未收录、已修改、已废止、失效；可多次。"
    "与 --all-versions 合用。",
)
@click.option("--issuer", "issuers", multiple=True, metavar="机关", help="只要这个机关发布的；可多次。")
@click.option(
    "--class", "classes", multiple=True, metavar="类", help="只要归入这一编、章或节的（代号）；可多次。"
)
@click.option("--year", "years", multiple=True, metavar="年", help="只要版本日期在这一年的；可多次。")
@click.option(
    "--language", type=click.Choice(("中文", "英文")), metavar="语言", help="只要这种语言的：中文、英文。"
)
@click.option(
    "--sort",
    type=click.Choice(tuple(_SORTS)),
    default="相关",
    metavar="次序",
    help="法规的次序：相关（默认）、日期（新的在前）、标题（拼音）。",
)
@click.option(
    "--limit",
    default=20,
    type=click.IntRange(1, 10_000),
    metavar="部数",
    help="最多显示多少部法规；默认 20。",
)
@click.option(
    "--per-work",
    default=3,
    type=click.IntRange(1, 1000),
    metavar="条数",
    help="每部法规最多显示多少条；默认 3。",
)
@click.option("--cursor", default="", metavar="位置", help="从上一页给出的位置继续。")
@click.option("--facets", is_flag=True, help="也列出各种性质、状态、机关、年份等各有多少条。")
@click.option("--no-synonyms", is_flag=True, help="不用 synonyms.toml 里的同义词。")
@click.option(
    "--engine",
    type=click.Choice(_ENGINES),
    default="sqlite",
    metavar="引擎",
    help="检索引擎：sqlite（默认）、tantivy、whoosh、opensearch；结果相同，快慢不同。",
)
@as_json
@click.pass_context
def search(ctx: click.Context, /, query: str, **options: Any) -> int:
    """Bring the corpus's own index up to date, then ask it. Exit 0 with an answer, 1 without."""
    parse_query(query)  # a bad query is told of before the index is made
    with closing(_index(corpus_here(ctx), options["engine"], options["as_json"])) as index:
        answer = ask(index, _request(query, options))
    if options["as_json"]:
        print_json(answer_object(answer))
    else:
        show(answer, options["facets"])
    return 0 if answer.total or answer.jumps or answer.named else 1


def _index(corpus: Corpus, engine: str, quiet: bool) -> Index:
    """The corpus's own index, up to date; as it is when another process is just writing it."""
    folder: Path = corpus.cache_dir / ("index" if engine == DEFAULT else f"index-{engine}")
    chosen = engine_of(engine)
    snapshot = state_of(corpus, None)
    try:
        with progress("更新索引", quiet) as tell:
            catalog = catalog_of(corpus, snapshot, quiet)
            build_index(catalog, folder, tell, chosen, config_of(snapshot).scheme)
    except OutputBusy:
        click.echo("提示：另一个程序正在更新索引，以下是更新之前的结果。", err=True)
    return open_index(folder, chosen)


def _request(query: str, options: dict[str, Any]) -> Request:
    day: date = options["as_of"] or today()
    return Request(
        query=query,
        day=day,
        all_versions=options["all_versions"],
        filters=_filters(options),
        sort=Sort(_SORTS[options["sort"]]),
        limit=options["limit"],
        per_work=options["per_work"],
        cursor=options["cursor"],
        synonyms=not options["no_synonyms"],
    )


def _filters(options: dict[str, Any]) -> dict[Facet, frozenset[str]]:
    kinds: tuple[ActKind, ...] = options["kinds"]
    language = {"中文": "zho", "英文": "eng"}.get(options["language"] or "")
    wanted = {
        Facet.KIND: [kind.value for kind in kinds],
        Facet.STATUS: options["statuses"],
        Facet.ISSUER: options["issuers"],
        Facet.CLASS: options["classes"],
        Facet.YEAR: options["years"],
        Facet.LANGUAGE: [language] if language else [],
    }
    return {facet: frozenset(values) for facet, values in wanted.items() if values}
