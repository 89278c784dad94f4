"""Formulas in web pages: MathML, LaTeX, and pictures of formulas.

Their characters without their places would be another formula: of a fraction A over B nothing but AB would be
left. So they are refused, as those of Word files are.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from compendium.intake.html_walk import Element, all_text
from compendium.intake.source import SourceRefused, squeeze

_CLASSES = re.compile(r"(?:^|\s)(?:katex|mjx|mathjax|mwe-math|math-tex|MathJye)", re.I)
_LATEX = re.compile(
    r"\$\$.+?\$\$|\\\(.+?\\\)|\\\[.+?\\\]|\\begin\{[a-z]+\*?\}|\\[dt]?frac\b|\\(?:sqrt|sum|int|times|cdot|div)\b",
    re.S,
)
_PICTURED = re.compile(r"math|latex|formula|equation|公式|\\frac|\\sqrt|(?:^|[/_-])eq\d*\.", re.I)
_LEAST_ALT = 3
_WORDS = 16


def _is_formula(element: Element) -> bool:
    tag = str(element.tag).rpartition(":")[2].lower()
    if tag == "script":
        return (element.get("type") or "").lower().startswith("math/")
    if tag == "img":
        return _is_picture(element)
    return tag in {"math", "mjx-container"} or bool(_CLASSES.search(element.get("class") or ""))


def _is_picture(element: Element) -> bool:
    alt = element.get("alt") or ""
    hints = (element.get("class") or "", alt, (element.get("src") or "")[:200].rpartition("/")[2])
    equals = "=" in alt and len(squeeze(alt)) >= _LEAST_ALT
    return equals or any(not hint.startswith("data:") and _PICTURED.search(hint) for hint in hints)


def refuse_formulas(root: Element, has_picture: Callable[[str], bool]) -> None:
    """Refuse a text that has a formula; a picture of one that came with the page is a picture.

    Raises:
        SourceRefused: it has one, with the words before it.
    """
    for element in root.iter():
        if not isinstance(element.tag, str) or not _is_formula(element):
            continue
        if element.tag == "img" and has_picture(element.get("src") or ""):
            continue
        what = "公式的图片，图片不在文件里" if element.tag == "img" else "公式"
        before = _before(root, element)
        where = f"“{before}”之后" if before else "开头"
        raise SourceRefused(f"网页中{where}含有{what}，不能原样导入。请改为文字或图片。")
    text = all_text(root)
    if found := _LATEX.search(text):
        before = squeeze(text[: found.start()])[-_WORDS:]
        formula = squeeze(found[0])[:20]
        raise SourceRefused(
            f"网页中“{before}”之后含有用 LaTeX 写的公式“{formula}”，不能原样导入。请改为文字或图片。"
        )


def _before(root: Element, element: Element) -> str:
    """The last words before an element."""
    words: list[str] = []
    for event, each in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if each is element:
            break
        words.append((each.text if event == "start" else each.tail) or "")
    return squeeze("".join(words))[-_WORDS:]
