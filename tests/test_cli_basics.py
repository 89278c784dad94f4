"""Every command: help, exit codes, the shape of its JSON, and failures told in words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from compendium_cli.main import COMMANDS
from tests.acceptance.bad_input import regulation
from tests.conftest import Cli

LAMPS = "/akn/cn-hp/act/difangxing-fagui/2021/lu-deng-guan-li-tiao-li-shi-li"
ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}")


def compendium(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command as it is installed, in a process of its own."""
    command = [str(Path(sys.executable).with_name("compendium")), *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_chinese(name: str, cli: Cli) -> None:
    answer = cli(name, "--help")
    assert answer.code == 0
    assert answer.out.startswith(f"用法：compendium {name}")
    assert "选项:" in answer.out
    assert not ENGLISH.search(answer.out)
    for line in filter(None, answer.out.partition("选项:\n")[2].splitlines()):
        assert re.search(r"[\u4e00-\u9fff]", line), f"no Chinese: {line}"


def test_help_lists_every_command(cli: Cli) -> None:
    answer = cli("--help")
    assert answer.code == 0
    assert all(re.search(rf"^  {name} +\S", answer.out, re.M) for name in COMMANDS)


def test_without_a_command_the_help_is_shown(cli: Cli) -> None:
    answer = cli()
    assert answer.code == 2
    assert answer.err.startswith("用法：compendium")


def test_version(cli: Cli) -> None:
    assert re.fullmatch(r"compendium \d+\.\d+\.\d+\n", cli("--version").out)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("lst", "没有命令“lst”"),
        ("list --nope", "没有选项 --nope"),
        ("status 多余", "多出了“多余”"),
        ("list --as-of 2024-02-30", "“2024-02-30”不是存在的日期"),
        ("list --as-of 昨天", "“昨天”不是存在的日期"),
        ("import", "缺少 文件…"),
        ("import 无此文件.docx", "没有“无此文件.docx”这个文件或目录"),
        ("import {file} --kind 法典", "没有“法典”这一性质"),
        ("import {file} {file2} --date 2024-01-01", "只能用于单个文件"),
        ("build web", "缺少 -o"),
        ("build docx -o x", "web、print、index、feed、all"),
        ("search 路灯 --limit 多", "“多”不是数字"),
        ("show 路灯管理条例@2024-13-01", "“2024-13-01”不是存在的日期"),
        ("show 路灯管理条例 --format pdf", "text、xml、json、md"),
        ("show 路灯管理条例#第一条 --format xml", "只能显示整个文件"),
        ("init", "缺少 目录"),
        ("init {file}-ku --locality 海浦", "“locality”的值“海浦”不合格式，应当形如 cn-sh"),
    ],
)
def test_wrong_use_is_told_and_exits_2(words: str, told: str, cli: Cli, lamps: Path, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(regulation(), "utf-8")
    typed = words.format(file=tmp_path / "a.txt", file2=tmp_path / "b.txt").split()
    answer = cli("--corpus", lamps, *typed)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("用法错误：")
    assert told in answer.err
    assert answer.err.endswith("--help”查看用法。\n")
    assert not ENGLISH.search(answer.err)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("show 殡葬条例", "法规库中没有“殡葬条例”"),
        ("show 路灯管理条例#第九百条", "没有“第九百条”"),
        ("list --as-known-at 1999-01-01", "1999-01-01"),
        ("list --as-known-at 无此提交", "没有这个提交"),
        ("search “路灯", "引号没有成对"),
        ("build web -o {taken}", "不是本程序生成的目录"),
        ("build web -o {file}/x", "是文件，不是目录"),
        ("init {taken}", "不是空文件夹"),
    ],
)
def test_what_can_not_be_done_is_told_and_exits_1(
    words: str, told: str, cli: Cli, lamps: Path, tmp_path: Path
) -> None:
    (tmp_path / "taken" / "web").mkdir(parents=True)
    (tmp_path / "taken" / "web" / "文件").write_text("不可覆盖", "utf-8")
    (tmp_path / "file").write_text("文件", "utf-8")
    answer = cli("--corpus", lamps, *words.format(taken=tmp_path / "taken", file=tmp_path / "file").split())
    assert answer.code == 1
    assert answer.err.splitlines()[-1].startswith("错误：")
    assert told in answer.err
    assert (tmp_path / "taken" / "web" / "文件").read_text("utf-8") == "不可覆盖"


