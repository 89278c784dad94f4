"""Read files in children that are bounded: whatever a file does, it is refused in words, and alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from compendium.intake.draft import Draft, drafts_of, only
from compendium.intake.source import SourceRefused, named
from compendium.law.problems import CompendiumError
from compendium.system import limits
from compendium.system.bounded import Done, Failed, How
from compendium.system.crew import Tell, run_bounded

_RECORDS = ("compendium.law", "compendium.intake.draft", "compendium.intake.bounded", "datetime", "pathlib")
_ADVICE = "请在 Word 等程序中打开看看：打得开的，另存为 .docx 或 .txt 再导入；打不开的，重新取得原件。"


def read_bounded(path: Path) -> Draft:
    """Read one file of one text into a draft.

    Raises:
        SourceRefused: the file can't be read, for whatever reason, or holds several texts.
    """
    read = read_all([path])[0]
    if isinstance(read, SourceRefused):
        raise read
    return only(path, read)


def read_all(paths: Sequence[Path], tell: Tell | None = None) -> list[tuple[Draft, ...] | SourceRefused]:
    """Read files side by side; one that can't be read becomes its refusal, and the others are read."""
    answers = run_bounded(read_here, paths, _RECORDS, tell)
    return [_result(path, answer) for path, answer in zip(paths, answers, strict=True)]


def read_here(path: Path) -> tuple[Draft, ...] | str:
    """Read one file in this process, as a child does: its drafts, or the words of its refusal."""
    try:
        return drafts_of(path)
    except CompendiumError as error:
        return named(path.name, str(error))
    except OSError as error:
        return f"{path.name}：{_cannot_open(error)}"


def _result(path: Path, answer: Done[tuple[Draft, ...] | str] | Failed) -> tuple[Draft, ...] | SourceRefused:
    if isinstance(answer, Failed):
        return SourceRefused(f"{path.name}：{_words(answer)}")
    return SourceRefused(answer.value) if isinstance(answer.value, str) else answer.value


def _words(failed: Failed) -> str:
    """What a person is told of a file that could not be read to its end."""
    most = limits.FILE
    match failed.how:
        case How.TIME:
            what = f"读了 {most.seconds:g} 秒还没有读完，已停止"
        case How.MEMORY:
            what = "读取时要用的内存超过上限，已停止；内容多得不合情理，或者文件已损坏"
        case How.DEPTH:
            what = "内容一层套一层，层数多得不合情理，不予读取"
        case How.SIZE:
            what = f"读出的内容连同图片超过 {most.answer // limits.MIB}MB 的上限，不予读取"
        case How.CRASH:
            what = f"读取程序意外中断{_noted(failed)}，文件可能已损坏"
        case How.ERROR:
            what = f"内容不合这种文件的格式，无法读取{_noted(failed)}"
    return f"{what}。{_ADVICE}"


def _cannot_open(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有读取这个文件的权限。请请求权限，或者换一份可以读取的副本。"
    if isinstance(error, FileNotFoundError):
        return "没有这个文件，可能在读取时被移走了。"
    return f"打不开（{type(error).__name__} {error.errno}）。请检查磁盘和文件后再试。"


def _noted(failed: Failed) -> str:
    return f"（{failed.detail}）" if failed.detail else ""
