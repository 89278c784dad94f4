"""One thing that staff must do: what it is about, by when, where it stands, and the command that does it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from compendium.law.days import day_name
from compendium.law.identifiers import NO_EID, NO_URI, EId, Uri
from compendium.law.kinds import DECIDING
from compendium.law.names import title_key
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts
from compendium.text.wording import UNDETERMINED, UNSTATED

HORIZON = 90
"""How many days ahead staff look, and how many days back an expiry stays on the list."""

# What a shell would read as more than a name.
_SHELL = re.compile(r"[\s!\"#$&'()*;<>?\[\]\\`{|}~]")


class Concern(StrEnum):
    """What a duty is about."""

    CHAIN = "chain"
    DECISION = "decision"
    EFFECT = "effect"
    COMMENCEMENT = "commencement"
    ENDING = "ending"
    LASTING = "lasting"
    EDITION = "edition"
    REFERENCE = "reference"
    LAW = "law"
    UNDETERMINED = "undetermined"
    NOT_STATED = "not-stated"
    UNREAD = "unread"
    OPEN_END = "open-end"
    WAITING = "waiting"

    @property
    def chinese(self) -> str:
        """The words that people read."""
        return _CONCERNS[self]


_CONCERNS = {
    Concern.CHAIN: "版本没有接上",
    Concern.DECISION: "未执行的决定",
    Concern.EFFECT: "未记下的废止、延长、暂停",
    Concern.COMMENCEMENT: "施行",
    Concern.ENDING: "失效和废止",
    Concern.LASTING: "暂停、恢复和延长",
    Concern.EDITION: "成品落后于法规库",
    Concern.REFERENCE: "引用已过时",
    Concern.LAW: "上位法已修改",
    Concern.UNDETERMINED: UNDETERMINED,
    Concern.NOT_STATED: UNSTATED,
    Concern.UNREAD: "未读懂的文字",
    Concern.OPEN_END: "终止日期待定",
    Concern.WAITING: "等待法规入库的决定",
}


class Urgency(StrEnum):
    """How soon a duty is due; OPEN for what has no day."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    LATER = "later"
    OPEN = "open"

    @property
    def chinese(self) -> str:
        """The words that people read."""
        return _URGENCIES[self]


_URGENCIES = {
    Urgency.OVERDUE: "已到期",
    Urgency.TODAY: "今天",
    Urgency.WEEK: "7 日内",
    Urgency.MONTH: "30 日内",
    Urgency.QUARTER: "90 日内",
    Urgency.LATER: "90 日以后",
    Urgency.OPEN: "没有期限",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A passage that a duty is about: its file, line and provision, its words, and what to know of it."""

    path: str
    line: int
    label: str = ""
    eid: EId = NO_EID
    words: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing to do. `id` stays the same while the thing is not done, even when its day is moved.

    `due` is None for what has no day; `overdue` says that it should have been done already.
    """

    id: str
    concern: Concern
    title: str
    message: str
    work: Uri = NO_URI
    due: date | None = None
    overdue: bool = False
    places: tuple[Place, ...] = ()
    command: str = ""

    def urgency(self, day: date) -> Urgency:
        """Tell how soon the duty is due, seen from a day."""
        if self.overdue:
            return Urgency.OVERDUE
        if self.due is None:
            return Urgency.OPEN
        ahead = (self.due - day).days
        limits = ((0, Urgency.TODAY), (7, Urgency.WEEK), (30, Urgency.MONTH), (HORIZON, Urgency.QUARTER))
        return next((urgency for limit, urgency in limits if ahead <= limit), Urgency.LATER)


def ordered(duties: Iterable[Duty], day: date) -> tuple[Duty, ...]:
    """Sort duties by urgency, then by concern, day and title."""
    rank = {urgency: n for n, urgency in enumerate(Urgency)}
    kind = {concern: n for n, concern in enumerate(Concern)}

    def key(duty: Duty) -> tuple[object, ...]:
        urgency = rank[duty.urgency(day)]
        return urgency, kind[duty.concern], duty.due or date.max, duty.title, duty.id

    return tuple(sorted(duties, key=key))


def made_on(facts: Facts) -> date | None:
    """Tell the day on which a version was adopted or made by its last amendment; None when nothing tells."""
    return max((event.date for event in facts.events if event.kind in DECIDING), default=None)


def known_by(facts: Facts, day: date) -> bool:
    """Whether a version had been made by a day; one that does not tell when counts as made."""
    made = made_on(facts)
    return made is None or made <= day


def version_id(facts: Facts) -> str:
    """Identify a version by what stays when its day of effect, and with it its file, changes."""
    return f"{facts.work}@{day_name(made_on(facts) or facts.date)}"


def name_of(catalog: Catalog, work: Work) -> str:
    """Name a work as a command does: by its title, or by its folder where that is not certain."""
    same = catalog.by_title.get(title_key(work.title), ())
    name = work.title if len(same) == 1 else work.folder
    return shlex.quote(name) if _SHELL.search(name) else name


def line_of(data: bytes, eid: EId) -> int:
    """Find the line on which a provision begins in a file; the first where it is not found."""
    position = data.find(f'eId="{eid}"'.encode())
    return data.count(b"\n", 0, position) + 1 if position >= 0 else 1
