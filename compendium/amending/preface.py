"""The 题注 of an amended text: the old lines and one more event, in the form of the file.

The form is how the file prints its 题注: brackets, 根据, a line or a paragraph. The count follows the
official texts: 修正 and 修订 are counted apart, a first 修正 has no number, and gets one when a second comes.

Source: 立法技术规范（试行）on 题注.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from compendium.amending.repair.text import Edit, edited
from compendium.law.act import Act, Event, FrontLine, Para
from compendium.law.commencement import made_on
from compendium.law.days import DAY, day_words, read_history
from compendium.law.kinds import AMENDING, ENDING, ActKind, EventKind
from compendium.law.names import quoted, title_key
from compendium.law.numerals import to_chinese
from compendium.law.problems import CompendiumError

_DAY = re.compile(DAY)
_HEAD = re.compile(rf"[（(\s]*(?:根据)?\s*(?={DAY})")
_SEPARATOR = re.compile(rf"(?:([，；]?\s*)根据|([ \t\u3000]+))(?={DAY})")
_TOLD = re.compile(rf"(根据)?\s*{DAY}([ \t\u3000]*)")
_LEAD = re.compile(rf"[（(\s]*根据\s*{DAY}")
_CLOSE = re.compile(r"[)）][\s]*$")
_DANGLING = re.compile(r"根据\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The habits of one 题注.

    `basis` is whether 根据 stands before an amendment, `space` what stands between date and body, `separator`
    what stands between two events of one paragraph; empty where each event has a line of its own. `closing`
    is the bracket that ends it, `own` set where each line has its own pair.
    """

    basis: bool
    space: str
    separator: str
    closing: str
    own: bool


def form_of(lines: tuple[FrontLine, ...]) -> Form:
    """Tell how the 题注 is printed."""
    text = "\n".join(line.para.text for line in lines)
    events = read_history(text).events
    last = lines[-1].para.text
    opened, closed = text.lstrip()[:1] in ("（", "("), bool(_CLOSE.search(last))
    own = len(lines) > 1 and last.lstrip()[:1] in ("（", "(") and closed and not _opens(text, last)
    unpaired = text.count("）") + text.count(")") > text.count("（") + text.count("(")
    closing = _CLOSE.search(last)
    ends = closing[0].strip() if closing and (opened or unpaired) and not own else ""
    runs_on = len(lines) == 1 and (len(events) > 1 or bool(ends))
    alone = last.endswith("。") or (bool(_HEAD.match(last)) and not runs_on)
    breaks = ["".join(found[:2]) for found in _SEPARATOR.findall(text)]
    separator = "" if alone else next((b for b in reversed(breaks) if b), "\u3000")
    told = [m for m in _TOLD.finditer(last) if _outside_title(last, m.start())]
    space = (told[0] if alone else told[-1])[5] if told else ""
    amended = any(event.kind is EventKind.AMENDMENT or event.decision for event in events)
    leads = [bool(_LEAD.match(line.para.text)) for line in lines] if alone else [bool(m[1]) for m in told]
    basis = any(leads) if amended else opened or not space
    return Form(basis=basis, space=space, separator=separator, closing=ends, own=own)


def _opens(text: str, last: str) -> bool:
    """Whether the bracket that the 题注 opens with is closed only by its last line."""
    before = text[: len(text) - len(last)]
    return before.count("（") + before.count("(") > before.count("）") + before.count(")")


def _outside_title(text: str, position: int) -> bool:
    return text.count("《", 0, position) == text.count("》", 0, position)


def appended(lines: tuple[FrontLine, ...], words: str) -> tuple[FrontLine, ...]:
    """Add one more event to the lines; `words` begin with its date and have no 根据."""
    if not lines:
        return (FrontLine("history", Para((f"（根据{words}）",))),)
    form, last = form_of(lines), lines[-1]
    text = last.para.text
    words = words if not form.space else _DAY.sub(lambda m: m[0] + form.space, words, count=1)
    lead = "根据" if form.basis and not _DANGLING.search(text) else ""
    if form.own:
        return (*lines, FrontLine("history", Para((f"（{lead}{words}）",))))
    closing = _CLOSE.search(text) if form.closing else None
    bare = _cut(last, closing.start()) if closing else last
    new = f"{lead}{words}{form.closing}"
    if not form.separator:
        return (*lines[:-1], bare, FrontLine("history", Para((new,))))
    end = len(bare.para.text)
    joined = edited(bare.para, [Edit(end - 1, end, bare.para.text[-1] + form.separator + new)])
    assert isinstance(joined, Para)
    return (*lines[:-1], replace(bare, para=joined))


