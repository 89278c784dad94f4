"""Print what is used of the inside of WeasyPrint and pydyf, as installed; --changed: what is not known."""

from __future__ import annotations

import sys
from importlib.metadata import version

from compendium_build.print.weasy.inside import INSIDE, RELEASES, Inner
from compendium_build.print.weasy.source import look


def row(inner: Inner) -> tuple[bool, str]:
    """Whether it is known as it is installed, and its lines of the table."""
    try:
        signature, source = look(inner.name)
    except (ImportError, AttributeError, OSError) as error:
        return False, f"{inner.name}\n    gone: {error}\n    {inner.why}"
    known = signature == inner.signature and source in (inner.sources or ("",))
    return known, f"{inner.name}\n    {signature}\n    {source}\n    {inner.why}"


def main(arguments: list[str]) -> int:
    """Print the table; fail when something in it is not known as it is installed."""
    for package, read in RELEASES.items():
        print(f"{package} {version(package)} (read: {', '.join(read)})")
    rows = [row(inner) for inner in INSIDE]
    for known, lines in rows:
        if not known or "--changed" not in arguments:
            print(("  " if known else "! ") + lines)
    return int(not all(known for known, _ in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
