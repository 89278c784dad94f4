"""Where a corpus stands in its repository, and whether that repository stays within itself."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from compendium.law.identifiers import CorpusPath
from compendium.store.errors import NotWritable, UnsafeRepository
from compendium.store.git import Door, head_text, open_door, settings_of, users_setting
from compendium.store.private import CACHES, STATE, private_folder

CONFIG = CorpusPath("corpus.toml")
UNBORN = "0" * 40


@dataclass(frozen=True, slots=True)
class Place:
    """A corpus folder inside the working folder `top` of the repository kept in `git_dir`.

    `prefix` leads from `top` to the corpus: empty, or a path that ends with a slash. `state` is the user's
    own folder for this repository.
    """

    door: Door
    state: Path
    prefix: str = ""

    @property
    def top(self) -> Path:
        """The working folder of the repository."""
        return self.door.top

    @property
    def git_dir(self) -> Path:
        """The git directory of the working folder."""
        return self.door.git_dir

    @property
    def root(self) -> Path:
        """The corpus folder."""
        return self.top / self.prefix

    @property
    def lock(self) -> Path:
        """The file that a writer locks: in the repository, since all its users must see it."""
        return self.git_dir / "compendium.lock"

    @property
    def journal(self) -> Path:
        """The record of a write under way."""
        return self.state / "journal.json"


def locate(root: Path) -> Place | None:
    """Find the repository of a folder; None when there is none, or when it ignores the folder.

    Git's own search is not used: it also takes a folder for a repository that only has the files of one.

    Raises:
        UnsafeRepository: it leads out of itself.
        NotWritable: its form is not one that the program knows.
    """
    top = next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), None)
    if top is None:
        return None
    git_dir, common = _repository(top)
    _refuse_foreign_form(root, common)
    state = private_folder(STATE, git_dir)
    place = Place(open_door(state, top, git_dir, common), state)
    if root == top:
        return place
    prefix = root.relative_to(top).as_posix() + "/"
    if place.door.ask("check-ignore", "-q", "--", f"./{prefix}{CONFIG}").status == 0:
        return None
    return Place(place.door, state, prefix)


def _repository(top: Path) -> tuple[Path, Path]:
    """The git directory of a working folder and that of the whole repository, both proved."""
    marker = top / ".git"
    mode = marker.lstat().st_mode
    if stat.S_ISREG(mode):
        git_dir, common = _linked(marker)
    elif stat.S_ISDIR(mode):
        git_dir = common = marker
        if os.path.lexists(common / "commondir"):
            raise UnsafeRepository(common / "commondir", "使仓库的内容取自别处")
    else:
        raise UnsafeRepository(marker, "不是文件夹，而是链接或者特殊文件")
    for folder in {git_dir, common}:
        for path, reason in _leading_out(folder):
            raise UnsafeRepository(path, reason)
    return git_dir, common


_POINTER = re.compile(r"gitdir: (.+)")


def _linked(marker: Path) -> tuple[Path, Path]:
    """The git directories of a linked working folder.

    Git writes both ends of such a link, so it is believed only where the repository names this folder in
    turn: whoever sends a `.git` file cannot have written into the repository that it points to.
    """
    found = _POINTER.fullmatch(_first_line(marker))
    git_dir = Path(os.path.normpath(marker.parent / found[1])) if found else marker
    common = git_dir.parent.parent
    back = _first_line(git_dir / "gitdir") if git_dir.parent.name == "worktrees" else ""
    if not back or Path(os.path.normpath(git_dir / back)).resolve() != marker.resolve():
        raise UnsafeRepository(
            marker,
            "指向别处的仓库，而那个仓库并不认这个文件夹。是用 git worktree 建的，请在原来的仓库里运行 "
            f"git worktree repair {marker.parent}；不是的，请删去这个 .git 文件",
        )
    return git_dir, common


def _first_line(path: Path) -> str:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return ""
        with path.open("rb") as file:
            return os.fsdecode(file.read(4096)).split("\n")[0].strip()
    except OSError:
        return ""


_FILES = ("HEAD", "index", "packed-refs", "shallow", "config", "compendium.lock")
_DEEP = ("refs", "logs")
_FLAT = ("objects", "objects/info", "objects/pack", "info")
# Other entries are of no concern: they are never opened, and hooks may well be links.


def _leading_out(git_dir: Path) -> Iterator[tuple[Path, str]]:
    """What in a git directory is no plain file or folder, or names objects elsewhere."""
    for name in _FILES:
        if os.path.lexists(git_dir / name) and not stat.S_ISREG((git_dir / name).lstat().st_mode):
            yield git_dir / name, _LINK
    for name in (*_FLAT, *_DEEP):
        folder = git_dir / name
        if folder.is_symlink():
            yield folder, _LINK
            return
        yield from _odd(folder, deep=name in _DEEP)
    for folder in _loose(git_dir / "objects"):
        yield from _odd(folder, deep=False)
    alternates = git_dir / "objects/info/alternates"
    if alternates.is_file() and alternates.stat().st_size:
        yield alternates, "使仓库的对象取自别处。请运行 git repack -a -d 之后删除该文件"


_LINK = "是链接或者特殊文件，会引向仓库之外"


def _loose(objects: Path) -> Iterator[Path]:
    """The folders of loose objects, by the first two digits of their names."""
    with suppress(OSError), os.scandir(objects) as entries:
        yield from [Path(entry.path) for entry in entries if len(entry.name) == 2]


def _odd(folder: Path, deep: bool) -> Iterator[tuple[Path, str]]:
    """The entries of a folder that are links or special files."""
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    except OSError as error:
        raise UnsafeRepository(folder, "不能读取") from error
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if deep:
                yield from _odd(Path(entry.path), deep)
        elif not entry.is_file(follow_symlinks=False):
            yield Path(entry.path), _LINK
        elif deep and entry.stat(follow_symlinks=False).st_nlink > 1:
            yield Path(entry.path), "有另一个名称（硬链接），写入会改动别处"


_FORM = re.compile(
    r"^\s*(?:\[extensions\]\s*)?(objectformat|refstorage)\s*=\s*(\S+)", re.IGNORECASE | re.MULTILINE
)


def _refuse_foreign_form(root: Path, common: Path) -> None:
    """Refuse a repository of a form that our configuration would misread."""
    for key, value in _FORM.findall(settings_of(common)):
        if (key.lower(), value.lower()) not in (("objectformat", "sha1"), ("refstorage", "files")):
            raise NotWritable(root, f"不支持 {value} 格式的 git 仓库")
    if (common / "reftable").exists():
        raise NotWritable(root, "不支持 reftable 格式的 git 仓库")


_BRANCH = "ref: "


def branch_of(place: Place) -> str:
    """Return the branch that HEAD names, such as refs/heads/main; empty when it names a commit.

    A branch may itself name another one. It is followed here and not by git, which would take any name.

    Raises:
        UnsafeRepository: a branch names what is none.
    """
    said = head_text(place.git_dir)
    if not said.startswith(_BRANCH):
        return ""
    branch = said.removeprefix(_BRANCH)
    plain = _first_line(place.door.common / branch)
    if not plain.startswith("ref:"):
        return branch
    named = plain.removeprefix("ref:").strip()
    again = (
        _first_line(place.door.common / named) if _HEADS.fullmatch(named) and ".." not in named else "ref:"
    )
    if again.startswith("ref:"):
        raise UnsafeRepository(place.door.common / branch, "指向的不是分支")
    return named


_COMMIT = re.compile(r"[0-9a-f]{40}")
_HEADS = re.compile(r"refs/heads/[^\s~^:?*\[\\]+")


def head_of(place: Place) -> str:
    """Return the commit that HEAD names; empty before the first."""
    branch = branch_of(place)
    if not branch:
        return head_text(place.git_dir)
    plain = _first_line(place.door.common / branch)
    if _COMMIT.fullmatch(plain):
        return plain
    return place.door.ask("rev-parse", "--verify", "--quiet", f"{branch}^{{commit}}").line


def is_shallow(place: Place) -> bool:
    """Tell whether the history was cut off when the repository was cloned."""
    return bool(_first_line(place.door.common / "shallow"))


def identity(place: Place) -> tuple[str, str]:
    """Return the name and address that git is configured with, or the program's own."""
    name = users_setting(place.door, "user.name")
    email = users_setting(place.door, "user.email")
    return (name or "compendium", email or "compendium@localhost")


def cache_folder(root: Path) -> Path:
    """Make the user's own folder for what can be made again for a corpus."""
    return private_folder(CACHES, root)
