"""Ways of damaging a file: its bytes, the members of its archive, the elements of its XML."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from random import Random

from lxml import etree

Change = Callable[[bytes, Random], bytes]
_ODD = (
    *(
        "zz",
        "",
        "-1",
        "0",
        "1" * 50,
        "9" * 5000,
        "1e999",
        "NaN",
        "１２",
        "²",
        "\u202e",
        "../../../etc/passwd",
    ),
    *("http://example.invalid/", "file:///etc/passwd", "FFFF", "D800", "0000", "%1%9%9", "true", "甲" * 3000),
)
_SPLINTERS = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<",
        b"</p>",
        b"<div>" * 300,
        b"]]>",
        b"<!--",
        b"<![CDATA[",
        b"&#x1;",
    ),
    *(
        b"&#1114112;",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"PK\x03\x04",
        b"%PDF-1.7",
        b"{\\rtf1",
        b"\xed\xa0\x80",
    ),
    *(
        "第一条".encode(),
        "（".encode() * 500,
        b"9" * 6000,
        b"\r\n" * 500,
        b"|-|-|\n",
        b"charset=idna",
        b"--b--",
    ),
)


def damaged(data: bytes, random: Random) -> bytes:
    """The file with one to three things changed."""
    for _ in range(random.choice((1, 1, 2, 3))):
        data = random.choice(_CHANGES if data.startswith(b"PK") else _PLAIN)(data, random)
    return data


# ---- bytes


def _flip(data: bytes, random: Random) -> bytes:
    held = bytearray(data)
    for _ in range(random.choice((1, 4, 32)) if held else 0):
        held[random.randrange(len(held))] ^= 1 << random.randrange(8)
    return bytes(held)


def _cut(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _repeat(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:end] * random.choice((1, 2, 50)) + data[end:]


def _shorten(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _splinter(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(_SPLINTERS) + data[at:]


def _swap(data: bytes, random: Random) -> bytes:
    (a, b), (c, d) = sorted((_span(data, random), _span(data, random)))
    return data if b > c else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _noise(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + random.randbytes(end - start) + data[end:]


def _span(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.choice((1, 3, 20, 200, 2000)))


_PLAIN: tuple[Change, ...] = (_flip, _cut, _repeat, _shorten, _splinter, _swap, _noise)


# ---- archives


def _members(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except Exception:  # damaged before
        return {}


def _packed(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, kind)  # without the time of day
    return held.getvalue()


def _in_member(change: Change) -> Change:
    def changed(data: bytes, random: Random) -> bytes:
        members = _members(data)
        names = sorted(name for name in members if name.endswith((".xml", ".rels", ".mht", ".html")))
        if not names:
            return _flip(data, random)
        name = random.choice(names)
        return _packed({**members, name: change(members[name], random)})

    return changed


def _lose(data: bytes, random: Random) -> bytes:
    members = _members(data)
    if not members:
        return _flip(data, random)
    del members[random.choice(sorted(members))]
    return _packed(members)


def _exchange(data: bytes, random: Random) -> bytes:
    members = _members(data)
    if len(members) < 2:
        return _flip(data, random)
    a, b = random.sample(sorted(members), 2)
    return _packed({**members, a: members[b], b: members[a]})


# ---- XML


def _tree(change: Callable[[list[etree._Element], Random], None]) -> Change:
    def changed(data: bytes, random: Random) -> bytes:
        try:
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
            elements = [e for e in root.iter() if isinstance(e.tag, str)]
            change(elements, random)
            return etree.tostring(root)
        except (etree.LxmlError, ValueError, RecursionError):
            return _flip(data, random)

    return changed


def _remove(elements: list[etree._Element], random: Random) -> None:
    chosen = random.choice(elements)
    parent = chosen.getparent()
    if parent is not None:
        parent.remove(chosen)


def _multiply(elements: list[etree._Element], random: Random) -> None:
    chosen = random.choice(elements)
    parent = chosen.getparent()
    for _ in range(random.choice((1, 3, 300))):
        if parent is not None:
            parent.insert(parent.index(chosen), copy.deepcopy(chosen))


def _move(elements: list[etree._Element], random: Random) -> None:
    chosen, into = random.choice(elements), random.choice(elements)
    if chosen not in (into, *into.iterancestors()):
        into.append(chosen)


def _wrap(elements: list[etree._Element], random: Random) -> None:
    chosen = random.choice(elements)
    for _ in range(random.choice((1, 20, 150, 400))):
        parent = chosen.getparent()
        if parent is None:
            return
        outer = etree.Element(chosen.tag)
        parent.replace(chosen, outer)
        outer.append(chosen)
        chosen = outer


def _attribute(elements: list[etree._Element], random: Random) -> None:
    bearing = [element for element in elements if element.attrib]
    if bearing:
        chosen = random.choice(bearing)
        chosen.set(random.choice(sorted(map(str, chosen.attrib))), random.choice(_ODD))


def _rename(elements: list[etree._Element], random: Random) -> None:
    random.choice(elements).tag = random.choice(elements).tag


def _words(elements: list[etree._Element], random: Random) -> None:
    random.choice(elements).text = random.choice(
        (*_ODD, "第一条", "第九九九条　甲", "附件", "目录", "（一）")
    )


_XML = tuple(map(_tree, (_remove, _multiply, _move, _wrap, _attribute, _attribute, _rename, _words)))
_CHANGES: tuple[Change, ...] = (
    *(_in_member(change) for change in (*_XML, *_XML, *_PLAIN)),
    *(_lose, _exchange, _flip, _shorten, _noise),
)
