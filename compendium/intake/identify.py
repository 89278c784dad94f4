"""What kind of act a text is, who made it and what to call it, from its title and 题注."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date

from pypinyin import lazy_pinyin

from compendium.model import ActKind, Event, EventKind
from compendium.numerals import NUMERAL

_TERM = re.compile(rf"第{NUMERAL}届")
_AMENDING = re.compile(r"关于修[改订正].*的(?:决定|决议)(?:[（(].*[)）])?$|修正案(?:[（(].*[)）])?$")
_REPEALING = re.compile(r"关于废止.*的(?:决定|决议)(?:[（(].*[)）])?$")
_PUDONG_POWER = date(2021, 6, 10)  # 全国人大常委会 授权 上海市人大及其常委会 制定浦东新区法规
_PLACE = re.compile(r"^[\u4e00-\u9fff（）]{2,9}?(?:省|市|自治区|自治州|自治县|县|区)")


def issuer_of(events: Iterable[Event], title: str) -> str:
    """The body that made the act, without the number of its term: 上海市人民代表大会常务委员会."""
    for event in events:
        if event.body and event.kind is not EventKind.APPROVAL:
            return _TERM.sub("", event.body)
    match = re.match(r"(.*?(?:人民代表大会常务委员会|人民代表大会|人民政府|法院|检察院|国务院))关于", title)
    return match[1] if match else ""


def kind_of(title: str, issuer: str, number: str, marks: str, first: date | None) -> tuple[ActKind, bool]:
    """The kind of act, and whether the text says so; otherwise it is a proposal for staff to look at.

    `marks` are the words around the text: 公布令, bodies and numbers of the events.
    """
    if _AMENDING.search(title):
        return ActKind.AMENDING_DECISION, True
    if _REPEALING.search(title):
        return ActKind.REPEALING_DECISION, True
    if (
        "法释" in marks
        or issuer.startswith(("最高人民法院", "最高人民检察院"))
        or title.startswith("最高人民")
    ):
        return ActKind.JUDICIAL_INTERPRETATION, True
    if "国务院令" in marks or issuer.startswith("国务院"):
        return ActKind.STATE_REGULATION, True
    if issuer.startswith("全国人民代表大会") or re.fullmatch(r"中华人民共和国.*法", title):
        return ActKind.STATUTE, True
    if "人民代表大会" in issuer or "人大常委会" in issuer:
        by_power = "新区" in title and first is not None and first >= _PUDONG_POWER and "浦东" in title
        return (ActKind.PUDONG_REGULATION if by_power else ActKind.LOCAL_REGULATION), True
    if "人民政府令" in marks:
        return ActKind.GOVERNMENT_RULE, True
    if re.search(r"[〔\[［（(]\d{4}[〕\]］）)]", number):
        return ActKind.NORMATIVE_DOCUMENT, True
    return _by_title(title), False


def _by_title(title: str) -> ActKind:
    local = _PLACE.match(title) and re.search(r"(?:规定|办法|细则|规则)(?:[（(].*[)）])?$", title)
    if local or (re.search(r"条例(?:[（(].*[)）])?$", title) and not title.startswith("中华人民共和国")):
        return ActKind.LOCAL_REGULATION
    return ActKind.OTHER


def slug_of(title: str, place: str = "") -> str:
    """The title in pinyin, a hyphen between syllables; the corpus's own place name is left out.

    Syllables rather than words: a slug must come out the same in thirty years, and no dictionary that cuts
    words stays still that long. A long one ends in a hash of the title.

    >>> slug_of("上海市消防条例", "上海市")
    'xiao-fang-tiao-li'
    """
    syllables = [_syllable(part) for part in lazy_pinyin(title.removeprefix(place), errors="default")]
    slug = ""
    for syllable in filter(None, syllables):
        if len(slug) + len(syllable) > _LONGEST:
            return f"{slug}-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
        slug += ("-" if slug else "") + syllable
    return slug or "wu-ti"


_LONGEST = 90


def _syllable(text: str) -> str:
    """A syllable, Latin letters or digits as they are, a character without pinyin as its code point."""
    if text.isascii():
        return re.sub(r"[^a-z0-9]", "", text.lower())
    return "".join(f"u{ord(c):x}" for c in text if c.isalpha()) if "ü" not in text else text.replace("ü", "v")
