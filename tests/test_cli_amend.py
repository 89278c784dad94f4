"""compendium amend: plan, statements, apply, dry run, refusals, wrong use; nothing by halves."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.amending import BODY, BRIDGES, CATCH_ALL, FERRIES, FERRY_ARTICLES, decision, package, regulation
from tests.conftest import Cli

BODIES = "将第二条中的“交通委员会”修改为“交通部门”。"
VAGUE = "对第三条作相应完善。"
SIGNS = "增加一条，作为第五条：\n\n桥梁应当设置限载标志。"
GOOD = decision(BODIES, SIGNS, CATCH_ALL)
BAD = decision(BODIES, VAGUE)
TITLE = f"{BODY}关于修改《{BRIDGES}》的决定（示例）"


@pytest.fixture
def corpus(tmp_path: Path, cli: Cli) -> Path:
    """A corpus that holds the regulations on bridges and on ferries."""
    root = tmp_path / "ku"
    assert (
        cli("init", root, "--title", "海浦市法规全书", "--locality", "cn-hp", "--place", "海浦市").code == 0
    )
    for name, text in (("桥梁", regulation()), ("渡口", regulation(FERRIES, FERRY_ARTICLES))):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    assert cli("--corpus", root, "import", tmp_path / "桥梁.txt", tmp_path / "渡口.txt").code == 0
    return root


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write a decision into a file."""

    def written(text: str) -> Path:
        path = tmp_path / "决定.txt"
        path.write_text(text, "utf-8")
        return path

    return written


def state(root: Path) -> dict[str, bytes]:
    """Every file of a corpus and its last commit."""
    files = {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file() and _kept(p)}
    return files | {
        "HEAD": git(root, "rev-parse", "HEAD").encode(),
        "STATUS": git(root, "status", "-s").encode(),
    }


def _kept(path: Path) -> bool:
    return not {".git", ".compendium"} & set(path.parts)


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_plan_shows_each_item_and_writes_nothing(
    corpus: Path, cli: Cli, write: Callable[[str], Path]
) -> None:
    before = state(corpus)
    answer = cli("--corpus", corpus, "amend", "plan", write(GOOD))
    assert answer.code == 0
    for told in (
        f"《{BRIDGES}》",
        "修改前文本 2015-07-01",
        "自2024年6月1日起施行",
        "“交通委员会”→“交通部门”",
        "增加第五条",
        "第五条　改为第六条",
        "引用随序号改变：第七条“本条例第五条”→“本条例第六条”",
        "他法引用",
        "共 3 项：执行 3。",
    ):
        assert told in answer.out
    assert state(corpus) == before


def test_a_plan_as_json(corpus: Path, cli: Cli, write: Callable[[str], Path]) -> None:
    answer = cli("--corpus", corpus, "amend", "plan", write(GOOD), "--json")
    told = answer.json
    assert (answer.code, told["blocked"], told["written"]) == (0, False, False)
    assert told["counts"] == {"read": 3}
    assert [item["state"] for item in told["works"][0]["instructions"]] == ["read"] * 3


def test_apply_writes_everything_in_one_commit(corpus: Path, cli: Cli, write: Callable[[str], Path]) -> None:
    head = git(corpus, "rev-parse", "HEAD")
    answer = cli("--corpus", corpus, "amend", "apply", write(GOOD))
    assert (answer.code, "一次提交" in answer.out) == (0, True)
    assert git(corpus, "rev-list", "--count", f"{head}..HEAD") == "1"
    changed = git(corpus, "-c", "core.quotepath=off", "show", "--name-only", "--format=%s").splitlines()
    assert changed[0] == f"执行《{TITLE.replace('《', '〈').replace('》', '〉')}》"
    assert sorted(path.partition("/")[0] for path in changed[2:]) == ["difangxing-fagui", "xiugai-jueding"]
    assert git(corpus, "status", "-s") == ""
    shown = cli("--corpus", corpus, "show", f"{BRIDGES}@2024-07-01#第七条").out
    assert "违反本条例第六条规定的" in shown
    assert cli("--corpus", corpus, "check").code == 0
    assert cli("--corpus", corpus, "check", "--replay").code == 0


def test_a_second_apply_does_nothing(corpus: Path, cli: Cli, write: Callable[[str], Path]) -> None:
    cli("--corpus", corpus, "amend", "apply", write(GOOD))
    before = state(corpus)
    for decision_ in (write(GOOD), TITLE):
        answer = cli("--corpus", corpus, "amend", "apply", decision_)
        assert (answer.code, "没有改动" in answer.out) == (0, True)
        assert state(corpus) == before


def test_a_dry_run_lists_the_files_and_writes_nothing(
    corpus: Path, cli: Cli, write: Callable[[str], Path]
) -> None:
    before = state(corpus)
    answer = cli("--corpus", corpus, "amend", "apply", write(GOOD), "--dry-run")
    assert answer.code == 0
    assert "写入 difangxing-fagui/qiao-liang-guan-li-tiao-li-shi-li/2024-06-01.xml" in answer.out
    assert "仅试算，没有写入" in answer.out
    assert state(corpus) == before


