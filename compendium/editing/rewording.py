"""Put other words in one place of a text, exactly: found once or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from compendium.law.act import Act, Attachment, Block, Cell, Image, Inline, Note, Para, Provision, Span, Table
from compendium.law.identifiers import EId
from compendium.law.problems import CompendiumError


class NotOnce(CompendiumError):
    """Words that do not stand exactly once, in one piece, where they were said to stand."""

    def __init__(self, words: str, place: str, count: int) -> None:
        what = f"有 {count} 处" if count > 1 else "没有"
        more = "，请多写几个字，使它只有一处" if count > 1 else ""
        super().__init__(f"{place}{what}“{words}”{more}")


class InPieces(CompendiumError):
    """Words that run over the edge of 上标, 下标 or a picture."""

    def __init__(self, words: str, place: str) -> None:
        super().__init__(f"{place}的“{words}”夹有上标、下标、注释或图片，不能逐字替换；请用改正后的整个文件")


class NothingLeft(CompendiumError):
    """A replacement that would leave an empty paragraph."""

    def __init__(self, words: str, place: str) -> None:
        super().__init__(f"{place}除“{words}”外没有文字，替换后成为空段；请用改正后的整个文件")


def holders(root: Provision, words: str) -> Iterator[EId]:
    """List the eIds of what holds the words at or below a provision, once for each time they stand there."""
    for provision in root.walk():
        yield from [provision.eid] * count_in(provision, words)


def count_in(provision: Provision, words: str) -> int:
    """Count how many times the words stand in a provision's own heading and text."""
    return sum(_count(text, words) for text in own_texts(provision))


def own_texts(provision: Provision) -> Iterator[str]:
    """List the heading of a provision and each of its own paragraphs, cells and captions."""
    yield provision.heading
    for block in (*provision.blocks, *provision.tail):
        if isinstance(block, Para):
            yield block.text
        else:
            yield block.caption
            yield from (para.text for row in block.rows for cell in row for para in cell.paras)


def _count(text: str, words: str) -> int:
    return sum(text.startswith(words, at) for at in range(len(text)))


def reword(act: Act, eid: EId, old: str, new: str, place: str) -> Act:
    """Replace words that stand once in a provision's own text; `place` is its name for messages.

    Raises:
        NotOnce, InPieces, NothingLeft: the words can't be replaced exactly.
    """
    found = next(p for p in (*act.provisions(), *(a.provision for a in act.attachments)) if p.eid == eid)
    if (count := count_in(found, old)) != 1:
        raise NotOnce(old, place, count)
    changed = mapped(act, lambda p: _reworded(p, old, new) if p.eid == eid else p)
    attachments = tuple(_retitled(a, old, new) if a.eid == eid else a for a in changed.attachments)
    changed = replace(changed, attachments=attachments)
    if changed == act:
        raise InPieces(old, place)
    after = next(p for p in (*changed.provisions(), *(a.provision for a in attachments)) if p.eid == eid)
    before = [text for text in own_texts(found) if text]
    if len([text for text in own_texts(after) if text]) != len(before):
        raise NothingLeft(old, place)
    return changed


def mapped(act: Act, change: Callable[[Provision], Provision]) -> Act:
    """Change every provision of an act, those below first."""

    def walk(provision: Provision) -> Provision:
        return change(replace(provision, children=tuple(map(walk, provision.children))))

    attachments = tuple(replace(a, body=tuple(map(walk, a.body))) for a in act.attachments)
    body, preamble = tuple(map(walk, act.body)), tuple(map(walk, act.preamble))
    return replace(act, preamble=preamble, body=body, attachments=attachments)


def _reworded(provision: Provision, old: str, new: str) -> Provision:
    return replace(
        provision,
        heading=provision.heading.replace(old, new),
        blocks=tuple(_block(block, old, new) for block in provision.blocks),
        tail=tuple(_block(block, old, new) for block in provision.tail),
    )


def _retitled(attachment: Attachment, old: str, new: str) -> Attachment:
    return replace(attachment, heading=attachment.heading.replace(old, new))


def _block(block: Block, old: str, new: str) -> Block:
    if isinstance(block, Para):
        return _para(block, old, new)
    rows = tuple(tuple(_cell(cell, old, new) for cell in row) for row in block.rows)
    return Table(rows, block.caption.replace(old, new))


def _cell(cell: Cell, old: str, new: str) -> Cell:
    return replace(cell, paras=tuple(_para(para, old, new) for para in cell.paras))


def _para(para: Para, old: str, new: str) -> Para:
    runs = (_run(run, old, new) for run in para.runs)
    return Para(tuple(run for run in runs if run != ""))


def _run(run: Inline, old: str, new: str) -> Inline:
    match run:
        case str():
            return run.replace(old, new)
        case Span() | Note():
            return replace(run, text=run.text.replace(old, new))
        case Image():
            return run
