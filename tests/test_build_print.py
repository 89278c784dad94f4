"""The book: its text, links, page numbers, and that it changes only where the law changed."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image as Picture

from compendium.akn import write_act
from compendium.law.act import Act, Basis, Cell, Commencement, Event, FrontLine, Image, Para, Table
from compendium.law.kinds import ActKind, EventKind, Level
from compendium.law.names import assign_ids
from compendium.law.problems import CompendiumError
from compendium.library.catalog import load_catalog
from compendium_build.print import build_book, missing_glyphs, missing_libraries
from compendium_build.print.plan import plan_pieces
from tests.acceptance.typesetting import findings, lines_of
from tests.builders import Memory
from tests.print_acts import (
    BRIDGES,
    DAY,
    LAMPS,
    TABLED,
    article,
    edition_of,
    folder_of,
    layout_of,
    pages_of,
    para,
    path_of,
    provision,
)

PIXEL = io.BytesIO()
Picture.new("RGB", (40, 20), "black").save(PIXEL, "PNG")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of(path: Path, first: int = 1, last: int = 999) -> str:
    """The text within the margins, so without running heads, page numbers and thumb marks."""
    box = ["-raw", "-x", "30", "-y", "70", "-W", "460", "-H", "605", "-f", str(first), "-l", str(last)]
    done = subprocess.run(["pdftotext", *box, str(path), "-"], capture_output=True, check=True)
    return re.sub("正文指纹SHA-256[0-9a-f]{64}", "", squeezed(done.stdout.decode()))


def numbers_at(path: Path, x: int) -> list[str]:
    """The page numbers in one half of the foot."""
    box = ["-x", str(x), "-y", "670", "-W", "262", "-H", "60"]
    done = subprocess.run(["pdftotext", *box, str(path), "-"], capture_output=True, check=True)
    return re.findall(r"\d+", done.stdout.decode())


def page_index(book: pikepdf.Pdf, page: pikepdf.Object) -> int:
    return next(i for i, one in enumerate(book.pages) if one.objgen == page.objgen)


def names_of(book: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    found = {}
    for leaf in book.Root["/Names"]["/Dests"]["/Kids"]:
        row = list(leaf["/Names"])
        found |= {str(name): place for name, place in zip(row[::2], row[1::2], strict=True)}
    return found


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book."""
    folder = tmp_path_factory.mktemp("book") / "print"
    build_book(edition_of(LAMPS, BRIDGES, TABLED), folder, jobs=1)
    return folder / "quanshu.pdf"


@pytest.mark.parametrize("made", [LAMPS, BRIDGES], ids=lambda made: made.title)
def test_text_of_every_provision_is_that_of_the_xml(book: Path, made: Act) -> None:
    text = text_of(book)
    body = squeezed("".join(p.text for p in made.body))
    assert body in text
    assert squeezed(made.title) in text
    assert f"（{squeezed(made.history)}）" in text


def test_table_breaks_over_pages_with_its_head(book: Path) -> None:
    holding = [page for page in pages_of(book) if "每年" in page]
    assert len(holding) >= 2
    assert all("标准" in page for page in holding)
    assert all(f"每年{n}元" in "".join(holding) for n in range(1, 80))


def test_lists_name_every_regulation_with_its_printed_page(book: Path) -> None:
    pages = layout_of(book)
    with pikepdf.open(book) as pdf:
        names = names_of(pdf)
        opening = {act.title: page_index(pdf, names[folder_of(act)][0]) for act in (LAMPS, BRIDGES, TABLED)}
    for head, dots in (("目录", True), ("拼音索引", True), ("笔画索引", True), ("年份和文号索引", False)):
        listed = next(page for page in pages if head in squeezed(page)[:40])
        for title, page in opening.items():
            number = re.search(title + (r"[ .]*\. *(\d+)" if dots else r" +(\d+)"), listed)
            assert number, (head, title)
            assert pages[page].split()[-1] == number[1]


