"""The names of works, expressions and provisions: titles, FRBR URIs, eIds and wIds.

Titles: how they are compared and how they are set in 《》. URIs: Akoma Ntoso Naming Convention 1.0, section
4. An eId says where a provision stands now, a wId which provision it has always been: section 5 of the same,
with abbreviations of our own for levels where it has none. 条 are numbered through the whole act
(立法技术规范), so their eId does not name the 章.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import date

from compendium.law.act import Provision
from compendium.law.identifiers import NO_EID, NO_WID, CorpusPath, EId, Folder, Uri, WId
from compendium.law.kinds import HEADED, ActKind, Level
from compendium.law.numerals import DECIMAL, decimal_number, english_number, item_number, provision_number
from compendium.law.problems import CompendiumError

_NOISE = re.compile(r"[\s《》〈〉（）()“”\"'·,，、]+")


TITLE = r"《((?:[^《》]|《[^《》]*》)+)》"
"""A title in 《》, which may hold one more; its words are the group."""


def quoted(title: str) -> str:
    """Set a title in 《》, with 〈〉 for those inside it (GB/T 15834, 4.14).

    >>> quoted("关于修改《某条例》的决定")
    '《关于修改〈某条例〉的决定》'
    """
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def title_key(title: str) -> str:
    """Strip a title of what people write differently: spaces, brackets, quotation marks.

    >>> title_key("《 中国(上海)自由贸易试验区 条例》")
    '中国上海自由贸易试验区条例'
    """
    return _NOISE.sub("", title)


_NAME_END = "(?:条例|办法|规定|细则|规则|决定|解释|通知|通告|公告|批复|意见|法|规程|章程|制度|规范|标准|方案)"
_BARE_LISTED = re.compile(
    rf"([^，。；：《》、（）()\s][^，。；：《》]{{2,80}}?{_NAME_END}(?:[（(][^（）()]{{1,6}}[）)])?)"
    r"\s*[（(](?:[^（）()]|[（(](?:[^（）()]|[（(][^（）()]*[）)])*[）)])*[）)][。；，、]?"
    rf"|([^，。；：《》、（）()\s][^，。；：《》（）()]{{2,80}}{_NAME_END})[。；，、]?"
)


def bare_title(text: str) -> str:
    """Take the title without 《》 from a line of a list that holds a title and only its history in brackets.

    >>> bare_title("海浦市渡口办法（1992年7月25日发布）；"), bare_title("本决定自公布之日起施行。")
    ('海浦市渡口办法', '')
    """
    match = _BARE_LISTED.fullmatch(text.strip())
    return (match[1] or match[2]) if match else ""


_WORK = re.compile(
    r"""/akn/(?P<country>[a-z]{2})(?:-(?P<locality>[a-z0-9]+))?   # cn-sh
        /act/(?P<kind>[a-z-]+)                                    # the folder of the kind of act
        /(?P<year>[0-9]{4})                                       # the year that the work is known from
        /(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)                       # the title in pinyin
    """,
    re.VERBOSE,
)
LANGUAGE_SUFFIX = {"zho": "", "eng": ".en"}


class BadUri(CompendiumError):
    """Words that are no URI of a work."""

    def __init__(self, text: str) -> None:
        super().__init__(f"不是有效的法规地址：{text}（形如 /akn/cn-sh/act/difangxing-fagui/2020/slug）")


@dataclass(frozen=True, slots=True)
class WorkUri:
    """The parts of a work URI; `jurisdiction` is cn or cn-sh."""

    jurisdiction: str
    kind: ActKind
    year: int
    slug: str

    def __str__(self) -> str:
        return f"/akn/{self.jurisdiction}/act/{self.kind}/{self.year:04}/{self.slug}"

    @property
    def folder(self) -> Folder:
        """The work's folder in the corpus."""
        return Folder(f"{self.kind}/{self.slug}")


