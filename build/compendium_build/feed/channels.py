"""The feeds there are: the whole, one for each kind of act, each class of the scheme, each work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from compendium.model import ActKind
from compendium.titles import quoted
from compendium_build.addresses import FEEDS
from compendium_build.edition import Edition
from compendium_build.feed.ledger import Record


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed: its folder under that of all feeds, what it is called, and whether it is about one work."""

    folder: str
    title: str
    of_work: bool = False

    def path(self, name: str) -> str:
        """A file of the feed, relative to the folder of all feeds."""
        return f"{self.folder}/{name}" if self.folder else name

    def page(self, name: str) -> str:
        """A file of the feed, relative to the root of the site."""
        return f"{FEEDS}/{self.path(name)}"


def channels_of(edition: Edition, ledger: Iterable[Record]) -> list[tuple[Channel, list[Record]]]:
    """Every feed with its lines of the ledger, those struck out among them.

    The whole stands always, and so does the feed of every work in the corpus; a kind or a class has a feed
    once something is told of it. A work that was withdrawn keeps its feed, which says so.
    """
    of: dict[str, list[Record]] = defaultdict(list)
    above = _above(edition)
    works = {work.folder: work.title for work in edition.catalog.works}
    for record in ledger:
        work = record.matter.work
        works.setdefault(work.folder, work.title)
        for folder in ("", work.kind.value, *_classes(record, above), work.folder):
            of[folder].append(record)
    named = {"": edition.title, **{kind.value: f"{edition.title}：{kind.chinese}" for kind in ActKind}}
    named |= {class_folder(c.id): f"{edition.title}：{c.title}" for t in edition.scheme for c in t.walk()}
    general = [Channel(folder, title) for folder, title in named.items() if folder in of or not folder]
    single = [Channel(folder, work_title(title), True) for folder, title in sorted(works.items())]
    return [(channel, of.get(channel.folder, [])) for channel in (*general, *single)]


def work_title(title: str) -> str:
    """What the feed of a work is called."""
    return f"{quoted(title)}动态"


def class_folder(subject: str) -> str:
    """The folder of the feed of a class."""
    return f"subject/{subject}"


def _classes(record: Record, above: dict[str, tuple[str, ...]]) -> dict[str, None]:
    """The folders of the classes of a line and of all classes above them, each once."""
    found = (folder for subject in record.matter.subjects for folder in above.get(subject, ()))
    return dict.fromkeys(found)


def _above(edition: Edition) -> dict[str, tuple[str, ...]]:
    """For each class of the scheme, the folders of its own feed and of those above it."""
    found: dict[str, tuple[str, ...]] = {}
    for part in edition.scheme:
        for child in part.walk():
            for below in child.walk():
                found[below.id] = (*found.get(below.id, ()), class_folder(child.id))
    return found