@pytest.mark.parametrize("command", ["plan", "apply"])
@pytest.mark.parametrize("as_json", [True, False])
def test_a_refusal_exits_1_and_changes_nothing(
    command: str, as_json: bool, corpus: Path, cli: Cli, write: Callable[[str], Path]
) -> None:
    before, path = (
        state(corpus),
        write(package((BRIDGES, (BODIES, VAGUE)), (FERRIES, ("将第三条中的“区、县”修改为“区”。",)))),
    )
    answer = cli("--corpus", corpus, "amend", command, path, *(["--json"] if as_json else []))
    assert answer.code == 1
    if as_json:
        assert (answer.json["blocked"], answer.json["written"], answer.json["files"]) == (True, False, [])
    else:
        assert VAGUE in answer.out
        assert "没有写入任何文件" in answer.out
    assert state(corpus) == before
    assert not path.with_name("决定.修改.toml").exists()


def test_statements_are_written_filled_and_carried_out(
    corpus: Path, cli: Cli, write: Callable[[str], Path]
) -> None:
    path = write(BAD)
    file = path.with_name("决定.修改.toml")
    assert cli("--corpus", corpus, "amend", "plan", path, "--write").code == 1
    text = file.read_text("utf-8")
    assert VAGUE in text
    assert cli("--corpus", corpus, "amend", "plan", path, "--write").code == 1
    assert file.read_text("utf-8") == text
    file.write_text(text.replace('# say = [""]', 'say = ["将第三条中的“一次”修改为“二次”"]'), "utf-8")
    answer = cli("--corpus", corpus, "amend", "apply", path)
    assert (answer.code, "按人工说明执行" in answer.out) == (0, True)
    assert "二次" in cli("--corpus", corpus, "show", f"{BRIDGES}@2024-07-01#第三条").out
    kept = [p for p in git(corpus, "ls-files").splitlines() if p.startswith("xiugai") and p.endswith(".toml")]
    assert len(kept) == 1
    assert (corpus / kept[0]).read_bytes() == file.read_bytes()
    assert cli("--corpus", corpus, "check", "--replay").code == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('# say = [""]', 'say = ["改一改"]', "改一改"),
        ('id = "二"', 'id = "七"', "没有编号为“七”的修改项"),
        ('words = "对', 'words = "将', "原话与决定不符"),
        ('# aside = ""', "aside = ", "决定.修改.toml:"),
        ("decision = ", 'decision = "另一件"\n# ', "不是对"),
    ],
)
def test_a_wrong_statement_is_told_and_nothing_written(
    old: str, new: str, told: str, corpus: Path, cli: Cli, write: Callable[[str], Path]
) -> None:
    path = write(BAD)
    file = path.with_name("决定.修改.toml")
    cli("--corpus", corpus, "amend", "plan", path, "--write")
    before = state(corpus)
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    answer = cli("--corpus", corpus, "amend", "apply", path)
    assert answer.code == 1
    assert told in answer.out + answer.err
    assert state(corpus) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("amend", "用法：compendium amend"),
        ("amend plan", "缺少 决定"),
        ("amend plan 没有/这个.docx", "没有文件"),
        ("amend derive 桥梁管理条例", "缺少 修改后"),
        ("amend derive 桥梁管理条例 桥梁管理条例@2020-01-01", "没有 2020-01-01 的版本"),
        ("amend apply 决定 --force", "没有选项 --force"),
    ],
)
def test_wrong_use_exits_2(arguments: str, told: str, corpus: Path, cli: Cli) -> None:
    answer = cli("--corpus", corpus, *arguments.split())
    assert answer.code == 2
    assert told in answer.err


@pytest.mark.parametrize("name", ["没有这件决定", BRIDGES])
def test_what_is_no_decision_is_told(name: str, corpus: Path, cli: Cli) -> None:
    answer = cli("--corpus", corpus, "amend", "plan", name)
    assert answer.code == 1
    assert "没有" in answer.out + answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("name", ["plan", "apply", "derive"])
def test_each_command_has_chinese_help(name: str, cli: Cli) -> None:
    answer = cli("amend", name, "--help")
    assert (answer.code, answer.out.startswith(f"用法：compendium amend {name}")) == (0, True)


def test_uncommitted_work_is_not_overwritten(corpus: Path, cli: Cli, write: Callable[[str], Path]) -> None:
    cli("--corpus", corpus, "amend", "apply", write(GOOD))
    version = next(corpus.glob("difang*/qiao*/2024-06-01.xml"))
    version.write_text(version.read_text("utf-8").replace("限载标志", "限高标志"), "utf-8")
    before = version.read_bytes()
    answer = cli("--corpus", corpus, "amend", "apply", TITLE)
    assert (answer.code, version.read_bytes()) == (1, before)
    assert "尚未提交" in answer.err


def test_a_text_that_is_no_decision_is_told_to_be_none(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    for named in ("路灯管理条例", tmp_path / "路灯.txt"):
        answer = cli("--corpus", lamps, "amend", "plan", named)
        assert answer.code == 1
        assert "是地方性法规，不是修改或者废止法规的决定" in answer.err
        assert "toml" not in answer.out + answer.err
