"""The grammar at work: a masked statement to its tree, or the place where it stops being understood.

Quotations and titles are masked (`mask`), so that the grammar sees only its own words. Where it fails,
`failure_words` says where it stopped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from compendium.amending.instruction import Passage
from compendium.amending.reading.lines import Line, Quotation, Unclosed, scan
from compendium.law.names import TITLE
from compendium.law.problems import CompendiumError

QUOTED, BLOCK, TITLED = "\ue000", "\ue001", "\ue002"
LIST_COMMA, NO_STOP = "\ue003", "\ue004"
"""A comma between places of one list; and the stop that is missing behind a quotation that ends with one."""

_TRAILING = re.compile(r"[。；;，,、 　\xa0]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A statement in the grammar's alphabet.

    `places` has for each character of `text` where it stands; `quotations` and `titles` what the masks
    stand for, by their offsets in `text`; `names` are those of titles as named. `rows` are the lines read.
    """

    text: str
    places: tuple[tuple[int, int, int], ...]
    quotations: dict[int, Quotation]
    names: dict[int, str]
    rows: range

    def clause(self, start: int, end: int) -> Masked:
        """Take the part from one offset to another."""
        inside = range(start, end)
        return Masked(
            text=self.text[start:end],
            places=self.places[start:end],
            quotations={i - start: q for i, q in self.quotations.items() if i in inside},
            names={i - start: n for i, n in self.names.items() if i in inside},
            rows=self.rows,
        )

    def plain(self, lines: Sequence[Line], start: int, end: int) -> str:
        """Take the words of a clause; a quotation of several lines is left out."""
        out = []
        for at in range(start, end):
            row, left, right = self.places[at]
            quotation = self.quotations.get(at)
            if quotation is None:
                out.append(lines[row].text[left:right])
            elif quotation.start[0] == quotation.end[0]:
                out.append(lines[row].text[left : quotation.end[1]])
        return "".join(out)


def mask(
    lines: Sequence[Line], row: int, *, offset: int, aliases: Sequence[str], stop: int, upto: int = 0
) -> Masked | Unclosed:
    """Mask the statement that begins on a line, with the lines to `upto` and those its quotations run over.

    `aliases` are names without 《》 by which the decision calls a regulation (刑法); lines from `stop` on
    are not looked at.
    """
    texts = [line.text for line in lines[:stop]]
    found = scan(texts, row, offset, max(row, upto))
    if isinstance(found, Unclosed):
        return found
    quotations, last = found
    builder = _Builder(texts, aliases)
    at = (row, offset)
    for quotation in quotations:
        builder.plain(at, quotation.start)
        builder.quoted(quotation)
        at = quotation.end
    builder.plain(at, (last, len(texts[last])))
    return builder.done(range(row, last + 1))


