"""The feeds there are: the whole, one for each kind of act, each class of the scheme, each work.

Each is cut into documents (RFC 5005): one to subscribe to, and archives that stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from compendium.law.kinds import ActKind
from compendium.law.names import quoted
from compendium_build.edition.addresses import FEEDS, Page
from compendium_build.edition.artifacts import key_of
from compendium_build.edition.edition import Edition
from compendium_build.feed.entry import YEAR
from compendium_build.feed.ledger import Record, midnight


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed: its folder under that of all feeds, what it is called, and whether it is about one work."""

    folder: str
    title: str
    of_work: bool = False

    def path(self, name: str) -> str:
        """Return the path of a file of the feed, relative to the folder of all feeds."""
        return f"{self.folder}/{name}" if self.folder else name

    def page(self, name: str) -> Page:
        """Return the path of a file of the feed, relative to the root of the site."""
        return Page(f"{FEEDS}/{self.path(name)}")


def channels_of(edition: Edition, ledger: Iterable[Record]) -> list[tuple[Channel, list[Record]]]:
    """List every feed with its lines of the ledger, those struck out among them.

    The whole stands always, and so does the feed of every work in the corpus; a kind or a class has a feed
    once something is told of it. A work that was withdrawn keeps its feed, which says so.
    """
    of: dict[str, list[Record]] = defaultdict(list)
    above = _above(edition)
    works: dict[str, str] = {work.folder: work.title for work in edition.catalog.works}
    homes = {edition.moves.identity(work.folder, work.uri): work.folder for work in edition.catalog.works}
    for record in ledger:
        work = record.matter.work
        home = homes.get(record.matter.identity) or edition.moves.last(work.folder)
        works.setdefault(home, work.title)
        for folder in ("", work.kind.value, *_classes(record, above), home):
            of[folder].append(record)
    named = {"": edition.title, **{kind.value: f"{edition.title}：{kind.chinese}" for kind in ActKind}}
    named |= {class_folder(c.id): f"{edition.title}：{c.title}" for t in edition.scheme for c in t.walk()}
    general = [Channel(folder, title) for folder, title in named.items() if folder in of or not folder]
    single = [Channel(folder, work_title(title), True) for folder, title in sorted(works.items())]
    return [(channel, of.get(channel.folder, [])) for channel in (*general, *single)]


def work_title(title: str) -> str:
    """Return what the feed of a work is called."""
    return f"{quoted(title)}动态"


def class_folder(subject: str) -> str:
    """Return the folder of the feed of a class."""
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


SIZE = 100
"""Lines of the ledger in an archive. It must never change: it says which entry stands in which archive."""

NOTHING_YET = midnight(date(YEAR, 1, 1))
"""When a feed without entries was updated."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document of a feed, newest line first.

    `number` counts the archives from 1, the oldest; 0 is the document to subscribe to. `archives` is how many
    archives there are before this document.
    """

    channel: Channel
    title: str
    number: int
    archives: int
    entries: tuple[Record, ...]
    deleted: tuple[Record, ...]
    updated: datetime

    @property
    def key(self) -> str:
        """A hash of all that the document says of the ledger."""
        lines = [record.key for record in (*self.entries, *self.deleted)]
        facts = (self.title, self.number, self.archives, self.updated.isoformat())
        return key_of(self.channel.folder, facts, lines)


def documents_of(channel: Channel, records: Sequence[Record]) -> list[Document]:
    """Cut a feed into its documents, the one to subscribe to first.

    Lines are counted before those struck out are dropped, so that a full archive never takes in another line.
    The document to subscribe to has at least the last SIZE lines: who follows no links still misses little.
    """
    full = max(len(records) // SIZE - 1, 0)
    current = _document(channel, 0, full, records[full * SIZE :])
    archives = [
        _document(channel, number, number - 1, records[(number - 1) * SIZE : number * SIZE])
        for number in range(1, full + 1)
    ]
    return [current, *archives]


def _document(channel: Channel, number: int, archives: int, records: Sequence[Record]) -> Document:
    held = [record for record in reversed(records) if record.struck is None]
    moments = [record.struck or record.moment for record in records]
    return Document(
        channel=channel,
        # An archive keeps the name that a work had when it was filled.
        title=work_title(records[-1].matter.work.title) if number and channel.of_work else channel.title,
        number=number,
        archives=archives,
        entries=tuple(record for record in held if not record.gone),
        deleted=tuple(record for record in held if record.gone),
        updated=max(moments, default=NOTHING_YET),
    )


def file_name(number: int, suffix: str) -> str:
    """Name a document: atom.xml, feed.json, archive-0001.xml, archive-0001.json."""
    if number:
        return f"archive-{number:04}.{suffix}"
    return "atom.xml" if suffix == "xml" else "feed.json"
