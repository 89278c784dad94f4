"""Every pair of versions there is: nothing invented, nothing missed, both texts given back by every form."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from compendium.compare import Comparison, Kind
from compendium.compare.align import align
from compendium.intake.draft import draft_of
from compendium.law.act import Act
from compendium.library.catalog import load_catalog
from compendium.library.facts_cache import FactsCache
from compendium.store import open_corpus
from compendium_build.changes.content import text_of
from compendium_build.changes.printed import lines_of, pieces
from compendium_build.changes.report import Report, Text, apply, operations, report
from compendium_build.changes.table import Selection, entries
from compendium_build.changes.tracked import word_tracked
from tests.test_build_changes_tracked import OFFICE, settled_by_office
from tests.word_settling import settled, without_blank

TOLD = (Kind.AMENDED, Kind.ADDED, Kind.DELETED, Kind.RENUMBERED)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of one text, the later with the identities of the earlier."""

    name: str
    before: Act
    after: Act

    @property
    def report(self) -> Report:
        """What the one changed in the other."""
        return report(Text(self.before, "", False), Text(self.after, "", False))


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison told, and what is wrong with it."""

    name: str
    counts: dict[str, int]
    faults: tuple[str, ...]


def pairs(data: Path, corpus: Path) -> Iterator[Pair]:
    """The pairs of the triples, and all neighbours among the versions that the corpus keeps; both ways."""
    for folder in sorted(data.glob("triples/*/")):
        old, new = (draft_of(folder / name).act for name in ("before.md", "after.md"))
        yield Pair(folder.name, old, align(old, new))
        yield Pair(f"{folder.name}（反）", new, align(new, old))
    held = open_corpus(corpus)
    catalog = load_catalog(held.snapshot(), FactsCache(held.cache_dir))
    for work in catalog.works:
        for one, other in pairwise(work.expressions):
            old, new = catalog.act(one), catalog.act(other)
            yield Pair(f"{work.title} {other.date}", old, new)
            yield Pair(f"{work.title} {other.date}（反）", new, align(new, old))


def compared(pair: Pair) -> Compared:
    """Compare, and hold every form of the answer against both texts."""
    made = pair.report
    counts = Counter(row.kind.value for row in made.comparison.walk() if row.kind in TOLD)
    faults = [*_invented(made.comparison), *_missed(pair, made), *_not_rebuilt(pair, made)]
    return Compared(pair.name, dict(counts), tuple(faults))


def _invented(comparison: Comparison) -> Iterator[str]:
    for row in comparison.walk():
        if row.kind is Kind.AMENDED and row.before and row.after:
            old, new = row.before.provision, row.after.provision
            if old and new and old.text == new.text and old.blocks == new.blocks:
                yield f"{row.place}没有变化，却列为修改"


def _missed(pair: Pair, made: Report) -> Iterator[str]:
    everything = Selection(unchanged=True, front=True)
    rows = list(entries(made.comparison, pair.before, pair.after, selection=everything))
    shown = _squeezed("".join(text_of(row.after) for row in rows))
    if sorted(shown) != sorted(_squeezed(pair.after.title + pair.after.text)):
        yield "修改后一栏与修改后的文本不同"


def _not_rebuilt(pair: Pair, made: Report) -> Iterator[str]:
    stated = json.loads(json.dumps(operations(pair.before, pair.after, made.comparison)))
    if apply(pair.before, stated) != [piece.text for piece in pieces(pair.after)]:
        yield "由 JSON 的各项修改得不出修改后的文本"
    data = word_tracked(made)
    for accepted, act in ((True, pair.after), (False, pair.before)):
        if settled(data, accepted=accepted) != lines_of(pieces(act)):
            yield f"修订标记全部{'接受' if accepted else '拒绝'}后与文本不同"


def by_office(every: list[Pair], scratch: Path) -> list[str] | None:
    """The same by LibreOffice: which pairs it does not give back; None where it is not installed."""
    if OFFICE is None:
        return None
    scratch.mkdir(parents=True)
    files = [word_tracked(pair.report) for pair in every]
    wrong = []
    for pair, (accepted, rejected) in zip(every, settled_by_office(files, scratch), strict=True):
        for lines, act, verb in ((accepted, pair.after, "接受"), (rejected, pair.before, "拒绝")):
            if without_blank(lines) != lines_of(pieces(act)):
                wrong.append(f"{pair.name}：LibreOffice 全部{verb}后与文本不同")
    return wrong


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
