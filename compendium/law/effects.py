"""Read what one act does to the life of others: 废止, 宣布失效, 延长有效期, 暂停、恢复、推迟施行.

Only what is said in words that are understood is an effect. A sentence that names an act beside a verb of
effect and is not understood is returned with its words (`Effects.unread`).

Source: 立法法 第六十条, 第六十三条 (修改和废止); 第十六条, 第七十九条 (暂时调整或者暂时停止适用).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from compendium.law.act import Act, Commencement, Provision
from compendium.law.commencement import closing, words_of
from compendium.law.days import DAY, read_day
from compendium.law.kinds import DECISIONS, ActKind, EventKind
from compendium.law.names import bare_title, title_key
from compendium.law.numerals import NUMERAL
from compendium.law.validity import SPAN, months_of, sayings


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
    `start`. `months` is the time by which the old end is moved. `places` are the words that name provisions,
    `area` those that name a place.
    """

    kind: EffectKind
    title: str
    start: date | None
    until: date | None = None
    months: int = 0
    places: str = ""
    area: str = ""
    words: str = ""


@dataclass(slots=True)
class Effects:
    """The effects of an act in the order of its text, and sentences about any that were not understood."""

    found: list[Effect] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


EVENT_OF = {
    EffectKind.REPEAL: EventKind.REPEAL,
    EffectKind.LAPSE: EventKind.EXPIRY,
    EffectKind.EXTENSION: EventKind.EXTENSION,
    EffectKind.SUSPENSION: EventKind.SUSPENSION,
    EffectKind.RESUMPTION: EventKind.RESUMPTION,
}
"""The event that an effect is in the life of the act; a postponement moves its day of effect instead."""


def effects_of(act: Act) -> Effects:
    """Read all that an act does to the life of others.

    A decision, and any act whose title says that it is about another's life, does what its sentences say;
    any other act what its last 条 says is 同时废止.
    """
    found = Effects()
    if act.kind is ActKind.REPEALING_DECISION:
        _by_decision(act, found)
    elif act.kind is not ActKind.AMENDING_DECISION:
        _by_successor(act, found)
    if act.kind in DECISIONS or _ABOUT_LIFE.search(act.title):
        if act.kind not in DECISIONS:  # each sentence is read again, as an order
            found.unread.clear()
        _by_sentences(act, found)
    own = title_key(act.title)
    found.found = [effect for effect in dict.fromkeys(found.found) if title_key(effect.title) != own]
    return found


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
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)*)》")
_ABOUT_LIFE = re.compile(
    r"(?:失效|废止|延长|有效期|延续|继续(?:有效|执行|施行|实施)|(?:暂停|停止|恢复|推迟|延期|暂缓|暂时停止)(?:实施|施行|执行|适用))"
)
_REPEALS = re.compile(r"废止(?=《)|(?:予以|决定|同时)废止|日起废止")
_LISTS = re.compile(r"(?:下列|以下)[^。]*废止|废止(?:下列|以下)")
_QUOTED = re.compile(r"“[^”\n]*(?:”|$)", re.MULTILINE)
_REMARK = re.compile(r"(?:（[^（）]*）|\([^()]*\))")
_NAME = "\x00(\\d+)\x00"
_PLACES = rf"(?P<places>(?:第{NUMERAL}(?:编|章|节|条|款|项)(?:之{NUMERAL})?(?:、|和|至|以及|及)?)+)?"
_STOPS = "停止(?:执行|施行|实施|适用)"
_HOLDS = "(?:实施|施行|执行|适用)"
_PUT_OFF = "(?:推迟|延期|延迟|顺延|推后)"

