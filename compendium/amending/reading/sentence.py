"""A person's own statement of an amendment, in the language of the decisions."""

from __future__ import annotations

from lark import Tree

from compendium.amending.instruction import Action, Content, RepealAct
from compendium.amending.reading.content import stated_content
from compendium.amending.reading.context import Context
from compendium.amending.reading.grammar import Misread, failure_words, mask
from compendium.amending.reading.lines import Line, Unclosed, label_of
from compendium.amending.reading.statement import Statement, whole
from compendium.law.identifiers import NO_EID


def read_sentence(text: str, content: Content | None = None) -> tuple[Action, ...]:
    """Read one sentence; new text may stand in it in quotation marks, in the lines below it, or apart.

    >>> read_sentence("删去第三条第二款。")[0].refs[0].steps[-1].number
    (2,)

    Raises:
        Misread: it does not read whole, or orders nothing definite.
    """
    lines = [Line(eid=NO_EID, block=i, text=line) for i, line in enumerate(_lines(text))]
    if not lines:
        raise Misread("没有写明如何修改")
    label = label_of(lines[0].text)
    masked = mask(lines, 0, offset=label.end if label else 0, aliases=(), stop=len(lines))
    if isinstance(masked, Unclosed):
        raise Misread(f"“{lines[masked.start[0]].text}”中的引号没有成对")
    tree, extended = whole(masked)
    if not isinstance(tree, Tree):
        raise Misread(f"“{lines[0].text}”：{failure_words(masked.text, tree.at)}")
    below = lines[masked.rows.stop :]
    given = content or (stated_content("\n".join(line.text for line in below)) if below else None)
    if extended != (given is not None) or (content is not None and below):
        raise Misread(f"“{lines[0].text}”：{'没有给出新文' if extended else '这句话之外还有别的文字'}")
    statement = Statement(masked, (), lines, given)
    actions: list[Action] = []
    for read in statement.read(tree, 0, len(masked.text), Context()):
        if read.reason:
            raise Misread(f"“{masked.plain(lines, read.start, read.end)}”：{read.reason}")
        if any(name and not isinstance(action, RepealAct) for name, action in read.actions):
            raise Misread(f"“{lines[0].text}”：说明针对所在的法规，不要另写法规名称")
        actions += [action for _, action in read.actions]
    return tuple(actions)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
