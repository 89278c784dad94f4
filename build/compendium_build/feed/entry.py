"""An entry before it takes a form: what happened, its days, its basis, what changed, where to read it.

In order: its words, a title and what happened in a sentence or two; ids that never change (RFC 4151) and the
addresses of feeds; which provisions a version changed, found by comparing it with the one before; the entry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote, urlsplit

from compendium.akn import parse_act
from compendium.compare import KIND_NAMES, TEXTUAL, UNITS, Comparison, Role, compare
from compendium.compare import Kind as Became
from compendium.law.act import Act, Event
from compendium.law.changes import ModType
from compendium.law.days import UNKNOWN_DAY, day_words
from compendium.law.identifiers import NO_EID, EId, Uri
from compendium.law.kinds import DECIDING, EventKind
from compendium.law.names import quoted
from compendium.law.orders import put_off_by
from compendium.law.timeline import missing_versions, start_of
from compendium.library.facts import Facts
from compendium.library.withdrawn import NO_END
from compendium.text.missing import missing_words
from compendium.text.wording import effect_words, event_words, from_day, told_words
from compendium_build.data.forms_offered import typeset_forms
from compendium_build.edition.addresses import (
    Page,
    absolute,
    changes_file,
    changes_page,
    relative,
    version_file,
    version_page,
    version_xml,
    work_page,
)
from compendium_build.edition.edition import Edition, Happening, Once
from compendium_build.feed.ledger import Record
from compendium_build.feed.matters import Kind, Matter, dates_of


def title(matter: Matter) -> str:
    """Say what happened to which act: 《甲条例》修正, 《甲条例》2020-05-01 的版本撤下."""
    if matter.withdrawn:
        return f"{matter.withdrawn.what}撤下"
    partial = "部分条文" if matter.happening and matter.happening.is_partial else ""
    return f"{quoted(matter.facts.title)}{partial}{matter.kind.chinese}"


def summary(matter: Matter) -> str:
    """Tell what happened in plain words."""
    if matter.happening is not None:
        return _of_event(matter.happening, amended=matter.is_amended)
    name = quoted(matter.facts.title)
    if matter.kind is Kind.POSTPONEMENT:
        first = matter.facts.commencements[0]
        return f"{name}推迟，{from_day(first.date)}（据{quoted(put_off_by(first))}）。"
    if matter.withdrawn:
        return f"{matter.withdrawn.words}。{NO_END}"
    if matter.kind is Kind.WITHDRAWAL:
        return f"{name}不再收录，已从法规库撤回。撤回不表示该法规废止或者失效。"
    assert matter.correction is not None
    labels = dict(matter.facts.labels)
    places = "；".join(labels.get(p.eid, "") + told_words(p) for p in matter.correction.places)
    source = f"（{matter.correction.source}）" if matter.correction.source else ""
    told = f"{places}{source}。" if places or source else ""
    return f"{name}{matter.kind.chinese}：{told}{matter.correction.reason.rstrip('。')}。"


def _of_event(happening: Happening, amended: bool) -> str:
    event, name = happening.event, quoted(happening.facts.title)
    if event.kind is EventKind.COMMENCEMENT and not event.body and not event.decision:
        again = "修改后的" if amended else ""
        partial = "的部分条文" if happening.is_partial else ""
        return f"{again}{name}{partial}自{day_words(event.date)}起施行。"
    said, effect = event_words(event, happening.facts), _effect(happening)
    return f"{name}：{day_words(event.date)}，{said}。{effect}{'。' if effect else ''}"


def _effect(happening: Happening) -> str:
    """When the text that an event made takes effect; empty where the event made none that is kept."""
    made = max((e.date for e in happening.facts.events if e.kind in DECIDING), default=None)
    versions = happening.work.expressions
    lacking = missing_versions(versions)
    if happening.event.kind not in DECIDING or happening.event.date != made:
        lost = [gap for gap in lacking if gap.event.date == happening.event.date]
        return "当时的文本未收录" if lost else ""
    index = versions.index(happening.facts)
    before = [gap for gap in lacking if index and gap.until == start_of(happening.facts)[0]]
    words = effect_words(versions, index)
    return f"{words}；此前{missing_words(before)}，所列的变动不都出自这一次修改" if before else words


def gone_words(matter: Matter) -> str:
    """Say that an entry is no longer told; the record changed, not the law."""
    return f"“{title(matter)}”一条已撤回：法规库中不再有这一记录。撤回不表示法规本身有变化。"


YEAR = 2026
"""The year in which the ids were laid down; RFC 4151 asks for a day on which the host was held."""


def authority(edition: Edition) -> str:
    """Tell who names the entries: what corpus.toml fixes under [feed] tag, or else the host of the site."""
    return edition.config.feed.tag or f"{urlsplit(edition.base_url).hostname or 'localhost'},{YEAR}"


def name_of(edition: Edition, path: str) -> str:
    """Make the id of what a path names: tag:host,2026:/akn/…"""
    return f"tag:{authority(edition)}:{quote(path)}"


def hub_of(edition: Edition) -> str:
    """Return the WebSub hub that corpus.toml names under [publish], or nothing."""
    return edition.config.publish.hub


def address(edition: Edition, page: Page, target: Page) -> str:
    """Return the address of a target: public where the site has one, else relative to the file naming it."""
    quoted = Page(quote(target))
    return absolute(edition, quoted) if edition.base_url else relative(page, quoted)


_TOLD = UNITS | {Role.ATTACHMENT, Role.RECITAL, Role.TITLE, Role.CONCLUSIONS}
_HEADINGS = {Role.PART, Role.SUBPART, Role.CHAPTER, Role.SECTION}
_ORDER = {kind: position for position, kind in enumerate(KIND_NAMES)}


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a provision: `place` is 第三条, `eid` its place now, `was` those before."""

    kind: Became
    place: str
    eid: EId = NO_EID
    was: tuple[EId, ...] = ()


