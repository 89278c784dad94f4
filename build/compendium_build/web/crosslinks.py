"""Links between works, told from the facts alone, so that keys can name them without reading a text."""

from __future__ import annotations

from dataclasses import dataclass

from compendium.catalog import Work
from compendium.facts import Facts
from compendium_build.addresses import living_page, relative, work_page
from compendium_build.news import work_happenings
from compendium_build.web.context import Site

Links = tuple[tuple[tuple[str, str], tuple[str, str]], ...]
"""Pairs of (title, eId) as cited and (page, eId) to go to."""


@dataclass(frozen=True, slots=True)
class Backlink:
    """A work that cites another: its title, its page, and the citing provisions as (eId, label)."""

    title: str
    page: str
    places: tuple[tuple[str, str], ...]

    def placed(self, page: str) -> tuple[str, str, list[tuple[str, str]]]:
        """Title, link and linked places as seen from a page."""
        places = [(relative(page, self.page, eid), label) for eid, label in self.places]
        return self.title, relative(page, self.page), places


def links(site: Site, work: Work, facts: Facts) -> Links:
    """Where the references of a version to other acts lead, as far as the corpus has an answer."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    seen: set[tuple[str, str]] = set()
    for reference in facts.references:
        cited = (reference.title, reference.eid)
        if not reference.title or cited in seen:
            continue
        seen.add(cited)
        if target := site.edition.resolve(work, facts, reference):
            found[cited] = living_page(site.edition, target.work, target.facts), target.eid
    return tuple(sorted(found.items()))


def decisions(site: Site, work: Work) -> Links:
    """Where the decisions in the history of a work stand."""
    titles = sorted({h.event.decision for h in work_happenings(work) if h.event.decision})
    cited = ((title, site.edition.catalog.cited(title)) for title in titles)
    return tuple(((title, ""), (work_page(found), "")) for title, found in cited if found)


def backlinks(site: Site, work: Work) -> tuple[Backlink, ...]:
    """The works whose texts cite this one, in the order of the catalog."""
    places: dict[str, dict[str, str]] = {}
    citing: dict[str, tuple[Work, Facts]] = {}
    for other, facts, reference in site.edition.backlinks.get(work.uri, ()):
        citing[other.uri] = other, facts
        labels = site.labels(facts)
        label = labels.get(reference.source) or "序言"
        places.setdefault(other.uri, {})[reference.source] = label
    return tuple(
        Backlink(facts.title, living_page(site.edition, other, facts), tuple(places[uri].items()))
        for uri, (other, facts) in citing.items()
    )
