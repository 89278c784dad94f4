"""The edition of today and the way to all others: what is at hand at once, the rest through bounded work.

Heavy work is bounded (`Gate`): a few at a time, some waiting, the rest are asked to come again. Other days
and states, heavy forms and comparisons are done in a process of their own. It can be ended when it takes too
long, and the server's own threads are left to those who read today's pages; it keeps what it has read between
two calls.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from time import sleep
from typing import Any

import anyio
from anyio import CapacityLimiter, to_process, to_thread

from compendium.law.problems import CompendiumError
from compendium.store import Corpus, NoHistory, UnknownRevision, open_corpus
from compendium_build.edition.artifacts import OutputBusy
from compendium_build.search import build_index
from compendium_build.serving.cache import Cache, Item
from compendium_build.serving.compare import Compared, Pair, compared
from compendium_build.serving.editions import Shelf, Shown, state_name
from compendium_build.serving.finding import Ask, Found, Outcome, find
from compendium_build.serving.media import TYPES, is_heavy
from compendium_build.serving.moments import Moment
from compendium_build.serving.replies import Refusal
from compendium_build.serving.settings import Settings, load_settings


class Busy(Exception):
    """No room, or not in time; `again` is after how many seconds to come back."""

    def __init__(self, again: int) -> None:
        self.again = again
        super().__init__(f"busy, again in {again} s")


class Gate:
    """Lets `width` through at once; of those that wait, no more than `waiting`, no longer than `patience`."""

    def __init__(self, width: int, waiting: int, patience: float) -> None:
        self._open = asyncio.Semaphore(width)
        self._waiting, self._patience = waiting, patience
        self.queue = 0
        self.turned_away = 0

    async def __aenter__(self) -> None:
        if not self._open.locked():
            await self._open.acquire()
            return
        if self.queue >= self._waiting:
            raise self._busy()
        self.queue += 1
        try:
            await asyncio.wait_for(self._open.acquire(), self._patience)
        except TimeoutError:
            raise self._busy() from None
        finally:
            self.queue -= 1

    async def __aexit__(self, *_: object) -> None:
        self._open.release()

    def _busy(self) -> Busy:
        self.turned_away += 1
        return Busy(max(1, round(self._patience)))


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
    try:
        shelf = _shelf(settings)
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


_KNOWN = 2000
_INDEXING = 3600.0
"""Seconds; the first index of a big corpus takes its time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address means, the bytes where it is a file, and when those can last have changed."""

    outcome: Outcome
    item: Item | None
    since: datetime


class Library:
    """Answers for one process; `current` is replaced whole, so whoever took it keeps one edition."""

    def __init__(self, settings: Settings, corpus: Corpus) -> None:
        self.settings, self.corpus = settings, corpus
        self._scratch = tempfile.TemporaryDirectory(prefix="compendium-serve-")
        self.folder = Path(self._scratch.name)
        self.cache = Cache(settings.memory, settings.disk, self.folder)
        self.shelf = Shelf(corpus, 2)
        self.current = self.shelf.shown(state_name(corpus), settings.today)
        self.loaded = datetime.now(UTC)
        self.pages = Gate(1, settings.waiting, settings.patience)
        self.helpers = Gate(1, settings.waiting, settings.patience)
        self.forms = Gate(1, settings.waiting, settings.patience)
        self._limiter = CapacityLimiter(3)  # helpers, forms, and the index
        self._names: OrderedDict[tuple[str, date], str] = OrderedDict()
        self._told: OrderedDict[tuple[str, date, Ask], tuple[Outcome, str]] = OrderedDict()
        self._line = settings.dump()

    def close(self) -> None:
        """Take away what was kept on disk."""
        self._scratch.cleanup()

    def renew(self) -> bool:
        """Put the edition of the newest state and of today in place, if it is another."""
        name, day = state_name(self.corpus), self.settings.today
        if (name, day) == (self.current.state.name, self.current.day):
            return False
        self.current = self.shelf.shown(name, day)
        self.loaded = datetime.now(UTC)
        return True

    async def answer(self, moment: Moment, ask: Ask) -> Answer:
        """Find a file at a moment and make it, if nobody has asked for it before."""
        shown = self.current
        name, day = await self._name(moment, shown), moment.day or shown.day
        if (name, day) == (shown.state.name, shown.day):
            return await self._at_hand(shown, ask)
        told = self._told.get((name, day, ask))
        if told is None:
            async with self.helpers:
                delivery: Delivery = await self._helped(deliver, self._line, name, day, ask)
            item = None
            if isinstance(delivery.outcome, Found):
                item = self.cache.put(delivery.outcome.key, delivery.body, delivery.outcome.media)
            _keep(self._told, (name, day, ask), (delivery.outcome, item.key if item else ""), _KNOWN)
            return Answer(delivery.outcome, item, shown.state.when)
        outcome, key = told
        held = self.cache.get(key) if key else None
        if key and held is None:
            del self._told[name, day, ask]
            return await self.answer(moment, ask)
        return Answer(outcome, held, shown.state.when)

    async def _at_hand(self, shown: Shown, ask: Ask) -> Answer:
        since = max(shown.state.when, _midnight(shown.day)) if not self.settings.day else shown.state.when
        outcome = find(shown, ask)
        if not isinstance(outcome, Found):
            return Answer(outcome, None, since)
        item = self.cache.get(outcome.key)
        if item is None and is_heavy(outcome.path):
            item = await self._formed(shown, outcome)
        elif item is None:
            async with self.pages:
                item = self.cache.get(outcome.key) or await to_thread.run_sync(self._make, shown, outcome)
        return Answer(outcome, item, since)

    async def _formed(self, shown: Shown, found: Found) -> Item:
        """Make what takes long, once however many ask for it."""
        async with self.forms:
            if item := self.cache.get(found.key):
                return item
            asked = (self._line, shown.state.name, shown.day, Ask(found.path))
            delivery = await self._helped(deliver, *asked, seconds=self.settings.form_seconds)
            return self.cache.put(found.key, delivery.body, found.media)

    def _make(self, shown: Shown, found: Found) -> Item:
        return self.cache.put(found.key, shown.render(found.path), found.media)

    async def compared(self, moment: Moment, pair: Pair) -> tuple[Item, str]:
        """Two versions beside each other, and a name for them as a file."""
        shown = self.current
        name, day = await self._name(moment, shown), moment.day or shown.day
        async with self.helpers:
            made: Compared = await self._helped(compare, self._line, name, day, pair)
        held = self.cache.get(made.key) or self.cache.put(made.key, made.body, TYPES[pair.form])
        return held, made.name

    async def index(self, name: str) -> None:
        """Have the index brought up to a state."""
        await self._helped(index, self._line, name, seconds=_INDEXING)

    async def _helped(self, task: Callable[..., Any], *args: Any, seconds: float | None = None) -> Any:
        """Have something done by a helper process, which is ended when it takes too long."""
        try:
            with anyio.fail_after(seconds or self.settings.answer_seconds):
                made = await to_process.run_sync(task, *args, cancellable=True, limiter=self._limiter)
        except TimeoutError:
            raise Refusal(503, "这个页面生成的时间过长，请稍后再试。", again=30) from None
        except anyio.BrokenWorkerProcess:
            raise Refusal(503, "这个页面没有做成，请稍后再试。", again=30) from None
        if isinstance(made, Refused):
            raise Refusal(404, made.words)
        return made

    async def _name(self, moment: Moment, shown: Shown) -> str:
        """The state that a moment asks for."""
        if moment.known_at is None:
            return shown.state.name
        asked = (shown.state.name, moment.known_at)
        if asked not in self._names:
            try:
                name = await to_thread.run_sync(state_name, self.corpus, moment.known_at)
            except UnknownRevision:
                raise Refusal(404, f"{moment.known_at} 时法规库还没有内容。") from None
            except NoHistory:
                raise Refusal(404, "这个法规库没有保存以往的状态，不能按入库日期查看。") from None
            _keep(self._names, asked, name, _KNOWN)
        return self._names[asked]


def _keep(held: OrderedDict[Any, Any], key: Any, value: Any, size: int) -> None:
    held[key] = value
    while len(held) > size:
        held.popitem(last=False)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()
