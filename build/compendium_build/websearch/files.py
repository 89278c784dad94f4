"""The files of the browser's search, as artifacts: script, directory, postings, texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from typing import Any

from compendium.library.catalog import Work
from compendium_build.edition.addresses import SEARCH_DATA, SEARCH_SCRIPT
from compendium_build.edition.artifacts import Artifact, code_key, key_of
from compendium_build.websearch.directory import FORMAT
from compendium_build.websearch.index import WebIndex, stamp, stamp_of_lengths
from compendium_build.websearch.packing import script
from compendium_build.websearch.pools import versions_of

DIRECTORY = "directory"
ALL = "all"
_HEAD = '(function () {\n"use strict";\n\n'


def index_artifacts(index: WebIndex) -> Iterator[Artifact]:
    """List the script, the directory and the postings; nothing is read before one of them is rendered."""
    code, data = code_key(), _script()
    yield Artifact(SEARCH_SCRIPT, key_of("file", hashlib.sha256(data).hexdigest()), lambda: data)
    texts = [[work.folder, _digests(work)] for work in index.works]
    told = _told(index)
    yield _artifact(DIRECTORY, key_of(code, texts, told), lambda: ["", index.directory()])
    for number in range(index.shape.pairs):
        yield _artifact(f"pairs/{number}", key_of(code, texts), partial(_shard, index, "pairs", number))
    for number in range(index.shape.singles):
        yield _artifact(f"singles/{number}", key_of(code, texts), partial(_shard, index, "singles", number))
    for number, group in enumerate(index.groups):
        key = key_of(code, list(map(_digests, group)))
        yield _artifact(f"lengths/{number}", key, partial(_lengths, index, number))
    yield _artifact(f"lengths/{ALL}", key_of(code, texts), partial(_all_lengths, index))


def text_artifacts(index: WebIndex, work: Work) -> Iterator[Artifact]:
    """List the files with the texts of a work."""
    for number in range(index.chunks(work)):
        name = f"texts/{work.folder}/{number}"
        yield _artifact(name, key_of(code_key(), _digests(work)), partial(_texts, index, work, number))


def _artifact(name: str, key: str, value: Any) -> Artifact:
    return Artifact(f"{SEARCH_DATA}/{name}.js", key_of(FORMAT, name, key), lambda: script(name, value()))


def _shard(index: WebIndex, sort: str, number: int) -> list[Any]:
    text = (index.pairs if sort == "pairs" else index.singles)[number]
    return [stamp(text), text]


def _lengths(index: WebIndex, number: int) -> list[Any]:
    held = index.lengths[number]
    return [stamp_of_lengths(held), held]


def _all_lengths(index: WebIndex) -> list[Any]:
    """All files of lengths in one, for queries that would ask for many of them."""
    return [index.lengths_stamp, index.lengths]


def _texts(index: WebIndex, work: Work, number: int) -> list[Any]:
    return [index.stamp_of(work), index.chunk(work, number)]


def _digests(work: Work) -> list[str]:
    return [facts.digest for facts, _ in versions_of(work)]


def _told(index: WebIndex) -> list[Any]:
    """What the directory tells beside the texts."""
    edition = index.edition
    intervals = [[str(interval) for _, interval in versions_of(work)] for work in index.works]
    return [edition.as_of.isoformat(), str(edition.scheme), intervals, index.synonyms]


def _script() -> bytes:
    """The search script: its parts one after another, in a scope of their own."""
    folder = files(__package__).joinpath("script")
    parts = sorted(
        (part for part in folder.iterdir() if part.name.endswith(".js")), key=lambda part: part.name
    )
    return (_HEAD + "\n".join(part.read_text("utf-8") for part in parts) + "})();\n").encode()
