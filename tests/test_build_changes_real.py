"""Real amendments: no change invented, none missed, both texts given back by every form."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from compendium.compare import Kind
from compendium.compare.align import align
from compendium.intake.draft import draft_of
from compendium.law.act import Act
from compendium_build.changes.content import text_of
from compendium_build.changes.printed import lines_of, pieces
from compendium_build.changes.report import Text, apply, operations, report
from compendium_build.changes.table import Selection, entries
from compendium_build.changes.tracked import word_tracked
from tests.test_build_changes_tracked import OFFICE, settled_by_office
from tests.word_settling import settled, without_blank

DATA = Path(os.environ.get("COMPENDIUM_SHARED", Path(__file__).parents[2] / "shared" / "data"))

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real texts are not here"),
]


def pairs() -> dict[str, tuple[Path, Path]]:
    """Every text that is there in two versions, in order of time."""
    found = {p.parent.name: (p, p.with_name("after.md")) for p in sorted(DATA.glob("triples/*/before.md"))}
    named = defaultdict(list)
    for path in sorted(DATA.glob("shanghai/*.md")):
        named[re.sub(r"\([-0-9]{10}\)", "", path.stem)].append(path)
    for name, paths in named.items():
        found |= {f"{name} {b.stem}": (a, b) for a, b in pairwise(paths)}
    return found


PAIRS = pairs()
read = cache(lambda path: draft_of(path).act)


@pytest.fixture(params=[(name, way) for name in PAIRS for way in ("there", "back")], ids=str)
def both(request: pytest.FixtureRequest) -> tuple[Act, Act]:
    """The two versions, and the same two the other way round."""
    name, way = request.param
    before, after = PAIRS[name] if way == "there" else PAIRS[name][::-1]
    return read(before), align(read(before), read(after))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_no_change_is_invented_or_missed(both: tuple[Act, Act]) -> None:
    before, after = both
    made = report(Text(before, "", False), Text(after, "", False))
    for row in made.comparison.walk():
        if row.kind is Kind.AMENDED and row.before and row.after:
            old, new = row.before.provision, row.after.provision
            assert not old or not new or old.text != new.text or old.blocks != new.blocks, row.place
    rows = list(entries(made.comparison, before, after, selection=Selection(unchanged=True, front=True)))
    shown = squeezed("".join(text_of(row.after) for row in rows))
    assert sorted(shown) == sorted(squeezed(after.title + after.text))


def test_operations_rebuild_the_text_after(both: tuple[Act, Act]) -> None:
    before, after = both
    made = report(Text(before, "", False), Text(after, "", False))
    stated = json.loads(json.dumps(operations(before, after, made.comparison)))
    assert apply(before, stated) == [piece.text for piece in pieces(after)]


def test_revisions_settle_to_both_texts(both: tuple[Act, Act]) -> None:
    before, after = both
    data = word_tracked(report(Text(before, "", False), Text(after, "", False)))
    assert settled(data, accepted=True) == lines_of(pieces(after))
    assert settled(data, accepted=False) == lines_of(pieces(before))


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_settles_them_to_both_texts(tmp_path: Path) -> None:
    texts = [(read(before), read(after)) for before, after in PAIRS.values()]
    files = [word_tracked(report(Text(a, "", False), Text(b, "", False))) for a, b in texts]
    for (before, after), (accepted, rejected) in zip(texts, settled_by_office(files, tmp_path), strict=True):
        assert without_blank(accepted) == lines_of(pieces(after)), after.title
        assert without_blank(rejected) == lines_of(pieces(before)), before.title