_ENDED_FROM = re.compile(rf"自({DAY})(?:起|之日起)?[^\x00，。；]{{0,6}}(?:废止|失效|{_STOPS})")
_LAPSES = re.compile(r"(?:宣布|予以|自动)?失效")
_EXTENDS = re.compile(
    rf"有效期(?:限)?[^。；\x00]{{0,8}}?(?:至|到|为)({DAY})|继续(?:有效|执行|施行|实施)(?:至|到)({DAY})"
)
_EXTENDS_BY = re.compile(rf"有效期(?:限)?[^。；\x00]{{0,4}}(?:延长|延续|顺延)({SPAN})")
_SUSPENDS = re.compile(rf"(?:暂停|暂缓|暂时停止|停止){_HOLDS}")
_RESUMES = re.compile(rf"恢复{_HOLDS}(?!时间|日期)")
_OF_A_PART = re.compile(
    rf"\x00(?:、?第{NUMERAL}(?:编|章|节|条|款|项)|中|的(?:附件|附表)|[^，。；\x00]{{0,6}}(?:有关|部分|相关)(?:规定|条款|内容))"
)
_REASON = re.compile(r"(?:根据|依照|按照|依据|为了?|因|鉴于|由于|贯彻|落实|除)[^，]*，")
_AT_ONCE = re.compile(
    rf"(?:同时|即行|自行|一并|同步|于?同日|自本[\u4e00-\u9fff]{{2,6}}(?:施行|实施)之日起)(?:予以)?(?:废止|失效|{_STOPS}|终止|不再{_HOLDS})"
)
_POSTPONES = re.compile(
    rf"(?:施行|实施|生效)(?:日期|时间|期)?(?:{_PUT_OFF}|调整)(?:至|到|为)({DAY})|{_PUT_OFF}(?:至|到)({DAY})起?{_HOLDS}"
)
_SPAN = re.compile(rf"自({DAY})(?:起)?(?:至|到)({DAY})(?:止|期间)?")
_SINCE = re.compile(rf"自({DAY})(?:起|之日起)")
_UNTIL = re.compile(rf"(?:至|到)({DAY})(?:止)?")
_AREA = re.compile(r"在([^，。；\x00]{2,20}?)(?:范围内|区域内|内)?(?:，)?(?=暂|停止|恢复)")
_WHOLE_AREA = re.compile(r"本市|全市|本省|全省|本区|全国|本行政区域")
_LISTED = re.compile(r"(?:下列|以下)[^。]*[:：]?$")
_VERB_OF_EFFECT = re.compile(
    rf"废止|失效|有效期|(?:暂停|停止|恢复|暂缓|继续)(?:{_HOLDS}|有效)|{_PUT_OFF}(?:至|到|{_HOLDS})"
)
_TALKS = re.compile(r"经|按|许可|证书|合同|为")
"""How sentences begin that speak of an effect and give no order."""


# ---- repeals by list and by a successor


def _by_successor(act: Act, out: Effects) -> None:
    """本条例自2020年5月1日起施行。《某规定》同时废止。 A consolidated text says so of its first day.

    Where the words give no day (自公布之日起, 另行规定), it is that on which the original takes effect.
    """
    for provision in closing(act):
        text = words_of(provision)
        days = [saying.day for saying in sayings(text) if saying.day] or _own_start(act)
        for sentence in re.split("[。；\n]", _QUOTED.sub("", text)):
            if "《" in sentence and _ENDS_OTHERS.search(sentence):
                _in_closing(sentence, next(iter(days), None), out)


_NOT_WHOLE = re.compile("与\x00|不一致|抵触|不再适用")
_ENDS_OTHERS = re.compile(rf"废止|失效|{_STOPS}|不再{_HOLDS}|终止")


def _in_closing(sentence: str, start: date | None, out: Effects) -> None:
    """Read one sentence of a last 条 about other acts; what names a part, or an exception, is told unread."""
    titles, marked = _numbered(sentence)
    marked = re.sub(r"关于[^，。；]*?的(?:议案|决定|说明)", "", marked)
    clauses = _REASON.sub("", marked).split("，")
    verb = next((i for i, clause in enumerate(clauses) if _ENDS_OTHERS.search(clause)), None)
    if verb is None or not re.search(_NAME, marked):
        return
    own = clauses[verb]
    while verb and re.fullmatch("(?:原|和|、|以及|及|\x00\\d+\x00)+", clauses[verb - 1]):
        verb -= 1
        own = clauses[verb] + own
    named = re.findall(_NAME, own)
    dated, at_once = _ENDED_FROM.search(own), _AT_ONCE.search(own)
    doubtful = _OF_A_PART.search(own) or _NOT_WHOLE.search(own) or marked.startswith("除")
    if not named or doubtful or not (dated or at_once):
        if re.search(_NAME, own):
            out.unread.append(sentence)
        return
    day = _day(dated[1]) if dated else start
    for number in named:
        _add(out, _ending(own), titles[int(number)], day, sentence)


