"""Ids that never change, by RFC 4151, and the addresses of feeds."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from compendium_build.addresses import absolute, relative
from compendium_build.edition import Edition

YEAR = 2026
"""The year in which the ids were laid down; RFC 4151 asks for a day on which the host was held."""


def authority(edition: Edition) -> str:
    """Who names the entries: what corpus.toml fixes under [feed] tag, or else the host of the site."""
    settings = (edition.settings or {}).get("feed", {})
    return str(settings.get("tag") or f"{urlsplit(edition.base_url).hostname or 'localhost'},{YEAR}")


def name_of(edition: Edition, path: str) -> str:
    """The id of what a path names: tag:host,2026:/akn/…"""
    return f"tag:{authority(edition)}:{quote(path)}"


def hub_of(edition: Edition) -> str:
    """The WebSub hub that corpus.toml names under [publish], or nothing."""
    return str((edition.settings or {}).get("publish", {}).get("hub") or "")


def address(edition: Edition, page: str, target: str) -> str:
    """The address of a target: public where the site has one, else relative to the file that names it."""
    target = quote(target)
    return absolute(edition, target) if edition.base_url else relative(page, target)
