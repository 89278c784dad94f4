"""What kind of act a text is, who made it and when, and what to call it.

Kind, issuer and slug come from its title and 题注. Who made it and when is also told around it: by a 公布令
before the title, by the 落款 after the text.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pypinyin import lazy_pinyin

from compendium.intake.front import Front
from compendium.intake.lines import Line
from compendium.intake.official import SEAL
from compendium.intake.source import squeeze
from compendium.intake.titles import ORGAN, plain_number
from compendium.law.act import Event
from compendium.law.days import DAY, read_day, read_history
from compendium.law.kinds import MAKING, ActKind, EventKind
from compendium.law.numerals import NUMERAL

_TERM = re.compile(rf"第?{NUMERAL}届")
_AMENDING = re.compile(r"关于修[改订正].*的(?:决定|决议)(?:[（(].*[)）])?$|修正案(?:[（(].*[)）])?$")
_REPEALING = re.compile(r"关于废止.*的(?:决定|决议)(?:[（(].*[)）])?$")
_PUDONG_POWER = date(2021, 6, 10)  # 全国人大常委会 授权 上海市人大及其常委会 制定浦东新区法规
_PLACE = re.compile(r"^[\u4e00-\u9fff（）]{2,9}?(?:省|市|自治区|自治州|自治县|县|区)")


def issuer_of(events: Iterable[Event], title: str, printed: str = "") -> str:
    """Find the body that made the act, without the number of its term: 上海市人民代表大会常务委员会.

    `printed` is the title with the spaces that stand between the names of several organs.
    """
    match = _ISSUER_IN_TITLE.match(title)
    named = match[1] if match else _announced(printed or title)
    apart = organs(re.split("关于|转发|印发|批转", printed)[0])
    if apart.replace("、", "") == named:
        named = apart
    made = list(events)
    revised = [e for e in made if e.kind is EventKind.REVISION and e.body and "批准" not in e.words]
    for event in (*revised[-1:], *made):  # who rewrites a text as a whole has made it
        if event.body and event.kind is not EventKind.APPROVAL and "批准" not in event.words:
            body = _in_full(_TERM.sub("", event.body), title)
            return named if body in named else body
    return named


def issuer_in(number: str) -> str:
    """Find the organ in a 令号: 海浦市示例局令第3号."""
    match = re.match(r"([\u4e00-\u9fff、]{3,30}?)(?:令|公告)[第〔（(\[0-9]", number)
    return match[1] if match and ORGAN.search(match[1]) else ""


def organs(printed: str) -> str:
    """Name organs that stand apart by spaces.

    >>> organs("财政部　国家税务总局"), organs("海浦市　人民政府")
    ('财政部、国家税务总局', '海浦市人民政府')
    """
    parts = [part for part in re.split(r"[\s、]+", SEAL.sub("", printed.strip())) if part]
    parts = [re.sub("^中华人民共和国(?=[^国中最])", "", part) for part in parts]
    whole = all(ORGAN.search(part) and not _NO_NAME.fullmatch(part) for part in parts)
    return ("、" if whole else "").join(parts)


_NO_NAME = re.compile(
    "(?:市|省|区|县)?(?:人民)?(?:政府|代表大会)(?:办公[厅室]|常务委员会)?|常务委员会|.{0,2}办公[厅室]"
)


def _announced(title: str) -> str:
    """The organ in the name of an announcement that has no other: 中国人民银行公告〔2021〕第4号."""
    match = _ANNOUNCED.search(title)
    return organs(match[1]) if match else ""


def number_in(title: str) -> str:
    """Find the number in the name of an announcement: 中国人民银行公告〔2021〕第4号."""
    match = _ANNOUNCED.search(title)
    return match[0] if match else ""


def _in_full(body: str, title: str) -> str:
    """Name in full what a 题注 calls 市政府, or by the 审判委员会 of a court."""
    body = re.sub(r"(?<=院)(?:审判|检察)委员会.*$", "", body.replace("人大常委会", "人民代表大会常务委员会"))
    body = re.sub(r"中[华華]人民共和[国國](?=[国國][务務]院|中央军事委员会|国家)", "", body)
    body = re.sub(rf"(?:(?:全体|部长办公|局务|部务|行务|常务)|{NUMERAL}次)会议$", "", body)
    place = _PLACE.match(title)
    if place and body in ("市政府", "市人民政府", f"{place[0]}政府"):
        return f"{place[0]}人民政府"
    return place[0] + body[1:] if place and body.startswith("市人民代表大会") else body


_NUMBERED = (EventKind.PROMULGATION, EventKind.REVISION)


def number_of(events: Iterable[Event], issuer: str) -> str:
    """Find the 令号 or 公告号 that a 题注 gives to the text in force: 国务院令第361号.

    A text revised as a whole has the number of the order that published the revision.
    """
    numbers = [
        (event.date, event.number, event.body)
        for event in events
        if event.kind in _NUMBERED and event.number and not event.decision
    ]
    if not numbers:
        return ""
    _, number, body = numbers[-1]
    whole = number if number.startswith(("令", "公告")) else ""
    return plain_number(f"{_in_full(body, '') or issuer}{number}" if whole else number)


@dataclass(frozen=True, slots=True)
class KindRead:
    """The kind of an act, whether the text says so, and by which words it was told."""

    kind: ActKind
    sure: bool
    reason: str


def kind_of(
    title: str, *, issuer: str, number: str, marks: str, first: date | None, approver: str = ""
) -> KindRead:
    """Tell the kind of act from organ, 令号, 发文字号 and title together.

    `marks` are the words around the text: 公布令, bodies and numbers of the events; `approver` is who gave a
    批准. Where nothing but the
    title tells, staff should look at the proposal.

    Sources: 立法法 第十条, 第七十二条, 第八十条, 第九十一条, 第九十三条 (who makes which);
    行政法规制定程序条例 第五条 (条例, 规定, 办法) and 第二十七条 (by 国务院令).
    """
    if _AMENDING.search(title):
        return KindRead(ActKind.AMENDING_DECISION, True, "标题是修改决定或者修正案")
    if _REPEALING.search(title):
        return KindRead(ActKind.REPEALING_DECISION, True, "标题是废止决定")
    if "法释" in marks or issuer.startswith(_COURTS) or title.startswith("最高人民"):
        return KindRead(ActKind.JUDICIAL_INTERPRETATION, True, "由最高人民法院、最高人民检察院制定")
    written = bool(_WITH_YEAR.search(number))
    if "主席令" in marks or issuer.startswith("全国人民代表大会"):
        return KindRead(ActKind.STATUTE, True, "由全国人民代表大会及其常务委员会制定，主席令公布")
    if re.search("[国國][务務]院(?:、[^，。]*)?令", marks):
        return KindRead(ActKind.STATE_REGULATION, True, "以国务院令公布")
    if approver.endswith(("国务院", "政务院")) and not written:
        return KindRead(ActKind.STATE_REGULATION, False, f"经国务院批准，由{issuer or '部门'}发布")
    if "人民代表大会" in issuer:
        by_power = "新区" in title and first is not None and first >= _PUDONG_POWER and "浦东" in title
        kind = ActKind.PUDONG_REGULATION if by_power else ActKind.LOCAL_REGULATION
        return KindRead(kind, True, f"由{issuer}制定")
    if "人民政府令" in marks:
        return KindRead(ActKind.GOVERNMENT_RULE, True, "以人民政府令公布")
    if _ORDER.search(marks) and _PLACE.match(issuer):
        return KindRead(ActKind.NORMATIVE_DOCUMENT, False, f"以{issuer}令公布，地方的部门不制定规章")
    if _ORDER.search(marks):
        return KindRead(ActKind.DEPARTMENTAL_RULE, True, "以部门令公布")
    if issuer.startswith(("国务院", "政务院")) and "办公厅" not in issuer:
        return _of_state_council(title, number, written, first)
    if written:
        answer = re.search(r"(?:答复|的函|复函)$", title)
        reason = f"发文字号是{number}" + ("；答复、函一般不作为规范性文件" if answer else "")
        return KindRead(ActKind.OTHER if answer else ActKind.NORMATIVE_DOCUMENT, not answer, reason)
    if _LAW.fullmatch(title):
        return KindRead(ActKind.STATUTE, True, "名称是中华人民共和国某某法")
    if issuer.endswith(("政府", "办公厅", "办公室", "局", "委员会", "厅", "部", "委")):
        return KindRead(ActKind.NORMATIVE_DOCUMENT, False, f"由{issuer}制定，没有令号和发文字号")
    return _by_title(title)


def _of_state_council(title: str, number: str, written: bool, first: date | None) -> KindRead:
    """Before 2002 行政法规 were also issued as 国发 documents; since then only by 国务院令."""
    named = re.search(rf"(?:条例|规定|办法|细则){_REMARK}$", title) is not None
    early = first is None or first < _BY_ORDER_ONLY
    if named and early:
        sure = bool(first) and not written
        return KindRead(ActKind.STATE_REGULATION, sure, "由国务院制定，名称是条例、规定或者办法")
    if written or not named:
        return KindRead(
            ActKind.NORMATIVE_DOCUMENT, written, f"由国务院发文，{number or '没有国务院令的令号'}"
        )
    return KindRead(ActKind.STATE_REGULATION, False, "由国务院制定，没有国务院令的令号")


def _by_title(title: str) -> KindRead:
    if not title.startswith("中华人民共和国"):
        if _PLACE.match(title) and re.search(rf"(?:条例|规定|办法|细则|规则){_REMARK}$", title):
            return KindRead(ActKind.LOCAL_REGULATION, False, "名称以地名开头，没有题注")
        if re.search(rf"条例{_REMARK}$", title):
            return KindRead(ActKind.LOCAL_REGULATION, False, "名称是条例，没有题注")
    return KindRead(ActKind.OTHER, False, "名称和题注都没有说明制定机关")


_REMARK = r"(?:[（(].*[)）])?"
_COURTS = ("最高人民法院", "最高人民检察院")
_WITH_YEAR = re.compile(r"[〔\[［（(]\d{4}[〕\]］）)]|公告\d{4}年第")
_ORDER = re.compile(r"(?:部|委员会|总局|局|署|银行|办公室|委|会|院)(?:、[^，。]*)?(?:、[^，。]*)?令")
_BY_ORDER_ONLY = date(2002, 1, 1)  # 行政法规制定程序条例 施行
_LAW = re.compile(rf"中华人民共和国[^《》]*(?:(?<!办)法|法典){_REMARK}")
_ANNOUNCED = re.compile(r"([\u4e00-\u9fff、\s]{3,30}?)(?:公告|令)[〔\[（(]\d{4}[〕\]）)]第?\d+号")
_ISSUER_IN_TITLE = re.compile(
    r"((?:(?!关于|转发|印发|批转)[^《》])*?(?:人民代表大会常务委员会|人民代表大会|人民政府|法院|检察院|国务院|办公厅|办公室"
    r"|委员会|中央军委|总局|局|厅|部|委|署))(?:关于|转发|印发|批转|对)"
)


def slug_of(title: str, place: str = "") -> str:
    """Write the title in pinyin, hyphens between syllables; the corpus's own place name is left out.

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


