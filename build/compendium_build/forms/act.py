"""From an act to pandoc's blocks: every character of the text, in reading order.

Runs of a paragraph as pandoc's inlines: references as links, pictures within the file.

Tables as pandoc wants them: every row as wide as the table, heads apart.
"""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from compendium.law.act import (
    Act,
    Attachment,
    Block,
    Cell,
    FrontLine,
    Image,
    Inline,
    Note,
    Para,
    Provision,
    Span,
    Table,
    inline_text,
)
from compendium.law.citations import find_citations
from compendium.law.kinds import HEADED, UNITS, Level
from compendium.library.facts import enclosing_article
from compendium_build.edition.cells import Row, filled, widths
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

Cited = tuple[str, str]
"""A title and an eId that a text refers to; no title for the act itself."""
Link = tuple[int, int, str]
_FORMS = {"sup": "Superscript", "sub": "Subscript", "b": "Strong", "i": "Emph", "u": "Underline"}


@dataclass
class Inliner:
    """Writes the paragraphs of one act.

    `links` tells where references lead, `own` which eIds the act has, `place` what goes before an eId in
    this document. `notes` gathers the notes whose marks have been written.
    """

    links: Mapping[Cited, str]
    own: frozenset[str]
    read: Callable[[str], bytes]
    place: str = ""
    notes: list[Note] = field(default_factory=list)

    def anchor(self, eid: str) -> str:
        """The name of a provision's place in the document."""
        return self.place + eid

    def para(self, para: Para, eid: str) -> list[Node]:
        """A paragraph of a provision; no eId for what refers to nothing."""
        links = list(self._links(para.text, eid)) if eid else []
        out: list[Node] = []
        position = 0
        for run in para.runs:
            out += self._run(run, position, links)
            position += len(inline_text(run))
        return out

    def _run(self, run: Inline, position: int, links: list[Link]) -> list[Node]:
        if isinstance(run, str):
            return list(linked(run, position, links))
        if isinstance(run, Span):
            return [formed(_FORMS[run.style], list(linked(run.text, position, links)))]
        if isinstance(run, Image):
            return [picture(run.alt, _data_uri(run.src, self.read(run.src)))]
        self.notes.append(run)
        number = len(self.notes)
        words = [text(run.marker or f"注{number}")]
        mark = link(attr("", (), {"role": "doc-noteref"}), words, f"#{self.anchor(f'note-{number}')}")
        return [formed("Superscript", [span(attr(self.anchor(f"ref-{number}")), [mark])])]

    def _links(self, words: str, eid: str) -> Iterator[Link]:
        if "《" not in words and "本" not in words:
            return
        for cited in find_citations(words):
            target = f"{enclosing_article(eid)}__{cited.eid}" if cited.relative else cited.eid
            if cited.title:
                href = self.links.get((cited.title, target), "")
            else:
                href = f"#{self.anchor(target)}" if target in self.own else ""
            if href:
                yield cited.start, cited.end, href


def linked(words: str, position: int, links: list[Link]) -> Iterator[Node]:
    """The nodes of a run that starts at `position` of its paragraph, with the links that fall into it."""
    done = 0
    for first, last, href in links:
        start, stop = max(first - position, done), min(last - position, len(words))
        if start >= stop:
            continue
        if done < start:
            yield text(words[done:start])
        yield link(attr(), [text(words[start:stop])], href)
        done = stop
    if done < len(words):
        yield text(words[done:])


def _data_uri(path: str, data: bytes) -> str:
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


Inlines = Callable[[Para], list[Node]]


def table_node(table: Table, inlines: Inlines) -> Node:
    """Write a table; `inlines` writes the paragraphs of its cells."""
    full = filled(table.rows)
    heads = head_rows(full)
    rows = [[attr(), [_cell(cell, inlines) for cell in row]] for row in full]
    caption = [None, [plain([text(table.caption)])] if table.caption else []]
    columns = [[LEFT, {"t": "ColWidthDefault"}] for _ in range(max(widths(full), default=1))]
    body = [attr(), 0, [], rows[heads:]]
    return {"t": "Table", "c": [attr(), caption, columns, [attr(), rows[:heads]], [body], [attr(), []]]}


def head_rows(rows: Sequence[Row]) -> int:
    """How many rows at the top are made of header cells that end within them."""
    count = 0
    while count < len(rows) and all(cell.header for cell in rows[count]):
        count += 1
    closed = all(cell.rowspan <= count - at for at, row in enumerate(rows[:count]) for cell in row)
    return count if closed and count < len(rows) else 0


def _cell(cell: Cell, inlines: Inlines) -> Node | list[object]:
    make = plain if len(cell.paras) == 1 else para
    blocks = [make(inlines(p)) for p in cell.paras]
    return [attr(), LEFT, cell.rowspan, cell.colspan, blocks]


BRIEF = 30
"""Conclusions up to this many characters are a signature or a date and stand at the right."""


