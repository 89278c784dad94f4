"""From a source as read to a draft act: structure, history, dates proposed, nothing lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from compendium.intake.body import Body, link_toc
from compendium.intake.front import Front, Parts, split_ending, split_front, with_annexed
from compendium.intake.identify import (
    KindRead,
    impossible_days,
    issuer_in,
    issuer_of,
    kind_of,
    number_in,
    number_of,
    with_making,
)
from compendium.intake.lines import Line, Opens, classify_all, read_by_order
from compendium.intake.naming import told_in_head, told_otherwise
from compendium.intake.official import DATE_LINE, head_end, own_end
from compendium.intake.pandoc import tidy_heading
from compendium.intake.read import read_source
from compendium.intake.source import SourceRefused, SourceText, first_difference, squeeze
from compendium.intake.titles import (
    TITLE_END,
    UnevenTitle,
    issued_names,
    join_title,
    size_of_title,
    title_key,
    title_of,
    title_span,
)
from compendium.law.act import Act, Attachment, Basis, Provision, Source
from compendium.law.commencement import ending, is_later, propose, untied, with_ending, with_partial
from compendium.law.days import FOUNDED, UNKNOWN_DAY, is_too_early, read_history
from compendium.law.effects import effects_of
from compendium.law.identifiers import NO_EID, NO_URI, NO_WID, EId
from compendium.law.kinds import DECISIONS, HEADED, ActKind, EventKind, Level
from compendium.law.names import assign_ids, quoted
from compendium.law.numerals import MOST_SIBLINGS
from compendium.text.wording import UNDETERMINED

KIND_DOUBTED = "性质暂定为"
"""How the hint begins that asks a person to name the kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An act as proposed from one file; its work URI is still empty. `images` by the name the text uses."""

    path: Path
    act: Act
    warnings: tuple[str, ...]
    left_out: tuple[str, ...]
    images: Mapping[str, bytes]
    unread: tuple[str, ...] = ()


def drafts_of(path: Path) -> tuple[Draft, ...]:
    """Read a file into drafts: one, or each of the texts that one notice issues together.

    Raises:
        SourceRefused: the file can't be read, is no text of law, repeats a number, or would lose characters.
    """
    source, sha256 = read_source(path), hashlib.sha256(path.read_bytes()).hexdigest()
    return tuple(draft_from(each, path, sha256) for each in issued_together(source))


def draft_of(path: Path) -> Draft:
    """Read a file that holds one text into a draft.

    Raises:
        SourceRefused: as `drafts_of`, or the file holds several texts.
    """
    return only(path, drafts_of(path))


def only(path: Path, drafts: Sequence[Draft]) -> Draft:
    """Return the one draft of a file.

    Raises:
        SourceRefused: there are several.
    """
    if len(drafts) > 1:
        names = "".join(quoted(draft.act.title) for draft in drafts)
        raise SourceRefused(f"{path.name}：一个通知印发了几件文本（{names}），这里只能用一件的文件")
    return drafts[0]


def issued_together(source: SourceText) -> tuple[SourceText, ...]:
    """Part a file with one notice and several texts into one source for each text, the notice before it."""
    lines = classify_all(source.blocks)
    span = title_span(lines[: head_end(lines)])
    title = "".join(title_key(line) for line in lines[slice(*span)]) if span else ""
    below = "".join(line.text for line in lines[span[1] if span else 0 : head_end(lines) + 2])
    names = issued_names(title, below)
    starts: list[int] = []
    for name in names:
        begin = starts[-1] + 1 if starts else head_end(lines)
        found = (i for i in range(begin, len(lines)) if size_of_title(lines[i:], {title_of(name)}))
        if (start := next(found, None)) is None:
            return (source,)
        alone = start and lines[start - 1].opens is Opens.ATTACHMENT and not lines[start - 1].rest
        starts.append(start - 1 if alone else start)  # 附件2 over its title
    if len(starts) < 2:
        return (source,)
    cover, bounds = source.blocks[: starts[0]], [*starts, len(lines)]
    parts = [(*cover, *source.blocks[a:b]) for a, b in pairwise(bounds)]
    return tuple(
        replace(source, blocks=part, oracle="".join(each.block.text for each in part)) for part in parts
    )


def draft_from(source: SourceText, path: Path, sha256: str) -> Draft:
    """Give a source its legal structure."""
    lines = classify_all(source.blocks)
    _refuse_two_languages(lines, path)
    end = own_end(lines)
    annexed = () if end is None else tuple(lines[end:])
    lines = lines[:end]
    try:
        front = split_front(lines, own_title=end is not None)
    except UnevenTitle as error:
        raise SourceRefused(f"{path.name}：{error}") from error
    if front is None:
        raise SourceRefused(
            f"{path.name}：找不到标题（以“条例”“规定”“办法”“决定”等结尾的一行），不像法规文本"
        )
    language = "eng" if _mostly_latin(source.oracle) else "zho"
    cover = "".join(squeeze(line.para.text) for line in front.lines if line.role == "cover")
    history = read_history("\n".join(line.para.text for line in front.lines if line.role == "history"))
    parts = with_annexed(split_ending(front.body or front.recitals), annexed)
    if impossible := impossible_days(front, parts.conclusions):
        raise SourceRefused(f"{path.name}：日期不存在：“{impossible[0]}”，请先核对原文")
    events = with_making(history.events, front, parts.conclusions)
    issuer = issuer_of(history.events + events, front.title, front.printed) or issuer_in(front.number)
    first = min((event.date for event in events), default=None)
    marks = front.number + cover + "".join(event.body + event.number for event in events)
    approver = next((event.body for event in events if event.kind is EventKind.APPROVAL), "")
    told = kind_of(
        front.title, issuer=issuer, number=front.number, marks=marks, first=first, approver=approver
    )
    if _AMENDS.search(_opening(front)) and _ANNOUNCES.search(front.title):
        told = KindRead(ActKind.AMENDING_DECISION, True, "正文作出修改")
    flat = told.kind in DECISIONS and not ("修正案" in front.title and _in_articles(parts.body))
    act = _structured(front, parts, flat, path)
    act = replace(
        act,
        kind=told.kind,
        title=front.title,
        language=language,
        issuer=issuer,
        number=front.number or number_in(front.title) or number_of(events, issuer),
        source=Source(file=path.name, sha256=sha256),
        events=events,
    )
    act, notes = _dated(act, _named_day(path))
    _refuse_too_early(act, _named_day(path), path)
    _check_nothing_lost(act, source, path)
    warnings = [*source.warnings, *notes]
    if draft_words := _DRAFT.search(front.title):
        warnings.append(f"题名有“{draft_words[0]}”，像是草案或者已经失效的文本，不是公布的文本，请核对")
    if not told.sure and language == "zho":
        warnings.append(f"{KIND_DOUBTED}“{told.kind.chinese}”（{told.reason}），请核对")
    warnings += told_otherwise(front.title, source.names, front.lines)
    warnings += told_in_head(source.told, act)
    warnings += _doubtful(lines, act)
    if len(_TRADITIONAL.findall(source.oracle)) > _SOME:
        warnings.append("文本是繁体字，机关、文号和日期可能没有读全，请核对")
    warnings += (
        f"{a.num or '附件'}“{a.heading}”只有标题，没有内容，请核对"
        for a in act.attachments
        if not any(provision.text for provision in a.body)
    )
    warnings += _contradicting(act)
    warnings += [f"题注中有未能识读的文字：“{words}”" for words in history.unread]
    return Draft(
        path=path,
        act=act,
        warnings=tuple(warnings),
        left_out=source.left_out,
        images=source.images,
        unread=history.unread,
    )


def _in_articles(lines: Sequence[Line]) -> bool:
    """Whether a 修正案 itself is in 条: they follow each other, and none is part of a new text."""
    numbers = [line.number for line in lines if line.opens is Opens.ARTICLE]
    in_order = all(len(a) == len(b) == 1 and b[0] == a[0] + 1 for a, b in pairwise(numbers))
    return bool(numbers) and lines[0].opens is Opens.ARTICLE and in_order


def _refuse_two_languages(lines: Sequence[Line], path: Path) -> None:
    articles = [line for line in lines if line.opens is Opens.ARTICLE]
    english = sum(line.num.isascii() for line in articles)
    if english > 1 and len(articles) - english > 1:
        raise SourceRefused(
            f"{path.name}：这是中英文对照的文件。请把中文和英文分成两个文件："
            "中文的先导入，英文的用 --translation-of 导入"
        )


def _contradicting(act: Act) -> Iterator[str]:
    """What the head and the end of a text tell differently of its making."""
    adopted = [e.date for e in act.events if e.kind is EventKind.ADOPTION and not e.decision]
    if len(set(adopted)) > 1:
        yield f"题注有 {len(set(adopted))} 个“通过”，后面的没有写明是修正还是修订，请核对"
    published = {e.date for e in act.events if e.kind is EventKind.PROMULGATION}
    for block in act.conclusions:
        signed = read_history(f"{squeeze(block.text).strip('（）()')}公布").events
        if signed and published and DATE_LINE.fullmatch(squeeze(block.text)):
            day = signed[0].date
            if day not in published:
                yield f"落款的日期 {day} 与题注的公布日期 {max(published)} 不同，请核对"


def _doubtful(lines: Sequence[Line], act: Act) -> Iterator[str]:
    """What was read by the best of several readings, for a person to look at."""
    for line in filter(read_by_order, lines):
        words = line.text[:16]
        yield f"第 {line.source.line} 行“{words}…”按条的次序作为一条识读，请核对"
    titled = HEADED | {Level.ARTICLE}  # decisions have neither
    for above in (p for p in act.provisions() if p.level in titled):
        for provision in above.children[above.level is Level.ARTICLE :]:
            if provision.level is Level.PARAGRAPH and _LIKE_TITLE.fullmatch(provision.text):
                yield f"第 {provision.line} 行“{provision.text}”像标题而没有编号，已作为一款收入，请核对"


_DRAFT = re.compile("征求意见稿|草案|送审稿|讨论稿|已失效|已废止|修改稿(?=[)）])")
_TRADITIONAL = re.compile("[國會條員務發經過號關應機報]")
_SOME = 10
_LIKE_TITLE = re.compile(r"[\u4e00-\u9fff\s、]{2,20}")
_AMENDS = re.compile(r"(?:作出?|进行)(?:如下|以下)(?:修改|修订|修正)")
_ANNOUNCES = re.compile(r"(?:公告|决定|通知|令|号)(?:[（(].*[)）])*$")


def _opening(front: Front) -> str:
    """The words that lead into the text: the 序言, or the first paragraphs when there is none."""
    return squeeze("".join(line.text for line in (*front.recitals, *front.body[:2])))


def _mostly_latin(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isascii() for c in letters) > 0.7 * len(letters)


# ---- structure


def _structured(front: Front, parts: Parts, flat: bool, path: Path) -> Act:
    body = assign_ids(Body(parts.body, flat=flat).provisions())
    recitals = tuple(
        Provision(
            level=Level.RECITAL, eid=NO_EID, wid=NO_WID, blocks=(line.source.block,), line=line.source.line
        )
        for line in (front.recitals if front.body else ())  # plain paragraphs are the body
    )
    if not body:
        raise SourceRefused(f"{path.name}：只有标题，没有正文")
    _refuse_repeats(body, path)
    attachments = tuple(attachment_of(lines, n) for n, lines in enumerate(parts.attachments, 1))
    _refuse_crowded((*body, *(p for a in attachments for p in a.body)), len(recitals), path)
    headings = [
        (squeeze(p.num + p.heading), p.eid) for root in body for p in root.walk() if p.level in HEADED
    ]
    return Act(
        work=NO_URI,
        kind=ActKind.OTHER,
        date=UNKNOWN_DAY,
        title=front.title,
        front=link_toc(front.lines, headings),
        preamble=assign_ids(recitals),
        body=body,
        conclusions=tuple(line.source.block for line in parts.conclusions),
        attachments=attachments,
    )


def _refuse_repeats(body: tuple[Provision, ...], path: Path) -> None:
    seen: dict[str, int] = {}
    for root in body:
        for provision in root.walk():
            if provision.level is not Level.ARTICLE:
                continue
            if provision.num in seen:
                raise SourceRefused(
                    f"{path.name}：第 {provision.line} 行：{provision.num}重复"
                    f"（前一个在第 {seen[provision.num]} 行），请先核对原文"
                )
            seen[provision.num] = provision.line


def _refuse_crowded(body: Sequence[Provision], recitals: int, path: Path) -> None:
    """Refuse more parts under one than numbers are written for; a law has never more than some dozens."""
    most = max(recitals, len(body), *(len(p.children) for root in body for p in root.walk()))
    if most > MOST_SIBLINGS:
        raise SourceRefused(
            f"{path.name}：同一处并列有 {most} 条（款、项），超过 {MOST_SIBLINGS} 个的上限，请分开导入"
        )


def attachment_of(lines: tuple[Line, ...], position: int) -> Attachment:
    """Make an 附件 of its lines, the first of which opens it or, where nothing does, is its title."""
    head, rest = lines[0], lines[1:]
    num, heading = head.num, tidy_heading(head.rest)
    if head.opens is not Opens.ATTACHMENT:
        num, heading, rest = "", "", lines
    if not heading:
        size = _title_size(rest)
        heading = tidy_heading(join_title([line.text for line in rest[:size]])) if size else ""
        rest = rest[size:]
    eid = EId(f"att_{position}")
    body = Body(rest).provisions() or (
        Provision(level=Level.PARAGRAPH, eid=NO_EID, wid=NO_WID),
    )  # `check` tells that it is empty
    return Attachment(eid, num, heading, assign_ids(body, eid))


def _title_size(lines: Sequence[Line]) -> int:
    """How many lines the title of an 附件 stands on."""
    free = 0
    while free < min(len(lines), _LINES_OF_TITLE) and _is_attachment_title(lines[free]):
        free += 1
    ends = [n for n in range(free, 1, -1) if TITLE_END.search(squeeze(lines[n - 1].text))]
    if free > 1 and ends and not TITLE_END.search(squeeze(lines[0].text)):
        return ends[-1]
    return min(free, 1)


_LINES_OF_TITLE = 3


def _is_attachment_title(line: Line) -> bool:
    plain = line.opens in (Opens.TEXT, Opens.TOC)  # 目录 may end the title of a list
    return plain and 0 < len(line.text) <= 60 and line.text[-1] not in "。；：，"


# ---- dates


_NAMED_DAY = re.compile(r"[（(_]((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)[)）]?(?:\.|$|\()")


def _named_day(path: Path) -> date | None:
    """The day that the file's name gives: 条例(2020-03-19).md, 条例_20260414.pdf."""
    match = _NAMED_DAY.search(path.name)
    if not match:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def _dated(act: Act, named: date | None) -> tuple[Act, tuple[str, ...]]:
    day, commencements = propose(act, named)
    act = with_partial(replace(act, date=day, commencements=commencements))
    act = with_ending(act)
    told = ending(act)
    notes = []
    if commencements[0].basis is Basis.NOT_STATED:
        if day == UNKNOWN_DAY:
            notes.append("文本和文件名都没有日期，版本暂记为“日期不明”，请补充")
        elif not act.events:
            notes.append(f"没有题注，版本日期暂取 {day}，请核对")
        elif is_later(act, named):
            notes.append(
                f"文件名的日期 {named} 晚于题注所记的制定和修改，可能是后来修改的文本，暂以此日命名，"
                "请补充题注和施行日期"
            )
        elif not told.unread:
            notes.append(f"文本没有写明本版本何时施行，暂以通过日期 {day} 命名，待决定明确")
    elif commencements[0].basis is Basis.UNDETERMINED:
        notes.append(f"{UNDETERMINED}：“{commencements[0].words}”")
    if told.open_words:
        notes.append(f"终止日期不能从文字推出：“{told.open_words}”，待有关机关明确")
    notes += [f"未读懂关于施行或者终止的文字：“{words}”，请核对" for words in told.unread]
    if act.language == "zho":
        others = (words for words in effects_of(act).unread if words not in told.unread)
        notes += [f"未读懂关于别的法规效力的文字：“{words}”，请核对" for words in others]
    notes += [f"部分规定另有施行日期，未能对应到条款，请补入：“{words}”" for words in untied(act)]
    return act, tuple(notes)


def _refuse_too_early(act: Act, named: date | None, path: Path) -> None:
    """Refuse a day on which there was no such law: it was printed or read wrongly (1023年 for 2023年)."""
    told = [(named, path.name)] if named else []
    told += [(event.date, event.words) for event in act.events]
    told += [(each.date, each.words) for each in act.commencements if each.date]
    for day, words in told:
        if is_too_early(day):
            raise SourceRefused(
                f"{path.name}：“{words}”中的日期 {day} 早于 {FOUNDED}，不可能是法规的日期，多半是年份有误。"
                "请核对原文，改正文件（或者文件名）里的日期再导入"
            )


# ---- nothing lost


def _check_nothing_lost(act: Act, source: SourceText, path: Path) -> None:
    difference = first_difference(squeeze(source.oracle), squeeze(act.text))
    if difference:
        raise SourceRefused(f"{path.name}：导入后的文字与原文不一致，未写入：{difference}")
