"""Print the figures as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from compendium.checks import RULES
from tests.acceptance.amending import DecisionRead, Triple
from tests.acceptance.intake import SetFigures
from tests.acceptance.judging import Judged
from tests.acceptance.offices import OfficeFigures
from tests.acceptance.publishing import Built
from tests.acceptance.rereading import Reread
from tests.acceptance.searching import Exactness
from tests.acceptance.webpages import WebFigures

CONSOLE = Console(highlight=False, width=150)
_MB = 1_000_000


def table(title: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; numbers stand at the right."""
    made = Table(title=title, title_justify="left", box=None, header_style="bold", padding=(0, 1))
    rows = list(rows)
    for position, name in enumerate(names):
        numeric = all(isinstance(row[position], int | float) for row in rows)
        made.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        made.add_row(*(f"{cell:,.1f}" if isinstance(cell, float) else _shown(cell) for cell in row))
    CONSOLE.print(made)
    CONSOLE.print()


def _shown(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def lines(title: str, words: Sequence[str]) -> None:
    """Print a list under its title, or nothing when it is empty."""
    if words:
        CONSOLE.print(f"{title}（{len(words)}）", style="bold")
        for word in words:
            CONSOLE.print(f"  {word}", markup=False, soft_wrap=True)
        CONSOLE.print()


def show_sets(sets: Sequence[SetFigures]) -> None:
    """What became of the files, and what was refused."""
    names = ("来源", "文件", "已导入", "有提示", "相同", "未导入", "同日异文", "条", "秒", "峰值MB")
    table(
        "导入",
        names,
        [
            (
                s.name,
                s.files,
                s.imported,
                s.warned,
                s.known,
                len(s.refused),
                s.rivals,
                s.articles,
                s.seconds,
                s.peak,
            )
            for s in sets
        ],
    )
    columns = (
        "来源",
        "原文字数",
        "XML字数",
        "丢失",
        "多出",
        "未说明",
        "合项目格式",
        "合OASIS",
        "题注行",
        "事件",
        "未识读",
    )
    sums = ("source", "written", "lost", "added", "unsaid", "profile", "standard", "histories", "events")
    table("文字与格式", columns, [(s.name, *map(s.total, sums), len(s.unread)) for s in sets])
    for s in sets:
        lines(f"{s.name} 未导入", s.refused)
        lines(f"{s.name} 题注未能识读", s.unread)
        lines(f"{s.name} 文字不同", [f"{k}：{t.difference}" for k, t in s.texts.items() if t.difference])


def show_findings(counts: Counter[str], errors: Sequence[str]) -> None:
    """The findings of check by rule."""
    table("检查", ("代码", "规则", "处"), [(c, RULES[c].title, n) for c, n in sorted(counts.items())])
    lines("检查中的错误", errors)


def show_builds(rows: Sequence[Built]) -> None:
    """Seconds, memory and size of every build."""
    names = ("状态", "形式", "新做", "保留", "秒", "峰值MB", "成品MB", "页")
    table(
        "生成",
        names,
        [(b.state, b.target, b.built, b.kept, b.seconds, b.peak, b.bytes / _MB, b.pages) for b in rows],
    )
    lines("生成时的提示", sorted({warning for b in rows for warning in b.warnings}))


def show_search(found: Exactness) -> None:
    """The phrases looked for, and how many were not found exactly where a scan finds them."""
    names = ("短语", "片", "命中", "与逐字查找不同")
    table("检索（任意日期，默认引擎）", names, [(found.phrases, found.pieces, found.hits, len(found.wrong))])


def show_web(web: WebFigures) -> None:
    """The pages of the web edition, its broken links, and what does not read as its XML."""
    told = f"法规页压缩后中位 {web.middle / 1000:.1f} kB；{web.provisions:,} 个条款与 XML 比对"
    CONSOLE.print(f"网站：{web.pages:,} 页，断链 {len(web.broken)}；{told}，不同 {len(web.differing)} 页\n")
    lines("断链", web.broken[:50])


def show_bad(rows: Sequence[tuple[str, str, Sequence[str]]]) -> None:
    """Each bad input, what was answered, and whether that was right."""
    table(
        "不应收入的文件", ("情形", "回答", "结果"), [(a, b[:80], "；".join(c) or "合格") for a, b, c in rows]
    )


def show_judged(fields: Sequence[Judged], refused: Sequence[str]) -> None:
    """Print how the reading of documents compares with what people read."""
    total = fields[0].right + fields[0].hinted + len(fields[0].silent) if fields else 0
    rows = [(each.field, each.right, each.hinted, len(each.silent)) for each in fields]
    table(
        f"文件的各项（{total} 件，另有 {len(refused)} 件未读入）",
        ("项", "相同", "不同而有提示", "不同而无提示"),
        rows,
    )


def show_reread(found: Sequence[Reread]) -> None:
    """What is published, read again, by form; and the files that differ."""
    rows = [(r.form, r.files, len(r.differing), r.hinted) for r in found]
    table("成品读回（结构、题名、日期与原文比较）", ("形式", "件", "不同", "有提示"), rows)
    lines("读回不同", [place for r in found for place in r.differing])


def show_offices(found: Sequence[OfficeFigures]) -> None:
    """Files made of the plain texts as people have them, and those that are read otherwise."""
    rows = [(o.office, o.files, len(o.differing), o.unhinted) for o in found]
    table("同样的文字做成别的格式（与纯文本的读法比较）", ("格式", "件", "不同", "无提示"), rows)
    lines("格式不同而读法不同", [place for o in found for place in o.differing])


def show_triples(found: Sequence[Triple]) -> None:
    """Each real amendment: what was read, refused and stated, and how the text after compares."""
    names = (
        "修改",
        "项",
        "未执行",
        "说明",
        "提示",
        "引用改正",
        "自动一致",
        "说明后一致",
        "文字不同",
        "无提示",
    )
    rows = [
        (
            t.name,
            sum(t.alone.states.values()),
            t.alone.states.get("refused", 0),
            t.stated.states.get("stated", 0),
            t.stated.remarks,
            t.stated.repairs,
            "是" if t.alone.exact else "否",
            "是" if t.stated.exact else "否",
            len(t.stated.substance),
            len(t.stated.wrong),
        )
        for t in found
    ]
    table("修改决定的执行（与官方文本比较，标点形式和题注除外）", names, rows)
    lines("未执行的项", [f"{t.name} {reason}" for t in found for reason in t.refusals])
    lines(
        "与官方文本的不同", [f"{t.name} {d.kind.value} {d.place}" for t in found for d in t.stated.substance]
    )


def show_decisions(read: Sequence[DecisionRead]) -> None:
    """How many instructions are read, by form, and those that are not."""
    forms: Counter[str] = Counter()
    for one in read:
        forms.update(one.forms)
    rows = [(form, count) for form, count in forms.most_common()]
    done, left = sum(forms.values()), sum(len(one.unread) for one in read)
    table(f"决定的识读：{len(read)} 件，{done + left} 项，读懂 {done}", ("句式", "项"), rows)
    lines("未读懂的项", [f"{one.name} {words}" for one in read for words in one.unread])
