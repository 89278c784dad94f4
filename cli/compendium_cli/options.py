"""Options that several commands share, and what they open."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compendium.law.days import DAY, LAST_DAY, UNDATED, UNKNOWN, UNKNOWN_DAY, read_day
from compendium.law.kinds import ActKind

if TYPE_CHECKING:
    from compendium.library.catalog import Catalog
    from compendium.library.config import CorpusConfig
    from compendium.store import Corpus, Snapshot


class Day(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A date that exists, written 2024-11-01 or 2024年11月1日; 日期不明 names a version of no known day."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        if value in (UNKNOWN, UNDATED):
            return UNKNOWN_DAY
        written = re.fullmatch(DAY, value)
        day = read_day(written.groups()) if written else _iso_day(value)
        if day is None or day > LAST_DAY:
            self.fail(f"“{value}”不是存在的日期（最晚 {LAST_DAY}），请写成 2024-11-01 的样子", param, ctx)
        return day


class KnownDay(Day):
    """A date of which something begins or ends: it can't be unknown."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        day = super().convert(value, param, ctx)
        if day == UNKNOWN_DAY:
            self.fail(f"“{value}”不是日期，请写成 2024-11-01 的样子", param, ctx)
        return day


def _iso_day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


class KindName(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A kind of act by its Chinese name or its folder: 地方性法规, zhengfu-guizhang."""

    name = "性质"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> ActKind:
        kinds = {name: kind for kind in ActKind for name in (kind.chinese, kind.value)}
        if value not in kinds:
            known = "、".join(kind.chinese for kind in ActKind)
            self.fail(f"没有“{value}”这一性质；可用：{known}", param, ctx)
        return kinds[value]


as_of = click.option("--as-of", type=Day(), metavar="日期", help="以哪一天为准；默认今天。")
known_at = click.option(
    "--as-known-at", metavar="日期|提交", help="只用到那一天（或那次提交）为止入库的内容。"
)
in_place = click.option(
    "--in",
    "place",
    metavar="地名",
    default="",
    help="只在一个地方暂停施行的，按这个地方回答，如 浦东新区。",
)
as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")


def today() -> date:
    """The day on which a command runs."""
    return date.today()


def known_place(catalog: Catalog, place: str) -> str:
    """The place that was asked for; none, and a word on it, where no suspension of the corpus names it."""
    from compendium.text.suspended import unknown_place

    versions = (facts for work in catalog.works for facts in work.expressions)
    if place and (words := unknown_place(versions, place)):
        click.echo(f"提示：{words}", err=True)
        return ""
    return place


def corpus_here(ctx: click.Context, readable: bool = True) -> Corpus:
    """The corpus named by --corpus, or the nearest one above the working folder.

    Args:
        readable: refuse a format that is too old to be read; only an upgrade does not.
    """
    from compendium.store import find_corpus, open_corpus

    root = ctx.find_root()
    given: Path | None = root.obj
    clock = bool(root.params.get("clock_is_right"))
    return open_corpus(given if given is not None else find_corpus(Path.cwd()), clock, readable)


def corpus_to_write(ctx: click.Context) -> Corpus:
    """The same for a command that writes: it says when an upgrade is due."""
    from compendium.library.config import BadConfig
    from compendium.store.formats import FORMAT, format_of
    from compendium.system.toml_table import CORPUS_FILE, read_file

    corpus = corpus_here(ctx)
    refuse_unfinished_merge(corpus)
    with suppress(BadConfig):  # told by what needs the rest of the file
        stated = format_of(read_file(corpus.root / CORPUS_FILE))
        if stated < FORMAT:
            click.echo(
                f"提示：法规库是格式 {stated}，本程序写格式 {FORMAT}。"
                "请运行 compendium upgrade 升级（加 --dry-run 只看会改什么）",
                err=True,
            )
    return corpus


def refuse_unfinished_merge(corpus: Corpus) -> None:
    """Refuse a corpus in which a merge is under way: nobody knows yet what it holds.

    Raises:
        UnfinishedMerge: there is one.
    """
    from compendium.store import UnfinishedMerge

    waiting = corpus.unfinished_merge()
    if waiting is not None:
        raise UnfinishedMerge(waiting)


def state_of(corpus: Corpus, moment: str | None) -> Snapshot:
    """The corpus now, or as it was known on a day or in a revision; says what is not committed yet."""
    from compendium.store import unfinished_words

    if note := corpus.clock_note():
        click.echo(f"警告：{note}", err=True)
    if moment is None:
        waiting = corpus.unfinished_merge()
        if waiting is not None:
            click.echo(f"警告：{unfinished_words(waiting)}", err=True)
        snapshot = corpus.snapshot()
    else:
        tell_history(corpus)
        try:
            snapshot = corpus.snapshot(known_at=date.fromisoformat(moment))
        except ValueError:
            snapshot = corpus.snapshot(rev=moment)
    if snapshot.uncommitted:
        names = "、".join(snapshot.uncommitted[:3])
        more = f" 等 {len(snapshot.uncommitted)} 个文件" if len(snapshot.uncommitted) > 3 else ""
        click.echo(f"提示：含尚未提交的修改：{names}{more}", err=True)
    return snapshot


def tell_history(corpus: Corpus) -> None:
    """Say what must be known of the history before an answer rests on it."""
    for note in corpus.history_notes():
        click.echo(f"提示：{note}", err=True)


def catalog_of(corpus: Corpus, snapshot: Snapshot, quiet: bool = True) -> Catalog:
    """The works of a state of the corpus; progress is shown when it takes long."""
    from compendium.library.catalog import load_catalog
    from compendium.library.facts_cache import FactsCache
    from compendium_cli.console import progress

    with progress("读取法规库", quiet) as tell:
        catalog = load_catalog(snapshot, FactsCache(corpus.cache_dir), tell)
    for bad in catalog.bad:
        click.echo(f"警告：未读入：{bad}", err=True)
    return catalog


def tell_config(snapshot: Snapshot) -> None:
    """Say that corpus.toml cannot be read, where a command does without it."""
    from compendium.library.config import BadConfig

    try:
        if "corpus.toml" in snapshot:
            config_of(snapshot)
    except BadConfig as error:
        click.echo(f"警告：{error}", err=True)


def config_of(snapshot: Snapshot) -> CorpusConfig:
    """What corpus.toml says in a state of the corpus."""
    from compendium.library.config import load_config
    from compendium.system.toml_table import CORPUS_FILE

    return load_config(snapshot.read(CORPUS_FILE))
