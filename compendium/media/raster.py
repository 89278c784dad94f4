"""Raster pictures: decoded to prove them, then put together again from the parts that their pixels need.

PNG and JPEG are rebuilt without loss, so that nobody's scan gets worse and the same picture has the same
bytes on every machine: what is not needed to show the pixels (comments, EXIF, text, whatever follows the end)
is left out. Other forms are written anew as PNG.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from compendium.media.picture import NotAPicture, Picture

_FORMS = {".png": "PNG", ".jpg": "JPEG", ".gif": "GIF", ".webp": "WEBP", ".bmp": "BMP", ".tif": "TIFF"}
MOST_PIXELS = 60_000_000
"""An A3 page at 600 dpi has 70 million; one at 500 dpi still goes in."""
# The tag of Exif that tells how a camera was held.
_ORIENTATION = 0x0112
_ADVICE = "请用画图等程序打开，另存为 PNG 后再插入"


def clean_raster(data: bytes, suffix: str) -> Picture:
    """Rebuild a raster picture; `suffix` is that of its first bytes."""
    picture, turned, frames = _decoded(data, suffix)
    if suffix == ".png" and frames == 1:
        return _without(_png(data), data, ".png")
    if suffix == ".jpg" and not turned:
        return _without(_jpeg(data), data, ".jpg")
    if suffix in (".gif", ".webp") and frames == 1 and _ends_well(data, suffix):
        return Picture(suffix, data)
    notes = (f"动图只取第一幅（共 {frames} 幅）",) if frames > 1 else ()
    return Picture(".png", _as_png(picture), notes)


def _without(fresh: bytes, data: bytes, suffix: str) -> Picture:
    """A picture put together again; what it lost is told, since somebody may look for it."""
    return Picture(suffix, fresh, () if fresh == data else ("图片以外的附加信息已去掉",))


def _decoded(data: bytes, suffix: str) -> tuple[Image.Image, bool, int]:
    """The first frame, whether EXIF turns it, and how many frames there are."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            opened = Image.open(BytesIO(data), formats=[_FORMS[suffix]])
            if opened.width * opened.height > MOST_PIXELS:
                size = f"{opened.width} × {opened.height}"
                raise NotAPicture(f"图片有 {size} 个像素，超过 {MOST_PIXELS // 10_000} 万的上限，请缩小")
            frames = int(getattr(opened, "n_frames", 1))
            opened.seek(0)
            turned = suffix == ".jpg" and opened.getexif().get(_ORIENTATION, 1) != 1
            picture = ImageOps.exif_transpose(opened) if turned else opened
            picture.load()
    except NotAPicture:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture(f"图片已损坏，或者大得不合情理。{_ADVICE}") from error
    except Exception as error:  # Pillow raises whatever a damaged picture leads it to
        raise NotAPicture(f"图片已损坏，无法解开（{type(error).__name__}）。{_ADVICE}") from error
    return picture, turned, frames


_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(b"IHDR PLTE tRNS gAMA cHRM sRGB sBIT pHYs bKGD IDAT IEND".split())


def _png(data: bytes) -> bytes:
    """The chunks that show the pixels, up to the end of the picture (PNG, 3rd edition, section 5)."""
    out = [_PNG_START]
    at = len(_PNG_START)
    while at + 12 <= len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        kind = data[at + 4 : at + 8]
        chunk = data[at : at + 12 + size]
        if len(chunk) != 12 + size or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise NotAPicture(f"PNG 图片已损坏。{_ADVICE}")
        if kind in _PNG_KEPT:
            out.append(chunk)
        elif not kind[0] & 0x20:
            raise NotAPicture(f"PNG 图片含有不认识的部分。{_ADVICE}")
        at += 12 + size
        if kind == b"IEND":
            break
    return b"".join(out)


_JPEG_ALONE = {0x01, *range(0xD0, 0xD9)}
_JPEG_KEPT = {0xDB, 0xDD, *range(0xC0, 0xC8), *range(0xC9, 0xD0)}
"""Tables of quantisation, restart intervals, frames, Huffman and arithmetic tables."""


def _jpeg(data: bytes) -> bytes:
    """The segments that show the pixels, up to the end of the picture (ITU-T T.81, annex B)."""
    out = [b"\xff\xd8"]
    for marker, segment in _segments(data):
        keep = marker in _JPEG_KEPT or marker in (0xDA, 0xD9)
        keep = keep or (marker == 0xE0 and segment[4:9] == b"JFIF\0" and len(segment) == 18)
        keep = keep or (marker == 0xEE and segment[4:9] == b"Adobe" and len(segment) <= 16)
        keep = keep or (marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0")
        if keep:
            out.append(segment)
    return b"".join(out)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments after the start, a scan with the data that follows it; the end is the last one."""
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            raise NotAPicture(f"JPEG 图片已损坏。{_ADVICE}")
        marker = data[at + 1]
        if marker == 0xFF:  # fill bytes may stand before a marker
            at += 1
            continue
        if marker == 0xD9:
            yield marker, b"\xff\xd9"
            return
        if marker in _JPEG_ALONE:
            at += 2
            continue
        (size,) = struct.unpack(">H", data[at + 2 : at + 4].ljust(2, b"\0"))
        end = at + 2 + size
        if size < 2 or end > len(data):
            raise NotAPicture(f"JPEG 图片已损坏。{_ADVICE}")
        if marker == 0xDA:
            end = _end_of_scan(data, end)
        yield marker, data[at:end]
        at = end
    raise NotAPicture(f"JPEG 图片不完整。{_ADVICE}")


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker after a scan stands; in the scan, FF is followed by 00 or a restart marker."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    return len(data)


def _ends_well(data: bytes, suffix: str) -> bool:
    """Whether a GIF or WebP has nothing but its picture: no comment, no other block, nothing after it."""
    if suffix == ".webp":
        plain = data[12:16] in (b"VP8 ", b"VP8L")
        size = struct.unpack("<I", data[4:8])[0] + 8
        (inner,) = struct.unpack("<I", data[16:20])
        return plain and size == len(data) and inner + 20 + inner % 2 == len(data)
    return _gif_is_plain(data)


def _gif_is_plain(data: bytes) -> bool:
    """Walk the blocks of a GIF (GIF89a, section 17 on): only its picture and how it is shown."""
    at = 13 + (3 * (2 << (data[10] & 7)) if len(data) > 10 and data[10] & 0x80 else 0)
    while at < len(data):
        kind = data[at]
        if kind == 0x3B:
            return at + 1 == len(data)
        if kind == 0x21 and data[at + 1 : at + 2] == b"\xf9":
            at += 2
        elif kind == 0x2C:
            flags = data[at + 9] if at + 9 < len(data) else 0
            at += 10 + (3 * (2 << (flags & 7)) if flags & 0x80 else 0) + 1
        else:
            return False
        while at < len(data) and data[at]:
            at += data[at] + 1
        at += 1
    return False


def _as_png(picture: Image.Image) -> bytes:
    """The picture written anew."""
    plain = picture if picture.mode in ("1", "L", "LA", "P", "RGB", "RGBA") else picture.convert("RGB")
    fresh = Image.new(plain.mode, plain.size)
    if plain.mode == "P" and (palette := plain.getpalette()):
        fresh.putpalette(palette)
    fresh.putdata(list(plain.getdata())) if plain.mode == "1" else fresh.paste(plain)
    out = BytesIO()
    more = {"transparency": plain.info["transparency"]} if "transparency" in plain.info else {}
    fresh.save(out, "PNG", **more)
    return out.getvalue()
