"""From an act to the elements of its pages: every character of the text, in reading order.

Beside the text stand: tables, whose head rows repeat on every page and whose cells are as wide as the text
asks; the contents of one regulation, those of its text or those that a long one without any is given; and,
under an article, what the edition says of the decisions that amended it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from xml.etree.ElementTree import Element, SubElement

from compendium.law.act import Act, Cell, FrontLine, Image, Inline, Para, Provision, Table
from compendium.law.changes import Change, ModType
from compendium.law.days import day_words
from compendium.law.identifiers import NO_EID, EId, Uri
from compendium.law.kinds import HEADED, UNITS, Level
from compendium.law.names import enclosing_article, quoted
from compendium.text import flow
from compendium.text.flow import End, Grid, Heading, Item, Line
from compendium.text.tables import Row, filled, placed, widths
from compendium.text.wording import marked
from compendium_build.print.names import BOOK
from compendium_build.print.pages.inline import Place, add_runs
from compendium_build.print.pages.parts import page_line, slot
from compendium_build.print.plan import Entry, anchor

NARROW, MOST = 18.0, 24.0
"""How wide a narrow column is at most, and all of them together, in em; a page has forty."""
PADDING = 1.2
"""What stands left and right of a cell's text, in em."""


def add_table(parent: Element, table: Table, heads: int, place: Place, source: EId) -> Element:
    """Append a table; its head rows are repeated on every page."""
    element = SubElement(parent, "table")
    if table.caption:
        SubElement(element, "caption").text = table.caption
    rows = filled(table.rows)
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
    """Find columns of dates, numbers and names beside a column of prose, and their widths in em.

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


def _add_rows(parent: Element, rows: Sequence[Row], place: Place, source: EId) -> None:
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
    add_runs(inner, line.para.runs, place, NO_EID)
    if leads and paged:
        slot(p, anchor)


def is_long(act: Act) -> bool:
    """Tell whether a regulation needs contents that its text doesn't have."""
    return len(act.articles) >= LONG and not any(line.role == "toc" for line in act.front) and _is_headed(act)


def add_contents(section: Element, act: Act, anchor: Callable[[EId], str], space: str) -> None:
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


def amendment_notes(act: Act, titles: Mapping[Uri, str]) -> dict[EId, list[str]]:
    """Write the notes by article, one for each decision; `titles` are those of decisions, by URI."""
    by_article: dict[EId, dict[Uri, list[Change]]] = defaultdict(lambda: defaultdict(list))
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


def _words(eid: EId, title: str, changes: list[Change]) -> str:
    is_new = any(change.type is ModType.INSERTION and change.eid == eid for change in changes)
    return f"〔{day_words(changes[0].decided)}{quoted(title)}{'增加' if is_new else '修改'}〕"


HEADINGS = {Level.PART: "h3", Level.SUBPART: "h4", Level.CHAPTER: "h5", Level.SECTION: "h6"}


@dataclass(kw_only=True)
class Setting:
    """The act that is being set.

    `outline` gathers (depth, label, anchor) for the bookmarks, `labels` what the head of the page calls the
    place that begins at an anchor: 第十二条, or nothing for a heading. `paged` lists get the pages;
    `notes` are what the edition says under an article of how it was amended.
    """

    entry: Entry
    act: Act
    space: str
    pending: dict[EId, str]
    place: Place
    paged: bool = False
    notes: dict[EId, list[str]] = field(default_factory=dict)
    outline: list[tuple[int, str, str]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)

    def anchor(self, eid: EId) -> str:
        """Name a provision's place in the book."""
        return anchor(self.entry.folder, eid)


def set_act(entry: Entry, act: Act, paged: bool = False) -> tuple[Element, Setting]:
    """Make the section of a regulation; the setting tells what it adds to bookmarks and running heads."""
    place = Place(entry.folder, dict(entry.links))
    space = "\u3000" if act.language == "zho" else " "
    notes = amendment_notes(act, dict(entry.decisions)) if entry.decisions else {}
    setting = Setting(
        entry=entry,
        act=act,
        space=space,
        pending=marked(act, dict(entry.pending)),
        place=place,
        paged=paged,
        notes=notes,
    )
    section = Element("section", {"class": "act", "id": entry.folder})
    if act.language != "zho":
        section.set("lang", "en")
    _add_divisions(section, setting)
    depth = len(entry.place) or 1
    setting.outline.append((depth, entry.title, entry.folder))
    setting.labels[entry.folder] = ""
    _add_front(section, setting)
    _add_text(section, flow.body(act), setting, depth + 1)
    for each in flow.conclusions(act):
        if isinstance(each, Line):
            style = "signature" if flow.signs(each) else "para"
            add_runs(SubElement(section, "p", {"class": style}), _runs(each), place, NO_EID)
        else:
            add_table(section, each.table, each.heads, place, NO_EID)
    for attachment in act.attachments:
        annex = SubElement(section, "div", {"class": "annex", "id": setting.anchor(attachment.eid)})
        _add_text(annex, flow.annex(attachment, act.language), setting, depth + 1)
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
    front = flow.front(setting.act)
    history = [line for line in front if line.role == "history"]
    bare = bool(history) and not history[0].para.text.lstrip().startswith(("（", "("))
    for line in front:
        match line.role:
            case "docTitle":
                title = _add_runs_in(section, "h2", "title", line.para, setting)
                title.set("data-title", setting.entry.title)
                title.set("data-class", "\u3000".join(division.name for division in setting.entry.place[:2]))
                for words in filter(None, (setting.entry.mark, *setting.entry.told, *setting.entry.ends)):
                    SubElement(section, "p", {"class": "mark"}).text = f"〔{words}〕"
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
    add_runs(element, para.runs, setting.place, NO_EID)
    return element


