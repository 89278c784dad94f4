"""compendium diff: two versions of an act, two files, or two states of the whole compendium."""

from __future__ import annotations

from pathlib import Path

import click

from compendium_cli.commands import Command
from compendium_cli.diff_edition import edition_diff
from compendium_cli.diff_texts import texts_diff
from compendium_cli.options import as_json, known_at
from compendium_cli.outputs import hand_over

FORMATS = ("text", "html", "docx", "pdf", "json", "tracked")
_SUFFIXES = {".html": "html", ".htm": "html", ".docx": "docx", ".pdf": "pdf", ".json": "json", ".txt": "text"}
_FILES = frozenset({"docx", "pdf", "tracked"})


@click.command(
    cls=Command,
    help="比较同一法规的两个版本，或者两个文件：先按条文的身份，再按文字。只改序号不算修改。\n\n"
    "修改前、修改后写成 法规@日期（那一天施行的文本）、法规（今天施行的文本）或者文件（如尚未通过的草案）："
    "compendium diff 消防条例@2020-05-01 消防条例@2024-11-01 --out 对照表.docx\n\n"
    "用 --edition 比较全书的两个状态，写成日期、标签或者提交，得出修改情况说明："
    "compendium diff --edition 2023-01-01 2024-01-01",
)
@click.argument("before", metavar="修改前")
@click.argument("after", metavar="修改后")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    metavar="形式",
    help="输出形式：text 终端文字，html 网页，docx 和 pdf 修改对照表，json 供程序读取，"
    "tracked 带修订标记的 Word 文件（全部接受得修改后文本，全部拒绝得修改前文本）。"
    "默认按 --out 的扩展名，没有时输出终端文字。",
)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="文件", help="写入的文件。"
)
@click.option(
    "--inline/--side-by-side", "inline", default=False, help="网页中合为一栏，或者左右两栏（默认）。"
)
@click.option("--all", "everything", is_flag=True, help="未改动的条文、题注和目录也列入。")
@click.option("--edition", is_flag=True, help="比较全书的两个状态，列出新收录、修改、施行、废止的法规。")
@known_at
@as_json
@click.pass_context
def diff(
    ctx: click.Context,
    before: str,
    after: str,
    form: str | None,
    out: Path | None,
    inline: bool,
    everything: bool,
    edition: bool,
    as_known_at: str | None,
    as_json: bool,
) -> int:
    """Make the form asked for and write it to the file, or to standard output."""
    form = chosen("json" if as_json else form, out)
    if edition:
        data = edition_diff(ctx, before, after, form, as_known_at)
    else:
        data = texts_diff(ctx, before, after, form, inline=inline, everything=everything, moment=as_known_at)
    if data is not None:
        deliver(data, out)
    return 0


def chosen(form: str | None, out: Path | None) -> str:
    """The form asked for, or the one that the name of the file tells."""
    if form is None:
        form = _SUFFIXES.get(out.suffix.lower(), "") if out else "text"
    if not form:
        raise click.UsageError(f"从文件名“{out}”看不出输出形式，请用 --format 指定")
    if form in _FILES and out is None:
        raise click.UsageError(f"--format {form} 要用 --out 指定写入的文件")
    return form


def deliver(data: bytes, out: Path | None) -> None:
    """Write to the file, or to standard output."""
    if out is None:
        click.echo(data.decode(), nl=False)
        return
    hand_over(out, data)
    click.echo(f"已写入 {out}", err=True)
