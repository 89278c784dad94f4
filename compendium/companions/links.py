"""Addresses that staff write into their tables."""

from __future__ import annotations

import re

from compendium.toml_table import Table

_OUTSIDE = re.compile(r"https?://[^\s<>\"]+")
_INSIDE = re.compile(r"(?!/)(?!.*\.\.)[^\s<>\":]+")


def outside_link(table: Table, key: str) -> str:
    """An address on another site, which opens with a click."""
    return table.text(key, form=_OUTSIDE, like="https://example.gov.cn/…")


def any_link(table: Table, key: str) -> str:
    """An address on another site, or one in the edition, relative to its root."""
    value = table.text(key)
    if value and not _OUTSIDE.fullmatch(value) and not _INSIDE.fullmatch(value):
        raise table.bad(
            f"“{table.name(key)}”的值“{value}”不是网址，应当以 https:// 开头，"
            "或者是本站之内的地址，如 lists/index.html",
            key,
        )
    return value


def is_outside(link: str) -> bool:
    """Whether an address leads to another site."""
    return bool(_OUTSIDE.fullmatch(link))
