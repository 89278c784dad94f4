"""The meta block of a file: identification, classification, lifecycle, amendments, days of effect, source."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from compendium.akn.analysis import add_analysis
from compendium.akn.corrections import add_corrections
from compendium.akn.names import own, sub
from compendium.model import Act, Commencement, Event, EventKind, Source
from compendium.timeline import first_day
from compendium.uri import expression_uri, parse_work_uri

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
    _add_reference(references, "TLCOrganization", "compendium", "/ontology/organization/compendium", "编者")
    _add_reference(references, "TLCOrganization", "issuer", "/ontology/organization/issuer", act.issuer)
    _add_reference(references, "TLCConcept", "in-force", "/ontology/concept/in-force", "施行")
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
    work = _frbr(identification, "FRBRWork", act.work, component, first, short)
    sub(work, "FRBRcountry", value=uri.jurisdiction)
    sub(work, "FRBRsubtype", value=act.kind.value)
    if act.number:
        sub(work, "FRBRnumber", value=act.number)
    if name:
        sub(work, "FRBRname", value=name)
    former = [("former", expression_uri(act.work, act.language, day)) for day in act.former if name]
    version = _frbr(identification, "FRBRExpression", expression, component, act.date.isoformat(), former)
    sub(version, "FRBRlanguage", language=act.language)
    _frbr(identification, "FRBRManifestation", f"{expression}.xml", component, act.date.isoformat())


def _frbr(
    parent: etree._Element,
    name: str,
    uri: str,
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
        _add_event(lifecycle, f"evt_{position}", event)
    for commencement in act.commencements:
        if commencement.date:
            element = sub(lifecycle, "eventRef", eId=f"start_{commencement.id}")
            element.set("date", commencement.date.isoformat())
            element.set("source", "#compendium")


def _add_event(lifecycle: etree._Element, eid: str, event: Event) -> None:
    element = sub(lifecycle, "eventRef", eId=eid, date=event.date.isoformat())
    element.set("source", "#issuer")
    element.set("type", EVENT_TYPE.get(event.kind, "generation"))
    element.set(own("kind"), event.kind.value)
    ordinal = str(event.ordinal) if event.ordinal else ""
    facts = {"body": event.body, "session": event.session, "decision": event.decision}
    facts |= {"ordinal": ordinal, "number": event.number, "words": event.words}
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


def _add_reference(parent: etree._Element, name: str, eid: str, href: str, label: str) -> None:
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
