"""Runs that are stopped at every step: the words are true, the code tells the signal, no child is left."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.bad_input import regulation as signs_text
from tests.amending import CATCH_ALL, FERRIES, FERRY_ARTICLES, decision, regulation
from tests.stopping import CODES, Ended, at_step, run_stopped, tree_of

INT, TERM, HUP = signal.SIGINT, signal.SIGTERM, signal.SIGHUP
STEPS = ("blobs", "objects", "journal", "ref", "file", "index", "dropped")
NOTHING = "已中断，没有改动。\n"
SIGNS = "海浦市路牌管理条例（示例）"
UNSTATED = (
    "（2021年3月18日海浦市第三届人民代表大会常务委员会第九次会议通过　"
    "根据2023年5月6日海浦市第三届人民代表大会常务委员会第二十次会议"
    f"《关于修改〈{SIGNS}〉的决定》修正）"
)
TARGETS = {"web": "网站已更新", "print": "书已更新", "index": "检索索引已更新", "feed": "订阅源已更新"}
MAIN = "from compendium_cli.start import main; main()"
Try = Callable[..., Ended]


def git(root: Path, *arguments: str) -> str:
    """What git answers about a corpus, asked as staff would."""
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of two texts, one of which doesn't say when it takes effect; files beside it. To be copied."""
    from compendium_cli.main import run

    top = tmp_path_factory.mktemp("made")
    files = {
        "桥梁.txt": regulation(),
        "路牌.txt": signs_text(SIGNS, UNSTATED),
        "渡口.txt": regulation(FERRIES, FERRY_ARTICLES),
        "决定.txt": decision("将第二条中的“交通委员会”修改为“交通部门”。", CATCH_ALL),
    }
    for name, text in files.items():
        (top / name).write_text(text, "utf-8")
    assert run(["init", str(top / "ku"), "--locality", "cn-hp", "--place", "海浦市"]) == 0
    assert run(["--corpus", str(top / "ku"), "import", str(top / "桥梁.txt"), str(top / "路牌.txt")]) == 0
    return top


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """A copy of the corpus and the files for each test."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def words_of(command: str, place: Path) -> list[str]:
    """The words typed for each command that writes."""
    typed = {
        "import": ["import", str(place / "渡口.txt")],
        "correct": [
            *["correct", "桥梁", "--date", "2015-07-01", "--words", "五百元", "五千元"],
            *["--at", "第六条", "--reason", "录入有误"],
        ],
        "commence": [
            *f"commence {SIGNS} --date 2023-05-06 --from 2023-06-01".split(),
            *("--words", "本决定自2023年6月1日起施行。"),
        ],
        "amend": ["amend", "apply", str(place / "决定.txt")],
    }
    return ["--corpus", str(place / "ku"), *typed[command]]


def check_commit(place: Path, before: str, ended: Ended, signum: int) -> bool:
    """Hold what a writer said against what git says; whether there is a new commit."""
    root = place / "ku"
    head = git(root, "rev-parse", "HEAD")
    moved = head != before
    assert ended.code == CODES[signal.Signals(signum)], ended.err
    assert ended.left == ()
    assert "Traceback" not in ended.err
    if moved:
        assert f"已中断。中断之前已经完成：已提交 {head[:12]}" in ended.err
    else:
        assert ended.err.endswith(NOTHING)
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "rev-list", "--count", f"{before}..HEAD") == str(int(moved))
    return moved


@pytest.mark.parametrize("signum", [INT, TERM])
def test_import_stopped_at_every_step(place: Path, tmp_path: Path, signum: int) -> None:
    before = git(place / "ku", "rev-parse", "HEAD")
    for step in STEPS:
        ended = run_stopped(tmp_path, words_of("import", place), at_step(step, signum))
        moved = check_commit(place, before, ended, signum)
        assert moved is (STEPS.index(step) >= STEPS.index("journal")), step
        git(place / "ku", "reset", "-q", "--hard", before)


@pytest.mark.parametrize("command", ["correct", "commence", "amend"])
def test_other_writers_stopped(place: Path, tmp_path: Path, command: str) -> None:
    before = git(place / "ku", "rev-parse", "HEAD")
    for step, signum in (("objects", TERM), ("ref", INT), ("dropped", HUP)):
        ended = run_stopped(tmp_path, words_of(command, place), at_step(step, signum))
        assert check_commit(place, before, ended, signum) is (step != "objects")
        git(place / "ku", "reset", "-q", "--hard", before)
        git(place / "ku", "clean", "-qfd")


def test_stopped_at_any_time(place: Path, tmp_path: Path) -> None:
    chance = random.Random(20240101)
    before = git(place / "ku", "rev-parse", "HEAD")
    for signum in (INT, TERM, INT, TERM, HUP):
        after = chance.uniform(0.02, 0.9)
        ended = run_stopped(tmp_path, words_of("import", place), lambda: None, after, signum)
        if ended.code == 0:  # it was done before
            assert git(place / "ku", "rev-parse", "HEAD") != before
        else:
            check_commit(place, before, ended, signum)
        git(place / "ku", "reset", "-q", "--hard", before)


def test_many_signals_are_one(place: Path, tmp_path: Path) -> None:
    """Who presses Ctrl-C again while the run is unwinding sees the same words, once."""
    before = git(place / "ku", "rev-parse", "HEAD")
    ended = run_stopped(tmp_path, words_of("import", place), at_step("objects", INT, times=2))
    check_commit(place, before, ended, INT)
    assert ended.err == NOTHING


def test_a_run_that_does_not_unwind_ends_at_the_third_signal(tmp_path: Path) -> None:
    def stuck() -> None:
        from compendium_cli import list_

        def listed(*_: object) -> None:
            try:
                os.kill(os.getpid(), TERM)
            finally:
                for _again in range(50):
                    os.kill(os.getpid(), TERM)

        list_.corpus_here = listed  # type: ignore[assignment]

    ended = run_stopped(tmp_path, ["list"], stuck)
    assert (ended.code, ended.err) == (143, NOTHING)


def test_a_signal_in_a_finaliser_is_not_lost(tmp_path: Path) -> None:
    class Finalised:
        def __del__(self) -> None:
            os.kill(os.getpid(), INT)
            sum(range(1000))

    def prepare() -> None:
        import time

        from compendium_cli import list_

        def listed(*_: object) -> None:
            Finalised()
            time.sleep(20)

        list_.corpus_here = listed  # type: ignore[assignment]

    ended = run_stopped(tmp_path, ["list"], prepare)
    assert (ended.code, ended.err) == (130, NOTHING)


def test_a_signal_that_is_swallowed_lets_no_act_begin(place: Path, tmp_path: Path) -> None:
    def prepare() -> None:
        from compendium.store import checkpoint

        def reached(step: str) -> None:
            if step == "objects":
                try:
                    os.kill(os.getpid(), TERM)
                except BaseException:
                    return

        checkpoint.reached = reached

    before = git(place / "ku", "rev-parse", "HEAD")
    ended = run_stopped(tmp_path, words_of("import", place), prepare)
    assert check_commit(place, before, ended, TERM) is False


# ---- children


@pytest.mark.parametrize("signum", [INT, TERM])
def test_programs_and_their_own_children_end(tmp_path: Path, signum: int) -> None:
    started = tmp_path / "started"

    def prepare() -> None:
        from compendium.system import programs as children
        from compendium_cli import list_

        def listed(*_: object) -> None:
            script = f"sleep 300 & sleep 300 & touch {started}; wait"
            with children.threads(2) as pool:
                waiting = [pool.submit(children.run, ["sh", "-c", script]) for _ in range(6)]
                while not started.exists():
                    waiting[0].exception(0.05) if waiting[0].done() else None
                os.kill(os.getpid(), signum)
                children.run(["sleep", "300"])

        list_.corpus_here = listed  # type: ignore[assignment]

    ended = run_stopped(tmp_path, ["list"], prepare)
    assert (ended.code, ended.err, ended.left) == (CODES[signal.Signals(signum)], NOTHING, ())


def test_a_terminal_s_ctrl_c_reaches_no_program_midway(tmp_path: Path) -> None:
    from compendium.system import programs as children

    group = children.run(["sh", "-c", "ps -o pgid= -p $$ 2>/dev/null || cut -d' ' -f5 /proc/$$/stat"]).out
    assert int(group) != os.getpgrp()


# ---- builds


@pytest.fixture(scope="module")
def built(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was built of the corpus for one day, by a process of its own; web without slow forms."""
    out = tmp_path_factory.mktemp("built") / "out"
    config = made / "ku" / "corpus.toml"
    told = re.sub(r"(?m)^#? *forms = .*$", "", config.read_text("utf-8"))
    config.write_text(told.replace("[web]", '[web]\nforms = ["xml", "txt"]'), "utf-8")
    git(made / "ku", "-c", "user.name=王", "-c", "user.email=w@example.cn", "commit", "-qam", "形式")
    typed = ["--corpus", str(made / "ku"), "build", "all", "-o", str(out), "--as-of", "2024-01-01"]
    subprocess.run([sys.executable, "-c", MAIN, *typed], check=True, capture_output=True)
    return out


