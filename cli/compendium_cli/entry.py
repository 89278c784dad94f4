"""The program `compendium` begins here: signals are minded before anything large is loaded."""

from __future__ import annotations

import sys
from contextlib import suppress

from compendium.system import ending


def main() -> None:
    """Run the command line: exit 0 done, 1 refused or faults found, 2 wrong use; the rest in docs/cli.md."""
    code = 0
    try:
        ending.install()
        code = _run()
        ending.finish()
    except ending.Interrupted as stopped:
        code = _told(stopped.signum)
    sys.exit(code)


def _run() -> int:
    from compendium_cli import streams

    streams.prepare()
    try:
        from compendium_cli.main import run

        return run(sys.argv[1:])
    except Exception as error:  # run tells of all that happens within it
        from compendium_cli.failures import tell

        return tell(error)


def _told(signum: int) -> int:
    """Say how the run ended when the signal came before there was anybody to say it, or after."""
    ending.finish()
    with suppress(OSError, ValueError, AttributeError):  # there may be nobody to tell
        sys.stderr.write(f"{ending.words()}\n")
    return ending.exit_code(signum)
