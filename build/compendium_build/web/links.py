"""Nothing in the edition leads nowhere: every link, anchor and file is checked with every build.

What a page offers as places to go to, and where it leads, is read from its HTML as ids and addresses. It is
kept beside the folder between builds, so that only pages that have changed are read; where they all lead is
looked up each time, for a page that has not changed may point to what has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

from compendium.law.problems import CompendiumError
from compendium_build.edition.artifacts import MANIFEST, Entries, Verify
from compendium_build.edition.folders import removed_on_failure

# Our pages quote every attribute and escape every quotation mark in text, so attributes can be read without
# building a tree, which would take most of a build; the tests hold this reading against a parser's.
_ATTRIBUTE = re.compile(r"""\s(?P<name>id|href|src|action)="(?P<value>[^"]*)\"""")
_OUTSIDE = frozenset({"http", "https", "mailto"})


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a page: its ids, the places it leads to in other files, and what is wrong within it.

    A place is a path and an anchor, the latter empty for the file as a whole, set as `path#anchor`.
    """

    ids: frozenset[str]
    places: tuple[str, ...]
    faults: tuple[str, ...] = ()


def read_page(path: str, html: str, base_url: str = "") -> Page:
    """Read a page at a path of the edition; addresses that begin with `base_url` are the edition's own.

    >>> read_page("a/b.html", '<p id="x"><a href="../c.html#y">1</a> <a href="#z">2</a>')
    Page(ids=frozenset({'x'}), places=('c.html#y',), faults=('链接 #z 指向的位置不存在',))
    """
    found = [(m["name"], unescape(m["value"])) for m in _ATTRIBUTE.finditer(html)]
    ids = [value for name, value in found if name == "id"]
    known = frozenset(ids)
    faults = [f"编号 {value} 重复" for value in _repeated(ids)]
    places: dict[str, None] = {}
    for address in dict.fromkeys(value for name, value in found if name != "id"):
        place = _place(path, address, base_url)
        if place is None:
            faults.append(f"链接 {address} 不是相对地址")
        elif place.partition("#")[0] != path:
            places[place] = None
        elif (anchor := place.partition("#")[2]) and anchor not in known:
            faults.append(f"链接 {address} 指向的位置不存在")
    places.pop("", None)
    return Page(known, tuple(places), tuple(faults))


def _place(page: str, address: str, base_url: str) -> str | None:
    """The place that an address names; empty when it leads out of the edition, None when not allowed."""
    base = base_url.rstrip("/")
    if base and (address == base or address.startswith(f"{base}/")):
        page, address = "", address[len(base) + 1 :]
        address += "index.html" if not address or address.endswith("/") else ""
    parts = urlsplit(address)
    if parts.scheme in _OUTSIDE:
        return ""
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return None
    path = normpath(f"{dirname(page)}/{unquote(parts.path)}".lstrip("/")) if parts.path else page
    return f"{path}#{unquote(parts.fragment)}" if parts.fragment else path


def _repeated(ids: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for value in ids:
        if value in seen:
            yield value
        seen.add(value)


_SHOWN = 20


class DeadLinks(CompendiumError):
    """Pages of the edition that lead to what isn't there."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        more = f"\n  ……另有 {len(faults) - _SHOWN} 处" if len(faults) > _SHOWN else ""
        shown = "".join(f"\n  {fault}" for fault in faults[:_SHOWN])
        super().__init__(f"网站中有 {len(faults)} 处链接不通，没有发布，原有成品未动：{shown}{more}")


@dataclass
class _Pages:
    """The pages of a folder: what was read now, and the places that earlier reading found in the rest."""

    folder: Path
    base_url: str
    read: dict[str, Page] = field(default_factory=dict)

    def page(self, path: str) -> Page:
        """Read a page, once."""
        if path not in self.read:
            html = (self.folder / path).read_text("utf-8")
            self.read[path] = read_page(path, html, self.base_url)
        return self.read[path]


def check_links(folder: Path, base_url: str = "") -> list[str]:
    """List every broken internal link of the HTML files in a folder, as `page: what is wrong`."""
    files = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    pages = _Pages(folder, base_url)
    html = sorted(path for path in files if path.endswith(".html"))
    return list(_faults(pages, files, {path: pages.page(path).places for path in html}))


def verifier(memory: Path, base_url: str = "") -> Verify:
    """Make a check for `write_target` that remembers in a file what it has read."""
    return partial(_verify, memory, base_url)


def _verify(memory: Path, base_url: str, folder: Path, entries: Entries) -> None:
    held = _recall(memory, base_url)
    pages = _Pages(folder, base_url)
    marks = {path: str(entry["sha256"]) for path, entry in entries.items() if path.endswith(".html")}
    kept = {path: held[path][1] for path, mark in marks.items() if path in held and held[path][0] == mark}
    places = {path: kept[path] if path in kept else pages.page(path).places for path in marks}
    faults = sorted(_faults(pages, {*entries, MANIFEST}, places))
    if faults:
        raise DeadLinks(faults)
    if len(kept) < len(marks) or marks.keys() != held.keys():
        _remember(memory, base_url, marks, places)


def _faults(pages: _Pages, files: Iterable[str], places: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """What is wrong within the pages that were read, and with the places that any page leads to.

    An anchor is looked up where either page was read now; between two that stayed as they were it holds.
    """
    there = frozenset(files)
    fresh = frozenset(pages.read)
    for path in sorted(fresh):
        yield from (f"{path}: {fault}" for fault in pages.page(path).faults)
    for path, leads in places.items():
        for place in leads:
            target, _, anchor = place.partition("#")
            if target not in there:
                yield f"{path}: 链接 {place} 指向的文件不存在"
            elif anchor and (path in fresh or target in fresh) and not _has(pages, target, anchor):
                yield f"{path}: 链接 {place} 指向的位置不存在"


def _has(pages: _Pages, target: str, anchor: str) -> bool:
    return not target.endswith(".html") or anchor in pages.page(target).ids


def _recall(memory: Path, base_url: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The hash and the places of each page as last read; nothing when that can't be read."""
    try:
        held = json.loads(memory.read_bytes())
        if held["base_url"] != base_url:
            return {}
        names: list[str] = held["places"]
        return {
            path: (mark, tuple(names[number] for number in numbers))
            for path, (mark, numbers) in held["pages"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return {}


def _remember(
    memory: Path, base_url: str, marks: Mapping[str, str], places: Mapping[str, tuple[str, ...]]
) -> None:
    numbers: dict[str, int] = {}
    pages = {
        path: (marks[path], [numbers.setdefault(place, len(numbers)) for place in leads])
        for path, leads in places.items()
    }
    text = json.dumps({"base_url": base_url, "places": list(numbers), "pages": pages}, ensure_ascii=False)
    fresh = memory.with_name(f"{memory.name}.new")
    with removed_on_failure(fresh):
        fresh.write_text(text, "utf-8")
        fresh.replace(memory)
