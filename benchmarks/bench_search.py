"""Search: engines and peers on the same pieces in one run, quality of the answers, growth.

    python -m benchmarks.bench_search [CORPUS] [--phrases 400] [--exact 2000] [--times 16] [--seed 1]

Without a corpus the texts beside the project (or the samples) are imported first. Peers give the ids of
their first 20; engines a whole answer of 20 regulations for a day, with a filter, counts, marked sentences.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from benchmarks.hostile import HOSTILE
from benchmarks.search_corpus import Texts, catalog_of, files_in, grown, percentile, random_phrases, texts_of
from benchmarks.search_judged import judged, quality
from benchmarks.search_peers import PEERS
from benchmarks.texts import regulations, said_source, seconds, show
from compendium.library.catalog import Catalog
from compendium.querying import QueryError
from compendium_build.search import Facet, Index, Request, build_index, open_index, search
from compendium_build.search.documents import Part
from compendium_build.search.engines import ENGINES, engine_of

DAY = date(2026, 1, 1)


def main() -> None:
    """Run all parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--phrases", type=int, default=400)
    parser.add_argument("--exact", type=int, default=2000)
    parser.add_argument("--times", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        files = files_in(options.corpus or _imported(Path(scratch)))
        table = Path(__file__).with_name("judged-synonyms.toml")
        files["synonyms.toml"] = table.read_bytes()
        catalog = catalog_of(files)
        texts = texts_of(catalog)
        phrases = random_phrases(texts, options.phrases, 2, 8, options.seed)
        size = f"{len(texts.documents):,} 片 {sum(map(len, texts.folded.values())):,} 字"
        _peers(texts, phrases, Path(scratch), f"{said_source()}，{size}，{len(phrases)} 个短语")
        _engines(catalog, texts, phrases, options.exact, Path(scratch))
        _growth(files, options.times, options.phrases, Path(scratch))


def _imported(scratch: Path) -> Path:
    corpus, main_ = scratch / "corpus", "from compendium_cli.main import main; main()"
    run: Callable[..., object] = subprocess.run
    place = ["--locality", "cn-sh", "--place", "上海市"]
    run([sys.executable, "-c", main_, "init", str(corpus), *place], check=True, capture_output=True)
    paths = map(str, regulations())
    run([sys.executable, "-c", main_, "--corpus", str(corpus), "import", *paths], capture_output=True)
    return corpus


def _peers(texts: Texts, phrases: Sequence[str], scratch: Path, title: str) -> None:
    oracle = {phrase: texts.scan(phrase) for phrase in phrases}
    rows = []
    for make in PEERS:
        peer, folder = make(), Path(tempfile.mkdtemp(dir=scratch))
        built, _ = seconds(partial(peer.build, texts, folder))
        times = [seconds(partial(peer.top, phrase))[0] for phrase in phrases]
        found = {phrase: peer.every(phrase) for phrase in phrases}
        rows.append([peer.name, f"{built:.1f}", _megabytes(folder), *_times(times), *_exact(found, oracle)])
    show(f"前 20 个编号：{title}", ["方式", "建 s", "MB", "p50 ms", "p95 ms", "次/s", "召回", "准确"], rows)


def _engines(catalog: Catalog, texts: Texts, phrases: Sequence[str], exact: int, scratch: Path) -> None:
    rows, graded = [], []
    queries = judged()
    names = [name for name in ENGINES if name != "opensearch" or "OPENSEARCH_URL" in os.environ]
    if len(names) < len(ENGINES):
        print("没有检索服务器（OPENSEARCH_URL），不计 opensearch", file=sys.stderr)
    for name in names:
        folder = scratch / f"engine-{name}"
        engine = engine_of(name)
        built, report = seconds(partial(build_index, catalog, folder, engine=engine))
        with closing(open_index(folder)) as index:
            for phrase in phrases:  # texts are unpacked when they are first met
                _ask(index, phrase, 1)
            one = [seconds(partial(_ask, index, phrase, 1))[0] for phrase in phrases]
            three = [seconds(partial(_ask, index, phrase, 3))[0] for phrase in phrases]
            recall, precision = _held(index, texts, exact)
            worst = max(
                (seconds(partial(_provoked, index, query))[0], label) for label, query in HOSTILE.items()
            )
            for synonyms in (False, True):
                got = quality(index, queries, DAY, synonyms)
                graded.append(
                    [
                        name,
                        "有" if synonyms else "无",
                        str(got.queries),
                        f"{got.ndcg:.3f}",
                        f"{got.recall:.3f}",
                    ]
                )
        again = _amended(catalog, folder, name)
        rows.append(
            [
                name,
                f"{built:.1f}",
                f"{report.bytes / 1e6:.1f}",
                *_times(one),
                *_times(three)[:2],
                recall,
                precision,
                again,
                f"{worst[0] * 1e3:.0f}（{worst[1]}）",
            ]
        )
    columns = [
        "引擎",
        "建 s",
        "MB",
        "p50 ms",
        "p95 ms",
        "次/s",
        "60条 p50",
        "60条 p95",
        "召回",
        "准确",
        "改一部 ms",
        "恶意查询最长 ms",
    ]
    show(f"完整的回答（截至日、筛选、分面、标记）；召回、准确以 {exact} 个短语、任意日期计", columns, rows)
    show("检索质量", ["引擎", "同义词", "查询", "nDCG@10", "召回"], graded)


def _ask(index: Index, phrase: str, per_work: int) -> object:
    kinds = frozenset({"difangxing-fagui", "pudong-xinqu-fagui", "zhengfu-guizhang", "qita"})
    return search(
        index, Request(query=f"“{phrase}”", day=DAY, filters={Facet.KIND: kinds}, per_work=per_work)
    )


def _provoked(index: Index, query: str) -> None:
    with suppress(QueryError):
        search(index, Request(query=query, day=DAY))


def _held(index: Index, texts: Texts, count: int) -> tuple[str, str]:
    """Recall and precision against the scan, at any day."""
    chance = random.Random(7)
    days = texts.days
    found, wanted = {}, {}
    for number, phrase in enumerate(random_phrases(texts, count, 1, 12, 2)):
        day = None if number % 4 == 0 else chance.choice(days) + timedelta(chance.choice((-1, 0, 400)))
        request = Request(
            query=f"“{phrase}”", day=day or DAY, all_versions=day is None, limit=100_000, per_work=100_000
        )
        key = f"{phrase}@{day}"
        found[key] = {f"{hit.act.path}#{_key(hit.part, hit.eid)}" for hit in search(index, request).hits}
        wanted[key] = texts.scan(phrase, day.toordinal() if day else None)
    return _exact(found, wanted)


def _key(part: Part, eid: str) -> str:
    return {Part.FRONT: "front", Part.CONCLUSIONS: "conclusions"}.get(part, eid)


def _exact(found: Mapping[str, set[str]], wanted: Mapping[str, set[str]]) -> tuple[str, str]:
    both = sum(len(found[key] & wanted[key]) for key in wanted)
    right, given = sum(map(len, wanted.values())), sum(map(len, found.values()))
    return f"{both / max(right, 1):.4f}", f"{both / max(given, 1):.4f}"


def _amended(catalog: Catalog, folder: Path, name: str) -> str:
    """Milliseconds to take one version out and to put it back."""
    works = [work for work in catalog.works if len(work.expressions) == 1]
    less = Catalog(tuple(work for work in catalog.works if work is not works[0]), catalog.files)
    build_index(less, folder, engine=engine_of(name))
    took, _ = seconds(lambda: build_index(catalog, folder, engine=engine_of(name)))
    return f"{took * 1e3:.0f}"


def _growth(files: Mapping[str, bytes], times: int, count: int, scratch: Path) -> None:
    rows = []
    for factor in (1, times):
        catalog = catalog_of(grown(files, factor))
        texts = texts_of(catalog)
        phrases = random_phrases(texts, count, 2, 8, 1)
        pieces = f"{len(texts.documents):,}"
        del texts
        folder = scratch / f"grown-{factor}"
        built, report = seconds(partial(build_index, catalog, folder))
        with closing(open_index(folder)) as index:
            for phrase in phrases:
                _ask(index, phrase, 1)
            asked = [seconds(partial(_ask, index, phrase, 1))[0] for phrase in phrases]
            opened, _ = seconds(partial(open_index, folder))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows.append(
            [
                f"{factor}×",
                pieces,
                f"{built:.1f}",
                f"{report.bytes / 1e6:.1f}",
                *_times(asked),
                f"{opened * 1e3:.0f}",
                f"{memory:.0f}",
                _amended(catalog, folder, "sqlite") if factor == 1 else "",
            ]
        )
    columns = ["规模", "片", "建 s", "MB", "p50 ms", "p95 ms", "次/s", "打开 ms", "进程 MB", "改一部 ms"]
    show("增长（默认引擎，合成的旧版本）", columns, rows)


def _times(values: list[float]) -> list[str]:
    half, most = (percentile(values, share) * 1e3 for share in (0.5, 0.95))
    return [f"{half:.2f}", f"{most:.2f}", f"{len(values) / sum(values):,.0f}"]


def _megabytes(folder: Path) -> str:
    return f"{sum(p.stat().st_size for p in folder.rglob('*') if p.is_file()) / 1e6:.1f}"


if __name__ == "__main__":
    started = time.perf_counter()
    main()
    print(f"{time.perf_counter() - started:.0f} s")
