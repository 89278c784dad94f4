"""All files of the web edition, as artifacts that know what they are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from importlib.resources import files

from compendium.catalog import Work
from compendium_build.addresses import FEED, STYLE, version_xml
from compendium_build.artifacts import Artifact, key_of
from compendium_build.edition import Edition
from compendium_build.feed import feed_artifacts
from compendium_build.web.context import Site
from compendium_build.web.home import home_artifacts
from compendium_build.web.lists import list_artifacts, listings
from compendium_build.web.regulation import page_artifacts


def web_artifacts(edition: Edition) -> list[Artifact]:
    """List every file of the web edition; nothing is parsed or rendered yet."""
    site = Site(edition)
    every = listings(site)
    out = [_style(), *home_artifacts(site, every), *list_artifacts(site, every)]
    for work in edition.catalog.works:
        out += page_artifacts(site, work)
        out += _corpus_files(site, work)
    folder = FEED.rpartition("/")[0]
    return out + [replace(item, path=f"{folder}/{item.path}") for item in feed_artifacts(edition)]


def _style() -> Artifact:
    data = files(__package__).joinpath("assets", "site.css").read_bytes()
    return Artifact(STYLE, key_of("file", sha256(data).hexdigest()), lambda: data)


def _corpus_files(site: Site, work: Work) -> Iterator[Artifact]:
    """The XML of every version and the pictures, byte for byte as the corpus has them."""
    read = site.edition.catalog.files.read
    for facts in (*work.expressions, *work.translations):
        key = key_of("file", facts.digest)
        yield Artifact(version_xml(work, facts), key, partial(read, facts.path))
    for path in site.pictures(work):
        key = key_of("file", site.edition.catalog.files.digest(path))
        yield Artifact(path, key, partial(read, path))
