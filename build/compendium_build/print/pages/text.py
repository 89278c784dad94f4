"""From an act to the elements of its pages: every character of the text, in reading order.

Tables: head rows that repeat on every page, cells as wide as the text asks.

Contents of one regulation: those of its text, or those that a long one without any is given.

What the edition says under an article of the decisions that amended it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, takewhile
from math import inf
from xml.etree.ElementTree import Element, SubElement

from compendium.law.act import (
    HEADED,
    Act,
    Attachment,
    Block,
    Cell,
    FrontLine,
    Image,
    Level,
    Para,
    Provision,
    Table,
)
from compendium.law.changes import Change, ModType
from compendium.library.facts import enclosing_article
from compendium_build.edition.cells import Row, filled, placed, widths
from compendium_build.print.names import BOOK
from compendium_build.print.pages.inline import Place, add_runs
from compendium_build.print.pages.parts import page_line, slot
from compendium_build.print.plan import Entry, anchor, chinese_date

NARROW, MOST = 18.0, 24.0
"""How wide a narrow column is at most, and all of them together, in em; a page has forty."""
PADDING = 1.2
"""What stands left and right of a cell's text, in em."""


def add_table(parent: Element, table: Table, place: Place, source: str) -> Element:
    """Append a table; rows of nothing but head cells at its top are its head."""
    element = SubElement(parent, "table")
    if table.caption:
        SubElement(element, "caption").text = table.caption
    heads, rows = head_rows(table), filled(table.rows)
    if narrow := narrow_columns(rows):
        group = SubElement(element, "colgroup")
        for column in range(max(widths(rows))):
            col = SubElement(group, "col")
            if column in narrow:
                col.set("style", f"width: {narrow[column]:.2f}em")
    if heads:
        _add_rows(SubElement(element, "thead"), rows[:heads], place, source)
    if rows[heads:]:
        _add_rows(SubElement(element, "tbody"), rows[heads:], place, source)
    return element


def narrow_columns(rows: Sequence[Row]) -> dict[int, float]:
    """The columns of dates, numbers and names beside a column of prose, and their widths in em.

    Left to itself a long text in one column squeezes the others to a few characters a line.
    """
    longest: dict[int, float] = defaultdict(float)
    for cells, _ in placed(rows):
        for column, cell in cells:
            if cell.colspan == 1:
                longest[column] = max(longest[column], _longest(cell))
    narrow = {column: width + PADDING for column, width in longest.items() if width <= NARROW}
    return narrow if len(narrow) < len(longest) and sum(narrow.values()) <= MOST else {}


def _longest(cell: Cell) -> float:
    """The longest paragraph in em, about; no bound for one with a picture."""
    if any(isinstance(run, Image) for para in cell.paras for run in para.runs):
        return inf
    return max((sum(map(_em, para.text)) for para in cell.paras), default=0.0)


def _em(letter: str) -> float:
    return 0.6 if letter < "\u2000" else 1.0


def head_rows(table: Table) -> int:
    """How many rows at the top are head; a head cell that spans further down takes its rows along."""
    count = len(list(takewhile(lambda row: all(cell.header for cell in row), table.rows)))
    reach = [at + cell.rowspan for at, row in enumerate(table.rows[:count]) for cell in row]
    return max([count, *reach]) if max([0, *reach]) < len(table.rows) else count


def _add_rows(parent: Element, rows: Sequence[Row], place: Place, source: str) -> None:
    for row in rows:
        tr = SubElement(parent, "tr")
        for cell in row:
            td = SubElement(tr, "th" if cell.header else "td")
            if cell.colspan > 1:
                td.set("colspan", str(cell.colspan))
            if cell.rowspan > 1:
                td.set("rowspan", str(cell.rowspan))
            for para in cell.paras:
                add_runs(SubElement(td, "p"), para.runs, place, source)


LONG = 60
"""From so many articles on a regulation in chapters is given contents."""
_RANKS = {"part": 1, "subpart": 2, "chapter": 2, "section": 3}


def add_toc_line(section: Element, line: FrontLine, anchor: str, place: Place, paged: bool) -> None:
    """Add a line of the text's own 目录; it leads to its heading and, in a book, tells its page."""
    leads = bool(line.target)
    style = f"toc toc-{line.level}" + (" to-page" if leads and paged else "")
    p = SubElement(section, "p", {"class": style})
    inner = SubElement(p, "a", {"href": f"{BOOK}{anchor}"}) if leads else p
    add_runs(inner, line.para.runs, place, "")
    if leads and paged:
        slot(p, anchor)


def is_long(act: Act) -> bool:
    """Whether a regulation needs contents that its text doesn't have."""
    return len(act.articles) >= LONG and not any(line.role == "toc" for line in act.front) and _is_headed(act)


