"""Make the next version of an act from its amended text: its dates, 题注, title and 目录.

The decision says when the amendment takes effect, and which items begin on another day. The lines of the
printed 目录 follow the headings of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from compendium.amending.instruction import Amended
from compendium.amending.preface import amended_preface
from compendium.amending.repair import Repaired
from compendium.amending.repair.text import Edit, edited
from compendium.law.act import Act, Basis, Commencement, FrontLine, Para, Provision, Source
from compendium.law.commencement import closing, with_ending, words_of
from compendium.law.days import DAY, read_day
from compendium.law.identifiers import EId
from compendium.law.kinds import HEADED
from compendium.law.names import quoted
from compendium.law.numerals import NUMERAL, to_int

_FROM_DAY = re.compile(rf"自{DAY}(?:起|之日起)?(?:正式)?(?:施行|实施|生效|执行)")
_ONE = rf"(?:第[（(]?{NUMERAL}[)）]?[条项]|{NUMERAL})"
_ITEMS = re.compile(rf"(?:{_ONE}(?:、|和|及|以及|至|到|，)?)+(?:的?规定|的?内容|的?修改)?")
_SELF = re.compile(r"本(?:决定|修正案|公告|通知)(?:中|的)?")
_REST = re.compile(r"^(?:其余|其他|其它|除)|(?:外|以外)的?(?:规定|条款|内容)?$")


@dataclass(frozen=True, slots=True)
class Parted:
    """Items of a decision that begin on another day than it does: their numbers as integers, 一、 being 1.

    `items` is empty where the words name something that is not one of its items.
    """

    items: tuple[int, ...]
    day: date
    words: str


def parted_dates(decision: Act) -> tuple[Parted, ...]:
    """Read what the decision lets begin on another day: 本决定第三条自2027年1月1日起施行."""
    out: list[Parted] = []
    for provision in closing(decision):
        for sentence in re.split("[。；]", re.sub(r"\s+", "", words_of(provision))):
            out += _in_sentence(sentence)
    return tuple(out)


def _in_sentence(sentence: str) -> list[Parted]:
    if not _SELF.search(sentence):
        return []
    out, end = [], 0
    for match in _FROM_DAY.finditer(sentence):
        subject = sentence[end : match.start()].strip("，、")
        end = match.end()
        named = _SELF.sub("", subject)
        day = read_day(match.groups())
        if named and day and not _REST.search(named):
            out.append(Parted(_items(named), day, subject + match[0]))
    return out


def _items(words: str) -> tuple[int, ...]:
    """第一条、第三条至第五条 as numbers; empty where anything else is said."""
    if not _ITEMS.fullmatch(words):
        return ()
    items: list[int] = []
    for match in re.finditer(rf"([至到]?)(?:第[（(]?)?({NUMERAL})", words):
        try:
            number = to_int(match[2])
        except ValueError:
            return ()
        items += range(items[-1] + 1, number + 1) if match[1] and items else [number]
    return tuple(items)


def commencement_of(decision: Act) -> tuple[date, Commencement]:
    """Find the day that names the amended version, and its commencement, in the words of the decision."""
    first = decision.commencements[0] if decision.commencements else None
    if first is None:
        return decision.date, Commencement("cm_1", decision.date, Basis.NOT_STATED, quoted(decision.title))
    words = f"{quoted(decision.title)}：{first.words}" if first.words else quoted(decision.title)
    day = None if first.basis is Basis.UNDETERMINED else first.date or decision.date
    return day or decision.date, Commencement("cm_1", day, first.basis, words)


_PAGE = re.compile(r"(?:[.…·\-\s]*[0-9]+)$")


def amended_toc(
    front: tuple[FrontLine, ...], before: Act, after: Act, moves: Mapping[EId, EId | None]
) -> tuple[tuple[FrontLine, ...], tuple[str, ...]]:
    """Bring the 目录 of the front to the headings of `after`, with remarks (Chinese) on it."""
    rows = [i for i, line in enumerate(front) if line.role == "toc"]
    if not rows:
        return front, ()
    first, last = rows[0], rows[-1] + 1
    old = {p.eid: p for p in before.provisions() if p.level in HEADED}
    new = [p for root in after.body for p in root.walk() if p.level in HEADED]
    ranks = {old[line.target].level: line.level for line in front[first:last] if line.target in old}
    kept = {moves.get(line.target): line for line in front[first:last] if line.target in old}
    gap = _gap(front[first:last], old)
    lines = list(_leading(front[first:last], old))
    for heading in new:
        if heading.level not in ranks:
            continue
        line = kept.get(heading.eid)
        if line is None:
            words = f"{heading.num}{gap}{heading.heading}"
            lines.append(FrontLine("toc", Para((words,)), ranks[heading.level], heading.eid))
        else:
            lines.append(_relabelled(line, old[line.target], heading, gap))
    lines += _trailing(front[first:last], old)
    changed = [line.para.text for line in lines] != [line.para.text for line in front[first:last]]
    paged = any(_PAGE.search(line.para.text) for line in front[first:last])
    remarks = ["目录随章节标题更新"] if changed else []
    remarks += ["目录带有页码，页码未更新，请核对"] if changed and paged else []
    return (*front[:first], *lines, *front[last:]), tuple(remarks)


def _leading(lines: tuple[FrontLine, ...], old: Mapping[EId, Provision]) -> Iterator[FrontLine]:
    """What the 目录 lists before its first heading, such as 序言."""
    for line in lines:
        if line.target in old:
            return
        yield line


def _trailing(lines: tuple[FrontLine, ...], old: Mapping[EId, Provision]) -> list[FrontLine]:
    """What stands below the last heading, such as 附件; stray lines between headings go there too."""
    leading = len(list(_leading(lines, old)))
    return [line for line in lines[leading:] if line.target not in old]


def _gap(lines: tuple[FrontLine, ...], old: Mapping[EId, Provision]) -> str:
    """What the 目录 sets between a number and its heading."""
    for line in lines:
        num = old[line.target].num if line.target in old else ""
        if num and line.para.text.startswith(num):
            rest = line.para.text[len(num) :]
            return rest[: len(rest) - len(rest.lstrip())]
    return "\u3000"


def _relabelled(line: FrontLine, old: Provision, new: Provision, gap: str) -> FrontLine:
    """The line with another number or heading; what did not change stays as printed."""
    para, text = line.para, line.para.text
    edits: list[Edit] = []
    if old.num != new.num and text.startswith(old.num):
        edits.append(Edit(0, len(old.num), new.num))
    if plain(old.heading) != plain(new.heading):
        page = _PAGE.search(text)
        start = text.find(old.heading, len(old.num)) if old.heading else -1
        end = start + len(old.heading)
        if start < 0:
            start, end = len(old.num) + len(gap), page.start() if page else len(text)
        edits.append(Edit(start, end, new.heading))
    done = edited(para, edits)
    assert isinstance(done, Para)
    return replace(line, para=done, target=new.eid)


def plain(words: str) -> str:
    """Strip words of all spaces, for comparing titles and headings."""
    return re.sub(r"\s+", "", words)


@dataclass(frozen=True, slots=True)
class Finished:
    """The next version of the act; `remarks` (Chinese) tell what a person should look at."""

    act: Act
    remarks: tuple[str, ...] = ()


def finished(amended: Amended, repaired: Repaired, decision: Act) -> Finished:
    """Make the amended text the version that holds from the day its decision takes effect.

    The work, its issuer and number, and what staff entered on the version before stay; the text comes from
    no file of its own, so its source is the gazette of the decision.

    Raises:
        PrefaceUnread: the 题注 would not read back.
    """
    act, remarks = repaired.act, list[str]()
    day, first = commencement_of(decision)
    if first.basis is Basis.NOT_STATED:
        said = f"（{first.words}）" if first.words else ""
        remarks.append(f"施行日期未能确定{said}，版本暂以 {day} 命名")
    elif first.basis is Basis.UNDETERMINED:
        remarks.append(f"{quoted(decision.title)}的施行日期另行规定，版本暂以 {day} 命名")
    front = amended.before.front
    if act.title != amended.before.title:
        front = _retitled(front, amended.before.title, act.title)
        remarks.append(f"法规名称由{quoted(amended.before.title)}改为{quoted(act.title)}")
        if act.short_title:
            remarks.append(f"法规名称已改，简称{quoted(act.short_title)}未改，请核对")
    front, of_toc = amended_toc(front, amended.before, act, amended.moves)
    preface = amended_preface(replace(amended.before, front=front), decision)
    used = {provision.period for provision in act.provisions()}
    later = tuple(c for c in act.commencements[1:] if c.id in used)
    remarks += [f"{c.words or c.id}：分期施行的规定照旧保留，请核对" for c in later]
    done = replace(
        act,
        date=day,
        commencements=(first, *later),
        events=preface.events,
        front=preface.front,
        source=Source(gazette=decision.source.gazette),
        former=(),
    )
    done = with_ending(done, amended.before)
    return Finished(done, (*remarks, *of_toc, *preface.remarks))


def _retitled(front: tuple[FrontLine, ...], old: str, new: str) -> tuple[FrontLine, ...]:
    """The front with the new title; a title broken over several lines comes on one."""
    out: list[FrontLine] = []
    for line in front:
        if line.role == "docTitle":
            if not any(done.role == "docTitle" for done in out):
                out.append(FrontLine("docTitle", Para((new,))))
        elif line.role == "cover" and plain(line.para.text) == plain(old):
            out.append(replace(line, para=Para((new,))))
        else:
            out.append(line)
    return tuple(out)