def _cut(line: FrontLine, end: int) -> FrontLine:
    para = edited(line.para, [Edit(end, len(line.para.text), "")])
    assert isinstance(para, Para)
    return replace(line, para=para)


def numbered(lines: tuple[FrontLine, ...], words: str, verb: str, ordinal: str) -> tuple[FrontLine, ...]:
    """Put 第N次 before the verb of the event that reads `words`, white space aside."""
    places = [
        (row, column)
        for row, line in enumerate(lines)
        for column, char in enumerate(line.para.text)
        if not char.isspace()
    ]
    plain = "".join(lines[row].para.text[column] for row, column in places)
    row, column = places[plain.index(words) + words.rindex(verb)]
    para = edited(lines[row].para, [Edit(column, column + 1, ordinal + verb[0])])
    assert isinstance(para, Para)
    return (*lines[:row], replace(lines[row], para=para), *lines[row + 1 :])


@dataclass(frozen=True, slots=True)
class Preface:
    """The front and the events of the amended text; `remarks` (Chinese) for a person to look at."""

    front: tuple[FrontLine, ...]
    events: tuple[Event, ...]
    remarks: tuple[str, ...] = ()


class PrefaceUnread(CompendiumError):
    """A 题注 that, as it would be written, does not read back to the events it should tell."""

    def __init__(self, title: str, words: str) -> None:
        super().__init__(f"{quoted(title)}的题注增补“{words}”后读回的沿革不一致，请核对原题注。")


def amended_preface(act: Act, decision: Act) -> Preface:
    """Add the decision to the 题注 and to the events of the text it amends."""
    lines = tuple(line for line in act.front if line.role == "history")
    told = read_history(act.history)
    if any(_is_of(event, decision) for event in told.events):
        return Preface(act.front, act.events)  # an earlier part of it is in force already
    verb = verb_of(told.events, act.kind)
    source = source_words(decision)
    if source is None:
        remark = f"{quoted(decision.title)}没有写明通过或者公布的日期，题注未增补，请人工补写"
        return Preface(act.front, act.events, (remark,))
    lines, ordinal, remarks = _counted(lines, told.events, verb)
    words = f"{source}{ordinal}{verb.chinese}"
    if not lines:
        remarks.append(f"原文没有题注，只写了这一次{verb.chinese}；此前的沿革和次数请人工补全")
    written = appended(lines, words)
    read = read_history("\n".join(line.para.text for line in written))
    events, new = read.events[: len(told.events)], read.events[len(told.events) :]
    if told.unread:
        remarks.append(f"原题注有未能识读的文字，次数请核对：“{told.unread[0]}”")
        events, new = told.events, read_history(words).events
    same = [_key(event) for event in events] == [_key(event) for event in told.events]
    if not same or not _says(new, verb, decision) or (read.unread and not told.unread):
        raise PrefaceUnread(act.title, words)
    again = dict(zip(told.events, events, strict=True))
    kept = [again.get(event, event) for event in act.events]
    return Preface(_placed(act.front, written), _inserted(kept, new), tuple(remarks))


def _is_of(event: Event, decision: Act) -> bool:
    same_day = event.date in {made.date for made in decision.events}
    return same_day and bool(event.decision) and title_key(event.decision) in title_key(decision.title)


def _key(event: Event) -> tuple[object, ...]:
    return (event.kind, event.date, event.body, event.session, event.decision, event.number)


def _says(new: tuple[Event, ...], verb: EventKind, decision: Act) -> bool:
    made = {event.date for event in decision.events}
    return bool(new) and new[-1].kind is verb and all(event.date in made for event in new)


