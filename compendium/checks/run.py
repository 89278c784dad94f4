"""Run the rules over files and over a whole corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from compendium.akn import parse_act
from compendium.akn.read import BadXml
from compendium.checks import chain, media, numbering, references, texts, times
from compendium.checks.rules import found
from compendium.law.act import Act, Image, Para
from compendium.law.identifiers import CorpusPath, Digest
from compendium.law.names import expression_path, folder_of
from compendium.law.problems import Problem
from compendium.library.catalog import Catalog, Files
from compendium.library.facts import Facts, facts_of

_ACT_RULES: tuple[Callable[[Act, str], Iterator[Problem]], ...] = (
    numbering.unique_ids,
    numbering.agreeing_ids,
    numbering.articles_run_on,
    numbering.headings_run_on,
    numbering.items_run_on,
    numbering.contents_agree,
    times.dates_in_order,
    times.dates_agree,
    times.dates_known,
    times.dates_possible,
    times.end_agrees,
    times.history_in_order,
    times.history_read,
    texts.half_width,
    texts.spaced,
    texts.suspicious,
    texts.empty,
    texts.paired,
)


def check_file(data: bytes, path: str, names: frozenset[CorpusPath] | None = None) -> list[Problem]:
    """Check one file by itself. `names` are the files of the corpus, None when it stands in no corpus."""
    try:
        act = parse_act(data, path)
    except BadXml as error:
        return [found("X101", path, line, message) for line, message in error.faults]
    facts = facts_of(act, CorpusPath(path), Digest(""))
    problems = [problem for rule in _ACT_RULES for problem in rule(act, path)]
    problems += references.internal(act, facts, path)
    if names is not None:
        problems += _placed(act, facts, names)
    return sorted(problems)


def _placed(act: Act, facts: Facts, names: frozenset[CorpusPath]) -> Iterator[Problem]:
    """X102, X105: the file is where its content says, and its pictures are there."""
    try:
        right = expression_path(act.work, act.language, act.date)
    except ValueError:
        right = CorpusPath("")
    if facts.path != right:
        yield found("X102", facts.path, 1, f"应为 {right}")
    folder = folder_of(facts.path)
    for provision in act.provisions():
        for block in (*provision.blocks, *provision.tail):
            paras = (
                [block] if isinstance(block, Para) else [p for r in block.rows for c in r for p in c.paras]
            )
            for run in (run for para in paras for run in para.runs):
                if isinstance(run, Image) and f"{folder}/{run.src}" not in names:
                    yield found("X105", facts.path, provision.line, "找不到图片", run.src)


def check_catalog(
    catalog: Catalog,
    files: Files,
    paths: Iterable[CorpusPath],
    progress: Callable[[int, int], None] | None = None,
) -> list[Problem]:
    """Check files of a corpus, each by itself and in its place among the others; the table of synonyms."""
    wanted = list(paths)
    names = frozenset(files.paths())
    problems: list[Problem] = []
    for position, path in enumerate(wanted, 1):
        problems += check_file(files.read(path), path, names)
        if progress:
            progress(position, len(wanted))
    chosen = set(wanted)
    for work in catalog.works:
        if any(facts.path in chosen for facts in (*work.expressions, *work.translations)):
            of_work = [
                *times.versions_agree(work),
                *times.versions_held(work),
                *times.translations_agree(work),
                *chain.chained(work, catalog),
                *chain.apart(work),
                *chain.carried_out(work, catalog),
                *references.external(work, catalog),
            ]
            problems += [problem for problem in of_work if problem.path in chosen]
    problems += times.titles_apart(catalog, chosen)
    problems += texts.synonyms(catalog, files)
    problems += media.media_files(catalog, files, chosen)
    return sorted(problems)


def consequences(before: Catalog, after: Catalog, written: Iterable[CorpusPath]) -> list[Problem]:
    """List what is found once files are written, in them and in the other versions of their works, as new.

    Where something stands is no matter: what has only moved to another file or line is not new.
    """
    folders = {folder_of(path) for path in written if path.endswith(".xml")}

    def found_in(catalog: Catalog) -> list[Problem]:
        held = [
            path for path in catalog.files.paths() if path.endswith(".xml") and folder_of(path) in folders
        ]
        return check_catalog(catalog, catalog.files, held)

    known = Counter((p.code, p.message, p.words) for p in found_in(before))
    fresh: list[Problem] = []
    for problem in found_in(after):
        what = problem.code, problem.message, problem.words
        if known[what]:
            known[what] -= 1
        else:
            fresh.append(problem)
    return fresh
