"""Read from when and until when words say that a text holds: 自…起施行, 有效期至…, 试行期两年, 至…止.

Only what is said of the whole text is read, and never what stands in quotation marks, in a title or in the
brackets behind one. What speaks of effect or end and is not understood is returned with its words.

Source: 立法法 第六十一条 (法律应当明确规定施行日期).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from compendium.law.citations import OWN_WORDS
from compendium.law.counted import DATE, LAST, SPAN, Delay, day_after, day_of, months_of, months_on
from compendium.law.numerals import NUMERAL, to_int
from compendium.law.sentences import NAME, QUOTE, Sentence, sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What words say about the day of effect: `day` is a fixed date, `whole` set where they say 本条例.

    `delay` counts from the day of publication or adoption.
    """

    words: str
    day: date | None = None
    whole: bool = False
    on_publication: bool = False
    on_adoption: bool = False
    left_open: bool = False
    delay: Delay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """What words say about the end: `day` is the first on which the text holds no more.

    `months` is the time that it holds from its day of effect; neither is set where no calendar tells the
    end (至国家有关规定出台之日).
    """

    words: str
    day: date | None = None
    months: int = 0

    @property
    def is_open(self) -> bool:
        """Whether an end is set that no date tells."""
        return self.day is None and not self.months

    def counted(self, start: date | None) -> date | None:
        """Find the first day on which a text that began on a day holds no more; None where nothing tells."""
        if self.day or not self.months or start is None:
            return self.day
        try:
            return months_on(start, self.months)
        except (OverflowError, ValueError):
            return None


@dataclass(slots=True)
class Validity:
    """All that passages say about effect and end, in order, and the sentences about either not understood.

    `parts` are what begins on a day of its own, as (what, words): (第三条, 自2021年1月1日起施行).
    """

    starts: list[Saying] = field(default_factory=list)
    ends: list[Until] = field(default_factory=list)
    parts: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def sayings(text: str) -> list[Saying]:
    """Read all that a passage says about its own commencement, in order.

    >>> [s.day.isoformat() for s in sayings("本条例自2020年5月1日起施行。") if s.day]
    ['2020-05-01']
    >>> sayings("本办法自公布之日起施行。")[0].on_publication
    True
    """
    return read_validity([text]).starts


def read_validity(closing: Iterable[str], elsewhere: Iterable[str] = ()) -> Validity:
    """Read what passages say of the text they stand in; each is a paragraph or more of it.

    `closing` are those in which a text tells its time: there all words on effect or end must be understood.
    `elsewhere` only those count of which the text itself is the subject.

    >>> found = read_validity(["本办法自2023年6月1日起试行，试行期两年。"])
    >>> found.starts[0].day.isoformat(), found.ends[0].months
    ('2023-06-01', 24)
    >>> read_validity(["将第三条修改为：“本办法有效期至2030年5月31日。”"]).ends
    []
    """
    found = Validity()
    for passages, last in ((elsewhere, False), (closing, True)):
        for passage in passages:
            begun = False
            for sentence in sentences(passage):
                begun = _Reader(sentence, found, begun=begun, closing=last).read() or begun
    ends = {until.words for until in found.ends if not until.is_open}
    if ends:  # 有效期五年，期满自动失效
        found.ends = [
            until for until in found.ends if not until.is_open or not _FULFILLED.search(until.words)
        ]
        found.unread = [words for words in found.unread if not _FULFILLED.search(words)]
    return found


# ---- the forms

