"""Where things stand in the web edition; every address is relative to its root folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final, NewType

from compendium.law.days import UNDATED, UNKNOWN_DAY, day_name
from compendium.law.identifiers import CorpusPath
from compendium.law.kinds import ActKind
from compendium.law.names import LANGUAGE_SUFFIX
from compendium.law.timeline import Status
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium_build.edition.edition import Edition

Page = NewType("Page", str)
"""Where a published file stands, relative to the root of the site: `difangxing-fagui/mou-tiaoli/index.html`.

It is made here, where addresses are named, and where a list of what is published is read. What a browser
asks for, and a link from one page to another, are plain strings.
"""

NO_PAGE: Final = Page("")
"""Where nothing is published."""
HOME = Page("index.html")
ABOUT = Page("about/index.html")
NOT_FOUND = Page("404.html")
ALL_WORKS = Page("lists/index.html")
FEEDS = "feed"
FEED = Page(f"{FEEDS}/atom.xml")
FEEDS_PAGE = Page(f"{FEEDS}/index.html")
STYLE = Page("assets/site.css")
EDITION_STYLE = Page("assets/edition.css")
SCRIPT = Page("assets/site.js")
SEARCH = Page("search/index.html")
CLASSES = Page("classes/index.html")
UNCLASSED = Page("classes/none/index.html")
ISSUERS = Page("lists/issuers/index.html")
YEARS = Page("lists/years/index.html")
KEYWORDS = Page("lists/keywords/index.html")
RECENT = Page("lists/recent/index.html")
UPCOMING = Page("lists/upcoming/index.html")
ENDED = Page("lists/ended/index.html")
CATALOGUES = Page("catalogues/index.html")
STANDARDS = Page("standards/index.html")
STANDARDS_CSV = Page("standards/standards.csv")
DISCLOSURE = Page("disclosure/index.html")
DISCLOSURE_CSV = Page("disclosure/disclosure.csv")
INTERPRETATIONS = Page("interpretations/index.html")
CHANGE_LOG = Page("changes/index.html")
DATA = Page("data/index.html")
INDEX = Page("index.json")
SITEMAP = Page("sitemap.xml")
ROBOTS = Page("robots.txt")
OPENSEARCH = Page("opensearch.xml")
SCHEMAS = "schemas"
ENGLISH = "en"
SEARCH_SCRIPT = Page("assets/search.js")
SEARCH_DATA = "search/data"

STATUS_NAME = {
    Status.IN_FORCE: "in-force",
    Status.NOT_YET: "not-yet-in-force",
    Status.NOT_HELD: "not-held",
    Status.SUPERSEDED: "superseded",
    Status.SUSPENDED: "suspended",
    Status.REPEALED: "repealed",
    Status.EXPIRED: "expired",
}


def kind_list(kind: ActKind) -> Page:
    """Return the list of one kind of act."""
    return Page(f"lists/{kind.value}/index.html")


def status_list(status: Status) -> Page:
    """Return the list of the works of one status."""
    return Page(f"lists/status/{STATUS_NAME[status]}/index.html")


def class_page(category: str) -> Page:
    """Return the page of a 编, 章 or 节, named by its id."""
    return Page(f"classes/{category}/index.html")


def chosen_list(family: Page, name: str) -> Page:
    """Return the list of one issuer's, year's or keyword's works; the family's address is the overview's."""
    return Page(f"{family.removesuffix('index.html')}{name}/index.html")


def later_page(page: Page, number: int) -> Page:
    """Return a further page of a list, counted from 1, which is the list itself.

    >>> later_page("lists/index.html", 2)
    'lists/2/index.html'
    """
    return page if number == 1 else Page(f"{page.removesuffix('index.html')}{number}/index.html")


def catalogue_page(kind: ActKind) -> Page:
    """Return the catalogue of all acts of a kind that are in force."""
    return Page(f"catalogues/{kind.value}/index.html")


def catalogue_csv(kind: ActKind) -> Page:
    """Return the same catalogue as a table for other programs."""
    return Page(f"catalogues/{kind.value}/{kind.value}.csv")


def change_log(year: int) -> Page:
    """Return the page of what happened in one year."""
    return Page(f"changes/{year:04}/index.html")


def archive(form: str) -> Page:
    """Return the file with all versions in one form."""
    return Page(f"data/{form}.zip")


def work_json(work: Work) -> Page:
    """Return a work with its versions, for machines."""
    return Page(f"works/{work.folder}.json")


def version_json(work: Work, facts: Facts) -> Page:
    """Return a version whole, with its provisions, for machines."""
    return Page(f"works/{work.folder}/{day_name(facts.date)}{LANGUAGE_SUFFIX[facts.language]}.json")


