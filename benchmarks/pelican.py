"""A peer for the web edition: Pelican makes plain pages of the same texts, one for each version."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.texts import seconds

_SETTINGS = """
SITENAME = "law"
SITEURL = ""
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
THEME = "simple"
PATH = "content"
PLUGINS = []
LOAD_CONTENT_CACHE = True
CHECK_MODIFIED_METHOD = "mtime"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DEFAULT_PAGINATION = 100
"""


class Pelican:
    """A site of Markdown pages beside the corpus."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fill(self, web: Path) -> int:
        """Take the Markdown of every version from a web edition; tell how many there are."""
        content = self._folder / "content"
        content.mkdir(parents=True)
        (self._folder / "conf.py").write_text(_SETTINGS, "utf-8")
        texts = [path for path in sorted(web.rglob("*.md")) if path.stem.endswith(path.parent.name)]
        for number, path in enumerate(texts):
            title, _, body = path.read_text("utf-8").removeprefix("# ").partition("\n")
            head = f"Title: {title}\nDate: {max(path.parent.name, '1900-01-01')}\nSlug: text-{number}\n\n"
            (content / f"{number}.md").write_text(head + body, "utf-8")
        return len(texts)

    def change(self) -> None:
        """Add a line to one text."""
        with (self._folder / "content" / "0.md").open("a", encoding="utf-8") as file:
            file.write("\n又一行。\n")

    def build(self) -> float:
        """The seconds of a build.

        Raises:
            SystemExit: Pelican is not there, or fails.
        """
        command = [sys.executable, "-m", "pelican", "content", "-o", "out", "-s", "conf.py", "--quiet"]
        took, done = seconds(
            lambda: subprocess.run(command, cwd=self._folder, capture_output=True, text=True, check=False)
        )
        if done.returncode:
            sys.exit(done.stderr or done.stdout)
        return took
