"""The pages of a work: its own page, which shows what holds today, and a page for each version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from compendium.catalog import Work
from compendium.facts import Facts
from compendium.model import Act, FrontLine
from compendium.selecting import correction_words
from compendium_build.addresses import (
    ABOUT,
    absolute,
    dates_page,
    kind_list,
    latest_page,
    relative,
    version_page,
    version_xml,
    work_feed,
    work_page,
)
from compendium_build.artifacts import Artifact
from compendium_build.edition import index_of
from compendium_build.web.beside import beside
from compendium_build.web.contents import article_grid, contents, contents_title
from compendium_build.web.context import Site
from compendium_build.web.crosslinks import Backlink, Links, backlinks, decisions, links
from compendium_build.web.escape import text_html
from compendium_build.web.offers import offers, offers_key
from compendium_build.web.saying import kind_name, pending, standing_words, version_words
from compendium_build.web.standing import STANDING, banner, english_banner, languages, outlook, versions
from compendium_build.web.story import story
from compendium_build.web.text import TextWriter
from compendium_build.web.words import Tongue, tongue_of
from compendium_build.web.writing import addresses_of, inliner


@dataclass(frozen=True, slots=True)
class View:
    """One page to be: a version of a work at an address, with the links found for it."""

    work: Work
    facts: Facts
    page: str
    links: Links
    decisions: Links
    backlinks: tuple[Backlink, ...]

    @property
    def is_living(self) -> bool:
        """Whether it is the work's own page."""
        return self.page == work_page(self.work)

    @property
    def tongue(self) -> Tongue:
        """The language of what stands around the text: that of the text."""
        return tongue_of(self.facts)


def page_artifacts(site: Site, work: Work) -> Iterator[Artifact]:
    """The pages of a work; their keys are told by the facts alone."""
    digests = [facts.digest for facts in (*work.expressions, *work.translations)]
    for view in _views(site, work):
        found = (view.links, view.decisions, view.backlinks, offers_key(site, work, view.facts))
        key = site.key("work", work.folder, digests, view.facts.digest, found, site.pictures(work))
        yield Artifact(view.page, key, partial(render, site, view))


def _views(site: Site, work: Work) -> Iterator[View]:
    deciding = decisions(site, work)
    current = site.edition.current(work)
    found = links(site, work, current)
    citing = backlinks(site, work)
    yield View(work, current, work_page(work), found, deciding, citing)
    # The same text follows at once, while its act is still at hand.
    yield View(work, current, version_page(work, current), found, deciding, citing)
    for facts in (*work.expressions, *work.translations):
        if facts is not current:
            yield View(work, facts, version_page(work, facts), links(site, work, facts), deciding, ())


def render(site: Site, view: View) -> bytes:
    """Make the page."""
    act, work, facts, edition = site.act(view.facts), view.work, view.facts, site.edition
    tongue = view.tongue
    warning = english_banner if tongue.is_english else banner
    writer = _writer(site, view, act)
    before, title, after = _front(act, writer)
    body = Markup(writer.body(act))
    attachments = [Markup(writer.attachment(attachment)) for attachment in act.attachments]
    to = partial(relative, view.page)
    index = index_of(work, facts)
    rows = contents(act, writer)
    return site.render(
        "regulation.html",
        view.page,
        alone=tongue,
        act=act,
        is_living=view.is_living,
        kind_href=to(tongue.page(kind_list(work.kind))),
        kind=kind_name(act.kind, tongue),
        status=_status(site, view),
        standing=STANDING[edition.version_status(work, work.expressions[index])] if index is not None else "",
        version="" if index is None else version_words(work.expressions, index, tongue),
        banner=warning(edition, work, facts, view.page),
        outlook=outlook(edition, work, facts, view.page) if view.is_living else [],
        versions=versions(edition, work, facts, view.page, tongue),
        languages=languages(work, facts, view.page, tongue),
        partial_starts=[pending(c, edition.as_of, tongue) for c in act.commencements[1:]],
        corrections=correction_words(act, facts),
        fixed=to(version_page(work, facts)),
        public=absolute(edition, version_page(work, facts)) if edition.base_url else "",
        living=to(work_page(work)),
        latest=to(latest_page(work)),
        dates=to(tongue.page(dates_page(work))),
        digest=facts.digest,
        xml=to(version_xml(work, facts)),
        own_feed=to(work_feed(work)),
        about=to(ABOUT),
        before=before,
        title=title,
        after=after,
        contents=rows,
        contents_title=contents_title(act, writer),
        grid=[] if rows else article_grid(act),
        body=body,
        attachments=attachments,
        notes=[(marker, Markup(html)) for marker, html in writer.inline.notes],
        story=story(work, edition.as_of, dict(view.decisions), view.page, tongue),
        backlinks=[link.placed(view.page) for link in view.backlinks],
        offers=offers(site, work, facts, view.page, tongue),
    )


def _status(site: Site, view: View) -> str:
    index = index_of(view.work, view.facts)
    if index is None:
        return view.tongue["no_original"]
    return standing_words(view.work.expressions, index, site.edition.as_of, view.tongue)


def _writer(site: Site, view: View, act: Act) -> TextWriter:
    facts, day = view.facts, site.edition.as_of
    inline = inliner(site, view.work, facts, view.page, addresses_of(view.page, view.links), linked=True)
    late = {c.id: pending(c, day, view.tongue) for c in facts.commencements}
    told = beside(site, view.work, facts, act, view.page, view.backlinks, view.tongue)
    return TextWriter(inline, site.labels(facts), late, told, view.tongue)


def _front(act: Act, writer: TextWriter) -> tuple[list[tuple[str, Markup]], Markup, list[tuple[str, Markup]]]:
    """The lines before the title, the title, and the lines after it; the 目录 has its own place."""
    lines = [line for line in act.front if line.role not in ("toc", "tocTitle")]
    titles = [Markup(writer.line(line)) for line in lines if line.role == "docTitle"]
    first = next((i for i, line in enumerate(lines) if line.role == "docTitle"), 0)

    def rest(chosen: list[FrontLine]) -> list[tuple[str, Markup]]:
        return [(line.role, Markup(writer.line(line))) for line in chosen if line.role != "docTitle"]

    title = Markup("<br>").join(titles) if titles else Markup(text_html(act.title))
    return rest(lines[:first]), title, rest(lines[first:])
