"""Whether what else names an act agrees with the title that was found for it.

A page has a name of its own, a notice names what it issues, a 公布令 what was adopted, and a 题注 what a
decision amended. Where one of them names another act, a person should look: the title may be the wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from compendium.intake.source import squeeze
from compendium.intake.titles import TITLE_END, issued_names
from compendium.law.act import Act, FrontLine
from compendium.law.kinds import EventKind

_APART = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|[-–—]{2,}")
_NOTES = re.compile(r"(?:（[^（）]*）|【[^【】]*】|〔[^〔〕]*〕|\[[^\[\]]*\])+$")
_ORDER = re.compile(r"(?:令|公告)(?:第.+[号號])?$")
_ADOPTED = re.compile(r"^《([^《》]+)》(?:已|业)经?")
_AMENDED = re.compile(r"修[改订正](?:〈([^〈〉]+)〉|《([^《》]+)》)的决[定议]")
_ISSUES = re.compile(r"印发|转发|批转|公布|发布|颁布|下发")
_MOST = 6
"""The most lines that the title of a notice stands on."""
_CUT = re.compile(r"(?:…|\.{3})+$")


def told_otherwise(title: str, named: Sequence[tuple[str, str]], front: Sequence[FrontLine]) -> Iterator[str]:
    """Hint at every name that is not that of the title; `named` are those of the file: where and which."""
    for where, words in named:
        parts = [part for part in _APART.split(words) if part]
        titles = [part for part in parts if TITLE_END.search(_bare(part)) and not _ORDER.search(_bare(part))]
        if titles and not any(_agrees(title, name) for name in (words, *parts)):
            yield _hint(where, titles[0], title)
    cover = [squeeze(line.para.text) for line in front if line.role == "cover"]
    history = "".join(squeeze(line.para.text) for line in front if line.role == "history")
    for where, names in (
        ("印发的通知", _issued(cover)),
        ("公布令", _adopted(cover)),
        ("题注", _amended(history)),
    ):
        if names and not any(_agrees(title, name) for name in names):
            yield _hint(where, names[-1], title)


def told_in_head(told: Mapping[str, str], act: Act) -> Iterator[str]:
    """Hint at what the file's head says of days and organ that the text does not say."""
    published = {event.date.isoformat() for event in act.events if event.kind is EventKind.PROMULGATION}
    first = act.commencements[0] if act.commencements else None
    starts = {first.date.isoformat()} if first and first.date and first.basis.is_known else set()
    for keys, what, known in (
        (("publish", "公布日期", "发布日期"), "公布日期", published),
        (("effective_date", "施行日期", "实施日期"), "施行日期", starts),
        (("office", "制定机关"), "制定机关", {act.issuer}),
    ):
        words = next((told[key] for key in keys if key in told), "")
        value = words[:10] if what.endswith("日期") else words
        if value and value not in known:
            yield f"文件头所记的{what}是 {value}，正文中没有读到，未采用，请核对"


def _hint(where: str, other: str, title: str) -> str:
    return f"{where}所称的“{other}”与正文的题名“{title}”不一致，请核对"


def _agrees(title: str, other: str) -> bool:
    """Whether a name is that of a title, longer or shorter or cut off, or that of a notice that issues it."""
    title, other = _bare(title), _bare(other)
    if not other:
        return False
    short, long = sorted((title, other), key=len)
    cut = _CUT.sub("", other)
    issued = _ISSUES.search(other) is not None and title in other
    return long.endswith(short) or issued or (cut != other and title.startswith(cut))


def _bare(name: str) -> str:
    """A name without white space, marks around it, and what is noted after it: （2021修订）."""
    words = unicodedata.normalize("NFKC", squeeze(name)).replace("(", "（").replace(")", "）")
    return _NOTES.sub("", words).translate(_MARKS)


_MARKS = dict.fromkeys(map(ord, "“”\"'‘’、·《》〈〉<>"))


def _issued(cover: Sequence[str]) -> tuple[str, ...]:
    """The names of the texts that a notice among the lines issues, its title on however many lines."""
    for last in range(len(cover)):
        for first in range(last, max(-1, last - _MOST), -1):
            if names := issued_names("".join(cover[first : last + 1]), "".join(cover[last + 1 :])):
                return names
    return ()


def _adopted(cover: Sequence[str]) -> tuple[str, ...]:
    return tuple(match[1] for line in cover if (match := _ADOPTED.match(line)))


def _amended(history: str) -> tuple[str, ...]:
    """The act that a decision named, where it named but one."""
    return tuple(first or second for first, second in _AMENDED.findall(history))
