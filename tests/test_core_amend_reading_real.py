"""Real decisions: nothing in them is left out, and nearly all of them is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from compendium.amending.instruction import Unread
from compendium.amending.reading import read_decision, uncovered
from compendium.intake.draft import draft_of
from tests.reading_samples import items

DATA = Path(os.environ.get("COMPENDIUM_SHARED", Path(__file__).parents[2] / "shared" / "data"))

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real texts are not here"),
]


def test_real_decisions_are_covered_whole_and_read() -> None:
    read = unread = 0
    for path in sorted(DATA.glob("decisions/*")) + sorted(DATA.glob("triples/*/decision.txt")):
        act = draft_of(path).act
        reading = read_decision(act)
        assert not uncovered(act, reading), path.name
        found = items(reading)
        assert found, path.name
        assert len({item.id for item in found}) == len(found), path.name
        unread += sum(isinstance(item, Unread) for item in found)
        read += len(found)
    assert unread / read < 0.03
