"""The book: its text, links, page numbers, and that it changes only where the law changed."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image as Picture

from compendium.akn import write_act
from compendium.catalog import load_catalog
from compendium.ids import assign_ids
from compendium.model import (
    Act,
    ActKind,
    Attachment,
    Basis,
    Cell,
    Commencement,
    Event,
    EventKind,
    FrontLine,
    Image,
    Level,
    Para,
    Provision,
    Span,
    Table,
)
from compendium.problems import CompendiumError
from compendium_build.edition import Edition
from compendium_build.print import build_book, missing_glyphs, missing_libraries

DAY = date(2020, 3, 1)
PIXEL = io.BytesIO()
Picture.new("RGB", (40, 20), "black").save(PIXEL, "PNG")


class MemoryFiles:
    """A corpus in memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def paths(self) -> tuple[str, ...]:
        return tuple(sorted(self.files))

    def read(self, path: str) -> bytes:
        return self.files[path]

    def digest(self, path: str) -> str:
        return hashlib.sha1(self.files[path]).hexdigest()


def para(*runs: str | Span | Image) -> Para:
    return Para(runs)


def provision(
    level: Level, num: str, *parts: Provision | Para | Table, heading: str = "", period: str = ""
) -> Provision:
    blocks = tuple(part for part in parts if not isinstance(part, Provision))
    children = tuple(part for part in parts if isinstance(part, Provision))
    return Provision(level, "", "", num, heading, blocks, children, period=period)


def article(num: str, *texts: str, points: tuple[str, ...] = (), period: str = "") -> Provision:
    items = [provision(Level.POINT, f"（{'一二三四五'[i]}）", para(text)) for i, text in enumerate(points)]
    paragraphs = [provision(Level.PARAGRAPH, "", para(text)) for text in texts[:-1]]
    last = provision(Level.PARAGRAPH, "", para(texts[-1]), *items)
    return provision(Level.ARTICLE, num, *paragraphs, last, period=period)