def _own_start(act: Act) -> list[date]:
    """The known day of effect of a text that has not been amended."""
    amended = any(event.kind is EventKind.AMENDMENT for event in act.events)
    start = act.commencements[0] if act.commencements and not amended else None
    return [start.date] if start and start.date and start.basis.is_known else []


def _by_decision(decision: Act, out: Effects) -> None:
    listed = False
    day = _start(decision)
    for provision in decision.provisions():
        for paragraph in _paragraphs(provision):
            text = _QUOTED.sub("", paragraph)
            if _LISTS.search(text):
                listed, day = True, _day_in(text) or day
            if listed and text.startswith("《"):
                names = _titles(text)[:1]
            elif listed and (bare := bare_title(text)):
                names = [bare]
            elif _REPEALS.search(text):
                names = _titles(text)
            else:
                continue
            if _OF_A_PART.search(_numbered(text)[1]):
                out.unread.append(text)
                continue
            for title in names:
                _add(out, EffectKind.REPEAL, title, _day_of(text, title) or day, text)


def _start(act: Act) -> date | None:
    return act.commencements[0].date if act.commencements else None


def _day_of(text: str, title: str) -> date | None:
    """The day of its own that a sentence gives the end of an act: 《某办法》自2024年7月1日起废止."""
    for sentence in re.split("[。；]", text):
        if f"《{title}》" in sentence:
            return _day_in(sentence)
    return None


def _day_in(sentence: str) -> date | None:
    match = _ENDED_FROM.search(_REMARK.sub("", sentence))
    return _day(match[1]) if match else None


def _titles(text: str) -> list[str]:
    """The titles that a passage ends: not those in brackets, in 关于废止《…》的议案, or after 根据.

    >>> _titles("根据《甲法》，决定废止《乙条例》（1999年公布）和《丙条例》。")
    ['乙条例', '丙条例']
    """
    titles, marked = _numbered(text)
    marked = re.sub(r"关于[^，。；]*?的(?:议案|决定|说明)", "", marked)
    named: list[str] = []
    for sentence in re.split("[。；]", marked):
        _, verb, after = sentence.partition("废止\x00")
        kept = verb[-1:] + after if verb else sentence
        kept = _REASON.sub("", kept) if not verb else kept
        named += re.findall(_NAME, kept)
    return [titles[int(number)] for number in named]


def _numbered(text: str) -> tuple[list[str], str]:
    """The titles of a passage, and the passage with a number for each and without remarks in brackets."""
    titles = [match[1] for match in _TITLE.finditer(text)]
    count = iter(range(len(titles)))
    marked = _TITLE.sub(lambda _: f"\x00{next(count)}\x00", text)
    while (less := _REMARK.sub("", marked)) != marked:
        marked = less
    return titles, marked


# ---- effects told in a sentence


def _by_sentences(act: Act, out: Effects) -> None:
    known = {(effect.kind, effect.title) for effect in out.found}
    ended = {title for kind, title in known if kind in (EffectKind.REPEAL, EffectKind.LAPSE)}
    start, heading = _start(act), ""
    for sentence in _sentences(act):
        titles, marked = _numbered(sentence)
        listed = _LISTED.search(marked)
        if listed and not titles:
            heading = marked
            continue
        if titles and heading and re.match(r"(?:\d+[.．、]|[（(][^（）()]+[)）])?\x00", marked):
            marked = f"\x000\x00{heading}"  # a line of a list does what the heading says
        elif titles:
            heading = ""
        if not titles or not _VERB_OF_EFFECT.search(marked):
            continue
        found = list(_in_sentence(marked, titles, sentence, start))
        out.found += [effect for effect in found if (effect.kind, effect.title) not in known]
        named = [titles[int(number)] for number in re.findall(_NAME, marked)]
        if not found and not set(named) <= ended and not _TALKS.match(marked):
            out.unread.append(sentence)


