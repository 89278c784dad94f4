"""Functions of WeasyPrint replaced for the book alone: every other document of the process is set as ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

_at_the_book: ContextVar[bool] = ContextVar("at_the_book", default=False)


@contextmanager
def for_the_book() -> Iterator[None]:
    """Send calls, within this and in this thread only, to what `replace` was given."""
    token = _at_the_book.set(True)
    try:
        yield
    finally:
        _at_the_book.reset(token)


def replace(owner: Any, name: str, ours: Callable[..., Any]) -> None:
    """Let calls of `owner.name` go to ours while the book is set; doing it again changes nothing."""
    original = getattr(owner, name)
    if is_replaced(original):
        return

    @wraps(original)
    def chosen(*args: Any, **named: Any) -> Any:
        return (ours if _at_the_book.get() else original)(*args, **named)

    chosen.for_the_book = True  # type: ignore[attr-defined]
    setattr(owner, name, chosen)


def is_replaced(function: Any) -> bool:
    """Tell whether calls of a function go to ours while the book is set."""
    return hasattr(function, "for_the_book")
