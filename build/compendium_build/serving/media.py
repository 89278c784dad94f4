"""Content types: by the ending of a file, and the forms that a version can be asked for in."""

from __future__ import annotations

from compendium_build.edition.addresses import FEEDS, SEARCH_DATA

HTML, JSON, TEXT = "text/html; charset=utf-8", "application/json", "text/plain; charset=utf-8"
PROBLEM = "application/problem+json"
OTHER = "application/octet-stream"

TYPES = {
    "html": HTML,
    "xml": "application/xml",
    "json": JSON,
    "txt": TEXT,
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "map": JSON,
    "jsonld": "application/ld+json",
    "webmanifest": "application/manifest+json",
    "opml": "text/x-opml; charset=utf-8",
    "opensearch": "application/opensearchdescription+xml",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "ico": "image/vnd.microsoft.icon",
    "woff2": "font/woff2",
    "mp4": "video/mp4",
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "gz": "application/gzip",
    "wasm": "application/wasm",
}
_NAMED = {
    "opensearch.xml": TYPES["opensearch"],
    ".csl.json": "application/vnd.citationstyles.csl+json",
    ".schema.json": "application/schema+json",
}
_FEEDS = {"xml": "application/atom+xml", "json": "application/feed+json"}

FORMS = {
    "html": ("text/html",),
    "xml": ("application/akn+xml", "application/xml", "text/xml"),
    "json": ("application/json",),
    "txt": ("text/plain",),
    "md": ("text/markdown",),
    "docx": (TYPES["docx"],),
    "epub": (TYPES["epub"],),
    "pdf": (TYPES["pdf"],),
}
"""The forms of a version by ending, with the types that ask for each; the first that fits is given."""

HEAVY = frozenset({"docx", "epub", "pdf", "zip", "gz"})
"""What takes long to make: it is made in another process."""


def media_of(path: str) -> str:
    """Return the content type of a file of the edition."""
    ending = path.rpartition(".")[2].lower()
    if path.startswith(f"{FEEDS}/") and ending in _FEEDS:
        return _FEEDS[ending]
    for name, media in _NAMED.items():
        if path.endswith(name):
            return media
    return TYPES.get(ending, OTHER)


def is_heavy(path: str) -> bool:
    """Whether a file takes long to make: a piece of the browser's index is cut from the whole index."""
    return path.startswith(f"{SEARCH_DATA}/") or path.rpartition(".")[2].lower() in HEAVY


def is_text(media: str) -> bool:
    """Whether the bytes get smaller when they are packed."""
    plain = media.partition(";")[0]
    return plain.startswith("text/") or plain.endswith(("xml", "json")) or plain == "application/wasm"
