"""Real texts beside the project, read whole: nothing lost, every article at the start of a paragraph."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from compendium.intake.read import read_source
from compendium.intake.source import squeeze
from compendium.intake.textfile import decode

DATA = Path(os.environ.get("COMPENDIUM_SHARED", Path(__file__).parents[2] / "shared" / "data"))
ARTICLE = re.compile(r"^第([一二三四五六七八九十百零]+)条(?!第|[的规])")

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real texts are not here"),
]


def files(pattern: str) -> list[Path]:
    return sorted(DATA.glob(pattern)) if DATA.is_dir() else []


@pytest.mark.parametrize("path", files("shanghai/*.md") + files("decisions/*.md"), ids=lambda p: p.stem)
def test_markdown_loses_nothing(path: Path) -> None:
    text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.S)
    text = re.sub(r"<!--.*?-->|^#+ |^> ?|^- |\*\*", "", text, flags=re.S | re.M)
    assert squeeze("".join(block.block.text for block in read_source(path).blocks)) == squeeze(text)


@pytest.mark.parametrize("path", files("word/pdf/*.pdf"), ids=lambda p: p.stem[:20])
def test_pdf_articles_count_up(path: Path) -> None:
    found = [match[1] for b in read_source(path).blocks if (match := ARTICLE.match(b.block.text))]
    assert len(found) == len(set(found))
    assert not found or found[0] == "一"


class _Words(HTMLParser):
    """All words of a page by another parser."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.quiet = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.quiet += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self.quiet -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.words.append(data)


@pytest.mark.parametrize("path", files("word/html*/*.html"), ids=lambda p: p.stem[:20])
def test_html_paragraphs_stand_in_the_page(path: Path) -> None:
    if path.stem == "中华人民共和国外国国家豁免法":
        pytest.skip("an encyclopedia's article, refused")
    parser = _Words()
    parser.feed(decode(path.read_bytes(), path.name))
    page = squeeze("".join(parser.words))
    at = 0
    for block in read_source(path).blocks[1:]:
        at = page.index(squeeze(block.block.text), at)
