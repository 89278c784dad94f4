"""compendium classify: proposals with their reasons, a table that staff edit, one act by its name."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]
SCHEME = """
[[scheme]]
id = "shimin"
title = "市民"

[[scheme.children]]
id = "shimin.chuxing"
title = "步行与骑行"

[[scheme.children]]
id = "shimin.yichan"
title = "文化遗产"

[[scheme]]
id = "qiye"
title = "企业"

[[scheme.children]]
id = "qiye.canyin"
title = "餐饮"
"""
BRIDGES, WELLS, WALKS, WEEDS = (
    "海浦市古桥保护条例",
    "海浦市古桥名录管理办法",
    "海浦市步行促进条例",
    "海浦市杂草规定",
)


def text(title: str, about: str) -> str:
    return (
        f"# {title}\n\n（2020年3月19日海浦市第十二届人民代表大会常务委员会第五次会议通过）\n\n"
        f"第一条　{about}应当登记。\n\n第二条　本规定自2020年5月1日起施行。\n"
    )


@pytest.fixture
def corpus(tmp_path: Path, cli: Cli) -> Path:
    """Four acts, the first of which has a class."""
    root = tmp_path / "ku"
    assert cli("init", root, "--locality", "cn-hp", "--place", "海浦市").code == 0
    config = root / "corpus.toml"
    kept = config.read_text("utf-8")
    start, end = kept.index("[[scheme]]\nid"), kept.index("# 印刷的设置")
    config.write_text(kept[:start] + SCHEME + kept[end:], "utf-8")
    subprocess.run(["git", "-C", str(root), "commit", "-qam", "分类"], check=True)
    for title, about in ((BRIDGES, "古桥"), (WELLS, "名录"), (WALKS, "道路"), (WEEDS, "杂草")):
        file = tmp_path / f"{title}.md"
        file.write_text(text(title, about), "utf-8")
        assert cli("--corpus", root, "import", file).code == 0
    assert cli("--corpus", root, "classify", BRIDGES, "文化遗产", "--reason", "古桥是文化遗产").code == 0
    return root


def git(corpus: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(corpus), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))


def write(file: Path, rows: list[dict[str, str]], encoding: str = "utf-8-sig", mark: str = ",") -> None:
    """Save a table as a spreadsheet would."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=mark)
    writer.writeheader()
    writer.writerows(rows)
    file.write_bytes(out.getvalue().encode(encoding))


def classes(corpus: Path, cli: Cli, title: str) -> list[str]:
    (row,) = cli("--corpus", corpus, "classify", title, "--json").json
    found: list[str] = row["classes"]
    return found


def test_one_act_is_classed_by_its_name_with_a_reason(corpus: Path, cli: Cli) -> None:
    assert classes(corpus, cli, BRIDGES) == ["shimin.yichan"]
    told = git(corpus, "log", "-1", "--format=%B")
    assert told.startswith(
        f"归类：《{BRIDGES}》\n\n- 《{BRIDGES}》：（无） → 市民 › 文化遗产（古桥是文化遗产）\n"
    )
    command = ("--corpus", corpus, "classify", BRIDGES, "市民/步行与骑行", "文化遗产", "--reason", "也供步行")
    assert cli(*command, "--dry-run").out == (
        f"《{BRIDGES}》：市民 › 文化遗产 → 市民 › 步行与骑行、市民 › 文化遗产\n"
        "将归类 1 件。\n没有写入。去掉 --dry-run 即归类。\n"
    )
    assert cli(*command).code == 0
    assert classes(corpus, cli, BRIDGES) == ["shimin.chuxing", "shimin.yichan"]
    assert cli("--corpus", corpus, "check").code == 0


def test_proposals_tell_their_reasons_and_change_nothing(corpus: Path, cli: Cli) -> None:
    head = git(corpus, "rev-parse", "HEAD")
    rows = {row["title"]: row for row in cli("--corpus", corpus, "classify", "--json").json}
    assert list(rows) == sorted(rows, key=list(rows).index)
    assert BRIDGES not in rows
    assert (rows[WALKS]["proposed"], rows[WALKS]["reason"]) == ("shimin.chuxing", "题名有类名“步行”")
    assert rows[WELLS]["proposed"] is None
    assert "拿不准：可能是“文化遗产”" in rows[WELLS]["reason"]
    assert (rows[WEEDS]["proposed"], rows[WEEDS]["candidates"]) == (None, [])
    assert "共 3 件：有建议 1，拿不准 2。没有写入法规库。" in cli("--corpus", corpus, "classify").out
    assert git(corpus, "rev-parse", "HEAD") == head


def test_a_notice_about_an_act_is_proposed_where_that_stands(corpus: Path, cli: Cli, tmp_path: Path) -> None:
    title = f"海浦市人民政府关于延长《{BRIDGES}》有效期的通知"
    file = tmp_path / "通知.md"
    file.write_text(
        f"# {title}\n\n海府规〔2025〕9号\n\n各区人民政府：\n\n《{BRIDGES}》有效期延长至2030年5月31日。\n\n"
        "市民步行骑行时，步行骑行道路上的步行骑行安全，另行通知。\n\n海浦市人民政府\n\n2025年5月1日\n",
        "utf-8",
    )
    assert cli("--corpus", corpus, "import", file).code == 0
    row = next(row for row in cli("--corpus", corpus, "classify", "--json").json if row["title"] == title)
    assert row["proposed"] == "shimin.yichan"
    assert row["reason"].startswith(f"题名所说的《{BRIDGES}》归在这里")


