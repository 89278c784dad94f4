"""synonyms.toml: words that mean the same, and what a word is short for; kept by staff in the corpus.

[[synonyms]]                      each of these words finds the others too
words = ["垃圾分类", "分类投放"]

[[abbreviations]]                 the word finds these words too, and puts these acts first
word = "物业"
words = ["住宅小区"]
titles = ["住宅物业管理规定"]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compendium.law.identifiers import CorpusPath
from compendium.library.catalog import Files
from compendium.querying.folding import fold
from compendium.querying.tree import And, Field, Node, Or, Query, Synonyms, Text, wanted
from compendium.system.toml_table import BadConfig, Table, read_toml

SYNONYMS_FILE = CorpusPath("synonyms.toml")
_EXPANDED = (Field.ANY, Field.BODY, Field.TITLE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word means beside itself: other words, and acts by title. `line` is where the table says it."""

    word: str
    words: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Thesaurus:
    """All meanings by folded word."""

    meanings: Mapping[str, Meaning]

    def expand(self, query: Query) -> Query:
        """Expand a query by the synonyms of its words in the table; phrases stay as they are."""
        return Query(query.text, self._expand(query.root)) if self.meanings else query

    def titles(self, query: Query) -> tuple[str, ...]:
        """List the acts that the words of a query are short for."""
        texts = [leaf for leaf in wanted(query.root) if isinstance(leaf, Text) and not leaf.exact]
        meant = (self.meanings[leaf.text] for leaf in texts if leaf.text in self.meanings)
        return tuple(dict.fromkeys(title for meaning in meant for title in meaning.titles))

    def _expand(self, node: Node) -> Node:
        match node:
            case And(parts):
                return And(tuple(map(self._expand, parts)))
            case Or(parts):
                return Or(tuple(map(self._expand, parts)))
            case Text(field, text, exact=False) if field in _EXPANDED and text in self.meanings:
                others = tuple(Text(field, fold(word)) for word in self.meanings[text].words)
                return Synonyms(node, others) if others else node
            case _:  # what is to be without a word is meant by the letter
                return node


EMPTY = Thesaurus({})


def load_synonyms(data: bytes) -> Thesaurus:
    """Read the table.

    Raises:
        BadConfig: it can't be used; names the file, the line and the reason of the first fault.
    """
    thesaurus, faults = read_synonyms(data)
    if faults:
        raise faults[0]
    return thesaurus


def read_synonyms(data: bytes) -> tuple[Thesaurus, tuple[BadConfig, ...]]:
    """Read what can be read of the table, and tell all its faults."""
    found: dict[str, Meaning] = {}
    faults: list[BadConfig] = []
    try:
        table = read_toml(data, SYNONYMS_FILE)
        table.only(("synonyms", "abbreviations"))
        groups, abbreviations = table.tables("synonyms"), table.tables("abbreviations")
    except BadConfig as error:
        return EMPTY, (error,)
    for read, items in ((_group, groups), (_abbreviation, abbreviations)):
        for item in items:
            try:
                for meaning in read(item):
                    _keep(found, meaning, item)
            except BadConfig as error:
                faults.append(error)
    return Thesaurus(found), tuple(faults)


def synonyms_in(files: Files) -> Thesaurus:
    """Read the table of a state of the corpus, empty where there is none.

    Raises:
        BadConfig: it can't be used; names the file, the line and the reason.
    """
    return load_synonyms(files.read(SYNONYMS_FILE)) if SYNONYMS_FILE in files.paths() else EMPTY


def _group(item: Table) -> Iterable[Meaning]:
    item.only(("words",))
    words = item.texts("words")
    if len(words) < 2:
        raise item.bad(f"“{item.name('words')}”至少要有两个词", "words")
    _refuse_alike(words, item)
    for word in words:
        yield Meaning(word, tuple(other for other in words if other != word), line=item.line("words"))


def _abbreviation(item: Table) -> Iterable[Meaning]:
    item.only(("word", "words", "titles"))
    word = item.text("word", required=True)
    words, titles = item.texts("words"), item.texts("titles")
    if not words and not titles:
        raise item.bad(f"“{word}”没有写明所指：请填写 words（也查这些词）或者 titles（所指的法规）", "word")
    _refuse_alike((word, *words), item)
    yield Meaning(word, words, titles, item.line("word"))


def _refuse_alike(words: Sequence[str], item: Table) -> None:
    """Refuse words that no text can tell apart, and words of which nothing is left."""
    seen: dict[str, str] = {}
    for word in words:
        folded = fold(word)
        if not folded:
            raise item.bad(f"“{word}”里没有可以检索的文字", "words")
        if folded in seen:
            raise item.bad(f"“{word}”与“{seen[folded]}”检索时相同，只写一个", "words")
        seen[folded] = word


def _keep(found: dict[str, Meaning], meaning: Meaning, item: Table) -> None:
    key = fold(meaning.word)
    if key in found:
        raise item.bad(f"“{meaning.word}”在第 {found[key].line} 行已经写过，请合为一处")
    found[key] = meaning


def to_rows(thesaurus: Thesaurus) -> tuple[dict[str, Any], ...]:
    """Give the table as plain values, for keeping it in an index."""
    rows = thesaurus.meanings.values()
    return tuple({"word": m.word, "words": list(m.words), "titles": list(m.titles)} for m in rows)


def from_rows(rows: Iterable[Mapping[str, Any]]) -> Thesaurus:
    """Read back what `to_rows` gave."""
    meanings = (Meaning(row["word"], tuple(row["words"]), tuple(row["titles"])) for row in rows)
    return Thesaurus({fold(meaning.word): meaning for meaning in meanings})
