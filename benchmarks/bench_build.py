"""Time builds: clean, after one change, after none; on a corpus and on several copies of it.

    python -m benchmarks.bench_build [--copies 1 4 16] [--web] [--with-print]

The web edition is held against Pelican, which makes one plain page of the Markdown of each version, in
the same run; the last column is how many times as long ours takes for all its pages, forms and checks.
A copy of a text is the same law under another title, so every copy is a work of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.pelican import Pelican
from benchmarks.texts import regulations, said_source, seconds, show

_MAIN = [sys.executable, "-c", "from compendium_cli.main import main; main()"]
_MARKS = "零甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_TITLE_ENDS = ("条例", "规定", "办法", "决定")


def main() -> None:
    """Time every size and print a table."""
    parser = argparse.ArgumentParser(description="time builds")
    parser.add_argument(
        "--copies", type=int, nargs="*", default=[1, 4], help="how many times the corpus, to 23"
    )
    parser.add_argument("--web", action="store_true", help="the web edition only")
    parser.add_argument("--with-print", action="store_true", help="the book too, which takes minutes")
    parser.add_argument("--limit", type=int, help="at most so many texts")
    options = parser.parse_args()
    targets = ["web", *([] if options.web else ["index", "feed"]), *(["print"] if options.with_print else [])]
    rows = []
    for copies in options.copies:
        with tempfile.TemporaryDirectory() as scratch:
            rows += timed(Path(scratch), copies, targets, options.limit)
    show(f"生成，秒（{said_source()}）", ["规模", "文本", *targets, "Pelican", "web/Pelican"], rows)


def timed(scratch: Path, copies: int, targets: list[str], limit: int | None) -> list[list[str]]:
    """The rows of one size: import, clean, one changed, none."""
    sources = copied(scratch / "in", copies, limit)
    corpus = scratch / "corpus"
    compendium("init", corpus, "--place", "上海市")
    took, _ = seconds(lambda: compendium("--corpus", corpus, "import", scratch / "in", refusals=True))
    rows = [[f"{copies}× 导入", str(len(sources)), f"{took:.1f}", *[""] * (len(targets) + 1)]]
    peer = Pelican(scratch / "pelican")
    for state in ("全新", "改一件", "不改"):
        if state == "改一件":
            change(sources, corpus)
            peer.change()
        built = [
            seconds(lambda t=t: compendium("--corpus", corpus, "build", t, "-o", scratch / "out"))[0]  # type: ignore[misc]
            for t in targets
        ]
        if state == "全新":
            peer.fill(scratch / "out" / "web")
        plain = peer.build()
        times = [f"{each:.1f}" for each in (*built, plain)]
        rows.append([f"{copies}× {state}", str(len(sources)), *times, f"{built[0] / plain:.2f}"])
    return rows


def copied(folder: Path, copies: int, limit: int | None) -> list[Path]:
    """Write the texts into a folder, each copy with a number before the last word of its title."""
    folder.mkdir()
    made = []
    for number in range(copies):
        for source in regulations()[:limit]:
            text = source.read_text("utf-8", errors="ignore")
            if number:
                text = retitled(text, _MARKS[number])
            made.append(folder / f"{number}-{source.name}")
            made[-1].write_text(text, "utf-8")
    return made


def retitled(text: str, mark: str) -> str:
    """Put a mark into the first line that ends as a title does."""
    lines = text.split("\n")
    for position, line in enumerate(lines):
        bare = line.rstrip()
        if bare.endswith(_TITLE_ENDS):
            lines[position] = f"{bare[:-2]}{mark}{bare[-2:]}"
            break
    return "\n".join(lines)


def change(sources: list[Path], corpus: Path) -> None:
    """Correct one word of one text in the corpus."""
    for source in sources:
        head, found, tail = source.read_text("utf-8").rpartition("应当")
        if found:
            source.write_text(f"{head}应{tail}", "utf-8")
            compendium("--corpus", corpus, "import", "--replace", source)
            return


def compendium(*arguments: str | Path, refusals: bool = False) -> None:
    """Run the command line; a copy that is refused in an import is no reason to stop."""
    done = subprocess.run([*_MAIN, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode and not (refusals and done.returncode == 1 and done.stdout):
        sys.exit(done.stderr or done.stdout)


if __name__ == "__main__":
    main()
