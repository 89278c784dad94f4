"""Files of a corpus that someone sent: XML and TOML that ask for too much are refused by name and at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from compendium.akn import BadXml, parse_act, read, write_act
from compendium.amending.statements import load_statements
from compendium.law.act import Cell, Para, Table
from compendium.library.config import load_config
from compendium.library.staff_tables import read_disclosure, read_standards
from compendium.querying.synonyms import load_synonyms
from compendium.system.toml_table import MOST_BYTES, BadConfig, read_file, read_toml
from tests.builders import act, article, named

_AKN = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">{}</akomaNtoso>'
_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "哈">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def _refusal(data: bytes, **how: bool) -> str:
    with pytest.raises(BadXml) as caught:
        parse_act(data, "甲/2020-01-01.xml", **how)
    assert str(caught.value).startswith("甲/2020-01-01.xml:")
    return str(caught.value)


@pytest.mark.parametrize("depth", [120, 250, 3_000, 200_000])
@pytest.mark.parametrize("is_valid", [False, True])
def test_xml_nested_without_end_is_refused(depth: int, is_valid: bool) -> None:
    data = _AKN.format("<act>" * depth + "</act>" * depth).encode()
    assert "一层套一层" in _refusal(data, is_valid=is_valid)


def test_xml_of_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MOST_TAGS", 1_000)
    assert "大得不合情理" in _refusal(_AKN.format("<p/>" * 2_000).encode())


def test_large_xml_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MOST_BYTES", 10_000)
    assert "大得不合情理" in _refusal(_AKN.format("甲" * 10_000).encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{_LAUGHS}{_AKN.format("&a9;")}'
    assert "DOCTYPE" in _refusal(text.encode(encoding))


def _spanning(span: str) -> bytes:
    table = Table(((Cell((Para(("甲",)),), colspan=2), Cell((Para(("乙",)),))),))
    value = act(article(1, "甲。"))
    body = value.body[0]
    paragraph = named(body.children[0], blocks=(Para(("甲。",)), table))  # type: ignore[arg-type]
    value = named(value, body=(named(body, children=(paragraph,)),))  # type: ignore[arg-type]
    return write_act(value).replace(b'colspan="2"', f'colspan="{span}"'.encode())


def test_a_cell_may_span_columns_but_not_without_end() -> None:
    assert parse_act(_spanning("2"), "甲")
    for span in ("1000000000", "9" * 5000):
        assert "colspan" in _refusal(_spanning(span))


# ---- TOML

_DEEP = {
    "列表": "a = " + "[" * 5_000 + "]" * 5_000,
    "表": "a = " + "{a = " * 5_000 + "1" + "}" * 5_000,
    "名称": "a" + ".a" * 50_000 + " = 1",
    "表头": "[a" + ".a" * 50_000 + "]",
    "行内名称": "b = {a" + ".a" * 50_000 + " = 1}",
    "加引号的名称": '"a"' + '."a"' * 50_000 + " = 1",
    "数字": "a = " + "9" * 5_000,
    "大小": "#" * (MOST_BYTES + 1),
    "空白": "[" + " " * 500_000 + "x",
    "空白和字": "[" + "a " * 200_000,
}
_READERS: dict[str, Callable[[bytes], object]] = {
    "corpus.toml": load_config,
    "synonyms.toml": load_synonyms,
    "standards.toml": read_standards,
    "disclosure.toml": read_disclosure,
    "说明.toml": lambda data: load_statements(data, "说明.toml", "关于修改甲的决定"),
}


@pytest.mark.parametrize("name", _DEEP)
def test_toml_that_asks_for_too_much_is_refused_at_once(name: str) -> None:
    started = time.monotonic()
    with pytest.raises(BadConfig) as caught:
        read_toml(_DEEP[name].encode(), "某.toml")
    assert str(caught.value).startswith("某.toml")
    assert len(str(caught.value)) < 300
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("file", _READERS)
@pytest.mark.parametrize("name", ["列表", "名称", "大小"])
def test_every_table_of_a_corpus_is_read_that_way(file: str, name: str) -> None:
    with pytest.raises(BadConfig, match=file):
        _READERS[file](_DEEP[name].encode())


def test_a_scheme_of_many_ranks_is_refused_not_walked() -> None:
    ranks = "\n".join(f'[[scheme{".children" * n}]]\nname = "甲"\nid = "a{n}"' for n in range(60))
    with pytest.raises(BadConfig):
        load_config(f'title = "甲"\nlocality = "cn-sh"\n{ranks}\n'.encode())


def test_long_prose_is_no_long_name() -> None:
    words = "A. b. c. " * 15 + "……" + ".." * 20
    assert read_toml(f'a = "{words}"\n'.encode()).text("a") == words


def test_no_more_of_a_file_is_read_than_tells_that_it_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "大.toml"
    with path.open("wb") as stream:
        stream.truncate(40 * 1024**3)
    assert len(read_file(path)) == MOST_BYTES + 1


def test_more_parts_than_numbers_are_written_for_are_refused() -> None:
    value = act(article(1, *("甲。" for _ in range(15_050))))
    assert "超过 15000 个" in _refusal(write_act(value))
