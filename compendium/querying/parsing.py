"""The query language, from characters to a tree; words mean their literal characters.

    优化 营商环境   甲 AND 乙      both
    甲 或 乙   甲 OR 乙            either; binds less than a space
    非 甲   NOT 甲   -甲           without
    “营商 环境”   "…"              the exact phrase, no synonyms
    甲 近/10 乙   甲 NEAR/10 乙    at most 10 characters between them
    data*                          words that begin so (Latin letters and digits)
    标题:消防  条文:罚款  发布机关:（甲 或 乙）  文号:沪府令
    （甲 或 乙） 丙                brackets group

First the characters are cut into words, operators and brackets; where one stands decides which of them it is.
The whole grammar and these rules are in docs/search.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from compendium.law.problems import CompendiumError
from compendium.querying.folding import fold
from compendium.querying.tree import And, Field, Near, Node, Not, Or, Prefix, Query, Text

MAX_LENGTH = 1000
MAX_DISTANCE = 200


class QueryError(CompendiumError):
    """A query can't be understood; the message says why, `start` and `end` where."""

    def __init__(self, reason: str, start: int = 0, end: int = 0) -> None:
        at = f"检索词第 {start + 1} 字：" if end > start else ""
        super().__init__(at + reason)
        self.reason, self.start, self.end = reason, start, end


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    PHRASE = "phrase"
    PREFIX = "prefix"
    FIELD = "field"
    AND = "and"
    OR = "or"
    NOT = "not"
    NEAR = "near"
    OPEN = "open"
    CLOSE = "close"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token at query[start:end]: its text without quotation marks and star, its field, its distance."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    field: Field = Field.ANY
    distance: int = 0


FIELD_WORDS = {
    "标题": Field.TITLE,
    "条文": Field.BODY,
    "发布机关": Field.ISSUER,
    "文号": Field.NUMBER,
    "title": Field.TITLE,
    "body": Field.BODY,
    "issuer": Field.ISSUER,
    "number": Field.NUMBER,
}
_OPERATORS = {
    "或": Kind.OR,
    "OR": Kind.OR,
    "非": Kind.NOT,
    "NOT": Kind.NOT,
    "AND": Kind.AND,
}
_FIELD = re.compile(rf"({'|'.join(FIELD_WORDS)})[:：]", re.IGNORECASE | re.ASCII)  # so that ſ is no s
_OPERATOR = re.compile(rf"({'|'.join(_OPERATORS)})(?=[\s（(\"＂“]|$)")
_NEAR = re.compile(r"(?:近|NEAR)[/／]([0-9０-９]+)(?=\s|$)")
_PREFIX = re.compile(r"([A-Za-z0-9Ａ-Ｚａ-ｚ０-９]+)[*＊]")
_STARRED = re.compile(r"(.*[^\s*＊])[*＊]", re.DOTALL)
_CLOSING = {'"': '"', "＂": "＂", "“": "”", "”": "”"}
_OPEN, _CLOSE = "（(", "）)"


def tokens_of(text: str) -> Iterator[Token]:
    """Cut a query into tokens; the last is an END.

    Raises:
        QueryError: too long, an open quotation mark or bracket, a field without its word.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"检索词过长：共 {len(text)} 字，最多 {MAX_LENGTH} 字。")
    position = depth = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        token = _token(text, position, depth)
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        yield token
        position = token.end
    yield Token(kind=Kind.END, start=position, end=position)


def _token(text: str, start: int, depth: int) -> Token:
    char = text[start]
    if char in _OPEN and _groups(text, start):
        return Token(kind=Kind.OPEN, start=start, end=start + 1)
    if char in _CLOSE and depth:
        return Token(kind=Kind.CLOSE, start=start, end=start + 1)
    if char in "-－" and not _ends(text, start + 1):
        return Token(kind=Kind.NOT, start=start, end=start + 1)
    if char in _CLOSING:
        end = _closing(text, start)
        return Token(kind=Kind.PHRASE, start=start, end=end + 1, text=text[start + 1 : end])
    if operator := _OPERATOR.match(text, start):
        return Token(kind=_OPERATORS[operator[1]], start=start, end=operator.end())
    if near := _NEAR.match(text, start):
        return _near(near)
    if prefix := _FIELD.match(text, start):
        if _ends(text, prefix.end()):
            raise QueryError(f"“{prefix[0]}”的后面要紧接检索词，中间不留空格。", start, prefix.end())
        return Token(kind=Kind.FIELD, start=start, end=prefix.end(), field=FIELD_WORDS[prefix[1].lower()])
    return _word(text, start, depth)


def _near(match: re.Match[str]) -> Token:
    distance = int(match[1][:9])
    if not 0 < distance <= MAX_DISTANCE:
        raise QueryError(f"“近/”之后的字数应当是 1 到 {MAX_DISTANCE}。", match.start(), match.end())
    return Token(kind=Kind.NEAR, start=match.start(), end=match.end(), distance=distance)


def _word(text: str, start: int, depth: int) -> Token:
    """A run up to white space, or to the bracket that closes the group it stands in."""
    end, own = start, 0
    while not _ends(text, end):
        if text[end] in _CLOSE:
            if depth and not own:
                break
            own = max(own - 1, 0)
        own += text[end] in _OPEN
        end += 1
    word = text[start:end]
    if latin := _PREFIX.fullmatch(word):
        return Token(kind=Kind.PREFIX, start=start, end=end, text=latin[1])
    starred = _STARRED.fullmatch(word)  # any run of Chinese is found in longer ones without a star
    return Token(kind=Kind.WORD, start=start, end=end, text=starred[1] if starred else word)


def _groups(text: str, start: int) -> bool:
    """Whether an opening bracket opens a group: （一）项 is text, （甲 乙） and （甲） alone are not.

    Raises:
        QueryError: the bracket is never closed.
    """
    depth = 0
    for position in range(start, len(text)):
        depth += (text[position] in _OPEN) - (text[position] in _CLOSE)
        if not depth:
            inside = text[start + 1 : position]
            after = position + 1
            joined = not _ends(text, after) and text[after] not in _CLOSE
            return any(char.isspace() for char in inside) or not joined
    raise QueryError("左括号没有对应的右括号。要查括号本身，请加引号。", start, start + 1)


def _ends(text: str, position: int) -> bool:
    return position >= len(text) or text[position].isspace()


def _closing(text: str, start: int) -> int:
    """Where the quotation that opens at `start` closes; any mark will do when its own is missing."""
    end = text.find(_CLOSING[text[start]], start + 1)
    if end < 0:
        others = (text.find(mark, start + 1) for mark in _CLOSING)
        end = min((found for found in others if found >= 0), default=-1)
    if end < 0:
        raise QueryError(f"引号没有成对：“{text[start : start + 12]}”之后缺少后一个引号。", start, start + 1)
    return end


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
