"""Identifiers that are easily swapped are types of their own: mypy refuses one in the place of another."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import pytest
from mypy import api

ROOT = Path(__file__).parents[1]
TYPES = ("EId", "WId", "Uri", "CorpusPath", "Folder", "Digest", "Page")

HEAD = """\
from pathlib import Path
from compendium.akn.write_meta import at
from compendium.law.act import Act
from compendium.law.identifiers import CorpusPath, Digest, EId, Folder, Uri, WId
from compendium.library.facts import facts_of
from compendium.library.moved import Moves
from compendium.store import Snapshot
from compendium.store.tree import same_but_for_line_ends
from compendium_build.edition.addresses import Page, relative
from compendium_build.print.plan import anchor
def said(act: Act, moves: Moves, files: Snapshot, root: Path) -> None:
    eid, uri, folder, page = EId("art_1"), Uri("/akn/cn/act/falv/2020/a"), Folder("falv/a"), Page("a.html")
    path, digest = CorpusPath("falv/a/2020-01-01.xml"), Digest("0" * 40)
"""

RIGHT = (
    "at(uri, eid)",
    "facts_of(act, path, digest)",
    "moves.identity(folder, uri)",
    "files.read(path)",
    "same_but_for_line_ends(root, path, digest)",
    "relative(page, page, eid)",
    "anchor(folder, eid)",
)
SWAPPED = (
    "at(eid, uri)",
    "facts_of(act, digest, path)",
    "moves.identity(uri, folder)",
    "files.read(digest)",
    "same_but_for_line_ends(root, digest, path)",
    "relative(page, eid, page)",
    "anchor(eid, folder)",
    "at('/akn/cn/act/falv/2020/a', 'art_1')",
)


def refused(folder: Path, lines: tuple[str, ...]) -> set[str]:
    """Those of the lines that mypy finds a fault in."""
    text = HEAD + "".join(f"    {line}\n" for line in lines)
    snippet = folder / "snippet.py"
    snippet.write_text(text, encoding="utf-8")
    config = f"--config-file={ROOT / 'pyproject.toml'}"
    told, failure, _ = api.run([config, str(snippet)])  # with the cache that `make lint` has filled
    assert not failure
    rows = text.splitlines()
    numbers = re.findall(r"snippet\.py:(\d+): error", told)
    return {rows[int(number) - 1].strip() for number in numbers}


def test_no_identifier_takes_the_place_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)  # where the paths in pyproject.toml begin
    mixed = tuple(
        f"{one.lower()}_{other.lower()}: {one} = {other}('')" for one, other in permutations(TYPES, 2)
    )
    assert refused(tmp_path, RIGHT + SWAPPED + mixed) == {*SWAPPED, *mixed}
