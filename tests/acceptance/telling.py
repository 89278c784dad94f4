"""What tells of changes and goes out as files: comparisons, feeds, Word files, e-books; shown and judged."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from tests.acceptance import tables
from tests.acceptance.comparing import TOLD, Compared, by_office, compared, pairs
from tests.acceptance.feeds import FeedFigures, feed_figures
from tests.acceptance.filing import Filed, book_check, filed
from tests.acceptance.plain import plain

_NAMES = {"amended": "修改", "added": "新增", "deleted": "删去", "renumbered": "只改序号"}


def told(data: Path, corpus: Path, feeds: Path, scratch: Path) -> tuple[dict[str, Any], list[str]]:
    """The figures of all of it, and what is wrong."""
    every = list(pairs(data, corpus))
    found = [compared(pair) for pair in every]
    _show_comparisons(found)
    office = by_office([pair for pair in every if not pair.name.endswith("（反）")], scratch / "office")
    tables.lines(
        "缺少 LibreOffice，修订标记只按 XML 核对" if office is None else "LibreOffice", office or [""]
    )
    figures = feed_figures(feeds)
    _show_feeds(figures)
    files = filed(corpus)
    _show_files(files)
    book = book_check(corpus, scratch / "book.epub")
    tables.lines("epubcheck 对全书电子书的意见", book or [])
    missing = {"LibreOffice（修订标记）": office, "epubcheck 和 Java（电子书）": book}
    tables.lines("缺少工具，未查", [name for name, found in missing.items() if found is None])
    return {
        "comparisons": [plain(each) for each in found],
        "feeds": plain(figures),
        "forms": [plain(each) for each in files],
        "epubcheck": book,
    }, [
        *(f"{each.name}：{fault}" for each in found for fault in each.faults),
        *(office or []),
        *figures.faults,
        *(fault for each in files for fault in each.faults),
        *(f"全书电子书：{line}" for line in book or []),
    ]


def _show_comparisons(found: list[Compared]) -> None:
    counts: Counter[str] = Counter()
    for each in found:
        counts.update(each.counts)
    names = ("比较的对数（含反向）", *(_NAMES[kind.value] for kind in TOLD), "有误的对数")
    row = (len(found), *(counts[kind.value] for kind in TOLD), sum(bool(each.faults) for each in found))
    tables.table("版本比较：误报、漏报、由各种形式还原", names, [row])


def _show_feeds(figures: FeedFigures) -> None:
    row = (figures.feeds, figures.documents, figures.events, figures.bytes / 1e6, len(figures.faults))
    tables.table("订阅源", ("个数", "Atom 文件", "事件", "MB", "问题"), [row])


def _show_files(files: list[Filed]) -> None:
    rows = [(f.form, f.files, f.bytes / 1e6, f.milliseconds, len(f.faults)) for f in files]
    tables.table("Word 文件和电子书", ("形式", "文件", "MB", "每件毫秒", "文字不同"), rows)
