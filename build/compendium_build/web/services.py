"""What a regulation's page offers beside the text: other forms, how to cite it, metadata.

Links between works are told from the facts alone, so that keys can name them without reading a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass

from markupsafe import Markup

from compendium.law.citations import locate
from compendium.law.identifiers import NO_EID, EId, Uri
from compendium.library.catalog import Work
from compendium.library.config import Category
from compendium.library.facts import Facts, Reference
from compendium.library.staff_tables import Interpretation
from compendium.library.told_effects import ended_by, ends
from compendium.text.effect_words import ended_by_words, ends_words
from compendium_build.data.citations import cited_works, linked_data, national_standard, reference_of
from compendium_build.data.forms_offered import CITATIONS, forms_for
from compendium_build.edition.addresses import (
    NO_PAGE,
    Page,
    class_page,
    living_page,
    relative,
    version_file,
    version_json,
    version_page,
    work_interpretations,
    work_page,
)
from compendium_build.edition.edition import Edition, work_happenings
from compendium_build.web.context import Site
from compendium_build.web.language import Tongue
from compendium_build.web.lists.families import class_name, subjects_of
from compendium_build.web.lists.tables import anchor_of

_CITING = {"ris": "RIS", "bib": "BibTeX", "csl.json": "CSL-JSON"}


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away: the name of its form, its media type, the link."""

    name: str
    media: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """The content of `_downloads.html`, `_cite.html`, `_interpretations.html` and `_metadata.html`."""

    forms: tuple[Download, ...]
    citing: tuple[Download, ...]
    reference: str
    record: str
    linked: Markup
    interpretations: tuple[tuple[Interpretation, str], ...]
    classes: tuple[tuple[tuple[str, str], ...], ...]


def offers_key(site: Site, work: Work, facts: Facts) -> list[object]:
    """Gather what the offers of a version depend on beside its text and the frame."""
    edition = site.edition
    forms = [form.ending for form in forms_for(edition, facts)]
    spoken = [astuple(item) for item in interpretations_for(site, work, facts)]
    places = [[(item.id, item.title, item.english) for item in place] for place in places_of(site, work)]
    return [
        edition.base_url,
        forms,
        [cited.folder for cited in cited_works(edition, work, facts)],
        spoken,
        places,
    ]


def offers(site: Site, work: Work, facts: Facts, page: Page, tongue: Tongue) -> Offers:
    """Gather what the page of a version offers."""
    edition = site.edition

    def link(ending: str) -> str:
        return relative(page, version_file(work, facts, ending))

    return Offers(
        forms=tuple(Download(form.name, form.media, link(form.ending)) for form in forms_for(edition, facts)),
        citing=tuple(Download(_CITING[ending], "", link(ending)) for ending in CITATIONS),
        reference=national_standard(reference_of(edition, work, facts), edition.as_of),
        record=relative(page, version_json(work, facts)),
        linked=Markup(linked_data(edition, work, facts, page)),
        interpretations=tuple(
            (item, relative(page, work_interpretations(work), anchor_of(item)))
            for item in interpretations_for(site, work, facts)
        ),
        classes=tuple(
            tuple(
                (class_name(item, tongue)[0], relative(page, tongue.page(class_page(item.id))))
                for item in place
            )
            for place in places_of(site, work)
        ),
    )


def places_of(site: Site, work: Work) -> list[tuple[Category, ...]]:
    """List the places of a work in the scheme, each from 编 down."""
    wanted = set(subjects_of(site, work))
    return [path for top in site.edition.scheme for path in _paths(top, ()) if path[-1].id in wanted]


def _paths(category: Category, above: tuple[Category, ...]) -> Iterator[tuple[Category, ...]]:
    path = (*above, category)
    yield path
    for child in category.children:
        yield from _paths(child, path)


