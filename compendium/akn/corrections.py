"""Errata in the meta block: c:correction, and a c:place for each stretch of words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from lxml import etree

from compendium.akn.names import akn, own
from compendium.model import CorrectedWords, Correction


def add_corrections(proprietary: etree._Element, corrections: Iterable[Correction]) -> None:
    """Add the errata of a version, in the order in which they were made."""
    for correction in corrections:
        day = correction.date.isoformat() if correction.date else ""
        facts = {"reason": correction.reason, "source": correction.source, "date": day}
        element = _add(proprietary, "correction", facts)
        for place in correction.places:
            _add(element, "place", {"eId": place.eid, "old": place.old, "new": place.new})


def _add(parent: etree._Element, name: str, facts: Mapping[str, str]) -> etree._Element:
    element = etree.SubElement(parent, own(name))
    for key, value in facts.items():
        if value:
            element.set(key, value)
    return element


def read_corrections(meta: etree._Element) -> tuple[Correction, ...]:
    """Read the errata of a version.

    Raises:
        ValueError: a day that no calendar has.
    """
    found = meta.iterfind(f"{akn('proprietary')}/{own('correction')}")
    return tuple(_correction(element) for element in found)


def _correction(element: etree._Element) -> Correction:
    day = element.get("date", "")
    try:
        printed = date.fromisoformat(day) if day else None
    except ValueError:
        raise ValueError(f"日期不存在：{day}") from None
    places = (CorrectedWords(p.get("eId", ""), p.get("old", ""), p.get("new", "")) for p in element)
    return Correction(element.get("reason", ""), tuple(places), element.get("source", ""), printed)
