"""What every typesetting process needs, loaded once before they are forked.

Reading the widths of the Chinese faces takes nearly half a second and 90 MB for a moment; done here it is
paid once, and its result is shared among the processes.
"""

from __future__ import annotations

import gc

from compendium.system.workers import give_back
from compendium_build.print.fonts import FACES, MissingFont
from compendium_build.print.lines.compose import narrow
from compendium_build.print.pages import render  # noqa: F401


def warm() -> None:
    """Load what every process needs; the process that misses something tells so itself."""
    for face in FACES:
        try:
            narrow(*face)
        except MissingFont:
            continue
    gc.collect()
    give_back()
    gc.freeze()  # so that collecting in the processes does not copy these pages


warm()
