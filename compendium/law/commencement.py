"""Read when a text takes effect from its own words.

Source: 立法法 第六十一条 (法律应当明确规定施行日期). Only what is said is read; how it bears on a version
that was amended since is for `propose`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from compendium.law.act import Act, Basis, Commencement, Provision
from compendium.law.citations import OWN_WORDS, find_citations
from compendium.law.days import DAY, UNKNOWN_DAY, read_day
from compendium.law.identifiers import EId
from compendium.law.kinds import DECISIONS, MAKING, EventKind
from compendium.law.numerals import NUMERAL, to_int
from compendium.law.timeline import Dated

_FROM_DAY = re.compile(rf"自{DAY}(?:起|之日起)?(?:正式)?(?:施行|实施|生效|执行)")
_FROM_PUBLICATION = re.compile(r"自(?:公布|发布|颁布|批准公布|印发)之日起(?:施行|实施|生效|执行)")
_FROM_ADOPTION = re.compile(r"自(?:审议)?通过之日起(?:施行|实施|生效)")
_LEFT_OPEN = re.compile(
    r"施行(?:的)?(?:具体)?(?:日期|时间)(?:[^。；]*?(?:另行(?:规定|确定|公布)|另定)|，?由[^。；]*?(?:规定|确定|公布))"
)
_ONE = rf"第{NUMERAL}条(?:之{NUMERAL})*(?:第{NUMERAL}款)?(?:第[（(]?{NUMERAL}[)）]?项)?"
_ONES = re.compile(rf"((?:{_ONE}(?:、|和|至|以及|，)?)+)(?:的?规定)?的?$")
_SOME = re.compile(rf"((?:{_ONE}(?:、|和|至|以及|，)?)+)(?:的?规定)?自{DAY}起(?:施行|实施)")
_RANGE = re.compile(rf"(第{NUMERAL}条)至(第{NUMERAL}条)")
_EXPIRY = re.compile(rf"有效期(?:限)?(?:至|到|截至|截止到|截止至){DAY}")
_YEARS = re.compile(rf"(?:施行|实施|生效|执行)[^。]*?有效期(?:限)?为?({NUMERAL})年")
_PART = re.compile(rf"第{NUMERAL}(?:编|分编|章|节|条|款|项)|其中|关于|的规定$|部分$")
_WHOLE = re.compile(rf"本(?:{OWN_WORDS}|修正案)")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What words say about the day of effect: `day` is a fixed date, `whole` set where they say 本条例."""

    words: str
    day: date | None = None
    whole: bool = False
    on_publication: bool = False
    on_adoption: bool = False
    left_open: bool = False


def sayings(text: str) -> list[Saying]:
    """Read all that a passage says about its own commencement, in order.

    >>> [s.day.isoformat() for s in sayings("本条例自2020年5月1日起施行。") if s.day]
    ['2020-05-01']
    >>> sayings("本办法自公布之日起施行。")[0].on_publication
    True
    """
    plain = _SPACE.sub("", text)
    found: list[tuple[int, Saying]] = []
    for match in _FROM_DAY.finditer(plain):
        subject = _subject(plain, match.start())
        if not _PART.search(subject) and (day := read_day(match.groups())):
            found.append(
                (match.start(), Saying(words=match[0], day=day, whole=bool(_WHOLE.fullmatch(subject))))
            )
    found += [(m.start(), Saying(words=m[0], on_publication=True)) for m in _FROM_PUBLICATION.finditer(plain)]
    found += [(m.start(), Saying(words=m[0], on_adoption=True)) for m in _FROM_ADOPTION.finditer(plain)]
    found += [
        (m.start(), Saying(words=m[0], left_open=True))
        for m in _LEFT_OPEN.finditer(plain)
        if not _ONES.search(_subject(plain, m.start()))
    ]
    return [saying for _, saying in sorted(found, key=lambda pair: pair[0])]


def _subject(text: str, position: int) -> str:
    """Of what a passage says 自…起施行: the words before it in its own clause."""
    return re.split(r"[。；，：]", text[:position])[-1]


def expiry(act: Act) -> date | None:
    """Find the day from which an act no longer holds, by the 有效期 that it sets where it ends."""
    text = _SPACE.sub("", "。".join(words_of(provision) for provision in closing(act)))
    if match := _EXPIRY.search(text):
        last = read_day(match.groups())
        return last + timedelta(days=1) if last else None
    match = _YEARS.search(text)
    start = _start_said(act, text) if match else None
    if match is None or start is None:
        return None
    try:
        return start.replace(year=start.year + to_int(match[1]))
    except ValueError:  # 2月29日, or a number that is none
        return None


