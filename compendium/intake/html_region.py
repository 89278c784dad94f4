"""Find the part of a web page that holds the text of law, and put the rest of the page aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from compendium.intake.centred import NAMED_BY_NUMBER
from compendium.intake.front import is_history
from compendium.intake.html_skin import HISTORY, ITEM
from compendium.intake.html_walk import ARTICLE, Element, Item, all_text, items
from compendium.intake.lines import Opens, classify, classify_all
from compendium.intake.official import DATE_LINE, KEEPS_ITS_OWN, is_signature
from compendium.intake.source import SourceBlock, squeeze
from compendium.intake.titles import NUMBER, TITLE_END
from compendium.law.days import read_history

_CHAPTER = re.compile(r"^(?:目\s*[录錄次]|第[一二三四五六七八九十百]+[编編章節节])")
_NUMBER = re.compile(r"^.{0,12}[〔（\[(]\d{4}[)）〕\]]\s*第?\d+号")
_JUNK_HEAD = re.compile(
    r"^(?:来源|信息来源|文章来源|发布时间|发布日期|发文日期|时间|日期|作者|浏览|阅读|点击|字号|字体|分享|打印"
    r"|收藏|首页|当前位置|您当前的位置|您的位置|责任编辑|编辑|【.{0,12}】|[大中小X]$|\[打印\]|正文$|稿件来源)"
)
_JUNK_TAIL = re.compile(
    r"^(?:上一[篇条页]|下一[篇条页]|上篇|下篇|相关(?:链接|文章|阅读|信息|文件|附件|解读|稿件)[:：]?|分享|打印|关闭|返回|收藏"
    r"|责任编辑|编辑[:：]|来源[:：]|扫一扫|【.{0,20}】|\[.{0,6}\]$|浏览|点击|阅读|版权|.*Public domain"
    r"|本作品|本模板|注：中文维基|关键[词字]|标签|主办|承办单位|技术支持|联系我们|关于我们|网站地图|地址|网站"
    r"|.*ICP备|.*公网安备|(?:检索|取)自|分类：|分類：)"
)
_DECIMAL = re.compile(r"^\d+\.\d+(?:\.\d+)*[\s\u4e00-\u9fff]")
_MADE = re.compile(r"(?:通过|批准|公布|发布|颁布|修正|修订|施行)[）)。]*$")
_FEW_WORDS = 60
_NEAR = 6
"""The 文号 stands no further than so many lines from the title."""
"""A reply, or a notice that passes something on, is the act; a notice that issues a text is its cover."""
_TAGS_OF_LISTS = frozenset({"a", "li", "dl", "dt", "dd"})


@dataclass(frozen=True, slots=True)
class Region:
    """The element with the text, the lines before it that belong to it, and what was put aside."""

    root: Element
    before: tuple[Item, ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]


def find_region(body: Element) -> Region | None:
    """Find the lowest element that holds nearly all of the lines that open a provision, or nothing.

    Where no numbers open provisions, it is the one that holds the sentences of a 公文.
    """
    lines = items(body, lambda _: None, layout_only=True)
    marks = _articles(lines)
    if len(marks) < 2:
        links = _Links()
        marks = [line for line in lines if ITEM.match(line.block.text) and not links.has(line)]
    if len(marks) < 2 and not (marks := _sentences_of_document(lines)):
        return None
    root = _article_around(_lowest(marks), lines)
    inside = [n for n, line in enumerate(lines) if _within(line.element, root)]
    outside = [line for line in marks if not _within(line.element, root)]
    first = next(n for n in inside if lines[n] in marks or _opens(lines[n].block.text))
    before, warning = _lines_before(lines, inside[0], first)
    left = [line.block.text[:20] for n, line in enumerate(lines) if n not in range(inside[0], inside[-1] + 1)]
    left_out = (
        [f"页面其他部分{len(left) - len(before)}行：{'｜'.join(left[:3])} … {'｜'.join(left[-2:])}"]
        if left
        else []
    )
    warnings = _long_opening([lines[n].block.text for n in inside])
    warnings += [f"正文区之外另有条文样的行，未收入：“{line.block.text[:20]}”" for line in outside[:3]]
    return Region(root, tuple(before), tuple(left_out), (*warnings, *warning))


def _sentences_of_document(lines: Sequence[Item]) -> list[Item]:
    """The sentences below a title, where a 文号, 题注, 署名 with its day, or 1.1 and 1.2 tell of an act."""
    plain = [line for line in lines if not _in_list(line)]
    articles = list(dict.fromkeys(a for line in plain for a in line.element.iterancestors("article")))
    title = next((n for n, line in enumerate(plain) if _is_title(line.block.text)), None)
    if title is None:
        return []
    sentences = [line for line in plain[title + 1 :] if _is_sentence(line.block.text)]
    if len(articles) == 1:  # what the page itself says is its text
        sentences = [line for line in sentences if _within(line.element, articles[0])]
    around = plain[max(0, title - _NEAR) : title + 1 + _NEAR]
    numbered = any(NUMBER.fullmatch(line.block.text) for line in around)
    below = [squeeze(line.block.text) for line in plain[title + 1 : title + 1 + 2 * _NEAR]]
    told = any(_tells_of_making(below[n:]) for n in range(len(below[:_NEAR])))
    counted = sum(_DECIMAL.match(line.block.text) is not None for line in plain[title + 1 :]) > 1
    told = numbered or told or counted or _is_signed(plain[title:])
    return sentences if told else []


def _tells_of_making(lines: Sequence[str]) -> bool:
    """Whether a 题注 begins here: in brackets, or whole on some lines; news have a day too, and go on."""
    text = lines[0]
    if text[:1] in "（(":
        return is_history("".join(lines))
    if not is_history(text) or _MADE.search(text):
        return is_history(text)
    broken = (read_history("".join(lines[:count])) for count in (2, 3, 4))
    return any(history.events and not history.unread for history in broken)


def _articles(lines: Sequence[Item]) -> list[Item]:
    """The lines that open a 条; a table with some 条 and no first one only speaks of another act."""
    read = [(line, classify(SourceBlock(line.block))) for line in lines]
    found = [(line, opened) for line, opened in read if opened.opens is Opens.ARTICLE]
    tabled = all(next(line.element.iterancestors("table"), None) is not None for line, _ in found)
    return [] if tabled and all(opened.number != (1,) for _, opened in found) else [line for line, _ in found]


class _Links:
    """Tells the lines that are nothing but a link, as the entries of a menu are."""

    def __init__(self) -> None:
        self.known: dict[Element, frozenset[str]] = {}

    def has(self, line: Item) -> bool:
        """Look at a line."""
        if line.element not in self.known:
            found = (squeeze(all_text(link)) for link in line.element.iter("a"))
            self.known[line.element] = frozenset(found)
        return squeeze(line.block.text) in self.known[line.element]


def _is_sentence(text: str) -> bool:
    return text[-1:] in tuple("。；：") and not _JUNK_TAIL.match(text)


def _is_signed(lines: Sequence[Item]) -> bool:
    read = classify_all(SourceBlock(line.block, line.heading, n) for n, line in enumerate(lines))
    return any(
        DATE_LINE.fullmatch(squeeze(line.text)) and is_signature(above) for above, line in pairwise(read)
    )


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


def _article_around(root: Element, lines: Sequence[Item]) -> Element:
    """The <article> around the element, with its opening and ending, unless a site put more there."""
    article = next(root.iterancestors("article"), root)
    more = [line for line in lines if _within(line.element, article) and not _within(line.element, root)]
    return root if any(_is_furniture(line) for line in more) else article


def _is_furniture(line: Item) -> bool:
    text = line.block.text
    return _in_list(line) or _is_junk_head(text) or bool(_JUNK_TAIL.match(text))


def _within(element: Element, root: Element) -> bool:
    return element is root or any(above is root for above in element.iterancestors())


def _lines_before(lines: Sequence[Item], start: int, first: int) -> tuple[list[Item], list[str]]:
    """The title and history lines just before the region; the page's own heading if there is no title."""
    taken: list[Item] = []
    at = start - 1
    while at >= 0 and start - at <= 40 and not _in_list(lines[at]) and _is_front(lines[at].block.text):
        taken.insert(0, lines[at])
        at -= 1
    own = lines[start:first]
    if any(_is_title(line.block.text) for line in [*taken, *_opening(own)]):
        return taken, []
    near = [line for line in lines[max(0, at - 40) : at + 1] if not _in_list(line)]
    marked = [line for line in near if line.heading == 1 and not _is_making(line.block.text)]
    titles = [line for line in near if _is_title(line.block.text)]
    if titles and not _is_title("".join(line.block.text for line in marked)):
        marked = []
    named = marked or titles
    if not named:
        return taken, [] if any(_is_title(line.block.text) for line in own) else ["正文区前没有找到题名"]
    words = "".join(line.block.text for line in marked or named[-1:])
    if squeeze(words) in squeeze("".join(line.block.text for line in _opening(own))):
        return taken, []  # the text has it too, over several lines
    if any(_is_title(line.block.text) for line in own) and not KEEPS_ITS_OWN.search(squeeze(words)):
        return taken, []
    header = next(named[-1].element.iterancestors("header", "hgroup"), None)
    if header is not None:
        return [*_lines_of_header(near, header), *taken], []
    at_title = near.index(named[-1]) + 1
    below = takewhile(lambda line: _is_making(line.block.text), near[at_title:])
    return [*(marked or named[-1:]), *below, *taken], [f"题名取自页面标题：“{words[:40]}”"]