def changed_provisions(before: Act, after: Act) -> tuple[Changed, ...]:
    """Say what became of each 条, in the order of the text; a new number alone counts too.

    What the decision states of divided and joined 条 is followed. Its statements alone would not do:
    they speak of the text after, in which a deleted 条 has no place.
    """
    origins = {
        change.eid: change.was
        for change in after.changes
        if change.before == before.date and change.type in (ModType.SPLIT, ModType.JOIN)
    }
    return tuple(_of_rows(compare(before, after, origins)))


def _of_rows(comparison: Comparison) -> Iterator[Changed]:
    for row in comparison.walk():
        told = row.role in _TOLD and row.kind in TEXTUAL | {Became.RENUMBERED}
        headed = row.role in _HEADINGS and row.kind in (Became.ADDED, Became.DELETED, Became.AMENDED)
        if row.kind is Became.DEPARTED or not (told or headed):
            continue
        eid = row.after.eid if row.after else NO_EID
        sides = row.origins or ((row.before,) if row.before else ())
        was = tuple(side.eid for side in sides if side.eid)
        yield Changed(row.kind, row.place, eid, was)


def changed_words(changes: Iterable[Changed], most: int = 30) -> str:
    """Say the changes in a sentence for each kind: 修改：第三条、第五条。新增：第六条."""
    rows = sorted(dict.fromkeys((c.kind, c.place) for c in changes), key=lambda row: _ORDER[row[0]])
    told = []
    for kind, group in groupby(rows, key=lambda row: row[0]):
        places = [place for _, place in group]
        more = f"等{len(places)}处" if len(places) > most else ""
        told.append(f"{KIND_NAMES[kind]}：{'、'.join(places[:most])}{more}。")
    return "".join(told)


