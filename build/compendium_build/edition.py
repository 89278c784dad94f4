"""An edition: the corpus at one revision, seen from one day. Everything published is a view of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from compendium.catalog import Catalog, Work
from compendium.citation import locate
from compendium.config import Category
from compendium.facts import Facts, Reference
from compendium.model import Act
from compendium.past import Past
from compendium.timeline import Standing, Status, interval_of, standing, version_status
from compendium_build.published_media import PublishedFiles


def index_of(work: Work, facts: Facts) -> int | None:
    """The place of a version, or of the one that it translates, among the versions of a work."""
    return next((i for i, version in enumerate(work.expressions) if version.date == facts.date), None)


@dataclass(frozen=True)
class Target:
    """Where a reference leads: a version of a work and a provision in it (empty: the whole)."""

    work: Work
    facts: Facts
    eid: str


@dataclass(frozen=True)
class Edition:
    """What every form of publication needs: works, the day, and who publishes.

    `title`, `publisher` and `base_url` come from corpus.toml; `settings` are its other tables,
    `scheme` its classes. `past` has the commits that led to the catalog, None where there are none.
    """

    catalog: Catalog
    as_of: date
    title: str
    publisher: str = ""
    base_url: str = ""
    revision: str = ""
    settings: dict[str, Any] | None = None
    scheme: tuple[Category, ...] = ()
    past: Past | None = None

    @property
    def dropped(self) -> dict[str, str]:
        """The files of the corpus that may not be published, with the reason."""
        files = self.catalog.files
        return files.dropped if isinstance(files, PublishedFiles) else {}

    @property
    def origin(self) -> dict[str, str]:
        """Of which commit and day it is, as the manifest of a folder tells it."""
        return {"revision": self.revision, "as_of": self.as_of.isoformat()}

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """How each work stands on the edition's day, by URI."""
        return {work.uri: standing(work.expressions, self.as_of) for work in self.catalog.works}

    def standing(self, work: Work) -> Standing:
        """How a work stands on the edition's day."""
        return self.standings[work.uri]

    def current(self, work: Work) -> Facts:
        """The version to show for a work on the edition's day."""
        return work.expressions[self.standing(work).index]

    def version_status(self, work: Work, facts: Facts) -> Status:
        """The status of one version on the edition's day."""
        return version_status(work.expressions, work.expressions.index(facts), self.as_of)

    def act(self, facts: Facts) -> Act:
        """The text of a version."""
        return self.catalog.act(facts)

    def resolve(self, work: Work, facts: Facts, reference: Reference) -> Target | None:
        """Where a reference in a version leads, or None when nothing in the corpus answers to it.

        A reference inside the act leads into the same version; one to another act leads to the version
        that holds on the `reading_day`.
        """
        if not reference.title:
            own = locate(reference.eid, self.eids(facts))
            return Target(work, facts, own) if own else None
        cited = self.catalog.cited(reference.title)
        if cited is None:
            return None
        version = facts
        if cited.uri != work.uri:
            version = cited.expressions[standing(cited.expressions, self.reading_day(work, facts)).index]
        eid = locate(reference.eid, self.eids(version)) if reference.eid else ""
        return None if eid is None else Target(cited, version, eid)

    def reading_day(self, work: Work, facts: Facts) -> date:
        """The day as of which a version is read, so that its references lead to what held beside it.

        The edition's day while the version holds; its first day while that is still to come; the last day
        that it held once it is over, so that the page of a past version stays as it was when it ended.
        """
        index = index_of(work, facts)
        start, until = (facts.date, None) if index is None else interval_of(work.expressions, index)
        if start is None or start > self.as_of:
            return max(start or facts.date, self.as_of)
        return max(start, until - timedelta(days=1)) if until and until <= self.as_of else self.as_of

    def eids(self, facts: Facts) -> frozenset[str]:
        """The eIds of all provisions of a version."""
        held = self._eids.get(facts.digest)
        if held is None:
            held = self._eids[facts.digest] = frozenset(eid for eid, _ in facts.labels)
        return held

    @cached_property
    def folders(self) -> frozenset[str]:
        """The folders of the works."""
        return frozenset(work.folder for work in self.catalog.works)

    @cached_property
    def memo(self) -> dict[str, Any]:
        """What forms of publication work out once for all of them."""
        return {}

    @cached_property
    def _eids(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def backlinks(self) -> dict[str, tuple[tuple[Work, Facts, Reference], ...]]:
        """For each work's URI, the references to it from the current versions of other works."""
        found: dict[str, list[tuple[Work, Facts, Reference]]] = defaultdict(list)
        for work in self.catalog.works:
            facts = self.current(work)
            for reference in facts.references:
                if not reference.title:
                    continue
                cited = self.catalog.cited(reference.title)
                if cited is not None and cited.uri != work.uri:
                    found[cited.uri].append((work, facts, reference))
        return {uri: tuple(rows) for uri, rows in found.items()}
