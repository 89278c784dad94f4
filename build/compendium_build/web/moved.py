"""Pages at the addresses that works and versions had before they moved: they lead on, on any host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from compendium.law.identifiers import Folder
from compendium_build.edition.addresses import ENGLISH, Page, relative
from compendium_build.edition.artifacts import Artifact
from compendium_build.edition.moved import old_addresses
from compendium_build.web.context import Site
from compendium_build.web.language import CHINESE, Tongue
from compendium_build.web.language import ENGLISH as IN_ENGLISH


def moved_artifacts(site: Site, pages: Iterable[Page]) -> Iterator[Artifact]:
    """A page that leads on at every former address of these pages, but where something else stands now."""
    titles = {work.folder: site.edition.current(work).title for work in site.edition.catalog.works}
    for old, new in old_addresses(pages, site.edition.moves):
        tongue = _tongue(new)
        folder = Folder("/".join(new.removeprefix(f"{ENGLISH}/").split("/")[:2]))
        title = titles.get(folder, site.edition.title)
        key = site.key("moved", old, new, title)
        yield Artifact(old, key, partial(_page, site, old, new, title, tongue))


def _tongue(page: Page) -> Tongue:
    """The language of a page of the interface, or of a translation, by its address."""
    return IN_ENGLISH if page.startswith(f"{ENGLISH}/") or f"/{ENGLISH}/" in page else CHINESE


def _page(site: Site, old: Page, new: Page, title: str, tongue: Tongue) -> bytes:
    return site.render(
        "latest.html", old, alone=tongue, title=title, href=relative(old, new), former=tongue["moved"]
    )
