"""One door for every picture: known by its bytes, whatever its name says, and made clean or refused."""

from __future__ import annotations

from dataclasses import dataclass

from compendium.law.problems import CompendiumError

PICTURES = (".png", ".jpg", ".gif", ".webp", ".svg")
"""The suffixes that a picture of a text can have when it is stored; each is that of its content."""
FILES = (*PICTURES, ".mp4", ".webm", ".pdf")
"""What may stand in a work's media folder: pictures, and what 解读材料 show."""
LARGEST = 50 * 1024 * 1024
"""Bytes; a page scanned in colour at 600 dpi has a fifth of it."""


class NotAPicture(CompendiumError):
    """Bytes that are no picture, or one that cannot be made clean; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it may be published: the suffix of its content, its bytes, what was left out of it."""

    suffix: str
    data: bytes
    notes: tuple[str, ...] = ()


def suffix_of(data: bytes) -> str:
    """The suffix that the first bytes stand for; empty when they are of no form that is known here.

    >>> suffix_of(b"GIF89a..."), suffix_of(b"<html>")
    ('.gif', '')
    """
    for start, suffix in _STARTS:
        if data.startswith(start):
            return suffix
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    if data[4:8] == b"ftyp":
        return ".mp4"
    return ".svg" if _looks_like_svg(data) else ""


_STARTS = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
    (b"BM", ".bmp"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"\x01\0\0\0", ".emf"),
    (b"\xd7\xcd\xc6\x9a", ".wmf"),
    (b"\x01\0\x09\0", ".wmf"),
    (b"%PDF-", ".pdf"),
    (b"\x1aE\xdf\xa3", ".webm"),
)
_RASTER = (".png", ".jpg", ".gif", ".webp", ".bmp", ".tif")


def _looks_like_svg(data: bytes) -> bool:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and b"<svg" in data[:65_536].lower() and b"<html" not in head.lower()


def clean_picture(data: bytes) -> Picture:
    """Make a picture clean: of a raster picture all that its pixels need, of SVG what is on a list.

    The same bytes always give the same; what is clean already comes back as it is.

    Raises:
        NotAPicture: it is none, it is damaged, or its form cannot be published.
    """
    if len(data) > LARGEST:
        raise NotAPicture(f"图片有 {len(data) // 1024 // 1024} MB，超过 {LARGEST // 1024 // 1024} MB 的上限")
    suffix = suffix_of(data)
    if suffix in _RASTER:
        from compendium.media.raster import clean_raster

        return clean_raster(data, suffix)
    if suffix == ".svg":
        from compendium.media.svg import clean_svg

        return clean_svg(data)
    if suffix in (".emf", ".wmf"):
        raise NotAPicture(
            f"是 {suffix[1:].upper()} 图（Word 的矢量图），网页和书都不能显示。"
            "请在 Word 中把它另存为 PNG 图片，再插入原处"
        )
    raise NotAPicture("不是图片（按内容辨认，与扩展名无关），不能收入。请换成 PNG、JPEG 或 SVG 图片")


def fault_of(name: str, data: bytes) -> str:
    """Why a file may not be published under its name; empty when it may."""
    suffix = "." + name.rpartition(".")[2].lower() if "." in name else ""
    suffix = ".jpg" if suffix == ".jpeg" else suffix
    if suffix not in FILES:
        return f"扩展名不在可以公布的之列（{'、'.join(FILES)}）"
    found = suffix_of(data)
    if found != suffix:
        return f"内容不是 {suffix[1:].upper()}" + (f"，而是 {found[1:].upper()}" if found else "")
    if suffix not in PICTURES:
        return ""
    try:
        picture = clean_picture(data)
    except NotAPicture as error:
        return str(error)
    if picture.data != data:
        found = "、".join(note.removesuffix("已去掉").strip() for note in picture.notes)
        return f"含有图片以外的内容（{found or '与去掉附加信息之后的不同'}）"
    return ""
