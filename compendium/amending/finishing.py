"""From an amended text to the next version of its act: dates, 题注, title and 目录."""

from __future__ import annotations

from dataclasses import dataclass, replace

from compendium.amending.finishing_dates import commencement_of
from compendium.amending.finishing_toc import amended_toc, plain
from compendium.amending.operation import Amended
from compendium.amending.preface import amended_preface
from compendium.amending.repair import Repaired
from compendium.model import Act, Basis, FrontLine, Para, Source
from compendium.titles import quoted


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
