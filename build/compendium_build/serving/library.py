"""The edition of today and the way to all others: what is at hand at once, the rest through bounded work."""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import anyio
from anyio import CapacityLimiter, to_process, to_thread

from compendium.store import Corpus, NoHistory, UnknownRevision
from compendium_build.serving.cache import Cache, Item
from compendium_build.serving.comparing import Compared, Pair
from compendium_build.serving.finding import Ask, Found, Outcome, find
from compendium_build.serving.gates import Gate
from compendium_build.serving.helper import Delivery, Refused, compare, deliver, index
from compendium_build.serving.media import TYPES, is_heavy
from compendium_build.serving.moments import Moment
from compendium_build.serving.refusals import Refusal
from compendium_build.serving.settings import Settings
from compendium_build.serving.shown import Shelf, Shown
from compendium_build.serving.state import state_name

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
