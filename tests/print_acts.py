"""Small acts and an edition of them, for tests of the book."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from compendium.akn import write_act
from compendium.law.act import (
    Act,
    Attachment,
    Basis,
    Cell,
    Commencement,
    Event,
    FrontLine,
    Image,
    Para,
    Provision,
    Span,
    Table,
)
from compendium.law.kinds import ActKind, EventKind, Level
from compendium.law.names import assign_ids
from compendium.library.catalog import load_catalog
from compendium.library.config import CorpusConfig
from compendium_build.edition.edition import Edition
from tests.builders import Memory

DAY = date(2020, 3, 1)


def para(*runs: str | Span | Image) -> Para:
    return Para(runs)


def provision(
    level: Level, num: str, *parts: Provision | Para | Table, heading: str = "", period: str = ""
) -> Provision:
    blocks = tuple(part for part in parts if not isinstance(part, Provision))
    children = tuple(part for part in parts if isinstance(part, Provision))
    return Provision(
        level=level, eid="", wid="", num=num, heading=heading, blocks=blocks, children=children, period=period
    )


def article(num: str, *texts: str, points: tuple[str, ...] = (), period: str = "") -> Provision:
    items = [provision(Level.POINT, f"（{'一二三四五'[i]}）", para(text)) for i, text in enumerate(points)]
    paragraphs = [provision(Level.PARAGRAPH, "", para(text)) for text in texts[:-1]]
    last = provision(Level.PARAGRAPH, "", para(texts[-1]), *items)
    return provision(Level.ARTICLE, num, *paragraphs, last, period=period)


def act(
    slug: str, title: str, *body: Provision, kind: ActKind = ActKind.LOCAL_REGULATION, **more: object
) -> Act:
    made = Act(
        work=f"/akn/cn-sh/act/{kind}/2020/{slug}",
        kind=kind,
        date=DAY,
        title=title,
        issuer="海浦市人民代表大会常务委员会",
        events=(Event(kind=EventKind.ADOPTION, date=DAY),),
        commencements=(Commencement("c1", DAY, Basis.STATED),),
        front=(
            FrontLine("docTitle", para(title)),
            FrontLine("history", para("2020年3月1日海浦市人民代表大会常务委员会通过")),
        ),
        body=assign_ids(body),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def pages_of(path: Path) -> list[str]:
    """The text of every page of a PDF file."""
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def layout_of(path: Path) -> list[str]:
    """The same as it is laid out: what stands on one line is one line."""
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def path_of(made: Act) -> str:
    return f"{made.kind}/{made.work.rpartition('/')[2]}/{made.date}.xml"


def folder_of(made: Act) -> str:
    return path_of(made).rpartition("/")[0]


def edition_of(*acts: Act, day: date = date(2021, 1, 1), files: Mapping[str, bytes] | None = None) -> Edition:
    held = {path_of(made): write_act(made) for made in acts} | dict(files or {})
    catalog = load_catalog(Memory(held))
    assert not catalog.bad, catalog.bad
    return Edition(
        catalog=catalog,
        as_of=day,
        config=CorpusConfig(title="海浦市法规全书", locality="cn-hp", place="", publisher="海浦市人民政府"),
    )


LAMPS = act(
    "ludeng-tiaoli",
    "海浦市路灯条例",
    provision(
        Level.CHAPTER,
        "第一章",
        article("第一条", "为了点亮道路，制定本条例。"),
        article(
            "第二条", "路灯由下列单位管理：", points=("市政单位；", "《海浦市桥梁规定》第二条规定的单位。")
        ),
        heading="总则",
    ),
    provision(
        Level.CHAPTER,
        "第二章",
        article("第三条", "违反本条例第二条规定的，责令改正。", "前款规定适用于《海浦市不存在的条例》。"),
        article("第四条", "本条例自2020年3月1日起施行。"),
        heading="附则",
    ),
)
BRIDGES = act(
    "qiaoliang-guiding",
    "海浦市桥梁规定",
    article("第一条", "桥梁的水泥含CO₂不得超标。"),
    article("第二条", "桥梁由桥梁单位管理。"),
    kind=ActKind.GOVERNMENT_RULE,
)
TABLED = act(
    "biaoge-banfa",
    "海浦市表格办法",
    article("第一条", "收费按照附件执行。"),
    attachments=(
        Attachment(
            "att_1",
            "附件",
            "收费表",
            assign_ids(
                (
                    provision(
                        Level.PARAGRAPH,
                        "",
                        Table(
                            (
                                (Cell((para("项目"),), True), Cell((para("标准"),), True)),
                                *(
                                    (Cell((para(f"项目{n}号"),)), Cell((para(f"每年{n}元"),)))
                                    for n in range(1, 80)
                                ),
                            ),
                            "单位：元",
                        ),
                    ),
                ),
                "att_1",
            ),
        ),
    ),
)
