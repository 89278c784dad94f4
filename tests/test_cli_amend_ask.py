"""compendium amend --interactive, and derive: questions answered, drafts that do what they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from compendium.amending.statements import load_statements
from tests.amending import BRIDGES, decision, regulation
from tests.conftest import Answer, Cli

VAGUE = "对第三条作相应完善。"
TITLE = f"海浦市人民代表大会常务委员会关于修改《{BRIDGES}》的决定（示例）"
Ask = Callable[..., Answer]


@pytest.fixture
def corpus(tmp_path: Path, cli: Cli) -> Path:
    """A corpus that holds the regulation on bridges."""
    root = tmp_path / "ku"
    cli("init", root, "--title", "海浦市法规全书", "--locality", "cn-hp", "--place", "海浦市")
    (tmp_path / "桥梁.txt").write_text(regulation(), "utf-8")
    assert cli("--corpus", root, "import", tmp_path / "桥梁.txt").code == 0
    return root


@pytest.fixture
def ask(corpus: Path, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Run `amend` on a decision with a vague item, typing these lines."""
    path = tmp_path / "决定.txt"
    path.write_text(decision(VAGUE, "将第二条中的“交通委员会”修改为“交通部门”。"), "utf-8")

    def asked(command: str, *typed: str) -> Answer:
        monkeypatch.setattr("sys.stdin", StringIO("".join(f"{line}\n" for line in typed)))
        return cli("--corpus", corpus, "amend", command, path, "--interactive")

    return asked


def answers(tmp_path: Path) -> list[tuple[str, tuple[str, ...], str]]:
    data = (tmp_path / "决定.修改.toml").read_bytes()
    return [(item.id, item.say, item.aside) for item in load_statements(data, "说明", TITLE).items]


def test_a_sentence_typed_is_carried_out_and_kept(ask: Ask, cli: Cli, corpus: Path, tmp_path: Path) -> None:
    answer = ask("apply", "1", "将第三条中的“一次”修改为“二次”", "")
    assert (answer.code, "按人工说明执行" in answer.out) == (0, True)
    assert VAGUE in answer.out
    assert answers(tmp_path) == [("一", ("将第三条中的“一次”修改为“二次”",), "")]
    assert "二次" in cli("--corpus", corpus, "show", f"{BRIDGES}@2024-07-01#第三条").out


def test_a_sentence_that_can_not_be_read_is_asked_for_again(ask: Ask, tmp_path: Path) -> None:
    good, more = "将第三条中的“一次”修改为“二次”", "删去第五条中的“在桥上”"
    answer = ask("plan", "1", "改一改", good, "也改一改", more, "")
    assert answer.code == 0
    assert answer.err.count("读不懂") == 2
    assert answers(tmp_path) == [("一", (good, more), "")]


def test_an_item_set_aside_with_its_reason(ask: Ask, tmp_path: Path) -> None:
    assert ask("plan", "2", "另行处理").code == 0
    assert answers(tmp_path) == [("一", (), "另行处理")]


def test_an_item_left_for_later_still_blocks(ask: Ask, tmp_path: Path) -> None:
    assert ask("apply", "3").code == 1
    assert answers(tmp_path) == [("一", (), "")]


def test_an_answer_outside_the_choices_is_asked_for_again(ask: Ask, tmp_path: Path) -> None:
    answer = ask("plan", "4", "2", "另行处理")
    assert answer.code == 0
    assert not re.search("[A-Za-z]{3,} ", answer.out + answer.err)
    assert answers(tmp_path) == [("一", (), "另行处理")]


def test_input_that_ends_writes_nothing_into_the_corpus(ask: Ask, cli: Cli, corpus: Path) -> None:
    before = sorted(path.name for path in corpus.rglob("*.xml"))
    assert ask("apply").code == 130
    assert sorted(path.name for path in corpus.rglob("*.xml")) == before


# ---- derive


@pytest.mark.parametrize("unquoted", [True, False])
def test_a_draft_carried_out_gives_the_text_after(
    unquoted: bool, corpus: Path, cli: Cli, tmp_path: Path
) -> None:
    after = regulation().replace("一次", "二次").replace("禁止在桥上堆放物品。", "禁止在桥上堆放、晾晒物品。")
    (tmp_path / "新.txt").write_text(after, "utf-8")
    options = ["--unquoted"] if unquoted else []
    drafted = cli("--corpus", corpus, "amend", "derive", tmp_path / "桥梁.txt", tmp_path / "新.txt", *options)
    assert drafted.code == 0
    body = [line for line in drafted.out.splitlines() if line.strip()]
    text = decision(*["占位"]).replace("一、占位", "\n\n".join(body))
    (tmp_path / "决定.txt").write_text(text, "utf-8")
    answer = cli("--corpus", corpus, "amend", "apply", tmp_path / "决定.txt")
    assert answer.code == 0, answer.out
    shown = cli("--corpus", corpus, "show", f"{BRIDGES}@2024-07-01").out
    assert ("检查桥梁二次" in shown, "堆放、晾晒" in shown) == (True, True)


def test_a_draft_from_two_versions_of_the_corpus(corpus: Path, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "决定.txt").write_text(decision("将第三条中的“一次”修改为“二次”。"), "utf-8")
    cli("--corpus", corpus, "amend", "apply", tmp_path / "决定.txt")
    answer = cli("--corpus", corpus, "amend", "derive", f"{BRIDGES}@2015-07-01", BRIDGES, "--json")
    told = answer.json
    assert (answer.code, told["title"]) == (0, BRIDGES)
    assert [row["form"] for row in told["operations"]] == ["SubstituteWords"]
    assert "第三条" in told["draft"]


def test_equal_texts_need_no_decision(corpus: Path, cli: Cli) -> None:
    assert cli("--corpus", corpus, "amend", "derive", BRIDGES, BRIDGES, "--json").json["operations"] == []
