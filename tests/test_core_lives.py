"""The life of a provision: one line of descent through the versions, by wId and by stated ancestry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from compendium.akn import parse_act
from compendium.compare.align import align
from compendium.compare.provision_history import NoSuchProvision, Stage, Turn, life
from compendium.law.act import Act, Attachment, Basis, Commencement, Event, Image, Para, Provision
from compendium.law.changes import Change, ModType
from compendium.law.kinds import EventKind, Level
from compendium.law.names import assign_ids
from compendium.text.plain import as_text
from tests.builders import act, article, chapter, named, paragraph, point

FIRST, SECOND, THIRD = date(2015, 7, 1), date(2019, 10, 1), date(2024, 6, 1)
DECISION = "/akn/cn-sh/act/xiugai-jueding/2024/guan-yu-xiu-gai"
ADOPTED = Event(kind=EventKind.ADOPTION, date=date(2015, 3, 19))
IN_2019 = Event(kind=EventKind.AMENDMENT, date=date(2019, 9, 19), decision="关于修改甲条例的决定", ordinal=1)
IN_2024 = Event(kind=EventKind.AMENDMENT, date=date(2024, 3, 21), decision="关于修改乙条例的决定", ordinal=2)
BRIDGES = "桥梁养护单位应当每月巡查桥梁并且作出记录。"
TUNNELS = "隧道管理单位应当保持照明设备完好。"
FEES = "车辆通过收费站时应当按照标准缴纳费用。"


def change(kind: ModType, eid: str, *was: str, before: date = FIRST, decided: date = IN_2019.date) -> Change:
    return Change(
        type=kind, decision=DECISION, decided=decided, modification="mod_1", eid=eid, before=before, was=was
    )


def turns(stages: tuple[Stage, ...]) -> list[tuple[str, str, str]]:
    """What is asked of most lives: version, place, what became of it."""
    return [(stage.version.isoformat(), stage.place, stage.turn.value) for stage in stages]


def versions(*bodies: tuple[Provision, ...]) -> list[Act]:
    """Versions of these bodies, each with the wIds of the one before and one event more."""
    made: list[Act] = []
    events = (ADOPTED, IN_2019, IN_2024)
    for position, (day, body) in enumerate(zip((FIRST, SECOND, THIRD), bodies, strict=False)):
        new = named(act(*body, day=day), events=events[: position + 1])
        made.append(align(made[-1], new) if made else new)
    return made


def test_a_provision_is_followed_through_its_numbers() -> None:
    acts = versions(
        (article(1, BRIDGES), article(2, TUNNELS)),
        (article(1, BRIDGES), article(2, FEES), article(3, TUNNELS)),
        (article(1, BRIDGES), article(2, FEES), article(3, TUNNELS.replace("完好", "良好"))),
    )
    expected = [
        ("2015-07-01", "第二条", "enacted"),
        ("2019-10-01", "第三条", "renumbered"),
        ("2024-06-01", "第三条", "amended"),
    ]
    assert turns(life(acts, "art_3")) == expected
    assert turns(life(acts, "art_2", 0)) == expected
    assert turns(life(acts, "art_2", 1)) == [
        ("2019-10-01", "第二条", "born"),
        ("2024-06-01", "第二条", "unchanged"),
    ]


def test_a_stage_tells_its_text_its_former_place_and_what_made_it() -> None:
    acts = versions((article(1, BRIDGES),), (article(1, FEES), article(2, BRIDGES)))
    _, now = life(acts, "art_2")
    assert now.text == f"第二条　{BRIDGES}"
    assert (now.was, now.origins, now.moved) == (("第一条",), ("art_1",), True)
    assert (now.start, now.certain, now.events) == (SECOND, True, (IN_2019,))


def test_a_deleted_provision_ends_with_the_version_that_lacks_it() -> None:
    acts = versions(
        (article(1, BRIDGES), article(2, TUNNELS)), (article(1, BRIDGES),), (article(1, BRIDGES),)
    )
    acts[1] = named(acts[1], changes=(change(ModType.REPEAL, "", "art_2"),))
    stages = life(acts, "art_2__para_1", 0)
    assert turns(stages) == [
        ("2015-07-01", "第二条第一款", "enacted"),
        ("2019-10-01", "第二条第一款", "deleted"),
    ]
    assert (stages[1].text, stages[1].eid, stages[1].changes) == (None, "", acts[1].changes)


def test_a_provision_put_together_names_all_it_came_from() -> None:
    acts = versions((article(1, BRIDGES), article(2, TUNNELS)), (article(1, f"{BRIDGES}{TUNNELS}"),))
    acts[1] = named(acts[1], changes=(change(ModType.JOIN, "art_1", "art_1", "art_2"),))
    expected = [("2015-07-01", "第一条", "enacted"), ("2015-07-01", "第二条", "enacted")]
    stages = life(acts, "art_1")
    assert turns(stages) == [*expected, ("2019-10-01", "第一条", "joined")]
    assert stages[-1].was == ("第一条", "第二条")
    assert turns(life(acts, "art_2", 0)) == [expected[1], ("2019-10-01", "第一条", "joined")]


def split() -> list[Act]:
    """第一条 made into 第一条 and 第二条, and what was 第二条 become 第三条."""
    acts = versions(
        (article(1, BRIDGES + TUNNELS), article(2, FEES)),
        (article(1, BRIDGES), article(2, TUNNELS), article(3, FEES)),
        (article(1, BRIDGES), article(2, TUNNELS), article(3, FEES)),
    )
    made = (change(ModType.SPLIT, "art_1", "art_1"), change(ModType.SPLIT, "art_2", "art_1"))
    return [acts[0], named(acts[1], changes=made), acts[2]]


def test_a_provision_that_was_split_off_goes_on_in_its_origin() -> None:
    assert turns(life(split(), "art_2")) == [
        ("2015-07-01", "第一条", "enacted"),
        ("2019-10-01", "第二条", "split"),
        ("2024-06-01", "第二条", "unchanged"),
    ]


def test_a_provision_that_was_divided_goes_on_in_all_its_parts() -> None:
    assert turns(life(split(), "art_1", 0)) == [
        ("2015-07-01", "第一条", "enacted"),
        ("2019-10-01", "第一条", "split"),
        ("2019-10-01", "第二条", "split"),
        ("2024-06-01", "第一条", "unchanged"),
        ("2024-06-01", "第二条", "unchanged"),
    ]


def test_a_paragraph_born_with_a_split_comes_from_the_whole_article() -> None:
    stages = life(split(), "art_2__para_1", 1)
    assert [(s.place, s.turn) for s in stages][:2] == [
        ("第一条", Turn.ENACTED),
        ("第二条第一款", Turn.SPLIT),
    ]


def test_a_provision_untouched_by_a_split_is_renumbered() -> None:
    assert turns(life(split(), "art_3"))[:2] == [
        ("2015-07-01", "第二条", "enacted"),
        ("2019-10-01", "第三条", "renumbered"),
    ]


def test_a_paragraph_added_to_an_amended_article_is_new() -> None:
    acts = versions((article(1, BRIDGES),), (article(1, BRIDGES, TUNNELS),))
    acts[1] = named(acts[1], changes=(change(ModType.SUBSTITUTION, "art_1", "art_1"),))
    assert turns(life(acts, "art_1__para_2")) == [("2019-10-01", "第一条第二款", "born")]
    assert life(acts, "art_1__para_2")[0].changes == acts[1].changes


def test_words_deleted_below_are_no_origin() -> None:
    acts = versions((article(1, BRIDGES, TUNNELS),), (article(1, BRIDGES),))
    acts[1] = named(acts[1], changes=(change(ModType.REPEAL, "art_1", "art_1__para_2"),))
    assert turns(life(acts, "art_1"))[-1] == ("2019-10-01", "第一条", "amended")


def test_ancestry_stated_of_another_version_is_not_used() -> None:
    acts = versions(
        (article(1, BRIDGES), article(2, TUNNELS)),
        (article(1, BRIDGES),),
        (article(1, BRIDGES), article(2, FEES)),
    )
    acts[2] = named(acts[2], changes=(change(ModType.SPLIT, "art_2", "art_1", before=FIRST),))
    assert turns(life(acts, "art_2")) == [("2024-06-01", "第二条", "born")]


def test_ancestry_holds_when_the_day_of_the_version_before_was_settled_since() -> None:
    acts = versions((article(1, BRIDGES + TUNNELS),), (article(1, BRIDGES), article(2, TUNNELS)))
    acts[1] = named(acts[1], changes=(change(ModType.SPLIT, "art_2", "art_1", before=date(2015, 3, 19)),))
    assert [stage.turn for stage in life(acts, "art_2")] == [Turn.ENACTED, Turn.SPLIT]


def test_items_are_told_by_their_full_place() -> None:
    old = article(1, paragraph("下列行为：", point("（一）", "攀爬桥栏；"), point("（二）", "倾倒垃圾。")))
    new = article(1, paragraph("下列行为：", point("（一）", "倾倒垃圾。")))
    stages = life(versions((old,), (new,)), "art_1__para_1__point_1")
    assert turns(stages) == [
        ("2015-07-01", "第一条第一款第（二）项", "enacted"),
        ("2019-10-01", "第一条第一款第（一）项", "renumbered"),
    ]


def test_a_chapter_whose_articles_only_take_other_numbers_is_unchanged() -> None:
    old = (chapter("第一章", "总则", article(1, BRIDGES)), chapter("第二章", "罚则", article(2, FEES)))
    new = (
        chapter("第一章", "总则", article(1, BRIDGES), article(2, TUNNELS)),
        chapter("第二章", "罚则", article(3, FEES)),
    )
    assert [s.turn for s in life(versions(old, new), "chp_2")] == [Turn.ENACTED, Turn.UNCHANGED]
    assert [s.turn for s in life(versions(old, new), "chp_1")] == [Turn.ENACTED, Turn.AMENDED]


def test_another_picture_is_another_text() -> None:
    def drawn(src: str) -> tuple[Provision, ...]:
        return (
            article(
                1,
                Provision(level=Level.PARAGRAPH, eid="", wid="", blocks=(Para(("标志如图：", Image(src))),)),
            ),
        )

    acts = versions(drawn("media/00000001.png"), drawn("media/00000002.png"), drawn("media/00000002.png"))
    assert [s.turn for s in life(acts, "art_1")] == [Turn.ENACTED, Turn.AMENDED, Turn.UNCHANGED]


def test_the_oldest_version_of_the_corpus_may_be_an_amended_one() -> None:
    acts = versions((article(1, BRIDGES),), (article(1, BRIDGES),))[1:]
    (only,) = life(acts, "art_1")
    assert (only.turn, only.events) == (Turn.EARLIEST, (IN_2019,))


def test_of_two_decisions_at_once_the_stated_one_is_named() -> None:
    acts = versions((article(1, BRIDGES), article(2, FEES)), (article(1, TUNNELS), article(2, FEES)))
    made = change(ModType.SUBSTITUTION, "art_1", "art_1", decided=IN_2024.date)
    acts[1] = named(acts[1], events=(ADOPTED, IN_2019, IN_2024), changes=(made,))
    assert life(acts, "art_1")[1].events == (IN_2024,)
    assert life(acts, "art_2")[1].events == (IN_2019, IN_2024)


def test_by_default_the_last_version_that_takes_effect_is_meant() -> None:
    acts = versions((article(1, BRIDGES),), (article(1, FEES), article(2, BRIDGES)))
    waiting = (Commencement("cm_1", None, Basis.UNDETERMINED),)
    acts[1] = named(acts[1], commencements=waiting)
    stages = life(acts, "art_1")
    assert turns(stages)[1] == ("2019-10-01", "第二条", "renumbered")
    assert (stages[1].start, stages[1].certain) == (None, True)


def test_an_attachment_has_a_life() -> None:
    acts = [
        replace(a, attachments=(Attachment("att_1", "附件", "", assign_ids((paragraph(words),), "att_1")),))
        for a, words in zip(versions((article(1, BRIDGES),), (article(1, BRIDGES),)), "甲乙", strict=True)
    ]
    assert turns(life(acts, "att_1")) == [
        ("2015-07-01", "附件", "enacted"),
        ("2019-10-01", "附件", "amended"),
    ]


def test_what_the_version_lacks_is_refused() -> None:
    with pytest.raises(NoSuchProvision, match="2015-07-01 的版本没有 art_9"):
        life(versions((article(1, BRIDGES),)), "art_9")


FOLDERS = sorted({path.parent for path in (Path(__file__).parents[1] / "corpus").glob("*/*/*.xml")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name[:40])
def test_every_provision_of_the_sample_corpus_has_one_life(folder: Path) -> None:
    acts = [parse_act(path.read_bytes(), path.name) for path in sorted(folder.glob("????-??-??.xml"))]
    by_day = {version.date: version for version in acts}
    for at, version in enumerate(acts):
        for provision in version.provisions():
            stages = life(acts, provision.eid, at)
            assert [s.version for s in stages] == sorted({s.version for s in stages})
            (here,) = (s for s in stages if s.version == version.date)
            assert here.eid == provision.eid
            for stage in stages:
                held = {p.eid: p for p in by_day[stage.version].provisions()}
                if stage.text is None:
                    assert stage.turn is Turn.DELETED
                    assert provision.wid not in {p.wid for p in held.values()}
                else:
                    assert held[stage.eid].wid == provision.wid
                    assert f"{stage.text}\n" == as_text(by_day[stage.version], held[stage.eid])
