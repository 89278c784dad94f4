"""A draft decision from two texts: 由新旧两个文本起草修改决定."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium.amending.deriving import Formal, derive, wording
from compendium.compare.align import align
from compendium.intake.bounded import read_bounded
from compendium.law.days import day_label
from compendium_cli.console import print_json
from compendium_cli.options import Day, catalog_of, corpus_here

if TYPE_CHECKING:
    from compendium.law.act import Act


def print_draft(ctx: click.Context, before: str, after: str, unquoted: bool, as_json: bool) -> int:
    """Print the draft; the operations and the draft as JSON."""
    old, new = _text(ctx, before), _text(ctx, after)
    aligned = align(old, new)
    actions = derive(old, aligned, new.date)
    words = wording(actions, old.title, Formal(marks=not unquoted))
    if as_json:
        rows = [{"form": type(action).__name__, "action": _plain(action)} for action in actions]
        print_json({"title": old.title, "operations": rows, "draft": words})
    else:
        click.echo(words)
    return 0


def _plain(action: object) -> object:
    return asdict(action) if is_dataclass(action) and not isinstance(action, type) else str(action)


def _text(ctx: click.Context, words: str) -> Act:
    """A text from a file, or a version in the corpus: 条例@2024-11-01, the last one when no day is given."""
    path = Path(words)
    if path.is_file():
        return read_bounded(path).act
    name, _, day = words.partition("@")
    corpus = corpus_here(ctx)
    catalog = catalog_of(corpus, corpus.snapshot())
    work = catalog.find(name)
    if not day:
        return catalog.act(work.expressions[-1])
    wanted = Day().convert(day, None, ctx)
    for facts in work.expressions:
        if facts.date == wanted:
            return catalog.act(facts)
    days = "、".join(day_label(facts.date) for facts in work.expressions)
    raise click.BadParameter(f"没有 {day_label(wanted)} 的版本，已有：{days}", param_hint=words)
