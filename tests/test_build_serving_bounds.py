"""What a server does not put up with, and what it does while the corpus changes under it."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.akn import write_act
from compendium.system.errors import system_words
from compendium_build.serving.library import Busy, Gate
from compendium_build.serving.run import GuardedProtocol, Place, Steps, listen
from tests.serving import Live, commit, sample_corpus, serving, wait_for
from tests.web_acts import fire

FIRE = "difangxing-fagui/xiaofang-tiaoli"
PAGE = f"/{FIRE}/2015-05-01/index.html"
_HEADERS = (
    "accept",
    "accept-language",
    "accept-encoding",
    "if-none-match",
    "if-modified-since",
    "range",
    "if-range",
)
_WORDS = st.text(max_size=40)
_PIECES = st.sampled_from(
    ["as-of", "known-at", "2016-01-01", "search", "diff", FIRE, "latest", "..", "", "en"]
)


@pytest.fixture(scope="module", params=[True, False], ids=["httptools", "h11"])
def live(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server of the sample corpus, once for each of the two readers of HTTP."""
    if request.param:
        pytest.importorskip("httptools")
    corpus = sample_corpus(tmp_path_factory.mktemp("bounds"))
    with serving(corpus, fast=request.param) as serving_now:
        yield serving_now


def _talk(live: Live, data: bytes, seconds: float = 10) -> bytes:
    """Say something raw and take in what comes back until the other end hangs up."""
    with socket.create_connection(("127.0.0.1", live.port), timeout=seconds) as line:
        line.sendall(data)
        out = b""
        while piece := line.recv(65536):
            out += piece
        return out


@settings(max_examples=150)
@given(st.lists(_PIECES | _WORDS, max_size=6), st.dictionaries(
    st.sampled_from(["q", "as-of", "known-at", "work", "from", "to", "format", "cursor", "limit", "view"]),
    _WORDS | st.sampled_from(["2016-01-01", "json", "html", FIRE]), max_size=4,
))  # fmt: skip
def test_no_address_makes_it_fail(live: Live, pieces: list[str], query: dict[str, str]) -> None:
    path = "/".join(quote(piece, safe="", errors="surrogatepass") for piece in pieces)
    answer = live.client.get(f"http://127.0.0.1:{live.port}/{path}", params=query)
    assert answer.status_code < 500, (pieces, query)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Traceback" not in answer.text


@settings(max_examples=100)
@given(
    st.sampled_from(_HEADERS),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60).map(str.strip),
)  # fmt: skip
def test_no_header_makes_it_fail(live: Live, name: str, value: str) -> None:
    for path in (f"/{FIRE}/", "/search/?q=%E6%9D%A1"):
        answer = live.client.get(path, headers={name: value})
        assert answer.status_code in (200, 206, 302, 304, 406, 416)


def test_nothing_can_be_sent_in(live: Live) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = live.client.request(method, "/")
        assert answer.status_code == 405
        assert "GET" in answer.headers["allow"]
    assert live.client.request("GET", "/", content=b"x").status_code == 413
    chunked = b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    assert _talk(live, chunked + b"1\r\nx\r\n0\r\n\r\n").startswith(b"HTTP/1.1 413")
    options = live.client.options("/")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS")


