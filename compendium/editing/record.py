"""Put right what the record says of a version: 题名, 性质, 制定机关, 文号, the events of the 题注.

The words of the text are `correcting`'s; only its title follows the record here, and its 题注 where that is
asked for. Like every correction it is kept in the file, with the values before and after, and is one commit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from compendium.akn import write_act
from compendium.editing.commencing import TouchesOperation, refuse_disorder
from compendium.editing.correcting import NoCorrection, checked_bytes
from compendium.editing.identity import OF_DOCUMENT, Ground, identity
from compendium.editing.moving import current, moved
from compendium.editing.record_events import (
    BadEvent,
    EventChange,
    correct_event,
    find_event,
    kept_events,
    same_event,
)
from compendium.editing.relocating import address_of, relocated
from compendium.intake.source import squeeze
from compendium.law.act import Act, CorrectedWords, Correction, Event, FrontLine, Para
from compendium.law.days import day_label
from compendium.law.identifiers import NO_EID, CorpusPath, Folder
from compendium.law.kinds import ActKind
from compendium.law.names import TITLE, WorkUri, expression_path, quoted, title_key
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts
from compendium.text.wording import correction_name


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """What the record is to say; None leaves a value as it is.

    `in_text` puts the words of the 题注 right as well as the event read from them; `move` lets the address
    follow the title.
    """

    title: str | None = None
    kind: ActKind | None = None
    issuer: str | None = None
    number: str | None = None
    events: tuple[EventChange, ...] = ()
    in_text: bool = False
    move: bool = False

    @property
    def count(self) -> int:
        """How many values are to be put right."""
        values = (self.title, self.kind, self.issuer, self.number)
        return len(self.events) + sum(value is not None for value in values)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self.count == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedRecord:
    """A version whose record is put right; `places` are the values before and after."""

    facts: Facts
    act: Act
    places: tuple[CorrectedWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlan:
    """A correction of the record before it is written.

    `questions` are what only a person can answer, `notes` what one should look at, `address` where the work
    stands afterwards.
    """

    work: Work
    versions: tuple[CorrectedRecord, ...]
    why: Correction
    address: WorkUri
    questions: tuple[str, ...]
    notes: tuple[str, ...]
    files: dict[CorpusPath, bytes | None]


def correct_record(
    catalog: Catalog,
    work: Work,
    *,
    facts: Facts,
    change: RecordChange,
    every: bool,
    why: Correction,
    ground: Ground,
    today: date,
) -> RecordPlan:
    """Plan to put right the record of the version `facts`, or of every version that says the same wrong.

    Args:
        why: a correction without places.
        today: the day that moved.toml names, where the work goes to another address.

    Raises:
        NoCorrection, BadEvent, NotSettled, TouchesOperation: it can't be, or changes nothing.
    """
    change = _tidy(change)
    if change.kind and not every and len(work.expressions) > 1:
        raise NoCorrection("性质写在地址里，是整部法规的；请加 --all-versions，改全部版本")
    first = catalog.act(facts)
    events = [find_event(first.events, item.was) if item.was else None for item in change.events]
    notes: list[str] = []
    done: list[CorrectedRecord] = []
    for version in work.expressions if every else (facts,):
        act = catalog.act(version)
        try:
            after, places, told = _corrected(act, first, change, events)
        except (BadEvent, NoCorrection) as error:
            if version == facts or change.kind:
                raise
            notes.append(f"{day_label(version.date)} 的版本没有改动：{error}")
            continue
        notes += (f"{day_label(version.date)} 的版本：{note}" for note in told)
        if places:
            if len(places) < change.count:
                notes.append(f"{day_label(version.date)} 的版本只改了所记相同的 {len(places)} 项")
            after = replace(after, corrections=(*act.corrections, replace(why, places=places)))
            done.append(CorrectedRecord(facts=version, act=after, places=places))
        else:
            notes.append(f"{day_label(version.date)} 的版本没有改动：所记与要改正的不同")
    others = [f for f in work.expressions if f.path not in {d.facts.path for d in done}]
    if not every and (same := [f for f in others if _says_the_same(f, first, change, events)]):
        days = "、".join(day_label(f.date) for f in same)
        notes.append(f"{days} 的版本所记相同，没有改动；如也有误，加 --all-versions")
    _refuse_another(catalog, work, done)
    files = _files(catalog, work, done, why)
    target = _address(catalog, work, change, done, ground)
    if target.folder != work.folder or str(target) != work.uri:
        if any(each.act.date != each.facts.date for each in done):
            raise NoCorrection("版本日期和地址不能在一次更正里都改；请先改日期，再改性质或者地址")
        files = relocated(catalog, work, target, written=files, day=today)
    elif change.title is not None and not change.move:
        free = _titled(done, ground, {w.folder for w in catalog.works} - {work.folder})
        if free.slug != work.slug:
            notes.append(f"目录（网址）仍是 {work.folder}；要跟着新题名改的，加 --move，原来的网址照样能用")
    notes += _elsewhere(catalog, work, first, change)
    return RecordPlan(
        work=work,
        versions=tuple(done),
        why=why,
        address=target,
        questions=tuple(_questions(catalog, work, change, done)),
        notes=tuple(notes),
        files=files,
    )


def _tidy(change: RecordChange) -> RecordChange:
    """The values as they are kept: without spaces at the ends, a title without its outer 《》."""
    given = (change.title, change.issuer, change.number)
    title, issuer, number = (None if value is None else value.strip() for value in given)
    if title and (match := re.fullmatch(TITLE, title)):
        title = match[1]
    if "" in (title, issuer):
        raise NoCorrection("题名和制定机关不能改成空的")
    if any(char in (value or "") for value in (title, issuer, number) for char in "\r\n\t"):
        raise NoCorrection("题名、制定机关、文号不能含换行")
    if title and (found := re.search(r"[/\\]", title)):
        raise NoCorrection(f"题名不能含“{found[0]}”，请核对；没有写入")
    if change.in_text and (not change.events or any(not (e.was and e.now) for e in change.events)):
        raise NoCorrection("--in-text 只与 --event 同用")
    if change.move and title is None:
        raise NoCorrection("--move 与 --title 同用")
    return replace(change, title=title, issuer=issuer, number=number)


# ---- one version


def _corrected(
    act: Act, first: Act, change: RecordChange, events: list[Event | None]
) -> tuple[Act, tuple[CorrectedWords, ...], list[str]]:
    """A version with what it says wrong put right, as far as it says the same as the `first`."""
    places: list[CorrectedWords] = []
    notes: list[str] = []
    after = act
    for name, old, wrong, new in (
        ("题名", act.title, first.title, change.title),
        ("制定机关", act.issuer, first.issuer, change.issuer),
        ("文号", act.number, first.number, change.number),
        ("性质", act.kind.chinese, first.kind.chinese, change.kind and change.kind.chinese),
    ):
        if new is None or old != wrong:
            continue
        if old == new:
            raise NoCorrection(f"{name}已经是“{new or '（无）'}”")
        said = (f"{name}：{value}" if value else "" for value in (old, new))
        places.append(CorrectedWords(NO_EID, *said))
    if change.title is not None and act.title == first.title:
        after, told = _retitled(after, change.title)
        notes += told
    if change.issuer is not None and act.issuer == first.issuer:
        after = replace(after, issuer=change.issuer)
    if change.number is not None and act.number == first.number:
        after = replace(after, number=change.number)
    for item, wrong_event in zip(change.events, events, strict=True):
        held = next((e for e in after.events if wrong_event and same_event(e, wrong_event)), None)
        if (held is None) is not (wrong_event is None):
            continue
        done = correct_event(after, item, held, in_text=change.in_text)
        after = done.act
        places.append(done.place)
        notes += done.notes
    if after.front != act.front and any(p.eid == "preface" for m in act.modifications for p in m.passages):
        raise TouchesOperation
    return after, tuple(places), notes


def _says_the_same(facts: Facts, first: Act, change: RecordChange, events: list[Event | None]) -> bool:
    """Whether a version that stays as it is says of any value what the first said wrong."""
    return (
        (change.title is not None and facts.title == first.title)
        or (change.issuer is not None and facts.issuer == first.issuer)
        or (change.number is not None and facts.number == first.number)
        or any(same_event(held, event) for event in events if event for held in facts.events)
    )


def _retitled(act: Act, title: str) -> tuple[Act, list[str]]:
    """A version under its right title, in the record and at the head of the text."""
    old, held = act.title, [line for line in act.front if line.role == "docTitle"]
    printed = squeeze("".join(line.para.text for line in held))
    act = replace(act, title=title)
    notes = []
    if printed == squeeze(old):
        act = replace(act, front=tuple(_headed(act.front, held, title)))
        if len(held) > 1:
            notes.append(f"文本的标题原分 {len(held)} 行，改正后写成一行")
    elif printed != squeeze(title):
        notes.append(f"文本的标题写的是“{printed or '（无）'}”，与记载的题名不同，没有改动，请核对")
    if count := act.text.replace(title, "").count(old):
        notes.append(f"文本别处还有 {count} 处写“{old}”，没有改动；如也是错字，用 --words 改正")
    return act, notes


def _headed(front: tuple[FrontLine, ...], held: list[FrontLine], title: str) -> Iterator[FrontLine]:
    for line in front:
        if line is held[0]:
            yield replace(line, para=Para((title,)))
        elif line not in held:
            yield line


# ---- files


def _files(
    catalog: Catalog, work: Work, done: list[CorrectedRecord], why: Correction
) -> dict[CorpusPath, bytes | None]:
    files: dict[CorpusPath, bytes | None] = {}
    for each in done:
        if each.act.date != each.facts.date:
            refuse_disorder(work, each.facts, each.act.date)
        checked_bytes(each.act, expression_path(each.act.work, each.act.language, each.act.date))
        files.update(moved(catalog, work, each.facts, each.act, files))
        places = tuple(p for p in each.places if not (p.old or p.new).startswith("题名："))
        for translation in (t for t in work.translations if t.date == each.facts.date) if places else ():
            path = expression_path(each.act.work, translation.language, each.act.date)
            held = current(catalog, replace(translation, path=path), files)
            correction = replace(why, places=places)
            files[path] = write_act(
                replace(
                    held,
                    issuer=each.act.issuer,
                    number=each.act.number,
                    events=each.act.events,
                    corrections=(*held.corrections, correction),
                )
            )
    there = set(catalog.files.paths())
    return {p: data for p, data in files.items() if p not in there or catalog.files.read(p) != data}


def _address(
    catalog: Catalog, work: Work, change: RecordChange, done: list[CorrectedRecord], ground: Ground
) -> WorkUri:
    """Where the work stands when its record is right."""
    now = address_of(work)
    kind = change.kind or now.kind
    taken = {other.folder for other in catalog.works} - {work.folder}
    if change.move:
        free = _titled(done, ground, taken, kind)
        return replace(free, jurisdiction=now.jurisdiction)
    target = replace(now, kind=kind)
    if target.folder in taken:
        raise NoCorrection(
            f"{target.folder} 已是另一部法规的目录；请加 --title 和 --move，或者先核对是不是同一部。"
            f"本是同一部的（如合并所致），把 {work.folder} 的文件移到那里、提交，再对那一部运行这个命令"
        )
    return target


def _titled(
    done: list[CorrectedRecord], ground: Ground, taken: set[Folder], kind: ActKind | None = None
) -> WorkUri:
    """The address that follows from the corrected title."""
    last = done[-1].act
    return ground.free_uri(replace(last, kind=kind or last.kind), taken)


# ---- what stands against it, and what should be looked at


def _refuse_another(catalog: Catalog, work: Work, done: list[CorrectedRecord]) -> None:
    """Refuse a record under which nobody could tell the work from another."""
    if not done:
        raise NoCorrection("没有要改正的")
    for each in done:
        if each.act.title == each.facts.title and each.act.number == each.facts.number:
            continue
        for other in catalog.by_title.get(title_key(each.act.title), ()):
            if other.uri != work.uri and any(identity(f) == identity(each.act) for f in other.expressions):
                raise NoCorrection(
                    f"{quoted(each.act.title)}是库中另一部法规（{other.folder}）。"
                    "本是同一部的，用 import --version-of 把文本归入那一部；不是的，请核对题名"
                )


def _questions(
    catalog: Catalog, work: Work, change: RecordChange, done: list[CorrectedRecord]
) -> Iterator[str]:
    """Another act with the same number: of the same day, or a number that names the year."""
    if not change.number:
        return
    days = {event.date for each in done for event in each.act.events}
    for other in catalog.works:
        for facts in other.expressions if other.uri != work.uri else ():
            if facts.number == change.number and (
                OF_DOCUMENT.search(change.number) or days & {event.date for event in facts.events}
            ):
                yield f"{quoted(facts.title)}的文号也是“{change.number}”"
                break


def _elsewhere(catalog: Catalog, work: Work, first: Act, change: RecordChange) -> Iterator[str]:
    """Records of other acts that name this one by its old title, or by as much of it as a 题注 writes."""
    if change.title is None:
        return
    old, new = title_key(first.title), title_key(change.title)
    for other in catalog.works:
        for facts in other.expressions if other.uri != work.uri else ():
            named = {title_key(event.decision) for event in facts.events if event.decision}
            if any(name in old and name not in new for name in named):
                yield (
                    f"{quoted(facts.title)}{day_label(facts.date)} 的版本记着“{quoted(first.title)}”，"
                    "没有改动；也要改正的，对它用 --event"
                )


def keep_record(before: Act, act: Act) -> Act:
    """Keep what was put right in a version's record, where the text that replaces it says the same wrong."""
    wrong: dict[str, set[str]] = {}
    for place in (place for correction in before.corrections for place in correction.places):
        name, _, old = place.old.partition("：")
        wrong.setdefault(name or place.new.partition("：")[0], set()).add(old)
    return replace(
        act,
        issuer=before.issuer if act.issuer in wrong.get("制定机关", ()) else act.issuer,
        number=before.number if act.number in wrong.get("文号", ()) else act.number,
        events=kept_events(before, act),
    )


