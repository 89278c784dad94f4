"""Connections on which every read is held to a pace, from the first byte of the head to the last of the body.

A server that sends a byte every few seconds never lets a timeout of one read pass. So the bytes that came are
counted over a window of time, below everything that reads them (head, chunks, packed bodies), and so is all
that one answer may have.
"""

from __future__ import annotations

import io
import socket
import time
from contextvars import ContextVar
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from compendium.law.problems import CompendiumError

WINDOW = 20.0
"""Seconds over which the pace is taken; a radio link may be silent for some of them."""
SLOWEST = 500
"""Bytes a second below which a server is taken to hang: a tenth of the slowest modem."""
_HEADS = 256 * 1024
"""Bytes of an answer besides the file itself: head, marks of chunks, whatever packing adds."""

ALLOWED: ContextVar[int] = ContextVar("ALLOWED", default=_HEADS)
"""The bytes that the file which is asked for may have; set around a request."""


class OffPace(CompendiumError):
    """An answer comes too slowly, or does not end where it must."""


class Pace:
    """Counts what comes in for one request after another."""

    def __init__(self) -> None:
        self.begin(0)

    def begin(self, allowed: int) -> None:
        """Start a new request."""
        self._left = allowed + _HEADS
        self._since, self._count = time.monotonic(), 0

    def patience(self) -> float:
        """The seconds for which the next read may wait."""
        return max(0.001, self._since + WINDOW - time.monotonic())

    def came(self, count: int) -> None:
        """Count bytes.

        Raises:
            OffPace: there are too many of them, or too few in the time.
        """
        self._left -= count
        self._count += count
        if self._left < 0:
            raise OffPace("对方发来的多于应有的，已停止接收")
        if time.monotonic() - self._since >= WINDOW:
            if self._count < WINDOW * SLOWEST:
                raise OffPace(f"对方发送过慢（{WINDOW:g} 秒只有 {self._count} 字节）")
            self._since, self._count = time.monotonic(), 0


class _PacedFile(io.RawIOBase):
    """The reading end of a socket."""

    def __init__(self, paced: _PacedSocket) -> None:
        self._paced = paced
        self._inner = paced.sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        pace, sock = self._paced.pace, self._paced.sock
        while True:
            patience, timeout = pace.patience(), self._paced.timeout
            sock.settimeout(patience if timeout is None else min(patience, timeout))
            try:
                count = self._inner.readinto(buffer) or 0
            except TimeoutError:
                if timeout is not None and timeout <= patience:
                    raise
                self._inner.close()
                self._inner = sock.makefile("rb", buffering=0)  # one that timed out reads no more
                pace.came(0)
                continue
            pace.came(count)
            return count

    def close(self) -> None:
        self._inner.close()
        super().close()


class _PacedSocket:
    """A socket whose reading end is held to the pace."""

    def __init__(self, sock: socket.socket, pace: Pace) -> None:
        self.sock = sock
        self.pace = pace
        self.timeout: float | None = sock.gettimeout()

    def settimeout(self, seconds: float | None) -> None:
        """Remember how long one read may take."""
        self.timeout = seconds
        self.sock.settimeout(seconds)

    def makefile(self, mode: str, *rest: Any, **more: Any) -> io.BufferedReader:
        """The reading end, as http.client asks for it."""
        return io.BufferedReader(_PacedFile(self))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sock, name)


class _Paced:
    """What makes a connection of urllib3 a paced one."""

    pace: Pace
    sock: Any

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self.pace = Pace()
        self.sock = _PacedSocket(self.sock, self.pace)

    def request(self, *args: Any, **more: Any) -> None:
        if self.sock is None:
            self.connect()
        self.pace.begin(ALLOWED.get())
        super().request(*args, **more)  # type: ignore[misc]


class PacedHTTPConnection(_Paced, HTTPConnection):
    """A paced connection."""


class PacedHTTPSConnection(_Paced, HTTPSConnection):
    """A paced connection over TLS."""


class PacedHTTPPool(HTTPConnectionPool):
    """A pool of paced connections."""

    ConnectionCls = PacedHTTPConnection


class PacedHTTPSPool(HTTPSConnectionPool):
    """A pool of paced connections over TLS."""

    ConnectionCls = PacedHTTPSConnection


POOLS = {"http": PacedHTTPPool, "https": PacedHTTPSPool}
