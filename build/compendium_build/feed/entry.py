"""An entry before it takes a form: what happened, its days, its basis, what changed, where to read it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from compendium.akn import parse_act
from compendium.comparing import Kind as Became
from compendium.days import UNKNOWN_DAY
from compendium.facts import Facts
from compendium.model import Event
from compendium.titles import quoted
from compendium_build.addresses import (
    changes_file,
    changes_page,
    version_file,
    version_page,
    version_xml,
)
from compendium_build.edition import Edition
from compendium_build.feed.changed import Changed, changed_provisions, changed_words
from compendium_build.feed.dates import MAKING, dates_of
from compendium_build.feed.ledger import Record
from compendium_build.feed.matters import Kind, Matter
from compendium_build.feed.naming import name_of
from compendium_build.feed.telling import summary, title
from compendium_build.machine.choice import typeset_forms

DUIZHAOBIAO = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
"""The forms in which every web edition has the 对照表, by the endings of their files."""


@dataclass(frozen=True, slots=True)
class Link:
    """A file on the site; `sha256` and `size` of those whose bytes are the corpus's own."""

    rel: str
    type: str
    path: str
    title: str
    sha256: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Tag:
    """A class that an entry belongs to: what happened, the kind of act, the classes of the scheme."""

    scheme: str
    term: str
    label: str


@dataclass(frozen=True, slots=True)
class Against:
    """The version that the changes are told against, by the day that names it and its bytes."""

    date: date
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `published` is the day of the law, or empty, `updated` when it became known so."""

    id: str
    kind: Kind
    title: str
    summary: str
    content: str
    published: str
    updated: str
    work: str
    tags: tuple[Tag, ...]
    links: tuple[Link, ...]
    dates: dict[str, date]
    basis: Event | None
    changes: tuple[Changed, ...]
    against: Against | None = None


def entry_of(edition: Edition, record: Record) -> Entry:
    """The entry of a line of the ledger; it is made once for all feeds."""
    made: dict[str, Entry] = edition.memo.setdefault("entries", {})
    if record.key not in made:
        made[record.key] = _make(edition, record)
    return made[record.key]


def _make(edition: Edition, record: Record) -> Entry:
    matter = record.matter
    changes = _changes(edition, matter)
    told = summary(matter)
    return Entry(
        name_of(edition, matter.name),
        matter.kind,
        title(matter),
        told,
        told + changed_words(changes),
        moment_words(matter.day),
        record.moment.isoformat(),
        matter.work.uri,
        tuple(_tags(edition, matter)),
        _links(edition, matter),
        {} if matter.kind is Kind.WITHDRAWAL else dates_of(matter.facts, matter.event),
        _basis(matter),
        changes,
        _against(edition, matter),
    )


def moment_words(day: date | None) -> str:
    """The beginning of a day as feeds write it; nothing for a day that nobody knows."""
    return f"{day.isoformat()}T00:00:00+08:00" if day and day != UNKNOWN_DAY else ""


def _tags(edition: Edition, matter: Matter) -> list[Tag]:
    titles = {item.id: item.title for top in edition.scheme for item in top.walk()}
    kind = matter.work.kind
    return [
        Tag("kind", kind.value, kind.chinese),
        Tag("event", matter.kind.value, matter.kind.chinese),
        *(Tag("subject", subject, titles.get(subject, subject)) for subject in matter.subjects),
    ]


def _links(edition: Edition, matter: Matter) -> tuple[Link, ...]:
    """The page and the other forms of the version and what it changed, as far as the edition has them."""
    work, facts = matter.work, matter.facts
    if matter.kind is Kind.WITHDRAWAL or not is_published(edition, facts):
        return ()
    data = data_of(edition, facts)
    digest = hashlib.sha256(data).hexdigest()
    name = quoted(facts.title)
    return (
        Link("alternate", "text/html", version_page(work, facts), f"{name}文本"),
        Link("enclosure", "application/akn+xml", version_xml(work, facts), f"{name}XML", digest, len(data)),
        *(
            Link("alternate", form.media, version_file(work, facts, form.ending), name + form.name)
            for form in typeset_forms(edition, facts)
        ),
        *_changes_links(edition, matter, name),
    )


def _changes_links(edition: Edition, matter: Matter, name: str) -> Iterator[Link]:
    """The page and the 对照表 that say what the version changed, where the matter is that it did."""
    work = edition.catalog.by_uri.get(matter.work.uri)
    if work is not None and matter.compared is not None and matter.facts in work.expressions[1:]:
        facts = matter.facts
        yield Link("related", "text/html", changes_page(work, facts), f"{name}修改前后对照")
        for ending, media in DUIZHAOBIAO.items():
            yield Link("related", media, changes_file(work, facts, ending), f"{name}修改对照表")


def _basis(matter: Matter) -> Event | None:
    """Who decided it and by what: the event itself, or the last that made the text it is about."""
    event = matter.event
    if event is None or event.body or event.decision or event.number:
        return event
    made = [item for item in matter.facts.events if item.kind in MAKING]
    return made[-1] if made else event


def _changes(edition: Edition, matter: Matter) -> tuple[Changed, ...]:
    """What the text that the matter is about changed in the one before it."""
    if matter.correction is not None:
        return _corrected(matter)
    if matter.compared is None:
        return ()
    before, after = (parse_act(data_of(edition, f), f.path) for f in (matter.compared, matter.facts))
    return changed_provisions(before, after)


def _against(edition: Edition, matter: Matter) -> Against | None:
    if (before := matter.compared) is None:
        return None
    return Against(before.date, hashlib.sha256(data_of(edition, before)).hexdigest())


def is_published(edition: Edition, facts: Facts) -> bool:
    """Whether the edition has exactly this text."""
    held: dict[str, str] | None = edition.memo.get("published")
    if held is None:
        every = (item for work in edition.catalog.works for item in work.expressions)
        held = edition.memo["published"] = {item.path: item.digest for item in every}
    return held.get(facts.path) == facts.digest


def data_of(edition: Edition, facts: Facts) -> bytes:
    """The bytes of a version; of one whose file can't be read now, those of the last that could."""
    if edition.past is None or is_published(edition, facts):
        return edition.catalog.files.read(facts.path)
    return edition.past.read(facts.digest)


def _corrected(matter: Matter) -> tuple[Changed, ...]:
    labels = dict(matter.facts.labels)
    places = dict.fromkeys(place.eid for place in matter.correction.places) if matter.correction else {}
    return tuple(Changed(Became.AMENDED, labels.get(eid, "条文以外"), eid, (eid,)) for eid in places if eid)
