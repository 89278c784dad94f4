"""Real texts with a 条 put into their middle: every reference follows, and the 题注 reads back."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from compendium.amending.instruction import Amended, Span
from compendium.amending.preface import amended_preface
from compendium.amending.repair import repair_references
from compendium.intake.draft import draft_of
from compendium.law.act import Act, Event, Provision
from compendium.law.citations import locate
from compendium.law.kinds import ActKind, EventKind, Level
from compendium.law.names import assign_ids
from compendium.law.numerals import article_number
from compendium.law.problems import CompendiumError
from compendium.library.facts import references
from tests.builders import act, article, named

DATA = Path(os.environ.get("COMPENDIUM_SHARED", Path(__file__).parents[2] / "shared" / "data"))

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real texts are not here"),
]


def texts() -> list[Act]:
    read = []
    for path in sorted(DATA.glob("shanghai/*.md")):
        try:
            read.append(draft_of(path).act)
        except CompendiumError:
            continue
    return [value for value in read if value.articles]


def with_one_more(value: Act) -> Amended:
    """A 条 before the middle one; the identifiers of before are carried along as wIds."""
    middle = value.articles[len(value.articles) // 2].eid
    count = 0

    def built(provision: Provision) -> list[Provision]:
        nonlocal count
        if provision.level is not Level.ARTICLE:
            return [replace(provision, children=tuple(c for p in provision.children for c in built(p)))]
        new = [article(count + 1, "新增的条文。")] if provision.eid == middle else []
        count += 1 + len(new)
        return [*new, replace(provision, num=article_number((count,)))]

    raw = tuple(p for root in value.body for p in built(root))
    body = assign_ids(raw)
    moves: dict[str, str | None] = {p.eid: p.eid for p in value.provisions()}
    fresh = {}
    for old, now in zip((p for r in raw for p in r.walk()), (p for r in body for p in r.walk()), strict=True):
        if old.wid:
            moves[old.wid] = now.eid
        else:
            fresh[now.eid] = (Span(0, 0, 99),)
    return Amended(before=value, after=replace(value, body=body), items=(), moves=moves, fresh=fresh)


def test_every_reference_follows() -> None:
    followed = 0
    for value in texts():
        if any("x" in p.eid or "-" in p.eid for p in value.provisions()):
            continue
        amended = with_one_more(value)
        repaired = repair_references(amended)
        old, new = ({p.eid for p in a.provisions()} for a in (value, repaired.act))
        told = {report.eid for report in repaired.reports}
        now = [(r.source, locate(r.eid, new)) for r in references(repaired.act) if not r.title and r.eid]
        want = [
            (amended.moves[r.source], amended.moves[target])
            for r in references(value)
            if not r.title and r.eid and (target := locate(r.eid, old))
        ]
        missing = [pair for pair in want if pair not in now and pair[0] not in told]
        assert not missing, value.title
        followed += len(want)
    assert followed > 500


def test_every_preface_takes_one_more_event() -> None:
    passed = Event(
        kind=EventKind.ADOPTION,
        date=date(2030, 1, 1),
        body="海浦市人民代表大会常务委员会",
        session="第一次会议",
    )
    title = "海浦市人民代表大会常务委员会关于修改《海浦市桥梁条例》的决定"
    decision = named(act(title=title), kind=ActKind.AMENDING_DECISION, events=(passed,))
    for value in texts():
        events = amended_preface(value, decision).events
        assert sum(event.date == date(2030, 1, 1) for event in events) == 1
        assert len(events) == len(value.events) + 1
