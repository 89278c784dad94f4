"""Walking the archives over HTTP, as a new subscriber does: every entry comes once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import fastfeedparser
import feedparser
import pytest
from lxml import etree

from compendium.library.config import FeedConfig
from compendium_build.edition.artifacts import write_target
from compendium_build.feed import channels as documents
from compendium_build.feed import feed_artifacts, ledger_of
from compendium_build.feed.entry import name_of
from tests.builders import configured
from tests.feed_samples import NAMES, SCHEMA, History, at, bridge

DAY = date(2026, 6, 30)


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that says nothing."""

    def guess_type(self, path: Any) -> str:
        """The media type that the site gives."""
        return "application/atom+xml" if str(path).endswith(".xml") else "application/feed+json"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def long_history() -> History:
    """Twenty acts on twenty days; one changed, one withdrawn, one found late."""
    history = History()
    acts = [bridge(f"d{n:02}-tiaoli") for n in range(20)]
    for n, each in enumerate(acts):
        history.commit(at("2026-01-05") + timedelta(days=n), each)
    history.commit(at("2026-03-01"), bridge("d03-tiaoli", "为了桥梁的畅通，制定本条例。"))
    history.commit(at("2026-03-02"), gone=(acts[7],))
    return history.commit(at("2026-03-03"), bridge("lao-tiaoli", day="1990-01-01", adopted="1989-12-01"))


def build(history: History, folder: Path, url: str) -> set[str]:
    """Write the feeds as the site at the address would have them; the ids that a walk must yield."""
    edition = history.edition(DAY, feed=FeedConfig("law.example.cn,2026"))
    edition = configured(edition, base_url=url)
    artifacts = feed_artifacts(edition)
    write_target(folder / "feed", artifacts)
    alive = [r for r in ledger_of(edition) if r.struck is None and not r.gone]
    return {name_of(edition, record.matter.name) for record in alive}


def follow(url: str, rel: str) -> Iterator[bytes]:
    """The documents from the newest on, by a link of each to the one before."""
    while url:
        with urlopen(url) as answer:
            data = answer.read()
        yield data
        url = next(
            (x.get("href") for x in etree.fromstring(data).findall("a:link", NAMES) if x.get("rel") == rel),
            "",
        )


@pytest.mark.parametrize("rel", ["prev-archive", "next"])
def test_a_walk_yields_every_entry_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rel: str) -> None:
    monkeypatch.setattr(documents, "SIZE", 4)
    with served(tmp_path) as url:
        expected = build(long_history(), tmp_path, url)
        pages = list(follow(f"{url}/feed/atom.xml", rel))
        assert len(pages) == 11
        for client in (feedparser.parse, lambda data: fastfeedparser.parse(data.decode())):
            names = [entry["id"] for page in pages if b"<entry" in page for entry in client(page).entries]
            assert len(names) == len(set(names))
            assert set(names) == expected
        assert all(SCHEMA.validate(etree.fromstring(page)) for page in pages)
    assert len(expected) == 2 * 20 + 1  # 21 acts, one withdrawn, and the withdrawal


def test_a_walk_in_json_yields_every_entry_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "SIZE", 4)
    names: list[str] = []
    with served(tmp_path) as url:
        expected = build(long_history(), tmp_path, url)
        page = f"{url}/feed/feed.json"
        while page:
            with urlopen(page) as answer:
                value = json.load(answer)
            names += [item["id"] for item in value["items"]]
            page = value.get("next_url", "")
    assert sorted(names) == sorted(expected)


@pytest.mark.parametrize("name", ["atom.xml", "feed.json"])
def test_a_subscriber_who_follows_no_links_sees_what_is_new_and_what_changed(
    tmp_path: Path, name: str
) -> None:
    history = long_history()
    with served(tmp_path) as url:
        expected = build(history, tmp_path, url)
        before = _moments(f"{url}/feed/{name}")
        assert set(before) == expected
        history.commit(at("2026-04-01"), bridge("d05-tiaoli", "为了桥梁的畅通，制定本条例。"))
        history.commit(at("2026-04-02"), bridge("xin-tiaoli"))
        build(history, tmp_path, url)
        after = _moments(f"{url}/feed/{name}")
    assert {key.split("/")[6] for key in after.keys() - before.keys()} == {"xin-tiaoli"}
    assert {key.split("/")[6] for key in before if after[key] != before[key]} == {"d05-tiaoli"}


def _moments(url: str) -> dict[str, str]:
    """What a client that fetches by itself finds: when each entry was updated."""
    return {entry["id"]: entry["updated"] for entry in fastfeedparser.parse(url).entries}
