"""Keeps the server abreast of the corpus: new commits, and the new day at midnight."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from anyio import to_thread

from compendium_build.serving.library import Library
from compendium_build.serving.metrics import Metrics
from compendium_build.serving.searcher import Searcher

_LOG = logging.getLogger("compendium.serve")


class Keeper:
    """Looks at the corpus now and then; readers go on with what they have until the new is ready."""

    def __init__(self, library: Library, searcher: Searcher, metrics: Metrics) -> None:
        self._library, self._searcher, self._metrics = library, searcher, metrics
        self.trouble = ""
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop looking."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def look(self) -> None:
        """Bring the edition and the index up to the corpus, if they lie behind it."""
        library, searcher = self._library, self._searcher
        try:
            if await to_thread.run_sync(library.renew):
                self._metrics.renewals.inc()
                _LOG.info("现在提供 %s，状态以 %s 为准", library.current.state.name[:12], library.current.day)
            state = library.current.state
            if searcher.name != state.name:
                await library.index(state.name)
                await to_thread.run_sync(searcher.open, state.name)
            self.trouble = ""
        except Exception as error:  # a broken commit must not end the service of the state before
            self.trouble = str(error)
            self._metrics.failures.inc()
            _LOG.exception("新的状态没有读入，继续提供原来的状态")

    async def _run(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(self._library.settings.poll)
