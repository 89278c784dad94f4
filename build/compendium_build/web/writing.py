"""What writes the text of one version for one page: its links, pictures and terms at hand."""

from __future__ import annotations

from collections.abc import Mapping

from compendium.catalog import Work
from compendium.facts import Facts
from compendium.problems import CompendiumError
from compendium_build.addresses import relative
from compendium_build.web.context import Site
from compendium_build.web.crosslinks import Links
from compendium_build.web.inline import Inliner


class MissingPicture(CompendiumError):
    """A text shows a picture that the corpus does not have."""

    def __init__(self, path: str, src: str, page: str, fault: str = "") -> None:
        what = f"不可公布：{fault}" if fault else "不在法规库中"
        super().__init__(
            f"{path} 引用的图片“{src}”{what}，无法生成网页 {page}。请把可用的图片放入该法规的 media 文件夹。"
        )


def inliner(
    site: Site, work: Work, facts: Facts, page: str, addresses: Mapping[tuple[str, str], str], linked: bool
) -> Inliner:
    """What writes the paragraphs of a version; `linked` where references within it and terms become links."""
    pictures = frozenset(site.pictures(work))

    def picture(src: str) -> str:
        path = f"{work.folder}/{src}"
        if path not in pictures:
            raise MissingPicture(facts.path, src, page, site.edition.dropped.get(path, ""))
        return relative(page, path)

    own = site.edition.eids(facts) if linked else frozenset[str]()
    return Inliner(addresses, own, picture, site.terms(facts) if linked else None)


def addresses_of(page: str, found: Links) -> dict[tuple[str, str], str]:
    """The links of a version as seen from a page."""
    return {(title, eid): relative(page, target, at) for (title, eid), (target, at) in found}
