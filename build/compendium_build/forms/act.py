"""From an act to pandoc's blocks: every character of the text, in reading order.

Runs of a paragraph become pandoc's inlines, references as links, pictures within the file. Tables are made as
pandoc wants them: every row as wide as the table, heads apart.
"""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from compendium.law.act import (
    Act,
    Cell,
    FrontLine,
    Image,
    Para,
    Provision,
    Span,
    Table,
)
from compendium.law.citations import CitedPlace
from compendium.law.identifiers import NO_EID, EId
from compendium.law.kinds import HEADED, UNITS, Level
from compendium.text import flow
from compendium.text.flow import Grid, Heading, Item, Lead, Line
from compendium.text.runs import Run, cut, marks_of
from compendium.text.tables import filled, widths
from compendium.text.wording import marked
from compendium_build.forms.pandoc import (
    BREAK,
    LEFT,
    Dialect,
    Node,
    Style,
    attr,
    div,
    formed,
    header,
    link,
    para,
    picture,
    plain,
    span,
    text,
)

Cited = tuple[str, EId]
"""A title and an eId that a text refers to; no title for the act itself."""
_FORMS = {"sup": "Superscript", "sub": "Subscript", "b": "Strong", "i": "Emph", "u": "Underline"}


@dataclass(kw_only=True)
class Inliner:
    """Writes the paragraphs of one act.

    `links` tells where references lead, `own` which eIds the act has, `place` what goes before an eId in
    this document. `notes` gathers the notes whose marks have been written: sign and words.
    """

    links: Mapping[Cited, str]
    own: frozenset[EId]
    read: Callable[[str], bytes]
    place: str = ""
    notes: list[tuple[str, list[Node]]] = field(default_factory=list)

    def anchor(self, eid: str) -> str:
        """The name of a provision's place in the document."""
        return self.place + eid

    def para(self, para: Para, eid: EId) -> list[Node]:
        """A paragraph of a provision; no eId for what refers to nothing."""
        links = marks_of(para.text, eid, self._address)
        return [node for run in cut(para.runs, links) for node in self._run(run)]

    def _run(self, run: Run[str]) -> list[Node]:
        inline = run.inline
        if isinstance(inline, str):
            return _words(run)
        if isinstance(inline, Span):
            return [formed(_FORMS[inline.style], _words(run))]
        if isinstance(inline, Image):
            return [picture(inline.alt, _data_uri(inline.src, self.read(inline.src)))]
        self.notes.append((inline.marker, _words(run)))
        number = len(self.notes)
        words = [text(inline.marker or f"注{number}")]
        mark = link(attr("", (), {"role": "doc-noteref"}), words, f"#{self.anchor(f'note-{number}')}")
        return [formed("Superscript", [span(attr(self.anchor(f"ref-{number}")), [mark])])]

    def _address(self, cited: CitedPlace) -> str:
        if cited.title:
            return self.links.get((cited.title, cited.eid), "")
        return f"#{self.anchor(cited.eid)}" if cited.eid in self.own else ""


def _words(run: Run[str]) -> list[Node]:
    return [
        text(words) if mark is None else link(attr(), [text(words)], mark.target) for words, mark in run.words
    ]


def _data_uri(path: str, data: bytes) -> str:
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


Inlines = Callable[[Para], list[Node]]


def table_node(table: Table, heads: int, inlines: Inlines) -> Node:
    """Write a table of which so many rows are head; `inlines` writes the paragraphs of its cells."""
    full = filled(table.rows)
    rows = [[attr(), [_cell(cell, inlines) for cell in row]] for row in full]
    caption = [None, [plain([text(table.caption)])] if table.caption else []]
    columns = [[LEFT, {"t": "ColWidthDefault"}] for _ in range(max(widths(full), default=1))]
    body = [attr(), 0, [], rows[heads:]]
    return {"t": "Table", "c": [attr(), caption, columns, [attr(), rows[:heads]], [body], [attr(), []]]}


def _cell(cell: Cell, inlines: Inlines) -> Node | list[object]:
    make = plain if len(cell.paras) == 1 else para
    blocks = [make(inlines(p)) for p in cell.paras]
    return [attr(), LEFT, cell.rowspan, cell.colspan, blocks]