def interpretations_for(site: Site, work: Work, facts: Facts) -> list[Interpretation]:
    """List the 解读材料 that speak about a version, the newest first."""
    held = site.companions.interpretations.get(work.folder, ())
    spoken = [item for item in held if not item.versions or facts.date in item.versions]
    return sorted(spoken, key=lambda item: item.day, reverse=True)


Links = tuple[tuple[tuple[str, EId], tuple[Page, EId]], ...]
"""Pairs of (title, eId) as cited and (page, eId) to go to."""


@dataclass(frozen=True, slots=True)
class Backlink:
    """A work that cites another: its title, its page, and the citing provisions as (eId, label).

    `cited` are the provisions cited as (eId there, eId of the citing one, its label); no eId for the whole.
    """

    title: str
    page: Page
    places: tuple[tuple[EId, str], ...]
    cited: tuple[tuple[EId, EId, str], ...] = ()

    def placed(self, page: Page) -> tuple[str, str, list[tuple[str, str]]]:
        """Return title, link and linked places as seen from a page."""
        places = [(relative(page, self.page, eid), label) for eid, label in self.places]
        return self.title, relative(page, self.page), places


def links(site: Site, work: Work, facts: Facts) -> Links:
    """Find where the references of a version to other acts lead, as far as the corpus has an answer."""
    cited = {(ref.title, ref.eid): ref for ref in facts.references if ref.title}
    found = {key: _place(site, work, facts, ref) for key, ref in cited.items()}
    return tuple(sorted((key, place) for key, place in found.items() if place))


def _place(site: Site, work: Work, facts: Facts, reference: Reference) -> tuple[Page, EId] | None:
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


def _fixed_page(_: Edition, work: Work, facts: Facts) -> Page:
    return version_page(work, facts)


def decisions(site: Site, work: Work) -> Links:
    """Find where the decisions in the history of a work stand."""
    titles = sorted({h.event.decision for h in work_happenings(work) if h.event.decision})
    cited = ((title, site.edition.catalog.cited(title)) for title in titles)
    return tuple(((title, NO_EID), (work_page(found), NO_EID)) for title, found in cited if found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """An act that ends another, as its page tells it: the words around the title of the other, and its page.

    `ends` tells that it is this act that ends the other.
    """

    before: str
    title: str
    after: str
    page: Page
    ends: bool

    def placed(self, page: Page) -> tuple[bool, str, str, str, str]:
        """Return direction, words before, title, words after and link as seen from a page."""
        return self.ends, self.before, self.title, self.after, self.page and relative(page, self.page)


def successions(site: Site, work: Work, tongue: Tongue) -> tuple[Succession, ...]:
    """Tell which act ends a work, and which acts it ends, as far as that is recorded."""
    edition = site.edition
    catalog, english = edition.catalog, tongue.is_english
    end = ended_by(catalog, work)
    told = [(end, ended_by_words(end, edition.as_of, english=english), False)] if end else []
    told += [
        (each, ends_words(each, work.kind, edition.as_of, english=english), True)
        for each in ends(catalog, work)
    ]
    return tuple(
        Succession(
            before=before,
            title=each.title,
            after=after,
            page=work_page(each.work) if each.work else NO_PAGE,
            ends=forward,
        )
        for each, (before, after), forward in told
    )


def backlinks(site: Site, work: Work) -> tuple[Backlink, ...]:
    """List the works whose texts cite this one, in the order of the catalog."""
    places: dict[Uri, dict[EId, str]] = {}
    cited: dict[Uri, dict[tuple[EId, EId, str], None]] = {}
    citing: dict[Uri, tuple[Work, Facts]] = {}
    known = site.edition.eids(site.edition.current(work))
    for other, facts, reference in site.edition.backlinks.get(work.uri, ()):
        citing[other.uri] = other, facts
        label = site.labels(facts).get(reference.source) or "序言"
        places.setdefault(other.uri, {})[reference.source] = label
        eid = locate(reference.eid, known) or NO_EID if reference.eid else NO_EID
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
