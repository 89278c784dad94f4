"""Run the acceptance: figures as tables, all of them in acceptance.json, exit 1 when a must is not kept."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.acceptance import amending, tables, telling
from tests.acceptance.bad_input import CASES, faults, regulation, state_of
from tests.acceptance.book import printed_faults, replacement_faults
from tests.acceptance.intake import SetFigures, findings, import_set, new_corpus
from tests.acceptance.judging import judged
from tests.acceptance.offices import made_and_read
from tests.acceptance.plain import plain
from tests.acceptance.publishing import BEFORE, book_faults, build_states, full_corpus, unchecked
from tests.acceptance.rereading import reread
from tests.acceptance.running import run
from tests.acceptance.searching import exactness
from tests.acceptance.sets import SETS, data_folder, files_of
from tests.acceptance.webpages import web_figures

_ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run all parts one after another."""
    options = _options()
    if not any(files_of(options.data, name) for name in SETS):
        print(f"没有真实文本：{options.data}。用 COMPENDIUM_SHARED 指明所在文件夹。", file=sys.stderr)
        return 2
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="acceptance-") as scratch:
        figures, musts = _run(options, Path(scratch))
    figures["seconds"] = round(time.perf_counter() - started, 1)
    figures["faults"] = musts
    options.out.mkdir(parents=True, exist_ok=True)
    report = options.out / "acceptance.json"
    report.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    tables.lines("不合格", musts)
    tables.CONSOLE.print(f"{'不合格' if musts else '合格'}，用时 {figures['seconds']} 秒，数字在 {report}")
    return 1 if musts else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.acceptance", description=__doc__)
    parser.add_argument("--data", type=Path, default=data_folder(), help="the folder of real texts")
    parser.add_argument("--out", type=Path, default=_ROOT / "out", help="where acceptance.json goes")
    parser.add_argument(
        "--without-print", action="store_true", help="leave out the book, which takes minutes"
    )
    parser.add_argument("--sets", nargs="*", default=list(SETS), help="only these sets")
    return parser.parse_args()


def _run(options: argparse.Namespace, scratch: Path) -> tuple[dict[str, Any], list[str]]:
    bad = _bad_inputs(scratch)
    tables.show_bad(bad)
    triples = list(amending.triples(options.data))
    decisions = list(amending.decisions(options.data))
    tables.show_triples(triples)
    tables.show_decisions(decisions)
    fields, refused = judged(options.data)
    tables.show_judged(fields, refused)
    sets = [import_set(name, files_of(options.data, name), scratch) for name in options.sets]
    tables.show_sets(sets)
    corpus, versions = full_corpus([files_of(options.data, s) for s in options.sets], scratch / "full")
    counts, errors = findings(corpus)
    tables.CONSOLE.print(f"全库：{versions:,} 个文本\n")
    tables.show_findings(counts, errors)
    targets = ["web", "index", "feed"] + ([] if options.without_print else ["print"])
    out = scratch / "out"
    example = next(p for name in options.sets for p in files_of(options.data, name) if p.suffix == ".md")
    builds = list(build_states(corpus, out, targets, example))
    tables.show_builds(builds)
    searched = exactness(corpus, out / "index")
    tables.show_search(searched)
    web = web_figures(corpus, out / "web")
    tables.show_web(web)
    again = reread(out / "web")
    tables.show_reread(again)
    offices = made_and_read(options.data)
    tables.show_offices(offices)
    books = [] if options.without_print else book_faults(out / "print")
    if not options.without_print:
        books += printed_faults(out / "print", corpus)
        books += replacement_faults(corpus, scratch / BEFORE, scratch / "pages")
    tables.lines("书的问题", books)
    changing, wrong = telling.told(options.data, corpus, out / "feed", scratch)
    if not options.without_print:
        tables.lines("缺少工具，未查", unchecked())
    figures = {
        "sets": [_figures_of(s) for s in sets],
        "versions": versions,
        "findings": dict(sorted(counts.items())),
        "builds": [plain(built) for built in builds],
        "web": {
            "pages": web.pages,
            "broken": list(web.broken),
            "provisions": web.provisions,
            "differing": list(web.differing),
            "median_page": web.middle,
        },
        "judged": [plain(field) for field in fields],
        "read_back": [plain(form) for form in again],
        "offices": [plain(office) for office in offices],
        "book_faults": books,
        "changes": changing,
        "search": plain(searched),
        "triples": [_triple(t) for t in triples],
        "decisions": [plain(one) for one in decisions],
        "bad_inputs": [{"name": a, "answer": b, "faults": list(c)} for a, b, c in bad],
    }
    return figures, [
        *_set_faults(sets),
        *amending.faults(triples, decisions),
        *(error for error in errors if " X1" in error),  # the others are about the law, not about its form
        *(f"检索与逐字查找不同：{phrase}" for phrase in searched.wrong),
        *(f"断链：{link}" for link in web.broken),
        *(f"网页文字与 XML 不同：{place}" for place in web.differing),
        *books,
        *wrong,
        *(f"{name}：{fault}" for name, _, found in bad for fault in found),
        *(f"不改而重做：{b.target} {b.built} 件" for b in builds if b.state == "不改" and b.built),
    ]


def _bad_inputs(scratch: Path) -> list[tuple[str, str, list[str]]]:
    """Every bad input on a corpus of one text: the case, the answer, what is wrong with the answer."""
    corpus = new_corpus(scratch / "bad")
    good = scratch / "路灯.txt"
    good.write_text(regulation().replace("路牌", "路灯"), "utf-8")
    run(corpus, "import", good)
    rows = []
    for number, case in enumerate(CASES):
        folder = scratch / f"case-{number}"
        folder.mkdir()
        before = state_of(corpus)
        result = run(corpus, *case.make(folder))
        words = result.out + result.err
        rows.append((case.name, _reason(words), faults(case, result.code, words, before, state_of(corpus))))
    return rows


def _reason(words: str) -> str:
    """The line of an answer that tells the reason."""
    said = [" ".join(line.split()) for line in words.splitlines() if line.strip()]
    return next((line for line in said if "未导入" in line or "误" in line or "X1" in line), " ".join(said))


def _figures_of(figures: SetFigures) -> dict[str, Any]:
    held: dict[str, Any] = plain(figures)
    texts = held.pop("texts")
    return held | {key: sum(t[key] for t in texts.values()) for key in _SUMS} | {"compared": len(texts)}


def _triple(triple: amending.Triple) -> dict[str, Any]:
    ways = {"alone": triple.alone, "stated": triple.stated}
    return {
        "name": triple.name,
        "refusals": list(triple.refusals),
        **{
            name: {
                "states": dict(way.states),
                "exact": way.exact,
                "differences": [[d.kind.value, d.place] for d in way.substance],
                "unwarned": list(way.wrong),
            }
            for name, way in ways.items()
        },
    }


_SUMS = ("source", "written", "lost", "added", "unsaid", "profile", "standard", "histories", "events")


def _set_faults(sets: Sequence[SetFigures]) -> list[str]:
    found = []
    for s in sets:
        count = len(s.texts)
        wrong = {
            "丢失的字": s.total("lost"),
            "多出的字": s.total("added"),
            "未说明而未收的字": s.total("unsaid"),
            "不合项目格式的文件": count - s.total("profile"),
            "不合 OASIS 格式的文件": count - s.total("standard"),
        }
        found += [f"{s.name}：{what} {number}" for what, number in wrong.items() if number]
    return found


if __name__ == "__main__":
    sys.exit(main())
