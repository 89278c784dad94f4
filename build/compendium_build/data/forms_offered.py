"""The forms of a version that an edition publishes; slow ones (Word, e-book, PDF) are made before a build.

A slow form is wanted under a key, and its file becomes an artifact. The key holds what the file is made from
and the part of the program that makes it, so that neither another day nor a change of the pages makes it
again.

Before a build they are made several at once: pandoc runs beside us, PDFs are typeset in processes. What has
been made lies in a folder until the build has taken it, so that a build that was stopped goes on where it
was; afterwards the edition itself holds it. What can't be made is noted and not tried again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from compendium.law.days import day_label
from compendium.law.names import quoted
from compendium.law.problems import CompendiumError
from compendium.library.catalog import Work
from compendium.library.config import FORMS
from compendium.library.facts import Facts
from compendium.system.programs import threads
from compendium_build.edition.addresses import version_file
from compendium_build.edition.artifacts import Artifact
from compendium_build.edition.edition import Edition, Once
from compendium_build.edition.folders import removed_on_failure
from compendium_build.forms import form_key, gathered, version_docx, version_epub
from compendium_build.print.single import Single, single_key, single_of, version_pdf

CITATIONS = ("ris", "bib", "csl.json")
"""References to a version for programs that keep literature; they are always there."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a version: the ending of its file, its name for readers, its media type.

    `is_slow` says that it takes long to make: in a process of its own, and only once for each text.
    """

    ending: str
    name: str
    media: str
    is_slow: bool = False


_ALL = {
    form.ending: form
    for form in (
        Form("xml", "XML", "application/akn+xml"),
        Form("json", "JSON", "application/json"),
        Form("txt", "TXT", "text/plain"),
        Form("md", "Markdown", "text/markdown"),
        Form("docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", True),
        Form("epub", "EPUB", "application/epub+zip", True),
        Form("pdf", "PDF", "application/pdf", True),
    )
}


@dataclass(frozen=True, slots=True)
class SlowForms:
    """How an edition comes by the forms that take long.

    `made` gives the bytes of one that is ready, by key and ending, or None: then it is made when asked for.
    `failed` are those that can't be made, by the version's path and the ending.
    """

    made: Callable[[str, str], bytes | None]
    failed: frozenset[tuple[str, str]] = frozenset()


def offer_slow_forms(edition: Edition, forms: SlowForms) -> None:
    """Let an edition offer the forms that take long; without this it has none of them."""
    slow_forms_of.settle(edition, forms)


@Once
def slow_forms_of(edition: Edition) -> SlowForms | None:
    """Tell how the edition comes by slow forms; None when it has none."""
    return None


def forms_of(edition: Edition) -> tuple[Form, ...]:
    """List the forms that corpus.toml chooses, by default all; the XML is always among them."""
    chosen = edition.config.web.forms
    every = (_ALL[name] for name in FORMS if name == "xml" or name in chosen)
    return tuple(form for form in every if not form.is_slow or slow_forms_of(edition))


def forms_for(edition: Edition, facts: Facts) -> tuple[Form, ...]:
    """List the forms that a version has."""
    slow = slow_forms_of(edition)
    failed = slow.failed if slow else frozenset()
    return tuple(form for form in forms_of(edition) if (facts.path, form.ending) not in failed)


def plain_forms(edition: Edition) -> tuple[Form, ...]:
    """List the forms written from the text at once; the XML is the corpus's own file."""
    return tuple(form for form in forms_of(edition) if not form.is_slow and form.ending != "xml")


