"""The lines of a 公文 behind its 成文日期 that are no signature: 附注 and 版记.

Source: GB/T 9704-2012 7.3.7 (附注: 居左空二字加圆括号编排在成文日期下一行) and 7.4 (版记: 抄送机关,
印发机关和印发日期).
"""

from __future__ import annotations

import re

from compendium.law.numerals import NUMERAL

DATE_WORDS = rf"{NUMERAL}年{NUMERAL}月{NUMERAL}日"
_ANNOTATION = re.compile(
    r"[（(](?:此件|本件|此文|本文|该件|联系|主动公开|依申请公开|不予公开|公开|信息公开|发至|登报|略去|附件(?:略|另发)|密级|共印)"
    r"[^（）()]*[)）]"
    r"|(?:信息)?公开(?:属性|方式|类别|选项|形式)[:：].{1,12}|主动公开|依申请公开"
)
_IMPRINT = re.compile(
    rf"(?:抄送|抄报|分送|主送|发送|报送|送)[:：].+|[\u4e00-\u9fff]{{2,30}}{DATE_WORDS}印发|(?:校对|打字|录入|承办)[:：].+|[（(]?共印\d+份[)）]?"
)


def is_annotation(line: str) -> bool:
    """Whether a line is a 附注 or belongs to the 版记, its spaces aside.

    >>> is_annotation("（此件公开发布）"), is_annotation("海浦市人民政府")
    (True, False)
    """
    text = re.sub(r"\s", "", line)
    return bool(_ANNOTATION.fullmatch(text) or _IMPRINT.fullmatch(text))
