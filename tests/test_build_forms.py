"""Word files and e-books: the text to the character, the same bytes, links that lead somewhere."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx
import pytest
from lxml import etree

from compendium.law.act import Act, Cell, Para, Table
from compendium.law.days import UNKNOWN_DAY
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.text.tables import filled, head_rows
from compendium_build.edition.edition import Edition
from compendium_build.forms import (
    Collection,
    collection_docx,
    collection_epub,
    form_key,
    selection,
    version_docx,
    version_epub,
    whole_book,
)
from tests.forms_reading import docx_lines, epub_lines, expected_lines
from tests.web_acts import acts, fire, port
from tests.web_samples import DAY, edition_of

Form = Callable[[Edition, Work, Facts], bytes]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _versions(edition: Edition) -> list[tuple[Work, Facts]]:
    return [(w, f) for w in edition.catalog.works for f in (*w.expressions, *w.translations)]


def _squeezed(lines: list[str]) -> list[str]:
    """Lines without those that are empty, and rows without the cells that were filled in."""
    return [line.rstrip("\t") for line in lines if line.strip()]


@pytest.mark.parametrize(("form", "read"), [(version_docx, docx_lines), (version_epub, epub_lines)])
def test_every_line_is_there_in_order(form: Form, read: Callable[[bytes], list[str]]) -> None:
    edition = edition_of()
    for work, facts in _versions(edition):
        said = read(form(edition, work, facts))
        assert _squeezed(said) == _squeezed(expected_lines(edition.act(facts), DAY)), facts.path


@pytest.mark.parametrize("form", [version_docx, version_epub])
def test_same_text_same_bytes(form: Form) -> None:
    edition, again = edition_of(), edition_of()
    work = edition.catalog.find("海浦市港口条例")
    assert form(edition, work, work.expressions[0]) == form(again, work, work.expressions[0])


def _fragments(data: bytes) -> tuple[set[str], set[str]]:
    """The places within a Word file that links name, and those there are."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    wanted = {e.get(f"{W}anchor") for e in root.iter(f"{W}hyperlink") if e.get(f"{W}anchor")}
    return wanted, {e.get(f"{W}name") for e in root.iter(f"{W}bookmarkStart")}


def test_links_of_a_word_file_lead_somewhere() -> None:
    edition = edition_of()
    found = 0
    for work, facts in _versions(edition):
        wanted, there = _fragments(version_docx(edition, work, facts))
        assert wanted <= there, facts.path
        found += len(wanted)
    assert found


def test_references_to_other_acts_lead_to_the_portal() -> None:
    edition = edition_of()
    work = edition.catalog.find("海浦市港口条例")
    package = docx.Document(io.BytesIO(version_docx(edition, work, work.expressions[0])))
    links = {part.target_ref for part in package.part.rels.values() if part.is_external}
    base = "https://law.example.cn/fagui/difangxing-fagui/xiaofang-tiaoli/index.html"
    assert f"{base}#art_3__para_1__point_1" in links
    bare = edition_of(base_url="")
    assert b"law.example.cn" not in version_docx(
        bare, bare.catalog.works[0], bare.catalog.works[0].expressions[0]
    )


def test_file_says_whose_text_it_is() -> None:
    edition = edition_of()
    work = edition.catalog.find("海浦市消防条例")
    facts = work.expressions[-1]
    core = docx.Document(io.BytesIO(version_docx(edition, work, facts))).core_properties
    assert (core.title, core.author) == (facts.title, facts.issuer)
    assert core.modified == core.created and core.modified and core.modified.date() == date(2024, 9, 27)
    opf = zipfile.ZipFile(io.BytesIO(version_epub(edition, work, facts))).read("EPUB/content.opf").decode()
    for words in (
        "/akn/cn-sh/act/difangxing-fagui/2015/xiaofang-tiaoli/zho@2024-11-01</dc:identifier>",
        ">海浦市消防条例</dc:title>",
        ">2024-11-01</dc:date>",
        "<dc:language>zh-Hans</dc:language>",
        ">海浦市司法局</dc:publisher>",
    ):
        assert words in opf


def test_a_day_that_nobody_knows_is_not_told() -> None:
    edition = edition_of([replace(fire(0), date=UNKNOWN_DAY, commencements=(), events=())])
    work = edition.catalog.works[0]
    opf = zipfile.ZipFile(io.BytesIO(version_epub(edition, work, work.expressions[0]))).read(
        "EPUB/content.opf"
    )
    assert b"<dc:date" not in opf and b"dcterms:modified" in opf


