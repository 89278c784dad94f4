"""corpus.toml: in which format the corpus is, who publishes, under which names, in which order.

Its tables: [print], what the book says of itself; [publish], where editions go, how long signatures hold and
who is told; [web], what the web edition holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from compendium.store import formats
from compendium.store.formats import STATED, stated_format
from compendium.system.toml_table import BadConfig, Table, read_toml

SIZES = ("16开", "A4", "大字")
"""185 × 260 mm, A4, and large print on A4."""
_VOLUMES = re.compile("编|[1-9][0-9]?")
_NUMBERS = re.compile("连续|分册")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintConfig:
    """What stands on the pages around the text; what is empty is left out or written by the program.

    `edition` is the 版次, `printing` the 印次; `colophon` are further lines of the imprint, each as it is to
    stand. `foreword` (出版说明) and `notes` (编辑凡例) are paragraphs. `last_edition` is the day to which the
    last edition was complete: the book lists what has changed since. `amendment_notes` prints under each
    amended provision by which decision it was amended.

    `size` is the format of the pages, one of SIZES; `bleed` leaves room to trim and prints crop marks;
    `volumes` is how many volumes there are, or 编 for one each; `page_numbers` run on or begin anew;
    `loose_leaf` begins every regulation on a leaf of its own.
    """

    subtitle: str = ""
    edition: str = ""
    printing: str = ""
    editor: str = ""
    press: str = ""
    isbn: str = ""
    cip: tuple[str, ...] = ()
    colophon: tuple[str, ...] = ()
    foreword: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    last_edition: date | None = None
    amendment_notes: bool = False
    size: str = "16开"
    bleed: bool = False
    volumes: str = "1"
    page_numbers: str = "连续"
    loose_leaf: bool = False


def print_config(table: Table) -> PrintConfig:
    """Read [print], or refuse it with the key and the line."""
    table.only(tuple(each.name for each in fields(PrintConfig)))
    return PrintConfig(
        subtitle=table.text("subtitle"),
        edition=table.text("edition"),
        printing=table.text("printing"),
        editor=table.text("editor"),
        press=table.text("press"),
        isbn=table.text("isbn"),
        cip=table.texts("cip"),
        colophon=table.texts("colophon"),
        foreword=table.texts("foreword"),
        notes=table.texts("notes"),
        last_edition=table.day("last_edition"),
        amendment_notes=table.flag("amendment_notes"),
        size=table.text("size", form=re.compile("|".join(SIZES)), like="、".join(SIZES)) or SIZES[0],
        bleed=table.flag("bleed"),
        volumes=table.text("volumes", form=_VOLUMES, like="3 或者 编") or "1",
        loose_leaf=table.flag("loose_leaf"),
        page_numbers=table.text("page_numbers", form=_NUMBERS, like="连续 或者 分册") or "连续",
    )


_URL = re.compile(r"https?://[^\s#]+")
_TARGET = re.compile(r"[a-z][a-z0-9-]*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DESTINATION = re.compile(r"\S(.*\S)?")
_SECRETS = re.compile(r"secret|password|passwd|token|(^|_)key$", re.IGNORECASE)
_DAYS = {"timestamp_days": (7, 90), "snapshot_days": (30, 365), "targets_days": (90, 730)}


@dataclass(frozen=True, slots=True)
class Hook:
    """A receiver of word of a new edition: a command, or an address that gets a signed message."""

    command: tuple[str, ...] = ()
    webhook: str = ""
    secret_env: str = ""
    secret_file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishConfig:
    """What [publish] says; `options` go to the library that reaches the bucket."""

    destination: str = ""
    targets: tuple[str, ...] = ("web",)
    keep: int = 0
    timestamp_days: int = 7
    snapshot_days: int = 30
    targets_days: int = 90
    hub: str = ""
    topics: tuple[str, ...] = ("feed/atom.xml",)
    options: Mapping[str, object] = field(default_factory=dict)
    hooks: tuple[Hook, ...] = ()


def publish_config(table: Table) -> PublishConfig:
    """Read [publish], or refuse it with the key and the line."""
    table.only(tuple(each.name for each in fields(PublishConfig)))
    days = {key: table.number(key, usual, 1, most) for key, (usual, most) in _DAYS.items()}
    options = table.plain("options")
    for key in options:
        if _SECRETS.search(key):
            raise table.bad(
                f"“{table.name('options')}.{key}”看来是密钥，不能写在法规库里；请用环境变量给出", "options"
            )
    return PublishConfig(
        destination=table.text("destination", form=_DESTINATION, like="/srv/fagui 或 s3://桶/目录"),
        targets=table.texts("targets", form=_TARGET, like="web") or ("web",),
        keep=table.number("keep", 0, 0, 100_000),
        hub=table.text("hub", form=_URL, like="https://hub.example.cn/"),
        topics=table.texts("topics") or ("feed/atom.xml",),
        options=options,
        hooks=tuple(_hook(item) for item in table.tables("hooks")),
        **days,
    )


def _hook(table: Table) -> Hook:
    """Read one of [[publish.hooks]]."""
    if "secret" in table.values:
        raise table.bad(
            "密钥不能写在法规库里；请用 secret_env 指明环境变量，或用 secret_file 指明文件", "secret"
        )
    table.only(tuple(each.name for each in fields(Hook)))
    hook = Hook(
        table.texts("command"),
        table.text("webhook", form=_URL, like="https://example.gov.cn/hook"),
        table.text("secret_env", form=_NAME, like="FAGUI_HOOK_SECRET"),
        table.text("secret_file"),
    )
    if bool(hook.command) == bool(hook.webhook):
        raise table.bad("每个 hooks 写 command 或 webhook 中的一个")
    if hook.webhook and bool(hook.secret_env) == bool(hook.secret_file):
        raise table.bad(
            "webhook 要有密钥：secret_env（环境变量的名称）或 secret_file（文件）写一个", "webhook"
        )
    return hook


FORMS = ("xml", "json", "txt", "md", "docx", "epub", "pdf")
"""The forms in which a version can be published, in the order in which pages name them."""


@dataclass(frozen=True, slots=True)
class WebConfig:
    """What the web edition holds: the forms of a version that can be downloaded, and its English names."""

    forms: tuple[str, ...] = FORMS
    english_title: str = ""
    english_publisher: str = ""


def web_config(table: Table) -> WebConfig:
    """Read [web], or refuse it with the key and the line."""
    table.only(_names(WebConfig))
    for form in table.texts("forms"):
        if form not in FORMS:
            raise table.bad(
                f"“{table.name('forms')}”中的“{form}”不是可以生成的形式，可用的有：{'、'.join(FORMS)}",
                "forms",
            )
    return WebConfig(
        forms=table.texts("forms") if "forms" in table.values else FORMS,
        english_title=table.text("english_title"),
        english_publisher=table.text("english_publisher"),
    )


__all__ = [
    "BadConfig",
    "Category",
    "CorpusConfig",
    "FeedConfig",
    "Issuer",
    "default_config_text",
    "load_config",
]

_LEVELS = ("编", "章", "节")
_LOCALITY = re.compile(r"[a-z]{2}(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{3}")
_TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*,[0-9]{4}(-[0-9]{2}){0,2}")
_ID = re.compile(r"\w[\w.-]*")


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues acts; `id` is its part of a URI."""

    name: str
    short_names: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A 编, 章 or 节 of the scheme by which the texts are grouped; `english` is for the pages in English."""

    id: str
    title: str
    children: tuple[Category, ...] = ()
    english: str = ""

    def walk(self) -> Iterator[Category]:
        """Walk this category and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class FeedConfig:
    """How feeds name their entries: `tag` is the authority of RFC 4151, by default the host of the site."""

    tag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusConfig:
    """What corpus.toml says. The first language is the one in which the texts are law."""

    title: str
    locality: str
    place: str = ""
    publisher: str = ""
    base_url: str = ""
    languages: tuple[str, ...] = ("zho",)
    issuers: tuple[Issuer, ...] = ()
    scheme: tuple[Category, ...] = ()
    print: PrintConfig = PrintConfig()
    web: WebConfig = WebConfig()
    publish: PublishConfig = field(default_factory=PublishConfig)
    feed: FeedConfig = FeedConfig()
    format: int = 1

    def categories(self) -> Iterator[Category]:
        """Every category of the scheme, in order."""
        for category in self.scheme:
            yield from category.walk()


