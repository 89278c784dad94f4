"""Run the server: one process or several, until it is told to stop.

uvicorn speaks HTTP, here with bounds on those who send much, send slowly, or don't read.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import socket
import tempfile
from copy import deepcopy
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from uvicorn import Config, Server
from uvicorn.config import LOGGING_CONFIG
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.supervisors import Multiprocess

from compendium.system.ending import Interrupted
from compendium.system.errors import naming
from compendium_build.serving.app import SETTINGS
from compendium_build.serving.metrics import SHARED
from compendium_build.serving.replies import title_of
from compendium_build.serving.settings import Settings

_BEYOND = re.compile(rb"[\x80-\xff]")


class GuardedProtocol(asyncio.Protocol):
    """Ends a connection whose request is too big or too slow, or whose answer is not taken.

    A request has no body here, so that all it sends is its head. It stands before one of uvicorn's two
    protocols, whose attributes it uses.
    """

    cycle: Any
    transport: asyncio.Transport
    loop: asyncio.AbstractEventLoop

    head_bytes = 32 * 1024
    head_seconds = 10.0
    stall_seconds = 30.0
    stall_bytes = 16 * 1024

    _received = 0
    _head_timer: asyncio.TimerHandle | None = None
    _stall_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
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

    def head_is_whole(self) -> None:
        """Stop the time for the head of the request."""
        if self._head_timer:
            self._head_timer.cancel()
            self._head_timer = None

    def answer_is_out(self) -> None:
        """Reset the byte count for the next request."""
        self._received = 0

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


class GuardedH11(GuardedProtocol, H11Protocol):
    """Read HTTP in pure Python, which every machine has."""

    def data_received(self, data: bytes) -> None:
        """Pass over empty lines before a request (RFC 9112, section 2.2), which h11 does not."""
        if self._received or (data := data.lstrip(b"\r\n")):
            super().data_received(data)

    def handle_events(self) -> None:
        """Take in what was read; a request that has begun to be answered has its head whole."""
        super().handle_events()
        if self.cycle is not None and not self.cycle.response_complete:
            self.head_is_whole()

    def on_response_complete(self) -> None:
        """Make ready for the next request."""
        self.answer_is_out()
        super().on_response_complete()


_IN_C = find_spec("httptools") is not None
if _IN_C:  # at the top of the module: each worker of several is sent its protocol by name
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    class GuardedHttpTools(GuardedProtocol, HttpToolsProtocol):
        """Read HTTP in C."""

        def on_headers_complete(self) -> None:
            """A request has its head whole."""
            self.head_is_whole()
            super().on_headers_complete()

        def on_response_complete(self) -> None:
            """Make ready for the next request."""
            self.answer_is_out()
            super().on_response_complete()


def protocol_class(fast: bool = True) -> type[asyncio.Protocol]:
    """The protocol to serve with: in C where httptools is installed, which is only for speed."""
    return GuardedHttpTools if fast and _IN_C else GuardedH11


def _escaped(data: bytes) -> bytes:
    """Write the first line as it should have been: people give curl Chinese addresses as they are.

    >>> _escaped("GET /search/?q=桥 HTTP/1.1".encode())
    b'GET /search/?q=%E6%A1%A5 HTTP/1.1'
    """
    line, end, rest = data.partition(b"\r\n")
    if line.isascii():
        return data
    return _BEYOND.sub(lambda found: b"%%%02X" % found[0][0], line) + end + rest


_GRACE, _BACKLOG = 15, 512
_PATIENCE = 60
"""How long a worker may be busy with itself before it is replaced; reading a corpus takes time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to listen, and behind which address of a proxy."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    root_path: str = ""
    access_log: bool = False


