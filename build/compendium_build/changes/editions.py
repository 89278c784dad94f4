"""Two states of the compendium: what entered, was amended, took effect or ended from the one to the other.

The result, the 修改情况说明, is then told in words, as plain values, and as pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from compendium.law.act import Event
from compendium.law.commencement import made_on
from compendium.law.days import UNKNOWN_DAY, day_words
from compendium.law.identifiers import Uri
from compendium.law.kinds import AMENDING, ActKind, EventKind
from compendium.law.names import quoted
from compendium.law.numerals import to_chinese
from compendium.law.timeline import NOT_BEGUN, OVER, Standing, Status, end_of, first_day, standing, start_of
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.text.wording import correction_name, event_words, start_words, told_words, version_name
from compendium_build.changes.html import templates
from compendium_build.changes.report import Text, compared
from compendium_build.changes.table import extent
from compendium_build.changes.word_file import (
    LANDSCAPE,
    Element,
    table,
    table_cell,
    table_row,
    word_file,
    words,
)
from compendium_build.edition.addresses import NO_PAGE, Page, absolute, living_page
from compendium_build.edition.edition import Edition


class Group(StrEnum):
    """What became of a work between two states."""

    ENTERED = "entered"
    AMENDED = "amended"
    TOOK_EFFECT = "took-effect"
    ENDED = "ended"
    ANNOUNCED = "announced"
    CORRECTED = "corrected"
    REMOVED = "removed"


GROUP_NAMES = {
    Group.ENTERED: "新收录",
    Group.AMENDED: "修改",
    Group.TOOK_EFFECT: "开始施行",
    Group.ENDED: "废止、失效",
    Group.ANNOUNCED: "已公布修改、尚未施行",
    Group.CORRECTED: "勘误、录入更正和文字改动",
    Group.REMOVED: "不再收录",
}


@dataclass(frozen=True, slots=True)
class State:
    """The compendium seen on a day, under the name that the reader gave it."""

    edition: Edition
    label: str

    @property
    def day(self) -> date:
        """The day it is seen on."""
        return self.edition.as_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What became of one work: in words, by which decision, how many 条 it touched, where it can be read."""

    group: Group
    title: str
    kind: ActKind
    words: str
    decision: str = ""
    extent: str = ""
    path: Page = NO_PAGE
    link: str = ""


@dataclass(frozen=True, slots=True)
class Between:
    """All that lies between two states, by group and then in the order of the catalog."""

    before: State
    after: State
    items: tuple[Item, ...]

    def of(self, group: Group) -> tuple[Item, ...]:
        """The items of a group."""
        return tuple(item for item in self.items if item.group is group)


def between(before: State, after: State) -> Between:
    """Hold two states of the compendium against each other."""
    uris = [w.uri for w in after.edition.catalog.works]
    uris += [w.uri for w in before.edition.catalog.works if w.uri not in after.edition.catalog.by_uri]
    found = [item for uri in uris for item in _Pair(before, after, uri).items()]
    order = {group: position for position, group in enumerate(Group)}
    kinds = {kind: position for position, kind in enumerate(ActKind)}
    return Between(before, after, tuple(sorted(found, key=lambda i: (order[i.group], kinds[i.kind]))))


@dataclass(frozen=True, slots=True)
class _Seen:
    """A work as a state shows it; `versions` are those that were made by its day."""

    work: Work
    versions: tuple[Facts, ...]
    now: Standing

    @property
    def facts(self) -> Facts:
        return self.versions[self.now.index]


def _seen(state: State, uri: Uri) -> _Seen | None:
    work = state.edition.catalog.by_uri.get(uri)
    if work is None:
        return None
    versions = tuple(facts for facts in work.expressions if _made(facts) <= state.day)
    return _Seen(work, versions, standing(versions, state.day)) if versions else None


def _made(facts: Facts) -> date:
    """The day a version was made, as far as that is told."""
    return made_on(facts) or min(first_day(facts), facts.date)


