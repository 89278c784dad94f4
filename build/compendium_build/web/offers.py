"""What a regulation's page offers beside the text: other forms, how to cite it, metadata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass

from markupsafe import Markup

from compendium.catalog import Work
from compendium.companions import Interpretation
from compendium.config import Category
from compendium.facts import Facts
from compendium_build.addresses import class_page, relative, version_file, version_json, work_interpretations
from compendium_build.machine.choice import CITATIONS, forms_for
from compendium_build.machine.citing import national_standard, reference_of
from compendium_build.machine.linked import cited_works, linked_data
from compendium_build.web.context import Site
from compendium_build.web.ways.classes import class_name, subjects_of
from compendium_build.web.ways.tables import anchor_of
from compendium_build.web.words import Tongue

_CITING = {"ris": "RIS", "bib": "BibTeX", "csl.json": "CSL-JSON"}


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away: the name of its form, its media type, the link."""

    name: str
    media: str
    href: str


@dataclass(frozen=True, slots=True)
class Offers:
    """For the templates `_downloads.html`, `_cite.html`, `_interpretations.html` and `_metadata.html`."""

    forms: tuple[Download, ...]
    citing: tuple[Download, ...]
    reference: str
    record: str
    linked: Markup
    interpretations: tuple[tuple[Interpretation, str], ...]
    classes: tuple[tuple[tuple[str, str], ...], ...]


def offers_key(site: Site, work: Work, facts: Facts) -> list[object]:
    """What the offers of a version depend on beside its text and the frame."""
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


def offers(site: Site, work: Work, facts: Facts, page: str, tongue: Tongue) -> Offers:
    """What the page of a version offers."""
    edition = site.edition

    def link(ending: str) -> str:
        return relative(page, version_file(work, facts, ending))

    return Offers(
        tuple(Download(form.name, form.media, link(form.ending)) for form in forms_for(edition, facts)),
        tuple(Download(_CITING[ending], "", link(ending)) for ending in CITATIONS),
        national_standard(reference_of(edition, work, facts), edition.as_of),
        relative(page, version_json(work, facts)),
        Markup(linked_data(edition, work, facts, page)),
        tuple(
            (item, relative(page, work_interpretations(work), anchor_of(item)))
            for item in interpretations_for(site, work, facts)
        ),
        tuple(
            tuple(
                (class_name(item, tongue)[0], relative(page, tongue.page(class_page(item.id))))
                for item in place
            )
            for place in places_of(site, work)
        ),
    )


def places_of(site: Site, work: Work) -> list[tuple[Category, ...]]:
    """The places of a work in the scheme, each from 编 down."""
    wanted = set(subjects_of(site, work))
    return [path for top in site.edition.scheme for path in _paths(top, ()) if path[-1].id in wanted]


def _paths(category: Category, above: tuple[Category, ...]) -> Iterator[tuple[Category, ...]]:
    path = (*above, category)
    yield path
    for child in category.children:
        yield from _paths(child, path)


def interpretations_for(site: Site, work: Work, facts: Facts) -> list[Interpretation]:
    """The 解读材料 that speak of a version, the newest first."""
    held = site.companions.interpretations.get(work.folder, ())
    spoken = [item for item in held if not item.versions or facts.date in item.versions]
    return sorted(spoken, key=lambda item: item.day, reverse=True)
