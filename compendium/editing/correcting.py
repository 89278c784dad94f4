"""勘误 and 录入更正: change the words of a version, not the law, in one commit that says why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from compendium.akn import BadXml, parse_act, write_act
from compendium.compare.align import align
from compendium.editing.commencing import keep_events, keep_passages, keep_periods
from compendium.editing.discrepancy import differences
from compendium.editing.rewording import NotOnce, count_in, holders, reword
from compendium.intake.draft import Draft
from compendium.intake.finish import pictures_of, with_images
from compendium.intake.source import squeeze
from compendium.law.act import Act, CorrectedWords, Correction, Provision
from compendium.law.commencement import made_on
from compendium.law.days import day_label
from compendium.law.identifiers import CorpusPath, EId, WId
from compendium.law.names import path_in, quoted, title_key
from compendium.law.problems import CompendiumError
from compendium.library.catalog import Catalog, Work, find_provision
from compendium.library.facts import Facts, labels
from compendium.library.media_files import without_use
from compendium.text.wording import UNDETERMINED, correction_name, told_words

_OF_DAYS = (
    "文本没有写明本版本何时施行",
    UNDETERMINED,
    "没有题注",
    "文本和文件名都没有日期",
    "部分规定另有",
)
"""Warnings of an import about days of effect, which a correction leaves as they are."""


class NoCorrection(CompendiumError):
    """A correction that corrects nothing, or is none of this version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SameWords:
    """Another version in which the wrong words stand at the same provision.

    `corrected` is set when they were put right with the first; `reason` says why not, where that was asked.
    """

    facts: Facts
    label: str
    words: CorrectedWords
    corrected: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPlan:
    """A correction before it is written: the new text, where else the words stand, what to look at."""

    facts: Facts
    act: Act
    correction: Correction
    labels: tuple[str, ...]
    elsewhere: tuple[SameWords, ...]
    translations: tuple[Facts, ...]
    notes: tuple[str, ...]
    files: dict[CorpusPath, bytes | None]


def correct_words(
    catalog: Catalog,
    work: Work,
    *,
    facts: Facts,
    at: str,
    words: tuple[str, str],
    why: Correction,
    later: bool,
) -> CorrectionPlan:
    """Plan the replacement of words that stand once at a provision; `why` is a correction without places.

    Raises:
        NoProvision, NotOnce, InPieces, NothingLeft, NoCorrection: it can't be done exactly.
    """
    old, new = words
    if not old or old == new or any(char in old + new for char in "\r\n\t"):
        raise NoCorrection("原来的字不能是空的，也不能与改正后的字相同；两者都不能含换行")
    act = catalog.act(facts)
    found = list(holders(find_provision(act, facts, at), old))
    if len(found) != 1:
        raise NotOnce(old, f"{quoted(facts.title)}{day_label(facts.date)} {at}", len(found))
    text = reword(act, found[0], old, new, at)
    return _planned(
        catalog,
        work,
        facts=facts,
        text=text,
        places=(CorrectedWords(found[0], old, new),),
        why=why,
        later=later,
        notes=(),
    )


def correct_text(
    catalog: Catalog, work: Work, *, facts: Facts, draft: Draft, why: Correction, later: bool
) -> CorrectionPlan:
    """Plan the exchange of a version's text for that of a corrected file.

    Raises:
        NoCorrection: the file is another text, or says the same.
    """
    act = catalog.act(facts)
    _refuse_another(draft, act)
    read, images = with_images(draft.act, draft.images)
    read = align(act, replace(read, date=act.date))
    text = keep_periods(
        act,
        replace(
            act,
            title=read.title,
            source=replace(read.source, gazette=act.source.gazette),
            front=read.front,
            preamble=read.preamble,
            body=read.body,
            conclusions=read.conclusions,
            attachments=read.attachments,
        ),
    )
    places = differences(act, text)
    if not places:
        raise NoCorrection(f"{draft.path.name}：与已入库的文本没有不同")
    notes = [w for w in draft.warnings if not w.startswith(_OF_DAYS)]
    notes += _days_differ(act, read)
    plan = _planned(
        catalog, work, facts=facts, text=text, places=places, why=why, later=later, notes=tuple(notes)
    )
    plan.files.update({path_in(work.folder, name): data for name, data in images.items()})
    plan.files.update(without_use(work.folder, catalog.files, plan.files, pictures_of(act)))
    return plan


def _refuse_another(draft: Draft, act: Act) -> None:
    name, read = draft.path.name, draft.act
    if read.language != act.language or title_key(read.title) != title_key(act.title):
        raise NoCorrection(f"{name}：是{quoted(read.title)}，不是{quoted(act.title)}的文本")
    made, held = made_on(read), made_on(act)
    if made and held and made != held:
        raise NoCorrection(
            f"{name}：题注所记最近一次通过或者修改在 {made}，{day_label(act.date)} 的版本在 {held}，"
            "像是另一个版本；新的版本请用 import 导入"
        )


