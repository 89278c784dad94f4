"""The parts of a 公文 that stand around its text: 署名, 成文日期, 附注, 版记, and what is annexed to a reply.

Source: GB/T 9704-2012 7.3.5 to 7.3.9 (附件说明, 发文机关署名, 成文日期, 附注, 附件) and 7.4 (版记: 抄送机关,
印发机关和印发日期).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from compendium.intake.lines import Line, Opens
from compendium.intake.source import squeeze
from compendium.intake.titles import ORGAN, title_span
from compendium.law.imprint import DATE_WORDS, is_annotation

DATE_LINE = re.compile(
    rf"[（(]?(?:{DATE_WORDS}|[12][0-9]{{3}}[.\-/][0-9]{{1,2}}[.\-/][0-9]{{1,2}})(?:印发|发布|公布)?[)）]?"
)
"""A 成文日期 on a line of its own."""
_SIGNED = re.compile(
    rf"[\u4e00-\u9fff]{{2,20}}(?:政府|委员会|局|办公室|办公厅|部|国务院|会|院){DATE_WORDS}(?:印发)?"
)
_SIGNER = re.compile(
    r"(?:市长|省长|主席|总理|主任|部长|局长|县长|区长|委员长|院长|行长|署长|检察长)[\u4e00-\u9fff\s]{0,8}$"
)
SEAL = re.compile("[（(](?:盖?章|印章?|公章|代章)[)）]$")
"""What stands for a seal behind a 署名."""
KEEPS_ITS_OWN = re.compile(r"(?:批复|复函|答复|通报)$|(?:转发|批转).*的通知$|函$")
_ISSUES = re.compile(r"(?:印发|发布|公布|颁布|下发)[^。]*的(?:通知|函|公告|决定|命令)$")
_FURTHEST = 15
"""Before the words of a 公文 stand its marks, its number, a title of some lines and whom it is sent to."""


def is_signature(line: Line) -> bool:
    """Whether a line may be the name of an organ, or of who signs for it, over a 成文日期."""
    text = SEAL.sub("", squeeze(line.text))
    return (
        line.opens is Opens.TEXT and 0 < len(text) <= 40 and bool(ORGAN.search(text) or _SIGNER.search(text))
    )


def closing_start(lines: Sequence[Line]) -> int:
    """Find where the end of a text begins that is no text any more: 署名 and 成文日期, 附注, 版记."""
    position = len(lines)
    while position and is_annotation(lines[position - 1].text):
        position -= 1
    if not position:
        return position
    if turned := _turned(lines[:position]):
        return turned
    last = lines[position - 1]
    if last.opens is Opens.TEXT and _SIGNED.fullmatch(squeeze(last.text)):
        return position - 1
    led_to = position > 1 and squeeze(lines[position - 2].text).endswith(("：", ":", "，", "、"))
    if not led_to and DATE_LINE.fullmatch(squeeze(last.text)):
        return position - 1 - _signatures(lines[: position - 1])
    signed = _signatures(lines[:position]) if position < len(lines) else 0
    return position - signed


def _turned(lines: Sequence[Line]) -> int:
    """Where a 成文日期 stands above its 署名 at the end; 0 for none."""
    at = len(lines) - _signatures(lines) - 1
    below = at + 1 < len(lines)
    return at if at > 0 and below and DATE_LINE.fullmatch(squeeze(lines[at].text)) else 0


def _signatures(lines: Sequence[Line]) -> int:
    count = 0
    while count < len(lines) and is_signature(lines[len(lines) - 1 - count]):
        count += 1
    return count


def own_end(lines: Sequence[Line]) -> int | None:
    """Find where a text ends that is signed and that something is annexed to; None for all other texts.

    Its title, number and day are its own, whatever title stands below (GB/T 9704-2012 7.3.9): a 批复, 函,
    通报 or 转发的通知, and any other text behind whose 落款 a 附件 opens. A notice that issues a text (印发)
    is only the cover of that text, but not of a list.
    """
    head = list(lines[: head_end(lines)])
    span = title_span(head)
    if span is None:
        return None
    title = "".join(squeeze(line.text) for line in head[span[0] : span[1]])
    issues = title.endswith("令") or _ISSUES.search(title) is not None
    keeps = not issues and KEEPS_ITS_OWN.search(title) is not None
    for position in range(span[1], len(lines)):
        signed = position and is_signature(lines[position - 1])
        if signed and DATE_LINE.fullmatch(squeeze(lines[position].text)):
            end = position + 1
            while end < len(lines) and is_annotation(lines[end].text):
                end += 1
            opens = end < len(lines) and lines[end].opens is Opens.ATTACHMENT
            own = keeps or (opens and (not issues or _is_list(lines[end : end + 3])))
            return end if end < len(lines) and own else None
    return None


def _is_list(lines: Sequence[Line]) -> bool:
    """Whether the head of a 附件 says that it is a list and no text that could be issued."""
    return any(_LIST.search(squeeze(line.rest or line.text)) for line in lines)


_LIST = re.compile(r"(?:目录|清单|名单|一览表|汇总表|明细表|统计表|(?<!代)表)(?:[（(].*[)）])?$")


def announces(title: str) -> bool:
    """Whether a title is that of a cover, which makes another text known: 公布令, 公告, 关于印发…的通知."""
    return title.endswith(("令", "公告")) or _ISSUES.search(title) is not None


def head_end(lines: Sequence[Line]) -> int:
    """Find where the words of a 公文 begin: at whom it is sent to, or its first sentence."""
    for position, line in enumerate(lines[:_FURTHEST]):
        text = squeeze(line.text)
        if text.endswith(("：", ":")) or "。" in text or line.opens not in (Opens.TEXT, Opens.TOC):
            return position
    return min(len(lines), _FURTHEST)
