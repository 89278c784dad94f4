"""A bound on heavy work: a few at a time, some waiting, the rest are asked to come again."""

from __future__ import annotations

import asyncio


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
