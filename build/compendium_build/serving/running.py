"""Running the server: one process or several, until it is told to stop."""

from __future__ import annotations

import os
import signal
import socket
import tempfile
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from uvicorn import Config, Server
from uvicorn.config import LOGGING_CONFIG
from uvicorn.supervisors import Multiprocess

from compendium.ending import Interrupted
from compendium_build.serving.app import SETTINGS
from compendium_build.serving.metrics import SHARED
from compendium_build.serving.protocol import protocol_class
from compendium_build.serving.settings import Settings

_GRACE, _BACKLOG = 15, 512
_PATIENCE = 60
"""How long a worker may be busy with itself before it is replaced; reading a corpus takes time."""


@dataclass(frozen=True, slots=True)
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
    for name in ("default", "access"):
        config["formatters"][name]["fmt"] = "%(asctime)s " + config["formatters"][name]["fmt"]
    config["loggers"]["compendium.serve"] = {"handlers": ["default"], "level": "INFO", "propagate": False}
    return config


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
