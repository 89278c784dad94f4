"""Real amendments: the draft derived from the two texts reads back and leads to the text after."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from compendium.amending.applying import amend
from compendium.amending.deriving import Formal, derive, wording
from compendium.amending.instruction import State
from compendium.amending.reading import read_decision
from compendium.amending.repair import repair_references
from compendium.intake.draft import draft_of
from compendium.law.act import Act
from tests.builders import draft, outline

DATA = Path(os.environ.get("COMPENDIUM_SHARED", Path(__file__).parents[2] / "shared" / "data"))
DAY = date(2030, 1, 1)

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real texts are not here"),
]


def folders() -> list[Path]:
    """The amendments, but for one whose text before lacks the line with the name of a 章."""
    found = sorted(path.parent for path in DATA.glob("triples/*/before.md"))
    return [path for path in found if "农业技术推广法" not in path.name]


def provisions(value: Act) -> str:
    return outline(replace(value, front=(), conclusions=()))


@pytest.mark.parametrize("marks", [True, False])
@pytest.mark.parametrize("folder", folders(), ids=lambda path: path.name)
def test_the_draft_leads_to_the_text_after(folder: Path, marks: bool) -> None:
    before, after = (draft_of(folder / name).act for name in ("before.md", "after.md"))
    formal = Formal(
        issuer="某市人民代表大会常务委员会",
        session="第一次会议",
        adopted="2029年12月1日",
        effective="2030年1月1日",
        marks=marks,
    )
    text = wording(derive(before, after, DAY), before.title, formal)
    (part,) = read_decision(draft(text, "决定.txt").act).parts
    done = amend(before, part.items, DAY)
    assert [item.reason for item in done.items if item.state is not State.READ] == []
    got = repair_references(done).act
    assert got.title == after.title
    assert provisions(got) == provisions(after)
