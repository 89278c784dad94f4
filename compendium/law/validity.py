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

from compendium.law.counted import Delay, day_after, day_of, months_of, months_on
from compendium.law.numerals import to_int
from compendium.law.sentences import LONGEST, NAME, QUOTE, Sentence, sentences
from compendium.law.time_words import (
    AND_UNTIL,
    ASIDE,
    BEFORE,
    CARRIED,
    ENDLESS,
    ENDS,
    ENDS_ON,
    EXPIRES,
    EXPIRES_ON,
    FIXED,
    FIXED_AS,
    FULFILLED,
    HELD_FOR,
    ISSUED,
    LATER,
    LEADS,
    LEFT_OPEN,
    NOT_OF_EFFECT,
    OF_OLD,
    ON_DAY,
    ON_DAY_UNTIL,
    ONES,
    OPEN_END,
    OWN,
    OWN_EFFECT,
    PART,
    RANGE,
    RANGE_AFTER,
    RANGE_BEFORE,
    SET,
    SPEAKS,
    SPEAKS_OF_OTHERS,
    STRAIGHT,
    TELLS,
    TERM,
    TIMED,
    UNTIL,
    VERB,
    WHOLE,
    WITHIN,
)


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
                if len(sentence.words) > LONGEST:
                    found.unread += [sentence.words[:80]] if last else []
                else:
                    begun = _Reader(sentence, found, begun=begun, closing=last).read() or begun
    own = {saying.day: saying.words for saying in found.starts if saying.day and saying.whole}
    found.unread += list(own.values())[1:]  # it says that it begins on two days
    ends = {until.words for until in found.ends if not until.is_open}
    if ends:  # 有效期五年，期满自动失效
        found.ends = [until for until in found.ends if not until.is_open or not FULFILLED.search(until.words)]
        found.unread = [words for words in found.unread if not FULFILLED.search(words)]
    return found


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
            ends = [end for end in ends if not end.is_open or not FULFILLED.search(end.words)]
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
        for match in RANGE.finditer(self.masked):
            if self._is_term(match) and (first := day_of(match["first"])):
                start = self._term_before(match)
                whole = _own(subject := self._subject(match.start())) and bool(subject)
                words = self.sentence.cut(start, match.end())
                yield start, Saying(words=words, day=first, whole=whole)
                self.ranges.append((start, match))
        yield from self._fixed_starts()
        for match in ON_DAY_UNTIL.finditer(self.masked):
            fixed = not match["last"] and (self.fixed or any(saying.day for saying in self.found.starts))
            if _own(self._subject(match.start())) and not fixed:
                self.until.append(match)
                yield match.start(), _counted(match, self._take(match), None)
        for match in ON_DAY.finditer(self.masked):
            subject = self._subject(match.start())
            if PART.search(subject):
                self._part(subject, match, self._take(match))
            elif NAME in match[0] and "报》" not in self.sentence.cut(*match.span()):
                self.found.unread.append(self.sentence.words)  # 自《实施细则》公布之日起施行
            elif not self._is_taken(match.span()):
                yield match.start(), _counted(match, self._take(match), None)
        for match in ISSUED.finditer(self.masked) if self.closing and WHOLE.match(self.masked) else ():
            yield match.start(), Saying(words=self._take(match), on_publication=True)
        for match in LATER.finditer(self.masked):
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
        matches = [*FIXED.finditer(self.masked), *FIXED_AS.finditer(self.masked)]
        whole = any(WHOLE.fullmatch(self._subject(match.start())) for match in matches)
        for match in matches:
            if self._in_range(match) or not (
                day := day_of(match["day"] or _group(match, "bare") or _group(match, "plain"))
            ):
                continue
            subject = self._subject(match.start())
            own = WHOLE.fullmatch(subject) is not None
            if PART.search(subject) or (whole and not own and len(subject) > 1):  # 浦东新区自…起施行
                self._part(subject, match, self._take(match))
            elif NAME not in subject:
                self.fixed.append(match)
                yield match.start(), Saying(words=self._take(match), day=day, whole=own)

    def _is_term(self, match: re.Match[str]) -> bool:
        """Whether 自A至B is the time in which the text holds, and no time that it speaks of."""
        after = self.masked[match.end() :]
        subject = self._subject(match.start())
        if PART.search(subject) or NAME in subject or QUOTE in subject:
            return False
        headed = self.closing and self._term_before(match) == 0 < match.start()  # 三、有效期：自…至…
        led = self.begun or WHOLE.match(self.masked) is not None or headed
        if self._term_before(match) < match.start() and (_own(subject) or led):
            return True
        inside = bool(re.search(VERB, match[0]))
        return _own(subject) and (inside or bool(RANGE_BEFORE.match(after)))

    def _term_before(self, match: re.Match[str]) -> int:
        """Where the 有效期 begins that leads to a time from A to B; its own beginning where none does."""
        found = RANGE_AFTER.search(self.masked[: match.start()])
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
        for pattern in (UNTIL, EXPIRES_ON, EXPIRES, BEFORE):
            for match in pattern.finditer(self.masked):
                if self._is_own(match) and any(_until(match, "")):
                    yield from _until(match, self._take(match))
        for match in WITHIN.finditer(self.masked):
            many = match["many"] or match["time"] or match["past"]
            if self._is_own(match) and (months := months_of(many)):
                yield Until(words=self._take(match), months=months)
        for match in HELD_FOR.finditer(self.masked):
            if self._is_own(match) and (months := months_of(match["many"])):
                first = day_of(match["from"]) if match["from"] else None
                until = Until(words=self._take(match), months=months)
                yield Until(words=until.words, day=until.counted(first)) if first else until
        for match in ENDS_ON.finditer(self.masked):
            if self._is_own(match) and (day := day_of(match["last"] or match["on"])):
                inclusive = bool(match["to"] or match["past"])
                yield Until(words=self._take(match), day=day + timedelta(days=1) if inclusive else day)
        yield from self._ends_after_start()
        for match in (*OPEN_END.finditer(self.masked), *ENDLESS.finditer(self.masked)):
            if self._is_own(match) and not OWN_EFFECT.search(match[0]):
                words = self._take(match)
                if match.re is OPEN_END:
                    yield Until(words=words)

    def _ends_after_start(self) -> Iterator[Until]:
        """自2023年6月1日起施行，至2028年5月31日止; 自2023年6月1日起试行两年."""
        for start in self.fixed:
            match = STRAIGHT.match(self.masked, start.end())
            if match is None:
                continue
            if match["many"]:
                yield Until(words=self._take(match), months=months_of(match["many"]))
            else:
                yield from _until(match, self._take(match), first=start[0])
        first = self.fixed[0][0] if self.fixed else ""
        for match in AND_UNTIL.finditer(self.masked):
            known = self._follows(match.start()) and not self._is_taken((match.start() + 1, match.end()))
            if known and any(_until(match, "", first)):
                yield from _until(match, self._take(match).lstrip("，,（("), first)

    def _is_own(self, match: re.Match[str]) -> bool:
        """Whether words about an end speak of the text that they stand in."""
        subject = self._subject(match.start())
        if self._is_taken(match.span()) or NAME in subject or QUOTE in subject or PART.search(subject):
            return False
        if subject:
            return _own(subject) or (self.begun and CARRIED.fullmatch(subject) is not None)
        return self._follows(match.start())

    def _follows(self, position: int) -> bool:
        """Whether a clause without a subject goes on about the act: it opens the sentence, or follows it.

        此前取得的证，有效期至2025年5月31日 speaks of something else, whatever the sentence before did.
        """
        while before := self.masked[:position].rstrip("，,：（("):
            clause = max(before.rfind("，"), before.rfind("："), before.rfind(",")) + 1
            if any(start < len(before) and end > clause for start, end in self.taken):
                return True
            words = before[clause:]
            if PART.search(words) or NAME in words or not ASIDE.search(words):
                return False
            position = clause
        return True

    def _is_taken(self, span: tuple[int, int]) -> bool:
        return any(start < span[1] and span[0] < end for start, end in self.taken)

    def _agree(self, ends: Iterable[Until], starts: Iterable[tuple[int, Saying]]) -> bool:
        """Whether a time and a date tell the same end: 有效期五年，至2028年5月31日止."""
        first = next((saying.day for _, saying in starts if saying.day), None)
        return first is not None and len({end.counted(first) for end in ends}) == 1

    # ---- what is left

    def _left(self) -> bool:
        """Whether the sentence speaks of its text's effect or end in words that were not understood."""
        if self.closing and (any(map(self._tells, TELLS.finditer(self.masked))) or self._timed()):
            return True
        return any(map(self._speaks_of_itself, SPEAKS.finditer(self.masked)))

    def _tells(self, match: re.Match[str]) -> bool:
        """Whether words in the closing speak of an end or effect; what else has one is named before them."""
        subject = self._subject(match.start())
        if self._is_taken(match.span()) or self._is_of_others(match, subject):
            return False
        before = self.masked[: match.start()]
        if re.search(f"{ENDS}$", match[0]) and (NAME in before or OF_OLD.search(before)):
            return False
        return _own(subject) or bool(PART.search(subject) or WHOLE.match(subject)) or self._follows_led(match)

    def _timed(self) -> bool:
        """Whether a clause about the text tells a time of which nothing was read: 执行五年为限."""
        start = 0
        for clause in re.split("[，：,]", self.masked):
            end = start + len(clause)
            told = TIMED.search(clause) and not SPEAKS_OF_OTHERS.search(clause)
            told = told and clause != self.masked  # a day alone on a line
            known = self._is_taken((start, end)) or NAME in self.masked[:end] or QUOTE in clause
            if told and not known and (self.begun or WHOLE.match(clause)):
                return True
            start = end + 1
        return False

    def _follows_led(self, match: re.Match[str]) -> bool:
        """Whether a clause begins with such words, or with what may lead to them."""
        return self.begun and LEADS.fullmatch(self._subject(match.start())) is not None

    def _is_of_others(self, match: re.Match[str], subject: str) -> bool:
        if NAME in subject + match[0] or QUOTE in subject + match[0]:
            return True
        if NOT_OF_EFFECT.match(self.masked, match.start()) or NOT_OF_EFFECT.search(match[0]):
            return True
        return self.masked[match.end() : match.end() + 1] == "的"

    def _speaks_of_itself(self, match: re.Match[str]) -> bool:
        subject = self._subject(match.start())
        if self._is_taken(match.span()) or QUOTE in match[0]:
            return False
        if re.match("同时|同步", match[0]) and WHOLE.match(subject):  # 本细则与《办法》同时施行
            return True
        if self._is_of_others(match, subject) or PART.search(subject):
            return False
        if re.match("批准|何时", match[0]) and WHOLE.match(subject):  # 本办法经市政府批准后施行
            return True
        led = match.start() == 0 or any(end <= match.start() for _, end in self.taken)
        return _own(subject) and bool(subject or (self.begun and (led or WHOLE.match(self.masked))))


def _group(match: re.Match[str], name: str) -> str:
    return match.groupdict().get(name) or ""


def _until(match: re.Match[str], words: str, first: str = "") -> Iterator[Until]:
    """The end that a last day tells; nothing where no calendar has it."""
    first = first or _group(match, "first")
    last = day_after(match["last"], _group(match, "hour") or None, first)
    if last:
        before = _group(match, "before") and not re.search("[（(](?:含|包含)", words)
        yield Until(words=words, day=last - timedelta(days=1) if before else last)


def _own(subject: str) -> bool:
    """Whether a subject is the text itself, or nothing."""
    whose = rf"(?:上述|以上)?{OWN}|(?:上述|以上)(?:政策|措施|规定)|政策(?=有效期)"
    return not subject or re.fullmatch(rf"(?:{whose})(?:的)?(?:{TERM})?{SET}", subject) is not None


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
