"""The Atom feed (RFC 4287): what has happened to the works, dated by the law and never by the clock."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

from lxml import etree

from compendium.days import day_words
from compendium.model import EventKind
from compendium.timeline import start_of
from compendium.titles import quoted
from compendium_build.addresses import FEED, HOME, absolute, relative, version_page
from compendium_build.artifacts import Artifact, code_key, key_of
from compendium_build.edition import Edition
from compendium_build.news import Happening, happenings
from compendium_build.wording import event_words

ATOM = "http://www.w3.org/2005/Atom"
MOST = 200
TAG_YEAR = 2026
"""The year in which the ids were laid down; RFC 4151 asks for a day on which the host was held."""


def feed_artifacts(edition: Edition) -> list[Artifact]:
    """The feed, as one file."""
    told = happenings(edition)[:MOST]
    rows = [
        (h.work.uri, version_page(h.work, h.facts), h.facts.title, h.event, h.nth, summary(h)) for h in told
    ]
    frame = (
        edition.title,
        edition.publisher,
        edition.base_url,
        edition.as_of.isoformat() if not told else "",
    )
    key = key_of(code_key("lxml"), frame, rows)
    return [Artifact("atom.xml", key, partial(write_feed, edition, told))]


def write_feed(edition: Edition, told: list[Happening]) -> bytes:
    """Write the feed."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})  # type: ignore[dict-item]
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", "zh-CN")
    _add(feed, "id", f"{_tag(edition)}/feed")
    _add(feed, "title", edition.title)
    _add(feed, "updated", _moment(max((h.event.date for h in told), default=edition.as_of).isoformat()))
    _add_author(feed, edition)
    _add(feed, "link", rel="self", type="application/atom+xml", href=_address(edition, FEED))
    _add(feed, "link", rel="alternate", type="text/html", href=_address(edition, HOME))
    for happening in told:
        _add_entry(feed, edition, happening)
    etree.indent(feed)
    return etree.tostring(feed, xml_declaration=True, encoding="UTF-8") + b"\n"


def _add_entry(feed: etree._Element, edition: Edition, happening: Happening) -> None:
    work, event = happening.work, happening.event
    entry = _add(feed, "entry")
    again = f"/{happening.nth}" if happening.nth > 1 else ""
    day = event.date.isoformat()
    _add(entry, "id", f"{_tag(edition)}{work.uri}/{event.kind.value}/{day}{again}")
    partial = "部分条文" if happening.is_partial else ""
    _add(entry, "title", f"{quoted(happening.facts.title)}{partial}{event.kind.chinese}")
    _add(entry, "updated", _moment(day))
    _add_author(entry, edition)
    href = _address(edition, version_page(work, happening.facts))
    _add(entry, "link", rel="alternate", type="text/html", href=href)
    _add(entry, "category", term=work.kind.value, label=work.kind.chinese)
    _add(entry, "summary", summary(happening), type="text")


def summary(happening: Happening) -> str:
    """Tell an event in plain words."""
    event, facts, title = happening.event, happening.facts, quoted(happening.facts.title)
    if event.kind is EventKind.COMMENCEMENT and not event.body and not event.decision:
        amended = "修改后的" if happening.work.expressions.index(facts) else ""
        partial = "的部分条文" if happening.is_partial else ""
        return f"{amended}{title}{partial}自{day_words(event.date)}起施行。"
    effect = _effect(happening)
    return f"{title}：{day_words(event.date)}，{event_words(event)}。{effect}{'。' if effect else ''}"


def _effect(happening: Happening) -> str:
    """When the text that an event made takes effect; empty where the event made none that is kept."""
    made = max((e.date for e in happening.facts.events if e.kind in _MAKING), default=None)
    if happening.event.kind not in _MAKING or happening.event.date != made:
        return ""
    start, certain = start_of(happening.facts)
    if start is None:
        return "施行日期另行规定"
    return f"自{day_words(start)}起施行" if certain else "施行日期未在文本中载明"


_MAKING = frozenset(EventKind) - {EventKind.COMMENCEMENT, EventKind.REPEAL, EventKind.EXPIRY}


def _add(parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
    child.text = text
    return child


def _add_author(parent: etree._Element, edition: Edition) -> None:
    _add(_add(parent, "author"), "name", edition.publisher or edition.title)


def _moment(day: str) -> str:
    return f"{day}T00:00:00+08:00"


def _tag(edition: Edition) -> str:
    return f"tag:{urlsplit(edition.base_url).hostname or 'localhost'},{TAG_YEAR}:"


def _address(edition: Edition, path: str) -> str:
    return absolute(edition, path) if edition.base_url else relative(FEED, path)
