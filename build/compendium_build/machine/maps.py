"""For search engines and browsers: sitemap, robots.txt, OpenSearch description.

Source: sitemaps.org 0.9 (50,000 addresses and 50 MB a file); OpenSearch 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from compendium_build.addresses import HOME, OPENSEARCH, SEARCH, SITEMAP, absolute
from compendium_build.edition import Edition

MOST = 50_000
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ICON_NAME = "全文检索"


def sitemaps(edition: Edition, pages: Sequence[str], most: int = MOST) -> Iterator[tuple[str, bytes]]:
    """The files of the sitemap, the first at the known address: all pages, or the list of further files."""
    places = [_place(edition, page) for page in pages]
    if len(places) <= most:
        yield SITEMAP, _urlset(places)
        return
    parts = [places[start : start + most] for start in range(0, len(places), most)]
    names = [f"sitemap-{number:03}.xml" for number in range(1, len(parts) + 1)]
    rows = "".join(f"<sitemap><loc>{escape(absolute(edition, name))}</loc></sitemap>\n" for name in names)
    yield SITEMAP, f'{_XML}<sitemapindex xmlns="{_SPACE}">\n{rows}</sitemapindex>\n'.encode()
    for name, part in zip(names, parts, strict=True):
        yield name, _urlset(part)


def _place(edition: Edition, page: str) -> str:
    """A page's address as readers see it: the home page is the folder itself."""
    return absolute(edition, "" if page == HOME else page)


def _urlset(places: Iterable[str]) -> bytes:
    rows = "".join(f"<url><loc>{escape(place)}</loc></url>\n" for place in places)
    return f'{_XML}<urlset xmlns="{_SPACE}">\n{rows}</urlset>\n'.encode()


def robots(edition: Edition) -> bytes:
    """Everybody may read everything; where the sitemap is."""
    where = f"\nSitemap: {absolute(edition, SITEMAP)}\n" if edition.base_url else ""
    return f"User-agent: *\nDisallow:\n{where}".encode()


def opensearch(edition: Edition) -> bytes:
    """How a browser adds the search of the edition to its own."""
    template = f"{absolute(edition, SEARCH)}?q={{searchTerms}}"
    return (
        f'{_XML}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(edition.title[:16])}</ShortName>\n"
        f"<Description>{escape(edition.title)}：{_ICON_NAME}</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        "<Language>zh-CN</Language>\n"
        f'<Url type="text/html" template="{escape(template)}"/>\n'
        f'<Url type="application/opensearchdescription+xml" rel="self" '
        f'template="{escape(absolute(edition, OPENSEARCH))}"/>\n'
        "</OpenSearchDescription>\n"
    ).encode()
