"""The browser's search against the domain: many queries made up at random; a corpus of many works."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from compendium.law.act import Act
from compendium.library.config import CorpusConfig
from compendium.querying import QueryError, parse_query, to_object
from compendium_build.edition.artifacts import Artifact
from compendium_build.edition.edition import Edition
from compendium_build.websearch import WebIndex, index_artifacts, text_artifacts
from tests.search_samples import catalog_of, files_of, make_act

playwright = pytest.importorskip("playwright.sync_api", reason="没有安装 playwright")
pytestmark = pytest.mark.browser

PARTS = (
    *("甲", "乙", "丙丁", "消防", "罚款", "非", "或", "NOT", "OR", "AND", "data", "ＡＢ１", "𠮷", "零", "İ"),
    *(" ", " ", " ", "　", "（", "）", "(", ")", "“", "”", '"', "＂", "-", "－", "*", "＊", ":", "："),
    *("近/3", "近／１２", "NEAR/200", "近/0", "近/", "标题:", "条文：", "发布机关:", "文号:", "Title:", "\n"),
    *(
        "number：",
        "第十条",
        "（一）",
        "、",
        "。",
        "\ud83d",
        "😀",
        "\\",
        "<b>",
        "%",
        "'",
        "ﬁ",
        "\u200b",
        "\x00",
    ),
)
"""What queries are made of; one is half of a character, as a broken form might send it."""


def _made_up(count: int) -> Iterator[str]:
    chance = random.Random(20)
    for _ in range(count):
        yield "".join(chance.choices(PARTS, k=chance.choice((1, 3, 5, 8, 12, 40))))


def _units(text: str) -> list[int]:
    """The UTF-16 code units of a text: halves of characters can't be sent as text."""
    data = text.encode("utf-16-le", "surrogatepass")
    return [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]


def _scripted(chromium: playwright.Browser, folder: Path) -> playwright.Page:
    """A page with the script of the search and nothing else."""
    page = chromium.new_page()
    (folder / "page.html").write_text(
        '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><script src="assets/search.js"></script>',
        "utf-8",
    )
    page.goto((folder / "page.html").as_uri())
    return page


def _written(folder: Path, acts: list[Act]) -> WebIndex:
    catalog = catalog_of(files_of(*acts))
    config = CorpusConfig(title="海浦市法规全书", locality="cn-hp")
    index = WebIndex(Edition(catalog=catalog, as_of=date(2026, 11, 1), config=config), catalog.act)
    artifacts: list[Artifact] = [*index_artifacts(index)]
    for work in index.works:
        artifacts += text_artifacts(index, work)
    for artifact in artifacts:
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.render())
    return index


def test_queries_made_up_at_random_are_read_as_in_the_domain(
    chromium: playwright.Browser, tmp_path: Path
) -> None:
    _written(tmp_path, [make_act("fagui", date(2001, 3, 1), 1)])
    page = _scripted(chromium, tmp_path)
    queries = list(_made_up(20_000))
    read: list[str] = page.evaluate(
        """queries => queries.map(units => {
          try { return JSON.stringify(CompendiumSearch.parse(String.fromCharCode(...units))); }
          catch (error) { return JSON.stringify(error.name + ": " + error.message); }
        })""",
        [_units(text) for text in queries],
    )
    refused = 0
    for text, found in zip(queries, read, strict=True):
        try:
            assert json.loads(found) == to_object(parse_query(text).root), ascii(text)
        except QueryError as error:
            refused += 1
            assert json.loads(found) == f"QueryError: {error.reason}", ascii(text)
    assert 4_000 < refused < 16_000
    page.close()


def test_lengths_are_taken_by_groups_of_works_or_all_at_once(
    chromium: playwright.Browser, tmp_path: Path
) -> None:
    acts = [make_act(f"fagui-{n:03}", date(2001, 3, 1 + n % 28), n, articles=2) for n in range(260)]
    index = _written(tmp_path, acts)
    assert index.shape.lengths == 16
    page = _scripted(chromium, tmp_path)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/search/data/")[2]))
    page.evaluate("async () => { window.search = await CompendiumSearch.open('search/data/'); }")

    def found(query: str) -> list[str]:
        asking = "query => search.find(query, null, {}, 'title').then(a => a.groups.map(g => g.work.slug))"
        slugs: list[str] = page.evaluate(asking, query)
        return slugs

    for number in (7, 120, 259):
        words = acts[number].body[0].children[1].text[4:12]
        assert found(f'"{words}" 文号:海府令第{number}号') == [f"fagui-{number:03}"]
    taken = [path for path in asked if path.startswith("lengths/")]
    assert taken and not [path for path in taken if path.startswith("lengths/all.js")]
    assert found("罚款") == [f"fagui-{number:03}" for number in range(260)]
    assert [path for path in asked if path.startswith("lengths/all.js?")]
    page.close()
