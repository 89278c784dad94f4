"""Write the meta block of a file, and read the errata in it back.

It holds identification, classification, lifecycle, amendments, days of effect and source. The analysis block
says what an act does to others and what was done to it; an erratum is a c:correction with a c:place for each
stretch of words, whose form is written and read here side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from lxml import etree

from compendium.akn.names import akn, own, sub
from compendium.law.act import Act, Commencement, CorrectedWords, Correction, Event, Source
from compendium.law.changes import Change, Modification, Passage, State
from compendium.law.identifiers import EId, Uri
from compendium.law.kinds import EventKind
from compendium.law.names import expression_uri, parse_work_uri
from compendium.law.timeline import first_day

NOT_DONE = (State.ASIDE, State.IDLE)
"""States in which nothing is done to the text; Akoma Ntoso calls such a modification excluded."""


def add_analysis(meta: etree._Element, act: Act) -> None:
    """Add the modifications that an act makes and the changes that were made to it, where there are any."""
    if not act.modifications and not act.changes:
        return
    analysis = sub(meta, "analysis", source="#compendium")
    if act.modifications:
        active = sub(analysis, "activeModifications")
        for modification in act.modifications:
            _add_modification(active, modification, act.work)
    if act.changes:
        passive = sub(analysis, "passiveModifications")
        for position, change in enumerate(act.changes, 1):
            _add_change(passive, EId(f"pmod_{position}"), change, act)


def _add_modification(active: etree._Element, modification: Modification, decision: Uri) -> None:
    element = sub(active, "textualMod", eId=modification.eid, type=modification.type.value)
    if modification.state in NOT_DONE:
        element.set("exclusion", "true")
    facts = {"state": modification.state.value, "form": modification.form}
    facts |= {"words": modification.words, "reason": modification.reason}
    for key, value in facts.items():
        if value:
            element.set(own(key), value)
    for passage in modification.passages:
        _add_passage(element, passage)
    if not modification.passages:
        sub(element, "source", href=decision)
    for target in modification.targets:
        sub(element, "destination", href=at(modification.work, target))
    if not modification.targets:
        sub(element, "destination", href=modification.work, pos="unspecified")
    _add_words(element, "old", modification.old)
    for result in modification.results:
        sub(element, "new", href=at(modification.work, result))
    _add_words(element, "new", modification.new)


def at(uri: Uri, eid: EId) -> str:
    """The address of a provision; the work or version itself where the eId is empty."""
    return f"{uri}#{eid}" if eid else uri


def _add_passage(parent: etree._Element, passage: Passage) -> None:
    element = sub(parent, "source", href=f"#{passage.eid}")
    for key, value in (("block", passage.block), ("from", passage.start), ("to", passage.end)):
        element.set(own(key), str(value))


def _add_words(parent: etree._Element, name: str, words: str) -> None:
    if words:
        etree.SubElement(sub(parent, name), own("words")).text = words


def _add_change(passive: etree._Element, eid: EId, change: Change, act: Act) -> None:
    element = sub(passive, "textualMod", eId=eid, type=change.type.value)
    source = sub(element, "source", href=at(change.decision, change.modification))
    source.set(own("date"), change.decided.isoformat())
    sub(element, "destination", href=f"#{change.eid}" if change.eid else act.work)
    before = expression_uri(act.work, act.language, change.before)
    sub(element, "previous", href=before)
    for place in change.was:
        sub(element, "old", href=at(before, place))


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
    places = (CorrectedWords(EId(p.get("eId", "")), p.get("old", ""), p.get("new", "")) for p in element)
    return Correction(element.get("reason", ""), tuple(places), element.get("source", ""), printed)


EVENT_TYPE = {
    EventKind.AMENDMENT: "amendment",
    EventKind.REVISION: "amendment",
    EventKind.REPEAL: "repeal",
    EventKind.EXPIRY: "repeal",
}
"""Akoma Ntoso's three types of event; whatever is not named here is a generation."""


def add_meta(main: etree._Element, act: Act) -> None:
    """Add the meta block of an act."""
    meta = sub(main, "meta")
    _add_identification(meta, act, "!main", act.title)
    if act.subjects or act.keywords:
        _add_classification(meta, act)
    if act.events or any(c.date for c in act.commencements):
        _add_lifecycle(meta, act)
    add_analysis(meta, act)
    if act.commencements:
        _add_temporal_data(meta, act.commencements)
    references = sub(meta, "references", source="#compendium")
    _add_reference(
        references, "TLCOrganization", EId("compendium"), "/ontology/organization/compendium", "编者"
    )
    _add_reference(references, "TLCOrganization", EId("issuer"), "/ontology/organization/issuer", act.issuer)
    _add_reference(references, "TLCConcept", EId("in-force"), "/ontology/concept/in-force", "施行")
    if act.source != Source() or act.corrections:
        proprietary = sub(meta, "proprietary", source="#compendium")
        _add_source(proprietary, act.source)
        add_corrections(proprietary, act.corrections)


