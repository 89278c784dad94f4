"""One version of a regulation as a PDF of its own, A4: PDF/A-2a and PDF/UA-1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from compendium.akn import parse_act
from compendium.law.act import Act
from compendium.law.identifiers import CorpusPath
from compendium.law.names import parse_expression_path
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.text.plain import fingerprint
from compendium.text.wording import pending_words, status_words, suspended_marks
from compendium_build.edition.addresses import living_page, version_page
from compendium_build.edition.artifacts import key_of
from compendium_build.edition.edition import Edition, Target
from compendium_build.print.pages.origin import Origin
from compendium_build.print.pdf.outline import About
from compendium_build.print.pieces import typesetting_key
from compendium_build.print.plan import CitedAt, Entry, anchor, public_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """All that the PDF of a version is made from; plain values, so that other processes can be given it."""

    entry: Entry
    text: bytes
    images: dict[str, bytes]
    about: About
    language: str
    origin: Origin


def version_pdf(edition: Edition, work: Work, facts: Facts) -> bytes:
    """Typeset any version; the same edition gives the same bytes, in whichever process.

    Raises:
        CompendiumError: a font or a picture is missing, or the text can't be typeset.
    """
    return typeset_single(single_of(edition, work, facts))


def single_key(edition: Edition, work: Work, facts: Facts) -> str:
    """Hash all that the PDF of a version is made from, told by facts alone."""
    digest = edition.catalog.files.digest
    versions = work.expressions if facts in work.expressions else (facts,)
    return key_of(
        typesetting_key(),
        facts.path,
        facts.digest,
        status_words(versions, versions.index(facts), edition.as_of),
        [edition.publisher, public_address(edition, version_page(work, facts))],
        [pending_words(c, edition.as_of) for c in facts.commencements[1:]],
        sorted(suspended_marks(versions, edition.as_of).items()),
        list(_links(edition, work, facts)),
        [(path, digest(path)) for path in _pictures(edition, work)],
    )


def single_of(edition: Edition, work: Work, facts: Facts) -> Single:
    """Gather what the PDF of a version is made from."""
    read = edition.catalog.files.read
    versions = work.expressions if facts in work.expressions else (facts,)
    status = status_words(versions, versions.index(facts), edition.as_of)
    address = public_address(edition, version_page(work, facts))
    late = [(c.id, pending_words(c, edition.as_of)) for c in facts.commencements[1:]]
    late += suspended_marks(versions, edition.as_of).items()
    entry = Entry(
        folder=work.folder,
        title=facts.title,
        path=facts.path,
        digest=facts.digest,
        mark="",
        pending=tuple((name, words) for name, words in late if words),
        links=tuple(_links(edition, work, facts)),
        images=(),
        length=len(facts.labels),
    )
    language = "zh-CN" if facts.language == "zho" else "en"
    about = About(
        title=facts.title,
        publisher=edition.publisher,
        subject=status,
        identifier=address or facts.work,
        language=language,
    )
    images: dict[str, bytes] = {path: read(path) for path in _pictures(edition, work)}
    text = read(facts.path)
    origin = Origin(status, address, fingerprint(parse_act(text, facts.path)))
    return Single(entry=entry, text=text, images=images, about=about, language=language, origin=origin)


def typeset_single(single: Single) -> bytes:
    """Typeset what was gathered."""
    from compendium_build.print.typeset_single import typeset_lone  # loads WeasyPrint

    act: Act = parse_act(single.text, single.entry.path)
    return typeset_lone(single, act)


def _pictures(edition: Edition, work: Work) -> list[CorpusPath]:
    inside = f"{work.folder}/"
    paths = edition.catalog.files.paths()
    return [path for path in paths if path.startswith(inside) and not parse_expression_path(path)]


def _links(edition: Edition, work: Work, facts: Facts) -> Iterator[tuple[CitedAt, str]]:
    """Where references lead: inside the text to the place itself, elsewhere to the public page."""
    seen: dict[CitedAt, Any] = {}
    for reference in facts.references:
        cited = (reference.source, reference.title, reference.eid)
        if cited not in seen:
            seen[cited] = target = edition.resolve(work, facts, reference)
            if target and (place := _place(edition, work, target)):
                yield cited, place


def _place(edition: Edition, work: Work, target: Target) -> str:
    if target.work == work:
        return anchor(work.folder, target.eid) if target.eid else ""
    address = public_address(edition, living_page(edition, target.work, target.facts))
    return address + (f"#{target.eid}" if address and target.eid else "")
