"""附件 that come, go, or get new text as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from compendium.amending.applying.find import find_one
from compendium.amending.applying.replace import bury, rewrite_children, set_heading
from compendium.amending.applying.tree import Node, Refused, grown_all, rooted
from compendium.amending.applying.work import Done, Work
from compendium.amending.instruction import Delete, InsertAttachment, Substitute
from compendium.amending.operation import ModType
from compendium.amending.reference import Content, Ref, Region
from compendium.intake.body import Body
from compendium.intake.draft import attachment_of
from compendium.intake.lines import Opens, classify_all
from compendium.intake.source import SourceBlock, squeeze
from compendium.model import Attachment
from compendium.numerals import NUMERAL, to_int


def arrange_annexes(work: Work) -> None:
    """Carry out what concerns 附件 as a whole; those that go are no place for other instructions."""
    for item, action in work.actions():
        if not work.active(item):
            continue
        with work.trying(item):
            match action:
                case Substitute(refs) if any(map(_is_whole, refs)):
                    if len(refs) != 1:
                        raise Refused("几个附件须分别写明新的文字")
                    _replace(work, item, refs[0], action.content)
                case InsertAttachment(name, content):
                    _insert(work, item, name, content)
    for item, action in work.actions():
        if isinstance(action, Delete) and work.active(item):
            with work.trying(item):
                _delete(work, item, action.refs)


def _is_whole(ref: Ref) -> bool:
    return ref.region is Region.ATTACHMENT and not ref.steps


def _replace(work: Work, item: int, ref: Ref, content: Content) -> None:
    annex = find_one(work.tree, ref)
    new = _read(content)
    if new is None:
        lines = classify_all(SourceBlock(block) for block in content.blocks)
        opening, heading = squeeze(lines[0].text) if lines else "", squeeze(annex.heading.text)
        titled = opening == heading != ""
        if heading and opening.startswith(heading) and not titled:
            raise Refused("新的文字开头像附件的名称，分不清名称和内容，请核对")
        body = grown_all(Body(lines[1:] if titled else lines).provisions(), fresh=True)
        if not titled:
            work.remark(item, "新的文字没有写附件的编号和名称，编号和名称未动，请核对")
    else:
        if squeeze(new.num) != squeeze(annex.num):
            raise Refused(f"新的文字写作{new.num}，所修改的是{annex.num}")
        if new.heading and squeeze(new.heading) != squeeze(annex.heading.text):
            set_heading(annex, new.heading)
        body = grown_all(new.body, fresh=True)
    rewrite_children(annex, body)
    work.rewritten[annex] = item
    work.record(item, Done(ModType.REPLACEMENT, (), (annex,), fixed=work.tree.attached[annex].eid))


def _read(content: Content) -> Attachment | None:
    """The new text as a 附件, where it opens with its number."""
    lines = classify_all(SourceBlock(block) for block in content.blocks)
    heads = [line for line in lines if line.opens is Opens.ATTACHMENT]
    if len(heads) > 1:
        raise Refused("新的文字像有几个附件，须分别写明")
    return attachment_of(tuple(lines), 0) if heads and lines[0] is heads[0] else None


def _insert(work: Work, item: int, name: str, content: Content) -> None:
    new = _read(content)
    if new is None:
        raise Refused(f"新的文字没有以“{name}”开头，分不清附件的名称和内容")
    if squeeze(new.num).rstrip("：:") != squeeze(name):
        raise Refused(f"新的文字写作{new.num}，决定写为{name}")
    if any(squeeze(annex.num) == squeeze(new.num) for annex in work.tree.annexes):
        raise Refused(f"现行文本已有{name}")
    root = rooted(new.body, fresh=True)
    root.num, root.now = new.num, _number(new.num)
    set_heading(root, new.heading)
    _put(work.tree.annexes, root)
    work.record(item, Done(ModType.INSERTION, (), (root,), fixed=""))


def _put(annexes: list[Node], root: Node) -> None:
    number = _number(root.num)
    later = (at for at, other in enumerate(annexes) if number and _number(other.num) > number)
    annexes.insert(next(later, len(annexes)), root)


def _number(num: str) -> tuple[int, ...]:
    found = re.search(NUMERAL, num)
    return (to_int(found[0]),) if found else ()


def _delete(work: Work, item: int, refs: Sequence[Ref]) -> None:
    for ref in refs:
        if not _is_whole(ref):
            continue
        annex = find_one(work.tree, ref)
        if annex in work.rewritten or annex not in work.tree.annexes:
            raise Refused(f"{annex.num}另有一处修改或者删去")
        if any(_number(other.num) > _number(annex.num) != () for other in work.tree.annexes):
            work.remark(item, f"删去{annex.num}后，其后各附件的编号没有改动，请核对")
        work.tree.annexes.remove(annex)
        bury(annex)
        work.record(item, Done(ModType.REPEAL, (), (), fixed=work.tree.attached[annex].eid))
