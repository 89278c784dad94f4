"""Where two readings of one version differ: provision by provision, in the words of a clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compendium.law.act import Act, Block, CorrectedWords, FrontLine, Provision
from compendium.law.identifiers import NO_EID, WId

_CLAUSE = frozenset("，。；：\n")


def differences(before: Act, after: Act) -> tuple[CorrectedWords, ...]:
    """Tell what differs between two texts matched by wId, in reading order of the new one.

    A place whose two sides read alike differs in what is no character: 上标, tables, pictures.
    """
    return (*_outside(before, after), *_provisions(before, after))


def _outside(before: Act, after: Act) -> Iterator[CorrectedWords]:
    pairs = (
        (_lines(before.front), _lines(after.front)),
        (_text(before.conclusions), _text(after.conclusions)),
    )
    for old, new in pairs:
        if old != new:
            yield CorrectedWords(NO_EID, *stretch(old, new))
    same = _lines(before.front) == _lines(after.front) and _text(before.conclusions) == _text(
        after.conclusions
    )
    if same and (_bare(before.front), before.conclusions) != (_bare(after.front), after.conclusions):
        yield CorrectedWords(NO_EID, after.title, after.title)


def _lines(front: Iterable[FrontLine]) -> str:
    return "\n".join(line.para.text for line in front)


def _bare(front: Iterable[FrontLine]) -> list[tuple[str, object]]:
    return [(line.role, line.para) for line in front]


def _text(blocks: Iterable[Block]) -> str:
    return "\n".join(block.text for block in blocks)


def _provisions(before: Act, after: Act) -> Iterator[CorrectedWords]:
    old = {provision.wid: provision for provision in _all(before)}
    new = {provision.wid: provision for provision in _all(after)}
    for wid, provision in new.items():
        if wid in old:
            yield from _of_provision(old[wid], provision)
        elif not _below_another(provision, new, old):
            yield CorrectedWords(provision.eid, "", _alone(provision, old))
    for wid, provision in old.items():
        if wid not in new and not _below_another(provision, old, new):
            yield CorrectedWords(provision.eid, _alone(provision, new), "")


def _all(act: Act) -> Iterator[Provision]:
    yield from act.provisions()
    yield from (attachment.provision for attachment in act.attachments)


def _below_another(provision: Provision, there: dict[WId, Provision], other: dict[WId, Provision]) -> bool:
    """Whether the provision stands in one that is itself only on this side."""
    return any(
        wid not in other and above is not provision and any(p is provision for p in above.walk())
        for wid, above in there.items()
    )


def _alone(provision: Provision, other: dict[WId, Provision]) -> str:
    """The words of a provision that is only on one side, without what stands below it and is on both."""
    below = (_alone(child, other) for child in provision.children if child.wid not in other)
    tail = "".join(block.text for block in provision.tail)
    return provision.num + provision.heading + _text(provision.blocks) + "".join(below) + tail


def _of_provision(old: Provision, new: Provision) -> Iterator[CorrectedWords]:
    for a, b in ((old.num, new.num), (old.heading, new.heading), (_own(old), _own(new))):
        if a != b:
            yield CorrectedWords(new.eid, *stretch(a, b))
    if _own(old) == _own(new) and (old.blocks, old.tail) != (new.blocks, new.tail):
        yield CorrectedWords(new.eid, _own(new), _own(new))


def _own(provision: Provision) -> str:
    return _text((*provision.blocks, *provision.tail))


def stretch(old: str, new: str) -> tuple[str, str]:
    """Cut out the clauses in which two texts differ.

    >>> stretch("逾期的，处二百元罚款；并公告。", "逾期的，处二千元罚款；并公告。")
    ('处二百元罚款', '处二千元罚款')
    """
    start, end = common_ends(old, new)
    while start and old[start - 1] not in _CLAUSE:
        start -= 1
    while end and old[len(old) - end] not in _CLAUSE:
        end -= 1
    return old[start : len(old) - end], new[start : len(new) - end]


def common_ends(old: str, new: str) -> tuple[int, int]:
    """Count how many characters two texts have in common at their start, and then at their end."""
    least = min(len(old), len(new))
    start = next((i for i in range(least) if old[i] != new[i]), least)
    left = least - start
    end = next((i for i in range(left) if old[-1 - i] != new[-1 - i]), left)
    return start, end
