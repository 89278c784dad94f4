"""The files for programs, as artifacts: records, plain forms, citations, archives, maps of the site.

Archives hold everything in one file, whose bytes depend on what is in it alone. Search engines and browsers
get sitemap, robots.txt and an OpenSearch description.

Sources: sitemaps.org 0.9 (50,000 addresses and 50 MB a file); OpenSearch 1.1.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from html import escape
from importlib.resources import files

from compendium.law.act import Act
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.text.effect_words import succession_lines
from compendium_build.data.citations import bibtex, csl, reference_of, ris
from compendium_build.data.forms_offered import CITATIONS, forms_for, forms_of, plain_forms, slow_artifacts
from compendium_build.data.records import archives_of, index_record, json_bytes, plain_form, work_record
from compendium_build.edition.addresses import (
    HOME,
    INDEX,
    OPENSEARCH,
    ROBOTS,
    SEARCH,
    SITEMAP,
    Page,
    absolute,
    archive,
    schema_file,
    version_file,
    version_json,
    version_xml,
    work_json,
)
from compendium_build.edition.artifacts import Artifact, code_key, key_of
from compendium_build.edition.edition import Edition

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can tell: a day of building would make every archive differ."""
_FAST = 6


def zipped(members: Iterable[tuple[str, Callable[[], bytes]]]) -> bytes:
    """Pack members into a ZIP file by path, in the order given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_FAST) as archive:
        for path, read in members:
            info = zipfile.ZipInfo(path, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, read(), compresslevel=_FAST)
    return buffer.getvalue()


# What sitemaps.org allows a file.
MOST = 50_000
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ICON_NAME = "全文检索"


def sitemaps(edition: Edition, pages: Sequence[Page], most: int = MOST) -> Iterator[tuple[str, bytes]]:
    """List the sitemap's files, the first at the known address: all pages, or the list of further files."""
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


def _place(edition: Edition, page: Page) -> str:
    """A page's address as readers see it: the home page is the folder itself."""
    return absolute(edition, "" if page == HOME else page)


def _urlset(places: Iterable[str]) -> bytes:
    rows = "".join(f"<url><loc>{escape(place)}</loc></url>\n" for place in places)
    return f'{_XML}<urlset xmlns="{_SPACE}">\n{rows}</urlset>\n'.encode()


def robots(edition: Edition) -> bytes:
    """Write that everybody may read everything, and where the sitemap is."""
    where = f"\nSitemap: {absolute(edition, SITEMAP)}\n" if edition.base_url else ""
    return f"User-agent: *\nDisallow:\n{where}".encode()


def opensearch(edition: Edition) -> bytes:
    """Describe how a browser adds the search of the edition to its own."""
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


_SCHEMAS = ("index", "work", "version")
_MEMBERS: dict[str, Callable[[Work, Facts], str]] = {
    "xml": version_xml,
    "json": version_json,
    "txt": partial(version_file, ending="txt"),
}

Read = Callable[[Facts], Act]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the files of all versions are made from beside their texts."""

    edition: Edition
    read: Read

    @property
    def frame(self) -> tuple[object, ...]:
        edition = self.edition
        return code_key(), edition.base_url, edition.publisher, [form.ending for form in forms_of(edition)]


def version_artifacts(edition: Edition, work: Work, read: Read) -> Iterator[Artifact]:
    """List the forms, citations and record of every version of a work; the XML left out."""
    shared = _Shared(edition, read)
    for facts in (*work.expressions, *work.translations):
        yield from slow_artifacts(edition, work, facts)
        forms = [form.ending for form in forms_for(edition, facts)]
        key = key_of("version", shared.frame, work.folder, facts.digest, forms)
        for form in plain_forms(edition):
            make = partial(_plain, shared, work, facts, form.ending)
            yield Artifact(version_file(work, facts, form.ending), key, make)
        make = partial(_plain, shared, work, facts, "json")
        yield Artifact(version_json(work, facts), key, make)
        for ending in CITATIONS:
            make = partial(_citation, edition, work, facts, ending)
            yield Artifact(version_file(work, facts, ending), key, make)
    digests = [facts.digest for facts in (*work.expressions, *work.translations)]
    offered = [[form.ending for form in forms_for(edition, facts)] for facts in work.expressions]
    ends = succession_lines(edition.catalog, work, edition.as_of)
    key = key_of("work", shared.frame, work.folder, edition.as_of.isoformat(), digests, offered, ends)
    yield Artifact(work_json(work), key, lambda: json_bytes(work_record(edition, work)))


def _plain(shared: _Shared, work: Work, facts: Facts, ending: str) -> bytes:
    return plain_form(shared.edition, work, facts, shared.read(facts), ending)


def _citation(edition: Edition, work: Work, facts: Facts, ending: str) -> bytes:
    reference = reference_of(edition, work, facts)
    match ending:
        case "ris":
            return ris(reference).encode()
        case "bib":
            return bibtex(reference).encode()
        case _:
            return json_bytes(csl(reference))


def machine_artifacts(edition: Edition, read: Read, pages: Sequence[Page]) -> Iterator[Artifact]:
    """List the files about the whole edition; `pages` are the addresses of all its pages.

    The archives gather what stands before them, so they come last.
    """
    for name in _SCHEMAS:
        data = files(__package__).joinpath("schemas", f"{name}.schema.json").read_bytes()
        yield _fixed(schema_file(name), data)
    yield _fixed(ROBOTS, robots(edition))
    if edition.base_url:
        yield _fixed(OPENSEARCH, opensearch(edition))
        for path, data in sitemaps(edition, pages):
            yield _fixed(path, data)
    works = [(work.folder, [facts.digest for facts in work.expressions]) for work in edition.catalog.works]
    frame = (
        code_key(),
        edition.title,
        edition.publisher,
        edition.base_url,
        edition.as_of.isoformat(),
        edition.revision,
    )
    forms = [form.ending for form in forms_of(edition)]
    scheme = [(item.id, item.title) for top in edition.scheme for item in top.walk()]
    key = key_of("index", frame, works, forms, scheme)
    yield Artifact(INDEX, key, lambda: json_bytes(index_record(edition)))
    shared = _Shared(edition, read)
    for form in archives_of(edition):
        yield _archive(shared, form)


def _fixed(path: str, data: bytes) -> Artifact:
    return Artifact(path, key_of("file", sha256(data).hexdigest()), lambda: data)


def _archive(shared: _Shared, form: str) -> Artifact:
    """All versions in one form: their files as they stand in the edition, under the same paths."""
    catalog = shared.edition.catalog
    every = [(work, facts) for work in catalog.works for facts in (*work.expressions, *work.translations)]
    members = [(_MEMBERS[form](work, facts), work, facts) for work, facts in every]
    # The XML is the corpus's own and depends on nothing else.
    frame = () if form == "xml" else shared.frame
    key = key_of("archive", form, frame, [(path, facts.digest) for path, _, facts in members])
    paths = [path for path, _, _ in members]

    def made(member: tuple[str, Work, Facts]) -> bytes:
        _, work, facts = member
        if form == "xml":
            return catalog.files.read(facts.path)
        return _plain(shared, work, facts, form)

    return Artifact(
        archive(form),
        key,
        lambda: zipped((member[0], partial(made, member)) for member in members),
        partial(_gathered, paths),
    )


def _gathered(paths: Iterable[str], read: Callable[[str], bytes]) -> bytes:
    return zipped((path, partial(read, path)) for path in paths)
