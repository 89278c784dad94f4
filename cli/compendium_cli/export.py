"""compendium export: a version, a selection or the whole book as a Word file or an e-book."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium.law.kinds import ActKind
from compendium.law.names import quoted
from compendium.library.catalog import version_for
from compendium.library.history import past_of
from compendium_build.forms import (
    collection_docx,
    collection_epub,
    selection,
    version_docx,
    version_epub,
    whole_book,
)
from compendium_build.targets import edition_of
from compendium_cli.commands import Command
from compendium_cli.options import (
    Day,
    KindName,
    as_of,
    catalog_of,
    config_of,
    corpus_here,
    known_at,
    state_of,
    today,
)
from compendium_cli.outputs import hand_over
from compendium_cli.show import ADDRESS

if TYPE_CHECKING:
    from compendium.library.catalog import Work
    from compendium.library.facts import Facts
    from compendium_build.edition.edition import Edition
    from compendium_build.forms import Collection

_FORMS = (".docx", ".epub")


@click.command(
    cls=Command,
    help="把法规存为 Word 文件（.docx，按 GB/T 9704 的版面）或者电子书（.epub），文字与库中的一字不差。"
    "写一部法规是单行本，写几部或者用 --kind、--subject 是选编，都不写是全书：\n\n"
    "compendium export 消防条例@2020-05-01 -o 消防条例.docx",
)
@click.argument("addresses", nargs=-1, metavar="[法规[@日期]]...")
@click.option(
    "-o",
    "--output",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="文件",
    help="写到哪个文件，扩展名 .docx 或 .epub 决定形式；已有的会被替换。",
)
@click.option("--kind", type=KindName(), metavar="性质", help="只收某一性质，如 地方性法规。")
@click.option("--subject", metavar="分类", help="只收一个编、章或者节，写它在 corpus.toml 里的 id 或者标题。")
@click.option("--title", metavar="书名", help="选编的书名；默认用法规库的名称。")
@as_of
@known_at
@click.pass_context
def export(
    ctx: click.Context,
    addresses: tuple[str, ...],
    out: Path,
    kind: ActKind | None,
    subject: str | None,
    title: str | None,
    as_of: date | None,
    as_known_at: str | None,
) -> int:
    """Write the file whole."""
    if out.suffix.lower() not in _FORMS:
        raise click.UsageError(f"不认识的扩展名“{out.suffix}”，可用的有：{'、'.join(_FORMS)}")
    if addresses and (kind or subject):
        raise click.UsageError("写了法规，就不能再用 --kind、--subject")
    corpus = corpus_here(ctx)
    snapshot = state_of(corpus, as_known_at)
    edition = edition_of(
        catalog_of(corpus, snapshot),
        config_of(snapshot),
        as_of or today(),
        snapshot.revision,
        past_of(corpus, snapshot),
    )
    chosen = [_version(ctx, edition, address) for address in addresses]
    data, told = (
        _one(edition, *chosen[0], out)
        if len(chosen) == 1
        else _many(edition, chosen, kind=kind, subject=subject, title=title, out=out)
    )
    hand_over(out, data)
    click.echo(f"{told}已写入 {out}", err=True)
    return 0


def _version(ctx: click.Context, edition: Edition, address: str) -> tuple[Work, Facts]:
    match = ADDRESS.fullmatch(address)
    if not match or match["provision"]:
        raise click.BadParameter("写成 法规 或 法规@日期", param_hint=address)
    day = Day().convert(match["day"], ctx.command.params[0], ctx) if match["day"] else edition.as_of
    work = edition.catalog.find(match["work"])
    return work, version_for(work, day)


def _one(edition: Edition, work: Work, facts: Facts, out: Path) -> tuple[bytes, str]:
    write = version_docx if out.suffix.lower() == ".docx" else version_epub
    return write(edition, work, facts), quoted(facts.title)


def _many(
    edition: Edition,
    chosen: list[tuple[Work, Facts]],
    *,
    kind: ActKind | None,
    subject: str | None,
    title: str | None,
    out: Path,
) -> tuple[bytes, str]:
    name = title or edition.title
    book: Collection = selection(name, chosen) if chosen else whole_book(edition, name)
    if kind:
        book = book.only(lambda row: edition.current(row.work).kind is kind)
    if subject:
        book = book.only(lambda row: subject in row.names)
    if not book.rows:
        raise click.UsageError("没有符合条件的法规")
    write = collection_docx if out.suffix.lower() == ".docx" else collection_epub
    return write(edition, book), f"{name}（{len(book.rows)} 件）"
