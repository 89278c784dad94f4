"""What goes wrong is told in Chinese, with place and remedy; what was there stays, and no half of a file."""

from __future__ import annotations

import errno
import os
import re
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from compendium.system import ending
from compendium.system.errors import reason_of, system_words
from compendium_build.edition.folders import write_whole
from compendium_build.syncing.source import FolderSource
from compendium_cli import failures
from compendium_cli.outputs import hand_over
from tests.acceptance.bad_input import regulation
from tests.conftest import Cli
from tests.stopping import run_stopped, tree_of

MAIN = "from compendium_cli.entry import main; main()"
ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}|Errno|Traceback|Error\b")
NOBODY = 65534
ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="要有 root 权限")


# ---- files


def full(file_size: int) -> None:
    """Let no file of this process grow beyond a size, as if the disk were full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, resource.RLIM_INFINITY))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "d.html").write_bytes(b"old")
    (tmp_path / "d.html").chmod(0o640)

    def grow() -> None:
        full(5000)

    child = "import sys; from pathlib import Path; from compendium_build.edition.folders import write_whole\n"
    child += "write_whole(Path(sys.argv[1]), b'x' * 9000)"
    command = [sys.executable, "-c", child, str(tmp_path / "d.html")]
    done = subprocess.run(command, preexec_fn=grow, capture_output=True, text=True)
    assert done.returncode == 1
    assert str(tmp_path / "d.html") in done.stderr.splitlines()[-1]
    assert tree_of(tmp_path) == {"d.html": b"old"}
    write_whole(tmp_path / "d.html", b"new")
    assert tree_of(tmp_path) == {"d.html": b"new"}
    assert stat.S_IMODE((tmp_path / "d.html").stat().st_mode) == 0o640


def test_links_stay_links_and_long_names_are_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "real.html").write_bytes(b"old")
    (tmp_path / "link.html").symlink_to("real.html")
    (tmp_path / "dangling.html").symlink_to("later.html")
    for name in ("one", "other"):
        (tmp_path / name).symlink_to(tmp_path / ("other" if name == "one" else "one"))
    hand_over(tmp_path / "link.html", b"new")
    hand_over(tmp_path / "dangling.html", b"new")
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_bytes() == (tmp_path / "later.html").read_bytes() == b"new"
    with pytest.raises(OSError, match="one"):
        hand_over(tmp_path / "one", b"new")
    long = tmp_path / ("长" * 84 + ".x")  # 254 bytes
    hand_over(long, b"new")
    assert long.read_bytes() == b"new"


def test_pipes_and_standard_output_are_written_to(tmp_path: Path, cli: Cli, lamps: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["cat", str(tmp_path / "pipe")], stdout=subprocess.PIPE)
    hand_over(tmp_path / "pipe", b"through")
    assert reader.communicate(timeout=30)[0] == b"through"
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    for name in ("-", "/dev/stdout"):
        typed = ["--corpus", str(lamps), "diff", "路灯", "路灯", "--format", "html", "-o", name]
        done = subprocess.run([sys.executable, "-c", MAIN, *typed], capture_output=True, text=True)
        assert (done.returncode, done.stdout.startswith("<!")) == (0, True), done.stderr


@pytest.mark.parametrize(
    "typed",
    [
        "diff 路灯 {text} -o {out}/d.html",
        "diff 路灯 {text} -o {out}/d.docx",
        "export 路灯 -o {out}/d.docx",
        "status --html {out}/d.html",
        "build web -o {out}",
        "build index -o {out}",
        "import {text}",
    ],
)
def test_a_full_disk(lamps: Path, tmp_path: Path, typed: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "d.html").write_bytes(b"old")
    (tmp_path / "text.txt").write_text(regulation(), "utf-8")
    words = typed.format(out=out, text=tmp_path / "text.txt").split()
    before = tree_of(lamps)
    ended = run_stopped(tmp_path, ["--corpus", str(lamps), *words], lambda: full(900))
    assert ended.code == 1, ended.err
    assert ended.err.splitlines()[-1].startswith("错误：")
    assert not ENGLISH.search(ended.err)
    assert "/" in ended.err
    assert tree_of(lamps) == before
    kept = tree_of(out)
    assert kept.pop("d.html") == b"old"
    assert [name for name in kept if not name.startswith((".cache/", ".web"))] == []


def test_a_full_disk_for_what_the_program_keeps(lamps: Path, tmp_path: Path) -> None:
    def small() -> None:
        os.environ["XDG_STATE_HOME"] = str(tmp_path / "state")
        full(300)

    ended = run_stopped(tmp_path, ["--corpus", str(lamps), "list"], small)
    assert ended.code == 1
    assert "/git/config：" in ended.err


def test_a_full_disk_for_a_copy_names_the_copy(tmp_path: Path) -> None:
    (tmp_path / "甲.html").write_bytes(b"x" * 100)
    with pytest.raises(OSError, match="No space") as caught:
        FolderSource(tmp_path).fetch("甲.html", Path("/dev/full"), 100)
    assert system_words(caught.value) == "/dev/full：磁盘已满，腾出空间后重新运行"
    copying = OSError(errno.ENOSPC, "x", "/from", None, "/to")
    assert system_words(copying).startswith("/to：磁盘已满")


# ---- words


def test_no_word_of_the_system_is_shown() -> None:
    for number in errno.errorcode:
        words = system_words(OSError(number, os.strerror(number), "/ku/甲.xml"))
        assert words.startswith("/ku/甲.xml：")
        assert not re.search(r"[A-Za-z]{4,}", words.replace("ulimit", "").partition("：")[2]), words
    assert "腾出空间" in reason_of(OSError(errno.ENOSPC, "x"))
    assert system_words(OSError(errno.EXDEV, "x", b"/a")) == f"/a：{reason_of(OSError(errno.EXDEV, 'x'))}"


def _sqlite_error() -> sqlite3.Error:
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"no database at all, but long enough to be looked at")
        file.flush()
        try:
            sqlite3.connect(file.name).execute("select * from x")
        except sqlite3.Error as error:
            return error
    raise AssertionError


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RecursionError("maximum recursion depth exceeded"),
        UnicodeEncodeError("utf-8", "甲\udcff", 1, 2, "surrogates not allowed"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
        ValueError("All strings must be XML compatible: Unicode or ASCII, no NULL bytes"),
        _sqlite_error(),
        OSError(errno.EMFILE, "Too many open files"),
        OSError("cannot do it"),
        TimeoutError("timed out"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_goes_wrong_below_is_told_in_chinese(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    ending.forget()
    assert failures.tell(error) == 1
    said = capsys.readouterr().err
    assert said.startswith("错误：")
    assert not re.search(r"[A-Za-z]{4,}", re.sub("ulimit|udcff", "", said))


def test_what_stands_is_told_with_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    ending.forget()
    ending.done("网站已更新（out/web）")
    assert failures.tell(OSError(errno.ENOSPC, "No space left on device", "out/.print.new")) == 1
    assert "在此之前已经完成：网站已更新（out/web）。其余没有改动。" in capsys.readouterr().err
    ending.forget()


def broken(*_: object) -> None:
    raise KeyError("secret inside")


def test_what_nobody_foresaw(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("compendium_cli.list_.corpus_here", broken)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    answer = cli("list")
    assert answer.code == 70
    assert "没有料到" in answer.err and "没有改动。" in answer.err
    assert "secret" not in answer.err and "Traceback" not in answer.err
    (report,) = (tmp_path / "state" / "compendium" / "reports").iterdir()
    assert str(report) in answer.err
    assert "secret inside" in report.read_text("utf-8")
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert stat.S_IMODE(report.parent.stat().st_mode) == 0o700
    monkeypatch.setenv("COMPENDIUM_TRACEBACK", "1")
    answer = cli("list")
    assert (answer.code, "secret inside" in answer.err) == (70, True)


def test_reports_without_a_home(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("compendium_cli.list_.corpus_here", broken)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file" / "state"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answer = cli("list")
    assert answer.code == 70
    assert len(list(tmp_path.glob("compendium-report-*/*.txt"))) == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            (
                "correct",
                "路灯",
                "--date",
                "2021-06-01",
                "--words",
                "甲",
                "乙\x01",
                "--at",
                "第二条",
                "--reason",
                "x",
            ),
            "控制字符",
        ),
        (("search", "路\udcff灯"), "不是 UTF-8 的字节"),
        (("list", "--as-of"), "后面要写一个值"),
        (("search", "--json=1", "路灯"), "后面不写值"),
        (("correct", "路灯", "--words", "甲"), "后面要写 2 个值"),
        (("-",), "没有命令"),
    ],
)
def test_wrong_use_that_click_sees(typed: tuple[str, ...], told: str, cli: Cli, lamps: Path) -> None:
    answer = cli("--corpus", lamps, *typed)
    assert answer.code == 2
    assert told in answer.err
    assert not ENGLISH.search(answer.err)


def test_characters_that_xml_lacks_are_named(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(regulation().replace("加强", "加\x01强"), "utf-8")
    foreign = tmp_path / os.fsdecode(b"\xb7\xa8.txt")
    foreign.write_text(regulation(), "utf-8")
    for path in (tmp_path / "甲.txt", foreign):
        done = subprocess.run(
            [sys.executable, "-c", MAIN, "--corpus", lamps, "import", path], capture_output=True, text=True
        )
        assert done.returncode == 1
        assert not ENGLISH.search(done.stdout + done.stderr)
        assert "codec" not in done.stdout + done.stderr


# ---- streams


@pytest.mark.parametrize("how", ["full", "closed", "nobody", "ascii", "no stderr"])
def test_output_that_can_not_be_written(how: str, lamps: Path, tmp_path: Path) -> None:
    program = f"'{sys.executable}' -c '{MAIN}' --corpus '{lamps}'"
    (tmp_path / "b.txt").write_text(regulation(), "utf-8")
    script, code, said = {
        "full": (f"{program} list > /dev/full", 1, "错误：标准输出：磁盘已满"),
        "closed": (f"{program} list >&-", 0, ""),
        "nobody": (
            f"({program} import {tmp_path}/b.txt; echo $? > {tmp_path}/code) | true; sleep 0",
            0,
            "已提交",
        ),
        "ascii": (f"LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 {program} status no", 2, "多出了“no”"),
        "no stderr": (f"{program} list 2>&-", 0, ""),
    }[how]
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert not ENGLISH.search(done.stderr)
    if how == "nobody":
        assert (tmp_path / "code").read_text().strip() == str(failures.BROKEN_PIPE)
    if how in ("full", "closed", "no stderr"):
        assert done.stderr.count("\n") <= 1


# ---- a corpus that can only be read, and no home


@pytest.fixture
def only_read(lamps: Path, tmp_path: Path) -> Iterator[Path]:
    """A corpus that belongs to somebody else and can be read by all."""
    for path in (*tmp_path.parents, tmp_path):
        if path.is_relative_to(tempfile.gettempdir()) and path != Path(tempfile.gettempdir()):
            path.chmod(0o755)
    yield lamps


@ROOT
@pytest.mark.parametrize("home", ["none", "unwritable"])
@pytest.mark.parametrize(
    "typed",
    [
        "search 路灯",
        "search 路灯 --engine whoosh",
        "list",
        "check",
        "show 路灯",
        "status",
        "build index -o {out}",
    ],
)
def test_reading_commands_on_what_can_only_be_read(
    only_read: Path, tmp_path: Path, typed: str, home: str
) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o777)
    out.chmod(0o777)
    before = sorted(path for path in only_read.rglob("*"))

    def be_nobody() -> None:
        for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            os.environ.pop(name, None)
        if home == "unwritable":
            os.environ["HOME"] = "/proc"
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    words = ["--corpus", str(only_read), *typed.format(out=out).split()]
    ended = run_stopped(tmp_path, words, be_nobody)
    assert (ended.code, ended.left) == (0, ()), ended.err
    assert not ENGLISH.search(ended.err)
    assert sorted(path for path in only_read.rglob("*")) == before


@ROOT
def test_writing_where_nothing_can_be_written_says_so(only_read: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(regulation(), "utf-8")

    def be_nobody() -> None:
        os.environ["HOME"] = "/proc"
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    for typed in (["import", str(tmp_path / "b.txt")], ["export", "路灯", "-o", str(tmp_path / "x.docx")]):
        ended = run_stopped(tmp_path, ["--corpus", str(only_read), *typed], be_nobody)
        assert ended.code == 1
        assert "权限" in ended.err or "写入" in ended.err
        assert not ENGLISH.search(ended.err)


def test_keys_are_made_whole_or_not_at_all(tmp_path: Path) -> None:
    typed = ["keys", "init", "--keys", str(tmp_path / "keys"), "--no-passphrase"]

    def midway() -> None:
        from compendium_build.publishing import signing as roots

        roots.write_whole = _full  # type: ignore[assignment]

    ended = run_stopped(tmp_path, typed, midway)
    assert (ended.code, "磁盘已满" in ended.err) == (1, True)
    assert tree_of(tmp_path / "keys") == {}
    assert run_stopped(tmp_path, typed, lambda: None).code == 0


def test_a_rotation_is_not_broken_off(tmp_path: Path) -> None:
    keys = ["--keys", str(tmp_path / "keys")]
    assert run_stopped(tmp_path, ["keys", "init", *keys, "--no-passphrase"], lambda: None).code == 0

    def midway() -> None:
        from compendium_build.publishing import signing as roots

        real = roots.write_whole

        def write(path: Path, data: bytes) -> None:
            os.kill(os.getpid(), signal.SIGINT)
            real(path, data)

        roots.write_whole = write  # type: ignore[assignment]

    ended = run_stopped(tmp_path, ["keys", "rotate", "timestamp", *keys], midway)
    assert ended.code == 130
    assert "已更换 timestamp 的密钥" in ended.err
    assert sum(name.endswith(".retired") for name in tree_of(tmp_path / "keys")) == 1


def _full(path: Path, data: bytes) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", str(path))