def test_a_corpus_that_would_be_refused_is_not_made(cli: Cli, tmp_path: Path) -> None:
    for options in (("--locality", "海浦"), ("--title", "  ")):
        assert cli("init", tmp_path / "ku", *options).code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_corpus_inside_another_repository_is_told_of(cli: Cli, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    answer = cli("init", tmp_path / "ku")
    assert answer.code == 0
    assert f"在已有的 git 仓库 {tmp_path} 之内" in answer.err
    assert "git revert HEAD" in answer.err
    assert cli("init", tmp_path.with_name(f"{tmp_path.name}-2")).err == ""


@pytest.mark.parametrize("command", ["list", "show 路灯管理条例", "status", "build web -o {out}"])
def test_a_clock_behind_the_last_commit_is_told(
    command: str, cli: Cli, lamps: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 77.0)
    answer = cli("--corpus", lamps, *command.format(out=tmp_path / "out").split())
    assert answer.code == 0
    assert "警告：本机时钟是 1970-01-01" in answer.err


@pytest.mark.parametrize("command", ["list", "show 路灯管理条例", "diff 路灯 路灯"])
def test_settings_that_cannot_be_read_are_told_where_they_are_not_needed(
    command: str, cli: Cli, lamps: Path
) -> None:
    (lamps / "corpus.toml").write_text('title = "全书"\nlocality = 坏\n', "utf-8")
    answer = cli("--corpus", lamps, *command.split())
    assert answer.code == 0
    assert "警告：corpus.toml:2: 不合 TOML 语法" in answer.err


def test_outside_a_corpus_the_way_in_is_told(tmp_path: Path) -> None:
    answer = compendium("list", cwd=tmp_path)
    assert answer.returncode == 1
    assert "compendium init" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_corpus_is_found_from_a_folder_within(lamps: Path) -> None:
    answer = compendium("list", cwd=lamps / "difangxing-fagui")
    assert answer.returncode == 0
    assert "路灯" in answer.stdout


def test_a_reader_that_stops_early_is_no_failure(lamps: Path) -> None:
    program = Path(sys.executable).with_name("compendium")
    piped = f"'{program}' --corpus '{lamps}' show 路灯管理条例 --format json | head -c 1"
    answer = subprocess.run(["sh", "-c", piped], capture_output=True, text=True, check=True)
    assert answer.stdout == "{"
    assert answer.stderr.count("\n") <= 1


def test_import_json(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    (tmp_path / "路牌.txt").write_text(regulation(), "utf-8")
    (tmp_path / "空.txt").write_text("", "utf-8")
    answer = cli("--corpus", lamps, "import", "--json", tmp_path / "路牌.txt", tmp_path / "空.txt")
    taken, refused = answer.json
    assert answer.code == 1
    assert taken | {"warnings": [], "left_out": []} == {
        "path": str(tmp_path / "路牌.txt"),
        "work": LAMPS.replace("lu-deng", "lu-pai"),
        "title": "海浦市路牌管理条例（示例）",
        "kind": "地方性法规",
        "expression_date": "2021-06-01",
        "language": "zho",
        "articles": 3,
        "known": False,
        "warnings": [],
        "left_out": [],
        "refused": None,
    }
    assert refused.keys() == taken.keys()
    assert "空" in refused["refused"]
    assert refused["work"] is None


def test_import_again_changes_nothing(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    answer = cli("--corpus", lamps, "import", "--json", tmp_path / "路灯.txt")
    assert answer.code == 0
    assert [row["known"] for row in answer.json] == [True]


def test_import_of_an_empty_folder_exits_1(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    (tmp_path / "无").mkdir()
    assert cli("--corpus", lamps, "import", tmp_path / "无").code == 1


def test_list_json(cli: Cli, lamps: Path) -> None:
    answer = cli("--corpus", lamps, "list", "--json", "--as-of", "2022-01-01")
    assert answer.code == 0
    assert answer.json == [
        {
            "work": LAMPS,
            "title": "海浦市路灯管理条例（示例）",
            "kind": "地方性法规",
            "status": "现行有效",
            "expression_date": "2021-06-01",
            "certain": True,
            "missing": [],
            "ended": None,
            "suspended": [],
            "versions": ["2021-06-01"],
        }
    ]


def test_list_on_a_day_before_the_text_is_in_force(cli: Cli, lamps: Path) -> None:
    answer = cli("--corpus", lamps, "list", "--json", "--as-of", "2021-05-31")
    assert [row["status"] for row in answer.json] == ["尚未施行"]


def test_check_json(cli: Cli, lamps: Path) -> None:
    file = next(lamps.rglob("*.xml"))
    file.write_text(file.read_text("utf-8").replace("<num>第二条</num>", "<num>第四条</num>"), "utf-8")
    answer = cli("--corpus", lamps, "check", "--json")
    assert answer.code == 1
    keys = {"path", "line", "code", "severity", "message", "words"}
    assert all(row.keys() == keys for row in answer.json)
    assert all(row["severity"] in ("error", "warning") for row in answer.json)
    assert {"X104", "N202"} <= {row["code"] for row in answer.json}


def test_check_of_a_good_corpus_exits_0(cli: Cli, lamps: Path) -> None:
    answer = cli("--corpus", lamps, "check", "--json")
    assert answer.code == 0
    assert [row for row in answer.json if row["severity"] == "error"] == []


def test_check_of_a_file_that_is_no_xml(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text("不是 XML", "utf-8")
    answer = cli("check", "--json", tmp_path / "x.xml")
    assert answer.code == 1
    assert [row["code"] for row in answer.json] == ["X101"]


def test_build_json(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    arguments = ("--corpus", lamps, "build", "web", "-o", tmp_path / "out", "--json", "--as-of", "2022-01-01")
    first = cli(*arguments)
    assert first.code == 0
    assert first.json.keys() == {"as_of", "targets", "warnings", "built", "kept", "seconds", "bytes", "pages"}
    (report,) = first.json["targets"]
    assert report.keys() == {"target", "built", "kept", "removed", "seconds", "bytes", "pages"}
    assert first.json["as_of"] == "2022-01-01"
    assert (report["target"], report["kept"], report["removed"]) == ("web", 0, 0)
    assert report["built"] > 0
    assert report["bytes"] == sum(f.stat().st_size for f in _published(tmp_path / "out" / "web"))
    again = cli(*arguments).json
    assert (again["built"], again["kept"]) == (0, report["built"])


def _published(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json"]


def test_search_json(cli: Cli, lamps: Path) -> None:
    answer = cli("--corpus", lamps, "search", "--json", "城市管理部门")
    assert answer.code == 0
    assert (answer.json["total"], answer.json["works"], answer.json["asOf"]) == (1, 1, str(date.today()))
    (group,) = answer.json["groups"]
    assert (group["act"]["work"], group["act"]["status"], group["total"]) == (LAMPS, "现行有效", 1)
    (hit,) = group["hits"]
    assert (hit["label"], hit["eId"]) == ("第二条", "art_2")
    assert hit["address"] == f"{group['act']['address']}#art_2"
    assert [hit["text"][start:end] for start, end in hit["spans"]] == ["城市管理部门"]
    assert [hit["snippet"]["text"][start:end] for start, end in hit["snippet"]["spans"]] == ["城市管理部门"]


def test_search_without_hits_exits_1(cli: Cli, lamps: Path) -> None:
    answer = cli("--corpus", lamps, "search", "--json", "没有这样的话")
    assert answer.code == 1
    assert answer.json["groups"] == []


def test_show_json(cli: Cli, lamps: Path) -> None:
    answer = cli("--corpus", lamps, "show", "路灯管理条例", "--format", "json")
    assert answer.code == 0
    assert answer.json["title"] == "海浦市路灯管理条例（示例）"
    assert "第三条" in json.dumps(answer.json, ensure_ascii=False)


def test_show_one_article_prints_it_alone(cli: Cli, lamps: Path) -> None:
    answer = cli("--corpus", lamps, "show", "路灯管理条例#第二条")
    assert answer.code == 0
    assert re.sub(r"\s", "", answer.out) == "第二条市城市管理部门主管全市的路灯管理工作。"


def test_show_xml_is_the_file(cli: Cli, lamps: Path) -> None:
    answer = cli("--corpus", lamps, "show", LAMPS, "--format", "xml")
    assert answer.out == next(lamps.rglob("*.xml")).read_text("utf-8")