def test_head_of_a_page_tells_its_articles(book: Path) -> None:
    pages = [squeezed(page) for page in layout_of(book)]
    assert next(page for page in pages if LAMPS.title in page[:30]).startswith("第一条—第四条")
    assert next(page for page in pages if BRIDGES.title in page[:30]).startswith("第一条—第二条")
    assert all("附件" in page[:40] for page in pages if "每年79元" in page)


def test_contents_and_citations_lead_to_their_places(book: Path) -> None:
    with pikepdf.open(book) as pdf:
        names = names_of(pdf)
        links = [str(a["/A"]["/D"]) for page in pdf.pages for a in page.obj.get("/Annots", [])]
        assert links and set(links) <= set(names)
        lamps, bridges = "difangxing-fagui/ludeng-tiaoli", "zhengfu-guizhang/qiaoliang-guiding"
        assert {lamps, bridges, f"{bridges}/art_2", f"{lamps}/art_2"} <= set(links)
        assert not any("不存在" in link for link in links)
        page = page_index(pdf, names[f"{bridges}/art_2"][0])
    assert "第二条" in text_of(book, page + 1, page + 1)


def test_bookmarks_go_from_kind_to_article(book: Path) -> None:
    with pikepdf.open(book) as pdf, pdf.open_outline() as outline:
        front, back = (
            ["出版说明", "编辑凡例", "目录"],
            ["废止和失效法规目录", "拼音索引", "笔画索引", "年份和文号索引"],
        )
        assert [item.title for item in outline.root] == [*front, "地方性法规", "政府规章", *back]
        lamps = next(item for item in outline.root[3].children if item.title == LAMPS.title)
        assert [item.title for item in lamps.children] == ["第一章　总则", "第二章　附则"]
        assert [item.title for item in lamps.children[1].children] == ["第三条", "第四条"]


def test_numbers_stand_at_the_outer_foot_and_fonts_are_embedded_once(book: Path) -> None:
    with pikepdf.open(book) as pdf:
        files: dict[str, set[object]] = {}
        for page in pdf.pages:
            if "/Resources" not in page.obj or "/Font" not in page.obj["/Resources"]:
                continue
            for font in page.obj["/Resources"]["/Font"].as_dict().values():
                descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
                held = descriptor["/FontFile3" if "/FontFile3" in descriptor else "/FontFile2"]
                files.setdefault(str(font["/BaseFont"]), set()).add(held.objgen)
        assert len(files) >= 3
        assert all(len(held) == 1 for held in files.values())
        assert str(pdf.Root["/Lang"]) == "zh-CN"
        assert str(pdf.docinfo["/Title"]) == "海浦市法规全书"
        assert "/CreationDate" not in pdf.docinfo
        assert len(pdf.pages) % 2 == 0
    evens, odds = numbers_at(book, 0), numbers_at(book, 262)
    assert evens and odds
    assert all(int(n) % 2 == 0 for n in evens) and all(int(n) % 2 for n in odds)


def test_same_book_in_another_folder_and_by_another_way(tmp_path: Path) -> None:
    later = replace(BRIDGES, body=assign_ids((article("第一条", "桥梁应当牢固。"), BRIDGES.body[1])))
    one, two = tmp_path / "one" / "print", tmp_path / "two" / "print"
    build_book(edition_of(LAMPS, BRIDGES), one, jobs=1)
    report = build_book(edition_of(LAMPS, later), one, jobs=1)
    assert (report.built, report.kept, report.removed) == (1, 1, 1)
    build_book(edition_of(LAMPS, later), two, jobs=2)
    assert (one / "quanshu.pdf").read_bytes() == (two / "quanshu.pdf").read_bytes()
    assert (one / "manifest.json").read_bytes() == (two / "manifest.json").read_bytes()


def test_workers_are_replaced_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compendium_build.print.workers.BATCH", 1)
    third = replace(BRIDGES, work=BRIDGES.work.replace(BRIDGES.kind, "pudong-xinqu-fagui"))
    third = replace(third, kind=ActKind.PUDONG_REGULATION)
    report = build_book(edition_of(LAMPS, BRIDGES, third), tmp_path / "print", jobs=2)
    assert (report.built, report.kept) == (3, 0)


