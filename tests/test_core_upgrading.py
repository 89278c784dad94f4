"""An upgrade: steps in memory, doubts, the proof of every text, one commit; and formats that are refused."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from compendium.library.catalog import load_catalog
from compendium.library.config import BadConfig, load_config
from compendium.library.moved import moves_of
from compendium.library.new_corpus import init_corpus
from compendium.store import Corpus, StaleWrite, UncommittedEdits, formats, open_corpus
from compendium.store.formats import EarlierFormat, LaterFormat, format_of, with_format
from compendium.upgrading.planning import NoSteps, due_steps, plan_upgrade, upgrade
from compendium.upgrading.proving import NotProved
from compendium.upgrading.step import Moved, Outcome, State
from tests.format_fixtures import kept, repository
from tests.upgrading_steps import (
    BREAKFAST,
    GARDEN,
    GARDEN_URI,
    breaking,
    correcting,
    doubting,
    keyword,
    program_with,
    renaming,
)


@pytest.fixture
def old(tmp_path: Path) -> Corpus:
    """A corpus of the first format."""
    return repository("format-1", tmp_path / "corpus")


def _commits(corpus: Corpus) -> list[str]:
    return [commit.message for commit in corpus.log()]


def _texts(corpus: Corpus) -> set[str]:
    from compendium.text.plain import fingerprint

    catalog = load_catalog(corpus.snapshot())
    assert not catalog.bad
    every = (f for work in catalog.works for f in (*work.expressions, *work.translations))
    return {fingerprint(catalog.act(facts)) for facts in every}


def test_a_new_corpus_is_of_the_present_format(tmp_path: Path) -> None:
    corpus = init_corpus(tmp_path / "new")
    stated = load_config(corpus.snapshot().read("corpus.toml"))
    assert stated.format == formats.FORMAT
    assert not plan_upgrade(corpus.snapshot()).is_due


def test_the_steps_lead_from_the_first_format_to_the_present_one() -> None:
    assert [(step.source, step.target) for step in due_steps(1)] == [
        (n, n + 1) for n in range(1, formats.FORMAT)
    ]


def test_the_first_format_is_brought_along_and_says_the_same(old: Corpus) -> None:
    assert format_of(old.snapshot().read("corpus.toml")) == 1
    plan = plan_upgrade(old.snapshot())
    assert upgrade(old, plan) is not None
    assert load_config(old.snapshot().read("corpus.toml")).format == formats.FORMAT
    assert _texts(old) == set(kept("format-1").texts.values())
    assert _commits(old)[0].startswith(f"升级法规库的格式：1 → {formats.FORMAT}\n\n1 → 2：写明法规库的格式\n")
    assert not plan_upgrade(old.snapshot()).files


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    "text",
    [
        '# 说明\n\n# 书名\ntitle = "甲"\n',
        '# 书名\ntitle = "甲"\n',
        'title = "甲"\n[print]\nsize = "A4"\n',
        "",
    ],
)
def test_stating_the_format_changes_no_other_byte(text: str, mark: str, ends: str) -> None:
    before = (mark + text.replace("\n", ends)).encode()
    once = with_format(before, 2)
    assert format_of(once) == 2
    assert with_format(once, 3).replace(b"format = 3", b"format = 2") == once
    stated = "# 法规库的格式[^\n]*\nformat = 2\r?\n\r?\n".encode()
    assert re.sub(stated, b"", once) == before


def test_all_steps_are_one_commit(old: Corpus) -> None:
    with program_with(keyword, renaming(GARDEN, "huayuan")):
        plan = plan_upgrade(old.snapshot())
        upgrade(old, plan)
        assert load_config(old.snapshot().read("corpus.toml")).format == formats.FORMAT
    assert len(_commits(old)) == 3
    assert "搬动：" + GARDEN + " → difangxing-fagui/huayuan" in _commits(old)[0]
    assert _texts(old) == set(kept("format-1").texts.values())
    assert plan.proof is not None
    assert plan.proof.texts == 7
    assert plan.proof.characters > 5000


def test_what_moved_is_remembered(old: Corpus) -> None:
    with program_with(renaming(GARDEN, "huayuan"), renaming("difangxing-fagui/huayuan", "yuan")):
        upgrade(old, plan_upgrade(old.snapshot()))
    (move,) = moves_of(old.snapshot()).items
    assert (move.source, move.target, move.id) == (GARDEN, "difangxing-fagui/yuan", GARDEN_URI)


def test_a_second_upgrade_goes_on_from_the_first(old: Corpus) -> None:
    first, second = renaming(GARDEN, "huayuan"), renaming("difangxing-fagui/huayuan", "yuan")
    with program_with(first):
        upgrade(old, plan_upgrade(old.snapshot()))
        with program_with(second):
            upgrade(old, plan_upgrade(old.snapshot()))
    moves = moves_of(old.snapshot())
    last = "difangxing-fagui/yuan"
    assert moves.sources == {GARDEN: last, "difangxing-fagui/huayuan": last}
    assert {move.id for move in moves.items} == {GARDEN_URI}


def test_two_works_may_change_places(old: Corpus) -> None:
    def swapping(state: State) -> Outcome:
        one, two = GARDEN.partition("/")[2], BREAKFAST.partition("/")[2]
        files: dict[str, bytes | None] = {}
        for path in state.paths():
            data = state.read(path)
            if path.endswith(".xml"):
                marked = data.replace(f"/{one}".encode(), b"/\0").replace(
                    f"/{two}".encode(), f"/{one}".encode()
                )
                data = marked.replace(b"/\0", f"/{two}".encode())
            folder = path.rpartition("/")[0].removesuffix("/media")
            if folder in (GARDEN, BREAKFAST):
                files.setdefault(path, None)
                files[(BREAKFAST if folder == GARDEN else GARDEN) + path.removeprefix(folder)] = data
        return Outcome(files, moved=(Moved(GARDEN, BREAKFAST), Moved(BREAKFAST, GARDEN)))

    with program_with(swapping):
        upgrade(old, plan_upgrade(old.snapshot()))
    moves = moves_of(old.snapshot())
    assert moves.sources == {}
    assert moves.identity(BREAKFAST, "/akn/x") == GARDEN_URI
    assert _texts(old) == set(kept("format-1").texts.values())


def test_a_doubt_stops_everything(old: Corpus) -> None:
    with program_with(keyword, doubting, breaking):
        plan = plan_upgrade(old.snapshot())
        assert [str(doubt).partition(":")[2] for doubt in plan.doubts] == [
            "7: 这里有两种读法，请写明：“自公布之日起”",
            "9: 这里有两种读法，请写明：“自公布之日起”",
        ]
        assert not plan.files
        assert upgrade(old, plan) is None
    assert len(_commits(old)) == 2


def test_a_character_that_no_step_announced_refuses_the_whole(old: Corpus) -> None:
    with program_with(keyword, breaking), pytest.raises(NotProved) as refused:
        plan_upgrade(old.snapshot())
    (fault,) = refused.value.faults
    assert fault.startswith(f"{GARDEN}/2015-07-01.xml: 文字有变，在“")
    assert fault.endswith("为了规范雨水花园的建设”之后：“和”→“及”")
    assert "什么也没有写入" in str(refused.value)


def test_what_is_announced_may_change(old: Corpus) -> None:
    with program_with(correcting):
        plan = plan_upgrade(old.snapshot())
        assert [one.reason for report in plan.steps for one in report.announced] == ["旧格式存错的字"]
        assert upgrade(old, plan) is not None
    assert len(_texts(old) - set(kept("format-1").texts.values())) == 1


def _without(path: str) -> Outcome:
    return Outcome({path: None})


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (_without(f"{GARDEN}/2015-07-01.xml"), "少了一个文本"),
        (_without(f"{GARDEN}/media/yu-shui-hua-yuan.svg"), "文件不见了"),
        (_without("standards.toml"), "standards.toml: 文件不见了"),
        (Outcome({f"{GARDEN}/media/yu-shui-hua-yuan.svg": b"<svg/>"}), "文件的内容变了"),
        (Outcome({f"{GARDEN}/media/neu.svg": b"<svg/>"}), "多出了一个文件"),
        (Outcome({f"{GARDEN}/2015-07-01.xml": b"<akomaNtoso/>"}), "2015-07-01.xml:1: 不符合法规 XML 格式"),
        (Outcome({"standards.toml": b"[[standard]"}), "standards.toml:1: 不合 TOML 语法"),
        (Outcome(moved=(Moved(GARDEN, "difangxing-fagui/x"),)), "文本"),
    ],
)
def test_what_a_step_loses_is_found(old: Corpus, outcome: Outcome, said: str) -> None:
    with program_with(lambda _: outcome), pytest.raises(NotProved, match=said):
        plan_upgrade(old.snapshot())


def test_settings_stay_as_they_were(old: Corpus) -> None:
    def retitled(state: State) -> Outcome:
        return Outcome({"corpus.toml": state.read("corpus.toml").replace("海浦市法规".encode(), b"x")})

    with program_with(retitled), pytest.raises(NotProved, match="设置的内容变了"):
        plan_upgrade(old.snapshot())


def test_uncommitted_edits_are_never_lost(old: Corpus) -> None:
    path = old.root / GARDEN / "2015-07-01.xml"
    with program_with(keyword):
        path.write_bytes(path.read_bytes().replace("建设和养护".encode(), "建设及养护".encode()))
        with pytest.raises(UncommittedEdits):
            upgrade(old, plan_upgrade(old.snapshot()))
    assert "建设及养护" in path.read_text("utf-8")
    assert len(_commits(old)) == 2


def test_what_changed_since_it_was_read_refuses_the_upgrade(old: Corpus) -> None:
    with program_with(renaming(GARDEN, "huayuan")):
        plan = plan_upgrade(old.snapshot())
        table = old.snapshot().read("standards.toml") + b"# x\n"
        old.write({"standards.toml": table}, "改目录")
        with pytest.raises(StaleWrite):
            upgrade(old, plan)


def test_a_later_format_is_refused_whatever_else_the_file_says(old: Corpus) -> None:
    data = old.snapshot().read("corpus.toml")
    later = with_format(data, formats.FORMAT + 1).replace(b"[print]", b"[printing]\nnew = 1\n[print]")
    with pytest.raises(LaterFormat, match=r"corpus.toml:4: .*请换用新版 compendium"):
        load_config(later)
    (old.root / "corpus.toml").write_bytes(later)
    with pytest.raises(LaterFormat):
        open_corpus(old.root)
    (old.root / "corpus.toml").write_bytes(data)
    old.write({"corpus.toml": later}, "新版")
    subprocess.run(["git", "branch", "later"], cwd=old.root, check=True)
    with pytest.raises(LaterFormat):
        old.snapshot(rev="later")


@pytest.mark.parametrize("value", ['"2"', "0", "2.5", "true", "99999"])
def test_a_format_that_is_no_number_is_refused_by_line(value: str) -> None:
    with pytest.raises(BadConfig, match=r"corpus.toml:1: “format”应当是 1 到 9999 的整数"):
        load_config(f'format = {value}\ntitle = "甲"\nlocality = "cn-hp"\n'.encode())


@pytest.fixture
def much_later() -> Iterator[None]:
    """A program that reads none of the formats of today."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formats, "FORMAT", 9)
        patch.setattr(formats, "OLDEST", 5)
        yield


def test_a_format_too_old_to_be_read_can_only_be_upgraded(old: Corpus, much_later: None) -> None:
    with pytest.raises(EarlierFormat, match="请先运行 compendium upgrade"):
        open_corpus(old.root)
    again = open_corpus(old.root, readable=False)
    with pytest.raises(NoSteps, match="没有从格式 3 升级的办法"):
        plan_upgrade(again.snapshot())
