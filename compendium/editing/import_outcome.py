"""What became of a file that was to be imported, and why one was not taken in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from compendium.editing.identity import title_difference
from compendium.intake.draft import Draft
from compendium.intake.finish import pictures_of
from compendium.intake.source import squeeze
from compendium.law.act import Act
from compendium.law.commencement import made_on, published_on
from compendium.law.days import day_label
from compendium.law.names import quoted
from compendium.law.stated_days import begins_on
from compendium.library.catalog import Work
from compendium.library.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file.

    `refused` holds the reason, `known` is set when the corpus has it already. `corrects` is the title of the
    text held for the same day whose place it takes; `asks` is what a person may agree to, where that would
    take in a file that is refused.
    """

    path: Path
    act: Act | None = None
    warnings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    refused: str = ""
    known: bool = False
    corrects: str = ""
    asks: str = ""


def day_taken(draft: Draft, held: Act, act: Act) -> Outcome:
    """Refuse a file for whose day the corpus holds other words, or other pictures."""
    other = f"（来自 {held.source.file}）" if held.source.file else ""
    what = "文字不同"
    if same_words(held, act):
        what = f"文字相同，图片不同（库中 {len(pictures_of(held))} 幅，文件中 {len(pictures_of(act))} 幅）"
    version = f"{quoted(act.title)}已有 {day_label(act.date)} 的版本{other}"
    reason = f"{version}，{what}；如确要改正已入库的文本，请用 --replace"
    return Outcome(path=draft.path, refused=f"{draft.path.name}：{reason}", warnings=not_taken(draft))


def day_doubts(act: Act, day: date) -> Iterator[str]:
    """Say what of a text the day that a person gives for it contradicts."""
    first = act.commencements[0]
    told = begins_on(first.words).starts if first.basis.is_known else frozenset()
    if told and day not in told:
        days = "、".join(map(str, sorted(told)))
        yield f"文本写的是自 {days} 起施行，按 --date 记为 {day_label(day)}，请核对"
    made = max(filter(None, (made_on(act), published_on(act))), default=None)
    if made and day < made:
        yield f"--date 的 {day_label(day)} 早于题注所记的 {made}，请核对"


def same_words(one: Act, other: Act) -> bool:
    return squeeze(one.text) == squeeze(other.text)


_NOT_TAKEN = re.compile("图片.*(?:未取得|未取出|未收入)")


def not_taken(draft: Draft) -> tuple[str, ...]:
    """What was said of pictures that the file shows and does not hold."""
    return tuple(warning for warning in draft.warnings if _NOT_TAKEN.search(warning))


def carried_out(draft: Draft) -> Outcome:
    """Refuse to replace a decision whose operations are written down: they name places in its words."""
    reason = f"{quoted(draft.act.title)}已据以修改法规，不能整件替换"
    advice = "改正个别文字请用 compendium correct"
    return Outcome(path=draft.path, refused=f"{draft.path.name}：{reason}；{advice}")


def another_title(draft: Draft, held: Act) -> Outcome:
    """Refuse to let a text of another title take a version's place, unless a person agrees."""
    version = f"{quoted(held.title)}{day_label(held.date)} 的版本"
    near = title_difference(held.title, draft.act.title)
    asks = f"用{quoted(draft.act.title)}替换{version}（题名不同{'，' + near if near else ''}）"
    reason = (
        f"题名是{quoted(draft.act.title)}，要替换的是{version}，题名不同{'，' + near if near else ''}。"
        "确是同一件、题名也要改的，加 --yes；不是同一件的，不用 --replace"
    )
    return Outcome(path=draft.path, refused=f"{draft.path.name}：{reason}", asks=asks)


def another_name(draft: Draft, held: Act) -> Outcome:
    """Refuse a text as a version of a work that has never borne its title, unless a person agrees."""
    own, other = quoted(draft.act.title), quoted(held.title)
    near = title_difference(held.title, draft.act.title)
    differ = f"题名不同{'，' + near if near else ''}"
    reason = (
        f"题名是{own}，--version-of 写的是{other}，{differ}。"
        "确是同一部、改了名称的，加 --yes；不是同一部的，不用 --version-of"
    )
    asks = f"{own}作为{other}的一个版本导入（{differ}）"
    return Outcome(path=draft.path, refused=f"{draft.path.name}：{reason}", asks=asks)


def another_day(draft: Draft, held: Act, act: Act) -> Outcome:
    """Refuse to let a text take the place of a version of another day, unless a person agrees."""
    version = f"{quoted(held.title)}{day_label(held.date)} 的版本"
    day = day_label(act.date)
    reason = (
        f"库中的{version}题注与它相同，日期不同（这一文本是 {day}）。"
        f"确是更正那一版本、日期也改为 {day} 的，加 --yes；是分步施行的另一版本的，不用 --replace"
    )
    asks = f"用 {day} 的文本替换{version}（题注相同），版本日期随之改为 {day}"
    return Outcome(path=draft.path, refused=f"{draft.path.name}：{reason}", asks=asks)


def made_alike_words(held: Act, act: Act) -> str:
    """Say that a version of another day has the same 题注 as the text that comes in beside it."""
    return (
        f"已有 {day_label(held.date)} 的版本，题注与这一文本（{day_label(act.date)}）相同；"
        "是更正那一版本的，请用 compendium undo 撤回这次导入，加 --replace 再导入"
    )


def another_identity(draft: Draft, work: Work, facts: Facts) -> Outcome:
    """Refuse to replace a text of the same title that is another act by its kind, its number or its day."""
    own = quoted(draft.act.title)
    if facts.kind is not draft.act.kind:
        reason = (
            f"{own}在库中是{facts.kind.chinese}（{work.folder}），这一文件按{draft.act.kind.chinese}导入。"
            f"性质记错了的，用 compendium correct {work.folder} --kind {draft.act.kind.chinese} "
            "--all-versions 改正；没有记错的，不用 --kind"
        )
    else:
        reason = (
            f"库中的{own}（{work.folder}）文号或者通过日期与这一文件的不同，不是同一件；"
            "确要替换的，用 --version-of 写明"
        )
    return Outcome(path=draft.path, refused=f"{draft.path.name}：{reason}")


def several_titles(draft: Draft, titles: Sequence[str]) -> Outcome:
    """Refuse a text that may have been meant to replace one of several versions of other titles."""
    listed = "、".join(map(quoted, titles))
    own = quoted(draft.act.title)
    reason = f"题名是{own}，库中没有；同一天的版本里{listed}都像。用 --version-of 写明替换哪一件"
    return Outcome(path=draft.path, refused=f"{draft.path.name}：{reason}")
