"""What an update means for readers: which texts changed, and what the feed says has happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from compendium_build.publishing.manifest import Changes

FEED = "feed/atom.xml"
_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True)
class News:
    """An entry of the feed that the copy before did not have."""

    day: str
    title: str


def texts_in(changes: Changes) -> tuple[str, ...]:
    """The acts whose texts an update adds, changes or removes, by their folders."""
    paths = (*changes.added, *changes.changed, *changes.removed)
    return tuple(
        sorted({"/".join(p.split("/")[:2]) for p in paths if p.endswith(".xml") and p.count("/") >= 2})
    )


def news_between(old: Path, new: Path) -> tuple[News, ...]:
    """What the new copy's feed says that the old one's does not; nothing where there is no old one."""
    before, after = _entries(old / FEED), _entries(new / FEED)
    if not before:
        return ()
    seen = {id_ for id_, _ in before}
    return tuple(news for id_, news in after if id_ not in seen)


def _entries(feed: Path) -> list[tuple[str, News]]:
    try:
        data = feed.read_bytes()
        # A feed declares no entities; one that does is not ours and is not worth the risk.
        if b"<!DOCTYPE" in data:
            return []
        return list(_read(ElementTree.fromstring(data).iter(f"{_ATOM}entry")))
    except (OSError, ElementTree.ParseError):
        return []


def _read(entries: Iterable[ElementTree.Element]) -> Iterable[tuple[str, News]]:
    for entry in entries:
        day = entry.findtext(f"{_ATOM}published") or entry.findtext(f"{_ATOM}updated") or ""
        yield entry.findtext(f"{_ATOM}id") or "", News(day[:10], entry.findtext(f"{_ATOM}title") or "")
