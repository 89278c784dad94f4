"""What can fail in the store: one class for each failure, each with its whole message."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from compendium.problems import CompendiumError

_SHOWN = 10


def _listed(paths: Iterable[str]) -> str:
    """The first few paths, and how many there are when not all are shown."""
    every = sorted(paths)
    more = f" 等 {len(every)} 个文件" if len(every) > _SHOWN else ""
    return "、".join(every[:_SHOWN]) + more


class CorpusNotFound(CompendiumError):
    """No corpus.toml at or above a folder."""

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"在 {start} 及其上级文件夹中都没有找到 corpus.toml，这里不是法规库。"
            "请进入法规库文件夹再运行，或者用 compendium init 新建一个"
        )


class AlreadyCorpus(CompendiumError):
    """A corpus stands where a new one was asked for."""

    def __init__(self, path: Path, existing: Path) -> None:
        where = "已经是法规库" if path == existing else f"已经在法规库 {existing} 之内"
        super().__init__(f"{path} {where}，没有重新建立，原有内容未改动")


class FolderNotEmpty(CompendiumError):
    """A new corpus was asked for in a folder with other things in it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} 已存在且不是空文件夹，为免混入无关文件，不能在此新建法规库。请另选一个空文件夹"
        )


class NotWritable(CompendiumError):
    """The corpus cannot be written, for the reason given."""

    def __init__(self, root: Path, reason: str) -> None:
        super().__init__(f"法规库 {root} 不能写入：{reason}")


class HalfDone(CompendiumError):
    """The commit is made, the working folder could not follow."""

    def __init__(self, commit: str, reason: str) -> None:
        super().__init__(
            f"改动已提交（{commit[:12]}），但工作文件夹未能更新：{reason}。排除原因后，下次写入时会自动补上"
        )
        self.commit = commit


class UnsafePath(CompendiumError):
    """A path that could leave the corpus, hide in it, or not survive on another system."""

    def __init__(self, path: str, reason: str) -> None:
        shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in path)
        super().__init__(f"路径“{shown}”不可用：{reason}")
        self.path = path


class UncommittedEdits(CompendiumError):
    """Writing would destroy what somebody edited by hand."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(sorted(paths))
        super().__init__(
            f"下列文件有尚未提交的手工改动，写入会将其覆盖，请先提交或者撤销这些改动：{_listed(self.paths)}"
        )


class StaleWrite(CompendiumError):
    """The files have changed since the writer read them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(sorted(paths))
        super().__init__(
            f"下列文件在读取之后已被他人改动，本次未写入，请重新读取后再做：{_listed(self.paths)}"
        )


class LockTimeout(CompendiumError):
    """Another process kept the corpus locked for too long."""

    def __init__(self, lock: Path, pid: str, seconds: float) -> None:
        holder = f"进程 {pid}" if pid else "另一个进程"
        super().__init__(
            f"{holder}正在写入法规库，等待 {seconds:g} 秒后仍未结束（锁文件 {lock}）。请稍后再试"
        )


class UnknownRevision(CompendiumError):
    """A revision or a day for which the history has no answer."""

    def __init__(self, asked: object, reason: str) -> None:
        super().__init__(f"找不到版本“{asked}”：{reason}")


class NoHistory(CompendiumError):
    """The past of a corpus that is a plain folder was asked for."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"{root} 不是 git 仓库，没有历史版本可查")


class MissingFile(CompendiumError, KeyError):
    """A path that the snapshot does not have."""

    def __init__(self, path: str, revision: str) -> None:
        at = f"版本 {revision[:12]} 的" if revision else ""
        self._message = f"{at}法规库中没有文件“{path}”"
        super().__init__(self._message)

    def __str__(self) -> str:
        return self._message  # KeyError would show it quoted


class ChangedWhileReading(CompendiumError):
    """A file was changed while a snapshot of it was in use."""

    def __init__(self, path: str) -> None:
        super().__init__(f"文件“{path}”在读取期间被改动，请待改动完成后重新运行")


class Unsettled(CompendiumError):
    """The corpus was never still for long enough to be read."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"法规库 {root} 正被不断改写，未能读到一致的状态，请稍后再试")


class DamagedJournal(CompendiumError):
    """The record of an unfinished write cannot be read."""

    def __init__(self, journal: Path) -> None:
        super().__init__(
            f"写入日志 {journal} 已损坏。请用 git status 核对工作文件与最近一次提交，确认后删除该日志"
        )


class BadAuthor(CompendiumError):
    """A name that git cannot record."""

    def __init__(self, name: str, email: str) -> None:
        super().__init__(
            f"署名“{name} <{email}>”不可用：姓名不能为空，姓名和邮箱都不能含有尖括号或者控制字符"
        )


class EmptyMessage(CompendiumError):
    """A commit without a reason."""

    def __init__(self) -> None:
        super().__init__("没有写明本次改动的缘由，未写入")


class GitFailed(CompendiumError):
    """Git refused; its own words are kept."""

    def __init__(self, command: str, words: str) -> None:
        hint = "。如果没有别的 git 正在运行，请删除该锁文件后再试" if ".lock'" in words else ""
        super().__init__(f"git {command} 失败：{words.strip() or '没有说明原因'}{hint}")
        self.words = words
