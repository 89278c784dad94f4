"""Suspensions in a word and as plain values, and places that none of them names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from compendium.law.areas import mentions
from compendium.law.timeline import Status, Suspended
from compendium.library.facts import Facts


def suspended_words(each: Suspended) -> str:
    """Say in a word what is suspended, and where: 在浦东新区部分条款暂停施行."""
    where = f"在{each.area}" if each.area else ""
    return f"{where}{'部分条款' if each.places else ''}{Status.SUSPENDED.value}"


def suspended_object(each: Suspended, facts: Facts) -> dict[str, Any]:
    """Give a suspension as plain values; no provisions means the whole act, no area everywhere."""
    labels: Mapping[str, str] = dict(facts.labels)
    return {
        "since": each.since.isoformat(),
        "until": each.until.isoformat() if each.until else None,
        "area": each.area,
        "provisions": [labels.get(place, place) for place in each.places],
        "decision": each.decision,
    }


def unknown_place(versions: Iterable[Facts], place: str) -> str:
    """Say that no suspension names a place, and which places are named; empty where one does."""
    areas = dict.fromkeys(event.area for facts in versions for event in facts.events if event.area)
    if any(mentions(area, place) for area in areas):
        return ""
    named = f"（写到的有：{'、'.join(areas)}）" if areas else ""
    return f"库中没有哪一项暂停、恢复施行写到“{place}”{named}，以下与不写地名的答复相同"
