"""Lay out HTML elements with WeasyPrint: nothing comes from outside, no error is passed over."""

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

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from compendium.law.problems import CompendiumError
from compendium_build.print.pages.inline import IMAGES
from compendium_build.print.weasy import lines as justify
from compendium_build.print.weasy import patches as staying
from compendium_build.print.weasy import patches as swapping


def page_root(book: str, part: str) -> tuple[Element, Element]:
    """An empty document and its body."""
    root = Element("html", {"lang": "zh-CN"})
    return root, SubElement(root, "body", {"data-book": book, "data-class": part})


@contextmanager
def laid_out(root: Element, images: dict[str, bytes], *styles: str) -> Iterator[Any]:
    """Lay out a tree of HTML elements; nothing but `images` can be loaded."""
    justify.install()
    staying.install()
    collecting = gc.isenabled()
    gc.disable()  # layout makes millions of objects that all live to its end: looking for waste is waste
    try:
        with _Faults() as faults, swapping.for_the_book():
            sheets = [_style(name) for name in ("book.css", "origin.css", *styles)]
            yield html_document(root, images).render(stylesheets=sheets, font_config=_fonts())
        if faults.messages:
            raise CompendiumError("排印失败：" + "；".join(faults.messages))
    finally:
        justify.forget()
        if collecting:
            gc.enable()


def _fonts() -> Any:
    """The fonts of this thread: looking them up anew for every document would cost more than drawing it."""
    if not hasattr(_held, "fonts"):
        _held.fonts = FontConfiguration()
    return _held.fonts


_held = threading.local()


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
