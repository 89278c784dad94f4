"""What is published is read as what it was: page, text, Markdown and Word of the sample corpus."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from compendium.intake.draft import draft_of
from compendium.law.act import Cell, Para, Table
from compendium.library.catalog import load_catalog
from compendium.library.config import load_config
from compendium.store import open_corpus
from compendium.text.plain import as_markdown
from compendium_build.forms import version_docx
from compendium_build.targets import edition_of
from tests.builders import act, article
from tests.reading_back import published, read_back
from tests.web_samples import DAY

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.mark.parametrize("form", ["html", "txt", "md"])
def test_every_version_of_the_sample_corpus(web_site: Path, form: str) -> None:
    read = [read_back(*version) for version in published(web_site, [form])]
    assert len(read) > 20
    assert {r.place: r.differences for r in read if r.differences} == {}


def test_pages_tell_what_was_left_out_and_nothing_in_doubt(web_site: Path) -> None:
    hints = {hint for v in published(web_site, ["html"]) for hint in read_back(*v).warnings}
    assert not [hint for hint in hints if "像标题" in hint or "未收入" in hint or "不一致" in hint]


def test_word_files_of_the_sample_corpus(tmp_path: Path) -> None:
    snapshot = open_corpus(CORPUS).snapshot()
    edition = edition_of(load_catalog(snapshot), load_config(snapshot.read("corpus.toml")), DAY, "")
    for work in edition.catalog.works[::3]:
        facts = work.expressions[-1]
        file = tmp_path / f"{work.slug}.docx"
        file.write_bytes(version_docx(edition, work, facts))
        assert read_back(edition.act(facts), facts.path, "docx", file).differences == ()


def test_cells_over_rows_and_columns_come_back_from_markdown(tmp_path: Path) -> None:
    rows = [
        (Cell((Para(("省",)),), rowspan=2), Cell((Para(("任务",)), Para(("（人）",))), colspan=2)),
        (Cell((Para(("1996",)),)), Cell((Para(("1997",)),))),
        (Cell((Para(("江苏",)),)), Cell((Para(("100",)),)), Cell((Para(("120",)),))),
    ]
    made = article(1, "甲：")
    paragraph = replace(made.children[0], blocks=(*made.children[0].blocks, Table(tuple(rows))))
    file = tmp_path / "甲.md"
    file.write_text(as_markdown(act(replace(made, children=(paragraph,)), article(2, "乙。"))), "utf-8")
    blocks = draft_of(file).act.body[0].children[0].blocks
    tables = [block for block in blocks if isinstance(block, Table)]
    assert [["".join(p.text for p in cell.paras) for cell in row] for row in tables[0].rows] == [
        ["省", "任务（人）", ""],
        ["", "1996", "1997"],
        ["江苏", "100", "120"],
    ]