def _sentences(act: Act) -> Iterator[str]:
    for root in (*act.preamble, *act.body):
        for provision in root.walk():
            for text in _paragraphs(provision):
                plain = _QUOTED.sub("", re.sub(r"[^\S\n]", "", text))
                yield from filter(None, re.split("[。；\n]", plain))


def _paragraphs(provision: Provision) -> Iterator[str]:
    """The words of a provision; the last line of a list may stand as a heading."""
    if provision.heading:
        yield provision.heading
    for block in (*provision.blocks, *provision.tail):
        yield block.text


def _in_sentence(marked: str, titles: list[str], words: str, start: date | None) -> Iterator[Effect]:
    marked = re.sub(r"关于[^，。；]*?的(?:议案|决定|说明|请示)", "", marked)
    marked = _REASON.sub("", marked)
    named = [titles[int(number)] for number in re.findall(_NAME, marked)]
    told: list[Effect] = []
    if match := _POSTPONES.search(marked):
        kind, first, until, months = EffectKind.POSTPONEMENT, _day(match[1] or match[5]), None, 0
    elif match := _EXTENDS.search(marked):
        last = _day(match[1] or match[5])
        kind, first, until, months = EffectKind.EXTENSION, start, last and last + timedelta(days=1), 0
    elif match := _EXTENDS_BY.search(marked):
        kind, first, until, months = EffectKind.EXTENSION, start, None, months_of(match[1])
    elif match := _ENDED_FROM.search(marked):
        kind, first, until, months = _ending(match[0]), _day(match[1]), None, 0
    elif _LAPSES.search(marked):
        kind, first, until, months = EffectKind.LAPSE, start, None, 0
    else:
        told = list(_suspensions(marked, titles, start))
        named = []
    told += [Effect(kind=kind, title=each, start=first, until=until, months=months) for each in named]
    yield from (replace(effect, words=words) for effect in told)


def _suspensions(marked: str, titles: list[str], start: date | None) -> Iterator[Effect]:
    """暂停、恢复 of acts or of provisions, in the whole place or a part of it; 停止 for good ends an act."""
    resumes, suspends = _RESUMES.search(marked), _SUSPENDS.search(marked)
    if not resumes and not suspends:
        return
    span, since, until = _SPAN.search(marked), _SINCE.search(marked), _UNTIL.search(marked)
    first = _day(span[1]) if span else _day(since[1]) if since else start
    last = None if resumes else _day(span[5]) if span else _day(until[1]) if until else None
    kind = EffectKind.RESUMPTION if resumes else EffectKind.SUSPENSION
    for match in re.finditer(_NAME + _PLACES, marked):
        places = (match["places"] or "").rstrip("、和至及以")
        for_good = suspends and suspends[0].startswith("停止") and last is None and not places
        yield Effect(
            kind=EffectKind.LAPSE if for_good else kind,
            title=titles[int(match[1])],
            start=first,
            until=last and last + timedelta(days=1),
            places=places,
            area=_area(marked),
        )


def _area(marked: str) -> str:
    """The place in which something is suspended; empty where it is the whole that the act holds in."""
    match = _AREA.search(marked)
    return "" if match is None or _WHOLE_AREA.fullmatch(match[1]) else match[1]


def _ending(words: str) -> EffectKind:
    return EffectKind.REPEAL if "废止" in words else EffectKind.LAPSE


def _day(words: str | None) -> date | None:
    return read_day(re.findall(NUMERAL, words)) if words else None


def _add(out: Effects, kind: EffectKind, title: str, start: date | None, words: str) -> None:
    if start is not None and all((kind, title) != (effect.kind, effect.title) for effect in out.found):
        out.found.append(Effect(kind=kind, title=title, start=start, words=words))
