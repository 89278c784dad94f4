"""Where an edition comes from: a folder or a site; what both can do, and how they fail."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Protocol

from compendium.problems import CompendiumError


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
        data = self._open(path)
        if len(data) > limit:
            raise TooLarge(self.name, path, limit)
        return data

    def fetch(self, path: str, part: Path, size: int) -> None:
        """Copy a file."""
        part.write_bytes(self.read(path, size))

    def _open(self, path: str) -> bytes:
        with self._counting:
            self.requests += 1
        try:
            data = (self.root / path).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            raise NotThere(self.name, path) from None
        except OSError as error:
            raise SourceFailed(self.name, path, error.strerror) from error
        with self._counting:
            self.received += len(data)
        return data


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
