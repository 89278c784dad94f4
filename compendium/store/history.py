"""The commits of a corpus, and which of them was the last on a given day."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from compendium.store.errors import BadAuthor, UnknownRevision
from compendium.store.gitio import LITERAL, git, try_git
from compendium.store.place import Place, head_of

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")
_MARK = re.compile(r"\n?\x01([0-9a-f]{40})")
_FORMAT = "%x01%H%x00%an%x00%ae%x00%cI%x00%B"
PLAIN = ("-c", "log.showSignature=false", "-c", "log.follow=false", "-c", "i18n.logOutputEncoding=utf-8")


@dataclass(frozen=True, slots=True)
class Author:
    """Who answers for a change."""

    name: str
    email: str = "compendium@localhost"

    def check(self) -> Author:
        """Return the author, or refuse a name that git would bend."""
        if not self.name.strip(" .,:;\"'\\") or re.search(r"[<>\x00-\x1f\x7f]", self.name + self.email):
            raise BadAuthor(self.name, self.email)
        return self


@dataclass(frozen=True, slots=True)
class Commit:
    """One act on the corpus; `when` is on the committer's clock, `files` are relative to the corpus."""

    hexsha: str
    author: Author
    when: datetime
    message: str
    files: tuple[str, ...]


def resolve(place: Place, rev: str) -> str:
    """The commit that a revision names."""
    asked = ("--verify", "--quiet", "--end-of-options", rev + "^{commit}")
    found = try_git(place.top, "rev-parse", *asked) if "\0" not in rev and rev else None
    if found is None or found.status:
        raise UnknownRevision(rev, "没有这个提交、分支或者标签")
    return found.line


def known_at(place: Place, moment: date | datetime | str, start: str = "HEAD") -> str:
    """The last commit that was there at the end of a day, or at a moment; a revision stands for itself.

    A day is that of the committer's own clock, so that the answer is the same wherever the question is asked.
    """
    if isinstance(moment, str):
        moment = _moment(moment)
    if isinstance(moment, str):
        return resolve(place, moment)
    head = resolve(place, start)
    listed = git(place.top, *PLAIN, "log", "--first-parent", "-z", "--format=%H %cI", head, "--").line
    commits = [line.split(" ") for line in listed.split("\0") if line]
    for commit, when in commits:
        if _not_after(datetime.fromisoformat(when), moment):
            return commit
    raise UnknownRevision(moment, f"最早的提交在 {commits[-1][1]}，此前没有记录")


def committed_at(place: Place, commit: str) -> datetime:
    """When a commit was made, on the committer's clock."""
    return datetime.fromisoformat(git(place.top, *PLAIN, "log", "-1", "--format=%cI", commit, "--").line)


def _moment(words: str) -> date | datetime | str:
    """Read a day or a moment; what does not look like one is a revision."""
    try:
        if _DAY.fullmatch(words):
            return date.fromisoformat(words)
        if _MOMENT.fullmatch(words):
            return datetime.fromisoformat(words)
    except ValueError:
        raise UnknownRevision(words, "不是存在的日期") from None
    return words


def _not_after(when: datetime, moment: date | datetime) -> bool:
    """Whether a commit was there by then; a moment without a zone is on the committer's clock."""
    if not isinstance(moment, datetime):
        return when.date() <= moment
    return when <= moment if moment.tzinfo else when.replace(tzinfo=None) <= moment


def commits(place: Place, prefix: str = "", start: str = "", limit: int = 0) -> Iterator[Commit]:
    """The commits that touched a path of the corpus, newest first, along the first parents."""
    head = start or head_of(place)
    if not head:
        return
    options = ["--first-parent", "--diff-merges=first-parent", "--no-renames", "--no-relative", "--name-only"]
    options += [f"--max-count={limit}"] if limit else []
    where = place.prefix + prefix or "."
    answer = git(place.top, *PLAIN, LITERAL, "log", "-z", *options, f"--format={_FORMAT}", head, "--", where)
    tokens = os.fsdecode(answer.out).split("\0")
    starts = [i for i, token in enumerate(tokens) if _MARK.fullmatch(token)]
    for begin, end in zip(starts, [*starts[1:], len(tokens)], strict=False):
        yield _commit(place, tokens[begin:end])


def _commit(place: Place, tokens: list[str]) -> Commit:
    """Read the tokens of one commit."""
    mark, name, email, when, message, *files = tokens
    inside = (file.removeprefix("\n") for file in files if file.strip("\n"))
    return Commit(
        mark.strip("\n\x01"),
        Author(name, email),
        datetime.fromisoformat(when),
        message.strip("\n"),
        tuple(file.removeprefix(place.prefix) for file in inside if file.startswith(place.prefix)),
    )
