"""What the first page says of a text: how it stands, where it is published, its fingerprint."""

from __future__ import annotations

import io
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

import segno

from compendium_build.print.names import IMAGES, NOTE


@dataclass(frozen=True, slots=True)
class Origin:
    """`address` is the permanent address of the version, empty while the edition has none."""

    status: str
    address: str
    fingerprint: str


def add_origin(section: Element, origin: Origin, name: str = "") -> dict[str, bytes]:
    """Add the note to the section of a regulation; return the pictures that it needs.

    `name` tells its pictures from those of others in the same document.
    """
    title = next(element for element in section if element.get("class") == "title")
    note = SubElement(title, "span", {"class": NOTE})
    pictures: dict[str, bytes] = {}
    if origin.address:
        pictures[f"qr/{name}"] = qr_code(origin.address)
        SubElement(note, "img", {"src": f"{IMAGES}qr/{name}", "alt": f"二维码：{origin.address}"})
    lines = [origin.status] if origin.status else []
    if origin.address:
        lines.append(f"永久网址 {origin.address}")
    lines.append(f"正文指纹 SHA-256 {grouped(origin.fingerprint)}")
    for position, line in enumerate(lines):
        if position:
            SubElement(note, "br").tail = line
        elif len(note):
            note[-1].tail = line
        else:
            note.text = line
    return pictures


def grouped(fingerprint: str) -> str:
    """Write a fingerprint so that eyes can compare it.

    >>> grouped("0123456789abcdef0123")
    '01234567 89abcdef 0123'
    """
    return " ".join(fingerprint[start : start + 8] for start in range(0, len(fingerprint), 8))


def qr_code(address: str) -> bytes:
    """Draw an address as QR code (ISO/IEC 18004), a PNG of one bit a module.

    The mask is given: trying all of them takes longer than anything else on the page.
    """
    out = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=2).save(out, kind="png", scale=8, border=0)
    return out.getvalue()
