"""Two texts compared: what a person names becomes a version or a file, the comparison becomes a form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium.law.timeline import standing
from compendium.text.missing import missing_words
from compendium.text.wording import start_words
from compendium_build.changes.basis import Bases, bases
from compendium_build.changes.html import inline as in_one
from compendium_build.changes.html import print_page, side_by_side
from compendium_build.changes.pdf import pdf_of
from compendium_build.changes.report import Text, report
from compendium_build.changes.table import Selection
from compendium_build.changes.tracked import word_tracked
from compendium_build.changes.views import report_lines, report_object
from compendium_build.changes.word_table import word_table
from compendium_cli.diff_view import print_lines
from compendium_cli.options import Day, catalog_of, corpus_here, state_of, tell_config, today

if TYPE_CHECKING:
    from compendium.law.act import Act
    from compendium.library.catalog import Catalog, Work
    from compendium_build.changes.basis import Bases
    from compendium_build.changes.report import Report, Text

_ADDRESS = re.compile(r"(?P<name>.+?)(?:@(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class Named:
    """A text that a person named; the work and the place among its versions where the corpus holds it."""

    text: Text
    work: Work | None = None
    index: int = 0


def texts_diff(
    ctx: click.Context,
    before: str,
    after: str,
    form: str,
    *,
    inline: bool,
    everything: bool,
    moment: str | None,
) -> bytes | None:
    """The comparison in a form; None where it was printed already."""
    source = _Source(ctx, moment)
    old, new = source.named(before), source.named(after)
    selection = Selection(unchanged=everything, front=everything)
    made = report(old.text, new.text, source.bases(old, new), selection)
    return _formed(made, form, inline, everything)


def _formed(made: Report, form: str, inline: bool, everything: bool) -> bytes | None:
    match form:
        case "html":
            return in_one(made) if inline else side_by_side(made)
        case "pdf":
            return pdf_of(print_page(made))
        case "docx":
            return word_table(made)
        case "tracked":
            return word_tracked(made)
        case "json":
            return (dumps(report_object(made), ensure_ascii=False, indent=1) + "\n").encode()
    print_lines(list(report_lines(made, None if everything else 20)))
    return None


class _Source:
    """Where texts are taken from; the corpus is opened only when one of them is in it."""

    def __init__(self, ctx: click.Context, moment: str | None) -> None:
        self._ctx, self._moment = ctx, moment
        self._held: Catalog | None = None

    @property
    def catalog(self) -> Catalog:
        """The corpus at the moment asked for."""
        if self._held is None:
            corpus = corpus_here(self._ctx)
            snapshot = state_of(corpus, self._moment)
            tell_config(snapshot)
            self._held = catalog_of(corpus, snapshot)
        return self._held

    def named(self, words: str) -> Named:
        """The text that words name: a file, or a version in the corpus."""
        path = Path(words)
        if path.is_file():
            from compendium.intake.bounded import (
                read_bounded,
            )  # half of the time that comparing versions takes

            draft = read_bounded(path)
            for warning in draft.warnings:
                click.echo(f"提示：{path.name}：{warning}", err=True)
            return Named(Text(draft.act, path.stem, is_held=False))
        if path.suffix and ("/" in words or path.suffix in (".md", ".txt", ".docx", ".pdf", ".html")):
            raise click.BadParameter(f"没有文件“{words}”", param_hint="修改前|修改后")
        return self._version(words)

    def _version(self, words: str) -> Named:
        match = _ADDRESS.fullmatch(words)
        assert match
        work = self.catalog.find(match["name"])
        day = Day().convert(match["day"], None, self._ctx) if match["day"] else today()
        now = standing(work.expressions, day)
        index = now.index
        if now.missing:
            click.echo(f"提示：{words}：{missing_words(now.missing)}，比较的是库中最相近的文本", err=True)
        act = self.catalog.act(work.expressions[index])
        return Named(Text(act, start_words(work.expressions, index)), work, index)

    def bases(self, old: Named, new: Named) -> Bases:
        """By which decisions the one text became the other, where both are versions of one work."""
        if old.work is None or old.work is not new.work or old.index >= new.index:
            return Bases()
        later = new.work.expressions[old.index + 1 : new.index + 1]
        versions: list[Act] = [self.catalog.act(facts) for facts in later]
        return bases(self.catalog, new.work, versions, old.text.act)
