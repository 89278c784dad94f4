"""Find the part of a web page that holds the text of law, and put the rest of the page aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from compendium.intake.html_walk import ARTICLE, Element, Item, all_text, items
from compendium.intake.source import squeeze

ITEM = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])")
_TITLE = re.compile(
    r"(?:法|条例|條例|规定|規定|办法|辦法|决定|決定|细则|細則|规则|規則|解释|解釋|通知|公告|令|意见|说明|規程|规程"
    r"|批复|纲要|要点|章程|方案|决议|決議|修正案|通则|标准)》?(?:[（(〔].{1,40}[)）〕])?》?$"
)
_HISTORY = re.compile(r"^[（(]?.*(?:通过|公布|施行|修正|修订|发布|批准|通過).*[)）]?$")
_CHAPTER = re.compile(r"^(?:目\s*[录錄次]|第[一二三四五六七八九十百]+[编編章节節])")
_NUMBER = re.compile(r"^.{0,12}[〔（\[(]\d{4}[)）〕\]]\s*第?\d+号")
_JUNK_HEAD = re.compile(
    r"^(?:来源|信息来源|文章来源|发布时间|发布日期|发文日期|时间|日期|作者|浏览|阅读|点击|字号|字体|分享|打印"
    r"|收藏|首页|当前位置|您当前的位置|您的位置|责任编辑|编辑|【.{0,12}】|[大中小X]$|\[打印\]|正文$|稿件来源)"
)
_JUNK_TAIL = re.compile(
    r"^(?:上一[篇条页]|下一[篇条页]|上篇|下篇|相关(?:链接|文章|阅读|信息|文件|附件)[:：]?|分享|打印|关闭|返回|收藏"
    r"|责任编辑|编辑[:：]|来源[:：]|扫一扫|【.{0,20}】|\[.{0,6}\]$|浏览|点击|阅读|版权|.*Public domain"
    r"|本作品|本模板|注：中文维基|关键[词字]|标签|主办|地址|网站|.*ICP备|.*公网安备|(?:检索|取)自|分类：|分類：)"
)
_SKIN_NAMES = """mw-editsection noprint ws-noexport licenseContainer licensetpl navbox toc catlinks
    printfooter mw-jump-link reference reflist mw-cite-backlink sister-project"""
_SKIN = frozenset(_SKIN_NAMES.split())
_SKIN_TAG_NAMES = """script style noscript iframe object embed svg canvas template input select textarea
    button link meta nav audio video map"""
_SKIN_TAGS = frozenset(_SKIN_TAG_NAMES.split())
_FEW_WORDS = 60


@dataclass(frozen=True, slots=True)
class Region:
    """The element with the text, the lines before it that belong to it, and what was put aside."""

    root: Element
    before: tuple[Item, ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]


def without_skin(root: Element) -> list[str]:
    """Take out of the tree what a reader doesn't see as text, and say what words went with it."""
    gone = _open_wiki_header(root)
    for element in list(root.iter()):
        if element is root or element.getparent() is None or not _is_skin(element):
            continue
        words = "" if element.tag in {"script", "style", "noscript"} else _words(element)
        if words:
            gone.append(words)
        _drop(element)
    return [f"{words}（{count}处）" if count > 1 else words for words, count in Counter(gone).items()]


def _open_wiki_header(root: Element) -> list[str]:
    """Leave of a Wikisource header box only the history line, which stands nowhere else."""
    for box in root.iter("div"):
        if box.get("id") != "headerContainer":
            continue
        words = _words(box)
        lines = [item.block.text for item in items(box, lambda _: None, layout_only=True)]
        for child in list(box):
            box.remove(child)
        box.text = None
        for line in lines:
            if line.startswith("（") and _HISTORY.match(line):
                etree.SubElement(box, "p").text = line
        return [words]
    return []


