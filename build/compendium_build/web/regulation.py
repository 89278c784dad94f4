"""The pages of a work: its own page, which shows what holds today, and a page for each version.

Beside the text stand the 目录, the printed one or one made from the headings (a grid of 条 where there are
none), and the history of the work, event by event, oldest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from markupsafe import Markup

from compendium.law.act import Act, FrontLine, Provision
from compendium.law.days import day_label, day_name
from compendium.law.identifiers import NO_EID, EId
from compendium.law.kinds import HEADED, UNITS, Level
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.text.wording import correction_name, correction_words, event_parts, suspended_marks
from compendium_build.edition.addresses import (
    ABOUT,
    Page,
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
from compendium_build.edition.artifacts import Artifact
from compendium_build.edition.edition import index_of, work_happenings
from compendium_build.web.context import Site
from compendium_build.web.language import (
    Tongue,
    happened,
    kind_name,
    on,
    pending,
    standing_words,
    tongue_of,
    version_words,
)
from compendium_build.web.provision_notes import beside
from compendium_build.web.services import (
    Backlink,
    Links,
    backlinks,
    decisions,
    links,
    offers,
    offers_key,
    successions,
)
from compendium_build.web.text import TextWriter, addresses_of, inliner, text_html
from compendium_build.web.versions import STANDING, banner, english_banner, languages, outlook, versions

Row = tuple[int, EId, Markup, str]
"""Rank, eId (empty where the line leads nowhere), the words, and the 条 that stand below: 第一条至第八条."""

_MANY = 12
"""A text without headings gets a list of its 条 when it has this many."""


def contents(act: Act, writer: TextWriter) -> list[Row]:
    """Make the 目录 of an act; empty when it needs none."""
    spans = _spans(act)
    printed = [line for line in act.front if line.role == "toc"]
    if printed:
        own = writer.inline.own
        lines = [(n.level, n.target if n.target in own else NO_EID, Markup(writer.line(n))) for n in printed]
        return [(*line, spans.get(line[1], "")) for line in lines]
    rows = [row for provision in act.body for row in _headings(provision, 1, spans)]
    if not rows:
        return []
    unnamed = Markup(writer.tongue["attachment"])
    return rows + [(1, a.eid, heading_html(a.num, a.heading) or unnamed, "") for a in act.attachments]


def article_grid(act: Act) -> list[tuple[str, str]]:
    """List the 条 of a text that has no headings, as (eId, number)."""
    units = [p for p in act.body if p.level in UNITS and p.num]
    return [(p.eid, p.num.rstrip("、")) for p in units] if len(units) >= _MANY else []


def contents_title(act: Act, writer: TextWriter) -> Markup:
    """Return the heading of the 目录, as printed."""
    for line in act.front:
        if line.role == "tocTitle":
            return Markup(writer.line(line))
    return Markup(writer.tongue["contents"])


def heading_html(num: str, heading: str) -> Markup:
    """Write a number and a heading in one line."""
    return Markup(text_html(num) + ("　" if num and heading else "") + text_html(heading))


def _headings(provision: Provision, rank: int, spans: dict[EId, str]) -> Iterator[Row]:
    if provision.level not in HEADED:
        return
    words = heading_html(provision.num, provision.heading)
    yield rank, provision.eid, words, spans.get(provision.eid, "")
    for child in provision.children:
        yield from _headings(child, rank + 1, spans)


def _spans(act: Act) -> dict[EId, str]:
    """For each 章 and 节 that has no parts of its own, its first and last 条."""
    if act.language != "zho":
        return {}
    out: dict[EId, str] = {}
    for root in act.body:
        for provision in root.walk():
            if provision.level in HEADED:
                articles = [child.num for child in provision.children if child.level is Level.ARTICLE]
                if articles and len(articles) == len(provision.children):
                    ends = dict.fromkeys((articles[0], articles[-1]))
                    out[provision.eid] = "至".join(ends)
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An event as it is told: the words before and after the decision's title, and where that stands.

    `said` is what happened, in English, where the page is: who decided it is told in Chinese all the same.
    """

    iso: str
    day: str
    before: str
    decision: str
    href: str
    after: str
    is_to_come: bool
    said: str = ""


