"""The text of an act into HTML, level by level; each provision is an element whose id is its eId."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from compendium.model import HEADED, Act, Attachment, Block, FrontLine, Level, Para, Provision
from compendium_build.web.escape import text_html
from compendium_build.web.inline import Inliner
from compendium_build.web.tables import table_html
from compendium_build.web.words import CHINESE, Tongue

_LED_BY_NUMBER = frozenset({Level.ARTICLE, Level.LEVEL})


@dataclass(frozen=True, slots=True)
class TextWriter:
    """Writes the text of one act for one page.

    `labels` name the provisions by eId; `pending` are the words for a period that is still to come; `beside`
    is the HTML of what is told of a provision beside its text.
    """

    inline: Inliner
    labels: Mapping[str, str]
    pending: Mapping[str, str]
    beside: Mapping[str, str] = field(default_factory=dict)
    tongue: Tongue = CHINESE

    def body(self, act: Act) -> str:
        """The preamble, the text and what follows it."""
        out: list[str] = []
        for provision in (*act.preamble, *act.body):
            self._provision(provision, out, 2)
        if act.conclusions:
            out.append('<div class="conclusions">')
            self._blocks(act.conclusions, "", out)
            out.append("</div>")
        return "".join(out)

    def attachment(self, attachment: Attachment) -> str:
        """An attachment with its title."""
        eid = text_html(attachment.eid)
        out = [f'<section class="attachment" id="{eid}"><h2>']
        if attachment.num:
            out.append(f'<span class="num">{text_html(attachment.num)}</span>')
        if attachment.heading:
            out.append(f'<span class="heading">{text_html(attachment.heading)}</span>')
        if not attachment.num and not attachment.heading:
            out.append(f'<span class="mark">{self.tongue["attachment"]}</span>')
        out.append(self._permalink(attachment.eid) + "</h2>" + self.beside.get(attachment.eid, ""))
        for provision in attachment.body:
            self._provision(provision, out, 3)
        out.append("</section>")
        return "".join(out)

    def piece(self, provision: Provision, rank: int = 0) -> str:
        """A provision by itself: with a rank only its heading and own words, under a heading of that rank."""
        out: list[str] = []
        if not rank:
            self._provision(provision, out, 6)
            return "".join(out)
        tag = f"h{min(rank + 1, 6)}"
        out.append(f"<div{_attributes(provision)}><{tag}>{self._number(provision)}</{tag}>")
        self._blocks(provision.blocks, provision.eid, out)
        out.append("</div>")
        return "".join(out)

    def line(self, line: FrontLine) -> str:
        """A line before the text."""
        return self.inline.para(line.para, "")

    def _provision(self, provision: Provision, out: list[str], depth: int) -> None:
        if provision.level in HEADED or (provision.level is Level.LEVEL and provision.heading):
            self._headed(provision, out, depth)
        elif provision.level in _LED_BY_NUMBER:
            self._led(provision, out, depth)
        else:
            self._plain(provision, out, depth)

    def _headed(self, provision: Provision, out: list[str], depth: int) -> None:
        """编, 章, 节: a section under a heading."""
        tag = f"h{min(depth, 6)}"
        out.append(f"<section{_attributes(provision)}><{tag}>")
        out.append(self._number(provision) + self._permalink(provision.eid) + f"</{tag}>")
        if mark := self._mark(provision):
            out.append(f'<p class="pending-line">{mark}</p>')
        self._blocks(provision.blocks, provision.eid, out)
        for child in provision.children:
            self._provision(child, out, depth + 1)
        self._blocks(provision.tail, provision.eid, out)
        out.append("</section>")

    def _led(self, provision: Provision, out: list[str], depth: int) -> None:
        """条: its number stands at the head of its first paragraph."""
        out.append(f"<div{_attributes(provision)}>")
        lead = self._number(provision) + self._permalink(provision.eid) + self._mark(provision)
        if provision.blocks:
            self._blocks(provision.blocks, provision.eid, out, lead)
        else:
            out.append(lead)
        alone = len(provision.children) == 1
        for position, child in enumerate(provision.children):
            run_in = position == 0 and not provision.blocks and child.level is Level.PARAGRAPH
            if run_in:
                self._plain(child, out, depth, run_in=True, named=not alone)
            else:
                self._provision(child, out, depth)
        self._blocks(provision.tail, provision.eid, out)
        out.append("</div>" + self.beside.get(provision.eid, ""))

    def _plain(
        self, provision: Provision, out: list[str], depth: int, run_in: bool = False, named: bool = True
    ) -> None:
        """款, 项, 目: a paragraph, and what stands below it.

        `run_in` continues the line of the 条. The only 款 of a 条 is cited as the 条: it is not `named`.
        """
        out.append(f"<div{_attributes(provision, ' run-in' if run_in else '')}>")
        lead = self._number(provision) + self._mark(provision)
        permalink = self._permalink(provision.eid) if named else ""
        self._blocks(provision.blocks, provision.eid, out, lead, permalink)
        for child in provision.children:
            self._provision(child, out, depth)
        self._blocks(provision.tail, provision.eid, out)
        out.append("</div>")

    def _blocks(
        self, blocks: Iterable[Block], eid: str, out: list[str], lead: str = "", end: str = ""
    ) -> None:
        """Write blocks; `lead` opens the first paragraph and `end` closes it."""
        for block in blocks:
            if isinstance(block, Para):
                out.append(f"<p>{lead}{self.inline.para(block, eid)}{end}</p>")
            else:
                out.append(f"<p>{lead}{end}</p>" if lead or end else "")
                out.append(table_html(block, lambda para: self.inline.para(para, eid)))
            lead = end = ""
        if lead:
            out.append(f"<p>{lead}{end}</p>")

    def _number(self, provision: Provision) -> str:
        bold = "b" if provision.level in _LED_BY_NUMBER and not provision.heading else "span"
        number = f'<{bold} class="num">{text_html(provision.num)}</{bold}>' if provision.num else ""
        if provision.heading:
            number += f'<span class="heading">{text_html(provision.heading)}</span>'
        return number

    def _mark(self, provision: Provision) -> str:
        words = self.pending.get(provision.period, "") if provision.period else ""
        return f'<span class="mark badge">{text_html(words)}</span>' if words else ""

    def _permalink(self, eid: str) -> str:
        """A link to the provision itself; its sign is drawn by the style sheet, so it adds no text."""
        label = text_html(self.labels.get(eid) or self.tongue["here"])
        return f'<a class="self" href="#{text_html(eid)}" aria-label="{label}"></a>'


def _attributes(provision: Provision, more: str = "") -> str:
    return f' class="{provision.level.value}{more}" id="{text_html(provision.eid)}"'