def test_the_table_goes_out_and_comes_back(corpus: Path, cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "归类.csv"
    assert cli("--corpus", corpus, "classify", "--write", file).code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = rows_of(file)
    assert {row["题名"]: (row["分类"], row["把握"]) for row in rows} == {
        WALKS: ("shimin.chuxing", "建议"),
        WELLS: ("", "拿不准，请填写"),
        WEEDS: ("", "拿不准，请填写"),
    }
    next(row for row in rows if row["题名"] == WELLS)["分类"] = "文化遗产"
    write(file, rows)
    answer = cli("--corpus", corpus, "classify", "--accept", file)
    assert "已归类 2 件。留空未归类 1 件，没有改动 0 件。" in answer.out
    assert git(corpus, "rev-list", "--count", "HEAD~1..HEAD").strip() == "1"
    told = git(corpus, "log", "-1", "--format=%B")
    assert f"- 《{WALKS}》：（无） → 市民 › 步行与骑行（依建议：题名有类名“步行”）" in told
    assert f"- 《{WELLS}》：（无） → 市民 › 文化遗产（工作人员归类）" in told
    assert classes(corpus, cli, WELLS) == ["shimin.yichan"]
    assert classes(corpus, cli, WEEDS) == []


@pytest.mark.parametrize(
    ("encoding", "mark"), [("gb18030", ","), ("utf-16", "\t"), ("utf-8", ";"), ("utf-8-sig", ",")]
)
def test_tables_as_spreadsheets_save_them(
    encoding: str, mark: str, corpus: Path, cli: Cli, tmp_path: Path
) -> None:
    file = tmp_path / "归类.csv"
    cli("--corpus", corpus, "classify", "--write", file)
    rows = rows_of(file)
    rows[0] |= {"分类": "餐饮、shimin.yichan", "缘由": "甲，乙"}
    write(file, rows[:1], encoding, mark)
    done = cli("--corpus", corpus, "classify", "--accept", file, "--json").json
    assert [(row["classes"], row["reason"]) for row in done["classed"]] == [
        (["qiye.canyin", "shimin.yichan"], "甲，乙")
    ]


def test_a_table_with_faults_is_refused_whole(corpus: Path, cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "归类.csv"
    cli("--corpus", corpus, "classify", "--write", file)
    rows = rows_of(file)
    rows[0] |= {"分类": "文化"}
    rows[1] |= {"目录": "qita/wu", "分类": "餐饮"}
    rows[2] |= {"原分类": "qiye.canyin", "分类": "餐饮"}
    write(file, [*rows, rows[0]])
    head = git(corpus, "rev-parse", "HEAD")
    answer = cli("--corpus", corpus, "classify", "--accept", file)
    assert (answer.code, git(corpus, "rev-parse", "HEAD")) == (1, head)
    assert "归类.csv 有 4 处不对，没有写入：" in answer.err
    assert "第 2 行：没有“文化”这一分类；相近的有：市民 › 文化遗产（shimin.yichan）" in answer.err
    assert "第 3 行：法规库中没有“qita/wu”" in answer.err
    assert "第 4 行：" in answer.err
    assert "与表中的“原分类”不同" in answer.err


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK\x03\x04", "是 Excel 工作簿"),
        ("题名,分类\n甲,乙\n".encode(), "没有“目录”“原分类”一列"),
        (b"", "没有“目录”"),
        (b"\x00\xff\xff\x80", "不是文本表格"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, told: str, corpus: Path, cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "表.csv"
    file.write_bytes(data)
    answer = cli("--corpus", corpus, "classify", "--accept", file)
    assert answer.code == 1
    assert told in answer.err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (f"classify {WEEDS} 餐饮", 2, "要用 --reason"),
        (f"classify {WEEDS} 无 --reason 误", 1, "没有“无”这一分类"),
        ("classify 无 餐饮 --reason 误", 1, "法规库中没有“无”"),
        (f"classify {BRIDGES} 文化遗产 --reason 误", 1, "已经归在这一分类"),
        (f"classify {BRIDGES} --classes", 2, "每次只用一种"),
    ],
)
def test_bad_input_changes_nothing(words: str, code: int, told: str, corpus: Path, cli: Cli) -> None:
    head = git(corpus, "rev-parse", "HEAD")
    answer = cli("--corpus", corpus, *words.split())
    assert (answer.code, git(corpus, "rev-parse", "HEAD")) == (code, head)
    assert told in answer.err


def test_the_classes_are_listed(corpus: Path, cli: Cli) -> None:
    assert "qiye.canyin     企业 › 餐饮" in cli("--corpus", corpus, "classify", "--classes").out
    listed = cli("--corpus", corpus, "classify", "--classes", "--json").json
    assert listed[1] == {"id": "shimin.chuxing", "title": "市民 › 步行与骑行"}