@dataclass(kw_only=True)
class Writer:
    """Writes one act.

    `top` is the level of the act's title; `pending` are the words for a period that is still to come, or by
    wId for a provision that is suspended.
    """

    act: Act
    inline: Inliner
    dialect: Dialect
    top: int = 1
    pending: Mapping[str, str] = field(default_factory=dict)
    out: list[Node] = field(default_factory=list)
    _marks: dict[EId, str] = field(init=False)

    def __post_init__(self) -> None:
        self._marks = marked(self.act, self.pending)

    def write(self) -> list[Node]:
        """The blocks of the whole act."""
        self._front()
        self._text(flow.body(self.act), self.top + 1)
        for each in flow.conclusions(self.act):
            self._block(each, Style.SIGNATURE if flow.signs(each) else Style.TEXT)
        for attachment in self.act.attachments:
            self._text(flow.annex(attachment, self.act.language), self.top + 1)
        for number, (marker, words) in enumerate(self.inline.notes, 1):
            back = link(attr(), [text(marker or f"注{number}")], f"#{self.inline.anchor(f'ref-{number}')}")
            self._styled(Style.NOTE, [back, *words], f"note-{number}")
        return self.out

    def _front(self) -> None:
        titled = False
        for role, lines in groupby(flow.front(self.act), key=lambda line: line.role):
            if role == "docTitle" and not titled:
                self._title(list(lines))
                titled = True
                continue
            for line in lines:
                self._front_line(line)

    def _opening(self, line: FrontLine) -> None:
        """What comes before the title opens an e-book, which must begin with a heading."""
        place = self.inline.anchor("opening")
        inlines = self.inline.para(line.para, NO_EID)
        self.out.append(header(self.top, self.dialect.heading(_FRONT[line.role], place), inlines))

    def _title(self, lines: list[FrontLine]) -> None:
        inlines: list[Node] = []
        for line in lines:
            inlines += [BREAK] if inlines else []
            inlines += self.inline.para(line.para, NO_EID)
        place = self.inline.anchor("top")
        self.out.append(header(self.top, self.dialect.heading(Style.TITLE, place), inlines))

    def _front_line(self, line: FrontLine) -> None:
        if not self.out and not self.dialect.word:
            self._opening(line)
            return
        inlines = self.inline.para(line.para, NO_EID)
        if line.target:
            inlines = [link(attr(), inlines, f"#{self.inline.anchor(line.target)}")]
        self._styled(_FRONT[line.role], inlines)

    def _text(self, items: Iterable[Item], level: int) -> None:
        """Write what the walk of the text gives, the highest headings at `level`."""
        for item in items:
            match item:
                case Heading():
                    self._heading(item, level + item.depth)
                case Line() | Grid():
                    self._block(item, Style.TEXT)

    def _heading(self, item: Heading, level: int) -> None:
        """编章节 and attachments are headings; the title of a 条 is a line of its own."""
        each, place = item.provision, self.inline.anchor(item.eid)
        if each is not None and each.level not in HEADED:
            number = span(self.dialect.words(_number_style(each), place), [text(item.text)])
            self._styled(Style.TEXT, [number, *self._mark(each.eid)])
            return
        style = _HEADINGS[each.level] if each else Style.ATTACHMENT
        words = item.text or ("" if each else "附件")
        label = [*([text(words)] if words else []), *(self._mark(each.eid) if each else [])]
        self.out.append(header(level, self.dialect.heading(style, place), label))

    def _number(self, lead: Lead) -> list[Node]:
        each = lead.provision
        where = self.dialect.words(_number_style(each), self.inline.anchor(each.eid))
        gap = [text(lead.gap)] if lead.gap else []
        return [span(where, [text(each.num)]), *gap, *self._mark(each.eid)]

    def _mark(self, eid: EId) -> list[Node]:
        """Say where a provision begins that it does not hold now; a 款 has no number to say it behind."""
        words = self._marks.get(eid)
        return [span(self.dialect.words(Style.MARK), [text(f"〔{words}〕")])] if words else []

    def _block(self, item: Line | Grid, style: Style) -> None:
        eid = item.anchor
        if isinstance(item, Grid):
            if mark := self._mark(eid):
                self._styled(style, mark)
            made = table_node(item.table, item.heads, lambda p: self.inline.para(p, item.source))
            self.out.append(div(attr(self.inline.anchor(eid)), [made]) if eid else made)
            return
        inlines = [node for lead in item.leads for node in self._number(lead)]
        if item.para is None:
            if inlines and inlines[-1] == text(item.leads[-1].gap):
                inlines.pop()
        else:
            inlines += self._mark(eid) + self.inline.para(item.para, item.source)
        self._styled(style, inlines, eid)

    def _styled(self, style: Style, inlines: Iterable[Node], eid: str = "") -> None:
        where = self.inline.anchor(eid) if eid else ""
        self.out.append(self.dialect.paragraph(style, where, para(list(inlines))))


def _number_style(provision: Provision) -> Style:
    return Style.NUMBER if provision.level in UNITS else Style.POINT


_FRONT = {
    "cover": Style.COVER,
    "docNumber": Style.DOC_NUMBER,
    "docTitle": Style.TITLE,
    "history": Style.HISTORY,
    "tocTitle": Style.TOC_TITLE,
    "toc": Style.TOC,
}
_HEADINGS = {
    Level.PART: Style.PART,
    Level.SUBPART: Style.PART,
    Level.CHAPTER: Style.CHAPTER,
    Level.SECTION: Style.SECTION,
}
