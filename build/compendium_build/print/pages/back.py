"""The pages after the text: repealed and superseded texts, changes, indexes by 拼音, 笔画, 年份和文号."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from compendium.law.days import UNKNOWN
from compendium_build.print.names import BOOK
from compendium_build.print.pages.matter import Back, Ended, Listed
from compendium_build.print.pages.parts import add, page_line, section, slot, table
from compendium_build.print.pages.strokes import stroke_keys

_DIGITS = re.compile(r"\d+")
_MARKS = re.compile(r"[\W_]+")

Key = tuple[str, list[object]]
"""The heading under which a regulation is listed, and what it is sorted by."""


def set_back(body: Element, back: Back) -> list[tuple[int, str, str]]:
    """Add the pages, and tell their bookmarks as (depth, label, anchor)."""
    marks: list[tuple[int, str, str]] = []

    def opened(name: str, title: str, style: str = "back") -> Element:
        made = section(body, style, f"back:{name}", title)
        add(made, "h1", title)
        marks.append((0, title, f"back:{name}"))
        return made

    if back.changed is not None:
        made = opened("changed", f"{back.last_edition}以来的变动")
        _ended(made, back.changed, ("法规", "变动", "日期", "依据", "页码"), "上一版以来没有变动。")
    _ended(
        opened("repealed", "废止和失效法规目录"),
        back.repealed,
        ("法规", "通过或者公布", "废止或者失效", "依据"),
        "没有废止、失效的法规。",
    )
    if back.superseded:
        heads = ("法规（修改前的文本）", "施行", "失效", "修改依据", "页码")
        _ended(opened("superseded", "修改前文本目录"), back.superseded, heads, "")
    _grouped(opened("pinyin", "拼音索引", "back index"), back.listed, pinyin_key)
    strokes = stroke_keys({letter for row in back.listed for letter in row.name})
    _grouped(opened("strokes", "笔画索引", "back index"), back.listed, lambda row: stroke_key(row, strokes))
    _years(opened("years", "年份和文号索引"), back.listed)
    return marks


def pinyin_key(row: Listed) -> Key:
    """Tell the letter under which a regulation is listed, and its place there."""
    from pypinyin import lazy_pinyin

    words = lazy_pinyin(_MARKS.sub("", row.name))
    first = words[0][:1].upper() if words else ""
    return (first if first.isascii() and first.isalpha() else "其他"), [words, row.title]


def stroke_key(row: Listed, keys: dict[str, tuple[int, int, int, int]]) -> Key:
    """Tell the stroke count under which a regulation is listed, and its place there."""
    held = [keys[letter] for letter in _MARKS.sub("", row.name)]
    strokes = held[0][0] if held else 0
    return (f"{strokes}画" if strokes else "其他"), [strokes or 99, held, row.title]


def _grouped(
    parent: Element, rows: Iterable[Listed], key: Callable[[Listed], tuple[str, list[object]]]
) -> None:
    columns = SubElement(parent, "div", {"class": "columns"})
    keyed = sorted(((*key(row), row) for row in rows), key=lambda row: row[1])
    for head, group in groupby(keyed, key=lambda row: row[0]):
        add(columns, "h2", head)
        for _, _, row in group:
            page_line(columns, "p", row.name, row.anchor, "indexed")


def _years(parent: Element, rows: Sequence[Listed]) -> None:
    body = table(parent, ("通过或者公布", "文号", "法规", "页码"), "listed")
    keyed = sorted(rows, key=lambda row: (not row.year, row.year, _number(row.number), row.day, row.title))
    for year, group in groupby(keyed, key=lambda row: row.year):
        head = f"{year}年" if year else UNKNOWN
        add(SubElement(body, "tr", {"class": "year"}), "th", head).set("colspan", "4")
        for row in group:
            tr = SubElement(body, "tr")
            for text in (row.day, row.number):
                add(tr, "td", text)
            link = SubElement(SubElement(tr, "td"), "a", {"href": f"{BOOK}{row.anchor}"})
            link.text = row.title
            slot(SubElement(tr, "td", {"class": "page"}), row.anchor)


def _number(number: str) -> tuple[int, ...]:
    """A 文号 by its numbers; what has none comes last."""
    return tuple(int(digits) for digits in _DIGITS.findall(number)) or (10**9,)


def _ended(parent: Element, rows: Sequence[Ended], heads: Sequence[str], empty: str) -> None:
    if not rows:
        add(parent, "p", empty, "none")
        return
    body = table(parent, heads, "ended changes" if "变动" in heads else "ended")
    for row in rows:
        tr = SubElement(body, "tr")
        cells = (row.title, row.version, row.until, row.words)
        for text in cells[:-1]:
            add(tr, "td", text)
        if row.by:
            add(SubElement(tr, "td"), "a", row.words).set("href", f"{BOOK}{row.by}")
        else:
            add(tr, "td", row.words)
        if len(heads) == 5:
            cell = SubElement(tr, "td", {"class": "page"})
            if row.anchor:
                slot(cell, row.anchor)
