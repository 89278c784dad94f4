"""Time from the command line: what holds on a day, as it was known on a day, through errata and late days."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from compendium.akn import parse_act, write_act
from tests.conftest import Answer, Cli

BRIDGES = "海浦市桥梁条例"
PASSED = "2024年3月21日海浦市第十三届人民代表大会常务委员会第九次会议通过"
Run = Callable[..., Answer]


def regulation(*articles: str, title: str = BRIDGES, history: str = PASSED) -> str:
    """The text of a regulation from its articles."""
    numbers = "一二三四五六七八九"
    body = "\n\n".join(f"第{n}条　{text}" for n, text in zip(numbers, articles, strict=False))
    return f"# {title}\n\n（{history}）\n\n{body}\n"


@pytest.fixture
def corpus(tmp_path: Path, cli: Cli) -> Path:
    """An empty corpus, made before everything that the tests tell of."""
    folder = tmp_path / "ku"
    assert cli("init", folder, "--locality", "cn-hp", "--place", "海浦市").code == 0
    _git(folder, "commit", "-q", "--amend", "--no-edit", GIT_COMMITTER_DATE="2000-01-01T12:00:00+08:00")
    return folder


@pytest.fixture
def on(corpus: Path, cli: Cli) -> Run:
    """Run a command on the corpus; what it commits is dated to a day."""

    def run(day: str, *arguments: str | Path) -> Answer:
        before = _head(corpus)
        answer = cli("--corpus", corpus, *arguments)
        if _head(corpus) != before:
            _git(corpus, "commit", "-q", "--amend", "--no-edit", GIT_COMMITTER_DATE=f"{day}T12:00:00+08:00")
        return answer

    return run


@pytest.fixture
def take(tmp_path: Path, on: Run) -> Callable[..., Answer]:
    """Import texts as known on a day."""

    def run(day: str, *texts: str, more: tuple[str, ...] = ()) -> Answer:
        paths = [tmp_path / f"{day}-{n}.md" for n in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, "utf-8")
        answer = on(day, "import", *paths, *more)
        assert answer.code == 0, answer.out + answer.err
        return answer

    return run


def _git(folder: Path, *arguments: str, **env: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=编辑", "-c", "user.email=b@example.com", *arguments],
        cwd=folder,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def _head(folder: Path) -> str:
    return _git(folder, "rev-parse", "HEAD")


@pytest.fixture
def shown(corpus: Path, cli: Cli) -> Callable[..., tuple[str, str]]:
    """What `show` prints: the text, and how it stands."""

    def run(provision: str, day: str, known: str = "", title: str = BRIDGES) -> tuple[str, str]:
        more = ("--as-known-at", known) if known else ()
        answer = cli("--corpus", corpus, "show", f"{title}@{day}#{provision}", *more)
        assert answer.code == 0, answer.err
        return answer.out, answer.err

    return run


@pytest.fixture
def status(corpus: Path, cli: Cli) -> Callable[..., str]:
    """How a work stands in `list`."""

    def run(day: str, known: str = "", title: str = BRIDGES) -> str:
        more = ("--as-known-at", known) if known else ()
        rows = cli("--corpus", corpus, "list", "--json", "--as-of", day, *more).json
        (row,) = [r for r in rows if r["title"] == title]
        return f"{row['status']} {row['expression_date']}" + ("" if row["certain"] else " ?")

    return run


Shown = Callable[..., tuple[str, str]]
State = Callable[..., str]
Take = Callable[..., Answer]
FOLDER = "difangxing-fagui/qiao-liang-tiao-li"


def test_a_version_that_takes_effect_later(take: Take, shown: Shown, status: State) -> None:
    take("2024-04-01", regulation("桥梁应当登记。", "本条例自2024年7月1日起施行。"))
    assert status("2024-06-30") == "尚未施行 2024-07-01"
    assert status("2024-07-01") == "现行有效 2024-07-01"
    take(
        "2025-02-01",
        regulation("桥梁应当在线登记。", "本条例自2025年9月1日起施行。", history=PASSED),
        more=("--date", "2025-09-01"),
    )
    assert "桥梁应当登记" in shown("第一条", "2025-08-31")[0]
    assert "在线" in shown("第一条", "2025-09-01")[0]
    assert "在线" not in shown("第一条", "2025-09-01", "2025-01-31")[0]
    assert status("2026-01-01", "2025-01-31") == "现行有效 2024-07-01"


def test_a_provision_with_a_day_of_its_own(take: Take, shown: Shown, corpus: Path, cli: Cli) -> None:
    last = "本条例自2024年7月1日起施行，第一条至第三条、第五条第二款自2025年1月1日起施行。"
    five = "甲应当备案。\n\n乙应当备案。"
    take("2024-04-01", regulation("一应当登记。", "二应当登记。", "三应当登记。", "四应当登记。", five, last))
    assert shown("第二条", "2024-12-31")[0] == "第二条　〔自2025年1月1日起施行〕二应当登记。\n"
    assert shown("第二条", "2025-01-01")[0] == "第二条　二应当登记。\n"
    assert "〔" not in shown("第四条", "2024-12-31")[0]
    assert shown("第五条", "2024-12-31")[0] == "第五条　甲应当备案。\n〔自2025年1月1日起施行〕乙应当备案。\n"
    part = cli("--corpus", corpus, "show", f"{BRIDGES}@2024-12-31#第一条", "--format", "json").json
    assert part["pending"] == "自2025年1月1日起施行"
    whole = cli("--corpus", corpus, "show", f"{BRIDGES}@2024-12-31", "--format", "md").out
    assert whole.count("〔自2025年1月1日起施行〕") == 4
    assert "〔" not in cli("--corpus", corpus, "show", f"{BRIDGES}@2025-01-01", "--format", "md").out


def test_a_chapter_shown_in_part_keeps_its_day(take: Take, shown: Shown, on: Run) -> None:
    text = f"# {BRIDGES}\n\n（{PASSED}）\n\n第一章　总则\n\n第一条　桥梁应当登记。\n\n第二章　附则\n\n"
    take("2024-04-01", text + "第二条　养护应当公示。\n\n第三条　本条例自2024年7月1日起施行。\n")
    start = ("--from", "2025-01-01", "--words", "第一章自2025年1月1日起施行")
    assert (
        on("2024-05-01", "commence", BRIDGES, "--date", "2024-07-01", *start, "--provision", "第一章").code
        == 0
    )
    assert shown("第一章", "2024-08-01")[0].startswith("第一章　总则〔自2025年1月1日起施行〕\n第一条　桥梁")
    assert shown("第一条", "2024-08-01")[0] == "第一条　〔自2025年1月1日起施行〕桥梁应当登记。\n"
    assert "〔" not in shown("第一条", "2024-08-01", "2024-04-30")[0]


def test_a_day_left_open_and_settled_later(
    take: Take, shown: Shown, status: State, on: Run, corpus: Path
) -> None:
    take("2024-04-01", regulation("桥梁应当登记。", "本条例的施行日期由市人民政府另行规定，有效期2年。"))
    assert status("2030-01-01") == "尚未施行 2024-03-21"
    assert "施行日期待定" in shown("第一条", "2030-01-01")[1]
    words = (
        "--words",
        "《海浦市桥梁条例》自2025年5月1日起施行",
        "--source",
        "海浦市人民政府公告（2025年第3号）",
    )
    answer = on("2025-03-10", "commence", BRIDGES, "--date", "2024-03-21", "--from", "2025-05-01", *words)
    assert answer.code == 0
    assert "版本日期：2024-03-21 → 2025-05-01" in answer.out
    assert {p.name for p in (corpus / FOLDER).iterdir()} == {"2025-05-01.xml"}
    assert status("2025-04-30") == "尚未施行 2025-05-01"
    assert status("2025-05-01") == "现行有效 2025-05-01"
    assert status("2027-05-01") == "失效 2025-05-01"
    assert status("2026-01-01", "2025-03-09") == "尚未施行 2024-03-21"
    message = _git(corpus, "log", "-1", "--format=%B")
    assert message.startswith(f"确定施行日期：《{BRIDGES}》2024-03-21 的文本自 2025-05-01 起施行")
    assert "海浦市人民政府公告（2025年第3号）：《海浦市桥梁条例》自2025年5月1日起施行" in message


def test_a_corrected_text(take: Take, shown: Shown, on: Run, corpus: Path, status: State) -> None:
    take(
        "2024-04-01",
        regulation("桥梁应当登记。", "违反规定的，处二百元罚款。", "本条例自2024年7月1日起施行。"),
    )
    words = (
        "--words",
        "二百元",
        "二千元",
        "--at",
        "第二条",
        "--reason",
        "录入有误",
        "--source",
        "公报2024年第5期",
    )
    answer = on("2024-09-01", "correct", BRIDGES, "--date", "2024-07-01", *words)
    assert answer.code == 0, answer.err
    assert "二百元" in shown("第二条", "2024-08-01", "2024-08-31")[0]
    text, told = shown("第二条", "2024-08-01", "2024-09-01")
    assert "二千元" in text
    assert "勘误：第二条第一款“二百元”应为“二千元”（公报2024年第5期）\n" in told
    assert "勘误" not in shown("第二条", "2024-08-01", "2024-08-31")[1]
    assert status("2024-08-01", "2024-09-01") == status("2024-08-01", "2024-08-31")
    assert _git(corpus, "log", "-1", "--format=%B").startswith(
        "勘误：《海浦市桥梁条例》2024-07-01 的文本第二条第一款"
    )


def repealing(day: str, title: str = BRIDGES) -> str:
    return (
        f"# 海浦市人民代表大会常务委员会关于废止《{title}》的决定\n\n"
        "（2025年1月16日海浦市第十三届人民代表大会常务委员会第十五次会议通过）\n\n"
        f"会议决定废止《{title}》。\n\n本决定自{day}起施行。\n"
    )


def test_a_repeal_that_takes_effect_later(take: Take, status: State) -> None:
    take("2024-04-01", regulation("桥梁应当登记。", "本条例自2024年7月1日起施行。"))
    take("2025-01-20", repealing("2025年6月1日"))
    assert status("2025-05-31") == "现行有效 2024-07-01"
    assert status("2025-06-01") == "已废止 2024-07-01"
    assert status("2025-06-01", "2025-01-19") == "现行有效 2024-07-01"


def test_a_repeal_whose_day_is_settled_later(take: Take, status: State, on: Run) -> None:
    take("2024-04-01", regulation("桥梁应当登记。", "本条例自2024年7月1日起施行。"))
    text = repealing("某日").replace("自某日起施行", "施行日期由市人大常委会另行规定")
    title = text.splitlines()[0].removeprefix("# ")
    take("2025-01-20", text)
    assert status("2030-01-01") == "现行有效 2024-07-01"
    start = ("--from", "2025-06-01", "--words", "自2025年6月1日起施行")
    answer = on("2025-04-01", "commence", title, "--date", "2025-01-16", *start)
    assert "一并记下：《海浦市桥梁条例》自 2025-06-01 起废止" in answer.out
    assert status("2025-06-01") == "已废止 2024-07-01"
    assert status("2025-06-01", "2025-03-31") == "现行有效 2024-07-01"
    again = ("--from", "2025-09-01", "--words", "自2025年9月1日起施行", "--correct", "--reason", "公告更正")
    answer = on("2025-05-01", "commence", title, "--date", "2025-06-01", *again)
    assert "原记自 2025-06-01 起废止，撤回" in answer.out
    assert status("2025-06-01") == "现行有效 2024-07-01"
    assert status("2025-09-01") == "已废止 2024-07-01"
    assert status("2025-09-01", "2025-04-30") == "已废止 2024-07-01"
    assert status("2025-06-01", "2025-04-30") == "已废止 2024-07-01"


def test_expiry_and_a_text_made_anew(take: Take, status: State) -> None:
    take("2024-04-01", regulation("桥梁应当登记。", "本条例自2024年7月1日起施行，有效期至2026年6月30日。"))
    assert status("2026-06-30") == "现行有效 2024-07-01"
    assert status("2026-07-01") == "失效 2024-07-01"
    anew = PASSED.replace("2024年3月21日", "2026年8月20日")
    take("2026-09-01", regulation("一切桥梁均须备案。", "本条例自2026年10月1日起施行。", history=anew))
    assert status("2026-09-30") == "失效 2024-07-01"
    assert status("2026-10-01") == "现行有效 2026-10-01"
    assert status("2026-10-01", "2026-08-31") == "失效 2024-07-01"


def test_a_text_made_anew_on_the_day_of_the_repeal(take: Take, status: State) -> None:
    take("2024-04-01", regulation("桥梁应当登记。", "本条例自2024年7月1日起施行。"))
    anew = PASSED.replace("2024年3月21日", "2025年3月20日")
    take("2025-04-01", regulation("一切桥梁均须备案。", "本条例自2025年6月1日起施行。", history=anew))
    take("2025-04-02", repealing("2025年6月1日"))
    assert status("2025-05-31") == "现行有效 2024-07-01"
    assert status("2025-06-01") == "现行有效 2025-06-01"


def test_two_versions_of_one_adoption(take: Take, shown: Shown, status: State) -> None:
    """One decision, whose parts begin on two days, makes two versions."""
    amended = (
        f"{PASSED}；根据2025年1月16日海浦市第十三届人民代表大会常务委员会第十五次会议"
        "《关于修改〈海浦市桥梁条例〉的决定》修正"
    )
    take("2024-04-01", regulation("桥梁应当登记。", "名录应当公布。", "本条例自2024年7月1日起施行。"))
    one = regulation("桥梁应当在线登记。", "名录应当公布。", "本条例自2024年7月1日起施行。", history=amended)
    two = one.replace("名录应当公布", "名录应当在网站公布")
    take("2025-02-01", one, more=("--date", "2025-03-01"))
    take("2025-02-01", two, more=("--date", "2025-09-01"))
    assert status("2025-02-28") == "现行有效 2024-07-01"
    assert [shown("第二条", d)[0] for d in ("2025-03-01", "2025-09-01")] == [
        "第二条　名录应当公布。\n",
        "第二条　名录应当在网站公布。\n",
    ]
    assert "在线" in shown("第一条", "2025-03-01")[0]


def test_a_repeal_ends_an_amended_version_still_to_come(take: Take, status: State) -> None:
    amended = (
        f"{PASSED}；根据2024年11月21日海浦市第十三届人民代表大会常务委员会第十三次会议"
        "《关于修改〈海浦市桥梁条例〉的决定》修正"
    )
    take("2024-04-01", regulation("桥梁应当登记。", "本条例自2024年7月1日起施行。"))
    later = regulation("桥梁应当在线登记。", "本条例自2025年9月1日起施行。", history=amended)
    take("2024-12-01", later)
    take("2025-01-20", repealing("2025年6月1日"))
    assert status("2025-05-31") == "现行有效 2024-07-01"
    assert status("2025-10-01") == "已废止 2024-07-01"
    assert status("2025-10-01", "2025-01-19") == "现行有效 2025-09-01"


def test_a_new_act_of_open_day_ends_the_old_one_once_it_is_settled(
    take: Take, status: State, on: Run
) -> None:
    take("2024-04-01", regulation("桥梁应当登记。", "本条例自2024年7月1日起施行。"))
    title = "海浦市桥梁隧道条例"
    last = f"本条例施行日期由市人民政府另行规定。《{BRIDGES}》同时废止。"
    anew = PASSED.replace("2024年3月21日", "2025年3月20日")
    take("2025-04-01", regulation("桥梁和隧道应当登记。", last, title=title, history=anew))
    assert status("2030-01-01") == "现行有效 2024-07-01"
    start = ("--from", "2025-12-01", "--words", "自2025年12月1日起施行")
    assert on("2025-10-01", "commence", title, "--date", "2025-03-20", *start).code == 0
    assert status("2025-12-01") == "已废止 2024-07-01"
    assert status("2025-12-01", title=title) == "现行有效 2025-12-01"
    assert status("2025-12-01", "2025-09-30") == "现行有效 2024-07-01"


# ---- the commands themselves


@pytest.fixture
def bridges(take: Take) -> None:
    """Two versions that share a slip of the pen."""
    amended = (
        f"{PASSED}；根据2025年1月16日海浦市第十三届人民代表大会常务委员会第十五次会议"
        "《关于修改〈海浦市桥梁条例〉的决定》修正"
    )
    take("2024-04-01", regulation("桥梁应当登记。", "处二百元罚款。", "本条例自2024年7月1日起施行。"))
    later = regulation(
        "桥梁应当在线登记。", "处二百元罚款。", "本条例自2024年7月1日起施行。", history=amended
    )
    take("2025-02-01", later)


SLIP = ("--words", "二百元", "二千元", "--at", "第二条", "--reason", "录入有误")


@pytest.mark.usefixtures("bridges")
def test_correct_json_and_dry_run(on: Run, corpus: Path) -> None:
    head = _head(corpus)
    told = on("2025-03-01", "correct", BRIDGES, "--date", "2024-07-01", *SLIP, "--json", "--dry-run").json
    assert _head(corpus) == head
    assert told | {"files": [], "work": ""} == {
        "work": "",
        "title": BRIDGES,
        "expression_date": "2024-07-01",
        "places": [{"label": "第二条第一款", "eId": "art_2__para_1", "old": "二百元", "new": "二千元"}],
        "elsewhere": [
            {
                "expression_date": "2025-01-16",
                "label": "第二条第一款",
                "eId": "art_2__para_1",
                "old": "二百元",
                "corrected": False,
                "reason": "",
            }
        ],
        "translations": [],
        "notes": [],
        "files": [],
        "commit": None,
    }
    assert told["files"] == [f"{FOLDER}/2024-07-01.xml"]
    done = on("2025-03-01", "correct", BRIDGES, "--date", "2024-07-01", *SLIP, "--json", "--also-later").json
    assert [item["corrected"] for item in done["elsewhere"]] == [True]
    assert done["files"] == [f"{FOLDER}/2024-07-01.xml", f"{FOLDER}/2025-01-16.xml"]
    assert len(done["commit"]) == 40
    assert int(_git(corpus, "rev-list", "--count", f"{head}..HEAD")) == 1


@pytest.mark.usefixtures("bridges")
def test_correct_tells_people_what_else_to_look_at(on: Run) -> None:
    answer = on("2025-03-01", "correct", BRIDGES, "--date", "2024-07-01", *SLIP)
    assert answer.out == (
        "已改正《海浦市桥梁条例》2024-07-01 的版本：\n  第二条第一款　原：二百元　改：二千元\n"
    )
    assert "2025-01-16 的版本第二条第一款有同样的文字“二百元”，没有改正" in answer.err


@pytest.mark.usefixtures("bridges")
def test_correct_from_a_file(on: Run, tmp_path: Path, shown: Shown, corpus: Path) -> None:
    path = tmp_path / "改正.md"
    path.write_text(regulation("桥梁应当登记。", "处二千元罚款。", "本条例自2024年7月1日起施行。"), "utf-8")
    answer = on("2025-03-01", "correct", BRIDGES, path, "--date", "2024-07-01", "--reason", "漏校")
    assert "第二条第一款　原：处二百元罚款　改：处二千元罚款" in answer.out
    assert "处二千元" in shown("第二条", "2024-08-01")[0]
    assert on("2025-03-01", "check", "--code", "X102", "--code", "X101").code == 0
    assert 'reason="漏校"' in (corpus / FOLDER / "2024-07-01.xml").read_text("utf-8")


@pytest.mark.usefixtures("bridges")
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (f"correct {BRIDGES} --date 2024-07-01 --reason 误", 2, "两者取一"),
        (f"correct {BRIDGES} --date 2024-07-01 --reason 误 --words 甲 乙", 2, "两者取一"),
        (f"correct {BRIDGES} --date 2024-07-01 --words 甲 乙 --at 第一条", 2, "缺少 --reason"),
        (
            f"correct {BRIDGES} --date 2024-07-02 --reason 误 --words 甲 乙 --at 第一条",
            1,
            "没有 2024-07-02 的版本",
        ),
        (f"correct {BRIDGES} --date 2024-07-01 --reason 误 --words 甲 乙 --at 第一条", 1, "第一条没有“甲”"),
        (f"commence {BRIDGES} --date 2025-01-16 --from 2025-03-01", 2, "缺少 --words"),
        (f"commence {BRIDGES} --date 2025-01-16 --from 2025-03-01 --words 甲 --correct", 2, "须同时使用"),
        (f"commence {BRIDGES} --date 2024-07-01 --from 2024-08-01 --words 甲", 1, "已载明：2024-07-01"),
        (f"commence {BRIDGES} --date 2025-01-16 --from 2024-07-01 --words 甲", 1, "早于这一版本"),
    ],
)
def test_wrong_use_changes_nothing(words: str, code: int, told: str, on: Run, corpus: Path) -> None:
    head = _head(corpus)
    answer = on("2025-03-01", *words.split())
    assert (answer.code, _head(corpus)) == (code, head)
    assert told in answer.err


@pytest.mark.usefixtures("bridges")
def test_commence_json_and_dry_run(on: Run, corpus: Path, status: State) -> None:
    start = ("--from", "2025-03-01", "--words", "自2025年3月1日起施行")
    assert status("2025-06-01") == "现行有效 2025-01-16 ?"
    tried = on("2025-02-10", "commence", BRIDGES, "--date", "2025-01-16", *start, "--dry-run")
    assert "没有写入" in tried.out
    assert status("2025-06-01") == "现行有效 2025-01-16 ?"
    done = on("2025-02-10", "commence", BRIDGES, "--date", "2025-01-16", *start, "--json").json
    assert done | {"work": "", "commit": ""} == {
        "work": "",
        "title": BRIDGES,
        "was": "2025-01-16",
        "expression_date": "2025-03-01",
        "start": "2025-03-01",
        "provisions": [],
        "translations": [],
        "notes": [],
        "hints": [],
        "files": [f"{FOLDER}/2025-01-16.xml", f"{FOLDER}/2025-03-01.xml"],
        "commit": "",
    }
    assert [status(day) for day in ("2025-02-28", "2025-03-01")] == [
        "现行有效 2024-07-01",
        "现行有效 2025-03-01",
    ]
    assert status("2025-02-28", "2025-02-09") == "现行有效 2025-01-16 ?"


@pytest.mark.usefixtures("bridges")
def test_a_version_remembers_the_days_that_named_it(on: Run, corpus: Path) -> None:
    first = ("--date", "2025-01-16", "--from", "2025-03-01", "--words", "自2025年3月1日起施行")
    again = ("--date", "2025-03-01", "--from", "2025-04-01", "--words", "自2025年4月1日起施行")
    assert on("2025-02-10", "commence", BRIDGES, *first).code == 0
    assert on("2025-02-11", "commence", BRIDGES, *again, "--correct", "--reason", "误录").code == 0
    path = corpus / FOLDER / "2025-04-01.xml"
    act = parse_act(path.read_bytes(), path.name)
    assert act.former == (date(2025, 1, 16), date(2025, 3, 1))
    assert parse_act(write_act(act), path.name) == act
    assert parse_act((corpus / FOLDER / "2024-07-01.xml").read_bytes(), "").former == ()
    assert on("2025-02-12", "check", "--code", "X101", "--code", "X102").code == 0


def test_the_site_and_the_index_follow_time(take: Take, on: Run, corpus: Path, tmp_path: Path) -> None:
    last = "本条例自2024年7月1日起施行，第二条自2025年1月1日起施行。"
    take("2024-04-01", regulation("桥梁应当登计。", "名录应当公布。", last))
    words = ("--words", "登计", "登记", "--at", "第一条", "--reason", "错字")
    assert on("2024-09-01", "correct", BRIDGES, "--date", "2024-07-01", *words).code == 0

    def page(*options: str) -> str:
        out = tmp_path / "-".join(options)
        assert on("2024-09-01", "build", "web", "-o", out, *options).code == 0
        return (out / "web" / FOLDER / "index.html").read_text("utf-8")

    now = page("--as-of", "2024-08-01")
    assert "登记" in now
    assert "<dt>录入更正</dt>" in now
    assert "勘误" not in now
    assert "自2025年1月1日起施行</span>" in now
    before = page("--as-of", "2024-08-01", "--as-known-at", "2024-08-31")
    assert "登计" in before
    assert "<dt>录入更正</dt>" not in before
    assert on("2024-09-01", "search", "登记", "--as-of", "2024-08-01").code == 0
    assert on("2024-09-01", "search", "名录", "--as-of", "2024-12-31").code == 1
    assert on("2024-09-01", "search", "名录", "--as-of", "2025-01-01").code == 0


UNDATED = "# 海浦市市徽规定\n\n第一条　市徽应当悬挂在市政府正门上方。\n\n第二条　市徽图案不得更改。\n"


def test_a_day_that_no_text_states_is_told_everywhere(tmp_path: Path, cli: Cli) -> None:
    corpus, file = tmp_path / "ku", tmp_path / "市徽.md"
    assert cli("init", corpus, "--locality", "cn-hp", "--place", "海浦市").code == 0
    file.write_text(UNDATED, "utf-8")
    here = ("--corpus", corpus)
    shown = [
        cli(*here, "import", file),
        cli(*here, "list"),
        cli(*here, "search", "市徽", "--as-of", "1900-01-01"),
        cli(*here, "search", "市徽规定第一条"),
        cli(*here, "show", "市徽规定#第九条"),
        cli(*here, "show", "市徽规定"),
        cli(*here, "status"),
    ]
    for answer in shown:
        assert "0001" not in answer.out + answer.err
    assert all("日期不明" in answer.out + answer.err for answer in shown[:6])
    assert "现行有效（施行日期未载明）" in shown[1].out
    assert "日期不明　现行有效（施行日期未载明）" in shown[2].out
    found = cli(*here, "search", "市徽", "--as-of", "1900-01-01", "--json").json["groups"][0]
    assert (found["act"]["certain"], found["hits"][0]["certain"]) == (False, False)
    assert cli(*here, "show", "市徽规定@日期不明").code == 0


def test_a_day_can_be_written_as_the_law_writes_it(lamps: Path, cli: Cli) -> None:
    written = cli("--corpus", lamps, "show", "路灯管理条例@2026年3月1日")
    assert (written.code, written.out) == (0, cli("--corpus", lamps, "show", "路灯管理条例@2026-03-01").out)
    missing = cli("--corpus", lamps, "show", "路灯管理条例@")
    assert missing.code == 2
    assert "@ 后面没有写日期" in missing.err


def test_a_day_of_effect_that_its_words_do_not_tell_is_refused(take: Take, on: Run) -> None:
    take("2024-04-01", regulation("桥梁应当登记。", "本条例的施行日期由市人民政府另行规定。"))
    words = ("--from", "2026-01-01", "--words", "自2027年1月1日起施行")
    refused = on("2025-03-10", "commence", BRIDGES, "--date", "2024-03-21", *words)
    assert refused.code == 1
    assert "写的是自 2027-01-01 起，要记的是自 2026-01-01 起" in refused.err