def story(
    work: Work, day: date, decisions: Mapping[tuple[str, EId], tuple[Page, EId]], page: Page, tongue: Tongue
) -> list[Step]:
    """Tell the events of a work in order of time."""
    steps = []
    for happening in sorted(work_happenings(work), key=lambda h: h.rank):
        event = happening.event
        before, after = event_parts(event, happening.facts)
        found = decisions.get((event.decision, NO_EID))
        href = relative(page, found[0]) if found else ""
        bare = tongue.is_english and before + event.decision + after == event.kind.chinese
        steps.append(
            Step(
                iso=event.date.isoformat(),
                day=on(event.date, tongue),
                before="" if bare else before,
                decision="" if bare else event.decision,
                href="" if bare else href,
                after="" if bare else after,
                is_to_come=event.date > day,
                said=happened(happening, tongue) if tongue.is_english else "",
            )
        )
    return steps


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One page to be: a version of a work at an address, with the links found for it."""

    work: Work
    facts: Facts
    page: Page
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
    """List the pages of a work; their keys are told by the facts alone."""
    digests = [facts.digest for facts in (*work.expressions, *work.translations)]
    for view in _views(site, work):
        told = successions(site, work, view.tongue)
        found = (view.links, view.decisions, view.backlinks, told, offers_key(site, work, view.facts))
        key = site.key("work", work.folder, digests, view.facts.digest, found, site.pictures(work))
        yield Artifact(view.page, key, partial(render, site, view))


def _views(site: Site, work: Work) -> Iterator[View]:
    deciding = decisions(site, work)
    current = site.edition.current(work)
    found = links(site, work, current)
    citing = backlinks(site, work)
    yield View(
        work=work, facts=current, page=work_page(work), links=found, decisions=deciding, backlinks=citing
    )
    # The same text follows at once, while its act is still at hand.
    yield View(
        work=work,
        facts=current,
        page=version_page(work, current),
        links=found,
        decisions=deciding,
        backlinks=citing,
    )
    for facts in (*work.expressions, *work.translations):
        if facts is not current:
            yield View(
                work=work,
                facts=facts,
                page=version_page(work, facts),
                links=links(site, work, facts),
                decisions=deciding,
                backlinks=(),
            )


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
        named_day=day_name(act.date) if tongue.is_english else day_label(act.date),
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
        successions=[each.placed(view.page) for each in successions(site, work, tongue)],
        partial_starts=[pending(c, edition.as_of, tongue) for c in act.commencements[1:]],
        corrections=[
            (correction_name(each, english=tongue.is_english), correction_words(each, facts))
            for each in act.corrections
        ],
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
    late |= suspended_marks(view.work.expressions, day, english=view.tongue.is_english)
    told = beside(
        site, view.work, facts=facts, act=act, page=view.page, backlinks=view.backlinks, tongue=view.tongue
    )
    return TextWriter(inline=inline, labels=site.labels(facts), pending=late, beside=told, tongue=view.tongue)


def _front(act: Act, writer: TextWriter) -> tuple[list[tuple[str, Markup]], Markup, list[tuple[str, Markup]]]:
    """The lines before the title, the title, and the lines after it; the 目录 has its own place."""
    lines = [line for line in act.front if line.role not in ("toc", "tocTitle")]
    titles = [Markup(writer.line(line)) for line in lines if line.role == "docTitle"]
    first = next((i for i, line in enumerate(lines) if line.role == "docTitle"), 0)

    def rest(chosen: list[FrontLine]) -> list[tuple[str, Markup]]:
        return [(line.role, Markup(writer.line(line))) for line in chosen if line.role != "docTitle"]

    title = Markup("<br>").join(titles) if titles else Markup(text_html(act.title))
    return rest(lines[:first]), title, rest(lines[first:])
