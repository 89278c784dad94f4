"""Rules on dates and on versions: order, chain, what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise

from compendium.checks.rules import found
from compendium.law.act import Act, Basis, Event
from compendium.law.commencement import ending, made_on
from compendium.law.days import UNKNOWN_DAY, day_label, read_history
from compendium.law.effects import effects_of
from compendium.law.identifiers import CorpusPath
from compendium.law.kinds import AMENDING, LASTING, MAKING, EventKind
from compendium.law.problems import Problem
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts, unread_of
from compendium.library.near_works import NearWorks


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
    """D306, D307: the recorded end is the one that the text sets, unless another act has moved it."""
    if act.language != "zho":
        return
    told = ending(act)
    recorded = [e.date for e in act.events if e.kind is EventKind.EXPIRY and not e.decision]
    moved = any(e.kind is EventKind.EXTENSION for e in act.events)
    if told.day and not moved and recorded != [told.day]:
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
    """V401, V403: each version's 题注 holds all that the one before told, and no version is missing."""
    for before, after in pairwise(work.expressions):
        if not after.events or not before.events:
            continue
        told = {(event.kind, event.date) for event in after.events}
        for event in before.events:
            of_history = event.words and event.kind not in LASTING
            lost = of_history and (event.kind, event.date) not in told
            if lost and not any(e.kind is EventKind.REVISION for e in after.events):
                yield found("V401", after.path, 1, f"缺少 {day_label(before.date)} 版本所记的", event.words)
        missing = _made(after) - _made(before)
        if missing > 1:
            yield found(
                "V403",
                after.path,
                1,
                f"与 {day_label(before.date)} 的版本之间还有 {missing - 1} 次修改",
                after.title,
            )


def titles_apart(catalog: Catalog, chosen: AbstractSet[CorpusPath]) -> Iterator[Problem]:
    """V405: no two works have nearly the same title."""
    works = [w for w in catalog.works if any(facts.path in chosen for facts in w.expressions)]
    for pair in NearWorks(catalog).pairs(works):
        facts = pair.later if pair.later.path in chosen else pair.earlier
        yield found("V405", facts.path, 1, pair.words_on(facts), facts.title)


def _made(facts: Facts) -> int:
    return sum(event.kind in MAKING and bool(event.words) for event in facts.events)