def listen(place: Place) -> socket.socket:
    """Take the port; port 0 is any free one.

    Raises:
        OSError: it is taken, or not ours to take.
    """
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    held = socket.socket(family)
    try:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with naming(f"{place.host}:{place.port}"):
            held.bind((place.host, place.port))
    except OSError:
        held.close()
        raise
    held.listen(_BACKLOG)  # who comes while the corpus is being read, waits
    held.set_inheritable(True)
    return held


def run(settings: Settings, place: Place, held: socket.socket) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP; answers under way are finished first.

    Raises:
        Interrupted: it was stopped. uvicorn hands the signal on, when it has stopped, to whom it was before.
    """
    signal.signal(signal.SIGHUP, _as_term)
    os.environ[SETTINGS] = settings.dump()
    with tempfile.TemporaryDirectory(prefix="compendium-figures-") as shared:
        if place.workers > 1:
            os.environ[SHARED] = shared
        config = config_of(settings, place)
        if place.workers > 1:
            several = _Several(config, sockets=[held])
            several.run()
            if several.stopped_by:
                raise Interrupted(several.stopped_by)
        else:
            Server(config).run(sockets=[held])


def config_of(settings: Settings, place: Place) -> Config:
    """What uvicorn is told."""
    return Config(
        "compendium_build.serving.app:worker_app",
        factory=True,
        host=place.host,
        port=place.port,
        workers=place.workers,
        root_path=place.root_path,
        http=protocol_class(),
        ws="none",
        lifespan="on",
        server_header=False,
        access_log=place.access_log,
        log_config=_logging(),
        timeout_keep_alive=settings.idle_seconds,
        timeout_graceful_shutdown=_GRACE,
        timeout_worker_healthcheck=_PATIENCE,
        limit_concurrency=settings.connections,
        backlog=_BACKLOG,
    )


def _logging() -> dict[str, Any]:
    config = deepcopy(LOGGING_CONFIG)
    config["formatters"]["default"]["fmt"] = "%(asctime)s %(weight)s%(message)s"
    config["formatters"]["access"]["fmt"] = "%(asctime)s " + config["formatters"]["access"]["fmt"]
    config["filters"] = {"steps": {"()": Steps}}
    config["handlers"]["default"]["filters"] = ["steps"]
    config["loggers"]["compendium.serve"] = {"handlers": ["default"], "level": "INFO", "propagate": False}
    return config


_STEPS = (
    (re.compile("Application startup complete"), "已就绪，开始回答"),
    (re.compile("Shutting down"), "正在停止"),
    (re.compile("Waiting for (?:connections|background)"), "等正在进行的回答结束；再按 Ctrl+C 立即停止"),
    (re.compile(r"Finished server process \[(\d+)\]"), r"已停止（进程 \1）"),
    (re.compile(r"Child process \[(\d+)\] died"), r"进程 \1 意外结束，另开一个"),
)


class Steps(logging.Filter):
    """Says in our words what uvicorn says of its own steps; warnings and errors stay as they are."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put other words into a record; whether it is to be told at all."""
        heavy = record.levelno > logging.INFO
        record.weight = ("错误：" if record.levelno > logging.WARNING else "警告：") if heavy else ""
        if not record.name.startswith("uvicorn") or heavy:
            return True
        said = record.getMessage()
        for pattern, words in _STEPS:
            if found := pattern.search(said):
                record.msg, record.args = found.expand(words), ()
                record.__dict__.pop("color_message", None)  # the same in English, for a terminal
                return True
        return False


class _Several(Multiprocess):
    """Several processes that are stopped together, and tell by which signal."""

    stopped_by = 0

    def handle_int(self) -> None:
        self.stopped_by = signal.SIGINT
        super().handle_int()

    def handle_term(self) -> None:
        self.stopped_by = signal.SIGTERM
        super().handle_term()

    def handle_hup(self) -> None:
        self.handle_term()


def _as_term(signum: int, frame: object) -> None:
    """Stop as at SIGTERM, which uvicorn knows: the terminal has gone."""
    signal.raise_signal(signal.SIGTERM)
