"""What was published last from this machine, remembered in the user's own folder, outside of the corpus."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from compendium.store import Corpus
from compendium_build.edition.folders import write_whole

LAST = "published.json"


@dataclass(frozen=True, slots=True)
class Publication:
    """A state of the corpus that readers were given: its commit, the day of the edition, and where."""

    revision: str
    day: str
    destination: str


def remember(corpus: Corpus, publication: Publication) -> None:
    """Remember what was published last."""
    write_whole(corpus.state_dir / LAST, json.dumps(asdict(publication), ensure_ascii=False).encode())


def publication_with(corpus: Corpus, commit: str) -> Publication | None:
    """Find the publication that has a commit in it; None where it has not, or nothing was published here."""
    try:
        held = json.loads((corpus.state_dir / LAST).read_bytes())
        last = Publication(str(held["revision"]), str(held["day"]), str(held["destination"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return last if last.revision and corpus.contains(commit, last.revision) else None
