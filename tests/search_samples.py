"""Invented acts in several versions, and what a plain scan finds in them."""

import hashlib
import random
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from compendium.akn import write_act
from compendium.catalog import Catalog, load_catalog
from compendium.ids import assign_ids
from compendium.model import (
    Act,
    ActKind,
    Basis,
    Commencement,
    FrontLine,
    Level,
    Para,
    Provision,
)
from compendium.timeline import interval_of
from compendium_build.search import open_index
from compendium_build.search.documents import Document, documents_of
from compendium_build.search.engine import Reader
from compendium_build.search.query import Alternative, Field, Query, Term

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


class Corpus:
    """Files in memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def paths(self) -> tuple[str, ...]:
        return tuple(sorted(self.files))

    def read(self, path: str) -> bytes:
        return self.files[path]

    def digest(self, path: str) -> str:
        return hashlib.sha256(self.files[path]).hexdigest()


def sentence(chance: random.Random) -> str:
    return "".join(chance.choice(WORDS) for _ in range(chance.randint(1, 25)))


def paragraph(chance: random.Random) -> Provision:
    points = tuple(
        Provision(Level.POINT, "", "", f"（{'一二三'[n]}）", blocks=(Para((sentence(chance),)),))
        for n in range(chance.choice((0, 0, 2, 3)))
    )
    return Provision(Level.PARAGRAPH, "", "", blocks=(Para((sentence(chance),)),), children=points)


def article(chance: random.Random, number: int) -> Provision:
    paragraphs = tuple(paragraph(chance) for _ in range(chance.randint(1, 3)))
    return Provision(Level.ARTICLE, "", "", f"第{'一二三四五六七八九'[number]}条", children=paragraphs)


def make_act(slug: str, day: date, seed: int, articles: int = 8) -> Act:
    chance = random.Random(seed)
    title = f"海浦市{'港口码头灯塔看守人部门'[seed % 7 : seed % 7 + 3]}{seed % 5}条例"
    body = tuple(article(chance, n) for n in range(articles))
    chapter = Provision(Level.CHAPTER, "", "", "第一章", "总则和罚款", children=body)
    return Act(
        f"/akn/cn-hp/act/difangxing-fagui/2001/{slug}",
        ActKind.LOCAL_REGULATION,
        day,
        title,
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
    catalog = load_catalog(Corpus(files))
    assert not catalog.bad
    return catalog


def documents(catalog: Catalog) -> Iterator[Document]:
    for work in catalog.works:
        for position, facts in enumerate(work.expressions):
            yield from documents_of(catalog.act(facts), facts, interval_of(work.expressions, position))


def literal(phrase: str) -> Query:
    return Query((Alternative((Term(Field.ANY, phrase),)),))


def hits(reader: Reader, query: Query, day: int | None = None) -> set[str]:
    found = reader.search(query, day, 100_000)
    assert found.total == len(found.matches)
    return {match.document.id for match in found.matches}


def ranking(reader: Reader, phrase: str) -> list[tuple[str, float]]:
    return [(m.document.id, m.score) for m in reader.search(literal(phrase), None, 1000).matches]


PHRASES = ("的", "人人", "港口", "应当", "c〇", "不得处罚", "总则和罚款", "第一条")


def answers(folder: Path) -> list[set[str]]:
    with closing(open_index(folder)) as reader:
        return [hits(reader, literal(phrase)) for phrase in PHRASES]
