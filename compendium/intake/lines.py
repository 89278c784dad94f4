"""What a paragraph of a source opens with: 第X章, 第X条, （一）, 1., 附件 and their like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from compendium.intake.source import SourceBlock, squeeze
from compendium.law.act import Para
from compendium.law.kinds import Level
from compendium.law.numerals import (
    DECIMAL,
    NUMERAL,
    decimal_number,
    english_number,
    item_number,
    provision_number,
)


class Opens(Enum):
    """What a paragraph opens."""

    HEADING = "heading"
    ARTICLE = "article"
    ITEM = "item"
    ATTACHMENT = "attachment"
    TOC = "toc"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph or table with what it opens.

    `num` is as printed without white space, `number` its value; `rest` is the text after it and `gap` whether
    white space stood between. `style` tells the kinds of item apart: 一、 （一） 1. （1） ①.
    """

    source: SourceBlock
    opens: Opens
    text: str
    num: str = ""
    number: tuple[int, ...] = ()
    rest: str = ""
    gap: bool = False
    level: Level | None = None
    style: str = ""


_HEADING = re.compile(
    rf"(?P<num>第\s*{NUMERAL}\s*(?P<unit>[编編]|分[编編]|章|[节節])(?:\s*之\s*{NUMERAL})*)(?P<gap>\s*)(?P<rest>.*)",
    re.DOTALL,
)
_ARTICLE = re.compile(rf"(第\s*{NUMERAL}\s*[条條](?:\s*之\s*{NUMERAL})*)(\s*)(.*)", re.DOTALL)
_ENGLISH_ARTICLE = re.compile(r"(Article\s+\d++(?:-\d++)?+)(?!\s*[a-z])(\s*)(.*)", re.DOTALL)
_ENGLISH_HEADING = re.compile(
    r"(?P<num>(?P<unit>Part|Chapter|Section)\s+(?:\d+|[IVXLC]+))(?P<gap>\s*)(?P<rest>.*)", re.DOTALL
)
_ITEMS = (
    ("一、", re.compile(r"([一二三四五六七八九十百〇零]+\s*、)(\s*)(.*)", re.DOTALL)),
    ("（一）", re.compile(r"([（(]\s*[一二三四五六七八九十百〇零]+\s*[)）])(\s*)(.*)", re.DOTALL)),
    ("（1）", re.compile(r"([（(]\s*[0-9０-９]{1,3}\s*[)）])(\s*)(.*)", re.DOTALL)),
    ("(a)", re.compile(r"(\([a-z]\))(\s+)(.*)", re.DOTALL)),
    ("1.", re.compile(r"([0-9０-９]{1,2}\s*[.．、])(?![0-9０-９])(\s*)(.*)", re.DOTALL)),
    ("①", re.compile("([\u2460-\u2473])(\\s*)(.*)", re.DOTALL)),
)
_HEADING_LEVELS = {
    "编": Level.PART,
    "分编": Level.SUBPART,
    "章": Level.CHAPTER,
    "节": Level.SECTION,
    "編": Level.PART,
    "分編": Level.SUBPART,
    "節": Level.SECTION,
    "Part": Level.PART,
    "Chapter": Level.CHAPTER,
    "Section": Level.SECTION,
}
_ATTACHMENT = re.compile(rf"(附\s*(?:(?:件|表|图|录)\s*(?:{NUMERAL})?\s*[:：.．]?|[:：]))\s*(.*)", re.DOTALL)
_SPEAKS_OF = re.compile(r"附\s*(?:件|表|图|录)(?:[由中所的和或以及与、，是为]|规定|列明)")
_CITING = re.compile(r"第|、|和|至|规定|的|所|或|以及|及|中|关于|，|,|之|与|款|项|）")
_CITING_AFTER_GAP = re.compile(r"规定的|的规定|、第|和第|至第|或者?第")
_CITING_ITEM = re.compile(
    r"至|、|和(?:[（(]|第)|或者?[（(]|，|项(?=[，、。；的所和或至中以规情]|$)|款(?=[，、。；的所和或至中以规情第]|$)"
)
_SENTENCE = re.compile(r"[。；;：:！？!?]")


