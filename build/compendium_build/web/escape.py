"""Text into HTML so that a parser reads back exactly the same characters."""

from __future__ import annotations

from html import escape


def text_html(text: str) -> str:
    """Escape text for content or a quoted attribute.

    >>> text_html('<b>"甲"&')
    '&lt;b&gt;&quot;甲&quot;&amp;'
    """
    escaped = escape(text)
    # An HTML parser reads a bare carriage return as a line feed.
    return escaped.replace("\r", "&#13;") if "\r" in escaped else escaped