def schema_file(name: str) -> Page:
    """Return the JSON Schema of index, work or version."""
    return Page(f"{SCHEMAS}/{name}.schema.json")


def work_interpretations(work: Work) -> Page:
    """Return the page of the 解读材料 of a work."""
    return Page(f"{work.folder}/interpretations/index.html")


def in_english(page: Page) -> Page:
    """Return the address of a page of the interface in English."""
    return Page(f"{ENGLISH}/{page}")


def work_page(work: Work) -> Page:
    """Return the page of a work, which shows the version for the edition's day."""
    return Page(f"{work.folder}/index.html")


def work_page_of(edition: Edition, folder: str) -> Page:
    """Return the page of the work in a folder; empty when the edition has none."""
    return Page(f"{folder}/index.html") if folder in edition.folders else NO_PAGE


def work_feed(work: Work) -> Page:
    """Return the feed of a work."""
    return Page(f"{FEEDS}/{work.folder}/atom.xml")


def version_page(work: Work, facts: Facts) -> Page:
    """Return the page of one version, which always shows that version."""
    return Page(f"{_version_folder(work, facts)}/index.html")


def version_page_at(path: CorpusPath) -> Page:
    """Return the page of the version in a file of the corpus.

    >>> version_page_at("falv/xf/2020-01-01.xml"), version_page_at("falv/xf/2020-01-01.en.xml")
    ('falv/xf/2020-01-01/index.html', 'falv/xf/2020-01-01/en/index.html')
    """
    named = path.replace(f"/{UNKNOWN_DAY}.", f"/{UNDATED}.")
    return Page(named.removesuffix(".xml").replace(".", "/") + "/index.html")


def media_file(path: CorpusPath) -> Page:
    """Return where a file of a media folder is published: under its own path."""
    return Page(path)


def version_file(work: Work, facts: Facts, ending: str) -> Page:
    """Return one version in another form: xml, json, txt, md, docx, epub, pdf."""
    suffix = LANGUAGE_SUFFIX[facts.language]
    return Page(f"{_version_folder(work, facts)}/{work.slug}-{day_name(facts.date)}{suffix}.{ending}")


def version_xml(work: Work, facts: Facts) -> Page:
    """Return the XML of one version."""
    return version_file(work, facts, "xml")


def former_page(work: Work, facts: Facts, day: date) -> Page:
    """Return where the page of a version stood while another day named it."""
    return version_page(work, replace(facts, date=day))


def changes_page(work: Work, facts: Facts) -> Page:
    """Return the page of what a version changed against the one before it, which there must be."""
    return Page(f"{_version_folder(work, facts)}/changes/index.html")


def changes_file(work: Work, facts: Facts, ending: str) -> Page:
    """Return the same as a 修改对照表 to send out: docx, pdf; json for machines."""
    return Page(
        f"{_version_folder(work, facts)}/changes/{work.slug}-{day_name(facts.date)}-duizhaobiao.{ending}"
    )


def changes_inline(work: Work, facts: Facts) -> Page:
    """Return the page of changes with both wordings in one run of text."""
    return Page(f"{_version_folder(work, facts)}/changes/inline/index.html")


def parallel_page(work: Work, translation: Facts) -> Page:
    """Return the page of a version and its translation beside each other."""
    return Page(f"{_version_folder(work, translation)}/parallel/index.html")


def latest_page(work: Work) -> Page:
    """Return the address that leads to the work's own page: the version for the edition's day."""
    return Page(f"{work.folder}/latest/index.html")


def dates_page(work: Work) -> Page:
    """Return the page of which version held on which day; `?date=2020-05-01` leads to it."""
    return Page(f"{work.folder}/dates/index.html")


def _version_folder(work: Work, facts: Facts) -> str:
    language = LANGUAGE_SUFFIX[facts.language].replace(".", "/")
    return f"{work.folder}/{day_name(facts.date)}{language}"


def living_page(edition: Edition, work: Work, facts: Facts) -> Page:
    """Return where a version is read on the edition's day: the work's own page when that shows it."""
    return work_page(work) if edition.current(work) is facts else version_page(work, facts)


def relative(page: Page, target: Page, anchor: str = "") -> str:
    """Link from a page to a target and a provision in it, whatever folder the edition is put in.

    >>> relative("falv/xf/index.html", "about/index.html")
    '../../about/index.html'
    >>> relative("index.html", "index.html", "art_3"), relative("a/index.html", "b/index.html", "art_3")
    ('#art_3', '../b/index.html#art_3')
    """
    at = f"#{anchor}" if anchor else ""
    if page == target and at:
        return at
    return "../" * page.count("/") + target + at


def absolute(edition: Edition, path: str) -> str:
    """Return the public address of a path; the path alone while no base URL is set."""
    base = edition.base_url.rstrip("/")
    return f"{base}/{path}" if base else path
