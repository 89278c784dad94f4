"""Where things stand in the web edition; every address is relative to its root folder."""

from __future__ import annotations

from compendium.catalog import Work
from compendium.facts import Facts
from compendium.model import ActKind
from compendium.timeline import Status
from compendium.uri import LANGUAGE_SUFFIX
from compendium_build.edition import Edition

HOME = "index.html"
ABOUT = "about/index.html"
NOT_FOUND = "404.html"
ALL_WORKS = "lists/index.html"
FEED = "feed/atom.xml"
STYLE = "assets/site.css"

STATUS_NAME = {
    Status.IN_FORCE: "in-force",
    Status.NOT_YET: "not-yet-in-force",
    Status.SUPERSEDED: "superseded",
    Status.REPEALED: "repealed",
    Status.EXPIRED: "expired",
}


def kind_list(kind: ActKind) -> str:
    """The list of one kind of act."""
    return f"lists/{kind.value}/index.html"


def status_list(status: Status) -> str:
    """The list of the works of one status."""
    return f"lists/status/{STATUS_NAME[status]}/index.html"


def work_page(work: Work) -> str:
    """The page of a work, which shows the version for the edition's day."""
    return f"{work.folder}/index.html"


def version_page(work: Work, facts: Facts) -> str:
    """The page of one version, which always shows that version."""
    return f"{_version_folder(work, facts)}/index.html"


def version_xml(work: Work, facts: Facts) -> str:
    """The XML of one version."""
    suffix = LANGUAGE_SUFFIX[facts.language]
    return f"{_version_folder(work, facts)}/{work.slug}-{facts.date.isoformat()}{suffix}.xml"


def _version_folder(work: Work, facts: Facts) -> str:
    language = LANGUAGE_SUFFIX[facts.language].replace(".", "/")
    return f"{work.folder}/{facts.date.isoformat()}{language}"


def living_page(edition: Edition, work: Work, facts: Facts) -> str:
    """Where a version is read on the edition's day: the work's own page when that shows it."""
    return work_page(work) if edition.current(work) is facts else version_page(work, facts)


def relative(page: str, target: str, eid: str = "") -> str:
    """The link from a page to a target and a provision in it, whatever folder the edition is put in.

    >>> relative("falv/xf/index.html", "about/index.html")
    '../../about/index.html'
    >>> relative("index.html", "index.html", "art_3"), relative("a/index.html", "b/index.html", "art_3")
    ('#art_3', '../b/index.html#art_3')
    """
    anchor = f"#{eid}" if eid else ""
    if page == target and anchor:
        return anchor
    return "../" * page.count("/") + target + anchor


def absolute(edition: Edition, path: str) -> str:
    """The public address of a path; the path alone while no base URL is set."""
    base = edition.base_url.rstrip("/")
    return f"{base}/{path}" if base else path
