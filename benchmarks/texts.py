"""The texts to time: the real set beside the project, or a sample corpus written out as files."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[1]
CONSOLE = Console(highlight=False)


def real_texts() -> Path | None:
    """The folder of real texts: COMPENDIUM_SHARED, or shared/data beside the project."""
    folder = Path(os.environ.get("COMPENDIUM_SHARED", ROOT.parent / "shared" / "data"))
    return folder if folder.is_dir() else None


def regulations() -> list[Path]:
    """The files that corpora are made of: real regulations, or the sample sources."""
    data = real_texts()
    found = sorted(data.glob("shanghai/*.md")) if data else []
    return found or sorted((ROOT / "tests" / "samples").glob("海浦市*.md"))


def said_source() -> str:
    """Which texts are timed, in words."""
    return "真实文本" if real_texts() else "示例文本"


def seconds(work: Callable[[], T]) -> tuple[float, T]:
    """The seconds that a piece of work takes, and its result."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def show(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """Print a table; the first column is text, the others numbers."""
    table = Table(title=title, title_justify="left", box=None, header_style="bold", padding=(0, 1))
    for position, column in enumerate(columns):
        table.add_column(column, justify="right" if position else "left")
    for row in rows:
        table.add_row(*row)
    CONSOLE.print(table)
    sys.stdout.flush()
