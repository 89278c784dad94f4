"""All pages that lead to texts, in both languages of the interface."""

from __future__ import annotations

from collections.abc import Iterator

from compendium_build.edition.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.web.home import home_artifacts
from compendium_build.web.language import TONGUES, Tongue
from compendium_build.web.lists.events import event_artifacts
from compendium_build.web.lists.families import class_artifacts, every_list, families, family_artifacts
from compendium_build.web.lists.lists import in_order, listing_artifacts
from compendium_build.web.lists.tables import catalogue_artifacts, table_artifacts


def way_artifacts(site: Site) -> Iterator[Artifact]:
    """List home, lists, classes, catalogues, tables and the change log."""
    for tongue in TONGUES:
        yield from _in_language(site, tongue)


def _in_language(site: Site, tongue: Tongue) -> Iterator[Artifact]:
    pairs = in_order(site, tongue)
    lists = every_list(site, pairs, tongue)
    yield from home_artifacts(site, pairs, lists, tongue)
    for listing in lists:
        yield from listing_artifacts(site, listing, tongue)
    for family in families(site, pairs, tongue):
        yield from family_artifacts(site, family, tongue)
    yield from class_artifacts(site, pairs, tongue)
    yield from event_artifacts(site, tongue)
    yield from catalogue_artifacts(site, pairs, tongue)
    yield from table_artifacts(site, site.companions, tongue)
