"""What verify refuses, and that it says why in plain words; sync refuses the same."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from compendium_build.publishing.manifest import Manifest, dump
from compendium_build.syncing.mirror import sync
from compendium_build.syncing.source import FolderSource
from compendium_build.syncing.trust import Anchor, Untrusted
from compendium_build.syncing.verify import Finding, verify
from tests.publishing import FILES, NOW, Publisher, served, tree

_NEW = {**FILES, "index.html": "<p>新首页</p>"}


def _found(publisher: Publisher, copy: Path, memory: str = "trust") -> tuple[Finding, ...]:
    return verify(FolderSource(copy), publisher.anchor(memory)).findings


def _flip(path: Path) -> None:
    """Change one byte in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()  # an earlier edition may have the file by another name
    path.write_bytes(data)


def _cut(path: Path) -> None:
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[: len(data) // 2])


def _grow(path: Path) -> None:
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data + b" ")


@pytest.mark.parametrize(
    ("spoil", "path", "kind", "words"),
    [
        (_flip, "index.html", "changed", "内容与清单不符"),
        (_cut, "index.html", "truncated", "被截断"),
        (_grow, "index.html", "changed", "比应有的"),
        (Path.unlink, "index.html", "missing", "缺少这个文件"),
        (Path.touch, "stranger.html", "extra", "清单里没有这个文件"),
        (_flip, "manifest.json", "manifest", "清单与签名不符"),
        (_cut, "manifest.json", "manifest", "清单与签名不符"),
        (Path.unlink, "manifest.json", "missing", "没有清单"),
        (_flip, "metadata/1.targets.json", "signature", "签名"),
        (_cut, "metadata/1.targets.json", "signature", "被截断"),
        (Path.unlink, "metadata/1.targets.json", "missing", "缺少版次清单的签名"),
        (_flip, "metadata/1.snapshot.json", "signature", "签名"),
        (Path.unlink, "metadata/1.snapshot.json", "missing", "缺少快照"),
        (_cut, "metadata/timestamp.json", "signature", "被截断"),
        (Path.unlink, "metadata/timestamp.json", "missing", "缺少时间戳"),
        (_flip, "metadata/1.root.json", "signature", "不是所信任的"),
        (Path.unlink, "metadata/1.root.json", "unsigned", "没有签名，而它应当有"),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_every_tampering_is_found_and_named(
    tmp_path: Path, spoil: Callable[[Path], None], path: str, kind: str, words: str
) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    assert _found(publisher, publisher.site, "before") == ()
    spoil(publisher.site / path)
    found = _found(publisher, publisher.site)
    assert kind in [each.kind for each in found]
    assert any(words in each.message for each in found), found
    assert len(found) == 1


@pytest.mark.parametrize("name", ["1.targets", "1.snapshot", "timestamp"])
def test_spoilt_signatures_are_found_though_the_right_ones_are_remembered(tmp_path: Path, name: str) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    assert _found(publisher, publisher.site) == ()
    _flip(publisher.site / f"metadata/{name}.json")
    assert [each.kind for each in _found(publisher, publisher.site)] == ["signature"]


@pytest.mark.parametrize("path", ["index.html", "metadata/timestamp.json"])
def test_tampering_is_found_over_http(tmp_path: Path, path: str) -> None:
    from compendium_build.syncing.source import HttpSource

    publisher = Publisher(tmp_path)
    publisher.publish()
    with served(publisher.site) as (url, _):
        assert verify(HttpSource(url), publisher.anchor()).findings == ()
        _flip(publisher.site / path)
        assert len(verify(HttpSource(url), publisher.anchor()).findings) == 1


def test_tampering_with_an_earlier_edition_is_found(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    first = publisher.publish().manifest.edition
    publisher.publish(_NEW, "2026-01-02")
    _flip(publisher.site / "editions" / first / "index.html")
    assert _found(publisher, publisher.site) == ()
    every = verify(FolderSource(publisher.site), publisher.anchor(), all_editions=True)
    assert [each.path for each in every.findings] == [f"editions/{first}/index.html"]


def test_a_copy_that_went_back_is_found(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    shutil.copytree(publisher.site, tmp_path / "old")
    publisher.publish(_NEW, "2026-01-02")
    assert _found(publisher, publisher.site) == ()
    found = _found(publisher, tmp_path / "old")
    assert [each.kind for each in found] == ["rolled-back"]
    assert "退回到了以前的状态" in found[0].message
    assert _found(publisher, tmp_path / "old", "a machine that has seen nothing newer") == ()


def test_an_old_snapshot_under_a_new_timestamp_is_found(tmp_path: Path) -> None:
    """The timestamp key alone is stolen: it can't bring an old edition back."""
    from tuf.api.metadata import Metadata, Timestamp

    publisher = Publisher(tmp_path)
    publisher.publish()
    publisher.publish(_NEW, "2026-01-02")
    assert _found(publisher, publisher.site) == ()
    path = publisher.site / "metadata/timestamp.json"
    stolen = Metadata[Timestamp].from_file(str(path))
    stolen.signed.version += 1
    stolen.signed.snapshot_meta.version = 1
    stolen.sign(publisher.keys.signers("timestamp", publisher.keys.root().signed)[0])
    path.write_bytes(stolen.to_bytes())
    assert [each.kind for each in _found(publisher, publisher.site)] == ["rolled-back"]


def test_a_frozen_copy_is_found(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.at = NOW - timedelta(days=8)
    publisher.publish()
    found = _found(publisher, publisher.site)
    assert [each.kind for each in found] == ["expired"]
    assert "时间戳（timestamp）已经过期" in found[0].message
    assert "冻结" in found[0].message
    publisher.at = NOW
    publisher.publish()
    assert _found(publisher, publisher.site) == ()


def test_another_publisher_is_found(tmp_path: Path) -> None:
    for name in ("ours", "theirs"):
        (tmp_path / name).mkdir()
    ours, theirs = Publisher(tmp_path / "ours"), Publisher(tmp_path / "theirs")
    ours.publish()
    theirs.publish()
    found = _found(ours, theirs.site)
    assert [each.kind for each in found] == ["signature"]
    shutil.copy(ours.site / "metadata/1.root.json", theirs.site / "metadata/1.root.json")
    found = _found(ours, theirs.site)
    assert [each.kind for each in found] == ["signature"]
    assert "没有得到应有的密钥签名" in found[0].message


def test_a_publisher_nobody_vouches_for_is_not_believed(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    source, store = FolderSource(publisher.site), tmp_path / "trust"
    assert [each.kind for each in verify(source, Anchor(store)).findings] == ["unknown"]
    with pytest.raises(Untrusted, match="--first-use"):
        sync(source, tmp_path / "copy", anchor=Anchor(store))
    assert not (tmp_path / "copy").exists()
    assert verify(source, Anchor(store, first_use=True)).findings == ()
    assert verify(source, Anchor(store)).findings == ()


@pytest.mark.parametrize("given", ["nonsense", "0" * 63])
def test_what_is_no_anchor_is_refused(tmp_path: Path, given: str) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    found = verify(FolderSource(publisher.site), Anchor(tmp_path / "trust", given)).findings
    assert "既不是指纹" in found[0].message


@pytest.mark.parametrize("memory", ["trust", "fresh"])
def test_a_mirror_does_not_follow_where_verify_would_not(tmp_path: Path, memory: str) -> None:
    """Signatures taken away, another publisher, an old state, an expired one: the mirror stays as it is."""
    publisher, copy = Publisher(tmp_path), tmp_path / "copy"
    publisher.publish()
    shutil.copytree(publisher.site, tmp_path / "old")
    publisher.publish(_NEW, "2026-01-02")
    sync(FolderSource(publisher.site), copy, anchor=publisher.anchor())
    before = tree(copy)
    anchor = Anchor(tmp_path / memory)
    bare = tmp_path / "bare"
    shutil.copytree(publisher.site, bare)
    shutil.rmtree(bare / "metadata")
    (tmp_path / "other").mkdir()
    other = Publisher(tmp_path / "other")
    other.publish({"index.html": "伪造"})
    sources = [bare, other.site]
    if memory == "trust":
        sources.append(tmp_path / "old")
    for source in sources:
        with pytest.raises(Untrusted):
            sync(FolderSource(source), copy, anchor=anchor)
        assert tree(copy) == before


def test_an_unsigned_manifest_can_not_take_the_place_of_a_signed_one(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    for path in publisher.site.rglob("manifest.json"):
        manifest = json.loads(path.read_bytes())
        path.unlink()
        path.write_bytes(dump(Manifest(files={}, edition=manifest["edition"])))
    with pytest.raises(Untrusted, match="与签名不符"):
        sync(FolderSource(publisher.site), tmp_path / "copy", anchor=publisher.anchor())
