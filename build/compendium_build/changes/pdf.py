"""A page as PDF, typeset in the fonts of the book."""

from __future__ import annotations

import io
import logging
from typing import Any

import pikepdf
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from compendium.law.problems import CompendiumError
from compendium_build.print.fonts import fonts_key


def pdf_of(page: str) -> bytes:
    """Typeset a page that names no other file; the same page gives the same bytes.

    Raises:
        CompendiumError: a font is missing, or the page can't be typeset.
    """
    fonts_key()
    told = _Told()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(told)
    try:
        made = HTML(string=page, url_fetcher=_Closed()).write_pdf(pdf_tags=True)
    finally:
        logger.removeHandler(told)
    if told.messages:
        raise CompendiumError("排印失败：" + "；".join(told.messages))
    return _settled(made)


class _Closed(URLFetcher):  # type: ignore[misc]
    """Load nothing: a page stands alone."""

    def fetch(self, url: str, headers: object = None) -> Any:
        raise ValueError(f"不加载外部内容：{url}")


class _Told(logging.Handler):
    """Collect WeasyPrint's errors, which it only logs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _settled(made: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(made)) as document:
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
        return out.getvalue()
