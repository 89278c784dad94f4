"""The formats of a feed: Atom, JSON Feed, OPML.

Atom (RFC 4287) comes with archives (RFC 5005) and deleted entries (RFC 6721). JSON Feed 1.1 says by
extension, under `_compendium`, what Atom says beyond it. OPML 2.0 lists the feeds that a reader can take in
at once; those of works stand on their pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from lxml import etree

from compendium.law.days import day_name
from compendium_build.edition.addresses import ABOUT, FEEDS, HOME, Page, work_page_of
from compendium_build.edition.edition import Edition
from compendium_build.feed.channels import Channel, Document, file_name
from compendium_build.feed.entry import Entry, Link, address, entry_of, gone_words, hub_of, name_of

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONE = "http://purl.org/atompub/tombstones/1.0"
OWN = "https://compendium.example/ns/feed/1"
_NAMES: dict[str | None, str] = {None: ATOM, "fh": HISTORY, "at": TOMBSTONE, "c": OWN}
_MIME = "application/atom+xml"


def write_atom(edition: Edition, document: Document) -> bytes:
    """Write one document of a feed."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap=_NAMES)  # type: ignore[arg-type,unused-ignore]
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", "zh-CN")
    _add(
        feed, "id", name_of(edition, f"/feed/{edition.moves.feed_name(document.channel.folder)}".rstrip("/"))
    )
    _add(feed, "title", document.title)
    _add(feed, "updated", document.updated.isoformat())
    _add_author(feed, edition)
    _add_links(feed, edition, document)
    for record in document.deleted:
        gone = etree.SubElement(feed, f"{{{TOMBSTONE}}}deleted-entry")
        gone.set("ref", name_of(edition, record.matter.name))
        gone.set("when", record.moment.isoformat())
        etree.SubElement(gone, f"{{{TOMBSTONE}}}comment").text = gone_words(record.matter)
    page = document.channel.page(file_name(document.number, "xml"))
    for record in document.entries:
        _add_entry(feed, edition, entry_of(edition, record), page)
    etree.indent(feed)
    return etree.tostring(feed, xml_declaration=True, encoding="UTF-8") + b"\n"


def _add_links(feed: etree._Element, edition: Edition, document: Document) -> None:
    channel = document.channel
    page = channel.page(file_name(document.number, "xml"))

    def link(rel: str, number: int) -> None:
        target = channel.page(file_name(number, "xml"))
        _add(feed, "link", rel=rel, type=_MIME, href=address(edition, page, target))

    link("self", document.number)
    # The page of a work may go one day, and an archive would change with it.
    human = work_page_of(edition, channel.folder) if channel.of_work else HOME
    if human and not document.number:
        _add(feed, "link", rel="alternate", type="text/html", href=address(edition, page, human))
    twin = channel.page(file_name(document.number, "json"))
    _add(feed, "link", rel="alternate", type="application/feed+json", href=address(edition, page, twin))
    if document.number:
        etree.SubElement(feed, f"{{{HISTORY}}}archive")
        link("current", 0)
    elif hub := hub_of(edition):
        _add(feed, "link", rel="hub", href=hub)
    # No link leads on to a newer archive: an archive would change when the next one is filled.
    if document.archives or document.number:
        link("first", 0)
        link("last", 1)
    if document.archives:
        link("prev-archive", document.archives)
        link("next", document.archives)


def _add_entry(feed: etree._Element, edition: Edition, told: Entry, page: Page) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", told.id)
    _add(entry, "title", told.title)
    _add(entry, "updated", told.updated)
    if told.published:
        _add(entry, "published", told.published)
    _add_author(entry, edition)
    for link in told.links:
        extra = {"length": str(link.size), f"{{{OWN}}}sha256": link.sha256} if link.sha256 else {}
        href = address(edition, page, link.path)
        _add(entry, "link", rel=link.rel, type=link.type, href=href, title=link.title, **extra)
    for tag in told.tags:
        scheme = name_of(edition, f"/scheme/{tag.scheme}")
        _add(entry, "category", term=tag.term, scheme=scheme, label=tag.label)
    _add(entry, "summary", told.summary, type="text")
    _add(entry, "content", told.content, type="text")
    _own(entry, "event", "", kind=told.kind.value, work=told.work, label=told.kind.chinese)
    for name, day in told.dates.items():
        _own(entry, "date", day.isoformat(), name=name)
    if (basis := told.basis) is not None:
        about = {"body": basis.body, "session": basis.session, "number": basis.number}
        if basis.decision or any(about.values()):
            _own(entry, "basis", basis.decision, **about)
    if (against := told.against) is not None:
        _own(entry, "against", "", date=day_name(against.date), sha256=against.sha256)
    for change in told.changes:
        _own(entry, "change", change.place, kind=change.kind.value, eId=change.eid, was=" ".join(change.was))


