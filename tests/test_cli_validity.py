"""compendium validity: ends, extensions and suspensions that stand in no file of the corpus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]
MEALS = "社区食堂补贴管理规定"
SAID = ("--words", "有效期延长至2028年12月31日", "--source", "市人民政府2026年第9号通知")


@pytest.fixture
def sample(tmp_path: Path, cli: Cli) -> Path:
    file = tmp_path / "食堂.txt"
    articles = "".join(f"第{n}条　食堂应当卫生。\n" for n in "一二三四五")
    file.write_text(
        f"海浦市{MEALS}（示例）\n（2024年4月1日海浦市人民政府令第9号公布）\n{articles}"
        "第六条　本规定自2024年5月1日起施行，有效期至2026年12月31日。\n",
        "utf-8",
    )
    assert cli("init", tmp_path / "ku").code == 0
    assert cli("--corpus", tmp_path / "ku", "import", file).code == 0
    return tmp_path / "ku"


def status(cli: Cli, sample: Path, day: str) -> str:
    value = cli("--corpus", sample, "list", "--as-of", day, "--json").json
    return next(row["status"] for row in value if MEALS in row["title"])


def test_an_extension_is_planned_written_and_answered(cli: Cli, sample: Path) -> None:
    command = (
        "--corpus",
        sample,
        "validity",
        MEALS,
        "--date",
        "2024-05-01",
        "--extend-to",
        "2028-12-31",
        *SAID,
    )
    assert status(cli, sample, "2027-06-01") == "失效"
    dry = cli(*command, "--dry-run")
    assert dry.out.splitlines()[0] == "将记为：《海浦市社区食堂补贴管理规定（示例）》有效期至 2028-12-31"
    assert status(cli, sample, "2027-06-01") == "失效"
    done = cli(*command, "--json").json
    assert (done["kind"], done["until"], done["commit"] is not None) == ("extension", "2029-01-01", True)
    assert status(cli, sample, "2027-06-01") == "现行有效"
    assert status(cli, sample, "2029-01-01") == "失效"
    assert cli("--corpus", sample, "check").code == 0
    assert "已经这样记载" in cli(*command).err


def test_a_provision_sleeps_and_wakes(cli: Cli, sample: Path) -> None:
    start = ("--corpus", sample, "validity", MEALS, "--date", "2024-05-01")
    said = ("--words", "暂停执行第五条", "--source", "市人民政府公告")
    cli(*start, "--suspend-from", "2025-01-01", "--until", "2025-06-30", "--provision", "第五条", *said)
    for day, asleep in (
        ("2024-12-31", False),
        ("2025-01-01", True),
        ("2025-06-30", True),
        ("2025-07-01", False),
    ):
        shown = cli("--corpus", sample, "show", f"{MEALS}@{day}#第五条")
        assert ("暂停施行" in shown.out) is asleep
        assert ("自2025年1月1日至2025年6月30日暂停施行（据《市人民政府公告》）" in shown.err) is asleep


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "写其中一个"),
        (("--extend-to", "2028-12-31", "--end-from", "2028-12-31"), "写其中一个"),
        (("--extend-to", "2028-12-31", "--until", "2028-12-31"), "--until 与 --suspend-from 同用"),
        (("--end-from", "2028-12-31", "--provision", "第五条"), "--suspend-from 或者 --resume-from 同用"),
        (("--extend-to", "2023-12-31"), "早于开始的日期"),
        (("--end-from", "2020-12-31"), "早于"),
        (("--suspend-from", "2025-01-01", "--provision", "第九十条"), "第九十条"),
    ],
)
def test_what_can_not_be_is_refused(cli: Cli, sample: Path, options: tuple[str, ...], words: str) -> None:
    refused = cli("--corpus", sample, "validity", MEALS, "--date", "2024-05-01", *options, *SAID)
    assert refused.code in (1, 2)
    assert words in refused.err


def test_a_suspension_in_one_place_is_answered_for_that_place(cli: Cli, sample: Path) -> None:
    ruled = ("--corpus", sample, "validity", MEALS, "--date", "2024-05-01", "--suspend-from", "2025-01-01")
    ruled += ("--words", "在新港区暂停施行", "--source", "市人民政府2024年第8号通知", "--area", "新港区")
    assert cli(*ruled).code == 0
    asked = ("--corpus", sample, "show", f"{MEALS}@2025-06-01#第二条")
    everywhere = cli(*asked)
    assert "自2025年1月1日起在新港区暂停施行（据《市人民政府2024年第8号通知》）" in everywhere.err
    assert "（现行有效，" in everywhere.err
    there = cli(*asked, "--in", "新港区")
    assert "（在新港区暂停施行，自2024年5月1日起施行）" in there.err
    elsewhere = cli(*asked, "--in", "旧港区")
    assert "库中没有哪一项暂停、恢复施行写到“旧港区”（写到的有：新港区）" in elsewhere.err
    assert "（现行有效，" in elsewhere.err and elsewhere.code == 0
    listed = ("--corpus", sample, "list", "--as-of", "2025-06-01")
    assert "现行有效（在新港区暂停施行）" in cli(*listed).out
    assert [
        row["status"] for row in cli(*listed, "--in", "新港区", "--status", "暂停施行", "--json").json
    ] == ["暂停施行"]
    (row,) = cli(*listed, "--json").json
    assert [(each["area"], each["provisions"]) for each in row["suspended"]] == [("新港区", [])]
    whole = cli("--corpus", sample, "show", f"{MEALS}@2025-06-01", "--in", "新港区", "--json").json
    assert whole["suspended"][0]["since"] == "2025-01-01"


def test_provisions_suspended_in_one_place_are_marked_there_alone(cli: Cli, sample: Path) -> None:
    ruled = ("--corpus", sample, "validity", MEALS, "--date", "2024-05-01", "--suspend-from", "2025-01-01")
    ruled += ("--words", "在新港区暂停施行", "--source", "市人民政府2024年第8号通知", "--area", "新港区")
    for article in ("第二条", "第三条"):
        assert cli(*ruled, "--provision", article).code == 0
    asked = ("--corpus", sample, "show", f"{MEALS}@2025-06-01")
    assert cli(*asked, "--in", "新港区").out.count("〔自2025年1月1日起在新港区暂停施行〕") == 2
    unknown = cli(*asked, "--in", "旧港区")
    assert unknown.out == cli(*asked).out and "写到的有：新港区" in unknown.err
    assert cli(*ruled[:-1], "旧港区", "--provision", "第五条").code == 0
    assert cli(*asked, "--in", "旧港区").out.count("在旧港区暂停施行〕") == 1
    assert "新港区" not in cli(*asked, "--in", "旧港区").out
    listed = cli("--corpus", sample, "list", "--as-of", "2025-06-01", "--in", "新港区")
    assert "现行有效（在新港区部分条款暂停施行）" in listed.out


FAR = "9999-12-31"


@pytest.mark.parametrize(
    "options",
    [("--extend-to", FAR), ("--suspend-from", "2025-01-01", "--until", FAR), ("--extend-to", "日期不明")],
)
def test_a_day_beyond_any_use_is_refused(cli: Cli, sample: Path, options: tuple[str, ...]) -> None:
    refused = cli("--corpus", sample, "validity", MEALS, "--date", "2024-05-01", *options, *SAID)
    assert refused.code == 2
    assert "日期" in refused.err


def ruled(cli: Cli, sample: Path, *options: str, words: str = "另有决定") -> Any:
    said = ("--words", words, "--source", "市人民政府通知")
    return cli("--corpus", sample, "validity", MEALS, "--date", "2024-05-01", *options, *said)


def test_an_end_by_another_act_is_not_extended(cli: Cli, sample: Path) -> None:
    assert ruled(cli, sample, "--end-from", "2026-01-01").code == 0
    refused = ruled(cli, sample, "--extend-to", "2029-12-31")
    assert refused.code == 1
    assert "已记为自 2026-01-01 起失效（据《市人民政府通知》）" in refused.err
    assert "--drop-event 2026-01-01失效" in refused.err
    dropped = ("--drop-event", "2026-01-01失效", "--reason", "记错")
    assert cli("--corpus", sample, "correct", MEALS, *dropped).code == 0
    assert ruled(cli, sample, "--extend-to", "2029-12-31").code == 0
    assert status(cli, sample, "2029-06-01") == "现行有效"


def test_an_extension_has_the_day_of_its_decision_and_the_last_one_counts(cli: Cli, sample: Path) -> None:
    on = ("--on", "2026-10-08", "--json")
    assert ruled(cli, sample, "--extend-to", "2028-12-31", *on).json["date"] == "2026-10-08"
    assert ruled(cli, sample, "--extend-to", "2030-12-31", *on).json["date"] == "2026-10-08"
    assert status(cli, sample, "2030-06-01") == "现行有效"
    shorter = ruled(cli, sample, "--extend-to", "2029-12-31")
    assert (shorter.code, "有效期已至 2030-12-31" in shorter.err) == (1, True)
    assert "--on 与 --extend-to 同用" in ruled(cli, sample, "--end-from", "2031-01-01", *on).err


@pytest.mark.parametrize("places", [(), ("--provision", "第五条")])
def test_what_is_not_suspended_is_not_resumed(cli: Cli, sample: Path, places: tuple[str, ...]) -> None:
    refused = ruled(cli, sample, "--resume-from", "2025-07-01", *places)
    assert (refused.code, "没有暂停施行" in refused.err) == (1, True)
    assert ruled(cli, sample, "--suspend-from", "2025-01-01", *places).code == 0
    assert ruled(cli, sample, "--resume-from", "2025-07-01", *places).code == 0
    assert ruled(cli, sample, "--resume-from", "2025-08-01", *places).code == 1


@pytest.mark.parametrize(
    ("option", "day", "words", "said"),
    [
        ("--end-from", "2026-01-01", "本规定于2027年1月1日失效", "2027-01-01"),
        ("--extend-to", "2028-12-31", "有效期延长至2029年12月31日", "2029-12-31"),
        ("--suspend-from", "2025-01-01", "自2025年2月1日起暂停施行", "2025-02-01"),
        ("--suspend-from", "2025-01-01", "自2025年1月1日至2025年6月30日暂停施行", "2025-06-30"),
    ],
)
def test_words_that_tell_another_day_are_refused(
    cli: Cli, sample: Path, option: str, day: str, words: str, said: str
) -> None:
    refused = ruled(cli, sample, option, day, words=words)
    assert refused.code == 1
    assert said in refused.err
    assert day in refused.err or "没有截止日期" in refused.err
