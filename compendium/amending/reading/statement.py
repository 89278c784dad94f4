"""One statement of a decision: where it ends, which lines are its new text, and the actions it orders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lark import Token, Tree

from compendium.amending.instruction import Action, Content
from compendium.amending.reading.actions import actions_of
from compendium.amending.reading.clause import Clause
from compendium.amending.reading.content import BrokenText, plain_content, quoted_content
from compendium.amending.reading.context import Context, resolve
from compendium.amending.reading.grammar import BLOCK, QUOTED, Failure, Masked, Misread, parse, trimmed
from compendium.amending.reading.lines import Line
from compendium.amending.reading.places import child, offset_of, places_of, tokens

At = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One thing ordered, or why nothing definite is; from `start` to `end` in the masked statement."""

    start: int
    end: int
    form: str
    actions: tuple[tuple[str, Action], ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with what it was given as new text: the lines that follow it, or text stated apart."""

    masked: Masked
    rows: tuple[int, ...]
    lines: Sequence[Line]
    given: Content | None = None

    def read(self, tree: Tree[Token], start: int, end: int, context: Context) -> Iterator[Read]:
        """Read the clauses of the tree of the part from `start` to `end`."""
        intro = bool(tokens(tree, "ADJUST_INTRO"))
        besides = bool(tokens(tree, "BESIDES"))
        self.announce(tree, start, context)
        clauses = _joined([c for c in tree.children if isinstance(c, Tree) and c.data != "announced"])
        starts = [start, *(start + offset_of(pair[0]) for pair in clauses[1:])]
        for (first, clause), begin, until in zip(clauses, starts, [*starts[1:], end], strict=True):
            if first is not clause:
                _remember(self._clause(first, start, intro, besides), context)
            yield self._one(self._clause(clause, start, intro, besides), begin, until, context, start)

    def announce(self, tree: Tree[Token], start: int, context: Context) -> None:
        """Go on to the place of 对第七条作如下修改：, if the statement has one."""
        if (announced := child(tree, "announced")) is not None:
            _remember(self._clause(announced, start, False, False), context)

    def _clause(self, tree: Tree[Token], start: int, intro: bool, besides: bool) -> Clause:
        return Clause(
            tree=tree,
            quoted=lambda at: self._quoted(at + start),
            named=lambda at: self.named(at + start),
            intro=intro,
            besides=besides,
        )

    def _one(self, clause: Clause, start: int, end: int, context: Context, base: int) -> Read:
        try:
            ordered = actions_of(clause, context)
        except (Misread, BrokenText) as unread:
            context.missed(self.masked.text[start:end])
            return Read(start=start, end=end, form=clause.form, actions=(), reason=str(unread))
        named = ((self.named(at + base) if at >= 0 else "", action) for at, action in ordered)
        return Read(start=start, end=end, form=clause.form, actions=tuple(named))

    def named(self, at: int) -> str:
        """Return the title behind a mask."""
        return self.masked.names[at]

    def new_text(self, start: int, end: int) -> Content | None:
        """Find the new text of a part that was not read, where it is plain to see."""
        part = trimmed(self.masked.text[start:end])
        at = start + len(part) - 1
        try:
            if self.rows and end == len(self.masked.text):
                return plain_content(self.lines, self.rows)
            if re.search(f"[：:为]{QUOTED}$", part):
                return quoted_content(self.lines, self.masked.quotations[at])
        except BrokenText:
            pass
        return None

    def _quoted(self, at: int) -> Content:
        if self.masked.text[at : at + 1] == BLOCK or at not in self.masked.quotations:
            return self.given or plain_content(self.lines, self.rows)
        return quoted_content(self.lines, self.masked.quotations[at])


def _joined(clauses: Sequence[Tree[Token]]) -> list[tuple[Tree[Token], Tree[Token]]]:
    """The clauses, each with the one its words begin with: two may order one thing.

    增加一款作为第二款，将该条修改为：…; 合并为第六条，修改为：…; 分为两条，作为第七条、第八条，修改为：….
    """
    out: list[tuple[Tree[Token], Tree[Token]]] = []
    for clause in clauses:
        before = out[-1][1] if out else None
        if before is not None and before.data == "insert_told" and _replaces_whole(clause):
            out[-1] = (before, clause)
        elif before is not None and _lacks_text(before) and clause.data == "substitute_it":
            merged = Tree(before.data, [*before.children, *clause.children], before.meta)
            out[-1] = (merged, merged)
        else:
            out.append((clause, clause))
    return out


def _lacks_text(clause: Tree[Token]) -> bool:
    return clause.data in ("merge", "split") and child(clause, "content") is None


def _replaces_whole(clause: Tree[Token]) -> bool:
    """将该条修改为：…, after 增加一款 without a text."""
    found = clause.scan_values(lambda v: isinstance(v, Token) and v.type == "THIS")
    return clause.data == "substitute" and any(True for _ in found)


def _remember(clause: Clause, context: Context) -> None:
    refs = child(clause.tree, "refs")
    if refs is not None:
        context.named([ref for _, ref in resolve(places_of(refs), context)])


_STOP = re.compile("[。；;]")


def announces(tree: Tree[Token]) -> bool:
    """Tell whether a statement only says what is spoken of: 对第七条作如下修改："""
    return all(isinstance(part, Tree) and part.data == "announced" for part in tree.children)


def pieces(masked: Masked) -> Iterator[tuple[int, int]]:
    """Cut a statement into its sentences, each with its stop."""
    start = 0
    for match in _STOP.finditer(masked.text):
        yield start, match.end()
        start = match.end()
    if start < len(masked.text):
        yield start, len(masked.text)


def with_block(masked: Masked) -> Masked:
    """Put the statement and the new text that follows it together."""
    return replace(masked, text=trimmed(masked.text) + BLOCK)


def whole(masked: Masked) -> tuple[Tree[Token] | Failure, bool]:
    """Read the tree of a statement; and tell whether the lines that follow are its new text."""
    tree = parse(masked.text)
    if isinstance(tree, Failure):
        extended = parse(with_block(masked).text)
        if isinstance(extended, Tree):
            return extended, True
    return tree, False
