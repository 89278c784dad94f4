"""The book in volumes, other formats, selections: files, numbers, links between volumes, page boxes."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from compendium.law.act import Provision
from compendium.law.kinds import ActKind, Level
from compendium.law.numerals import to_chinese
from compendium.library.catalog import load_catalog
from compendium.library.config import PrintConfig, load_config
from compendium.store import open_corpus
from compendium.system.toml_table import BadConfig
from compendium_build.edition.edition import Edition
from compendium_build.print import build_book
from compendium_build.print.choosing import NothingChosen, Selection, UnknownClass, chosen
from compendium_build.print.replacing import NoPageMap, build_replacement
from compendium_build.targets import edition_of
from tests.builders import configured
from tests.conftest import Cli
from tests.print_acts import act, article, folder_of, layout_of, pages_of, provision
from tests.print_acts import edition_of as book_of

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


@pytest.fixture(scope="module")
def edition() -> Edition:
    snapshot = open_corpus(CORPUS).snapshot()
    config = load_config(snapshot.read("corpus.toml"))
    return edition_of(load_catalog(snapshot), config, date(2025, 6, 1), "")


def printed(edition: Edition, **settings: object) -> Edition:
    return configured(edition, print=replace(PrintConfig(), **settings))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def volumes(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("volumes") / "print"
    build_book(printed(edition, volumes="2", bleed=True, size="A4"), folder, jobs=1)
    return folder


def test_volumes_have_their_own_contents_and_run_on(volumes: Path) -> None:
    assert sorted(path.name for path in volumes.glob("*.pdf")) == ["quanshu-1.pdf", "quanshu-2.pdf"]
    told = json.loads((volumes / "pages.json").read_bytes())["works"]
    first = [int(row["last"]) for row in told.values() if row["volume"] == 1]
    second = [int(row["first"]) for row in told.values() if row["volume"] == 2]
    assert max(first) < min(second)
    for number in (1, 2):
        with pikepdf.open(volumes / f"quanshu-{number}.pdf") as pdf:
            assert not pdf.check_pdf_syntax() if hasattr(pdf, "check_pdf_syntax") else not pdf.check()
            names = set(pikepdf.NameTree(pdf.Root.Names.Dests))
            mine = {folder for folder, row in told.items() if row["volume"] == number}
            assert mine <= names
            assert not names & (set(told) - mine)


def test_links_lead_into_the_other_volume(volumes: Path) -> None:
    with pikepdf.open(volumes / "quanshu-2.pdf") as pdf, pikepdf.open(volumes / "quanshu-1.pdf") as other:
        names = set(pikepdf.NameTree(other.Root.Names.Dests))
        actions = [a.A for page in pdf.pages for a in page.obj.get("/Annots", []) if "/A" in a]
        across = [action for action in actions if action.S == "/GoToR"]
    assert across
    assert all(action.F == "quanshu-1.pdf" and str(action.D) in names for action in across)


def test_a4_with_room_to_trim(volumes: Path) -> None:
    with pikepdf.open(volumes / "quanshu-1.pdf") as pdf:
        for page in pdf.pages:
            trim, bleed, media = (
                [float(x) for x in page.obj[f"/{b}Box"]] for b in ("Trim", "Bleed", "Media")
            )
            assert trim == pytest.approx([0, 0, 595.28, 841.89], abs=0.2)
            assert bleed[0] == pytest.approx(-8.504, abs=0.01)
            assert media[0] < bleed[0] < trim[0] < trim[2] < bleed[2] < media[2]


def test_large_print_has_larger_type(edition: Edition, tmp_path: Path) -> None:
    work = edition.catalog.find("yu-shui-hua-yuan-guan-li-tiao-li-shi-li")
    build_book(printed(edition, size="大字"), tmp_path / "print", jobs=1, chosen=frozenset({work.folder}))
    with pikepdf.open(tmp_path / "print" / "quanshu.pdf") as pdf:
        assert [float(x) for x in pdf.pages[0].mediabox] == pytest.approx([0, 0, 595.28, 841.89], abs=0.1)
        held = b"".join(
            stream.read_bytes() for page in pdf.pages if "/Contents" in page.obj for stream in page.Contents
        )
    assert b"\n1.125 0 0 1.125 0 0 cm" in held  # points of CSS, half as large again
    told = json.loads((tmp_path / "print" / "pages.json").read_bytes())
    assert list(told["works"]) == [work.folder]


def test_selections(edition: Edition) -> None:
    rules = chosen(edition, Selection(kinds=(ActKind.GOVERNMENT_RULE,)))
    assert rules
    assert all(folder.startswith("zhengfu-guizhang/") for folder in rules)
    classed = chosen(edition, Selection(classes=("交通出行",)))
    assert classed == chosen(edition, Selection(classes=("shimin.chuxing",)))
    assert classed < chosen(edition, Selection(classes=("shimin",)))
    recent = chosen(edition, Selection(since=date(2024, 1, 1)))
    assert recent
    assert recent < chosen(edition, Selection())
    with pytest.raises(NothingChosen):
        chosen(edition, Selection(classes=("shimin",), kinds=(ActKind.REPEALING_DECISION,)))
    with pytest.raises(UnknownClass, match="城市环境"):
        chosen(edition, Selection(classes=("没有",)))


@pytest.mark.parametrize("line", ['size = "B5"', 'volumes = "0"', 'page_numbers = "其他"', 'bleed = "是"'])
def test_settings_are_refused_with_their_line(line: str) -> None:
    text = f'title = "书"\nlocality = "cn-hp"\n[print]\n{line}\n'
    with pytest.raises(BadConfig, match="4"):
        load_config(text.encode())


def test_pages_have_marks_to_trim(volumes: Path) -> None:
    with pikepdf.open(io.BytesIO((volumes / "quanshu-1.pdf").read_bytes())) as pdf:
        assert all(
            b"0.25 w" in page.Contents[0].read_bytes() for page in pdf.pages if "/Contents" in page.obj
        )


def test_new_pages_take_the_numbers_of_the_old(edition: Edition, tmp_path: Path) -> None:
    build_book(replace(edition, as_of=date(2019, 1, 1)), tmp_path / "old", jobs=1)
    old = json.loads((tmp_path / "old" / "pages.json").read_bytes())["works"]
    report = build_replacement(edition, tmp_path / "new", tmp_path / "old")
    names = {work.folder: work for work in edition.catalog.works}
    kept = [name for name, row in old.items() if edition.current(names[name]).digest == row["digest"]]
    with pikepdf.open(tmp_path / "new" / "huanye.pdf") as pdf:
        with pdf.open_outline() as outline:
            titles = [str(item.title) for item in outline.root]
        labels = {page.label for page in pdf.pages}
        assert not pdf.check_pdf_syntax() if hasattr(pdf, "check_pdf_syntax") else not pdf.check()
    assert titles[0] == "更换页目录"
    assert kept
    assert not {old[name]["title"] for name in kept} & set(titles[1:])
    gardens = next(name for name in old if "yu-shui" in name)
    assert {str(n) for n in range(int(old[gardens]["first"]), int(old[gardens]["last"]) + 1)} & labels
    assert any("-" in label for label in labels)
    assert report.built == len(titles) - 1


def test_new_pages_of_a_long_regulation_number_its_own_contents(tmp_path: Path) -> None:
    def chapters(words: str) -> list[Provision]:
        numbers = [to_chinese(n) for n in range(1, 61)]
        return [
            provision(
                Level.CHAPTER,
                f"第{numbers[at]}章",
                *(article(f"第{n}条", words * 9) for n in numbers[20 * at : 20 * at + 20]),
                heading=f"其{numbers[at]}",
            )
            for at in range(3)
        ]

    lamps = act("lu-deng", "海浦市路灯条例", article("第一条", "路灯应当在日落时开启。"))
    before = act("gong-yuan", "海浦市公园条例", *chapters("公园应当每天开放。"))
    after = act("gong-yuan", "海浦市公园条例", *chapters("公园应当每天、每夜开放。"))
    build_book(book_of(lamps, before), tmp_path / "old", jobs=1)
    build_replacement(book_of(lamps, after), tmp_path / "new", tmp_path / "old")
    old = json.loads((tmp_path / "old" / "pages.json").read_bytes())["works"][folder_of(before)]
    with pikepdf.open(tmp_path / "new" / "huanye.pdf") as pdf:
        labels = [page.label for page in pdf.pages]
        texts = layout_of(tmp_path / "new" / "huanye.pdf")
    opening = texts[labels.index(str(old["first"]))]
    told = dict(re.findall(r"第(.)章\s+其.[.\s]*([0-9-]+)", opening))
    assert list(told) == ["一", "二", "三"]
    for number, label in told.items():
        assert f"第{number}章" in texts[labels.index(label)]


def test_pages_of_no_book_are_not_replaced(edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(NoPageMap):
        build_replacement(edition, tmp_path / "new", tmp_path)


def test_command_makes_a_selection_and_refuses_what_makes_none(tmp_path: Path, cli: Cli) -> None:
    base = ("--corpus", CORPUS, "build", "print", "-o", tmp_path, "--as-of", "2025-06-01")
    made = cli(*base, "--select", "work=早餐服务促进条例", "--title", "早餐", "--size", "A4", "--json")
    assert made.code == 0, made.err
    assert made.json["targets"][0]["kept"] == 0
    with pikepdf.open(tmp_path / "print-selection-a4" / "quanshu.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == "早餐"
    assert cli(*base, "--select", "什么").code == 2
    assert cli(*base, "--select", "class=没有").code == 1
    assert cli("--corpus", CORPUS, "build", "web", "-o", tmp_path, "--bleed").code == 2
    assert not (tmp_path / "print").exists()


def test_the_fingerprint_stands_on_the_first_page_wherever_that_breaks(tmp_path: Path) -> None:
    short, long = (
        "灯具应当完好。",
        "公园管理单位应当保持园内道路、灯具和座椅完好，发现损坏的及时修复。" * 6,
    )
    acts = [
        act(f"gong-yuan-{n}", f"海浦市公园条例（{n}）", article("第一条", *[short] * n, long, long))
        for n in range(18, 36)
    ]
    build_book(book_of(*acts), tmp_path / "print", jobs=1)
    works = json.loads((tmp_path / "print" / "pages.json").read_bytes())["works"]
    texts = pages_of(tmp_path / "print" / "quanshu.pdf")
    with pikepdf.open(tmp_path / "print" / "quanshu.pdf") as pdf:
        labels = [page.label for page in pdf.pages]
    for made in acts:
        row = works[folder_of(made)]
        told = [
            "正文指纹" in text for text in texts[labels.index(row["first"]) : labels.index(row["last"]) + 1]
        ]
        assert told[0] and sum(told) == 1, made.title
