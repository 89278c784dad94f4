"""compendium print: one version of a regulation as a PDF."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from compendium.law.names import quoted
from compendium.library.catalog import version_for
from compendium.library.history import past_of
from compendium.text.wording import standing_words
from compendium_build.print import missing_libraries, version_pdf
from compendium_build.targets import edition_of
from compendium_cli.commands import Command
from compendium_cli.options import Day, as_of, catalog_of, config_of, corpus_here, known_at, state_of, today
from compendium_cli.outputs import hand_over
from compendium_cli.show import ADDRESS


@click.command(
    cls=Command,
    help="把一部法规的一个版本排成 PDF（A4）。法规可用名称、简称、目录名或地址，可加 @日期：\n\n"
    "compendium print 消防条例@2020-05-01 -o 消防条例.pdf",
)
@click.argument("address", metavar="法规[@日期]")
@click.option(
    "-o",
    "--output",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="文件",
    help="写到哪个文件，已有的会被替换。",
)
@click.option("--lang", type=click.Choice(["zho", "eng"]), default="zho", metavar="zho|eng", help="语言。")
@as_of
@known_at
@click.pass_context
def print_(
    ctx: click.Context, address: str, out: Path, lang: str, as_of: date | None, as_known_at: str | None
) -> int:
    """Typeset the version and write the file whole."""
    match = ADDRESS.fullmatch(address)
    if not match or match["provision"]:
        raise click.BadParameter("写成 法规 或 法规@日期", param_hint=address)
    day = Day().convert(match["day"], ctx.command.params[0], ctx) if match["day"] else None
    corpus = corpus_here(ctx)
    snapshot = state_of(corpus, as_known_at)
    catalog = catalog_of(corpus, snapshot)
    edition = edition_of(
        catalog, config_of(snapshot), as_of or today(), snapshot.revision, past_of(corpus, snapshot)
    )
    work = catalog.find(match["work"])
    day = day or edition.as_of
    facts = version_for(work, day, lang)
    hand_over(out, version_pdf(edition, work, facts))
    for warning in missing_libraries():
        click.echo(f"提示：{warning}", err=True)
    click.echo(f"{quoted(facts.title)}（{standing_words(work.expressions, day)}）已写入 {out}", err=True)
    return 0
