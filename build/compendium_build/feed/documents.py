"""A feed cut into documents (RFC 5005): one to subscribe to, and archives that stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from compendium_build.artifacts import key_of
from compendium_build.feed.channels import Channel, work_title
from compendium_build.feed.ledger import Record, midnight
from compendium_build.feed.naming import YEAR

SIZE = 100
"""Lines of the ledger in an archive. It must never change: it says which entry stands in which archive."""

NOTHING_YET = midnight(date(YEAR, 1, 1))
"""When a feed without entries was updated."""


@dataclass(frozen=True)
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
    """The documents of a feed, the one to subscribe to first.

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
        channel,
        # An archive keeps the name that a work had when it was filled.
        work_title(records[-1].matter.work.title) if number and channel.of_work else channel.title,
        number,
        archives,
        tuple(record for record in held if not record.gone),
        tuple(record for record in held if record.gone),
        max(moments, default=NOTHING_YET),
    )


def file_name(number: int, suffix: str) -> str:
    """The name of a document: atom.xml, feed.json, archive-0001.xml, archive-0001.json."""
    if number:
        return f"archive-{number:04}.{suffix}"
    return "atom.xml" if suffix == "xml" else "feed.json"
