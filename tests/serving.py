"""A real server on a free port of this machine, for tests of the live edition."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import httpx
from uvicorn import Server

from compendium.library.new_corpus import init_corpus
from compendium.store import Corpus
from compendium_build.serving.app import create_app
from compendium_build.serving.library import Library
from compendium_build.serving.run import Place, config_of, listen, protocol_class
from compendium_build.serving.settings import Settings
from tests.web_samples import DAY
from tests.web_samples import corpus as sample_files

_PATIENCE = 90.0


@dataclass(frozen=True)
class Live:
    """A running server: how to ask it, what it serves, and the process's own view of it."""

    client: httpx.Client
    corpus: Corpus
    library: Library
    port: int

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask for a path; header names are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=named)


def sample_corpus(folder: Path) -> Corpus:
    """The sample acts in a corpus of their own, known since the beginning of 2025."""
    corpus = init_corpus(folder, "海浦市法规全书", "cn-hp", "海浦市")
    made = {**os.environ, "GIT_COMMITTER_DATE": "2025-01-01T07:00:00+08:00"}
    name = ["-c", "user.name=某某", "-c", "user.email=a@example.cn"]
    subprocess.run(
        ["git", *name, "commit", "-q", "--amend", "-m", "建库"], cwd=corpus.root, env=made, check=True
    )
    files = {path: data for path, data in sample_files().contents.items() if path != "corpus.toml"}
    commit(corpus, files, "2025-01-01T08:00:00+08:00")
    return corpus


def commit(corpus: Corpus, files: dict[str, bytes | None], when: str) -> None:
    """Commit files as of a time, as people do who use git by hand."""
    for path, data in files.items():
        target = corpus.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if data is None:
            target.unlink()
        else:
            target.write_bytes(data)
    names = {"GIT_AUTHOR_NAME": "某某", "GIT_AUTHOR_EMAIL": "a@example.cn"}
    names |= {"GIT_COMMITTER_NAME": "某某", "GIT_COMMITTER_EMAIL": "a@example.cn"}
    env = {**os.environ, **names, "GIT_COMMITTER_DATE": when}
    for command in (["add", "-A"], ["commit", "-qm", "改"]):
        subprocess.run(["git", *command], cwd=corpus.root, env=env, check=True)


@contextmanager
def serving(
    corpus: Corpus, root_path: str = "", day: date | None = DAY, *, fast: bool = True, **limits: float
) -> Iterator[Live]:
    """Serve a corpus until the test is over; not `fast` is with the reader of HTTP that needs no C."""
    settings = replace(Settings(corpus=corpus.root, poll=0.05, day=day), **limits)  # type: ignore[arg-type]
    place = Place(port=0, root_path=root_path)
    app = create_app(settings)
    with listen(place) as held:
        port = held.getsockname()[1]
        config = config_of(settings, place)
        config.app, config.factory = app, False
        config.http = protocol_class(fast)
        server = Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [held]}, daemon=True)
        thread.start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=_PATIENCE) as client:
                wait_for(lambda: client.get("/health/ready").status_code == 200)
                yield Live(client, corpus, app.state.library, port)
        finally:
            server.should_exit = True
            thread.join(_PATIENCE)


def wait_for(done: object, seconds: float = _PATIENCE) -> None:
    """Wait until something holds."""
    assert callable(done)
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
