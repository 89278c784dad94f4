"""The text of an act into HTML, level by level; each provision is an element whose id is its eId.

Paragraphs into HTML: spans, pictures, marks of notes, and the links found in the words.

Tables into HTML, with the header cells told apart for those who hear a table.

Text into HTML so that a parser reads back exactly the same characters.

What writes the text of one version for one page: its links, pictures and terms at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from compendium.law.act import (
    Act,
    Attachment,
    Block,
    Cell,
    FrontLine,
    Image,
    Note,
    Para,
    Provision,
    Span,
    Table,
    inline_text,
)
from compendium.law.citations import find_citations
from compendium.law.kinds import HEADED, UNITS, Level
from compendium.law.problems import CompendiumError
from compendium.law.terms import Terms
from compendium.library.catalog import Work
from compendium.library.facts import Facts, enclosing_article
from compendium_build.edition.addresses import relative
from compendium_build.web.context import Site
from compendium_build.web.language import CHINESE, Tongue
from compendium_build.web.services import Links


def text_html(text: str) -> str:
    """Escape text for content or a quoted attribute.

    >>> text_html('<b>"甲"&')
    '&lt;b&gt;&quot;甲&quot;&amp;'
    """
    escaped = escape(text)
    # An HTML parser reads a bare carriage return as a line feed.
    return escaped.replace("\r", "&#13;") if "\r" in escaped else escaped


class Link(NamedTuple):
    """What stands at start to end of a text: a reference, a term, or its definition (without an address)."""

    start: int
    end: int
    href: str
    is_term: bool = False


@dataclass(slots=True)
class Inliner:
    """Writes the paragraphs of one page and gathers their notes.

    `links` are the addresses for (title, eId) in other acts, `own` the eIds of this page; `picture` gives the
    address of a picture or fails. `terms` are those that the act defines; a term is marked once in each 条.
    `notes` are the notes so far as (marker, HTML of the text).
    """

    links: Mapping[tuple[str, str], str]
    own: frozenset[str]
    picture: Callable[[str], str]
    terms: Terms | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)
    _told: set[tuple[str, str]] = field(default_factory=set)

    def para(self, para: Para, eid: str) -> str:
        """The HTML of a paragraph in the provision `eid`; with no eId it has no links."""
        runs = para.runs
        if len(runs) == 1 and isinstance(runs[0], str):
            found = self._links(runs[0], eid)
            return linked(runs[0], 0, found) if found else text_html(runs[0])
        found = self._links(para.text, eid)
        out, position = [], 0
        for run in runs:
            out.append(self._run(run, position, found))
            position += len(inline_text(run))
        return "".join(out)

    def _run(self, run: str | Span | Image | Note, position: int, found: list[Link]) -> str:
        if isinstance(run, str):
            return linked(run, position, found)
        if isinstance(run, Span):
            return f"<{run.style}>{linked(run.text, position, found)}</{run.style}>"
        if isinstance(run, Image):
            return f'<img src="{text_html(self.picture(run.src))}" alt="{text_html(run.alt)}">'
        self.notes.append((run.marker, linked(run.text, position + len(run.marker), found)))
        number = len(self.notes)
        mark = text_html(run.marker) or "注"
        link = f'<a id="ref-{number}" href="#note-{number}" role="doc-noteref">{mark}</a>'
        return f'<sup class="note-ref">{link}</sup>'

    def _links(self, text: str, eid: str) -> list[Link]:
        if not eid:
            return []
        found = list(self._resolved(text, eid)) if "《" in text or "本" in text else []
        if self.terms is None:
            return found
        terms = [link for link in self._used(text, eid) if not _overlaps(link, found, text)]
        return sorted([*found, *terms]) if terms else found

    def _resolved(self, text: str, source: str) -> Iterator[Link]:
        for cited in find_citations(text):
            eid = f"{enclosing_article(source)}__{cited.eid}" if cited.relative else cited.eid
            if cited.title:
                href = self.links.get((cited.title, eid), "")
            else:
                href = f"#{eid}" if eid in self.own else ""
            if href:
                yield Link(cited.start, cited.end, href)

    def _used(self, text: str, eid: str) -> Iterator[Link]:
        """The defined terms of a paragraph that its 条 has not had yet."""
        assert self.terms is not None
        for use in self.terms.uses(text, eid):
            place = (enclosing_article(eid), use.definition.term)
            if use.defines:
                yield Link(use.start, use.end, "", is_term=True)
            elif place not in self._told:
                self._told.add(place)
                yield Link(use.start, use.end, f"#{use.definition.eid}", is_term=True)


def _overlaps(link: Link, others: list[Link], text: str) -> bool:
    """Whether a term stands in a reference, or in the title of an act that the corpus does not have."""
    if any(link.start < other.end and other.start < link.end for other in others):
        return True
    return text.rfind("《", 0, link.start) > text.rfind("》", 0, link.start)


def linked(text: str, position: int, links: list[Link]) -> str:
    """The HTML of a run that starts at `position` of its paragraph, with the links that fall into it.

    >>> linked("依照本条例第三条", 0, [Link(2, 8, "#art_3")])
    '依照<a href="#art_3">本条例第三条</a>'
    """
    out, done, end = [], 0, len(text)
    for link in links:
        start, stop = max(link.start - position, done), min(link.end - position, end)
        if start >= stop:
            continue
        out.append(text_html(text[done:start]))
        out.append(_element(link, text_html(text[start:stop])))
        done = stop
    out.append(text_html(text[done:]))
    return "".join(out)


def _element(link: Link, words: str) -> str:
    if not link.href:
        return f"<dfn>{words}</dfn>"
    name = ' class="term"' if link.is_term else ""
    return f'<a{name} href="{text_html(link.href)}">{words}</a>'


Row = tuple[Cell, ...]


def table_html(table: Table, para: Callable[[Para], str]) -> str:
    """Write a table; `para` writes the paragraphs of its cells."""
    head = head_rows(table.rows)
    caption = f"<caption>{text_html(table.caption)}</caption>" if table.caption else ""
    rows = ["<tr>" + "".join(_cell(cell, row, para) for cell in row) + "</tr>" for row in table.rows]
    top = f"<thead>{''.join(rows[:head])}</thead>" if head else ""
    label = text_html(table.caption or "表格")
    # The frame scrolls, so that a wide table does not break the page, and can be reached by keyboard.
    return (
        f'<div class="frame" role="group" tabindex="0" aria-label="{label}">'
        f"<table>{caption}{top}<tbody>{''.join(rows[head:])}</tbody></table></div>"
    )


def head_rows(rows: tuple[Row, ...]) -> int:
    """How many rows at the top are made of header cells that end within them."""
    count = 0
    for row in rows:
        if not all(cell.header for cell in row):
            break
        count += 1
    closed = all(cell.rowspan <= count - i for i, row in enumerate(rows[:count]) for cell in row)
    return count if closed and count < len(rows) else 0


def _cell(cell: Cell, row: Row, para: Callable[[Para], str]) -> str:
    spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    name = "td"
    if cell.header:
        name = "th"
        whole = all(other.header for other in row)
        spans += f' scope="{_scope(whole, cell)}"'
    inner = "".join(f"<p>{para(p)}</p>" for p in cell.paras)
    return f"<{name}{spans}>{inner}</{name}>"


def _scope(column: bool, cell: Cell) -> str:
    if column:
        return "colgroup" if cell.colspan > 1 else "col"
    return "rowgroup" if cell.rowspan > 1 else "row"


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
        elif provision.level in UNITS:
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
        bold = "b" if provision.level in UNITS and not provision.heading else "span"
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


class MissingPicture(CompendiumError):
    """A text shows a picture that the corpus does not have."""

    def __init__(self, path: str, src: str, page: str, fault: str = "") -> None:
        what = f"不可公布：{fault}" if fault else "不在法规库中"
        super().__init__(
            f"{path} 引用的图片“{src}”{what}，无法生成网页 {page}。请把可用的图片放入该法规的 media 文件夹。"
        )


def inliner(
    site: Site, work: Work, facts: Facts, page: str, addresses: Mapping[tuple[str, str], str], linked: bool
) -> Inliner:
    """What writes the paragraphs of a version; `linked` where references within it and terms become links."""
    pictures = frozenset(site.pictures(work))

    def picture(src: str) -> str:
        path = f"{work.folder}/{src}"
        if path not in pictures:
            raise MissingPicture(facts.path, src, page, site.edition.dropped.get(path, ""))
        return relative(page, path)

    own = site.edition.eids(facts) if linked else frozenset[str]()
    return Inliner(addresses, own, picture, site.terms(facts) if linked else None)


def addresses_of(page: str, found: Links) -> dict[tuple[str, str], str]:
    """The links of a version as seen from a page."""
    return {(title, eid): relative(page, target, at) for (title, eid), (target, at) in found}
