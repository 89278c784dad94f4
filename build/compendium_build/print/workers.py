"""Typesetting in processes of its own, so that memory is given back and both processors work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_all_start_methods, get_context

from compendium.law.problems import CompendiumError
from compendium.system.workers import be_silent, start_forkserver
from compendium_build.print.pages.matter import MatterJob
from compendium_build.print.pieces import Index, Job
from compendium_build.print.single import Single, typeset_single
from compendium_build.print.typefaces import Glyphs, Typefaces, merged

BATCH = 12
"""After so many pieces for each, workers are replaced, and with them goes what their libraries hold."""


class WorkerDied(CompendiumError):
    """A typesetting process that ended without an answer."""

    def __init__(self) -> None:
        super().__init__("排印进程意外退出，可能是内存不足。请减少并行数后重试；已排好的部分会保留。")


def typeset_pieces(
    jobs: Iterable[Job | MatterJob], processes: int, done: Callable[[str, bytes, Index], None]
) -> None:
    """Typeset pieces, telling of each when it is ready: its key, PDF and index.

    The pages around the text come first and in a short batch of their own: who sorts titles by pinyin has
    tables of 50 MB ever after.
    """
    waiting = iter(jobs)
    first = list(islice(waiting, 1 + processes))
    rest = iter(lambda: list(islice(waiting, BATCH * processes)), [])
    for batch in chain(filter(None, [first]), rest):
        with _workers(min(processes, len(batch))) as executor:
            futures = {executor.submit(_piece, job): job.key for job in batch}
            for future in as_completed(futures):
                done(futures[future], *future.result())


def take_typefaces(glyphs: dict[str, Glyphs], letters: str, processes: int) -> Typefaces:
    """Take the fonts for the whole book; `letters` are those that joining prints itself."""
    with _workers(processes) as executor:
        return executor.submit(_typefaces, glyphs, letters).result()


def typeset_singles(
    jobs: Iterable[tuple[str, Single]], processes: int, done: Callable[[str, bytes | CompendiumError], None]
) -> None:
    """Typeset versions by themselves, telling of each by its name: its PDF, or why there is none."""
    waiting = iter(jobs)
    while batch := list(islice(waiting, BATCH * processes)):
        with _workers(min(processes, len(batch))) as executor:
            futures = {executor.submit(typeset_single, single): name for name, single in batch}
            for future in as_completed(futures):
                try:
                    done(futures[future], future.result())
                except CompendiumError as error:
                    done(futures[future], error)


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
        return ProcessPoolExecutor(processes, get_context("spawn"), be_silent)
    context = get_context("forkserver")
    context.set_forkserver_preload(["compendium_build.print.warm"])
    start_forkserver()
    return ProcessPoolExecutor(processes, context, be_silent)


def _piece(job: Job | MatterJob) -> tuple[bytes, Index]:
    from compendium_build.print.pages.render import render_matter, render_piece

    return render_matter(job) if isinstance(job, MatterJob) else render_piece(job)


def _typefaces(glyphs: dict[str, Glyphs], letters: str) -> Typefaces:
    from compendium_build.print.weasy.subsets import make_typefaces

    return make_typefaces(glyphs, letters)


def merge_glyphs(several: Iterable[Index]) -> dict[str, Glyphs]:
    """Merge the glyphs used of each font, over several parts."""
    return merged(
        {name: {glyph: (width, text) for glyph, width, text in held} for name, held in index.glyphs.items()}
        for index in several
    )
