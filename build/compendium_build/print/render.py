"""Typeset one piece: acts to PDF and an index of what stands where. Runs in worker processes."""

from __future__ import annotations

import gc
import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import pikepdf
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from compendium.akn import parse_act
from compendium.model import Act, Image, Para, Table
from compendium.problems import CompendiumError
from compendium_build.print import justify
from compendium_build.print.fonts import SANS, SERIF, missing_glyphs
from compendium_build.print.inline import BOOK, IMAGES
from compendium_build.print.markup import set_act
from compendium_build.print.pieces import Index, Job, kind_anchor
from compendium_build.print.plan import Entry

POINTS = 0.75
"""Points in a CSS pixel."""


class MissingImage(CompendiumError):
    """A picture named in the text isn't among the files of the work."""

    def __init__(self, entry: Entry, src: str) -> None:
        super().__init__(
            f"《{entry.title}》（{entry.path}）引用的图片 {src} 不在法规库中。"
            f"请把它放进 {entry.folder}/ 目录。"
        )

    def __reduce__(self) -> tuple[type[CompendiumError], tuple[str]]:
        return CompendiumError, (str(self),)


def render_piece(job: Job) -> tuple[bytes, Index]:
    """Typeset a piece."""
    root, body = page_root(job.book, job.piece.kind.chinese)
    outline: list[tuple[int, str, str]] = []
    if job.piece.opens:
        place = kind_anchor(job.piece.kind)
        divider = SubElement(body, "section", {"class": "kind", "id": place})
        SubElement(divider, "h1").text = job.piece.kind.chinese
        outline.append((0, job.piece.kind.chinese, place))
    missing: list[tuple[str, str]] = []
    for position, entry in enumerate(job.piece.entries):
        act = parse_act(job.texts[entry.path], entry.path)
        _check_images(entry, act, job.images)
        section, lines = set_act(entry, act)
        if job.piece.opens and position == 0:
            section.set("class", "act opening")
        body.append(section)
        outline += lines
        missing += [(letter, entry.title) for letter in _missing(section)]
    made = typeset(root, job.images)
    links = {target for entry in job.piece.entries for _, target in entry.links}
    links |= {a.get("href", "").removeprefix(BOOK) for a in root.iter("a")}
    plain = [0, 1] if job.piece.opens else []
    index = Index(made.pages, plain, made.anchors, outline, sorted(links), made.glyphs, missing)
    return made.pdf, index


def page_root(book: str, kind: str) -> tuple[Element, Element]:
    """An empty document and its body."""
    root = Element("html", {"lang": "zh-CN"})
    return root, SubElement(root, "body", {"data-book": book, "data-kind": kind})


@dataclass(frozen=True, slots=True)
class Typeset:
    """A document as PDF: its pages, (page, height) of every anchor, glyphs used by font."""

    pdf: bytes
    pages: int
    anchors: dict[str, tuple[int, float]]
    glyphs: dict[str, list[int]]


def typeset(root: Element, images: dict[str, bytes], *styles: str) -> Typeset:
    """Typeset a tree of HTML elements; nothing but `images` can be loaded."""
    justify.install()
    collecting = gc.isenabled()
    gc.disable()  # layout makes millions of objects that all live to its end: looking for waste is waste
    try:
        with _Faults() as faults:
            sheets = [_style(name) for name in ("book.css", *styles)]
            document = html_document(root, images).render(stylesheets=sheets)
            pdf = document.write_pdf()
        if faults.messages:
            raise CompendiumError("排印失败：" + "；".join(faults.messages))
        return Typeset(_link_by_name(pdf), len(document.pages), _anchors(document), _glyphs(document))
    finally:
        if collecting:
            gc.enable()
            gc.collect()


def html_document(root: Element, images: dict[str, bytes]) -> Any:
    """A document from elements as they are: writing HTML and parsing it back costs a fifth of the time."""
    import cssselect2  # type: ignore[import-untyped]

    html = HTML.__new__(HTML)
    html.base_url = "book:/"
    html.url_fetcher = _Fetcher(images)
    html.media_type = "print"
    html.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    html.etree_element = html.wrapper_element.etree_element
    return html


@cache
def _style(name: str) -> Any:
    text = (files("compendium_build.print") / name).read_text("utf-8")
    return CSS(string=text, url_fetcher=_Fetcher({}))


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Give the pictures at hand, refuse everything else."""

    def __init__(self, images: dict[str, bytes]) -> None:
        super().__init__(fail_on_errors=False)
        self._images = images

    def fetch(self, url: str, headers: object = None) -> Any:
        data = self._images.get(url.removeprefix(IMAGES)) if url.startswith(IMAGES) else None
        if data is None:
            raise ValueError(f"不加载外部内容：{url}")
        return URLFetcherResponse(url, data)


class _Faults(logging.Handler):
    """Collect WeasyPrint's errors, which it only logs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def __enter__(self) -> _Faults:
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)


def _check_images(entry: Entry, act: Act, images: dict[str, bytes]) -> None:
    for para in _paras(act):
        for run in para.runs:
            if isinstance(run, Image) and f"{entry.folder}/{run.src}" not in images:
                raise MissingImage(entry, run.src)


def _paras(act: Act) -> Iterator[Para]:
    yield from (line.para for line in act.front)
    blocks = [block for p in act.provisions() for block in (*p.blocks, *p.tail)]
    for block in (*blocks, *act.conclusions):
        if isinstance(block, Table):
            yield from (para for row in block.rows for cell in row for para in cell.paras)
        else:
            yield block


def _missing(section: Element) -> list[str]:
    headings = [e for e in section.iter() if e.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "th", "caption")]
    sans = "".join("".join(e.itertext()) for e in headings)
    return sorted({*missing_glyphs(section.itertext(), SERIF), *missing_glyphs(sans, SANS)})


def _anchors(document: Any) -> dict[str, tuple[int, float]]:
    found: dict[str, tuple[int, float]] = {}
    for number, page in enumerate(document.pages):
        for name, (_, top, *_rest) in page.anchors.items():
            found.setdefault(name, (number, round((page.height - top) * POINTS, 1)))
    return found


def _glyphs(document: Any) -> dict[str, list[int]]:
    found: dict[str, set[int]] = {}
    for font in document.fonts.values():
        found.setdefault(font.name.decode(), set()).update(font.to_unicode)
    return {name: sorted(glyphs) for name, glyphs in sorted(found.items())}


def _uri(annotation: pikepdf.Object) -> str:
    action = annotation.get("/A")
    return str(action.get("/URI", "")) if action is not None else ""


def _link_by_name(pdf: bytes) -> bytes:
    """Turn the links into the book into links by name, which hold wherever the pages come to stand."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for annotation in page.obj.get("/Annots", ()):
                uri = _uri(annotation)
                if uri.startswith(BOOK):
                    del annotation["/A"]
                    annotation["/Dest"] = pikepdf.String(uri.removeprefix(BOOK))
        for key in ("/Names", "/Outlines"):
            if key in document.Root:
                del document.Root[key]
        out = io.BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()
