"""The targets of a build: web, print, index, feed; each brings its own folder up to date."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from compendium.catalog import Catalog
from compendium.config import CorpusConfig
from compendium.past import Past
from compendium_build.artifacts import Report, record_origin, write_target
from compendium_build.edition import Edition
from compendium_build.published_media import PublishedFiles

Progress = Callable[[int, int], None]
Warn = Callable[[str], None]


def edition_of(
    catalog: Catalog, config: CorpusConfig, as_of: date, revision: str, past: Past | None = None
) -> Edition:
    """The edition of a catalog on a day, under the names that corpus.toml gives."""
    return Edition(
        replace(catalog, files=PublishedFiles(catalog.files)),
        as_of,
        config.title,
        config.publisher,
        config.base_url,
        revision,
        {
            "print": asdict(config.print),
            "place": config.place,
            "web": dict(config.web),
            "feed": {"tag": config.feed.tag},
            "publish": {"hub": config.publish.hub},
        },
        config.scheme,
        past,
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
            from compendium_build.artifacts import keys_of
            from compendium_build.machine.making import Shelf, prepare
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
