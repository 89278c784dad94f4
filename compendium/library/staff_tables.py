"""The tables that staff keep beside the texts of a corpus, read and held against it.

- Addresses that staff write into any of them.
- interpretations.toml: 解读材料 of a work, beside its versions: texts, pictures, videos, told in words.
- standards.toml: technical standards and the acts that rely on them.
- disclosure.toml: 政务公开标准目录, what a body makes public, under which duty, with a link to each matter
  (政府信息公开条例 第十二条、第十九条至第二十一条; 国办发〔2019〕54号 on 标准目录).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from compendium.law.identifiers import CorpusPath, Folder
from compendium.law.names import folder_of, quoted
from compendium.library.catalog import Catalog, UnknownWork, Work
from compendium.system.toml_table import BadConfig, Table, read_toml

_OUTSIDE = re.compile(r"https?://[^\s<>\"]+")
_INSIDE = re.compile(r"(?!/)(?!.*\.\.)[^\s<>\":]+")


def outside_link(table: Table, key: str) -> str:
    """Read an address on another site, which opens with a click."""
    return table.text(key, form=_OUTSIDE, like="https://example.gov.cn/…")


def any_link(table: Table, key: str) -> str:
    """Read an address on another site, or one in the edition, relative to its root."""
    value = table.text(key)
    if value and not _OUTSIDE.fullmatch(value) and not _INSIDE.fullmatch(value):
        raise table.bad(
            f"“{table.name(key)}”的值“{value}”不是网址，应当以 https:// 开头，"
            "或者是本站之内的地址，如 lists/index.html",
            key,
        )
    return value


def is_outside(link: str) -> bool:
    """Tell whether an address leads to another site."""
    return bool(_OUTSIDE.fullmatch(link))


INTERPRETATIONS_FILE = "interpretations.toml"
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
VIDEOS = (".mp4", ".webm")
_MEDIA = re.compile(r"media/[^/\s]+")


class Form(StrEnum):
    """The forms in which the material speaks."""

    TEXT = "文字"
    QUESTIONS = "问答"
    PICTURE = "图解"
    VIDEO = "视频"
    BRIEFING = "新闻发布会"
    INTERVIEW = "专家访谈"


@dataclass(frozen=True, slots=True, kw_only=True)
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
    data: bytes, file: CorpusPath, held: Collection[CorpusPath], versions: Collection[date]
) -> tuple[Interpretation, ...]:
    """Read the table of a work, or refuse it with the file and the line.

    Args:
        held: the files of the corpus, by path.
        versions: the days that name the work's versions.
    """
    table = read_toml(data, file)
    table.only(("interpretation",))
    folder = folder_of(file)
    return tuple(_one(item, folder, held, versions) for item in table.tables("interpretation"))


def _one(
    table: Table, folder: Folder, held: Collection[CorpusPath], versions: Collection[date]
) -> Interpretation:
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
        title=title,
        form=Form(form),
        day=day,
        author=table.text("author"),
        text=text,
        file=media,
        alt=alt,
        link=link,
        versions=_versions(table, versions),
        line=table.line("title"),
    )


def _media(table: Table, folder: Folder, held: Collection[CorpusPath]) -> tuple[str, str]:
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


STANDARDS_FILE = CorpusPath("standards.toml")
_NUMBER = re.compile(
    r"[A-Z]{1,6}[0-9]*(?:/[A-Z]{1,6})?(?:/Z)? ?[A-Z]?[0-9][0-9.]*(?:[-—–][0-9]{2,4})?(?:/[^\s]+)?"
)


class StandardStatus(StrEnum):
    """How a standard stands."""

    CURRENT = "现行"
    TO_COME = "即将实施"
    WITHDRAWN = "废止"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A standard: GB/T 7714-2015; `regulations` are the titles or folders of the acts that rely on it."""

    number: str
    title: str
    status: StandardStatus
    link: str
    regulations: tuple[str, ...] = ()
    replaced_by: str = ""
    note: str = ""
    line: int = 0
    file: str = STANDARDS_FILE

    @property
    def family(self) -> str:
        """The letters that begin its number: GB/T, DB31/T.

        >>> current = StandardStatus.CURRENT
        >>> Standard(number="DB31/T 1-2020", title="", status=current, link="").family
        'DB31/T'
        """
        return re.split(r"[ ]|(?<=[A-Z])(?=[0-9.]+[-—–])", self.number, maxsplit=1)[0]


def read_standards(data: bytes, file: str = STANDARDS_FILE) -> tuple[Standard, ...]:
    """Read the table, or refuse it with the file and the line."""
    table = read_toml(data, file)
    table.only(("standard",))
    found: dict[str, Standard] = {}
    for item in table.tables("standard"):
        standard = _standard(item)
        if before := found.get(standard_key(standard.number)):
            raise item.bad(f"标准 {standard.number} 已经写在第 {before.line} 行，一个标准只写一次", "number")
        found[standard_key(standard.number)] = standard
    return tuple(found.values())