_NUMBER = re.compile(
    r"(?:令|公告)(?:[（(](?=第))?((?:[（(〔][^（）()〔〕]{2,8}[)）〕])?第?[^号，。（）()]{1,12}号)"
)
_ADOPTION = re.compile(r"》已?(?:经|于)+(?:由)?([^《》。]*?会议(?:审议)?(?:修订)?通过)")
_ADOPTION_BY = re.compile(
    rf"》已?(?:经|由)([^《》。]*?会议)于({NUMERAL}年{NUMERAL}月{NUMERAL}日)(?:审议)?通过"
)
_BODY = re.compile(r"(?:委员会|大会|人民政府|国务院|法院|检察院|局|厅|部|办公室|署)$")
_DAY = re.compile(DAY)
_STARTS = re.compile(rf"自{DAY}(?:起|之日起)")


def with_making(told: tuple[Event, ...], front: Front, ending: Sequence[Line]) -> tuple[Event, ...]:
    """The events of the 题注 with the 通过 and 公布 that it leaves to the 公布令 or the 落款, by day."""
    cover = [line.para.text for line in front.lines if line.role == "cover"]
    told_there = squeeze("".join(cover))
    kinds = {event.kind for event in told}
    found: list[Event] = []
    revised = _REVISED.search(told_there) is not None
    if not kinds & {EventKind.ADOPTION, EventKind.REVISION}:
        found += _adoption(told_there)
    if EventKind.PROMULGATION not in kinds:
        signed = _signed(cover, front.number)
        found += (replace(e, kind=EventKind.REVISION) for e in signed) if revised else signed
        if not found and not kinds & set(MAKING):
            found += _signed([line.text for line in ending], front.number)
    return tuple(sorted((*found, *told), key=lambda event: event.date))


