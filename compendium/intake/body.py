"""From paragraphs to 编章节条款项目, by what each opens with and what came before it.

The printed 目录 is found first: where it stands, its entries, and the headings they name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from compendium.intake.lines import DECIMAL_STYLE, Line, Opens, inner_item, join_numbers
from compendium.intake.pandoc import cut, tidy_heading
from compendium.intake.source import squeeze
from compendium.law.act import Block, FrontLine, FrontRole, Para, Provision
from compendium.law.citations import OWN_WORDS
from compendium.law.identifiers import NO_EID, NO_WID, EId
from compendium.law.kinds import Level

_RANK = {
    Level.PART: 0,
    Level.SUBPART: 1,
    Level.CHAPTER: 2,
    Level.SECTION: 3,
    Level.LEVEL: 4,
    Level.ARTICLE: 5,
}


@dataclass(slots=True, kw_only=True)
class _Node:
    """A provision under construction."""

    level: Level
    num: str = ""
    number: tuple[int, ...] = ()
    style: str = ""
    heading: str = ""
    line: int = 0
    blocks: list[Block] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)
    tail: list[Block] = field(default_factory=list)

    def add(self, block: Block) -> None:
        """Put a block after everything there is."""
        (self.tail if self.children else self.blocks).append(block)

    def freeze(self) -> Provision:
        return Provision(
            level=self.level,
            eid=NO_EID,
            wid=NO_WID,
            num=self.num,
            heading=self.heading,
            blocks=tuple(self.blocks),
            children=tuple(child.freeze() for child in self.children),
            tail=tuple(self.tail),
            line=self.line,
        )


def _rank(node: _Node) -> tuple[int, int]:
    """How high a provision stands; 1.1 stands below 1."""
    return _RANK[node.level], len(node.number) if node.style == DECIMAL_STYLE else 0


class Body:
    """Builds the provisions of a body or an attachment line by line."""

    def __init__(self, lines: Sequence[Line], *, flat: bool = False) -> None:
        self._lines = lines = join_numbers(lines)
        self._flat = flat  # a decision: what stands under 一、 is quoted text, not structure
        self._articles = any(line.opens is Opens.ARTICLE for line in lines) and not flat
        self._top_style = self._find_top_style()
        self._titled = self._articles and _articles_have_titles(lines)
        self._root = _Node(level=Level.PART)
        self._above = [self._root]  # the open 编, 章, 节, 一、, 条
        self._text: _Node | None = None  # the open 款
        self._items: list[_Node] = []  # the open 项, 目, outermost first
        self._awaits_title = False
        self._run = 0  # the number of the last 一、

    def provisions(self) -> tuple[Provision, ...]:
        """Build them."""
        for position, line in enumerate(self._lines):
            self._take(position, line)
        return tuple(child.freeze() for child in self._root.children)

    def _take(self, position: int, line: Line) -> None:
        if self._awaits_title and self._is_split_title(line):
            self._above[-1].heading = tidy_heading(line.text)
            self._awaits_title = False
            return
        self._awaits_title = False
        match line.opens:
            case Opens.HEADING if not self._flat and line.level:
                self._open(_Node(level=line.level, num=line.num, number=line.number, line=line.source.line))
                self._above[-1].heading = tidy_heading(line.rest)
                self._awaits_title = not line.rest
            case Opens.ARTICLE if self._articles:
                self._open_article(line)
            case Opens.TEXT if self._titled and (title := self._title_below(line)):
                self._above[-1].heading = title
                if rest := line.text[len(title) :].lstrip():
                    self._open_text(line, rest)
            case Opens.ITEM if self._is_top(position, line):
                self._open_level(position, line)
            case Opens.ITEM if not self._flat and self._continues_list(line):
                self._open_item(line)
            case _:
                self._text_line(position, line)

    # ---- 编 章 节 条 一、

    def _open(self, node: _Node) -> None:
        while len(self._above) > 1 and _rank(self._above[-1]) >= _rank(node):
            self._above.pop()
        self._above[-1].children.append(node)
        self._above.append(node)
        self._text, self._items = None, []

    def _is_split_title(self, line: Line) -> bool:
        return line.opens is Opens.TEXT and 0 < len(line.text) <= 40 and line.text[-1] not in "。；：:;"

    def _open_article(self, line: Line) -> None:
        self._open(_Node(level=Level.ARTICLE, num=line.num, number=line.number, line=line.source.line))
        rest = line.rest
        if self._titled and (title := _article_title(rest)):
            self._above[-1].heading = title
            rest = rest[len(title) :].lstrip()
        if item := inner_item(line):
            self._open_item(item)
        elif rest:
            self._open_text(line, rest)

    def _title_below(self, line: Line) -> str:
        """A 条标 that stands under the number of its 条."""
        node = self._above[-1]
        fresh = node.level is Level.ARTICLE and not node.heading and not node.children
        return _article_title(line.text) if fresh else ""

    def _open_text(self, line: Line, rest: str) -> None:
        assert isinstance(line.source.block, Para)
        self._text = _Node(
            level=Level.PARAGRAPH, line=line.source.line, blocks=[cut(line.source.block, rest)]
        )
        self._above[-1].children.append(self._text)
        self._items = []

    def _find_top_style(self) -> str:
        for line in self._lines:
            if line.opens is Opens.ARTICLE and self._articles:
                return ""
            if line.opens is Opens.ITEM and line.number == (1,):
                return line.style
        return ""

    def _is_top(self, position: int, line: Line) -> bool:
        if self._articles:
            return self._groups_articles(position, line)
        if not self._top_style or line.style != self._top_style:
            return False
        if line.style == DECIMAL_STYLE:
            return True
        if self._quoting(position) and not _INSTRUCTS.search(line.rest):
            return False
        last = self._last_number(Level.LEVEL)
        # 一、二、 may run on across 章, as in the rules of procedure of governments
        runs_on = last == 0 and len(self._above) > 1 and line.number[0] == self._run + 1
        return line.number[0] == last + 1 or runs_on or (line.number[0] == 1 and not self._flat)

    def _quoting(self, position: int) -> bool:
        """Whether a line of a decision stands within new words that were opened by “ and not closed yet."""
        before = "".join(line.text for line in self._lines[:position]) if self._flat else ""
        return before.rfind("“") > before.rfind("”")

    def _groups_articles(self, position: int, line: Line) -> bool:
        """一、一般规定, standing over 第一条 as a 章 does."""
        if line.style != "一、" or len(line.rest) > 30 or line.rest[-1:] in "。；：，":
            return False
        after = self._lines[position + 1] if position + 1 < len(self._lines) else None
        return after is not None and after.opens is Opens.ARTICLE

    def _last_number(self, level: Level) -> int:
        for node in reversed(self._above):
            for child in reversed(node.children):
                if child.level is level and child.number:
                    return child.number[0]
        return 0

    def _open_level(self, position: int, line: Line) -> None:
        self._open(
            _Node(
                level=Level.LEVEL, num=line.num, number=line.number, style=line.style, line=line.source.line
            )
        )
        self._run = line.number[0]
        if self._is_level_heading(position, line):
            self._above[-1].heading = tidy_heading(line.rest)
        elif line.rest:
            self._open_text(line, line.rest)

    def _is_level_heading(self, position: int, line: Line) -> bool:
        if line.source.heading or self._articles:
            return bool(line.rest)
        after = self._lines[position + 1] if position + 1 < len(self._lines) else None
        short = 0 < len(line.rest) <= 40 and line.rest[-1] not in "。；：:;，、"
        deeper = after is not None and line.style == DECIMAL_STYLE and len(after.number) > len(line.number)
        leads = after is not None and (after.opens is not Opens.ITEM or after.style != line.style or deeper)
        return short and leads and not self._flat

    # ---- 款 项 目

    def _continues_list(self, line: Line) -> bool:
        """Whether an item stands where its number is possible, so that 一、二级公路 stays text."""
        number = line.number[0]
        for node in reversed(self._items):
            if node.style == line.style:
                return number > node.number[0] or line.style != "一、"
        if line.style in ("一、", "1.") and number != 1:
            return False
        if line.style == "一、":
            return self._text is not None and _last_char(self._text) in "：:"
        return self._text is not None or self._above[-1].level is not Level.PART

    def _open_item(self, line: Line) -> None:
        while self._items and not any(node.style == line.style for node in self._items[-1:]):
            if not any(node.style == line.style for node in self._items):
                break
            self._items.pop()
        if self._items and self._items[-1].style == line.style:
            self._items.pop()
        parent = self._items[-1] if self._items else self._text or self._text_holder()
        node = _Node(
            level=_item_level(self._items, line.style), num=line.num, number=line.number, style=line.style
        )
        node.line = line.source.line
        parent.children.append(node)
        self._items.append(node)
        if item := inner_item(line):
            self._open_item(item)
        elif line.rest:
            assert isinstance(line.source.block, Para)
            node.blocks.append(cut(line.source.block, line.rest))

    def _text_holder(self) -> _Node:
        """Where items go that no 款 introduces: straight under 一、, else under a 款 without words."""
        if self._above[-1].level is Level.LEVEL:
            return self._above[-1]
        self._text = _Node(level=Level.PARAGRAPH)
        self._above[-1].children.append(self._text)
        return self._text

    def _text_line(self, position: int, line: Line) -> None:
        block = line.source.block
        if (self._flat or self._top_style) and _closes_text(line.text):
            self._above, self._items = [self._root], []
        owner = self._item_that_goes_on(position)
        if owner is not None:
            owner.add(block)
        elif not isinstance(block, Para) and self._text is not None:
            (self._items[-1] if self._items and not self._items[-1].children else self._text).add(block)
        elif isinstance(block, Para) and not block.text and self._text is not None:
            self._text.add(block)  # a picture belongs to the words before it
        else:
            self._text = _Node(level=Level.PARAGRAPH, line=line.source.line, blocks=[block])
            self._above[-1].children.append(self._text)
            self._items = []

    def _item_that_goes_on(self, position: int) -> _Node | None:
        """The open item that a paragraph without number belongs to: its list goes on after it."""
        if not self._items or self._flat:
            return None
        for line in self._lines[position + 1 :]:
            if line.opens in (Opens.HEADING, Opens.ARTICLE):
                return None
            if line.opens is Opens.ITEM:
                for node in reversed(self._items):
                    if node.style == line.style and line.number[0] == node.number[0] + 1:
                        return node
                return None
        return None


def _item_level(above: list[_Node], style: str) -> Level:
    if not above:
        return Level.INDENT if style in ("1.", "①") else Level.POINT
    return Level.INDENT if above[-1].level is Level.POINT else Level.SUBINDENT


def _last_char(node: _Node) -> str:
    last = node.blocks[-1] if node.blocks else None
    return last.text[-1:] if isinstance(last, Para) else ""


_INSTRUCTS = re.compile("修改|修订|改为|增加|删去|删除|作为第|合并|废止")
_CLOSES = re.compile(rf"本(?:{OWN_WORDS}|修正案)自|本决定由|特此(?:通知|公告|通告|批复|函复)|《.*根据本决定")


def _closes_text(text: str) -> bool:
    """Whether a paragraph speaks of the whole text and so stands outside its last 一、."""
    return bool(_CLOSES.match(text))


def _article_title(rest: str) -> str:
    """A 条标 in brackets at the start of an article's text: （立法目的） or 【立法目的】."""
    pairs = {"（": "）", "【": "】", "(": ")", "[": "]"}
    close = rest.find(pairs.get(rest[:1], "\0"), 1)
    if close < 0 or close > 30:
        return ""
    after = rest[close + 1 :]
    return rest[: close + 1] if not after or after[0].isspace() or rest[0] == "【" else ""


