"""The commits of a corpus: which was the last on a given day, and how the corpus came to be.

For the latter the commits are told oldest first, each as the files that it changed (`steps`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

from compendium.law.identifiers import CorpusPath, Digest
from compendium.store.errors import BadAuthor, UnknownRevision, UnsafeContent
from compendium.store.git import LITERAL
from compendium.store.paths import CACHE, strays
from compendium.store.place import Place, branch_of, head_of, is_shallow

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")
_FORMAT = "%x01%H%x00%an%x00%ae%x00%ct %cI%x00%B"
RECORDED = "Recorded-by: compendium"
"""The last line of the message of every commit that this program makes; commits made by hand have none."""


@dataclass(frozen=True, slots=True)
class Author:
    """The person who answers for a change."""

    name: str
    email: str = "compendium@localhost"

    def check(self) -> Author:
        """Return the author, or refuse a name that git would bend."""
        if not self.name.strip(" .,:;\"'\\") or re.search(r"[<>\x00-\x1f\x7f]", self.name + self.email):
            raise BadAuthor(self.name, self.email)
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One act on the corpus; `when` is on the committer's clock, `files` are relative to the corpus.

    `is_own` tells that this program made it; the line by which it knows is not in `message`.
    """

    hexsha: str
    author: Author
    when: datetime
    message: str
    files: tuple[CorpusPath, ...]
    is_own: bool = False

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]


def resolve(place: Place, rev: str) -> str:
    """Name the commit that a revision means."""
    asked = ("--verify", "--quiet", "--end-of-options", rev + "^{commit}")
    found = place.door.ask("rev-parse", *asked) if "\0" not in rev and rev else None
    if found is None or found.status:
        raise UnknownRevision(rev, "没有这个提交、分支或者标签")
    return found.line


def known_at(place: Place, moment: date | datetime | str, start: str = "HEAD") -> str:
    """Find the last commit there at the end of a day, or at a moment; a revision stands for itself.

    A day is that of the committer's own clock, so that the answer is the same wherever the question is asked.
    """
    if isinstance(moment, str):
        moment = _moment(moment)
    if isinstance(moment, str):
        return resolve(place, moment)
    moments = _moments(place, resolve(place, start))
    for commit, when in reversed(moments):
        if _not_after(when, moment):
            return commit
    first = f"{moments[0][1]:%Y-%m-%d %H:%M}"
    if is_shallow(place):
        raise UnknownRevision(
            moment, f"本库是浅克隆，只有 {first} 以来的提交。请先运行 git fetch --unshallow 取回全部历史"
        )
    raise UnknownRevision(moment, f"最早的提交在 {first}，此前没有记录")


def _moments(place: Place, head: str) -> list[tuple[str, datetime]]:
    """The commits along the first parents, oldest first, each with the time by which it was there.

    A clock that was behind gives a commit a time before that of its parent. It was there no earlier than its
    parent, so the later of the two times counts.
    """
    found: list[tuple[str, datetime]] = []
    for commit, when in _told(place, head):
        found.append((commit, max(when, found[-1][1]) if found else when))
    return found


def _told(place: Place, head: str) -> list[tuple[str, datetime]]:
    """The commits along the first parents, oldest first, each with the time that it was given."""
    listed = place.door.run("log", "--first-parent", "--reverse", "-z", f"--format=%H{WHEN}", head, "--").line
    pairs = (line.split(" ", 1) for line in listed.split("\0") if line)
    return [(commit, moment_of(when)) for commit, when in pairs]


WHEN = " %ct %cI"
_LAST_SECOND = 253_402_214_400
"""The last day but one of the year 9999: a calendar in any zone ends after it."""
_ZONE = re.compile(r"([+-])(\d\d):?(\d\d)$")


def moment_of(said: str) -> datetime:
    """Tell the time of a commit, on the committer's clock, from its seconds and its ISO form.

    A commit can be made with any time and zone; what no calendar has is brought to the next that it has.
    """
    seconds, _, words = said.strip().partition(" ")
    found = _ZONE.search(words)
    known = int(seconds) if seconds.isascii() and seconds.isdigit() else 0  # git says nothing usable of some
    minutes = (int(found[2]) * 60 + int(found[3])) * (-1 if found[1] == "-" else 1) if found else 0
    zone = timezone(timedelta(minutes=minutes if abs(minutes) <= 14 * 60 else 0))
    return datetime.fromtimestamp(min(known, _LAST_SECOND), zone)


def history_notes(place: Place) -> tuple[str, ...]:
    """Say what to know about a history before an answer rests on it: cut off, on no branch, going back."""
    notes = []
    if is_shallow(place):
        notes.append("本库是浅克隆，较早的提交不在其中（运行 git fetch --unshallow 取回）")
    if not branch_of(place):
        notes.append("本库不在任何分支上，处于某个旧提交（git switch main 回到分支）")
    if head := head_of(place):
        back = [now[0] for before, now in pairwise(_told(place, head)) if now[1] < before[1]]
        if back:
            notes.append(f"有 {len(back)} 次提交的时间早于其前一次（{back[0][:12]} 等），按不早于前一次计")
    return tuple(notes)