_MIDNIGHT = "(?:零时|0时|０时)?"
_HOUR = rf"(?P<hour>{NUMERAL}时)?"
_VERB = "(?:施行|实施|生效|执行|试行|实行|暂行)"
_PUBLISHED = "(?:公布|发布|颁布|批准公布|印发|下发|发文|下达|签发|公告)"
_BY = f"(?:文件|正式|向社会|市(?:人民)?政府|人民政府|在?{NAME}+)?"
_OWN = (
    rf"本(?:实施|若干|工作|管理|专项|行动|补充|指导|试行|暂行|政策)*(?:{OWN_WORDS}|修正案|方案|指南|指引|标准|准则|公告|通告"
    "|决议|批复|制度|预案|规划|计划|措施|政策|要点|清单|目录|纲要|规范|程序|守则|须知|函|文件|文)"
)
_WHOLE = re.compile(_OWN)
SPEAKS_OF_ITSELF = re.compile(_OWN)
"""Found where words may speak of the text that they stand in."""
SPEAKS_OF_DECISION = re.compile("本(?:决定|决议|通知|公告|令|修正案|意见|议案|文件|文)")
"""Found where the words of a decision may speak of itself and not of the text that it changes."""
_ASIDE = re.compile("解释权?|负责实施|组织实施")
"""What may stand between the day of effect and the end: 由市某局负责解释."""
_CARRIED = re.compile("(?:其|暂定|并|且|暂|期限)+")
_PART = re.compile(rf"第{NUMERAL}(?:编|分编|章|节|条|款|项)|其中|关于|的规定$|部分$")
_TERM = (
    "(?:(?:政策|文件)?有效(?:期限|期间|期|时间)|时效"
    "|(?:试行|施行|实施|执行|暂行|适用|实行|试点|试用|试运行)(?:期限|时间|期间|期))"
)
_SET = "(?:暂定|暂)?(?:为|是|：|:)?"
_TO = "(?:截至|截止到|截止至|截止于|截止|止于|延长至|延长到|延续至|延续到|延至|至|到)"
_BEGUN = "(?:自?(?:施行|实施|生效|执行|试行)之?日起(?:计算|算)?[，,]?)?"
_ENDS = "(?:废止|失效|停止(?:执行|施行|实施|适用)|终止(?:执行|施行|实施)?|不再(?:执行|施行|实施|适用|有效))"
_OF_ITSELF = "(?:自动|自行|即行|即|随即|随之)?"