def kept_of(out: Path) -> list[str]:
    """What lies beside the targets, but locks and what is kept between builds."""
    names = {path.name for path in out.iterdir()} - {*TARGETS, ".cache", ".web.links"}
    return sorted(name for name in names if not name.endswith(".lock"))


@pytest.mark.parametrize(
    ("target", "step", "signum"),
    [
        ("all", "staged web", INT),
        ("all", "swapped web", TERM),
        ("all", "staged print", INT),
        ("all", "swapped print", TERM),
        ("feed", "staged feed", TERM),
        ("feed", "swapped feed", INT),
    ],
)
def test_build_stopped(built: Path, made: Path, tmp_path: Path, target: str, step: str, signum: int) -> None:
    out = tmp_path / "out"
    shutil.copytree(built, out)
    if target == "feed":  # which is the same on every day
        shutil.rmtree(out / "feed")
    before = {name: tree_of(out / name) for name in TARGETS}
    typed = ["--corpus", str(made / "ku"), "build", target, "-o", str(out), "--as-of", "2024-02-01"]
    ended = run_stopped(tmp_path, typed, at_step(step, signum))
    changed = {name for name in TARGETS if tree_of(out / name) != before[name]}
    assert ended.code == CODES[signal.Signals(signum)], ended.err
    assert {name for name, words in TARGETS.items() if words in ended.err} == changed
    assert ("没有改动。" in ended.err) and (ended.err.endswith(NOTHING) is not bool(changed))
    assert bool(changed) is (step != "staged web" and step != "staged feed")
    assert (ended.left, kept_of(out)) == ((), [])
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("step", ["staged index", "swapped index"])
def test_index_stopped(made: Path, tmp_path: Path, step: str) -> None:
    typed = ["--corpus", str(made / "ku"), "build", "index", "-o", str(tmp_path / "out")]
    ended = run_stopped(tmp_path, typed, at_step(step, TERM))
    there = (tmp_path / "out" / "index" / "manifest.json").exists()
    assert (ended.code, TARGETS["index"] in ended.err) == (143, there)
    assert there is (step == "swapped index")
    held = [path.name for path in (tmp_path / "out" / "index").iterdir()]
    assert sorted(held) == (["1", "manifest.json"] if there else [])


