"""附件 that came, went, were renamed, or changed so much that they are given anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from compendium.amending.deriving.inside import Plan
from compendium.amending.deriving.pairing import Pairing
from compendium.amending.deriving.printed import content
from compendium.amending.instruction import Action, Delete, InsertAttachment, Substitute
from compendium.amending.reference import Content, Ref, Region
from compendium.model import Attachment, Para, Provision

Row = Callable[[Sequence[Provision], Sequence[Provision]], "list[Plan] | None"]
"""The plans for provisions that keep their places; None where they don't, or change too much."""


def annex_plans(pairing: Pairing, row: Row) -> Iterator[Plan] | None:
    """The plans for all 附件, told apart by their numbers; None where the numbers don't tell them."""
    before, after = pairing.old.act.attachments, pairing.new.act.attachments
    olds, news = ({one.num: one for one in side if one.num} for side in (before, after))
    if len(olds) != len(before) or len(news) != len(after):
        return None
    if [num for num in olds if num in news] != [num for num in news if num in olds]:
        return None
    return _plans(olds, news, row)


def _plans(olds: dict[str, Attachment], news: dict[str, Attachment], row: Row) -> Iterator[Plan]:
    for num, old in olds.items():
        if num not in news:
            yield _done(Delete((_ref(num),)), old)
        else:
            yield from _kept(old, news[num], row)
    for num, new in news.items():
        if num not in olds:
            yield Plan(actions=(InsertAttachment(num, _whole(new)),))


def _kept(old: Attachment, new: Attachment, row: Row) -> Iterator[Plan]:
    plans = row(old.body, new.body)
    if plans is None:
        yield _done(Substitute((_ref(old.num),), _whole(new)), old)
        return
    if old.heading != new.heading:
        name = Ref(region=Region.HEADING, name=old.num)
        yield Plan(actions=(Substitute((name,), Content((Para((new.heading,)),))),))
    yield from plans


def _done(action: Action, old: Attachment) -> Plan:
    return Plan(actions=(action,), replaced=frozenset(p.eid for root in old.body for p in root.walk()))


def _ref(num: str) -> Ref:
    return Ref(region=Region.ATTACHMENT, name=num)


def _whole(new: Attachment) -> Content:
    heads = tuple(Para((words,)) for words in (new.num, new.heading) if words)
    return Content((*heads, *content(new.body, numbered=True).blocks))
