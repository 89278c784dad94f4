"""The console script: Ctrl-C ends the program without a word while it is still being loaded.

Python's own handler would show a traceback from the middle of an import. Nothing is imported here before the
handlers are set; `entry` then sets those that tell how the run ended.
"""

import signal

for _signum in (signal.SIGINT, signal.SIGTERM):
    if signal.getsignal(_signum) is not signal.SIG_IGN:  # what the caller has us ignore stays ignored
        signal.signal(_signum, signal.SIG_DFL)


def main() -> None:
    """Hand over to the program."""
    from compendium_cli.entry import main as begin

    begin()
