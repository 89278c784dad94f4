"""The web edition of the real texts: pages, weights, broken links, and whether they say what the XML says."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from compendium.akn import parse_act
from compendium.law.names import parse_expression_path
from compendium_build.web.links import check_links
from tests.web_samples import page_texts


@dataclass(frozen=True, slots=True)
class WebFigures:
    """The web edition: pages, links that lead nowhere, provisions compared, pages whose text differs.

    `weights` are the compressed bytes of the works' own pages.
    """

    pages: int
    broken: tuple[str, ...]
    provisions: int
    differing: tuple[str, ...]
    weights: tuple[int, ...]

    @property
    def middle(self) -> int:
        """The median weight of a regulation's page."""
        return round(median(self.weights)) if self.weights else 0


def web_figures(corpus: Path, folder: Path) -> WebFigures:
    """Count the pages, follow every link, and hold every provision shown against its XML."""
    compared = list(_compared(corpus, folder))
    living = [
        folder / place / "index.html" for place in {place.rpartition("/")[0] for place, _, _ in compared}
    ]
    return WebFigures(
        sum(1 for _ in folder.rglob("*.html")),
        tuple(check_links(folder)),
        sum(count for _, count, _ in compared),
        tuple(place for place, _, same in compared if not same),
        tuple(len(gzip.compress(page.read_bytes(), 6)) for page in living),
    )


def _compared(corpus: Path, folder: Path) -> Iterator[tuple[str, int, bool]]:
    """For each version: its page, how many provisions it has, whether all read as in the XML."""
    for path in sorted(corpus.rglob("*.xml")):
        place = path.relative_to(corpus).as_posix()
        if not parse_expression_path(place):
            continue
        act = parse_act(path.read_bytes(), place)
        expected = {provision.eid: provision.text for provision in act.provisions()}
        expected |= {attachment.eid: attachment.text for attachment in act.attachments}
        page = folder / place.removesuffix(".xml").replace(".en", "/en") / "index.html"
        yield place, len(expected), page_texts(page.read_bytes()) == expected