_FIXED = re.compile(
    rf"(?:(?:自|于|从)(?P<day>{DATE}){_MIDNIGHT}(?:起|之日起|开始|始)?|(?P<bare>{DATE}){_MIDNIGHT}(?:起|之日起))[，,]?"
    rf"(?:正式)?(?:在全市(?:范围内)?|在全国(?:范围内)?)?(?:{_VERB}(?!的)|有效(?=[，,]|$))"
)
_FIXED_AS = re.compile(
    rf"(?:施行|实施|执行|生效)(?:日期|时间)(?:为|是|：|:)(?P<day>{DATE})(?!起?(?:至|到|—|-|－))"
)
_ON_DAY = re.compile(
    rf"(?:(?:自|从|于){_BY}(?P<what>{_PUBLISHED}|(?:审议)?通过)之?日起|(?:自|从)?(?P<now>即日)起)[，,]?(?:正式)?"
    rf"(?:在全市(?:范围内)?)?{_VERB}(?!的)"
)
_ON_DAY_UNTIL = re.compile(
    rf"(?P<term>{_TERM}{_SET})?(?:自{_BY}(?P<what>{_PUBLISHED}|(?:审议)?通过)之?日起|(?:自|从)?(?P<now>即日)起)[，,]?(?:{_VERB})?"
    rf"(?:(?:至|到)(?P<last>{LAST}){_HOUR}止?(?:有效|{_VERB})?|(?P<many>{SPAN})内?有效"
    rf"|(?(term)|有效期)(?P<time>{SPAN}))(?!期|的)"
)
_LATER = re.compile(
    rf"自?{_BY}(?P<what>{_PUBLISHED}|(?:审议)?通过)(?:之日)?(?:(?:的|之)?(?P<next>次日)起?|(?:起|后)[，,]?(?P<full>满)?(?P<nth>第)?"
    rf"(?P<count>{NUMERAL})(?P<unit>日|天|个月)(?P<then>后|以后|之后|之日)?(?:起)?)(?:正式)?{_VERB}(?!的)"
)
LEFT_OPEN = re.compile(
    r"(?:施行|实施|生效|执行)(?:的)?(?:具体)?(?:日期|时间)(?:[^。；]*?(?:另行(?:规定|确定|公布|通知|明确|发布)|另定)"
    r"|，?由[^。；]*?(?:规定|确定|公布))"
)
ONES = re.compile(
    rf"((?:第{NUMERAL}条(?:之{NUMERAL})*(?:第{NUMERAL}款)?(?:第[（(]?{NUMERAL}[)）]?项)?(?:、|和|至|以及|，)?)+)"
    r"(?:的?规定)?的?$"
)
_SPAN = re.compile(
    rf"{_BEGUN}(?:{_TERM}(?:自(?P<from>{DATE})(?:起|之日起)(?:计算)?[，,]?)?{_SET}{_BEGUN}|(?:暂定|暂|先行)(?:{_VERB}|有效)|有效|试行|暂行)"
    rf"(?:暂定)?为?(?P<many>{SPAN})(?:内有效)?"
)
_UNTIL = re.compile(
    rf"(?:{_TERM}{_SET}{_TO}|截止(?:日期|时间)(?:为|是|：|:)|时限(?:为)?至|继续(?:{_VERB}|有效)(?:至|到)|(?<=[\u4e00-\u9fff]){_VERB}(?:至|到))"
    rf"(?P<last>{LAST}){_HOUR}(?P<before>[之以]?前)?止?"
)
_EXPIRES = re.compile(rf"于?(?P<last>{LAST}){_HOUR}(?:到期|止)(?!的)")
_BEFORE = re.compile(rf"(?:在|于)?(?P<last>{DATE})(?P<before>[之以]?前)有效(?!的)")
_WITHIN = re.compile(
    rf"{_BEGUN}(?:(?P<many>{SPAN})内?有效(?!期|的)|(?:为期|期限为?)(?P<time>{SPAN})"
    rf"|(?:{_VERB})?满?(?P<past>{SPAN})(?:后|之后|以后|时)?[，,]?{_OF_ITSELF}{_ENDS}(?!的))"
)
_RANGE = re.compile(
    rf"(?:自|从)?(?P<first>{DATE}){_MIDNIGHT}(?:起|开始)?(?:{_VERB})?[，,]?(?:至|到|—+|-+|－|―|~|～)(?P<last>{LAST})"
    rf"{_HOUR}(?:(?P<before>[之以]?前)(?=有效|{_VERB})|止|结束|期间)?"
)
_RANGE_AFTER = re.compile(rf"(?:{_TERM}|(?:施行|实施|执行)日期|{_OWN}){_SET}(?:{SPAN}[，,])?$")
_RANGE_BEFORE = re.compile(rf"(?:正式)?{_VERB}|有效")
_AND_UNTIL = re.compile(rf"(?:^|[，,])(?:有效|{_VERB})?{_TO}(?P<last>{LAST}){_HOUR}(?:止|结束)?")
_STRAIGHT = re.compile(rf"(?:{_TO}(?P<last>{LAST}){_HOUR}(?:止|结束)?|(?P<many>{SPAN}))")
"""What may follow 自…起施行 at once: 至2025年5月31日, 两年."""
_ENDS_ON = re.compile(
    rf"(?P<to>至|到)?(?:于|自)?(?P<last>{DATE})(?P<past>后|以后|之后)?(?P<since>起|之日起)?{_OF_ITSELF}{_ENDS}(?!的)"
    rf"|(?:失效|废止)(?:日期|时间)(?:为|是|：|:)(?P<on>{DATE})"
)
_OPEN_END = re.compile(
    rf"{_TERM}(?:与|同|视|由|依据|根据|按照?)[^，。；]{{2,40}}|{_TERM}{_SET}{_TO}(?!{NUMERAL}[年月])[^，。；]{{2,40}}|(?:有效|{_VERB})?(?:至|到)(?!{NUMERAL}[年月])[^，。；]{{2,40}}(?:时|之日|为)止"
    rf"|[^，。；]{{2,20}}(?:结束|期满|届满|到期|出台|公布|发布|印发|施行|实施|生效|解除|终止)(?:之?后|之?日起|之日|以后|时|即)?[，,]?{_OF_ITSELF}{_ENDS}(?=[，,]|$)"
    rf"|(?:在)?[^，。；]{{2,20}}(?:出台|公布|发布|印发|施行|实施|生效)(?:之|以)?前(?:继续)?有效"
)
_OWN_EFFECT = re.compile(rf"{_OWN}(?:{_VERB}|{_PUBLISHED})")
"""From 本解释施行后 what another act says holds no more."""
_ENDLESS = re.compile(rf"长期有效|{_TERM}{_SET}长期")
_FULFILLED = re.compile("(?:期满|届满|到期|逾期)[^，。；]*(?:失效|废止|停止执行|终止)|(?:自动|自行)失效")
_SPEAKS = re.compile(
    rf"有效期|(?:试行|暂行|施行|执行)(?:期|时间|日期)|实施(?:期限|时间|日期)|{DATE}起?[^，。；]{{0,4}}{_VERB}"
    rf"|(?:自|至)[^，。；]{{1,30}}(?:止|起){_VERB}?|(?:自动|自行)失效|(?:试行|暂行|有效){SPAN}"
    rf"|{_PUBLISHED}(?:之日|后)[^，。；]{{0,12}}(?:施行|实施|生效)|{DATE}[^，。；]{{0,4}}(?:废止|失效)"
    rf"|批准(?:之日起|后)(?:正式)?{_VERB}|(?:暂停|停止|中止|恢复){_VERB}|(?:同时|同步|同日){_VERB}|何时{_VERB}"
    rf"|(?:期限?|期间|时间)(?:为|是|：)?{NUMERAL}(?:年|[-—－～])"
)
"""Words that speak of the effect or the end of a text where it is their subject."""
_TELLS = re.compile(
    rf"有效(?:期|时间|[至到])|时效(?:为|是|：|{SPAN})|(?:{SPAN}|前|内|后)有效|(?:失效|废止)(?:日期|时间)"
    rf"|(?:自动|自行|即行|即|后|时|起)(?:{_ENDS})"
    rf"|(?:试行|暂行|施行|执行|实施|实行|试点|试用|试运行)(?:期限?|时间|日期|期间)(?:为|是|：|至|到|自|从|{NUMERAL}|另|由|视|与|和|不)"
    rf"|(?:起|即日|次日|同日)[^，。；]{{0,6}}(?:{_VERB}|启用|运行)(?=[，,]|$)|{DATE}[^，。；]{{0,6}}{_VERB}(?=[，,]|$)"
    rf"|{_VERB}(?:至|到){LAST}"
)
"""Words that speak of it wherever a text tells its time."""
_NOT_OF_EFFECT = re.compile(
    r"(?:施行|实施|执行|试行)(?:的|前|后|以前|以后|之前|之后|之日|期间|过程|情况|中)|之日起[^，。；]{0,8}(?:日|月|年)内"
    r"|有效期(?:限)?(?:届满|期满|内|满)"
)