_REVISED = re.compile(r"(?:修订|修改|修正|调整)后的《|(?:修订|修改)后(?:重新)?(?:印发|公布|发布)")
"""A notice issues the text anew: 现将修订后的《…》印发给你们."""


def _adoption(cover: str) -> tuple[Event, ...]:
    """《…》已经2023年11月27日市政府第21次常务会议通过, or 已由某会议于某日通过."""
    if match := _ADOPTION_BY.search(cover):
        return read_history(f"{match[2]}{match[1]}通过").events
    match = _ADOPTION.search(cover)
    return read_history(match[1]).events if match else ()


def _signed(printed: Sequence[str], number: str) -> tuple[Event, ...]:
    """The 公布 or 印发 that names and a date at the end of a 令, 公告 or 通知 stand for."""
    printed = [part for line in printed for part in _apart(line)]
    lines = [SEAL.sub("", squeeze(line)) for line in printed]
    position = next(
        (i for i in range(len(lines) - 1, -1, -1) if _DAY.fullmatch(lines[i].strip("（）()"))), None
    )
    if position is None:
        return ()
    days = read_history(lines[position].strip("（）()") + "公布").events
    named = _NUMBER.search("".join(lines))
    number = named[1] if named else number
    body = _signatories(printed, lines, position)
    return tuple(replace(e, body=body, number=number, words="") for e in days)


