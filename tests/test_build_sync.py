"""Mirroring over HTTP and from folders: incremental, resumed, never a file that was not verified."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from compendium.law.problems import CompendiumError
from compendium_build.edition.artifacts import MANIFEST, OutputRefused
from compendium_build.publishing.manifest import dump, entry_of, parse
from compendium_build.syncing import pace
from compendium_build.syncing import source as http_module
from compendium_build.syncing.mirror import News, NotAsSigned, SamePlace, Synced, news_between, sync, texts_in
from compendium_build.syncing.source import (
    FolderSource,
    HttpSource,
    NotThere,
    SourceFailed,
    TooLarge,
    open_source,
)
from compendium_build.syncing.trust import Anchor, Untrusted
from compendium_build.syncing.verify import verify
from tests.publishing import FILES, Handler, Publisher, built, served, tree

_TEXT = "difangxing-fagui/lu-deng/2024-01-01/lu-deng-2024-01-01.xml"


def _http(url: str) -> HttpSource:
    return HttpSource(url, timeout=2, pause=0.01)


def _mirrored(publisher: Publisher, dest: Path) -> Synced:
    return sync(FolderSource(publisher.site), dest, anchor=publisher.anchor())


def test_a_mirror_equals_its_source(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    with served(publisher.site) as (url, _):
        done = sync(_http(url), tmp_path / "copy", anchor=publisher.anchor())
    assert tree(tmp_path / "copy") == tree(publisher.site)
    assert (done.fetched, done.kept, done.signed, done.before) == (len(FILES), 0, True, "")
    assert verify(FolderSource(tmp_path / "copy"), publisher.anchor()).findings == ()


def test_an_update_fetches_what_changed_and_no_manifest(tmp_path: Path) -> None:
    publisher, copy = Publisher(tmp_path), tmp_path / "copy"
    publisher.publish()
    with served(publisher.site) as (url, handler):
        sync(_http(url), copy, anchor=publisher.anchor())
        files = {**FILES, _TEXT: "<akn>改</akn>", "new.html": "新"}
        del files["about/index.html"]
        edition = publisher.publish(files, "2026-01-02").manifest.edition
        handler.asked.clear()
        done = sync(_http(url), copy, anchor=publisher.anchor())
        asked = sorted(path for path, _ in handler.asked)
    assert tree(copy) == tree(publisher.site)
    assert done.changes.added == ("new.html",)
    assert done.changes.changed == (_TEXT,)
    assert done.changes.removed == ("about/index.html",)
    assert texts_in(done.changes) == ("difangxing-fagui/lu-deng",)
    assert asked == sorted(
        [
            "/metadata/2.root.json",
            "/metadata/timestamp.json",
            "/metadata/2.snapshot.json",
            "/metadata/2.targets.json",
            f"/editions/{edition}/changes.json",
            f"/editions/{edition}/{_TEXT}",
            f"/editions/{edition}/new.html",
        ]
    )


def test_nothing_new_takes_two_requests(tmp_path: Path) -> None:
    publisher, copy = Publisher(tmp_path), tmp_path / "copy"
    publisher.publish()
    with served(publisher.site) as (url, handler):
        sync(_http(url), copy, anchor=publisher.anchor())
        handler.asked.clear()
        done = sync(_http(url), copy, anchor=publisher.anchor())
    assert not done.changes
    assert [path for path, _ in handler.asked] == ["/metadata/2.root.json", "/metadata/timestamp.json"]


def test_several_editions_behind_the_manifest_is_fetched(tmp_path: Path) -> None:
    publisher, copy = Publisher(tmp_path), tmp_path / "copy"
    publisher.publish()
    _mirrored(publisher, copy)
    publisher.publish({**FILES, "a.html": "1"}, "2026-01-02")
    publisher.publish({**FILES, "b.html": "2"}, "2026-01-03")
    assert _mirrored(publisher, copy).changes.added == ("b.html",)
    assert tree(copy) == tree(publisher.site)


def test_a_false_delta_is_not_believed(tmp_path: Path) -> None:
    publisher, copy = Publisher(tmp_path), tmp_path / "copy"
    publisher.publish()
    _mirrored(publisher, copy)
    edition = publisher.publish({**FILES, "a.html": "1"}, "2026-01-02").manifest.edition
    delta = publisher.site / "editions" / edition / "changes.json"
    delta.write_bytes(delta.read_bytes().replace(b"a.html", b"z.html"))
    _mirrored(publisher, copy)
    assert tree(copy) == tree(publisher.site)


def test_a_damaged_mirror_is_repaired(tmp_path: Path) -> None:
    publisher, copy = Publisher(tmp_path), tmp_path / "copy"
    publisher.publish()
    _mirrored(publisher, copy)
    (copy / "index.html").write_text("x")
    (copy / "about/index.html").unlink()
    (copy / "stranger").write_text("x")
    assert _mirrored(publisher, copy).fetched == 2
    assert tree(copy) == tree(publisher.site)


def test_an_earlier_edition_can_be_had(tmp_path: Path) -> None:
    publisher, copy = Publisher(tmp_path), tmp_path / "copy"
    first = publisher.publish().manifest.edition
    old = tree(publisher.site)
    publisher.publish({"index.html": "2"}, "2026-01-02")
    sync(FolderSource(publisher.site), copy, anchor=publisher.anchor(), edition=first)
    assert tree(copy) == old
    with pytest.raises(Untrusted, match="没有版次 2000"):
        sync(FolderSource(publisher.site), copy, anchor=publisher.anchor(), edition="2000")


def test_a_mirror_can_be_mirrored(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    _mirrored(publisher, tmp_path / "one")
    sync(FolderSource(tmp_path / "one"), tmp_path / "two", anchor=publisher.anchor())
    assert tree(tmp_path / "two") == tree(publisher.site)


def test_a_build_that_was_never_published_can_be_mirrored(tmp_path: Path) -> None:
    built(tmp_path, FILES)
    anchor = Anchor(tmp_path / "trust")
    with pytest.raises(Untrusted, match="--unsigned"):
        sync(FolderSource(tmp_path / "web"), tmp_path / "copy", anchor=anchor)
    assert not (tmp_path / "copy").exists()
    done = sync(FolderSource(tmp_path / "web"), tmp_path / "copy", anchor=anchor, unsigned_allowed=True)
    assert (done.signed, done.edition) == (False, "")
    assert tree(tmp_path / "copy") == tree(tmp_path / "web")
    again = sync(FolderSource(tmp_path / "web"), tmp_path / "copy", anchor=anchor, unsigned_allowed=True)
    assert (again.fetched, again.kept) == (0, len(FILES))


def _once(match: str, act: Callable[[Handler], None], times: int = 1) -> Callable[[Handler], bool]:
    left = [times]

    def fault(handler: Handler) -> bool:
        if match not in handler.path or not left[0]:
            return False
        left[0] -= 1
        act(handler)
        return True

    return fault


def _cut(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"half")


def _hang_up(handler: Handler) -> None:
    handler.connection.close()


def _busy(handler: Handler) -> None:
    handler.send_response(503)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def _wrong(handler: Handler) -> None:
    data = b"#" * len((FILES["about/index.html"]).encode())
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def _endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1000):
        handler.wfile.write(b"x" * 10_000)


def _silent(handler: Handler) -> None:
    time.sleep(0.5)


def _elsewhere(handler: Handler) -> None:
    handler.send_response(302)
    handler.send_header("Location", "http://127.0.0.1:1/about/index.html")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


@pytest.mark.parametrize("act", [_cut, _hang_up, _busy], ids=lambda act: act.__name__)
@pytest.mark.parametrize("match", ["about", "timestamp", "manifest.json"])
def test_a_passing_fault_is_ridden_out(tmp_path: Path, act: Callable[[Handler], None], match: str) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    with served(publisher.site, _once(match, act, 2)) as (url, handler):
        sync(_http(url), tmp_path / "copy", anchor=publisher.anchor())
        assert sum(match in path for path, _ in handler.asked) == 3
    assert tree(tmp_path / "copy") == tree(publisher.site)


@pytest.mark.parametrize(
    ("act", "failure", "words"),
    [
        (_cut, SourceFailed, "连接多次中断"),
        (_busy, SourceFailed, "503"),
        (_wrong, NotAsSigned, "与清单不符"),
        (_endless, TooLarge, "超过应有的大小"),
        (_elsewhere, SourceFailed, "没有跟去"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_lasting_fault_leaves_the_mirror_as_it_was(
    tmp_path: Path, act: Callable[[Handler], None], failure: type[Exception], words: str
) -> None:
    publisher, copy = Publisher(tmp_path), tmp_path / "copy"
    publisher.publish({"index.html": "旧"})
    _mirrored(publisher, copy)
    before = tree(copy)
    publisher.publish(FILES, "2026-01-02")
    spoilt = served(publisher.site, _once("about", act, 1000))
    with spoilt as (url, _), pytest.raises(failure, match=words):
        sync(_http(url), copy, anchor=publisher.anchor())
    assert tree(copy) == before
    assert verify(FolderSource(copy), publisher.anchor("fresh")).findings == ()
    assert _mirrored(publisher, copy).changes
    assert tree(copy) == tree(publisher.site)


def test_a_silent_server_is_given_up(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    silent = served(publisher.site, _once("about", _silent, 1000))
    with silent as (url, _), pytest.raises(SourceFailed, match=r"没有及时回答|连接不上"):
        sync(HttpSource(url, timeout=0.05, pause=0.0), tmp_path / "copy", anchor=publisher.anchor())


def test_a_dripping_server_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10_000_000, 1000))
    monkeypatch.setattr(pace.time, "monotonic", lambda: float(next(clock)))
    (tmp_path / "a").write_bytes(b"x" * 200_000)
    with served(tmp_path) as (url, _), pytest.raises(SourceFailed, match="发送过慢"):
        _http(url).read("a", 200_000)


OK = b"HTTP/1.1 200 OK\r\n"
DRIPS = {
    "nothing": b"",
    "status": b"HTTP/1.1 2",
    "head": OK + b"X-A: ",
    "body": OK + b"Content-Length: 100000\r\n\r\n",
    "chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n",
    "chunk's mark": OK + b"Transfer-Encoding: chunked\r\n\r\n5;",
    "packed": OK + b"Content-Encoding: gzip\r\nContent-Length: 100000\r\n\r\n\x1f\x8b\x08",
}


@contextmanager
def raw_server(answer: bytes, then: bytes, pause: float) -> Iterator[str]:
    """A server that answers everybody with some bytes, and goes on with others for ever."""

    def serve(line: socket.socket) -> None:
        with line, suppress(OSError):
            line.recv(65536)
            line.sendall(answer)
            while not ended.is_set():
                line.sendall(then)
                ended.wait(pause)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(held.accept()[0],), daemon=True).start()

    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as held:
        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{held.getsockname()[1]}"
        ended.set()


@pytest.mark.parametrize("where", DRIPS)
def test_a_server_that_sends_a_byte_now_and_then_is_given_up(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "WINDOW", 0.6)
    started = time.monotonic()
    with raw_server(DRIPS[where], b"0", 0.1) as url, pytest.raises(SourceFailed, match=r"过慢|多于应有"):
        HttpSource(url, timeout=5, pause=0.0).read("a", 200_000)
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("answer", "then"),
    [
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5;", b"x" * 65536),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n"),
        (OK + b"\r\n", b"x" * 65536),
        (OK, b"X-A: " + b"x" * 4000 + b"\r\n"),
    ],
)
def test_an_answer_without_an_end_is_cut_off(answer: bytes, then: bytes) -> None:
    with raw_server(answer, then, 0.0) as url, pytest.raises(CompendiumError):
        HttpSource(url, timeout=5, pause=0.0).read("a", 10_000)


def test_a_folder_source_is_read_within_bounds(tmp_path: Path) -> None:
    root = tmp_path / "site"
    root.mkdir()
    with (root / "big").open("wb") as file:
        file.truncate(40 << 30)
    os.mkfifo(root / "pipe")
    (tmp_path / "secret").write_text("秘密")
    (root / "link").symlink_to(tmp_path / "secret")
    (root / "zero").symlink_to("/dev/zero")
    source = FolderSource(root)
    for path, words in (("big", "超过应有"), ("pipe", "不是普通文件"), ("link", "之外"), ("zero", "之外")):
        with pytest.raises(CompendiumError, match=words):
            source.read(path, 1000)
        with pytest.raises(CompendiumError, match=words):
            source.fetch(path, tmp_path / "part", 1000)
        assert not (tmp_path / "part").exists()


def test_a_redirect_on_the_same_host_is_followed(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("found")

    def moved(handler: Handler) -> None:
        handler.send_response(301)
        handler.send_header("Location", "/there")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with served(tmp_path, _once("here", moved, 1)) as (url, _):
        assert _http(url).read("whither/../here", 100) == b"found"


def test_a_large_file_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_module, "_RESUMABLE", 100_000)
    publisher, copy = Publisher(tmp_path), tmp_path / "copy"
    big = "".join(random.Random(1).choices("甲乙丙丁", k=200_000))
    publisher.publish({"index.html": "1", "big.txt": big})
    half = len(big.encode()) // 2

    def cut(handler: Handler) -> None:
        data = big.encode()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data[:half])

    with served(publisher.site, _once("big.txt", cut)) as (url, handler):
        done = sync(_http(url), copy, anchor=publisher.anchor())
        ranges = [asked for path, asked in handler.asked if "big.txt" in path]
    assert ranges[0] == ""
    assert half * 0.8 < int(ranges[1].removeprefix("bytes=").removesuffix("-")) <= half
    assert (copy / "big.txt").read_text() == big
    assert done.received < len(big.encode()) * 1.2


def test_a_false_half_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_module, "_RESUMABLE", 100_000)
    publisher, copy = Publisher(tmp_path), tmp_path / "copy"
    big = "x" * 400_000
    publisher.publish({"big.txt": big})
    parts = tmp_path / ".copy.new/.parts"
    parts.mkdir(parents=True)
    (parts / entry_of(big.encode()).sha256).write_text("y" * 1000)
    with served(publisher.site) as (url, _):
        sync(_http(url), copy, anchor=publisher.anchor())
    assert (copy / "big.txt").read_text() == big


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with served(tmp_path) as (url, _), pytest.raises(NotThere):
        _http(url).read("nothing", 1)
    with pytest.raises(SourceFailed, match="连接不上"):
        HttpSource("http://127.0.0.1:1", timeout=0.2, pause=0.0).read("x", 1)
    with pytest.raises(SourceFailed, match="没有这个目录"):
        open_source(str(tmp_path / "nowhere"))
    with pytest.raises(SourceFailed, match="不是成品"):
        sync(
            FolderSource(tmp_path),
            tmp_path.parent / "copy-of-nothing",
            anchor=Anchor(tmp_path / "trust"),
            unsigned_allowed=True,
        )


def test_folders_of_others_and_of_the_source_are_refused(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/file").write_text("keep")
    with pytest.raises(OutputRefused):
        _mirrored(publisher, tmp_path / "mine")
    for place in (publisher.site, publisher.site / "deep", tmp_path):
        with pytest.raises(SamePlace):
            _mirrored(publisher, place)
    assert (tmp_path / "mine/file").read_text() == "keep"


def test_a_manifest_that_leads_out_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / MANIFEST).write_text('{"files": {"../out": {"sha256": "' + "0" * 64 + '", "size": 1}}}')
    with pytest.raises(Exception, match="越出目录"):
        sync(
            FolderSource(source), tmp_path / "copy", anchor=Anchor(tmp_path / "trust"), unsigned_allowed=True
        )
    assert not (tmp_path / "out").exists()


def test_news_are_the_entries_that_were_not_there(tmp_path: Path) -> None:
    for name, ids in (("old", "a"), ("new", "ab")):
        entries = "".join(
            f"<entry><id>{i}</id><title>题{i}</title><updated>2026-01-0{n}T00:00:00Z</updated></entry>"
            for n, i in enumerate(ids, 1)
        )
        (tmp_path / name / "feed").mkdir(parents=True)
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'
        (tmp_path / name / "feed/atom.xml").write_text(feed)
    assert news_between(tmp_path / "old", tmp_path / "new") == (News("2026-01-02", "题b"),)
    assert news_between(tmp_path / "none", tmp_path / "new") == ()
    (tmp_path / "new/feed/atom.xml").write_text('<!DOCTYPE x [<!ENTITY a "b">]><feed/>')
    assert news_between(tmp_path / "old", tmp_path / "new") == ()


@pytest.mark.parametrize("left", [".copy.new", ".copy.old"])
def test_what_a_run_leaves_that_is_cut_off_at_its_end_is_removed_by_the_next(
    tmp_path: Path, left: str
) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    copy = tmp_path / "copy"
    _mirrored(publisher, copy)
    (tmp_path / left / "about").mkdir(parents=True)
    (tmp_path / left / "about/index.html").write_text("旧的版次")
    done = _mirrored(publisher, copy)
    assert not done.changes
    assert not (tmp_path / left).exists()
    assert tree(copy) == tree(publisher.site)


_SERVER = """
import functools, sys, time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
class Slow(SimpleHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.004)
        super().do_GET()
    def log_message(self, *a): pass
