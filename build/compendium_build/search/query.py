"""The query language: words mean their literal characters; nothing is stemmed, guessed or expanded.

    优化 营商环境        both (AND)              “营商 环境” "…"     one phrase, spaces and all
    甲 或 乙   甲 OR 乙  either                  非 甲   NOT 甲  -甲  without
    标题:消防  条文:处罚  发布机关:市政府  文号:沪府令      in that field only

或 binds less than AND. 非 and 或 are operators only when they stand alone between spaces, quotation marks
only at the beginning of a word; elsewhere they are text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from compendium.problems import CompendiumError
from compendium_build.search.fold import fold

MAX_LENGTH = 1000
MAX_WORDS = 32


class QueryError(CompendiumError):
    """The query can't be understood; the message says why."""


class Field(StrEnum):
    """Where a word is looked for, by the name that users write."""

    ANY = ""
    TITLE = "标题"
    BODY = "条文"
    ISSUER = "发布机关"
    NUMBER = "文号"


@dataclass(frozen=True, slots=True)
class Term:
    """A folded phrase that a field must contain."""

    field: Field
    phrase: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """What one side of a 或 asks: all of `wanted`, none of `barred`. `wanted` is never empty."""

    wanted: tuple[Term, ...]
    barred: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A query holds where one of its alternatives does."""

    alternatives: tuple[Alternative, ...]

    @property
    def acts_only(self) -> bool:
        """Whether only the act as a whole is asked for, so that its 条 are no answer."""
        wanted = (term for alternative in self.alternatives for term in alternative.wanted)
        return all(term.field not in (Field.ANY, Field.BODY) for term in wanted)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as written: with its sign, field and quotation marks told apart."""

    text: str
    field: Field = Field.ANY
    barred: bool = False
    literal: bool = False

    @property
    def operator(self) -> str:
        """或 or 非 when the word is one, else nothing."""
        if self.literal or self.barred or self.field is not Field.ANY:
            return ""
        return {"或": "或", "OR": "或", "非": "非", "NOT": "非"}.get(self.text, "")


def parse_query(text: str) -> Query:
    """Read a query.

    Raises:
        QueryError: empty, too long, an operator or a field without its word, an open quotation mark.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"查询词过长：共 {len(text)} 字，最多 {MAX_LENGTH} 字。")
    words = _split(text)
    count = sum(not word.operator for word in words)
    if count > MAX_WORDS:
        raise QueryError(f"查询词过多：共 {count} 个，最多 {MAX_WORDS} 个。要查整句，请去掉其中的空格。")
    sides: list[list[_Word]] = [[]]
    for word in words:
        if word.operator == "或":
            sides.append([])
        else:
            sides[-1].append(word)
    if len(sides) > 1 and not all(sides):
        raise QueryError("“或”的两边都要有查询词。要查“或”字本身，请加引号。")
    return Query(tuple(_alternative(side) for side in sides))


def _alternative(words: list[_Word]) -> Alternative:
    terms: dict[bool, list[Term]] = {False: [], True: []}
    negated = False
    for word in words:
        if word.operator == "非":
            if negated:
                raise QueryError("“非”的后面要有查询词，不能再跟“非”。")
            negated = True
            continue
        phrase = fold(word.text)
        if phrase:
            terms[negated or word.barred].append(Term(word.field, phrase))
        elif word.literal or word.field is not Field.ANY:
            raise QueryError("引号或字段里没有可以查找的文字。")
        negated = False
    if negated:
        raise QueryError("“非”的后面要有查询词。要查“非”字本身，请加引号。")
    if not terms[False]:
        what = "只有要排除的词，请再给出要查找的词。" if terms[True] else "请输入要查找的词。"
        raise QueryError(what)
    return Alternative(tuple(dict.fromkeys(terms[False])), tuple(dict.fromkeys(terms[True])))


_PREFIXES = {f"{field.value}{colon}": field for field in Field if field for colon in ":："}
_CLOSING = {'"': '"', "＂": "＂", "“": "”", "”": "”"}


def _split(text: str) -> list[_Word]:
    words = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        word, position = _word(text, position)
        words.append(word)
    return words


def _word(text: str, start: int) -> tuple[_Word, int]:
    position = start
    barred = text[position] in "-－" and not _ends(text, position + 1)
    position += barred
    prefix = next((p for p in _PREFIXES if text.startswith(p, position)), "")
    field = _PREFIXES.get(prefix, Field.ANY)
    position += len(prefix)
    if prefix and _ends(text, position):
        raise QueryError(f"“{prefix}”的后面要紧接查询词，中间不留空格。")
    if text[position] in _CLOSING:
        end = _closing(text, position)
        return _Word(text[position + 1 : end], field, barred, literal=True), end + 1
    end = position
    while not _ends(text, end):
        end += 1
    return _Word(text[position:end], field, barred), end


def _ends(text: str, position: int) -> bool:
    return position >= len(text) or text[position].isspace()


def _closing(text: str, start: int) -> int:
    """Where the quotation that opens at `start` closes; any mark will do when its own is missing."""
    end = text.find(_CLOSING[text[start]], start + 1)
    if end < 0:
        others = (text.find(mark, start + 1) for mark in _CLOSING)
        end = min((found for found in others if found >= 0), default=-1)
    if end < 0:
        raise QueryError(f"引号没有成对：“{text[start : start + 12]}”之后缺少后一个引号。")
    return end
