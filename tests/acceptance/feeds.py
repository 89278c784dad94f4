"""The feeds of the whole corpus: valid, read by two clients, every event once on a walk of the archives."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fastfeedparser
import feedparser
from lxml import etree

_ATOM = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}
_SCHEMA = Path(__file__).parents[1] / "schemas" / "atom.rng"


@dataclass(frozen=True, slots=True)
class FeedFigures:
    """How many feeds, documents and events there are, and what is wrong with them."""

    feeds: int
    documents: int
    events: int
    bytes: int
    faults: tuple[str, ...]


def feed_figures(folder: Path) -> FeedFigures:
    """Read every feed in a folder."""
    schema = etree.RelaxNG(etree.parse(_SCHEMA))
    documents = sorted(folder.rglob("*.xml"))
    faults = [
        f"{p.relative_to(folder)}：不合 RFC 4287" for p in documents if not schema.validate(etree.parse(p))
    ]
    feeds = sorted(folder.rglob("atom.xml"))
    events = 0
    for feed in feeds:
        walked = list(_walk(feed))
        faults += [f"{feed.relative_to(folder)}：{fault}" for fault in _faults(feed, walked)]
        events = max(events, len(_ids(walked)))
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    return FeedFigures(len(feeds), len(documents), events, size, tuple(faults))


def _walk(feed: Path) -> Iterator[bytes]:
    """A feed and its archives, from the newest on; links are followed by the names of the files."""
    name = feed.name
    while name:
        data = (feed.parent / name).read_bytes()
        yield data
        links = etree.fromstring(data).iterfind("a:link[@rel='prev-archive']", _ATOM)
        name = next((str(link.get("href")).rpartition("/")[2] for link in links), "")


def _ids(walked: list[bytes]) -> list[str]:
    roots = map(etree.fromstring, walked)
    return [str(found.text) for root in roots for found in root.iterfind("a:entry/a:id", _ATOM)]


def _faults(feed: Path, walked: list[bytes]) -> Iterator[str]:
    ids = _ids(walked)
    twice = [name for name, times in Counter(ids).items() if times > 1]
    if twice:
        yield f"{len(twice)} 条不止一次，如 {twice[0]}"
    archives = len(list(feed.parent.glob("archive-*.xml")))
    if len(walked) != archives + 1:
        yield f"有 {archives} 份存档，走到的是 {len(walked) - 1} 份"
    if sorted(_in_json(feed.with_name("feed.json"))) != sorted(ids):
        yield "JSON Feed 与 Atom 的条目不同"
    full = [data for data in walked if b"<entry" in data]
    for client, read in (("feedparser", feedparser.parse), ("fastfeedparser", _fast)):
        if [entry["id"] for data in full for entry in read(data).entries] != ids:
            yield f"{client} 读到的条目不同"


def _fast(data: bytes) -> fastfeedparser.FastFeedParserDict:
    return fastfeedparser.parse(data.decode())


def _in_json(page: Path) -> Iterator[str]:
    while True:
        value = json.loads(page.read_bytes())
        yield from (item["id"] for item in value["items"])
        if not value.get("next_url"):
            return
        page = page.with_name(value["next_url"].rpartition("/")[2])
