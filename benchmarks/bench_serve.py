"""Load the live edition and, as its peer, Starlette's StaticFiles with the same pages built beforehand.

    python -m benchmarks.bench_serve [CORPUS] [--workers 2] [--connections 16] [--seconds 5] [--no-wrk]

Without a corpus the real texts are imported, or the samples. Pages are warm: each is asked for once before.
"""

from __future__ import annotations

import argparse
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import quote

from benchmarks.load import Load, load
from benchmarks.texts import regulations, said_source, show
from compendium.library.catalog import Catalog, load_catalog
from compendium.library.config import load_config
from compendium.library.facts_cache import FactsCache
from compendium.library.history import past_of
from compendium.store import open_corpus
from compendium.system.toml_table import CORPUS_FILE
from compendium.text.plain import lines
from compendium_build.edition.artifacts import write_target
from compendium_build.targets import edition_of
from compendium_build.web import web_artifacts

_MAIN = [sys.executable, "-c", "from compendium_cli.main import main; main()"]
_PAGES = 400
_RUNS = re.compile(r"[^“”\"＂\s]{8,}")
_PEER = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
app = Starlette(routes=[Mount("/", StaticFiles(directory=sys.argv[1], html=True))])
uvicorn.run(app, port=int(sys.argv[2]), log_level="warning", access_log=False)
"""


def main() -> None:
    """Serve, load, print a table."""
    parser = argparse.ArgumentParser(description="measure the server")
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--phrases", type=int, default=400)
    parser.add_argument("--no-wrk", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        corpus = options.corpus or _imported(scratch / "corpus")
        chance = random.Random(1)
        catalog, chosen = _built(corpus, scratch / "web", chance)
        phrases = [quote(words) for words in _phrases(catalog, options.phrases, chance)]
        asked = {
            "首页": ["/index.html"],
            f"{len(chosen)} 个网页": chosen,
            "检索，JSON": [f"/search/?format=json&q={words}" for words in phrases],
            "检索，网页": [f"/search/?q={words}" for words in phrases],
            "提示": [f"/suggest?q={words}" for words in phrases],
        }

        def measure(port: int, names: Sequence[str]) -> dict[str, Load]:
            bounds = options.connections, options.seconds, False if options.no_wrk else None
            return {name: load(port, _warm(port, asked[name]), *bounds) for name in names}

        with _running([*_MAIN, "--corpus", corpus, "serve", "--workers", options.workers, "--port"]) as port:
            ours = measure(port, list(asked))
        # The peer has one process; it is held against ours with one.
        with _running([*_MAIN, "--corpus", corpus, "serve", "--port"]) as port:
            one = measure(port, list(asked)[:2])
        with _running([sys.executable, "-c", _PEER, scratch / "web"], ready="/index.html") as port:
            peer = measure(port, list(asked)[:2])
        rows = [_row(f"{name}，{options.workers} 个进程", result) for name, result in ours.items()]
        for name in peer:
            rows.append([*_row(f"{name}，1 个进程", one[name]), f"{one[name].rate / peer[name].rate:.2f}"])
            rows.append(_row(f"{name}，StaticFiles", peer[name]))
        heads = ["问什么", "每秒", "p50 毫秒", "p99 毫秒", "失败", "与静态文件之比"]
        source = str(options.corpus) if options.corpus else said_source()
        show(f"{source}，{options.connections} 个连接，{options.seconds} 秒", heads, rows)


def _row(name: str, result: Load) -> list[str]:
    return [name, f"{result.rate:.0f}", f"{result.p50:.1f}", f"{result.p99:.1f}", str(result.failures)]


def _imported(corpus: Path) -> Path:
    subprocess.run([*_MAIN, "init", corpus, "--place", "上海市"], check=True, stdout=subprocess.DEVNULL)
    command = [*_MAIN, "--corpus", str(corpus), "import", *map(str, regulations())]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    return corpus


def _built(corpus: Path, folder: Path, chance: random.Random) -> tuple[Catalog, list[str]]:
    """Build some pages of the static edition; return what they are made from, and their paths."""
    opened = open_corpus(corpus)
    snapshot = opened.snapshot(rev=opened.revision())
    catalog = load_catalog(snapshot, FactsCache(opened.cache_dir))
    config = load_config(snapshot.read(CORPUS_FILE))
    edition = edition_of(catalog, config, date.today(), snapshot.revision, past_of(opened, snapshot))
    pages = {item.path: item for item in web_artifacts(edition) if item.path.endswith("index.html")}
    chosen = chance.sample(sorted(pages), min(_PAGES, len(pages)))
    write_target(folder, [pages[path] for path in {"index.html", *chosen}])
    return catalog, [f"/{path}" for path in chosen]


def _phrases(catalog: Catalog, count: int, chance: random.Random) -> Iterator[str]:
    """Phrases of 2 to 8 characters that stand in the texts."""
    chosen = chance.sample(catalog.works, min(60, len(catalog.works)))
    acts = [catalog.act(work.expressions[-1]) for work in chosen]
    runs = [run for act in acts for text in lines(act) for run in _RUNS.findall(text)]
    for _ in range(count):
        text, length = chance.choice(runs), chance.randint(2, 8)
        start = chance.randrange(len(text) - length + 1)
        yield f"“{text[start : start + length]}”"


def _warm(port: int, paths: list[str]) -> list[str]:
    for path in paths:
        _fetched(f"http://127.0.0.1:{port}{path}")
    return paths


def _fetched(url: str) -> None:
    """Ask until there is an answer: one process may be ready before the other."""
    for attempt in range(100):
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:
                answer.read()
                return
        except urllib.error.HTTPError as error:
            if error.code != 503 or attempt == 99:
                raise
            time.sleep(0.5)


@contextmanager
def _running(command: Sequence[object], ready: str = "/health/ready") -> Iterator[int]:
    """Run a server on a free port until it has been measured."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    process = subprocess.Popen(
        [*map(str, command), str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            time.sleep(0.2)
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}", timeout=30):
                    break
            except OSError:
                continue
        yield port
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    main()
