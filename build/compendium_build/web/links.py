"""Check that nothing in a folder of pages leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from os.path import normpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

_ADDRESSES = ("href", "src")


def check_links(folder: Path) -> list[str]:
    """List every broken internal link of the HTML files in a folder, as `page: what is wrong`."""
    pages = {path: _read(path) for path in sorted(folder.rglob("*.html"))}
    anchors = {path: frozenset(ids) for path, (ids, _) in pages.items()}
    return [
        f"{path.relative_to(folder).as_posix()}: {fault}"
        for path, (ids, addresses) in pages.items()
        for fault in (*_repeated(ids), *filter(None, map(partial(_fault, folder, path, anchors), addresses)))
    ]


def _read(path: Path) -> tuple[list[str], list[str]]:
    """The ids and the addresses of a page."""
    tree = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    ids, addresses = [], []
    for element in tree.iter("*"):
        if (name := element.get("id")) is not None:
            ids.append(name)
        addresses += [value for key in _ADDRESSES if (value := element.get(key)) is not None]
    return ids, list(dict.fromkeys(addresses))


def _repeated(ids: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for value in ids:
        if value in seen:
            yield f"编号 {value} 重复"
        seen.add(value)


def _fault(folder: Path, page: Path, anchors: dict[Path, frozenset[str]], address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme in ("http", "https", "mailto"):
        return ""
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return f"链接 {address} 不是相对地址"
    target = page
    if parts.path:
        target = Path(normpath(page.parent / unquote(parts.path)))
    if not target.is_relative_to(folder) or not target.is_file():
        return f"链接 {address} 指向的文件不存在"
    anchor = unquote(parts.fragment)
    if anchor and anchor not in anchors.get(target, frozenset()):
        return f"链接 {address} 指向的位置不存在"
    return ""
