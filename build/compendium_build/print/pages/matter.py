"""The pages before and after the text: what both tell, taken from an edition, and the setting of the former.

What they tell has no page numbers and no layout. Set are half title, title page, imprint, 出版说明, 编辑凡例
and contents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from datetime import date
from xml.etree.ElementTree import Element, SubElement

from compendium.law.days import UNKNOWN_DAY, day_words
from compendium.law.identifiers import Folder
from compendium.law.kinds import AMENDING
from compendium.law.names import quoted
from compendium.law.timeline import OVER, Status, first_day, interval_of, standing, start_of
from compendium.library.catalog import Work
from compendium.library.config import PrintConfig
from compendium.library.facts import Facts
from compendium.library.told_effects import ended_by
from compendium.text.effect_words import ended_by_words
from compendium_build.edition.artifacts import key_of
from compendium_build.edition.edition import Edition
from compendium_build.print.exchange import Exchange
from compendium_build.print.pages.parts import add, page_line, paragraphs, section
from compendium_build.print.plan import PRINTED, Entry, Piece
from compendium_build.print.settings import place_of, print_settings


@dataclass(frozen=True, slots=True)
class Line:
    """A line that leads to a place in the book; `depth` is that of a division, 3 for a regulation."""

    title: str
    anchor: str
    depth: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A regulation as the indexes list it: `name` is its title without the name of the place.

    `year` is 0 and `day` empty where nobody knows them.
    """

    title: str
    name: str
    anchor: str
    year: int
    day: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A text that no longer holds; `anchor` is empty when nothing of it stands in the book.

    `words` say by what, and `by` is the place in the book to which they lead; empty when there is none.
    """

    title: str
    version: str
    until: str
    words: str
    anchor: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What half title, title page, imprint, notes and contents say; `counts` are (kind, how many).

    `volume` is 第一册, empty when there is only one; `leads` says whether the notes stand here.
    """

    title: str
    publisher: str
    as_of: str
    settings: PrintConfig
    counts: tuple[tuple[str, int], ...]
    parts: tuple[str, ...]
    lines: tuple[Line, ...]
    volume: str = ""
    leads: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """What the tables and indexes after the text say; `changed` is None for a first edition."""

    title: str
    repealed: tuple[Ended, ...]
    superseded: tuple[Ended, ...]
    changed: tuple[Ended, ...] | None
    last_edition: str
    listed: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class MatterJob:
    """Pages around the text to typeset, in a format."""

    key: str
    book: str
    size: str
    matter: Front | Back | Exchange


def matter_job(making: str, size: str, matter: Front | Back | Exchange) -> MatterJob:
    """Make what a worker is given; the key holds everything the pages are made from."""
    return MatterJob(key_of(making, size, type(matter).__name__, asdict(matter)), matter.title, size, matter)


def front_of(edition: Edition, pieces: Iterable[Piece]) -> Front:
    """Gather what the front matter says."""
    lines, counts, parts = [], Counter[str](), []
    kinds = {work.folder: work.kind for work in edition.catalog.works}
    for entry in _entries(pieces):
        for division in entry.opens:
            lines.append(Line(division.name, division.anchor, division.depth))
            if division.depth == 0 and division.label:
                parts.append(division.title)
        mark = f"（{entry.mark.partition('，')[0]}）" if entry.mark else ""
        lines.append(Line(entry.title + mark, entry.folder))
        counts[kinds[entry.folder].chinese] += 1
    day = day_words(edition.as_of)
    settings = print_settings(edition)
    told = tuple(counts.most_common())
    return Front(
        title=edition.title,
        publisher=edition.publisher,
        as_of=day,
        settings=settings,
        counts=told,
        parts=tuple(parts),
        lines=tuple(lines),
    )


def back_of(edition: Edition, pieces: Iterable[Piece]) -> Back:
    """Gather what the tables and indexes say."""
    last = print_settings(edition).last_edition
    works = edition.catalog.works
    held = {work.folder: work for work in works}
    in_book = [held[entry.folder] for entry in _entries(pieces)]
    printed = {work.folder for work in in_book}
    return Back(
        title=edition.title,
        repealed=tuple(row for work in works for row in _repealed(edition, work, printed)),
        superseded=tuple(row for work in in_book for row in _superseded(edition, work)),
        changed=tuple(row for work in works for row in changed_since(edition, work, last)) if last else None,
        last_edition=day_words(last) if last else "",
        listed=tuple(_listed(edition, work) for work in in_book),
    )