server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Slow, directory=sys.argv[1]))
print(server.server_port, flush=True)
server.serve_forever()
"""


def test_killed_fifty_times_and_resumed_the_mirror_equals_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that mirrors dies by SIGKILL at random moments; each time the mirror is old or new, whole."""
    publisher, copy, dice = Publisher(tmp_path), tmp_path / "copy", random.Random(20260101)
    publisher.keep = 2
    monkeypatch.setattr(http_module, "_RESUMABLE", 100_000)

    def edition(number: int) -> None:
        files = {f"lists/{n}.html": f"{n}" * (n + 1) for n in range(60)}
        files |= {f"texts/{n}.html": f"第 {number} 版 {n}" * 50 for n in range(60)}
        publisher.publish({**files, "big.txt": f"{number}" * 400_000}, f"2026-01-01-{number}")

    edition(0)
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(tmp_path / "site")], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        url = f"http://127.0.0.1:{int(server.stdout.readline())}"
        kills = finished = 0
        while kills < 50:
            child = os.fork()
            if child == 0:
                try:
                    sync(HttpSource(url, pause=0.01), copy, anchor=publisher.anchor(), workers=4)
                    os._exit(0)
                finally:
                    os._exit(1)
            time.sleep(dice.uniform(0.0, 0.25))
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            if os.WIFSIGNALED(status):
                kills += 1
            else:
                assert os.WEXITSTATUS(status) == 0
                finished += 1
                edition(finished)
            if copy.exists():
                manifest = parse((copy / MANIFEST).read_bytes())
                held = {path: entry_of(data) for path, data in tree(copy).items() if path != MANIFEST}
                assert held == dict(manifest.files)
        done = sync(HttpSource(url, pause=0.01), copy, anchor=publisher.anchor())
    finally:
        server.kill()
        server.wait()
    assert kills == 50
    assert done.edition
    assert tree(copy) == tree(publisher.site)
    assert dump(parse((copy / MANIFEST).read_bytes())) == (copy / MANIFEST).read_bytes()
    assert verify(FolderSource(copy), publisher.anchor()).findings == ()
    assert not list(tmp_path.glob(".copy.new"))
