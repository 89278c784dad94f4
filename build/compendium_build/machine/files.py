"""The files for programs, as artifacts: records, plain forms, citations, archives, maps of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.resources import files

from compendium.catalog import Work
from compendium.facts import Facts
from compendium.model import Act
from compendium_build.addresses import (
    INDEX,
    OPENSEARCH,
    ROBOTS,
    archive,
    schema_file,
    version_file,
    version_json,
    version_xml,
    work_json,
)
from compendium_build.artifacts import Artifact, code_key, key_of
from compendium_build.edition import Edition
from compendium_build.machine.archives import zipped
from compendium_build.machine.choice import CITATIONS, forms_for, forms_of, plain_forms
from compendium_build.machine.citing import bibtex, csl, reference_of, ris
from compendium_build.machine.forms import json_bytes, plain_form
from compendium_build.machine.maps import opensearch, robots, sitemaps
from compendium_build.machine.records import archives_of, index_record, work_record
from compendium_build.machine.slow import slow_artifacts

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
    """The forms and citations of every version of a work, and its record; the XML left out."""
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
    key = key_of("work", shared.frame, work.folder, edition.as_of.isoformat(), digests, offered)
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


def machine_artifacts(edition: Edition, read: Read, pages: Sequence[str]) -> Iterator[Artifact]:
    """The files about the whole edition; `pages` are the addresses of all its pages.

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