def add_contents(section: Element, act: Act, anchor: Callable[[str], str], space: str) -> None:
    """Add contents from the headings."""
    SubElement(section, "p", {"class": "tocTitle"}).text = "〔目录〕"
    headings = [p for root in act.body for p in root.walk() if p.level in HEADED]
    top = min(_RANKS[heading.level] for heading in headings)
    for heading in headings:
        label = space.join(filter(None, (heading.num, heading.heading)))
        rank = _RANKS[heading.level] - top + 1
        page_line(section, "p", label, anchor(heading.eid), f"toc toc-{rank}")


def _is_headed(act: Act) -> bool:
    return any(root.level in HEADED for root in act.body)


_MOVED = frozenset((ModType.RENUMBERING,))


def amendment_notes(act: Act, titles: Mapping[str, str]) -> dict[str, list[str]]:
    """The notes by article, one for each decision; `titles` are those of the decisions, by URI."""
    by_article: dict[str, dict[str, list[Change]]] = defaultdict(lambda: defaultdict(list))
    for change in act.changes:
        if change.eid and change.decision in titles:
            by_article[enclosing_article(change.eid)][change.decision].append(change)
    return {
        eid: words
        for eid, decisions in by_article.items()
        if (words := [_words(eid, titles[uri], held) for uri, held in decisions.items() if _tells(held)])
    }


def _tells(changes: list[Change]) -> bool:
    return any(change.type not in _MOVED for change in changes)


def _words(eid: str, title: str, changes: list[Change]) -> str:
    is_new = any(change.type is ModType.INSERTION and change.eid == eid for change in changes)
    return f"〔{chinese_date(changes[0].decided)}《{title}》{'增加' if is_new else '修改'}〕"


BRIEF = 30
"""Conclusions up to this many characters are a signature or a date and stand at the right."""

HEADINGS = {Level.PART: "h3", Level.SUBPART: "h4", Level.CHAPTER: "h5", Level.SECTION: "h6"}
BOLD_NUMBERS = (Level.ARTICLE, Level.LEVEL)


@dataclass
class Setting:
    """The act that is being set.

    `outline` gathers (depth, label, anchor) for the bookmarks, `labels` what the head of the page calls the
    place that begins at an anchor: 第十二条, or nothing for a heading. `paged` lists get the pages;
    `notes` are what the edition says under an article of how it was amended.
    """

    entry: Entry
    act: Act
    space: str
    pending: dict[str, str]
    place: Place
    paged: bool = False
    notes: dict[str, list[str]] = field(default_factory=dict)
    outline: list[tuple[int, str, str]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)

    def anchor(self, eid: str) -> str:
        """The name of a provision's place in the book."""
        return anchor(self.entry.folder, eid)


def set_act(entry: Entry, act: Act, paged: bool = False) -> tuple[Element, Setting]:
    """Make the section of a regulation; the setting tells what it adds to bookmarks and running heads."""
    place = Place(entry.folder, dict(entry.links))
    space = "\u3000" if act.language == "zho" else " "
    notes = amendment_notes(act, dict(entry.decisions)) if entry.decisions else {}
    setting = Setting(entry, act, space, dict(entry.pending), place, paged, notes)
    section = Element("section", {"class": "act", "id": entry.folder})
    if act.language != "zho":
        section.set("lang", "en")
    _add_divisions(section, setting)
    depth = len(entry.place) or 1
    setting.outline.append((depth, entry.title, entry.folder))
    setting.labels[entry.folder] = ""
    _add_front(section, setting)
    for provision in chain(act.preamble, act.body):
        _add_provision(section, provision, setting, depth + 1, [])
    for block in act.conclusions:
        style = "signature" if len(block.text) <= BRIEF else "para"
        _add_block(section, block, setting, "", style, [])
    for attachment in act.attachments:
        _add_attachment(section, attachment, setting, depth + 1)
    return section, setting


def _add_divisions(section: Element, setting: Setting) -> None:
    """The headings of the 章 and 节 of the book that begin with this regulation."""
    for division in setting.entry.opens:
        if division.depth:
            heading = SubElement(section, "p", {"class": f"division division-{division.depth}"})
            heading.set("id", division.anchor)
            heading.text = division.name
            setting.outline.append((division.depth, division.name, division.anchor))


