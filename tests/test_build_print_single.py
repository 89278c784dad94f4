"""One version as a PDF: its words, bookmarks, links, structure, what it says of itself, and its bytes."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from compendium.library.catalog import load_catalog
from compendium.library.config import CorpusConfig
from compendium.store import open_corpus
from compendium.text.plain import as_text, fingerprint
from compendium_build.changes.pdf import pdf_of
from compendium_build.edition.edition import Edition
from compendium_build.print import version_pdf
from tests.builders import configured

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
GARDENS = "yu-shui-hua-yuan-guan-li-tiao-li-shi-li"


@pytest.fixture(scope="module")
def edition() -> Edition:
    snapshot = open_corpus(CORPUS).snapshot()
    day = date(2025, 6, 1)
    return Edition(
        catalog=load_catalog(snapshot),
        as_of=day,
        config=CorpusConfig(
            title="海浦市法规全书",
            locality="cn-hp",
            place="",
            publisher="海浦市司法局",
            base_url="https://fagui.haipu.example",
        ),
    )


@pytest.fixture(scope="module")
def made(edition: Edition) -> bytes:
    work = edition.catalog.find(GARDENS)
    return version_pdf(edition, work, work.expressions[0])


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of(data: bytes) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    return squeezed(done.stdout.decode())


def elements(root: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every element of the structure, in reading order."""
    kids = root.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def bookmarks(pdf: pikepdf.Pdf) -> list[str]:
    def walk(items: list[pikepdf.OutlineItem]) -> Iterator[str]:
        for item in items:
            yield str(item.title)
            yield from walk(item.children)

    with pdf.open_outline() as outline:
        return list(walk(outline.root))


def test_every_line_of_the_text_is_there(edition: Edition, made: bytes) -> None:
    work = edition.catalog.find(GARDENS)
    shown = text_of(made)
    for line in as_text(edition.act(work.expressions[0])).splitlines():
        # a page may end inside a paragraph: its halves then have the foot and the head between them
        assert squeezed(line) in shown or squeezed(line)[:12] in shown, line


def test_other_documents_of_the_process_keep_their_own_fonts(made: bytes) -> None:
    page = (
        "<html lang='zh-CN'><title>对照表</title><h1>修改前后对照表</h1><p>为了加强桥梁管理，制定本条例。</p>"
    )
    assert text_of(made)
    assert "为了加强桥梁管理，制定本条例。" in squeezed(text_of(pdf_of(page)))


def test_any_version_is_set_as_it_was(edition: Edition) -> None:
    work = edition.catalog.find(GARDENS)
    shown = [text_of(version_pdf(edition, work, facts)) for facts in work.expressions]
    assert len(set(shown)) == len(work.expressions)
    assert "已修改" in shown[0]
    assert "现行有效" in shown[-1]


def test_first_page_tells_address_and_fingerprint(edition: Edition, made: bytes) -> None:
    work = edition.catalog.find(GARDENS)
    facts = work.expressions[0]
    shown = text_of(made)
    assert f"https://fagui.haipu.example/{work.folder}/{facts.date}/" in shown
    assert fingerprint(edition.act(facts)) in shown


def test_no_address_is_made_up(edition: Edition) -> None:
    work = edition.catalog.find(GARDENS)
    nowhere = configured(edition, base_url="")
    assert "网址" not in text_of(version_pdf(nowhere, work, work.expressions[0]))


def test_bookmarks_reach_every_article(edition: Edition, made: bytes) -> None:
    work = edition.catalog.find(GARDENS)
    articles = [
        p.num for p in edition.act(work.expressions[0]).provisions() if p.eid.split("__")[-1][:4] == "art_"
    ]
    with pikepdf.open(io.BytesIO(made)) as pdf:
        held = bookmarks(pdf)
    assert articles
    assert [mark for mark in held if mark in articles] == articles


def test_links_lead_to_places_of_the_file_or_to_public_pages(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        names = set(pikepdf.NameTree(pdf.Root.Names.Dests))
        annotations = [a for page in pdf.pages for a in page.obj.get("/Annots", [])]
        inside = [str(a.A.D) for a in annotations if a.A.S == "/GoTo"]
        outside = [str(a.A.URI) for a in annotations if a.A.S == "/URI"]
    assert inside
    assert set(inside) <= names
    assert all(address.startswith("https://fagui.haipu.example/") for address in outside)


def test_structure_is_whole(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "zh-CN"
        held = list(elements(pdf.Root.StructTreeRoot))
        levels = [int(str(e.S)[2:]) for e in held if re.fullmatch(r"/H\d", str(e.S))]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        objects = {e.objgen for e in held}
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for page in pdf.pages:
            row = parents[int(page.obj.StructParents)]
            content = b"".join(each.read_bytes() for each in page.Contents)
            marked = {int(each) for each in re.findall(rb"/MCID (\d+)", content)}
            assert marked == {mcid for mcid, each in enumerate(row) if each is not None}
            assert all(row[mcid].objgen in objects for mcid in marked)
            assert content.count(b"BDC") + content.count(b"BMC") == content.count(b"EMC")


def test_it_says_what_it_is(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        with pdf.open_metadata() as meta:
            assert meta.pdfa_status == "2A"
            assert meta["pdfuaid:part"] == "1"
            assert meta["dc:title"] == str(pdf.docinfo["/Title"])
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert not pdf.check_pdf_syntax() if hasattr(pdf, "check_pdf_syntax") else not pdf.check()


def test_same_bytes_every_time(edition: Edition, made: bytes) -> None:
    work = edition.catalog.find(GARDENS)
    assert version_pdf(edition, work, work.expressions[0]) == made


def test_translation_is_in_its_language(edition: Edition) -> None:
    work, facts = next((w, w.translations[0]) for w in edition.catalog.works if w.translations)
    with pikepdf.open(io.BytesIO(version_pdf(edition, work, facts))) as pdf:
        assert pdf.Root.Lang == "en"
