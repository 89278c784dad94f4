"""Rules on dates and on versions: order, chain, what is not known, translations beside their versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import pairwise

from compendium.checks.rules import found
from compendium.compare.translations import articles_differ
from compendium.law.act import Act, Basis, Event
from compendium.law.commencement import ending, made_on, published_on
from compendium.law.days import UNKNOWN_DAY, day_label, is_too_early, read_history
from compendium.law.effects import effects_of
from compendium.law.gaps import Missing
from compendium.law.identifiers import CorpusPath
from compendium.law.kinds import AMENDING, LASTING, EventKind
from compendium.law.problems import Problem
from compendium.law.stated_days import begins_on
from compendium.law.timeline import missing_versions, start_of
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import unread_of
from compendium.library.near_works import NearWorks
from compendium.text.missing import missing_words


def dates_in_order(act: Act, path: str) -> Iterator[Problem]:
    """D301: a version takes effect no earlier than it was made and is promulgated no earlier either."""
    made = made_on(act)
    adopted = min((e.date for e in act.events if e.kind is EventKind.ADOPTION), default=None)
    for event in act.events:
        if event.kind is EventKind.PROMULGATION and adopted and event.date < adopted:
            yield found("D301", path, 1, f"{event.date} 公布早于 {adopted} 通过", event.words)
    for commencement in act.commencements:
        if commencement.basis.is_known and commencement.date and made and commencement.date < made:
            yield found("D301", path, 1, f"{commencement.date} 施行早于 {made} 通过", commencement.words)


def dates_agree(act: Act, path: str) -> Iterator[Problem]:
    """D309, D310: a version takes effect once it is promulgated, on the day that the words for it tell."""
    published = published_on(act)
    for each in act.commencements:
        if not each.date or not each.basis.is_known:
            continue
        if published and each.date < published:
            yield found("D309", path, 1, f"{each.date} 施行早于 {published} 公布", each.words)
        told = begins_on(each.words).starts
        if told and each.date not in told:
            days = "、".join(map(str, sorted(told)))
            yield found("D310", path, 1, f"记载的是 {each.date}，文字写的是 {days}", each.words)


def dates_possible(act: Act, path: str) -> Iterator[Problem]:
    """D308: no day is one on which there was no such law."""
    for event in filter(lambda event: is_too_early(event.date), act.events):
        yield found("D308", path, 1, f"{event.kind.chinese}记为 {event.date}", event.words)
    for each in act.commencements:
        if each.date and is_too_early(each.date):
            yield found("D308", path, 1, f"施行记为 {each.date}", each.words)


def dates_known(act: Act, path: str) -> Iterator[Problem]:
    """D302, D303, D304: what staff still have to find out about the day of effect."""
    if act.date == UNKNOWN_DAY:
        yield found("D304", path, 1, "文本没有任何日期", act.title)
        return
    for commencement in act.commencements:
        if commencement.basis is Basis.NOT_STATED:
            yield found("D302", path, 1, f"暂以 {commencement.date} 命名", act.title)
        elif commencement.basis is Basis.UNDETERMINED:
            yield found("D303", path, 1, "由有关机关另行规定", commencement.words or act.title)


def end_agrees(act: Act, path: str) -> Iterator[Problem]:
    """D306, D307: the recorded end is the one that the text sets; an extension stands beside it."""
    if act.language != "zho":
        return
    told = ending(act)
    recorded = [e.date for e in act.events if e.kind is EventKind.EXPIRY and not e.decision]
    if told.day and recorded != [told.day]:
        held = "、".join(day.isoformat() for day in recorded) or "没有"
        yield found("D306", path, 1, f"文本所写的终止是 {told.day}，记载的是：{held}", told.words)
    for words in unread_of(act, told, effects_of(act)):
        yield found("D307", path, 1, "未读懂", words)


def history_in_order(act: Act, path: str) -> Iterator[Problem]:
    """D305, V402: the 题注 goes forward in time and counts its amendments one by one."""
    told = [event for event in act.events if event.words and event.kind not in LASTING]
    for before, after in pairwise(told):
        if after.date < before.date:
            yield found("D305", path, 1, f"{after.date} 列在 {before.date} 之后", after.words)
    count = 0
    for event in told:
        if event.kind is EventKind.AMENDMENT:
            count += 1
            if event.ordinal and event.ordinal not in (count, _with_revisions(told, event)):
                yield found("V402", path, 1, f"是所列的第 {count} 次修正", event.words)
                count = event.ordinal


def _with_revisions(told: list[Event], event: Event) -> int:
    """Some count 修订 and 修正 together."""
    return sum(e.kind in AMENDING for e in told[: told.index(event) + 1])


def history_read(act: Act, path: str) -> Iterator[Problem]:
    """V404: every clause of the 题注 is an event."""
    if act.language == "zho":
        for words in read_history(act.history).unread:
            yield found("V404", path, 1, "未能识读", words)


def versions_agree(work: Work) -> Iterator[Problem]:
    """V401: each version's 题注 holds all that the one before told."""
    for before, after in pairwise(work.expressions):
        if not after.events or not before.events:
            continue
        told = {(event.kind, event.date) for event in after.events}
        for event in before.events:
            of_history = event.words and event.kind not in LASTING
            lost = of_history and (event.kind, event.date) not in told
            if lost and not any(e.kind is EventKind.REVISION for e in after.events):
                yield found("V401", after.path, 1, f"缺少 {day_label(before.date)} 版本所记的", event.words)


def translations_agree(work: Work) -> Iterator[Problem]:
    """V410: a translation has the 条 of the version that it is a translation of."""
    for facts in work.expressions:
        for translation in (other for other in work.translations if other.date == facts.date):
            eids = ([eid for eid, _ in each.labels] for each in (facts, translation))
            if told := articles_differ(*eids):
                yield found("V410", translation.path, 1, told)


def versions_held(work: Work) -> Iterator[Problem]:
    """V403, V409: every text of which the 题注 tell is held, those between versions and those before."""
    groups: dict[date | None, list[Missing]] = defaultdict(list)
    for missing in missing_versions(work.expressions):
        groups[missing.until].append(missing)
    first = start_of(work.expressions[0])[0]
    for until, group in groups.items():
        after = next((f for f in work.expressions if until and start_of(f)[0] == until), work.expressions[-1])
        code = "V409" if until == first else "V403"
        yield found(code, after.path, 1, missing_words(group), after.title)


def titles_apart(catalog: Catalog, chosen: AbstractSet[CorpusPath]) -> Iterator[Problem]:
    """V411: no two works have nearly the same title."""
    works = [w for w in catalog.works if any(facts.path in chosen for facts in w.expressions)]
    for pair in NearWorks(catalog).pairs(works):
        facts = pair.later if pair.later.path in chosen else pair.earlier
        yield found("V411", facts.path, 1, pair.words_on(facts), facts.title)