def classify_all(sources: Iterable[SourceBlock]) -> list[Line]:
    """Tell what every paragraph opens, what stands around it considered.

    第四条所有单位 without a gap reads like a reference; between 第三条 and 第五条 it is the 条 itself.
    第二章所有权 over 第五条 is a heading.
    """
    lines = _with_decimals([classify(source) for source in sources])
    for position, line in enumerate(lines):
        below = lines[position + 1].opens if position + 1 < len(lines) else Opens.TEXT
        if below is Opens.ARTICLE and squeeze(line.text) in ("附则", "附則"):
            lines[position] = line = _closing_heading(line, lines[:position])
        if line.opens is Opens.TEXT and below is Opens.ARTICLE and line.text[-1:] not in tuple("。；：，、"):
            lines[position] = line = _heading(line.source, line.text, over_article=True) or line
        match = _ARTICLE.fullmatch(line.text) if line.opens is Opens.TEXT else None
        number = _number(match[1]) if match else None
        if match and number and not match[2] and _is_missing(number, lines, position):
            lines[position] = replace(
                line,
                opens=Opens.ARTICLE,
                num=squeeze(match[1]),
                number=number,
                rest=match[3],
                level=Level.ARTICLE,
            )
    return lines


def _closing_heading(line: Line, before: Sequence[Line]) -> Line:
    """附则 without a number over the last 条 is a heading, of the highest level that the text has."""
    ranks = [above.level for above in before if above.opens is Opens.HEADING and above.level]
    if (
        line.opens is not Opens.TEXT
        or not ranks
        or (before[-1].opens is Opens.HEADING and not before[-1].rest)
    ):
        return line
    level = min(ranks, key=list(Level).index)
    return replace(line, opens=Opens.HEADING, level=level, rest=line.text)


_DECIMAL_LINE = re.compile(rf"({DECIMAL.pattern})[.．]?(\s*)([^\s0-9０-９.．、）)].*)", re.DOTALL)
_DECIMAL_HEADING = 40


def _with_decimals(lines: list[Line]) -> list[Line]:
    """Read 1, 1.1, 1.1.1 as numbers of levels in a text that counts by them and has no 条.

    1.1 must be there, below a 1 that stands as a heading, or a text of 1. 2. 3. would be taken for one.
    """
    if any(line.opens in (Opens.ARTICLE, Opens.HEADING) for line in lines):
        return lines
    found = {i: match for i, line in enumerate(lines) if (match := _decimal(line))}
    deep = [match for match in found.values() if re.search("[.．]", match[1])]
    if len(deep) < 2 or not any(decimal_number(match[1]) == (1, 1) for match in deep):
        return lines
    out = list(lines)
    for position, match in found.items():
        out[position] = replace(
            lines[position],
            opens=Opens.ITEM,
            num=squeeze(match[1]),
            number=decimal_number(match[1]),
            rest=match[3],
            gap=bool(match[2]),
            style=DECIMAL_STYLE,
        )
    return out


def _decimal(line: Line) -> re.Match[str] | None:
    match = _DECIMAL_LINE.fullmatch(line.text) if line.text else None
    if match is None or re.search("[.．]", match[1]):
        return match
    heading = match[2] and len(match[3]) <= _DECIMAL_HEADING and not _SENTENCE.search(match[3])
    return match if heading else None


DECIMAL_STYLE = "1.1"


def read_by_order(line: Line) -> bool:
    """Whether only the order of the 条 tells that a line opens one, so that a person should look."""
    return line.opens is Opens.ARTICLE and not line.gap and bool(_CITING.match(line.rest))


def _is_missing(number: tuple[int, ...], lines: list[Line], position: int) -> bool:
    """Whether the 条 before and after a place leave out just this number."""
    before = next((x.number for x in reversed(lines[:position]) if x.opens is Opens.ARTICLE), None)
    if before is None or len(number) > 1 or number[0] != before[0] + 1:
        return False
    for line in lines[position + 1 :]:
        match = _ARTICLE.fullmatch(line.text)
        after = _number(match[1]) if match else None
        if after is not None and after[0] == number[0]:
            return False
        if after is not None and (after[0] == number[0] + 1 or line.opens is Opens.ARTICLE):
            return after[0] in (1, number[0] + 1)
    return True


