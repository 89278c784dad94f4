"""Measure what a mirror costs: requests and bytes for all of it, for nothing new, for one regulation changed.

    python benchmarks/bench_sync.py [--limit 20] [--day 2026-01-01]

The texts are imported, published with signatures to a folder, served over HTTP on this machine, and synced.
Bytes are those of bodies as they travel, from a server that does not compress and from one that does.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from benchmarks.texts import regulations, said_source, seconds, show

_MAIN = [sys.executable, "-c", "from compendium_cli.main import main; main()"]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder; compresses where it is asked to and told to."""

    protocol_version = "HTTP/1.1"
    compresses = False

    def do_GET(self) -> None:
        """Answer, compressed or not."""
        path = Path(self.translate_path(self.path))
        if not (self.compresses and path.is_file() and "gzip" in self.headers["Accept-Encoding"]):
            super().do_GET()
            return
        data = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


class Compressing(Quiet):
    """As most web servers are set up."""

    compresses = True


def main() -> None:
    """Publish, mirror, change one text, publish, mirror; print a table."""
    parser = argparse.ArgumentParser(description="measure syncing")
    parser.add_argument("--limit", type=int, help="at most so many texts")
    parser.add_argument("--day", default="2026-01-01", help="the day of the edition")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        rows = measured(Path(scratch), options.limit, options.day)
    columns = ["", "请求", "字节", "取文件", "沿用", "共有文件", "成品字节", "秒"]
    show(f"镜像（{said_source()}）", columns, rows)


def measured(scratch: Path, limit: int | None, day: str) -> list[list[str]]:
    """The rows of the table."""
    environment = {
        "COMPENDIUM_KEYS": str(scratch / "keys"),
        "COMPENDIUM_TRUST": str(scratch / "trust"),
        "COMPENDIUM_KEY_PASSPHRASE": "bench",
    }
    os.environ.update(environment)
    corpus, sources = scratch / "corpus", scratch / "in"
    sources.mkdir()
    for source in regulations()[:limit]:
        (sources / source.name).write_bytes(source.read_bytes())
    compendium("init", corpus, "--place", "上海市")
    compendium("--corpus", corpus, "import", sources, refusals=True)
    compendium("keys", "init")
    (scratch / "site").mkdir()
    servers = {"不压缩": serve(scratch / "site", Quiet), "gzip": serve(scratch / "site", Compressing)}
    publish = (
        "--corpus",
        corpus,
        "publish",
        "--destination",
        scratch / "site",
        "--as-of",
        day,
        "--despite-errors",
    )
    rows = []
    for state in ("全部", "没有变化", "改一部法规"):
        if state == "改一部法规":
            change(sources, corpus)
        took, _ = seconds(lambda: compendium(*publish, refusals=True))
        rows.append([f"{state}：发布", "", "", "", "", "", "", f"{took:.1f}"])
        rows += [row(f"{state}：{name}", url, scratch / name) for name, url in servers.items()]
    return rows


def row(label: str, url: str, copy: Path) -> list[str]:
    """Sync, and what it took."""
    done = json.loads(compendium("sync", url, copy, "--first-use", "--json"))
    files: dict[str, Any] = json.loads((copy / "manifest.json").read_bytes())["files"]
    numbers = [done["requests"], done["received"], done["fetched"], done["kept"], len(files)]
    size = sum(entry["size"] for entry in files.values())
    return [label, *(f"{each:,}" for each in [*numbers, size]), f"{done['seconds']:.1f}"]


def serve(folder: Path, handler: type[Quiet]) -> str:
    """Serve a folder in the background; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def change(sources: Path, corpus: Path) -> None:
    """Correct one word of one text in the corpus."""
    for source in sorted(sources.iterdir()):
        head, found, tail = source.read_text("utf-8").rpartition("应当")
        if found:
            source.write_text(f"{head}应{tail}", "utf-8")
            compendium("--corpus", corpus, "import", "--replace", source)
            return


def compendium(*arguments: str | Path, refusals: bool = False) -> str:
    """Run the command line and return what it prints; a text that is refused is no reason to stop."""
    done = subprocess.run([*_MAIN, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode and not (refusals and done.returncode == 1 and done.stdout):
        sys.exit(done.stderr or done.stdout)
    return done.stdout


if __name__ == "__main__":
    main()
