"""How far what has been built or published lies behind the corpus.

The manifest of what was built or published names its revision and day; the search index knows the digest of
every file it holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from compendium.duties import Concern, Duty, Place
from compendium.law.days import day_words
from compendium.law.problems import CompendiumError
from compendium.law.timeline import start_of
from compendium.library.catalog import Catalog
from compendium.store import Commit
from compendium_build.edition.artifacts import MANIFEST, OutputRefused

_NAMES = {"web": "网站", "print": "书", "index": "检索索引", "feed": "订阅源"}


class NotPublished(CompendiumError):
    """A folder holds nothing that this program built."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} 里没有本程序生成的成品（没有 {MANIFEST}）。")


@dataclass(frozen=True, slots=True)
class Published:
    """One thing that was built: the revision and the day it shows, as far as it tells them.

    `differing` is the number of files of the corpus that it holds otherwise; None when it does not know.
    """

    folder: Path
    revision: str = ""
    as_of: date | None = None
    differing: int | None = None

    @property
    def title(self) -> str:
        """How people call it."""
        name = _NAMES.get(self.folder.name, "成品")
        return f"{name}（{self.folder}）"

    @property
    def silent(self) -> bool:
        """Whether it does not tell what it was made from."""
        return not self.revision and self.differing is None


def published_in(folder: Path, catalog: Catalog) -> tuple[Published, ...]:
    """What stands in a folder: one edition, or the targets of a build side by side.

    Raises:
        NotPublished: nothing of the kind.
    """
    found = [p for p in (folder, *sorted(folder.glob("*"))) if (p / MANIFEST).is_file()]
    if not found:
        raise NotPublished(folder)
    return tuple(_published(path, catalog) for path in (found[:1] if found[0] == folder else found))


def edition_duties(
    folders: Sequence[Path], catalog: Catalog, commits: Sequence[Commit], day: date
) -> tuple[tuple[Duty, ...], tuple[str, ...]]:
    """Say which of what stands in the folders must be built anew, and which does not tell.

    `commits` are those of the corpus, newest first.
    """
    found = [item for folder in folders for item in published_in(folder, catalog)]
    duties = [duty for item in found for duty in _behind(item, catalog, commits, day)]
    silent = [f"{item.title}没有记下由哪个版次生成，不能与法规库比较" for item in found if item.silent]
    return tuple(duties), tuple(silent)


def _published(folder: Path, catalog: Catalog) -> Published:
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        revision, as_of = str(told.get("revision", "")), str(told.get("as_of", ""))
        day = date.fromisoformat(as_of) if as_of else None
    except (ValueError, AttributeError):
        raise OutputRefused(folder) from None
    if revision:
        return Published(folder, revision, day)
    if "data" in told:
        return Published(folder, differing=_differing(folder / str(told["data"]), catalog))
    return Published(folder)


def _differing(data: Path, catalog: Catalog) -> int | None:
    """How many files a search index lacks, holds in another state, or should no longer hold."""
    from compendium_build.search.index import read_state

    state = read_state(data)
    if state is None:
        return None
    held = {version.path: version.digest for version in state.versions}
    wanted = {f.path: f.digest for work in catalog.works for f in work.expressions + work.translations}
    return sum(held.get(path) != wanted.get(path) for path in held.keys() | wanted.keys())


def _behind(item: Published, catalog: Catalog, commits: Sequence[Commit], day: date) -> Iterator[Duty]:
    reasons = [
        *_commits_since(item, commits),
        *([f"有 {item.differing} 个文件与法规库不同"] if item.differing else []),
        *_begun_since(item, catalog, day),
    ]
    if reasons:
        out = item.folder.parent if item.folder.name in _NAMES else "成品目录"
        target = item.folder.name if item.folder.name in _NAMES else "all"
        yield Duty(
            id=f"{Concern.EDITION}:{item.folder.name}",
            concern=Concern.EDITION,
            title=item.title,
            message="；".join(reasons),
            overdue=True,
            places=(Place(path=str(item.folder / MANIFEST), line=1),),
            command=f"compendium build {target} -o {out}",
        )


def _commits_since(item: Published, commits: Sequence[Commit]) -> Iterator[str]:
    if not item.revision or not commits:
        return
    shown = item.revision[:12]
    since = next((n for n, one in enumerate(commits) if one.hexsha.startswith(item.revision)), None)
    if since is None:
        yield f"版次 {shown} 不在这个法规库的历史里"
    elif since:
        changed = {file for commit in commits[:since] for file in commit.files}
        yield f"版次 {shown} 之后法规库有 {since} 次提交，涉及 {len(changed)} 个文件"


def _begun_since(item: Published, catalog: Catalog, day: date) -> Iterator[str]:
    """A text that took effect after the day for which an edition was made stands in it as one to come."""
    if item.as_of is None:
        return
    starts = (start_of(f) for work in catalog.works for f in work.expressions)
    begun = sum(1 for start, _ in starts if start and item.as_of < start <= day)
    if begun:
        yield f"状态以{day_words(item.as_of)}为准，此后有 {begun} 件文本开始施行"
