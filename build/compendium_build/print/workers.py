"""Typesetting in processes of its own, so that memory is given back and both processors work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_all_start_methods, get_context

from compendium.problems import CompendiumError
from compendium_build.print.frontmatter import Front, front_matter
from compendium_build.print.pieces import Index, Job
from compendium_build.print.typefaces import Typefaces, make_typefaces

BATCH = 12
"""After so many pieces for each, workers are replaced, and with them goes what their libraries hold."""


class WorkerDied(CompendiumError):
    """A typesetting process ended without an answer."""

    def __init__(self) -> None:
        super().__init__("排印进程意外退出，可能是内存不足。请减少并行数后重试；已排好的部分会保留。")


def typeset_pieces(jobs: Iterable[Job], processes: int, done: Callable[[str, bytes, Index], None]) -> None:
    """Typeset pieces, telling of each when it is ready: its key, PDF and index."""
    waiting = iter(jobs)
    while batch := list(islice(waiting, BATCH * processes)):
        with _workers(min(processes, len(batch))) as executor:
            futures = {executor.submit(_piece, job): job.piece.key for job in batch}
            for future in as_completed(futures):
                done(futures[future], *future.result())


def typeset_front(
    front: Front, glyphs: dict[str, list[int]], processes: int
) -> tuple[bytes, Index, Typefaces]:
    """Typeset cover and contents, and take the fonts for the whole book."""
    with _workers(processes) as executor:
        return executor.submit(_front, front, glyphs).result()


@contextmanager
def _workers(processes: int) -> Iterator[Executor]:
    """Processes to typeset in; a thread of this process when only one is asked for."""
    executor = _pool(processes) if processes > 1 else ThreadPoolExecutor(1)
    try:
        yield executor
    except BrokenProcessPool:
        raise WorkerDied from None
    finally:
        executor.shutdown(cancel_futures=True)


def _pool(processes: int) -> Executor:
    # Not fork: a copy of a process that runs threads can hang. Not max_tasks_per_child: CPython 3.11 and
    # 3.12 can wait for ever for a worker that was to be replaced.
    if "forkserver" not in get_all_start_methods():
        return ProcessPoolExecutor(processes, get_context("spawn"))
    context = get_context("forkserver")
    context.set_forkserver_preload(["compendium_build.print.render"])
    return ProcessPoolExecutor(processes, context)


def _piece(job: Job) -> tuple[bytes, Index]:
    from compendium_build.print.render import render_piece

    return render_piece(job)


def _front(front: Front, glyphs: dict[str, list[int]]) -> tuple[bytes, Index, Typefaces]:
    from compendium_build.print.render import page_root, typeset

    root, body = page_root(front.title, "")
    made = typeset(front_matter(root, body, front), {}, "front.css")
    start = made.anchors["contents"][0]
    outline = [(0, "目录", "contents")]
    index = Index(made.pages, list(range(start)), made.anchors, outline, [], made.glyphs, [])
    used = merge_glyphs([glyphs, made.glyphs])
    return made.pdf, index, make_typefaces(used)


def merge_glyphs(several: Iterable[dict[str, list[int]]]) -> dict[str, list[int]]:
    """The glyphs used of each font, over several documents."""
    found: dict[str, set[int]] = {}
    for glyphs in several:
        for name, numbers in glyphs.items():
            found.setdefault(name, set()).update(numbers)
    return {name: sorted(numbers) for name, numbers in sorted(found.items())}