def parse_work_uri(text: str) -> WorkUri:
    """Read a work URI.

    >>> str(parse_work_uri("/akn/cn-sh/act/difangxing-fagui/2020/xiaofang-tiaoli"))
    '/akn/cn-sh/act/difangxing-fagui/2020/xiaofang-tiaoli'
    """
    match = _WORK.fullmatch(text)
    if not match:
        raise BadUri(text)
    try:
        kind = ActKind(match["kind"])
    except ValueError:
        raise BadUri(text) from None
    place = match["country"] + (f"-{match['locality']}" if match["locality"] else "")
    return WorkUri(place, kind, int(match["year"]), match["slug"])


def free_uri(wanted: WorkUri, taken: Container[Folder]) -> WorkUri:
    """Return the URI of a new work: the one wanted, or where its folder is taken the next with its year.

    >>> uri = parse_work_uri("/akn/cn-sh/act/falv/2020/mou-fa")
    >>> free_uri(uri, {"falv/mou-fa", "falv/mou-fa-2020"}).folder
    'falv/mou-fa-2020-2'
    """
    tails = ["", f"-{wanted.year}", *(f"-{wanted.year}-{n}" for n in range(2, 1000))]
    named = (replace(wanted, slug=wanted.slug + tail) for tail in tails)
    return next(uri for uri in named if uri.folder not in taken)


def expression_uri(work: Uri, language: str, day: date) -> Uri:
    """Return the URI of one expression: /akn/…/zho@2020-04-10."""
    return Uri(f"{work}/{language}@{day.isoformat()}")


def expression_path(work: Uri, language: str, day: date) -> CorpusPath:
    """Return the path of one expression's file, relative to the corpus."""
    uri = parse_work_uri(work)
    return CorpusPath(f"{uri.folder}/{day.isoformat()}{LANGUAGE_SUFFIX[language]}.xml")


def folder_of(path: CorpusPath) -> Folder:
    """Return the folder that a file of the corpus is in.

    >>> folder_of(CorpusPath("difangxing-fagui/xiaofang-tiaoli/2020-03-19.xml"))
    'difangxing-fagui/xiaofang-tiaoli'
    """
    return Folder(path.rpartition("/")[0])


def path_in(folder: Folder, name: str) -> CorpusPath:
    """Return the path of a file in the folder of a work; `name` may lead further down: media/x.png.

    >>> path_in(Folder("difangxing-fagui/xiaofang-tiaoli"), "media/x.png")
    'difangxing-fagui/xiaofang-tiaoli/media/x.png'
    """
    return CorpusPath(f"{folder}/{name}")


_PATH = re.compile(r"(?P<folder>[a-z-]+/[a-z0-9-]+)/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?P<lang>\.en)?\.xml")


def parse_expression_path(path: str) -> tuple[Folder, date, str] | None:
    """Read folder, day and language from an expression's path; None for any other file of the corpus.

    >>> parse_expression_path("difangxing-fagui/xiaofang-tiaoli/2020-03-19.xml")
    ('difangxing-fagui/xiaofang-tiaoli', datetime.date(2020, 3, 19), 'zho')
    """
    match = _PATH.fullmatch(path)
    if not match:
        return None
    try:
        day = date.fromisoformat(match["day"])
    except ValueError:
        return None
    return Folder(match["folder"]), day, "eng" if match["lang"] else "zho"


PREFIX = {
    Level.PART: "part",
    Level.SUBPART: "subpart",
    Level.CHAPTER: "chp",
    Level.SECTION: "sec",
    Level.LEVEL: "lvl",
    Level.ARTICLE: "art",
    Level.PARAGRAPH: "para",
    Level.POINT: "point",
    Level.INDENT: "indent",
    Level.SUBINDENT: "indent",
    Level.RECITAL: "preamble__p",
}
EID = re.compile(
    r"(?:[a-z]+_[0-9]+(?:-[0-9]+)*(?:x[0-9]+)?|preamble)(?:__[a-z]+_[0-9]+(?:-[0-9]+)*(?:x[0-9]+)?)*"
)
WID = re.compile(
    EID.pattern + r"(?:@[0-9]{4}-[0-9]{2}-[0-9]{2}(?:__[a-z]+_[0-9]+(?:-[0-9]+)*(?:x[0-9]+)?)*)*"
)
_NUMBERED_BY_PROVISION = HEADED | {Level.ARTICLE}