class _Builder:
    def __init__(self, texts: Sequence[str], aliases: Sequence[str]) -> None:
        self.texts = texts
        names = "|".join(map(re.escape, sorted(aliases, key=len, reverse=True)))
        alias = (
            rf"|(?<![一-鿿])(?:{names})(?=第|序言|的|中)|(?<=[将在去除])(?:{names})(?=第|序言|的|中)"
            if names
            else ""
        )
        self.names_pattern = re.compile(TITLE + alias)
        self.chars: list[str] = []
        self.places: list[tuple[int, int, int]] = []
        self.quotations: dict[int, Quotation] = {}
        self.names: dict[int, str] = {}

    def plain(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Add the words between two quotations."""
        for row in range(start[0], end[0] + 1):
            column = start[1] if row == start[0] else 0
            self._row(row, column, self.texts[row][: end[1]] if row == end[0] else self.texts[row])

    def _row(self, row: int, column: int, text: str) -> None:
        for match in self.names_pattern.finditer(text, column):
            self._letters(row, column, match.start())
            self.names[len(self.chars)] = match[1] or match[0]
            self._add(TITLED, (row, match.start(), match.end()))
            column = match.end()
        self._letters(row, column, len(text))

    def quoted(self, quotation: Quotation) -> None:
        self.quotations[len(self.chars)] = quotation
        row, column = quotation.start
        self._add(QUOTED, (row, column, column + 1))

    def _stopped(self, row: int, column: int) -> None:
        """Mark where a quotation that ends with a stop is followed by the next clause."""
        if self.chars and self.chars[-1] == QUOTED and self.texts[row][column] in "将删增原在第把其同":
            end_row, end = self.quotations[len(self.chars) - 1].end
            if self.texts[end_row][max(end - 2, 0)] in "。；":
                self._add(NO_STOP, (row, column, column))

    def _letters(self, row: int, start: int, end: int) -> None:
        for column in range(start, end):
            char = self.texts[row][column]
            if not char.isspace() and char != "\u200b":
                self._stopped(row, column)
                own = "□" if QUOTED <= char <= NO_STOP else char  # a source may hold such characters too
                self._add(own, (row, column, column + 1))

    def _add(self, char: str, place: tuple[int, int, int]) -> None:
        self.chars.append(char)
        self.places.append(place)

    def done(self, rows: range) -> Masked:
        return Masked(
            text=_list_commas("".join(self.chars)),
            places=tuple(self.places),
            quotations=self.quotations,
            names=self.names,
            rows=rows,
        )


_NUM = "[零〇○一二三四五六七八九十百千万两0-9０-９（()）]+"
_PLACE = rf"(?:原?第{_NUM}(?:[条款项目章节编]|自然段)(?:之[一二三四五六七八九十]+)?)+"
_LIST = re.compile(
    rf"(?:^|(?<=[，,；;。并时]))(?:(?:将|把|在)(?:\ue002(?:[（(][^（）()]*[）)])?)?(?:本?(?:条例|办法|规定|细则|决定))?|(?<![，,；;。]))"
    rf"{_PLACE}(?:[、和及\ue003]{_PLACE})*(?P<comma>[，,])(?={_PLACE})"
)


def _list_commas(text: str) -> str:
    """Mark the commas of 将第四条第三款，第六条第一款中的…: what stands before has no verb yet."""
    while match := _LIST.search(text):
        at = match.start("comma")
        text = text[:at] + LIST_COMMA + text[at + 1 :]
    return text


def trimmed(text: str) -> str:
    """Strip a statement of the stop at its end."""
    return _TRAILING.sub("", text)


def passages_of(lines: Sequence[Line], start: tuple[int, int], end: tuple[int, int]) -> tuple[Passage, ...]:
    """List all characters from one place to another, line by line."""
    out = []
    for row in range(start[0], end[0] + 1):
        left = start[1] if row == start[0] else 0
        right = end[1] if row == end[0] else len(lines[row].text)
        if left < right:
            out.append(lines[row].passage(left, right))
    return tuple(out)


def words_of(lines: Sequence[Line], start: tuple[int, int], end: tuple[int, int]) -> str:
    """Take the words from one place to another, one printed paragraph a line."""
    out = []
    for row in range(start[0], end[0] + 1):
        left = start[1] if row == start[0] else 0
        right = end[1] if row == end[0] else len(lines[row].text)
        out.append(lines[row].text[left:right])
    return "\n".join(out).strip()


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure to read the statement from `at` on; `at` is its length where something is missing."""

    at: int


@cache
def grammar() -> Lark:
    """Build the parser, once."""
    return Lark.open(
        "grammar.lark", rel_to=__file__, parser="lalr", lexer="contextual", propagate_positions=True
    )


def parse(text: str) -> Tree[Token] | Failure:
    """Read a masked statement whole."""
    words = trimmed(text)
    try:
        return grammar().parse(words)
    except (UnexpectedEOF, UnexpectedToken, UnexpectedCharacters) as stopped:
        at = stopped.pos_in_stream
        return Failure(len(words) if at is None or at < 0 or _at_end(stopped) else at)


def _at_end(stopped: UnexpectedInput) -> bool:
    return isinstance(stopped, UnexpectedToken) and stopped.token.type == "$END"


def failure_words(text: str, at: int) -> str:
    """Say where a statement stops being understood."""
    if at >= len(text.rstrip("。；;，,：:")):
        return "这句话不完整，不能确定如何修改"
    words = re.split(r"[\ue000-\uefff]", text[at : at + 12])[0]
    return f"从“{words}”起不能读懂" if words.strip("，,：:；;、") else "引号所在之处不能读懂"


class Misread(CompendiumError):
    """Words that are in the grammar but order nothing definite; the message says why, in Chinese."""