DUIZHAOBIAO = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
"""The forms in which every web edition has the 对照表, by the endings of their files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A file on the site; `sha256` and `size` are given for those whose bytes are the corpus's own."""

    rel: str
    type: str
    path: Page
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; `published` is the day of the law, or empty, `updated` when it became known so."""

    id: str
    kind: Kind
    title: str
    summary: str
    content: str
    published: str
    updated: str
    work: Uri
    tags: tuple[Tag, ...]
    links: tuple[Link, ...]
    dates: dict[str, date]
    basis: Event | None
    changes: tuple[Changed, ...]
    against: Against | None = None


def entry_of(edition: Edition, record: Record) -> Entry:
    """Make the entry of a line of the ledger, once for all feeds."""
    made = _entries(edition)
    if record.key not in made:
        made[record.key] = _make(edition, record)
    return made[record.key]


_entries: Once[dict[str, Entry]] = Once(lambda edition: {})


def _make(edition: Edition, record: Record) -> Entry:
    matter = record.matter
    changes = _changes(edition, matter)
    told = summary(matter)
    return Entry(
        id=name_of(edition, matter.name),
        kind=matter.kind,
        title=title(matter),
        summary=told,
        content=told + changed_words(changes),
        published=moment_words(matter.day),
        updated=record.moment.isoformat(),
        work=matter.work.uri,
        tags=tuple(_tags(edition, matter)),
        links=_links(edition, matter),
        dates={} if matter.kind is Kind.WITHDRAWAL else dates_of(matter.facts, matter.event),
        basis=_basis(matter),
        changes=changes,
        against=_against(edition, matter),
    )


def moment_words(day: date | None) -> str:
    """Write the beginning of a day as feeds do; nothing for a day that nobody knows."""
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
    if matter.withdrawn:  # its page says so, or shows the text if that came back
        page = version_page(work, facts) if matter.withdrawn.day else work_page(work)
        return (Link(rel="alternate", type="text/html", path=page, title=f"{matter.withdrawn.what}撤下"),)
    if matter.kind is Kind.WITHDRAWAL or not is_published(edition, facts):
        return ()
    data = data_of(edition, facts)
    digest = hashlib.sha256(data).hexdigest()
    name = quoted(facts.title)
    return (
        Link(rel="alternate", type="text/html", path=version_page(work, facts), title=f"{name}文本"),
        Link(
            rel="enclosure",
            type="application/akn+xml",
            path=version_xml(work, facts),
            title=f"{name}XML",
            sha256=digest,
            size=len(data),
        ),
        *(
            Link(
                rel="alternate",
                type=form.media,
                path=version_file(work, facts, form.ending),
                title=name + form.name,
            )
            for form in typeset_forms(edition, facts)
        ),
        *_changes_links(edition, matter, name),
    )


def _changes_links(edition: Edition, matter: Matter, name: str) -> Iterator[Link]:
    """The page and the 对照表 that say what the version changed, where the matter is that it did."""
    work = edition.catalog.by_uri.get(matter.work.uri)
    if work is not None and matter.compared is not None and matter.facts in work.expressions[1:]:
        facts = matter.facts
        yield Link(
            rel="related", type="text/html", path=changes_page(work, facts), title=f"{name}修改前后对照"
        )
        for ending, media in DUIZHAOBIAO.items():
            yield Link(
                rel="related", type=media, path=changes_file(work, facts, ending), title=f"{name}修改对照表"
            )


def _basis(matter: Matter) -> Event | None:
    """Who decided it and by what: the event itself, or the last that made the text it is about."""
    event = matter.event
    if event is None or event.body or event.decision or event.number:
        return event
    made = [item for item in matter.facts.events if item.kind in DECIDING]
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
    """Tell whether the edition has exactly this text."""
    return _published(edition).get(facts.path) == facts.digest


@Once
def _published(edition: Edition) -> dict[str, str]:
    """The digests of all texts, by path."""
    return {item.path: item.digest for work in edition.catalog.works for item in work.expressions}


def data_of(edition: Edition, facts: Facts) -> bytes:
    """Read the bytes of a version; if its file can't be read now, those of the last that could."""
    if edition.past is None or is_published(edition, facts):
        return edition.catalog.files.read(facts.path)
    return edition.past.read(facts.digest)


def _corrected(matter: Matter) -> tuple[Changed, ...]:
    labels = dict(matter.facts.labels)
    places = dict.fromkeys(place.eid for place in matter.correction.places) if matter.correction else {}
    return tuple(Changed(Became.AMENDED, labels.get(eid, "条文以外"), eid, (eid,)) for eid in places if eid)
