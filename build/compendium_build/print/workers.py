"""Typesetting in processes of its own, so that memory is given back and both processors work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context

from compendium.problems import CompendiumError
from compendium_build.print.frontmatter import Front, front_matter
from compendium_build.print.pieces import Index, Job
from compendium_build.print.typefaces import Typefaces, make_typefaces

TASKS_PER_WORKER = 12
"""After so many pieces a worker ends, and with it what its libraries didn't give back."""


class WorkerDied(CompendiumError):
    """A typesetting process ended without an answer."""

    def __init__(self) -> None:
        super().__init__("排印进程意外退出，可能是内存不足。请减少并行数后重试；已排好的部分会保留。")


@contextmanager
def workers(jobs: int) -> Iterator[Executor]:
    """Processes to typeset in; a thread of this process when only one is asked for."""
    if jobs <= 1:
        executor: Executor = ThreadPoolExecutor(1)
    else:
        method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
        context = get_context(method)
        if method == "forkserver":
            context.set_forkserver_preload([__name__])
        executor = ProcessPoolExecutor(jobs, context, max_tasks_per_child=TASKS_PER_WORKER)
    try:
        yield executor
    except BrokenProcessPool:
        raise WorkerDied from None
    finally:
        executor.shutdown(cancel_futures=True)


def typeset_pieces(
    executor: Executor, jobs: Iterable[Job], done: Callable[[str, bytes, Index], None]
) -> None:
    """Typeset pieces, telling of each when it is ready: its key, PDF and index."""
    waiting = {executor.submit(_piece, job): job.piece.key for job in jobs}
    for future in as_completed(waiting):
        done(waiting[future], *future.result())


def typeset_front(
    executor: Executor, front: Front, glyphs: dict[str, list[int]]
) -> tuple[bytes, Index, Typefaces]:
    """Typeset cover and contents, and take the fonts for the whole book."""
    return executor.submit(_front, front, glyphs).result()


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
