"""Invented acts in several versions, and what a plain scan finds in them."""

import random
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from compendium.akn import write_act
from compendium.law.act import Act, Basis, Commencement, FrontLine, Para, Provision
from compendium.law.kinds import ActKind, Level
from compendium.law.names import assign_ids
from compendium.law.timeline import interval_of
from compendium.library.catalog import Catalog, load_catalog
from compendium.querying import Piece, answers, parse_query, run_of
from compendium_build.search import Hit, Index, Request, open_index, search
from compendium_build.search.documents import BODIES, Document, Part, documents_of
from tests.builders import Memory

WORDS = (
    *"港口码头灯塔看守之的和非（），；、。“”《》一二〇○1Aｂ零人",
    "应当",
    "可以",
    "不得",
    "罚款",
    "处罚",
    "规定",
)
WORDS += ("灯塔", "港口", "码头", "或者", "海浦市", "人民政府", "人人", "co", "CO")


def sentence(chance: random.Random) -> str:
    return "".join(chance.choice(WORDS) for _ in range(chance.randint(1, 25)))


def paragraph(chance: random.Random) -> Provision:
    points = tuple(
        Provision(
            level=Level.POINT, eid="", wid="", num=f"（{'一二三'[n]}）", blocks=(Para((sentence(chance),)),)
        )
        for n in range(chance.choice((0, 0, 2, 3)))
    )
    return Provision(
        level=Level.PARAGRAPH, eid="", wid="", blocks=(Para((sentence(chance),)),), children=points
    )


def article(chance: random.Random, number: int) -> Provision:
    paragraphs = tuple(paragraph(chance) for _ in range(chance.randint(1, 3)))
    return Provision(
        level=Level.ARTICLE, eid="", wid="", num=f"第{'一二三四五六七八九'[number]}条", children=paragraphs
    )


def make_act(slug: str, day: date, seed: int, articles: int = 8) -> Act:
    chance = random.Random(seed)
    title = f"海浦市{'港口码头灯塔看守人部门'[seed % 7 : seed % 7 + 3]}{seed % 5}条例"
    body = tuple(article(chance, n) for n in range(articles))
    chapter = Provision(
        level=Level.CHAPTER, eid="", wid="", num="第一章", heading="总则和罚款", children=body
    )
    return Act(
        work=f"/akn/cn-hp/act/difangxing-fagui/2001/{slug}",
        kind=ActKind.LOCAL_REGULATION,
        date=day,
        title=title,
        issuer="海浦市人民代表大会常务委员会" if seed % 2 else "海浦市人民政府",
        number=f"海府令第{seed}号",
        commencements=(Commencement("c_1", day, Basis.STATED),),
        front=(FrontLine("docTitle", Para((title,))), FrontLine("history", Para((sentence(chance),)))),
        body=assign_ids((chapter,)),
    )


def files_of(*acts: Act) -> dict[str, bytes]:
    return {f"{act.kind}/{act.work.rpartition('/')[2]}/{act.date}.xml": write_act(act) for act in acts}


ACTS = tuple(
    make_act(f"fagui-{n}", date(2001 + 5 * version, 3, 1), n * 10 + version)
    for n in range(8)
    for version in range(1 + n % 3)
)
FILES = files_of(*ACTS)


def catalog_of(files: Mapping[str, bytes]) -> Catalog:
    catalog = load_catalog(Memory(files))
    assert not catalog.bad
    return catalog


def documents(catalog: Catalog) -> Iterator[Document]:
    for work in catalog.works:
        for position, facts in enumerate(work.expressions):
            yield from documents_of(catalog.act(facts), facts, interval_of(work.expressions, position))


ANY_DAY = date(2030, 1, 1)


def pieces(catalog: Catalog) -> Iterator[tuple[Document, Piece]]:
    """All documents with what the oracle sees of them."""
    for document in documents(catalog):
        yield (
            document,
            Piece(
                own=run_of(document.text),
                title=run_of(document.title),
                issuer=run_of(document.issuer),
                number=run_of(document.number),
                whole=document.part is Part.TITLE,
                body=document.part in BODIES,
            ),
        )


def oracle(catalog: Catalog, query: str, day: date | None = None) -> set[str]:
    """The ids of the documents that answer a query, by looking at every one."""
    parsed, ordinal = parse_query(query), day.toordinal() if day else None
    return {
        document.id
        for document, piece in pieces(catalog)
        if (ordinal is None or document.start <= ordinal < document.until) and answers(parsed, piece)
    }


def found(index: Index, query: str, day: date | None = None) -> set[str]:
    """The ids of the documents that an index finds."""
    asked = Request(query=query, day=day or ANY_DAY, all_versions=day is None, limit=10_000, per_work=100_000)
    answer = search(index, asked)
    ids = {f"{hit.act.path}#{key_of(hit)}" for hit in answer.hits}
    assert len(ids) == answer.total == sum(group.total for group in answer.groups)
    assert len(answer.groups) == answer.works
    return ids


def key_of(hit: Hit) -> str:
    return {Part.FRONT: "front", Part.CONCLUSIONS: "conclusions", Part.TITLE: ""}.get(hit.part, hit.eid)


def phrase(text: str) -> str:
    """A text as a phrase of the query language; quotation marks end one, so none may be in it."""
    return f"“{text}”"


def ranking(index: Index, query: str) -> list[tuple[str, str, float]]:
    answer = search(index, Request(query=query, day=ANY_DAY, all_versions=True, limit=1000, per_work=1000))
    return [(hit.act.path, hit.eid, hit.score) for hit in answer.hits]


PHRASES = ("的", "人人", "港口", "应当", "c〇", "不得处罚", "总则和罚款", "第一条", "标题:港口 罚款")


def answered(folder: Path) -> list[set[str]]:
    with closing(open_index(folder)) as index:
        return [found(index, query) for query in PHRASES]
