"""Hold every published form of every text against the corpus."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from compendium.law.act import Act
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.text.plain import fingerprint
from compendium_build.edition.addresses import version_file, version_page, version_xml, work_page
from compendium_build.edition.edition import Edition
from compendium_build.parity.differences import Difference, difference, squeezed

Progress = Callable[[int, int], None]


@dataclass
class Checked:
    """What was held against the corpus in a form: how many texts and provisions, and where they differ."""

    form: str
    texts: int = 0
    provisions: int = 0
    differences: list[Difference] = field(default_factory=list)

    def add(self, act: Act, differences: list[Difference]) -> None:
        """Count a text and keep where it differs."""
        self.texts += 1
        self.provisions += sum(1 for _ in act.provisions())
        self.differences += differences


def check_parity(edition: Edition, out: Path, progress: Progress | None = None) -> list[Checked]:
    """Hold what stands under `out` against an edition; forms that were not built are left out."""
    checks = [make(edition, out) for make in (_site, _book, _index, _feed)]
    held = [check for check in checks if check]
    works = edition.catalog.works
    for done, work in enumerate(works, 1):
        for facts in (*work.expressions, *work.translations):
            act = edition.act(facts)
            for checked, look in held:
                if (found := look(work, facts, act)) is not None:
                    checked.add(act, found)
        if progress:
            progress(done, len(works))
    return [checked for checked, _ in held]


Look = Callable[[Work, Facts, Act], "list[Difference] | None"]


def _site(edition: Edition, out: Path) -> tuple[Checked, Look] | None:
    root = out / "web"
    if not root.is_dir():
        return None
    from compendium_build.parity.site import page_differences

    def look(work: Work, facts: Facts, act: Act) -> list[Difference]:
        found = page_differences(facts.path, root / version_page(work, facts), act)
        if edition.current(work) is facts:
            found += page_differences(facts.path, root / work_page(work), act)
        xml = root / version_xml(work, facts)
        if not xml.is_file() or xml.read_bytes() != edition.catalog.files.read(facts.path):
            found.append(
                Difference(form="web", path=facts.path, place="XML", expected=facts.digest, found="")
            )
        if (text := root / version_file(work, facts, "txt")).is_file():
            said = hashlib.sha256(text.read_bytes()).hexdigest()
            row = difference("web", facts.path, "TXT", fingerprint(act), said)
            found += [row] if row else []
        return found

    return Checked("web"), look


def _book(edition: Edition, out: Path) -> tuple[Checked, Look] | None:
    folder = out / "print"
    if not any(folder.glob("quanshu*.pdf")):
        return None
    from compendium_build.parity.book import Book, book_differences
    from compendium_build.print.book import PAGES
    from compendium_build.print.plan import PRINTED

    book = Book(folder)
    told = json.loads((folder / PAGES).read_bytes())["works"]

    def look(work: Work, facts: Facts, act: Act) -> list[Difference] | None:
        if edition.current(work) is not facts or edition.standing(work).status not in PRINTED:
            return None
        found = book_differences(edition, book, facts.path, work.folder, act)
        said = told.get(work.folder, {}).get("fingerprint", "")
        row = difference("print", facts.path, "SHA-256", fingerprint(act), said)
        return [*found, row] if row else found

    return Checked("print"), look


def _index(edition: Edition, out: Path) -> tuple[Checked, Look] | None:
    if not (out / "index").is_dir():
        return None
    from compendium_build.search.documents import Part
    from compendium_build.search.index import open_index

    index = open_index(out / "index")
    numbers = {version.path: version.no for version in index.shelf.versions}
    parts = (Part.HEADING, Part.PROVISION, Part.ATTACHMENT)

    def look(work: Work, facts: Facts, act: Act) -> list[Difference]:
        if facts.path not in numbers:
            return [Difference(form="index", path=facts.path, place="", expected=act.title, found="")]
        held = index.reader.pieces(numbers[facts.path])
        shown = squeezed("".join(piece.text for piece in held if piece.part in parts))
        texts = [root.text for root in (*act.preamble, *act.body)]
        wanted = squeezed("".join((*texts, *(annex.text for annex in act.attachments))))
        row = difference("index", facts.path, "", wanted, shown)
        return [row] if row else []

    return Checked("index"), look


def _feed(edition: Edition, out: Path) -> tuple[Checked, Look] | None:
    """The feed names every text it tells of by hash: of the file that the site has."""
    root = next((folder for folder in (out / "feed", out / "web" / "feed") if folder.is_dir()), None)
    if root is None:
        return None
    hashes = _feed_hashes(root)

    def look(work: Work, facts: Facts, act: Act) -> list[Difference] | None:
        told = hashes.get(_name(version_xml(work, facts)))
        if told is None:
            return None
        own = hashlib.sha256(edition.catalog.files.read(facts.path)).hexdigest()
        return (
            []
            if own in told
            else [
                Difference(
                    form="feed", path=facts.path, place="SHA-256", expected=own, found=", ".join(sorted(told))
                )
            ]
        )

    return Checked("feed"), look


def _feed_hashes(root: Path) -> dict[str, set[str]]:
    """By the name of a file, the hashes that entries give of it, now and in archives."""
    found: dict[str, set[str]] = {}
    for path in root.rglob("*.json"):
        with suppress(ValueError):
            for address, told in _hashes(json.loads(path.read_bytes())):
                found.setdefault(_name(address), set()).add(told)
    return found


def _name(address: str) -> str:
    return address.rpartition("/")[2]


def _hashes(value: object) -> Iterator[tuple[str, str]]:
    """Everything in a feed that has an address and a hash."""
    if isinstance(value, dict):
        own = value.get("_compendium")
        if isinstance(value.get("url"), str) and isinstance(own, dict) and "sha256" in own:
            yield value["url"], own["sha256"]
        for each in value.values():
            yield from _hashes(each)
    elif isinstance(value, list):
        for each in value:
            yield from _hashes(each)
