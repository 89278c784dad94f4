"""A version and its translation beside each other, 条 by 条."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from compendium.law.act import Act, Provision
from compendium.law.identifiers import EId
from compendium.law.kinds import HEADED, Level
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium_build.edition.addresses import kind_list, parallel_page, relative, version_page, work_page
from compendium_build.edition.artifacts import Artifact
from compendium_build.edition.edition import index_of
from compendium_build.web.context import Site
from compendium_build.web.services import Links, links
from compendium_build.web.text import TextWriter, addresses_of, inliner

_OTHER = "en-"
"""What the ids of the translation begin with, for a page has each id once."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One piece in both languages; empty where one of them has none. `rank` is that of a heading, else 0."""

    ours: Markup
    theirs: Markup
    rank: int = 0


def parallel_artifacts(site: Site, work: Work) -> Iterator[Artifact]:
    """Make the page of every translation whose original the corpus has."""
    for translation in work.translations:
        index = index_of(work, translation)
        if index is None:
            continue
        facts = work.expressions[index]
        found = links(site, work, facts)
        key = site.key("parallel", work.folder, facts.digest, translation.digest, found, site.pictures(work))
        yield Artifact(
            parallel_page(work, translation), key, partial(_page, site, work, facts, translation, found)
        )


def _page(site: Site, work: Work, facts: Facts, translation: Facts, found: Links) -> bytes:
    page = parallel_page(work, translation)
    act, other = site.act(facts), site.act(translation)
    to = partial(relative, page)
    writer = TextWriter(
        inline=inliner(site, work, facts, page, addresses_of(page, found), linked=True),
        labels=site.labels(facts),
        pending={},
    )
    theirs = TextWriter(
        inline=inliner(site, work, translation, page, {}, linked=False),
        labels={EId(_OTHER + eid): label for eid, label in site.labels(translation).items()},
        pending={},
    )
    return site.render(
        "parallel.html",
        page,
        title=act.title,
        other_title=other.title,
        pairs=list(pairs(act, other, writer, theirs)),
        notes=[(m, Markup(html)) for m, html in writer.inline.notes],
        kind=work.kind.chinese,
        kind_href=to(kind_list(work.kind)),
        work_href=to(work_page(work)),
        ours_href=to(version_page(work, facts)),
        theirs_href=to(version_page(work, translation)),
    )


def pairs(act: Act, other: Act, writer: TextWriter, theirs: TextWriter) -> Iterator[Pair]:
    """Pair the pieces of both texts in order, side by side where they have the same place."""
    ours = [(p.eid, rank, p) for p, rank in _pieces(act)]
    there = [(p.eid, rank, _renamed(p)) for p, rank in _pieces(other)]
    known = {eid for eid, _, _ in ours}
    at = 0

    def only_theirs() -> Iterator[Pair]:
        nonlocal at
        while at < len(there) and there[at][0] not in known:
            _, rank, provision = there[at]
            at += 1
            yield Pair(Markup(), Markup(theirs.piece(provision, rank)), rank)

    held = {eid: provision for eid, _, provision in there}
    for eid, rank, provision in ours:
        yield from only_theirs()
        found = held.get(eid)
        yield Pair(
            Markup(writer.piece(provision, rank)), Markup(theirs.piece(found, rank) if found else ""), rank
        )
        if at < len(there) and there[at][0] == eid:
            at += 1
    yield from only_theirs()


def _pieces(act: Act) -> Iterator[tuple[Provision, int]]:
    """Headings with their rank, and what stands below them, with 0."""
    roots = (*act.preamble, *act.body, *(attachment.provision for attachment in act.attachments))
    for root in roots:
        yield from _piece(root, 1)


def _piece(provision: Provision, rank: int) -> Iterator[tuple[Provision, int]]:
    attached = provision.level is Level.PARAGRAPH and provision.eid.startswith("att_") and rank == 1
    if provision.level not in HEADED and not attached:
        yield provision, 0
        return
    yield replace(provision, children=(), tail=()), rank
    for child in provision.children:
        yield from _piece(child, rank + 1)
    if provision.tail:
        yield replace(provision, num="", heading="", blocks=provision.tail, children=(), tail=()), 0


def _renamed(provision: Provision) -> Provision:
    children = tuple(map(_renamed, provision.children))
    return replace(provision, eid=EId(_OTHER + provision.eid), children=children)
