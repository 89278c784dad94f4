"""Options of compendium build that make another book than the one that corpus.toml describes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compendium_build.print.choosing import Selection
from compendium_build.targets import Variant
from compendium_cli.options import Day, KindName

if TYPE_CHECKING:
    from compendium_build.targets import Variant

_SIZES = ("16开", "A4", "大字")
_CONDITIONS = "class=分类、kind=性质、work=法规、since=日期"


def print_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command; it is given `variant`, None when none of them is used."""
    options = (
        click.option(
            "--select",
            "conditions",
            multiple=True,
            metavar="条件",
            help=f"只要一部分法规的书（print）。条件：{_CONDITIONS}（此日以后有变动的）；可重复。",
        ),
        click.option("--title", default="", metavar="书名", help="这本书的书名（print）。"),
        click.option(
            "--size",
            type=click.Choice(_SIZES),
            metavar="|".join(_SIZES),
            help="开本（print）：16开 185×260 毫米；A4；大字本。",
        ),
        click.option("--bleed", is_flag=True, help="留出血，印裁切线（print）。"),
        click.option(
            "--form",
            type=click.Choice(["pdf", "docx", "epub"]),
            default="pdf",
            metavar="pdf|docx|epub",
            help="书的形式（print）。",
        ),
        click.option(
            "--replace-pages",
            "book",
            type=click.Path(path_type=Path, file_okay=False, exists=True),
            metavar="目录",
            help="只排那个目录中的书里有变动的法规，附取出和放入的页码表（print）。",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def variant_of(
    target: str,
    conditions: tuple[str, ...],
    *,
    title: str,
    size: str | None,
    bleed: bool,
    form: str,
    book: Path | None,
) -> Variant | None:
    """What the options ask for; None when they ask for nothing special."""
    wanted = Variant(
        selection=_selection(conditions), size=size or "", bleed=bleed, title=title, form=form, book=book
    )
    if wanted == Variant():
        return None
    if target != "print":
        raise click.UsageError(
            "--select、--title、--size、--bleed、--form、--replace-pages 只用于 build print"
        )
    if title and not conditions:
        raise click.UsageError("--title 只与 --select 同用；全书的书名写在 corpus.toml")
    if book and (conditions or form != "pdf"):
        raise click.UsageError("--replace-pages 不能与 --select、--form 同用")
    return wanted


def _selection(conditions: tuple[str, ...]) -> Any:
    held: dict[str, list[str]] = {"class": [], "kind": [], "work": [], "since": []}
    for condition in conditions:
        name, equals, value = condition.partition("=")
        if not equals or not value or name not in held:
            raise click.BadParameter(
                f"“{condition}”不合格式，可用的条件：{_CONDITIONS}", param_hint="--select"
            )
        held[name].append(value)
    if not conditions:
        return None
    if len(held["since"]) > 1:
        raise click.BadParameter("since 只能写一次", param_hint="--select")
    kinds = tuple(KindName().convert(kind, None, None) for kind in held["kind"])
    since = Day().convert(held["since"][0], None, None) if held["since"] else None
    return Selection(tuple(held["class"]), kinds, tuple(held["work"]), since)
