"""Rules on numbers: no gap, no repeat, eIds that agree with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compendium.checks.rules import found
from compendium.law.act import Act, Provision
from compendium.law.kinds import HEADED, Level
from compendium.law.names import assign_ids, number_of, repeated_ids
from compendium.law.numerals import DECIMAL
from compendium.law.problems import Problem

_ITEMS = (Level.POINT, Level.INDENT, Level.SUBINDENT, Level.LEVEL)


def unique_ids(act: Act, path: str) -> Iterator[Problem]:
    """X103: eIds and wIds name one provision each."""
    for provision, kind in repeated_ids(act.provisions()):
        value = provision.eid if kind == "eId" else provision.wid
        yield found("X103", path, provision.line, f"{kind} 重复", value)


def agreeing_ids(act: Act, path: str) -> Iterator[Problem]:
    """X104: every eId is the one that its number and place give."""
    parts = [(act.preamble, ""), (act.body, ""), *((a.body, a.eid) for a in act.attachments)]
    for roots, prefix in parts:
        try:
            expected = assign_ids(roots, prefix)
        except ValueError as error:
            yield found("X104", path, roots[0].line, "编号无法识读", str(error))
            continue
        pairs = zip(_walk(roots), _walk(expected), strict=True)
        for provision, right in pairs:
            if provision.eid != right.eid:
                message = f"eId 为 {provision.eid}，按编号应为 {right.eid}"
                yield found("X104", path, provision.line, message, provision.num)


def _walk(roots: Sequence[Provision]) -> Iterator[Provision]:
    for root in roots:
        yield from root.walk()


def articles_run_on(act: Act, path: str) -> Iterator[Problem]:
    """N201, N202: 条 are numbered through without gap or repeat, 之一 after its 条."""
    yield from _articles(act.body, path)
    for attachment in act.attachments:
        yield from _articles(attachment.body, path)


def _articles(roots: Sequence[Provision], path: str) -> Iterator[Problem]:
    last: tuple[int, ...] = (0,)
    seen: set[tuple[int, ...]] = set()
    for article in (p for p in _walk(roots) if p.level is Level.ARTICLE):
        number = number_of(article.level, article.num)
        if number in seen:
            yield found("N201", path, article.line, "编号重复", article.num)
        elif not _follows(last, number):
            yield found("N202", path, article.line, f"接在第 {_plain(last)} 条之后", article.num)
        seen.add(number)
        last = number


def _plain(number: tuple[int, ...]) -> str:
    return "之".join(map(str, number))


def _follows(last: tuple[int, ...], number: tuple[int, ...]) -> bool:
    """Whether a number may stand after another: 12 → 13, 12 → 12之1, 12之1 → 12之2, 12之1 → 13."""
    if len(number) == 1:
        return number[0] == last[0] + 1
    return number == (*last, 1) or (number[:-1] == last[:-1] and number[-1] == last[-1] + 1)


def headings_run_on(act: Act, path: str) -> Iterator[Problem]:
    """N203: 编、章、节 are numbered on among their kind; 章 may run through the 编."""
    yield from _headings(act.body, path, {})


def _headings(siblings: Sequence[Provision], path: str, through: dict[Level, int]) -> Iterator[Problem]:
    last: dict[Level, int] = {}
    for provision in siblings:
        if provision.level not in HEADED:
            continue
        number = number_of(provision.level, provision.num)
        if not number:  # 附则 may have none
            continue
        before = last.get(provision.level, 0)
        fits = number[0] in (before + 1, through.get(provision.level, 0) + 1)
        if not fits and not (len(number) > 1 and number[0] == before):
            yield found("N203", path, provision.line, "编号不连续", provision.num + provision.heading)
        last[provision.level] = through[provision.level] = number[0]
        yield from _headings(provision.children, path, through)


def items_run_on(act: Act, path: str) -> Iterator[Problem]:
    """N204, N205: 项 and 目 begin with one, go on by one, and are more than one."""
    for provision in act.provisions():
        items = [child for child in provision.children if child.level in _ITEMS]
        numbers = [number_of(item.level, item.num)[-1] for item in items]
        for item, number, expected in zip(items, numbers, range(1, len(numbers) + 1), strict=True):
            if number != expected:
                yield found("N204", path, item.line, f"应为第 {expected} 项", item.num)
                break
        if len(items) == 1 and not DECIMAL.fullmatch(items[0].num):  # plans may have a 2.1 alone
            yield found("N205", path, items[0].line, "只有一项", items[0].num + _start(items[0]))


def _start(provision: Provision) -> str:
    return "".join(block.text for block in provision.blocks)[:20]


def contents_agree(act: Act, path: str) -> Iterator[Problem]:
    """N206: the printed 目录 names the headings of the text, all of them and in order."""
    toc = [line for line in act.front if line.role == "toc"]
    if not toc:
        return
    named = {line.target for line in toc if line.target}
    for line in toc:
        if not line.target and any(mark in line.para.text for mark in "编章节"):
            yield found("N206", path, 1, "正文没有目录所列的标题", line.para.text)
    ranks = {p.level for p in _walk(act.body) if p.eid in named}
    for provision in _walk(act.body):
        if provision.level in ranks and provision.eid not in named:
            yield found("N206", path, provision.line, "目录没有列出", provision.num + provision.heading)
