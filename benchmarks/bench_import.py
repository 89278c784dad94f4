"""Time the reading of files against pandoc alone on the same files.

    python benchmarks/bench_import.py [--limit 40]

Ours is all that import does with a file before git: read, find the structure, write the XML and read it back.
Pandoc only reads and writes plain text; it is a process for each file, so its start is also shown by itself.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from statistics import mean, median

import pypandoc

from benchmarks.texts import real_texts, regulations, said_source, seconds, show
from compendium.akn import parse_act, write_act
from compendium.intake.draft import draft_of
from compendium.intake.source import SourceRefused
from compendium.law.identifiers import Uri
from compendium.law.names import WorkUri

FORMATS = {".md": "markdown", ".txt": "markdown", ".html": "html", ".docx": "docx", ".odt": "odt", ".pdf": ""}


def main() -> None:
    """Time every kind of file that is there and print a table."""
    parser = argparse.ArgumentParser(description="time import against pandoc")
    parser.add_argument("--limit", type=int, default=40, help="at most so many files of each kind")
    limit = parser.parse_args().limit
    with tempfile.TemporaryDirectory() as scratch:
        kinds = by_kind([*regulations(), *others(Path(scratch))])
        start = median(pandoc(None, "markdown")[0] for _ in range(5))
        rows = [row(kind, files[:limit]) for kind, files in kinds.items()]
    columns = ["类型", "文件", "KB/件", "本程序 毫秒/件", "最慢", "pandoc 毫秒/件", "之比", "pandoc 读空"]
    show(f"导入（{said_source()}；pandoc 启动 {start:.0f} 毫秒）", columns, rows)


def others(scratch: Path) -> list[Path]:
    """Files that are not Markdown: real ones, or the samples turned into Word and HTML."""
    data = real_texts()
    if data:
        return sorted(path for path in data.glob("word/*/*") if path.suffix in FORMATS)
    made = []
    for source in regulations()[:12]:
        for suffix in (".docx", ".html"):
            made.append(scratch / f"{source.stem}{suffix}")
            pypandoc.convert_file(
                str(source), suffix[1:], "markdown", outputfile=str(made[-1]), extra_args=["-s"]
            )
    return made


def by_kind(files: list[Path]) -> dict[str, list[Path]]:
    """The files that can be read, by extension."""
    kinds: dict[str, list[Path]] = defaultdict(list)
    for file in files:
        try:
            draft_of(file)  # also loads what is loaded once
        except SourceRefused:
            continue
        kinds[file.suffix].append(file)
    return dict(sorted(kinds.items()))


def row(kind: str, files: list[Path]) -> list[str]:
    """The figures of one kind of file; the ratio counts only files of which pandoc makes a text."""
    ours = [seconds(lambda file=file: whole(file))[0] * 1000 for file in files]  # type: ignore[misc]
    size = sum(file.stat().st_size for file in files) / len(files) / 1024
    shown = [kind, str(len(files)), f"{size:.0f}", f"{mean(ours):.1f}", f"{max(ours):.0f}"]
    theirs = [pandoc(file, FORMATS[kind]) for file in files] if FORMATS[kind] else []
    both = [(mine, other) for mine, (other, length) in zip(ours, theirs, strict=False) if length]
    if not both:
        return [*shown, "—", "—", str(len(theirs))]
    peer = mean(other for _, other in both)
    return [
        *shown,
        f"{peer:.1f}",
        f"{mean(mine for mine, _ in both) / peer:.2f}",
        str(len(theirs) - len(both)),
    ]


def whole(file: Path) -> None:
    """All that import does with a file before git."""
    act = draft_of(file).act
    placed = replace(act, work=Uri(str(WorkUri("cn-sh", act.kind, act.date.year, "x"))))
    parse_act(write_act(placed), file.name)


def pandoc(file: Path | None, kind: str) -> tuple[float, int]:
    """How many milliseconds pandoc takes to make plain text of a file, or of nothing; and its length."""
    command = [pypandoc.get_pandoc_path(), "-f", kind, "-t", "plain", *([str(file)] if file else [])]
    took, done = seconds(lambda: subprocess.run(command, input=b"", capture_output=True, check=True))
    return took * 1000, len(done.stdout.strip())


if __name__ == "__main__":
    main()
