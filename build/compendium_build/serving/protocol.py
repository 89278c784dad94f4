"""HTTP as uvicorn speaks it, with bounds on those who send much, send slowly, or don't read."""

from __future__ import annotations

import asyncio
import re

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from compendium_build.serving.refusals import title_of

_BEYOND = re.compile(rb"[\x80-\xff]")


class GuardedProtocol(HttpToolsProtocol):
    """Ends a connection whose request is too big or too slow, or whose answer is not taken.

    A request has no body here, so that all it sends is its head.
    """

    head_bytes = 32 * 1024
    head_seconds = 10.0
    stall_seconds = 30.0
    stall_bytes = 16 * 1024

    _received = 0
    _head_timer: asyncio.TimerHandle | None = None
    _stall_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Expect the head of a request within its time."""
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget all that was expected."""
        self._stop_timers()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes in before an answer has gone out."""
        self._received += len(data)
        if self._received > self.head_bytes:
            self._end(431)
            return
        if self._head_timer is None and (self.cycle is None or self.cycle.response_complete):
            self._expect_head()
        super().data_received(_escaped(data) if self._received == len(data) else data)

    def on_headers_complete(self) -> None:
        """The head is whole: the time for it no longer counts."""
        if self._head_timer:
            self._head_timer.cancel()
            self._head_timer = None
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """The next request counts anew."""
        self._received = 0
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client reads more slowly than we write: see that it reads at all."""
        super().pause_writing()
        self._expect_reading()

    def resume_writing(self) -> None:
        """The client has caught up."""
        if self._stall_timer:
            self._stall_timer.cancel()
            self._stall_timer = None
        super().resume_writing()

    def _expect_head(self) -> None:
        self._head_timer = self.loop.call_later(self.head_seconds, self._end, 408)

    def _expect_reading(self) -> None:
        left = self.transport.get_write_buffer_size()
        self._stall_timer = self.loop.call_later(self.stall_seconds, self._check_reading, left)

    def _check_reading(self, before: int) -> None:
        if self.transport.get_write_buffer_size() > before - self.stall_bytes:
            self.transport.abort()
        else:
            self._expect_reading()

    def _stop_timers(self) -> None:
        for timer in filter(None, (self._head_timer, self._stall_timer)):
            timer.cancel()
        self._head_timer = self._stall_timer = None

    def _end(self, status: int) -> None:
        """Say why and hang up; nothing more is read."""
        self._stop_timers()
        transport = self.transport
        if transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete:
            words = f"{title_of(status)}\n".encode()
            head = f"HTTP/1.1 {status} \r\ncontent-type: text/plain; charset=utf-8\r\n"
            head += f"content-length: {len(words)}\r\nconnection: close\r\n\r\n"
            transport.write(head.encode() + words)
        transport.close()


def _escaped(data: bytes) -> bytes:
    """Write the first line as it should have been: people give curl Chinese addresses as they are.

    >>> _escaped("GET /search/?q=桥 HTTP/1.1".encode())
    b'GET /search/?q=%E6%A1%A5 HTTP/1.1'
    """
    line, end, rest = data.partition(b"\r\n")
    if line.isascii():
        return data
    return _BEYOND.sub(lambda found: b"%%%02X" % found[0][0], line) + end + rest
