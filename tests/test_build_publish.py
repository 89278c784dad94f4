"""Publishing: twice is once, earlier editions stay, a death in the middle leaves the last edition whole."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from compendium_build.edition.artifacts import OutputRefused
from compendium_build.publishing import destinations as folder_module
from compendium_build.publishing.keys import KeyFolder, KeysRefused
from compendium_build.publishing.manifest import (
    BadManifest,
    FileEntry,
    Manifest,
    delta,
    dump,
    parse,
    patched,
    safe_path,
)
from compendium_build.publishing.publish import (
    BuildDamaged,
    PathsClash,
    Published,
    SignedBefore,
    collect,
    refresh,
)
from compendium_build.publishing.signing import Quorum, make_keys, renew, roles_of, rotate
from compendium_build.syncing.source import FolderSource
from compendium_build.syncing.verify import Verdict, verify
from tests.publishing import FILES, NOW, Publisher, built, tree

KILLS = int(os.environ.get("COMPENDIUM_KILLS", "12"))
_NEW = {**FILES, "index.html": "<p>新首页</p>", "gonggao.html": "公告"}


def _checked(publisher: Publisher, memory: str = "trust") -> Verdict:
    return verify(FolderSource(publisher.site), publisher.anchor(memory), all_editions=True)


def test_a_publication_is_whole_and_signed(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    done = publisher.publish()
    assert (done.manifest.edition, done.new, done.signed) == ("2026-01-01-01234567", True, True)
    verdict = _checked(publisher)
    assert verdict.findings == ()
    assert (verdict.edition, verdict.files) == (done.manifest.edition, len(FILES))


def test_a_second_run_does_nothing(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    before = {path: path.stat().st_mtime_ns for path in publisher.site.rglob("*")}
    done = publisher.publish()
    assert (done.new, done.resigned) == (False, False)
    assert {path: path.stat().st_mtime_ns for path in publisher.site.rglob("*")} == before


def test_earlier_editions_stay_at_their_addresses(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    first = publisher.publish()
    root = tree(publisher.site)
    second = publisher.publish(_NEW, "2026-01-02")
    publisher.publish({**_NEW, "index.html": "三"}, "2026-01-03")
    old = tree(publisher.site / "editions" / first.manifest.edition)
    del old["changes.json"]
    assert old == root
    listed = json.loads((publisher.site / "editions/index.json").read_bytes())
    assert [row["as_of"] for row in listed] == ["2026-01-03", "2026-01-02", "2026-01-01"]
    assert second.manifest.previous == first.manifest.edition
    assert _checked(publisher).findings == ()


def test_what_has_not_changed_takes_no_room(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    first = publisher.publish()
    publisher.publish(_NEW, "2026-01-02")
    about = "about/index.html"
    same = publisher.site / "editions" / first.manifest.edition / about
    assert (publisher.site / about).stat().st_ino == same.stat().st_ino


def test_the_same_day_and_commit_with_other_content_has_another_name(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    assert publisher.publish(_NEW).manifest.edition == "2026-01-01-01234567-2"


def test_only_so_many_editions_are_kept(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.keep = 2
    for day in range(1, 5):
        done = publisher.publish({**FILES, "index.html": str(day)}, f"2026-01-0{day}")
    assert done.dropped == ("2026-01-02-01234567",)
    kept = sorted(path.name for path in (publisher.site / "editions").glob("*/"))
    assert kept == ["2026-01-03-01234567", "2026-01-04-01234567"]
    assert _checked(publisher).findings == ()


def test_without_keys_nothing_is_signed_and_nothing_is_said_to_be(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path, signed=False)
    assert not publisher.publish().signed
    assert not (publisher.site / "metadata").exists()
    assert [found.kind for found in _checked(publisher).findings] == ["unsigned"]
    assert verify(FolderSource(publisher.site), publisher.anchor(), True).findings == ()


def test_an_unsigned_site_can_be_signed_later_but_not_the_other_way(tmp_path: Path) -> None:
    plain = Publisher(tmp_path, signed=False)
    plain.publish()
    publisher = Publisher(tmp_path)
    done = publisher.publish()
    assert (done.new, done.resigned) == (False, True)
    assert _checked(publisher).findings == ()
    with pytest.raises(SignedBefore, match="没有密钥"):
        plain.publish(_NEW)


def test_a_folder_of_others_is_not_replaced(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.site.mkdir()
    (publisher.site / "mine.txt").write_text("keep")
    with pytest.raises(OutputRefused):
        publisher.publish()
    assert tree(publisher.site) == {"mine.txt": b"keep"}


@pytest.mark.parametrize("exchange", [True, False])
def test_death_at_any_step_leaves_an_edition_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    """Die before every change of a name or file, the n-th time at the n-th; then look, then go on."""
    if not exchange:
        monkeypatch.setattr("compendium_build.edition.folders.exchange", lambda one, other: False)
    publisher = Publisher(tmp_path)
    publisher.keep = 3
    publisher.publish()
    publisher.publish({**FILES, "index.html": "旧"}, "2026-01-02")
    number = 0
    while True:
        number += 1
        assert number < 200
        count = 0

        def step(number: int = number) -> None:
            nonlocal count
            count += 1
            if count == number:
                raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            _interrupt(patch, step)
            try:
                done = publisher.publish({**_NEW, "index.html": f"第 {number} 次"}, "2026-01-03")
                break
            except KeyboardInterrupt:
                pass
        if publisher.site.exists():  # only two renames without an exchange leave a gap, mended by the next
            verdict = verify(FolderSource(publisher.site), publisher.anchor(f"trust{number}"))
            extra = [found.path for found in verdict.findings]
            assert extra == [], (number, verdict.findings)
        else:
            assert not exchange
    assert number > 20
    assert len(list((publisher.site / "editions").glob("*/"))) == 3
    assert _checked(publisher).findings == ()
    assert done.manifest.edition == _checked(publisher).edition
    assert sorted(path.name for path in publisher.home.iterdir() if path.name.startswith(".")) == [
        ".site.lock"
    ]


def _interrupt(patch: pytest.MonkeyPatch, step: object) -> None:
    """Call `step` before every operation with which a folder is published."""

    def before(module: object, name: str) -> None:
        real = getattr(module, name)

        def watched(*arguments: object, **named: object) -> object:
            step()  # type: ignore[operator]
            return real(*arguments, **named)

        patch.setattr(module, name, watched)

    for name in ("link_or_copy", "link_tree", "put_in_place", "write_whole", "_move_editions"):
        before(folder_module, name)
    before(folder_module.shutil, "rmtree")
    before(folder_module.shutil, "copyfile")
    before(os, "link")
    before(Path, "rename")
    before(Path, "touch")


def test_a_death_after_the_exchange_loses_no_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publisher = Publisher(tmp_path)
    for day in ("2026-01-01", "2026-01-02", "2026-01-03"):
        publisher.publish({**FILES, "index.html": day}, day)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(folder_module, "_move_editions", _die)
        publisher.publish({**FILES, "index.html": "4"}, "2026-01-04")
    assert not (publisher.site / "editions/2026-01-01-01234567").exists()
    assert not publisher.publish({**FILES, "index.html": "4"}, "2026-01-04").new
    assert len(list((publisher.site / "editions").glob("*/"))) == 4
    assert _checked(publisher).findings == ()


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_signatures_are_renewed_when_half_their_time_is_over(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    publisher.at = NOW + timedelta(days=3)
    assert not publisher.publish().resigned
    publisher.at = NOW + timedelta(days=4)
    done = publisher.publish()
    assert (done.new, done.resigned) == (False, True)
    names = {path.name for path in (publisher.site / "metadata").iterdir()}
    assert names == {"1.root.json", "1.targets.json", "1.snapshot.json", "timestamp.json"}
    publisher.at = NOW + timedelta(days=50)
    publisher.publish()
    assert (publisher.site / "metadata/2.targets.json").exists()
    assert _checked(publisher).findings == ()


def test_refresh_signs_at_once(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    before = (publisher.site / "metadata/timestamp.json").read_bytes()
    assert refresh(publisher.to, publisher.signer(forced=True)).resigned
    assert (publisher.site / "metadata/timestamp.json").read_bytes() != before
    assert _checked(publisher).findings == ()


@pytest.mark.parametrize("role", ["root", "targets", "snapshot", "timestamp"])
def test_a_rotated_key_is_taken_over_by_those_who_trust_the_first_root(tmp_path: Path, role: str) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    assert _checked(publisher).findings == ()
    old = publisher.keys.root().signed.roles[role].keyids
    rotate(publisher.keys, role, None, NOW)
    assert set(old).isdisjoint(publisher.keys.root().signed.roles[role].keyids)
    assert publisher.publish().resigned
    assert _checked(publisher).findings == ()
    publisher.publish(_NEW, "2026-01-02")
    assert _checked(publisher).findings == ()
    assert _checked(publisher, "fresh").findings == ()


def test_an_expired_root_is_not_signed_with_and_can_be_renewed(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.at = NOW + timedelta(days=366)
    with pytest.raises(KeysRefused, match="keys renew"):
        publisher.publish()
    renew(publisher.keys, publisher.at)
    publisher.publish()
    assert publisher.keys.root().signed.version == 2


def test_a_lost_site_does_not_start_again_at_one(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    publisher.publish(_NEW, "2026-01-02")
    assert _checked(publisher).findings == ()
    publisher.site.rename(tmp_path / "lost")
    publisher.publish(_NEW, "2026-01-02")
    assert _checked(publisher).findings == ()


def test_a_manifest_changed_at_the_destination_is_replaced(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish()
    path = publisher.site / "manifest.json"
    path.write_bytes(dump(Manifest(files={}, edition="2026-01-01-01234567")))
    done = publisher.publish()
    assert not done.new  # the edition's own folder still has the signed one
    for manifest in publisher.site.rglob("manifest.json"):
        manifest.unlink()
        manifest.write_bytes(dump(Manifest(files={}, edition="2026-01-01-01234567")))
    assert publisher.publish().new
    assert verify(FolderSource(publisher.site), publisher.anchor()).findings == ()


def test_private_keys_are_encrypted_and_for_their_owner(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    private = list(publisher.keys.path.glob("*.pem"))
    assert len(private) == 4
    for path in private:
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    wrong = KeyFolder(publisher.keys.path, lambda role: b"wrong")
    with pytest.raises(KeysRefused, match="口令不对"):
        wrong.signers("targets", wrong.root().signed)
    none = KeyFolder(publisher.keys.path)
    with pytest.raises(KeysRefused, match="COMPENDIUM_KEY_PASSPHRASE"):
        none.signers("targets", none.root().signed)


@pytest.mark.parametrize("marker", ["corpus.toml", ".git", "manifest.json"])
def test_keys_are_not_kept_where_they_would_get_out(tmp_path: Path, marker: str) -> None:
    (tmp_path / marker).write_text("")
    with pytest.raises(KeysRefused, match="请另选目录"):
        make_keys(KeyFolder(tmp_path / "deep/keys"), {}, NOW)
    assert not (tmp_path / "deep").exists()


def test_root_keys_can_need_one_another(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path / "keys")
    make_keys(keys, {"root": Quorum(3, 2)}, NOW)
    here = {row.role: row for row in roles_of(keys)}
    assert (len(here["root"].here), here["root"].threshold) == (3, 2)
    for path in sorted(keys.path.glob("root.*.pem"))[:2]:
        path.unlink()
    with pytest.raises(KeysRefused, match="只有 1 个，签名需要 2 个"):
        rotate(keys, "targets", None, NOW)
    with pytest.raises(KeysRefused, match="不会覆盖"):
        make_keys(keys, {}, NOW)


def test_a_damaged_build_is_not_published(tmp_path: Path) -> None:
    built(tmp_path, FILES)
    page = tmp_path / "web/index.html"
    page.write_text("x")
    with pytest.raises(BuildDamaged, match="与生成时不同"):
        collect(tmp_path, ["web"])
    page.unlink()
    with pytest.raises(BuildDamaged, match="不见了"):
        collect(tmp_path, ["web"])
    with pytest.raises(BuildDamaged, match="没有可用的清单"):
        collect(tmp_path, ["print"])


def test_two_forms_do_not_share_an_address(tmp_path: Path) -> None:
    built(tmp_path, {"feed/a.html": "1"})
    (tmp_path / "web").rename(tmp_path / "other")
    built(tmp_path / "other", {"a.html": "2"})
    (tmp_path / "other/web").rename(tmp_path / "feed")
    (tmp_path / "other").rename(tmp_path / "web")
    with pytest.raises(PathsClash, match="feed/a"):
        collect(tmp_path, ["web", "feed"])


@pytest.mark.parametrize(
    "path",
    [
        *(
            "../x",
            "/x",
            "a/../../x",
            "a//b",
            "",
            ".",
            "a\\b",
            "C:x",
            "a\x00b",
            "a/",
            "metadata/x",
            "editions/x",
        ),
        *(
            ".git/config",
            ".htaccess",
            "a/.well-known/x",
            "a/.x.html",
            ".user.ini",
            "web.config",
            "a/CON.html",
        ),
        *("nul", "a\u202eb.html", "a\u200bb", "e\u0301.html", "a .html/", "a.", "x" * 300),
        *("a.php", "a.PHP5", "a.cgi", "a.shtml", "a.aspx", "a.jsp", "a.exe", "a.lnk", "a.hta", "desktop.ini"),
    ],
)
def test_paths_that_leave_the_folder_are_refused(path: str) -> None:
    good = {"sha256": "0" * 64, "size": 1}
    with pytest.raises(BadManifest):
        parse(json.dumps({"files": {path: good}}).encode())
    assert not safe_path(path) or path.startswith(("metadata", "editions"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("index.html", "INDEX.HTML"),
        ("a/b.html", "A/c.html"),
        ("straße.html", "STRASSE.html"),
        ("ｉndex.html", "index.html"),
        ("a", "A/b.html"),
    ],
)
def test_names_that_are_one_on_some_systems_are_refused(one: str, other: str) -> None:
    good = {"sha256": "0" * 64, "size": 1}
    with pytest.raises(BadManifest, match=r"同一个名称|既是文件又是目录"):
        parse(json.dumps({"files": {one: good, other: good}}).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"files": []}',
        b'{"files": {"a": {"sha256": "x", "size": 1}}}',
        b'{"files": {"a": {"sha256": "' + b"0" * 64 + b'", "size": -1}}}',
        b'{"files": {"a": {"sha256": "' + b"0" * 64 + b'", "size": true}}}',
        b'{"files": {}, "edition": "../x"}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_manifest_is_refused(data: bytes) -> None:
    with pytest.raises(BadManifest):
        parse(data)


def test_a_path_is_not_both_file_and_folder() -> None:
    good = {"sha256": "0" * 64, "size": 1}
    with pytest.raises(BadManifest, match="既是文件又是目录"):
        parse(json.dumps({"files": {"a": good, "a/b": good}}).encode())


def test_a_delta_leads_from_one_manifest_to_the_next() -> None:
    one, two = FileEntry("1" * 64, 1), FileEntry("2" * 64, 2)
    old = Manifest(files={"a": one, "b": one, "c": one}, edition="old")
    new = Manifest(files={"a": one, "b": two, "d": two}, edition="new", previous="old")
    assert patched(old, delta(old, new)) == dump(new)
    assert patched(new, delta(old, new)) is None
    assert patched(old, b"nonsense") is None


def test_a_publisher_killed_over_an_existing_edition_leaves_one_or_the_other(tmp_path: Path) -> None:
    """A process that publishes dies by SIGKILL at random moments: what readers have is whole and signed."""
    publisher, dice = Publisher(tmp_path), random.Random(20261201)
    publisher.keep = 2

    def edition(number: int) -> Published:
        files = {f"lists/{n}.html": f"{n}" * (n + 1) for n in range(40)}
        files |= {f"texts/{n}.html": f"第 {number} 版 {n}" * 50 for n in range(40)}
        return publisher.publish(files, f"2026-01-{number % 28 + 1:02}")

    edition(0)
    kills = number = 0
    while kills < KILLS:
        number += 1
        child = os.fork()
        if child == 0:
            try:
                edition(number)
                os._exit(0)
            finally:
                os._exit(1)
        time.sleep(dice.uniform(0.0, 0.12))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        kills += os.WIFSIGNALED(status)
        checked = verify(FolderSource(publisher.site), publisher.anchor())
        assert checked.findings == ()
        assert checked.files == 80
    done = edition(number + 1)
    assert done.new
    assert verify(FolderSource(publisher.site), publisher.anchor()).findings == ()
    left = {path.name for path in tmp_path.iterdir() if path.name.startswith(".site")}
    assert left <= {".site.lock"}, left
