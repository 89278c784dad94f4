"""One clause of a statement with what its masks stand for, and the places it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lark import Token, Tree

from compendium.amending.instruction import Action, Content, Ref, Region
from compendium.amending.reading.context import RANK, Context, above, expanded, path_of, resolve, result_of
from compendium.amending.reading.grammar import Misread
from compendium.amending.reading.places import child, nref_steps, offset_of, places_of, tokens, trees
from compendium.law.act import Para
from compendium.law.kinds import Level

Ordered = tuple[int, Action]
"""An action, and the offset of the name of the act it is about, -1 for the one spoken of."""

Form = Callable[["Clause", Context], list[Ordered]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause of the grammar with what its masks stand for.

    `quoted` gives the new text behind the mask at an offset, `named` the title. `intro` is True after
    条文顺序作相应调整：, `besides` after 此外.
    """

    tree: Tree[Token]
    quoted: Callable[[int], Content]
    named: Callable[[int], str]
    intro: bool = False
    besides: bool = False

    @property
    def form(self) -> str:
        return str(self.tree.data)

    def sub(self, name: str) -> Tree[Token]:
        found = child(self.tree, name)
        if found is None:
            raise Misread("缺少成分")
        return found

    @property
    def every(self) -> bool:
        return bool(tokens(self.tree, "ALL"))

    def content(self, name: str = "content") -> Content:
        """Read the new text; several quotations in a row are several paragraphs."""
        found = [self.quoted(offset_of(t)) for t in self.sub(name).children]
        return Content(
            tuple(block for content in found for block in content.blocks),
            tuple(passage for content in found for passage in content.passages),
        )

    def words(self, mask: Token) -> str:
        """Read a quotation that holds words, not paragraphs."""
        content = self.quoted(offset_of(mask))
        if len(content.blocks) != 1 or not isinstance(content.blocks[0], Para):
            raise Misread("引号内的词句分成了几段")
        return content.blocks[0].text

    def word(self) -> str:
        """Read the single new wording."""
        masks = tokens(self.sub("qword"), "Q")
        if len(masks) != 1:
            raise Misread("新的词句有几个引号，不能确定如何连接")
        return self.words(masks[0])

    def results(self, tree: Tree[Token], within: Ref, context: Context) -> list[Ref]:
        """Read new numbers after 作为 or 改为."""
        out: list[Ref] = []
        for nref in trees(tree, "nref"):
            higher = out[-1].steps if out else within.steps
            for steps in nref_steps(nref):
                if out and RANK[steps[0].level] > RANK[Level.ARTICLE]:
                    out.append(Ref(steps=(*above(higher, steps[0].level), *steps), name=within.name))
                else:
                    out.append(result_of(steps, within, context))
        return expanded(out)


def by_act(found: Sequence[tuple[int, Ref]]) -> list[tuple[int, tuple[Ref, ...]]]:
    groups: dict[int, list[Ref]] = {}
    for act, ref in found:
        groups.setdefault(act, []).append(ref)
    return [(act, tuple(refs)) for act, refs in groups.items()]


def named(clause: Clause, context: Context) -> tuple[int, tuple[Ref, ...]]:
    """Read the places of a clause that speaks of one act."""
    groups = by_act(resolve(places_of(clause.sub("refs")), context))
    if len(groups) != 1:
        raise Misread("一句话说到几部法规")
    act, refs = groups[0]
    return act, context.named(refs)


def same(context: Context) -> tuple[Ref, ...]:
    if context.lost or context.vague or not context.refs:
        raise Misread("没有说明修改的是哪一处")
    return context.refs


def only(refs: Sequence[Ref]) -> Ref:
    if len(refs) != 1 or refs[0].loose or refs[0].region not in (Region.WHOLE, Region.ATTACHMENT):
        raise Misread("没有说明增加在哪一处")
    return refs[0]


def became(refs: Sequence[Ref], results: Sequence[Ref], context: Context) -> None:
    for ref, result in zip(expanded(refs), results, strict=True):
        context.became[path_of(ref.steps)] = result.steps