class _Pair:
    """One work in both states."""

    def __init__(self, before: State, after: State, uri: Uri) -> None:
        self._before, self._after = before, after
        self._one, self._other = _seen(before, uri), _seen(after, uri)

    def items(self) -> Iterator[Item]:
        """What became of the work."""
        one, other = self._one, self._other
        if other is None:
            if one is not None:
                yield _item(Group.REMOVED, one, state=self._before, words="前一状态收录，后一状态没有")
            return
        if one is None:
            yield _item(
                Group.ENTERED,
                other,
                state=self._after,
                words=self._entry(other),
                decision=_decision(other.facts),
            )
        held = one is not None and one.now.status not in NOT_BEGUN
        if not held and other.now.status is Status.IN_FORCE and _in_span(self, other):
            yield _item(Group.TOOK_EFFECT, other, state=self._after, words=_start(other))
        if one is not None and held and not _ended(one) and not _ended(other):
            yield from self._changed(one, other)
        if _ended(other) and (one is None or not _ended(one)):
            yield _item(Group.ENDED, other, state=self._after, words=_end(other), decision=_ending(other))
        yield from self._announced()
        yield from self._partial()

    def _entry(self, other: _Seen) -> str:
        first = first_day(other.versions[0])
        when = "" if first == UNKNOWN_DAY else f"{day_words(first)}{_how(other.versions[0])}"
        late = "，此前未收录" if first <= self._before.day and first != UNKNOWN_DAY else ""
        return f"{when}{late}；{other.now.status.value}" if when else other.now.status.value

    def _changed(self, one: _Seen, other: _Seen) -> Iterator[Item]:
        was, now = one.facts, other.facts
        if was.date != now.date:
            words = f"{_start(other)}（此前为{_version(one)}）"
            yield self._item_compared(Group.AMENDED, other, words, _decisions(was, now))
        elif was.digest != now.digest:
            fresh = now.corrections[len(was.corrections) :]
            told = [f"{correction_name(c)}：{'；'.join(map(told_words, c.places[:3]))}" for c in fresh]
            extent = self._extent()
            if told or extent:
                words = "；".join(told) or "文字有改动，未记为勘误或者录入更正"
                yield _item(Group.CORRECTED, other, state=self._after, words=words, extent=extent)

    def _item_compared(self, group: Group, other: _Seen, words: str, decision: str) -> Item:
        return _item(group, other, state=self._after, words=words, decision=decision, extent=self._extent())

    def _extent(self) -> str:
        """How many 条 are touched; empty where the words are the same."""
        assert self._one and self._other
        old = self._before.edition.act(self._one.facts)
        new = self._after.edition.act(self._other.facts)
        if old.text == new.text:
            return ""
        return extent(compared(Text(old, ""), Text(new, ""))) or "条文没有变动"

    def _announced(self) -> Iterator[Item]:
        """Versions that were made in between and begin later."""
        assert self._other
        known = {facts.date for facts in self._one.versions} if self._one else set()
        for facts in self._other.versions:
            start, _ = start_of(facts)
            late = start is None or start > self._after.day
            if late and facts.date not in known and (self._one or facts is not self._other.versions[0]):
                at = self._other.work.expressions.index(facts)
                words = start_words(self._other.work.expressions, at)
                decision = _decision(facts)
                yield _item(
                    Group.ANNOUNCED,
                    self._other,
                    state=self._after,
                    words=words,
                    decision=decision,
                    facts=facts,
                )

    def _partial(self) -> Iterator[Item]:
        """Provisions that begin in between, later than their act."""
        assert self._other
        if self._one is None or self._one.facts.date != self._other.facts.date:
            return
        first = start_of(self._other.facts)[0]
        for day in sorted({c.date for c in self._other.facts.commencements if c.date}):
            if day != first and self._before.day < day <= self._after.day:
                words = f"部分条款自{day_words(day)}起施行"
                yield _item(Group.TOOK_EFFECT, self._other, state=self._after, words=words)


def _in_span(pair: _Pair, other: _Seen) -> bool:
    start, _ = start_of(other.versions[0])
    return start is not None and start > pair._before.day


def _item(
    group: Group,
    seen: _Seen,
    *,
    state: State,
    words: str,
    decision: str = "",
    extent: str = "",
    facts: Facts | None = None,
) -> Item:
    shown = facts or seen.facts
    path = living_page(state.edition, seen.work, shown)
    link = absolute(state.edition, path) if state.edition.base_url else ""
    return Item(
        group=group,
        title=shown.title,
        kind=shown.kind,
        words=words,
        decision=decision,
        extent=extent,
        path=path,
        link=link,
    )


def _start(seen: _Seen) -> str:
    return start_words(seen.work.expressions, seen.work.expressions.index(seen.facts))


def _version(seen: _Seen) -> str:
    return version_name(seen.work.expressions, seen.work.expressions.index(seen.facts))


def _ended(seen: _Seen) -> bool:
    return seen.now.status in OVER


def _end(seen: _Seen) -> str:
    end = end_of(seen.versions)
    return f"自{day_words(end[0])}起{end[1].chinese}" if end else seen.now.status.value


def _ending(seen: _Seen) -> str:
    events = [e for facts in seen.versions for e in facts.events if e.kind is EventKind.REPEAL]
    return quoted(events[-1].decision) if events and events[-1].decision else ""


def _how(facts: Facts) -> str:
    first = first_day(facts)
    event = next((e for e in facts.events if e.date == first), None)
    return event.kind.chinese if event else ""


def _amending(facts: Facts) -> list[Event]:
    return [e for e in facts.events if e.kind in AMENDING]


def _decision(facts: Facts) -> str:
    found = [event for event in _amending(facts) if event.date == _made(facts)]
    return _told(found[-1]) if found else ""


def _told(event: Event) -> str:
    return quoted(event.decision) if event.decision else event_words(event)


