"""Read what one act does to the life of others: 废止, 宣布失效, 延长有效期, 暂停、恢复、推迟施行.

Only what is said in words that are understood is an effect. A sentence that names an act beside a verb of
effect and is not understood is returned with its words (`Effects.unread`).

Source: 立法法 第六十条, 第六十三条 (修改和废止); 第十六条, 第七十九条 (暂时调整或者暂时停止适用).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from compendium.law.act import Act, Attachment, Provision, Table
from compendium.law.commencement import closing, first_start, published_on, words_of
from compendium.law.identifiers import EId
from compendium.law.kinds import AMENDING, DECISIONS, ActKind, EventKind
from compendium.law.names import bare_title, title_key
from compendium.law.numerals import NUMERAL
from compendium.law.orders import ENDS, HOLDS, Effect, EffectKind, Marked, marked, read_orders
from compendium.law.sentences import LONGEST, QUOTED
from compendium.law.validity import sayings

__all__ = [
    "ENDS_ACT",
    "EVENT_OF",
    "Effect",
    "EffectKind",
    "Effects",
    "amended_titles",
    "effects_of",
    "is_about_life",
]


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

ENDS_ACT = frozenset({EffectKind.REPEAL, EffectKind.LAPSE})
"""废止 and 失效: after it the act holds no more."""


def effects_of(act: Act) -> Effects:
    """Read all that an act does to the life of others.

    A decision, and any act whose title says that it is about another's life, does what its sentences and
    the lists in its annexes say; any other act what its last 条, and the notice that issues it, say.
    """
    found = Effects()
    if is_about_life(act.kind, act.title):
        _by_sentences(act, (_start(act), published_on(act)), found)
    else:
        _in_closing(act, found)
    own = title_key(act.title)
    told = {(e.kind, title_key(e.title), e.start, e.places, e.area): e for e in reversed(found.found)}
    found.found = [e for e in reversed(told.values()) if title_key(e.title) != own]
    found.unread = list(dict.fromkeys(found.unread))
    return found


def is_about_life(kind: ActKind, title: str) -> bool:
    """Whether an act is made for what it does to others: a decision, or one whose title says so.

    >>> is_about_life(ActKind.NORMATIVE_DOCUMENT, "关于延长《某办法》有效期的通知")
    True
    """
    return kind in DECISIONS or _ABOUT_LIFE.search(title) is not None


def amended_titles(act: Act) -> tuple[str, ...]:
    """List the acts that an amending decision names where it speaks of changes, in the order of its text.

    It may list too many, never one that is not named; what it orders of each, `amending.reading` reads.
    """
    if act.kind is not ActKind.AMENDING_DECISION:
        return ()
    found = [match[1] for match in _AMENDMENT_OF.finditer(act.title)]
    roots = (*act.preamble, *act.body)
    for sentence in (act.title, *_sentences(roots)):
        said = marked(sentence)
        if _CHANGED.search(sentence) or _listed(said):
            found += said.named
    return tuple(dict.fromkeys(found))


_AMENDMENT_OF = re.compile("^(.+?)修正案")
_CHANGED = re.compile("修改|修正|修订|删去|删除|增加|调整")

_ABOUT_LIFE = re.compile(
    rf"失效|废止|延长|有效期|延续|清理|继续(?:有效|{HOLDS})|(?:暂停|停止|恢复|推迟|延期|暂缓|暂时停止|暂时调整|终止|不再){HOLDS}"
)
_VERB = re.compile(
    rf"取消|撤销|中止|续期|再延长|停用|停止使用|不再作为|提前至|废止|失效|有效期|(?:暂停|停止|恢复|暂缓|继续|终止)(?:{HOLDS}|有效)|暂时(?:调整|停止)|不再{HOLDS}"
    rf"|(?:推迟|延期|延迟|顺延|推后)(?:至|到|{HOLDS}|{NUMERAL})|{HOLDS}(?:期限|日期|时间)|作废|代替|替代|取代|{HOLDS}(?:至|到){NUMERAL}年|(?:延长|延续){HOLDS}"
)
_TALKS = re.compile(r"经|按|许可|证书|合同|为")
"""How sentences begin that speak of an effect and give no order."""
_LIST_FOLLOWS = re.compile(
    r"(?:下列|以下)[^，。；]{0,20}(?:文件|规章|法规|规定|办法|通知|条例|决定|意见|解释|细则|制度|标准)|如下[:：]?$"
    r"|附件|目录|清单|附后"
)
_IN_ANNEX = re.compile("附件|目录|清单|附后")
_ENDING_ORDER = re.compile(rf"(?:同时|即行|自行|一并|予以|{NUMERAL}日(?:起|之日起)[^，。；]{{0,4}}){ENDS}")
_UNNAMED = re.compile(
    rf"[〔\[]{NUMERAL}[〕\]]第?{NUMERAL}号[^，。；]{{0,40}}{ENDS}|^(?!本)[^，。；]{{0,24}}(?:同时|即行|一并|予以|现){ENDS}"
    rf"|^(?!本)[^，。；]{{0,20}}有效期限?[^，。；]{{0,6}}(?:延长|延续|顺延)|(?:同时|一并)(?:取消|撤销|停用|停止使用)"
)
"""An act is ended that is named by its number only, or not at all: 原办法同时废止."""
_VAGUE = re.compile("过去|以前|此前|以往|抵触|不一致|有关规定|许可|证书|执照|登记")
"""What is ended is no one act."""
_HEADS_LIST = re.compile(
    rf"(?:废止|失效)(?:的|{NUMERAL}件|以下|下列)?[^，。；]{{0,12}}(?:文件|规章|法规|目录)[:：]?$"
)
_SHORT = 30
_NUMBERED = re.compile(rf"^(?:[（(]?{NUMERAL}[)）.．、]+|\d+\s*)?原?")
_CHANGES = re.compile("修改|修正|部分条款|有关条款|个别")
_STILL_HOLDS = re.compile(rf"有效期(?:限)?(?:内|届满|期满)|继续(?:有效|{HOLDS})(?!至|到|{NUMERAL})")
"""What a last 条 says of acts that stay as they are."""
_HELD = re.compile("继续有效|保留|需要?修改|修改|拟")


Days = tuple[date | None, date | None]
"""The day from which the orders of an act hold where they give none, and the day of the act."""

# ---- the sentences of a decision


def _by_sentences(act: Act, days: Days, out: Effects) -> None:
    roots = (*act.preamble, *act.body)
    annexed = _read(
        (*_cover(act), *_sentences(roots)), days, out, amends=act.kind is ActKind.AMENDING_DECISION
    )
    if annexed:
        before = len(out.found)
        for attachment in act.attachments:
            _in_annex(attachment, annexed, days, out)
        if len(out.found) == before:
            out.unread.append(annexed)


def _read(sentences: Iterable[str], days: Days, out: Effects, *, amends: bool = False) -> str:
    """Read sentences in order; returns the order that speaks of an annex, empty where none does."""
    heading = annexed = ""
    led = 0  # effects found before the list that the heading leads to
    for sentence in sentences:
        said = marked(sentence)
        if not said.titles or not said.named:
            if _VERB.search(said.text) and _LIST_FOLLOWS.search(sentence) and not _CHANGES.search(sentence):
                _without_list(heading, led, out)
                heading, led = said.text, len(out.found)
                if _IN_ANNEX.search(sentence):
                    annexed, heading = sentence, ""
            elif heading and (title := bare_title(_NUMBERED.sub("", sentence))):
                _order(Marked([title], f"\x000\x00{heading}"), sentence, days, out)
            else:
                if heading and len(out.found) > led:  # 二、修改以下文件： ends the list
                    heading = ""
                if not heading and len(sentence) < _SHORT and _HEADS_LIST.search(sentence):
                    heading, led = "予以废止" if "废止" in sentence else "失效", len(out.found) - 1
                elif not amends and _UNNAMED.search(said.text) and not _VAGUE.search(said.text):
                    out.unread.append(sentence)
            continue
        if heading and (line := _listed(said)):
            _order(Marked(said.titles, line + heading, said.limited), sentence, days, out)
            continue
        _without_list(heading, led, out)
        heading = ""
        if _IN_ANNEX.search(sentence) and re.search("\x00等", said.text):
            annexed = sentence  # 废止《甲办法》等8件文件（目录见附件）
            continue
        if _VERB.search(said.text):
            _order(said, sentence, days, out)
    _without_list(heading, led, out)
    return annexed


def _without_list(heading: str, led: int, out: Effects) -> None:
    """Tell of a heading, such as 下列文件同时废止, after which no list was found."""
    if heading and len(out.found) == led:
        out.unread.append(heading)


def _order(said: Marked, sentence: str, days: Days, out: Effects) -> None:
    read = read_orders(said, *days)
    out.found += [replace(effect, words=sentence) for effect in read.found]
    if read.doubtful or (not read.found and not _TALKS.match(said.text) and not _settled(said, out)):
        out.unread.append(sentence)


def _settled(said: Marked, out: Effects) -> bool:
    """Whether something was read already of all the acts that a sentence names."""
    return set(said.named) <= {effect.title for effect in out.found}


def _listed(said: Marked) -> str:
    """The names in a line of a list that says nothing of its own; empty for a sentence."""
    line = _NUMBERED.sub("", said.text)
    if not line.startswith("\x00") or (_VERB.search(line) and "，" in line):
        return ""
    names = re.match("(?:\x00\\d+\x00[、和及]?(?:以及)?)+", line)
    return names[0].rstrip("、和及以") if names else ""


def _in_annex(attachment: Attachment, order: str, days: Days, out: Effects) -> None:
    """Read the list of acts in an annex; its own heading says what becomes of them, or the text does."""
    heading = attachment.num + attachment.heading
    if _VERB.search(heading):
        order = heading
    if _HELD.search(heading) and not re.search("废止|失效", heading):
        return
    for text in _lines(attachment.body):
        said = marked(text)
        title = said.named[0] if said.named and _listed(said) else bare_title(_NUMBERED.sub("", text))
        if title:
            verb = "废止" if "废止" in order else "失效" if re.search(ENDS, order) else ""
            if verb:
                _order(Marked([title], f"\x000\x00予以{verb}"), text, days, out)


def _lines(roots: Iterable[Provision]) -> Iterator[str]:
    """The paragraphs and the cells of an annex."""
    for root in roots:
        for provision in root.walk():
            if provision.heading:
                yield provision.heading
            for block in (*provision.blocks, *provision.tail):
                if isinstance(block, Table):
                    yield from ("".join(p.text for p in cell.paras) for row in block.rows for cell in row)
                else:
                    yield from block.text.split("\n")


def _sentences(roots: Iterable[Provision]) -> Iterator[str]:
    for root in roots:
        for provision in root.walk():
            for text in _paragraphs(provision):
                yield from _cut(text)


def _cut(text: str) -> Iterator[str]:
    """Cut into sentences; what is far longer than any sentence of law is not read."""
    parts = re.split("[。；\n]", QUOTED.sub("", re.sub(r"[^\S\n]", "", text)))
    yield from (part if len(part) <= LONGEST else part[:_SHOWN] for part in parts if part)


_SHOWN = 80
"""How much of a passage that is too long to read stands for it."""


def _paragraphs(provision: Provision) -> Iterator[str]:
    """The words of a provision; the last line of a list may stand as a heading."""
    if provision.heading:
        yield provision.heading
    for block in (*provision.blocks, *provision.tail):
        yield block.text


def _cover(act: Act) -> Iterator[str]:
    for line in act.front:
        if line.role == "cover":
            yield from _cut(line.para.text)


def _start(act: Act) -> date | None:
    return act.commencements[0].date if act.commencements else None


# ---- the last 条 of any other act


def _in_closing(act: Act, out: Effects) -> None:
    """本条例自2020年5月1日起施行。《某规定》同时废止。 A consolidated text says so of its first day.

    Where the words give no day (自公布之日起, 另行规定), it is that on which the original takes effect.
    """
    last: set[EId] = set()
    for provision in closing(act):
        last |= {each.eid for each in provision.walk()}
        start = next((s.day for s in sayings(words_of(provision)) if s.day), None) or _own_start(act)
        told = Effects()
        _read(filter(_ends_others, _sentences([provision])), (start, published_on(act)), told)
        _keep(told, act, out)
    told = Effects()
    _read(filter(_ends_others, _cover(act)), (_start(act), published_on(act)), told)
    _keep(told, act, out)
    for provision in act.provisions():
        if provision.eid not in last:
            said = (text for paragraph in _paragraphs(provision) for text in _cut(paragraph))
            out.unread += [s for s in said if (m := marked(s)).named and _ENDING_ORDER.search(m.text)]


def _keep(told: Effects, act: Act, out: Effects) -> None:
    """Keep what is told, but an end without a day only as something that was not understood."""
    out.found += [effect for effect in told.found if effect.start]
    out.unread += told.unread
    if not _amended(act):  # a later text keeps the words by which the first ended others long ago
        out.unread += [effect.words for effect in told.found if not effect.start]


def _own_start(act: Act) -> date | None:
    """The known day of effect of the text as it was first made."""
    start = act.commencements[0] if act.commencements else None
    if not _amended(act):
        return start.date if start and start.basis.is_known else None
    first = itertools.takewhile(lambda event: event.kind not in AMENDING, act.events)
    return first_start(replace(act, events=tuple(first)))


def _amended(act: Act) -> bool:
    return any(event.kind in AMENDING for event in act.events)


def _ends_others(sentence: str) -> bool:
    """Whether a sentence of a last 条 may be about the life of another act, or is a line of a list."""
    rest = _STILL_HOLDS.sub("", sentence)
    return bool(_VERB.search(rest)) or (rest == sentence and _NUMBERED.sub("", sentence).startswith("《"))
