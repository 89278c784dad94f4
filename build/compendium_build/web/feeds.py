"""The page that tells people which feeds there are and what to do with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from compendium.law.kinds import ActKind
from compendium.library.config import Category
from compendium_build.edition.addresses import FEEDS, FEEDS_PAGE, Page, relative
from compendium_build.edition.artifacts import Artifact
from compendium_build.feed import OPML, Channel, general_channels
from compendium_build.feed.channels import class_folder
from compendium_build.web.context import Site


@dataclass(frozen=True, slots=True)
class Feed:
    """A line of the page: what a feed is about, and where its two forms are."""

    name: str
    atom: str
    json: str
    depth: int = 0


def feeds_artifact(site: Site) -> Artifact:
    """Make the page, which changes when a feed comes or goes."""
    channels = general_channels(site.edition)
    key = site.key("feeds", [(channel.folder, channel.title) for channel in channels])
    return Artifact(FEEDS_PAGE, key, partial(_render, site, channels))


def _render(site: Site, channels: list[Channel]) -> bytes:
    folders = {channel.folder for channel in channels}
    return site.render(
        "feeds.html",
        FEEDS_PAGE,
        whole=_feed("全部法规", ""),
        kinds=[_feed(kind.chinese, kind.value) for kind in ActKind if kind.value in folders],
        classes=[feed for top in site.edition.scheme for feed in _classes(top, folders, 0)],
        opml=relative(FEEDS_PAGE, Page(f"{FEEDS}/{OPML}")),
    )


def _classes(category: Category, folders: set[str], depth: int) -> Iterator[Feed]:
    """A class of the scheme that has a feed, and those below it."""
    folder = class_folder(category.id)
    if folder in folders:
        yield _feed(category.title, folder, depth)
    for child in category.children:
        yield from _classes(child, folders, depth + 1)


def _feed(name: str, folder: str, depth: int = 0) -> Feed:
    base = f"{FEEDS}/{folder}".rstrip("/")
    return Feed(
        name,
        relative(FEEDS_PAGE, Page(f"{base}/atom.xml")),
        relative(FEEDS_PAGE, Page(f"{base}/feed.json")),
        depth,
    )
