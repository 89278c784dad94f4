"""Output for people: tables and progress; colour and movement only on a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

Tell = Callable[[int, int], None]


class _Console(Console):
    """A console that leaves it to the command line to say what a reader that has gone means."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def shown_day(told: str) -> str:
    """A day as JSON tells it, for people: 日期不明 where it is undated."""
    from compendium.law.days import UNDATED, UNKNOWN

    return UNKNOWN if told == UNDATED else told


def out() -> Console:
    """Standard output; wide when it is no terminal, so that nothing is cut for a script."""
    return _Console(highlight=False, width=None if sys.stdout.isatty() else 240)


def err() -> Console:
    """Standard error."""
    return _Console(stderr=True, highlight=False)


def table(*columns: str) -> Table:
    """A plain table with these headings."""
    made = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def print_json(value: Any) -> None:
    """Write one JSON value to standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


@contextmanager
def progress(label: str, quiet: bool = False) -> Iterator[Tell]:
    """A bar on a terminal's standard error; elsewhere a line at the start of long work, or nothing."""
    console = err()
    if quiet or not console.is_terminal:
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
