"""One version of an act as a Word file and as an e-book."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from compendium.law.act import Act
from compendium.law.names import path_in
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.text.wording import pending_words, suspended_marks
from compendium_build.edition.addresses import absolute, living_page
from compendium_build.edition.artifacts import key_of, part_key
from compendium_build.edition.edition import Edition, Once
from compendium_build.forms.act import Cited, Inliner, Writer
from compendium_build.forms.metadata import made_on, version_meta
from compendium_build.forms.navigation import entries_of
from compendium_build.forms.pandoc import EPUB, WORD, Dialect, Node, document, write_docx, write_epub

Links = tuple[tuple[Cited, str], ...]


def version_docx(edition: Edition, work: Work, facts: Facts) -> bytes:
    """A version as a Word file, on pages of GB/T 9704."""
    return gathered(edition, work, facts, "docx")()


def version_epub(edition: Edition, work: Work, facts: Facts) -> bytes:
    """A version as an e-book (EPUB 3)."""
    return gathered(edition, work, facts, "epub")()


def gathered(edition: Edition, work: Work, facts: Facts, form: str) -> Callable[[], bytes]:
    """What is left to do for a version in a form (docx or epub) once all has been read: to run pandoc."""
    if form == "docx":
        return partial(write_docx, _tree(edition, work, facts, WORD), facts.title, made_on(facts))
    entries = tuple(entries_of(edition.act(facts)))
    tree = _tree(edition, work, facts, EPUB)
    return partial(write_epub, tree, facts.title, made_on(facts), entries=entries)


def form_key(edition: Edition, work: Work, facts: Facts) -> str:
    """One hash of all that the two forms of a version are made from, told by facts alone."""
    meta = version_meta(edition, work, facts)
    late = pending_periods(edition, facts)
    pictures = _pictures(edition).get(work.folder, ())
    program = part_key(("compendium", "compendium_schema", "compendium_build.forms"), "pypandoc_binary")
    return key_of(program, facts.digest, meta, version_links(edition, work, facts), late, pictures)


def pending_periods(edition: Edition, facts: Facts) -> dict[str, str]:
    """The words for what does not hold on the edition's day: to come, by period; suspended, by wId."""
    words = {c.id: pending_words(c, edition.as_of) for c in facts.commencements[1:]}
    words |= suspended_marks(edition.catalog.by_uri[facts.work].expressions, edition.as_of)
    return {key: said for key, said in words.items() if said}


def version_links(edition: Edition, work: Work, facts: Facts) -> Links:
    """Where the references to other acts lead on the portal; nowhere while no base URL is set."""
    if not edition.base_url:
        return ()
    found = {}
    for reference in facts.references:
        cited = (reference.title, reference.eid)
        if not reference.title or cited in found:
            continue
        if target := edition.resolve(work, facts, reference):
            anchor = f"#{target.eid}" if target.eid else ""
            found[cited] = absolute(edition, living_page(edition, target.work, target.facts)) + anchor
    return tuple(sorted(found.items()))


def _tree(edition: Edition, work: Work, facts: Facts, dialect: Dialect) -> Node:
    blocks = act_blocks(
        edition, work, facts=facts, dialect=dialect, links=dict(version_links(edition, work, facts))
    )
    return document(blocks, dialect.meta(version_meta(edition, work, facts)))


def act_blocks(
    edition: Edition,
    work: Work,
    *,
    facts: Facts,
    dialect: Dialect,
    links: dict[Cited, str],
    place: str = "",
    top: int = 1,
) -> list[Node]:
    """The blocks of a version; `place` goes before the names of its places, its title stands at `top`."""
    act: Act = edition.act(facts)
    read = partial(_picture, edition, work)
    inliner = Inliner(links=links, own=edition.eids(facts), read=read, place=place)
    return Writer(
        act=act, inline=inliner, dialect=dialect, top=top, pending=pending_periods(edition, facts)
    ).write()


def _picture(edition: Edition, work: Work, src: str) -> bytes:
    return edition.catalog.files.read(path_in(work.folder, src))


@Once
def _pictures(edition: Edition) -> dict[str, tuple[tuple[str, str], ...]]:
    """The pictures of each work, as (path, digest)."""
    files = edition.catalog.files
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for path in files.paths():
        folder, middle, _ = path.partition("/media/")
        if middle:
            found[folder] = (*found.get(folder, ()), (path, files.digest(path)))
    return found