def inner_item(line: Line) -> Line | None:
    """The item that begins in the text of another line: 第三条　（一）甲, （一）1.甲."""
    item = _item(line.source, line.rest)
    return item if item and item.number == (1,) and item.style != "一、" else None


def classify(source: SourceBlock) -> Line:
    """Tell what a paragraph opens by its own characters alone."""
    if not isinstance(source.block, Para):
        return Line(source=source, opens=Opens.TEXT, text="")
    text = source.block.text
    if squeeze(text) in ("目录", "目錄", "目次", "Contents"):
        return Line(source=source, opens=Opens.TOC, text=text)
    return _heading(source, text) or _article(source, text) or _item(source, text) or _other(source, text)


def _heading(source: SourceBlock, text: str, over_article: bool = False) -> Line | None:
    match = _HEADING.fullmatch(text) or _ENGLISH_HEADING.fullmatch(text)
    if not match:
        return None
    num, unit, gap, rest = match["num"], match["unit"], match["gap"], match["rest"]
    if not _is_title(rest, bool(gap) or over_article, source.heading > 0):
        return None
    number = _number(num)
    if number is None:
        return None
    num = num if num.isascii() else squeeze(num)
    return Line(
        source=source,
        opens=Opens.HEADING,
        text=text,
        num=num,
        number=number,
        rest=rest,
        gap=bool(gap),
        level=_HEADING_LEVELS[unit],
    )


def _is_title(rest: str, gap: bool, marked: bool) -> bool:
    if marked:
        return True
    if len(rest) > 60 or _SENTENCE.search(rest):
        return False
    return gap or not _CITING.match(rest)


def _article(source: SourceBlock, text: str) -> Line | None:
    match = _ARTICLE.fullmatch(text) or _ENGLISH_ARTICLE.fullmatch(text)
    if not match:
        return None
    num, gap, rest = match.groups()
    number = _number(num)
    if number is None or (_CITING_AFTER_GAP if gap else _CITING).match(rest):
        return None
    num = num if num.isascii() else squeeze(num)
    return Line(
        source=source,
        opens=Opens.ARTICLE,
        text=text,
        num=num,
        number=number,
        rest=rest,
        gap=bool(gap),
        level=Level.ARTICLE,
    )


def _number(num: str) -> tuple[int, ...] | None:
    try:
        return english_number(num) if num.isascii() else provision_number(num)
    except ValueError:
        return None


def _item(source: SourceBlock, text: str) -> Line | None:
    for style, pattern in _ITEMS:
        if match := pattern.fullmatch(text):
            try:
                number = item_number(match[1])
            except ValueError:
                return None
            if not match[2] and _CITING_ITEM.match(match[3]):
                return None
            return Line(
                source=source,
                opens=Opens.ITEM,
                text=text,
                num=squeeze(match[1]),
                number=(number,),
                rest=match[3],
                gap=bool(match[2]),
                level=None,
                style=style,
            )
    return None


def _other(source: SourceBlock, text: str) -> Line:
    match = _ATTACHMENT.fullmatch(text)
    if match and len(match[2]) <= 60 and not _SENTENCE.search(match[2]) and not _SPEAKS_OF.match(text):
        return Line(
            source=source, opens=Opens.ATTACHMENT, text=text, num=squeeze(match[1]), number=(), rest=match[2]
        )
    return Line(source=source, opens=Opens.TEXT, text=text)


_REST_OF_NUMBER = re.compile(rf"之\s*{NUMERAL}")


def join_numbers(lines: Sequence[Line]) -> list[Line]:
    """Put a number that is printed on two lines together: 第十七条 / 之一."""
    out: list[Line] = []
    for line in lines:
        last = out[-1] if out else None
        open_number = last is not None and last.opens is Opens.ARTICLE and not last.rest
        joined = last.num + squeeze(line.text) if last and _REST_OF_NUMBER.fullmatch(line.text) else ""
        if last and open_number and joined and (number := _number(joined)):
            out[-1] = replace(last, num=joined, number=number)
        else:
            out.append(line)
    return out