def _append(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _add_text(parent: Element, items: Iterable[Item], setting: Setting, depth: int) -> None:
    """Set what the walk of the text gives; `depth` is that of its bookmarks."""
    for item in items:
        match item:
            case Heading():
                _add_heading(parent, item, setting, depth)
            case Line():
                _note_leads(item, setting, depth)
                _add_line(parent, item, setting)
            case Grid():
                if item.anchor in setting.pending:
                    _add_pending(SubElement(parent, "p", {"class": "para"}), item.anchor, setting)
                made = add_table(parent, item.table, item.heads, setting.place, item.source)
                if item.anchor:
                    made.set("id", setting.anchor(item.anchor))
            case End():
                for words in setting.notes.get(item.provision.eid, ()):
                    SubElement(parent, "p", {"class": "amended prose"}).text = words


def _add_heading(parent: Element, item: Heading, setting: Setting, depth: int) -> None:
    """编章节 and attachments are headings of the page; the title of a 条 is a line of its own."""
    place, each = setting.anchor(item.eid), item.provision
    if each is None:
        setting.outline.append((depth, item.text or "附件", place))
        setting.labels[place] = item.num or "附件"
        if item.num:
            SubElement(parent, "p", {"class": "annex-num"}).text = item.num
        if item.heading:
            SubElement(parent, "h3", {"class": "annex-title"}).text = item.heading
        return
    if each.level in HEADED:
        heading = SubElement(parent, HEADINGS[each.level], {"id": place})
        heading.text = item.text
        _add_pending(heading, each.eid, setting)
        setting.outline.append((depth + item.depth, item.text, place))
        setting.labels[place] = ""
        return
    p = SubElement(parent, "p", {"class": "para lead"})
    p.append(_number(each, item.text, setting))
    if each.level in UNITS:
        setting.outline.append((depth + item.depth, item.text, place))
        setting.labels[place] = each.num.rstrip("、．.")


def _note_leads(line: Line, setting: Setting, depth: int) -> None:
    """Enter the numbers of a line among the bookmarks and running heads."""
    for lead in line.leads:
        each = lead.provision
        if each.level in UNITS:
            setting.outline.append((depth + lead.depth, each.num, setting.anchor(each.eid)))
            setting.labels[setting.anchor(each.eid)] = each.num.rstrip("、．.")


def _add_line(parent: Element, line: Line, setting: Setting) -> None:
    each = line.provision
    style = "para lead" if line.para is None else "para"
    if each is not None and each.level is Level.RECITAL:
        style += " recital"
    p = SubElement(parent, "p", {"class": style})
    for lead in line.leads:
        number = _number(lead.provision, lead.provision.num, setting)
        number.tail = lead.gap or None
        p.append(number)
    if line.para is None:
        p[-1].tail = None
        return
    if line.anchor:
        p.set("id", setting.anchor(line.anchor))
        _add_pending(p, line.anchor, setting)
    add_runs(p, line.para.runs, setting.place, line.source)


def _runs(line: Line) -> tuple[Inline, ...]:
    return line.para.runs if line.para else ()


def _number(each: Provision, words: str, setting: Setting) -> Element:
    style = "num bold" if each.level in UNITS else "num"
    span = Element("span", {"class": style, "id": setting.anchor(each.eid)})
    span.text = words
    _add_pending(span, each.eid, setting)
    return span


def _add_pending(element: Element, eid: EId, setting: Setting) -> None:
    """Say behind a number or a heading, or where a 款 begins that has none, that it does not hold now."""
    if words := setting.pending.get(eid):
        SubElement(element, "span", {"class": "pending"}).text = f"〔{words}〕"
