"""The text of a book, read back from its pages: what is shown, by the fonts' own tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from compendium.law.act import Act, Table
from compendium.law.identifiers import CorpusPath, Folder
from compendium_build.edition.edition import Edition
from compendium_build.parity.differences import Difference, squeezed
from compendium_build.parity.lines import notes, pieces

_TOKEN = re.compile(
    rb"/Artifact\s+BMC|\bBDC\b|\bBMC\b|\bEMC\b|/(?P<font>\S+) [\d.]+ Tf"
    rb"|\[(?P<shown>[^\]]*)\] ?TJ|<(?P<one>[0-9a-f]+)> Tj"
)
_HEX = re.compile(rb"<([0-9a-f]*)>")
_ROW = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_MARK = re.compile("〔[^〕]*〕")
_ORIGIN = re.compile("(永久网址[!-~]+)?正文指纹SHA-256[0-9a-f]{64}")
_LEADERS = re.compile(r"(第[一二三四五六七八九十百零〇]+[编章节]|附件)[^.第]{0,60}\.{8,}")
"""What the book adds: the note at the foot of a first page, and the lines of contents."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")


class Book:
    """The volumes of a book, open."""

    def __init__(self, folder: Path) -> None:
        self._pdfs = [pikepdf.open(path) for path in sorted(folder.glob("quanshu*.pdf"))]
        self._maps: dict[tuple[int, int, int], dict[str, str]] = {}
        self._starts: dict[str, tuple[int, int]] = {}
        for at, pdf in enumerate(self._pdfs):
            pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
            for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items():
                self._starts[str(name)] = at, pages[place[0].objgen]

    def text(self, folder: Folder, folders: frozenset[Folder]) -> str | None:
        """The words on the pages of a regulation, without white space; None when it isn't there."""
        if folder not in self._starts:
            return None
        at, first = self._starts[folder]
        starts = sorted(
            page for name, (volume, page) in self._starts.items() if volume == at and name in folders
        )
        ends = [page for page in starts if page > first] or [self._end(at)]
        pages = self._pdfs[at].pages
        return squeezed("".join(self._page(at, pages[page]) for page in range(first, ends[0])))

    def _end(self, at: int) -> int:
        """Where the text of a volume ends and its tables begin."""
        backs = [
            page for name, (volume, page) in self._starts.items() if volume == at and name[:5] == "back:"
        ]
        return min(backs, default=len(self._pdfs[at].pages))

    def _page(self, at: int, page: pikepdf.Page) -> str:
        if "/Contents" not in page.obj:
            return ""
        data = b"\n".join(stream.read_bytes() for stream in page.obj.Contents)
        fonts: Any = page.obj.Resources.get("/Font", {})
        return "".join(_shown(data, {str(name)[1:]: self._map(at, font) for name, font in fonts.items()}))

    def _map(self, at: int, font: pikepdf.Object) -> dict[str, str]:
        key = (at, *font.objgen)
        if key not in self._maps:
            rows = _ROW.findall(font.ToUnicode.read_bytes())
            self._maps[key] = {
                glyph.decode(): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in rows
            }
        return self._maps[key]


def _shown(data: bytes, fonts: dict[str, dict[str, str]]) -> Iterator[str]:
    """What is shown outside of artifacts, in the order of the page."""
    inside: list[bool] = []
    glyphs: dict[str, str] = {}
    for token in _TOKEN.finditer(data):
        if token["font"]:
            glyphs = fonts[token["font"].decode()]
        elif token["shown"] is not None or token["one"]:
            if not any(inside):
                codes = token["one"] or b"".join(_HEX.findall(token["shown"]))
                yield from (
                    glyphs.get(codes[place : place + 4].decode(), "\ufffd")
                    for place in range(0, len(codes), 4)
                )
        elif token[0] == b"EMC":
            inside.pop()
        else:
            inside.append(token[0].startswith(b"/Artifact"))


def book_differences(
    edition: Edition, book: Book, path: CorpusPath, folder: Folder, act: Act
) -> list[Difference]:
    """Where the pages of a regulation are not its text: all paragraphs, in order, nothing between."""
    shown = book.text(folder, edition.folders)
    if shown is None:
        return [Difference(form="print", path=path, place="", expected=act.title, found="")]
    words = [_bare(note, ()) for note in notes(act)]
    shown = _bare(_LEADERS.sub("", _ORIGIN.sub("", shown)), words)
    place, out, started = _after_front(shown, act, words), [], False
    for eid, text in pieces(act):
        wanted = _bare(text, words)
        found = shown.find(wanted, place)
        if found < 0:
            out.append(
                Difference(
                    form="print", path=path, place=eid, expected=wanted[:40], found=shown[place : place + 40]
                )
            )
            started = False
            continue
        between = shown[place:found]
        if started and between and not _may_stand_between(between, act):
            out.append(
                Difference(form="print", path=path, place=eid, expected=wanted[:20], found=between[:40] + "…")
            )
        place, started = found + len(wanted), True
    return out


def _after_front(shown: str, act: Act, words: list[str]) -> int:
    """Where the text begins: after the title and the 题注; the lines of contents are taken out before."""
    place = 0
    for line in act.front:
        if line.role in ("toc", "tocTitle"):
            continue
        text = _bare(line.para.text, words)
        found = shown.find(text, place)
        place = found + len(text) if found >= 0 else place
    return place


def _may_stand_between(words: str, act: Act) -> bool:
    """The heads of tables, which are repeated, titles of annexes, the note on the first page."""
    blocks = [block for p in act.provisions() for block in (*p.blocks, *p.tail)]
    ends = [squeezed("".join(block.text for block in act.conclusions))]
    titles = {squeezed(words) for a in act.attachments for words in (a.num, a.num + a.heading)}
    tables = any(isinstance(block, Table) for block in blocks)
    return tables or bool(act.attachments) or words in (*ends, *titles) or "SHA-256" in words


def _bare(text: str, notes_: list[str] | tuple[str, ...]) -> str:
    """A text without white space, the editors' marks and the words of notes.

    A character of private use is printed as its code point, for no font has it.
    """
    text = _PRIVATE.sub(lambda found: f"U+{ord(found[0]):04X}", _MARK.sub("", squeezed(text)))
    for note in notes_:
        text = text.replace(note, "") if note else text
    return text
