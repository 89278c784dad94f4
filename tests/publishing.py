"""What the tests of publishing and syncing share: small editions, keys, and a server that fails on demand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from compendium_build.edition.artifacts import Artifact, key_of, write_target
from compendium_build.publishing.destinations import Destination, Folder
from compendium_build.publishing.keys import KeyFolder
from compendium_build.publishing.publish import Collected, Head, Published, collect, publish
from compendium_build.publishing.signing import Lifetimes, Signer, make_keys
from compendium_build.syncing.trust import Anchor

NOW = datetime.now(UTC)
FILES = {
    "index.html": "<p>首页</p>",
    "difangxing-fagui/lu-deng/index.html": "<p>路灯条例</p>",
    "difangxing-fagui/lu-deng/2024-01-01/lu-deng-2024-01-01.xml": "<akn/>",
    "about/index.html": "<p>说明</p>",
}


def built(out: Path, files: Mapping[str, str], targets: tuple[str, ...] = ("web",)) -> Collected:
    """A build of these files, gathered."""

    def made(path: str, text: str) -> Artifact:
        return Artifact(path, key_of(text), lambda: text.encode())

    write_target(out / "web", [made(path, text) for path, text in files.items()])
    return collect(out, targets)


class Publisher:
    """A publisher with keys and a destination; `at` is the moment at which it signs."""

    def __init__(self, home: Path, to: Destination | None = None, signed: bool = True) -> None:
        self.home = home
        self.site = home / "site"
        self.to = to or Folder(self.site)
        self.keys = KeyFolder(home / "keys", lambda role: b"secret")
        self.at = NOW
        self.signed = signed
        self.keep = 0
        self.first = make_keys(self.keys, {}, NOW) if signed else b""

    def signer(self, forced: bool = False) -> Signer:
        """Sign with these keys at this moment."""
        return Signer(self.keys, Lifetimes(), self.at, forced)

    def publish(self, files: Mapping[str, str] = FILES, day: str = "2026-01-01") -> Published:
        """Publish an edition of these files."""
        head = Head(day, "0123456789abcdef", "海浦市法规全书")
        signer = self.signer() if self.signed else None
        return publish(built(self.home / "out", files), head, to=self.to, signer=signer, keep=self.keep)

    def anchor(self, memory: str = "trust") -> Anchor:
        """A client that knows this publisher."""
        given = str(self.keys.path / "metadata/1.root.json") if self.signed else ""
        return Anchor(self.home / memory, given)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a mirror or of the current edition, without earlier editions and signatures."""
    return {
        name: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and (name := path.relative_to(folder).as_posix()).split("/")[0] not in ("editions", "metadata")
    }


Fault = Callable[["Handler"], bool]
"""Answers a request badly and says that it did."""


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder, with ranges, and with the faults that a test wants."""

    faults: list[Fault]
    asked: list[tuple[str, str]]
    delay = 0.0

    def do_GET(self) -> None:
        """Answer, or fail as told."""
        self.asked.append((self.path, self.headers.get("Range", "")))
        time.sleep(self.delay)
        for fault in self.faults:
            if fault(self):
                self.close_connection = True
                return
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        begin = int(self.headers.get("Range", "bytes=0-")[6:-1])
        self.send_response(206 if begin else 200)
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(data) - begin))
        self.end_headers()
        self.wfile.write(data[begin:])

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def served(folder: Path, *faults: Fault, delay: float = 0.0) -> Iterator[tuple[str, type[Handler]]]:
    """A server of this folder; its address and its handler, which records what was asked."""

    class Own(Handler):
        protocol_version = "HTTP/1.1"

        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

    Own.faults, Own.asked, Own.delay = list(faults), [], delay
    server = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", Own
    finally:
        server.shutdown()
        server.server_close()
