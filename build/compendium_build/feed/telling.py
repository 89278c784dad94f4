"""The words of an entry: its title and what happened in a sentence or two."""

from __future__ import annotations

from compendium.days import day_words
from compendium.model import EventKind
from compendium.selecting import told_words
from compendium.timeline import start_of
from compendium.titles import quoted
from compendium_build.feed.dates import MAKING
from compendium_build.feed.matters import Kind, Matter
from compendium_build.news import Happening
from compendium_build.wording import event_words


def title(matter: Matter) -> str:
    """What happened to which act: 《甲条例》修正."""
    partial = "部分条文" if matter.happening and matter.happening.is_partial else ""
    return f"{quoted(matter.facts.title)}{partial}{matter.kind.chinese}"


def summary(matter: Matter) -> str:
    """Tell what happened in plain words."""
    if matter.happening is not None:
        return _of_event(matter.happening, amended=matter.is_amended)
    name = quoted(matter.facts.title)
    if matter.kind is Kind.WITHDRAWAL:
        return f"{name}不再收录，已从法规库撤回。撤回不表示该法规废止或者失效。"
    assert matter.correction is not None
    labels = dict(matter.facts.labels)
    places = "；".join(labels.get(p.eid, "") + told_words(p) for p in matter.correction.places)
    source = f"（{matter.correction.source}）" if matter.correction.source else ""
    told = f"{places}{source}。" if places or source else ""
    return f"{name}勘误：{told}{matter.correction.reason.rstrip('。')}。"


def _of_event(happening: Happening, amended: bool) -> str:
    event, name = happening.event, quoted(happening.facts.title)
    if event.kind is EventKind.COMMENCEMENT and not event.body and not event.decision:
        again = "修改后的" if amended else ""
        partial = "的部分条文" if happening.is_partial else ""
        return f"{again}{name}{partial}自{day_words(event.date)}起施行。"
    effect = _effect(happening)
    return f"{name}：{day_words(event.date)}，{event_words(event)}。{effect}{'。' if effect else ''}"


def _effect(happening: Happening) -> str:
    """When the text that an event made takes effect; empty where the event made none that is kept."""
    made = max((e.date for e in happening.facts.events if e.kind in MAKING), default=None)
    if happening.event.kind not in MAKING or happening.event.date != made:
        return ""
    start, certain = start_of(happening.facts)
    if start is None:
        return "施行日期另行规定"
    return f"自{day_words(start)}起施行" if certain else "施行日期未在文本中载明"


def gone_words(matter: Matter) -> str:
    """Say that an entry is no longer told; the record changed, not the law."""
    return f"“{title(matter)}”一条已撤回：法规库中不再有这一记录。撤回不表示法规本身有变化。"
