"""Several versions, or the whole book, as one Word file and one e-book.

The contents of the Word file are a field, so that Word sets the page numbers, filled with links beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from xml.sax.saxutils import escape, quoteattr

from compendium.law.days import day_words
from compendium.law.identifiers import CorpusPath
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium_build.edition.addresses import absolute, living_page
from compendium_build.edition.artifacts import key_of
from compendium_build.edition.edition import Edition
from compendium_build.forms.act import Cited
from compendium_build.forms.metadata import made_on
from compendium_build.forms.navigation import entries_of
from compendium_build.forms.pandoc import (
    EPUB,
    WORD,
    Dialect,
    Node,
    attr,
    div,
    document,
    header,
    meta_list,
    meta_map,
    meta_text,
    para,
    text,
    write_docx,
    write_epub,
)
from compendium_build.forms.versions import act_blocks
from compendium_build.print.plan import Path, arrange

_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{depth}" \\h \\z </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

PAGE_BREAK: Node = {"t": "RawBlock", "c": ["openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>']}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents: how deep it stands, its words, the place it leads to."""

    depth: int
    words: str
    place: str


def contents_block(lines: Sequence[Line]) -> Node:
    """The contents under their heading."""
    depth = max((line.depth for line in lines), default=1)
    heading = '<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr><w:r><w:t>目录</w:t></w:r></w:p>'
    last = len(lines) - 1
    rows = [
        _paragraph(line, _BEGIN.format(depth=depth) if at == 0 else "", _END if at == last else "")
        for at, line in enumerate(lines)
    ]
    return {"t": "RawBlock", "c": ["openxml", heading + "".join(rows)]}


def _paragraph(line: Line, before: str, after: str) -> str:
    words = f'<w:r><w:t xml:space="preserve">{escape(line.words)}</w:t></w:r>'
    link = f'<w:hyperlink w:anchor={quoteattr(line.place)} w:history="1">{words}</w:hyperlink>'
    style = f'<w:pPr><w:pStyle w:val="TOC{line.depth}"/></w:pPr>'
    return f"<w:p>{style}{before}{link}{after}</w:p>"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A version in a collection, in its place: the divisions it stands in, from the outermost."""

    work: Work
    facts: Facts
    path: Path = ()

    @property
    def names(self) -> frozenset[str]:
        """What the divisions are called, by id, title, and number with title."""
        return frozenset(name for each in self.path for name in (each.id, each.title, each.name))


@dataclass(frozen=True, slots=True)
class Collection:
    """What is put together under one title."""

    title: str
    rows: tuple[Chosen, ...]

    @property
    def top(self) -> int:
        """The level of the titles of acts: below the divisions of them all."""
        return 1 + max((len(row.path) for row in self.rows), default=0)

    def only(self, wanted: Callable[[Chosen], bool]) -> Collection:
        """The part of it that is wanted."""
        return replace(self, rows=tuple(row for row in self.rows if wanted(row)))

    def opened(self) -> Iterator[tuple[Chosen, Path]]:
        """The versions, each with the divisions that begin with it."""
        before: Path = ()
        for row in self.rows:
            same = sum(
                1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, row.path, strict=False))
            )
            yield row, row.path[same:]
            before = row.path


def whole_book(edition: Edition, title: str = "") -> Collection:
    """All that is in force or to come, in the order of the printed book."""
    rows = (Chosen(each.work, edition.current(each.work), each.path) for each in arrange(edition))
    return Collection(title or edition.title, tuple(rows))


def selection(title: str, chosen: Sequence[tuple[Work, Facts]]) -> Collection:
    """Versions in the order given."""
    return Collection(title, tuple(Chosen(work, facts) for work, facts in chosen))


def collection_docx(edition: Edition, collection: Collection) -> bytes:
    """One Word file with a cover, contents, and every act on a page of its own."""
    blocks = [*_cover(edition, collection), *_blocks(edition, collection, WORD)]
    tree = document(blocks, WORD.meta(_meta(edition, collection)))
    return write_docx(tree, collection.title, _day(collection), top=collection.top, several=True)


def collection_epub(edition: Edition, collection: Collection) -> bytes:
    """One e-book with a title page, in which every act is a file of its own."""
    tree = document(_blocks(edition, collection, EPUB), EPUB.meta(_meta(edition, collection)))
    top = collection.top
    entries = [
        entry
        for number, row in enumerate(collection.rows)
        for entry in entries_of(edition.act(row.facts), _place(number))
    ]
    return write_epub(
        tree,
        collection.title,
        _day(collection),
        split=top,
        depth=min(top + 3, 6),
        cover=True,
        entries=entries,
    )


def _blocks(edition: Edition, collection: Collection, dialect: Dialect) -> list[Node]:
    places = {row.facts.path: _place(number) for number, row in enumerate(collection.rows)}
    out: list[Node] = []
    for row, opens in collection.opened():
        if dialect.word and opens and opens[0].depth:
            out.append(PAGE_BREAK)  # a 编 has one by its style
        for division in opens:
            place = f"{places[row.facts.path]}group-{division.depth}"
            out.append(header(division.depth + 1, attr(place), [text(division.name)]))
        links = dict(_links(edition, row, places))
        place = places[row.facts.path]
        out += act_blocks(
            edition, row.work, facts=row.facts, dialect=dialect, links=links, place=place, top=collection.top
        )
    return out


def _place(number: int) -> str:
    """What goes before the names of an act's places; short, for Word keeps forty characters of a bookmark."""
    return f"w{number}-"


