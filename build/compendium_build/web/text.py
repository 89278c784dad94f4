"""The text of an act into HTML, level by level; each provision is an element whose id is its eId.

In order: characters, written so that a parser reads back exactly the same; paragraphs with spans, pictures,
marks of notes, and the links found in the words; tables, with the header cells told apart for those who hear
a table; the writer of the text of one version for one page, with its links, pictures and terms at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from html import escape
from itertools import groupby
from typing import NamedTuple

from compendium.law.act import (
    Act,
    Attachment,
    Cell,
    FrontLine,
    Image,
    Para,
    Provision,
    Span,
    Table,
)
from compendium.law.citations import CitedPlace
from compendium.law.identifiers import NO_EID, CorpusPath, EId
from compendium.law.kinds import HEADED, UNITS, Level
from compendium.law.names import enclosing_article, path_in
from compendium.law.problems import CompendiumError
from compendium.law.terms import Terms
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.text import flow
from compendium.text.flow import Begin, End, Grid, Heading, Item, Line
from compendium.text.runs import Mark, Run, cut, marks_of, pieces
from compendium.text.tables import Row
from compendium_build.edition.addresses import Page, media_file, relative
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


class Target(NamedTuple):
    """The place words lead to: a reference, the definition of a term, or nowhere, being the definition."""

    href: str
    is_term: bool = False


Link = Mark[Target]


@dataclass(slots=True, kw_only=True)
class Inliner:
    """A writer of the paragraphs of one page that gathers their notes.

    `links` are the addresses for (title, eId) in other acts, `own` the eIds of this page; `picture` gives the
    address of a picture or fails. `terms` are those that the act defines; a term is marked once in each 条.
    `notes` are the notes so far as (marker, HTML of the text).
    """

    links: Mapping[tuple[str, EId], str]
    own: frozenset[EId]
    picture: Callable[[str], str]
    terms: Terms | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)
    _told: set[tuple[EId, str]] = field(default_factory=set)

    def para(self, para: Para, eid: EId) -> str:
        """Write the HTML of a paragraph in the provision `eid`; with no eId it has no links."""
        runs = para.runs
        if len(runs) == 1 and isinstance(runs[0], str):
            found = self._links(runs[0], eid)
            return _words(pieces(runs[0], 0, found)) if found else text_html(runs[0])
        return "".join(map(self._run, cut(runs, self._links(para.text, eid))))

    def _run(self, run: Run[Target]) -> str:
        inline, words = run.inline, _words(run.words)
        if isinstance(inline, str):
            return words
        if isinstance(inline, Span):
            return f"<{inline.style}>{words}</{inline.style}>"
        if isinstance(inline, Image):
            return f'<img src="{text_html(self.picture(inline.src))}" alt="{text_html(inline.alt)}">'
        self.notes.append((inline.marker, words))
        number = len(self.notes)
        mark = text_html(inline.marker) or "注"
        link = f'<a id="ref-{number}" href="#note-{number}" role="doc-noteref">{mark}</a>'
        return f'<sup class="note-ref">{link}</sup>'

    def _links(self, text: str, eid: EId) -> list[Link]:
        if not eid:
            return []
        found = marks_of(text, eid, self._target)
        if self.terms is None:
            return found
        terms = [link for link in self._used(text, eid) if not _overlaps(link, found, text)]
        return sorted([*found, *terms]) if terms else found

    def _target(self, cited: CitedPlace) -> Target | None:
        if cited.title:
            href = self.links.get((cited.title, cited.eid), "")
        else:
            href = f"#{cited.eid}" if cited.eid in self.own else ""
        return Target(href) if href else None

    def _used(self, text: str, eid: EId) -> Iterator[Link]:
        """The defined terms of a paragraph that its 条 has not had yet."""
        assert self.terms is not None
        for use in self.terms.uses(text, eid):
            place = (enclosing_article(eid), use.definition.term)
            if use.defines:
                yield Mark(use.start, use.end, Target("", is_term=True))
            elif place not in self._told:
                self._told.add(place)
                yield Mark(use.start, use.end, Target(f"#{use.definition.eid}", is_term=True))


def _overlaps(link: Link, others: list[Link], text: str) -> bool:
    """Whether a term stands in a reference, or in the title of an act that the corpus does not have."""
    if any(link.start < other.end and other.start < link.end for other in others):
        return True
    return text.rfind("《", 0, link.start) > text.rfind("》", 0, link.start)


def _words(parts: Iterable[tuple[str, Link | None]]) -> str:
    return "".join(
        _element(link.target, text_html(text)) if link else text_html(text) for text, link in parts
    )


def _element(target: Target, words: str) -> str:
    if not target.href:
        return f"<dfn>{words}</dfn>"
    name = ' class="term"' if target.is_term else ""
    return f'<a{name} href="{text_html(target.href)}">{words}</a>'


def table_html(table: Table, heads: int, para: Callable[[Para], str]) -> str:
    """Write a table whose first `heads` rows are head; `para` writes the paragraphs of its cells."""
    caption = f"<caption>{text_html(table.caption)}</caption>" if table.caption else ""
    rows = ["<tr>" + "".join(_cell(cell, row, para) for cell in row) + "</tr>" for row in table.rows]
    top = f"<thead>{''.join(rows[:heads])}</thead>" if heads else ""
    label = text_html(table.caption or "表格")
    # The frame scrolls, so that a wide table does not break the page, and can be reached by keyboard.
    return (
        f'<div class="frame" role="group" tabindex="0" aria-label="{label}">'
        f"<table>{caption}{top}<tbody>{''.join(rows[heads:])}</tbody></table></div>"
    )


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


@dataclass(slots=True, kw_only=True)
class _Open:
    """An element that is being written: what stands before its first paragraph, and what closes that.

    `is_bare` is a 条 whose words are those of its first 款, in an element of their own.
    """

    lead: str = ""
    end: str = ""
    is_headed: bool = False
    is_unit: bool = False
    is_bare: bool = False

    def take(self) -> tuple[str, str]:
        """Take what belongs to the first paragraph."""
        lead, end = self.lead, self.end
        self.lead = self.end = ""
        return lead, end

    def write_lead(self, out: list[str], *, runs_on: bool = False, even_end: bool = False) -> None:
        """Write what no paragraph took; `even_end` also where nothing but the end is left."""
        lead, end = self.take()
        if lead and (self.is_bare or runs_on):
            out.append(lead)
        elif lead or (even_end and end):
            out.append(f"<p>{lead}{end}</p>")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWriter:
    """A writer of the text of one act for one page.

    `labels` name the provisions by eId; `pending` are the words for a period that is still to come; `beside`
    is the HTML of what is told of a provision beside its text.
    """

    inline: Inliner
    labels: Mapping[EId, str]
    pending: Mapping[str, str]
    beside: Mapping[EId, str] = field(default_factory=dict)
    tongue: Tongue = CHINESE

    def body(self, act: Act) -> str:
        """Write the preamble, the text and what follows it."""
        out: list[str] = []
        self._write(flow.body(act), out, 2)
        for signs, lines in groupby(flow.conclusions(act), flow.signs):
            out.append(f'<div class="conclusions{"" if signs else " noted"}">')
            self._write(lines, out, 2)
            out.append("</div>")
        return "".join(out)

    def attachment(self, attachment: Attachment) -> str:
        """Write an attachment with its title."""
        eid = text_html(attachment.eid)
        out = [f'<section class="attachment" id="{eid}">']
        self._write(flow.annex(attachment), out, 3)
        out.append("</section>")
        return "".join(out)

    def piece(self, provision: Provision, rank: int = 0) -> str:
        """Write a provision by itself; with a rank, its own words under a heading of that rank."""
        out: list[str] = []
        if not rank:
            self._write(flow.provision(provision), out, 6)
        else:
            tag = f"h{min(rank + 1, 6)}"
            out.append(f"<div{_attributes(provision)}><{tag}>{self._number(provision)}</{tag}>")
            own = replace(provision, num="", heading="", children=(), tail=())
            self._write((item for item in flow.provision(own) if isinstance(item, (Line, Grid))), out, 6)
            out.append("</div>")
        return "".join(out)

    def line(self, line: FrontLine) -> str:
        """Write a line before the text."""
        return self.inline.para(line.para, NO_EID)

    def _write(self, items: Iterable[Item], out: list[str], depth: int) -> None:
        """Write what the walk gives; `depth` is the rank of the highest heading."""
        open_: list[_Open] = [_Open()]
        for item in items:
            match item:
                case Begin():
                    open_[-1].write_lead(out, runs_on=item.opens)
                    open_.append(self._opened(item, out, depth))
                    depth += open_[-1].is_headed
                case Heading():
                    self._heading(item, out, depth)
                case Line() if item.para is not None:
                    lead, end = open_[-1].take()
                    out.append(f"<p>{lead}{self.inline.para(item.para, item.source)}{end}</p>")
                case Grid():
                    open_[-1].write_lead(out, even_end=item.first)
                    para = partial(self.inline.para, eid=item.source)
                    out.append(table_html(item.table, item.heads, para))
                case End():
                    closed = open_.pop()
                    closed.write_lead(out)
                    depth -= closed.is_headed
                    out.append("</section>" if closed.is_headed else "</div>")
                    if closed.is_unit:
                        out.append(self.beside.get(item.provision.eid, ""))

    def _opened(self, begin: Begin, out: list[str], depth: int) -> _Open:
        """Open the element of a provision; what leads its first paragraph waits for it."""
        each = begin.provision
        if each.level in HEADED or (each.level is Level.LEVEL and each.heading):
            out.append(f"<section{_attributes(each)}>")
            return _Open(is_headed=True)
        out.append(f"<div{_attributes(each, ' run-in' if begin.opens else '')}>")
        if each.level in UNITS:
            lead = self._number(each) + self._permalink(each.eid) + self._mark(each)
            return _Open(lead=lead, is_unit=True, is_bare=not each.blocks)
        # The only 款 of a 条 is cited as the 条: it has no link of its own.
        return _Open(
            lead=self._number(each) + self._mark(each), end="" if begin.alone else self._permalink(each.eid)
        )

    def _heading(self, item: Heading, out: list[str], depth: int) -> None:
        """The heading of a section; that of a 条 leads its text."""
        each = item.provision
        if each is None:
            self._annex_heading(item, out)
        elif each.level in HEADED or each.level is Level.LEVEL:
            tag = f"h{min(depth - 1, 6)}"
            out.append(f"<{tag}>{self._number(each)}{self._permalink(each.eid)}</{tag}>")
            if mark := self._mark(each):
                out.append(f'<p class="pending-line">{mark}</p>')

    def _annex_heading(self, item: Heading, out: list[str]) -> None:
        out.append("<h2>")
        if item.num:
            out.append(f'<span class="num">{text_html(item.num)}</span>')
        if item.heading:
            out.append(f'<span class="heading">{text_html(item.heading)}</span>')
        if not item.num and not item.heading:
            out.append(f'<span class="mark">{self.tongue["attachment"]}</span>')
        out.append(self._permalink(item.eid) + "</h2>" + self.beside.get(item.eid, ""))

    def _number(self, provision: Provision) -> str:
        bold = "b" if provision.level in UNITS and not provision.heading else "span"
        number = f'<{bold} class="num">{text_html(provision.num)}</{bold}>' if provision.num else ""
        if provision.heading:
            number += f'<span class="heading">{text_html(provision.heading)}</span>'
        return number

    def _mark(self, provision: Provision) -> str:
        words = self.pending.get(provision.wid) or self.pending.get(provision.period, "")
        return f'<span class="mark badge">{text_html(words)}</span>' if words else ""

    def _permalink(self, eid: EId) -> str:
        """A link to the provision itself; its sign is drawn by the style sheet, so it adds no text."""
        label = text_html(self.labels.get(eid) or self.tongue["here"])
        return f'<a class="self" href="#{text_html(eid)}" aria-label="{label}"></a>'


def _attributes(provision: Provision, more: str = "") -> str:
    return f' class="{provision.level.value}{more}" id="{text_html(provision.eid)}"'


class MissingPicture(CompendiumError):
    """A picture shown by a text that the corpus does not have."""

    def __init__(self, path: CorpusPath, src: str, page: Page, fault: str = "") -> None:
        what = f"不可公布：{fault}" if fault else "不在法规库中"
        super().__init__(
            f"{path} 引用的图片“{src}”{what}，无法生成网页 {page}。请把可用的图片放入该法规的 media 文件夹。"
        )


def inliner(
    site: Site, work: Work, facts: Facts, page: Page, addresses: Mapping[tuple[str, EId], str], linked: bool
) -> Inliner:
    """Make the writer of a version's paragraphs; `linked`: references within it and terms become links."""
    pictures = frozenset(site.pictures(work))

    def picture(src: str) -> str:
        path = path_in(work.folder, src)
        if path not in pictures:
            raise MissingPicture(facts.path, src, page, site.edition.dropped.get(path, ""))
        return relative(page, media_file(path))

    own = site.edition.eids(facts) if linked else frozenset[EId]()
    return Inliner(links=addresses, own=own, picture=picture, terms=site.terms(facts) if linked else None)


def addresses_of(page: Page, found: Links) -> dict[tuple[str, EId], str]:
    """Give the links of a version as seen from a page."""
    return {(title, eid): relative(page, target, at) for (title, eid), (target, at) in found}
