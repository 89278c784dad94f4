"""JSON Feed 1.1, with what Atom says by extension under `_compendium`."""

from __future__ import annotations

import json
from typing import Any

from compendium_build.addresses import ABOUT, HOME, work_page_of
from compendium_build.edition import Edition
from compendium_build.feed.documents import Document, file_name
from compendium_build.feed.entry import Entry, Link, entry_of
from compendium_build.feed.naming import address, hub_of, name_of
from compendium_build.feed.telling import gone_words

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
    value["_compendium"] = _own(edition, document, page)
    value["items"] = [_item(edition, entry_of(edition, record), page) for record in document.entries]
    return value


def _own(edition: Edition, document: Document, page: str) -> dict[str, Any]:
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


def _item(edition: Edition, entry: Entry, page: str) -> dict[str, Any]:
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


def _attachment(edition: Edition, link: Link, page: str) -> dict[str, Any]:
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
        value["against"] = {"date": against.date.isoformat(), "sha256": against.sha256}
    value["changes"] = [
        {"kind": change.kind.value, "place": change.place, "eId": change.eid, "was": list(change.was)}
        for change in entry.changes
    ]
    return value
