"""From an act to pandoc's blocks: every character of the text, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from compendium.model import HEADED, Act, Attachment, Block, FrontLine, Level, Para, Provision
from compendium_build.forms.grid import table_node
from compendium_build.forms.inline import Inliner
from compendium_build.forms.style import Dialect, Style
from compendium_build.forms.tree import BREAK, Node, attr, div, header, link, para, span, text

BRIEF = 30
"""Conclusions up to this many characters are a signature or a date and stand at the right."""
_NUMBERED = frozenset({Level.ARTICLE, Level.LEVEL})


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
        style = Style.NUMBER if provision.level in _NUMBERED else Style.POINT
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
