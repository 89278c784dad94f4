"""Two states of the compendium compared: the 修改情况说明 of a new edition."""

from __future__ import annotations

from datetime import date
from json import dumps
from typing import TYPE_CHECKING

import click

from compendium_build.changes import editions
from compendium_build.changes.editions import State, between
from compendium_build.changes.pdf import pdf_of
from compendium_build.targets import edition_of
from compendium_cli.diff_view import print_sections
from compendium_cli.options import catalog_of, config_of, corpus_here, state_of

if TYPE_CHECKING:
    from compendium.store import Corpus, Snapshot
    from compendium_build.changes.editions import Between, State


def edition_diff(ctx: click.Context, before: str, after: str, form: str, moment: str | None) -> bytes | None:
    """What lies between two states, in a form; None where it was printed already."""
    if form == "tracked":
        raise click.UsageError("--edition 没有 tracked 这一形式")
    corpus = corpus_here(ctx)
    return _formed(between(_state(corpus, before, moment), _state(corpus, after, moment)), form)


def _state(corpus: Corpus, words: str, moment: str | None) -> State:
    """The compendium on a day as it is known now, or at a tag or commit on the day of that commit."""
    day = _day(words)
    snapshot = state_of(corpus, moment) if day else corpus.snapshot(rev=words)
    seen = day or _day_of(corpus, snapshot)
    edition = edition_of(catalog_of(corpus, snapshot), config_of(snapshot), seen, snapshot.revision)
    return State(edition, words)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _day_of(corpus: Corpus, snapshot: Snapshot) -> date:
    """The day of the last commit that a state holds."""
    *_, last = corpus.steps(snapshot.revision)
    return last.when.date()


def _formed(found: Between, form: str) -> bytes | None:
    match form:
        case "html":
            return editions.between_html(found)
        case "pdf":
            return pdf_of(editions.between_print(found))
        case "docx":
            return editions.between_word(found)
        case "json":
            return (dumps(editions.between_object(found), ensure_ascii=False, indent=1) + "\n").encode()
    print_sections(editions.title_of(found), editions.lead_of(found), editions.sections(found))
    return None