def _inserted(events: list[Event], new: tuple[Event, ...]) -> tuple[Event, ...]:
    """The new events stand before an end that is told already."""
    position = next((i for i, event in enumerate(events) if event.kind in ENDING), len(events))
    return (*events[:position], *new, *events[position:])


def _placed(front: tuple[FrontLine, ...], lines: tuple[FrontLine, ...]) -> tuple[FrontLine, ...]:
    """The front with its 题注 exchanged; where it had none, the 题注 follows the title."""
    roles = [line.role for line in front]
    rest = [line for line in front if line.role != "history"]
    if "history" in roles:
        first, last = roles.index("history"), len(roles) - roles[::-1].index("history")
        if "history" in roles[first:last] and set(roles[first:last]) == {"history"}:
            return (*front[:first], *lines, *front[last:])
        position = first
    else:
        titles = [i for i, line in enumerate(rest) if line.role == "docTitle"]
        position = titles[-1] + 1 if titles else 0
    return (*rest[:position], *lines, *rest[position:])


def verb_of(events: tuple[Event, ...], kind: ActKind) -> EventKind:
    """Choose 修正, or 修订 where the text, or the State Council, calls an amendment in parts so."""
    changed = [event for event in events if "修改" in event.decision]
    if changed:
        return EventKind.REVISION if changed[-1].kind is EventKind.REVISION else EventKind.AMENDMENT
    return EventKind.REVISION if kind is ActKind.STATE_REGULATION else EventKind.AMENDMENT


def _counted(
    lines: tuple[FrontLine, ...], events: tuple[Event, ...], verb: EventKind
) -> tuple[tuple[FrontLine, ...], str, list[str]]:
    """第N次 for the new event; a single unnumbered one before it becomes 第一次."""
    earlier = [event for event in events if event.kind is verb and verb.chinese in event.words]
    remarks: list[str] = []
    if not earlier:
        return lines, "", remarks
    for position, event in enumerate(earlier, 1):
        if not event.ordinal:
            lines = numbered(lines, event.words, verb.chinese, _times(position))
            remarks.append(
                f"题注中{day_words(event.date)}的“{verb.chinese}”改为“{_times(position)}{verb.chinese}”"
            )
    changes = sum(e.kind in AMENDING for e in events)
    last = earlier[-1].ordinal or len(earlier)
    if last not in (len(earlier), changes):
        counted = f"题注原记到第{to_chinese(last)}次，所列只有{to_chinese(len(earlier))}次"
        remarks.append(f"{counted}，新增的按第{to_chinese(last + 1)}次，请核对")
    return lines, _times(last + 1), remarks


def _times(number: int) -> str:
    return f"第{to_chinese(number)}次"


def source_words(decision: Act) -> str | None:
    """Say who decided, when, by what: 2024年9月27日…会议《关于修改〈…〉的决定》; None if no day is known."""
    day = made_on(decision)
    made = [e for e in decision.events if e.kind is EventKind.ADOPTION]
    approved = [e for e in decision.events if e.kind is EventKind.APPROVAL]
    published = [e for e in decision.events if e.kind is EventKind.PROMULGATION]
    if decision.kind is not ActKind.OTHER and published and not _is_congress(made):
        order = published[-1]
        number = decision.number or order.number
        return f"{day_words(order.date)}{number or order.body}公布的{quoted(decision.title)}"
    if day is None or not made:
        return None
    passed = "、".join(f"{day_words(e.date)}{e.body}{e.session}" for e in made)
    title = _title_in_preface(decision)
    if approved:
        by = approved[-1]
        return f"{passed}通过　{day_words(by.date)}{by.body}{by.session}批准的{quoted(decision.title)}"
    if _is_congress(made) and decision.title != decision.title.partition("关于")[0]:
        return f"{passed}{title}"
    return f"{passed}通过的{title}"


def _is_congress(made: list[Event]) -> bool:
    return bool(made) and "人民代表大会" in made[-1].body


def _title_in_preface(decision: Act) -> str:
    """The title; a congress that is named before it does not say its name again."""
    issuer, about, rest = decision.title.partition("关于")
    if about and issuer.endswith(("人民代表大会", "人民代表大会常务委员会")):
        return quoted(about + rest)
    return quoted(decision.title)
