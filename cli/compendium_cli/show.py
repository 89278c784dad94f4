"""compendium show: an act, a version or a provision."""

from __future__ import annotations

import re
import sys
from datetime import date

import click

from compendium_cli.options import Day, as_of, catalog_of, corpus_here, known_at, state_of, today

_ADDRESS = re.compile(r"(?P<work>[^#]+?)(?:@(?P<day>[0-9][^#]*))?(?:#(?P<provision>.+))?")


@click.command(
    help="显示法规。法规可用名称、简称、目录名或地址，可加 @日期 和 #条款：\n\n"
    "compendium show 消防条例@2020-05-01#第十条第二款"
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
@as_of
@known_at
@click.pass_context
def show(
    ctx: click.Context, address: str, form: str, lang: str, as_of: date | None, as_known_at: str | None
) -> int:
    """Print the text to standard output and how it stands to standard error."""
    from compendium.rendering import as_json, as_markdown, as_text
    from compendium.selecting import find_provision, version_for
    from compendium.titles import quoted

    match = _ADDRESS.fullmatch(address)
    if not match:
        raise click.BadParameter("写成 法规[@日期][#条款]", param_hint=address)
    if form == "xml" and match["provision"]:
        raise click.UsageError("--format xml 只能显示整个文件，不能加 #条款")
    day = Day().convert(match["day"], ctx.command.params[0], ctx) if match["day"] else as_of or today()
    corpus = corpus_here(ctx)
    snapshot = state_of(corpus, as_known_at)
    catalog = catalog_of(corpus, snapshot)
    work = catalog.find(match["work"])
    facts, standing_words = version_for(work, day, lang)
    act = catalog.act(facts)
    provision = find_provision(act, facts, match["provision"]) if match["provision"] else None
    click.echo(f"{quoted(facts.title)}{standing_words}", err=True)
    if form == "xml" and provision is None:
        sys.stdout.buffer.write(snapshot.read(facts.path))
        return 0
    if form == "json":
        words = as_json(act, provision)
    else:
        words = as_markdown(act, provision) if form == "md" else as_text(act, provision)
    click.echo(words, nl=False)
    return 0
