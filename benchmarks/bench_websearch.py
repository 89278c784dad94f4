"""Bytes and time of the browser's search in Chromium, plain and on a slow line, beside Pagefind.

    python -m benchmarks.bench_websearch CORPUS [--queries 50] [--seed 1] [--peer FOLDER]

The phrases are cut at random from the texts in force, so each must be found. Recall and precision are told
for regulations: a page that contains the phrase, white space aside, is right. Bytes are those that come over
the wire from a server that compresses with gzip. FOLDER is where npm may put Pagefind.
"""

from __future__ import annotations

import argparse
import gzip
import random
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.search_corpus import catalog_of, files_in
from benchmarks.texts import CONSOLE, show
from compendium.law.identifiers import Folder
from compendium.library.catalog import Catalog, Work
from compendium.library.config import CorpusConfig
from compendium.library.facts import Facts
from compendium_build.edition.artifacts import write_target
from compendium_build.edition.edition import Edition
from compendium_build.web import web_artifacts
from compendium_build.websearch.pools import pool_of, versions_of

LATENCY, RATE = 0.5625, 180_000
"""Seconds to each answer and bytes a second of what Chromium's tools call slow 4G.

The server keeps to them, for Chromium slows a page down, but not the worker that Pagefind fetches with.
"""
PACKED = (".html", ".css", ".js", ".json", ".xml")
FIRST = 8
"""How many queries a new browser is asked on a slow line; without one it is asked all."""
HEADERS = 250
"""Bytes of the head of an answer, about."""
PEER_PAGE = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>peer</title>
<script type="module">
import * as pagefind from "./pagefind/pagefind.js";
window.ask = async text => { const found = await pagefind.search(text);
  await Promise.all(found.results.slice(0, 8).map(result => result.data())); return found.results; };
await pagefind.init(); window.ready = true;
</script></html>"""


@dataclass
class Measured:
    """What one search took: bytes and seconds by query, and what it found."""

    bytes: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


class Line:
    """What goes over the wire to all clients together."""

    slow = False
    sent = 0
    lock = threading.Lock()

    @classmethod
    def carry(cls, size: int) -> None:
        """Let so many bytes pass."""
        if cls.slow:
            time.sleep(LATENCY)
        with cls.lock:
            cls.sent += size
            if cls.slow:
                time.sleep(size / RATE)


class Handler(SimpleHTTPRequestHandler):
    """A plain server that compresses text."""

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(self.path.partition("?")[0]))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        packed = path.suffix in PACKED
        if packed:
            data = gzip.compress(data, 6)
        Line.carry(len(data) + HEADERS)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def built(corpus: Path, folder: Path) -> Catalog:
    """Write the pages of the regulations and the search of a corpus."""
    catalog = catalog_of(files_in(corpus))
    artifacts = [
        each
        for each in web_artifacts(
            Edition(catalog=catalog, as_of=date.today(), config=CorpusConfig(title="法规全书", locality="cn"))
        )
        if each.path.startswith(("search/", "assets/"))
        or (each.path.endswith("/index.html") and each.path.rpartition("/")[0] in _folders(catalog))
    ]
    seconds = write_target(folder, artifacts).seconds
    CONSOLE.print(f"{len(catalog.works)} works, {len(artifacts)} files in {seconds:.1f} s")
    return catalog


def _folders(catalog: Catalog) -> frozenset[str]:
    return frozenset(work.folder for work in catalog.works)


def shown_texts(catalog: Catalog) -> dict[Folder, list[str]]:
    """The folded texts that each regulation's page shows, for those in force today, by folder."""
    edition = Edition(
        catalog=catalog, as_of=date.today(), config=CorpusConfig(title="法规全书", locality="cn")
    )
    out = {}
    for work in catalog.works:
        current = edition.current(work)
        if edition.standing(work).status.name == "IN_FORCE":
            pool = pool_of(catalog.act, work)
            units = next(p for p, f in zip(pool.versions, _facts(work), strict=True) if f is current)
            out[work.folder] = [pool.units[place.unit].folded for place in units]
    return out


def _facts(work: Work) -> list[Facts]:
    return [facts for facts, _ in versions_of(work)]


def phrases(texts: dict[Folder, list[str]], count: int, seed: int) -> list[str]:
    """Phrases of 2 to 8 characters."""
    chance = random.Random(seed)
    pool = [text for units in texts.values() for text in units if len(text) > 12]
    out: list[str] = []
    while len(out) < count:
        text = chance.choice(pool)
        start = chance.randrange(len(text) - 8)
        phrase = text[start : start + chance.randint(2, 8)]
        if not set(phrase) & set('"()（）*-:'):
            out.append(phrase)
    return out


Ask = Callable[[Page, str, bool], None]


def ours(site: str, page: Page, text: str, first: bool) -> None:
    """Ask the project's search, by its page."""
    if first:
        page.goto(f'{site}search/index.html?q="{text}"', wait_until="commit")
    else:
        page.fill("#q", f'"{text}"')
        page.press("#q", "Enter")
    words = f'"{text}" - '
    page.wait_for_function(
        """words => document.title.indexOf(words) === 0 && document.querySelector('.found mark')
          && !document.querySelector('.waiting')""",
        arg=words,
        polling=10,
    )


def peers(site: str, page: Page, text: str, first: bool) -> None:
    """Ask Pagefind, by its script."""
    if first:
        page.goto(f"{site}peer.html", wait_until="commit")
        page.wait_for_function("window.ready", polling=10)
    page.evaluate("text => window.ask(text)", f'"{text}"')


