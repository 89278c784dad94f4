"""Typeset one version by itself and write its file. Loads WeasyPrint."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from compendium.law.act import Act
from compendium_build.print.fonts import settle_glyphs
from compendium_build.print.names import BOOK
from compendium_build.print.pages.origin import add_origin
from compendium_build.print.pages.render import anchors_of, check_images, refuse_wide_tables
from compendium_build.print.pages.text import set_act
from compendium_build.print.pdf.bind import Binder, Boxes, Sheets, places_of
from compendium_build.print.pdf.unbound import harvest
from compendium_build.print.single import Single
from compendium_build.print.weasy.boxes import size_of
from compendium_build.print.weasy.document import laid_out, page_root
from compendium_build.print.weasy.drawing import drawn
from compendium_build.print.weasy.subsets import typefaces_of


def typeset_lone(single: Single, act: Act) -> bytes:
    """Typeset a version."""
    check_images(single.entry, act, single.images)
    root, body = page_root("", "")
    root.set("lang", single.language)
    section, setting = set_act(single.entry, act)
    settle_glyphs(section, single.entry, act)
    body.append(section)
    pictures = add_origin(section, single.origin)
    _lead_out(root)
    with laid_out(root, single.images | pictures, "single.css") as document:
        refuse_wide_tables(document, setting.labels, {single.entry.folder: single.entry.title})
        part = harvest(drawn(document))
        binder = Binder(typefaces_of(document), Boxes(*size_of(document)))
        binder.add(Sheets(part, [""] * len(part.pages)))
        names = dict(places_of(anchors_of(document), binder.pages))
        return binder.finish(single.about, names, setting.outline)


def _lead_out(root: Element) -> None:
    """Let links inside the text lead to their place, others to their address."""
    for link in root.iter("a"):
        target = link.get("href", "").removeprefix(BOOK)
        link.set("href", target if "://" in target else f"#{target}")
