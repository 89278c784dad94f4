"""From what a person asks for to a version and a provision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from compendium.catalog import Catalog, Work
from compendium.citation import find_citations, locate
from compendium.days import day_words
from compendium.facts import Facts
from compendium.model import Act, Attachment, CorrectedWords, Level, Provision
from compendium.problems import CompendiumError
from compendium.timeline import Status, standing, start_of
from compendium.titles import quoted


class NoProvision(CompendiumError):
    """The act has no such provision in this version."""

    def __init__(self, facts: Facts, words: str) -> None:
        super().__init__(f"{quoted(facts.title)}{facts.date} 的版本没有“{words}”")


class NoVersion(CompendiumError):
    """The work has no version named by that day."""

    def __init__(self, work: Work, day: date) -> None:
        days = "、".join(facts.date.isoformat() for facts in work.expressions)
        super().__init__(f"{quoted(work.title)}没有 {day} 的版本；已有的版本：{days}")


class NoTranslation(CompendiumError):
    """The version has no text in that language."""

    def __init__(self, work: Work) -> None:
        days = "、".join(f.date.isoformat() for f in work.translations) or "无"
        super().__init__(f"{quoted(work.title)}没有该日期的英文文本（已有英文本的版本：{days}）")


def version_for(work: Work, day: date, language: str = "zho") -> tuple[Facts, str]:
    """The version that holds on a day and a phrase on how it stands.

    Raises:
        NoTranslation: the version has no text in that language.
    """
    now = standing(work.expressions, day)
    facts = work.expressions[now.index]
    words = standing_words(work, day)
    if language == facts.language:
        return facts, words
    for other in work.translations:
        if other.language == language and other.date == facts.date:
            return other, words
    raise NoTranslation(work)


def standing_words(work: Work, day: date) -> str:
    """How an act stands on a day, in words: （现行有效，自2020年4月10日起施行）."""
    now = standing(work.expressions, day)
    start, _ = start_of(work.expressions[now.index])
    parts = [now.status.value]
    if start is None:
        parts.append("施行日期待定")
    elif not now.certain:
        parts.append(f"{day_words(start)}的版本，施行日期未载明")
    elif now.status is Status.NOT_YET:
        parts.append(f"将于{day_words(start)}起施行")
    else:
        parts.append(f"自{day_words(start)}起施行")
    if now.ended and now.status in (Status.REPEALED, Status.EXPIRED):
        parts.append(f"{day_words(now.ended)}起不再有效")
    return f"（{'，'.join(parts)}）"


def correction_words(act: Act, facts: Facts) -> tuple[str, ...]:
    """The errata of a version in words: 第六条第二款“二百元”应为“二千元”（公报2024年第5期）."""
    named = dict(facts.labels)
    out = []
    for correction in act.corrections:
        told = [named.get(place.eid, "") + told_words(place) for place in correction.places[:3]]
        more = f"等 {len(correction.places)} 处" if len(correction.places) > 3 else ""
        source = f"（{correction.source}）" if correction.source else ""
        out.append("；".join(told) + more + source)
    return tuple(out)


def told_words(place: CorrectedWords) -> str:
    """Say what was put right at a place.

    >>> told_words(CorrectedWords("art_1", "二百元", "二千元"))
    '“二百元”应为“二千元”'
    """
    if place.old == place.new:
        return "的格式（上下标、表格或者图片）有改正"
    if not place.old:
        return f"漏“{place.new}”"
    return f"“{place.old}”应为“{place.new}”" if place.new else f"多“{place.old}”"


def earlier_wording(
    catalog: Catalog, work: Work, facts: Facts, provision: Provision, marks: Mapping[str, str]
) -> str:
    """Where a provision that does not hold yet stands as it read before; empty when it holds, or is new."""
    before = [other for other in work.expressions if other.date < facts.date]
    if provision.eid not in marks or not before:
        return ""
    named = dict(before[-1].labels)
    held = next((p.eid for p in catalog.act(before[-1]).provisions() if p.wid == provision.wid), None)
    if held is None:
        return ""
    return f"这一条款尚未施行；此前的文字见 {before[-1].date} 的版本{named[held]}"


def find_provision(act: Act, facts: Facts, words: str) -> Provision:
    """The provision that words like 第十条第二款, 附件1 or art_10 name.

    Raises:
        NoProvision: there is none.
    """
    wanted = words.strip()
    own = f"本法{wanted}"
    named = next((c.eid for c in find_citations(own) if c.steps and c.end == len(own) and c.start == 0), "")
    cited = locate(named, {eid for eid, _ in facts.labels}) if named else None
    by_label = next((eid for eid, label in facts.labels if label.rstrip(":：") == wanted), "")
    for provision in (*act.provisions(), *map(_whole, act.attachments)):
        if provision.eid in (wanted, cited, by_label):
            return provision
    raise NoProvision(facts, words)


def _whole(attachment: Attachment) -> Provision:
    """An attachment as one provision, for showing it."""
    eid, num = attachment.eid, attachment.num
    return Provision(Level.PARAGRAPH, eid, eid, num, attachment.heading, children=attachment.body)