_OF_OLD = re.compile("过去|以前|此前|以往|抵触|不一致|原有")
_LEADS = re.compile(
    "(?:[自从在于至到其并且暂将应可最长原则上]|试行|施行|实施|执行|政策|不超过)*|[^，]{0,12}(?:后|前|时|起|满)"
)
"""What may stand before them in a clause that goes on about the text."""


class _Reader:
    """Reads one sentence into what was found before it; `begun`: the passage has told of an effect."""

    def __init__(self, sentence: Sentence, found: Validity, *, begun: bool, closing: bool) -> None:
        self.sentence, self.masked, self.found = sentence, sentence.masked, found
        self.begun, self.closing = begun, closing
        self.taken: list[tuple[int, int]] = []
        self.ranges: list[tuple[int, re.Match[str]]] = []
        self.fixed: list[re.Match[str]] = []
        self.until: list[re.Match[str]] = []

    def read(self) -> bool:
        """Read the sentence; tells whether it speaks of its text's effect."""
        starts = sorted(self._starts(), key=lambda pair: pair[0])
        self.found.starts += [saying for _, saying in starts]
        for _, saying in starts:
            self.begun = self.begun or saying.day is not None or saying.on_publication or saying.on_adoption
        ends = list(self._ends())
        dated = [end for end in ends if not end.is_open]
        if dated:
            ends = [end for end in ends if not end.is_open or not _FULFILLED.search(end.words)]
        if len({(end.day, end.months, end.is_open) for end in ends}) > 1 and not self._agree(ends, starts):
            self.found.unread.append(self.sentence.words)
        else:
            self.found.ends += ends
            if self._left():
                self.found.unread.append(self.sentence.words)
        return bool(starts)

    def _subject(self, position: int) -> str:
        """Of what a passage says 自…起施行: the words before it in its own clause."""
        return re.split("[，：,]", self.masked[:position])[-1].lstrip("（(")

    def _part(self, subject: str, match: re.Match[str], words: str) -> None:
        self.found.parts.append((self.sentence.cut(match.start() - len(subject), match.start()), words))

    def _take(self, match: re.Match[str]) -> str:
        self.taken.append(match.span())
        return self.sentence.cut(*match.span())

    # ---- the beginning

    def _starts(self) -> Iterator[tuple[int, Saying]]:
        for match in _RANGE.finditer(self.masked):
            if self._is_term(match) and (first := day_of(match["first"])):
                start = self._term_before(match)
                whole = _own(subject := self._subject(match.start())) and bool(subject)
                words = self.sentence.cut(start, match.end())
                yield start, Saying(words=words, day=first, whole=whole)
                self.ranges.append((start, match))
        yield from self._fixed_starts()
        for match in _ON_DAY_UNTIL.finditer(self.masked):
            fixed = not match["last"] and (self.fixed or any(saying.day for saying in self.found.starts))
            if _own(self._subject(match.start())) and not fixed:
                self.until.append(match)
                yield match.start(), _counted(match, self._take(match), None)
        for match in _ON_DAY.finditer(self.masked):
            subject = self._subject(match.start())
            if _PART.search(subject):
                self._part(subject, match, self._take(match))
            elif NAME in match[0] and "报》" not in self.sentence.cut(*match.span()):
                self.found.unread.append(self.sentence.words)  # 自《实施细则》公布之日起施行
            elif not self._is_taken(match.span()):
                yield match.start(), _counted(match, self._take(match), None)
        for match in _LATER.finditer(self.masked):
            if delay := _delay(match):
                yield match.start(), _counted(match, self._take(match), delay)
        for match in LEFT_OPEN.finditer(self.masked):
            words = self._take(match)
            subject = self._subject(match.start())
            if ONES.search(subject):
                self._part(subject, match, words)
            else:
                yield match.start(), Saying(words=words, left_open=True)

    def _fixed_starts(self) -> Iterator[tuple[int, Saying]]:
        matches = [*_FIXED.finditer(self.masked), *_FIXED_AS.finditer(self.masked)]
        whole = any(_WHOLE.fullmatch(self._subject(match.start())) for match in matches)
        for match in matches:
            if self._in_range(match) or not (day := day_of(match["day"] or _group(match, "bare"))):
                continue
            subject = self._subject(match.start())
            own = _WHOLE.fullmatch(subject) is not None
            if _PART.search(subject) or (whole and not own and len(subject) > 1):  # 浦东新区自…起施行
                self._part(subject, match, self._take(match))
            elif NAME not in subject:
                self.fixed.append(match)
                yield match.start(), Saying(words=self._take(match), day=day, whole=own)

    def _is_term(self, match: re.Match[str]) -> bool:
        """Whether 自A至B is the time in which the text holds, and no time that it speaks of."""
        after = self.masked[match.end() :]
        subject = self._subject(match.start())
        if _PART.search(subject) or NAME in subject or QUOTE in subject:
            return False
        led = self.begun or _WHOLE.match(self.masked) is not None
        if self._term_before(match) < match.start() and (_own(subject) or led):
            return True
        inside = bool(re.search(_VERB, match[0]))
        return _own(subject) and (inside or bool(_RANGE_BEFORE.match(after)))

    def _term_before(self, match: re.Match[str]) -> int:
        """Where the 有效期 begins that leads to a time from A to B; its own beginning where none does."""
        found = _RANGE_AFTER.search(self.masked[: match.start()])
        return found.start() if found else match.start()

    def _in_range(self, match: re.Match[str]) -> bool:
        return any(start <= match.start() and match.end() <= span.end() for start, span in self.ranges)

    # ---- the end

    def _ends(self) -> Iterator[Until]:
        for start, match in self.ranges:
            self.taken.append((start, match.end()))
            yield from _until(match, self.sentence.cut(start, match.end()))
        for match in self.until:
            words = self.sentence.cut(*match.span())
            if match["last"]:
                yield from _until(match, words)
            else:
                yield Until(words=words, months=months_of(match["many"] or match["time"]))
        for pattern in (_UNTIL, _EXPIRES, _BEFORE):
            for match in pattern.finditer(self.masked):
                if self._is_own(match) and any(_until(match, "")):
                    yield from _until(match, self._take(match))
        for match in _WITHIN.finditer(self.masked):
            many = match["many"] or match["time"] or match["past"]
            if self._is_own(match) and (months := months_of(many)):
                yield Until(words=self._take(match), months=months)
        for match in _SPAN.finditer(self.masked):
            if self._is_own(match) and (months := months_of(match["many"])):
                first = day_of(match["from"]) if match["from"] else None
                until = Until(words=self._take(match), months=months)
                yield Until(words=until.words, day=until.counted(first)) if first else until
        for match in _ENDS_ON.finditer(self.masked):
            if self._is_own(match) and (day := day_of(match["last"] or match["on"])):
                inclusive = bool(match["to"] or match["past"])
                yield Until(words=self._take(match), day=day + timedelta(days=1) if inclusive else day)
        yield from self._ends_after_start()
        for match in (*_OPEN_END.finditer(self.masked), *_ENDLESS.finditer(self.masked)):
            if self._is_own(match) and not _OWN_EFFECT.search(match[0]):
                words = self._take(match)
                if match.re is _OPEN_END:
                    yield Until(words=words)

    def _ends_after_start(self) -> Iterator[Until]:
        """自2023年6月1日起施行，至2028年5月31日止; 自2023年6月1日起试行两年."""
        for start in self.fixed:
            match = _STRAIGHT.match(self.masked, start.end())
            if match is None:
                continue
            if match["many"]:
                yield Until(words=self._take(match), months=months_of(match["many"]))
            else:
                yield from _until(match, self._take(match), first=start[0])
        first = self.fixed[0][0] if self.fixed else ""
        for match in _AND_UNTIL.finditer(self.masked):
            known = self._follows(match.start()) and not self._is_taken((match.start() + 1, match.end()))
            if known and any(_until(match, "", first)):
                yield from _until(match, self._take(match).lstrip("，,（("), first)

    def _is_own(self, match: re.Match[str]) -> bool:
        """Whether words about an end speak of the text that they stand in."""
        subject = self._subject(match.start())
        if self._is_taken(match.span()) or NAME in subject or QUOTE in subject or _PART.search(subject):
            return False
        if subject:
            return _own(subject) or (self.begun and _CARRIED.fullmatch(subject) is not None)
        return self._follows(match.start())

    def _follows(self, position: int) -> bool:
        """Whether a clause without a subject goes on about the act: it opens the sentence, or follows it.

        此前取得的证，有效期至2025年5月31日 speaks of something else, whatever the sentence before did.
        """
        before = self.masked[:position].rstrip("，,：（(")
        if not before:
            return True
        clause = max(before.rfind("，"), before.rfind("："), before.rfind(",")) + 1
        if any(start < len(before) and end > clause for start, end in self.taken):
            return True
        words = before[clause:]
        if _PART.search(words) or NAME in words:
            return False
        return _ASIDE.search(words) is not None and (clause == 0 or self._follows(clause))

    def _is_taken(self, span: tuple[int, int]) -> bool:
        return any(start < span[1] and span[0] < end for start, end in self.taken)

    def _agree(self, ends: Iterable[Until], starts: Iterable[tuple[int, Saying]]) -> bool:
        """Whether a time and a date tell the same end: 有效期五年，至2028年5月31日止."""
        first = next((saying.day for _, saying in starts if saying.day), None)
        return first is not None and len({end.counted(first) for end in ends}) == 1

    # ---- what is left

    def _left(self) -> bool:
        """Whether the sentence speaks of its text's effect or end in words that were not understood."""
        if self.closing and any(map(self._tells, _TELLS.finditer(self.masked))):
            return True
        return any(map(self._speaks_of_itself, _SPEAKS.finditer(self.masked)))

    def _tells(self, match: re.Match[str]) -> bool:
        """Whether words in the closing speak of an end or effect; what else has one is named before them."""
        subject = self._subject(match.start())
        if self._is_taken(match.span()) or self._is_of_others(match, subject):
            return False
        before = self.masked[: match.start()]
        if re.search(f"{_ENDS}$", match[0]) and (NAME in before or _OF_OLD.search(before)):
            return False
        return (
            _own(subject) or bool(_PART.search(subject) or _WHOLE.match(subject)) or self._follows_led(match)
        )

    def _follows_led(self, match: re.Match[str]) -> bool:
        """Whether a clause begins with such words, or with what may lead to them."""
        return self.begun and _LEADS.fullmatch(self._subject(match.start())) is not None

    def _is_of_others(self, match: re.Match[str], subject: str) -> bool:
        if NAME in subject + match[0] or QUOTE in subject + match[0]:
            return True
        if _NOT_OF_EFFECT.match(self.masked, match.start()) or _NOT_OF_EFFECT.search(match[0]):
            return True
        return self.masked[match.end() : match.end() + 1] == "的"

    def _speaks_of_itself(self, match: re.Match[str]) -> bool:
        subject = self._subject(match.start())
        if self._is_taken(match.span()) or QUOTE in match[0]:
            return False
        if re.match("同时|同步", match[0]) and _WHOLE.match(subject):  # 本细则与《办法》同时施行
            return True
        if self._is_of_others(match, subject) or _PART.search(subject):
            return False
        if re.match("批准|何时", match[0]) and _WHOLE.match(subject):  # 本办法经市政府批准后施行
            return True
        led = match.start() == 0 or any(end <= match.start() for _, end in self.taken)
        return _own(subject) and bool(subject or (self.begun and (led or _WHOLE.match(self.masked))))