def _opening(lines: Sequence[Item]) -> list[Item]:
    """The lines before the first sentence or whom it is written to; a title below is that of an annex."""
    return list(takewhile(lambda line: not line.block.text.endswith(("。", "：")), lines))


def _lines_of_header(near: Sequence[Item], header: Element) -> list[Item]:
    """The paragraphs of the <header> that a page heads its text with."""
    return [
        line
        for line in near
        if _within(line.element, header)
        and (line.element.tag == "p" or line.heading)
        and not _is_junk_head(line.block.text)
    ]


def _is_making(text: str) -> bool:
    """Whether a line is a 文号 or a 题注."""
    return NUMBER.fullmatch(text) is not None or is_history(squeeze(text))


def _long_opening(texts: Sequence[str]) -> list[str]:
    first = next((n for n, text in enumerate(texts) if ARTICLE.match(text)), 0)
    long = sum(len(text) >= _FEW_WORDS for text in texts[:first])
    return [f"第一条之前有{long}段较长的文字，可能有新闻报道，请核对"] if long > 5 else []


def _opens(text: str) -> bool:
    return bool(ARTICLE.match(text) or ITEM.match(text))


def _is_title(text: str) -> bool:
    words = squeeze(text).strip("《》")
    if len(words) > 90 or "。" in words or _CHAPTER.match(words) or _opens(words):
        return False
    end = TITLE_END.search(words) or NAMED_BY_NUMBER.search(words)
    return end is not None and end.start() > 0


def _is_front(text: str) -> bool:
    if _is_junk_head(text):
        return False
    numbered = _CHAPTER.match(text) or _NUMBER.match(text)
    return _is_title(text) or bool(numbered) or (len(text) < 600 and bool(HISTORY.match(text)))


def _is_junk_head(text: str) -> bool:
    return len(text) < _FEW_WORDS and bool(_JUNK_HEAD.match(text))


def _in_list(line: Item) -> bool:
    """Whether the line is an entry of a menu or of a table of facts."""
    return any(above.tag in _TAGS_OF_LISTS for above in [line.element, *line.element.iterancestors()])


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
