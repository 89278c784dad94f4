"""What decisions change in versions that are there already: their day of effect, their end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from compendium.akn import parse_act, write_act
from compendium.catalog import Catalog
from compendium.deciding import DECISIONS, end, repealed_by, settle
from compendium.model import Act
from compendium.settling.moving import current, moved
from compendium.titles import quoted, title_key
from compendium.uri import expression_path


@dataclass(frozen=True, slots=True)
class Changes:
    """Files to write or remove (None), and a sentence on each change."""

    files: dict[str, bytes | None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def known_decisions(catalog: Catalog) -> list[Act]:
    """The decisions that the corpus holds."""
    works = [work for work in catalog.works if work.kind in DECISIONS]
    return [catalog.act(facts) for work in works for facts in work.expressions]


def settle_known(catalog: Catalog, decisions: Iterable[Act]) -> Changes:
    """Give versions taken in before their decision the day of effect it states, and their files the name."""
    changes, made = Changes(), list(decisions)
    days = {event.date for decision in made for event in decision.events}
    for work in catalog.works:
        taken = {facts.date for facts in work.expressions}
        for facts in work.expressions:
            if not any(event.date in days for event in facts.events):
                continue
            act = current(catalog, facts, changes.files)
            settled = settle(act, made)
            if settled is act or (settled.date != act.date and settled.date in taken):
                continue
            changes.files.update(moved(catalog, work, facts, settled, changes.files))
            changes.notes.append(f"{quoted(act.title)}{act.date} 的版本据决定自 {settled.date} 起施行")
    return changes


def citing(catalog: Catalog, titles: Iterable[str]) -> list[Act]:
    """The versions in the corpus that name one of these titles, and so may have ended its act."""
    wanted = {title_key(title) for title in titles}
    return [
        catalog.act(facts)
        for work in catalog.works
        for facts in work.expressions
        if any(reference.title and title_key(reference.title) in wanted for reference in facts.references)
    ]


def record_repeals(
    catalog: Catalog, ending: Iterable[Act], fresh: Iterable[Act], written: Mapping[str, bytes | None]
) -> Changes:
    """Record in the last versions what the acts `ending` repeal; `written` is not yet in the corpus."""
    changes, imported = Changes(), list(fresh)
    for ender in ending:
        for title, event in repealed_by(ender):
            known = {**written, **changes.files}
            for path, act in _last_version(title, event.date, catalog, imported, known):
                ended = end(act, event)
                if ended is not act:
                    changes.files[path] = write_act(ended)
                    by = f"（据{quoted(ender.title)}）"
                    changes.notes.append(f"{quoted(act.title)}自 {event.date} 起废止{by}")
    return changes


def _last_version(
    title: str, day: date, catalog: Catalog, fresh: list[Act], written: Mapping[str, bytes | None]
) -> Iterator[tuple[str, Act]]:
    """The last version before a day of the act of that title, from this import or from the corpus.

    An act may be made anew under the same title after its repeal.
    """
    key = title_key(title)
    candidates = [act for act in fresh if title_key(act.title) == key and act.language == "zho"]
    for work in catalog.by_title.get(key, ()):
        candidates += [catalog.act(facts) for facts in work.expressions if facts.date < day][-1:]
    candidates = [act for act in candidates if act.date < day]
    if candidates:
        act = max(candidates, key=lambda act: act.date)
        path = expression_path(act.work, act.language, act.date)
        data = written.get(path)
        yield path, parse_act(data, path) if data else act
