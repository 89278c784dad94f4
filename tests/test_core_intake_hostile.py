"""Files that no honest person sends are refused in words that name them, or read; quickly either way."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from compendium.intake import extent, pandoc
from compendium.intake.bounded import read_all, read_bounded
from compendium.intake.draft import Draft, draft_of
from compendium.intake.source import SourceRefused
from compendium.system import limits
from tests.acceptance.bad_input import regulation
from tests.hostile_files import BOMBS, NESTS, ODD, Hostile, docx, html_rows, page, words


def _refusal(path: Path) -> str:
    with pytest.raises(SourceRefused) as caught:
        draft_of(path)
    assert str(caught.value).startswith(f"{path.name}：")
    return str(caught.value)


@pytest.mark.parametrize("hostile", [h for h in NESTS if h.suffix != ".md"], ids=lambda h: h.name)
def test_what_is_nested_without_end_is_refused_by_name(hostile: Hostile, tmp_path: Path) -> None:
    assert "一层套一层" in _refusal(hostile.write(tmp_path)) or "一份套一份" in _refusal(
        hostile.write(tmp_path)
    )


_READ = {"控制字符引用", "条号太大"}


@pytest.mark.parametrize("hostile", [h for h in ODD if h.name not in _READ], ids=lambda h: h.name)
def test_what_is_no_number_or_no_part_is_refused_by_name(hostile: Hostile, tmp_path: Path) -> None:
    _refusal(hostile.write(tmp_path))


@pytest.mark.parametrize("hostile", [h for h in ODD if h.name in _READ], ids=lambda h: h.name)
def test_what_only_looks_odd_is_read(hostile: Hostile, tmp_path: Path) -> None:
    assert draft_of(hostile.write(tmp_path)).act.title.startswith("海浦市路牌管理条例")


def test_bombs_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small form of each, under limits as much smaller; `make fuzz` has the full ones."""
    monkeypatch.setattr(extent, "MOST_ELEMENTS", 4_000)
    monkeypatch.setattr(extent, "MOST_PARAGRAPHS", 1_000)
    monkeypatch.setattr(extent, "MOST_BLOCKS", 1_000)
    monkeypatch.setattr(extent, "MOST_CHARACTERS", 100_000)
    monkeypatch.setattr(limits, "FILE", replace(limits.FILE, seconds=5, memory=400 * limits.MIB))
    paths = [hostile.write(tmp_path) for hostile in BOMBS]
    results = dict(zip(paths, read_all(paths), strict=True))
    refused = {path.name: str(told) for path, told in results.items() if isinstance(told, SourceRefused)}
    assert [name for name, words in refused.items() if not words.startswith(f"{name}：")] == []
    crowds = {"空段.docx", "空行.docx", "空字串.docx", "空段.odt", "空段.html", "很多段.txt", "长一行.txt"}
    assert crowds <= set(refused)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MOST_ELEMENTS", 5, "个元素"),
        ("MOST_PARAGRAPHS", 4, "个段落或表格行"),
        ("MOST_BLOCKS", 3, "段的上限"),
    ],
)
def test_the_figure_and_the_limit_are_told(
    name: str, value: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extent, name, value)
    path = tmp_path / "甲.docx"
    path.write_bytes(docx())
    told = _refusal(path)
    assert says in told
    assert str(value) in told


def test_a_nest_that_people_do_write_is_read(tmp_path: Path) -> None:
    path = tmp_path / "甲.html"
    path.write_bytes(page("<div>" * 60 + html_rows() + "</div>" * 60))
    assert draft_of(path).act.articles
    path = tmp_path / "甲.docx"
    path.write_bytes(docx("<w:sdt><w:sdtContent>" * 30 + words() + "</w:sdtContent></w:sdt>" * 30))
    assert draft_of(path).act.articles


def test_odd_list_numbers_of_a_page_are_read_as_browsers_do(tmp_path: Path) -> None:
    path = tmp_path / "甲.html"
    row = '<ol start="zz"><li>子；</li><li value="９９">丑；</li><li value="7x">寅。</li></ol>'
    cells = '<table><tr><td colspan="²">甲</td><td rowspan="99999999999">乙</td></tr></table>'
    path.write_bytes(page(html_rows() + row + cells))
    text = draft_of(path).act.text
    assert "1.子；" in text
    assert "2.丑；" in text
    assert "7.寅。" in text


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "管道.txt"
    os.mkfifo(path)
    assert "不是普通文件" in _refusal(path)


def test_an_error_below_is_a_refusal_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from compendium.intake import bounded

    def broken(path: Path) -> Draft:
        raise KeyError("甲")

    monkeypatch.setattr(bounded, "drafts_of", broken)
    path = tmp_path / "甲.txt"
    path.write_text("第一条 甲。", "utf-8")
    with pytest.raises(SourceRefused, match=r"^甲\.txt：内容不合这种文件的格式，无法读取（KeyError"):
        read_bounded(path)


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("sleep 1000", "还没有读完"),
        ("sleep 1000 & sleep 1000", "还没有读完"),
        ("kill -9 $$", "LibreOffice 不能打开"),
    ],
)
def test_an_office_that_hangs_or_dies_is_bounded(
    script: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "soffice"
    office.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    office.chmod(office.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(limits, "FILE", replace(limits.FILE, seconds=1.5))
    path = tmp_path / "深.rtf"
    path.write_bytes(b"{\\rtf1 " + b"{" * 5000 + b"}" * 5000 + b"}")
    with pytest.raises(SourceRefused, match=says):
        read_bounded(path)


@pytest.mark.parametrize("said", ["pandoc: out of memory", "pandoc: Heap exhausted;", ""])
def test_pandoc_that_runs_out_of_memory_is_a_refusal(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pandoc"
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit {1 if said else 251}\n", "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(pandoc, "_pandoc", lambda: str(program))
    path = tmp_path / "甲.docx"
    path.write_bytes(docx())
    with pytest.raises(SourceRefused, match=r"^甲\.docx：读取时要用的内存超过上限"):
        read_bounded(path)


@pytest.mark.parametrize("lead", ["", "（一）"])
def test_more_parts_than_numbers_are_written_for_are_refused(lead: str, tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_text(regulation() + f"{lead}甲。\n" * 15_050, "utf-8")
    assert "超过 15000 个的上限" in _refusal(path)


def test_a_main_part_that_is_no_document_is_refused_with_a_remedy(tmp_path: Path) -> None:
    styles = '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    path = tmp_path / "样式作正文.docx"
    path.write_bytes(docx(parts={"word/document.xml": styles}))
    assert "word/document.xml 不是 Word 文档的正文" in (said := _refusal(path))
    assert "另存为 .docx" in said
