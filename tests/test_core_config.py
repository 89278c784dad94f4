"""corpus.toml: what it may say, and how it is refused."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.library.config import (
    BadConfig,
    Category,
    CorpusConfig,
    Issuer,
    PrintConfig,
    WebConfig,
    default_config_text,
    load_config,
)

WHOLE = """\
title = "某市城市法规全书"
publisher = "某市司法局"
base_url = "https://fagui.example.cn/quanshu"
locality = "cn-sh"
languages = ["zho", "eng"]

[[issuers]]
name = "某市人民代表大会常务委员会"
short_names = ["市人大常委会", "人大常委会"]
id = "renda"

[[issuers]]
name = "某市人民政府"

[[scheme]]
id = "shimin"
title = "市民"
[[scheme.children]]
id = "juzhu"
title = "居住"
[[scheme.children.children]]
id = "wuye"
title = "物业"

[[scheme]]
id = "qiye"
title = "企业"

[print]
edition = "第3版"
[web]
forms = ["xml", "pdf"]
english_title = "Laws"
"""


def test_whole_file() -> None:
    config = load_config(WHOLE.encode())
    assert config.title == "某市城市法规全书"
    assert config.publisher == "某市司法局"
    assert config.base_url == "https://fagui.example.cn/quanshu"
    assert config.locality == "cn-sh"
    assert config.languages == ("zho", "eng")
    assert config.issuers == (
        Issuer("某市人民代表大会常务委员会", ("市人大常委会", "人大常委会"), "renda"),
        Issuer("某市人民政府"),
    )
    homes = Category("juzhu", "居住", (Category("wuye", "物业"),))
    assert config.scheme == (Category("shimin", "市民", (homes,)), Category("qiye", "企业"))
    assert [category.id for category in config.categories()] == ["shimin", "juzhu", "wuye", "qiye"]
    assert config.print == PrintConfig(edition="第3版")
    assert config.web == WebConfig(("xml", "pdf"), "Laws")


def test_only_title_and_locality_are_needed() -> None:
    config = load_config(b'title = "x"\nlocality = "cn"\n')
    assert (config.languages, config.issuers, config.scheme, config.web) == (("zho",), (), (), WebConfig())


def test_a_mark_before_the_text_and_crlf_are_taken() -> None:
    assert load_config(b'\xef\xbb\xbftitle = "x"\r\nlocality = "cn"\r\n').title == "x"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('publisher = "某市司法局"', 'publihser = "某市司法局"', 2, "不认识“publihser”"),
        ('publisher = "某市司法局"', "publisher = 3", 2, "“publisher”应当是文字"),
        ('title = "某市城市法规全书"', "", 0, "“title”必须填写"),
        ('title = "某市城市法规全书"', 'title = " "', 1, "“title”必须填写"),
        ('locality = "cn-sh"', 'locality = "CN/SH"', 4, "cn-sh"),
        ('base_url = "https://fagui.example.cn/quanshu"', 'base_url = "fagui"', 3, "“base_url”"),
        ('["zho", "eng"]', '"zho"', 5, "“languages”应当是列表"),
        ('["zho", "eng"]', '["zho", 1]', 5, "“languages”的各项"),
        ('["zho", "eng"]', '["zho", "english"]', 5, "english"),
        ('id = "renda"', 'code = "renda"', 10, "不认识“issuers.第 1 项.code”"),
        ('name = "某市人民政府"', "", 12, "“issuers.第 2 项.name”必须填写"),
        ('name = "某市人民政府"', 'name = "某市人民代表大会常务委员会"', 0, "发文机关名称重复"),
        ('id = "wuye"', 'id = "shimin"', 0, "分类 id重复：shimin"),
        ('id = "wuye"', 'id = "a b"', 22, "“scheme.第 1 项.children.第 1 项.children.第 1 项.id”"),
        ('title = "企业"', "title = true", 27, "“scheme.第 2 项.title”应当是文字"),
        ('title = "物业"', 'title = "物业"\nchildren = [{ id = "a", title = "b" }]', 24, "三级"),
        ('[print]\nedition = "第3版"', "[[print]]", 29, "“print”应当是表"),
        ('edition = "第3版"', "paper = a5", 30, "不合 TOML 语法"),
    ],
)
def test_refusals_name_key_and_line(old: str, new: str, line: int, words: str) -> None:
    assert old in WHOLE
    with pytest.raises(BadConfig) as caught:
        load_config(WHOLE.replace(old, new, 1).encode())
    assert words in str(caught.value)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"corpus.toml:{line}: " if line else "corpus.toml: ")


def test_a_list_of_words_where_tables_belong() -> None:
    with pytest.raises(BadConfig, match=r"corpus.toml:3: “issuers”的各项都应当是表"):
        load_config('title = "x"\nlocality = "cn"\nissuers = ["市政府"]\n'.encode())


def test_another_encoding() -> None:
    with pytest.raises(BadConfig, match=r"corpus.toml:2: 不是 UTF-8"):
        load_config(b"# x\n" + 'title = "法规"'.encode("gb18030"))


def test_an_unfinished_file() -> None:
    with pytest.raises(BadConfig, match="不合 TOML 语法"):
        load_config(b'title = """x')


@given(st.text().filter(lambda text: text.strip() and not any("\ud800" <= c <= "\udfff" for c in text)))
def test_default_text_keeps_any_title(title: str) -> None:
    config = load_config(default_config_text(title=title, locality="cn-bj").encode())
    assert (config.title, config.locality) == (title, "cn-bj")


def test_default_text_explains_every_key() -> None:
    text = default_config_text()
    config = load_config(text.encode())
    assert [category.title for category in config.scheme] == ["市民", "企业", "政府"]
    for field in fields(CorpusConfig):
        assert field.name in text
    keys = [i for i, line in enumerate(text.splitlines()) if " = " in line and line[:1].islower()]
    explained = [text.splitlines()[i - 1].startswith(("#", "[[scheme]]", "id = ")) for i in keys]
    assert all(explained)


def test_print_settings_are_read_and_refused_by_line() -> None:
    head = 'title = "甲"\nlocality = "cn-hp"\n[print]\n'
    read = load_config(f'{head}cip = ["一", "二"]\nlast_edition = 2020-01-01\n'.encode()).print
    assert (read.cip, read.last_edition) == (("一", "二"), date(2020, 1, 1))
    for line in ('amendment_notes = "是"', "foreword = 3", 'colour = "红"', "last_edition = 2020"):
        with pytest.raises(BadConfig, match=r"corpus\.toml:4"):
            load_config(f"{head}{line}\n".encode())
