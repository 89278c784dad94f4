"""The contents of an e-book with every 条 in them: pandoc lists headings, and a 条 has none."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from compendium.law.act import Act, Provision
from compendium.law.kinds import HEADED, UNITS

_X = "{http://www.w3.org/1999/xhtml}"
_NAV, _OPF = "EPUB/nav.xhtml", "EPUB/content.opf"
_DATE = re.compile(rb"\s*<dc:date[^<]*</dc:date>")
_ID = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Entry:
    """A provision in the contents: its words, its place, those of the headings above, the nearest first."""

    words: str
    place: str
    above: tuple[str, ...]


def entries_of(act: Act, place: str = "") -> Iterator[Entry]:
    """Every 条 of the body, and every 一、 of a text that has no 条; `place` goes before their names."""
    for root in act.body:
        yield from _below(root, (f"{place}top",), place)
    for attachment in act.attachments:
        for root in attachment.body:
            yield from _below(root, (place + attachment.eid, f"{place}top"), place)


def _below(provision: Provision, above: tuple[str, ...], place: str) -> Iterator[Entry]:
    own = place + provision.eid
    if provision.level in UNITS:
        yield Entry(provision.num + provision.heading, own, above)
    elif provision.level in HEADED:
        for child in provision.children:
            yield from _below(child, (own, *above), place)


def with_entries(epub: bytes, entries: Sequence[Entry], *, dated: bool = True) -> bytes:
    """Put entries into the contents, each below its heading; all else stays byte for byte.

    One that is not `dated` loses the date that pandoc gives it, for nobody knows the day.
    """
    source = zipfile.ZipFile(io.BytesIO(epub))
    parts = [(info, source.read(info)) for info in source.infolist()]
    named = [(name, info.filename) for info, data in parts for name in _ids(info.filename, data)]
    places = {name: (rank, file) for rank, (name, file) in enumerate(named)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for info, data in parts:
            if info.filename == _NAV:
                data = _listed(data, entries, places)
            elif info.filename == _OPF and not dated:
                data = _DATE.sub(b"", data)
            package.writestr(info, data)
    return out.getvalue()


def _ids(name: str, data: bytes) -> list[str]:
    return _ID.findall(data.decode()) if name.startswith("EPUB/text/") else []


def _listed(data: bytes, entries: Sequence[Entry], places: dict[str, tuple[int, str]]) -> bytes:
    """The contents with the entries; `places` say where everything stands in the order of reading."""
    root = etree.fromstring(data)
    items = {_place(link): link.getparent() for link in root.iterfind(f".//{_X}li/{_X}a")}
    for entry in entries:
        # A heading too deep for pandoc's contents is not in them: the next above it takes its place.
        item = next((items[name] for name in entry.above if name in items), None)
        if item is None or entry.place not in places or not entry.words:
            continue
        below = item.find(f"{_X}ol")
        if below is None:
            below = etree.SubElement(item, f"{_X}ol", {"class": "toc"})
        rank, file = places[entry.place]
        line = etree.Element(f"{_X}li")
        link = etree.SubElement(line, f"{_X}a", {"href": f"{file.removeprefix('EPUB/')}#{entry.place}"})
        link.text = entry.words
        ranks = (places.get(_place(other[0]), (0, ""))[0] for other in below)
        below.insert(next((at for at, other in enumerate(ranks) if other > rank), len(below)), line)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype="<!DOCTYPE html>")


def _place(link: etree._Element) -> str:
    """Where a line of the contents leads."""
    return str(link.get("href")).partition("#")[2]