def _days_differ(act: Act, read: Act) -> Iterator[str]:
    held, said = act.commencements[:1], read.commencements[:1]
    if held and said and said[0].date and held[0].date != said[0].date and said[0].basis is held[0].basis:
        yield (
            f"改正后的文本写的施行日期是 {said[0].date}，记载仍为 {held[0].date or '待定'}；"
            "施行日期也有误的，用 compendium commence --correct 更正"
        )


def _planned(
    catalog: Catalog,
    work: Work,
    *,
    facts: Facts,
    text: Act,
    places: tuple[CorrectedWords, ...],
    why: Correction,
    later: bool,
    notes: tuple[str, ...],
) -> CorrectionPlan:
    before = catalog.act(facts)
    correction = replace(why, places=places)
    act = _recorded(before, text, correction)
    files: dict[CorpusPath, bytes | None] = {facts.path: checked_bytes(act, facts.path)}
    named = dict(labels(before)) | dict(labels(act))
    elsewhere = tuple(
        _elsewhere(catalog, work, facts=facts, before=before, after=act, places=places, named=named)
    )
    if later:
        elsewhere = tuple(_also(catalog, elsewhere, facts, why, files))
    told = tuple(named.get(place.eid, "条文以外") for place in places)
    translations = tuple(t for t in work.translations if t.date == facts.date)
    return CorrectionPlan(
        facts=facts,
        act=act,
        correction=correction,
        labels=told,
        elsewhere=elsewhere,
        translations=translations,
        notes=notes,
        files=files,
    )


def _recorded(before: Act, text: Act, correction: Correction) -> Act:
    """The corrected text with what follows from it, and the correction among those made before."""
    act = keep_passages(before, keep_events(before, text))
    return replace(act, corrections=(*before.corrections, correction))


def checked_bytes(act: Act, path: CorpusPath) -> bytes:
    """Write the file of a corrected version, which reads back the same.

    Raises:
        NoCorrection: it does not.
    """
    data = write_act(act)
    try:
        again = parse_act(data, path)
    except BadXml as error:
        raise NoCorrection(f"改正后的文本不能入库：{error}") from error
    if squeeze(again.text) != squeeze(act.text):
        raise NoCorrection("写出的文字与读入的不同，没有改正")
    return data


# ---- the same words in other versions


def _elsewhere(
    catalog: Catalog,
    work: Work,
    *,
    facts: Facts,
    before: Act,
    after: Act,
    places: tuple[CorrectedWords, ...],
    named: dict[EId, str],
) -> Iterator[SameWords]:
    wids = {p.eid: p.wid for p in (*before.provisions(), *after.provisions())}
    sought = [(place, wids[place.eid]) for place in places if place.eid in wids and place.old != place.new]
    for other in work.expressions if sought else ():
        if other.date == facts.date:
            continue
        act = catalog.act(other)
        by_wid: dict[WId, Provision] = {provision.wid: provision for provision in act.provisions()}
        names = dict(other.labels)
        for place, wid in sought:
            held = by_wid.get(wid)
            if held is not None and place.old and place.new and count_in(held, place.old):
                words = CorrectedWords(held.eid, place.old, place.new)
                yield SameWords(facts=other, label=names.get(held.eid, named.get(place.eid, "")), words=words)


def _also(
    catalog: Catalog,
    found: tuple[SameWords, ...],
    first: Facts,
    why: Correction,
    files: dict[CorpusPath, bytes | None],
) -> Iterator[SameWords]:
    """Correct the later versions too; what can't be corrected exactly stays, and says why."""
    for version in dict.fromkeys(item.facts for item in found):
        before = text = catalog.act(version)
        done: list[CorrectedWords] = []
        told: list[SameWords] = []
        for item in (item for item in found if item.facts == version):
            try:
                if version.date < first.date:
                    raise NoCorrection("早于被改正的版本")
                text = reword(text, item.words.eid, item.words.old, item.words.new, item.label)
            except CompendiumError as error:
                told.append(replace(item, reason=str(error)))
                continue
            done.append(item.words)
            told.append(replace(item, corrected=True))
        if done:
            act = _recorded(before, text, replace(why, places=tuple(done)))
            files[version.path] = checked_bytes(act, version.path)
        yield from told


def message(plan: CorrectionPlan) -> str:
    """Write the message of the commit: what was wrong, what is right, why, from where."""
    first = plan.correction.places[0]
    text = f"{quoted(plan.facts.title)}{day_label(plan.facts.date)} 的文本"
    head = f"{correction_name(plan.correction)}：{text}{plan.labels[0]}"
    head += f"等 {len(plan.labels)} 处" if len(plan.labels) > 1 else told_words(first)
    lines = [head, "", f"缘由：{plan.correction.reason}"]
    if plan.correction.source:
        day = f"（{plan.correction.date}）" if plan.correction.date else ""
        lines.append(f"出处：{plan.correction.source}{day}")
    lines += [
        f"- {label}{told_words(place)}"
        for label, place in zip(plan.labels, plan.correction.places, strict=True)
    ]
    lines += [
        f"- {day_label(s.facts.date)} 的版本{s.label}{told_words(s.words)}"
        for s in plan.elsewhere
        if s.corrected
    ]
    return "\n".join(lines) + "\n"
