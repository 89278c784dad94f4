"""What every typesetting process needs, loaded once before they are forked.

Reading the widths of the Chinese faces takes nearly half a second and 90 MB for a moment; done here it is
paid once, and its result is shared among the processes.
"""

from __future__ import annotations

import gc

from compendium_build.print import render  # noqa: F401
from compendium_build.print.fonts import FACES, MissingFont
from compendium_build.print.memory import give_back
from compendium_build.print.widths import narrow


def warm() -> None:
    """Load it; what is missing is told by the process that needs it."""
    for face in FACES:
        try:
            narrow(*face)
        except MissingFont:
            continue
    gc.collect()
    give_back()
    gc.freeze()  # so that collecting in the processes does not copy these pages


warm()
