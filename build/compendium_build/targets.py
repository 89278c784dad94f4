"""The targets of a build: web, print, index, feed; each brings its own folder up to date.

Beside the book that corpus.toml describes others can be made of an edition: selections, sizes, forms, new
pages.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from compendium.law.identifiers import Folder
from compendium.library.catalog import Catalog
from compendium.library.config import CorpusConfig
from compendium.library.history import Past
from compendium.library.moved import moves_of
from compendium_build.edition.artifacts import Artifact, Report, code_key, key_of, record_origin, write_target
from compendium_build.edition.edition import Edition
from compendium_build.edition.media import PublishedFiles
from compendium_build.print.choosing import Selection, chosen
from compendium_build.print.plan import corpus_key

Progress = Callable[[int, int], None]
Warn = Callable[[str], None]


def edition_of(
    catalog: Catalog, config: CorpusConfig, as_of: date, revision: str, past: Past | None = None
) -> Edition:
    """The edition of a catalog on a day, under the names that corpus.toml gives."""
    return Edition(
        catalog=replace(catalog, files=PublishedFiles(catalog.files)),
        as_of=as_of,
        config=config,
        revision=revision,
        past=past,
        moves=moves_of(catalog.files),
    )


def build_target(target: str, edition: Edition, out: Path, progress: Progress, warn: Warn) -> Report:
    """Bring one target's folder under `out` up to date, and let it say of which commit and day it is."""
    report = _build(target, edition, out, progress, warn)
    if target != "index":  # which says of every file whether it has it
        record_origin(out / target, **edition.origin)
    return report


def _build(target: str, edition: Edition, out: Path, progress: Progress, warn: Warn) -> Report:
    """Build a target; heavy libraries are loaded only when used."""
    folder = out / target
    out.mkdir(parents=True, exist_ok=True)
    match target:
        case "web":
            from compendium_build.data.forms_offered import Shelf, prepare
            from compendium_build.edition.artifacts import keys_of
            from compendium_build.web import web_artifacts
            from compendium_build.web.links import verifier

            # Beside the folder, not in it: what is known of the links is no part of the edition.
            verify = verifier(out / f".{target}.links", edition.base_url)
            shelf, started = Shelf(out / ".cache" / "forms"), time.perf_counter()
            prepare(edition, keys_of(folder), shelf, progress, warn)
            report = write_target(folder, web_artifacts(edition), progress, verify, edition.origin)
            shelf.clear()
            return replace(report, seconds=time.perf_counter() - started)
        case "feed":
            from compendium_build.feed import feed_artifacts

            # By itself, whatever was built before it: it links no forms that stand beside it or don't.
            return write_target(folder, feed_artifacts(replace(edition)), progress, origin=edition.origin)
        case "index":
            from compendium_build.search import build_index

            return build_index(
                edition.catalog, folder, progress, scheme=edition.scheme, told=f"检索索引已更新（{folder}）"
            )
        case "print":
            from compendium_build.print import build_book

            return build_book(edition, folder, progress, warn=warn)
        case _:
            raise ValueError(f"unknown target: {target}")


_SIZE_NAMES = {"16开": "16k", "A4": "a4", "大字": "large"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What is wanted; what is empty is as in corpus.toml. `book` is the folder of one to replace pages in."""

    selection: Selection | None = None
    size: str = ""
    bleed: bool = False
    title: str = ""
    form: str = "pdf"
    book: Path | None = None

    @property
    def folder(self) -> str:
        """The folder it is put in, so that it never takes the place of the book itself."""
        parts = ["print"]
        if self.book:
            parts.append("pages")
        if self.selection:
            parts.append("selection")
        if self.size:
            parts.append(_SIZE_NAMES[self.size])
        if self.bleed:
            parts.append("bleed")
        if self.form != "pdf":
            parts.append(self.form)
        return "-".join(parts)


def build_variant(edition: Edition, out: Path, variant: Variant, progress: Progress, warn: Warn) -> Report:
    """Bring a variant's folder under `out` up to date.

    Raises:
        CompendiumError: it can't be made, or nothing is chosen.
    """
    folders = chosen(edition, variant.selection) if variant.selection else None
    config = edition.config
    paper = replace(
        config.print, size=variant.size or config.print.size, bleed=variant.bleed or config.print.bleed
    )
    edition = replace(edition, config=replace(config, title=variant.title or config.title, print=paper))
    folder = out / variant.folder
    out.mkdir(parents=True, exist_ok=True)
    if variant.form != "pdf":
        return _in_form(edition, folder, folders, variant.form)
    if variant.book:
        from compendium_build.print.replacing import build_replacement

        return build_replacement(edition, folder, variant.book, progress, warn)
    from compendium_build.print import build_book

    return build_book(edition, folder, progress, warn=warn, chosen=folders)


def _in_form(edition: Edition, folder: Path, folders: frozenset[Folder] | None, form: str) -> Report:
    from compendium_build.forms.book import collection_docx, collection_epub, whole_book

    book = whole_book(edition)
    if folders is not None:
        book = book.only(lambda row: row.work.folder in folders)
    write = {"docx": collection_docx, "epub": collection_epub}[form]
    listed = [row.work.folder for row in book.rows]
    key = key_of(code_key("pypandoc_binary"), corpus_key(edition), listed)
    report = write_target(folder, [Artifact(f"quanshu.{form}", key, lambda: write(edition, book))])
    return replace(report, target="print")
