"""What acts do to the life of others and what is not recorded, be it that the act named is not there.

Facts alone are read, but for amending decisions that name an act which the corpus does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from compendium.amending.instruction import Part
from compendium.amending.planning.one import NoBase, work_of
from compendium.amending.reading import read_decision
from compendium.duties.duty import Concern, Duty, Place, known_by, name_of, version_id
from compendium.law.days import day_words
from compendium.law.effects import ENDS_ACT, EffectKind, is_about_life
from compendium.law.kinds import DECISIONS, ActKind
from compendium.law.names import quoted, title_key
from compendium.law.timeline import start_of
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts
from compendium.library.told_effects import Told, earlier_than, told_by
from compendium.text.effect_words import EFFECT_WORDS, effect_told


def unrecorded(catalog: Catalog, day: date) -> Iterator[Duty]:
    """List the effects of acts on others that the corpus holds and whose record does not carry them.

    Those of decisions are told with what else of the decision is not carried out.
    """
    for work in catalog.works:
        if work.kind in DECISIONS:
            continue
        for told in open_effects(catalog, work, day):
            assert told.target is not None and told.version is not None
            due = told.effect.start
            yield Duty(
                id=f"{Concern.EFFECT}:{version_id(told.facts)}:{_named(told)}",
                concern=Concern.EFFECT,
                title=told.facts.title,
                message=f"所定的{effect_told(told.effect)}，没有记下",
                work=work.uri,
                due=due,
                overdue=due is not None and due <= day,
                places=(place_of(told),),
                command=command_for(catalog, told),
            )


def _named(told: Told) -> str:
    """Tell an effect of an act from its others."""
    effect = told.effect
    return f"{told.target.uri if told.target else ''}#{effect.kind}{effect.places}{effect.area}"


def open_effects(catalog: Catalog, work: Work, day: date) -> list[Told]:
    """List what a work known by a day does to acts of the corpus whose record does not carry it."""
    return [
        told
        for told in told_by(catalog, work)
        if told.target is not None and known_by(told.facts, day) and not told.is_recorded
    ]


def place_of(told: Told) -> Place:
    """Where the record of an effect is missing, and what it should tell."""
    assert told.version is not None
    note = f"没有记上{EFFECT_WORDS[told.effect.kind]}"
    return Place(path=told.version.path, line=1, words=quoted(told.effect.title), note=note)


def command_for(catalog: Catalog, told: Told) -> str:
    """Give the command by which a person records an effect."""
    assert told.target is not None and told.version is not None
    effect, named = told.effect, f"{name_of(catalog, told.target)} --date {told.version.date}"
    source = f"--words 原文 --source {name_of(catalog, told.actor)}"
    if effect.kind is EffectKind.POSTPONEMENT:
        return f"compendium commence {named} --from 日期 {source}"
    if effect.kind is EffectKind.REPEAL:
        return f"compendium import {quoted(told.facts.title)}的文件"
    option = {
        EffectKind.LAPSE: "--end-from",
        EffectKind.EXTENSION: "--extend-to",
        EffectKind.SUSPENSION: "--suspend-from",
        EffectKind.RESUMPTION: "--resume-from",
    }[effect.kind]
    known = effect.start if effect.kind is not EffectKind.EXTENSION else None
    places = " --provision 条款" if effect.places else ""
    area = f" --area {effect.area}" if effect.area else ""
    return f"compendium validity {named} {option} {known or '日期'}{places}{area} {source}"


# ---- what waits


def waiting(catalog: Catalog, day: date) -> Iterator[Duty]:
    """List the decisions, and acts about the life of others, that name acts which the corpus does not hold.

    They stay on the list until those acts come in: then an effect is recorded, and an amendment is to be
    carried out.
    """
    for work in catalog.works:
        for facts in work.expressions:
            if known_by(facts, day) and is_about_life(facts.kind, facts.title):
                places = [*_effects(catalog, work, facts), *_amendments(catalog, facts)]
                if places:
                    yield _waiting(work, facts, places)


def _waiting(work: Work, facts: Facts, places: list[Place]) -> Duty:
    titles = len({place.words for place in places})
    return Duty(
        id=f"{Concern.WAITING}:{version_id(facts)}",
        concern=Concern.WAITING,
        title=facts.title,
        message=f"所涉及的法规有 {titles} 件不在库中",
        work=work.uri,
        places=tuple(places),
        command="compendium import 文件",
    )


def _effects(catalog: Catalog, work: Work, facts: Facts) -> Iterator[Place]:
    for told in told_by(catalog, work):
        if told.facts is facts and told.target is None:
            earlier = earlier_than(catalog, told.effect)
            before = f"{day_words(earlier)}以前的文本" if earlier else ""
            note = f"{before}入库时自动记上{EFFECT_WORDS[told.effect.kind]}"
            yield Place(path=facts.path, line=1, words=quoted(told.effect.title), note=note)


def _amendments(catalog: Catalog, facts: Facts) -> Iterator[Place]:
    """The acts that an amending decision changes and that are not there.

    It is read only where it names an act that the corpus does not hold.
    """
    if facts.kind is not ActKind.AMENDING_DECISION or all(map(catalog.titled, facts.names_to_amend)):
        return
    told = {title_key(effect.title) for effect in facts.effects if effect.kind in ENDS_ACT}
    for part in read_decision(catalog.act(facts)).parts:
        if title_key(part.title) not in told and not _held(part, catalog, facts):
            note = "入库以后，用 compendium amend plan 执行"
            yield Place(path=facts.path, line=1, words=quoted(part.title), note=note)


def _held(part: Part, catalog: Catalog, facts: Facts) -> bool:
    try:
        return work_of(part, catalog, start_of(facts)[0]) is not None
    except NoBase:
        return True
