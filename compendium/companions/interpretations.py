"""interpretations.toml: 解读材料 of a work, beside its versions: texts, pictures, videos, told in words."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from compendium.companions.links import outside_link
from compendium.toml_table import Table, read_toml

INTERPRETATIONS_FILE = "interpretations.toml"
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
VIDEOS = (".mp4", ".webm")
_MEDIA = re.compile(r"media/[^/\s]+")


class Form(StrEnum):
    """In which form the material speaks."""

    TEXT = "文字"
    QUESTIONS = "问答"
    PICTURE = "图解"
    VIDEO = "视频"
    BRIEFING = "新闻发布会"
    INTERVIEW = "专家访谈"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A piece of 解读材料.

    `text` are its paragraphs; `file` is in the work's media folder, `alt` says in words what it shows; `link`
    leads to another site. `versions` are the versions it speaks of; none means all.
    """

    title: str
    form: Form
    day: date
    author: str
    text: tuple[str, ...]
    file: str = ""
    alt: str = ""
    link: str = ""
    versions: tuple[date, ...] = ()
    line: int = 0

    @property
    def is_picture(self) -> bool:
        """Whether its file is shown as a picture."""
        return self.file.lower().endswith(PICTURES)

    @property
    def is_video(self) -> bool:
        """Whether its file is played."""
        return self.file.lower().endswith(VIDEOS)


def read_interpretations(
    data: bytes, file: str, held: Collection[str], versions: Collection[date]
) -> tuple[Interpretation, ...]:
    """Read the table of a work, or refuse it with the file and the line.

    Args:
        held: the files of the corpus, by path.
        versions: the days that name the work's versions.
    """
    table = read_toml(data, file)
    table.only(("interpretation",))
    folder = file.rpartition("/")[0]
    return tuple(_one(item, folder, held, versions) for item in table.tables("interpretation"))


def _one(table: Table, folder: str, held: Collection[str], versions: Collection[date]) -> Interpretation:
    table.only(("title", "form", "date", "author", "text", "file", "alt", "link", "versions"))
    title = table.text("title", required=True).strip()
    form = table.text("form", required=True)
    if form not in [item.value for item in Form]:
        known = "、".join(item.value for item in Form)
        raise table.bad(f"“{table.name('form')}”的值“{form}”不对，可用的有：{known}", "form")
    day = table.day("date")
    if day is None:
        raise table.bad(f"“{table.name('date')}”必须填写，写发布的日期，如 2024-06-01", "date")
    text = tuple(line.strip() for line in table.text("text").splitlines() if line.strip())
    media, alt = _media(table, folder, held)
    link = outside_link(table, "link")
    if not (text or media or link):
        raise table.bad(f"解读材料“{title}”没有内容，text、file、link 至少写一个")
    return Interpretation(
        title,
        Form(form),
        day,
        table.text("author"),
        text,
        media,
        alt,
        link,
        _versions(table, versions),
        table.line("title"),
    )


def _media(table: Table, folder: str, held: Collection[str]) -> tuple[str, str]:
    """The file and what it shows in words, without which those who can't see it are left out."""
    media = table.text("file", form=_MEDIA, like="media/tujie.png")
    alt = table.text("alt").strip()
    if not media:
        return "", alt
    if f"{folder}/{media}" not in held:
        raise table.bad(f"“{table.name('file')}”所指的 {media} 不在 {folder} 里", "file")
    if not media.lower().endswith((*PICTURES, *VIDEOS, ".pdf")):
        known = "、".join((*PICTURES, *VIDEOS, ".pdf"))
        raise table.bad(
            f"“{table.name('file')}”的 {media} 不是可以在网页上显示的文件，可用的有：{known}", "file"
        )
    if not alt and not media.lower().endswith(".pdf"):
        raise table.bad(f"有 file 的要写“{table.name('alt')}”：用文字说明它的内容（信息无障碍）", "file")
    return media, alt


def _versions(table: Table, known: Collection[date]) -> tuple[date, ...]:
    days = table.values.get("versions", [])
    if not isinstance(days, list) or not all(type(day) is date for day in days):
        raise table.bad(f"“{table.name('versions')}”的各项都应当是日期，写成 [2024-06-01] 的样子", "versions")
    for day in days:
        if day not in known:
            raise table.bad(f"“{table.name('versions')}”中的 {day} 不是这部法规的文本", "versions")
    return tuple(days)