def _entries(pieces: Iterable[Piece]) -> Iterator[Entry]:
    return (entry for piece in pieces for entry in piece.entries)


def _listed(edition: Edition, work: Work) -> Listed:
    facts = edition.current(work)
    day = first_day(facts)
    name = facts.title.removeprefix(place_of(edition)) or facts.title
    return Listed(
        title=facts.title,
        name=name,
        anchor=work.folder,
        year=0 if day == UNKNOWN_DAY else day.year,
        day="" if day == UNKNOWN_DAY else day.isoformat(),
        number=facts.number,
    )


def _repealed(edition: Edition, work: Work, printed: AbstractSet[Folder]) -> Iterator[Ended]:
    now = edition.standing(work)
    if now.status in OVER and now.ended:
        facts = edition.current(work)
        adopted = f"{day_words(first_day(facts))}"
        end = ended_by(edition.catalog, work)
        told = ended_by_words(end, edition.as_of) if end else ("", "")
        yield Ended(
            title=facts.title,
            version=adopted,
            until=day_words(now.ended),
            words=f"{told[0]}{quoted(end.title)}{told[1]}" if end else now.status.value,
            by=end.work.folder if end and end.work and end.work.folder in printed else "",
        )


def _superseded(edition: Edition, work: Work) -> Iterator[Ended]:
    current = edition.standing(work).index
    for position, facts in enumerate(work.expressions[:current]):
        start, until = interval_of(work.expressions, position)
        since = day_words(start) if start else "另行规定"
        ended = day_words(until) if until else ""
        yield Ended(
            title=facts.title,
            version=since,
            until=ended,
            words=_made_by(work.expressions[position + 1]),
            anchor=work.folder,
        )


def changed_since(edition: Edition, work: Work, last: date) -> Iterator[Ended]:
    """Tell what became of a work between the last edition and this one."""
    then, now = standing(work.expressions, last), edition.standing(work)
    was, stands = then.status in PRINTED and _known(work, last), now.status in PRINTED
    facts = edition.current(work)
    day = start_of(facts)[0] or facts.date
    if stands and not was:
        yield Ended(title=facts.title, version="新收录", until=day_words(day), words="", anchor=work.folder)
    elif stands and then.index != now.index:
        yield Ended(
            title=facts.title, version="修改", until=day_words(day), words=_made_by(facts), anchor=work.folder
        )
    elif was and not stands and now.ended:
        word = "废止" if now.status is Status.REPEALED else "失效"
        yield Ended(title=facts.title, version=word, until=day_words(now.ended), words=_by(facts, now.ended))


def _known(work: Work, day: date) -> bool:
    """Whether a work had been adopted by a day."""
    return min(first_day(facts) for facts in work.expressions) <= day


def _made_by(facts: Facts) -> str:
    made = [event for event in facts.events if event.kind in AMENDING]
    if not made:
        return ""
    last = max(made, key=lambda event: event.date)
    if last.decision:
        return quoted(last.decision)
    return f"{day_words(last.date)}{last.kind.chinese}"


def _by(facts: Facts, day: date) -> str:
    decisions = [event.decision for event in facts.events if event.date == day and event.decision]
    return quoted(decisions[-1]) if decisions else ""


CONTENTS, FOREWORD, NOTES = "front:contents", "front:foreword", "front:notes"


def set_front(body: Element, front: Front) -> list[tuple[int, str, str]]:
    """Add the pages, and tell their bookmarks as (depth, label, anchor)."""
    add(section(body, "half-title"), "p", "　".join(filter(None, (front.title, front.volume))))
    _title_page(section(body, "title-page"), front)
    _imprint(section(body, "imprint"), front)
    marks = _add_words(body, front) if front.leads else []
    contents = section(body, "contents", CONTENTS, "目录")
    add(contents, "h1", "目录")
    for line in front.lines:
        page_line(contents, "p", line.title, line.anchor, f"level-{line.depth}")
    return [*marks, (0, "目录", CONTENTS)]


def _add_words(body: Element, front: Front) -> list[tuple[int, str, str]]:
    foreword = section(body, "words", FOREWORD, "出版说明")
    add(foreword, "h1", "出版说明")
    paragraphs(foreword, front.settings.foreword or _foreword(front))
    notes = section(body, "words", NOTES, "编辑凡例")
    add(notes, "h1", "编辑凡例")
    paragraphs(notes, front.settings.notes or _notes(front))
    return [(0, "出版说明", FOREWORD), (0, "编辑凡例", NOTES)]


