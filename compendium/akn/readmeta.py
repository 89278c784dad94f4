"""From the meta block to the facts of an act."""

from __future__ import annotations

from datetime import date
from functools import partial

from lxml import etree

from compendium.akn.corrections import read_corrections
from compendium.akn.names import akn, own
from compendium.model import Act, ActKind, Basis, Commencement, Event, EventKind, Source


def read_meta(meta: etree._Element, kind: str) -> partial[Act]:
    """Read the meta block into an act that still lacks its text.

    Raises:
        ValueError: a value that the profile's shape can't exclude, such as 2月30日.
    """
    work = _one(meta, "identification/FRBRWork")
    expression = _one(meta, "identification/FRBRExpression")
    alias = work.find(akn("FRBRalias"))
    return partial(
        Act,
        work=_value(work, "FRBRuri"),
        kind=ActKind(kind),
        date=_date(_one(expression, "FRBRdate").get("date", "")),
        title=_value(work, "FRBRname"),
        language=_one(expression, "FRBRlanguage").get("language", ""),
        short_title=alias.get("value", "") if alias is not None else "",
        issuer=_issuer(meta),
        number=_value(work, "FRBRnumber"),
        subjects=_keywords(meta, "#subject"),
        keywords=_keywords(meta, "#keyword"),
        source=_source(meta),
        events=tuple(_event(e) for e in meta.iterfind(_path("lifecycle/eventRef")) if e.get(own("kind"))),
        commencements=_commencements(meta),
        corrections=read_corrections(meta),
        former=tuple(
            _date(alias.get("value", "").rpartition("@")[2])
            for alias in expression.iterfind(akn("FRBRalias"))
        ),
    )


def _path(path: str) -> str:
    return "/".join(akn(step) for step in path.split("/"))


def _one(element: etree._Element, path: str) -> etree._Element:
    found = element.find(_path(path))
    if found is None:
        raise ValueError(f"缺少 {path}")
    return found


def _value(element: etree._Element, name: str) -> str:
    found = element.find(akn(name))
    return found.get("value", "") if found is not None else ""


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"日期不存在：{text}") from None


def _issuer(meta: etree._Element) -> str:
    for reference in meta.iterfind(_path("references/TLCOrganization")):
        if reference.get("eId") == "issuer":
            return reference.get("showAs", "")
    return ""


def _keywords(meta: etree._Element, dictionary: str) -> tuple[str, ...]:
    keywords = meta.iterfind(_path("classification/keyword"))
    return tuple(k.get("value", "") for k in keywords if k.get("dictionary") == dictionary)


def _event(element: etree._Element) -> Event:
    def fact(name: str) -> str:
        return element.get(own(name), "")

    return Event(
        EventKind(fact("kind")),
        _date(element.get("date", "")),
        fact("body"),
        fact("session"),
        fact("decision"),
        int(fact("ordinal") or 0),
        fact("number"),
        fact("words"),
    )


def _commencements(meta: etree._Element) -> tuple[Commencement, ...]:
    starts = {
        f"#{event.get('eId')}": _date(event.get("date", ""))
        for event in meta.iterfind(_path("lifecycle/eventRef"))
    }
    out = []
    for group in meta.iterfind(_path("temporalData/temporalGroup")):
        start = group[0].get("start")
        if start and start not in starts:
            raise ValueError(f"施行日期指向不存在的事件：{start}")
        basis = Basis(group.get(own("basis"), ""))
        day = starts[start] if start else None
        out.append(Commencement(group.get("eId", ""), day, basis, group.get(own("words"), "")))
    return tuple(out)


def _source(meta: etree._Element) -> Source:
    element = meta.find(f"{akn('proprietary')}/{own('source')}")
    if element is None:
        return Source()
    return Source(element.get("file", ""), element.get("sha256", ""), element.get("gazette", ""))
