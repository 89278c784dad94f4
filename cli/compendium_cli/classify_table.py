"""The table of proposed classes that staff edit: written so that Excel opens it, read as Excel saves it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from compendium.editing.class_proposals import Proposal
from compendium.editing.classifying import Classing, class_words
from compendium.law.names import quoted
from compendium.law.problems import CompendiumError
from compendium.library.catalog import Catalog, UnknownWork
from compendium.library.classes import ClassPath, UnknownClass, find_class, path_words

COLUMNS = ("目录", "题名", "性质", "原分类", "分类", "缘由", "建议", "把握", "建议的理由")
SURE, UNSURE = "建议", "拿不准，请填写"
BY_HAND = "工作人员归类"
_NEEDED = ("目录", "原分类", "分类")
_LISTED = re.compile(r"[、;；,，\s]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class BadTable(CompendiumError):
    """A table with rows that can't be taken; all of them are named, and none is taken."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        listed = "\n  ".join(faults)
        super().__init__(f"{path.name} 有 {len(faults)} 处不对，没有写入：\n  {listed}")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a table asks for; `empty` rows have no class yet, `same` are as they were."""

    items: tuple[Classing, ...]
    empty: int
    same: int


def table_bytes(path: Path, proposals: Sequence[Proposal], paths: dict[str, ClassPath]) -> bytes:
    """Write the table, with tabs where the name ends in .tsv; UTF-8 with its mark, so that Excel knows it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t" if path.suffix.lower() == ".tsv" else ",", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in proposals:
        held = "、".join(each.work.expressions[-1].subjects)
        best = path_words(paths[each.best]) if each.best else ""
        row = (each.work.folder, each.work.title, each.work.kind.chinese, held, each.best, "", best)
        writer.writerow(map(_plain, (*row, SURE if each.best else UNSURE, each.reason)))
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def read_table(path: Path, catalog: Catalog, paths: dict[str, ClassPath]) -> Taken:
    """Read a table that staff have edited.

    Raises:
        BadTable: a row names no work or no class, or was made when the work had other classes.
    """
    rows = _rows(path)
    items: dict[str, Classing] = {}
    faults: list[str] = []
    empty = same = 0
    for line, row in rows:
        try:
            item = _item(row, catalog, paths)
        except (UnknownWork, UnknownClass, _Fault) as error:
            faults.append(f"第 {line} 行：{error}")
            continue
        if item is None:
            empty += 1
        elif item.classes == item.work.expressions[-1].subjects:
            same += 1
        elif item.work.folder in items:
            faults.append(f"第 {line} 行：{quoted(item.work.title)}在前面的行里已经写过")
        else:
            items[item.work.folder] = item
    if faults:
        raise BadTable(path, faults)
    return Taken(tuple(items.values()), empty, same)


class _Fault(CompendiumError):
    """What is wrong with a row."""


def _item(row: dict[str, str], catalog: Catalog, paths: dict[str, ClassPath]) -> Classing | None:
    words = row["分类"].strip()
    if not words:
        return None
    work = catalog.find(row["目录"].strip())
    held = "、".join(work.expressions[-1].subjects)
    if row["原分类"].strip() != held:
        now = held or "（无）"
        raise _Fault(f"{quoted(work.title)}现在的分类是{now}，与表中的“原分类”不同；请重新列表")
    classes = classes_named(paths, [words])
    return Classing(work, classes, _reason(row, class_words(paths, classes)))


def _reason(row: dict[str, str], chosen: str) -> str:
    """Why: what staff wrote, or that they took what was proposed for its reasons, or chose otherwise."""
    said = {name: " ".join(row.get(name, "").split()) for name in ("缘由", "建议", "建议的理由")}
    if said["缘由"]:
        return said["缘由"]
    return f"依建议：{said['建议的理由']}" if said["建议"] == chosen else BY_HAND


def classes_named(paths: dict[str, ClassPath], words: Sequence[str]) -> tuple[str, ...]:
    """Find the classes that words name, each one or several: 公共空间、海绵城市.

    Raises:
        UnknownClass: one of them is none.
    """
    found: dict[str, None] = {}
    for said in words:
        try:
            names = [find_class(paths, said).id]
        except UnknownClass:
            parts = [part for part in _LISTED.split(said.strip()) if part]
            if len(parts) < 2:
                raise
            names = [find_class(paths, part).id for part in parts]
        found |= dict.fromkeys(names)
    return tuple(found)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the head, each with its line; empty ones are left out."""
    text = _text(path)
    head = text.partition("\n")[0]
    mark = max("\t,;", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    names = [name.strip() for name in next(reader, [])]
    if missing := [name for name in _NEEDED if name not in names]:
        lacking = "”“".join(missing)
        raise BadTable(path, [f"第 1 行：没有“{lacking}”一列；请用 --write 写出的表，不要改第一行"])
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                padded = [*cells, *[""] * (len(names) - len(cells))]
                yield reader.line_num, dict(zip(names, padded, strict=False))
    except csv.Error as error:
        raise BadTable(path, [f"第 {reader.line_num} 行：引号不成对，或者含有控制字符"]) from error


def _text(path: Path) -> str:
    """The characters of a table as Excel and WPS save it: UTF-8, Unicode text, or GB18030."""
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    if data.startswith(b"PK"):
        raise BadTable(path, ["是 Excel 工作簿；在 Excel 里另存为“CSV UTF-8（逗号分隔）”"])
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadTable(path, ["不是文本表格；在 Excel 里另存为“CSV UTF-8（逗号分隔）”"])