def contains(place: Place, commit: str, head: str = "") -> bool | None:
    """Tell whether HEAD is or descends from a commit; None where a history that was cut off can't.

    Args:
        head: another commit to ask it of.
    """
    known = place.door.ask("rev-parse", "--verify", "--quiet", "--end-of-options", commit + "^{commit}")
    if known.status:
        return None if is_shallow(place) else False
    found = place.door.ask("merge-base", "--is-ancestor", known.line, head or head_of(place)).status
    return True if found == 0 else None if is_shallow(place) else False


def committed_at(place: Place, commit: str) -> datetime:
    """Tell when a commit was made, on the committer's clock."""
    return moment_of(place.door.run("log", "-1", f"--format={WHEN}", commit, "--").line)


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
    """List the commits that touched a path of the corpus, newest first, along the first parents."""
    head = start or head_of(place)
    if not head:
        return
    options = ["--first-parent", "--diff-merges=first-parent", "--no-renames", "--no-relative", "--raw"]
    options += [f"--max-count={limit}"] if limit else []
    where = place.prefix + prefix or "."
    answer = place.door.run(LITERAL, "log", "-z", *options, f"--format={_FORMAT}", head, "--", where)
    for fields, files in log_records(os.fsdecode(answer.out), 5):
        yield _commit(place, fields, [path for _, path in files])


_RAW = re.compile(r"\n?:\d{6} \d{6} [0-9a-f]+ [0-9a-f]+ [A-Z]\d*")


def log_records(said: str, count: int) -> Iterator[tuple[list[str], list[tuple[str, str]]]]:
    """Read `git log -z --raw`: for each commit its first `count` fields, then pairs of record and path.

    They are told apart by their place alone: a name, a message or a path may look like anything.
    """
    tokens = said.split("\0")
    at = 0
    while at + count <= len(tokens) and tokens[at].strip("\n"):
        fields, at = tokens[at : at + count], at + count
        files = []
        while at + 1 < len(tokens) and _RAW.fullmatch(tokens[at]):
            files.append((tokens[at].removeprefix("\n"), tokens[at + 1]))
            at += 2
        if at < len(tokens) and tokens[at] == "":
            at += 1  # a commit that changes nothing ends with an empty field
        yield fields, files


def _commit(place: Place, fields: list[str], files: list[str]) -> Commit:
    """Make a commit of what the log says of it."""
    mark, name, email, when, message = fields
    told = message.strip("\n").removesuffix(RECORDED)
    return Commit(
        hexsha=mark.strip("\n\x01"),
        author=Author(name, email),
        when=moment_of(when),
        message=told.strip("\n"),
        is_own=told != message.strip("\n"),
        files=tuple(
            CorpusPath(file.removeprefix(place.prefix)) for file in files if file.startswith(place.prefix)
        ),
    )


_RAW_STEP = re.compile(r"\n?:\d{6} (\d{6}) [0-9a-f]{40} ([0-9a-f]{40}) [A-Z]\d*")
_FILE = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Step:
    """What one commit did: the digests of the files it wrote, None for those that it took away.

    `when` is on the committer's clock, which may have been behind that of the commit before.
    """

    commit: str
    when: datetime
    files: Mapping[CorpusPath, Digest | None]


def steps(place: Place, start: str) -> Iterator[Step]:
    """List the commits up to `start` that touched the corpus, oldest first, along the first parents."""
    options = ("--first-parent", "--diff-merges=first-parent", "--no-renames", "--no-relative", "--reverse")
    shown = ("-z", "--raw", "--no-abbrev", "--format=%x01%H%x00%ct %cI")
    where = place.prefix or "."
    answer = place.door.run(LITERAL, "log", *options, *shown, start, "--", where)
    for (mark, when), files in log_records(os.fsdecode(answer.out), 2):
        yield Step(mark.strip("\n\x01"), moment_of(when), dict(_files(place, files)))


def _files(place: Place, pairs: list[tuple[str, str]]) -> Iterator[tuple[CorpusPath, Digest | None]]:
    """Read the pairs of a raw difference: modes and digests, then the path."""
    for record, path in pairs:
        found = _RAW_STEP.fullmatch(record)
        inside = path.removeprefix(place.prefix)
        if strays(path):
            raise UnsafeContent([(path, "名称会越出法规库")])
        if found and path.startswith(place.prefix) and not inside.startswith(CACHE + "/"):
            yield CorpusPath(inside), Digest(found[2]) if found[1] in _FILE else None
