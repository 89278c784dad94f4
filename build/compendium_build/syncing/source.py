"""Where an edition comes from, a folder or a site: what both can do, and how they fail.

The reader of a site retries, resumes large files, follows nothing to other hosts and never takes too much.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import IO, BinaryIO, Protocol
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from compendium.law.problems import CompendiumError
from compendium.system.errors import naming, system_words
from compendium_build.publishing.network import connection_words
from compendium_build.syncing.pace import ALLOWED, POOLS, OffPace

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
        with self._opened(path) as file, naming(part), part.open("wb") as out:
            left = size + 1
            while left > 0 and (data := _taken(file, min(left, _CHUNK))):
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


def _taken(file: BinaryIO, most: int) -> bytes:
    with naming(Path(file.name)):
        return file.read(most)


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe, which would wait for a writer, is open at once and then refused."""
    return os.open(path, flags | os.O_NONBLOCK)


def open_source(place: str) -> Source:
    """A source by its name: an address that begins with http, or a folder.

    Raises:
        SourceFailed: there is no such folder.
    """
    if place.startswith(("http://", "https://")):
        return HttpSource(place)
    root = Path(place.removeprefix("file://")).expanduser()
    if not root.is_dir():
        raise SourceFailed(place, "内容", "没有这个目录")
    return FolderSource(root)


_HTTP_CHUNK = 64 * 1024
_ATTEMPTS = 5
_REDIRECTS = 3
_RESUMABLE = 2 * 1024 * 1024
"""From this size on a file is asked for as it is, so that it can be gone on with; below, compressed."""


class HttpSource:
    """An edition on a web site."""

    def __init__(self, url: str, timeout: float = 30, pause: float = 0.3, workers: int = 16) -> None:
        self.name = url.rstrip("/")
        self.requests = 0
        self.received = 0
        self._timeout = timeout
        self._pause = pause
        self._counting = threading.Lock()
        self._pool = _pool(url, workers, pause)

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file."""
        parts: list[bytes] = []

        def attempt() -> None:
            parts.clear()
            with self._get(path, {"Accept-Encoding": "gzip"}, limit) as answer:
                parts.extend(self._body(answer, path, limit))

        self._retry(path, attempt)
        return b"".join(parts)

    def fetch(self, path: str, part: Path, size: int) -> None:
        """Bring a file into `part`, going on after what is there already where the file is large."""
        if size < _RESUMABLE:
            data = self.read(path, size)
            with naming(part):
                part.write_bytes(data)
            return
        self._retry(path, lambda: self._go_on(path, part, size))

    def _go_on(self, path: str, part: Path, size: int) -> None:
        have = part.stat().st_size if part.exists() else 0
        if have >= size:
            have = 0
        headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={have}-"} if have else {})}
        with self._get(path, headers, size) as answer:
            begins = answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")
            resumed = have > 0 and answer.status == 206 and begins
            with part.open("ab" if resumed else "wb") as file:
                self._into(file, answer, path, size - have if resumed else size)

    def _into(self, file: IO[bytes], answer: BaseHTTPResponse, path: str, limit: int) -> None:
        for chunk in self._body(answer, path, limit):
            with naming(Path(file.name)):
                file.write(chunk)
                file.flush()

    def _body(self, answer: BaseHTTPResponse, path: str, limit: int) -> Iterator[bytes]:
        """The decoded body, as long as it is no longer than it may be and comes at all."""
        count = 0
        try:
            for chunk in answer.stream(_HTTP_CHUNK, decode_content=True):
                count += len(chunk)
                if count > limit:
                    raise TooLarge(self.name, path, limit)
                yield chunk
        finally:
            with self._counting:
                self.received += answer.tell()

    @contextmanager
    def _get(self, path: str, headers: dict[str, str], allowed: int) -> Iterator[BaseHTTPResponse]:
        """The answer for a file of at most `allowed` bytes."""
        told = ALLOWED.set(allowed)
        try:
            answer = self._ask(path, headers)
        except OffPace as error:
            raise SourceFailed(self.name, path, error) from error
        finally:
            ALLOWED.reset(told)
        try:
            if answer.status in (403, 404, 410):
                raise NotThere(self.name, path)
            if answer.status not in (200, 206):
                raise SourceFailed(self.name, path, f"对方回答 {answer.status}")
            yield answer
        except OffPace as error:
            answer.close()
            raise SourceFailed(self.name, path, error) from error
        except BaseException:
            answer.close()
            raise
        finally:
            answer.release_conn()

    def _ask(self, path: str, headers: dict[str, str]) -> BaseHTTPResponse:
        """Ask for a file; go where the same host sends us, and nowhere else."""
        url = f"{self.name}/{quote(path)}"
        for _ in range(_REDIRECTS):
            with self._counting:
                self.requests += 1
            answer = self._pool.request(
                "GET",
                url,
                headers={"User-Agent": "compendium", **headers},
                preload_content=False,
                redirect=False,
                timeout=self._timeout,
            )
            if answer.status not in (301, 302, 303, 307, 308):
                return answer
            answer.drain_conn()
            target = urljoin(url, answer.headers.get("Location", ""))
            if _origin(target) != _origin(self.name):
                raise SourceFailed(self.name, path, f"对方要转到别处（{target}），没有跟去")
            url = target
        raise SourceFailed(self.name, path, "转向次数过多")

    def _retry(self, path: str, attempt: Callable[[], None]) -> None:
        """Try again when a connection breaks off in the middle."""
        for number in range(1, _ATTEMPTS + 1):
            try:
                attempt()
                return
            except HTTPError as error:
                if number == _ATTEMPTS:
                    raise SourceFailed(self.name, path, connection_words(error)) from error
                time.sleep(self._pause * number)


def _pool(url: str, workers: int, pause: float) -> urllib3.PoolManager:
    retries = urllib3.Retry(
        total=4, backoff_factor=pause, status_forcelist=(429, 500, 502, 503, 504), raise_on_status=False
    )
    parts = urlsplit(url)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        manager: urllib3.PoolManager = urllib3.ProxyManager(proxy, maxsize=workers, retries=retries)
    else:
        manager = urllib3.PoolManager(maxsize=workers, retries=retries)
    manager.pool_classes_by_scheme = POOLS
    return manager


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
