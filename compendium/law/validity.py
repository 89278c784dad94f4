"""Read from when and until when words say that a text holds: 自…起施行, 有效期至…, 试行期两年, 至…止.

Only what is said of the whole text is read, and never what stands in quotation marks, in a title or in the
brackets behind one. What speaks of effect or end and is not understood is returned with its words.

Sources: 立法法 第六十一条 (法律应当明确规定施行日期); 民法典 第二百零一条至第二百零三条 on counted days and
months: the first day does not count, and the last ends at twenty-four o'clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from compendium.law.citations import OWN_WORDS
from compendium.law.days import read_day
from compendium.law.numerals import NUMERAL, to_int


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


@dataclass(frozen=True, slots=True)
class Delay:
    """A time that runs from a day: 30日后 is (0, 30, 1), 满三个月 (3, 0, 1), 第三十日 (0, 30, 0)."""

    months: int
    days: int
    after: int

    def counted(self, start: date) -> date | None:
        """Count from a day, which itself does not count (民法典 第二百零一条); None beyond any calendar."""
        try:
            return _months_on(start, self.months, last=True) + timedelta(days=self.days + self.after)
        except (OverflowError, ValueError):
            return None


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
            return _months_on(start, self.months)
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


def read_validity(passages: Iterable[str]) -> Validity:
    """Read what passages say of the text they stand in; each is a paragraph or more of it.

    >>> found = read_validity(["本办法自2023年6月1日起试行，试行期两年。"])
    >>> found.starts[0].day.isoformat(), found.ends[0].months
    ('2023-06-01', 24)
    >>> read_validity(["将第三条修改为：“本办法有效期至2030年5月31日。”"]).ends
    []
    """
    found = Validity()
    for passage in passages:
        begun = False
        for sentence in _sentences(passage):
            begun = _Reader(sentence, found, begun).read() or begun
    ends = {until.words for until in found.ends}
    found.unread = [words for words in found.unread if not (ends and _FULFILLED.search(words))]
    return found


# ---- sentences, with what they quote out of sight

_SPACE = re.compile(r"[^\S\n]+|[\u200b-\u200f\u2060\ufeff]+")
_QUOTED = re.compile(r"“[^”\n]*(?:”|$)|‘[^’\n]*(?:’|$)", re.MULTILINE)
_TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》)*》(?:（[^（）]*）|\([^()]*\))*")
_NAMED_ITSELF = re.compile("本《([^《》]{2,8})》")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
QUOTE, NAME = "\ufffc", "\ufffd"
"""What stands for a quoted character and for one of a title."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: str
    masked: str


def _sentences(passage: str) -> Iterator[_Sentence]:
    plain = _NAMED_ITSELF.sub(r"本\1", _SPACE.sub("", passage))
    masked = _hidden(_QUOTED, plain, QUOTE)
    masked = _hidden(_TITLE, masked, NAME)
    start = 0
    for match in re.finditer("[。；！\n]|$", masked):
        if match.start() > start:
            yield _Sentence(plain[start : match.start()], masked[start : match.start()])
        start = match.end()


def _hidden(pattern: re.Pattern[str], text: str, sign: str) -> str:
    return pattern.sub(lambda match: sign * len(match[0]), text)


# ---- the forms

