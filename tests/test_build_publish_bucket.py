"""Buckets: content before what names it, a death at any write leaves a whole edition, real S3 by moto."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import fsspec
import pytest

from compendium_build.publishing.manifest import parse
from compendium_build.publishing.object_store import BucketFailed, Objects
from compendium_build.syncing.mirror import sync
from compendium_build.syncing.source import FolderSource, HttpSource
from compendium_build.syncing.verify import verify
from tests.publishing import FILES, Publisher, tree

_NEW = {**FILES, "index.html": "<p>新首页</p>", "gonggao.html": "公告"}


def _memory(tmp_path: Path) -> Publisher:
    (tmp_path / "p").mkdir(exist_ok=True)
    return Publisher(tmp_path / "p", Objects(f"memory://{uuid4()}/fagui"))


def _downloaded(bucket: Objects, folder: Path) -> FolderSource:
    """The bucket as a folder, as somebody sees it who asks at this moment."""
    for path in bucket._fs.find(bucket._root):
        target = folder / path[len(bucket._root) :].lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bucket._fs.cat_file(path))
    return FolderSource(folder)


def test_a_bucket_is_published_to_as_a_folder_is(tmp_path: Path) -> None:
    publisher = _memory(tmp_path)
    assert isinstance(publisher.to, Objects)
    first = publisher.publish()
    assert not publisher.publish().new
    publisher.publish(_NEW, "2026-01-02")
    publisher.publish({"index.html": "3"}, "2026-01-03")
    source = _downloaded(publisher.to, tmp_path / "seen")
    assert verify(source, publisher.anchor(), all_editions=True).findings == ()
    old = tmp_path / "seen/editions" / first.manifest.edition / "index.html"
    assert old.read_text() == FILES["index.html"]
    assert not (tmp_path / "seen/gonggao.html").exists()


def test_editions_not_kept_leave_the_bucket(tmp_path: Path) -> None:
    publisher = _memory(tmp_path)
    publisher.keep = 2
    for day in range(1, 5):
        publisher.publish({**FILES, "index.html": str(day)}, f"2026-01-0{day}")
    assert isinstance(publisher.to, Objects)
    source = _downloaded(publisher.to, tmp_path / "seen")
    assert len(list((source.root / "editions").glob("*/"))) == 2
    assert verify(source, publisher.anchor(), all_editions=True).findings == ()


def test_a_death_at_any_write_leaves_a_whole_edition_to_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Die at the n-th operation on the bucket: whoever syncs gets the old or the new edition, whole."""
    publisher = _memory(tmp_path)
    assert isinstance(publisher.to, Objects)
    publisher.keep = 3
    publisher.publish()
    number, seen = 0, set()
    while True:
        number += 1
        assert number < 60
        count = 0

        def step(number: int = number) -> None:
            nonlocal count
            count += 1
            if count == number:
                raise KeyboardInterrupt

        fs = publisher.to._fs
        with monkeypatch.context() as patch:
            for name in ("put_file", "cp_file", "rm", "rm_file"):
                _before(patch, fs, name, step)
            try:
                publisher.publish({**_NEW, "index.html": f"{number}", f"n{number % 3}": "x"}, "2026-01-02")
                break
            except KeyboardInterrupt:
                pass
        source = _downloaded(publisher.to, tmp_path / f"seen{number}")
        done = sync(source, tmp_path / f"copy{number}", anchor=publisher.anchor(f"trust{number}"))
        seen.add(done.edition)
    assert number > 10
    assert len(seen) >= 2
    source = _downloaded(publisher.to, tmp_path / "end")
    assert verify(source, publisher.anchor()).findings == ()


def _before(patch: pytest.MonkeyPatch, fs: object, name: str, step: object) -> None:
    real = getattr(fs, name)

    def watched(*arguments: object, **named: object) -> object:
        step()  # type: ignore[operator]
        return real(*arguments, **named)

    patch.setattr(fs, name, watched)


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An S3 server with an empty public bucket; its address."""
    server_module = pytest.importorskip("moto.server")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    server = server_module.ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    fs = fsspec.filesystem("s3", endpoint_url=address, skip_instance_cache=True)
    fs.mkdir("fagui", acl="public-read-write")
    yield address
    server.stop()


def test_an_s3_bucket_is_published_to_and_mirrored_over_http(tmp_path: Path, s3: str) -> None:
    bucket = Objects("s3://fagui/site", {"endpoint_url": s3, "skip_instance_cache": True})
    publisher = Publisher(tmp_path, bucket)
    publisher.publish()
    assert not publisher.publish().new
    source = HttpSource(f"{s3}/fagui/site", pause=0.01)
    sync(source, tmp_path / "copy", anchor=publisher.anchor())
    publisher.publish(_NEW, "2026-01-02")
    done = sync(source, tmp_path / "copy", anchor=publisher.anchor())
    assert done.changes.added == ("gonggao.html",)
    assert done.changes.changed == ("index.html",)
    assert tree(tmp_path / "copy")["index.html"].decode() == _NEW["index.html"]
    assert verify(source, publisher.anchor(), all_editions=True).findings == ()
    assert bucket._fs.info("fagui/site/index.html")["ContentType"] == "text/html"
    data = bucket.read("manifest.json")
    assert data is not None
    assert parse(data).edition == done.edition
    assert len(json.loads(bucket.read("editions/index.json") or b"")) == 2


def test_a_bucket_that_fails_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BucketFailed, match="nonsense"):
        Objects("nonsense://bucket")
    monkeypatch.setattr("compendium_build.publishing.object_store.find_spec", lambda name: None)
    with pytest.raises(BucketFailed, match="没有安装 s3fs"):
        Objects("s3://bucket")
