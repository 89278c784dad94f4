"""Catalogues of what is in force, kind by kind: a table to print and the same as CSV.

Source: 沪司办〔2021〕2号 一（二）: 系统清理现行有效的市政府规章, 集中公开.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from functools import partial

from compendium.catalog import Work
from compendium.days import UNKNOWN_DAY
from compendium.model import ActKind, EventKind
from compendium.timeline import Status, first_day, start_of
from compendium_build.addresses import (
    CATALOGUES,
    absolute,
    catalogue_csv,
    catalogue_page,
    relative,
    work_page,
)
from compendium_build.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.web.saying import kind_name, on
from compendium_build.web.ways.tables import _csv
from compendium_build.web.ways.families import Pairs
from compendium_build.web.words import CHINESE, Tongue

_CHANGES = (EventKind.AMENDMENT, EventKind.REVISION)
COLUMNS = (
    "col_number",
    "col_title",
    "col_docnumber",
    "col_issuer",
    "col_made",
    "col_effect",
    "col_changed",
    "col_basis",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A work in a catalogue; days are ISO, empty where no text tells them."""

    title: str
    page: str
    number: str
    issuer: str
    made: str
    effect: str
    changed: str
    basis: tuple[str, ...]


def catalogues(site: Site, pairs: Pairs) -> dict[ActKind, list[Entry]]:
    """The works in force, by kind, in the pinyin order of their titles."""
    found: dict[ActKind, list[Entry]] = {}
    for work, _ in pairs:
        if site.edition.standing(work).status is Status.IN_FORCE:
            found.setdefault(work.kind, []).append(_entry(site, work))
    return {kind: found[kind] for kind in ActKind if kind in found}


def _entry(site: Site, work: Work) -> Entry:
    facts = site.edition.current(work)
    first = first_day(work.expressions[0])
    # The act took effect with its first text; where only later ones are held that day is not known.
    start, certain = start_of(work.expressions[0])
    whole = not any(event.kind in _CHANGES for event in work.expressions[0].events)
    changed = max((event.date for event in facts.events if event.kind in _CHANGES), default=None)
    return Entry(
        facts.title,
        work_page(work),
        facts.number,
        facts.issuer,
        "" if first == UNKNOWN_DAY else first.isoformat(),
        start.isoformat() if start and certain and whole else "",
        changed.isoformat() if changed and changed != UNKNOWN_DAY else "",
        facts.basis,
    )


def catalogue_artifacts(site: Site, pairs: Pairs, tongue: Tongue) -> Iterator[Artifact]:
    """The choosing page, a table for each kind, and in Chinese the CSV files."""
    every = catalogues(site, pairs)
    counts = [(kind, len(entries)) for kind, entries in every.items()]
    key = site.key("catalogues", tongue.code, [(kind.value, count) for kind, count in counts])
    yield Artifact(tongue.page(CATALOGUES), key, partial(_overview, site, counts, tongue))
    for kind, entries in every.items():
        told = [astuple(entry) for entry in entries]
        key = site.key("catalogue", tongue.code, kind.value, told)
        yield Artifact(tongue.page(catalogue_page(kind)), key, partial(_page, site, kind, entries, tongue))
        if tongue is CHINESE:
            key = site.key("catalogue.csv", site.edition.base_url, told)
            yield Artifact(catalogue_csv(kind), key, partial(_catalogue_csv, site, entries))


def _overview(site: Site, counts: list[tuple[ActKind, int]], tongue: Tongue) -> bytes:
    to = partial(relative, tongue.page(CATALOGUES))
    rows = [
        (to(tongue.page(catalogue_page(kind))), kind_name(kind, tongue), count, to(catalogue_csv(kind)))
        for kind, count in counts
    ]
    lead = tongue["catalogues_lead"].format(day=on(site.edition.as_of, tongue))
    return site.render("catalogues.html", CATALOGUES, tongue, rows=rows, lead=lead)


def _page(site: Site, kind: ActKind, entries: list[Entry], tongue: Tongue) -> bytes:
    page = catalogue_page(kind)
    to = partial(relative, tongue.page(page))
    name = kind_name(kind, tongue)
    day = on(site.edition.as_of, tongue)
    shown = name.lower() if tongue.is_english else name
    return site.render(
        "catalogue.html",
        page,
        tongue,
        name=tongue["catalogue_title"].format(kind=shown),
        lead=tongue["catalogue_lead"].format(day=day, kind=shown, n=len(entries)),
        trail=[(tongue["catalogues"], to(tongue.page(CATALOGUES)))],
        csv=to(catalogue_csv(kind)),
        columns=_columns(entries),
        entries=[(entry, to(entry.page)) for entry in entries],
    )


def _columns(entries: Iterable[Entry]) -> list[str]:
    """The columns that have something in them."""
    held = list(entries)
    full = {"col_docnumber": "number", "col_issuer": "issuer", "col_made": "made", "col_effect": "effect"}
    full |= {"col_changed": "changed", "col_basis": "basis"}
    return [key for key in COLUMNS if key not in full or any(getattr(e, full[key]) for e in held)]


def _catalogue_csv(site: Site, entries: list[Entry]) -> bytes:
    rows = []
    for number, entry in enumerate(entries, 1):
        basis = "".join(f"《{title}》" if title != "宪法" else title for title in entry.basis)
        place = absolute(site.edition, entry.page)
        days = (entry.made, entry.effect, entry.changed)
        rows.append((str(number), entry.title, entry.number, entry.issuer, *days, basis, place))
    return _csv((*(CHINESE[key] for key in COLUMNS), "网址"), rows)
