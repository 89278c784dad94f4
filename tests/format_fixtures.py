"""Corpora as earlier versions of the program left them, and what those versions published of them.

Each is a folder `tests/fixtures/format-<n>`: `corpus/` as plain files, and `published.json`, that the version
which wrote the corpus made. Neither is ever made anew: they stand for what users have on their disks.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lxml import etree

from compendium.law.names import parse_expression_path
from compendium.library.catalog import load_catalog
from compendium.library.config import load_config
from compendium.library.history import past_of
from compendium.store import Corpus, open_corpus
from compendium.text.plain import fingerprint
from compendium_build.edition.edition import Edition
from compendium_build.targets import edition_of
from compendium_build.web import web_artifacts
from tests.builders import configured

FIXTURES = Path(__file__).parent / "fixtures"
DAY = date(2026, 11, 1)
PLAIN = ("xml", "json", "txt", "md")
_COMMITS = ((date(2021, 1, 4), date(2020, 12, 31)), (date(2024, 7, 1), date(9999, 1, 1)))
"""When the corpus was committed, and up to which version each time."""
_ID = "{http://www.w3.org/2005/Atom}id"


@dataclass(frozen=True)
class Published:
    """What was published of a corpus: pages, entries of feeds by id, ids of feeds, texts by title and day."""

    pages: frozenset[str]
    entries: Mapping[str, str]
    feeds: Mapping[str, str]
    texts: Mapping[str, str]

    def dump(self) -> str:
        """As it is kept beside the corpus."""
        value = {
            "as_of": DAY.isoformat(),
            "pages": sorted(self.pages),
            "entries": dict(sorted(self.entries.items())),
            "feeds": dict(sorted(self.feeds.items())),
            "texts": dict(sorted(self.texts.items())),
        }
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def kept(name: str) -> Published:
    """What the version of that format published."""
    held = json.loads((FIXTURES / name / "published.json").read_text("utf-8"))
    return Published(frozenset(held["pages"]), held["entries"], held["feeds"], held["texts"])


def repository(name: str, folder: Path) -> Corpus:
    """The corpus of that format in a repository of its own, with the same commits at the same times."""
    source = FIXTURES / name / "corpus"
    folder.mkdir(parents=True)
    _git(folder, "init", "-q", "-b", "main")
    for when, until in _COMMITS:
        for path in sorted(p for p in source.rglob("*") if p.is_file()):
            inside = path.relative_to(source).as_posix()
            version = parse_expression_path(inside)
            speaks_of_all = path.name == "interpretations.toml"  # and so comes with the last of them
            if (version[1] if version else date(9999, 1, 1) if speaks_of_all else date.min) <= until:
                target = folder / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        _git(folder, "add", "-A")
        _git(folder, "commit", "-q", "-m", "收入法规", when=f"{when}T09:00:00+08:00")
    _git(folder, "config", "user.name", "某某")
    _git(folder, "config", "user.email", "a@example.cn")
    return open_corpus(folder)


def _git(folder: Path, *words: str, when: str = "") -> None:
    names = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in _ME.items()}
    times = {f"GIT_{who}_DATE": when for who in ("AUTHOR", "COMMITTER")} if when else {}
    subprocess.run(["git", *words], cwd=folder, env={**os.environ, **names, **times}, check=True)


_ME = {"NAME": "某某", "EMAIL": "a@example.cn"}


def edition(corpus: Corpus, day: date = DAY) -> Edition:
    """The edition of a corpus, in the forms that take no time."""
    snapshot = corpus.snapshot()
    made = edition_of(
        load_catalog(snapshot),
        load_config(snapshot.read("corpus.toml")),
        day,
        snapshot.revision,
        past_of(corpus, snapshot),
    )
    return configured(made, web=replace(made.config.web, forms=tuple(PLAIN)))


def files_of(made: Edition) -> dict[str, bytes]:
    """Every page and feed of the web edition."""
    return {
        item.path: item.render()
        for item in web_artifacts(made)
        if item.path.endswith(".html") or item.path.startswith("feed/")
    }


def published(made: Edition) -> Published:
    """What an edition publishes."""
    files = files_of(made)
    feeds = {path: etree.fromstring(data) for path, data in files.items() if path.endswith("atom.xml")}
    rows = [row for feed in feeds.values() for row in feed.iter("{http://www.w3.org/2005/Atom}entry")]
    updated = "{http://www.w3.org/2005/Atom}updated"
    texts = {
        f"{facts.title} {facts.date} {facts.language}": fingerprint(made.act(facts))
        for work in made.catalog.works
        for facts in (*work.expressions, *work.translations)
    }
    return Published(
        frozenset(path for path in files if path.endswith(".html")),
        {str(row.findtext(_ID)): str(row.findtext(updated)) for row in rows},
        {path: str(feed.findtext(_ID)) for path, feed in feeds.items()},
        texts,
    )
