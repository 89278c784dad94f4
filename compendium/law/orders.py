"""Read what one sentence orders for the life of other acts: 《甲》自…起废止，《乙》有效期延长至….

A sentence is read clause by clause. Titles, days and a place that stand before the verb are its own; a clause
that only tells a time goes with the order before it. What names a part of an act, an exception or acts that
are not all named is not carried out but told.

Source: 立法法 第六十条, 第六十三条 (修改和废止); 第十六条, 第七十九条 (暂时调整或者暂时停止适用).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from compendium.law.act import Commencement
from compendium.law.counted import DATE, LAST, SPAN, Delay, day_after, day_of, months_of
from compendium.law.numerals import NUMERAL, to_int


class EffectKind(StrEnum):
    """What is done to an act."""

    REPEAL = "repeal"  # 废止
    LAPSE = "lapse"  # 宣布失效, 停止执行
    EXTENSION = "extension"  # 延长有效期
    SUSPENSION = "suspension"  # 暂停施行, of an act or of some provisions
    RESUMPTION = "resumption"  # 恢复施行
    POSTPONEMENT = "postponement"  # 推迟施行


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an act does to another, named by its title.

    `start` is the first day of it; None where the act gives no day. `until` is the first day on which it is
    over: the new end for an extension, the end of a suspension; for a postponement the new day of effect is
    `start`. `months` is the time by which the old end, or the old day of effect, is moved. `places` are the
    words that name provisions, `area` those that name a place. `replaces` is set where the act itself takes
    the place of the one that it ends (本办法代替《…》).
    """

    kind: EffectKind
    title: str
    start: date | None
    until: date | None = None
    months: int = 0
    places: str = ""
    area: str = ""
    words: str = ""
    replaces: bool = False


