"""Read when a text takes effect from its own words.

Source: 立法法 第六十一条 (法律应当明确规定施行日期). Only what is said is read; how it bears on a version
that was amended since is for `propose`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from compendium.law.act import Act, Basis, Commencement, Event, Provision
from compendium.law.citations import find_citations
from compendium.law.days import DAY, UNKNOWN_DAY, read_day
from compendium.law.identifiers import EId
from compendium.law.kinds import DECIDING, DECISIONS, MAKING, ActKind, EventKind, Level
from compendium.law.names import title_key
from compendium.law.numerals import NUMERAL
from compendium.law.time_words import LEFT_OPEN, ONES, SPEAKS_OF_DECISION, SPEAKS_OF_ITSELF
from compendium.law.timeline import Dated
from compendium.law.validity import Saying, Validity, read_validity, sayings

_ONE = rf"第{NUMERAL}条(?:之{NUMERAL})*(?:第{NUMERAL}款)?(?:第[（(]?{NUMERAL}[)）]?项)?"
_SOME = re.compile(rf"((?:{_ONE}(?:、|和|至|以及|，)?)+)(?:的?规定)?自{DAY}起(?:施行|实施)")
_RANGE = re.compile(rf"(第{NUMERAL}条)至(第{NUMERAL}条)")
_SPACE = re.compile(r"\s+")
_AT_ONCE = re.compile("[公发颁]布(?:并|之日)?施行$")
_ON_THE_DAY = re.compile("[（(]?自?(?:公布|发布|颁布)之日起?(?:施行|实施)[)）]?")
_TIME_HEADING = re.compile("(?:有效期|施行时间|实施时间|执行时间|有效期限|施行日期|实施日期)")
_TELLS = re.compile("施行|实施|生效|执行|试行|实行|有效期|废止|失效")


@dataclass(frozen=True, slots=True)
class Ending:
    """What a text says of its own end.

    `day` is the first on which it no longer holds, `words` say so; `open_words` set an end that no date
    tells. `unread` are sentences on effect or end that were not understood, or contradict each other.
    """

    day: date | None = None
    words: str = ""
    open_words: str = ""
    unread: tuple[str, ...] = ()


def ending(act: Act) -> Ending:
    """Read by what an act's own words it ends, and what they say about its time that was not understood."""
    found = read_validity(*_passages(act))
    dated: dict[date, str] = {}
    open_words = ""
    start = _start_known(act, found)
    for until in found.ends:
        if day := until.counted(start):
            dated.setdefault(day, until.words)
        else:
            open_words = open_words or until.words
    if len(dated) > 1:
        return Ending(unread=(*found.unread, *dated.values()))
    day, words = next(iter(dated.items()), (None, ""))
    if day and day <= max(filter(None, (start, published_on(act), made_on(act))), default=UNKNOWN_DAY):
        return Ending(unread=(*found.unread, words))  # it would end before it begins
    return Ending(day, words, "" if day else open_words, tuple(found.unread))


def with_ending(act: Act, before: Act | None = None) -> Act:
    """Record the end that a text sets; where `before` set the same, what was recorded stays.

    So an end that another act has moved stays moved until the text itself is rewritten.
    """
    found = ending(act)
    if before is not None:
        old = ending(before)
        if (old.day, old.open_words) == (found.day, found.open_words):
            return act
    events = tuple(event for event in act.events if not _sets_own_end(event))
    if found.day:
        events += (Event(kind=EventKind.EXPIRY, date=found.day, words=found.words),)
    return replace(act, events=events)


def _sets_own_end(event: Event) -> bool:
    """Whether an event is the end that a text set itself, or moved that end; 宣布失效 is neither."""
    own = event.kind is EventKind.EXPIRY and not event.decision
    return own or event.kind is EventKind.EXTENSION


def _start_known(act: Act, found: Validity) -> date | None:
    """The day that a 有效期 counts from: one that the words name, or the stated day of an original."""
    if fixed := next((s.day for s in found.starts if s.day), None):
        return fixed
    if not _is_original(act):
        return None
    settled = act.commencements[0] if act.commencements else None
    if settled and settled.basis.is_known:
        return settled.date
    return next(filter(None, (_day_of(act, saying) for saying in found.starts)), None)


def _day_of(act: Act, saying: Saying) -> date | None:
    """The day that 自公布之日起, 自公布之日起30日后 or 自通过之日起 means for a text."""
    if saying.day:
        return saying.day
    day = published_on(act) if saying.on_publication else made_on(act) if saying.on_adoption else None
    return saying.delay.counted(day) if day and saying.delay else day


def first_start(act: Act) -> date | None:
    """Find the day from which a text held as its words and its first events tell; None where they don't."""
    said = [saying for provision in closing(act) for saying in sayings(words_of(provision))]
    return next(filter(None, (_day_of(act, saying) for saying in said)), None)


