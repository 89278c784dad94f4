"""compendium export: one text, a selection, the whole book."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.forms_reading import docx_lines, epub_lines

CORPUS = Path(__file__).parent.parent / "corpus"
GARDENS, BREAKFAST = "海浦市雨水花园管理条例（示例）", "海浦市早餐服务促进条例（示例）"


def test_one_text_as_a_word_file(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "花园.docx"
    answer = cli("--corpus", CORPUS, "export", "雨水花园管理条例@2016-01-01", "-o", out)
    assert (answer.code, answer.out) == (0, "") and GARDENS in answer.err
    assert docx_lines(out.read_bytes())[0] == GARDENS


def test_a_selection_as_an_e_book(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "选编.epub"
    asked = ("早餐服务", "雨水花园管理条例", "--title", "两部条例", "--as-of", "2026-01-01")
    answer = cli("--corpus", CORPUS, "export", *asked, "-o", out)
    assert answer.code == 0 and "两部条例（2 件）" in answer.err
    lines = epub_lines(out.read_bytes())
    assert lines[0] == "两部条例" and lines.index(BREAKFAST) < lines.index(GARDENS)


@pytest.mark.parametrize(
    ("options", "held", "left"),
    [
        (("--subject", "绿色发展"), "海浦市建筑运行碳排放管理条例（示例）", GARDENS),
        (("--kind", "政府规章"), "海浦市菜市场智能秤使用管理办法（示例）", GARDENS),
    ],
)
def test_a_part_of_the_book(cli: Cli, tmp_path: Path, options: tuple[str, ...], held: str, left: str) -> None:
    out = tmp_path / "部分.docx"
    assert cli("--corpus", CORPUS, "export", *options, "-o", out, "--as-of", "2026-01-01").code == 0
    lines = docx_lines(out.read_bytes())
    assert held in lines and left not in lines


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("雨水花园管理条例", "-o", "a.odt"), "不认识的扩展名“.odt”，可用的有：.docx、.epub"),
        (("雨水花园管理条例#第一条", "-o", "a.docx"), "写成 法规 或 法规@日期"),
        (("雨水花园管理条例", "--kind", "政府规章", "-o", "a.docx"), "写了法规，就不能再用"),
        (("--subject", "没有的", "-o", "a.docx"), "没有符合条件的法规"),
        (("没有的法规", "-o", "a.docx"), "没有“没有的法规”"),
    ],
)
def test_what_is_refused_writes_nothing(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = cli("--corpus", CORPUS, "export", *arguments)
    assert answer.code and words in answer.err
    assert not list(tmp_path.iterdir())


def test_a_file_is_replaced_whole(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "花园.epub"
    out.write_text("old")
    assert cli("--corpus", CORPUS, "export", "雨水花园管理条例", "-o", out).code == 0
    assert zipfile.ZipFile(out).read("mimetype") == b"application/epub+zip"
    assert list(tmp_path.iterdir()) == [out]
