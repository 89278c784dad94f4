"""However a corpus grows: archives stay, ids stay, nothing is lost, nothing comes twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.law.act import Act
from compendium.library.catalog import Work
from compendium_build.edition.edition import Edition
from compendium_build.feed import channels as documents
from compendium_build.feed.matters import matters
from tests.feed_samples import NAMES, SCHEMA, History, at, atom, bridge, gone, items, published, short

START = date(2026, 1, 1)
SIZE = 3
WORKS = ("a-tiaoli", "b-tiaoli", "c-guiding")
VERSIONS = (
    {"day": "2020-05-01"},
    {"day": "2024-11-01", "amended": "2024-09-27"},
    {"day": "2026-01-06", "amended": "2025-12-20"},
)


@dataclass(frozen=True)
class Commit:
    """So many hours after the last, versions are written with these words or taken away."""

    hours: int
    written: dict[tuple[int, int], int]
    gone: set[tuple[int, int]]


commits = st.lists(
    st.builds(
        Commit,
        st.integers(0, 60),
        st.dictionaries(
            st.tuples(st.integers(0, len(WORKS) - 1), st.integers(0, len(VERSIONS) - 1)),
            st.integers(0, 2),
            min_size=1,
            max_size=3,
        ),
        st.sets(st.tuples(st.integers(0, len(WORKS) - 1), st.integers(0, len(VERSIONS) - 1)), max_size=3),
    ),
    min_size=2,
    max_size=8,
)


def version(work: int, number: int, words: int) -> Act:
    text = ("为了桥梁的安全，制定本条例。", "为了桥梁的畅通，制定本条例。", "为了安全，制定本条例。")[words]
    return bridge(WORKS[work], text, subjects=(("shimin.qiao", "qiye")[words % 2],), **VERSIONS[number])


@given(commits)
@settings(max_examples=60)
def test_growth_only_adds(story: list[Commit]) -> None:
    history, now = History(), at(START.isoformat(), 0)
    held: dict[tuple[int, int], Act] = {}
    before: dict[str, bytes] = {}
    with patch.object(documents, "SIZE", SIZE):
        for commit in story:
            now += timedelta(hours=commit.hours)
            _apply(history, now, commit, held)
            edition = history.edition(now.date())
            files = published(edition)
            for path in files:
                if path.endswith(".xml"):
                    assert SCHEMA.validate(atom(files, path)), (path, SCHEMA.error_log)
            _nothing_lost_or_twice(files, edition, now)
            _archives_stay(before, files)
            before = files


def _apply(history: History, now: datetime, commit: Commit, held: dict[tuple[int, int], Act]) -> None:
    """Make a commit; what is both written and taken away is written."""
    away = tuple(held.pop(key) for key in sorted(commit.gone - commit.written.keys()) if key in held)
    made = {key: version(*key, words) for key, words in commit.written.items()}
    held.update(made)
    history.commit(now, *made.values(), gone=away)


def _walk(files: dict[str, bytes], folder: str = "") -> list[Any]:
    """The documents of a feed from the newest on, by prev-archive."""
    path, found = f"{folder}atom.xml", []
    while path:
        found.append(atom(files, path))
        links = {link.get("rel"): link.get("href") for link in found[-1].findall("a:link", NAMES)}
        path = links.get("prev-archive", "").partition("/feed/")[2]
    return found


def _nothing_lost_or_twice(files: dict[str, bytes], edition: Edition, now: datetime) -> None:
    walked = _walk(files)
    told = [name for document in walked for name in _moments(document)]
    assert len(told) == len(set(told))
    due = {short(f"tag:law:{name}") for work in edition.catalog.works for name in _due(work, now.date())}
    assert {name for name in told if "/withdrawal/" not in name} == due
    assert not due & {name for document in walked for name in gone(document)}
    in_json, path = [], "feed.json"
    while path:
        value = items(files, path)
        in_json += [short(item["id"]) for item in value["items"]]
        path = value.get("next_url", "").partition("/feed/")[2]
    assert in_json == told
    by_work = [
        name
        for path in files
        if path.startswith("difangxing-fagui/") and path.count("/") == 2 and path.endswith("/atom.xml")
        for document in _walk(files, path.removesuffix("atom.xml"))
        for name in _moments(document)
    ]
    assert sorted(by_work) == sorted(told)


def _due(work: Work, day: date) -> list[str]:
    return [m.name for m in matters(work).values() if not m.waits or m.day is None or m.day <= day]


def _moments(document: Any) -> dict[str, str]:
    found = document.findall("a:entry", NAMES)
    return {short(e.findtext("a:id", "", NAMES)): e.findtext("a:updated", "", NAMES) for e in found}


def _archives_stay(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """An archive changes only by losing entries that have changed or gone; what is told of an entry too."""
    for path in before:
        if "archive-" not in path:
            continue
        assert path in after
        if not path.endswith(".xml") or before[path] == after[path]:
            continue
        old, new = _lines(atom(before, path)), _lines(atom(after, path))
        assert new < old, path
    old_entries, new_entries = _entries(before), _entries(after)
    for name in old_entries.keys() & new_entries.keys():
        same = old_entries[name][1] == new_entries[name][1]
        assert (old_entries[name][0] == new_entries[name][0]) == same, name


def _lines(document: Any) -> set[tuple[str, str]]:
    return set(_moments(document).items()) | set(gone(document).items())


def _entries(files: dict[str, bytes]) -> dict[str, tuple[str, str]]:
    """When each entry was updated, and all else that it says."""
    found = {}
    if not files:
        return {}
    for document in _walk(files):
        for item, entry in zip(_moments(document).items(), document.findall("a:entry", NAMES), strict=True):
            rest = [(e.tag, dict(e.attrib), e.text) for e in entry if not e.tag.endswith("}updated")]
            found[item[0]] = (item[1], repr(rest))
    return found
