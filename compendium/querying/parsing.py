"""The query language: words mean their literal characters.

    优化 营商环境   甲 AND 乙      both
    甲 或 乙   甲 OR 乙            either; binds less than a space
    非 甲   NOT 甲   -甲           without
    “营商 环境”   "…"              the exact phrase, no synonyms
    甲 近/10 乙   甲 NEAR/10 乙    at most 10 characters between them
    data*                          words that begin so (Latin letters and digits)
    标题:消防  条文:罚款  发布机关:（甲 或 乙）  文号:沪府令
    （甲 或 乙） 丙                brackets group

The whole grammar is in docs/search.md.
"""

from __future__ import annotations

from compendium.querying.folding import fold
from compendium.querying.lexing import Kind, QueryError, Token, tokens_of
from compendium.querying.tree import And, Field, Near, Node, Not, Or, Prefix, Query, Text

MAX_WORDS = 32
MAX_DEPTH = 16
_UNITS = (Kind.WORD, Kind.PHRASE, Kind.PREFIX, Kind.FIELD, Kind.OPEN)
_STARTS = (*_UNITS, Kind.NOT)


def parse_query(text: str) -> Query:
    """Read a query.

    Raises:
        QueryError: it has no meaning, or is too long; the message says why and where.

    >>> parse_query("甲 或 “乙 丙”").root
    Or(parts=(Text(field=<Field.ANY: 'any'>, text='甲', exact=False), \
Text(field=<Field.ANY: 'any'>, text='乙丙', exact=True)))
    """
    tokens = list(tokens_of(text))
    words = [token for token in tokens if token.kind in (Kind.WORD, Kind.PHRASE, Kind.PREFIX)]
    if len(words) > MAX_WORDS:
        reason = f"检索词过多：共 {len(words)} 个，最多 {MAX_WORDS} 个。要查整句，请去掉其中的空格。"
        raise QueryError(reason)
    root = _Parser(tokens).whole()
    if root is None:
        raise QueryError("请输入要查找的词。")
    return Query(text, root)


class _Parser:
    """Reads tokens from left to right; every method reads one rule of the grammar."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Node | None:
        """The whole query; None when it is empty."""
        if self._next.kind is Kind.END:
            return None
        return self._either(Field.ANY)

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _either(self, field: Field) -> Node | None:
        sides: list[Node | None] = [self._all(field)]
        first = self._next
        while self._next.kind is Kind.OR:
            operator = self._take()
            if self._next.kind not in _STARTS:
                raise _lonely("或", operator)
            sides.append(self._all(field))
        if len(sides) == 1:
            return sides[0]
        found = [side for side in sides if side is not None]
        if len(found) < len(sides):
            raise _lonely("或", first)
        return Or(tuple(part for side in found for part in (side.parts if isinstance(side, Or) else (side,))))

    def _all(self, field: Field) -> Node | None:
        start = self._next
        if start.kind in (Kind.OR, Kind.AND, Kind.NEAR):
            raise _lonely({Kind.OR: "或", Kind.AND: "AND"}.get(start.kind, "近"), start)
        parts: list[Node] = []
        while self._next.kind in _STARTS:
            parts += self._one(field)
            if self._next.kind is Kind.AND:
                operator = self._take()
                if self._next.kind not in _STARTS:
                    raise _lonely("AND", operator)
        parts = list(dict.fromkeys(parts))
        if parts and all(isinstance(part, Not) for part in parts):
            raise QueryError("只有要排除的词，请再给出要查找的词。", start.start, start.end)
        if len(parts) < 2:
            return parts[0] if parts else None
        return And(tuple(parts))

    def _one(self, field: Field) -> list[Node]:
        """A part of an And: one node, or several that hold together, or none for a word of nothing."""
        if self._next.kind is not Kind.NOT:
            return self._chain(field)
        operator = self._take()
        if self._next.kind not in _STARTS:
            raise _lonely("非", operator)
        if self._next.kind is Kind.NOT:
            raise QueryError("“非”的后面要有检索词，不能再跟“非”。", operator.start, self._next.end)
        parts = self._chain(field)
        return [Not(parts[0] if len(parts) == 1 else And(tuple(parts)))] if parts else []

    def _chain(self, field: Field) -> list[Node]:
        """A unit, or units joined by 近; 甲 近/5 乙 近/5 丙 asks for both pairs."""
        start = self._next
        node = self._unit(field)
        pairs: list[Node] = []
        while self._next.kind is Kind.NEAR:
            operator = self._take()
            if self._next.kind not in _UNITS:
                raise _lonely("近", operator)
            other = self._unit(node.field if isinstance(node, Text) else field)
            if not isinstance(node, Text) or not isinstance(other, Text) or node.field is not other.field:
                reason = "“近”的两边都应当是词或者短语，并且在同一字段。"
                raise QueryError(reason, start.start, self._tokens[self._at - 1].end)
            pairs.append(Near(node.field, node.text, other.text, operator.distance))
            node = other
        return pairs or ([node] if node is not None else [])

    def _unit(self, field: Field) -> Node | None:
        token = self._take()
        if token.kind is Kind.FIELD:
            if self._next.kind not in (Kind.WORD, Kind.PHRASE, Kind.PREFIX, Kind.OPEN):
                raise QueryError("字段名的后面要紧接检索词。", token.start, token.end)
            node = self._unit(token.field)
            if node is None:
                raise QueryError("引号或字段里没有可以查找的文字。", token.start, token.end)
            return node
        if token.kind is Kind.OPEN:
            return self._group(field, token)
        folded = fold(token.text)
        if not folded:
            if token.kind is Kind.PHRASE:
                raise QueryError("引号或字段里没有可以查找的文字。", token.start, token.end)
            return None
        if token.kind is Kind.PREFIX:
            return Prefix(field, folded)
        return Text(field, folded, token.kind is Kind.PHRASE)

    def _group(self, field: Field, opening: Token) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QueryError(f"括号套得过深，最多 {MAX_DEPTH} 层。", opening.start, opening.end)
        node = self._either(field)
        closing = self._take()
        if closing.kind is not Kind.CLOSE:
            reason = "左括号没有对应的右括号。要查括号本身，请加引号。"
            raise QueryError(reason, opening.start, opening.end)
        if node is None:
            raise QueryError("括号里没有检索词。", opening.start, closing.end)
        self._depth -= 1
        return node


def _lonely(operator: str, token: Token) -> QueryError:
    where = "后面" if operator == "非" else "两边"
    reason = f"“{operator}”的{where}要有检索词。要查这几个字本身，请加引号。"
    return QueryError(reason, token.start, token.end)
