"""Take back the last act of the corpus by a new commit: every file that it touched as it stood before.

History is never rewritten: what was taken back stays in it, and taking back can itself be taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from compendium.akn import BadXml, parse_act
from compendium.law.act import Act
from compendium.law.days import day_label
from compendium.law.identifiers import CorpusPath, Digest
from compendium.law.names import LANGUAGE_SUFFIX, folder_of, parse_expression_path, quoted
from compendium.law.problems import CompendiumError
from compendium.library.withdrawn import WITHDRAWN_FILE, Withdrawal, withdrawals_of, withdrawn_text
from compendium.store import Commit, Corpus, Snapshot, UnknownRevision
from compendium.store.formats import format_of
from compendium.system.toml_table import CORPUS_FILE

_TAKEN_BACK = "撤回："
"""How the message of a commit begins that takes back another."""


class NotUndone(CompendiumError):
    """An act that can't be taken back; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What becomes of a file: `act` is the text that comes back, or else goes; None for other files."""

    path: CorpusPath
    data: bytes | None
    expected: Digest | None
    act: Act | None = None

    @property
    def verb(self) -> str:
        """What happens to the file, as people call it."""
        if self.data is None:
            return "移除"
        return "恢复原样" if self.expected else "放回"

    @property
    def what(self) -> str:
        """The version or the file, as people call it."""
        if self.act is None:
            return self.path
        language = "英文译本" if self.act.language != "zho" else "的版本"
        return f"{quoted(self.act.title)}{day_label(self.act.date)} {language}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoPlan:
    """An act to be taken back, and what becomes of each of its files."""

    commit: Commit
    restored: tuple[Restored, ...]

    @property
    def is_redo(self) -> bool:
        """Whether the act is itself one that took back another, which would thus be done again."""
        return self.commit.subject.startswith(_TAKEN_BACK)

    @property
    def gone(self) -> tuple[Act, ...]:
        """The versions that are no longer there afterwards."""
        return tuple(each.act for each in self.restored if each.act and each.data is None)


def plan_undo(corpus: Corpus, now: Snapshot) -> UndoPlan:
    """Plan to take back the last commit that touched the corpus.

    Raises:
        NotUndone: this program did not make it, or it made the corpus or its format; or there are edits that
            are not committed.
    """
    if now.uncommitted:
        raise NotUndone(_uncommitted(corpus, now))
    last = corpus.last()
    if last is None:
        raise NotUndone("法规库还没有提交，没有可以撤回的")
    name = f"最近一次提交 {last.hexsha[:12]}（{last.subject}，{last.author.name}，{last.when:%Y-%m-%d}）"
    if not last.is_own:
        raise NotUndone(
            f"{name}不是用本程序作的（或者出自不作标记的旧版程序），不能这样撤回；用 git revert 撤回它"
        )
    before = _before(corpus, last, name)
    restored = tuple(_restored(now, before, path) for path in last.files)
    return UndoPlan(commit=last, restored=restored)


def _uncommitted(corpus: Corpus, now: Snapshot) -> str:
    """Say what is not committed, and how each kind of it is given up."""
    head = corpus.snapshot(rev="HEAD")
    added = [path for path in now.uncommitted if path not in head]
    edited = [path for path in now.uncommitted if path in head]
    names = "、".join(now.uncommitted[:3])
    ways = []
    if edited:
        ways.append(f"改过、删去的（{edited[0]}）用 git checkout HEAD -- 文件 放弃")
    if added:
        ways.append(f"新增的（{added[0]}）移到法规库以外，已经 git add 的再运行 git reset -- 文件")
    return f"有尚未提交的修改：{names}。请先提交，或者放弃：{'；'.join(ways)}；然后再撤回"


