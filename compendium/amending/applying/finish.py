"""The text after: new eIds, the wIds kept, and what became of every provision."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from compendium.amending.applying.text import fresh_spans
from compendium.amending.applying.tree import Node, frozen
from compendium.amending.applying.work import Done, Work
from compendium.amending.instruction import (
    Adjust,
    Amended,
    Instruction,
    Item,
    ModType,
    Operation,
    RepealAct,
    Span,
    State,
)
from compendium.law.act import Attachment, FrontLine, Provision
from compendium.law.identifiers import NO_EID, NO_WID, EId, WId
from compendium.law.names import assign_ids, born_on


@dataclass(slots=True)
class _Names:
    """The eIds after, and the wIds that are taken."""

    eids: dict[Node, EId] = field(default_factory=dict)
    taken: set[WId] = field(default_factory=set)


def finished(work: Work) -> Amended:
    """Put together what one attempt has done."""
    tree, names = work.tree, _Names()
    for root in tree.roots():
        _drop_phantoms(root)
    names.taken = {n.old.wid for root in tree.roots() for n in root.walk() if n.old}
    after = replace(
        work.before,
        title=tree.title.text,
        front=_front(work),
        preamble=_named(work, names, tree.preamble),
        body=_named(work, names, tree.body),
        attachments=tuple(_attachment(work, names, n, annex) for n, annex in enumerate(tree.annexes, 1)),
    )
    return Amended(
        before=work.before,
        after=after,
        items=tuple(_item(work, names, number) for number in range(len(work.items))),
        moves={node.old.eid: names.eids.get(node) for node in tree.olds if node.old},
        fresh=_fresh(names),
        origins={names.eids[n]: tuple(dict.fromkeys(n.origins)) for n in names.eids if n.origins},
    )


def _drop_phantoms(node: Node) -> None:
    node.children = [child for child in node.children if not child.phantom]
    for child in node.children:
        _drop_phantoms(child)


def _front(work: Work) -> tuple[FrontLine, ...]:
    out = []
    for line, text in zip(work.before.front, work.tree.front, strict=True):
        if line.role == "docTitle" and not text.text and line.para.text:
            continue
        out.append(line if line.para == text.para() else replace(line, para=text.para()))
    return tuple(out)


def _named(work: Work, names: _Names, root: Node, prefix: EId = NO_EID) -> tuple[Provision, ...]:
    provisions = assign_ids(tuple(frozen(child) for child in root.children), prefix)
    return tuple(
        _with_names(
            work, names, node=node, provision=provision, parent=None, parent_eid=NO_EID, parent_wid=NO_WID
        )
        for node, provision in zip(root.children, provisions, strict=True)
    )


def _attachment(work: Work, names: _Names, position: int, annex: Node) -> Attachment:
    eid = names.eids[annex] = EId(f"att_{position}")
    return Attachment(eid, annex.num, annex.heading.text, _named(work, names, annex, eid))


def _with_names(
    work: Work,
    names: _Names,
    *,
    node: Node,
    provision: Provision,
    parent: Node | None,
    parent_eid: EId,
    parent_wid: WId,
) -> Provision:
    names.eids[node] = provision.eid
    if node.old is not None:
        wid = node.old.wid
    else:
        wid = _new_wid(work, provision.eid, parent, parent_eid, parent_wid)
        while wid in names.taken:
            wid = wid if wid.endswith("x2") else WId(f"{wid}x2")
            if wid in names.taken:
                wid = born_on(WId(wid.split("@")[0]), work.day)
                break
        names.taken.add(wid)
    children = tuple(
        _with_names(
            work, names, node=child, provision=below, parent=node, parent_eid=provision.eid, parent_wid=wid
        )
        for child, below in zip(node.children, provision.children, strict=True)
    )
    return replace(provision, wid=wid, children=children)


def _new_wid(work: Work, eid: EId, parent: Node | None, parent_eid: EId, parent_wid: WId) -> WId:
    step = eid.removeprefix(parent_eid) if parent_eid else eid
    if parent is None or not step.startswith("__"):
        return born_on(eid, work.day)
    inherited = WId(parent_wid + step)
    return inherited if parent.old is None else born_on(inherited, work.day)


def _fresh(names: _Names) -> dict[EId, tuple[Span, ...]]:
    out = {}
    for node, eid in names.eids.items():
        if spans := fresh_spans([*node.own, *node.tail]):
            out[eid] = spans
    return out


def _item(work: Work, names: _Names, number: int) -> Item:
    item = work.items[number]
    if not isinstance(item, Instruction):
        return Item(instruction=item, state=State.REFUSED, reason=item.reason)
    if number in work.refused:
        return Item(instruction=item, state=State.REFUSED, reason=work.refused[number].reason)
    remarks = tuple(work.remarks.get(number, ()))
    operations = tuple(_operation(names, done) for done in work.done.get(number, ()))
    if not operations and number in work.idle and not isinstance(item.action, Adjust | RepealAct):
        loose = any(ref.loose for ref in getattr(item.action, "refs", ()))
        return Item(instruction=item, state=State.IDLE if loose else State.READ, remarks=remarks)
    return Item(instruction=item, state=State.READ, operations=operations, remarks=remarks)


def _operation(names: _Names, done: Done) -> Operation:
    targets = tuple(n.old.eid for n in done.targets if n.old is not None)
    results = tuple(names.eids[n] for n in done.results if n in names.eids)
    if done.fixed is not None:
        targets = targets or (done.fixed,)
        results = results or ((done.fixed,) if done.type is not ModType.REPEAL else ())
    return Operation(type=done.type, targets=targets, results=results, old=done.old, new=done.new)
