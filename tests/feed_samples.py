"""A corpus with a past, in memory, for the tests of the feeds; and readers of what they publish."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from lxml import etree

from compendium.akn import write_act
from compendium.law.act import Act, Commencement, Event
from compendium.law.kinds import EventKind
from compendium.law.names import expression_path
from compendium.library.catalog import load_catalog
from compendium.library.config import Category, CorpusConfig
from compendium.library.history import Past
from compendium.store import Step, digest_of
from compendium_build.edition.edition import Edition
from compendium_build.feed import feed_artifacts
from tests.builders import act, article
from tests.web_build import stated
from tests.web_samples import MemoryFiles

BASE = "https://law.example.cn/fagui"
BEIJING = timezone(timedelta(hours=8))
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "fh": "http://purl.org/syndication/history/1.0",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "c": "https://compendium.example/ns/feed/1",
}
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "schemas" / "atom.rng"))
SCHEME = (
    Category("shimin", "市民", (Category("shimin.qiao", "桥梁", (Category("shimin.qiao.weihu", "维护"),)),)),
    Category("qiye", "企业"),
)


def at(day: str, hour: int = 10) -> datetime:
    """A moment of a day in Beijing."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), BEIJING) + timedelta(hours=hour)


def bridge(
    slug: str = "qiaoliang-tiaoli",
    *texts: str,
    day: str = "2020-05-01",
    adopted: str = "2020-03-19",
    amended: str = "",
    subjects: tuple[str, ...] = (),
    **changed: Any,
) -> Act:
    """A version of an act; with `amended` the version that an amendment made."""
    start = date.fromisoformat(day)
    work = f"/akn/cn-sh/act/difangxing-fagui/2020/{slug}"
    body = [article(n, text) for n, text in enumerate(texts or ("为了桥梁的安全，制定本条例。",), 1)]
    events = [
        Event(kind=EventKind.ADOPTION, date=date.fromisoformat(adopted), body="海浦市人民代表大会常务委员会")
    ]
    if amended:
        events.append(
            Event(
                kind=EventKind.AMENDMENT, date=date.fromisoformat(amended), decision="关于修改桥梁条例的决定"
            )
        )
    made = act(*body, day=start, title=f"海浦市{slug}条例", work=work)
    starts = (stated(start, "cm_1"),)
    made = replace(made, events=tuple(events), commencements=starts, subjects=subjects)
    return replace(made, **changed)


def begins(day: str) -> tuple[Commencement, ...]:
    """A stated day of effect."""
    return (stated(date.fromisoformat(day), "cm_1"),)


@dataclass
class History:
    """A corpus that grows by commits."""

    state: dict[str, bytes] = field(default_factory=lambda: {"corpus.toml": b""})
    blobs: dict[str, bytes] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def commit(self, when: datetime, *acts: Act, gone: tuple[Act, ...] = ()) -> History:
        """Write acts and take away others."""
        files: dict[str, str | None] = {}
        for each in gone:
            path = path_of(each)
            files[path] = None
            del self.state[path]
        for each in acts:
            self.write(path_of(each), write_act(each), files)
        self.steps.append(Step(f"{len(self.steps):040}", when, files))
        return self

    def write(self, path: str, data: bytes, files: dict[str, str | None]) -> None:
        digest = digest_of(data)
        self.blobs[digest] = self.state[path] = data
        files[path] = digest

    def edition(self, day: date, **settings: Any) -> Edition:
        """The edition of the last commit on a day."""
        catalog = load_catalog(MemoryFiles(dict(self.state), []))
        return Edition(
            catalog=_with_git_digests(catalog),
            as_of=day,
            config=CorpusConfig(
                title="海浦市法规全书",
                locality="cn-hp",
                place="",
                publisher="海浦市司法局",
                base_url=f"{BASE}/",
                scheme=SCHEME,
                **settings,
            ),
            revision="0123456789",
            past=Past(tuple(self.steps), self.blobs.__getitem__),
        )


def _with_git_digests(catalog: Any) -> Any:
    """The facts of a catalog under the digests that commits name them by."""
    works = []
    for work in catalog.works:
        own = tuple(replace(f, digest=digest_of(catalog.files.contents[f.path])) for f in work.expressions)
        works.append(replace(work, expressions=own))
    return replace(catalog, works=tuple(works))


def path_of(each: Act) -> str:
    """The file of a version."""
    return expression_path(each.work, each.language, each.date)


def published(edition: Edition) -> dict[str, bytes]:
    """Every file of the feeds."""
    return {artifact.path: artifact.render() for artifact in feed_artifacts(edition)}


def atom(files: dict[str, bytes], path: str = "atom.xml") -> Any:
    """A document in Atom."""
    return etree.fromstring(files[path])


def ids(document: Any) -> list[str]:
    """The ids of the entries of a document, without their authority."""
    return [short(name) for name in document.xpath("a:entry/a:id/text()", namespaces=NAMES)]


def gone(document: Any) -> dict[str, str]:
    """The deleted entries of a document and when they went."""
    found = document.findall("at:deleted-entry", NAMES)
    return {short(item.get("ref")): item.get("when") for item in found}


def updated(document: Any) -> dict[str, str]:
    """When each entry of a document was updated."""
    entries = document.findall("a:entry", NAMES)
    return {short(e.findtext("a:id", "", NAMES)): e.findtext("a:updated", "", NAMES) for e in entries}


def short(name: str) -> str:
    """An id from the name of the work on: qiaoliang-tiaoli/amendment/2024-09-27."""
    return "/".join(name.split("/")[6:])


def items(files: dict[str, bytes], path: str = "feed.json") -> Any:
    """A document in JSON."""
    return json.loads(files[path])