def _before(corpus: Corpus, last: Commit, name: str) -> Snapshot:
    """The state that the act found; one that made the corpus or raised its format can't be gone back to."""
    try:
        before = corpus.snapshot(rev=f"{last.hexsha}^")
    except UnknownRevision:
        raise NotUndone(f"{name}之前没有法规库，没有可以撤回的") from None
    if CORPUS_FILE not in before:
        raise NotUndone(f"{name}之前没有法规库，没有可以撤回的")
    if CORPUS_FILE in last.files:
        after = corpus.snapshot(rev=last.hexsha)
        if format_of(before.read(CORPUS_FILE)) != format_of(after.read(CORPUS_FILE)):
            raise NotUndone(f"{name}升级了法规库的格式，本程序不能撤回；文字没有因升级改变")
    return before


def _restored(now: Snapshot, before: Snapshot, path: CorpusPath) -> Restored:
    data = before.read(path) if path in before else None
    expected = now.digest(path) if path in now else None
    held = data if data is not None else now.read(path) if path in now else None
    return Restored(path=path, data=data, expected=expected, act=_act(path, held))


def _act(path: CorpusPath, data: bytes | None) -> Act | None:
    """The text of a version; None for other files, and for one that can't be read."""
    if data is None or parse_expression_path(path) is None:
        return None
    try:
        return parse_act(data, path)
    except BadXml:
        return None


def files_of(
    plan: UndoPlan, now: Snapshot, day: date, reason: str, is_published: bool
) -> dict[CorpusPath, bytes | None]:
    """List the files to write; what goes although it was published is recorded as withdrawn."""
    files = {each.path: each.data for each in plan.restored}
    if not is_published:
        return files
    remaining = (set(now.paths()) - set(files)) | {path for path, data in files.items() if data is not None}
    records = list(_records(plan, remaining, day, reason))
    if not records:
        return files
    held = files.get(WITHDRAWN_FILE)
    base = withdrawals_of(_One(held) if held is not None else now)
    return {**files, WITHDRAWN_FILE: withdrawn_text(base.followed_by(records))}


@dataclass(frozen=True, slots=True)
class _One:
    """A state in which only withdrawn.toml is asked for."""

    data: bytes

    def paths(self) -> tuple[CorpusPath, ...]:
        return (WITHDRAWN_FILE,)

    def read(self, path: CorpusPath) -> bytes:
        return self.data


def _records(plan: UndoPlan, remaining: set[CorpusPath], day: date, reason: str) -> Iterator[Withdrawal]:
    """The works and versions of which nothing is left; one that got another name has moved with its text."""
    by_folder: dict[str, list[Act]] = {}
    for each in plan.restored:
        if each.act and each.data is None:
            by_folder.setdefault(folder_of(each.path), []).append(each.act)
    for folder, acts in by_folder.items():
        left = {
            found[1] for path in remaining if (found := parse_expression_path(path)) and found[0] == folder
        }
        if not left:
            yield _record(folder, acts, day, reason)
            continue
        for named in sorted({act.date for act in acts if act.language == "zho"} - left):
            own = [act for act in acts if act.date == named]
            if not _kept(plan, own):
                yield _record(f"{folder}/{named.isoformat()}", own, day, reason)


def _kept(plan: UndoPlan, acts: Sequence[Act]) -> bool:
    """Whether the version only goes back to a name that it had before."""
    back = {each.act.date for each in plan.restored if each.act and each.data is not None}
    return any(day in back for act in acts for day in act.former)


def _record(place: str, acts: Sequence[Act], day: date, reason: str) -> Withdrawal:
    names = {
        f"{named.isoformat()}{LANGUAGE_SUFFIX[act.language]}"
        for act in acts
        for named in (act.date, *act.former)
    }
    return Withdrawal(
        place=place,
        work=acts[-1].work,
        title=acts[-1].title,
        names=tuple(sorted(names)),
        since=day,
        reason=reason,
    )


def undo_message(plan: UndoPlan, reason: str) -> str:
    """Write the message of the commit: what it takes back, of whom, of when, and why."""
    last = plan.commit
    lines = [
        f"{_TAKEN_BACK}{last.subject}",
        "",
        f"撤回提交 {last.hexsha[:12]}（{last.author.name}，{last.when:%Y-%m-%d}）",
    ]
    return "\n".join([*lines, *([f"缘由：{reason}"] if reason else [])]) + "\n"