def load_config(data: bytes) -> CorpusConfig:
    """Read corpus.toml, or refuse it with the key and the line."""
    table = read_toml(data)
    format_ = stated_format(table)  # before its keys are looked at: a later program may have new ones
    table.only(_names(CorpusConfig))
    config = CorpusConfig(
        title=table.text("title", required=True),
        locality=table.text("locality", required=True, form=_LOCALITY, like="cn-sh"),
        place=table.text("place"),
        publisher=table.text("publisher"),
        base_url=table.text(
            "base_url", form=re.compile(r"https?://[^\s?#]+"), like="https://example.gov.cn/fagui"
        ),
        languages=table.texts("languages", form=_LANGUAGE, like="zho") or ("zho",),
        issuers=tuple(_issuer(item) for item in table.tables("issuers")),
        scheme=tuple(_category(item, 0) for item in table.tables("scheme")),
        print=print_config(table.table("print")),
        web=web_config(table.table("web")),
        publish=publish_config(table.table("publish")),
        feed=_feed(table.table("feed")),
        format=format_,
    )
    _refuse_repeated("发文机关名称", [issuer.name for issuer in config.issuers])
    _refuse_repeated("发文机关 id", [issuer.id for issuer in config.issuers if issuer.id])
    _refuse_repeated("分类 id", [category.id for category in config.categories()])
    return config


def _issuer(table: Table) -> Issuer:
    """Read one of [[issuers]]."""
    table.only(_names(Issuer))
    name = table.text("name", required=True)
    return Issuer(name, table.texts("short_names"), table.text("id", form=_ID, like="shi-renda"))


def _feed(table: Table) -> FeedConfig:
    """Read [feed]."""
    table.only(_names(FeedConfig))
    return FeedConfig(table.text("tag", form=_TAG, like="fagui.example.gov.cn,2026"))


