"""Other books of an edition than the one that corpus.toml describes: selections, sizes, forms, new pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from compendium_build.targets import Progress, Warn
from compendium_build.artifacts import Artifact, Report, code_key, key_of, write_target
from compendium_build.edition import Edition
from compendium_build.print.choosing import Selection, chosen
from compendium_build.print.plan import corpus_key
from compendium_build.print.settings import print_settings

_SIZE_NAMES = {"16开": "16k", "A4": "a4", "大字": "large"}


@dataclass(frozen=True, slots=True)
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
    settings = print_settings(edition)
    settings = replace(settings, size=variant.size or settings.size, bleed=variant.bleed or settings.bleed)
    edition = replace(
        edition,
        title=variant.title or edition.title,
        settings={**(edition.settings or {}), "print": asdict(settings)},
    )
    folder = out / variant.folder
    out.mkdir(parents=True, exist_ok=True)
    if variant.form != "pdf":
        return _in_form(edition, folder, folders, variant.form)
    if variant.book:
        from compendium_build.print.replacing import build_replacement

        return build_replacement(edition, folder, variant.book, progress, warn)
    from compendium_build.print import build_book

    return build_book(edition, folder, progress, warn=warn, chosen=folders)


def _in_form(edition: Edition, folder: Path, folders: frozenset[str] | None, form: str) -> Report:
    from compendium_build.forms.collected import collection_docx, collection_epub, whole_book

    book = whole_book(edition)
    if folders is not None:
        book = book.only(lambda row: row.work.folder in folders)
    write = {"docx": collection_docx, "epub": collection_epub}[form]
    listed = [row.work.folder for row in book.rows]
    key = key_of(code_key("pypandoc_binary"), corpus_key(edition), listed)
    report = write_target(folder, [Artifact(f"quanshu.{form}", key, lambda: write(edition, book))])
    return replace(report, target="print")