def test_the_program_s_own_index_is_no_change(made: Path, tmp_path: Path) -> None:
    typed = ["--corpus", str(made / "ku"), "search", "桥梁", "--engine", "whoosh"]
    ended = run_stopped(tmp_path, typed, at_step("swapped index-whoosh", INT))
    assert (ended.code, ended.err) == (130, NOTHING)


def test_typesetting_workers_end(built: Path, made: Path, tmp_path: Path) -> None:
    typed = ["--corpus", str(made / "ku"), "build", "print", "-o", str(tmp_path / "out")]

    def prepare() -> None:
        from compendium_build.print import book as making

        def typeset(jobs: object, processes: int, done: object) -> None:
            from compendium_build.print.workers import _workers

            with _workers(2) as pool:
                pool.submit(sum, range(10)).result(60)
                [pool.submit(_sleep) for _ in range(8)]
                os.kill(os.getpid(), TERM)

        making.typeset_pieces = typeset  # type: ignore[assignment]

    ended = run_stopped(tmp_path, typed, prepare)
    assert (ended.code, ended.err, ended.left) == (143, NOTHING, ())


def _sleep() -> None:
    import time

    time.sleep(120)


def test_workers_say_nothing_at_ctrl_c(tmp_path: Path) -> None:
    """Who presses it at a terminal sends it to every process of the group."""
    program = (
        "import multiprocessing, os, signal, time\n"
        "from compendium.system import ending\n"
        "from compendium_build.print import workers\n"
        "ending.install()\n"
        "try:\n"
        "    with workers._workers(2) as pool:\n"
        "        pool.submit(sum, range(10)).result(60)\n"
        "        waiting = [pool.submit(time.sleep, 60) for _ in range(4)]\n"
        "        for worker in multiprocessing.active_children(): os.kill(worker.pid, signal.SIGINT)\n"
        "        time.sleep(0.5)\n"
        "        assert not any(each.done() for each in waiting)\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "        waiting[0].result()\n"
        "except ending.Interrupted:\n"
        "    print('ended')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, start_new_session=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "ended\n", "")


# ---- files that were asked for


def test_export_stopped_before_and_after_the_file_is_there(place: Path, tmp_path: Path) -> None:
    out = tmp_path / "桥梁.docx"
    typed = ["--corpus", str(place / "ku"), "export", "桥梁", "-o", str(out)]

    def at_fsync() -> None:
        from compendium_build.edition import folders

        folders.os.fsync = lambda number: os.kill(os.getpid(), INT)  # type: ignore[assignment]

    def at_told() -> None:
        from compendium.system import ending

        real = ending.done

        def done(words: str) -> None:
            os.kill(os.getpid(), TERM)
            real(words)

        ending.done = done

    before = sorted(path.name for path in tmp_path.iterdir())
    ended = run_stopped(tmp_path, typed, at_fsync)
    assert (ended.code, ended.err, out.exists()) == (130, NOTHING, False)
    assert sorted({path.name for path in tmp_path.iterdir()} - {"stdout.txt", "stderr.txt"}) == before
    ended = run_stopped(tmp_path, typed, at_told)
    assert (ended.code, out.exists()) == (143, True)
    assert f"中断之前已经完成：已写入 {out}" in ended.err


def test_a_question_that_is_interrupted(place: Path, tmp_path: Path) -> None:
    (place / "决定.txt").write_text(decision("对第三条作相应完善。"), "utf-8")

    def prepare() -> None:
        import builtins

        def asked(*_: object) -> str:
            os.kill(os.getpid(), INT)
            return ""

        builtins.input = asked

        import click.termui

        click.termui.visible_prompt_func = asked

    typed = ["--corpus", str(place / "ku"), "amend", "apply", str(place / "决定.txt"), "--interactive"]
    ended = run_stopped(tmp_path, typed, prepare)
    statements = [path for path in place.iterdir() if path.name.startswith("决定") and path.suffix == ".toml"]
    assert ended.code == 130
    assert "Traceback" not in ended.err
    assert [f"已写入 {path}" in ended.err for path in statements] == [True]


# ---- beginnings


@pytest.mark.parametrize(
    "module", ["click", "compendium_cli.wording", "compendium.library.catalog", "lxml.etree"]
)
@pytest.mark.parametrize("signum", [INT, TERM])
def test_a_signal_while_modules_are_loaded(made: Path, module: str, signum: int) -> None:
    program = (
        "import os, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == {module!r}: os.kill(os.getpid(), {int(signum)})\n"
        "sys.meta_path.insert(0, Finder())\n" + MAIN
    )
    command = [sys.executable, "-c", program, "--corpus", str(made / "ku"), "list"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (CODES[signal.Signals(signum)], NOTHING)


def test_what_was_told_to_be_ignored_stays_ignored(made: Path) -> None:
    script = f"trap '' INT HUP; kill -INT $$; exec {sys.executable} -c '{MAIN}' --corpus '{made / 'ku'}' list"
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0


@pytest.mark.parametrize("loaded", ["compendium_cli.entry", "compendium.system.ending", "click"])
@pytest.mark.parametrize("signum", [INT, TERM])
def test_a_signal_while_the_program_is_loaded_shows_no_traceback(loaded: str, signum: int) -> None:
    script = (
        "import os, sys\n"
        "from compendium_cli.start import main\n"
        "class Hook:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {loaded!r}: os.kill(os.getpid(), {int(signum)})\n"
        "sys.meta_path.insert(0, Hook())\n"
        "sys.argv = ['compendium', '--version']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    assert done.returncode in (-signum, 128 + signum)
    assert done.stdout == ""


def test_the_console_script_begins_where_signals_are_minded() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["scripts"] == {"compendium": "compendium_cli.start:main"}


def test_several_servers_start_and_stop_together(made: Path) -> None:
    typed = ["--corpus", str(made / "ku"), "serve", "--port", "0", "--workers", "2"]
    command = [str(Path(sys.executable).with_name("compendium")), *typed]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        told = ""
        for line in server.stderr:
            told += line
            if told.count("已就绪") == 2:
                break
        server.send_signal(TERM)
        told += server.stderr.read()
    assert server.returncode == 143, told
    assert not re.search("[A-Za-z]{3}", told.replace("Ctrl", "")), told


def test_the_server_stops_with_the_same_words(made: Path) -> None:
    for signum in (INT, TERM, HUP):
        command = [sys.executable, "-c", MAIN, "--corpus", str(made / "ku"), "serve", "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None and server.stderr is not None
            assert re.search("http://", server.stdout.readline())
            told: list[str] = []
            for line in server.stderr:
                told.append(line)
                if "已就绪" in line:
                    break
            server.send_signal(signum)
            said = server.stderr.read()
        assert server.returncode == (130 if signum == INT else 143), said
        assert said.endswith(NOTHING)
        assert "Traceback" not in said
        assert "正在停止" in said
        assert re.search("已停止（进程 [0-9]+）", said)
        assert not re.search("[A-Za-z]{3}", "".join([*told, said]).replace("Ctrl", "")), [told, said]