def _add_front(section: Element, setting: Setting) -> None:
    front = setting.act.front
    if not any(line.role == "docTitle" for line in front):
        front = (FrontLine("docTitle", Para((setting.act.title,))), *front)
    history = [line for line in front if line.role == "history"]
    bare = bool(history) and not history[0].para.text.lstrip().startswith(("（", "("))
    for line in front:
        match line.role:
            case "docTitle":
                title = _add_runs_in(section, "h2", "title", line.para, setting)
                title.set("data-title", setting.entry.title)
                title.set("data-class", "\u3000".join(division.name for division in setting.entry.place[:2]))
                if setting.entry.mark:
                    SubElement(section, "p", {"class": "mark"}).text = f"〔{setting.entry.mark}〕"
            case "history":
                p = _add_runs_in(section, "p", "history", line.para, setting)
                if bare and line is history[0]:
                    p.text = "（" + (p.text or "")
                if bare and line is history[-1]:
                    _append(p, "）")
            case "toc":
                add_toc_line(section, line, setting.anchor(line.target), setting.place, setting.paged)
            case role:
                _add_runs_in(section, "p", role, line.para, setting)
    if setting.paged and is_long(setting.act):
        add_contents(section, setting.act, setting.anchor, setting.space)


def _add_runs_in(section: Element, tag: str, style: str, para: Para, setting: Setting) -> Element:
    element = SubElement(section, tag, {"class": style})
    add_runs(element, para.runs, setting.place, "")
    return element


def _append(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _add_attachment(section: Element, attachment: Attachment, setting: Setting, depth: int) -> None:
    annex = SubElement(section, "div", {"class": "annex", "id": setting.anchor(attachment.eid)})
    label = setting.space.join(filter(None, (attachment.num, attachment.heading)))
    setting.outline.append((depth, label or "附件", setting.anchor(attachment.eid)))
    setting.labels[setting.anchor(attachment.eid)] = attachment.num or "附件"
    if attachment.num:
        SubElement(annex, "p", {"class": "annex-num"}).text = attachment.num
    if attachment.heading:
        SubElement(annex, "h3", {"class": "annex-title"}).text = attachment.heading
    for provision in attachment.body:
        _add_provision(annex, provision, setting, depth + 1, [])


def _add_provision(
    parent: Element, provision: Provision, setting: Setting, depth: int, lead: list[Element]
) -> None:
    """Set a provision; `lead` are numbers that wait for the paragraph they run into."""
    if provision.level in HEADED:
        _add_heading(parent, provision, setting, depth)
        depth += 1
    elif provision.num or provision.heading:
        if lead:
            _flush(parent, lead)
        lead.extend(_number(provision, setting))
        if provision.level in BOLD_NUMBERS:
            label = provision.num + provision.heading
            setting.outline.append((depth, label, setting.anchor(provision.eid)))
            setting.labels[setting.anchor(provision.eid)] = provision.num.rstrip("、．.")
        if provision.heading:
            _flush(parent, lead)
    eid = "" if provision.num else provision.eid
    style = "para" if provision.level is not Level.RECITAL else "para recital"
    for block in provision.blocks:
        _add_block(parent, block, setting, provision.eid, style, lead, eid)
        eid = ""
    for child in provision.children:
        _add_provision(parent, child, setting, depth, lead)
    if lead:
        _flush(parent, lead)
    for block in provision.tail:
        _add_block(parent, block, setting, provision.eid, style, lead)
    for words in setting.notes.get(provision.eid, ()):
        SubElement(parent, "p", {"class": "amended prose"}).text = words


def _add_heading(parent: Element, provision: Provision, setting: Setting, depth: int) -> None:
    label = setting.space.join(filter(None, (provision.num, provision.heading)))
    place = setting.anchor(provision.eid)
    heading = SubElement(parent, HEADINGS[provision.level], {"id": place})
    heading.text = label
    _add_pending(heading, provision, setting)
    setting.outline.append((depth, label, place))
    setting.labels[place] = ""


def _number(provision: Provision, setting: Setting) -> list[Element]:
    style = "num bold" if provision.level in BOLD_NUMBERS else "num"
    span = Element("span", {"class": style, "id": setting.anchor(provision.eid)})
    span.text = provision.num + provision.heading
    _add_pending(span, provision, setting)
    if provision.level is Level.ARTICLE and not provision.heading:
        span.tail = setting.space
    return [span]


def _add_pending(element: Element, provision: Provision, setting: Setting) -> None:
    if words := setting.pending.get(provision.period):
        SubElement(element, "span", {"class": "pending"}).text = f"〔{words}〕"


def _flush(parent: Element, lead: list[Element]) -> None:
    p = SubElement(parent, "p", {"class": "para lead"})
    lead[-1].tail = None
    p.extend(lead)
    lead.clear()


def _add_block(
    parent: Element,
    block: Block,
    setting: Setting,
    source: str,
    style: str,
    lead: list[Element],
    eid: str = "",
) -> None:
    if isinstance(block, Table):
        if lead:
            _flush(parent, lead)
        element = add_table(parent, block, setting.place, source)
    else:
        element = SubElement(parent, "p", {"class": style})
        element.extend(lead)
        lead.clear()
        add_runs(element, block.runs, setting.place, source)
    if eid:
        element.set("id", setting.anchor(eid))
