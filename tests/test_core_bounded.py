"""Children under limits: what goes wrong in one stays there, and none outlives the run."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from compendium.law.act import Para
from compendium.system import limits
from compendium.system.bounded import VALUE, Done, Failed, How, packed, unpacked
from compendium.system.crew import run_bounded
from compendium.system.programs import run_program

_RECORDS = ("compendium.law",)


def _failure(work: Callable[[Path], object]) -> Failed:
    (answer,) = run_bounded(work, [Path("甲")], _RECORDS)
    assert isinstance(answer, Failed), answer
    return answer


def _spin(path: Path) -> None:
    while True:
        pass


def _sleep(path: Path) -> None:
    time.sleep(1000)


def _fill(path: Path) -> int:
    return len([bytearray(limits.MIB) for _ in range(4000)])


def _deep(path: Path) -> None:
    _deep(path)


def _crash(path: Path) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _leave(path: Path) -> None:
    os._exit(3)


def _exit(path: Path) -> None:
    sys.exit(3)


def _fail(path: Path) -> None:
    raise KeyError("甲")


def _program_sleeps(path: Path) -> None:
    run_program(["sleep", "1000"])


def _programs_fill(path: Path) -> int:
    """Several programs that together hold what each may hold alone."""
    hold = "x = bytearray(80 << 20); import time; time.sleep(1000)"
    return run_program(["sh", "-c", f"{sys.executable} -c '{hold}' & " * 4 + "wait"], memory=False).code


def _large(path: Path) -> Para:
    return Para(("甲" * 200_000,))


@pytest.mark.parametrize(
    ("work", "how"),
    [
        (_spin, How.TIME),
        (_sleep, How.TIME),
        (_program_sleeps, How.TIME),
        (_fill, How.MEMORY),
        (_programs_fill, How.MEMORY),
        (_deep, How.DEPTH),
        (_crash, How.CRASH),
        (_leave, How.CRASH),
        (_exit, How.ERROR),
        (_fail, How.ERROR),
    ],
)
def test_what_goes_wrong_is_an_answer(
    work: Callable[[Path], object], how: How, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 1 if how is How.TIME else 60  # nothing else may be taken for slow on a busy machine
    made = replace(limits.FILE, seconds=seconds, memory=200 * limits.MIB, tool_memory=100 * limits.MIB)
    monkeypatch.setattr(limits, "FILE", made)
    assert _failure(work).how is how


def test_an_unforeseen_error_tells_where_it_arose() -> None:
    def work(path: Path) -> object:
        return Path.read_text(Path("/no/such/file"))

    assert _failure(_fail).detail.startswith("KeyError")
    assert "FileNotFoundError" in _failure(work).detail


def test_an_answer_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE", replace(limits.FILE, answer=1000))
    assert _failure(_large).how is How.SIZE


def test_answers_come_in_the_order_of_the_paths_and_bad_ones_stop_no_other() -> None:
    def work(path: Path) -> Para:
        if path.name in {"3", "17"}:
            os.kill(os.getpid(), signal.SIGKILL)
        return Para((path.name,))

    seen: list[tuple[int, int]] = []
    paths = [Path(str(n)) for n in range(40)]
    answers = run_bounded(work, paths, _RECORDS, lambda done, total: seen.append((done, total)))
    for n, answer in enumerate(answers):
        if n in (3, 17):
            assert isinstance(answer, Failed)
        else:
            assert answer == Done(Para((str(n),)))
    assert seen[-1] == (40, 40)


def test_a_child_serves_many_files_but_none_after_one_that_went_wrong() -> None:
    def work(path: Path) -> Para:
        if path.name == "bad":
            raise ValueError
        return Para((str(os.getpid()),))

    names = ["a", "b", "bad", "c", "d"]
    os_cores, os.sched_getaffinity = os.sched_getaffinity, lambda _: {0}  # type: ignore[assignment]
    try:
        answers = run_bounded(work, [Path(name) for name in names], _RECORDS)
    finally:
        os.sched_getaffinity = os_cores
    pids = [answer.value.text for answer in answers if isinstance(answer, Done)]
    assert len(pids) == 4
    assert len(set(pids)) == 2  # one before the bad file, one after it


def test_limits_hold_in_the_child_and_nothing_of_the_parent_is_open(tmp_path: Path) -> None:
    import resource

    def work(path: Path) -> Para:
        told = [resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)]
        held = []
        for number in range(3, 256):
            with suppress(OSError):
                held.append(os.readlink(f"/proc/self/fd/{number}"))
        return Para((f"{told} {[name for name in held if str(path.parent) in name]}",))

    if not Path("/proc/self/fd").exists():
        pytest.skip("no /proc")
    with (tmp_path / "secret").open("w"):
        (answer,) = run_bounded(work, [tmp_path / "甲"], _RECORDS)
    assert answer == Done(Para((f"[{limits.FILE.open_files}, 0] []",)))


def test_what_a_child_leaves_on_disk_is_taken_away() -> None:
    import tempfile

    def work(path: Path) -> Para:
        made = tempfile.mkdtemp()
        Path(made, "left").write_text("甲")
        return Para((made,))

    (answer,) = run_bounded(work, [Path("甲")], _RECORDS)
    assert isinstance(answer, Done)
    assert not Path(answer.value.text).exists()


class _Forged:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("exit 7",)


@pytest.mark.parametrize(
    "payload",
    [packed(_Forged()), packed(Path("/")), pickle.dumps(eval), b"", b"\x80\x05garbage", packed(Para)[:-3]],
)
def test_an_answer_can_name_nothing_but_records(payload: bytes) -> None:
    assert isinstance(unpacked(VALUE, payload, _RECORDS), Failed)


# ---- no child outlives the run

_PROGRAM = """
import sys, time, signal
from pathlib import Path
from compendium.system import ending
from compendium.system.crew import run_bounded
from compendium.system.programs import run_program
ending.install()
def work(path):
    run_program(["sh", "-c", f"echo $$ > {path}; exec sleep 1000"])
run_bounded(work, [Path(sys.argv[1])], ())
"""


def _alive(pid: int) -> bool:
    try:
        return b") Z " not in Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_the_parent_ends_its_children_end_with_it(signum: signal.Signals, tmp_path: Path) -> None:
    told = tmp_path / "pid"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    parent = subprocess.Popen([sys.executable, "-c", _PROGRAM, str(told)], env=env, stderr=subprocess.DEVNULL)
    try:
        assert _within(30, lambda: told.exists() and told.read_text().strip() != "")
        program = int(told.read_text())
        assert _alive(program)
        parent.send_signal(signum)
        parent.wait(30)
        assert _within(10, lambda: not _alive(program))
    finally:
        parent.kill()


def test_an_exception_of_the_caller_ends_the_children(tmp_path: Path) -> None:
    def work(path: Path) -> Para:
        path.write_text(str(os.getpid()))
        if path.name == "slow":
            time.sleep(1000)
        return Para(("甲",))

    def tell(done: int, total: int) -> None:
        assert _within(10, (tmp_path / "slow").exists)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_bounded(work, [tmp_path / "slow", tmp_path / "quick"], _RECORDS, tell)
    assert _within(5, lambda: not _alive(int((tmp_path / "slow").read_text() or 0)))


def test_other_threads_of_the_parent_do_not_hinder() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=lambda: ended.wait(60))
    thread.start()
    try:
        answers = run_bounded(lambda path: Para((path.name,)), [Path("甲")], _RECORDS)
    finally:
        ended.set()
        thread.join()
    assert answers == [Done(Para(("甲",)))]
