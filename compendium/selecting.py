"""From what a person asks for to a version and a provision."""

from __future__ import annotations

from datetime import date

from compendium.catalog import Work
from compendium.citation import find_citations, locate
from compendium.days import day_words
from compendium.facts import Facts
from compendium.model import Act, Attachment, Level, Provision
from compendium.problems import CompendiumError
from compendium.timeline import Status, standing, start_of
from compendium.titles import quoted


class NoProvision(CompendiumError):
    """The act has no such provision in this version."""

    def __init__(self, facts: Facts, words: str) -> None:
        super().__init__(f"{quoted(facts.title)}{facts.date} 的版本没有“{words}”")


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