def _add(parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
    child.text = text
    return child


def _own(parent: etree._Element, tag: str, text: str, /, **attributes: str) -> None:
    """Add an element of the project's own; attributes with an empty value are left out."""
    kept = {name: value for name, value in attributes.items() if value}
    etree.SubElement(parent, f"{{{OWN}}}{tag}", kept).text = text or None


def _add_author(parent: etree._Element, edition: Edition) -> None:
    _add(_add(parent, "author"), "name", edition.publisher or edition.title)


VERSION = "https://jsonfeed.org/version/1.1"


def write_json(edition: Edition, document: Document) -> bytes:
    """Write one document of a feed."""
    value = _document(edition, document)
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _document(edition: Edition, document: Document) -> dict[str, Any]:
    channel = document.channel
    page = channel.page(file_name(document.number, "json"))

    def at(number: int) -> str:
        return address(edition, page, channel.page(file_name(number, "json")))

    value: dict[str, Any] = {"version": VERSION, "title": document.title}
    human = work_page_of(edition, channel.folder) if channel.of_work else HOME
    if human and not document.number:
        value["home_page_url"] = address(edition, page, human)
    value["feed_url"] = at(document.number)
    if document.archives:
        value["next_url"] = at(document.archives)
    value["authors"] = [{"name": edition.publisher or edition.title}]
    value["language"] = "zh-CN"
    hub = hub_of(edition)
    if hub and not document.number:
        value["hubs"] = [{"type": "WebSub", "url": hub}]
    value["_compendium"] = _own_members(edition, document, page)
    value["items"] = [_item(edition, entry_of(edition, record), page) for record in document.entries]
    return value


def _own_members(edition: Edition, document: Document, page: Page) -> dict[str, Any]:
    """What JSON Feed has no word for: archives and deleted entries."""
    value: dict[str, Any] = {
        "about": address(edition, page, ABOUT),
        "updated": document.updated.isoformat(),
        "archive": bool(document.number),
    }
    if document.number:
        value["current"] = address(edition, page, document.channel.page(file_name(0, "json")))
    value["deleted"] = [
        {
            "ref": name_of(edition, record.matter.name),
            "when": record.moment.isoformat(),
            "comment": gone_words(record.matter),
        }
        for record in document.deleted
    ]
    return value


def _item(edition: Edition, entry: Entry, page: Page) -> dict[str, Any]:
    html = next((link for link in entry.links if link.rel == "alternate"), None)
    item: dict[str, Any] = {"id": entry.id}
    if html:
        item["url"] = address(edition, page, html.path)
    item |= {"title": entry.title, "summary": entry.summary, "content_text": entry.content}
    if entry.published:
        item["date_published"] = entry.published
    item["date_modified"] = entry.updated
    item["tags"] = [tag.label for tag in entry.tags]
    item["attachments"] = [_attachment(edition, link, page) for link in entry.links if link is not html]
    item["_compendium"] = _matter(entry)
    return item


def _attachment(edition: Edition, link: Link, page: Page) -> dict[str, Any]:
    """Another form of the text, or what it changed; `rel` says which."""
    value: dict[str, Any] = {
        "url": address(edition, page, link.path),
        "mime_type": link.type,
        "title": link.title,
    }
    own = {"rel": link.rel}
    if link.sha256:
        value["size_in_bytes"] = link.size
        own["sha256"] = link.sha256
    return value | {"_compendium": own}


def _matter(entry: Entry) -> dict[str, Any]:
    """What happened, as plain values."""
    value: dict[str, Any] = {
        "work": entry.work,
        "event": entry.kind.value,
        "categories": [{"scheme": tag.scheme, "term": tag.term} for tag in entry.tags],
        "dates": {name: day.isoformat() for name, day in entry.dates.items()},
    }
    if basis := entry.basis:
        words = {"decision": basis.decision, "body": basis.body, "session": basis.session}
        value["basis"] = {name: text for name, text in (words | {"number": basis.number}).items() if text}
    if (against := entry.against) is not None:
        value["against"] = {"date": day_name(against.date), "sha256": against.sha256}
    value["changes"] = [
        {"kind": change.kind.value, "place": change.place, "eId": change.eid, "was": list(change.was)}
        for change in entry.changes
    ]
    return value


OPML = "feeds.opml"


def write_opml(edition: Edition, channels: Iterable[Channel]) -> bytes:
    """List the feeds of the whole, of kinds and of classes."""
    root = etree.Element("opml", {"version": "2.0"})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = f"{edition.title}：订阅源"
    body = etree.SubElement(root, "body")
    page = Page(f"{FEEDS}/{OPML}")
    for channel in channels:
        href = address(edition, page, channel.page("atom.xml"))
        etree.SubElement(body, "outline", {"type": "rss", "text": channel.title, "xmlUrl": href})
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