def add_part_meta(doc: etree._Element, act: Act, component: str) -> None:
    """Add the meta block that Akoma Ntoso asks of an attachment; all of it follows from the act."""
    _add_identification(sub(doc, "meta"), act, f"!{component}", "")


def _add_identification(meta: etree._Element, act: Act, component: str, name: str) -> None:
    uri = parse_work_uri(act.work)
    expression = expression_uri(act.work, act.language, act.date)
    first = first_day(act).isoformat()
    identification = sub(meta, "identification", source="#compendium")

    short = [("short", act.short_title)] if name and act.short_title else []
    work = _frbr(identification, "FRBRWork", uri=act.work, component=component, day=first, aliases=short)
    sub(work, "FRBRcountry", value=uri.jurisdiction)
    sub(work, "FRBRsubtype", value=act.kind.value)
    if act.number:
        sub(work, "FRBRnumber", value=act.number)
    if name:
        sub(work, "FRBRname", value=name)
    former = [("former", expression_uri(act.work, act.language, day)) for day in act.former if name]
    version = _frbr(
        identification,
        "FRBRExpression",
        uri=expression,
        component=component,
        day=act.date.isoformat(),
        aliases=former,
    )
    sub(version, "FRBRlanguage", language=act.language)
    _frbr(
        identification,
        "FRBRManifestation",
        uri=Uri(f"{expression}.xml"),
        component=component,
        day=act.date.isoformat(),
    )


def _frbr(
    parent: etree._Element,
    name: str,
    *,
    uri: Uri,
    component: str,
    day: str,
    aliases: Iterable[tuple[str, str]] = (),
) -> etree._Element:
    stem, dot, suffix = (uri[:-4], ".", "xml") if uri.endswith(".xml") else (uri, "", "")
    element = sub(parent, name)
    sub(element, "FRBRthis", value=f"{stem}/{component}{dot}{suffix}")
    sub(element, "FRBRuri", value=uri)
    for kind, value in aliases:
        sub(element, "FRBRalias", value=value, name=kind)
    sub(element, "FRBRdate", date=day, name=name.removeprefix("FRBR").lower())
    sub(element, "FRBRauthor", href="#issuer" if name == "FRBRWork" else "#compendium")
    return element


def _add_classification(meta: etree._Element, act: Act) -> None:
    classification = sub(meta, "classification", source="#compendium")
    for dictionary, values in (("subject", act.subjects), ("keyword", act.keywords)):
        for value in values:
            sub(classification, "keyword", value=value, showAs=value, dictionary=f"#{dictionary}")


def _add_lifecycle(meta: etree._Element, act: Act) -> None:
    lifecycle = sub(meta, "lifecycle", source="#compendium")
    for position, event in enumerate(act.events, 1):
        _add_event(lifecycle, EId(f"evt_{position}"), event)
    for commencement in act.commencements:
        if commencement.date:
            element = sub(lifecycle, "eventRef", eId=f"start_{commencement.id}")
            element.set("date", commencement.date.isoformat())
            element.set("source", "#compendium")


def _add_event(lifecycle: etree._Element, eid: EId, event: Event) -> None:
    element = sub(lifecycle, "eventRef", eId=eid, date=event.date.isoformat())
    element.set("source", "#issuer")
    element.set("type", EVENT_TYPE.get(event.kind, "generation"))
    element.set(own("kind"), event.kind.value)
    ordinal = str(event.ordinal) if event.ordinal else ""
    facts = {"body": event.body, "session": event.session, "decision": event.decision}
    facts |= {"ordinal": ordinal, "number": event.number, "words": event.words}
    until = event.until.isoformat() if event.until else ""
    facts |= {"until": until, "places": " ".join(event.places), "area": event.area}
    for key, value in facts.items():
        if value:
            element.set(own(key), value)


def _add_temporal_data(meta: etree._Element, commencements: tuple[Commencement, ...]) -> None:
    data = sub(meta, "temporalData", source="#compendium")
    for commencement in commencements:
        group = sub(data, "temporalGroup", eId=commencement.id)
        group.set(own("basis"), commencement.basis.value)
        if commencement.words:
            group.set(own("words"), commencement.words)
        start = f"#start_{commencement.id}" if commencement.date else ""
        sub(group, "timeInterval", start=start, refersTo="#in-force")


def _add_reference(parent: etree._Element, name: str, eid: EId, href: str, label: str) -> None:
    element = sub(parent, name, eId=eid, href=href)
    element.set("showAs", label)


def _add_source(proprietary: etree._Element, source: Source) -> None:
    if source == Source():
        return
    element = etree.SubElement(proprietary, own("source"))
    facts = {"file": source.file, "sha256": source.sha256, "gazette": source.gazette}
    for key, value in facts.items():
        if value:
            element.set(key, value)