def _start_said(act: Act, text: str) -> date | None:
    """The day that a passage counts from: one it names, or what 公布, 印发, 通过 means in an original."""
    said = sayings(text)
    if fixed := next((s.day for s in said if s.day), None):
        return fixed
    days = [published_on(act) if s.on_publication else made_on(act) if s.on_adoption else None for s in said]
    settled = act.commencements[0] if act.commencements else None
    if settled and settled.basis is Basis.STATED:
        days.append(settled.date)
    return next(filter(None, days), None) if _is_original(act) else None


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
    name gives, used only when the text gives none.
    """
    said = _said_of_version(act)
    made = made_on(act) or published_on(act) or named_day
    stated = [s for s in said if s.day and made and s.day >= made]
    if act.kind in DECISIONS and made is None:
        stated = [s for s in said if s.day and s.whole]  # no later text keeps the words of a decision
    if stated:
        last = ([s for s in stated if s.whole] or stated)[-1]
        return _result(last.day, Basis.STATED, last.words)
    open_ones = [s for s in said if s.left_open]
    published = published_on(act)
    if open_ones and _is_original(act):
        day = made or published or named_day or UNKNOWN_DAY
        return day, (Commencement("cm_1", None, Basis.UNDETERMINED, open_ones[-1].words),)
    by_event = [s for s in said if (s.on_publication and published) or (s.on_adoption and made)]
    if by_event and _is_original(act):
        last = by_event[-1]
        return _result(published if last.on_publication else made, Basis.STATED, last.words)
    fixed = [s.day for s in said if s.day]
    day = made or published or named_day or (fixed[-1] if fixed else UNKNOWN_DAY)
    return _result(day, Basis.NOT_STATED, said[-1].words if said else "")


def _result(day: date | None, basis: Basis, words: str) -> tuple[date, tuple[Commencement, ...]]:
    known = day or UNKNOWN_DAY
    return known, (Commencement("cm_1", known, basis, words),)


def _is_original(act: Act) -> bool:
    """Whether no amendment came after the text was made, so that its commencement article is its own."""
    return not any(event.kind is EventKind.AMENDMENT for event in act.events)


def _said_of_version(act: Act) -> list[Saying]:
    said = sayings("。".join(line.para.text for line in act.front if line.role == "cover"))
    said += [Saying(words=e.words, day=e.date) for e in act.events if e.kind is EventKind.COMMENCEMENT]
    for provision in closing(act):
        said += sayings(words_of(provision))
    return said


def words_of(provision: Provision) -> str:
    """Return the text of a 条 without its number, which could be taken for a reference."""
    return "".join(child.text for child in provision.children) or provision.text


def closing(act: Act) -> list[Provision]:
    """Find where a text says when it takes effect: its last 条, or the last paragraphs of one without 条."""
    articles = act.articles
    if articles:
        return [a for a in articles[-3:] if re.search("施行|实施|生效|执行", a.text)]
    return list(act.body[-2:]) + list(act.preamble[-1:])


def partial_commencements(act: Act) -> tuple[tuple[EId, date | None, str], ...]:
    """List provisions that the text lets begin on another day, as (eId, day, words); no day if open."""
    out: list[tuple[EId, date | None, str]] = []
    for provision in closing(act):
        plain = _SPACE.sub("", words_of(provision))
        for match in _SOME.finditer(plain):
            if day := read_day(match.groups()[1:]):
                out += [(eid, day, match[0]) for eid in _named(act, match[1])]
        for match in _LEFT_OPEN.finditer(plain):
            if ones := _ONES.search(_subject(plain, match.start())):
                out += [(eid, None, ones[0] + match[0]) for eid in _named(act, ones[1])]
    return tuple(out)


def _named(act: Act, words: str) -> list[EId]:
    """The eIds that 第三条至第五条、第七条第一款 names."""
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
    out = []
    for provision in closing(act):
        plain = _SPACE.sub("", words_of(provision))
        for match in _FROM_DAY.finditer(plain):
            subject = _subject(plain, match.start())
            if _PART.search(subject) and not any(match[0] in words for words in tied):
                out.append(subject + match[0])
        for match in _LEFT_OPEN.finditer(plain):
            subject = _subject(plain, match.start())
            if _ONES.search(subject) and not any(match[0] in words for words in tied):
                out.append(subject + match[0])
    return out


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
