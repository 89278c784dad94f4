"""Duties as a table for people and as JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from rich.markup import escape

from compendium.duties import Concern, Duty, Place, Urgency
from compendium.law.names import quoted
from compendium_cli.console import out, table

_FEW, _PLACES = 5, 3


def status_object(duties: Sequence[Duty], day: date, revision: str) -> dict[str, Any]:
    """All duties, and how many there are of each urgency and concern."""
    urgent = Counter(duty.urgency(day) for duty in duties)
    concerns = Counter(duty.concern for duty in duties)
    return {
        "as_of": day.isoformat(),
        "revision": revision or None,
        "total": len(duties),
        "by_urgency": {urgency.value: urgent[urgency] for urgency in Urgency},
        "by_concern": {concern.value: concerns[concern] for concern in Concern},
        "duties": [_object(duty, day) for duty in duties],
    }


def _object(duty: Duty, day: date) -> dict[str, Any]:
    return {
        "id": duty.id,
        "concern": duty.concern.value,
        "urgency": duty.urgency(day).value,
        "due": duty.due.isoformat() if duty.due else None,
        "work": duty.work or None,
        "title": duty.title,
        "message": duty.message,
        "places": [_place(place) for place in duty.places],
        "command": duty.command or None,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "path": place.path,
        "line": place.line,
        "label": place.label,
        "eId": place.eid,
        "words": place.words,
        "note": place.note,
    }


def print_duties(duties: Sequence[Duty], day: date, whole: bool) -> None:
    """Print the duties by urgency and concern; of many without `whole` only the first few."""
    console = out()
    for (urgency, concern), group in groupby(duties, lambda duty: (duty.urgency(day), duty.concern)):
        items = list(group)
        shown = items if whole else items[:_FEW]
        console.print(f"【{urgency.chinese}】{concern.chinese} {len(items)} 项", style="bold", markup=False)
        rows = table("", "日期", "事项")
        rows.show_header = False
        for duty in shown:
            rows.add_row("", duty.due.isoformat() if duty.due else "", "\n".join(_lines(duty, whole)))
        console.print(rows)
        if len(shown) < len(items):
            console.print(f"  另有 {len(items) - len(shown)} 项，用 --all 全部列出。")
    counts = Counter(duty.urgency(day) for duty in duties)
    told = "，".join(f"{urgency.chinese} {counts[urgency]}" for urgency in Urgency if counts[urgency])
    console.print(f"{day} 共 {len(duties)} 项{f'：{told}' if told else ''}。")


def _lines(duty: Duty, whole: bool) -> list[str]:
    lines = [f"{quoted(duty.title) if duty.work else duty.title}{duty.message}"]
    told = [place for place in duty.places if place.label or place.words or place.note]
    few = told if whole else told[:_PLACES]
    lines += [f"  {_where(place)}" for place in few]
    lines += [f"  另有 {len(told) - len(few)} 处"] if len(few) < len(told) else []
    lines += [f"→ {duty.command}"] if duty.command else []
    return [escape(line) for line in lines]


def _where(place: Place) -> str:
    said = "：".join(filter(None, (place.label, place.words)))
    return "　".join(filter(None, (f"{place.path}:{place.line}", said, place.note)))