def _links(edition: Edition, row: Chosen, places: dict[CorpusPath, str]) -> Iterator[tuple[Cited, str]]:
    """Where references to other acts lead: within the collection, else to the portal."""
    for reference in row.facts.references:
        if not reference.title:
            continue
        target = edition.resolve(row.work, row.facts, reference)
        if target is None:
            continue
        cited = (reference.title, reference.eid)
        if place := places.get(target.facts.path):
            yield cited, f"#{place}{target.eid or 'top'}"
        elif edition.base_url:
            anchor = f"#{target.eid}" if target.eid else ""
            yield cited, absolute(edition, living_page(edition, target.work, target.facts)) + anchor


def _day(collection: Collection) -> date:
    return max((made_on(row.facts) for row in collection.rows), default=date(1980, 1, 2))


def _until(edition: Edition) -> str:
    return f"（截至{day_words(edition.as_of)}）"


def _cover(edition: Edition, collection: Collection) -> list[Node]:
    """The title, the day and the publisher, and the contents as a field that Word brings up to date."""
    lines = [("Title", collection.title), ("Subtitle", _until(edition)), ("Subtitle", edition.publisher)]
    cover = [
        div(attr("", (), {"custom-style": style}), [para([text(words)])]) for style, words in lines if words
    ]
    entries: list[Line] = []
    for number, (row, opens) in enumerate(collection.opened()):
        place = _place(number)
        entries += [Line(each.depth + 1, each.name, f"{place}group-{each.depth}") for each in opens]
        entries.append(Line(collection.top, row.facts.title, f"{place}top"))
    return [*cover, contents_block(entries)]


def _meta(edition: Edition, collection: Collection) -> dict[str, Node]:
    held = key_of(edition.title, edition.base_url, [row.facts.digest for row in collection.rows])
    values = {
        "title": collection.title,
        "publisher": edition.publisher,
        "lang": "zh-Hans",
        "date": edition.as_of.isoformat(),
        "description": f"{collection.title}{_until(edition)}，共{len(collection.rows)}件",
    }
    meta = {key: meta_text(value) for key, value in values.items() if value}
    name = {"text": meta_text(f"urn:sha256:{held}"), "scheme": meta_text("URI")}
    return meta | {"identifier": meta_list([meta_map(name)])}
