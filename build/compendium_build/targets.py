"""The targets of a build: web, print, index, feed; each brings its own folder up to date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from compendium.catalog import Catalog
from compendium.config import CorpusConfig
from compendium_build.artifacts import Report, write_target
from compendium_build.edition import Edition

Progress = Callable[[int, int], None]
Warn = Callable[[str], None]


def edition_of(catalog: Catalog, config: CorpusConfig, as_of: date, revision: str) -> Edition:
    """The edition of a catalog on a day, under the names that corpus.toml gives."""
    return Edition(
        catalog,
        as_of,
        config.title,
        config.publisher,
        config.base_url,
        revision,
        {"print": dict(config.print), "web": dict(config.web)},
    )


def build_target(target: str, edition: Edition, out: Path, progress: Progress, warn: Warn) -> Report:
    """Bring one target's folder under `out` up to date; heavy libraries are loaded only when used."""
    folder = out / target
    out.mkdir(parents=True, exist_ok=True)
    match target:
        case "web":
            from compendium_build.web import web_artifacts

            return write_target(folder, web_artifacts(edition), progress)
        case "feed":
            from compendium_build.feed import feed_artifacts

            return write_target(folder, feed_artifacts(edition), progress)
        case "index":
            from compendium_build.search import build_index

            return build_index(edition.catalog, folder, progress)
        case "print":
            from compendium_build.print import build_book

            return build_book(edition, folder, progress, warn=warn)
        case _:
            raise ValueError(f"unknown target: {target}")
