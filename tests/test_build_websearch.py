"""The index of the browser's search: how numbers are packed, what is pooled, what a change touches."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.law.act import Act, Para, Provision
from compendium.law.kinds import Level
from compendium.law.names import assign_ids
from compendium.law.timeline import version_status
from compendium.library.catalog import Catalog
from compendium.library.config import CorpusConfig
from compendium.querying.folding import fold
from compendium_build.edition.artifacts import Artifact
from compendium_build.edition.edition import Edition
from compendium_build.search.documents import documents_of
from compendium_build.websearch import WebIndex, index_artifacts, text_artifacts
from compendium_build.websearch.chunks import chunk_values
from compendium_build.websearch.directory import STATUSES
from compendium_build.websearch.packing import LARGEST, gaps, pack, script, unpack
from compendium_build.websearch.pools import Pool, pool_of, versions_of
from compendium_build.websearch.postings import pair_places, shape_for, shard_of, shards_of, single_places
from tests.search_samples import ACTS, catalog_of, files_of, make_act

DAY = date(2026, 11, 1)


@given(st.lists(st.integers(0, LARGEST)))
def test_numbers_are_read_back_as_they_were_packed(numbers: list[int]) -> None:
    packed = pack(numbers)
    assert list(unpack(packed)) == numbers
    assert not set(packed) & set(' !"\\\x7f\u2028\u2029')
    assert list(unpack(packed.encode().decode())) == numbers


@given(st.lists(st.integers(0, 10_000), unique=True).map(sorted))
def test_gaps_add_up(numbers: list[int]) -> None:
    total, out = 0, []
    for gap in gaps(numbers):
        total += gap
        out.append(total)
    assert out == numbers


@given(st.text())
def test_a_script_hands_over_its_value_in_any_characters(text: str) -> None:
    line = script("甲", [text]).decode()
    assert line.startswith('"use strict";compendiumSearch("甲",')
    assert json.loads("[" + line[len('"use strict";compendiumSearch(') : -3] + "]") == ["甲", [text]]
    assert "\u2028" not in line
    assert line.count("\n") == 1


def test_files_of_postings_double_with_the_corpus_and_else_stay() -> None:
    counts = [shape_for(provisions, 1).pairs for provisions in range(0, 400_000, 500)]
    assert sorted(counts) == counts
    assert set(counts) == {8 << n for n in range(10)}
    assert [shape_for(1, works).lengths for works in (0, 32, 33, 64, 65, 900)] == [1, 1, 2, 2, 4, 32]


def _index(*acts: Act) -> WebIndex:
    catalog = catalog_of(files_of(*acts))
    return WebIndex(
        Edition(catalog=catalog, as_of=DAY, config=CorpusConfig(title="海浦市法规全书", locality="cn-hp")),
        catalog.act,
    )


def _pools(catalog: Catalog) -> list[Pool]:
    return [pool_of(catalog.act, work) for work in catalog.works]


def test_a_pool_gives_back_every_document_of_every_version() -> None:
    catalog = catalog_of(files_of(*ACTS))
    for work in catalog.works:
        pool = pool_of(catalog.act, work)
        for (facts, interval), places in zip(versions_of(work), pool.versions, strict=True):
            documents = list(documents_of(catalog.act(facts), facts, interval))
            assert [pool.units[p.unit].text for p in places] == [d.text for d in documents]
            assert [(p.eid, p.label, p.headings) for p in places] == [
                (d.eid, d.label, d.headings) for d in documents
            ]
            assert len({p.unit for p in places}) == len(places)


def test_a_text_that_did_not_change_is_held_once() -> None:
    act = make_act("deng-ta", date(2001, 3, 1), 1)
    first = pool_of(*_read(act))
    both = pool_of(*_read(act, replace(act, date=date(2006, 3, 1))))
    assert both.units == first.units
    assert both.versions[0] == both.versions[1]


def _read(*acts: Act):  # type: ignore[no-untyped-def]
    catalog = catalog_of(files_of(*acts))
    return catalog.act, catalog.works[0]


def test_postings_lead_back_to_every_pair_of_characters() -> None:
    pools = _pools(catalog_of(files_of(*ACTS)))
    shards = shards_of(map(pair_places, pools), 8)
    read = {gram: places for shard in shards for gram, places in _entries(shard)}
    assert all(shard_of(gram, 8) == n for n, shard in enumerate(shards) for gram, _ in _entries(shard))
    for number, pool in enumerate(pools):
        for unit in pool.units:
            for at in range(len(unit.folded) - 1):
                assert unit.start + at in read[unit.folded[at : at + 2]][number]
    total = sum(len(unit.folded) - 1 for pool in pools for unit in pool.units if unit.folded)
    assert sum(len(places) for works in read.values() for places in works.values()) == total


def test_single_characters_have_their_units_and_latin_words_their_beginnings() -> None:
    pools = _pools(catalog_of(files_of(*ACTS)))
    read = dict(_entries(shards_of(map(single_places, pools), 1)[0]))
    for number, pool in enumerate(pools):
        for n, unit in enumerate(pool.units):
            assert all(n in read[character][number] for character in unit.folded)
    words = {gram for gram in read if len(gram) == 2}
    assert words
    assert all(gram[1] == "^" and (gram[0] in "〇" or gram[0].isalnum()) for gram in words)


def _entries(shard: str) -> list[tuple[str, dict[int, list[int]]]]:
    """Read a file of postings as the browser does."""
    out = []
    for entry in shard.split(" ")[1:]:
        cut = entry.index("!", 1 if entry[0] == "!" else 0)
        cut = cut + 1 if entry[cut : cut + 2] == "!!" else cut
        numbers = iter(unpack(entry[cut + 1 :]))
        works: dict[int, list[int]] = {}
        work = -1
        for head in numbers:
            work += (head >> 1) + 1
            count = next(numbers) + 2 if head & 1 else 1
            place, places = 0, []
            for _ in range(count):
                place += next(numbers)
                places.append(place)
            works[work] = places
        out.append((entry[:cut], works))
    return out


def test_files_of_texts_hold_every_unit_once_and_in_order() -> None:
    for pool in _pools(catalog_of(files_of(*ACTS))):
        for chunks in (1, 3, 50):
            values = chunk_values(pool, chunks)
            assert [row[0] for value in values for row in value["units"]] == [u.text for u in pool.units]


def _rendered(index: WebIndex) -> dict[str, bytes]:
    artifacts: list[Artifact] = [*index_artifacts(index)]
    for work in index.works:
        artifacts += text_artifacts(index, work)
    return {artifact.path: artifact.render() for artifact in artifacts}


def test_the_same_corpus_gives_the_same_bytes() -> None:
    assert _rendered(_index(*ACTS)) == _rendered(_index(*reversed(ACTS)))


def test_an_amendment_leaves_the_files_that_its_new_words_are_not_in() -> None:
    before = _rendered(_index(*ACTS))
    act = ACTS[0]
    words = Provision(level=Level.PARAGRAPH, eid="", wid="", blocks=(Para(("翡翠鲸鱼",)),))
    new = Provision(level=Level.ARTICLE, eid="", wid="", num="第九条", children=(words,))
    chapter = replace(act.body[0], children=(*act.body[0].children, new))
    amended = replace(act, date=date(2011, 1, 1), body=assign_ids((chapter,)))
    index = _index(*ACTS, amended)
    after = _rendered(index)
    changed = {path for path, data in after.items() if before.get(path) != data}
    pairs = {
        f"search/data/pairs/{shard_of(g, index.shape.pairs)}.js"
        for g in ("第九", "九条", "条翡", "翡翠", "翠鲸", "鲸鱼")
    }
    assert {path for path in changed if "/pairs/" in path} == pairs
    folder = act.work.rpartition("/")[2]
    texts = f"search/data/texts/{act.kind}/{folder}/"
    assert all(path.startswith(texts) for path in changed if "/texts/" in path)


def test_a_new_work_comes_last() -> None:
    newest = make_act("a-new-one", date(2020, 1, 1), 99)
    folders = [work.folder for work in _index(*ACTS, newest).works]
    assert folders[-1] == f"{newest.kind}/a-new-one"
    assert folders[:-1] == [work.folder for work in _index(*ACTS).works]


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2003, 1, 1), date(2008, 1, 1), date(2030, 1, 1)])
def test_statuses_through_time_are_those_of_the_timeline(day: date) -> None:
    index = _index(*ACTS)
    for work, row in zip(index.works, index.directory()["works"], strict=True):
        for number, version in enumerate(row[3]):
            status, *steps = version[7]
            for begins, later in zip(steps[::2], steps[1::2], strict=True):
                status = later if begins <= day.toordinal() else status
            assert STATUSES[status] is version_status(work.expressions, number, day)


def test_folding_a_phrase_is_folding_its_characters() -> None:
    for pool in _pools(catalog_of(files_of(*ACTS))):
        assert all(unit.folded == fold(unit.text) for unit in pool.units)
