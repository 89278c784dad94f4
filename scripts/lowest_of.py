"""Keep of a resolution (standard input) the lines of the packages that pyproject.toml itself names."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def plain(name: str) -> str:
    """The name of a package as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> None:
    """Print the direct dependencies of the program and of its extra `fast`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["fast"]]
    direct = {plain(re.match(r"[\w.-]+", each)[0]) for each in wanted}  # type: ignore[index]
    for line in sys.stdin:
        if plain(line.partition("==")[0]) in direct:
            print(line, end="")


if __name__ == "__main__":
    main()