def test_nothing_is_touched_when_nothing_changed(tmp_path: Path) -> None:
    first = build_book(edition_of(BRIDGES), tmp_path / "print", jobs=1)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    again = build_book(edition_of(BRIDGES), tmp_path / "print", jobs=1)
    assert (again.built, again.kept, again.pages, again.bytes) == (0, 1, first.pages, first.bytes)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_day_that_no_text_states_is_none_in_the_book() -> None:
    later = date(2021, 7, 1)
    silent = (Commencement("c1", later, Basis.NOT_STATED),)
    body = assign_ids((article("第一条", "先行。"), article("第二条", "后行。", period="c2")))
    starts = (Commencement("c1", DAY, Basis.STATED), Commencement("c2", later, Basis.NOT_STATED))
    coming, partly = replace(TABLED, commencements=silent), replace(BRIDGES, body=body, commencements=starts)
    entries = {e.title: e for p in plan_pieces(edition_of(coming, partly), "") for e in p.entries}
    assert entries[TABLED.title].mark == "尚未施行，施行日期未在文本中载明"
    assert entries[BRIDGES.title].pending == (("c2", "施行日期未载明"),)


def test_repealed_stay_out_and_what_is_not_in_force_is_marked(tmp_path: Path) -> None:
    gone = replace(LAMPS, events=(*LAMPS.events, Event(kind=EventKind.REPEAL, date=date(2020, 6, 1))))
    later = date(2021, 7, 1)
    body = assign_ids((article("第一条", "先行。"), article("第二条", "后行。", period="c2")))
    starts = (Commencement("c1", DAY, Basis.STATED), Commencement("c2", later, Basis.STATED))
    partly = replace(BRIDGES, body=body, commencements=starts)
    coming = replace(TABLED, commencements=(Commencement("c1", later, Basis.STATED),))
    build_book(edition_of(gone, partly, coming), tmp_path / "print", jobs=1)
    text = text_of(tmp_path / "print" / "quanshu.pdf")
    assert f"{LAMPS.title}2020年3月1日2020年6月1日已废止" in text
    assert text.count(LAMPS.title) == 1
    assert "第二条〔自2021年7月1日起施行〕后行。" in text
    assert "第一条先行。" in text
    assert f"{TABLED.title}〔尚未施行，自2021年7月1日起施行〕" in text
    assert f"{TABLED.title}（尚未施行）" in text


def test_pictures_are_those_of_the_corpus(tmp_path: Path) -> None:
    shown = provision(Level.ARTICLE, "第一条", provision(Level.PARAGRAPH, "", para(Image("a.png", "图"))))
    made = replace(BRIDGES, body=assign_ids((shown,)))
    held = {"zhengfu-guizhang/qiaoliang-guiding/a.png": PIXEL.getvalue()}
    build_book(edition_of(made, files=held), tmp_path / "print", jobs=1)
    with pikepdf.open(tmp_path / "print" / "quanshu.pdf") as pdf:
        kinds = [str(made.get("/Subtype")) for made in pdf.objects if isinstance(made, pikepdf.Stream)]
    assert kinds.count("/Image") == 1


def test_missing_picture_names_regulation_and_file(tmp_path: Path) -> None:
    shown = provision(Level.ARTICLE, "第一条", provision(Level.PARAGRAPH, "", para(Image("a.png", "图"))))
    made = replace(BRIDGES, body=assign_ids((shown,)))
    with pytest.raises(CompendiumError, match=r"海浦市桥梁规定.*a\.png"):
        build_book(edition_of(made), tmp_path / "print", jobs=2)
    assert not (tmp_path / "print").exists()


def test_private_use_character_is_printed_as_its_code_and_named_every_time(tmp_path: Path) -> None:
    made = replace(BRIDGES, body=assign_ids((article("第一条", "缺字\ue5f9。"),)))
    for _ in range(2):
        told: list[str] = []
        build_book(edition_of(made), tmp_path / "print", jobs=1, warn=told.append)
        assert [words for words in told if "U+E5F9" in words and f"《{BRIDGES.title}》第一条" in words]
    assert "缺字U+E5F9。" in text_of(tmp_path / "print" / "quanshu.pdf")


