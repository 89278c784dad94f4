"""Where an edition comes from: a folder or a site; what both can do, and how they fail."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from threading import Lock
from typing import BinaryIO, Protocol

from compendium.problems import CompendiumError
from compendium.system import system_words

_CHUNK = 1 << 20


class NotThere(CompendiumError):
    """The source has no such file."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(f"{name} 没有文件 {path}。")
        self.path = path


class SourceFailed(CompendiumError):
    """The source can't be reached, or breaks off again and again."""

    def __init__(self, name: str, path: str, reason: object) -> None:
        super().__init__(
            f"取 {name} 的 {path} 时出错：{reason}。已取到的部分会保留，重新运行即从中断处继续。"
        )


class TooLarge(CompendiumError):
    """A file is larger than it may be."""

    def __init__(self, name: str, path: str, limit: int) -> None:
        super().__init__(f"{name} 的 {path} 超过应有的大小（{limit} 字节），已停止接收。")
        self.path = path


class Source(Protocol):
    """A folder or a site that holds an edition. `requests` and `received` count what was asked and got."""

    name: str
    requests: int
    received: int

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file.

        Raises:
            NotThere: there is none.
            TooLarge: it has more than `limit` bytes.
            SourceFailed: it can't be had.
        """

    def fetch(self, path: str, part: Path, size: int) -> None:
        """Bring a file into `part`, going on after what is there already; raises as `read` does."""


class FolderSource:
    """An edition in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = str(root)
        self.requests = 0
        self.received = 0
        self._counting = Lock()

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file."""
        with self._opened(path) as file:
            data = file.read(limit + 1)
        self._count(len(data))
        if len(data) > limit:
            raise TooLarge(self.name, path, limit)
        return data

    def fetch(self, path: str, part: Path, size: int) -> None:
        """Copy a file, no more of it than it may have."""
        with self._opened(path) as file, part.open("wb") as out:
            left = size + 1
            while left > 0 and (data := file.read(min(left, _CHUNK))):
                out.write(data)
                left -= len(data)
        self._count(size + 1 - left)
        if left <= 0:
            part.unlink()
            raise TooLarge(self.name, path, size)

    def _opened(self, path: str) -> BinaryIO:
        """A plain file of the folder, which no link leads out of."""
        with self._counting:
            self.requests += 1
        try:
            if not (self.root / path).resolve().is_relative_to(self.root.resolve()):
                raise SourceFailed(self.name, path, "是链接，指向目录之外")
            file = open(self.root / path, "rb", opener=_without_waiting)  # noqa: SIM115
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            raise NotThere(self.name, path) from None
        except OSError as error:
            raise SourceFailed(self.name, path, system_words(error)) from error
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            file.close()
            raise SourceFailed(self.name, path, "不是普通文件")
        return file

    def _count(self, received: int) -> None:
        with self._counting:
            self.received += received


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe, which would wait for a writer, is open at once and then refused."""
    return os.open(path, flags | os.O_NONBLOCK)


def open_source(place: str) -> Source:
    """A source by its name: an address that begins with http, or a folder.

    Raises:
        SourceFailed: there is no such folder.
    """
    if place.startswith(("http://", "https://")):
        from compendium_build.syncing.http import HttpSource

        return HttpSource(place)
    root = Path(place.removeprefix("file://")).expanduser()
    if not root.is_dir():
        raise SourceFailed(place, "内容", "没有这个目录")
    return FolderSource(root)