def _apart(line: str) -> tuple[str, ...]:
    """A line of a 落款 as it is read: the organ and the day apart, the day in words."""
    if match := _IN_DIGITS.search(line.strip()):
        line = f"{line.strip()[: match.start()]}{match[1]}年{match[2]}月{match[3]}日"
    day = re.search(rf"{DAY}$", line.strip())
    organ = line.strip()[: day.start()].strip() if day else ""
    return (organ, line.strip()[day.start() :]) if day and ORGAN.search(squeeze(organ)) else (line,)


_IN_DIGITS = re.compile(r"([12][0-9]{3})[.\-/]([0-9]{1,2})[.\-/]([0-9]{1,2})$")


def _signatories(printed: Sequence[str], lines: Sequence[str], position: int) -> str:
    """Who signs at a date: the organs above it or, where none is, below it or in the head of a 令."""
    first = position
    while first and _BODY.search(lines[first - 1]):
        first -= 1
    signed = printed[first:position] or list(itertools.takewhile(_BODY.search, lines[position + 1 :]))
    if signed:
        return "、".join(organs(name) for name in signed)
    above = [line for line in lines[:position] if _BODY.search(line)]
    headed = (line for line in printed[:position] if re.search(r"(?:令|公告)\s*$", line))
    head = next(headed, "").strip().removesuffix("令").removesuffix("公告")
    return above[-1] if above else organs(head) if ORGAN.search(squeeze(head)) else ""


def impossible_days(front: Front, ending: Sequence[Line]) -> tuple[str, ...]:
    """List dates no calendar has: in 题注, 公布令, 落款, or where the text says when it starts."""
    around = [line.para.text for line in front.lines] + [line.text for line in ending]
    starts = [match[0] for line in front.body for match in _STARTS.finditer(squeeze(line.text))]
    return tuple(_impossible([*map(squeeze, around), *starts]))


def _impossible(texts: Iterable[str]) -> Iterable[str]:
    for match in (match for text in texts for match in _DAY.finditer(text)):
        if read_day(match.groups()) is None:
            yield match[0]
