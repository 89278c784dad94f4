"""Time a package decision that amends many regulations, planned and carried out on the full corpus.

    python benchmarks/bench_amend.py [--works 30]

The decision is made up from the corpus itself: in each regulation an article is replaced, one is added, one
is deleted and a few words are changed. The peer is difflib, which only compares the same texts, line by
line and then by characters; it reads nothing and applies nothing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from benchmarks.texts import real_texts, regulations, said_source, seconds, show
from compendium.amending.opening import open_file
from compendium.amending.planning import AmendPlan, plan_decision
from compendium.law.act import Act, Provision
from compendium.law.kinds import HEADED
from compendium.law.names import quoted, title_key
from compendium.law.timeline import Status, standing
from compendium.library.catalog import Catalog, load_catalog
from compendium.library.config import load_config
from compendium.library.facts_cache import FactsCache
from compendium.store import open_corpus
from compendium.system.toml_table import CORPUS_FILE

_MAIN = "from compendium_cli.main import main; main()"
BODY = "上海市人民代表大会常务委员会"
EVE = date(2026, 10, 31)
"""The day before the decision takes effect."""


def main() -> None:
    """Make the corpus and the decision, time each step, print a table."""
    parser = argparse.ArgumentParser(description="time a package decision")
    parser.add_argument("--works", type=int, default=30, help="how many regulations it amends")
    wanted = parser.parse_args().works
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "corpus"
        _corpus(folder)
        corpus = open_corpus(folder)
        catalog = load_catalog(corpus.snapshot(), FactsCache(corpus.cache_dir))
        decision = Path(scratch) / "决定.md"
        chosen = list(_chosen(catalog, wanted))
        decision.write_text(_words(chosen), "utf-8")
        rows = _rows(folder, decision)
        versions = sum(len(work.expressions) for work in catalog.works)
    title = f"修改 {len(chosen)} 部法规（全库 {versions} 个文本，{said_source()}）"
    show(title, ["步骤", "秒", "与 difflib 之比"], rows)


def _rows(folder: Path, decision: Path) -> list[list[str]]:
    corpus = open_corpus(folder)
    load, catalog = seconds(lambda: load_catalog(corpus.snapshot(), FactsCache(corpus.cache_dir)))
    config = load_config(corpus.snapshot().read(CORPUS_FILE))
    read, opened = seconds(lambda: open_file(decision, catalog, config))
    planning, plan = seconds(lambda: plan_decision(opened.act, catalog))
    _must_be_whole(plan)
    apply, _ = seconds(lambda: _run(folder, "amend", "apply", str(decision), "--json"))
    pairs = [(w.before.text, w.after.text) for w in plan.works if w.before and w.after]
    peer, _ = seconds(lambda: [SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in pairs])
    steps = {
        "读入法规库（已有缓存）": load,
        "读入决定": read,
        "推算方案": planning,
        "命令 amend apply，从启动到提交": apply,
        "difflib 比较同样的文本": peer,
    }
    return [[name, f"{spent:.2f}", f"{spent / peer:.2f}"] for name, spent in steps.items()]


def _must_be_whole(plan: AmendPlan) -> None:
    for work in plan.works:
        for item in work.refused:
            raise SystemExit(f"{work.title} {item.instruction.id}：{item.reason}")
        if work.fault:
            raise SystemExit(f"{work.title}：{work.fault}")


def _corpus(folder: Path) -> None:
    folder.mkdir()
    _run(folder, "init", str(folder))
    data = real_texts()
    more = [str(path) for path in sorted(data.glob("elsewhere/*"))] if data else []
    _run(folder, "import", *(str(path) for path in regulations()), *more)


def _run(folder: Path, *words: str) -> None:
    place = [] if words[0] == "init" else ["--corpus", str(folder)]
    subprocess.run([sys.executable, "-c", _MAIN, *place, *words], check=False, capture_output=True)


def _chosen(catalog: Catalog, wanted: int) -> Iterator[tuple[Act, int, int, int]]:
    """Regulations with the numbers of the articles to replace, to add before and to delete."""
    found = 0
    for work in catalog.works:
        facts = work.expressions[-1]
        alone = len(catalog.by_title[title_key(facts.title)]) == 1
        holds = standing(work.expressions, EVE).status is Status.IN_FORCE
        if found == wanted or not (alone and holds):
            continue
        act = catalog.act(facts)
        place = _place(act)
        if place and facts.date < EVE:
            found += 1
            yield (act, *place)


def _place(act: Act) -> tuple[int, int, int] | None:
    """Three articles of the plain sort in one chapter, one after another."""
    groups: list[Provision] = [p for root in act.body for p in root.walk() if p.level in HEADED]
    for group in groups:
        plain = [
            n
            for n, article in enumerate(act.articles, 1)
            if article in group.children and len(article.children) == 1 and not article.children[0].children
        ]
        for n in plain:
            if n + 1 in plain and n + 2 in plain and n + 2 < len(act.articles):
                return n, n + 1, n + 2
    return None


def _words(chosen: list[tuple[Act, int, int, int]]) -> str:
    """The decision: 一、对《…》的修改, and so on."""
    from compendium.law.numerals import to_chinese as number

    first = quoted(chosen[0][0].title)
    title = f"{BODY}关于修改{first}等{len(chosen)}件地方性法规的决定"
    head = "（2026年9月25日上海市第十六届人民代表大会常务委员会第三十三次会议通过）"
    lines = [f"# {title}", head, "上海市第十六届人民代表大会常务委员会第三十三次会议决定："]
    for position, (act, replaced, entered, gone) in enumerate(chosen, 1):
        text = act.articles[replaced - 1].children[0].text
        lines += [
            f"{number(position)}、对{quoted(act.title)}的修改",
            f"1.将第{number(replaced)}条修改为：“{_inner(text)}具体办法另行制定。”",
            f"2.增加一条，作为第{number(entered)}条：“有关部门应当每年公布前条规定的实施情况。”",
            f"3.删去第{number(gone)}条。",
            f"4.将第{number(entered)}条修改为第{number(entered + 1)}条，在第一款最后增加“并定期评估。”",
        ]
    lines += ["此外，对条款顺序作相应调整。", "本决定自2026年11月1日起施行。"]
    return "\n\n".join(lines) + "\n"


def _inner(text: str) -> str:
    return text.replace("“", "‘").replace("”", "’")


if __name__ == "__main__":
    main()