def typeset_forms(edition: Edition, facts: Facts) -> tuple[Form, ...]:
    """List the forms of a version that are made to be printed or read away from the site."""
    return tuple(form for form in forms_for(edition, facts) if form.ending in ("pdf", "docx", "epub"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A version in a form that takes long, and the hash of all it is made from."""

    work: Work
    facts: Facts
    ending: str
    key: str

    @property
    def path(self) -> str:
        """Its address."""
        return version_file(self.work, self.facts, self.ending)


def wanted_forms(edition: Edition, work: Work, facts: Facts) -> Iterator[Wanted]:
    """List the slow forms of a version."""
    endings = [form.ending for form in forms_for(edition, facts) if form.is_slow]
    packed = form_key(edition, work, facts) if {"docx", "epub"} & set(endings) else ""
    for ending in endings:
        key = single_key(edition, work, facts) if ending == "pdf" else packed
        yield Wanted(work, facts, ending, key)


def slow_artifacts(edition: Edition, work: Work, facts: Facts) -> Iterator[Artifact]:
    """List the files of slow forms; those that were made beforehand are only read."""
    for wanted in wanted_forms(edition, work, facts):
        yield Artifact(wanted.path, wanted.key, partial(_bytes, edition, wanted))


def _bytes(edition: Edition, wanted: Wanted) -> bytes:
    slow = slow_forms_of(edition)
    held = slow.made(wanted.key, wanted.ending) if slow else None
    return make(edition, wanted) if held is None else held


def make(edition: Edition, wanted: Wanted) -> bytes:
    """Make one here and now."""
    match wanted.ending:
        case "docx":
            return version_docx(edition, wanted.work, wanted.facts)
        case "epub":
            return version_epub(edition, wanted.work, wanted.facts)
        case _:
            return version_pdf(edition, wanted.work, wanted.facts)


_BATCH = 16
_FAILED = "failed"

Progress = Callable[[int, int], None]
Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Files by key and ending in a folder; what is written half is never seen."""

    folder: Path

    def get(self, key: str, ending: str) -> bytes | None:
        """A file, None where there is none."""
        try:
            return self._path(key, ending).read_bytes()
        except OSError:
            return None

    def put(self, key: str, ending: str, data: bytes) -> None:
        """Hold a file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(key, ending)
        half = path.with_name(f".{path.name}.half")
        with removed_on_failure(half):
            half.write_bytes(data)
            os.replace(half, path)

    def has(self, key: str, ending: str) -> bool:
        """Whether it holds a file."""
        return self._path(key, ending).is_file()

    def clear(self) -> None:
        """Drop all but the notes of what can't be made."""
        for path in self.folder.glob("*"):
            if path.suffix != f".{_FAILED}":
                path.unlink(missing_ok=True)

    def _path(self, key: str, ending: str) -> Path:
        return self.folder / f"{key}.{ending}"


def prepare(edition: Edition, held: Mapping[str, str], shelf: Shelf, tell: Progress, warn: Warn) -> None:
    """Make the slow forms that are not there yet, and let the edition offer those that there are.

    Args:
        held: the keys of the files that the last build left, by path.
    """
    offer_slow_forms(edition, SlowForms(shelf.get))
    every = [
        wanted
        for work in edition.catalog.works
        for facts in (*work.expressions, *work.translations)
        for wanted in wanted_forms(edition, work, facts)
    ]
    missing = [
        wanted
        for wanted in every
        if held.get(wanted.path) != wanted.key
        and not shelf.has(wanted.key, wanted.ending)
        and not shelf.has(wanted.key, f"{wanted.ending}.{_FAILED}")
    ]
    _make_all(edition, missing, shelf, tell)
    offer_slow_forms(edition, SlowForms(shelf.get, frozenset(_failed(every, shelf, warn))))


def _failed(every: Sequence[Wanted], shelf: Shelf, warn: Warn) -> Iterator[tuple[str, str]]:
    """What can't be made, each told with its reason."""
    for wanted in every:
        note = shelf.get(wanted.key, f"{wanted.ending}.{_FAILED}")
        if note is not None:
            title = quoted(wanted.facts.title)
            warn(f"{title}（{day_label(wanted.facts.date)}）没有 {wanted.ending} 形式：{note.decode()}")
            yield wanted.facts.path, wanted.ending


def _make_all(edition: Edition, missing: Sequence[Wanted], shelf: Shelf, tell: Progress) -> None:
    done = 0

    def put(wanted: Wanted, made: bytes | CompendiumError) -> None:
        nonlocal done
        if isinstance(made, CompendiumError):
            shelf.put(wanted.key, f"{wanted.ending}.{_FAILED}", str(made).encode())
        else:
            shelf.put(wanted.key, wanted.ending, made)
        done += 1
        tell(done, len(missing))

    _pack([wanted for wanted in missing if wanted.ending != "pdf"], edition, put)
    _typeset([wanted for wanted in missing if wanted.ending == "pdf"], edition, put)


Put = Callable[[Wanted, bytes | CompendiumError], None]


def _pack(missing: Sequence[Wanted], edition: Edition, put: Put) -> None:
    """Word files and e-books: texts are read here, by one reader; pandoc is a process of its own."""
    waiting = iter(missing)
    with threads(_processors()) as executor:
        while batch := list(islice(waiting, _BATCH * _processors())):
            futures = {}
            for wanted in batch:
                try:
                    rest = gathered(edition, wanted.work, wanted.facts, wanted.ending)
                except CompendiumError as error:
                    put(wanted, error)
                    continue
                futures[executor.submit(rest)] = wanted
            for future in as_completed(futures):
                try:
                    put(futures[future], future.result())
                except CompendiumError as error:
                    put(futures[future], error)


def _typeset(missing: Sequence[Wanted], edition: Edition, put: Put) -> None:
    """PDFs, in processes."""
    if not missing:
        return
    from compendium_build.print.workers import typeset_singles

    named = {str(at): wanted for at, wanted in enumerate(missing)}

    def jobs() -> Iterator[tuple[str, Single]]:
        for name, wanted in named.items():
            try:
                yield name, single_of(edition, wanted.work, wanted.facts)
            except CompendiumError as error:
                put(wanted, error)

    typeset_singles(jobs(), _processors(), lambda name, made: put(named[name], made))


def _processors() -> int:
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
