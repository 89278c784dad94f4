"""What is done in a process of its own: other days and states, heavy forms, comparisons.

The process can be ended when it takes too long, and the server's own threads are left to those who read
today's pages. It keeps what it has read between two calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from time import sleep

from compendium.problems import CompendiumError
from compendium.store import open_corpus
from compendium_build.artifacts import OutputBusy
from compendium_build.search import build_index
from compendium_build.serving.comparing import Compared, Pair, compared
from compendium_build.serving.finding import Ask, Found, Outcome, find
from compendium_build.serving.settings import load_settings
from compendium_build.serving.shown import Shelf

INDEX = "index"
"""The folder of the index among what the corpus can make again."""
_TRIES, _PAUSE = 600, 0.5


@dataclass(frozen=True, slots=True)
class Delivery:
    """What an address means in an edition, and the bytes where it is a file."""

    outcome: Outcome
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Refused:
    """A failure in words for the reader."""

    words: str


def deliver(settings: str, name: str, day: date, ask: Ask) -> Delivery | Refused:
    """Find and make a file of the edition of a state on a day."""
    try:
        shown = _shelf(settings).shown(name, day)
        outcome = find(shown, ask)
        return Delivery(outcome, shown.render(outcome.path) if isinstance(outcome, Found) else b"")
    except CompendiumError as error:
        return Refused(str(error))


def compare(settings: str, name: str, day: date, pair: Pair) -> Compared | Refused:
    """Compare two versions of a work."""
    try:
        return compared(_shelf(settings).shown(name, day), pair)
    except CompendiumError as error:
        return Refused(str(error))


def index(settings: str, name: str) -> Refused | None:
    """Bring the index of the corpus up to a state; another process that is at it is waited for."""
    shelf = _shelf(settings)
    try:
        for _ in range(_TRIES):
            try:
                state = shelf.state(name)
                folder = shelf.corpus.cache_dir / INDEX
                build_index(state.catalog, folder, scheme=state.config.scheme)
            except OutputBusy:
                sleep(_PAUSE)
            else:
                return None
        return Refused("另一个程序一直占用着检索索引。")
    except CompendiumError as error:
        return Refused(str(error))


@cache
def _shelf(settings: str) -> Shelf:
    told = load_settings(settings)
    return Shelf(open_corpus(told.corpus), told.editions)