def _title_page(page: Element, front: Front) -> None:
    add(page, "h1", front.title)
    if front.settings.subtitle:
        add(page, "p", front.settings.subtitle, "subtitle")
    if front.volume:
        add(page, "p", front.volume, "subtitle")
    SubElement(page, "div", {"class": "rule"})
    add(page, "p", f"（截至{front.as_of}）", "day")
    if editor := front.settings.editor:
        add(page, "p", editor + "" if editor.endswith(("编", "编写", "编纂")) else f"{editor}　编", "editor")
    if press := front.settings.press or front.publisher:
        add(page, "p", press, "press")


def _imprint(page: Element, front: Front) -> None:
    told = front.settings
    if told.cip:
        cip = SubElement(page, "div", {"class": "cip"})
        add(cip, "p", "图书在版编目（CIP）数据", "cip-head")
        paragraphs(cip, told.cip)
    rows = SubElement(page, "table", {"class": "colophon"})
    add(page, "p", front.title, "imprint-title")
    page.remove(rows)
    page.append(rows)
    for name, value in _colophon(front):
        row = SubElement(rows, "tr")
        add(row, "th", name)
        add(row, "td", value)
    for line in told.colophon:
        row = SubElement(rows, "tr")
        name, mark, value = line.partition("：")
        add(row, "th", name if mark else "")
        add(row, "td", value if mark else line)


def _colophon(front: Front) -> Iterator[tuple[str, str]]:
    told = front.settings
    rows = {
        "编者": told.editor,
        "出版": told.press or front.publisher,
        "版次": told.edition,
        "印次": told.printing,
        "书号": f"ISBN {told.isbn}" if told.isbn and not told.isbn.startswith("ISBN") else told.isbn,
        "截至日期": front.as_of,
    }
    yield from ((name, value) for name, value in rows.items() if value)


def _foreword(front: Front) -> list[str]:
    total = sum(number for _, number in front.counts)
    if not total:
        return ["本书没有收录法规。"]
    listed = "、".join(f"{kind}{number}部" for kind, number in front.counts)
    among = f"，其中{listed}" if len(front.counts) > 1 else ""
    parts = "、".join(f"“{title}”" for title in front.parts)
    order = f"全书按使用者分为{parts}各编，编下分章、节，便于查找。" if parts else "全书按法规的性质编排。"
    by = (
        f"由{front.settings.editor or front.publisher}编辑，"
        if front.settings.editor or front.publisher
        else ""
    )
    return [
        f"《{front.title}》{by}收录截至{front.as_of}现行有效和已经公布、尚未施行的法规共{total}部{among}。{order}",
        "本书文本取自公布的正式文本；修改过的法规，取修改后的文本，以前的文本列入书后的目录。"
        "本书与同日发布的网络版出自同一法规库，逐条相同。",
        "引用法规，以制定机关公布的文本为准。",
    ]


def _notes(front: Front) -> list[str]:
    order = (
        "法规按编、章、节排列；一部法规属于几类的，排在其中第一类。同一类内，先按性质、再按标题的拼音排列。"
        if front.parts
        else "法规按性质排列，同一性质的按标题的拼音排列。"
    )
    return [
        f"一、收录范围。本书收录截至{front.as_of}现行有效和已经公布、尚未施行的法规。"
        "已经废止、失效的法规不收正文，列入书后的《废止和失效法规目录》。",
        f"二、编排。{order}",
        "三、题注。标题下括号内是通过、公布、批准、修改的日期和机关，照正式文本排印。",
        "四、编者的说明。正文中〔〕内的文字是编者所加：截至上述日期尚未施行的法规和条款注明施行日期，"
        "暂停施行的注明起止，有效期延长的注明延长至何时；"
        + ("修改过的条文注明修改它的决定；" if front.settings.amendment_notes else "")
        + "不属于法规文本。",
        "五、书眉。左页书眉是编、章，右页书眉是法规标题；外侧的条号是本页条文的起讫。切口的黑色标记指示所在的编。",
        "六、索引。书后有拼音、笔画、年份和文号三种索引，标题前的地名不计。"
        "笔画按国际编码字符集汉字数据库，同笔画的按部首排列。",
    ]
