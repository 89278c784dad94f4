"""From the characters of a query to its words, operators and brackets.

What is an operator and what is text is decided by where it stands: docs/search.md has the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from compendium.problems import CompendiumError
from compendium.querying.tree import Field

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


@dataclass(frozen=True, slots=True)
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
    yield Token(Kind.END, position, position)


def _token(text: str, start: int, depth: int) -> Token:
    char = text[start]
    if char in _OPEN and _groups(text, start):
        return Token(Kind.OPEN, start, start + 1)
    if char in _CLOSE and depth:
        return Token(Kind.CLOSE, start, start + 1)
    if char in "-－" and not _ends(text, start + 1):
        return Token(Kind.NOT, start, start + 1)
    if char in _CLOSING:
        end = _closing(text, start)
        return Token(Kind.PHRASE, start, end + 1, text[start + 1 : end])
    if operator := _OPERATOR.match(text, start):
        return Token(_OPERATORS[operator[1]], start, operator.end())
    if near := _NEAR.match(text, start):
        return _near(near)
    if prefix := _FIELD.match(text, start):
        if _ends(text, prefix.end()):
            raise QueryError(f"“{prefix[0]}”的后面要紧接检索词，中间不留空格。", start, prefix.end())
        return Token(Kind.FIELD, start, prefix.end(), field=FIELD_WORDS[prefix[1].lower()])
    return _word(text, start, depth)


def _near(match: re.Match[str]) -> Token:
    distance = int(match[1][:9])
    if not 0 < distance <= MAX_DISTANCE:
        raise QueryError(f"“近/”之后的字数应当是 1 到 {MAX_DISTANCE}。", match.start(), match.end())
    return Token(Kind.NEAR, match.start(), match.end(), distance=distance)


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
        return Token(Kind.PREFIX, start, end, latin[1])
    starred = _STARRED.fullmatch(word)  # any run of Chinese is found in longer ones without a star
    return Token(Kind.WORD, start, end, starred[1] if starred else word)


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