def test_character_that_no_font_has_is_refused_by_regulation_and_provision(tmp_path: Path) -> None:
    body = (article("第一条", "好字。"), article("第二条", "怪字。", points=("甲；", "\U0001f9ff。")))
    made = replace(BRIDGES, body=assign_ids(body))
    with pytest.raises(CompendiumError, match=r"qiaoliang-guiding.*第二条第一款第（二）项的“.”（U\+1F9FF）"):
        build_book(edition_of(made), tmp_path / "print", jobs=1)
    assert not (tmp_path / "print").exists()


def test_rare_characters_are_set_in_fonts_that_have_them(tmp_path: Path) -> None:
    made = replace(BRIDGES, body=assign_ids((article("第一条", "浓度C₂与xᵢ、地名𠮷\U0002b740。"),)))
    told: list[str] = []
    build_book(edition_of(made), tmp_path / "print", jobs=1, warn=told.append)
    assert told == missing_libraries()
    path = tmp_path / "print" / "quanshu.pdf"
    assert "浓度C₂与xᵢ、地名𠮷\U0002b740。" in text_of(path)
    fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True).stdout.decode()
    assert "DejaVu" in fonts and "HanaMin" in fonts


def test_table_wider_than_the_page_is_refused(tmp_path: Path) -> None:
    wide = Table(tuple(tuple(Cell((para(f"{n}"),)) for n in range(70)) for _ in range(2)), "")
    body = (
        article("第一条", "见表。"),
        provision(Level.ARTICLE, "第二条", provision(Level.PARAGRAPH, "", wide)),
    )
    made = replace(BRIDGES, body=assign_ids(body))
    with pytest.raises(CompendiumError, match=f"《{BRIDGES.title}》第二条的表格比版面宽.*0 1 2"):
        build_book(edition_of(made), tmp_path / "print", jobs=1)


def test_paragraph_of_20000_characters_is_set_whole(tmp_path: Path) -> None:
    text = "为了规范管理，根据有关法律，结合本市实际，制定本条例。" * 740
    made = replace(BRIDGES, body=assign_ids((article("第一条", text),)))
    build_book(edition_of(made), tmp_path / "print", jobs=1)
    assert text in text_of(tmp_path / "print" / "quanshu.pdf")


def test_lines_before_the_title_have_no_lonely_character_either(tmp_path: Path) -> None:
    letters = "现将本市有关机关审议通过的规定予以公布并自公布之日起施行" * 4
    lines = [FrontLine("cover", Para((f"{letters[:count]}。",))) for count in range(30, 80)]
    made = replace(BRIDGES, front=(*lines, *BRIDGES.front))
    build_book(edition_of(made), tmp_path / "print", jobs=1)
    printed = list(lines_of(tmp_path / "print" / "quanshu.pdf"))
    assert sum(line.text in letters * 2 or line.text.endswith("。") for line in printed) > 80
    wrong = [
        line.text for _, line in findings(iter(printed))[1] if not line.text.isascii()
    ]  # H heads the index
    assert wrong == []


def test_picture_from_outside_never_reaches_the_press() -> None:
    shown = provision(Level.PARAGRAPH, "", para(Image("http://192.0.2.1/a.png", "图")))
    made = replace(BRIDGES, body=assign_ids((provision(Level.ARTICLE, "第一条", shown),)))
    catalog = load_catalog(Memory({path_of(made): write_act(made)}))
    assert [bad.path for bad in catalog.bad] == [path_of(made)]
    assert "img" in str(catalog.bad[0])


def test_missing_glyphs() -> None:
    assert missing_glyphs(["第一条\n", "\ue5f9甲\ue5f9"]) == ["\ue5f9"]


def test_missing_libraries_say_how_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compendium_build.print.fonts.find_library", lambda name: None)
    assert any("libharfbuzz-subset0" in words for words in missing_libraries())
    monkeypatch.setattr("compendium_build.print.fonts.find_library", lambda name: name)
    assert missing_libraries() == []
