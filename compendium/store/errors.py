"""What can fail in the store: one class for each failure, each with its whole message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from compendium.law.problems import CompendiumError

_SHOWN = 10


def _listed(paths: Iterable[str]) -> str:
    """The first few paths, and how many there are when not all are shown."""
    every = sorted(paths)
    more = f" 等 {len(every)} 个文件" if len(every) > _SHOWN else ""
    return "、".join(every[:_SHOWN]) + more


def _printable(path: str) -> str:
    """A path with its invisible characters shown by their code."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in path)


class CorpusNotFound(CompendiumError):
    """A folder with no corpus.toml in or above it."""

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"在 {start} 及其上级文件夹中都没有找到 corpus.toml，这里不是法规库。"
            "请进入法规库文件夹再运行，或者用 compendium init 新建一个"
        )


class AlreadyCorpus(CompendiumError):
    """A corpus that stands where a new one was asked for."""

    def __init__(self, path: Path, existing: Path) -> None:
        where = "已经是法规库" if path == existing else f"已经在法规库 {existing} 之内"
        super().__init__(f"{path} {where}，没有重新建立，原有内容未改动")


class FolderNotEmpty(CompendiumError):
    """A folder with other things in it, in which a new corpus was asked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} 已存在且不是空文件夹，为免混入无关文件，不能在此新建法规库。请另选一个空文件夹"
        )


class NotWritable(CompendiumError):
    """A corpus that cannot be written, for the reason given."""

    def __init__(self, root: Path, reason: str) -> None:
        super().__init__(f"法规库 {root} 不能写入：{reason}")


class HalfDone(CompendiumError):
    """A commit that is made, but that the working folder could not follow."""

    def __init__(self, commit: str, reason: str) -> None:
        super().__init__(
            f"改动已提交（{commit[:12]}），但工作文件夹未能更新：{reason}。排除原因后，下次写入时会自动补上"
        )
        self.commit = commit


class UnsafePath(CompendiumError):
    """A path that could leave the corpus, hide in it, or not survive on another system."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"路径“{_printable(path)}”不可用：{reason}")
        self.path = path


class UnfinishedMerge(CompendiumError):
    """A merge that git could not finish, or that nobody has committed."""

    def __init__(self, paths: Iterable[str]) -> None:
        super().__init__(unfinished_words(paths))


def unfinished_words(paths: Iterable[str]) -> str:
    """Say that a merge is not finished, which files wait for a person, and how to go on."""
    waiting = _listed(paths)
    what = f"合并没有完成，下列文件两边都改过，还没有定：{waiting}" if waiting else "合并还没有提交"
    first = "请逐个改好、git add，再 git commit" if waiting else "请运行 git commit 完成合并"
    return f"{what}。{first}；放弃这次合并的，运行 git merge --abort"


class UncommittedEdits(CompendiumError):
    """A write that would destroy what somebody edited by hand."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(sorted(paths))
        super().__init__(
            f"下列文件有尚未提交的手工改动，写入会将其覆盖，请先提交或者撤销这些改动：{_listed(self.paths)}"
        )


class StaleWrite(CompendiumError):
    """A write to files that have changed since the writer read them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(sorted(paths))
        super().__init__(
            f"下列文件在读取之后已被他人改动，本次未写入，请重新读取后再做：{_listed(self.paths)}"
        )


class LockTimeout(CompendiumError):
    """A corpus that another process kept locked for too long."""

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
    """A question about the past of a corpus that is a plain folder."""

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
    """A file that was changed while a snapshot of it was in use."""

    def __init__(self, path: str) -> None:
        super().__init__(f"文件“{path}”在读取期间被改动，请待改动完成后重新运行")


