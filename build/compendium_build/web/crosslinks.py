"""Links between works, told from the facts alone, so that keys can name them without reading a text."""

from __future__ import annotations

from dataclasses import dataclass

from compendium.catalog import Work
from compendium.citation import locate
from compendium.facts import Facts, Reference
from compendium_build.addresses import living_page, relative, version_page, work_page
from compendium_build.edition import Edition
from compendium_build.news import work_happenings
from compendium_build.web.context import Site

Links = tuple[tuple[tuple[str, str], tuple[str, str]], ...]
"""Pairs of (title, eId) as cited and (page, eId) to go to."""


@dataclass(frozen=True, slots=True)
class Backlink:
    """A work that cites another: its title, its page, and the citing provisions as (eId, label).

    `cited` are the provisions cited as (eId there, eId of the citing one, its label); no eId for the whole.
    """

    title: str
    page: str
    places: tuple[tuple[str, str], ...]
    cited: tuple[tuple[str, str, str], ...] = ()

    def placed(self, page: str) -> tuple[str, str, list[tuple[str, str]]]:
        """Title, link and linked places as seen from a page."""
        places = [(relative(page, self.page, eid), label) for eid, label in self.places]
        return self.title, relative(page, self.page), places


def links(site: Site, work: Work, facts: Facts) -> Links:
    """Where the references of a version to other acts lead, as far as the corpus has an answer."""
    cited = {(ref.title, ref.eid): ref for ref in facts.references if ref.title}
    found = {key: _place(site, work, facts, ref) for key, ref in cited.items()}
    return tuple(sorted((key, place) for key, place in found.items() if place))


def _place(site: Site, work: Work, facts: Facts, reference: Reference) -> tuple[str, str] | None:
    """Where a reference to another act leads; the answer is the same for all who read it as of one day.

    What is read as of a past day leads to pages that always show what held then.
    """
    edition = site.edition
    day = edition.reading_day(work, facts)
    if edition.catalog.cited(reference.title) is work:
        target = edition.resolve(work, facts, reference)
        return (version_page(work, facts), target.eid) if target else None
    key = (reference.title, reference.eid, day)
    if key not in site.places:
        target = edition.resolve(work, facts, reference)
        page = living_page if day >= edition.as_of else _fixed_page
        site.places[key] = (page(edition, target.work, target.facts), target.eid) if target else None
    return site.places[key]


def _fixed_page(_: Edition, work: Work, facts: Facts) -> str:
    return version_page(work, facts)


def decisions(site: Site, work: Work) -> Links:
    """Where the decisions in the history of a work stand."""
    titles = sorted({h.event.decision for h in work_happenings(work) if h.event.decision})
    cited = ((title, site.edition.catalog.cited(title)) for title in titles)
    return tuple(((title, ""), (work_page(found), "")) for title, found in cited if found)


def backlinks(site: Site, work: Work) -> tuple[Backlink, ...]:
    """The works whose texts cite this one, in the order of the catalog."""
    places: dict[str, dict[str, str]] = {}
    cited: dict[str, dict[tuple[str, str, str], None]] = {}
    citing: dict[str, tuple[Work, Facts]] = {}
    known = site.edition.eids(site.edition.current(work))
    for other, facts, reference in site.edition.backlinks.get(work.uri, ()):
        citing[other.uri] = other, facts
        label = site.labels(facts).get(reference.source) or "序言"
        places.setdefault(other.uri, {})[reference.source] = label
        eid = locate(reference.eid, known) or "" if reference.eid else ""
        cited.setdefault(other.uri, {})[eid, reference.source, label] = None
    return tuple(
        Backlink(
            facts.title,
            living_page(site.edition, other, facts),
            tuple(places[uri].items()),
            tuple(cited[uri]),
        )
        for uri, (other, facts) in citing.items()
    )
