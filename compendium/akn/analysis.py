"""The analysis block of a file: what an act does to others, and what was done to it."""

from __future__ import annotations

from lxml import etree

from compendium.akn.names import own, sub
from compendium.model import Act, Change, Modification, Passage, State
from compendium.uri import expression_uri

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
            _add_change(passive, f"pmod_{position}", change, act)


def _add_modification(active: etree._Element, modification: Modification, decision: str) -> None:
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


def at(uri: str, eid: str) -> str:
    """The address of a provision; the work or version itself where the eId is empty."""
    return f"{uri}#{eid}" if eid else uri


def _add_passage(parent: etree._Element, passage: Passage) -> None:
    element = sub(parent, "source", href=f"#{passage.eid}")
    for key, value in (("block", passage.block), ("from", passage.start), ("to", passage.end)):
        element.set(own(key), str(value))


def _add_words(parent: etree._Element, name: str, words: str) -> None:
    if words:
        etree.SubElement(sub(parent, name), own("words")).text = words


def _add_change(passive: etree._Element, eid: str, change: Change, act: Act) -> None:
    element = sub(passive, "textualMod", eId=eid, type=change.type.value)
    source = sub(element, "source", href=at(change.decision, change.modification))
    source.set(own("date"), change.decided.isoformat())
    sub(element, "destination", href=f"#{change.eid}" if change.eid else act.work)
    before = expression_uri(act.work, act.language, change.before)
    sub(element, "previous", href=before)
    for place in change.was:
        sub(element, "old", href=at(before, place))
