"""The feeds that `compendium build feed` makes of a corpus in git."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from lxml import etree

from compendium.store import open_corpus
from tests.conftest import Cli
from tests.feed_samples import NAMES


def built(cli: Cli, corpus: Path, out: Path, *options: str) -> dict[str, bytes]:
    assert cli("--corpus", corpus, "build", "feed", "-o", out, *options).code == 0
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted((out / "feed").rglob("*"))
        if path.suffix in (".xml", ".json") and path.name != "manifest.json"
    }


def test_entries_carry_the_time_of_the_commit_and_builds_repeat(
    cli: Cli, lamps: Path, tmp_path: Path
) -> None:
    first = built(cli, lamps, tmp_path / "one")
    assert first == built(cli, lamps, tmp_path / "two", "--as-of", "2030-01-01")
    known = next(iter(open_corpus(lamps).log())).when
    moments = etree.fromstring(first["feed/atom.xml"]).xpath("a:entry/a:updated/text()", namespaces=NAMES)
    assert moments
    assert {datetime.fromisoformat(moment) for moment in moments} == {known}


def test_an_older_revision_gives_its_own_feed(cli: Cli, lamps: Path, tmp_path: Path) -> None:
    corpus = open_corpus(lamps)
    first = built(cli, lamps, tmp_path / "one")
    revision = corpus.snapshot().revision
    (path,) = [path for path in corpus.snapshot().paths() if path.endswith(".xml")]
    corpus.write({path: None}, "撤回")
    after = built(cli, lamps, tmp_path / "two")
    assert "/withdrawal/" in after["feed/atom.xml"].decode()
    assert "deleted-entry" in after["feed/atom.xml"].decode()
    assert built(cli, lamps, tmp_path / "two", "--as-known-at", revision) == first