def standard_key(number: str) -> str:
    """Reduce a number to the form in which it is compared, without spaces and the kind of dash.

    >>> standard_key("GB/T 7714—2015") == standard_key("GB/T7714-2015")
    True
    """
    return re.sub(r"[-—–]", "-", "".join(number.split()))


def _standard(table: Table) -> Standard:
    table.only(("number", "title", "status", "link", "regulations", "replaced_by", "note"))
    number = table.text("number", required=True, form=_NUMBER, like="GB/T 7714-2015")
    title = table.text("title", required=True).strip()
    status = table.text("status") or StandardStatus.CURRENT.value
    if status not in [item.value for item in StandardStatus]:
        known = "、".join(item.value for item in StandardStatus)
        raise table.bad(f"“{table.name('status')}”的值“{status}”不对，可用的有：{known}", "status")
    link = outside_link(table, "link")
    if not link:
        raise table.bad(f"标准{quoted(title)}没有写“{table.name('link')}”，标准目录要能一键查阅", "link")
    return Standard(
        number=number,
        title=title,
        status=StandardStatus(status),
        link=link,
        regulations=table.texts("regulations"),
        replaced_by=table.text("replaced_by", form=_NUMBER, like="GB/T 7714-2025"),
        note=table.text("note"),
        line=table.line("number"),
        file=table.file,
    )


DISCLOSURE_FILE = CorpusPath("disclosure.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """A matter that is made public. `link` opens it at once; it may lead into the edition."""

    category: str
    matter: str
    content: str
    basis: str
    deadline: str
    body: str
    channel: str
    link: str
    line: int = 0


def read_disclosure(data: bytes, file: str = DISCLOSURE_FILE) -> tuple[Disclosed, ...]:
    """Read the table, or refuse it with the file and the line."""
    table = read_toml(data, file)
    table.only(("item",))
    found: dict[tuple[str, str], Disclosed] = {}
    for each in table.tables("item"):
        item = _item(each)
        if before := found.get((item.category, item.matter)):
            raise each.bad(f"“{item.category}”之下的“{item.matter}”已经写在第 {before.line} 行", "matter")
        found[item.category, item.matter] = item
    return tuple(found.values())


def _item(table: Table) -> Disclosed:
    table.only(("category", "matter", "content", "basis", "deadline", "body", "channel", "link"))
    link = any_link(table, "link")
    if not link:
        raise table.bad(f"“{table.name('link')}”必须填写，目录要能一键查阅", "link")
    return Disclosed(
        category=table.text("category", required=True).strip(),
        matter=table.text("matter", required=True).strip(),
        content=table.text("content"),
        basis=table.text("basis"),
        deadline=table.text("deadline"),
        body=table.text("body"),
        channel=table.text("channel"),
        link=link,
        line=table.line("matter"),
    )


@dataclass(frozen=True, slots=True)
class Companions:
    """What there is beside the texts; `relying` are the works that rely on a standard, by its number,
    `interpretations` those of each work, by its folder."""

    standards: tuple[Standard, ...] = ()
    relying: Mapping[str, tuple[Work, ...]] = field(default_factory=dict)
    disclosed: tuple[Disclosed, ...] = ()
    interpretations: Mapping[Folder, tuple[Interpretation, ...]] = field(default_factory=dict)


def read_companions(catalog: Catalog) -> Companions:
    """Read every table of the corpus.

    Raises:
        BadConfig: one can't be used; the file and the line are named.
    """
    files = catalog.files
    held = frozenset(files.paths())
    standards = read_standards(files.read(STANDARDS_FILE)) if STANDARDS_FILE in held else ()
    disclosed = read_disclosure(files.read(DISCLOSURE_FILE)) if DISCLOSURE_FILE in held else ()
    relying = {
        item.number: tuple(_work(catalog, item, name) for name in item.regulations) for item in standards
    }
    interpretations = {}
    folders = {work.folder: work for work in catalog.works}
    for path in sorted(held):
        if path.rpartition("/")[2] == INTERPRETATIONS_FILE:
            folder = folder_of(path)
            if folder not in folders:
                raise BadConfig("所在的文件夹里没有法规的文本，解读材料要放在法规的文件夹里", 0, path)
            days = [facts.date for facts in folders[folder].expressions]
            interpretations[folder] = read_interpretations(files.read(path), path, held, days)
    return Companions(standards, relying, disclosed, interpretations)


def _work(catalog: Catalog, standard: Standard, name: str) -> Work:
    """The work that a table names by title or folder."""
    try:
        return catalog.find(name)
    except UnknownWork as error:
        raise BadConfig(f"标准 {standard.number}：{error}", standard.line, standard.file) from None
