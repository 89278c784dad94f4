"""A corpus in memory for the tests of the web edition and the feed, and a reader of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml import html

from compendium.akn import write_act
from compendium.law.act import Act
from compendium.law.names import expression_path
from compendium.library.catalog import Catalog, load_catalog
from compendium.library.config import CorpusConfig
from compendium_build.edition.edition import Edition
from compendium_build.web import web_artifacts
from tests.builders import Memory
from tests.pictures import png
from tests.web_acts import acts

DAY = date(2026, 11, 23)
PNG = png()


@dataclass(frozen=True)
class MemoryFiles(Memory):
    """A corpus in memory; it counts what is read."""

    read_paths: list[str]

    def read(self, path: str) -> bytes:
        self.read_paths.append(path)
        return super().read(path)


def corpus(items: list[Act] | None = None) -> MemoryFiles:
    """The acts as files, with the picture that one of them shows."""
    chosen = acts() if items is None else items
    contents = {expression_path(act.work, act.language, act.date): write_act(act) for act in chosen}
    contents["corpus.toml"] = b""
    contents["xingzheng-guifanxing-wenjian/biaozhun-tongzhi/media/dot.png"] = PNG
    return MemoryFiles(contents, [])


def catalog_of(files: MemoryFiles) -> Catalog:
    catalog = load_catalog(files)
    assert not catalog.bad, catalog.bad
    return catalog


def edition_of(
    items: list[Act] | None = None,
    day: date = DAY,
    files: MemoryFiles | None = None,
    base_url: str = "https://law.example.cn/fagui/",
    revision: str = "0123456789abcdef0123",
) -> Edition:
    catalog = catalog_of(files or corpus(items))
    config = CorpusConfig(
        title="海浦市法规全书", locality="cn-hp", place="", publisher="海浦市司法局", base_url=base_url
    )
    return Edition(catalog=catalog, as_of=day, config=config, revision=revision)


def page_texts(page: bytes) -> dict[str, str]:
    """The text of every element with an eId on a page, read as a person reads it.

    The marks that the page adds are left out, and the end note is read where its mark stands.
    """
    tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    return {el.get("id"): "".join(_words(el, tree)) for el in tree.xpath("//article//*[contains(@id, '_')]")}


def _words(element: html.HtmlElement, tree: html.HtmlElement) -> Iterator[str]:
    classes = (element.get("class") or "").split()
    if "mark" in classes or "self" in classes:
        return
    if "note-ref" in classes:
        note = tree.get_element_by_id(element[0].get("href")[1:])
        yield from (
            part.text_content() for part in note.find_class("note-mark") + note.find_class("note-text")
        )
        return
    yield element.text or ""
    for child in element:
        yield from _words(child, tree)
        yield child.tail or ""


def rendered(edition: Edition) -> dict[str, bytes]:
    return {artifact.path: artifact.render() for artifact in web_artifacts(edition)}