def test_contents_of_an_e_book_name_chapters_sections_and_articles() -> None:
    edition = edition_of()
    work = edition.catalog.find("海浦市消防条例")
    package = zipfile.ZipFile(io.BytesIO(version_epub(edition, work, work.expressions[-1])))
    nav = etree.fromstring(package.read("EPUB/nav.xhtml"))
    x = "{http://www.w3.org/1999/xhtml}"
    links = [(a.text, str(a.get("href"))) for a in nav.iterfind(f".//{x}nav//{x}a")]
    assert [words for words, _ in links] == [
        "海浦市消防条例",
        "第一章　总则",
        "第一条",
        "第二条",
        "第二章　火灾预防",
        "第一节　单位",
        "第三条",
        "第二节　个人",
        "第四条",
    ]
    for _, href in links:
        page, _, name = href.partition("#")
        assert f'id="{name}"' in package.read(f"EPUB/{page}").decode()


def test_key_follows_text_day_and_links() -> None:
    first = edition_of([fire(2), port()])
    work = first.catalog.find("海浦市港口条例")
    key = form_key(first, work, work.expressions[0])
    assert form_key(edition_of([fire(2), port()]), work, work.expressions[0]) == key

    def other(items: list[Act], day: date = DAY) -> str:
        edition = edition_of(items, day)
        held = edition.catalog.find("海浦市港口条例")
        return form_key(edition, held, held.expressions[0])

    assert other([fire(2), port("码头应当牢固。")]) != key
    assert other([port()]) != key  # what it cites is not there any more
    assert other([fire(2), port()], date(2027, 3, 1)) != key  # its fourth article holds now


def test_tables_are_filled_to_their_width() -> None:
    one = Cell((Para(("甲",)),), header=True)
    rows = [(replace(one, rowspan=2), one), (one,), (replace(one, header=False),)]
    made = filled(rows)
    assert [len(row) for row in made] == [2, 1, 2]
    assert head_rows(made) == 2
    assert head_rows(filled([(replace(one, rowspan=3),), (one,), (replace(one, header=False),)])) == 0


def test_ragged_table_keeps_its_cells() -> None:
    act = next(a for a in acts() if a.title == "海浦市港口条例")
    rows = ((Cell(()),), (Cell((Para(("一月",)),)), Cell((Para(("制定",)),))), (Cell((Para(("二月",)),)),))
    edition = edition_of([replace(act, conclusions=(Table(rows),))])
    work = edition.catalog.works[0]
    for data in (
        docx_lines(version_docx(edition, work, work.expressions[0])),
        epub_lines(version_epub(edition, work, work.expressions[0])),
    ):
        assert "一月\t制定" in data


def _collections() -> tuple[Edition, Collection]:
    edition = edition_of()
    return edition, whole_book(edition)


def test_a_collection_holds_every_text_in_order() -> None:
    edition, book = _collections()
    texts = [line for row in book.rows for line in expected_lines(edition.act(row.facts), DAY)]
    for lines in (
        docx_lines(collection_docx(edition, book)),
        epub_lines(collection_epub(edition, book)),
    ):
        divisions = {division.name for row in book.rows for division in row.path}
        said = [line for line in _squeezed(lines) if line not in divisions]
        text = _squeezed(texts)
        assert said[-len(text) :] == text
        assert divisions <= set(lines)


def test_links_within_a_collection_lead_to_the_other_act() -> None:
    edition, book = _collections()
    wanted, there = _fragments(collection_docx(edition, book))
    assert wanted <= there
    titles = [row.facts.title for row in book.rows]
    fire_at, port_at = titles.index("海浦市消防条例"), titles.index("海浦市港口条例")
    assert f"w{fire_at}-art_3__para_1__point_1" in wanted
    package = zipfile.ZipFile(io.BytesIO(collection_epub(edition, book)))
    pages = {name: package.read(name).decode() for name in package.namelist() if "/text/" in name}
    page = next(text for text in pages.values() if f'id="w{port_at}-art_1"' in text)
    held = re.search(rf'href="(ch\d+\.xhtml)#w{fire_at}-art_3__para_1__point_1"', page)
    assert held and f'id="w{fire_at}-art_3__para_1__point_1"' in pages[f"EPUB/text/{held[1]}"]
    for text in pages.values():
        for name in re.findall(r'href="#([^"]+)"', text):
            assert f'id="{name}"' in text


def test_a_selection_is_in_the_order_asked_for_and_the_same_bytes() -> None:
    edition = edition_of()
    works = [edition.catalog.find(name) for name in ("海浦市港口条例", "海浦市消防条例")]
    chosen = selection("选编", [(work, work.expressions[0]) for work in works])
    lines = docx_lines(collection_docx(edition, chosen))
    assert lines[0] == "选编" and lines.index("海浦市港口条例", 6) < lines.index("海浦市消防条例", 6)
    assert collection_epub(edition, chosen) == collection_epub(edition_of(), chosen)
