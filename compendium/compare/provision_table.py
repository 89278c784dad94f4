"""The life of a provision for people and programs: a table, the wordings with what changed, JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from compendium.compare.marks import MarkKind, mark
from compendium.compare.provision_history import Stage, Turn
from compendium.law.days import day_label, day_name
from compendium.text.wording import event_line, start_cell

HEADINGS = ("版本", "施行日期", "条文序号", "变化", "依据")
LEGEND = "[-…-] 为删去的文字，{+…+} 为增加的文字。"
_SIGNS = {MarkKind.EQUAL: "{}", MarkKind.DELETED: "[-{}-]", MarkKind.INSERTED: "{{+{}+}}"}
_SAME = (Turn.UNCHANGED, Turn.RENUMBERED)


def rows(stages: Sequence[Stage]) -> Iterator[tuple[str, str, str, str, str]]:
    """Make a row of the table for every stage, under `HEADINGS`."""
    for stage in stages:
        yield (
            day_label(stage.version),
            start_cell(stage.start, stage.certain),
            stage.place,
            turn_words(stage),
            basis_words(stage),
        )


def basis_words(stage: Stage) -> str:
    """Say which decisions made a change; only when, where the texts either side of each are not held."""
    if stage.turn is Turn.UNCHANGED:
        return ""
    years = sorted(event.date.year for event in stage.events)
    if stage.is_one_of and years:
        span = f"{years[0]}年至{years[-1]}年间" if years[0] < years[-1] else f"{years[0]}年"
        return f"{span}的某次修改"
    return "；".join(map(event_line, stage.events))


def turn_words(stage: Stage) -> str:
    """Say what became of a provision, with the places it comes from."""
    before = "、".join(stage.was)
    words = {
        Turn.ENACTED: "制定",
        Turn.EARLIEST: "库中最早的版本",
        Turn.BORN: "新增",
        Turn.UNCHANGED: "未变",
        Turn.AMENDED: "修改",
        Turn.RENUMBERED: "序号改变",
        Turn.SPLIT: f"由{before}拆分",
        Turn.JOINED: f"由{before}合并",
        Turn.DELETED: "删去",
    }
    moved = stage.moved and stage.turn in (Turn.AMENDED, Turn.RENUMBERED)
    return words[stage.turn] + (f"（原{before}）" if moved else "")


def wordings(stages: Sequence[Stage]) -> str:
    """List every wording that a provision has had; what an amendment changed is marked."""
    parts = []
    for position, stage in enumerate(stages):
        if stage.text is None or (stage.turn in _SAME and position):
            continue
        head = f"【{day_label(stage.version)}　{stage.place}　{turn_words(stage)}】"
        sources = (f"出处：{source}" for source in addresses(stage))
        parts.append("\n".join((head, *sources, _marked(stages[:position], stage))))
    words = "\n\n".join(parts)
    marked = any(stage.turn is Turn.AMENDED for stage in stages)
    return f"{LEGEND}\n\n{words}\n" if marked else f"{words}\n"


def _marked(earlier: Sequence[Stage], stage: Stage) -> str:
    text = stage.text or ""
    if stage.turn is not Turn.AMENDED:
        return text
    before = next((s.text for s in reversed(earlier) if s.eid == stage.origins[0]), None)
    if before is None:
        return text
    return "".join(_SIGNS[piece.kind].format(piece.text) for piece in mark(before, text))


def addresses(stage: Stage) -> tuple[str, ...]:
    """List the modifications in the decisions' files that a stage rests on."""
    return tuple(dict.fromkeys(f"{c.decision}#{c.modification}" for c in stage.changes))


def life_object(stages: Sequence[Stage]) -> list[dict[str, Any]]:
    """Give the stages as plain values."""
    return [
        {
            "version": day_name(stage.version),
            "start": stage.start.isoformat() if stage.start else None,
            "certain": stage.certain,
            "eId": stage.eid or None,
            "place": stage.place,
            "change": stage.turn.value,
            "was": list(stage.was),
            "events": [
                {"kind": e.kind.value, "date": e.date.isoformat(), "decision": e.decision}
                for e in stage.events
            ],
            "one_of": stage.is_one_of,
            "modifications": list(addresses(stage)),
            "text": stage.text,
        }
        for stage in stages
    ]