class Unsettled(CompendiumError):
    """A corpus that was never still for long enough to be read."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"法规库 {root} 正被不断改写，未能读到一致的状态，请稍后再试")


class DamagedJournal(CompendiumError):
    """A record of an unfinished write that cannot be read."""

    def __init__(self, journal: Path, top: Path) -> None:
        super().__init__(
            f"写入日志 {journal} 已损坏。请在 {top} 用 git status 核对工作文件与最近一次提交，"
            "确认后删除该日志"
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
    """A refusal by git; its own words are kept in `words`."""

    def __init__(self, command: str, words: str, where: Path) -> None:
        super().__init__(f"法规库所在的仓库 {where}：git {command} 没有完成：{_in_chinese(words)}")
        self.words = words


_GIT_SAYS = (
    (
        r"Unable to create '(.+?\.lock)': File exists",
        r"锁文件 \1 已存在。如果没有别的 git 正在运行，请删除该锁文件后再试",
    ),
    (
        r"not a git repository|packed-refs|shallow|update_ref failed|cannot lock ref|"
        r"refusing to update ref|bad ref",
        "仓库的引用（分支）缺失、损坏，或者正被占用。请用 git fsck 查看，稍后再试",
    ),
    (
        r"'([^'\n]+)'[^\n]*(?:No space left on device|[Oo]ut of diskspace|disk quota)",
        r"\1：磁盘已满。请腾出空间后再试",
    ),
    (r"No space left on device|[Oo]ut of diskspace|disk quota", "磁盘已满。请腾出空间后再试"),
    (r"[Pp]ermission denied|insufficient permission", "没有写入权限。请检查 .git 文件夹的属主和权限"),
    (r"[Rr]ead-only file system", "所在磁盘只能读取"),
    (r"attempting to allocate|[Oo]ut of memory", "其中有大得不合情理的对象，或者内存不够"),
    (
        r"bad object|missing|unable to (?:read|find)|corrupt|inflate|loose object|packfile|"
        r"not a valid object|invalid sha1|could not parse|bad tree|index file",
        "仓库的对象或者索引缺失、损坏。请用 git fsck 查看，并从备份或者远程重新取得",
    ),
)


def _in_chinese(words: str) -> str:
    """What git said, in the words of those who keep the corpus; what is not known to us is quoted."""
    said = words.strip()
    if not said:
        return "git 没有说明原因"
    for pattern, chinese in _GIT_SAYS:
        if found := re.search(pattern, said):
            return found.expand(chinese)
    return said if _CHINESE.search(said) else f"原因未能识别，git 的原话是“{said.splitlines()[-1][:200]}”"


_CHINESE = re.compile(r"[\u4e00-\u9fff]")


_OBJECT = re.compile(r"\b[0-9a-f]{40}\b")


def blamed(words: str) -> str:
    """Return the name of the object that git complains about; empty when it names none."""
    found = _OBJECT.search(words)
    return found[0] if found else ""


class DamagedHead(CompendiumError):
    """A HEAD, which says what branch a repository is on, that is gone or says nothing of the kind."""

    def __init__(self, head: Path, reason: str) -> None:
        super().__init__(
            f"{head} 已损坏：{reason}。它应当只有一行“ref: refs/heads/分支名”，例如 ref: refs/heads/main；"
            f"请照样改好再试（有哪些分支，看 {head.parent / 'refs/heads'}）"
        )


class DamagedObject(CompendiumError):
    """An object of the repository that is missing, or is not what its name says."""

    def __init__(self, where: Path, digest: str) -> None:
        super().__init__(
            f"法规库所在的仓库 {where} 缺少对象 {digest[:12]}，或者其内容与名称不符。"
            "仓库可能不完整（部分克隆）或者已损坏，请从可靠的来源重新克隆"
        )


class DamagedRepository(CompendiumError):
    """Objects of the repository that are missing or are not what their names say."""

    def __init__(self, where: Path, said: Sequence[str]) -> None:
        more = f"（共 {len(said)} 处）" if len(said) > 1 else ""
        super().__init__(
            f"法规库所在的仓库 {where} 已损坏{more}，git fsck 的原话：“{said[0] if said else ''}”。"
            "请从备份或者可靠的来源重新取得"
        )


class TooLarge(CompendiumError):
    """A file that no text of law can be."""

    def __init__(self, path: str, size: int, limit: int) -> None:
        super().__init__(
            f"文件“{path}”有 {size // 1024 // 1024} MB，超过 {limit // 1024 // 1024} MB 的上限，不予读取"
        )


class DamagedIndex(CompendiumError):
    """An index, git's list of what is staged, that cannot be read."""

    def __init__(self, index: Path) -> None:
        super().__init__(
            f"git 的索引 {index} 已损坏，未写入也未读取。请删除这个文件后再试：它会按最近一次提交重新生成，"
            "文件本身不受影响（已用 git add 暂存的内容要重新暂存）"
        )


class UnsafeRepository(CompendiumError):
    """A repository arranged so that work in it would reach outside of it."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"仓库不可信，未予读取：{path} {reason}")


class UnsafeContent(CompendiumError):
    """A corpus that holds what is no plain file: links, submodules, devices, private folders."""

    def __init__(self, found: Iterable[tuple[str, str]]) -> None:
        self.found = tuple(sorted(found))
        shown = "；".join(f"“{_printable(path)}”{reason}" for path, reason in self.found[:_SHOWN])
        more = f"；等 {len(self.found)} 处" if len(self.found) > _SHOWN else ""
        super().__init__(f"法规库只收普通文件，其中有不能接受的内容，未予读取：{shown}{more}。请移除后再试")


class DetachedHead(CompendiumError):
    """A write that the next checkout would lose."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            f"法规库 {root} 现在不在任何分支上（处于某个旧提交），写入的内容在切换分支后会丢失，因此不写入。"
            "请先用 git switch main 回到分支，或者用 git switch -c 新分支名 建一个分支"
        )


class ClockBehind(CompendiumError):
    """A clock of this machine that is behind the last commit."""

    def __init__(self, now: datetime, last: datetime) -> None:
        super().__init__(
            f"本机时钟是 {now:%Y-%m-%d %H:%M}，早于库中最近一次提交（{last:%Y-%m-%d %H:%M}），未写入。"
            "请校准时钟后再试；如果本机时钟是对的、是那次提交的时间错了，请加上 compendium --clock-is-right"
        )


class ClockUnset(CompendiumError):
    """A clock that stands before there was git, as one does whose battery is empty."""

    def __init__(self, now: datetime) -> None:
        super().__init__(f"本机时钟是 {now:%Y-%m-%d %H:%M}，不可能是今天，未写入。请校准时钟后再试")