@dataclass
class Writer:
    """Writes one act; `lead` are numbers that wait for the paragraph they run into.

    `top` is the level of the act's title, `pending` the words for a period that is still to come.
    """

    act: Act
    inline: Inliner
    dialect: Dialect
    top: int = 1
    pending: Mapping[str, str] = field(default_factory=dict)
    out: list[Node] = field(default_factory=list)
    lead: list[Node] = field(default_factory=list)

    def write(self) -> list[Node]:
        """The blocks of the whole act."""
        self._front()
        for provision in (*self.act.preamble, *self.act.body):
            self._provision(provision, self.top + 1)
        for block in self.act.conclusions:
            self._block(block, "", Style.SIGNATURE if len(block.text) <= BRIEF else Style.TEXT)
        for attachment in self.act.attachments:
            self._attachment(attachment)
        for number, note in enumerate(self.inline.notes, 1):
            back = link(
                attr(), [text(note.marker or f"注{number}")], f"#{self.inline.anchor(f'ref-{number}')}"
            )
            self._styled(Style.NOTE, [back, text(note.text)], f"note-{number}")
        return self.out

    def _front(self) -> None:
        front = self.act.front
        if not any(line.role == "docTitle" for line in front):
            front = (FrontLine("docTitle", Para((self.act.title,))), *front)
        titled = False
        for role, lines in groupby(front, key=lambda line: line.role):
            if role == "docTitle" and not titled:
                self._title(list(lines))
                titled = True
                continue
            for line in lines:
                self._front_line(line)

    def _opening(self, line: FrontLine) -> None:
        """What comes before the title opens an e-book, which must begin with a heading."""
        place = self.inline.anchor("opening")
        inlines = self.inline.para(line.para, "")
        self.out.append(header(self.top, self.dialect.heading(_FRONT[line.role], place), inlines))

    def _title(self, lines: list[FrontLine]) -> None:
        inlines: list[Node] = []
        for line in lines:
            inlines += [BREAK] if inlines else []
            inlines += self.inline.para(line.para, "")
        place = self.inline.anchor("top")
        self.out.append(header(self.top, self.dialect.heading(Style.TITLE, place), inlines))

    def _front_line(self, line: FrontLine) -> None:
        if not self.out and not self.dialect.word:
            self._opening(line)
            return
        inlines = self.inline.para(line.para, "")
        if line.target:
            inlines = [link(attr(), inlines, f"#{self.inline.anchor(line.target)}")]
        self._styled(_FRONT[line.role], inlines)

    def _attachment(self, attachment: Attachment) -> None:
        label = self._joined(attachment.num, attachment.heading) or [text("附件")]
        where = self.dialect.heading(Style.ATTACHMENT, self.inline.anchor(attachment.eid))
        self.out.append(header(self.top + 1, where, label))
        for provision in attachment.body:
            self._provision(provision, self.top + 2)

    def _provision(self, provision: Provision, level: int) -> None:
        if provision.level in HEADED:
            self._headed(provision, level)
            level += 1
        elif provision.num or provision.heading:
            self._flush()
            self.lead = self._number(provision)
            if provision.heading:
                self._flush()
        eid = "" if provision.num or provision.heading else provision.eid
        for block in provision.blocks:
            self._block(block, provision.eid, Style.TEXT, eid)
            eid = ""
        for child in provision.children:
            self._provision(child, level)
        self._flush()
        for block in provision.tail:
            self._block(block, provision.eid, Style.TEXT)

    def _headed(self, provision: Provision, level: int) -> None:
        """编, 章, 节; what is wrong in a text may have left a number waiting before it."""
        self._flush()
        label = [*self._joined(provision.num, provision.heading), *self._mark(provision)]
        where = self.dialect.heading(_HEADINGS[provision.level], self.inline.anchor(provision.eid))
        self.out.append(header(level, where, label))

    def _joined(self, num: str, heading: str) -> list[Node]:
        label = self._space.join(filter(None, (num, heading)))
        return [text(label)] if label else []

    def _number(self, provision: Provision) -> list[Node]:
        style = Style.NUMBER if provision.level in UNITS else Style.POINT
        gap = self._space if provision.level is Level.ARTICLE and provision.heading else ""
        number = text(provision.num + gap + provision.heading)
        nodes = [span(self.dialect.words(style, self.inline.anchor(provision.eid)), [number])]
        if provision.level is Level.ARTICLE and not provision.heading:
            nodes.append(text(self._space))
        return nodes + self._mark(provision)

    @property
    def _space(self) -> str:
        return "　" if self.act.language == "zho" else " "

    def _mark(self, provision: Provision) -> list[Node]:
        words = self.pending.get(provision.period, "") if provision.period else ""
        return [span(self.dialect.words(Style.MARK), [text(f"〔{words}〕")])] if words else []

    def _flush(self) -> None:
        """Give waiting numbers a line of their own, without the space that would lead on to the text."""
        if not self.lead:
            return
        if self.lead[-1] == text(self._space):
            self.lead.pop()
        self._styled(Style.TEXT, self.lead)
        self.lead = []

    def _block(self, block: Block, source: str, style: Style, eid: str = "") -> None:
        if isinstance(block, Para):
            inlines = [*self.lead, *self.inline.para(block, source)]
            self.lead = []
            self._styled(style, inlines, eid)
        else:
            self._flush()
            made = table_node(block, lambda p: self.inline.para(p, source))
            self.out.append(div(attr(self.inline.anchor(eid)), [made]) if eid else made)

    def _styled(self, style: Style, inlines: Iterable[Node], eid: str = "") -> None:
        where = self.inline.anchor(eid) if eid else ""
        self.out.append(self.dialect.paragraph(style, where, para(list(inlines))))


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