def _category(table: Table, depth: int) -> Category:
    """Read one of [[scheme]] and what stands below it."""
    table.only(_names(Category))
    children = table.tables("children")
    if children and depth + 1 == len(_LEVELS):
        raise BadConfig(f"“{table.name('children')}”过深，分类只有编、章、节三级", table.line("children"))
    return Category(
        table.text("id", required=True, form=_ID, like="shimin"),
        table.text("title", required=True),
        tuple(_category(child, depth + 1) for child in children),
        table.text("english"),
    )


def _names(kind: type) -> tuple[str, ...]:
    """The keys that a table may have: the fields of what is made of it."""
    return tuple(each.name for each in fields(kind))


def _refuse_repeated(what: str, values: list[str]) -> None:
    """Refuse a name that stands for two things."""
    repeated = sorted({value for value in values if values.count(value) > 1})
    if repeated:
        raise BadConfig(f"{what}重复：{'、'.join(repeated)}")


def _quoted(text: str) -> str:
    """A TOML string; JSON writes the same but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def default_config_text(title: str = "城市法规全书", locality: str = "cn-sh", place: str = "") -> str:
    """Write the corpus.toml of a new corpus, explained for those who keep it."""
    text = (
        _DEFAULT.replace("{stated}", STATED.format(format=formats.FORMAT))
        .replace("{title}", _quoted(title))
        .replace("{locality}", _quoted(locality))
    )
    return text.replace("{place}", _quoted(place))


_DEFAULT = """\
# 法规库的设置。井号之后是说明，改动等号右边的内容即可；文件须存为 UTF-8 编码。

{stated}
# 书名，印在封面、网页标题和订阅源上。
title = {title}

# 地域代码，用在每部法规的永久网址里（cn 加省、市代码）。发布之后不要再改。
locality = {locality}

# 本地地名，如“上海市”。它在几乎每个标题的开头，所以法规的目录名里省去它。
place = {place}

# 发布机构，印在版权页和网页页脚。
publisher = ""

# 网站的地址，以 https:// 开头；订阅源和永久链接以它为准。没有网站可以留空。
base_url = ""

# 文本的语言。第一种是有法律效力的文本，其余是译本：zho 中文，eng 英文。
languages = ["zho"]

# 发文机关，每个机关一段。
#   name        全称，与法规题注中的写法一致
#   short_names 简称，可以有几个，也可以不写
#   id          网址里的代号，用小写字母和连字符，可以不写
#
# [[issuers]]
# name = "某市人民代表大会常务委员会"
# short_names = ["市人大常委会"]
# id = "shi-renda-changweihui"

# 分类：编、章、节，书和网站的目录按此排列。
#   id    代号，法规文件用它注明归类，不得重复；发布之后不要再改
#   title 目录里的标题
#   english 英文页面上的标题，可以不写
# 编写作 [[scheme]]，其下的章写作 [[scheme.children]]，章下的节写作 [[scheme.children.children]]。

[[scheme]]
id = "shimin"
title = "市民"

[[scheme]]
id = "qiye"
title = "企业"

[[scheme]]
id = "zhengfu"
title = "政府"

# 印刷的设置。没有写的，书中就不印，或由程序按法规库的内容写出。
#   subtitle        副书名，如“（2026年版）”
#   edition         版次，如“2026年12月第1版”；printing 印次，如“2026年12月第1次印刷”
#   editor          编者；press 出版者，不写时用 publisher
#   isbn            书号；cip 图书在版编目数据，一行一项
#   colophon        版权页上的其他内容（开本、字数、定价……），一行一项
#   foreword        出版说明，一段一项；notes 编辑凡例，一条一项，不写时由程序写出
#   last_edition    上一版的截至日期，写成 2026-01-01 的样子；书后据此列出变动
#   amendment_notes 为 true 时，在修改过的条文下注明修改它的决定
[print]

# 网站的设置，由网站程序读取。
#   forms             每个文本有哪些形式可以下载，不写就是全部：
#                     ["xml", "json", "txt", "md", "docx", "epub", "pdf"]；XML 总是有的
#   english_title     英文页面上的书名，可以不写
#   english_publisher 英文页面上的发布机构，可以不写
[web]

# 订阅源的设置。
#   tag  条目永久编号的开头，写成“域名,年份”，如 fagui.example.gov.cn,2026；
#        不写时取网站地址的域名。域名要换的，换之前把原来的写在这里。发布之后不要再改
[feed]

# 发布的设置，由 compendium publish 读取。密钥、口令一律不写在这里。
#   destination    发布到哪里：目录（/srv/fagui）或存储桶（s3://桶/目录）
#   targets        发布哪些形式："web" 放在根目录，其余（如 "print"）各放一个子目录
#   keep           保留最近多少个版次；0 是全部保留
#   timestamp_days 签名多少天内有效；过期未续，读者会拒收
#   hub            WebSub 中心的地址，可以不写
# 每次发布之后要通知的，一个一段：
#
# [[publish.hooks]]
# webhook = "https://example.gov.cn/hook"
# secret_env = "FAGUI_HOOK_SECRET"
[publish]
"""
