"""The 修改情况说明 in words, as plain values, and as pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from compendium.days import day_words
from compendium.numerals import to_chinese
from compendium.timeline import Status
from compendium.titles import quoted
from compendium_build.changes.between import GROUP_NAMES, Between, Group, Item, State
from compendium_build.changes.html import templates
from compendium_build.changes.wordfile import LANDSCAPE, word_file
from compendium_build.changes.wordml import Element, table, table_cell, table_row, words

HEADS = ("序号", "名称", "性质", "情况", "依据", "改动")
_WIDTHS = (5, 27, 10, 24, 20, 15)
NOTHING = "两个状态之间没有变动。"


@dataclass(frozen=True, slots=True)
class Section:
    """A group of items under its heading, 一、新收录（3 件）; columns that would be empty are left out."""

    heading: str
    items: tuple[Item, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of its columns."""
        return tuple(HEADS[at] for at in self._columns())

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The cells of its rows."""
        columns = self._columns()
        return [tuple(row[at] for at in columns) for row in self._all()]

    @property
    def widths(self) -> tuple[int, ...]:
        """How wide its columns are, in parts."""
        return tuple(_WIDTHS[at] for at in self._columns())

    def _columns(self) -> list[int]:
        rows = self._all()
        return [at for at in range(len(HEADS)) if any(row[at] for row in rows)]

    def _all(self) -> list[tuple[str, ...]]:
        return [_cells(at, item) for at, item in enumerate(self.items, 1)]


def _cells(at: int, item: Item) -> tuple[str, ...]:
    return str(at), quoted(item.title), item.kind.chinese, item.words, item.decision, item.extent


def title_of(found: Between) -> str:
    """《上海城市法规全书》修改情况说明."""
    return f"{quoted(found.after.edition.title)}修改情况说明"


def lead_of(found: Between) -> tuple[str, ...]:
    """The paragraphs before the tables: which states, how many of each, how many hold."""
    before, after = found.before, found.after
    span = f"本说明比较两个状态：{_state(before)}；{_state(after)}。"
    counted = Counter(item.group for item in found.items)
    said = "，".join(f"{GROUP_NAMES[group]} {counted[group]} 件" for group in Group if counted[group])
    held = f"现行有效的由 {_in_force(before)} 件变为 {_in_force(after)} 件。"
    return span, f"其间：{said}。{held}" if said else f"{NOTHING}现行有效的 {_in_force(after)} 件。"


def _state(state: State) -> str:
    day = day_words(state.day)
    return f"截至{day}" if state.label in ("", state.day.isoformat()) else f"{state.label}（截至{day}）"


def _in_force(state: State) -> int:
    edition = state.edition
    return sum(edition.standing(work).status is Status.IN_FORCE for work in edition.catalog.works)


def sections(found: Between) -> list[Section]:
    """The groups that have items, numbered 一、二、."""
    groups = [group for group in Group if found.of(group)]
    return [
        Section(f"{to_chinese(at)}、{GROUP_NAMES[group]}（{len(found.of(group))} 件）", found.of(group))
        for at, group in enumerate(groups, 1)
    ]


def between_object(found: Between) -> dict[str, Any]:
    """Plain values for JSON."""
    counted = Counter(item.group for item in found.items)
    return {
        "title": title_of(found),
        "before": _state_object(found.before),
        "after": _state_object(found.after),
        "counts": {group.value: counted[group] for group in Group},
        "items": [
            {
                "group": item.group.value,
                "title": item.title,
                "kind": item.kind.value,
                "words": item.words,
                "decision": item.decision or None,
                "extent": item.extent or None,
                "path": item.path,
                "link": item.link or None,
            }
            for item in found.items
        ],
    }


def _state_object(state: State) -> dict[str, Any]:
    return {
        "label": state.label,
        "as_of": state.day.isoformat(),
        "revision": state.edition.revision,
        "in_force": _in_force(state),
        "works": len(state.edition.catalog.works),
    }


def between_html(found: Between) -> bytes:
    """The web page."""
    return _page("edition.html", found).encode()


def between_print(found: Between) -> str:
    """The page that becomes the PDF."""
    return _page("edition_print.html", found)


def _page(name: str, found: Between) -> str:
    told = {"title": title_of(found), "lead": lead_of(found), "sections": sections(found)}
    return templates().get_template(name).render(**told)


def between_word(found: Between) -> bytes:
    """The Word file."""
    title = title_of(found)
    blocks = [words(title, "Title"), *(words(said, "LawText") for said in lead_of(found))]
    for section in sections(found):
        blocks += [words(section.heading, "Heading1"), _table(section)]
    return word_file(title, blocks, LANDSCAPE)


def _table(section: Section) -> Element:
    whole = sum(section.widths)
    widths = [LANDSCAPE.measure * part // whole for part in section.widths]
    made = table(widths)
    head = table_row(made, heads=True)
    for name, width in zip(section.heads, widths, strict=True):
        table_cell(head, width, [words(name, "Head")], shaded=True)
    for cells in section.rows:
        row = table_row(made, whole=True)
        for text, width in zip(cells, widths, strict=True):
            table_cell(row, width, [words(text)])
    return made
