"""Real decisions on the texts they amended, held against the official texts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from compendium.amending.applying import amend
from compendium.amending.instruction import Amended, State
from compendium.amending.reading import read_decision
from compendium.intake.draft import draft_of
from compendium.intake.source import squeeze
from compendium.law.act import Act, Provision
from compendium.law.names import title_key

DATA = Path(os.environ.get("COMPENDIUM_SHARED", Path(__file__).parents[2] / "shared" / "data"))
TRIPLES = sorted(path for path in (DATA / "triples").glob("*") if path.is_dir())
EXACT = (
    *("NPC-宪法-1993", "NPC-未成年人保护法-2024", "SH-区块链-2026", "SH-社会救助-2024", "SH-音像制品-2024"),
    *("SPC-企业破产法规定三-2020", "SPC-保险法解释四-2020", "SPC-公司法规定五-2020", "SPC-医疗损害-2020"),
)
"""Where the official text is before + decision and nothing else."""

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not TRIPLES, reason="the real texts are not here"),
]


def applied(folder: Path) -> tuple[Amended, Act]:
    before, decision, after = (
        draft_of(folder / name).act for name in ("before.md", "decision.txt", "after.md")
    )
    reading = read_decision(decision)
    same = [part for part in reading.parts if title_key(part.title) == title_key(before.title)]
    parts = same or (reading.parts if len(reading.parts) == 1 else ())
    items = [item for part in parts for item in part.items]
    return amend(before, [*items, *reading.common], after.date), after


def outline(provision: Provision) -> list[tuple[str, str, str]]:
    """The levels, numbers and words of a provision, white space aside."""
    return [
        (p.level.value, p.num, squeeze("".join(block.text for block in (*p.blocks, *p.tail))))
        for p in provision.walk()
    ]


@pytest.mark.parametrize("name", EXACT)
def test_the_official_text_results(name: str) -> None:
    result, after = applied(DATA / "triples" / name)
    assert all(item.state is not State.REFUSED for item in result.items)
    assert [outline(a) for a in result.after.articles] == [outline(a) for a in after.articles]
    assert [outline(p)[0][2] for p in result.after.preamble] == [outline(p)[0][2] for p in after.preamble]


@pytest.mark.parametrize("folder", TRIPLES, ids=lambda path: path.name)
def test_names_and_places_hold_together(folder: Path) -> None:
    result, _ = applied(folder)
    provisions = list(result.after.provisions())
    names = {provision.eid: provision.wid for provision in provisions}
    assert len(names) == len(set(names.values())) == len(provisions)
    for provision in result.before.provisions():
        goal = result.moves[provision.eid]
        assert goal is None or names[goal] == provision.wid


@pytest.mark.parametrize("folder", TRIPLES, ids=lambda path: path.name)
def test_only_what_is_named_changes(folder: Path) -> None:
    result, _ = applied(folder)
    after = {provision.wid: provision for provision in result.after.provisions()}
    named = {eid for item in result.items for operation in item.operations for eid in operation.targets}
    for provision in result.before.provisions():
        under = any(f"{provision.eid}__".startswith(f"{eid}__") for eid in named)
        if provision.wid in after and not under:
            assert after[provision.wid].blocks == provision.blocks