def _passages(act: Act) -> tuple[list[str], list[str]]:
    """The paragraphs in which a text tells its time, and the sentences elsewhere that say 本办法…."""
    cover = "\n".join(line.para.text for line in act.front if line.role == "cover")
    cover = cover.replace(f"《{act.title}》", "本文件")
    own = any(sayings(words_of(provision)) for provision in closing(act))
    forwarded = [] if own else map(words_of, _forwarded(act))
    told, elsewhere = [cover, *forwarded], []
    last = {id(provision) for provision in closing(act)}
    amends = act.kind in DECISIONS
    for root in (*act.preamble, *act.body):
        for provision in _units(root):
            text = words_of(provision)
            if amends:  # the new text that it gives to others may stand without quotation marks
                elsewhere.append("\n".join(filter(SPEAKS_OF_DECISION.search, re.split("[。\n]", text))))
            elif id(provision) in last:
                told.append(text)
            else:
                elsewhere.append("\n".join(filter(SPEAKS_OF_ITSELF.search, re.split("[。\n]", text))))
    return told, elsewhere


def _units(root: Provision) -> Iterator[Provision]:
    """The 条 below a provision; itself where it has none."""
    articles = [each for each in root.walk() if each.level is Level.ARTICLE]
    yield from articles or [root]


def made_on(act: Dated) -> date | None:
    """Return the day on which this version was made: its last adoption, amendment or revision."""
    return max((event.date for event in act.events if event.kind in MAKING), default=None)


def published_on(act: Act) -> date | None:
    """Return the day on which this version was promulgated, where an event says so."""
    days = [event.date for event in act.events if event.kind is EventKind.PROMULGATION]
    made = made_on(act)
    return max((day for day in days if made is None or day >= made), default=None)


def propose(act: Act, named_day: date | None = None) -> tuple[date, tuple[Commencement, ...]]:
    """Propose the day that names this version, and its commencements, from what its words say.

    A fixed date counts for this version only when it is not before the day the version was made: a
    consolidated text keeps the commencement article of the original. `named_day` is a day that the file's
    name gives; it names a text that tells of none, and one that tells of none so late (`is_later`).
    """
    said = _said_of_version(act)
    late = named_day if is_later(act, named_day) else None
    made = late or made_on(act) or published_on(act) or named_day
    stated = [s for s in said if s.day and made and s.day >= made - _backwards(act)]
    if act.kind in DECISIONS and made is None:
        stated = [s for s in said if s.day and s.whole]  # no later text keeps the words of a decision
    if stated:
        last = ([s for s in stated if s.whole] or stated)[-1]
        return _result(last.day, Basis.STATED, last.words)
    open_ones = [s for s in said if s.left_open]
    published = published_on(act)
    if open_ones and _is_original(act) and not late:
        day = made or published or named_day or UNKNOWN_DAY
        return day, (Commencement("cm_1", None, Basis.UNDETERMINED, open_ones[-1].words),)
    by_event = [(counted, s) for s in said if not s.day and (counted := _day_of(act, s))]
    if by_event and _is_original(act) and not late:
        counted, last = by_event[-1]
        return _result(counted, Basis.COMPUTED if last.delay else Basis.STATED, last.words)
    fixed = [s.day for s in said if s.day]
    named = made or published or named_day or (fixed[-1] if fixed else UNKNOWN_DAY)
    return _result(named, Basis.NOT_STATED, said[-1].words if said else "")


def _backwards(act: Act) -> timedelta:
    """How long before it was made a text may begin: a 规范性文件 that was never changed, up to a year."""
    known = act.kind is ActKind.NORMATIVE_DOCUMENT and _is_original(act)
    return timedelta(days=366 if known and not any(e.kind in MAKING for e in act.events) else 0)


def is_later(act: Act, named_day: date | None) -> bool:
    """Whether the day in a file's name is so long after all that is told that it names a later version.

    A public copy of 《某条例》(2013-01-30) whose 题注 ends in 2006 holds the text as amended in 2013.
    """
    told = [event.date for event in act.events if event.kind in DECIDING]
    return named_day is not None and bool(told) and named_day - max(told) > _PUBLISHED_WITHIN


_PUBLISHED_WITHIN = timedelta(days=60)
"""A text is published some weeks after its adoption; files are named by either day."""


def _result(day: date | None, basis: Basis, words: str) -> tuple[date, tuple[Commencement, ...]]:
    known = day or UNKNOWN_DAY
    return known, (Commencement("cm_1", known, basis, words),)


def _is_original(act: Act) -> bool:
    """Whether no amendment came after the text was made, so that its commencement article is its own."""
    return not any(event.kind is EventKind.AMENDMENT for event in act.events)