def _articles_have_titles(lines: Sequence[Line]) -> bool:
    firsts = [
        line.rest or (lines[position].text if position < len(lines) else "")
        for position, line in enumerate(lines, 1)
        if line.opens is Opens.ARTICLE
    ]
    return sum(bool(_article_title(first)) for first in firsts) * 2 > len(firsts)


_TOC_RANK = {Level.PART: 1, Level.SUBPART: 2, Level.CHAPTER: 3, Level.SECTION: 4}


def toc_span(lines: Sequence[Line]) -> tuple[int, int]:
    """The lines of a 目录, its title included: from where it stands to where its first entry comes again."""
    label = next((i for i, line in enumerate(lines) if line.opens is Opens.TOC), None)
    heading = next((i for i, line in enumerate(lines) if line.opens is Opens.HEADING), None)
    article = next((i for i, line in enumerate(lines) if line.opens is Opens.ARTICLE), len(lines))
    start = label if label is not None else _first_entry(lines, heading)
    if start is None or start > article:
        return 0, 0
    entries = start + (label is not None)
    ends = [end for i in (entries, heading) if i is not None and (end := _repeat_of(lines, i))]
    if ends:
        return start, min(ends)
    return (start, _last_entry(lines, entries)) if label is not None else (0, 0)


def _first_entry(lines: Sequence[Line], heading: int | None) -> int | None:
    """Where a 目录 that is not called so may begin: at its first 章, or at the 序言 it lists before that."""
    if heading and squeeze(lines[heading - 1].text) in ("序言", "前言", "引言"):
        return heading - 1
    return heading