def _group(match: re.Match[str], name: str) -> str:
    return match.groupdict().get(name) or ""


def _until(match: re.Match[str], words: str, first: str = "") -> Iterator[Until]:
    """The end that a last day tells; nothing where no calendar has it."""
    first = first or _group(match, "first")
    last = day_after(match["last"], _group(match, "hour") or None, first)
    if last:
        yield Until(words=words, day=last - timedelta(days=1) if _group(match, "before") else last)


def _own(subject: str) -> bool:
    """Whether a subject is the text itself, or nothing."""
    whose = rf"(?:上述|以上)?{_OWN}|(?:上述|以上)(?:政策|措施|规定)|政策(?=有效期)"
    return not subject or re.fullmatch(rf"(?:{whose})(?:的)?(?:{_TERM})?{_SET}", subject) is not None


def _counted(match: re.Match[str], words: str, delay: Delay | None) -> Saying:
    adopted = (match["what"] or "").endswith("通过")
    return Saying(words=words, on_publication=not adopted, on_adoption=adopted, delay=delay)


def _delay(match: re.Match[str]) -> Delay | None:
    if match["next"]:
        return Delay(0, 1, 0)
    try:
        count = to_int(match["count"])
    except ValueError:
        return None
    months = count if match["unit"] == "个月" else 0
    passed = not match["nth"] and match["then"] != "之日"
    return Delay(months, 0 if months else count, int(passed))
