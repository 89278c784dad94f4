"""All files of the web edition, as artifacts that know what they are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from importlib.resources import files

from compendium.library.catalog import Work
from compendium_build.data import machine_artifacts, version_artifacts
from compendium_build.edition.addresses import (
    EDITION_STYLE,
    FEEDS,
    NOT_FOUND,
    SCRIPT,
    STYLE,
    Page,
    media_file,
    version_xml,
)
from compendium_build.edition.artifacts import Artifact, key_of
from compendium_build.edition.edition import Edition
from compendium_build.feed import feed_artifacts
from compendium_build.web.changes import change_artifacts
from compendium_build.web.context import Site
from compendium_build.web.feeds import feeds_artifact
from compendium_build.web.lists import way_artifacts
from compendium_build.web.moved import moved_artifacts
from compendium_build.web.parallel import parallel_artifacts
from compendium_build.web.regulation import page_artifacts
from compendium_build.web.search import search_page
from compendium_build.web.versions import forwarding, moment_artifacts
from compendium_build.web.withdrawn import withdrawn_artifacts
from compendium_build.websearch import WebIndex, index_artifacts, text_artifacts


def web_artifacts(edition: Edition) -> list[Artifact]:
    """List every file of the web edition; nothing is parsed or rendered yet."""
    site = Site(edition=edition)
    index = WebIndex(edition, site.act)
    out = [*_assets(), _edition_style(edition), *way_artifacts(site)]
    for work in edition.catalog.works:
        out += page_artifacts(site, work)
        out += change_artifacts(site, work)
        out += parallel_artifacts(site, work)
        out += moment_artifacts(site, work)
        out += _corpus_files(site, work)
        out += version_artifacts(edition, work, site.act)
        out += text_artifacts(index, work)
    out += [*search_page(site), *index_artifacts(index)]
    out += [replace(item, path=f"{FEEDS}/{item.path}") for item in feed_artifacts(edition)]
    out.append(feeds_artifact(site))
    gone = list(withdrawn_artifacts(site))
    out += gone
    unlisted = {NOT_FOUND, *(page for work in edition.catalog.works for page in forwarding(work))}
    unlisted |= {item.path for item in gone}
    pages = [Page(item.path) for item in out if item.path.endswith(".html") and item.path not in unlisted]
    every = [Page(item.path) for item in out if item.path.endswith(".html")]
    return [*out, *machine_artifacts(edition, site.act, pages), *moved_artifacts(site, every)]


def _assets() -> Iterator[Artifact]:
    """The style sheet and the script, as they stand in the package."""
    for path in (STYLE, SCRIPT):
        data = files(__package__).joinpath(path).read_bytes()
        yield Artifact(path, key_of("file", sha256(data).hexdigest()), lambda data=data: data)  # type: ignore[misc]


def _edition_style(edition: Edition) -> Artifact:
    """The name of the edition, shown in the foot of every page.

    It stands in a file of its own, so that a commit changes only the pages it touches: a portal and its
    mirrors would have to take every page anew otherwise.
    """
    revision = edition.revision[:12]
    rule = (
        f'.edition-name::after {{ content: "版次 {revision}。"; }}\n'
        f'[lang="en"] .edition-name::after {{ content: "Edition {revision}."; }}\n'
        if revision
        else ""
    )
    data = f'@charset "utf-8";\n{rule}'.encode()
    return Artifact(EDITION_STYLE, key_of("file", sha256(data).hexdigest()), lambda: data)


def _corpus_files(site: Site, work: Work) -> Iterator[Artifact]:
    """The XML of every version and the pictures, byte for byte as the corpus has them."""
    read = site.edition.catalog.files.read
    for facts in (*work.expressions, *work.translations):
        key = key_of("file", facts.digest)
        yield Artifact(version_xml(work, facts), key, partial(read, facts.path))
    for path in site.pictures(work):
        key = key_of("file", site.edition.catalog.files.digest(path))
        yield Artifact(media_file(path), key, partial(read, path))
