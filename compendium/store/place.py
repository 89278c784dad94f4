"""Where a corpus stands in its repository."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from compendium.store.errors import GitFailed, NotWritable
from compendium.store.gitio import git, try_git
from compendium.store.paths import CACHE

CONFIG = "corpus.toml"
UNBORN = "0" * 40


@dataclass(frozen=True, slots=True)
class Place:
    """A corpus folder inside the working folder `top` of the repository kept in `git_dir`.

    `prefix` leads from `top` to the corpus: empty, or a path that ends with a slash.
    """

    top: Path
    git_dir: Path
    prefix: str = ""

    @property
    def root(self) -> Path:
        """The corpus folder."""
        return self.top / self.prefix

    @property
    def lock(self) -> Path:
        """The file that a writer locks."""
        return self.git_dir / "compendium.lock"

    @property
    def journal(self) -> Path:
        """The record of a write under way."""
        return self.git_dir / "compendium-journal.json"

    @property
    def scratch(self) -> Path:
        """Where new files are written before they are moved into place: ignored, on the same disk."""
        return self.root / CACHE / "tmp"


def locate(root: Path) -> Place | None:
    """Find the repository of a folder; None when there is none, or when it ignores the folder."""
    found = try_git(root, "rev-parse", "--show-toplevel", "--absolute-git-dir", "--show-object-format")
    if found.status:
        if "not a git repository" in found.words:
            return None
        raise GitFailed("rev-parse", found.words)
    top, git_dir, form = (Path(line) for line in found.line.splitlines())
    if str(form) != "sha1":
        raise NotWritable(root, f"不支持 {form} 格式的 git 仓库")
    if root == top:
        return Place(top, git_dir)
    if try_git(root, "check-ignore", "-q", CONFIG).status == 0:
        return None
    return Place(top, git_dir, root.relative_to(top).as_posix() + "/")


def head_of(place: Place) -> str:
    """The commit that HEAD names; empty before the first."""
    return try_git(place.top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").line


def identity(place: Place) -> tuple[str, str]:
    """The name and address that git is configured with, or the program's own."""
    name = try_git(place.top, "config", "user.name").line
    email = try_git(place.top, "config", "user.email").line
    return (name or "compendium", email or "compendium@localhost")


def cache_folder(root: Path) -> Path:
    """Make the private folder of a corpus, ignored by git whatever the corpus says."""
    cache = root / CACHE
    cache.mkdir(exist_ok=True)
    ignore = cache / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return cache


def make_repository(root: Path) -> None:
    """Make a folder a repository of its own, its branch named main."""
    git(root, "init", "--quiet", "--initial-branch=main")