def act(
    slug: str, title: str, *body: Provision, kind: ActKind = ActKind.LOCAL_REGULATION, **more: object
) -> Act:
    made = Act(
        f"/akn/cn-sh/act/{kind}/2020/{slug}",
        kind,
        DAY,
        title,
        issuer="海浦市人民代表大会常务委员会",
        events=(Event(EventKind.ADOPTION, DAY),),
        commencements=(Commencement("c1", DAY, Basis.STATED),),
        front=(
            FrontLine("docTitle", para(title)),
            FrontLine("history", para("2020年3月1日海浦市人民代表大会常务委员会通过")),
        ),
        body=assign_ids(body),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def path_of(made: Act) -> str:
    return f"{made.kind}/{made.work.rpartition('/')[2]}/{made.date}.xml"


def edition_of(*acts: Act, day: date = date(2021, 1, 1), files: Mapping[str, bytes] | None = None) -> Edition:
    held = {path_of(made): write_act(made) for made in acts} | dict(files or {})
    catalog = load_catalog(MemoryFiles(held))
    assert not catalog.bad, catalog.bad
    return Edition(catalog, day, "海浦市法规全书", "海浦市人民政府")


LAMPS = act(
    "ludeng-tiaoli",
    "海浦市路灯条例",
    provision(
        Level.CHAPTER,
        "第一章",
        article("第一条", "为了点亮道路，制定本条例。"),
        article(
            "第二条", "路灯由下列单位管理：", points=("市政单位；", "《海浦市桥梁规定》第二条规定的单位。")
        ),
        heading="总则",
    ),
    provision(
        Level.CHAPTER,
        "第二章",
        article("第三条", "违反本条例第二条规定的，责令改正。", "前款规定适用于《海浦市不存在的条例》。"),
        article("第四条", "本条例自2020年3月1日起施行。"),
        heading="附则",
    ),
)
BRIDGES = act(
    "qiaoliang-guiding",
    "海浦市桥梁规定",
    article("第一条", "桥梁的水泥含CO₂不得超标。"),
    article("第二条", "桥梁由桥梁单位管理。"),
    kind=ActKind.GOVERNMENT_RULE,
)
TABLED = act(
    "biaoge-banfa",
    "海浦市表格办法",
    article("第一条", "收费按照附件执行。"),
    attachments=(
        Attachment(
            "att_1",
            "附件",
            "收费表",
            assign_ids(
                (
                    provision(
                        Level.PARAGRAPH,
                        "",
                        Table(
                            (
                                (Cell((para("项目"),), True), Cell((para("标准"),), True)),
                                *(
                                    (Cell((para(f"项目{n}号"),)), Cell((para(f"每年{n}元"),)))
                                    for n in range(1, 80)
                                ),
                            ),
                            "单位：元",
                        ),
                    ),
                ),
                "att_1",
            ),
        ),
    ),
)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of(path: Path, first: int = 1, last: int = 999) -> str:
    """The text within the margins, so without running heads and page numbers."""
    box = ["-raw", "-x", "0", "-y", "70", "-W", "600", "-H", "605", "-f", str(first), "-l", str(last)]
    done = subprocess.run(["pdftotext", *box, str(path), "-"], capture_output=True, check=True)
    return squeezed(done.stdout.decode())


def numbers_at(path: Path, x: int) -> list[str]:
    """The page numbers in one half of the foot."""
    box = ["-x", str(x), "-y", "670", "-W", "262", "-H", "60"]
    done = subprocess.run(["pdftotext", *box, str(path), "-"], capture_output=True, check=True)
    return re.findall(r"\d+", done.stdout.decode())


def pages_of(path: Path) -> list[str]:
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


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


def test_contents_name_every_regulation_with_its_printed_page(book: Path) -> None:
    pages = pages_of(book)
    contents = squeezed(next(page for page in pages if "目" in page and "...." in page))
    for title in (LAMPS.title, BRIDGES.title, TABLED.title):
        number = re.search(rf"{title}\.+(\d+)", contents)
        assert number
        opening = next(page for page in pages if page.lstrip().startswith(title))
        assert opening.split()[-1] == number[1]


def test_contents_and_citations_lead_to_their_places(book: Path) -> None:
    with pikepdf.open(book) as pdf:
        names = names_of(pdf)
        links = [str(a["/Dest"]) for page in pdf.pages for a in page.obj.get("/Annots", [])]
        assert links and set(links) <= set(names)
        lamps, bridges = "difangxing-fagui/ludeng-tiaoli", "zhengfu-guizhang/qiaoliang-guiding"
        assert {lamps, bridges, f"{bridges}/art_2", f"{lamps}/art_2"} <= set(links)
        assert not any("不存在" in link for link in links)
        page = page_index(pdf, names[f"{bridges}/art_2"][0])
    assert "第二条" in text_of(book, page + 1, page + 1)


def test_bookmarks_go_from_kind_to_article(book: Path) -> None:
    with pikepdf.open(book) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["目录", "地方性法规", "政府规章"]
        lamps = next(item for item in outline.root[1].children if item.title == LAMPS.title)
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


def test_repealed_stay_out_and_what_is_not_in_force_is_marked(tmp_path: Path) -> None:
    gone = replace(LAMPS, events=(*LAMPS.events, Event(EventKind.REPEAL, date(2020, 6, 1))))
    later = date(2021, 7, 1)
    body = assign_ids((article("第一条", "先行。"), article("第二条", "后行。", period="c2")))
    starts = (Commencement("c1", DAY, Basis.STATED), Commencement("c2", later, Basis.STATED))
    partly = replace(BRIDGES, body=body, commencements=starts)
    coming = replace(TABLED, commencements=(Commencement("c1", later, Basis.STATED),))
    build_book(edition_of(gone, partly, coming), tmp_path / "print", jobs=1)
    text = text_of(tmp_path / "print" / "quanshu.pdf")
    assert LAMPS.title not in text
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


def test_missing_glyph_is_named_again_when_nothing_changed(tmp_path: Path) -> None:
    made = replace(BRIDGES, body=assign_ids((article("第一条", "缺字\ue5f9。"),)))
    for _ in range(2):
        told: list[str] = []
        build_book(edition_of(made), tmp_path / "print", jobs=1, warn=told.append)
        assert len([words for words in told if "U+E5F9" in words and BRIDGES.title in words]) == 1


def test_missing_glyphs() -> None:
    assert missing_glyphs(["第一条\n", "\ue5f9甲\ue5f9"]) == ["\ue5f9"]


def test_missing_libraries_say_how_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compendium_build.print.fonts.find_library", lambda name: None)
    assert any("libharfbuzz-subset0" in words for words in missing_libraries())
    monkeypatch.setattr("compendium_build.print.fonts.find_library", lambda name: name)
    assert missing_libraries() == []
