"""Lay out HTML with WeasyPrint: nothing comes from outside, no error is passed over."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import cssselect2  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from compendium.law.problems import CompendiumError
from compendium_build.print.names import BOOK, IMAGES
from compendium_build.print.weasy import footnotes, lines
from compendium_build.print.weasy.patches import for_the_book


def page_root(book: str, part: str) -> tuple[Element, Element]:
    """Make an empty document and its body."""
    root = Element("html", {"lang": "zh-CN"})
    return root, SubElement(root, "body", {"data-book": book, "data-class": part})


@contextmanager
def laid_out(root: Element, images: dict[str, bytes], *styles: str) -> Iterator[Any]:
    """Lay out a tree of HTML elements; nothing but `images` can be loaded.

    Raises:
        CompendiumError: WeasyPrint tells of an error, there or in what is done with the document.
    """
    lines.install()
    footnotes.install()
    collecting = gc.isenabled()
    gc.disable()  # layout makes millions of objects that all live to its end: looking for waste is waste
    try:
        with _no_faults(), for_the_book():
            sheets = [_style(name) for name in ("book.css", "origin.css", *styles)]
            yield _html(root, images).render(stylesheets=sheets, font_config=_fonts())
    finally:
        lines.forget()
        if collecting:
            gc.enable()


def plainly_laid_out(root: Element) -> Any:
    """Lay out elements without style, pictures or anything of the book's."""
    return _html(root, {}).render()


def pdf_of(page: str) -> bytes:
    """Set a page of HTML that names no other file, as WeasyPrint sets it, as a tagged PDF.

    Raises:
        CompendiumError: WeasyPrint tells of an error.
    """
    with _no_faults():
        made: bytes = HTML(string=page, url_fetcher=_Fetcher({})).write_pdf(pdf_tags=True)
    return made


def _fonts() -> Any:
    """The fonts of this thread: looking them up anew for every document would cost more than drawing it."""
    if not hasattr(_held, "fonts"):
        _held.fonts = FontConfiguration()
    return _held.fonts


_held = threading.local()


def _html(root: Element, images: dict[str, bytes]) -> Any:
    """A document from elements as they are: writing HTML and parsing it back costs a fifth of the time."""
    html = HTML.__new__(HTML)
    html.base_url = f"{BOOK}/"
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


@contextmanager
def _no_faults() -> Iterator[None]:
    """Raise what WeasyPrint logs as errors within this, when it is done."""
    faults = _Faults()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(faults)
    try:
        yield
    finally:
        logger.removeHandler(faults)
    if faults.messages:
        raise CompendiumError("排印失败：" + "；".join(faults.messages))
