"""Random phrases of the whole corpus, at any day, against a plain scan: nothing missed, nothing too much."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.search_corpus import texts_of
from compendium.library.catalog import load_catalog
from compendium.store import open_corpus
from compendium_build.search import Index, Request, open_index, search
from compendium_build.search.documents import Document, Part

_PHRASES = 2000
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Exactness:
    """How many phrases were looked for, in how many pieces, and those whose hits are not the scan's."""

    phrases: int
    pieces: int
    hits: int
    wrong: tuple[str, ...]


def exactness(corpus: Path, folder: Path) -> Exactness:
    """Look for phrases cut from the texts, across punctuation and 款, in the index in a folder."""
    held = texts_of(load_catalog(open_corpus(corpus).snapshot()))
    texts = [(document, held.folded[document.id]) for document in held.documents]
    days = held.days
    chance = random.Random(1)
    hits, wrong = 0, []
    with closing(open_index(folder)) as index:
        for number in range(_PHRASES):
            phrase = _phrase(chance, texts)
            day = None if number % 4 == 0 else chance.choice(days) + timedelta(chance.choice((-1, 0, 300)))
            wanted = {
                (document.path, document.part, document.eid)
                for document, text in texts
                if phrase in text and (day is None or document.start <= day.toordinal() < document.until)
            }
            hits += len(wanted)
            if _found(index, phrase, day) != wanted:
                wrong.append(f"“{phrase}” {day or '全部版本'}")
    return Exactness(_PHRASES, len(texts), hits, tuple(wrong))


def _phrase(chance: random.Random, texts: list[tuple[Document, str]]) -> str:
    while True:
        _, text = chance.choice(texts)
        start = chance.randrange(max(len(text), 1))
        phrase = text[start : start + chance.randint(1, _LONGEST)]
        if phrase and '"' not in phrase:  # a quotation mark would end the phrase
            return phrase


def _found(index: Index, phrase: str, day: date | None) -> set[tuple[str, Part, str]]:
    every = 1_000_000
    request = Request(
        query=f"“{phrase}”", day=day or date.today(), all_versions=day is None, limit=every, per_work=every
    )
    return {(hit.act.path, hit.part, hit.eid) for hit in search(index, request).hits}
