"""Read the facts of an act from its meta block, and from the analysis block its modifications and changes.

A reference in the analysis block that leads nowhere is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from lxml import etree

from compendium.akn.names import akn, line_of, own
from compendium.akn.write_meta import read_corrections
from compendium.law.act import Act, Basis, Block, Commencement, Event, Source
from compendium.law.changes import Change, Modification, ModType, Passage, State
from compendium.law.identifiers import EId, Uri, WId
from compendium.law.kinds import ActKind, EventKind
from compendium.law.names import expression_uri


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
        work=Uri(_value(work, "FRBRuri")),
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
        kind=EventKind(fact("kind")),
        date=_date(element.get("date", "")),
        body=fact("body"),
        session=fact("session"),
        decision=fact("decision"),
        ordinal=int(fact("ordinal") or 0),
        number=fact("number"),
        words=fact("words"),
        until=_date(fact("until")) if fact("until") else None,
        places=tuple(map(WId, fact("places").split())),
        area=fact("area"),
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


Faults = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class _Here:
    """What references within the file may point to; `faults` gathers those that don't."""

    act: Act
    places: dict[EId, tuple[Block, ...]]
    faults: Faults


def read_analysis(
    meta: etree._Element, act: Act
) -> tuple[tuple[Modification, ...], tuple[Change, ...], Faults]:
    """Read what an act, whose text has been read, does to others and what was done to it.

    The faults are (line, Chinese message) of references that do not hold.
    """
    here = _Here(act, dict(_places(act)), [])
    mods = meta.iterfind("/".join(map(akn, ("analysis", "activeModifications", "textualMod"))))
    passive = meta.iterfind("/".join(map(akn, ("analysis", "passiveModifications", "textualMod"))))
    modifications = tuple(_modification(element, here) for element in mods)
    changes = tuple(_change(element, here) for element in passive)
    return modifications, changes, here.faults


def _places(act: Act) -> Iterator[tuple[EId, tuple[Block, ...]]]:
    for provision in act.provisions():
        yield provision.eid, (*provision.blocks, *provision.tail)
    for attachment in act.attachments:
        yield attachment.eid, ()
    if act.front:
        yield EId("preface"), tuple(line.para for line in act.front)
    if act.preamble:
        yield EId("preamble"), ()


def _modification(element: etree._Element, here: _Here) -> Modification:
    eid = EId(element.get("eId", ""))
    targets = element.findall(akn("destination"))
    results = [new for new in element.iterfind(akn("new")) if new.get("href")]
    works = {_split(place)[0] for place in (*targets, *results)}
    if len(works) > 1:
        here.faults.append((line_of(element), f"{eid} 涉及不止一部法规：{'、'.join(sorted(works))}"))
    if sum(other.get("eId") == eid for other in _siblings(element)) > 1:
        here.faults.append((line_of(element), f"{eid} 重复"))
    said = not targets[0].get("pos")
    return Modification(
        eid=eid,
        type=ModType(element.get("type", "")),
        work=_split(targets[0])[0],
        passages=tuple(
            passage for source in element.iterfind(akn("source")) for passage in _passage(source, here)
        ),
        targets=tuple(_split(target)[1] for target in targets) if said else (),
        results=tuple(_split(result)[1] for result in results),
        old=_words(element, "old"),
        new=_words(element, "new"),
        form=element.get(own("form"), ""),
        state=State(element.get(own("state"), "")),
        words=element.get(own("words"), ""),
        reason=element.get(own("reason"), ""),
    )


def _siblings(element: etree._Element) -> Iterator[etree._Element]:
    parent = element.getparent()
    return iter(()) if parent is None else iter(parent)


def _split(element: etree._Element) -> tuple[Uri, EId]:
    uri, _, eid = element.get("href", "").partition("#")
    return Uri(uri), EId(eid)


def _words(element: etree._Element, name: str) -> str:
    return element.findtext(f"{akn(name)}/{own('words')}") or ""


def _passage(source: etree._Element, here: _Here) -> tuple[Passage, ...]:
    uri, eid = _split(source)
    if uri:
        if uri != here.act.work:
            here.faults.append((line_of(source), f"修改的出处应为本文件（{here.act.work}），而不是 {uri}"))
        return ()
    block, start, end = (int(source.get(own(key), "0")) for key in ("block", "from", "to"))
    blocks = here.places.get(eid)
    if blocks is None:
        here.faults.append((line_of(source), f"修改的出处 #{eid} 在本文件中不存在"))
    elif block >= len(blocks) or not start <= end <= len(blocks[block].text):
        here.faults.append((line_of(source), f"修改的出处 #{eid} 第 {block} 段没有第 {start} 至 {end} 字"))
    return (Passage(eid, block, start, end),)


def _change(element: etree._Element, here: _Here) -> Change:
    source, destination, previous = element[0], element[1], element[2]
    decision, modification = _split(source)
    work, eid = _split(destination)
    if work and work != here.act.work:
        here.faults.append((line_of(destination), f"被修改的应为本法规（{here.act.work}），而不是 {work}"))
    if eid and eid not in here.places:
        here.faults.append((line_of(destination), f"被修改的 #{eid} 在本文件中不存在"))
    before = _before(previous, here)
    was = []
    for old in element.iterfind(akn("old")):
        if _split(old)[0] != previous.get("href"):
            here.faults.append((line_of(old), f"原条款不在修改前的版本 {previous.get('href')} 中"))
        was.append(_split(old)[1])
    decided = _day(source.get(own("date"), ""), source, here)
    kind = ModType(element.get("type", ""))
    return Change(
        type=kind,
        decision=decision,
        decided=decided,
        modification=modification,
        eid=eid,
        before=before,
        was=tuple(was),
    )


def _before(previous: etree._Element, here: _Here) -> date:
    uri = previous.get("href", "")
    day = _day(uri.rpartition("@")[2], previous, here)
    if uri != expression_uri(here.act.work, here.act.language, day):
        here.faults.append((line_of(previous), f"修改前的版本应属于本法规（{here.act.work}）：{uri}"))
    elif day == here.act.date:
        here.faults.append((line_of(previous), "修改前的版本不能是本版本自身"))
    return day


def _day(text: str, element: etree._Element, here: _Here) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        here.faults.append((line_of(element), f"日期不存在：{text}"))
        return date.min