def first_queries(browser: Browser, ask: Ask, texts: list[str]) -> Measured:
    """Each query in a browser that knows nothing yet."""
    out = Measured()
    for text in texts:
        context = browser.new_context()
        page = context.new_page()
        before = Line.sent
        started = time.perf_counter()
        ask(page, text, True)
        out.seconds.append(time.perf_counter() - started)
        page.wait_for_timeout(100)
        out.bytes.append(Line.sent - before)
        context.close()
    return out


def later_queries(browser: Browser, ask: Ask, texts: list[str]) -> Measured:
    """One query after another in one browser; the first one is not counted."""
    out = Measured()
    context = browser.new_context()
    page = context.new_page()
    ask(page, texts[0], True)
    for text in texts[1:]:
        page.wait_for_timeout(50)
        before = Line.sent
        started = time.perf_counter()
        ask(page, text, False)
        out.seconds.append(time.perf_counter() - started)
        page.wait_for_timeout(50)
        out.bytes.append(Line.sent - before)
    context.close()
    return out


def found_by_us(page: Page, site: str, texts: list[str]) -> list[set[Folder]]:
    """The regulations that the project's search finds."""
    page.goto(f"{site}search/index.html")
    found = page.evaluate(
        """async texts => {
          const engine = await CompendiumSearch.open('data/');
          const now = new Date();
          const day = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 864e5 + 719163;
          const out = [];
          for (const text of texts) {
            const answer = await engine.find('"' + text + '"', day, {}, 'date');
            out.push(answer.groups.map(group => group.work.folder));
          }
          return out;
        }""",
        texts,
    )
    return [set(each) for each in found]


def found_by_peer(page: Page, site: str, texts: list[str]) -> list[set[Folder]]:
    """The regulations that Pagefind finds."""
    page.goto(f"{site}peer.html")
    page.wait_for_function("window.ready")
    out = []
    for text in texts:
        urls = page.evaluate(
            """async text => Promise.all((await window.ask(text)).map(r => r.data().then(d => d.url)))""",
            f'"{text}"',
        )
        out.append({url.removeprefix("/").removesuffix("index.html").rstrip("/") for url in urls})
    return out


def quality(found: list[set[Folder]], right: list[set[Folder]]) -> tuple[float, float]:
    """Recall and precision over all queries together."""
    hits = sum(len(a & b) for a, b in zip(found, right, strict=True))
    return hits / sum(map(len, right)), hits / max(sum(map(len, found)), 1)


def with_peer(scratch: Path, folder: Path) -> str:
    """Index the pages with Pagefind; empty when it can't be had."""
    if not shutil.which("npm"):
        return ""
    scratch.mkdir(parents=True, exist_ok=True)
    install = [
        "npm",
        "install",
        "--silent",
        "--no-audit",
        "--no-fund",
        "--prefix",
        str(scratch),
        "pagefind@1",
    ]
    program = scratch / "node_modules" / ".bin" / "pagefind"
    if not program.exists() and subprocess.run(install, check=False, capture_output=True).returncode:
        return ""
    glob = ["--glob", "{difangxing-fagui,zhengfu-guizhang,*-*}/*/index.html"]
    started = time.perf_counter()
    done = subprocess.run(
        [str(program), "--site", str(folder), *glob], check=False, capture_output=True, text=True
    )
    if done.returncode:
        return ""
    (folder / "peer.html").write_text(PEER_PAGE, "utf-8")
    CONSOLE.print(f"Pagefind's index in {time.perf_counter() - started:.1f} s")
    return done.stdout


def row(name: str, measured: Measured) -> list[str]:
    """A line of the table."""
    sizes, times = sorted(measured.bytes), sorted(measured.seconds)
    last = int(len(sizes) * 0.95)
    return [
        name,
        f"{statistics.median(sizes) / 1e3:.1f}",
        f"{sizes[min(last, len(sizes) - 1)] / 1e3:.1f}",
        f"{statistics.median(times):.2f}",
        f"{times[min(last, len(times) - 1)]:.2f}",
    ]


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--queries", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peer", type=Path, default=Path(tempfile.gettempdir()) / "pagefind")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "web"
        catalog = built(arguments.corpus, folder)
        texts = shown_texts(catalog)
        asked = phrases(texts, arguments.queries, arguments.seed)
        right = [{f for f, units in texts.items() if any(text in unit for unit in units)} for text in asked]
        has_peer = bool(with_peer(arguments.peer, folder))
        if not has_peer:
            CONSOLE.print("没有 npm 或者取不到 pagefind，只测本项目。")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site = f"http://127.0.0.1:{server.server_port}/"
        measure(site, asked, right, has_peer)
        server.shutdown()


def measure(site: str, asked: list[str], right: list[set[Folder]], has_peer: bool) -> None:
    """Ask both and print."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    sides: list[tuple[str, Any, Any]] = [("compendium", ours, found_by_us)]
    if has_peer:
        sides.append(("pagefind", peers, found_by_peer))
    rows, told = [], []
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, ask, find in sides:
            for slow in (False, True):
                Line.slow = slow
                line = "slow 4G" if slow else "plain"
                asks = partial(ask, site)
                first = asked[:FIRST] if slow else asked
                rows.append(row(f"{name}, {line}, first", first_queries(browser, asks, first)))
                rows.append(row(f"{name}, {line}, later", later_queries(browser, asks, asked)))
            Line.slow = False
            recall, precision = quality(find(browser.new_page(), site, asked), right)
            told.append([name, f"{recall:.3f}", f"{precision:.3f}"])
        browser.close()
    show("Bytes and time of a query", ["search", "kB p50", "kB p95", "s p50", "s p95"], rows)
    show("What is found", ["search", "recall", "precision"], told)


if __name__ == "__main__":
    main()