def _is_skin(element: Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SKIN_TAGS:
        return True
    classes = (element.get("class") or "").split()
    style = squeeze(element.get("style") or "").lower()
    hidden = "display:none" in style or "mso-hide:all" in style or element.get("hidden") is not None
    return hidden or any(name in classes for name in _SKIN) or element.get("id") in _SKIN


def _words(element: Element) -> str:
    return squeeze(all_text(element))[:20]


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def find_region(body: Element) -> Region | None:
    """The lowest element that holds nearly all of the lines that open a provision, or nothing."""
    lines = items(body, lambda _: None, layout_only=True)
    marks = [line for line in lines if ARTICLE.match(line.block.text)]
    if len(marks) < 2:
        marks = [line for line in lines if ITEM.match(line.block.text)]
    if len(marks) < 2:
        return None
    root = _lowest(marks)
    inside = [n for n, line in enumerate(lines) if _within(line.element, root)]
    outside = [line for line in marks if not _within(line.element, root)]
    before, warning = _lines_before(lines, inside[0], inside[-1])
    left = [line.block.text[:20] for n, line in enumerate(lines) if n not in range(inside[0], inside[-1] + 1)]
    left_out = (
        [f"页面其他部分{len(left) - len(before)}行：{'｜'.join(left[:3])} … {'｜'.join(left[-2:])}"]
        if left
        else []
    )
    warnings = _long_opening([lines[n].block.text for n in inside])
    warnings += [f"正文区之外另有条文样的行，未收入：“{line.block.text[:20]}”" for line in outside[:3]]
    return Region(root, tuple(before), tuple(left_out), (*warnings, *warning))


def _lowest(marks: Sequence[Item]) -> Element:
    held: Counter[Element] = Counter()
    depth: dict[Element, int] = {}
    for mark in marks:
        chain = [mark.element, *mark.element.iterancestors()]
        for height, element in enumerate(chain):
            held[element] += 1
            depth[element] = len(chain) - height
    enough = [element for element, count in held.items() if count >= 0.9 * len(marks)]
    return max(enough, key=lambda element: depth[element])


def _within(element: Element, root: Element) -> bool:
    return element is root or any(above is root for above in element.iterancestors())


def _lines_before(lines: Sequence[Item], start: int, end: int) -> tuple[list[Item], list[str]]:
    """The title and history lines just before the region; the page's own heading if there is no title."""
    taken: list[Item] = []
    at = start - 1
    while at >= 0 and start - at <= 40 and not _in_list(lines[at]) and _is_front(lines[at].block.text):
        taken.insert(0, lines[at])
        at -= 1
    first = next(n for n in range(start, end + 1) if _opens(lines[n].block.text))
    if any(_is_title(line.block.text) for line in [*taken, *lines[start:first]]):
        return taken, []
    for line in reversed(lines[max(0, at - 40) : at + 1]):
        if not _in_list(line) and (_is_title(line.block.text) or line.heading == 1):
            return [line, *taken], [f"题名取自页面标题：“{line.block.text[:40]}”"]
    return taken, ["正文区前没有找到题名"]


def _long_opening(texts: Sequence[str]) -> list[str]:
    first = next((n for n, text in enumerate(texts) if ARTICLE.match(text)), 0)
    long = sum(len(text) >= _FEW_WORDS for text in texts[:first])
    return [f"第一条之前有{long}段较长的文字，可能有新闻报道，请核对"] if long > 5 else []


def _opens(text: str) -> bool:
    return bool(ARTICLE.match(text) or ITEM.match(text))


def _is_title(text: str) -> bool:
    return len(text) <= 90 and "。" not in text and not _CHAPTER.match(text) and bool(_TITLE.search(text))


def _is_front(text: str) -> bool:
    if _is_junk_head(text):
        return False
    numbered = _CHAPTER.match(text) or _NUMBER.match(text)
    return _is_title(text) or bool(numbered) or (len(text) < 600 and bool(_HISTORY.match(text)))


def _is_junk_head(text: str) -> bool:
    return len(text) < _FEW_WORDS and bool(_JUNK_HEAD.match(text))


def _in_list(line: Item) -> bool:
    """Whether the line is an entry of a menu."""
    return any(above.tag in {"a", "li"} for above in [line.element, *line.element.iterancestors()])


def without_junk(found: Sequence[Item]) -> list[bool]:
    """For each paragraph of the region whether it is text: source lines and page buttons are not."""
    texts = [item.block.text for item in found]
    keep = [True] * len(texts)
    first = next((n for n, text in enumerate(texts) if _opens(text)), 0)
    for n in range(first):
        keep[n] = not _is_junk_head(texts[n])
    for n in range(len(texts) - 1, first, -1):
        if not _JUNK_TAIL.match(texts[n]):
            break
        keep[n] = False
    return keep