def _decisions(was: Facts, now: Facts) -> str:
    """The decisions that lead from one version to another."""
    known = {(event.kind, event.date) for event in was.events}
    new = [event for event in _amending(now) if (event.kind, event.date) not in known]
    return "；".join(_told(event) for event in new)


HEADS = ("序号", "名称", "性质", "情况", "依据", "改动")
_WIDTHS = (5, 27, 10, 24, 20, 15)
NOTHING = "两个状态之间没有变动。"


@dataclass(frozen=True, slots=True)
class Section:
    """A group of items under its heading, 一、新收录（3 件）; columns that would be empty are left out."""

    heading: str
    items: tuple[Item, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of its columns."""
        return tuple(HEADS[at] for at in self._columns())

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The cells of its rows."""
        columns = self._columns()
        return [tuple(row[at] for at in columns) for row in self._all()]

    @property
    def widths(self) -> tuple[int, ...]:
        """How wide its columns are, in parts."""
        return tuple(_WIDTHS[at] for at in self._columns())

    def _columns(self) -> list[int]:
        rows = self._all()
        return [at for at in range(len(HEADS)) if any(row[at] for row in rows)]

    def _all(self) -> list[tuple[str, ...]]:
        return [_cells(at, item) for at, item in enumerate(self.items, 1)]


def _cells(at: int, item: Item) -> tuple[str, ...]:
    return str(at), quoted(item.title), item.kind.chinese, item.words, item.decision, item.extent


def title_of(found: Between) -> str:
    """《上海城市法规全书》修改情况说明."""
    return f"{quoted(found.after.edition.title)}修改情况说明"


def lead_of(found: Between) -> tuple[str, ...]:
    """The paragraphs before the tables: which states, how many of each, how many hold."""
    before, after = found.before, found.after
    span = f"本说明比较两个状态：{_state(before)}；{_state(after)}。"
    counted = Counter(item.group for item in found.items)
    said = "，".join(f"{GROUP_NAMES[group]} {counted[group]} 件" for group in Group if counted[group])
    held = f"现行有效的由 {_in_force(before)} 件变为 {_in_force(after)} 件。"
    return span, f"其间：{said}。{held}" if said else f"{NOTHING}现行有效的 {_in_force(after)} 件。"


def _state(state: State) -> str:
    day = day_words(state.day)
    return f"截至{day}" if state.label in ("", state.day.isoformat()) else f"{state.label}（截至{day}）"


def _in_force(state: State) -> int:
    edition = state.edition
    return sum(edition.standing(work).status is Status.IN_FORCE for work in edition.catalog.works)


def sections(found: Between) -> list[Section]:
    """The groups that have items, numbered 一、二、."""
    groups = [group for group in Group if found.of(group)]
    return [
        Section(f"{to_chinese(at)}、{GROUP_NAMES[group]}（{len(found.of(group))} 件）", found.of(group))
        for at, group in enumerate(groups, 1)
    ]


def between_object(found: Between) -> dict[str, Any]:
    """Plain values for JSON."""
    counted = Counter(item.group for item in found.items)
    return {
        "title": title_of(found),
        "before": _state_object(found.before),
        "after": _state_object(found.after),
        "counts": {group.value: counted[group] for group in Group},
        "items": [
            {
                "group": item.group.value,
                "title": item.title,
                "kind": item.kind.value,
                "words": item.words,
                "decision": item.decision or None,
                "extent": item.extent or None,
                "path": item.path,
                "link": item.link or None,
            }
            for item in found.items
        ],
    }


def _state_object(state: State) -> dict[str, Any]:
    return {
        "label": state.label,
        "as_of": state.day.isoformat(),
        "revision": state.edition.revision,
        "in_force": _in_force(state),
        "works": len(state.edition.catalog.works),
    }


def between_html(found: Between) -> bytes:
    """The web page."""
    return _page("edition.html", found).encode()


def between_print(found: Between) -> str:
    """The page that becomes the PDF."""
    return _page("edition_print.html", found)


def _page(name: str, found: Between) -> str:
    told = {"title": title_of(found), "lead": lead_of(found), "sections": sections(found)}
    return templates().get_template(name).render(**told)


def between_word(found: Between) -> bytes:
    """The Word file."""
    title = title_of(found)
    blocks = [words(title, "Title"), *(words(said, "LawText") for said in lead_of(found))]
    for section in sections(found):
        blocks += [words(section.heading, "Heading1"), _table(section)]
    return word_file(title, blocks, LANDSCAPE)


def _table(section: Section) -> Element:
    whole = sum(section.widths)
    widths = [LANDSCAPE.measure * part // whole for part in section.widths]
    made = table(widths)
    head = table_row(made, heads=True)
    for name, width in zip(section.heads, widths, strict=True):
        table_cell(head, width, [words(name, "Head")], shaded=True)
    for cells in section.rows:
        row = table_row(made, whole=True)
        for text, width in zip(cells, widths, strict=True):
            table_cell(row, width, [words(text)])
    return made