def _said_of_version(act: Act) -> list[Saying]:
    said = [Saying(words=e.words, day=e.date) for e in act.events if _begins(e)]
    said += sayings("。".join(line.para.text for line in act.front if line.role == "cover"))
    for line in act.front:
        if line.role == "history" and _ON_THE_DAY.fullmatch(_SPACE.sub("", line.para.text)):
            said.append(Saying(words=line.para.text, on_publication=True))
    own = [saying for provision in closing(act) for saying in sayings(words_of(provision))]
    said += own or [saying for provision in _forwarded(act) for saying in sayings(words_of(provision))]
    return said


def _forwarded(act: Act) -> list[Provision]:
    """Where a text that another organ forwards (转发, 批转) tells its time, which the notice shares."""
    if not re.search("转发|批转", act.title):
        return []
    named = (a for a in act.attachments if a.heading and title_key(a.heading) in title_key(act.title))
    return [provision for a in named for provision in closing(replace(act, body=a.body, preamble=()))]


def _begins(event: Event) -> bool:
    """Whether an event of the 题注 is the day of effect: 施行, or 公布施行 in one."""
    if event.kind is EventKind.PROMULGATION:
        return _AT_ONCE.search(event.words) is not None
    return event.kind is EventKind.COMMENCEMENT


def words_of(provision: Provision) -> str:
    """Return the text of a 条 without its number, which could be taken for a reference, by lines of 款.

    A heading that says what a time is of stands before it: 三、有效期.
    """
    text = "\n".join(child.text for child in provision.children) or provision.text
    return f"{provision.heading}：{text}" if _TIME_HEADING.fullmatch(provision.heading) else text


def closing(act: Act) -> list[Provision]:
    """Find where a text says when it takes effect: its last 条, or the last paragraphs of one without 条."""
    articles = act.articles
    if articles:
        return [a for a in articles[-3:] if _TELLS.search(_SPACE.sub("", a.text))]
    return list(act.body[-2:]) + list(act.preamble[-1:])


def partial_commencements(act: Act) -> tuple[tuple[EId, date | None, str], ...]:
    """List provisions that the text lets begin on another day, as (eId, day, words); no day if open."""
    out: list[tuple[EId, date | None, str]] = []
    for provision in closing(act):
        plain = _SPACE.sub("", words_of(provision))
        for match in _SOME.finditer(plain):
            if day := read_day(match.groups()[1:]):
                out += [(eid, day, match[0]) for eid in named_provisions(act, match[1])]
        for match in LEFT_OPEN.finditer(plain):
            if ones := ONES.search(re.split("[。；，：]", plain[: match.start()])[-1]):
                out += [(eid, None, ones[0] + match[0]) for eid in named_provisions(act, ones[1])]
    return tuple(out)


def named_provisions(act: Act, words: str) -> list[EId]:
    """Find the eIds that 第三条至第五条、第七条第一款 names, whether the act has them or not."""
    eids = [cited.eid for cited in find_citations("本法" + words) if cited.steps]
    order = [article.eid for article in act.articles]
    for match in _RANGE.finditer(words):
        first, last = (next(c.eid for c in find_citations("本法" + end)) for end in match.groups())
        if first in order and last in order:
            eids += order[order.index(first) + 1 : order.index(last)]
    return list(dict.fromkeys(eids))


def untied(act: Act) -> list[str]:
    """List what the text says about parts that begin on another day but that no provision is tied to."""
    tied = {_SPACE.sub("", c.words) for c in act.commencements}
    parts = read_validity(map(words_of, closing(act))).parts
    return [what + words for what, words in parts if not any(words in held for held in tied)]


def with_partial(act: Act) -> Act:
    """Tie provisions that begin on another day to a commencement of their own."""
    days: dict[date | None, str] = {}
    periods: dict[EId, str] = {}
    known = {p.eid for p in act.provisions()}
    for eid, day, words in partial_commencements(act):
        if eid in known and act.commencements and day != act.commencements[0].date:
            days.setdefault(day, words)
            periods[eid] = f"cm_{list(days).index(day) + 2}"
    if not periods:
        return act
    more = tuple(
        Commencement(f"cm_{n}", day, Basis.STATED if day else Basis.UNDETERMINED, words)
        for n, (day, words) in enumerate(days.items(), 2)
    )
    body = tuple(_with_period(p, periods) for p in act.body)
    return replace(act, body=body, commencements=act.commencements + more)


def _with_period(provision: Provision, periods: dict[EId, str]) -> Provision:
    children = tuple(_with_period(child, periods) for child in provision.children)
    return replace(provision, children=children, period=periods.get(provision.eid, provision.period))