def test_long_addresses_and_heads(live: Live) -> None:
    assert live.get("/" + "a" * 3000).status_code == 414
    assert live.get("/?q=" + "a" * 5000).status_code == 414
    long = b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 40_000
    assert _talk(live, long).startswith(b"HTTP/1.1 431")
    many = b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 8000
    assert _talk(live, many).startswith(b"HTTP/1.1 431")
    assert _talk(live, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03").startswith(b"HTTP/1.1 400")


def test_chinese_in_an_address_need_not_be_escaped(live: Live) -> None:
    raw = "GET /search/?q=火灾&format=json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    assert b'"total"' in _talk(live, raw)


def test_slow_heads_are_cut_off(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GuardedProtocol, "head_seconds", 0.3)
    assert _talk(live, b"GET / HTTP/1.1\r\nHost").startswith(b"HTTP/1.1 408")
    assert _talk(live, b"").startswith(b"HTTP/1.1 408")
    assert _talk(live, b"\r\n").startswith(b"HTTP/1.1 408")
    with socket.create_connection(("127.0.0.1", live.port), timeout=10) as line:
        for byte in b"GET / HTTP/1.1\r\n":
            try:
                line.sendall(bytes([byte]))
            except OSError:
                break
            time.sleep(0.05)
        assert line.recv(100).startswith(b"HTTP/1.1 408")


def test_an_answer_that_nobody_reads_is_dropped(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GuardedProtocol, "stall_seconds", 0.3)
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", live.port))
        line.settimeout(10)
        ask = f"GET {PAGE} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        with pytest.raises(OSError):
            for _ in range(3000):  # until the buffers between are full, and then some time
                line.sendall(ask)
                time.sleep(0.001)
            time.sleep(1)
            while line.recv(65536):
                pass
            raise ConnectionResetError  # an end in good order is as good


def test_a_gate_turns_away_whom_it_has_no_room_for() -> None:
    async def scene() -> list[str]:
        told: list[str] = []
        leave = asyncio.Event()

        async def visit(gate: Gate, name: str, stay: asyncio.Event | None = None) -> None:
            try:
                async with gate:
                    if stay:
                        await stay.wait()
                    told.append(name)
            except Busy as busy:
                told.append(f"{name} again in {busy.again}")

        patient, hasty = Gate(1, 1, 3600), Gate(1, 1, 0.01)
        first = asyncio.create_task(visit(patient, "first", leave))
        second = asyncio.create_task(visit(patient, "second"))
        await asyncio.sleep(0)
        await visit(patient, "third")
        leave.set()
        await asyncio.gather(first, second)
        async with hasty:
            await visit(hasty, "late")
        return told

    # On a thread of its own: the browser of other tests keeps a loop running on this one.
    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(asyncio.run, scene()).result()
    assert told == ["third again in 3600", "first", "second", "late again in 1"]


def test_what_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with serving(sample_corpus(tmp_path / "corpus"), answer_seconds=0.01) as live:
        answer = live.get("/as-of/2016-01-01/")
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert live.get("/").status_code == 200


def test_a_commit_is_served_without_a_pause(tmp_path: Path) -> None:
    corpus = sample_corpus(tmp_path / "corpus")
    old = write_act(fire(0))
    new = old.replace("预防火灾".encode(), "防止火灾".encode())
    with serving(corpus) as live:
        answers: list[tuple[int, bytes]] = []
        over = threading.Event()

        def keep_asking() -> None:
            while not over.is_set():
                answer = live.get(PAGE)
                answers.append((answer.status_code, answer.content))

        def found() -> bool:
            answer = live.get("/search/?q=防止火灾&versions=all&format=json")
            assert answer.status_code in (200, 503), answer.text  # a busy machine may say: later
            return answer.status_code == 200 and answer.json()["total"] > 0

        reader = threading.Thread(target=keep_asking)
        reader.start()
        before = live.get(PAGE).content
        try:
            commit(corpus, {f"{FIRE}/2015-05-01.xml": new}, "2025-06-01T08:00:00+08:00")
            wait_for(lambda: "防止火灾" in live.get(PAGE).text)
            wait_for(found)
        finally:
            over.set()
            reader.join()
        after = live.get(PAGE).content
        assert {status for status, _ in answers} == {200}
        assert {body for _, body in answers} <= {before, after}
        assert live.get("/health").json()["revision"] == corpus.revision()


def test_a_broken_commit_leaves_what_was_there(tmp_path: Path) -> None:
    corpus = sample_corpus(tmp_path / "corpus")
    good = (corpus.root / "corpus.toml").read_bytes()
    with serving(corpus) as live:
        before = live.get("/").content
        commit(corpus, {"corpus.toml": b"title = "}, "2025-06-01T08:00:00+08:00")
        wait_for(lambda: live.get("/health").json()["status"] == "stale")
        assert live.get("/health").json()["trouble"]
        assert live.get("/").content == before
        commit(corpus, {"corpus.toml": good + b"\n"}, "2025-06-02T08:00:00+08:00")
        wait_for(lambda: live.get("/health").json()["status"] == "ok")


def test_what_is_not_committed_is_not_served(tmp_path: Path) -> None:
    corpus = sample_corpus(tmp_path / "corpus")
    with serving(corpus) as live:
        before = live.get(PAGE).content
        path = corpus.root / FIRE / "2015-05-01.xml"
        path.write_bytes(path.read_bytes().replace("预防火灾".encode(), "防止火灾".encode()))
        time.sleep(0.3)
        assert live.get(PAGE).content == before


@pytest.mark.parametrize("hosts", ["", "Host: a\r\nHost: b\r\n", "Host: a\r\nhost: a\r\n"])
def test_a_request_names_one_host(live: Live, hosts: str) -> None:
    answer = _talk(live, f"GET / HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 400"), answer[:80]
    assert _talk(live, b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_a_host_that_a_request_names_is_not_kept_for_others(live: Live) -> None:
    ask = b"GET /search/opensearch.xml HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    head, _, body = _talk(live, ask).partition(b"\r\n\r\n")
    assert b"evil.example" not in body or b"cache-control: no-store" in head.lower()


def test_troubles_of_the_server_are_told_and_its_own_steps_in_our_words() -> None:
    def told(words: str, level: int) -> str | None:
        record = logging.LogRecord("uvicorn.error", level, "", 1, words, (), None)
        record.color_message = words
        return f"{record.weight}{record.getMessage()}" if Steps().filter(record) else None  # type: ignore[attr-defined]

    assert told("Started server process [7]", logging.INFO) is None
    assert told("Child process [7] died", logging.INFO) == "进程 7 意外结束，另开一个"
    assert told("Exception in ASGI application", logging.ERROR) == "错误：Exception in ASGI application"


def test_an_address_that_cannot_be_had_is_named() -> None:
    with pytest.raises(OSError, match=r"not known|resolution") as caught:
        listen(Place(host="no-such-host.invalid", port=1))
    assert system_words(caught.value).startswith("no-such-host.invalid:1：找不到这个主机名")
