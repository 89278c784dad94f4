"""corpus.toml: who publishes, under which names, in which order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields

from compendium.toml_table import BadConfig, Table, read_toml

__all__ = ["BadConfig", "Category", "CorpusConfig", "Issuer", "default_config_text", "load_config"]

_LEVELS = ("编", "章", "节")
_LOCALITY = re.compile(r"[a-z]{2}(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{3}")
_ID = re.compile(r"\w[\w.-]*")


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues acts; `id` is its part of a URI."""

    name: str
    short_names: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A 编, 章 or 节 of the scheme by which the texts are grouped."""

    id: str
    title: str
    children: tuple[Category, ...] = ()

    def walk(self) -> Iterator[Category]:
        """This category and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
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
    print: Mapping[str, object] = field(default_factory=dict)
    web: Mapping[str, object] = field(default_factory=dict)

    def categories(self) -> Iterator[Category]:
        """Every category of the scheme, in order."""
        for category in self.scheme:
            yield from category.walk()


def load_config(data: bytes) -> CorpusConfig:
    """Read corpus.toml, or refuse it with the key and the line."""
    table = read_toml(data)
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
        print=table.plain("print"),
        web=table.plain("web"),
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
    """The corpus.toml of a new corpus, explained for those who keep it."""
    text = _DEFAULT.replace("{title}", _quoted(title)).replace("{locality}", _quoted(locality))
    return text.replace("{place}", _quoted(place))


_DEFAULT = """\
# 法规库的设置。井号之后是说明，改动等号右边的内容即可；文件须存为 UTF-8 编码。

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

# 印刷的设置，由排印程序读取。
[print]

# 网站的设置，由网站程序读取。
[web]
"""