@dataclass(slots=True)
class Orders:
    """The orders of a sentence; `doubtful` is set where it gives one that was not understood whole."""

    found: list[Effect] = field(default_factory=list)
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with a number for each title and without remarks in brackets."""

    titles: list[str]
    text: str
    limited: bool = False  # a remark in brackets makes an exception or sets a day: （第二条除外）

    @property
    def named(self) -> list[str]:
        """The titles in the text, in order."""
        return [self.titles[int(number)] for number in re.findall(_NAME, self.text)]


def marked(sentence: str) -> Marked:
    """Number the titles of a sentence and take out what explains, gives reasons or stands in brackets.

    >>> marked("根据《甲法》，《乙条例》（1999年公布）第（二）项停止执行").named
    ['乙条例']
    """
    sentence = sentence.translate(_MARKS)
    if "《" not in sentence:
        sentence = sentence.translate(_INNER_MARKS)
    titles = [match[1] for match in TITLE.finditer(sentence)]
    count = iter(range(len(titles)))
    text = TITLE.sub(lambda _: f"\x00{next(count)}\x00", sentence)
    text = re.sub(rf"第[（(]({NUMERAL})[)）]项", r"第\1项", text)
    limited = False
    while (less := _REMARK.sub("", text)) != text:
        limited = limited or any(_LIMITS.search(remark) for remark in _REMARK.findall(text))
        text = less
    text = re.sub(r"关于[^，。；]*?的(?:议案|决定|说明|请示)", "", text)
    text = re.sub(rf"(?:依据|根据|依照|按照)(?:{_NAME}[、和]?)+[^，。；\x00]{{0,12}}?制定的", "", text)
    return Marked(titles, _REASON.sub("", _BY_WHICH.sub("", text)), limited)


def read_orders(sentence: Marked, start: date | None, published: date | None = None) -> Orders:
    """Read the orders of a sentence; `start` is the day from which they hold where it gives none.

    `published` is the day of the acting text, from which 自印发之日起 counts.

    >>> said = marked("《甲办法》自2024年7月1日起废止，《乙办法》有效期延长五年")
    >>> [(e.kind.value, e.title, e.months) for e in read_orders(said, date(2024, 6, 1)).found]
    [('repeal', '甲办法', 0), ('extension', '乙办法', 60)]
    """
    return _Reader(sentence, start, published).read()


def put_off_by(commencement: Commencement) -> str:
    """Name the act that put a day of effect off to a later one; empty where none did.

    >>> from compendium.law.act import Basis
    >>> words = "《关于推迟施行〈某办法〉的决定》：将《某办法》的施行日期推迟至2024年6月1日。"
    >>> put_off_by(Commencement("start", date(2024, 6, 1), Basis.STATED, words))
    '关于推迟施行〈某办法〉的决定'
    """
    match = _SAID_BY.match(commencement.words)
    return match[1] if match and _POSTPONES.search(commencement.words, match.end()) else ""


# ---- the words

_SAID_BY = re.compile(r"《((?:[^《》]|《[^《》]*》)*)》：")
TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)*)》")
HOLDS = "(?:实施|施行|执行|适用)"
_MARKS = str.maketrans("«»＜＞<>", "《》《》《》")
_INNER_MARKS = str.maketrans("〈〉", "《》")
_LIMITS = re.compile(rf"除|外[)）]$|{NUMERAL}日(?:起|前|止)|^[（(]第{NUMERAL}(?:条|款|项|章)")
_REMARK = re.compile(r"(?:（[^（）]*）|\([^()]*\))")
_NAME = "\x00(\\d+)\x00"
_PART = rf"第{NUMERAL}(?:编|章|节|条|款|项)(?:之{NUMERAL})?"
_PLACES = rf"(?P<places>(?:{_PART}(?:、|和|至|以及|及)?)+)?"
_REASON = re.compile(
    r"(?:(?:根据|依照|按照|依据|鉴于|由于)|(?:^|(?<=[，：]))(?:为了?|因|贯彻|落实))(?![^，：]{0,200}(?:修正|修订|修改))[^，：]{0,200}[，：]"
)
_BY_WHICH = re.compile(rf"\x00\d+\x00(?:第{NUMERAL}次)?(?:修正|修订|修改)(?=的|，|、|并|和)")
"""A decision by which an act was amended: 根据《某决定》第一次修正的《某条例》."""
_STOPS = f"停止{HOLDS}"
ENDS = f"(?:废止|作废|失效|{_STOPS}|终止(?:{HOLDS}|有效)?|不再(?:{HOLDS}|有效))"
_PUT_OFF = "(?:推迟|延期|延迟|顺延|推后)"
_TERM = f"(?:有效期(?:限)?|(?:{HOLDS}|试行)(?:期限|时间|期))"
_LONGER = "(?:延长|延续|顺延|展期)"

_POSTPONES = re.compile(
    rf"(?:施行|实施|生效)(?:日期|时间|期)?(?:由{DATE})?(?:{_PUT_OFF}|调整)(?:至|到|为)(?P<day>{DATE})"
    rf"|{_PUT_OFF}(?:至|到)(?P<from>{DATE})起?{HOLDS}|{_PUT_OFF}(?P<many>{SPAN})(?:后)?{HOLDS}"
)
_EXTENDS = re.compile(
    rf"(?:{_TERM}[^。；\x00]{{0,16}}?|(?:继续|仍)?(?:有效|{HOLDS})|{_LONGER}(?:{_TERM})?)(?:至|到|为)(?P<last>{LAST})"
)
_EXTENDS_BY = re.compile(
    rf"(?:{_TERM}[^。；\x00]{{0,4}}{_LONGER}|{_LONGER}(?:{_TERM})?)(?:为)?(?P<many>{SPAN})"
)
_GOES_ON = re.compile(rf"继续(?:有效|{HOLDS})|{_LONGER}{_TERM}")
_HELD_FOR = re.compile(rf"{_TERM}(?:为|是)?(?P<many>{SPAN})|继续(?:有效|{HOLDS})(?P<time>{SPAN})")
_ENDED_FROM = re.compile(
    rf"(?:自|从|于)?(?P<day>{DATE})(?P<over>到期|期满|届满)?(?P<after>后|以后)?(?:起|之日起)?[^\x00，。；]{{0,6}}(?:{ENDS})"
)
_ENDED_AT_ONCE = re.compile(
    rf"(?:同时|即行|自行|一并|同步|即日起|于?同日(?:起)?|(?:自|从)本[^，。；\x00]{{1,8}}(?:之)?日起)"
    rf"(?:予以|宣布)?{ENDS}"
)
_ENDED = re.compile(
    rf"(?:予以|决定|宣布|现|应予|自动|明令)(?:废止|失效|停止{HOLDS}|终止)|废止(?=\x00|下列|以下)|废止(?=[^，。；]*\x00)|失效|{_STOPS}|废止$|不再{HOLDS}$|终止{HOLDS}$"
)
_REPLACED = re.compile(
    "(?:本[^，。；\x00]{1,6}|新[^，。；\x00]{1,6}|^(?:并|同时)?)(?:代替|替代|取代)(?=原?\x00)"
    "|由本[^，。；\x00]{1,6}(?:代替|替代|取代)"
)
"""The subject may stand in the clause before: 本办法自2026年9月1日起施行，代替《旧办法》。"""
_SUSPENDS = re.compile(rf"(?:暂停|暂缓|暂时停止|中止){HOLDS}")
_STOPS_FOR_A_TIME = re.compile(_STOPS)
_HALTS = re.compile(rf"(?:暂停|暂缓|暂时停止|中止|停止){HOLDS}")
_RESUMES = re.compile(rf"恢复{HOLDS}(?!时间|日期)")
_ADJUSTS = re.compile(f"暂时调整|调整{HOLDS}|部分{ENDS}")
_TIME = re.compile(
    rf"\x00(?:{_PART})?(?P<straight>{SPAN})$|(?:期限|时间)(?:为|是)?(?P<many>{SPAN})|为期(?P<for>{SPAN})|(?P<within>{SPAN})(?:内|期间)"
)
_FROM_TO = re.compile(rf"自?(?P<first>{DATE})起?(?:至|到|—|-)(?P<last>{LAST})(?:止|期间)?")
_SINCE = re.compile(rf"(?:自|从)?(?P<day>{DATE})(?:起|之日起|开始)(?!(?:正式)?{HOLDS}的)")
_UNTIL = re.compile(rf"(?:至|到)(?P<last>{LAST})(?:止)?")
_AREA = re.compile(r"在([^，。；\x00年月日]{2,24}?)(?:范围内|区域内|内)?(?:暂|停止|恢复|中止|$)")
_WHOLE_AREA = re.compile(r"本市|全市|本省|全省|本区|全国|本行政区域")
_OF_A_PART = re.compile(
    rf"\x00(?:[、的]?(?:{_PART})|中|的?(?:附件|附表)|[^，。；\x00]{{0,8}}(?:有关|部分|相关|上述|前述)?(?:规定|条款|内容|条文)(?!同时|自|于|即|，|$))"
)
_LOOSELY = re.compile(r"\x00[^，。；\x00]{0,8}(?:有关|部分|相关)(?:的)?(?:规定|条款|内容|条文|事项)|\x00中")
_NOT_WHOLE = re.compile("与\x00|不一致|抵触|不再适用于|^除|除\x00|除第|除外")
_AND_MORE = re.compile(rf"\x00等(?:(?P<many>{NUMERAL})(?:个|件|部|项|份))?")
_BACK = re.compile("该|上述|前述|其|原|^(?:同时|一并|并)?(?:予以)?$")
_DEPENDS = re.compile("待|后$|时$|之时|届时|之日起$|之日$|期满|届满|如|若")
"""Words on which an order depends; what happens then no calendar tells."""
_OWN_EFFECT = re.compile(
    "(?:自|从|于)?本[^，。；\x00]{1,8}(?:施行|实施|生效|公布|发布|印发|执行)(?:以?后|之?日起?|时)?|经[^，]{0,12}后"
)
_FOLLOW = re.compile("(?:以下|下列|如下)[^\x00]{0,20}$|(?:文件|规章|法规|办法|规定|通知)$")
_GENERIC = frozenset({"办法", "规定", "条例", "细则", "通知", "意见", "决定"})
_DAYS = re.compile(DATE)
_DESCRIBED = re.compile(
    r"(?:[^\x00、，]|(?<![\x00起])、)*?(?:公布|发布|颁布|通过|批准|印发|下发|批转|转发|颁发|所发|制定|制订|修正|修订|修改|实施|施行|试行|执行|联合发文|会议)(?:施行|实施|试行)?的?(?=\x00)"
)
"""Who made the act that is named next, and when: 1994年6月4日国务院发布的."""
_ORGAN = re.compile(
    r"[\u4e00-\u9fff、]{2,40}(?:法院|检察院|政府|委员会|国务院|常委会|大会|部|局|署|委|办公厅|办公室|银行|厅|会)(?=\x00\d)"
)
_KNOWN = re.compile(
    rf"到期|期满|届满|该(?:办法|条例|规定|细则|通知|意见|文件)|(?:废止|作废|失效|终止|停止|暂停|暂缓|暂时停止|中止|恢复|推迟|延期|延迟|顺延|推后|调整|延长|延续|展期|不再){HOLDS}?|{HOLDS}|生效|有效期限?|有效"
    rf"|(?:{HOLDS}|试行)?(?:期限|日期|时间)|继续|仍|宣布|予以|现予|现将|现|决定|明令|自动|自行|即行|同时|同步|一并|同日|于?即日起?|之日起|分别|全部|均|一律|应予|应|已经|已|将|把|对|由本\w{{1,6}}|本[\u4e00-\u9fff]{{1,6}}(?:代替|替代|取代)"
    rf"|(?:代替|替代|取代)|自本[\u4e00-\u9fff]{{1,8}}之?日|自(?:印发|发布|公布|下发)|等(?:{NUMERAL})?(?:个|件|部|项|份)?|[个件部项份]|行政规范性文件|规范性文件|文件|规章|地方性法规|法规|行政法规|政府规章|以下|下列|如下"
    rf"|经(?:研究|评估|清理|审议|批准|市政府同意|同意)[\u4e00-\u9fff]{{0,8}}|市政府|市人民政府|本市|全市|我市|以及|和|及|与|并|也|亦|但|原|该|上述|前述|其|的|为|至|到|起|自|从|于|在|止|年|内|期间|范围|区域|到期|期满|届满|后|以后|需|需要|{_PART}|正式|此前|各|[\u4e00-\u9fff]{{0,40}}会议|通过|根据|修正|修订|第{NUMERAL}次|由{DATE}|需"
)
_TIMES = re.compile(rf"[自由]?{DATE}(?:起|止|后|以后|期间)*|{LAST}|{SPAN}|{NUMERAL}")
_ENDED_AFTER = re.compile(
    rf"(?:(?:至|到)(?P<last>{LAST})(?:止|后|时)?|自(?P<day>{DATE})止)(?:自动|自行|即行|即)?{ENDS}"
)
_ENDED_WHEN_MADE = re.compile(rf"(?:自|从)(?:印发|发布|公布|下发)(?:之)?日起(?:予以)?{ENDS}")
_MODAL = re.compile("可以|应当|不得|拟|如果|需要|建议|是否")


class _Reader:
    """Reads the clauses of one sentence in order."""

    def __init__(self, sentence: Marked, start: date | None, published: date | None) -> None:
        self.sentence, self.start, self.published = sentence, start, published
        self.out = Orders()
        self.waiting: list[tuple[str, str]] = []  # acts named, with provisions, whose verb is to come
        self.last: list[tuple[str, str]] = []
        self.since: date | None = None
        self.until: date | None = None
        self.area = ""
        self.timeless: list[Effect] = []  # acts that go on (继续有效), whose time is to come
        self.depends = False  # on something that no calendar tells: 待新办法施行后
        self.ordered: Effect | None = None  # an order whose acts follow: 废止以下文件：

    def read(self) -> Orders:
        for clause in filter(None, re.split("[，：,:]", self.sentence.text)):
            self._clause(clause)
        if self.ordered or (self.sentence.limited and self.out.found):
            self.out.doubtful = True
        if self.sentence.limited:
            self.out.found.clear()
        if _NOT_WHOLE.search(self.sentence.text) and self.out.found:
            self.out.found.clear()
            self.out.doubtful = True
        return self.out

    def _clause(self, clause: str) -> None:
        named = [
            (self.sentence.titles[int(m[1])], (m["places"] or "").rstrip("、和至及以"))
            for m in re.finditer(_NAME + _PLACES, clause)
        ]
        self._times(clause)
        effect = self._effect(clause)
        if effect is None:
            if self._refines(clause):
                return
            if _ADJUSTS.search(clause) or (_MODAL.search(clause) and re.search(ENDS, clause)):
                self.out.doubtful = True
            self.depends = self.depends or _DEPENDS.search(_OWN_EFFECT.sub("", clause)) is not None
            if self.ordered and named:
                self._carry_out(self.ordered, named, clause)
                self.ordered = None
            elif named and not _unknown(clause):
                self.waiting += named
            return
        acts = self.waiting + named if named or self.waiting else self.last if _BACK.search(clause) else []
        if not acts and _FOLLOW.search(clause):
            self.ordered = effect
            return
        self._carry_out(effect, acts or self.last, clause)
        self.since = self.until = None

    def _carry_out(self, effect: Effect, acts: list[tuple[str, str]], clause: str) -> None:
        if self._in_doubt(clause, effect, acts):
            self.out.doubtful = True
        else:
            made = [replace(effect, title=title, places=places) for title, places in acts]
            timeless = effect.kind is EffectKind.EXTENSION and not (effect.until or effect.months)
            self.timeless = made if timeless else []
            self.out.found += [] if timeless else made
        self.last, self.waiting = acts or self.last, []

    def _times(self, clause: str) -> None:
        """Keep the time and the place that a clause gives; they hold for the next verb."""
        if match := _FROM_TO.search(clause):
            self.since, self.until = day_of(match["first"]), day_after(match["last"], first=match["first"])
        elif match := _SINCE.search(clause):
            self.since = day_of(match["day"])
            if within := _TIME.search(clause):
                self.until = self._counted(_many(within))
        elif (match := _UNTIL.search(clause)) and (
            _HALTS.search(clause) or "\x00" not in clause[: match.start()]
        ):
            self.until = day_after(match["last"])
        elif within := _TIME.search(clause):
            self.until = self._counted(_many(within))
        area = _AREA.search(clause)
        if area and not _WHOLE_AREA.fullmatch(area[1]):
            self.area = area[1]

    def _counted(self, months: int, since: date | None = None) -> date | None:
        first = since or self.since or self.start
        return Delay(months, 0, 0).counted(first) if first and months else None

    def _effect(self, clause: str) -> Effect | None:
        """What the verb of a clause does, without the name of an act."""
        if match := _POSTPONES.search(clause):
            day = day_of(match["day"] or match["from"]) if match["day"] or match["from"] else None
            return _made(EffectKind.POSTPONEMENT, day, months=months_of(match["many"] or ""))
        if _RESUMES.search(clause):
            return replace(_made(EffectKind.RESUMPTION, self.since or self.start), area=self.area)
        if _SUSPENDS.search(clause) or (
            not _ENDED_AFTER.search(clause) and _STOPS_FOR_A_TIME.search(clause) and self._for_a_time(clause)
        ):
            return replace(_made(EffectKind.SUSPENSION, self.since or self.start, self.until), area=self.area)
        if match := _ENDED_AFTER.search(clause):
            return _made(_ending(match[0]), day_after(match["last"] or match["day"]))
        if match := _ENDED_FROM.search(clause):
            day = day_of(match["day"])
            later = day + timedelta(days=1) if day and (match["over"] or match["after"]) else day
            return _made(_ending(match[0]), later)
        if match := _ENDED_WHEN_MADE.search(clause):
            return _made(_ending(match[0]), self.published)
        if match := _REPLACED.search(clause):
            return replace(_made(EffectKind.REPEAL, self.start), replaces=True)
        if match := _ENDED_AT_ONCE.search(clause):
            return _made(_ending(match[0]), self.since or self.start)
        if match := _EXTENDS.search(clause):
            return _made(EffectKind.EXTENSION, self.start, day_after(match["last"]))
        if match := _EXTENDS_BY.search(clause):
            return _made(EffectKind.EXTENSION, self.start, months=months_of(match["many"]))
        if _GOES_ON.search(clause):
            match = _HELD_FOR.search(clause)
            return _made(EffectKind.EXTENSION, self.start, self._counted(_many(match)) if match else None)
        if (match := _ENDED.search(clause)) and not _MODAL.search(clause):
            return _made(_ending(match[0]), self.since or self.start)
        return None

    def _for_a_time(self, clause: str) -> bool:
        return self.until is not None or re.search(_NAME + _PART, clause) is not None

    def _refines(self, clause: str) -> bool:
        """Take the time that a clause gives for the orders before it: 期限为三年; 有效期5年."""
        if re.search(_NAME, clause) or not (self.out.found or self.timeless):
            return False
        held = _HELD_FOR.search(clause)
        if self.timeless and held and (until := self._counted(_many(held))):
            self.out.found += [replace(effect, until=until) for effect in self.timeless]
            self.timeless = []
            return True
        if (since := _SINCE.search(clause)) and re.search("生效|施行|执行|实施", clause[since.end() :]):
            self.out.found = [replace(effect, start=day_of(since["day"])) for effect in self.out.found]
            return True
        timed = [e for e in self.out.found if e.kind is EffectKind.SUSPENSION and e.until is None]
        within = _TIME.search(clause)
        if not timed or not (within or self.until):
            return False
        self.out.found = [
            replace(e, until=self._counted(_many(within), e.start) if within else self.until)
            if e in timed
            else e
            for e in self.out.found
        ]
        return True

    def _in_doubt(self, clause: str, effect: Effect, acts: list[tuple[str, str]]) -> bool:
        """Whether an order is for a part that is not told, for acts that are not all named, or for none."""
        ends = effect.kind in (EffectKind.REPEAL, EffectKind.LAPSE)
        parts = effect.kind in (EffectKind.SUSPENSION, EffectKind.RESUMPTION)
        if not acts or (not parts and any(places for _, places in acts)):
            return True
        if self.depends or _unknown(clause) or (self.area and not parts):
            return True
        if effect.start is None and effect.kind is not EffectKind.POSTPONEMENT and self.start:
            return True  # a day that no calendar has, or one that is not told
        days = len(_DAYS.findall(_DESCRIBED.sub("", clause)))
        if any(title in _GENERIC for title, _ in acts) or (ends and days > 1):
            return True
        text = self.sentence.text
        more = _AND_MORE.search(text)
        if more and (not more["many"] or _number(more["many"]) != len(acts)):
            return True
        if "分别" in clause and len(acts) > 1:
            return True
        return (ends and _OF_A_PART.search(text) is not None) or _LOOSELY.search(text) is not None


def _unknown(clause: str) -> bool:
    """Whether words are left over in a clause that are no part of any order that is known."""
    rest = _ORGAN.sub("", _DESCRIBED.sub("\x00", clause))
    rest = re.sub(_NAME + _PLACES, "", rest)
    for pattern in (_TIMES, _KNOWN, _TIMES):
        rest = pattern.sub("", rest)
    return re.search(r"[\u4e00-\u9fff]", rest) is not None


def _made(kind: EffectKind, start: date | None, until: date | None = None, *, months: int = 0) -> Effect:
    return Effect(kind=kind, title="", start=start, until=until, months=months)


def _many(match: re.Match[str]) -> int:
    return months_of(next(filter(None, match.groupdict().values()), ""))


def _number(words: str) -> int:
    try:
        return to_int(words)
    except ValueError:
        return 0


def _ending(words: str) -> EffectKind:
    repeals = re.search("废止|代替|替代|取代|作废", words)
    return EffectKind.REPEAL if repeals else EffectKind.LAPSE
