"""Point out, at import, that a new work has nearly the title of another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compendium.akn import parse_act
from compendium.law.act import Act
from compendium.law.identifiers import CorpusPath, Digest, Uri
from compendium.law.near_titles import NearTitles
from compendium.library.catalog import Catalog, works_of
from compendium.library.facts import facts_of
from compendium.library.near_works import NearWorks

_ADVICE = "是同一部法规的，核对名称，或者用 --version-of 导入"


def near_hints(
    catalog: Catalog, fresh: Sequence[Act], files: Mapping[CorpusPath, bytes | None]
) -> dict[Uri, str]:
    """Say of the new works of an import which others have nearly the same title, by work.

    `fresh` are the Chinese texts of the import, `files` what it writes. Texts are read only where titles are
    near.
    """
    new = [act for act in fresh if act.work not in catalog.by_uri]
    held = [facts.title for work in catalog.works for facts in work.expressions]
    titles = NearTitles([*held, *(act.title for act in new)]) if new else NearTitles(())
    near = {title for act in new for title in _both(act.title, titles)}
    if not near:
        return {}
    texts = {
        path: parse_act(data, path, is_valid=True)
        for path, data in files.items()
        if data is not None and path.endswith(".xml")
    }
    written = [facts_of(act, path, Digest("")) for path, act in texts.items() if act.title in near]
    kept = [f for w in catalog.works for f in w.expressions if f.path not in files and f.title in near]
    works = works_of([*kept, *written])
    chosen = [work for work in works if work.uri in {act.work for act in new}]
    out: dict[Uri, str] = {}
    for pair in NearWorks(Catalog(works, catalog.files)).pairs(chosen):
        facts = pair.later if pair.later.work not in catalog.by_uri else pair.earlier
        out.setdefault(facts.work, f"{pair.words_on(facts)}；{_ADVICE}")
    return out


def _both(title: str, titles: NearTitles) -> list[str]:
    """A title and those near it; empty where there is none."""
    found = titles.find(title)
    return [title, *(near.title for near in found)] if found else []
