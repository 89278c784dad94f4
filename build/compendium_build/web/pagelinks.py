"""What a page offers as places to go to, and where it leads: ids and addresses, read from its HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

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
