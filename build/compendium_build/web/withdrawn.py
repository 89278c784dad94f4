"""Pages at the addresses of works and versions that were withdrawn: they say so, since when and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from compendium.law.identifiers import CorpusPath
from compendium.law.names import quoted
from compendium.library.catalog import Work
from compendium.library.withdrawn import Withdrawal
from compendium_build.edition.addresses import (
    ENGLISH,
    Page,
    changes_inline,
    changes_page,
    relative,
    version_page_at,
    work_page,
)
from compendium_build.edition.artifacts import Artifact
from compendium_build.edition.edition import Edition, Once
from compendium_build.edition.moved import place_of
from compendium_build.web.context import Site
from compendium_build.web.language import CHINESE, on
from compendium_build.web.language import ENGLISH as IN_ENGLISH
from compendium_build.web.versions import forwarding


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said at an address where nothing stands any more; `work` is the work, if it is still there."""

    withdrawal: Withdrawal
    work: Work | None


@Once
def notices(edition: Edition) -> dict[Page, Notice]:
    """Find every page that stood where something was withdrawn, and what is to be said there.

    Where the former address of another version stands now, that leads on as before.
    """
    works = {work.folder: work for work in edition.catalog.works}
    found: dict[Page, Notice] = {}
    for place, item in edition.catalog.withdrawn.items():
        folder = "/".join(place.split("/")[:2])
        notice = Notice(item, next((work for key, work in works.items() if key == folder), None))
        taken = set(forwarding(notice.work)) if notice.work else set()
        for page in (*_pages(folder, item), *_compared(item, notice.work)):
            if page not in taken:
                found.setdefault(page, notice)
    return found


def withdrawn_at(edition: Edition, path: str) -> Withdrawal | None:
    """Find what was withdrawn of all that stood at an address, a file's too; None where nothing was."""
    place, gone = place_of(path), edition.catalog.withdrawn
    return gone.get(place) or gone.get("/".join(place.split("/")[:2]))


def _pages(folder: str, item: Withdrawal) -> Iterator[Page]:
    """The pages of a work or of a version, in both languages of the interface."""
    if item.day is None:
        for name in ("", "latest/", "dates/", "interpretations/"):
            yield Page(f"{folder}/{name}index.html")
        if any(name.endswith(f".{ENGLISH}") for name in item.names):
            yield Page(f"{ENGLISH}/{folder}/dates/index.html")
    for name in item.names:
        at = version_page_at(CorpusPath(f"{folder}/{name}.xml")).removesuffix("/index.html")
        yield Page(f"{at}/index.html")
        if name.endswith(f".{ENGLISH}"):
            yield Page(f"{at}/parallel/index.html")
            at = f"{ENGLISH}/{at.removesuffix(f'/{ENGLISH}')}"
        yield Page(f"{at}/changes/index.html")
        yield Page(f"{at}/changes/inline/index.html")


def _compared(item: Withdrawal, work: Work | None) -> Iterator[Page]:
    """The pages of what the next version changed, when there is none before it any more."""
    first = work.expressions[0] if work else None
    if work and first and item.day and item.day < first.date:
        for page in (changes_page(work, first), changes_inline(work, first)):
            yield page
            if work.translations:
                yield Page(f"{ENGLISH}/{page}")


def withdrawn_artifacts(site: Site) -> Iterator[Artifact]:
    """Make the page at every address where something was withdrawn."""
    for page, notice in notices(site.edition).items():
        title = site.edition.current(notice.work).title if notice.work else ""
        key = site.key("withdrawn", page, notice.withdrawal, title)
        yield Artifact(page, key, partial(_page, site, page, notice))


def _page(site: Site, page: Page, notice: Notice) -> bytes:
    """Say what was withdrawn, in the language of the address, and lead to the work if that is still there."""
    is_english = page.startswith(f"{ENGLISH}/") or f"/{ENGLISH}/" in page
    tongue, item = IN_ENGLISH if is_english else CHINESE, notice.withdrawal
    told = tongue["withdrawn_version" if item.day else "withdrawn_work"]
    return site.render(
        "withdrawn.html",
        page,
        alone=tongue,
        title=quoted(item.title),
        told=told.format(
            version=on(item.day, tongue) if item.day else "",
            day=on(item.since, tongue),
        ),
        reason=item.reason,
        source=item.source,
        work_href=relative(page, work_page(notice.work)) if notice.work else "",
    )
