"""修改依据: by which decision, and by which of its items, each provision was changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from compendium.compare import Row
from compendium.law.act import Act, Event
from compendium.law.changes import Modification, ModType, State
from compendium.law.days import day_words
from compendium.law.identifiers import NO_EID, EId, WId
from compendium.law.kinds import AMENDING
from compendium.law.names import quoted, title_key
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import labels


@dataclass(frozen=True, slots=True)
class Ground:
    """A decision and the item of it, 第一项 or 第三条; no item where that is not known."""

    decision: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision with the day it was adopted, and what the table calls it."""

    title: str
    day: date | None
    name: str = "《决定》"

    def legend(self) -> str:
        """What the name stands for."""
        told = f"（{day_words(self.day)}通过）" if self.day else ""
        return f"{self.name}，是指{quoted(self.title)}{told}"


@dataclass(frozen=True)
class Bases:
    """What a 对照表 says of its grounds: by wId, and the amendments that the 题注 tells."""

    by_wid: dict[WId, tuple[Ground, ...]] = field(default_factory=dict)
    events: tuple[Event, ...] = ()

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions in order of time, each once, with names that tell them apart."""
        full = dict.fromkeys(g.decision for grounds in self.by_wid.values() for g in grounds)
        found: dict[str, date | None] = {}
        for event in self.events:
            if event.decision:
                found[next((t for t in full if same_decision(t, event.decision)), event.decision)] = (
                    event.date
                )
        found |= {title: None for title in full if title not in found}
        if len(found) == 1:
            return tuple(Decision(title, day) for title, day in found.items())
        years = [day.year for day in found.values() if day]
        plain = len(set(years)) == len(found)
        return tuple(Decision(title, day, _name(title, day, plain)) for title, day in found.items())

    def legend(self) -> str:
        """What the names of the decisions stand for."""
        told = [d.legend() for d in self.decisions if d.name != quoted(d.title)]
        return f"表中{'；'.join(told)}。" if told else ""

    def words(self, row: Row) -> tuple[str, ...]:
        """What stands in the column 修改依据 for a row."""
        found: dict[Ground, None] = {}
        for below in row.walk():
            for side in (below.after, below.before):
                if side and side.wid:
                    found |= dict.fromkeys(self.by_wid.get(side.wid, ()))
        if not found and len(self.decisions) == 1:
            return (self.decisions[0].name,)
        names = {decision.title: decision.name for decision in self.decisions}
        order = {decision.title: at for at, decision in enumerate(self.decisions)}
        grounds = sorted(found, key=lambda ground: order[ground.decision])
        return tuple(dict.fromkeys(names[g.decision] + g.item for g in grounds))


def same_decision(full: str, told: str) -> bool:
    """Whether a 题注 tells of a decision, whose issuer it leaves out.

    >>> same_decision("海浦市人大常委会关于修改《甲条例》的决定", "关于修改〈甲条例〉的决定")
    True
    """
    return title_key(full).endswith(title_key(told))


def _name(title: str, day: date | None, plain: bool) -> str:
    return f"《{day.year}年决定》" if day and plain else quoted(title)


def bases(catalog: Catalog, work: Work, versions: Sequence[Act], before: Act) -> Bases:
    """The grounds of the changes that lead from one version through others to a later one.

    Args:
        versions: all versions after `before`, the last one the text after.
    """
    found: dict[WId, dict[Ground, None]] = {}
    earlier = before
    for version in versions:
        for wid, ground in _of_version(catalog, work, earlier, version):
            found.setdefault(wid, {})[ground] = None
        earlier = version
    return Bases({wid: tuple(grounds) for wid, grounds in found.items()}, new_events(before, versions))


def new_events(before: Act, versions: Sequence[Act]) -> tuple[Event, ...]:
    """The amendments that later versions tell of and the text before does not."""
    known = {(event.kind, event.date) for event in before.events}
    found = {
        (event.kind, event.date): event
        for version in versions
        for event in version.events
        if event.kind in AMENDING and (event.kind, event.date) not in known
    }
    return tuple(found[key] for key in sorted(found, key=lambda key: key[1]))


def _of_version(catalog: Catalog, work: Work, before: Act, after: Act) -> Iterator[tuple[WId, Ground]]:
    """The grounds of one step, by wId; what only follows from others has the item that says so."""
    old, new = _wids(before), _wids(after)
    decisions = [
        catalog.act(held.expressions[-1])
        for uri in dict.fromkeys(change.decision for change in after.changes)
        if (held := catalog.by_uri.get(uri))
    ]
    known: set[WId] = set()
    for decision in decisions:
        for wid, ground in _stated(decision, work, old, new):
            known.add(wid)
            yield wid, ground
    if len(decisions) == 1:
        ground = Ground(decisions[0].title, _of_the_whole(decisions[0], work))
        yield from ((wid, ground) for wid in _reworded(before, after) if wid not in known)


def _wids(act: Act) -> dict[EId, WId]:
    return {p.eid: p.wid for p in act.provisions()} | {a.eid: WId(a.eid) for a in act.attachments}


def _stated(
    decision: Act, work: Work, old: dict[EId, WId], new: dict[EId, WId]
) -> Iterator[tuple[WId, Ground]]:
    items = items_of(decision)
    for modification in decision.modifications:
        if modification.work != work.uri or modification.state is State.ASIDE:
            continue
        if modification.type is ModType.RENUMBERING:
            continue
        ground = Ground(decision.title, items[modification.eid])
        yield from ((new[eid], ground) for eid in modification.results if eid in new)
        if modification.type is not ModType.INSERTION:
            yield from ((old[eid], ground) for eid in modification.targets if eid in old)


def _of_the_whole(decision: Act, work: Work) -> str:
    """The item by which the numbers in references were adjusted: 对条文顺序作相应调整."""
    items = items_of(decision)
    whole = (m for m in decision.modifications if m.work == work.uri and m.results == (NO_EID,))
    return next((items[m.eid] for m in whole if m.type is ModType.RENUMBERING), "")


def _reworded(before: Act, after: Act) -> Iterator[WId]:
    """The provisions whose own words are not those that they had."""
    own = {p.wid: "".join(block.text for block in (*p.blocks, *p.tail)) for p in before.provisions()}
    for provision in after.provisions():
        text = "".join(block.text for block in (*provision.blocks, *provision.tail))
        if own.get(provision.wid, text) != text:
            yield provision.wid


def items_of(decision: Act) -> dict[EId, str]:
    """For each modification the item of the decision that it was read from: 第一项, 第三条."""
    named = dict(labels(decision))
    return {m.eid: _item(m, named) for m in decision.modifications}


def _item(modification: Modification, named: dict[EId, str]) -> str:
    found = (_numbered(passage.eid, named) for passage in modification.passages)
    return next((cited(label) for label in found if label), "")


def cited(label: str) -> str:
    """How an item of a decision is cited.

    >>> cited("二、"), cited("（三）"), cited("第四条")
    ('第二项', '第（三）项', '第四条')
    """
    bare = label.rstrip("、.．:：")
    return bare if bare.startswith("第") or "第" in bare[1:] else f"第{bare}项"


def _numbered(eid: EId, named: dict[EId, str]) -> str:
    """The name of the nearest numbered provision: a 款 below 一、 is cited by 一、."""
    steps = eid.split("__")
    for count in range(len(steps), 0, -1):
        label = named.get(EId("__".join(steps[:count])), "")
        if label and not steps[count - 1].startswith("para"):
            return label
    return ""