def record_message(plan: RecordPlan) -> str:
    """Write the message of the commit: what the record said, what it says, why, from where."""
    first = plan.versions[0]
    fields = "、".join(dict.fromkeys((p.old or p.new).partition("：")[0] for p in first.places))
    which = f"{quoted(first.facts.title)}{day_label(first.facts.date)}"
    more = f" 等 {len(plan.versions)} 个版本的" if len(plan.versions) > 1 else " 的"
    lines = [f"{correction_name(plan.why)}：{which}{more}{fields}", ""]
    lines.append(f"缘由：{plan.why.reason}")
    if plan.why.source:
        lines.append(f"出处：{plan.why.source}" + (f"（{plan.why.date}）" if plan.why.date else ""))
    for each in plan.versions:
        lines += [f"- {day_label(each.facts.date)} 的版本：{changed_words(place)}" for place in each.places]
        if each.act.date != each.facts.date:
            lines.append(f"- 版本日期：{day_label(each.facts.date)} → {day_label(each.act.date)}")
    if plan.address.folder != plan.work.folder:
        lines.append(f"- 目录：{plan.work.folder} → {plan.address.folder}")
    return "\n".join(lines) + "\n"


def changed_words(place: CorrectedWords) -> str:
    """Say a value of the record before and after.

    >>> changed_words(CorrectedWords(NO_EID, "文号：沪府令1号", "文号：沪府令2号"))
    '文号：沪府令1号 → 沪府令2号'
    """
    name, _, old = place.old.partition("：")
    named, _, new = place.new.partition("：")
    return f"{name or named}：{old or '（无）'} → {new or '（删去）'}"
