"""OPML 2.0: the feeds that a reader can take in at once; those of works stand on their pages."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from compendium_build.addresses import FEEDS
from compendium_build.edition import Edition
from compendium_build.feed.channels import Channel
from compendium_build.feed.naming import address

OPML = "feeds.opml"


def write_opml(edition: Edition, channels: Iterable[Channel]) -> bytes:
    """List the feeds of the whole, of kinds and of classes."""
    root = etree.Element("opml", {"version": "2.0"})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = f"{edition.title}：订阅源"
    body = etree.SubElement(root, "body")
    page = f"{FEEDS}/{OPML}"
    for channel in channels:
        href = address(edition, page, channel.page("atom.xml"))
        etree.SubElement(body, "outline", {"type": "rss", "text": channel.title, "xmlUrl": href})
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