_DATE = rf"{NUMERAL}年{NUMERAL}月{NUMERAL}日"
_LAST = rf"(?:(?:{NUMERAL}年)?{NUMERAL}月(?:{NUMERAL}日|底|末)|{NUMERAL}年年?[底末])"
_LAST_PARTS = re.compile(rf"(?:({NUMERAL})年)?(?:({NUMERAL})月)?(?:({NUMERAL})日|年?[底末])")
_MIDNIGHT = "(?:零时|0时|０时)?"
_HOUR = rf"(?P<hour>{NUMERAL}时)?"
_VERB = "(?:施行|实施|生效|执行|试行|实行|暂行)"
_PUBLISHED = "(?:公布|发布|颁布|批准公布|印发|下发|发文|下达|签发|公告)"
_OWN = (
    rf"本(?:实施|若干|工作|管理|专项|行动|补充|指导|试行|暂行)*(?:{OWN_WORDS}|修正案|方案|指南|指引|标准|准则|公告|通告|决议"
    "|批复|制度|预案|规划|计划|措施|政策|要点|清单|目录|纲要|规范|程序|守则|须知|函|文件|文)"
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
SPAN = rf"(?:{NUMERAL}(?:周)?年(?:半|零?{NUMERAL}个月)?(?!(?:{NUMERAL})?月|底|末)|{NUMERAL}个月|半年)"
"""A time in years and months; 2023年6月 is none."""
_SPAN_PARTS = re.compile(rf"(?:({NUMERAL})(?:周)?年)?(半)?(?:零?({NUMERAL})个月)?|(半年)")
_TERM = "(?:有效期(?:限)?|(?:试行|施行|实施|执行|暂行|适用)(?:期限|时间|期间|期))"
_SET = "(?:暂定|暂)?(?:为|是|：|:)?"
_TO = "(?:截至|截止到|截止至|截止于|截止|止于|延长至|延长到|延至|至|到)"

_FIXED = re.compile(
    rf"(?:(?:自|于|从)(?P<day>{_DATE}){_MIDNIGHT}(?:起|之日起|开始|始)?|(?P<bare>{_DATE}){_MIDNIGHT}(?:起|之日起))"
    rf"(?:正式)?(?:在全市(?:范围内)?|在全国(?:范围内)?)?{_VERB}(?!的)"
)
_FIXED_AS = re.compile(
    rf"(?:施行|实施|执行|生效)(?:日期|时间)(?:为|是|：|:)(?P<day>{_DATE})(?!起?(?:至|到|—|-|－))"
)
_ON_DAY = re.compile(
    rf"自(?P<what>{_PUBLISHED}|(?:审议)?通过)之日起(?:正式)?(?:在全市(?:范围内)?)?{_VERB}(?!的)"
)
_ON_DAY_UNTIL = re.compile(
    rf"自(?P<what>{_PUBLISHED}|(?:审议)?通过)之日起(?:{_VERB})?(?:至|到)(?P<last>{_LAST}){_HOUR}止?(?:有效|{_VERB})?"
)
_LATER = re.compile(
    rf"自?(?P<what>{_PUBLISHED}|(?:审议)?通过)(?:之日)?(?:起|后)[，,]?(?P<full>满)?(?P<nth>第)?(?P<count>{NUMERAL})"
    rf"(?P<unit>日|天|个月)(?P<then>后|以后|之后|之日)?(?:起)?(?:正式)?{_VERB}(?!的)"
)
LEFT_OPEN = re.compile(
    r"施行(?:的)?(?:具体)?(?:日期|时间)(?:[^。；]*?(?:另行(?:规定|确定|公布)|另定)|，?由[^。；]*?(?:规定|确定|公布))"
)
ONES = re.compile(
    rf"((?:第{NUMERAL}条(?:之{NUMERAL})*(?:第{NUMERAL}款)?(?:第[（(]?{NUMERAL}[)）]?项)?(?:、|和|至|以及|，)?)+)"
    r"(?:的?规定)?的?$"
)
_SPAN = re.compile(
    rf"(?:{_TERM}(?:自(?P<from>{_DATE})(?:起|之日起)(?:计算)?[，,]?)?{_SET}|(?:暂定|暂|先行)(?:{_VERB}|有效)|有效|试行|暂行)"
    rf"(?:暂定)?为?(?P<many>{SPAN})"
)
_UNTIL = re.compile(
    rf"(?:{_TERM}{_SET}{_TO}|截止(?:日期|时间)(?:为|是|：|:)|时限(?:为)?至)(?P<last>{_LAST}){_HOUR}止?"
)
_EXPIRES = re.compile(rf"于?(?P<last>{_LAST}){_HOUR}(?:到期|止)(?!的)")
_WITHIN = re.compile(rf"(?P<many>{SPAN})内有效|(?:为期|期限为?)(?P<time>{SPAN})")
_RANGE = re.compile(
    rf"(?:自|从)?(?P<first>{_DATE}){_MIDNIGHT}(?:起|开始)?(?:{_VERB})?[，,]?(?:至|到|—+|-+|－|―|~|～)(?P<last>{_LAST})"
    rf"{_HOUR}(?:止|结束|期间)?"
)
_RANGE_AFTER = re.compile(rf"(?:{_TERM}|(?:施行|实施|执行)日期|{_OWN}){_SET}$")
_RANGE_BEFORE = re.compile(rf"(?:正式)?{_VERB}|有效")
_AND_UNTIL = re.compile(rf"(?:^|[，,])(?:有效|{_VERB})?{_TO}(?P<last>{_LAST}){_HOUR}(?:止|结束)?")
_STRAIGHT = re.compile(rf"(?:{_TO}(?P<last>{_LAST}){_HOUR}(?:止|结束)?|(?P<many>{SPAN}))")
"""What may follow 自…起施行 at once: 至2025年5月31日, 两年."""
_ENDS_ON = re.compile(
    rf"(?P<to>至|到)?(?:于|自)?(?P<last>{_DATE})(?P<since>起|之日起)?(?:自动|自行|即行|即)?"
    r"(?:废止|失效|停止(?:执行|施行|实施)|终止(?:执行|施行|实施)?|不再(?:执行|施行|有效))(?!的)"
)
_OPEN_END = re.compile(
    rf"{_TERM}{_SET}{_TO}(?!{NUMERAL}[年月])[^，。；]{{2,40}}|(?:有效|{_VERB})?(?:至|到)(?!{NUMERAL}[年月])[^，。；]{{2,40}}(?:时|之日|为)止"
)
_ENDLESS = re.compile(rf"长期有效|{_TERM}{_SET}长期")
_FULFILLED = re.compile("(?:期满|届满|到期|逾期)[^，。；]*(?:失效|废止|停止执行|终止)|(?:自动|自行)失效")
_SPEAKS = re.compile(
    rf"有效期|(?:试行|暂行|施行|执行)(?:期|时间|日期)|实施(?:期限|时间|日期)|{_DATE}起?[^，。；]{{0,4}}{_VERB}"
    rf"|(?:自|至)[^，。；]{{1,30}}(?:止|起){_VERB}?|(?:自动|自行)失效|(?:试行|暂行|有效){SPAN}"
    rf"|{_PUBLISHED}(?:之日|后)[^，。；]{{0,12}}(?:施行|实施|生效)|{_DATE}[^，。；]{{0,4}}(?:废止|失效)"
    rf"|批准(?:之日起|后)(?:正式)?{_VERB}"
)
_NOT_OF_EFFECT = re.compile(
    r"(?:施行|实施|执行|试行)(?:的|前|后|以前|以后|之前|之后|之日|期间|过程|情况|中)|之日起[^，。；]{0,8}(?:日|月|年)内"
    r"|有效期(?:限)?(?:届满|期满|内|满)"
)


class _Reader:
    """Reads one sentence into what was found before it; `begun`: the passage has told of an effect."""

    def __init__(self, sentence: _Sentence, found: Validity, begun: bool) -> None:
        self.words, self.masked, self.found, self.begun = sentence.words, sentence.masked, found, begun
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
        if len({(end.day, end.months, end.is_open) for end in ends}) > 1 and not self._agree(ends, starts):
            self.found.unread.append(self.words)
        else:
            self.found.ends += ends
            if self._left():
                self.found.unread.append(self.words)
        return bool(starts)

    def _subject(self, position: int) -> str:
        """Of what a passage says 自…起施行: the words before it in its own clause."""
        return re.split("[，：,]", self.masked[:position])[-1].lstrip("（(")

    def _told(self, subject: str, match: re.Match[str]) -> str:
        return self._cut(match.start() - len(subject), match.start())

    def _take(self, match: re.Match[str]) -> str:
        self.taken.append(match.span())
        return self._cut(*match.span())

    def _cut(self, start: int, end: int) -> str:
        return self.words[start:end]

    def _starts(self) -> Iterator[tuple[int, Saying]]:
        for match in _RANGE.finditer(self.masked):
            if self._is_term(match) and (first := _date(match["first"])):
                start = self._term_before(match)
                whole = _own(subject := self._subject(match.start())) and bool(subject)
                yield start, Saying(words=self._cut(start, match.end()), day=first, whole=whole)
                self.ranges.append((start, match))
        for match in (*_FIXED.finditer(self.masked), *_FIXED_AS.finditer(self.masked)):
            if self._in_range(match) or not (day := _date(match["day"] or match["bare"])):
                continue
            subject = self._subject(match.start())
            if _PART.search(subject):
                self.found.parts.append((self._told(subject, match), self._take(match)))
            elif NAME not in subject:
                whole = _WHOLE.fullmatch(subject) is not None
                self.fixed.append(match)
                yield match.start(), Saying(words=self._take(match), day=day, whole=whole)
        for match in _ON_DAY_UNTIL.finditer(self.masked):
            if _own(self._subject(match.start())):
                self.until.append(match)
                yield match.start(), _counted(match, self._take(match), None)
        for match in _ON_DAY.finditer(self.masked):
            yield match.start(), _counted(match, self._take(match), None)
        for match in _LATER.finditer(self.masked):
            if delay := _delay(match):
                yield match.start(), _counted(match, self._take(match), delay)
        for match in LEFT_OPEN.finditer(self.masked):
            words = self._take(match)
            subject = self._subject(match.start())
            if ONES.search(subject):
                self.found.parts.append((self._told(subject, match), words))
            else:
                yield match.start(), Saying(words=words, left_open=True)

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

    def _ends(self) -> Iterator[Until]:
        for start, match in self.ranges:
            self.taken.append((start, match.end()))
            if last := _last(match["last"], match["hour"], match["first"]):
                yield Until(words=self._cut(start, match.end()), day=last)
        for match in self.until:
            if last := _last(match["last"], match["hour"], ""):
                yield Until(words=self._cut(*match.span()), day=last)
        for match in _UNTIL.finditer(self.masked):
            if self._is_own(match) and (last := _last(match["last"], match["hour"], "")):
                yield Until(words=self._take(match), day=last)
        for match in _EXPIRES.finditer(self.masked):
            if self._is_own(match) and (last := _last(match["last"], match["hour"], "")):
                yield Until(words=self._take(match), day=last)
        for match in _WITHIN.finditer(self.masked):
            if self._is_own(match) and (months := months_of(match["many"] or match["time"])):
                yield Until(words=self._take(match), months=months)
        for match in _SPAN.finditer(self.masked):
            if self._is_own(match) and (months := months_of(match["many"])):
                first = _date(match["from"]) if match["from"] else None
                until = Until(words=self._take(match), months=months)
                yield Until(words=until.words, day=until.counted(first)) if first else until
        for match in _ENDS_ON.finditer(self.masked):
            if self._is_own(match) and (day := _date(match["last"])):
                inclusive = bool(match["to"])
                yield Until(words=self._take(match), day=day + timedelta(days=1) if inclusive else day)
        yield from self._ends_after_start()
        for match in (*_OPEN_END.finditer(self.masked), *_ENDLESS.finditer(self.masked)):
            if self._is_own(match):
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
            elif last := _last(match["last"], match["hour"], start["day"] or start["bare"]):
                yield Until(words=self._take(match), day=last)
        first = self.fixed[0]["day"] or self.fixed[0]["bare"] if self.fixed else ""
        for match in _AND_UNTIL.finditer(self.masked):
            known = self._follows(match.start()) and not self._is_taken((match.start() + 1, match.end()))
            if known and (last := _last(match["last"], match["hour"], first)):
                yield Until(words=self._take(match).lstrip("，,"), day=last)

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

    def _left(self) -> bool:
        """Whether the sentence speaks of its text's effect or end in words that were not understood."""
        for match in _SPEAKS.finditer(self.masked):
            subject = self._subject(match.start())
            if self._is_taken(match.span()) or NAME in subject + match[0] or QUOTE in match[0]:
                continue
            if _NOT_OF_EFFECT.match(self.masked, match.start()) or _NOT_OF_EFFECT.search(match[0]):
                continue
            if self.masked[match.end() : match.end() + 1] == "的" or _PART.search(subject):
                continue
            led = match.start() == 0 or any(end <= match.start() for _, end in self.taken)
            if match[0].startswith("批准") and _WHOLE.match(subject):  # 本办法经市政府批准后施行
                return True
            if _own(subject) and (subject or (self.begun and (led or _WHOLE.match(self.masked)))):
                return True
        return False


def _own(subject: str) -> bool:
    """Whether a subject is the text itself, or nothing."""
    return not subject or re.fullmatch(rf"(?:上述|以上)?{_OWN}(?:的)?{_TERM}?{_SET}", subject) is not None


def _counted(match: re.Match[str], words: str, delay: Delay | None) -> Saying:
    adopted = match["what"].endswith("通过")
    return Saying(words=words, on_publication=not adopted, on_adoption=adopted, delay=delay)


def _delay(match: re.Match[str]) -> Delay | None:
    try:
        count = to_int(match["count"])
    except ValueError:
        return None
    months = count if match["unit"] == "个月" else 0
    passed = not match["nth"] and match["then"] != "之日"
    return Delay(months, 0 if months else count, int(passed))


def _date(words: str) -> date | None:
    return read_day(re.findall(NUMERAL, words))


def _last(words: str, hour: str | None, first: str) -> date | None:
    """The day after a last one (2028年5月31日, 5月底, 2025年底); a year left out is that of the first."""
    parts = _LAST_PARTS.fullmatch(words)
    if parts is None:
        return None
    try:
        year = to_int(parts[1] or re.findall(NUMERAL, first)[0])
        month = to_int(parts[2]) if parts[2] else 12
        if not parts[3]:
            return date(year + month // 12, month % 12 + 1, 1)
        day = date(year, month, to_int(parts[3]))
        return day if hour and to_int(hour[:-1]) == 0 else day + timedelta(days=1)
    except (ValueError, IndexError, OverflowError):
        return None


def months_of(words: str) -> int:
    """Count the months of 五年, 一年半, 18个月, 半年; 0 where no number is to be read."""
    parts = _SPAN_PARTS.fullmatch(words)
    if parts is None:
        return 0
    if parts[4] or words == "半年":
        return 6
    try:
        years, months = to_int(parts[1] or "0"), to_int(parts[3] or "0")
    except ValueError:
        return 0
    total = years * 12 + months + (6 if parts[2] else 0)
    return total if total <= _LONGEST_TERM else 0


_LONGEST_TERM = 1200
"""In months. No text holds for more than a century by its own words; 2023年 is a year and no time."""


def _months_on(day: date, months: int, *, last: bool = False) -> date:
    """The day of the same number some months on; where that month has none, its last day or the day after."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        return following - timedelta(days=1) if last else following
