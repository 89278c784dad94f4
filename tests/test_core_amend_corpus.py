"""The sample corpus: its decisions are carried out, its versions are what they make."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from compendium.amending.replay import replays
from compendium.checks import check_catalog
from compendium.law.changes import ModType
from compendium.law.kinds import ActKind
from compendium.library.catalog import load_catalog
from tests.builders import Memory

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"


def memory() -> Memory:
    paths = sorted(p for p in CORPUS.rglob("*.xml") if ".compendium" not in p.parts)
    return Memory({p.relative_to(CORPUS).as_posix(): p.read_bytes() for p in paths})


def test_every_amended_version_is_what_its_decision_makes() -> None:
    found = list(replays(load_catalog(memory())))
    assert [(r.path, r.refused, r.fault, r.departures) for r in found if not r.exact] == []
    assert sorted(r.path[-14:-4] for r in found) == ["2019-10-01"] * 3 + ["2024-06-01", "2028-01-01"]


def test_the_decisions_hold_operations_and_the_texts_tell_them() -> None:
    catalog = load_catalog(memory())
    decisions = [work for work in catalog.works if work.kind is ActKind.AMENDING_DECISION]
    for work in decisions:
        act = catalog.act(work.expressions[-1])
        names = {m.eid for m in act.modifications}
        made = [f for w in catalog.works for f in w.expressions if work.uri in f.amended_by]
        assert names
        assert made
        assert {c.modification for f in made for c in catalog.act(f).changes} <= names


def test_a_branch_became_a_number_of_its_own() -> None:
    catalog = load_catalog(memory())
    text = catalog.act(catalog.find("海浦市雨水花园管理条例（示例）").expressions[-1])
    (change,) = [c for c in text.changes if c.eid == "art_13"]
    assert (change.type, change.was) == (ModType.RENUMBERING, ("art_12-1",))


def test_the_findings_are_those_that_its_guide_names() -> None:
    files = memory()
    problems = check_catalog(load_catalog(files), files, files.paths())
    assert sorted(problem.code for problem in problems) == ["D302", "D303", "V403"]
    assert all(f"（{problem.code}）" in (CORPUS / "README.md").read_text("utf-8") for problem in problems)


def test_an_event_names_provisions_by_the_names_that_they_keep() -> None:
    catalog = load_catalog(memory())
    facts = catalog.find("海浦市雨水花园管理条例（示例）").expressions[-1]
    labels = facts.labels_by_wid
    assert labels["art_12-1@2019-10-01"] == "第十三条"  # type: ignore[index]
    assert labels["art_26"] == "第二十七条"  # type: ignore[index]
    assert len(labels) == len(facts.labels)


def test_carrying_the_decisions_out_again_changes_nothing() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "amend_corpus.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
