"""compendium show --history: the life of a provision as a table, as wordings and as JSON."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import Cli

SAMPLES = Path(__file__).parent / "samples"
GARDENS = "雨水花园管理条例"


@pytest.fixture(scope="module")
def gardens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with three versions of one regulation and the decisions that made them."""
    from compendium_cli.main import run

    corpus = tmp_path_factory.mktemp("gardens") / "corpus"
    files = [str(path) for path in SAMPLES.glob("*雨水花园*.md")]
    assert run(["init", str(corpus), "--locality", "cn-hp", "--place", "海浦市"]) == 0
    assert run(["--corpus", str(corpus), "import", *files]) == 0
    return corpus


def test_the_table_tells_versions_places_changes_and_what_made_them(cli: Cli, gardens: Path) -> None:
    answer = cli("--corpus", gardens, "show", GARDENS, "--history", "第十三条", "--as-of", "2026-01-01")
    assert answer.code == 0
    head, born, amended = [line.split() for line in answer.out.splitlines()[:3]]
    assert head == ["版本", "施行日期", "条文序号", "变化", "依据"]
    assert born[:4] == ["2019-10-01", "2019-10-01", "第十二条之一", "新增"]
    assert born[4].startswith("2019年9月19日《关于修改〈海浦市雨水花园管理条例")
    assert amended[:4] == ["2024-06-01", "2024-06-01", "第十三条", "修改（原第十二条之一）"]
    assert "[-三百平方米-]{+二百平方米+}" in answer.out
    assert "【2019-10-01　第十二条之一　新增】\n第十二条之一　" in answer.out


@pytest.mark.parametrize("typed", ["第十二条之一", "第12条之一", "第12条之1", "12-1", "art_12-1"])
def test_the_number_is_understood_in_the_version_of_the_day(typed: str, cli: Cli, gardens: Path) -> None:
    arguments = ("--history", typed, "--as-of", "2020-01-01", "--json")
    answer = cli("--corpus", gardens, "show", GARDENS, *arguments)
    assert answer.code == 0
    assert [(s["version"], s["eId"], s["change"]) for s in answer.json] == [
        ("2019-10-01", "art_12-1", "born"),
        ("2024-06-01", "art_13", "amended"),
    ]
    assert (
        answer.json
        == cli("--corpus", gardens, "show", f"{GARDENS}@2026-01-01", "--history", "13", "--json").json
    )


def test_json_has_every_fact_of_a_stage(cli: Cli, gardens: Path) -> None:
    answer = cli("--corpus", gardens, "show", f"{GARDENS}@2026-01-01", "--history", "21", "--format", "json")
    last = answer.json[-1]
    assert last | {"text": "", "events": []} == {
        "version": "2024-06-01",
        "start": "2024-06-01",
        "certain": True,
        "eId": "art_21",
        "place": "第二十一条",
        "change": "renumbered",
        "was": ["第二十条"],
        "events": [],
        "one_of": False,
        "modifications": [],
        "text": "",
    }
    assert [event["date"] for event in last["events"]] == ["2024-03-21"]
    assert last["text"].startswith("第二十一条　违反本条例")


def test_an_unchanged_provision_shows_its_one_wording(cli: Cli, gardens: Path) -> None:
    answer = cli("--corpus", gardens, "show", f"{GARDENS}@2026-01-01", "--history", "第十二条第二款")
    assert [line.split()[2:4] for line in answer.out.splitlines()[1:4]] == [
        ["第十二条第二款", "制定"],
        ["第十二条第二款", "未变"],
        ["第十二条第二款", "未变"],
    ]
    assert answer.out.count("居住区、学校的雨水花园") == 1
    assert "{+…+}" not in answer.out


def test_a_number_that_only_another_version_has_is_told(cli: Cli, gardens: Path) -> None:
    answer = cli("--corpus", gardens, "show", f"{GARDENS}@2026-01-01", "--history", "第十二条之一")
    assert answer.code == 1
    assert answer.out == ""
    assert "提示：2019-10-01 的版本有“第十二条之一”，可加 --as-of 2019-10-01。" in answer.err
    assert answer.err.splitlines()[-1].endswith("2024-06-01 的版本没有“第十二条之一”")


def test_a_number_that_no_version_has_is_refused(cli: Cli, gardens: Path) -> None:
    answer = cli("--corpus", gardens, "show", GARDENS, "--history", "第九百条", "--as-of", "2026-01-01")
    assert answer.code == 1
    assert "提示" not in answer.err
    assert answer.err.splitlines()[-1].startswith("错误：")


@pytest.mark.parametrize("more", [["--format", "xml"], ["--format", "md"]])
def test_history_is_text_or_json(more: list[str], cli: Cli, gardens: Path) -> None:
    answer = cli("--corpus", gardens, "show", GARDENS, "--history", "第一条", *more)
    assert answer.code == 2
    assert "--history 不能与" in answer.err


def test_history_names_one_provision(cli: Cli, gardens: Path) -> None:
    answer = cli("--corpus", gardens, "show", f"{GARDENS}#第一条", "--history", "第一条")
    assert answer.code == 2
    assert "--history 不能与" in answer.err


def test_json_of_show_is_its_json_format(cli: Cli, gardens: Path) -> None:
    short = cli("--corpus", gardens, "show", f"{GARDENS}@2026-01-01#第一条", "--json")
    assert short.code == 0
    assert (
        short.json
        == cli("--corpus", gardens, "show", f"{GARDENS}@2026-01-01#第一条", "--format", "json").json
    )


def test_a_corpus_without_git_tells_of_no_history(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    shutil.rmtree(lamps / ".git")
    for target in ("feed", "all"):
        refused = cli("--corpus", lamps, "build", target, "-o", tmp_path / "out")
        assert refused.code == 1
        assert "不是 git 仓库" in refused.err
        assert "git clone" in refused.err
    assert not (tmp_path / "out").exists()
    built = cli("--corpus", lamps, "build", "index", "-o", tmp_path / "out")
    assert (built.code, "提示：本库不是 git 仓库" in built.err) == (0, True)
    asked = cli("--corpus", lamps, "list", "--as-known-at", "2026-01-01")
    assert (asked.code, "提示：本库不是 git 仓库" in asked.err) == (1, True)
    assert "提示" not in cli("--corpus", lamps, "list").err