def _repeat_of(lines: Sequence[Line], first: int) -> int | None:
    """Where the line at `first` is printed again with nothing but entries of a 目录 between."""
    if first >= len(lines):
        return None
    key = _entry_key(lines[first])
    for position in range(first + 1, len(lines)):
        line = lines[position]
        if line.opens is Opens.ARTICLE or len(line.text) > 80:
            return None
        below = lines[position + 1] if position + 1 < len(lines) else line
        split = line.opens is Opens.HEADING and not line.rest and below.opens is Opens.TEXT
        if key and key in (_entry_key(line), _entry_key(line) + _entry_key(below) if split else ""):
            return position
    return None


def _entry_key(line: Line) -> str:
    """An entry of a 目录 without leaders, page number and white space."""
    return _without_page(line.text)


def _without_page(text: str) -> str:
    return re.sub(r"[.…·\-]*[0-9]*$", "", squeeze(text)).strip("*")


def _last_entry(lines: Sequence[Line], start: int) -> int:
    end = start
    while end < len(lines) and lines[end].opens is Opens.HEADING:
        end += 1
    return end


def front_line(role: FrontRole, line: Line) -> FrontLine:
    """A line before the text with its role."""
    block = line.source.block
    return FrontLine(role, block if isinstance(block, Para) else Para((block.text,)))


def toc_lines(lines: Sequence[Line]) -> list[FrontLine]:
    """The lines of the 目录 with their ranks."""
    ranks = sorted({_TOC_RANK[line.level] for line in lines if line.level in _TOC_RANK})
    out: list[FrontLine] = []
    for line in lines:
        front = front_line("tocTitle" if line.opens is Opens.TOC else "toc", line)
        if front.role == "toc":
            rank = ranks.index(_TOC_RANK[line.level]) + 1 if line.level in _TOC_RANK else 1
            front = FrontLine("toc", front.para, rank)
        out.append(front)
    return out


def link_toc(front: tuple[FrontLine, ...], headings: Sequence[tuple[str, EId]]) -> tuple[FrontLine, ...]:
    """Tie the lines of the 目录 to eIds: `headings` are (number and heading without spaces, eId) in order."""
    out, position = [], 0
    for line in front:
        if line.role == "toc":
            words = _without_page(line.para.text)
            found = next((i for i in range(position, len(headings)) if headings[i][0] == words), None)
            if found is not None:
                position = found + 1
                line = FrontLine("toc", line.para, line.level, headings[found][1])
        out.append(line)
    return tuple(out)