def number_of(level: Level, num: str) -> tuple[int, ...]:
    """Read the number that a provision prints, as integers; empty for a level without numbers.

    Raises:
        ValueError: the words are no number of that level.
    """
    if not num:
        return ()
    if level in _NUMBERED_BY_PROVISION:
        return english_number(num) if num.isascii() else provision_number(num)
    if DECIMAL.fullmatch(num.strip()):
        return decimal_number(num)
    return (item_number(num),)


def assign_ids(roots: tuple[Provision, ...], prefix: str = "") -> tuple[Provision, ...]:
    """Give every provision its eId, and the same as its wId; `prefix` is that of an attachment."""
    return _siblings(roots, prefix, prefix)


def _siblings(provisions: tuple[Provision, ...], parent: str, root: str) -> tuple[Provision, ...]:
    used: dict[EId, int] = {}
    counters: dict[Level, int] = {}
    out = []
    for provision in provisions:
        counters[provision.level] = counters.get(provision.level, 0) + 1
        number = number_of(provision.level, provision.num) or (counters[provision.level],)
        token = f"{PREFIX[provision.level]}_" + "-".join(map(str, number))
        base = root if provision.level is Level.ARTICLE else parent
        eid = EId(f"{base}__{token}" if base else token)
        used[eid] = used.get(eid, 0) + 1
        if used[eid] > 1:  # a repeated number in the source; `check` reports it, links still work
            eid = EId(f"{eid}x{used[eid]}")
        children = _siblings(provision.children, eid, root)
        out.append(replace(provision, eid=eid, wid=WId(eid), children=children))
    return tuple(out)


def repeated_ids(provisions: Iterable[Provision]) -> list[tuple[Provision, str]]:
    """List the provisions with an eId or a wId that one before them has, and which of the two."""
    out: list[tuple[Provision, str]] = []
    seen: set[EId | WId] = set()
    named: set[EId | WId] = set()
    for provision in provisions:
        for kind, value, held in (("eId", provision.eid, seen), ("wId", provision.wid, named)):
            if value in held:
                out.append((provision, kind))
            held.add(value)
    return out


def born_on(wid: WId | EId, day: date) -> WId:
    """Return the wId of a provision that entered on that day under a number that another has had before."""
    return WId(f"{wid}@{day.isoformat()}")


def with_wids(roots: tuple[Provision, ...], wids: dict[EId, WId]) -> tuple[Provision, ...]:
    """Set the wIds by eId; a provision not named takes its parent's with its own last step."""
    return tuple(_with_wids(root, NO_EID, NO_WID, wids) for root in roots)


def _with_wids(provision: Provision, parent_eid: EId, parent_wid: WId, wids: dict[EId, WId]) -> Provision:
    step = provision.eid.removeprefix(parent_eid) if parent_eid else provision.eid
    inherited = WId(parent_wid + step if step.startswith("__") else provision.eid)
    wid = wids.get(provision.eid, inherited)
    children = tuple(_with_wids(c, provision.eid, wid, wids) for c in provision.children)
    return replace(provision, wid=wid, children=children)


def enclosing_article(eid: EId) -> EId:
    """Return the eId of the 条 that a provision stands in."""
    steps = eid.split("__")
    for position in range(len(steps), 0, -1):
        if steps[position - 1].startswith("art_"):
            return EId("__".join(steps[:position]))
    return eid
